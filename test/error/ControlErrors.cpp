// What control flow, custom rules and named axes refuse, with the message in
// full; after each refusal no trace is open and the next call works.
#include "Refused.h"

using namespace weft;
using namespace weft::test;

static Array vec() { return {1.f, 2.f, 3.f}; }
static Array same(Array x) { return x; }
static Array positive(Array x) { return x > 0; }
static Array halved(Array x) { return x * .5f; }

//===-- whileLoop ---------------------------------------------------------===//
TEST(WhileErrors, ReverseMode) {
  auto f = [](Array x) {
    return whileLoop([](Array x) { return x > 1; }, halved, x);
  };
  std::string message =
      "[whileLoop] reverse mode is not possible, as how many steps there are "
      "is not known. (" __FILE__ ":" +
      std::to_string(__LINE__ - 5) +
      ") Hint: use scan, or foriLoop with bounds that are numbers, or "
      "fixedPoint, customRoot, linearSolve or customVjp, which have rules of "
      "their own.";
  refused<UserError>([&] { grad(f)(5.f); }, message);
  refused<UserError>([&] { jit(grad(f))(5.f); }, message);
  refused<UserError>([&] { vmap(grad(f))(vec()); }, message);
  refused<UserError>([&] { grad(checkpoint(f))(5.f); }, message);
  refused<UserError>(
      [&] {
        auto step = [&](Array c, Array k) { return std::pair{f(c) * k, k}; };
        grad([&](Array x) { return scan(step, x, vec()).first; })(5.f);
      },
      message);
  refused<UserError>([&] { vjp(f, 5.f).second(1.f); }, message);
  // Forward mode of the same goes through.
  EXPECT_EQ(jvp(f, Array(4.f), 1.f).second.item(), .25);
}
TEST(WhileErrors, TracedBounds) {
  auto f = [](Array n, Array x) {
    return foriLoop(0, n, [](Array, Array c) { return c * 2; }, x);
  };
  refused<UserError>(
      [&] { jit(grad<1>(f))(3, 1.f); },
      "[whileLoop] reverse mode is not possible, as how many steps there are "
      "is not known. (" __FILE__ ":" +
          std::to_string(__LINE__ - 5) +
          ") Hint: use scan, or foriLoop with bounds that are numbers, or "
          "fixedPoint, customRoot, linearSolve or customVjp, which have rules "
          "of their own.");
}
TEST(WhileErrors, Condition) {
  refused<DtypeError>(
      [] { whileLoop(same, halved, 1.f); },
      "[whileLoop] the condition must give one scalar bool. Received (f32[]). "
      "(here) Hint: compare the carry with something, or reduce with any.");
  refused<ShapeError>(
      [] { whileLoop(positive, halved, vec()); },
      "[whileLoop] the condition must give one scalar bool. Received "
      "(bool[3]). (here) Hint: compare the carry with something, or reduce "
      "with any.");
}
TEST(WhileErrors, Carry) {
  refused<ShapeError>(
      [] { whileLoop(positive, [](Array x) { return x + vec(); }, 1.f); },
      "[whileLoop] the carry must keep its types. Received (f32[3]) after "
      "(f32[]). (here) Hint: use astype and broadcastTo.");
  refused<DtypeError>(
      [] {
        whileLoop(positive, [](Array x) { return astype(x, Dtype::F64); },
                  scalar<float>(1));
      },
      "[whileLoop] the carry must keep its types. Received (f64[]) after "
      "(f32[]). (here) Hint: use astype and broadcastTo.");
  refused<ShapeError>(
      [] {
        using C = std::vector<Array>;
        whileLoop([](C c) { return c[0] > 0; },
                  [](C c) {
                    return C{c[0], c[0]};
                  },
                  C{1.f});
      },
      "[whileLoop] the carry must keep its structure. Received [*, *] after "
      "[*]. (here)");
}
TEST(ForiErrors, Bounds) {
  auto body = [](Array, Array c) { return c; };
  refused<DtypeError>([&] { foriLoop(0, 2.5f, body, 1.f); },
                      "[foriLoop] bounds must be scalar integers. Received "
                      "f32[]. (here)");
  refused<ShapeError>([&] { foriLoop(0, Array{1, 2}, body, 1.f); },
                      "[foriLoop] bounds must be scalar integers. Received "
                      "i32[2]. (here)");
  refused<ShapeError>(
      [&] {
        foriLoop(0, 2, [](Array, Array c) { return stack({c, c}); }, 1.f);
      },
      "[foriLoop] the carry must keep its types. Received (i32[], f32[2]) "
      "after (i32[], f32[]). (here) Hint: use astype and broadcastTo.");
}

//===-- switchCase, scan, mapOver, associativeScan ------------------------===//
TEST(SwitchErrors, IndexAndBranches) {
  std::tuple two{[](Array x) { return x; }, [](Array x) { return x * 2; }};
  refused<DtypeError>([&] { switchCase(true, two, 1.f); },
                      "[switchCase] the index must be a scalar integer. "
                      "Received bool[]. (here) Hint: cond takes a bool.");
  refused<ShapeError>([&] { switchCase(Array{1, 2}, two, 1.f); },
                      "[switchCase] the index must be a scalar integer. "
                      "Received i32[2]. (here)");
  refused<UserError>(
      [&] { switchCase(0, std::vector<Array (*)(Array)>{}, 1.f); },
      "[switchCase] there must be a branch. Received none. (here)");
  refused<ShapeError>(
      [&] {
        switchCase(0,
                   std::tuple{[](Array x) { return x; },
                              [](Array x) { return stack({x, x}); },
                              [](Array x) { return x; }},
                   1.f);
      },
      "[switchCase] all branches must give the same types. Received (f32[]) "
      "and (f32[2]). (here) Hint: use astype and broadcastTo.");
  using V = std::vector<Array>;
  refused<ShapeError>(
      [] {
        cond(
            true, [](Array x) { return std::pair{V{x}, V{}}; },
            [](Array x) { return std::pair{V{}, V{x}}; }, 1.f);
      },
      "[cond] all branches must give the same structure. Received {[*], []} "
      "and {[], [*]}. (here)");
}
TEST(ScanOptionsErrors, LengthAndCheckpoints) {
  auto step = [](Array c, std::tuple<>) { return std::pair{c, c}; };
  refused<ShapeError>(
      [&] { scan(step, vec(), std::tuple<>(), {.length = -1}); },
      "[scan] the length must not be negative. Received -1. (here)");
  refused<UserError>(
      [&] {
        scan(step, vec(), std::tuple<>(), {.length = 3, .checkpointEvery = -2});
      },
      "[scan] there must be a step between checkpoints. Received -2. (here) "
      "Hint: checkpointEvery = ScanOptions::sqrt is √length.");
}
TEST(MapErrors, Arguments) {
  refused<ShapeError>([] { mapOver(same, Array(1.f)); },
                      "[mapOver] xs must have a leading axis. Received f32[]. "
                      "(here)");
  refused<ShapeError>([] { mapOver(same, vec(), {.batchSize = 0}); },
                      "[mapOver] the batch size must be positive. Received 0. "
                      "(here)");
  refused<ShapeError>(
      [] { mapOver([](std::tuple<>) { return vec(); }, std::tuple<>()); },
      "[mapOver] needs an array to go over. Received none. (here)");
}
TEST(AssociativeScanErrors, Arguments) {
  auto add = [](Array a, Array b) { return a + b; };
  refused<ShapeError>([&] { associativeScan(add, vec(), {.axis = 1}); },
                      "[associativeScan] the axis must be in [-1, 1). "
                      "Received 1 of f32[3]. (here)");
  refused<ShapeError>(
      [&] {
        associativeScan([](Array a, Array) { return sum(a); }, vec());
      },
      "[associativeScan] the function must give what it takes. Received "
      "(f32[]) of (f32[1]). (here) Hint: it is called on many elements at "
      "once.");
  refused<ShapeError>(
      [] {
        using P = std::pair<Array, Array>;
        associativeScan([](P a, P) { return a; }, P{vec(), ones({2})});
      },
      "[associativeScan] all arrays must have one size along the axis. "
      "Received (f32[3], f32[2]). (here)");
}

//===-- Custom rules ------------------------------------------------------===//
TEST(CustomJvpErrors, Rule) {
  refused<ShapeError>(
      [] {
        customJvp(same, [](Array x, Array t) {
          return std::pair{x, sum(t)};
        })(vec());
      },
      "[customJvp] the rule must give the result and its tangent. Received "
      "(f32[3], f32[]) for (f32[3], f32[3]). (here) Hint: use astype and "
      "broadcastTo.");
  auto f = [](Array x) {
    Array k = x * 2;
    return customJvp([&](Array y) { return y * k; },
                     [&](Array y, Array t) {
                       return std::pair{y * k, t * k};
                     })(x);
  };
  refused<UserError>([&] { grad(f)(1.f); },
                     "[customJvp] a captured array depends on what is "
                     "differentiated. (" +
                         std::string(__FILE__) + ":" +
                         std::to_string(__LINE__ - 8) +
                         ") Hint: make it an argument.");
  auto square = customJvp([](Array x) { return x * x; },
                          [](Array x, Array t) {
                            return std::pair{x * x, 2 * x * t};
                          });
  refused<UserError>(
      [&] { linearTranspose(square, Array(1.f))(1.f); },
      "[customJvp] a function with a rule of its own is not linear. (" +
          std::string(__FILE__) + ":" + std::to_string(__LINE__ - 6) +
          ") Hint: differentiate it instead of transposing it.");
}
TEST(CustomVmapErrors, Rule) {
  auto f = customVmap(same, [](int64_t, const std::vector<bool> &, Array x) {
    return sum(x);
  });
  refused<ShapeError>(
      [&] { vmap(f)(vec()); },
      "[customVmap] the rule must give the results of all lanes, with a "
      "leading axis. Received (f32[]) for (f32[3]). (" +
          std::string(__FILE__) + ":" + std::to_string(__LINE__ - 6) + ")");
  auto g = [](Array x) {
    Array k = x * 2;
    return customVmap([&](Array y) { return y * k; },
                      [](int64_t, const std::vector<bool> &, Array y) {
                        return y;
                      })(x);
  };
  refused<TraceError>(
      [&] { jit(g)(1.f); },
      "[customVmap] the function must not capture arrays from outside, as its "
      "rule could not know them. Received f32[]. (" +
          std::string(__FILE__) + ":" + std::to_string(__LINE__ - 9) +
          ") Hint: make it an argument.");
}
TEST(SolveErrors, Arguments) {
  auto divide = [](auto, Array b) { return b; };
  refused<DtypeError>([&] { linearSolve(same, Array{1, 2}, divide); },
                      "[linearSolve] the unknowns must be floats. Received "
                      "i32[2]. (here) Hint: convert them with astype.");
  refused<ShapeError>(
      [&] { linearSolve([](Array x) { return sum(x); }, vec(), divide); },
      "[linearSolve] matvec must give the types it takes. Received (f32[]) for "
      "(f32[3]). (here)");
  auto f = [=](Array b) { return sum(linearSolve(same, b, divide)); };
  refused<UserError>(
      [&] { grad(f)(vec()); },
      "[linearSolve] reverse mode needs a solver of the transposed system. (" +
          std::string(__FILE__) + ":" + std::to_string(__LINE__ - 4) +
          ") Hint: give a transposeSolve, or say symmetric.");
  refused<ShapeError>(
      [] { fixedPoint([](Array x) { return sum(x); }, vec()); },
      "[fixedPoint] f must give the types it takes. Received (f32[]) for "
      "(f32[3]). (here)");
}

//===-- Named axes --------------------------------------------------------===//
TEST(CollectiveErrors, Names) {
  refused<UserError>([] { psum(vec(), "i"); },
                     "[psum] no vmap around the call has this axis name. "
                     "Received \"i\". (here) Hint: vmap(f, {.axisName = "
                     "\"i\"}).");
  refused<UserError>(
      [] {
        vmap([](Array x) { return pmean(x, "j"); }, {.axisName = "i"})(vec());
      },
      "[pmean] no vmap around the call has this axis name. Received \"j\"; "
      "there is \"i\". (here) Hint: vmap(f, {.axisName = \"j\"}).");
  refused<UserError>([] { axisIndex("k"); },
                     "[axisIndex] no vmap around the call has this axis name. "
                     "Received \"k\". (here) Hint: vmap(f, {.axisName = "
                     "\"k\"}).");
}
TEST(CollectiveErrors, Arguments) {
  VmapOptions lanes{.axisName = "i"};
  refused<ShapeError>(
      [&] {
        vmap([](Array x) { return ppermute(x, "i", {{0, 1}, {2, 1}}); },
             lanes)(vec());
      },
      "[ppermute] a lane sends once and receives once, and is below 3. "
      "Received {0, 1}, {2, 1}. (here)");
  refused<ShapeError>(
      [&] {
        vmap([](Array x) { return allToAll(x, "i", 0, 0); },
             lanes)(ones({3, 2}));
      },
      "[allToAll] axis 0 must have the map's size 3. Received f32[2]. (here)");
  refused<ShapeError>(
      [&] {
        vmap([](Array x) { return psumScatter(x, "i", 0, true); },
             lanes)(ones({3, 4}));
      },
      "[psumScatter] axis 0 must be a multiple of the map's size 3. Received "
      "f32[4]. (here)");
}

// What transforms refuse, with the message in full; after each refusal no
// trace is open and the next call works.
#include "Refused.h"

#include <thread>

using namespace weft;
using namespace weft::test;

namespace {
Array vec() { return {1.f, 2.f, 3.f}; }
Array same(Array x) { return x; }
using Arrays = std::vector<Array>;
struct Params {
  Array w, n;
};
struct Fields {
  Array w;
  std::vector<Array> layers;
};
WEFT_FIELDS(Fields, w, layers)
} // namespace

//===-- grad --------------------------------------------------------------===//
TEST(GradErrors, Results) {
  refused<ShapeError>([] { grad(same)(vec()); },
                      "[grad] the function's result must be a scalar. Received "
                      "f32[3]. (here) Hint: sum it, or use jacrev or vjp.");
  refused<ShapeError>([] { grad([](Array) { return Arrays(); })(vec()); },
                      "[grad] the function's result must be a scalar. Received "
                      "no array. (here) Hint: sum it, or use jacrev or vjp.");
  refused<ShapeError>(
      [] { grad([](Array x) {
             return std::pair{x, x};
           })(1.f); },
      "[grad] the function's result must be one scalar. Received 2 arrays. "
      "(here) Hint: grad<Aux> is of functions that give {scalar, anything}.");
  refused<DtypeError>([] { grad([](Array x) { return x > 0; })(1.f); },
                      "[grad] the function's result must be a float. Received "
                      "bool[]. (here)");
  // Inside another transform it is the same.
  refused<ShapeError>([] { jit(grad(same))(vec()); },
                      "[grad] the function's result must be a scalar. Received "
                      "f32[3]. (here) Hint: sum it, or use jacrev or vjp.");
}
TEST(GradErrors, IntegerLeaves) {
  refused<DtypeError>(
      [] { grad(same)(3); },
      "[grad] the leaves to differentiate in must be floats. Received i32[] in "
      "argument 0. (here) Hint: convert it with astype, make it a static "
      "field, or pass allowInt.");
  refused<DtypeError>(
      [] {
        grad<1>([](Array x, Params p) { return sum(x * p.w); })(
            1.f, Params{vec(), Array{1, 2}});
      },
      "[grad] the leaves to differentiate in must be floats. Received i32[2] "
      "in argument 1.1. (here) Hint: convert it with astype, make it a static "
      "field, or pass allowInt.");
}
TEST(GradErrors, NullArrays) {
  refused<UserError>([] { grad(same)(Array()); },
                     "[grad] needs an array. Received a default-constructed "
                     "Array. (here) Hint: give every Array a value before its "
                     "use.");
  refused<UserError>([] { grad([](Array) { return Array(); })(1.f); },
                     "[return] needs an array. Received a default-constructed "
                     "Array. (here) Hint: give every Array a value before its "
                     "use.");
}

//===-- jvp, vjp, linearize, linearTranspose ------------------------------===//
TEST(JvpErrors, Tangents) {
  refused<ShapeError>([] { jvp(same, vec(), ones({2})); },
                      "[jvp] a tangent must have the shape of its array. "
                      "Received f32[2] for f32[3]. (here)");
  refused<DtypeError>(
      [] { jvp(same, vec(), ones({3}, Dtype::F64)); },
      "[jvp] a tangent must have the dtype of its array. Received f64[3] for "
      "f32[3]. (here) Hint: convert it with astype.");
  refused<UserError>(
      [] {
        jvp([](std::vector<Array> x) { return x[0]; }, Arrays{vec(), vec()},
            Arrays{vec()});
      },
      "[jvp] there must be one tangent per leaf. Received 1 tangents for 2 "
      "leaves. (here)");
}
TEST(VjpErrors, Cotangents) {
  refused<ShapeError>([] { vjp(same, vec()).second(1.f); },
                      "[vjp] a cotangent must have the shape of its array. "
                      "Received f32[] for f32[3]. (here)");
  refused<DtypeError>(
      [] { vjp(same, vec()).second(ones({3}, Dtype::F64)); },
      "[vjp] a cotangent must have the dtype of its array. Received f64[3] for "
      "f32[3]. (here) Hint: convert it with astype.");
  refused<ShapeError>([] { linearize(same, vec()).second(1.f); },
                      "[linearize] a tangent must have the shape of its array. "
                      "Received f32[] for f32[3]. (here)");
}
TEST(VjpErrors, SeveralArguments) {
  auto f = [](Array x, Array y) { return x * y; };
  auto g = [](Array x, Array y, Array z) { return x * y * z; };
  refused<ShapeError>([&] { vjp(f, vec(), vec()).second(1.f); },
                      "[vjp] a cotangent must have the shape of its array. "
                      "Received f32[] for f32[3]. (here)");
  refused<UserError>([&] { vjp(g, vec(), Array(), vec()); },
                     "[vjp] needs an array. Received a default-constructed "
                     "Array. (here) Hint: give every Array a value before its "
                     "use.");
  refused<ShapeError>([&] { linearize(f, vec(), vec()).second(1.f, vec()); },
                      "[linearize] a tangent must have the shape of its array. "
                      "Received f32[] for f32[3]. (here)");
  refused<UserError>([&] { linearTranspose(f, vec(), Array()); },
                     "[linearTranspose] needs an array. Received a "
                     "default-constructed Array. (here) Hint: give every Array "
                     "a value before its use.");
}
TEST(TransposeErrors, NotLinear) {
  refused<UserError>(
      [] { linearTranspose([](Array x) { return sin(x); }, vec())(vec()); },
      "[transpose] weft.sin is not a linear operation. (here)");
  // What is linear in each argument is not linear in both.
  auto bilinear = [&](auto f, const char *op) {
    refused<UserError>([&] { linearTranspose(f, vec(), vec())(f(vec(), vec())); },
                       std::string("[transpose] weft.") + op +
                           " is not linear in both operands at once. (here)");
  };
  bilinear([](Array x, Array y) { return x * y; }, "mul");
  bilinear([](Array x, Array y) { return matmul(x, y); }, "dot_general");
  refused<UserError>(
      [] { linearTranspose([](Array x) { return 1 / x; }, vec())(vec()); },
      "[transpose] weft.div is not linear in its divisor. (here)");
  refused<DtypeError>(
      [] { linearTranspose([](Array x) { return -x; }, arange(3)); },
      "[linearTranspose] arguments must be floats or complex numbers. Received "
      "i32[3]. (here) Hint: capture what is not.");
}
TEST(CustomErrors, ForwardMode) {
  auto f = customVjp(
      same,
      [](Array x) {
        return std::pair{x, x};
      },
      [](Array, Array ct) { return ct; });
  refused<UserError>([&] { jvp(f, Array(1.f), 1.f); },
                     "[jvp] forward mode through a function with a custom vjp "
                     "is not defined. (here) Hint: give it a custom jvp.");
}
TEST(CustomErrors, Captures) {
  auto f = [](Array x) {
    Array k = x * 2;
    return customVjp([&](Array y) { return y * k; },
                     [&](Array y) {
                       return std::pair{y * k, k};
                     },
                     [](Array k, Array ct) { return ct * k; })(x);
  };
  refused<UserError>([&] { grad(f)(1.f); },
                     "[customVjp] a captured array depends on what is "
                     "differentiated. (" +
                         std::string(__FILE__) + ":" +
                         std::to_string(__LINE__ - 8) +
                         ") Hint: make it an argument.");
}
TEST(CustomErrors, Types) {
  refused<ShapeError>(
      [] {
        customVjp(
            same,
            [](Array x) {
              return std::pair{x, x};
            },
            [](Array, Array ct) { return sum(ct); })(vec());
      },
      "[customVjp] backward must give a cotangent for each argument. Received "
      "(f32[]) for (f32[3]). (here)");
  refused<ShapeError>(
      [] {
        customVjp(
            same,
            [](Array x) {
              return std::pair{sum(x), x};
            },
            [](Array, Array ct) { return ct; })(vec());
      },
      "[customVjp] forward must give the function's result first. Received "
      "(f32[], f32[3]) for (f32[3]). (here) Hint: return std::pair{f(x), "
      "residuals}.");
}

//===-- vmap --------------------------------------------------------------===//
TEST(VmapErrors, Axes) {
  refused<ShapeError>([] { vmap(same)(1.f); },
                      "[vmap] a scalar has no axis to map. Received axis 0 of "
                      "f32[]. (here) Hint: std::nullopt leaves it as it is.");
  refused<ShapeError>([] { vmap(same, {.in = {1}})(vec()); },
                      "[vmap] an axis must be in [-1, 1). Received axis 1 of "
                      "f32[3]. (here)");
  refused<ShapeError>([] { vmap(same, {.in = {-2}})(vec()); },
                      "[vmap] an axis must be in [-1, 1). Received axis -2 of "
                      "f32[3]. (here)");
  refused<ShapeError>([] { vmap(same, {.out = 1})(vec()); },
                      "[vmap] an axis must be in [-1, 1). Received axis 1 of "
                      "the result. (here)");
  refused<ShapeError>([] { vmap(same, {.in = {std::nullopt}})(vec()); },
                      "[vmap] at least one argument must be mapped. Received "
                      "no axis. (here) Hint: give an axis, or axisSize.");
  refused<ShapeError>(
      [] { vmap(same, {.in = {std::nullopt}, .axisSize = -3})(vec()); },
      "[vmap] axisSize must not be negative. Received -3. (here)");
  refused<ShapeError>(
      [] { vmap(same, {.in = {Axes{0, 0}}})(vec()); },
      "[vmap] axes are one for all leaves or one for each leaf. Received 2 "
      "axes for 1 leaf. (here)");
  refused<UserError>(
      [] {
        auto f = [](Array x) { return x + 1; };
        vmap(f, {.in = {std::nullopt}, .axisSize = int64_t(1) << 62})(vec());
      },
      "[jit] an array has fewer than 2^59 elements. Received "
      "broadcast_in_dim of shape (4611686018427387904, 3). (here)");
  refused<ShapeError>(
      [] {
        vmap(same, {.in = {0, 0}})(vec());
      },
      "[vmap] there must be axes for each argument. Received "
      "2 axes for 1 arguments. (here)");
  refused<ShapeError>([] { vmap(same, {.out = std::nullopt})(vec()); },
                      "[vmap] a result with no out axis must not depend on "
                      "mapped arguments. Received result 0. (here)");
}
TEST(VmapErrors, Sizes) {
  auto f = [](Array x, Array y) { return x + y; };
  refused<ShapeError>([&] { vmap(f)(vec(), ones({2})); },
                      "[vmap] mapped axes must have one size. Received 3 and 2 "
                      "(argument 1, f32[2]). (here)");
  refused<ShapeError>([&] { vmap(same, {.axisSize = 4})(vec()); },
                      "[vmap] mapped axes must have one size. Received 4 and 3 "
                      "(argument 0, f32[3]). (here)");
  // As grad names them: by fields where they have names, else by numbers.
  refused<ShapeError>(
      [] { vmap([](Params p) { return p.w; })(Params{vec(), ones({2})}); },
      "[vmap] mapped axes must have one size. Received 3 and 2 (argument 0.1, "
      "f32[2]). (here)");
  refused<ShapeError>(
      [] {
        vmap([](Array x, Fields p) { return x * p.w; })(
            vec(), Fields{vec(), {vec(), ones({2})}});
      },
      "[vmap] mapped axes must have one size. Received 3 and 2 (argument "
      "1.layers[1], f32[2]). (here)");
}

//===-- Values that there are not -----------------------------------------===//
TEST(ValueErrors, BranchOnATracedArray) {
  auto branches = [](Array x) { return x > 0 ? x : -x; };
  unsigned line = __LINE__ - 1;
  auto message = [&](const char *who) {
    return std::string("[item] the array is being traced by ") + who +
           " and has no value yet. Received bool[]. (" __FILE__ ":" +
           std::to_string(line) +
           ") Hint: use where, cond or whileLoop instead of C++ control flow.";
  };
  const char *body = "a body of control flow";
  refused<TraceError>([&] { jit(branches)(1.f); }, message("jit"));
  refused<TraceError>([&] { grad(jit(branches))(1.f); }, message("jit"));
  refused<TraceError>([&] { jit(grad(branches))(1.f); }, message("jit"));
  refused<TraceError>([&] { vmap(branches)(vec()); }, message("vmap"));
  refused<TraceError>([&] { checkpoint(branches)(1.f); }, message(body));
  refused<TraceError>([&] { cond(true, branches, branches, 1.f); },
                      message(body));
  refused<TraceError>(
      [&] {
        scan(
            [&](Array c, Array x) {
              return std::pair{branches(c), x};
            },
            1.f, vec());
      },
      message(body));
  EXPECT_EQ(grad(branches)(-2.f).item(), -1) << "here there is a value";
}
TEST(ValueErrors, OuterValueInsideJit) {
  refused<TraceError>(
      [] {
        grad([](Array x) {
          return jit([&](Array y) { return x.item() > 0 ? y : -y; })(x);
        })(1.f);
      },
      "[item] the array is being traced by jit and has no value yet. Received "
      "f32[]. (here) Hint: use where, cond or whileLoop instead of C++ control flow.");
}
TEST(ValueErrors, ShapesOnly) {
  Array y = evalShape(same, vec());
  refused<TraceError>([&] { y + 1.f; },
                      "[add] the array has a shape and a dtype only. Received "
                      "f32[3]. (here) Hint: evalShape runs nothing; call the "
                      "function.");
  refused<TraceError>([&] { y.toVector(); },
                      "[toVector] the array has a shape and a dtype only. "
                      "Received f32[3]. (here) Hint: evalShape runs nothing; call "
                      "the function.");
}
TEST(ValueErrors, TraceHasEnded) {
  Array kept;
  grad([&](Array x) { return kept = x * x; })(1.f);
  const std::string rest =
      " a traced array was used after its trace ended, or on another thread. "
      "Received f32[].";
  const std::string hint =
      " Hint: return it from the traced function instead of keeping it.";
  refused<TraceError>([&] { kept + 1.f; }, "[add]" + rest + " (here)" + hint);
  refused<TraceError>([&] { kept.item(); }, "[item]" + rest + " (here)" + hint);
  refused<TraceError>([&] { jit(same)(kept); },
                      "[jit]" + rest + " (here)" + hint);
  refused<TraceError>([&] { grad([&](Array x) { return x * kept; })(1.f); },
                      "[mul]" + rest + " (here)" + hint);
  refused<TraceError>([&] { grad([&](Array) { return kept; })(1.f); },
                      "[return]" + rest + " (here)" + hint);
  refused<TraceError>([&] { grad(same)(kept); },
                      "[grad]" + rest + " (here)" + hint);
  refused<TraceError>([&] { vmap(same)(kept); },
                      "[vmap]" + rest + " (here)" + hint);
}
TEST(ValueErrors, AnotherThread) {
  grad([](Array x) {
    std::thread([&] {
      refused<TraceError>(
          [&] { x * 2.f; },
          "[mul] a traced array was used after its trace ended, or on another "
          "thread. Received f32[]. (here) Hint: return it from the traced "
          "function instead of keeping it.");
    }).join();
    return x;
  })(1.f);
}

//===-- Control flow ------------------------------------------------------===//
TEST(CondErrors, Predicates) {
  refused<ShapeError>([] { cond(vec() > 0, same, same, 1.f); },
                      "[cond] the predicate must be a scalar bool. Received "
                      "bool[3]. (here) Hint: reduce it with all or any.");
  refused<DtypeError>([] { cond(1.f, same, same, 1.f); },
                      "[cond] the predicate must be a scalar bool. Received "
                      "f32[]. (here) Hint: compare it with something.");
}
TEST(CondErrors, BranchesDiffer) {
  refused<ShapeError>(
      [] {
        cond(
            true, [](Array x) { return x; }, [](Array x) { return sum(x); },
            vec());
      },
      "[cond] both branches must give the same types. Received (f32[3]) and "
      "(f32[]). (here) Hint: use astype and broadcastTo.");
  refused<DtypeError>(
      [] {
        cond(
            true, [](Array x) { return x; },
            [](Array x) { return astype(x, Dtype::F64); }, vec());
      },
      "[cond] both branches must give the same types. Received (f32[3]) and "
      "(f64[3]). (here) Hint: use astype and broadcastTo.");
}
TEST(ScanErrors, Carries) {
  refused<ShapeError>(
      [] {
        scan(
            [](Array c, Array x) {
              return std::pair{c * vec(), x};
            },
            scalar(1.f), vec());
      },
      "[scan] the carry must keep its types. Received (f32[3]) after (f32[]). "
      "(here) Hint: use astype and broadcastTo.");
  refused<DtypeError>(
      [] {
        scan(
            [](Array c, Array x) {
              return std::pair{astype(c, Dtype::F64), x};
            },
            scalar(1.f), vec());
      },
      "[scan] the carry must keep its types. Received (f64[]) after (f32[]). "
      "(here) Hint: use astype and broadcastTo.");
  refused<ShapeError>(
      [] {
        scan(
            [](std::vector<Array> c, Array x) {
              c.push_back(x);
              return std::pair{c, x};
            },
            Arrays{1.f}, vec());
      },
      "[scan] the carry must keep its structure. Received [*, *] after [*]. "
      "(here)");
}
TEST(ScanErrors, Xs) {
  auto step = [](Array c, auto x) { return std::pair{c, x}; };
  refused<ShapeError>([&] { scan(step, 1.f, Array(2.f)); },
                      "[scan] xs must have a leading axis. Received f32[]. "
                      "(here)");
  refused<ShapeError>(
      [&] {
        scan(step, 1.f, std::pair{vec(), ones({2})});
      },
      "[scan] the leading axes of xs must have one size. Received 3 and "
      "f32[2]. (here)");
  refused<ShapeError>([&] { scan(step, 1.f, std::tuple<>()); },
                      "[scan] needs xs or a length. Received neither. (here)");
  refused<ShapeError>([&] { scan(step, 1.f, vec(), {.length = 4}); },
                      "[scan] the leading axes of xs must have one size. "
                      "Received 4 and f32[3]. (here)");
}
TEST(RavelErrors, Dtypes) {
  refused<DtypeError>(
      [] {
        ravelTree(Arrays{1.f, 2});
      },
      "[ravelTree] the leaves must have one dtype. Received "
      "f32[] and i32[]. (here) Hint: convert them with treeMap "
      "and astype.");
  refused<ShapeError>([] { ravelTree(vec()).second(ones({2})); },
                      "[ravelTree] a vector with an element for each of the "
                      "tree's is needed. Received f32[2] for 3 elements. (here)");
}

//===-- Errors of operations under transforms -----------------------------===//
TEST(NestedErrors, KeepTheirPlace) {
  auto f = [](Array x) { return x + ones({2}); };
  std::string message = "[add] shapes do not broadcast. Received f32[3] and "
                        "f32[2]. (" __FILE__ ":" +
                        std::to_string(__LINE__ - 2) + ")";
  refused<ShapeError>([&] { jit(f)(vec()); }, message);
  refused<ShapeError>([&] { jit(vmap(f))(ones({2, 3})); }, message);
  refused<ShapeError>([&] { vjp(jit(f), vec()); }, message);
  refused<ShapeError>([&] { jvp(checkpoint(f), vec(), vec()); }, message);
  refused<ShapeError>([&] { cond(true, f, f, vec()); }, message);
}

TEST(ValueErrors, OfATraceThatHasEnded) {
  Array leak;
  jit([&](Array x) { return leak = x * 2; })(vec());
  try {
    leak.item();
    ADD_FAILURE() << "a stale array has a value";
  } catch (const TraceError &e) { // and not: must have one element
    EXPECT_NE(std::string(e.what()).find("trace"), std::string::npos)
        << e.what();
  }
  EXPECT_THROW(leak.item<bool>(), TraceError);
  EXPECT_THROW((void)(leak ? 1 : 0), TraceError);
}

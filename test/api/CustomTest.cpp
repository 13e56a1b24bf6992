// customJvp, customVjp, customVmap, linearSolve, customRoot, fixedPoint, and what
// checkpoints keep.
#include "Check.h"

#include <cmath>

using namespace weft;
using namespace weft::test;

//===-- customJvp ---------------------------------------------------------===//
/// ln(1 + eˣ), whose rule does not overflow; marked by a factor `k`.
static auto log1pexp(float k = 1) {
  return customJvp([](Array x) { return log1p(exp(x)); },
                   [=](Array x, Array t) {
                     return std::pair{log1p(exp(x)),
                                      t * (1.f - 1.f / (1.f + exp(x))) * k};
                   });
}
TEST(CustomJvp, ForwardReverseAndNested) {
  auto f = log1pexp();
  double s = 1 / (1 + std::exp(-.5));
  near("value", f(.5f), {std::log1p(std::exp(.5))});
  near("jvp", jvp(f, Array(.5f), Array(2.f)).second, {2 * s});
  near("grad", grad(f)(.5f), {s});
  near("grad where eˣ overflows", grad(f)(100.f), {1});
  near("grad of grad", grad(grad(f))(.5f), {s * (1 - s)}, 1e-3);
  near("the rule is used", grad(log1pexp(3))(.5f), {3 * s});
  near("jit", jit(grad(log1pexp(3)))(.5f), {3 * s});
  near("vmap of grad", vmap(grad(f))(Array{.5f, 100.f}), {s, 1});
  near("grad of vmap",
       grad([&](Array x) { return sum(vmap(f)(x)); })(Array{.5f, 100.f}),
       {s, 1});
  auto loop = [](Array x) {
    auto step = [](Array c, Array k) {
      Array n = log1pexp(2)(c) * k;
      return std::pair{n, n};
    };
    return scan(step, x, Array{1.f, 2.f}).first;
  };
  double y = std::log1p(std::exp(.5)), sy = 1 / (1 + std::exp(-y));
  near("in a scan", grad(loop)(.5f), {2 * s * 2 * sy * 2});
}
TEST(CustomJvp, TreesIntegersAndCaptures) {
  Array big = ones({40}), k = 3.f;
  auto f = customJvp(
      [=](std::pair<Array, Array> p, Array n) {
        return std::vector{p.first * n * sum(big), p.second};
      },
      [=](std::pair<Array, Array> p, Array n, std::pair<Array, Array> t,
          Array tn) {
        EXPECT_EQ(tn.dtype(), Dtype::Bool);
        return std::pair{std::vector{p.first * n * sum(big), p.second},
                         std::vector{t.first * k, t.second * 2.f}};
      });
  auto total = [&](Array a, Array b) {
    auto r = f(std::pair{a, b}, 2);
    return r[0] + r[1];
  };
  near("value", total(1.f, 5.f), {85});
  near("grad", std::get<0>(grad<0, 1>(total)(1.f, 5.f)), {3});
  near("grad", std::get<1>(grad<0, 1>(total)(1.f, 5.f)), {2});
  // A captured traced value that does not depend on what is differentiated.
  auto g = jit([](Array x, Array c) {
    auto h = customJvp([=](Array x) { return x * c; },
                       [=](Array x, Array t) {
                         return std::pair{x * c, t * c * 10.f};
                       });
    return grad([&](Array x) { return h(x); })(x);
  });
  near("captured", g(1.f, 2.f), {20});
  near("captured, mapped",
       vmap([&](Array c) {
         auto h = customJvp([=](Array x) { return x * c; },
                            [=](Array x, Array t) {
                              return std::pair{x * c, t * c * 10.f};
                            });
         return grad([&](Array x) { return h(x); })(1.f);
       })(Array{1.f, 2.f}),
       {10, 20});
}

//===-- customVjp with captures -------------------------------------------===//
TEST(CustomVjp, Captures) {
  auto g = jit([](Array x, Array c) {
    auto h = customVjp([=](Array x) { return x * c; },
                       [=](Array x) { return std::pair{x * c, nothing}; },
                       [=](std::tuple<>, Array ct) { return ct * c * 10.f; });
    return grad([&](Array x) { return sum(h(x)); })(x);
  });
  near("captured", g(Array{1.f, 1.f}, 2.f), {20, 20});
  auto mapped = [](Array c, Array x) {
    auto h = customVjp([=](Array x) { return x * c; },
                       [=](Array x) { return std::pair{x * c, x}; },
                       [=](Array r, Array ct) { return ct * c * r; });
    return grad([&](Array x) { return h(x); })(x);
  };
  vmapCheck("captured", fn2(mapped), {Array{1.f, 2.f}, 3.f},
            {0, std::nullopt});
  vmapCheck("argument", fn2(mapped), {2.f, Array{1.f, 2.f}},
            {std::nullopt, 0});
  vmapCheck("both", fn2(mapped), {Array{1.f, 2.f}, Array{3.f, 4.f}}, {0, 0});
}

//===-- customVmap --------------------------------------------------------===//
TEST(CustomVmap, TheRuleIsUsed) {
  std::vector<bool> seen;
  int64_t lanes = 0;
  auto f = customVmap([](Array x, Array y) { return x * y; },
                      [&](int64_t n, const std::vector<bool> &mapped, Array x,
                          Array y) {
                        seen = mapped;
                        lanes = n;
                        return broadcastTo(x * y * 100.f, {n});
                      });
  near("alone", f(2.f, 3.f), {6});
  near("mapped", vmap(f)(Array{1.f, 2.f}, Array{3.f, 4.f}), {300, 800});
  EXPECT_EQ(lanes, 2);
  EXPECT_EQ(seen, (std::vector<bool>{true, true}));
  near("one", vmap(f, {.in = {std::nullopt, 0}})(2.f, Array{3.f, 4.f, 5.f}),
       {600, 800, 1000});
  EXPECT_EQ(seen, (std::vector<bool>{false, true}));
  near("jit", jit(vmap(f))(Array{1.f, 2.f}, Array{3.f, 4.f}), {300, 800});
  near("grad of vmap", grad([&](Array x) {
         return sum(vmap(f)(x, Array{3.f, 4.f}));
       })(Array{1.f, 2.f}),
       {300, 400});
  near("grad", grad([&](Array x) { return f(x, 3.f); })(2.f), {3});
}

//===-- linearSolve -------------------------------------------------------===//
/// Jacobi iteration on a diagonally dominant matrix.
static Array jacobi(std::function<Array(const Array &)> matvec, Array b) {
  using C = std::pair<Array, Array>;
  return whileLoop([](C c) { return c.second < 60; },
                   [&](C c) {
                     return C{c.first + (b - matvec(c.first)) * .2f,
                              c.second + 1};
                   },
                   C{b, 0})
      .first;
}
static Array a33() {
  return {{4.f, .5f, -.3f}, {.2f, 5.f, .1f}, {-.4f, .6f, 4.5f}};
}
static Array b3() { return {1.f, -2.f, .5f}; }
static Array solved(Array a, Array b) {
  return linearSolve([=](Array x) { return matmul(a, x); }, b, jacobi, jacobi);
}
TEST(LinearSolve, ValueAndDerivatives) {
  near("residual", matmul(a33(), solved(a33(), b3())), {1, -2, .5});
  Fn f = fn2([](Array a, Array b) { return sum(sin(solved(a, b)) * b3()); });
  gradCheck("grad", f, {a33(), b3()});
  modesAgree("modes", f, {a33(), b3()});
  modesAgree("second", fn2([&](Array a, Array b) {
               Arrays g = gradOf(f)({a, b});
               return sum(g[0] * g[0]) + sum(sin(g[1]));
             }),
             {a33(), b3()});
  vmapCheck("b mapped", fn2(solved), {a33(), stack({b3(), b3() * 2})},
            {std::nullopt, 0});
  vmapCheck("a mapped", fn2(solved), {stack({a33(), a33() * 1.1f}), b3()},
            {0, std::nullopt});
  vmapCheck("grad mapped", gradOf(f),
            {stack({a33(), a33() * 1.1f}), stack({b3(), b3() * 2})}, {0, 0});
  near("jit", matmul(a33(), jit(solved)(a33(), b3())), {1, -2, .5});
}
TEST(LinearSolve, SymmetricAndTrees) {
  using P = std::pair<Array, Array>;
  auto f = [](Array k) {
    auto matvec = [=](P x) { return P{x.first * k * 2.f, x.second * k}; };
    auto solve = [=](auto, P b) {
      return P{b.first / (k * 2.f), b.second / k};
    };
    P x = linearSolve(matvec, P{1.f, Array{3.f, 6.f}}, solve, Symmetric{});
    return x.first + sum(x.second); // .5 / k + 9 / k
  };
  near("value", f(2.f), {4.75});
  near("grad", grad(f)(2.f), {-2.375});
  near("jvp", jvp(f, Array(2.f), Array(1.f)).second, {-2.375});
}

//===-- root, fixedPoint --------------------------------------------------===//
static Array squareRoot(Array a) {
  return customRoot([=](Array x) { return x * x - a; }, Array(1.f),
              [](auto f, Array x) {
                for (int i = 0; i < 12; ++i) {
                  auto [y, t] = jvp(f, x, Array(1.f));
                  x = x - y / t;
                }
                return x;
              },
              [](auto g, Array b) { return b / g(Array(1.f)); });
}
TEST(Root, ImplicitDerivatives) {
  near("value", squareRoot(2.f), {std::sqrt(2.)});
  near("grad", grad(squareRoot)(4.f), {.25});
  near("second", grad(grad(squareRoot))(4.f), {-1 / 32.}, 1e-3);
  near("jvp", jvp(squareRoot, Array(4.f), Array(2.f)).second, {.5});
  near("vmap of grad", vmap(grad(squareRoot))(Array{4.f, 9.f}),
       {.25, 1 / 6.});
  near("jit", jit(grad(squareRoot))(4.f), {.25});
  EXPECT_EQ(makeIr(grad(squareRoot))(4.f).find("weft.while"),
            std::string::npos);
}
/// Kepler's equation E = M + e sin E.
static Array kepler(Array m, Array e) {
  return fixedPoint([=](Array x) { return m + e * sin(x); }, m);
}
TEST(FixedPoint, ImplicitDerivatives) {
  Array x = kepler(1.f, .3f);
  double v = x.item();
  near("it is one", Array(1.f) + .3f * sin(x), {v});
  // dE/dM = 1 / (1 - e cos E), dE/de = sin E / (1 - e cos E).
  double d = 1 / (1 - .3 * std::cos(v));
  auto g = grad<0, 1>(kepler)(1.f, .3f);
  near("dM", std::get<0>(g), {d});
  near("de", std::get<1>(g), {d * std::sin(v)});
  near("jvp", jvp(kepler, std::tuple{Array(1.f), Array(.3f)},
                  std::tuple{Array(1.f), Array(0.f)})
                  .second,
       {d});
  near("jit", std::get<0>(jit(grad<0, 1>(kepler))(1.f, .3f)), {d});
  vmapCheck("vmap of grad", gradOf(fn2(kepler)),
            {Array{1.f, 2.f, .5f}, Array{.3f, .1f, .6f}}, {0, 0});
  // ∂²E/∂M² = −e sin E d³
  near("second", grad(grad([](Array m) { return kepler(m, .3f); }))(1.f),
       {-.3 * std::sin(v) * d * d * d}, 1e-3);
}

TEST(FixedPoint, StopsAndSaysWhereItDidNot) {
  auto isNaN = [](const Array &x) { return std::isnan(x.item()); };
  EXPECT_TRUE(isNaN(fixedPoint([](Array x) { return 2 * x + 1; }, Array(1.f))));
  EXPECT_TRUE(isNaN(fixedPoint([](Array x) { return 1 - x; }, Array(0.f))));
  auto half = [](Array x) { return x / 2 + 1; };
  EXPECT_TRUE(isNaN(fixedPoint(half, Array(0.f), {.maxSteps = 3})));
  EXPECT_NEAR(fixedPoint(half, Array(0.f)).item(), 2, 1e-5);
  // The tolerance is relative: ten halvings of the distance, not thirty.
  auto large = [](Array x) { return x / 2 + 1e6f; };
  double x = fixedPoint(large, Array(0.f), {.tolerance = 1e-3}).item();
  EXPECT_NEAR(x, 2e6, 4e3);
  EXPECT_GT(2e6 - x, 1e3);
  // The tolerance is finer than eight bits of mantissa can show.
  Array narrow = astype(Array(0.f), Dtype::BF16);
  EXPECT_NEAR(fixedPoint(half, narrow).item(), 2, 0.1);
}

//===-- checkpoint policies -----------------------------------------------===//
TEST(Checkpoint, PoliciesKeepWhatTheySay) {
  Array w{{.3f, .5f}, {-.2f, .4f}};
  auto f = [=](Array x) {
    Array a = matmul(w, sin(x));
    Array b = checkpointName(sin(a), "b");
    return sum(matmul(w, cos(b)));
  };
  Array x{.3f, -.8f};
  Array want = grad(f)(x);
  auto count = [&](const CheckpointPolicy &policy, const char *what) {
    auto g = grad(checkpoint(f, policy));
    same("gradient", g(x), want);
    same("jit", jit(g)(x), want);
    auto two = [&](Array x) { return sum(sin(g(x))); };
    same("second", grad(two)(x),
         grad([&](Array x) { return sum(sin(grad(f)(x))); })(x));
    return test::count(makeIr(g)(x), what);
  };
  // sin x and sin a: the backward pass computes what it lacks again. Its own
  // derivatives use cosines and a sine of b.
  using P = CheckpointPolicy;
  int nothing = count(P::nothing(), "weft.dot_general");
  EXPECT_EQ(count(P::everything(), "weft.dot_general"), 4);
  EXPECT_EQ(nothing, 5) << "w sin x anew";
  EXPECT_EQ(count(P::dots(), "weft.dot_general"), 4);
  EXPECT_EQ(count(P::only({"b"}), "weft.dot_general"), 5) << "a is needed";
  EXPECT_EQ(count(P::allNamesBut({"b"}), "weft.dot_general"), 5);
  int sines = count(P::nothing(), "weft.sin ");
  EXPECT_EQ(count(P::only({"b"}), "weft.sin "), sines - 1);
  EXPECT_EQ(count(P::only({"c"}), "weft.sin "), sines);
  EXPECT_EQ(count(P::allNamesBut({"c"}), "weft.sin "), sines - 1);
  EXPECT_EQ(count(P::dots(), "weft.sin "), sines - 1);
}
TEST(Checkpoint, Nested) {
  auto inner = checkpoint([](Array x) { return sin(sin(x)); });
  auto f = checkpoint([=](Array x) { return inner(sin(x)) * x; });
  auto plain = [](Array x) { return sin(sin(sin(x))) * x; };
  near("grad", grad(f)(.5f), {grad(plain)(.5f).item()});
  near("second", grad(grad(f))(.5f), {grad(grad(plain))(.5f).item()});
  near("vmap", vmap(grad(f))(Array{.5f, .7f}),
       {grad(plain)(.5f).item(), grad(plain)(.7f).item()});
}

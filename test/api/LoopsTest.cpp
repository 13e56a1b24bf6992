// switchCase, whileLoop, foriLoop, mapOver, associativeScan as such, and
// transforms of them against loops in C++ and differences.
#include "Check.h"

#include <cmath>

using namespace weft;
using namespace weft::test;

static const std::nullopt_t no = std::nullopt;

//===-- switchCase --------------------------------------------------------===//
static Fn threeWays() {
  return [](Arrays a) {
    Array w = a[2];
    return Arrays{switchCase(
        a[0],
        std::tuple{[=](Array x) { return sum(sin(x * w)); },
                   [=](Array x) { return sum(x * x) * w; },
                   [](Array x) { return prod(x); }},
        a[1])};
  };
}
static Array v3() { return {.3f, -.7f, 1.1f}; }

TEST(Switch, ChoosesAndClamps) {
  auto f = jit([](Array i, Array x) {
    return switchCase(
        i,
        std::vector<std::function<Array(Array)>>{
            [](Array x) { return x + 1; }, [](Array x) { return x * 2; },
            [](Array x) { return -x; }},
        x);
  });
  near("0", f(0, 3.f), {4});
  near("1", f(1, 3.f), {6});
  near("2", f(2, 3.f), {-3});
  near("too large", f(3, 3.f), {-3});
  near("negative", f(-1, 3.f), {4});
  EXPECT_EQ(f.compilations(), 1u);
}
TEST(Switch, EveryIndexDtype) {
  auto at = [](Array i) {
    return switchCase(
               i, std::tuple{[] { return Array(0); }, [] { return Array(1); },
                             [] { return Array(2); }})
        .item<int>();
  };
  EXPECT_EQ(at(scalar<int8_t>(-5)), 0);
  EXPECT_EQ(at(scalar<uint8_t>(255)), 2);
  EXPECT_EQ(at(scalar<int64_t>(-(1ll << 32) + 1)), 0);
  EXPECT_EQ(at(scalar<int64_t>((1ll << 32))), 2);
  EXPECT_EQ(at(scalar<uint32_t>(4000000000u)), 2);
  EXPECT_EQ(at(scalar<uint64_t>(1)), 1);
}
TEST(Switch, OneBranchAndTrees) {
  auto [a, b] = switchCase(
      5, std::tuple{[](Array x) {
        return std::pair{x, std::vector{x * 2, x * 3}};
      }},
      2.f);
  near("a", a, {2});
  near("b", b[1], {6});
}
TEST(Switch, Derivatives) {
  for (int i = 0; i < 3; ++i) {
    Fn f = [&](Arrays a) { return threeWays()({Array(i), a[0], a[1]}); };
    gradCheck("grad", f, {v3(), .8f});
    modesAgree("modes", f, {v3(), .8f});
    modesAgree("second", fn2([&](Array x, Array w) {
                 Arrays g = gradOf(f)({x, w});
                 return sum(g[0] * g[0]) * g[1];
               }),
               {v3(), .8f});
  }
}
TEST(Switch, Vmap) {
  Array i4{0, 1, 2, 7};
  Array x4{{.1f, .2f, .3f}, {.4f, .5f, .6f}, {1.f, 2.f, 3.f}, {.5f, .25f, 2.f}};
  vmapCheck("mapped index", threeWays(), {i4, x4, .8f}, {0, 0, no});
  vmapCheck("index alone", threeWays(), {i4, v3(), .8f}, {0, no, no});
  vmapCheck("whole", threeWays(), {Array(1), x4, .8f}, {no, 0, no});
  Fn g = [](Arrays a) {
    return gradOf([&](Arrays b) {
      return threeWays()({a[0], b[0], b[1]});
    })({a[1], a[2]});
  };
  vmapCheck("grad, mapped index", g, {i4, x4, .8f}, {0, 0, no});
  vmapCheck("grad, whole", g, {Array(1), x4, .8f}, {no, 0, no});
  std::string whole =
      makeIr(vmapOf(threeWays(), {no, 0, no}))(Arrays{Array(1), x4, .8f});
  EXPECT_EQ(count(whole, "weft.switch"), 1) << whole;
  EXPECT_EQ(count(whole, "weft.select"), 0) << whole;
}

//===-- whileLoop ---------------------------------------------------------===//
/// Newton's square root: steps until it is near enough.
static Array root(Array x) {
  return whileLoop([=](Array y) { return abs(y * y - x) > 1e-5f * x; },
                   [=](Array y) { return (y + x / y) * .5f; }, x * .5f + .5f);
}
TEST(While, RunsUntilItIsDone) {
  near("2", root(2.f), {std::sqrt(2.)});
  near("jit", jit(root)(9.f), {3});
  near("no step",
       whileLoop([](Array x) { return x < 0; }, [](Array x) { return x + 1; },
                 5.f),
       {5});
  auto collatz = jit([](Array n) {
    using C = std::pair<Array, Array>;
    return whileLoop([](C c) { return c.first != 1; },
                     [](C c) {
                       Array n = c.first;
                       return C{where(n % 2 == 0, n / 2, 3 * n + 1),
                                c.second + 1};
                     },
                     C{n, 0})
        .second;
  });
  near("collatz 27", collatz(27), {111});
}
TEST(While, IsALoopInPlace) {
  // A large carry; the body's memory is one buffer, however many steps.
  auto f = [](Array x) {
    using C = std::pair<Array, Array>;
    return whileLoop([](C c) { return c.first < 1000; },
                     [](C c) {
                       return C{c.first + 1, c.second * .5f + 1.f};
                     },
                     C{0, x})
        .second;
  };
  EXPECT_EQ(count(makeIr(f)(ones({4})), "weft.while"), 1);
  Array y = jit(f)(ones({100000}));
  near("fixed point", max(y), {2});
  near("fixed point", min(y), {2});
}
TEST(While, SwapsItsCarries) {
  using C = std::tuple<Array, Array, Array>;
  auto fibonacci = jit([](Array n) {
    return whileLoop(
        [=](C c) { return std::get<2>(c) < n; },
        [](C c) {
          auto [a, b, i] = c;
          return C{b, a + b, i + 1};
        },
        C{zeros({3}), ones({3}), 0});
  });
  near("10", std::get<0>(fibonacci(10)), {55, 55, 55});
  near("10", std::get<1>(fibonacci(10)), {89, 89, 89});
}
TEST(While, WeakCarryTakesTheStepsDtype) {
  Array x = scalar<double>(3);
  Array y = whileLoop([](Array c) { return c < 100; },
                      [=](Array c) { return c * x; }, 1);
  EXPECT_EQ(y.dtype(), Dtype::F64);
  near("y", y, {243});
}
TEST(While, ForwardMode) {
  for (float x : {.5f, 2.f, 30.f}) {
    auto [y, t] = jvp(root, x, 1.f);
    near("jvp", t, {.5 / std::sqrt(x)}, 1e-3);
    near("linearize", linearize(root, x).second(3.f), {1.5 / std::sqrt(x)},
         1e-3);
    auto dd = [](Array x) { return jvp(root, x, 1.f).second; };
    near("jvp of jvp", jvp(dd, x, 1.f).second, {-.25 * std::pow(x, -1.5)},
         2e-2);
  }
  near("jacfwd", jacfwd(root)(4.f), {.25}, 1e-3);
}
TEST(While, ReverseThroughWhatIsNotDifferentiated) {
  // The number of steps is found by a while; the gradient does not need it.
  auto f = [](Array x) {
    Array n = whileLoop([=](Array i) { return i < stopGradient(x); },
                        [](Array i) { return i + 1.f; }, 0.f);
    return x * x * n;
  };
  near("grad", grad(f)(2.5f), {15});
  near("jit", jit(grad(f))(2.5f), {15});
}
TEST(While, Vmap) {
  auto steps = [](Array x) {
    using C = std::pair<Array, Array>;
    return whileLoop([](C c) { return c.second < 100; },
                     [](C c) {
                       return C{c.first + 1, c.second * 2.f};
                     },
                     C{0, x});
  };
  Array x{1.f, 30.f, 200.f, 99.f};
  auto [n, y] = vmap(steps)(x);
  near("per lane", n, {7, 2, 0, 1});
  near("per lane", y, {128, 120, 200, 198});
  near("jit", jit(vmap(steps))(x).second, {128, 120, 200, 198});
  auto inner = [&](Array x) { return vmap(steps)(x).second; };
  near("vmap of vmap", vmap(inner)(Array{{1.f, 30.f}, {200.f, 99.f}}),
       {128, 120, 200, 198});
  near("jvp of vmap", jvp(inner, x, ones({4})).second, {128, 4, 1, 2});
  near("vmap of jvp",
       vmap([&](Array x) {
         return jvp([&](Array x) { return steps(x).second; }, x, 1.f).second;
       })(x),
       {128, 4, 1, 2});
}
TEST(While, UnmappedConditionStaysOneTest) {
  auto f = [](Array n, Array x) {
    using C = std::pair<Array, Array>;
    return whileLoop([=](C c) { return c.first < n; },
                     [](C c) {
                       return C{c.first + 1, sin(c.second)};
                     },
                     C{0, x})
        .second;
  };
  std::string ir =
      makeIr(vmap(f, {.in = {no, 0}}))(scalar<int32_t>(3), ones({5}));
  EXPECT_EQ(count(ir, "weft.select"), 0) << ir;
  EXPECT_EQ(count(ir, "weft.reduce_or"), 0) << ir;
  EXPECT_NE(ir.find("tensor<i32>, %arg3: tensor<5xf32>"), std::string::npos)
      << ir;
  vmapCheck("mapped bound", fn2(f), {Array{0, 3, 1}, .5f}, {0, no});
  vmapCheck("both", fn2(f), {Array{0, 3, 1}, v3()}, {0, 0});
  vmapCheck("whole", fn2(f), {Array(3), v3()}, {no, 0});
}
TEST(While, InOtherControlFlow) {
  // A while in a scan in a switch, and a cond in a while.
  auto halve = [](Array x) {
    return whileLoop([](Array x) { return x > 1.f; },
                     [](Array x) { return x * .5f; }, x);
  };
  auto f = [=](Array i, Array x) {
    return switchCase(
        i,
        std::tuple{
            [=](Array x) {
              auto step = [=](Array c, Array k) {
                Array n = halve(c + k);
                return std::pair{n, n};
              };
              return sum(scan(step, x, Array{5.f, 3.f, 9.f}).second);
            },
            [](Array x) {
              return whileLoop(
                  [](Array x) { return x < 10.f; },
                  [](Array x) {
                    return cond(
                        x < 4.f, [](Array x) { return x + 1.f; },
                        [](Array x) { return x * 2.f; }, x);
                  },
                  x);
            }},
        x);
  };
  auto g = jit(f);
  double c = .5, total = 0;
  for (double k : {5., 3., 9.}) {
    for (c += k; c > 1; c /= 2) {}
    total += c;
  }
  near("scan of while", g(0, .5f), {total});
  near("while of cond", g(1, .5f), {18});
  vmapCheck("mapped", fn2(f), {Array{0, 1, 1}, Array{.5f, 2.f, .25f}}, {0, 0});
  vmapCheck("whole", fn2(f), {Array(0), Array{.5f, 2.f, .25f}}, {no, 0});
}

/// A loop of whiles, as adaptive integration is: the inner loop's carry is the
/// outer one's, and is updated in place.
TEST(While, UpdatesTheCarryOfTheLoopAround) {
  using State = std::pair<Array, Array>; // where it is, and how many steps
  auto until = [](Array goal, const Array &start) {
    return whileLoop([=](State s) { return sum(s.first) < goal; },
                     [](State s) {
                       return State{s.first + 0.25f, s.second + 1};
                     },
                     State{start, zeros({}, Dtype::I32)});
  };
  auto f = [=](Array x, Array goals) {
    return scan([=](Array x, Array goal) { return until(goal, x); }, x, goals);
  };
  auto [end, steps] = jit(f)(zeros({4}), Array{1.f, 3.f, 3.f, 8.f});
  near("end", end, {2, 2, 2, 2});
  near("steps", steps, {1, 2, 0, 5});
  auto twice = [=](Array x) {
    return foriLoop(0, 3,
                    [=](Array i, Array x) {
                      Array goal = astype(i, Dtype::F32) + 1;
                      return until(goal * 2, until(goal, x).first).first;
                    },
                    x);
  };
  near("two whiles", jit(twice)(zeros({2})), {3, 3});
  near("mapped", vmap(twice)(Array{{0.f, 0.f}, {0.25f, 4.f}}),
       {3, 3, 1.25f, 5});
  auto written = [](Array i, Array x) -> Array {
    auto step = [=](State s) {
      Array v = reshape(astype(s.second + i, Dtype::F32), {1});
      return State{dynamicUpdateSlice(s.first, v, {s.second}), s.second + 1};
    };
    return whileLoop([](State s) { return s.second < 4; }, step, State{x, 0})
        .first;
  };
  auto g = [=](Array x) { return foriLoop(0, 3, written, x); };
  near("written", jit(g)(zeros({4})), {2, 3, 4, 5});
  auto h = [](Array x) {
    auto inner = [](State s) {
      auto more = [](State s) { return State{s.first + 1.f, s.second + 1}; };
      Array y = whileLoop([](State s) { return s.second < 4; }, more,
                          State{s.first, 0})
                    .first;
      return State{y, s.second + 1};
    };
    return whileLoop([](State s) { return s.second < 3; }, inner, State{x, 0})
        .first;
  };
  near("while in while", jit(h)(zeros({2})), {12, 12});
}

//===-- foriLoop ----------------------------------------------------------===//
static Array powers(Array n, Array x) {
  return foriLoop(0, n, [=](Array i, Array c) { return c * x + i; }, 1.f);
}
TEST(Fori, StaticBoundsAreAScan) {
  auto f = [](Array x) { return powers(5, x); };
  EXPECT_EQ(count(makeIr(f)(2.f), "weft.scan"), 1);
  // (((((1 x) x + 1) x + 2) x + 3) x + 4)
  near("value", f(2.f), {32 + 8 + 8 + 6 + 4});
  near("grad", grad(f)(2.f), {5 * 16 + 3 * 4 + 2 * 2 * 2 + 3});
  near("empty range", foriLoop(5, 3, [](Array, Array c) { return c + 1; }, 7.f),
       {7});
  near("offset", foriLoop(3, 6, [](Array i, Array c) { return c + i; }, 0),
       {12});
  near("negative", foriLoop(-2, 1, [](Array i, Array c) { return c + i; }, 0),
       {-3});
}
TEST(Fori, TracedBoundsAreAWhile) {
  auto f = jit(powers);
  near("5", f(5, 2.f), {58});
  near("0", f(0, 2.f), {1});
  EXPECT_EQ(f.compilations(), 1u);
  EXPECT_EQ(count(makeIr(powers)(5, 2.f), "weft.while"), 1);
  Array t = jvp([](Array x) { return jit(powers)(5, x); }, 2.f, 1.f).second;
  near("jvp", t, {5 * 16 + 3 * 4 + 2 * 2 * 2 + 3});
  vmapCheck("mapped bound", fn2(powers), {Array{5, 0, 2}, 2.f}, {0, no});
  near("i64", foriLoop(scalar<int64_t>(0), 4,
                       [](Array i, Array c) { return c + i; },
                       scalar<int64_t>(0)),
       {6});
}
TEST(Fori, TreesAndNesting) {
  auto f = [](Array x) {
    auto [a, b] = foriLoop(
        0, 3,
        [](Array i, std::pair<Array, Array> c) {
          Array inner = foriLoop(
              0, 2, [&](Array j, Array s) { return sin(s) * (i + j); },
              c.first);
          return std::pair{inner + 1, c.second * inner};
        },
        std::pair{x, x * 2});
    return a * b;
  };
  gradCheck("nested", fn1(f), {.7f});
  modesAgree("nested", fn1(f), {.7f});
  vmapCheck("grad", gradOf(fn1(f)), {v3()}, {0});
}

//===-- mapOver -----------------------------------------------------------===//
TEST(MapOver, IsVmapOneByOne) {
  Array xs{{1.f, 2.f}, {3.f, 4.f}, {5.f, 6.f}, {7.f, 8.f}, {9.f, 10.f}};
  auto f = [](std::pair<Array, Array> p) {
    return std::pair{sum(p.first) * p.second, p.first};
  };
  std::pair in{xs, Array{1.f, 2.f, 3.f, 4.f, 5.f}};
  for (std::optional<int64_t> size :
       {std::optional<int64_t>(), {1}, {2}, {5}, {7}}) {
    auto [s, x] = mapOver(f, in, {.batchSize = size});
    near("sums", s, {3, 14, 33, 60, 95});
    same("rows", x, xs);
  }
  auto g = [&](Array xs) {
    return sum(mapOver([](Array x) { return prod(x); }, xs, {.batchSize = 2}));
  };
  gradCheck("grad", fn1(g), {xs});
  EXPECT_EQ(mapOver([](Array x) { return x * 2; }, zeros({0, 3})).shape(),
            (Shape{0, 3}));
}

//===-- associativeScan ---------------------------------------------------===//
TEST(AssociativeScan, Prefixes) {
  for (int n : {1, 2, 3, 4, 5, 7, 8, 13}) {
    std::vector<float> v, prefix, suffix(n);
    for (int i = 0; i < n; ++i) {
      v.push_back(i * i - 3.f);
      prefix.push_back(v[i] + (i ? prefix[i - 1] : 0));
    }
    for (int i = n; i-- > 0;)
      suffix[i] = v[i] + (i + 1 < n ? suffix[i + 1] : 0);
    auto add = [](Array a, Array b) { return a + b; };
    near("prefixes", associativeScan(add, array(v)),
         Numbers(prefix.begin(), prefix.end()));
    near("suffixes", associativeScan(add, array(v), {.reverse = true}),
         Numbers(suffix.begin(), suffix.end()));
    near("jit", jit([&](Array x) { return associativeScan(add, x); })(array(v)),
         Numbers(prefix.begin(), prefix.end()));
  }
}
TEST(AssociativeScan, TreesAxesAndWhatDoesNotCommute) {
  // x ↦ a x + b, composed: a linear recurrence.
  using P = std::pair<Array, Array>;
  auto after = [](P f, P g) {
    return P{f.first * g.first, f.second * g.first + g.second};
  };
  Array a{{.5f, 2.f, .3f, -1.f, .7f}, {1.f, .1f, -.2f, .4f, .9f}};
  Array b = a * 2 - 1;
  auto [p, q] = associativeScan(after, P{a, b}, {.axis = -1});
  for (int r = 0; r < 2; ++r) {
    double x = 0, m = 1;
    for (int i = 0; i < 5; ++i) {
      double ai = a.toVector()[5 * r + i], bi = b.toVector()[5 * r + i];
      x = ai * x + bi;
      m *= ai;
      EXPECT_NEAR(q.toVector()[5 * r + i], x, 1e-5);
      EXPECT_NEAR(p.toVector()[5 * r + i], m, 1e-5);
    }
  }
  auto add = [](Array a, Array b) { return a + b; };
  near("suffixes of rows",
       associativeScan(add, Array{{1.f, 2.f, 3.f}, {4.f, 5.f, 6.f}},
                       {.reverse = true, .axis = 1}),
       {6, 5, 3, 15, 11, 6});
  Fn f = fn2([=](Array a, Array b) {
    auto [p, q] = associativeScan(after, P{a, b}, {.reverse = true});
    return sum(sin(p) * q);
  });
  gradCheck("grad", f, {v3(), v3() * 2});
  modesAgree("modes", f, {v3(), v3() * 2});
  vmapCheck("vmap", f, {a, b}, {0, 0});
  auto either = [](Array a, Array b) { return a | b; };
  EXPECT_EQ(associativeScan(either, Array{false, true, false, false})
                .toVector<int>(),
            (std::vector<int>{0, 1, 1, 1}));
}

//===-- What the backward pass of a scan keeps ----------------------------===//
static Array longScan(Array x, int64_t every, bool reverse = false) {
  auto step = [](Array c, Array k) {
    Array n = sin(c) * k + c * .5f;
    return std::pair{n, sum(n)};
  };
  auto [c, ys] = scan(step, x, linspace(.1f, .9f, 23),
                      {.reverse = reverse, .checkpointEvery = every});
  return sum(c) + sum(ys * ys) * .1f;
}
TEST(ScanCheckpoints, GiveTheSame) {
  for (bool reverse : {false, true}) {
    auto plain = [=](Array x) { return longScan(x, 0, reverse); };
    for (int64_t every : {ScanOptions::sqrt, int64_t(1), int64_t(4),
                          int64_t(22), int64_t(23), int64_t(100)}) {
      auto f = [=](Array x) { return longScan(x, every, reverse); };
      std::string name = "every " + std::to_string(every);
      same(name, f(v3()), plain(v3()));
      same(name + " grad", grad(f)(v3()), grad(plain)(v3()));
      same(name + " jit", jit(grad(f))(v3()), grad(plain)(v3()));
    }
    auto f = [=](Array x) { return longScan(x, 5, reverse); };
    modesAgree("second", fn1([=](Array x) { return sum(sin(grad(f)(x))); }),
               {v3()});
    vmapCheck("vmap", gradOf(fn1(f)), {Array{{.1f, .2f}, {.3f, .4f}}}, {0});
  }
}
TEST(ScanResiduals, WhatIsAYIsNotStackedAgain) {
  // exp c is stacked as a y and is the residual; c and 2 exp c are not kept.
  auto f = [](Array x) {
    auto step = [](Array c, std::tuple<>) {
      Array e = exp(c);
      return std::pair{e * -.5f, e};
    };
    auto [c, ys] = scan(step, x, std::tuple<>(), {.length = 4});
    return c + sum(ys);
  };
  std::string ir = makeIr(grad(f))(.5f);
  size_t scan = ir.find("\"weft.scan\"");
  EXPECT_EQ(ir.substr(scan - 5, 5), ":2 = ") << ir;
  gradCheck("grad", fn1(f), {.5f});
}

/// How many values of a nest of loops are active is found without asking each
/// body once more for each loop around it: 3¹⁶ times here.
TEST(Loops, DeepNestsDifferentiate) {
  using C = std::tuple<Array, Array, Array>;
  std::function<Array(Array)> f = [](Array x) -> Array { return sin(x) * x; };
  for (int depth = 0; depth < 16; ++depth)
    f = [f](Array x) -> Array {
      auto step = [f](C c, Array k) {
        auto [a, b, e] = c;
        return std::pair{C{f(b) * k, e, a + e}, a};
      };
      return std::get<0>(scan(step, C{x, x * 2, x * 3}, ones({3})).first);
    };
  auto slope = grad([=](Array x) { return sum(f(x)); });
  auto curve = grad([=](Array x) { return sum(slope(x)); });
  EXPECT_GT(count(makeIr(curve)(ones({2})), "weft.scan"), 16);
}

//===-- Branches inside of loops ------------------------------------------===//
// What a branch passes on is a constant, an argument or another carry, which
// the loop must not write to (or not before it is read).
TEST(Loops, BranchesThatPassThingsOn) {
  Array x = ones({2});
  using Two = std::pair<Array, Array>;
  auto untilSmall = [](const Array &x) {
    auto step = [](const Two &s) {
      return cond(
          sum(s.first) <= 1e-3f, [=] { return Two{s.first, Array(true)}; },
          [=] { return Two{s.first / 2.f, s.second}; });
    };
    return whileLoop([](const Two &s) { return !s.second; }, step,
                     Two{x, Array(false)})
        .first;
  };
  same("constant", jit(untilSmall)(x), full({2}, 1.f / 2048));
  auto restarted = [](const Array &x) {
    auto step = [&](const Array &s, std::tuple<>) {
      Array next = cond(
          sum(s) > 100.f, [&] { return x; }, [&]() -> Array { return s * 2.f; });
      return std::pair{next, std::tuple<>()};
    };
    return scan(step, x, std::tuple<>(), {.length = 9}).first;
  };
  same("argument", jit(restarted)(x), full({2}, 4.f));
  auto chosen = [](const Array &x) -> Array {
    Array y = cond(
        sum(x) > 1.f, [=] { return x; }, [=]() -> Array { return x * 2.f; });
    auto step = [](const Array &s, std::tuple<>) {
      Array next = s * 2.f;
      return std::pair{next, std::tuple<>()};
    };
    return scan(step, y, std::tuple<>(), {.length = 3}).first + y;
  };
  same("start", jit(chosen)(x), full({2}, 9.f));
  auto swapped = [](const Array &x) {
    auto step = [](const Two &s, std::tuple<>) {
      Two next = cond(
          sum(s.first) > 3.f, [&] { return Two{s.second, s.first}; },
          [&] { return Two{s.first * 2.f, s.second}; });
      return std::pair{next, std::tuple<>()};
    };
    Two last = scan(step, Two{x, x * 0.5f}, std::tuple<>(), {.length = 4}).first;
    return concatenate({last.first, last.second});
  };
  same("swap", jit(swapped)(x), full({4}, 2.f));
}

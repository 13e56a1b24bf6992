// cond and scan as such: which branch runs, what is carried, and that they
// are loops and branches in the program.
#include "Check.h"

#include <cmath>

using namespace weft;
using namespace weft::test;

TEST(Scan, ByLength) {
  auto step = [](Array c) { return std::pair{c * 2, c}; };
  auto [last, ys] = scan(step, 1.f, {.length = 4});
  near("carry", last, {16});
  near("ys", ys, {1, 2, 4, 8});
  auto silent = [](Array c) { return std::pair{c * c, nothing}; };
  near("gradient", grad([&](Array x) {
         return scan(silent, x, {.length = 2, .checkpointEvery = 1}).first;
       })(2.f),
       {32});
}
TEST(Cond, ChoosesOneBranch) {
  auto f = [](Array p, Array x) {
    return cond(
        p, [](Array x) { return x * 2; }, [](Array x) { return x - 1; }, x);
  };
  near("true", f(true, 3.f), {6});
  near("false", f(false, 3.f), {2});
  auto compiled = jit(f);
  near("jit, true", compiled(true, 3.f), {6});
  near("jit, false", compiled(false, 3.f), {2});
  EXPECT_EQ(compiled.compilations(), 1u) << "one program has both branches";
}
TEST(Cond, NoArgumentsAndSeveral) {
  Array k{1.f, 2.f};
  near("captures only",
       cond(
           k.dim(0) == 2, [&] { return k; }, [&] { return k * 3; }),
       {1, 2});
  auto [a, b] = cond(
      false,
      [](Array x, Array y) {
        return std::pair{x, y};
      },
      [](Array x, Array y) {
        return std::pair{y, x};
      },
      1.f, 2.f);
  near("first", a, {2});
  near("second", b, {1});
}
TEST(Cond, BranchesCaptureDifferentThings) {
  auto f = [](Array p, Array x) {
    Array a = x * 2, b = x * 3, c = x * 5;
    return cond(
        p, [&] { return a + b; }, [&] { return b + c; });
  };
  near("true", jit(f)(true, 1.f), {5});
  near("false", jit(f)(false, 1.f), {8});
  near("gradient", grad<1>(f)(false, 1.f), {8});
}
TEST(Cond, OnlyTheChosenBranchCounts) {
  // Where the predicate is not mapped, the other branch's NaN is not seen.
  auto f = [](Array x) {
    return cond(
        x > 0, [](Array x) { return sqrt(x); }, [](Array x) { return -x; }, x);
  };
  near("value", f(-4.f), {4});
  near("gradient", grad(f)(-4.f), {-1});
  near("gradient", jit(grad(f))(4.f), {.25});
}
TEST(Cond, AfterALoopOnTheSameCarry) {
  // What a loop made of a carry in place goes through a branch that keeps it.
  auto f = [](Array h, Array w) {
    auto step = [](Array i, std::pair<Array, Array> c) {
      auto [h, w] = c;
      h = foriLoop(0, 2, [=](Array, Array x) { return x + w; }, h);
      h = cond(
          i % 2 == 0, [=](Array h) { return matmul(w, h); },
          [](Array h) { return h * 1.f; }, h);
      return std::pair{h, w};
    };
    return foriLoop(0, 3, step, std::pair{h, w}).first;
  };
  // 1: h + 2w = 3, w h = 6; 2: + 2 = 8; 3: + 2 = 10, 20 (w = 1, 2 by 2).
  near("one branch", jit(f)(ones({2, 2}), ones({2, 2})), {20, 20, 20, 20});
}
TEST(Cond, OfTwoCarriesAndAPart) {
  // Branches that yield either carry: each carry has a memory of its own.
  auto f = [](Array n, Array x, Array y) {
    auto step = [](Array i, std::tuple<Array, Array> c) {
      auto [x, y] = c;
      auto both = cond(
          i % 2 == 0,
          [](Array, Array y) {
            return std::pair{y, concatenate({slice(y, {1}, {3}),
                                             slice(y, {0}, {1})})};
          },
          [](Array x, Array) {
            return std::pair{x, x};
          },
          x, y);
      Array z = foriLoop(0, 0, [](Array, Array c) { return c; }, both.second);
      return std::tuple{z, x};
    };
    return foriLoop(0, n, step, std::tuple{x, y});
  };
  auto [x, y] = jit(f)(Array(3), Array{1.f, 2.f, 3.f}, Array{4.f, 5.f, 6.f});
  // (564, 123), (564, 564), (645, 564)
  near("first", x, {6, 4, 5});
  near("second", y, {5, 6, 4});
}

TEST(Cond, ResultsThatMayBeInOneMemory) {
  // What a loop makes of one result in place, the others may be, too.
  auto f = [](Array n, Array x, Array y) {
    auto step = [](Array i, std::tuple<Array, Array> c) {
      auto [x, y] = c;
      using Three = std::tuple<Array, Array, Array>;
      auto [p, q, r] = switchCase(
          i % 3,
          std::tuple{[](Array x, Array y) { return Three{x, y, y}; },
                     [](Array x, Array y) { return Three{y, x, x}; },
                     [](Array x, Array y) { return Three{x, x, y}; }},
          x, y);
      Array s = whileLoop([](Array v) { return sum(v) < 60.f; },
                          [](Array v) { return v * 2.f + 1.f; }, p);
      return std::tuple{s - r * 0.25f, q + r * 0.5f};
    };
    return foriLoop(0, n, step, std::tuple{x, y});
  };
  float x = 1, y = 4;
  for (int n = 1; n < 8; ++n) {
    int i = (n - 1) % 3;
    float p = i == 1 ? y : x, q = i == 0 ? y : x, r = i == 1 ? x : y;
    while (p < 20)
      p = 2 * p + 1;
    x = p - r / 4;
    y = q + r / 2;
    auto [a, b] = jit(f)(Array(n), full({3}, 1.f), full({3}, 4.f));
    near("first", a, {x, x, x});
    near("second", b, {y, y, y});
  }
}

/// One value outside is one operand, by whichever name a branch knows it.
TEST(Cond, SwitchesInSwitchesReadWhatIsOutside) {
  auto f = [](Array x) -> Array {
    Array b = sin(x);
    auto inner = [=](Array y) -> Array {
      Array z = b * .5f;
      auto scaled = [=](float by) {
        return [=](Array w) -> Array { return w * by + b; };
      };
      auto last = [](Array w) -> Array { return cos(w); };
      auto deeper = [=](Array w) -> Array {
        return switchCase(astype(sum(w), Dtype::I32),
                          std::tuple(scaled(2.f), scaled(3.f), last), z);
      };
      return switchCase(astype(sum(y), Dtype::I32),
                        std::tuple(scaled(.5f), deeper, last), z);
    };
    return switchCase(
        astype(x[0], Dtype::I32),
        std::tuple(inner, [=](Array y) -> Array { return inner(y * .9f) - b; },
                   [](Array y) -> Array { return y * .3f; }),
        x);
  };
  for (float first : {0.f, 1.f, 2.f})
    for (float second : {-4.f, 0.f, 1.f, 3.f}) {
      Array x{first, second, .3f};
      same("value", jit(f)(x), f(x), 1e-6);
      auto total = [&](Array x) -> Array { return sum(f(x)); };
      same("gradient", jit(grad(total))(x), grad(total)(x), 1e-5);
    }
}

TEST(Scan, CarriesAndStacks) {
  auto step = [](Array c, Array x) { return std::pair{c + x, c * x}; };
  auto [c, ys] = scan(step, 1.f, Array{1.f, 2.f, 3.f});
  near("carry", c, {7});
  near("ys", ys, {1, 4, 12});
  auto [r, rs] = scan(step, 1.f, Array{1.f, 2.f, 3.f}, {.reverse = true});
  near("reverse: carry", r, {7});
  near("reverse: ys stand where their xs do", rs, {6, 8, 3});
}
TEST(Scan, RowsAndTrees) {
  Array m{{1.f, 2.f}, {3.f, 4.f}, {5.f, 6.f}};
  auto step = [](std::pair<Array, Array> c, std::pair<Array, Array> x) {
    auto [total, n] = c;
    auto [row, k] = x;
    return std::pair{std::pair{total + row * k, n + 1},
                     std::vector{row, total}};
  };
  auto [c, ys] = scan(step, std::pair{zeros({2}), Array(0)},
                      std::pair{m, Array{1.f, 10.f, 100.f}});
  near("total", c.first, {531, 642});
  near("n", c.second, {3});
  EXPECT_EQ(c.second.dtype(), Dtype::I32);
  EXPECT_EQ(ys.at(1).shape(), (Shape{3, 2}));
  near("totals before", ys.at(1), {0, 0, 1, 2, 31, 42});
}
TEST(Scan, LengthsZeroAndOne) {
  auto step = [](Array c, Array x) { return std::pair{c + x, x}; };
  auto [c, ys] = scan(step, 5.f, zeros({0}));
  near("no step: the start", c, {5});
  EXPECT_EQ(ys.shape(), Shape{0});
  auto [d, zs] = scan(step, 5.f, ones({1}));
  near("one", d, {6});
  near("gradient of none",
       grad([&](Array x) { return scan(step, x, zeros({0})).first; })(5.f),
       {1});
}
TEST(Scan, WithoutXs) {
  auto fibonacci = [](std::pair<Array, Array> c, std::tuple<>) {
    return std::pair{std::pair{c.second, c.first + c.second}, c.first};
  };
  auto [c, ys] =
      scan(fibonacci, std::pair{Array(0), Array(1)}, nothing, {.length = 10});
  near("ys", ys, {0, 1, 1, 2, 3, 5, 8, 13, 21, 34});
}
TEST(Scan, IsALoop) {
  auto f = [](Array x) {
    auto step = [&](Array c, Array k) { return std::pair{sin(c) * k, c}; };
    return scan(step, x, ones({1000})).first;
  };
  EXPECT_EQ(count(makeIr(f)(1.f), "weft.sin"), 1);
  EXPECT_EQ(count(makeIr(grad(f))(1.f), "weft.scan"), 2);
  int runs = 0;
  auto counted = [&](Array c, Array x) {
    ++runs;
    return std::pair{c + x, c};
  };
  near("sum", scan(counted, scalar(0.f), ones({1000})).first, {1000});
  EXPECT_EQ(runs, 1) << "the body is traced once";
}
TEST(Scan, KeepsManyArraysOfEachStep) {
  auto step = [](Array c, Array x) {
    for (int i = 0; i < 34; ++i)
      c = tanh(c * (.8f + .01f * float(i)) + x);
    return std::pair{c, sum(c)};
  };
  Array start = linspace(-1.f, 1.f, 64),
        xs = sin(reshape(iota({5 * 64}, 0), {5, 64}) * 2.f);
  auto looped = [&](Array c, Array x) {
    Array total = 0.f;
    for (int i = 0; i < 5; ++i) {
      auto [next, y] = step(c, take(x, i));
      c = next;
      total = total + y;
    }
    return total;
  };
  auto scanned = [&](Array c, Array x) { return sum(scan(step, c, x).second); };
  Arrays a = jitOf(gradOf(fn2(scanned)))({start, xs}),
         b = jitOf(gradOf(fn2(looped)))({start, xs});
  same("of the start", a[0], b[0], 1e-6);
  same("of the xs", a[1], b[1], 1e-6);
}
TEST(Scan, AgainstALoopInC) {
  std::vector<float> xs(200), expected;
  float c = .1f;
  for (size_t i = 0; i < xs.size(); ++i) {
    xs[i] = std::sin(.37f * i);
    c = std::tanh(c * 1.5f + xs[i]);
    expected.push_back(c);
  }
  auto step = [](Array c, Array x) {
    Array n = tanh(c * 1.5f + x);
    return std::pair{n, n};
  };
  auto ys = jit([&](Array x) { return scan(step, .1f, x).second; })(array(xs));
  near("ys", ys, Numbers(expected.begin(), expected.end()), 1e-5);
}
TEST(CustomVjp, TreesAndSeveralArguments) {
  // x · y with the gradients exchanged.
  auto f = customVjp([](Array x, Array y) { return x * y; },
                     [](Array x, Array y) {
                       return std::pair{x * y, std::vector{x, y}};
                     },
                     [](std::vector<Array> r, Array ct) {
                       return std::tuple{r[0] * ct, r[1] * ct};
                     });
  auto g = grad<0, 1>(f)(2.f, 3.f);
  near("x", std::get<0>(g), {2});
  near("y", std::get<1>(g), {3});
  near("value", f(2.f, 3.f), {6});
  auto clipped =
      customVjp([](Array x) { return x; },
                [](Array x) {
                  return std::pair{x, nothing};
                },
                [](std::tuple<>, Array ct) { return clip(ct, -1.f, 1.f); });
  near("clipped",
       grad([&](Array x) { return sum(clipped(x) * 5); })(Array{1.f, 2.f}),
       {1, 1});
}
TEST(Checkpoint, GivesTheSame) {
  auto f = [](Array x) { return sin(sin(sin(x))); };
  near("value", checkpoint(f)(.5f), {f(.5f).item()});
  near("gradient", grad(checkpoint(f))(.5f), {grad(f)(.5f).item()});
  near("jit", jit(grad(checkpoint(f)))(.5f), {grad(f)(.5f).item()});
}

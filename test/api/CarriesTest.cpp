// Carries that a step makes in memory of their own: they take turns with it, or
// lie where a loop keeps them. Jitted loops against the same steps one by one;
// the numbers are small integers, which no order of operations rounds.
#include "Check.h"

using namespace weft;
using namespace weft::test;

static constexpr int64_t n =
    200; // more than a buffer that is kept on the stack

using Carry = std::vector<Array>;
/// (carry, x) → (next carry, what is kept).
using Step =
    std::function<std::pair<Carry, Arrays>(const Carry &, const Array &)>;

static Array start(int64_t from) {
  return astype(iota(n, Dtype::I32) + from, Dtype::F64);
}
/// x[i - 1], and `first` in front.
static Array shifted(const Array &x, double first = 1) {
  return concatenate({full({1}, first, Dtype::F64), sliceInDim(x, 0, -1)});
}
static Array wrapped(const Array &x) { // stays small
  return x - floor(x / 64.) * 64.;
}
static Array stencil(const Array &y, const Array &x) {
  return wrapped(y + 3. * shifted(y) + x);
}

static std::pair<Carry, Arrays> oneByOne(const Step &step, Carry carry,
                                         const Array &xs, bool reverse) {
  int64_t length = xs.dim(0);
  std::vector<Arrays> kept(length);
  for (int64_t k = 0; k < length; ++k) {
    int64_t at = reverse ? length - 1 - k : k;
    std::tie(carry, kept[at]) = step(carry, take(xs, at));
  }
  Arrays ys;
  for (size_t i = 0; i < kept[0].size(); ++i) {
    Arrays rows;
    for (Arrays &row : kept)
      rows.push_back(row[i]);
    ys.push_back(stack(rows));
  }
  return {carry, ys};
}
static void sameBits(const std::string &name, const Arrays &got,
                     const Arrays &want) {
  ASSERT_EQ(got.size(), want.size());
  for (size_t i = 0; i < got.size(); ++i)
    EXPECT_EQ(got[i].toVector<double>(), want[i].toVector<double>())
        << name << ", result " << i;
}
static Array stepsOf(int64_t length) {
  Arrays rows;
  for (int64_t k = 0; k < length; ++k)
    rows.push_back(start(k));
  return stack(rows);
}
/// What is wanted of a loop: last carries, what is kept, both, or a sum of what
/// is kept (so that it is no result).
static Arrays wanted(int which, const Carry &last, const Arrays &ys) {
  Arrays out;
  if (which == 0 || which == 2)
    out = last;
  for (const Array &y : ys)
    if (which != 0)
      out.push_back(which == 3 ? sum(y, 0) : y);
  return out;
}
/// Each of those, of some lengths and of both directions.
static void check(const std::string &name, const Step &step, unsigned carries) {
  Carry first;
  for (unsigned i = 0; i < carries; ++i)
    first.push_back(start(i + 1));
  for (int64_t length : {1, 2, 3})
    for (int which : {0, 1, 2, 3}) {
      bool reverse = (length + which) % 2;
      Array xs = stepsOf(length);
      auto f = jit([=](const Carry &carry, const Array &xs) {
        auto [last, ys] = scan(step, carry, xs, {.reverse = reverse});
        return wanted(which, last, ys);
      });
      auto [last, ys] = oneByOne(step, first, xs, reverse);
      sameBits(name + ", " + std::to_string(length) +
                   (reverse ? " steps backwards" : " steps") + ", wanted " +
                   std::to_string(which),
               f(first, xs), wanted(which, last, ys));
    }
}

TEST(Carries, OneIsKept) {
  check(
      "before the step",
      [](const Carry &c, const Array &x) {
        return std::pair{Carry{stencil(c[0], x)}, Arrays{c[0]}};
      },
      1);
  check(
      "behind it",
      [](const Carry &c, const Array &x) {
        Array next = stencil(c[0], x);
        return std::pair{Carry{next}, Arrays{next}};
      },
      1);
  check(
      "twice, and what is scanned",
      [](const Carry &c, const Array &x) {
        return std::pair{Carry{stencil(c[0], x)}, Arrays{c[0], x, c[0]}};
      },
      1);
  check(
      "changed",
      [](const Carry &c, const Array &x) {
        return std::pair{Carry{stencil(c[0], x)}, Arrays{c[0] + x, c[0]}};
      },
      1);
}
TEST(Carries, Several) {
  check(
      "each of its own",
      [](const Carry &c, const Array &x) {
        return std::pair{Carry{stencil(c[0], x), stencil(c[1], c[0])},
                         Arrays{c[1], c[0]}};
      },
      2);
  check(
      "exchanged",
      [](const Carry &c, const Array &x) {
        return std::pair{Carry{stencil(c[1], x), stencil(c[0], x)},
                         Arrays{c[0], c[1]}};
      },
      2);
  check(
      "as they are",
      [](const Carry &c, const Array &x) {
        return std::pair{Carry{c[1], c[2], stencil(c[0], x)},
                         Arrays{c[0], c[2]}};
      },
      3);
  check(
      "one value for both",
      [](const Carry &c, const Array &x) {
        Array next = stencil(c[0] + c[1], x);
        return std::pair{Carry{next, next}, Arrays{c[0], c[1]}};
      },
      2);
  check(
      "one that never changes",
      [](const Carry &c, const Array &x) {
        return std::pair{Carry{stencil(c[0], c[1] + x), c[1]},
                         Arrays{c[1], c[0]}};
      },
      2);
}
TEST(Carries, OfLoopsInLoops) {
  check(
      "inside",
      [](const Carry &c, const Array &x) {
        auto inner = [&](const Array &y, const Array &w) {
          return std::pair{stencil(y, w), y};
        };
        auto [last, ys] = scan(inner, c[0], stack({x, c[0], x}));
        return std::pair{Carry{last}, Arrays{c[0], sum(ys, 0)}};
      },
      1);
  check(
      "inside and outside",
      [](const Carry &c, const Array &x) {
        auto inner = [&](const Array &, const Array &y) {
          return stencil(y, x);
        };
        Array last = foriLoop(0, 3, inner, stencil(c[0], x));
        return std::pair{Carry{stencil(last, c[0])}, Arrays{c[0]}};
      },
      1);
}
TEST(Carries, OfBranches) {
  check(
      "chosen",
      [](const Carry &c, const Array &x) {
        Array next = cond(
            sum(x) > 20000.,
            [](const Array &y, const Array &x) { return stencil(y, x); },
            [](const Array &y, const Array &) { return y; }, c[0], x);
        return std::pair{Carry{stencil(next, x)}, Arrays{c[0]}};
      },
      1);
  check(
      "exchanged",
      [](const Carry &c, const Array &x) {
        auto [a, b] = cond(
            sum(x) > 20000.,
            [](const Array &y, const Array &z) {
              return std::pair{stencil(z, y), y};
            },
            [](const Array &y, const Array &z) {
              return std::pair{y, stencil(y, z)};
            },
            c[0], c[1]);
        return std::pair{Carry{a, b}, Arrays{c[0], c[1]}};
      },
      2);
}
TEST(Carries, StartsThatAreWantedLater) {
  auto f = [](const Array &x) {
    Array first = stencil(x, x);
    auto step = [&](const Array &y, const Array &w) {
      return std::pair{stencil(y, w), y};
    };
    auto [last, ys] = scan(step, first, stack({x, first, x}));
    return std::tuple{last, sum(ys, 0), first};
  };
  auto [a, b, c] = jit(f)(start(0));
  auto [x, y, z] = f(start(0));
  sameBits("start", {a, b, c}, {x, y, z});
}
TEST(Carries, InDonatedMemory) {
  auto f = [](const Array &x) {
    auto step = [&](const Array &, const Array &y) { return stencil(y, y); };
    return foriLoop(0, 3, step, x);
  };
  Array want = f(start(0)), x = start(0) + 0.;
  sameBits("donated", {jit(f)(donate(x))}, {want});
}
TEST(Carries, DerivativesOfAStencil) {
  for (int64_t length : {1, 2, 3, 5}) {
    auto f = [=](const Array &x) {
      auto step = [&](const Array &y, std::tuple<>) {
        Array k = x * shifted(y), l = x * shifted(y + .1 * k);
        return std::pair{y + .1 * (k + l), std::tuple<>()};
      };
      Array y =
          scan(step, zerosLike(x), std::tuple<>(), {.length = length}).first;
      return sum(y * y);
    };
    Array x = start(1) * .005;
    Array g = jit(grad(f))(x), t = cos(start(3));
    auto [y, along] = jvp(f, x, t);
    double want = along.item<double>(), got = sum(g * t).item<double>();
    EXPECT_NEAR(got, want, 1e-10 * (1 + std::abs(want))) << length;
  }
}

// A value has one rounding wherever loops compute it: elements equal their own
// maximum, and rows of a softmax add up to 1. The same operations one by one
// round each product.
#include "Check.h"

#include <cmath>

using namespace weft;
using namespace weft::test;

namespace {
Array numbers(const Shape &shape, Dtype dtype, double start) {
  int64_t n = 1;
  for (int64_t size : shape)
    n *= size;
  return sin(reshape(arange(0, n, 1, dtype), shape) * .37 + start);
}

/// Of rows, a factor of each column, and another array of rows.
struct Case {
  const char *name;
  Array (*f)(const Array &, const Array &, const Array &);
};
const Case cases[] = {
    {"maximum",
     [](const Array &x, const Array &k, const Array &m) -> Array {
       return sum(max(x * k + m, -1));
     }},
    {"maximumAndProduct",
     [](const Array &x, const Array &k, const Array &m) -> Array {
       Array h = x * k;
       return sum(max(h + m, -1)) + sum(square(h));
     }},
    {"difference",
     [](const Array &x, const Array &k, const Array &m) -> Array {
       Array h = x * k;
       return sum(max(abs(m - h), -1) / sqrt(sum(square(h), -1)));
     }},
    {"minus",
     [](const Array &x, const Array &k, const Array &m) -> Array {
       return sum(max(x * k - m, -1));
     }},
    {"products",
     [](const Array &x, const Array &k, const Array &m) -> Array {
       return sum(max(k * x - m * m, -1)) - sum(min(x * m + x * k, -1));
     }},
    {"notLess",
     [](const Array &x, const Array &k, const Array &m) -> Array {
       Array v = x * k + m;
       return sum(where(v < max(v, -1, true), 0.f * v, v * v));
     }},
    {"columns",
     [](const Array &x, const Array &k, const Array &m) -> Array {
       return sum(max(x + k * k * sum(m, -1, true), 0));
     }},
    {"chain",
     [](const Array &x, const Array &k, const Array &m) -> Array {
       Array s = matmul(x, transpose(m)) * .3f + matmul(m, transpose(x));
       return sum(matmul(exp(s - max(s, -1, true)), x) * k);
     }},
};
void PrintTo(const Case &test, std::ostream *os) { *os << test.name; }
class MultiplyAdds
    : public testing::TestWithParam<std::tuple<Case, Dtype>> {};

template <class T>
std::string named(const testing::TestParamInfo<std::tuple<T, Dtype>> &info) {
  return std::get<0>(info.param).name +
         std::string(std::get<1>(info.param) == Dtype::F32 ? "F32" : "F64");
}
} // namespace

TEST_P(MultiplyAdds, TangentsOfExtremaAreThoseOfEachOperation) {
  auto [test, dtype] = GetParam();
  for (int64_t n : {8, 33, 400}) {
    Array x = numbers({7, n}, dtype, 1), k = numbers({n}, dtype, 2),
          m = numbers({7, n}, dtype, 3);
    for (bool own : {true, false}) {
      auto tangent = [f = test.f, own](Array x, Array k, Array m) -> Array {
        auto along = own ? std::tuple(x, k, m) : std::tuple(m, k, x);
        return jvp(f, std::tuple(x, k, m), along).second;
      };
      same(test.name + std::string(" of ") + std::to_string(n),
           jit(tangent)(x, k, m), tangent(x, k, m), 1e-4);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, MultiplyAdds,
    testing::Combine(testing::ValuesIn(cases),
                     testing::Values(Dtype::F32, Dtype::F64)),
    named<Case>);

//===-- Loops -------------------------------------------------------------===//
// A loop's backward pass computes some of each step again: to the same bits, as
// the maximum was found by the forward pass.
using Step =
    std::function<Array(const Array &x, const Array &k, const Array &m)>;

constexpr int64_t steps = 4;
/// A sum of what is left after some steps from x, in a loop and without one:
/// m is a row of ms for each.
static Step looped(Step step) {
  return [=](const Array &x, const Array &k, const Array &ms) -> Array {
    auto next = [&](Array x, Array m) {
      return std::pair(step(x, k, m), Array(0.f));
    };
    return sum(scan(next, x, ms).first);
  };
}
static Step unrolled(Step step) {
  return [=](Array x, const Array &k, const Array &ms) -> Array {
    for (int64_t i = 0; i < steps; ++i)
      x = step(x, k, take(ms, i));
    return sum(x);
  };
}
static void asItsSteps(const std::string &name, Step step, Dtype dtype,
                       int64_t rows = 7, int64_t n = 400) {
  Array x = numbers({rows, n}, dtype, 1), k = numbers({n}, dtype, 2) * .9f,
        ms = numbers({steps, rows, n}, dtype, 3);
  auto [a, b, c] = jit(grad<0, 1, 2>(looped(step)))(x, k, ms);
  auto [d, e, f] = jit(grad<0, 1, 2>(unrolled(step)))(x, k, ms);
  same(name + " by x", a, d, 1e-4);
  same(name + " by k", b, e, 1e-4);
  same(name + " by m", c, f, 1e-4);
}

TEST_P(MultiplyAdds, GradientsOfALoopAreThoseOfItsSteps) {
  auto [test, dtype] = GetParam();
  auto step = [f = test.f](const Array &x, const Array &k, const Array &m) {
    Array h = x * k, v = h + m;
    return x * .5f + f(x, k, m) / 1000.f + .1f * max(v, -1, true) +
           sum(square(v) + h, -1, true) / 1000.f;
  };
  asItsSteps(test.name, step, dtype);
}

/// Of sums v of products h and something else: where these are their own
/// maximum, the gradient is another by much.
struct Choice {
  const char *name;
  Array (*f)(const Array &v, const Array &h);
};
static Array largest(const Array &v) { return max(v, -1, true); }
const Choice choices[] = {
    {"less",
     [](const Array &v, const Array &) -> Array {
       Array gap = v - largest(v);
       return where(gap < 0.f, gap * gap, 20.f * v);
     }},
    {"quotient",
     [](const Array &v, const Array &) -> Array {
       Array part = v / largest(v);
       return where(part >= 1.f, 20.f * v, part * part);
     }},
    {"sign",
     [](const Array &v, const Array &) -> Array {
       return sign(largest(v) - v) * v * 20.f;
     }},
    {"floor",
     [](const Array &v, const Array &) -> Array {
       return floor(v / largest(v)) * v * 20.f;
     }},
    {"index",
     [](const Array &v, const Array &) -> Array {
       Array part = v / largest(abs(v));
       Array table = astype(Array{1.f, 3.f, 7.f, 2.f, 30.f}, v.dtype());
       return take(table, astype(part * 2.f + 2.f, Dtype::I32), 0) * v * part;
     }},
    {"checkpoint",
     [](const Array &v, const Array &) -> Array {
       auto f = [](Array v, Array most) -> Array {
         return where(v == most, 20.f * v, v * v);
       };
       return checkpoint(f)(v, largest(v));
     }},
};
void PrintTo(const Choice &test, std::ostream *os) { *os << test.name; }
class Choices : public testing::TestWithParam<std::tuple<Choice, Dtype>> {};

static Step stepOf(const Choice &choice) {
  return [f = choice.f](const Array &x, const Array &k, const Array &m) {
    Array h = x * k, v = h + m;
    return x * .5f + .05f * f(v, h) + sum(h, -1, true) * .001f;
  };
}

TEST_P(Choices, GradientsOfALoopAreThoseOfItsSteps) {
  auto [test, dtype] = GetParam();
  asItsSteps(test.name, stepOf(test), dtype);
}
INSTANTIATE_TEST_SUITE_P(
    All, Choices,
    testing::Combine(testing::ValuesIn(choices),
                     testing::Values(Dtype::F32, Dtype::F64)),
    named<Choice>);

TEST(Choices, OfALoopThatIsMapped) {
  Step less = stepOf(choices[0]);
  Array x = numbers({3, 7, 400}, Dtype::F32, 1),
        ms = numbers({3, steps, 7, 400}, Dtype::F32, 3),
        k = numbers({400}, Dtype::F32, 2) * .9f;
  auto mapped = [&](Step f) {
    return jit(vmap(
        [=](Array x, Array ms) { return grad<1>(f)(x, k, ms); }))(x, ms);
  };
  same("mapped", mapped(looped(less)), mapped(unrolled(less)), 1e-4);
}

/// Sums of a point's coordinates are cheap to take again, but by another nest.
TEST(ShortSums, GradientsOfALoopAreThoseOfItsSteps) {
  auto step = [](const Array &x, const Array &k, const Array &m) -> Array {
    Array terms = x * k, sums = sum(terms, -1, true);
    return x * .9f + .1f * max(sums, 0, true) + .01f * square(sums) +
           .01f * square(terms) + m;
  };
  for (Dtype dtype : {Dtype::F32, Dtype::F64})
    for (int64_t n : {2, 3}) {
      Array x = numbers({33, n}, dtype, 1), k = numbers({n}, dtype, 2),
            ms = numbers({steps, 33, n}, dtype, 3);
      same("sums of " + std::to_string(n), jit(grad<1>(looped(step)))(x, k, ms),
           jit(grad<1>(unrolled(step)))(x, k, ms), 1e-4);
    }
}

/// A quotient by a root is a product with its inverse where that is at hand; the
/// backward pass is given the root.
TEST(Roots, GradientsOfALoopAreThoseOfItsSteps) {
  auto step = [](const Array &x, const Array &k, const Array &m) -> Array {
    Array root = sqrt(x * x + k * k + 1.f), q = m / root;
    return x * .9f + .1f * max(q, 0, true) + .01f * q * q * root;
  };
  for (int64_t n : {2, 3, 8})
    asItsSteps("roots", step, Dtype::F32, 400, n);
}

/// A normalisation that is computed again keeps its inverse roots, in both bodies.
TEST(Roots, AreInvertedInACheckpoint) {
  auto f = [](Array x, Array k) -> Array {
    auto normalised = [](Array x, Array k) -> Array {
      Array h = x * k;
      return h / sqrt(sum(square(h), -1, true) + 1.f);
    };
    Array q = checkpoint(normalised)(x, k);
    return sum(q * q * q);
  };
  Array x = numbers({7, 400}, Dtype::F32, 1), k = numbers({400}, Dtype::F32, 2);
  std::string ir = makeIr(grad<0, 1>(f))(x, k);
  EXPECT_EQ(count(ir, "weft.rsqrt"), 2) << ir;
  auto [a, b] = jit(grad<0, 1>(f))(x, k);
  auto [c, d] = grad<0, 1>(f)(x, k);
  same("by x", a, c, 1e-4);
  same("by k", b, d, 1e-4);
}

/// What both bodies compute is one operation in both, so neither decides.
TEST(TakenUp, ByBothBodiesOfALoop) {
  auto f = [](Array x, Array k, Array ms) {
    auto next = [&](Array x, Array m) {
      return std::pair(square(x * k + m) * square(m - k * .5f * k), Array(0.f));
    };
    return sum(scan(next, x, ms).first);
  };
  Array x = numbers({8}, Dtype::F32, 1), ms = numbers({3, 8}, Dtype::F32, 2);
  std::string ir = makeIr(grad<0, 1>(f))(x, x * .5f, ms);
  EXPECT_EQ(count(ir, "weft.multiply_add"), 2) << ir;
  auto second = [=](Array x, Array k, Array ms) -> Array {
    return sum(square(grad(f)(x, k, ms)));
  };
  same("second", jit(grad(second))(x, x * .5f, ms),
       grad(second)(x, x * .5f, ms));
}

/// A step whose carry is the least that there was.
static std::pair<Array, Array> each(Array c, Array x, Array k, Array m) {
  Array h = x * k, least = minimum(h + m, c);
  return {stopGradient(least), least * least + h * .5f};
}
/// The sum of what `n` of them give, without a loop.
static auto eachTimes(int64_t n) {
  return [=](Array x, Array k, Array m) -> Array {
    Array c = onesLike(x) * 3.f, all = zerosLike(x);
    for (int64_t i = 0; i < n; ++i) {
      auto [next, y] = each(c, x, k, m);
      c = next;
      all = all + y;
    }
    return sum(all);
  };
}

/// What a loop computes in each step alike is given to its backward pass from
/// outside of it.
TEST(Invariants, GradientsOfALoopAreThoseOfItsSteps) {
  auto loop = [&](Array x, Array k, Array m) -> Array {
    auto step = [&](Array c, Array) { return each(c, x, k, m); };
    return sum(scan(step, onesLike(x) * 3.f, zeros({steps})).second);
  };
  auto asSteps = eachTimes(steps);
  for (Dtype dtype : {Dtype::F32, Dtype::F64}) {
    Array x = numbers({70, 400}, dtype, 1), k = numbers({400}, dtype, 2),
          m = numbers({70, 400}, dtype, 3);
    auto [a, b, c] = jit(grad<0, 1, 2>(loop))(x, k, m);
    auto [d, e, f] = jit(grad<0, 1, 2>(asSteps))(x, k, m);
    same("invariants by x", a, d, 1e-4);
    same("invariants by k", b, e, 1e-4);
    same("invariants by m", c, f, 1e-4);
  }
}

/// A value is what the loop alone gives, and what is alike in each step is its
/// own maximum.
TEST(Invariants, HaveOneMaximum) {
  for (int64_t n : {8, 400})
    for (int64_t length : {1, 3}) {
      Array k = numbers({n}, Dtype::F32, 2), x = numbers({70, n}, Dtype::F32, 1),
            m = numbers({70, n}, Dtype::F32, 3);
      auto loop = [=](Array x, Array k, Array m) -> Array {
        auto step = [&](Array c, Array) {
          Array v = x * k + m, most = max(v, -1, true);
          Array hits = where(v == most, v * v, 0.f);
          return std::pair(Array(c * .9f), Array(hits * c + square(x * k)));
        };
        return sum(scan(step, onesLike(x), zeros({length})).second);
      };
      auto [value, slope] = jit(valueAndGrad(loop))(x, k, m);
      same("value", value, jit(loop)(x, k, m), 1e-5);
      auto steps = [=](Array x, Array k, Array m) -> Array {
        Array v = x * k + m, most = max(v, -1, true), all = zeros({});
        Array hits = sum(where(v == most, v * v, 0.f));
        for (int64_t i = 0; i < length; ++i)
          all = all + hits * float(std::pow(.9, i)) + sum(square(x * k));
        return all;
      };
      same("slope", slope, jit(grad(steps))(x, k, m), 1e-4);
    }
}

/// The same where a step is computed again from what it was given, and where
/// several are: its least may be that of the step before, if all have one m.
TEST(Invariants, MeetTheCarryInACheckpoint) {
  auto again = [&](Array c, Array x, Array k, Array m) {
    return checkpoint(each)(c, x, k, m);
  };
  // Steps of steps, which are computed again together.
  auto twice = [&](Array c, Array x, Array k, Array m) {
    auto both = [&](Array c, Array x, Array k, Array m) {
      auto step = [&](Array c, Array m) { return each(c, x, k, m); };
      auto [last, ys] = scan(step, c, stack({m, m}));
      return std::pair(last, sum(ys, 0));
    };
    return checkpoint(both)(c, x, k, m);
  };
  auto branch = [&](Array c, Array x, Array k, Array m) {
    auto either = [&](Array c, Array x, Array k, Array m) {
      return cond(
          sum(x) < 1e9f, each,
          [](Array c, Array x, Array k, Array m) {
            return std::pair(c, Array(x * k + m));
          },
          c, x, k, m);
    };
    return checkpoint(either)(c, x, k, m);
  };
  auto loop = [&](auto body, int64_t steps, int64_t every) {
    return [=](Array x, Array k, Array m) -> Array {
      auto step = [&](Array c, Array m) { return body(c, x, k, m); };
      Array ms = broadcastTo(m, {steps, m.dim(0), m.dim(1)});
      return sum(
          scan(step, onesLike(x) * 3.f, ms, {.checkpointEvery = every}).second);
    };
  };
  auto asSteps = eachTimes(6);
  for (int64_t n : {8, 400}) {
    Array x = numbers({70, n}, Dtype::F32, 1), k = numbers({n}, Dtype::F32, 2),
          m = numbers({70, n}, Dtype::F32, 3);
    auto [d, e, f] = jit(grad<0, 1, 2>(asSteps))(x, k, m);
    auto check = [&](const std::string &name, auto loss) {
      auto [a, b, c] = jit(grad<0, 1, 2>(loss))(x, k, m);
      same(name + " by x", a, d, 1e-4);
      same(name + " by k", b, e, 1e-4);
      same(name + " by m", c, f, 1e-4);
    };
    check("a step", loop(again, 6, 0));
    check("three steps", loop(each, 6, 3));
    check("both", loop(again, 6, 2));
    check("two steps", loop(twice, 3, 0));
    check("a branch", loop(branch, 6, 0));
  }
}

//===-- Checkpoints -------------------------------------------------------===//
/// What has a name is found in what is computed again.
TEST(Checkpoints, KeepAMaximum) {
  auto largest = [](Array x, Array k, Array m) -> Array {
    Array h = x * k, v = h + m, most = checkpointName(max(v, -1, true), "most");
    return sum(where(v == most, v * v, 0.f)) + .3f * sum(h);
  };
  auto longest = [](Array x, Array k, Array m) -> Array {
    Array h = x * k, sums = sum(h * h, -1);
    Array most = checkpointName(max(sums), "most");
    return sum(where(sums == most, sums * sums, 0.f)) + sum(exp(h * m));
  };
  for (Dtype dtype : {Dtype::F32, Dtype::F64})
    for (int64_t n : {8, 400}) {
      Array x = numbers({70, n}, dtype, 1), k = numbers({n}, dtype, 2),
            m = numbers({70, n}, dtype, 3);
      auto check = [&](const char *name, auto f) {
        auto kept = checkpoint(f, CheckpointPolicy::only({"most"}));
        same(name, jit(grad<0>(kept))(x, k, m), jit(grad<0>(f))(x, k, m), 1e-4);
      };
      check("largest", largest);
      check("longest", longest);
    }
}

//===-- Softmax -----------------------------------------------------------===//
TEST(Softmax, OfLargeProductsAddsUpToOne) {
  auto of = [](const Array &s) { return softmax(s * .3f); };
  Array s = numbers({4, 64}, Dtype::F32, 0);
  for (float large : {-1e6f, -1e9f, -1e30f, 3e38f})
    same(std::to_string(large), sum(jit(of)(s + large), -1), ones({4}), 1e-5);
}

// Two products with work on rows between them: what lies between is never in
// memory as a whole. Each program is compared with the same one run operation
// by operation, gradients also with differences of such values, and what it
// plans with the size of what it must not keep.
#include "weft/weft.h"
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

using namespace weft;

/// Two threads on every machine: the pool is made when something is compiled.
static const bool twoThreads = setenv("WEFT_NUM_THREADS", "2", 1) == 0;

namespace {
using Arrays = std::vector<Array>;
using F = Array (*)(const Arrays &);

struct Case {
  const char *name;
  F f;
  std::vector<Shape> args;
  uint64_t between; // elements of what lies between the products
  bool kept = false;
  Dtype dtype = Dtype::F32;
};

Array scores(const Arrays &a) {
  return matmul(a[0], swapaxes(a[1], -1, -2)) * 0.25f;
}
Array causal(const Array &s) {
  Shape shape = s.shape();
  int64_t n = shape[shape.size() - 2], m = shape[shape.size() - 1];
  return where(iota({n, m}, 0) >= iota({n, m}, 1), s, -1e30f);
}
Array headsBehind(const Arrays &a) {
  Array s = einsum("bqhd,bkhd->bhqk", a[0], a[1]) * 0.25f;
  return einsum("bhqk,bkhd->bqhd", softmax(s), a[2]);
}
Array sharedKeys(const Arrays &a) {
  Array s = einsum("bqhgd,bkhd->bhgqk", a[0], a[1]) * 0.25f;
  return einsum("bhgqk,bkhd->bqhgd", softmax(causal(s)), a[2]);
}
Array attention(const Arrays &a) { return matmul(softmax(scores(a)), a[2]); }

const Case cases[] = {
    {"heads", attention, {{2, 3, 256, 32}, {2, 3, 256, 32}, {2, 3, 256, 32}},
     2 * 3 * 256 * 256},
    {"oddSizes", attention, {{2, 3, 257, 19}, {2, 3, 257, 19}, {2, 3, 257, 7}},
     2 * 3 * 257 * 257},
    {"oneMatrix", attention, {{701, 24}, {701, 24}, {701, 24}}, 701 * 701},
    {"otherLength", attention, {{2, 2, 131, 16}, {2, 2, 1030, 16},
                                {2, 2, 1030, 21}}, 2 * 2 * 131 * 1030},
    {"fewRowsLongOnes", attention, {{80, 8}, {40001, 8}, {40001, 8}},
     80 * 40001},
    {"f64", attention, {{2, 301, 20}, {2, 301, 20}, {2, 301, 20}},
     2 * 301 * 301, false, Dtype::F64},
    {"causal",
     [](const Arrays &a) {
       return matmul(softmax(causal(scores(a))), a[2]);
     },
     {{1, 4, 300, 16}, {1, 4, 300, 16}, {1, 4, 300, 16}}, 4 * 300 * 300},
    {"addedMask",
     [](const Arrays &a) { return matmul(softmax(scores(a) + a[3]), a[2]); },
     {{2, 2, 300, 16}, {2, 2, 300, 16}, {2, 2, 300, 16}, {300, 300}},
     4 * 300 * 300},
    {"maskOfKeys",
     [](const Arrays &a) {
       return matmul(softmax(where(a[3] > 0, scores(a), -1e30f)), a[2]);
     },
     {{2, 3, 300, 16}, {2, 3, 300, 16}, {2, 3, 300, 16}, {2, 1, 1, 300}},
     6 * 300 * 300},
    {"einsum", headsBehind, {{2, 270, 3, 16}, {2, 270, 3, 16}, {2, 270, 3, 16}},
     6 * 270 * 270},
    {"sharedKeys", sharedKeys,
     {{1, 270, 2, 3, 16}, {1, 270, 2, 16}, {1, 270, 2, 16}}, 6 * 270 * 270},
    {"valuesFirst", // as JAX exports it
     [](const Arrays &a) {
       Array s = einsum("bqhd,bkhd->bhqk", a[0], a[1]) * 0.25f;
       return einsum("bkhd,bhqk->bhdq", a[2], softmax(s));
     },
     {{2, 270, 3, 16}, {2, 270, 3, 16}, {2, 270, 3, 21}}, 6 * 270 * 270},
    {"byLogsumexp",
     [](const Arrays &a) {
       Array s = scores(a);
       return matmul(exp(s - logsumexp(s, -1, true)), a[2]);
     },
     {{3, 400, 16}, {3, 400, 16}, {3, 400, 16}}, 3 * 400 * 400},
    {"dividedAfterwards",
     [](const Arrays &a) {
       Array s = scores(a);
       Array p = exp(s - max(s, -1, true));
       Array total = sum(p, -1, true);
       return matmul(p, a[2]) / total;
     },
     {{3, 400, 16}, {3, 400, 16}, {3, 400, 16}}, 3 * 400 * 400},
    {"summedAfterwards",
     [](const Arrays &a) {
       Array s = scores(a);
       Array p = exp(s - max(s, -1, true));
       Array product = matmul(p, a[2]);
       return product / sum(p, -1, true);
     },
     {{3, 400, 16}, {3, 400, 16}, {3, 400, 16}}, 3 * 400 * 400},
    {"capped",
     [](const Arrays &a) {
       return matmul(softmax(tanh(scores(a) * 0.1f) * 10.f), a[2]);
     },
     {{3, 400, 16}, {3, 400, 16}, {3, 400, 16}}, 3 * 400 * 400},
    {"angles",
     [](const Arrays &a) { return matmul(sin(scores(a) * 50.f), a[2]); },
     {{3, 400, 16}, {3, 400, 16}, {3, 400, 16}}, 3 * 400 * 400},
    {"noWork",
     [](const Arrays &a) { return matmul(matmul(a[0], a[1]), a[2]); },
     {{2000, 12}, {12, 200}, {200, 12}}, 2000 * 200},
    {"twoLayers",
     [](const Arrays &a) {
       return matmul(maximum(matmul(a[0], a[1]) + a[3], 0.f), a[2]);
     },
     {{2011, 48}, {48, 200}, {200, 40}, {200}}, 2011 * 200},
    {"inLoop",
     [](const Arrays &a) {
       auto step = [&](Array x, std::tuple<>) {
         return std::pair{attention({x, x, x}) + a[0], std::tuple<>()};
       };
       return scan(step, a[0], std::tuple<>(), {.length = 3}).first;
     },
     {{3, 300, 16}}, 3 * 300 * 300},
    {"sumOverQueriesToo", // a reader across the rows: nothing changes
     [](const Arrays &a) {
       Array p = softmax(scores(a));
       return matmul(p / sum(p, -2, true), a[2]);
     },
     {{3, 400, 16}, {3, 400, 16}, {3, 400, 16}}, 3 * 400 * 400, true},
    {"gradient", // the weights are made again
     [](const Arrays &a) {
       auto f = [&](const Array &q) -> Array {
         return sum(square(attention({q, a[1], a[2]})));
       };
       return grad(f)(a[0]);
     },
     {{3, 300, 16}, {3, 300, 16}, {3, 300, 16}}, 3 * 300 * 300},
};

Arrays made(const std::vector<Shape> &shapes, Dtype dtype) {
  Arrays list;
  float seed = 0;
  for (const Shape &shape : shapes) {
    Array i = reshape(iota(zeros(shape).size(), Dtype::F32), shape);
    list.push_back(astype(sin(i * 0.37f + ++seed), dtype));
  }
  return list;
}
std::vector<double> values(const Array &x) {
  return astype(reshape(x, {-1}), Dtype::F64).toVector<double>();
}
void expectNear(const Array &got, const Array &want, double relative) {
  std::vector<double> g = values(got), w = values(want);
  ASSERT_EQ(g.size(), w.size());
  double scale = 0;
  for (double x : w)
    scale = std::max(scale, std::abs(x));
  for (size_t i = 0; i < w.size(); ++i)
    ASSERT_NEAR(g[i], w[i], relative * scale) << "at " << i;
}

class RowBlocks : public testing::TestWithParam<Case> {};
} // namespace

TEST_P(RowBlocks, AsOneByOne) {
  const Case &c = GetParam();
  Arrays a = made(c.args, c.dtype);
  auto f = jit([&](const Arrays &in) { return c.f(in); });
  bool wide = c.dtype == Dtype::F64;
  Array got = f(a);
  expectNear(got, c.f(a), wide ? 1e-14 : 4e-6);
  EXPECT_EQ(values(f.withThreads(1)(a)), values(got)) << "on one thread";

  uint64_t bytes = c.between * (wide ? 8 : 4);
  uint64_t scratch = f.stats(a).arenaBytes;
  if (c.kept)
    EXPECT_GE(scratch, bytes);
  else
    EXPECT_LT(scratch, bytes);
}

INSTANTIATE_TEST_SUITE_P(Programs, RowBlocks, testing::ValuesIn(cases),
                         [](const auto &info) { return info.param.name; });

namespace {
/// The gradient in all arguments.
struct GradientCase {
  const char *name;
  F f;
  std::vector<Shape> args;
  uint64_t between;
  /// Also under checkpoint, or without it only.
  enum { Nothing, ForwardPass, All } kept = Nothing;
  Dtype dtype = Dtype::F32;
};
const GradientCase gradientCases[] = {
    {"heads", attention, {{2, 3, 256, 32}, {2, 3, 256, 32}, {2, 3, 256, 32}},
     2 * 3 * 256 * 256},
    {"oddSizes", attention, {{2, 3, 257, 19}, {2, 3, 257, 19}, {2, 3, 257, 7}},
     2 * 3 * 257 * 257},
    {"oneMatrix", attention, {{701, 24}, {701, 24}, {701, 24}}, 701 * 701},
    {"otherLength", attention, {{2, 2, 131, 16}, {2, 2, 1030, 16},
                                {2, 2, 1030, 21}}, 2 * 2 * 131 * 1030},
    {"f64", attention, {{2, 301, 20}, {2, 301, 20}, {2, 301, 20}},
     2 * 301 * 301, GradientCase::Nothing, Dtype::F64},
    {"causal",
     [](const Arrays &a) { return matmul(softmax(causal(scores(a))), a[2]); },
     {{1, 4, 300, 16}, {1, 4, 300, 16}, {1, 4, 300, 16}}, 4 * 300 * 300},
    {"einsum", headsBehind, {{2, 270, 3, 16}, {2, 270, 3, 16}, {2, 270, 3, 16}},
     6 * 270 * 270},
    {"sharedKeys", sharedKeys,
     {{1, 270, 2, 3, 16}, {1, 270, 2, 16}, {1, 270, 2, 16}}, 6 * 270 * 270},
    {"valuesFirst",
     [](const Arrays &a) {
       Array s = einsum("bqhd,bkhd->bhqk", a[0], a[1]) * 0.25f;
       return einsum("bkhd,bhqk->bhdq", a[2], softmax(s));
     },
     {{2, 270, 3, 16}, {2, 270, 3, 16}, {2, 270, 3, 21}}, 6 * 270 * 270},
    {"projected", // products in front of it, behind it and in between
     [](const Arrays &a) {
       auto heads = [&](int i) {
         return reshape(matmul(a[0], a[i]), {2, 400, 3, 16});
       };
       Array s = einsum("bqhd,bkhd->bhqk", heads(1), heads(2)) * 0.25f;
       Array o = einsum("bhqk,bkhd->bqhd", softmax(s), heads(3));
       return matmul(reshape(o, {2, 400, 48}), a[4]);
     },
     {{2, 400, 40}, {40, 48}, {40, 48}, {40, 48}, {48, 40}}, 6 * 400 * 400},
    {"byLogsumexp", // the weights lie where the scores did
     [](const Arrays &a) {
       Array s = scores(a);
       return matmul(exp(s - logsumexp(s, -1, true)), a[2]);
     },
     {{3, 400, 16}, {3, 400, 16}, {3, 400, 16}}, 3 * 400 * 400,
     GradientCase::ForwardPass},
    {"dividedAfterwards", // by rows of the result: it is read in between
     [](const Arrays &a) {
       Array s = scores(a);
       Array p = exp(s - max(s, -1, true));
       Array total = sum(p, -1, true);
       return matmul(p, a[2]) / total;
     },
     {{3, 400, 16}, {3, 400, 16}, {3, 400, 16}}, 3 * 400 * 400,
     GradientCase::All},
    {"capped",
     [](const Arrays &a) {
       return matmul(softmax(tanh(scores(a) * 0.1f) * 10.f), a[2]);
     },
     {{3, 400, 16}, {3, 400, 16}, {3, 400, 16}}, 3 * 400 * 400,
     GradientCase::ForwardPass},
    {"normalisedTwice",
     [](const Arrays &a) {
       Array s = scores(a) + tanh(a[3]);
       Array once = matmul(softmax(s), a[2]);
       Array centred = s - mean(s, -1, true);
       s = centred * rsqrt(mean(square(centred), -1, true) + 1e-3f);
       return once + matmul(softmax(s), a[2]);
     },
     {{1, 700, 24}, {1, 700, 24}, {1, 700, 24}, {700, 700}}, 700 * 700,
     GradientCase::All},
    {"twoLayers",
     [](const Arrays &a) {
       return matmul(maximum(matmul(a[0], a[1]), 0.f), a[2]);
     },
     {{2011, 48}, {48, 200}, {200, 40}}, 2011 * 200,
     GradientCase::ForwardPass},
};
class RowBlocksGradient : public testing::TestWithParam<GradientCase> {};

/// Along a direction in argument i alone, what the gradient says against the
/// difference of two values, op by op in double.
void expectAsDifferences(const GradientCase &c, const Arrays &gradient) {
  constexpr double step = 1e-5;
  Arrays x = made(c.args, Dtype::F64);
  auto loss = [&](const Arrays &in) {
    return sum(square(c.f(in))).item<double>();
  };
  for (size_t i = 0; i < x.size(); ++i) {
    SCOPED_TRACE(i);
    Array direction = cos(x[i] * 57.0);
    Arrays after = x, before = x;
    after[i] = x[i] + direction * step;
    before[i] = x[i] - direction * step;
    Array parts = astype(gradient[i], Dtype::F64) * direction;
    double want = (loss(after) - loss(before)) / (2 * step);
    double most = sum(abs(parts)).item<double>();
    EXPECT_NEAR(sum(parts).item<double>(), want, 1e-4 * most);
  }
}
} // namespace

/// With checkpoint the forward pass is computed again as it says; without, as
/// what it would keep is dearer.
TEST_P(RowBlocksGradient, KeepsNothingBetween) {
  const GradientCase &c = GetParam();
  Arrays a = made(c.args, c.dtype);
  auto plain = [&](const Arrays &in) -> Array { return sum(square(c.f(in))); };
  auto again = [&](const Arrays &in) -> Array {
    return sum(square(checkpoint(c.f)(in)));
  };
  auto [wantValue, want] = valueAndGrad(plain)(a);
  bool wide = c.dtype == Dtype::F64;
  uint64_t bytes = c.between * (wide ? 8 : 4);
  auto check = [&](auto f, bool kept) {
    auto [value, got] = f(a);
    auto [valueOfOne, ofOne] = f.withThreads(1)(a);
    expectNear(value, wantValue, wide ? 1e-14 : 4e-6);
    expectAsDifferences(c, got);
    for (size_t i = 0; i < want.size(); ++i) {
      SCOPED_TRACE(i);
      expectNear(got[i], want[i], wide ? 1e-13 : 2e-5);
      EXPECT_EQ(values(ofOne[i]), values(got[i])) << "on one thread";
    }
    if (kept)
      EXPECT_GE(f.stats(a).arenaBytes, bytes);
    else
      EXPECT_LT(f.stats(a).arenaBytes, bytes);
  };
  {
    SCOPED_TRACE("checkpoint");
    check(jit([&](const Arrays &in) { return valueAndGrad(again)(in); }),
          c.kept == GradientCase::All);
  }
  SCOPED_TRACE("plain");
  check(jit([&](const Arrays &in) { return valueAndGrad(plain)(in); }),
        c.kept != GradientCase::Nothing);
}

INSTANTIATE_TEST_SUITE_P(Programs, RowBlocksGradient,
                         testing::ValuesIn(gradientCases),
                         [](const auto &info) { return info.param.name; });

/// Attention written out, in double.
TEST(Attention, ByHand) {
  const int64_t n = 520, d = 12;
  std::vector<float> q(n * d), k(n * d), v(n * d);
  for (int64_t i = 0; i < n * d; ++i) {
    q[i] = std::sin(0.3 * i);
    k[i] = std::cos(0.7 * i);
    v[i] = std::sin(0.11 * i + 1);
  }
  auto f = jit([](const Array &q, const Array &k, const Array &v) {
    return matmul(softmax(causal(matmul(q, transpose(k)))), v);
  });
  Shape shape{n, d};
  std::vector<float> got =
      f(array(q, shape), array(k, shape), array(v, shape)).toVector<float>();
  for (int64_t i = 0; i < n; ++i) {
    std::vector<double> w(i + 1);
    double most = -INFINITY, total = 0;
    for (int64_t j = 0; j <= i; ++j) {
      for (int64_t c = 0; c < d; ++c)
        w[j] += double(q[i * d + c]) * k[j * d + c];
      most = std::max(most, w[j]);
    }
    for (double &x : w)
      total += x = std::exp(x - most);
    for (int64_t c = 0; c < d; ++c) {
      double sum = 0;
      for (int64_t j = 0; j <= i; ++j)
        sum += w[j] * v[j * d + c];
      ASSERT_NEAR(got[i * d + c], sum / total, 2e-6) << i << ", " << c;
    }
  }
}

/// 1 × 8 × 2048 × 64: the scores alone would be 134 MB.
TEST(Attention, PlansNoMatrixOfScores) {
  Array x = ones({1, 2048, 8, 64});
  auto f = jit([](const Array &q, const Array &k, const Array &v) {
    Array s = einsum("bqhd,bkhd->bhqk", q, k) * 0.125f;
    return einsum("bhqk,bkhd->bqhd", softmax(s), v);
  });
  JitStats stats = f.stats(x, x, x);
  uint64_t one = 2048 * 8 * 64 * 4;
  // K and V packed, the result before it is transposed.
  EXPECT_LE(stats.arenaBytes, 3 * one + 4096);
  EXPECT_EQ(stats.peakBytes,
            4 * one + stats.arenaBytes + stats.stackBytes);
}

TEST(Attention, NothingAndOne) {
  auto f = jit([](const Array &q, const Array &k, const Array &v) {
    return attention({q, k, v});
  });
  Array none = f(ones({2, 0, 4}), ones({2, 5, 4}), ones({2, 5, 3}));
  EXPECT_EQ(none.shape(), (Shape{2, 0, 3}));
  Array one = f(ones({2, 1, 4}), ones({2, 1, 4}), full({2, 1, 3}, 7.f));
  EXPECT_EQ(one.toVector<float>(), std::vector<float>(6, 7.f));
}

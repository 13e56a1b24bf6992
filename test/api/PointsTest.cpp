// Nests over all pairs that become one (docs/decisions/points.md), and tiny
// ones that become vectors, beside one operation after the other.
#include "weft/weft.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace weft;
using Arrays = std::vector<Array>;
using Numbers = std::vector<double>;

namespace {
/// Small whole numbers and eighths: sums of a few are exact in every order.
Array numbered(const Shape &shape, Dtype dtype, int64_t start = 0) {
  int64_t n = 1;
  for (int64_t d : shape)
    n *= d;
  Array x = reshape(mod((arange(n) + start) * 7, 23), shape);
  if (isComplex(dtype)) {
    Array re = astype(x, Dtype::F32) * 0.125f;
    return astype(complex(re, 1.f - re), dtype);
  }
  return isFloat(dtype) ? astype(x, dtype) * astype(Array(0.125f), dtype)
                        : astype(x, dtype);
}
Numbers parts(const Array &x) {
  if (!isComplex(x.dtype()))
    return x.toVector();
  Numbers list = real(x).toVector(), im = imag(x).toVector();
  list.insert(list.end(), im.begin(), im.end());
  return list;
}
void close(const Arrays &xs, const Arrays &ys, const std::string &name) {
  ASSERT_EQ(xs.size(), ys.size());
  for (size_t i = 0; i < xs.size(); ++i) {
    ASSERT_EQ(xs[i].shape(), ys[i].shape()) << name;
    Numbers x = parts(xs[i]), y = parts(ys[i]);
    for (size_t e = 0; e < x.size(); ++e)
      ASSERT_NEAR(x[e], y[e], 2e-5 * (1 + std::abs(y[e])))
          << name << ", result " << i << " at " << e;
  }
}
/// Alone, shared by two, and operation by operation.
template <class F>
void check(F f, const Arrays &args, const std::string &name) {
  auto with = [&](int threads) {
    JitOptions options;
    options.threads = threads;
    return jit(f, options)(args);
  };
  Arrays one = with(1), two = with(2);
  for (size_t i = 0; i < one.size(); ++i)
    EXPECT_EQ(parts(one[i]), parts(two[i])) << name << ", result " << i;
  close(one, f(args), name);
}
Array one(const Array &x) { return astype(Array(1.f), x.dtype()); }
/// Differences of all rows of a from all rows of b: [b's, a's, coordinates].
Array differences(const Array &a, const Array &b) {
  return expandDims(a, 0) - expandDims(b, 1);
}
Arrays forces(const Arrays &in) {
  Array d = differences(in[0], in[1]);
  Array w = expandDims(in[2], 0) / (sum(square(d), -1) + one(in[0]));
  return {sum(expandDims(w, 2) * d, 1)};
}
std::string nameOf(Dtype dtype, int64_t i, int64_t j, int64_t k) {
  return std::string(shortName(dtype)) + " " + std::to_string(i) + " x " +
         std::to_string(j) + " x " + std::to_string(k);
}
} // namespace

TEST(Points, AllSizes) {
  auto with = [](Dtype dtype, int64_t i, int64_t j, int64_t k) {
    check(forces,
          {numbered({j, k}, dtype), numbered({i, k}, dtype, 5),
           numbered({j}, dtype, 2)},
          nameOf(dtype, i, j, k));
  };
  for (int64_t i : {1, 15, 16, 31})
    for (int64_t k : {1, 3, 4, 5})
      with(Dtype::F32, i, 40, k);
  for (int64_t i : {17, 64})
    for (int64_t j : {1, 5})
      with(Dtype::F32, i, j, 2);
  for (Dtype dtype : {Dtype::F64, Dtype::C64})
    for (int64_t i : {4, 8, 17})
      with(dtype, i, 9, 3);
}
/// Many more than a thread's worth.
TEST(Points, Threads) {
  check(forces,
        {numbered({300, 3}, Dtype::F32), numbered({333, 3}, Dtype::F32, 5),
         numbered({300}, Dtype::F32, 2)},
        "many");
}
/// Each sum in the order of its terms.
TEST(Points, OrderOfTerms) {
  const int64_t n = 37;
  Array p = sin(reshape(astype(arange(n * 3), Dtype::F32), {n, 3}));
  auto f = [](const Array &p) -> Array {
    return sum(expandDims(sum(square(differences(p, p)), -1), 2) *
                   expandDims(p, 0),
               1);
  };
  Numbers at = p.toVector(), got = jit(f)(p).toVector();
  for (int64_t i = 0; i < n; ++i)
    for (int64_t k = 0; k < 3; ++k) {
      float total = 0;
      for (int64_t j = 0; j < n; ++j) {
        float s = 0;
        for (int64_t c = 0; c < 3; ++c) {
          float d = float(at[j * 3 + c]) - float(at[i * 3 + c]);
          s = std::fma(d, d, s);
        }
        total = std::fma(s, float(at[j * 3 + k]), total);
      }
      EXPECT_NEAR(got[i * 3 + k], total, 1e-5 * std::abs(total));
    }
}
/// Other reductions, sums over either axis, several results, arrays in between
/// that are results as well.
TEST(Points, OtherForms) {
  Arrays in = {numbered({24, 3}, Dtype::F32), numbered({33, 3}, Dtype::F32, 5),
               numbered({24}, Dtype::F32, 2)};
  auto squares = [](const Arrays &a) {
    return sum(square(differences(a[0], a[1])), -1);
  };
  check([&](const Arrays &a) -> Arrays { return {min(squares(a), 1)}; }, in,
        "nearest");
  check([&](const Arrays &a) -> Arrays { return {max(squares(a), 0)}; }, in,
        "farthest");
  check([&](const Arrays &a) -> Arrays { return {sum(sqrt(squares(a)))}; }, in,
        "total");
  check([&](const Arrays &a) -> Arrays { return {argmin(squares(a), 1)}; }, in,
        "which");
  check(
      [&](const Arrays &a) -> Arrays {
        Array s = squares(a) + 1.f, w = 1 / s;
        return {sum(w, 1), sum(w * expandDims(a[2], 0), 1), sum(w, 0)};
      },
      in, "several");
  check(
      [&](const Arrays &a) -> Arrays {
        Array w = 1 / (squares(a) + 1.f);
        return {w, sum(expandDims(w, 2) * differences(a[0], a[1]), 1)};
      },
      in, "kept");
  check(
      [&](const Arrays &a) -> Arrays {
        Array s = squares(a);
        return {sum(where(s > 2.f, s, 0.f), 1), any(s > 9.f, 1)};
      },
      in, "chosen");
}
TEST(Points, Batches) {
  Arrays in = {numbered({5, 24, 3}, Dtype::F32),
               numbered({5, 33, 3}, Dtype::F32, 5),
               numbered({5, 24}, Dtype::F32, 2)};
  check([](const Arrays &a) -> Arrays { return vmap(forces)(a); }, in, "batch");
}
/// In a loop, with what is read the loop's own state.
TEST(Points, Steps) {
  auto f = [](const Arrays &a) -> Arrays {
    auto step = [&](const Array &p, std::tuple<>) {
      return std::pair{p + 0.01f * forces({p, p, a[1]})[0], std::tuple<>()};
    };
    return {scan(step, a[0], std::tuple<>(), {.length = 5}).first};
  };
  check(f, {numbered({33, 3}, Dtype::F32), numbered({33}, Dtype::F32, 2)},
        "steps");
}
TEST(Points, Gradients) {
  auto f = [](const Arrays &a) -> Arrays {
    return grad([](const Arrays &a) -> Array {
      return sum(square(forces(a)[0]));
    })(a);
  };
  check(f,
        {numbered({24, 3}, Dtype::F32), numbered({33, 3}, Dtype::F32, 5),
         numbered({24}, Dtype::F32, 2)},
        "gradient");
}

TEST(Tiny, ProductsAndSums) {
  for (Dtype dtype : {Dtype::F32, Dtype::F64, Dtype::I32, Dtype::I64})
    for (int64_t n : {3, 4, 8, 16})
      for (int64_t k : {1, 3, 4, 16}) {
        if (dtype != Dtype::F32 && (n != 4 || k == 1))
          continue;
        auto f = [](const Arrays &a) -> Arrays {
          Array y = matmul(a[0], a[1]);
          return {a[2] * (a[2] + y),        sum(transpose(a[0]), 0),
                  max(transpose(a[0]), 0),  min(transpose(a[0]), 0),
                  prod(transpose(a[0]), 0), sum(a[0], 1)};
        };
        check(f,
              {numbered({n, k}, dtype) - one(numbered({1}, dtype)),
               numbered({k}, dtype, 3), numbered({n}, dtype, 5)},
              nameOf(dtype, n, k, 1));
      }
}
/// What is no number stays none, zeros keep their sign, maxima their NaN.
TEST(Tiny, SpecialValues) {
  float inf = HUGE_VALF;
  Array a({{-0.f, -0.f, -0.f, -0.f},
           {inf, 1.f, -inf, 2.f},
           {NAN, 1.f, 2.f, 3.f},
           {-1.f, -2.f, -0.f, -4.f}});
  auto f = [](const Arrays &a) -> Arrays {
    return {sum(transpose(a[0]), 0), max(transpose(a[0]), 0),
            min(transpose(a[0]), 0)};
  };
  Arrays got = jit(f)(Arrays{a});
  Numbers s = got[0].toVector(), most = got[1].toVector(),
          least = got[2].toVector();
  EXPECT_EQ(s[0], 0);
  EXPECT_TRUE(std::isnan(s[1]) && std::isnan(s[2]));
  EXPECT_EQ(s[3], -7);
  EXPECT_EQ(most[1], inf);
  EXPECT_EQ(least[1], -inf);
  EXPECT_TRUE(std::isnan(most[2]) && std::isnan(least[2]));
  EXPECT_EQ(most[3], 0);
  EXPECT_EQ(least[3], -4);
}
TEST(Tiny, ChoicesAndDtypes) {
  for (int64_t n : {4, 8, 16}) {
    auto f = [](const Arrays &a) -> Arrays {
      Array x = a[0], y = a[1];
      return {where(x > y, x - y, y * 2.f), astype(x, Dtype::I32) + 1,
              astype(x, Dtype::F64) / 3, abs(y) + sqrt(x), x > y,
              maximum(x, y)};
    };
    check(f, {numbered({n}, Dtype::F32), numbered({n}, Dtype::F32, 5)},
          std::to_string(n));
  }
}
/// A loop's state of four, with matrices that it does not change: what it
/// writes is not what it reads.
TEST(Tiny, Steps) {
  auto f = [](const Arrays &a) -> Arrays {
    auto step = [&](const Array &x, std::tuple<>) {
      Array next = x + 0.125f * x * (a[1] - matmul(a[2], x));
      return std::pair{next, next};
    };
    auto [last, all] = scan(step, a[0], std::tuple<>(), {.length = 9});
    return {last, all};
  };
  Arrays in = {numbered({4}, Dtype::F32), numbered({4}, Dtype::F32, 5),
               numbered({4, 4}, Dtype::F32, 2) * 0.125f};
  check(f, in, "steps");
  check(
      [&](const Arrays &a) -> Arrays {
        return grad([&](const Arrays &a) -> Array {
          return sum(square(f(a)[1]));
        })(a);
      },
      in, "gradient");
}

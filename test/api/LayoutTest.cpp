// Where elements lie: operands that a loop walks across their rows, in whole
// tiles and at edges, and results that are stored past the caches.
#include "Check.h"

#include <cmath>

using namespace weft;
using namespace weft::test;

namespace {
/// Numbers that differ from element to element, exact in every dtype.
Array numbered(const Shape &shape, Dtype dtype) {
  int64_t n = 1;
  for (int64_t d : shape)
    n *= d;
  Array x = reshape(mod(arange(n) * 7, isFloat(dtype) || isComplex(dtype)
                                           ? 4093
                                           : 127),
                    shape);
  Array re = astype(x, isComplex(dtype) ? Dtype::F32 : dtype);
  return isComplex(dtype) ? astype(complex(re, re + 1.f), dtype) : re;
}
/// The elements of x with its axes in another order, moved one by one.
Numbers moved(const Array &x, const std::vector<int64_t> &axes) {
  Numbers from = (isComplex(x.dtype()) ? Array(real(x)) : x).toVector(), to;
  Shape shape = x.shape(), out;
  std::vector<int64_t> strides(shape.size(), 1), step;
  for (size_t d = shape.size(); d-- > 1;)
    strides[d - 1] = strides[d] * shape[d];
  for (int64_t a : axes) {
    out.push_back(shape[a]);
    step.push_back(strides[a]);
  }
  for (size_t i = 0; i < from.size(); ++i) {
    int64_t rest = i, at = 0;
    for (size_t d = out.size(); d-- > 0;) {
      at += rest % out[d] * step[d];
      rest /= out[d];
    }
    to.push_back(from[at]);
  }
  return to;
}
/// f32 and narrower: a double has all of an element's bits.
bool sameElements(const Array &x, const Array &y) {
  return x.shape() == y.shape() && x.toVector() == y.toVector();
}
template <class F> auto withThreads(F f, int threads) {
  JitOptions options;
  options.threads = threads;
  return jit(f, options);
}
} // namespace

TEST(Layout, TransposesOfEverySize) {
  for (Dtype dtype : {Dtype::F32, Dtype::F64, Dtype::C64, Dtype::I8,
                      Dtype::BF16, Dtype::I64})
    for (Shape shape : {Shape{32, 32}, {33, 70}, {64, 96}, {100, 32}, {32, 100},
                        {31, 400}, {400, 31}, {65, 257}, {5, 40, 70},
                        {40, 3, 70}}) {
      std::vector<int64_t> axes(shape.size());
      for (size_t d = 0; d < axes.size(); ++d)
        axes[d] = axes.size() - 1 - d;
      Array x = numbered(shape, dtype);
      Array y = jit([&](const Array &x) -> Array {
        return transpose(x, axes);
      })(x);
      Array re = isComplex(dtype) ? Array(real(y)) : y;
      EXPECT_EQ(re.toVector(), moved(x, axes))
          << shortName(dtype) << " of rank " << shape.size() << ", "
          << shape[0] << " rows";
    }
}
TEST(Layout, TransposesAmongOthers) {
  for (int64_t m : {32, 75, 128})
    for (int64_t n : {40, 64, 129}) {
      Array x = numbered({m, n}, Dtype::F32), y = numbered({n, m}, Dtype::F32);
      auto f = [](const Array &x, const Array &y) -> std::vector<Array> {
        Array t = transpose(x);
        return {t + y * 2.f, sin(t) - y, sum(t * y, {1})};
      };
      auto got = jit(f)(x, y);
      Numbers t = moved(x, {1, 0}), u = y.toVector(), sums, mixed, angles;
      for (size_t i = 0; i < t.size(); ++i) {
        mixed.push_back(t[i] + 2 * u[i]);
        angles.push_back(std::sin(t[i]) - u[i]);
        if (i % m == 0)
          sums.push_back(0);
        sums.back() += t[i] * u[i];
      }
      EXPECT_EQ(got[0].toVector(), mixed);
      near("sin(xᵀ) - y", got[1], angles, 1e-3);
      near("sum", got[2], sums, 1e3);
    }
}
/// 34 MB each: past what is kept in caches, in code for one thread and for two.
TEST(Layout, LargeResults) {
  Array x = numbered({2080, 4096}, Dtype::F32);
  Array row = numbered({4096}, Dtype::F32);
  auto f = [](const Array &x, const Array &row) -> std::vector<Array> {
    return {transpose(x), x * 2.f + row,
            concatenate({x, x + 1.f}, 1)};
  };
  auto one = withThreads(f, 1)(x, row), two = withThreads(f, 2)(x, row);
  for (int i : {0, 1, 2})
    EXPECT_TRUE(sameElements(one[i], two[i])) << i;
  Numbers from = x.toVector(), r = row.toVector(), t = one[0].toVector(),
          y = one[1].toVector(), both = one[2].toVector();
  int64_t wrong = 0;
  for (int64_t i = 0; i < 2080; ++i)
    for (int64_t j = 0; j < 4096; ++j) {
      double v = from[i * 4096 + j];
      wrong += t[j * 2080 + i] != v || y[i * 4096 + j] != v * 2 + r[j] ||
               both[i * 8192 + j] != v || both[i * 8192 + 4096 + j] != v + 1;
    }
  EXPECT_EQ(wrong, 0);
  // Rows that do not start at a multiple of a vector.
  auto g = [](const Array &x) -> Array { return transpose(x) - x[0][0]; };
  for (Dtype dtype : {Dtype::F32, Dtype::F64}) {
    Array odd = astype(x[idx::at(idx::all, idx::slice(idx::none, 4095))],
                       dtype);
    Array z = withThreads(g, 1)(odd);
    EXPECT_TRUE(sameElements(z, withThreads(g, 2)(odd)));
    Numbers q = z.toVector();
    wrong = 0;
    for (int64_t i = 0; i < 2080; ++i)
      for (int64_t j = 0; j < 4095; ++j)
        wrong += q[j * 2080 + i] != from[i * 4096 + j] - from[0];
    EXPECT_EQ(wrong, 0) << shortName(dtype);
  }
}
/// Parts of rows, one of them twice, copied row by row together.
TEST(Layout, LargePartsOfRows) {
  Array x = numbered({2080, 4096}, Dtype::F32);
  auto f = [](const Array &x) -> Array {
    return concatenate({x, sliceInDim(x, 7, 1000, 1, 1), x}, 1);
  };
  Array y = withThreads(f, 1)(x);
  EXPECT_TRUE(sameElements(y, withThreads(f, 2)(x)));
  Numbers from = x.toVector(), to = y.toVector();
  int64_t wrong = 0, at = 0;
  for (int64_t i = 0; i < 2080; ++i)
    for (auto [first, end] : {std::pair{0, 4096}, {7, 1000}, {0, 4096}})
      for (int64_t j = first; j < end; ++j)
        wrong += to[at++] != from[i * 4096 + j];
  EXPECT_EQ(wrong, 0);
}
/// What is read as it lies and turned, in pairs of tiles: squares of whole
/// tiles, with edges, of a stack, among others, and past the caches.
TEST(Layout, ReadBothWays) {
  auto f = [](const Array &x) -> std::vector<Array> {
    std::vector<int64_t> axes(x.rank());
    for (size_t d = 0; d < axes.size(); ++d)
      axes[d] = d;
    std::swap(axes[axes.size() - 1], axes[axes.size() - 2]);
    Array t = transpose(x, axes);
    return {x * 2.f - t, where(t < x, t, x + 1.f)};
  };
  for (Dtype dtype : {Dtype::F32, Dtype::F64, Dtype::I32})
    for (Shape shape : {Shape{768, 768}, {799, 799}, {2, 750, 750},
                        {832, 900}, {3001, 3001}}) {
      int64_t n = shape.back();
      bool square = shape[shape.size() - 2] == n;
      if (n > 3000 && dtype != Dtype::F32)
        continue;
      Array x = numbered({shape.size() > 2 ? shape[0] : 1, n, n}, dtype);
      if (shape.size() == 2)
        x = reshape(x, {n, n});
      // A square of a larger array, whose rows lie further apart.
      auto g = [&](const Array &x) {
        return f(square ? x
                        : Array(x[idx::at(idx::slice(0, 832),
                                          idx::slice(0, 832))]));
      };
      auto one = withThreads(g, 1)(x), two = withThreads(g, 2)(x);
      int64_t m = square ? n : 832, wrong = 0;
      for (int i : {0, 1})
        EXPECT_TRUE(sameElements(one[i], two[i]));
      Numbers from = x.toVector(), y = one[0].toVector(),
              z = one[1].toVector();
      int64_t planes = shape.size() > 2 ? shape[0] : 1;
      for (int64_t p = 0; p < planes; ++p)
        for (int64_t i = 0; i < m; ++i)
          for (int64_t j = 0; j < m; ++j) {
            double v = from[(p * n + i) * n + j], t = from[(p * n + j) * n + i];
            int64_t at = (p * m + i) * m + j;
            wrong += y[at] != v * 2 - t || z[at] != (t < v ? t : v + 1);
          }
      EXPECT_EQ(wrong, 0) << shortName(dtype) << " " << shape[0] << " " << n;
    }
}
TEST(Layout, ShortRows) {
  auto f = [](const Array &x, const Array &w) {
    Array y = x * expandDims(w, 1) + x;
    return std::pair{y, max(y, 0)};
  };
  for (Dtype dtype : {Dtype::F32, Dtype::F64})
    for (int64_t n : {3, 4, 7, 8, 9, 10, 15, 16, 23, 31, 32, 63, 64, 65}) {
      Array x = numbered({41, n}, dtype), w = numbered({41}, dtype);
      auto [y, most] = withThreads(f, 1)(x, w);
      auto [z, same] = withThreads(f, 2)(x, w);
      EXPECT_TRUE(sameElements(y, z) && sameElements(most, same));
      Numbers from = x.toVector(), by = w.toVector(), got = y.toVector(),
              greatest = most.toVector(), expected(n, -1.);
      int64_t wrong = 0;
      for (int64_t i = 0; i < 41 * n; ++i) {
        double v = from[i] * by[i / n] + from[i];
        wrong += got[i] != v;
        expected[i % n] = std::max(expected[i % n], v);
      }
      EXPECT_EQ(wrong, 0) << shortName(dtype) << " " << n;
      EXPECT_EQ(greatest, expected) << shortName(dtype) << " " << n;
    }
}

TEST(Layout, SumsOfRows) {
  auto f = [](const Array &x, const Array &w) {
    return std::tuple{sum(x, 0), max(x, 0), matmul(transpose(x), w)};
  };
  for (int64_t rows : {3, 4, 7, 8, 13, 42})
    for (int64_t n : {64, 65, 1030}) {
      Array x = numbered({rows, n}, Dtype::F32),
            w = astype(mod(arange(rows), 8), Dtype::F32);
      auto [total, most, product] = withThreads(f, 1)(x, w);
      Numbers from = x.toVector(), by = w.toVector(), totals(n, 0.),
              greatest(n, -1.), products(n, 0.);
      for (int64_t i = 0; i < rows * n; ++i) {
        totals[i % n] += from[i];
        greatest[i % n] = std::max(greatest[i % n], from[i]);
        products[i % n] += from[i] * by[i / n];
      }
      EXPECT_EQ(Numbers(total.toVector()), totals) << rows << " " << n;
      EXPECT_EQ(Numbers(most.toVector()), greatest) << rows << " " << n;
      EXPECT_EQ(Numbers(product.toVector()), products) << rows << " " << n;
    }
}

TEST(Layout, ScattersInBlocks) {
  // Blocks of indices in range, of some that are not, and a rest.
  for (int64_t n : {4096, 5000, 6143}) {
    std::vector<int32_t> at;
    std::vector<float> u;
    for (int64_t i = 0; i < n; ++i) {
      bool far = i >= 2048 && i < 4500 && i % 5 == 0;
      at.push_back(far ? (i % 2 ? 900 : -70000) : (i * 37) % 200 - 100);
      u.push_back(static_cast<float>(i % 13) / 3);
    }
    std::vector<float> sums(100), last(100);
    for (int64_t i = 0; i < n; ++i) {
      int64_t to = at[i] < 0 ? at[i] + 100 : at[i];
      if (to < 0 || to >= 100)
        continue;
      sums[to] += u[i];
      last[to] = u[i];
    }
    auto f = [](const Array &at, const Array &u) -> std::vector<Array> {
      Array zero = zeros({100});
      return {zero.at(at).add(u), zero.at(at).set(u)};
    };
    Array places = array(at), values = array(u);
    auto one = withThreads(f, 1)(places, values);
    auto two = withThreads(f, 2)(places, values);
    EXPECT_EQ(one[0].toVector(), Numbers(sums.begin(), sums.end())) << n;
    EXPECT_EQ(one[1].toVector(), Numbers(last.begin(), last.end())) << n;
    EXPECT_TRUE(sameElements(one[0], two[0]));
    // Two components, and indices that are small integers.
    auto pairs = [](const Array &at, const Array &u) -> Array {
      return zeros({10, 10}).at(idx::at(astype(floor(at / 10), Dtype::I32), mod(at, 10))).add(u);
    };
    Array inside = mod(places, 100);
    Numbers expected(100);
    std::vector<float> s(100);
    Numbers in = inside.toVector();
    for (int64_t i = 0; i < n; ++i)
      s[static_cast<size_t>(in[i])] += u[i];
    Array small = astype(inside, Dtype::U8);
    EXPECT_EQ(ravel(jit(pairs)(inside, values)).toVector(),
              Numbers(s.begin(), s.end()));
    EXPECT_EQ(jit([](const Array &at, const Array &u) -> Array {
                return zeros({100}).at(at).add(u);
              })(small, values)
                  .toVector(),
              Numbers(s.begin(), s.end()));
    Array gradient = grad([&](const Array &u) -> Array {
      return sum(square(zeros({100}).at(inside).add(u)));
    })(values);
    near("gradient", gradient[0], {2. * s[static_cast<size_t>(in[0])]}, 1e-2);
  }
}
TEST(Layout, RunningSumsOfLongRows) {
  for (Dtype dtype : {Dtype::F32, Dtype::F64})
    for (Shape shape : {Shape{128}, {3, 129}, {2, 1000}, {1, 5000}, {7, 143}})
      for (bool reverse : {false, true}) {
        // Small integers: every order of the sums is exact.
        Array x = mod(numbered(shape, dtype), 11) - 5.f;
        auto f = [&](const Array &x) -> Array {
          return cumsum(x, -1, reverse);
        };
        Numbers in = x.toVector(), sums(in.size());
        int64_t n = shape.back();
        for (size_t r = 0; r < in.size(); r += n)
          for (int64_t i = 0, k; i < n; ++i) {
            k = reverse ? n - 1 - i : i;
            sums[r + k] = in[r + k] + (i ? sums[reverse ? r + k + 1 : r + k - 1]
                                         : 0);
          }
        EXPECT_EQ(withThreads(f, 1)(x).toVector(), sums) << n;
        EXPECT_EQ(withThreads(f, 2)(x).toVector(), sums) << n;
        EXPECT_EQ(vmap(f)(expandDims(x, 0)).toVector(), sums) << n;
        Numbers slopes(in.size());
        for (size_t i = 0; i < slopes.size(); ++i)
          slopes[i] = reverse ? i % n + 1 : n - i % n;
        EXPECT_EQ(grad([&](const Array &x) -> Array { return sum(f(x)); })(x)
                      .toVector(),
                  slopes);
      }
  // 33 MB and more, past what caches hold: of whole lines, and of others.
  for (const Shape &shape : {Shape{8650752}, Shape{3, 2883587}}) {
    Array x = mod(numbered(shape, Dtype::F32), 3) - 1.f;
    Numbers in = x.toVector(),
            sums = Array(jit([](const Array &x) -> Array {
                     return cumsum(x, -1);
                   })(x)).toVector();
    size_t n = size_t(shape.back());
    double total = 0;
    int64_t wrong = 0;
    for (size_t i = 0; i < in.size(); ++i) {
      total = (i % n ? total : 0) + in[i];
      wrong += sums[i] != total;
    }
    EXPECT_EQ(wrong, 0);
  }
}

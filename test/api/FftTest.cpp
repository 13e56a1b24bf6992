// Fourier transforms beyond what the numeric table can sum up by definition:
// lines as lanes of vectors, with lanes to spare and columns, long lines, and
// convolutions of both.
#include "Check.h"
#include "weft/Fft.h"

#include <cmath>
#include <complex>
#include <random>

using namespace weft;
using namespace weft::test;

namespace {
using Complexes = std::vector<std::complex<double>>;

Array normals(const Shape &shape, Dtype dtype, unsigned seed) {
  std::mt19937 bits(seed);
  std::normal_distribution<double> normal;
  int64_t size = 1;
  for (int64_t d : shape)
    size *= d;
  std::vector<double> v(size);
  for (double &x : v)
    x = normal(bits);
  return astype(array(v, shape), dtype);
}
Complexes numbers(const Array &z) {
  Numbers re = Array(real(z)).toVector(), im = Array(imag(z)).toVector();
  Complexes out;
  for (size_t i = 0; i < re.size(); ++i)
    out.push_back({re[i], im[i]});
  return out;
}
/// Result k along the middle axis of [outer][n][inner], by definition.
std::complex<double> result(const Complexes &x, int64_t n, int64_t inner,
                            int64_t outer, int64_t at, int64_t k) {
  std::complex<long double> sum = 0;
  for (int64_t j = 0; j < n; ++j) {
    long double angle = -2 * 3.14159265358979323846264L * (j * k % n) / n;
    auto v = x[(outer * n + j) * inner + at];
    sum += std::complex<long double>(v) *
           std::complex<long double>(std::cos(angle), std::sin(angle));
  }
  return std::complex<double>(sum);
}
double size(const Complexes &z) {
  double most = 0;
  for (auto v : z)
    most = std::max(most, std::abs(v));
  return most;
}
double difference(const Array &a, const Array &b) {
  return max(ravel(abs(a - b))).item();
}
} // namespace

TEST(Fft, LanesLinesAndColumns) {
  struct Case {
    int64_t outer, n, inner;
  };
  std::vector<Case> cases;
  for (int64_t n : {1, 2, 7, 16, 30, 128, 169, 1155}) // every radix
    cases.insert(cases.end(), {{1, n, 1}, {20, n, 1}});
  cases.insert(cases.end(), {{2, 60, 3}, {2, 8, 16}, {1, 97, 37}});
  for (int64_t n : {211, 997}) // convolutions of lanes
    cases.insert(cases.end(), {{1, n, 1}, {19, n, 1}});
  for (int64_t n : {5003, 6000}) // lines as matrices
    cases.insert(cases.end(), {{2, n, 1}, {1, n, 9}});
  for (Dtype dtype : {Dtype::F32, Dtype::F64})
    for (const Case &c : cases) {
      SCOPED_TRACE(std::to_string(c.outer) + " x " + std::to_string(c.n) +
                   " x " + std::to_string(c.inner) + " of " +
                   std::string(shortName(dtype)));
      Shape shape{c.outer, c.n, c.inner};
      Array x = complex(normals(shape, dtype, 1), normals(shape, dtype, 2));
      Array y = fft(x, std::nullopt, 1);
      Complexes in = numbers(x), out = numbers(y);
      double eps = dtype == Dtype::F32 ? 3e-7 : 6e-16, most = size(out);
      double worst = 0;
      for (int64_t o = 0; o < c.outer; o += std::max<int64_t>(1, c.outer - 1))
        for (int64_t i = 0; i < c.inner; i += std::max<int64_t>(1, c.inner - 1))
          for (int64_t k = 0; k < c.n; k += 1 + c.n / 11)
            worst = std::max(worst,
                             std::abs(out[(o * c.n + k) * c.inner + i] -
                                      result(in, c.n, c.inner, o, i, k)));
      // The error grows with the logarithm of the length.
      EXPECT_LE(worst, eps * most * std::log2(2 + c.n));
      EXPECT_LE(difference(ifft(y, std::nullopt, 1), x),
                10 * eps * std::log2(2 + c.n));
    }
}
TEST(Fft, RealLines) {
  for (Dtype dtype : {Dtype::F32, Dtype::F64})
    for (int64_t lines : {1, 21})
      for (int64_t n : {1, 2, 9, 94, 256, 1155, 1994, 9000, 9001}) {
        SCOPED_TRACE(std::to_string(lines) + " of " + std::to_string(n));
        Array x = normals({lines, n}, dtype, 3);
        Array z = complex(x, zerosLike(x));
        Array half = fft(z)[idx::at(idx::all, idx::slice(0, n / 2 + 1))];
        double eps = (dtype == Dtype::F32 ? 3e-7 : 6e-16) * std::log2(2 + n);
        Array y = rfft(x);
        EXPECT_LE(difference(y, half), eps * 4 * std::sqrt(n));
        EXPECT_LE(difference(irfft(y, n), x), 10 * eps);
      }
}

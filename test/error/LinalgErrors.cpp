// What linear algebra and Fourier transforms say to wrong operands, each
// message in full but its place.
#include "weft/weft.h"

#include <gtest/gtest.h>

using namespace weft;

namespace {
/// The message of the Thrown that f throws, its place in this file as (here).
template <class Thrown = ShapeError, class F> std::string message(F f) {
  try {
    f();
  } catch (const Thrown &error) {
    std::string text = error.what();
    size_t at = text.find(std::string("(") + __FILE__);
    if (at != text.npos)
      text.replace(at, text.find(')', at) - at, "(here");
    return text;
  }
  return "nothing thrown";
}
const Array v = ones({3}), m = ones({2, 3}), s = ones({3, 3});
const Array half = ones({3, 3}, Dtype::F16);
const Array z = ones({3}, Dtype::C64);

TEST(LinalgErrors, Matrices) {
  EXPECT_EQ(message([] { cholesky(v); }),
            "[cholesky] a matrix must have two axes at least. Received f32[3]. "
            "(here)");
  EXPECT_EQ(message([] { inv(m); }),
            "[inv] the last two axes must have one size. Received f32[2,3]. "
            "(here)");
  EXPECT_EQ(message([] { eigh(m); }),
            "[eigh] the last two axes must have one size. Received f32[2,3]. "
            "(here)");
  EXPECT_EQ(message<DtypeError>([] { svd(half); }),
            "[svd] takes f32, f64 and complex numbers. Received f16[3,3]. "
            "(here) Hint: convert it with astype.");
  EXPECT_EQ(message<DtypeError>([] { det(s > 0); }),
            "nothing thrown");
}
TEST(LinalgErrors, Systems) {
  EXPECT_EQ(message([] { solve(s, ones({2, 1})); }),
            "[solve] b must have as many rows as a. Received f32[3,3] and "
            "f32[2,1]. (here)");
  EXPECT_EQ(message([] { solve(ones({2, 3, 3}), ones({4, 3, 1})); }),
            "[solve] leading axes do not broadcast. Received f32[2,3,3] and "
            "f32[4,3,1]. (here)");
  EXPECT_EQ(message([] {
              triangularSolve(s, ones({2, 4}), {.left = false});
            }),
            "[triangularSolve] b must have as many columns as a. Received "
            "f32[3,3] and f32[2,4]. (here)");
  EXPECT_EQ(message([] { luSolve({s, v, v}, v); }),
            "[luSolve] permutation must have an integer per row of lu. "
            "Received f32[3,3] and f32[3]. (here) Hint: give what luFactor "
            "returned.");
  EXPECT_EQ(message([] { tridiagonalSolve(v, v, v, v); }),
            "[tridiagonalSolve] the diagonals must have one shape, and b one "
            "axis more at its end. Received f32[3], f32[3], f32[3] and f32[3]. "
            "(here)");
  EXPECT_EQ(message([] { lstsq(ones({2, 3, 3}), v); }),
            "[lstsq] a must have two axes, and b one or two. Received "
            "f32[2,3,3] and f32[3]. (here)");
}
TEST(LinalgErrors, Factors) {
  EXPECT_EQ(message([] { geqrf(v); }),
            "[geqrf] a matrix must have two axes at least. Received f32[3]. "
            "(here)");
  EXPECT_EQ(message([] { householderProduct(m, ones({2})); }),
            "[householderProduct] there must be as many rows as columns at "
            "least. Received f32[2,3] and f32[2]. (here)");
  EXPECT_EQ(message([] { householderProduct(s, ones({4})); }),
            "[householderProduct] taus must have the leading axes of the "
            "reflectors, and at most as many elements as they have columns. "
            "Received f32[3,3] and f32[4]. (here)");
  auto full = [](Array x) { return sum(svd(x, /*full=*/true).u); };
  EXPECT_EQ(message<UserError>([&] { grad(full)(m); }),
            "[grad] [svd] has no derivative with full matrices. (here) Hint: "
            "take the thin ones.");
}
TEST(LinalgErrors, FormsWithoutDerivatives) {
  const char *why = "] has no derivative. (here) Hint: give one with customJvp "
                    "or customVjp.";
  EXPECT_EQ(message<UserError>([&] {
              grad([](Array x) { return sum(schur(x).t); })(s);
            }),
            std::string("[grad] [schur") + why);
  EXPECT_EQ(message<UserError>([&] {
              grad([](Array x) { return sum(hessenberg(x).h); })(s);
            }),
            std::string("[grad] [hessenberg") + why);
  EXPECT_EQ(message<UserError>([&] {
              jvp([](Array x) { return tridiagonal(x).d; }, s, s);
            }),
            std::string("[jvp] [tridiagonal") + why);
}
TEST(LinalgErrors, NormsAndProducts) {
  EXPECT_EQ(message([] { matrixNorm(ones({0, 3}), MatrixNorm::MinusTwo); }),
            "[matrixNorm] nothing has no least element. Received f32[0,3]. "
            "(here)");
  EXPECT_EQ(message([] { conditionNumber(ones({0, 3})); }),
            "[conditionNumber] the matrix must have elements. Received "
            "f32[0,3]. (here)");
  EXPECT_EQ(message([] { multiDot({m}); }),
            "[multiDot] there must be two arrays at least. Received 1 of them. "
            "(here)");
  EXPECT_EQ(message([] { multiDot({m, m}); }),
            "[multiDot] columns of one must be as many as rows of the next. "
            "Received f32[2,3] and f32[2,3]. (here)");
}
TEST(LinalgErrors, Fourier) {
  EXPECT_EQ(message<DtypeError>([] { rfft(z); }),
            "[rfft] takes real numbers. Received c64[3]. (here) Hint: use "
            "fft.");
  EXPECT_EQ(message<DtypeError>([] { fft(half); }),
            "[fft] takes f32, f64 and complex numbers. Received f16[3,3]. "
            "(here) Hint: convert it with astype.");
  EXPECT_EQ(message([] { fft(v, 0); }),
            "[fft] there must be at least 1 element to transform. Received "
            "f32[3] and size 0. (here)");
  EXPECT_EQ(message([] { irfft(ones({1}), 0); }),
            "[irfft] there must be at least 1 element to transform. Received "
            "f32[1] and size 0. (here)");
  EXPECT_EQ(message([] { rfft(ones({0})); }),
            "[rfft] there must be at least 1 element to transform. Received "
            "f32[0] and size 0. (here)");
  EXPECT_EQ(message([] { fft(v, {}, 1); }),
            "[fft] axis 1 is out of range. Received f32[3]. (here) Hint: axes "
            "are -1 to 0.");
  EXPECT_EQ(message([] { fft2(m, {}, {0}); }),
            "[fft2] there must be two axes. Received 1 of them. (here)");
  EXPECT_EQ(message([] { fftn(m, {2, 2, 2}); }),
            "[fftn] there must be an axis, and a size for each axis. Received "
            "f32[2,3] and 3 sizes. (here)");
  EXPECT_EQ(message([] { fftfreq(0); }),
            "[fftfreq] there must be at least 1 sample. Received 0. (here)");
}
} // namespace

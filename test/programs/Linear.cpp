// Linear algebra and spectra: factors, eigenvectors, Fourier transforms.
#include "Case.h"

#include <cmath>
#include <numbers>

using namespace weft;
using namespace weft::test;

namespace {
//===-- Gaussian processes ------------------------------------------------===//
/// exp(-½ (xᵢ - yⱼ)²).
Array similarity(const Array &x, const Array &y) {
  return exp(-0.5 * square(expandDims(x, 1) - y));
}
/// How likely y at x is, by the logarithms of length, variance and noise.
auto gaussianProcess(const Array &theta, const Array &x, const Array &y) {
  auto logLikelihood = [&](const Array &theta) {
    Array e = exp(theta);
    Array scaled = x / e[0];
    Array k = e[1] * similarity(scaled, scaled) + e[2] * eye(x.size());
    Array l = cholesky(k);
    Array a = triangularSolve(l, y, {.lower = true});
    return -0.5 * dot(a, a) - sum(log(diagonal(l))) -
           0.5 * double(x.size()) * std::log(2 * std::numbers::pi);
  };
  return valueAndGrad(logLikelihood)(theta);
}
/// What is expected at other places, and how these vary together.
std::pair<Array, Array> posterior(const Array &x, const Array &y,
                                  const Array &at) {
  Array l = cholesky(similarity(x, x) + 0.1 * eye(x.size()));
  Array between = similarity(x, at);
  Array v = triangularSolve(l, between, {.lower = true});
  return {matmul(transpose(between), choSolve(l, y)),
          similarity(at, at) - matmul(transpose(v), v)};
}

//===-- Spectra -----------------------------------------------------------===//
/// -Δu = f on a torus, f without its mean.
Array poisson(const Array &f) {
  Array k = fftfreq(f.dim(0), 1.0 / f.dim(0));
  Array squares = square(expandDims(k, 1)) + square(k);
  Array inverse = where(squares > 0, 1 / maximum(squares, 1), 0);
  return real(ifft2(fft2(f) * inverse));
}
/// Frames of a sound, in the bands of a bank of filters.
Array bands(const Array &sound, const Array &filters) {
  Array starts = expandDims(iota(7) * 8, 1);
  Array frames = take(sound, starts + iota(16));
  Array window = 0.5 - 0.5 * cos(2 * std::numbers::pi / 15 *
                                 astype(iota(16), Dtype::F32));
  return log1p(matmul(square(abs(rfft(frames * window))), filters));
}

//===-- Factors -----------------------------------------------------------===//
/// min ‖a x - b‖ by an orthogonal factor.
Array leastSquares(const Array &a, const Array &b) {
  auto [q, r] = qr(a);
  return triangularSolve(r, matmul(transpose(q), b));
}
/// ln of a positive matrix.
Array logarithm(const Array &x) {
  auto [w, v] = eigh(x);
  return matmul(v * log(w), transpose(v));
}
/// The rotation (or reflection) of points p that comes nearest to q, and how
/// far from there they are.
std::pair<Array, Array> aligned(const Array &p, const Array &q) {
  Array from = p - mean(p, 0), to = q - mean(q, 0);
  auto [u, s, vh] = svd(matmul(transpose(from), to));
  Array rotation = matmul(u, vh);
  return {rotation, sum(square(matmul(from, rotation) - to))};
}
/// ln of the density of a normal distribution, row by row.
Array normalDensity(const Array &mean, const Array &a, const Array &x) {
  Array covariance = matmul(a, transpose(a)) + eye(mean.size());
  Array e = x - mean;
  auto [sign, logDet] = slogdet(covariance);
  Array far = sum(e * transpose(solve(covariance, transpose(e))), 1);
  return -0.5 * (far + logDet + mean.size() * std::log(2 * std::numbers::pi));
}
/// ẍ of a system with the Lagrangian ½ ẋᵀ M(x) ẋ + Σ cos x.
Array acceleration(const Array &x, const Array &v) {
  auto lagrangian = [](const Array &x, const Array &v) {
    Array c = cos(x);
    return 0.5 * (dot(v, v) + square(dot(c, v))) + sum(c);
  };
  auto inX = [&](const Array &x) { return lagrangian(x, v); };
  auto inV = [&](const Array &v) { return lagrangian(x, v); };
  auto momentum = [&](const Array &x) {
    return grad([&](const Array &v) { return lagrangian(x, v); })(v);
  };
  return solve(hessian(inV)(v), grad(inX)(x) - jvp(momentum, x, v).second);
}

TEST(Linear, GaussianProcess) {
  matchesJax("gaussian_process_loglik_grad", gaussianProcess);
}
TEST(Linear, Posterior) { matchesJax("gp_posterior", posterior); }
TEST(Linear, Poisson) { matchesJax("poisson_fft", poisson); }
TEST(Linear, Bands) { matchesJax("mel_bands", bands); }
TEST(Linear, LeastSquares) { matchesJax("qr_least_squares", leastSquares); }
TEST(Linear, Logarithm) { matchesJax("eigh_logarithm", logarithm); }
TEST(Linear, Aligned) { matchesJax("procrustes", aligned); }
TEST(Linear, NormalDensity) { matchesJax("normal_density", normalDensity); }
TEST(Linear, Acceleration) { matchesJax("lagrangian", acceleration); }
} // namespace

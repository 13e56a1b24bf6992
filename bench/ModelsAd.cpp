// The objectives of ADBench, as peers/suite.py has them.
#include "Models.h"

#include <cmath>
#include <numbers>
using namespace weft;
using bench::Arrays;

//===-- Gaussian mixtures -------------------------------------------------===//
/// ln Γ_p(a), the multivariate gamma function.
static double logGamma(double a, int64_t p) {
  double out = 0.25 * double(p * (p - 1)) * std::log(std::numbers::pi);
  for (int64_t j = 1; j <= p; ++j)
    out += std::lgamma(a + 0.5 * double(1 - j));
  return out;
}
/// [k, d, d] with the columns of the strictly lower triangles out of l.
static Array lowerTriangles(const Array &l, int64_t k, int64_t d) {
  std::vector<int64_t> from(d * d, l.dim(1)); // a zero stands after l
  int64_t at = 0;
  for (int64_t column = 0; column < d; ++column)
    for (int64_t row = column + 1; row < d; ++row)
      from[row * d + column] = at++;
  Array padded = concatenate({l, zeros({k, 1}, Dtype::F64)}, 1);
  return reshape(take(padded, array(from), 1), {k, d, d});
}
/// Of weights [k], means [k, d], inverse covariance factors and points [n, d],
/// with a Wishart prior of gamma 1 and m 0.
static Array mixture(const Arrays &a) {
  const Array &alpha = a[0], &mu = a[1], &icf = a[2], &x = a[3];
  int64_t k = mu.dim(0), d = mu.dim(1), n = x.dim(0);
  Array q = sliceInDim(icf, 0, d, 1, 1), l = sliceInDim(icf, d, icf.dim(1), 1, 1);
  Array diagonal = exp(q);
  Array centred = expandDims(x, 1) - expandDims(mu, 0);
  Array turned = expandDims(diagonal, 0) * centred +
                 einsum("kij,nkj->nki", lowerTriangles(l, k, d), centred);
  Array inner = alpha + sum(q, 1) - 0.5 * sum(square(turned), 2);
  double degrees = double(d) + 1;
  double constant = degrees * double(d) * -0.5 * std::log(2.) -
                    logGamma(0.5 * degrees, d);
  Array prior = 0.5 * (sum(square(diagonal)) + sum(square(l))) -
                double(k) * constant;
  return -0.5 * double(n * d) * std::log(2 * std::numbers::pi) +
         sum(logsumexp(inner, 1)) - double(n) * logsumexp(alpha) + prior;
}

//===-- Bundle adjustment -------------------------------------------------===//
namespace {
/// Of one observation: its camera (rotation, centre, focal length, principal
/// point, distortion), point and weight.
struct View {
  Array camera, point, weight;
};
} // namespace
static Array cross(const Array &a, const Array &b) {
  auto at = [](const Array &x, int i) { return take(x, i % 3); };
  Arrays out;
  for (int i = 0; i < 3; ++i)
    out.push_back(at(a, i + 1) * at(b, i + 2) - at(a, i + 2) * at(b, i + 1));
  return stack(out);
}
static Array reprojection(const View &v, const Array &feature) {
  auto part = [&](int from, int to) { return slice(v.camera, {from}, {to}); };
  Array r = part(0, 3), theta = sqrt(sum(square(r))), axis = r / theta;
  Array d = v.point - part(3, 6), c = cos(theta), s = sin(theta);
  Array seen = d * c + cross(axis, d) * s + axis * (sum(axis * d) * (1 - c));
  Array p = slice(seen, {0}, {2}) / take(seen, 2), r2 = sum(square(p));
  Array distortion =
      1 + take(v.camera, 9) * r2 + take(v.camera, 10) * square(r2);
  return v.weight *
         (p * distortion * take(v.camera, 6) + part(7, 9) - feature);
}
/// Inputs: cameras, points, weights, which camera and which point an
/// observation has, features.
static View views(const Arrays &a) {
  return {take(a[0], a[3]), take(a[1], a[4]), a[2]};
}
static Arrays blocks(const View &v) { return {v.camera, v.point, v.weight}; }
static Arrays adjustment(const Arrays &a) {
  View v = views(a);
  auto jacobian = [](const View &v, const Array &f) {
    return blocks(jacfwd(reprojection)(v, f));
  };
  Arrays out{vmap(reprojection)(v, a[5])};
  for (const Array &block : vmap(jacobian)(v, a[5]))
    out.push_back(block);
  out.push_back(1 - square(a[2]));
  out.push_back(-2 * a[2]);
  return out;
}
static Arrays adjustmentByReverse(const Arrays &a) {
  auto jacobian = [](const View &v, const Array &f) {
    return blocks(jacrev(reprojection)(v, f));
  };
  return vmap(jacobian)(views(a), a[5]);
}

//===-- LSTM --------------------------------------------------------------===//
/// Weights per element, two layers; inputs: main, extra, state, sequence.
static Array adLstm(const Arrays &a) {
  const Array &main = a[0], &extra = a[1], &sequence = a[3];
  int64_t b = extra.dim(1), length = sequence.dim(0);
  auto step = [&](const Array &state, const std::pair<Array, Array> &xy) {
    Array x = xy.first * take(extra, 0);
    Arrays next;
    for (int i = 0; i < 4; i += 2) {
      Array h = take(state, i), c = take(state, i + 1);
      Array g =
          concatenate({x, h, x, h}) * take(main, i) + take(main, i + 1);
      auto part = split(g, 4);
      c = c * sigmoid(part[0]) + sigmoid(part[1]) * tanh(part[3]);
      x = sigmoid(part[2]) * tanh(c);
      next.push_back(x);
      next.push_back(c);
    }
    Array y = x * take(extra, 1) + take(extra, 2);
    y = y - log(sum(exp(y)) + 2);
    return std::pair{stack(next), sum(xy.second * y)};
  };
  std::pair steps{sliceInDim(sequence, 0, length - 1),
                  sliceInDim(sequence, 1, length)};
  return -sum(scan(step, a[2], steps).second) / double((length - 1) * b);
}

void bench::addAdBench(std::vector<Workload> &all) {
  all.push_back({"gmm_obj", one(mixture)});
  all.push_back({"gmm_grad", gradient(3, mixture)});
  all.push_back({"ba_jac", adjustment});
  all.push_back({"ba_jac_rev", adjustmentByReverse});
  all.push_back({"adb_lstm_obj", one(adLstm)});
  all.push_back({"adb_lstm_grad", gradient(2, adLstm)});
}

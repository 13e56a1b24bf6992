// Gaussian mixtures, bundle adjustment, a recurrent network.
#include "Tool.h"

#include <cmath>
#include <limits>
#include <numbers>

using namespace weft;
using namespace gradbench;

//===-- gmm ---------------------------------------------------------------===//
namespace {
/// What the gradient is taken in.
struct Mixture {
  Array alpha, mu, q, l;
};
struct Prior {
  double gamma, m;
};
/// ln Γ_p(a), the multivariate gamma function.
double logGamma(double a, int64_t p) {
  double out = 0.25 * double(p * (p - 1)) * std::log(std::numbers::pi);
  for (int64_t j = 1; j <= p; ++j)
    out += std::lgamma(a + 0.5 * double(1 - j));
  return out;
}
/// [k, d, d] with the columns of the strictly lower triangles out of l.
Array lowerTriangles(const Array &l, int64_t k, int64_t d) {
  std::vector<int64_t> from(d * d, l.dim(1)); // a zero stands after l
  int64_t at = 0;
  for (int64_t column = 0; column < d; ++column)
    for (int64_t row = column + 1; row < d; ++row)
      from[row * d + column] = at++;
  Array padded = concatenate({l, zeros({k, 1}, Dtype::F64)}, 1);
  return reshape(take(padded, from, 1), {k, d, d});
}
Array logPosterior(const Mixture &p, const Array &x, Prior prior) {
  int64_t k = p.mu.dim(0), d = p.mu.dim(1), n = x.dim(0);
  Array diagonal = exp(p.q), sums = sum(p.q, 1);
  // Q(x - mu) for all components and points, [k, n, d].
  Array centred = expandDims(x, 0) - expandDims(p.mu, 1);
  Array q = matmul(centred, swapaxes(lowerTriangles(p.l, k, d), 1, 2)) +
            expandDims(diagonal, 1) * centred;
  Array beta = expandDims(p.alpha + sums, 1) - 0.5 * sum(square(q), 2);
  // What is 10^-260 of the most likely component's share adds nothing, but its
  // products with derivatives would be subnormal, which costs 100 cycles each.
  Array most = stopGradient(max(beta, 0, /*keepDims=*/true));
  beta = where(beta > most - 600, beta,
               -std::numeric_limits<double>::infinity());
  Array likelihood = sum(logsumexp(beta, 0)) -
                     double(n) * (logsumexp(p.alpha, 0) +
                                  0.5 * double(d) * std::log(2 * std::numbers::pi));
  double degrees = double(d) + prior.m + 1;
  double constant =
      double(k) * (degrees * double(d) *
                       std::log(prior.gamma / std::numbers::sqrt2) -
                   logGamma(0.5 * degrees, d));
  Array frobenius = sum(square(diagonal)) + sum(square(p.l));
  return likelihood + constant -
         0.5 * prior.gamma * prior.gamma * frobenius + prior.m * sum(sums);
}
} // namespace

Module gradbench::gmm() {
  struct Input {
    Mixture mixture;
    Array x;
    Prior prior;
  };
  auto read = [](const Json &in) {
    return Input{{vector(in.at("alpha")), matrix(in.at("mu")),
                  matrix(in.at("q")), matrix(in.at("l"))},
                 matrix(in.at("x")),
                 {in.at("gamma"), in.at("m")}};
  };
  auto objective = [](Prior prior) {
    return [prior](const Mixture &p, const Array &x) {
      return logPosterior(p, x, prior);
    };
  };
  auto toJson = [](const Mixture &g) {
    return Json{{"alpha", numbers(g.alpha)},
                {"mu", rows(g.mu)},
                {"q", rows(g.q)},
                {"l", rows(g.l)}};
  };
  return {{"objective",
           [=](const Json &in) {
             Input i = read(in);
             return prepare(objective(i.prior), number, i.mixture, i.x);
           }},
          {"jacobian", [=](const Json &in) {
             Input i = read(in);
             return prepare(grad(objective(i.prior)), toJson, i.mixture, i.x);
           }}};
}

//===-- ba ----------------------------------------------------------------===//
namespace {
/// Of one observation: rotation, centre, focal length, principal point and
/// distortion of its camera, its point, its weight.
struct View {
  Array camera, point, weight;
};
Array cross(const Array &a, const Array &b) {
  auto at = [](const Array &x, int i) { return take(x, i % 3); };
  std::vector<Array> out;
  for (int i = 0; i < 3; ++i)
    out.push_back(at(a, i + 1) * at(b, i + 2) - at(a, i + 2) * at(b, i + 1));
  return stack(out);
}
/// x turned about the axis r by its length, by the formula of Rodrigues.
Array rotate(const Array &r, const Array &x) {
  Array squared = sum(square(r)), none = squared == 0.;
  // Where r is 0 the other branch must have derivatives too.
  Array theta = sqrt(where(none, 1., squared));
  Array axis = r / theta, c = cos(theta), s = sin(theta);
  Array turned =
      x * c + cross(axis, x) * s + axis * (sum(axis * x) * (1 - c));
  return where(none, x + cross(r, x), turned);
}
Array reprojection(const View &v, const Array &feature) {
  auto part = [&](int from, int to) { return slice(v.camera, {from}, {to}); };
  Array seen = rotate(part(0, 3), v.point - part(3, 6));
  Array p = slice(seen, {0}, {2}) / take(seen, 2);
  Array r2 = sum(square(p));
  Array distortion =
      1 + take(v.camera, 9) * r2 + take(v.camera, 10) * square(r2);
  return v.weight *
         (p * distortion * take(v.camera, 6) + part(7, 9) - feature);
}
/// Cameras, points and weights, the features seen, and which camera and which
/// point each observation is of.
struct Scene {
  Array cameras, points, weights, features, camera, point;
};
WEFT_FIELDS(Scene, cameras, points, weights, features, camera, point)
View viewsOf(const Scene &s) {
  return {take(s.cameras, s.camera, 0), take(s.points, s.point, 0), s.weights};
}
Scene readScene(const Json &in) {
  int64_t n = in.at("n"), m = in.at("m"), p = in.at("p");
  auto repeated = [](const Json &list, int64_t times) {
    Numbers one = list.get<Numbers>();
    return copy(broadcastTo(array(one), {times, int64_t(one.size())}));
  };
  // All cameras are equal, and all points.
  Array i = iota({p}, 0);
  return {repeated(in.at("cam"), n),
          repeated(in.at("x"), m),
          full({p}, scalar<double>(in.at("w").get<double>())),
          repeated(in.at("feat"), p),
          i % int32_t(n),
          i % int32_t(m)};
}
/// The sparse Jacobian by rows: 15 entries for each residual, then one for the
/// error of each weight.
struct Sparse {
  std::vector<int64_t> starts, columns;
  Numbers values;
};
void assemble(const Scene &s, const View &j, const Array &weightErrors,
              Sparse &out) {
  int64_t n = s.cameras.dim(0), m = s.points.dim(0), p = s.weights.dim(0);
  auto camera = j.camera.data<double>(), point = j.point.data<double>(),
       weight = j.weight.data<double>(), errors = weightErrors.data<double>();
  auto ofCamera = s.camera.data<int32_t>(), ofPoint = s.point.data<int32_t>();
  out.starts.resize(3 * p + 1);
  out.columns.resize(31 * p);
  out.values.resize(31 * p);
  int64_t at = 0, row = 0;
  auto put = [&](int64_t column, double value) {
    out.columns[at] = column;
    out.values[at++] = value;
  };
  for (int64_t i = 0; i < p; ++i)
    for (int half = 0; half < 2; ++half) {
      out.starts[row] = at;
      for (int64_t k = 0; k < 11; ++k)
        put(11 * ofCamera[i] + k, camera[11 * row + k]);
      for (int64_t k = 0; k < 3; ++k)
        put(11 * n + 3 * ofPoint[i] + k, point[3 * row + k]);
      put(11 * n + 3 * m + i, weight[row++]);
    }
  for (int64_t i = 0; i < p; ++i) {
    out.starts[row++] = at;
    put(11 * n + 3 * m + i, errors[i]);
  }
  out.starts[row] = at;
}
/// The first 30 and the last.
template <class T> Json ends(const std::vector<T> &all) {
  std::vector<T> out(all.begin(), all.begin() + 30);
  out.push_back(all.back());
  return out;
}
} // namespace

Module gradbench::ba() {
  auto objective = [](const Scene &s) {
    return std::pair{vmap(reprojection)(viewsOf(s), s.features),
                     1 - square(s.weights)};
  };
  auto jacobian = [](const Scene &s) {
    return std::pair{vmap(jacrev(reprojection))(viewsOf(s), s.features),
                     -2 * s.weights};
  };
  return {{"objective",
           [=](const Json &in) {
             Scene s = readScene(in);
             auto toJson = [p = s.weights.dim(0)](const auto &r) {
               Numbers e = r.first.template toVector<double>();
               return Json{{"reproj_error",
                            {{"elements", Numbers{e[0], e[1]}},
                             {"repeated", p}}},
                           {"w_err",
                            {{"element", r.second.template toVector<double>()[0]},
                             {"repeated", p}}}};
             };
             return prepare(objective, toJson, s);
           }},
          {"jacobian", [=](const Json &in) {
             Scene s = readScene(in);
             auto blocks = jit(jacobian, {.threads = 1});
             auto out = std::make_shared<Sparse>();
             auto run = [=] {
               auto [j, w] = blocks(s);
               assemble(s, j, w, *out);
             };
             run();
             return Prepared{run, [=] {
                               return Json{{"rows", ends(out->starts)},
                                           {"cols", ends(out->columns)},
                                           {"vals", ends(out->values)}};
                             }};
           }}};
}

//===-- lstm --------------------------------------------------------------===//
namespace {
/// Two rows a layer of `main`: weights and biases of four gates; three of
/// `extra`: weights in and out, and the bias out. All are diagonal.
struct Weights {
  Array main, extra;
};
Array lstmLoss(const Weights &w, const Array &state, const Array &sequence) {
  int64_t layers = w.main.dim(0) / 2, bits = w.extra.dim(1);
  auto gate = [&](int64_t row, int i) {
    return slice(take(w.main, row), {i * bits}, {(i + 1) * bits});
  };
  auto step = [&](const Array &s, const std::pair<Array, Array> &xy) {
    Array x = xy.first * take(w.extra, 0);
    std::vector<Array> next;
    for (int64_t layer = 0; layer < layers; ++layer) {
      int64_t row = 2 * layer;
      Array hidden = take(s, row), cell = take(s, row + 1);
      auto pre = [&](const Array &v, int i) -> Array {
        return v * gate(row, i) + gate(row + 1, i);
      };
      cell = cell * sigmoid(pre(x, 0)) +
             sigmoid(pre(hidden, 1)) * tanh(pre(hidden, 3));
      x = sigmoid(pre(x, 2)) * tanh(cell);
      next.insert(next.end(), {x, cell});
    }
    Array y = x * take(w.extra, 1) + take(w.extra, 2);
    Array normal = y - log(sum(exp(y)) + 2.);
    return std::pair{stack(next), sum(xy.second * normal)};
  };
  Array inputs = sliceInDim(sequence, 0, -1), gold = sliceInDim(sequence, 1);
  Array total = sum(scan(step, state, std::pair{inputs, gold}).second);
  return -total / double((sequence.dim(0) - 1) * bits);
}
} // namespace

Module gradbench::lstm() {
  struct Input {
    Weights weights;
    Array state, sequence;
  };
  auto read = [](const Json &in) {
    return Input{{matrix(in.at("main_params")), matrix(in.at("extra_params"))},
                 matrix(in.at("state")),
                 matrix(in.at("sequence"))};
  };
  auto toJson = [](const Weights &g) {
    Numbers all = g.main.toVector<double>(), extra = g.extra.toVector<double>();
    all.insert(all.end(), extra.begin(), extra.end());
    return all;
  };
  return {{"objective",
           [=](const Json &in) {
             Input i = read(in);
             return prepare(lstmLoss, number, i.weights, i.state, i.sequence);
           }},
          {"jacobian", [=](const Json &in) {
             Input i = read(in);
             return prepare(grad(lstmLoss), toJson, i.weights, i.state,
                            i.sequence);
           }}};
}

// Loops of small steps, and their gradients.
#include "Workloads.h"
using namespace weft;
using bench::Arrays;

const char *const bench::family = "loops";

//===-- Runge-Kutta -------------------------------------------------------===//
template <class F> static Array rk4(const F &f, const Array &y, float h) {
  Array k1 = f(y), k2 = f(y + (h / 2) * k1), k3 = f(y + (h / 2) * k2),
        k4 = f(y + h * k3);
  return y + (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
}
/// The states after each of n steps.
template <class F>
static Array trajectory(const F &f, const Array &y, float h, int n) {
  auto step = [&](const Array &y, std::tuple<>) {
    Array next = rk4(f, y, h);
    return std::pair{next, next};
  };
  return scan(step, y, std::tuple<>(), {.length = n}).second;
}
/// Lotka and Volterra's equations of four species.
static Array lotkaVolterra(const Arrays &a) {
  auto f = [&](const Array &x) -> Array { return x * (a[1] + matmul(a[2], x)); };
  return trajectory(f, a[0], 0.01f, 1000);
}
/// The double pendulum with unit masses and rods; y is two angles and speeds.
static Array pendulum(const Arrays &in) {
  auto f = [](const Array &y) -> Array {
    const float g = 9.81f;
    Array a = take(y, 0), b = take(y, 1), w1 = take(y, 2), w2 = take(y, 3);
    Array d = a - b, s = sin(d), c = cos(d), den = 3 - cos(2 * d);
    Array d1 = (-3 * g * sin(a) - g * sin(a - 2 * b) -
                2 * s * (w2 * w2 + w1 * w1 * c)) /
               den;
    Array d2 = (2 * s * (2 * w1 * w1 + 2 * g * cos(a) + w2 * w2 * c)) / den;
    return stack({w1, w2, d1, d2});
  };
  return trajectory(f, in[0], 0.002f, 1000);
}
static Array lastSquared(const Array &xs) { return sum(square(take(xs, -1))); }

//===-- Newton's method ---------------------------------------------------===//
/// Kepler's equation of many mean anomalies at once; {E, iterations}.
static Arrays kepler(const Arrays &in) {
  const Array &m = in[0];
  using State = std::tuple<Array, Array, Array>; // E, the largest step, count
  auto going = [](const State &s) -> Array {
    return (std::get<1>(s) > 1e-5f) & (std::get<2>(s) < 50);
  };
  auto step = [&](const State &s) {
    const Array &e = std::get<0>(s);
    Array d = (e - .8f * sin(e) - m) / (1 - .8f * cos(e));
    return State{e - d, max(abs(d)), std::get<2>(s) + 1};
  };
  auto out = whileLoop(going, step, State{m + .3f, 1.f, 0});
  return {std::get<0>(out), std::get<2>(out)};
}
/// A cube root by damped steps; {x, iterations}.
static Arrays cubeRoot(const Arrays &in) {
  const Array &a = in[0];
  using State = std::tuple<Array, Array, Array>;
  auto going = [](const State &s) -> Array {
    return (std::get<1>(s) > 1e-5f) & (std::get<2>(s) < 1000);
  };
  auto step = [&](const State &s) {
    const Array &x = std::get<0>(s);
    Array d = .05f * (x * x * x - a) / (3 * x * x);
    return State{x - d, abs(d), std::get<2>(s) + 1};
  };
  auto out = whileLoop(going, step, State{a, 1.f, 0});
  return {std::get<0>(out), std::get<2>(out)};
}

//===-- A recurrent cell, bodies, a filter --------------------------------===//
static Array gru(const Arrays &a) {
  auto part = [](const Array &g, int i) {
    return sliceInDim(g, 64 * i, 64 * (i + 1), 1, 1);
  };
  auto step = [&](const Array &h, const Array &x) {
    Array gx = matmul(x, a[2]) + a[4], gh = matmul(h, a[3]) + a[5];
    Array r = sigmoid(part(gx, 0) + part(gh, 0));
    Array z = sigmoid(part(gx, 1) + part(gh, 1));
    Array n = tanh(part(gx, 2) + r * part(gh, 2));
    Array next = (1 - z) * n + z * h;
    return std::pair{next, next};
  };
  return scan(step, a[1], a[0]).second;
}
static std::pair<Array, Array> bodies(const Arrays &a) {
  const Array &m = a[2];
  using State = std::pair<Array, Array>;
  auto step = [&](const State &s, std::tuple<>) {
    const auto &[p, v] = s;
    Array d = expandDims(p, 0) - expandDims(p, 1);
    Array r = 1 / sqrt(sum(square(d), -1) + 0.01f);
    Array w = expandDims(m, 0) * (r * r * r);
    Array speed = v + 0.01f * sum(expandDims(w, 2) * d, 1);
    return std::pair{State{p + 0.01f * speed, speed}, std::tuple<>()};
  };
  return scan(step, State{a[0], a[1]}, std::tuple<>(), {.length = 100}).first;
}
/// Of 3×3, by cofactors.
static Array inverse(const Array &a) {
  auto row = [&](int i) { return take(a, i % 3); };
  auto cross = [](const Array &x, const Array &y) {
    return roll(x, -1) * roll(y, -2) - roll(x, -2) * roll(y, -1);
  };
  Array c0 = cross(row(1), row(2)), c1 = cross(row(2), row(0)),
        c2 = cross(row(0), row(1));
  return stack({c0, c1, c2}, 1) / sum(row(0) * c0);
}
/// Kalman's filter of observations z; inputs: z, x, P, F, H, Q, R. {means, the
/// last covariance}.
static Arrays kalman(const Arrays &a) {
  using State = std::pair<Array, Array>;
  auto step = [&](const State &s, const Array &z) {
    Array x = matmul(a[3], s.first);
    Array p = matmul(matmul(a[3], s.second), transpose(a[3])) + a[5];
    Array ph = matmul(p, transpose(a[4]));
    Array gain = matmul(ph, inverse(matmul(a[4], ph) + a[6]));
    x = x + matmul(gain, z - matmul(a[4], x));
    p = p - matmul(matmul(gain, a[4]), p);
    return std::pair{State{x, p}, x};
  };
  auto [last, means] = scan(step, State{a[1], a[2]}, a[0]);
  return {means, last.second};
}
static Arrays kalmanGradient(const Arrays &a) {
  auto loss = [&](const Array &q, const Array &r) {
    Arrays all(a);
    all[5] = q;
    all[6] = r;
    return sum(square(kalman(all)[0]));
  };
  auto [q, r] = grad<0, 1>(loss)(a[5], a[6]);
  return {q, r};
}

/// f's first result after a change of its argument by ones: forward mode, as a
/// while has no other.
static bench::Function slope(bench::Function f) {
  return bench::one([f](const Arrays &a) {
    auto first = [&](const Array &x) -> Array { return f({x})[0]; };
    return jvp(first, a[0], ones(a[0].shape())).second;
  });
}

std::vector<bench::Workload> bench::workloads() {
  auto gruGradient = [](const Arrays &a) {
    Arrays weights(a.begin() + 1, a.end());
    return grad([&](const Arrays &w) -> Array {
      Arrays all{a[0]};
      all.insert(all.end(), w.begin(), w.end());
      return sum(square(gru(all)));
    })(weights);
  };
  auto last = [](auto f) {
    return [f](const Arrays &a) { return lastSquared(f(a)); };
  };
  return {
      {"rk4_lv_1000", one(lotkaVolterra)},
      {"rk4_lv_1000_grad", gradient(3, last(lotkaVolterra))},
      {"rk4_pend_1000", one(pendulum)},
      {"rk4_pend_1000_grad", gradient(1, last(pendulum))},
      {"newton_while_1024", kepler},
      {"newton_while_1024_grad", slope(kepler)},
      {"newton_while_scalar", cubeRoot},
      {"newton_while_scalar_grad", slope(cubeRoot)},
      {"kalman_200_s6", kalman},
      {"kalman_200_s6_grad", kalmanGradient},
      {"gru_100x64_b1", one(gru)},
      {"gru_100x64_b1_grad", gruGradient},
      {"gru_100x64_b32", one(gru)},
      {"gru_100x64_b32_grad", gruGradient},
      {"nbody64_100",
       [](const Arrays &a) {
         auto [p, v] = bodies(a);
         return Arrays{p, v};
       }},
      {"nbody64_100_grad",
       gradient(3, [](const Arrays &a) { return sum(square(bodies(a).first)); })},
  };
}

// Things that move: differential equations, automata, iterations.
#include "Case.h"

using namespace weft;
using namespace weft::test;
using idx::at, idx::none;

namespace {
template <class F> Array rungeKutta4(const F &f, const Array &y, double dt) {
  Array k1 = f(y), k2 = f(y + dt / 2 * k1), k3 = f(y + dt / 2 * k2);
  Array k4 = f(y + dt * k3);
  return y + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
}
/// Prey and predators, after each of 40 steps.
Array lotkaVolterra(const Array &start, const Array &p) {
  auto flow = [&](const Array &y) {
    Array eaten = y[0] * y[1];
    return stack({p[0] * y[0] - p[1] * eaten, p[3] * eaten - p[2] * y[1]});
  };
  auto step = [&](const Array &y) {
    Array next = rungeKutta4(flow, y, 0.1);
    return std::pair{next, next};
  };
  auto [last, path] = scan(step, start, {.length = 40});
  return path;
}

Array heatGradient(const Array &start) {
  using idx::slice;
  const auto inner = slice(1, -1), up = slice(2, none), down = slice(-2);
  auto step = [&](Array, const Array &u) {
    Array laplacian = u[at(up, inner)] + u[at(down, inner)] +
                      u[at(inner, up)] + u[at(inner, down)] -
                      4 * u[at(inner, inner)];
    return u.at(at(inner, inner)).add(0.2 * laplacian);
  };
  auto energy = [&](const Array &u) {
    return sum(square(foriLoop(0, 20, step, u)));
  };
  return grad(energy)(start);
}

struct Bodies {
  Array q, v;
};
/// Leapfrog; the forces are the gradient of the potential.
std::pair<Bodies, Array> nBody(const Bodies &start, const Array &m) {
  Array pairs = outer(m, m) * (1 - eye(m.dim(0)));
  auto potential = [&](const Array &q) {
    Array d = expandDims(q, 1) - q;
    return -0.5 * sum(pairs / sqrt(sum(square(d), -1) + 0.1));
  };
  Array mass = expandDims(m, 1);
  auto kick = [&](const Bodies &s) {
    return s.v - 0.01 * grad(potential)(s.q) / mass;
  };
  auto step = [&](Bodies s) {
    s.v = kick(s);
    s.q += 0.02 * s.v;
    s.v = kick(s);
    return std::pair{s, 0.5 * sum(mass * square(s.v)) + potential(s.q)};
  };
  return scan(step, start, {.length = 25, .checkpointEvery = 5});
}

Array gameOfLife(const Array &start) {
  auto step = [](Array, const Array &u) {
    Array n = -u;
    for (int i : {-1, 0, 1})
      for (int j : {-1, 0, 1})
        n += roll(roll(u, i, 0), j, 1);
    return astype((n == 3) | ((n == 2) & (u == 1)), Dtype::I32);
  };
  return foriLoop(0, 5, step, start);
}

/// How long points stay near, of 25 steps.
Array mandelbrot(const Array &c) {
  auto step = [&](Array, const std::pair<Array, Array> &s) {
    auto [z, n] = s;
    Array near = abs(z) < 2;
    return std::pair{where(near, z * z + c, z), n + near};
  };
  std::pair start{zerosLike(c), zerosLike(c, Dtype::I32)};
  return foriLoop(0, 25, step, start).second;
}

/// Steps of 3n + 1 until 1, of many numbers at once.
Array collatz(const Array &numbers) {
  using State = std::pair<Array, Array>;
  auto one = [](const Array &n) {
    auto step = [](const State &s) {
      auto [n, steps] = s;
      return State{where(n % 2 == 0, floorDivide(n, 2), 3 * n + 1), steps + 1};
    };
    auto unfinished = [](const State &s) { return s.first != 1; };
    return whileLoop(unfinished, step, State{n, 0}).second;
  };
  return vmap(one)(numbers);
}

std::pair<Array, Array> backwards(const Array &xs) {
  auto step = [](const Array &c, const Array &x) {
    return std::pair{c * 0.5 + x, c - x};
  };
  return scan(step, Array(1.f), xs, {.reverse = true});
}

TEST(Dynamics, LotkaVolterra) {
  matchesJax("lotka_volterra_rk4", lotkaVolterra);
}
TEST(Dynamics, Heat) { matchesJax("heat_equation_grad", heatGradient); }
TEST(Dynamics, NBody) { matchesJax("n_body", nBody); }
TEST(Dynamics, GameOfLife) { matchesJax("game_of_life", gameOfLife); }
TEST(Dynamics, Mandelbrot) { matchesJax("mandelbrot", mandelbrot); }
TEST(Dynamics, Collatz) { matchesJax("vmap_while_loop", collatz); }
TEST(Dynamics, BackwardScan) { matchesJax("scan_reverse_unroll", backwards); }
} // namespace

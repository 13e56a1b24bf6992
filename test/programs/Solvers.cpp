// Optimisation, equations, search, and rules that the user gives.
#include "Case.h"

using namespace weft;
using namespace weft::test;
using idx::at, idx::none;

namespace {
Array rosenbrock(const Array &x) {
  Array head = x[idx::slice(-1)], tail = x[idx::slice(1, none)];
  return sum(100 * square(tail - square(head)) + square(1 - head));
}
std::pair<Array, Array> hessianVector(const Array &x, const Array &t) {
  return jvp(grad(rosenbrock), x, t);
}
Array rosenbrockHessian(const Array &x) { return hessian(rosenbrock)(x); }

//===-- Linear equations --------------------------------------------------===//
struct Search {
  Array x, residual, direction, square;
};
/// M. R. Hestenes and E. Stiefel, "Methods of Conjugate Gradients" (1952).
template <class Matvec> Array conjugateGradient(Matvec matvec, Array b) {
  Array limit = 1e-14 * vdot(b, b);
  auto step = [&](const Search &s) {
    Array moved = matvec(s.direction);
    Array alpha = s.square / vdot(s.direction, moved);
    Array residual = s.residual - alpha * moved;
    Array square = vdot(residual, residual);
    return Search{s.x + alpha * s.direction, residual,
                  residual + square / s.square * s.direction, square};
  };
  auto unsolved = [&](const Search &s) { return s.square > limit; };
  return whileLoop(unsolved, step, Search{zerosLike(b), b, b, vdot(b, b)}).x;
}
std::tuple<Array, Array, Array> matrices(const Array &a, const Array &b) {
  using idx::slice;
  Array small = a / 5, squared = matmul(small, small);
  auto solve = [](auto matvec, Array b) {
    return conjugateGradient(matvec, b);
  };
  auto product = [&](const Array &x) { return matmul(a, x); };
  return {matmul(small, matmul(squared, squared)),
          kron(a[at(slice(2), slice(2))], a[at(slice(2), slice(3))]),
          linearSolve(product, b, solve, Symmetric{})};
}

//===-- Equations that are not --------------------------------------------===//
struct Layer {
  Array ofState, ofInput, b;
};
/// What the state of a network of one layer comes to.
Array equilibrium(const Layer &net, const Array &x) {
  Array seen = matmul(x, net.ofInput) + net.b;
  auto step = [&](const Array &z) {
    return tanh(matmul(z, net.ofState) + seen);
  };
  return fixedPoint(step, zeros({3, 6}), {.tolerance = 1e-7});
}

/// E - e sin E = M by Newton's method, for many at once.
Array kepler(const Array &means, const Array &eccentricities) {
  auto one = [](const Array &m, const Array &e) {
    auto off = [&](const Array &x) { return x - e * sin(x) - m; };
    auto newton = [](auto f, const Array &start) {
      return whileLoop([&](Array x) { return abs(f(x)) > 1e-6; },
                       [&](Array x) -> Array { return x - f(x) / grad(f)(x); },
                       start);
    };
    auto divide = [](auto slope, const Array &b) {
      return b / slope(onesLike(b));
    };
    return customRoot(off, m, newton, divide);
  };
  return vmap(one)(means, eccentricities);
}

//===-- Rules -------------------------------------------------------------===//
/// The slope of ln(1 + eˣ), whose rule is one that does not overflow.
Array softplusSlope(const Array &x) {
  auto softplus = customJvp([](Array x) { return log1p(exp(x)); },
                            [](Array x, Array t) {
                              return std::pair{log1p(exp(x)), t * sigmoid(x)};
                            });
  return vmap(grad(softplus))(x);
}

/// The identity, whose gradient is clipped on its way back.
Array clippedGradient(const Array &x, const Array &w) {
  auto clipped = customVjp(
      [](Array x) { return x; }, [](Array x) { return std::pair{x, nothing}; },
      [](Nothing, Array ct) { return clip(ct, -0.5, 0.5); });
  return sin(clipped(x * w)) * 3;
}

//===-- Order and choice --------------------------------------------------===//
Array sortGradient(const Array &x) {
  auto f = [](const Array &x) {
    return sum(sort(x) * iota(x.dim(0))) + prod(topK(x, 2).values);
  };
  return grad(f)(x);
}

auto condGradient(const Array &p, const Array &x) {
  auto f = [&](const Array &x) {
    return cond(
        p, [](Array x) { return std::pair{sum(x), x}; },
        [](Array x) { return std::pair{prod(x), flip(x)}; }, x);
  };
  auto [g, reversed] = grad<Aux>(f)(x);
  return std::tuple{f(x).first, reversed, g};
}

/// The best sequences of a chain, of which the three that are best so far are
/// followed: their scores, and for each step where they come from and go to.
std::tuple<Array, Array, Array> beamSearch(const Array &start,
                                           const Array &moves,
                                           const Array &scores) {
  const int64_t width = 3, n = start.dim(0);
  auto step = [&](const TopK &beam, const Array &e) {
    Array all = expandDims(beam.values, 1) + moves[beam.indices] + e;
    auto [values, at] = topK(ravel(all), width);
    TopK next{values, at % n};
    return std::pair{next, std::pair{floorDivide(at, n), next.indices}};
  };
  auto [beam, steps] = scan(step, topK(start + scores[0], width),
                            scores[idx::slice(1, none)]);
  return {beam.values, steps.first, steps.second};
}

struct Cell {
  Array cost, above, corner;
};
/// How far two curves are apart when one may run faster than the other, with a
/// soft minimum (M. Cuturi and M. Blondel, "Soft-DTW", 2017).
Array softDtw(const Array &x, const Array &y) {
  Array costs = sum(square(expandDims(x, 1) - y), -1);
  Array far = 1e4f;
  auto row = [&](const Array &above, const Array &costs) {
    auto cell = [](const Array &left, const Cell &c) {
      Array ways = stack({left, c.above, c.corner});
      Array v = c.cost - 0.5 * logsumexp(ways / -0.5);
      return std::pair{v, v};
    };
    Cell cells{costs, above[idx::slice(1, none)], above[idx::slice(-1)]};
    auto [last, values] = scan(cell, far, cells);
    return std::pair{concatenate({full({1}, far), values}), values};
  };
  Array first = concatenate({zeros({1}), full({y.dim(0)}, far)});
  return scan(row, first, costs).second;
}

TEST(Solvers, Rosenbrock) {
  matchesJax("rosenbrock_hvp", hessianVector);
  matchesJax("rosenbrock_hessian", rosenbrockHessian);
}
TEST(Solvers, Matrices) { matchesJax("matrix_power_kron_cg", matrices); }
TEST(Solvers, Equilibrium) { matchesJax("equilibrium", equilibrium); }
TEST(Solvers, Kepler) { matchesJax("kepler", kepler); }
TEST(Solvers, OwnForwardRule) {
  matchesJax("custom_jvp_log1pexp", softplusSlope);
}
TEST(Solvers, OwnReverseRule) {
  matchesJax("clipped_gradient", clippedGradient);
}
TEST(Solvers, Sort) { matchesJax("sort_grad", sortGradient); }
TEST(Solvers, Cond) { matchesJax("cond_tuple_grad", condGradient); }
TEST(Solvers, BeamSearch) { matchesJax("beam_search", beamSearch); }
TEST(Solvers, SoftDtw) { matchesJax("soft_dtw", softDtw); }
} // namespace

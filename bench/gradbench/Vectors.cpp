// The evals whose input is a vector or a matrix of numbers: hello, det, lse,
// llsq, kmeans, ode.
#include "Tool.h"

#include <bit>

using namespace weft;
using namespace gradbench;

Json gradbench::rows(const Array &x) {
  Json out = Json::array();
  Numbers all = x.toVector<double>();
  size_t width = x.dim(1);
  for (size_t i = 0; i + width <= all.size() && width; i += width)
    out.push_back(Numbers(all.begin() + i, all.begin() + i + width));
  return out;
}
Array gradbench::vector(const Json &list) {
  return array(list.get<Numbers>());
}
Array gradbench::matrix(const Json &list) {
  Numbers all;
  for (const Json &row : list)
    all.insert(all.end(), row.begin(), row.end());
  int64_t n = list.size();
  return array(all, {n, n ? int64_t(all.size()) / n : 0});
}

/// `primal` and its `gradient` in one vector.
template <class F> static Module scalarOf(F f) {
  return {{"primal",
           [=](const Json &in) {
             auto [g, x] = f(in);
             return prepare(g, number, x);
           }},
          {"gradient", [=](const Json &in) {
             auto [g, x] = f(in);
             return prepare(grad(g), numbers, x);
           }}};
}

Module gradbench::hello() {
  auto square = [](const Array &x) -> Array { return x * x; };
  auto at = [](const Json &in) { return scalar<double>(in.get<double>()); };
  return {{"square",
           [=](const Json &in) { return prepare(square, number, at(in)); }},
          {"double", [=](const Json &in) {
             return prepare(grad(square), number, at(in));
           }}};
}

/// Expansion by minors: the minor of the last m rows and a set of m columns is
/// a sum over its columns. Equal minors are computed once; all of one size are
/// a vector, of which each term is a row.
static Array determinant(const Array &a, int64_t n) {
  Array minors = ones({1}, Dtype::F64); // of no rows
  std::vector<int64_t> at(size_t(1) << n, 0); // of a set of columns
  for (int64_t m = 1; m <= n; ++m) {
    std::vector<int64_t> next(at.size(), 0), elements, parts;
    std::vector<std::pair<uint64_t, uint64_t>> sets; // and what is left of each
    for (uint64_t set = 0; set < at.size(); ++set)
      if (std::popcount(set) == m) {
        next[set] = sets.size();
        sets.push_back({set, set});
      }
    int64_t count = sets.size();
    for (int64_t term = 0; term < m; ++term)
      for (auto &[set, left] : sets) {
        elements.push_back(std::countr_zero(left));
        parts.push_back(at[set ^ (left & -left)]);
        left &= left - 1;
      }
    Array row = take(take(a, n - m), elements); // the first row of each minor
    Array terms = reshape(row * take(minors, parts), {m, count});
    Numbers signs;
    for (int64_t term = 0; term < m; ++term)
      signs.push_back(term % 2 ? -1 : 1);
    minors = sum(terms * array(signs, {m, 1}), 0);
    at = std::move(next);
  }
  return take(minors, 0);
}
Module gradbench::det() {
  return scalarOf([](const Json &in) {
    int64_t n = in.at("ell");
    auto f = [n](const Array &a) {
      return determinant(reshape(a, {n, n}), n);
    };
    return std::pair{f, vector(in.at("A"))};
  });
}

Module gradbench::lse() {
  return scalarOf([](const Json &in) {
    auto f = [](const Array &x) { return logsumexp(x, 0); };
    return std::pair{f, vector(in.at("x"))};
  });
}

/// Half the sum of squares of s - p(t) at n points, for the polynomial with
/// coefficients x.
Module gradbench::llsq() {
  return scalarOf([](const Json &in) {
    int64_t n = in.at("n");
    auto f = [n](const Array &x) -> Array {
      Array t = -1 + iota(n, Dtype::F64) * (2. / double(n - 1));
      auto horner = [&](const Array &p, const Array &c) {
        return std::pair{p * t + c, std::tuple<>()};
      };
      Array p =
          scan(horner, zeros({n}, Dtype::F64), x, {.reverse = true}).first;
      return 0.5 * sum(square(sign(t) - p));
    };
    return std::pair{f, vector(in.at("x"))};
  });
}

Module gradbench::kmeans() {
  auto squares = [](const Array &points, const Array &centroids) {
    return sum(square(expandDims(points, 1) - expandDims(centroids, 0)), 2);
  };
  auto cost = [=](const Array &points, const Array &centroids) {
    return sum(min(squares(points, centroids), 1));
  };
  // The same where it has derivatives: small moves leave every point with its
  // centroid, so which one that is is found first.
  auto nearby = [=](const Array &points, const Array &centroids) {
    Array nearest = argmin(squares(points, centroids), 1);
    return sum(square(points - take(centroids, nearest, 0, Bounds::Clip)));
  };
  // The Hessian is diagonal: its product with ones is its diagonal.
  auto direction = [=](const Array &points, const Array &centroids) -> Array {
    auto slope = grad([&](const Array &c) { return nearby(points, c); });
    auto [gradient, diagonal] =
        jvp(slope, centroids, onesLike(centroids));
    return gradient / diagonal;
  };
  return {{"cost",
           [=](const Json &in) {
             return prepare(cost, number, matrix(in.at("points")),
                            matrix(in.at("centroids")));
           }},
          {"dir", [=](const Json &in) {
             return prepare(direction, rows, matrix(in.at("points")),
                            matrix(in.at("centroids")));
           }}};
}

/// y₀' = x₀, yᵢ' = xᵢ yᵢ₋₁, from 0 to time 2 in s steps of Runge and Kutta.
static Array solve(const Array &x, int64_t s) {
  double h = 2. / double(s);
  auto slope = [&](const Array &y) -> Array {
    Array before = concatenate({ones({1}, Dtype::F64),
                                sliceInDim(y, 0, -1)});
    return x * before;
  };
  auto step = [&](const Array &y, std::tuple<>) {
    Array k1 = slope(y), k2 = slope(y + h / 2 * k1), k3 = slope(y + h / 2 * k2),
          k4 = slope(y + h * k3);
    Array next = y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
    return std::pair{next, std::tuple<>()};
  };
  return scan(step, zerosLike(x), std::tuple<>(), {.length = s}).first;
}
Module gradbench::ode() {
  return {{"primal",
           [](const Json &in) {
             int64_t s = in.at("s");
             return prepare([s](const Array &x) { return solve(x, s); },
                            numbers, vector(in.at("x")));
           }},
          {"gradient", [](const Json &in) {
             int64_t s = in.at("s");
             auto last = [s](const Array &x) { return take(solve(x, s), -1); };
             return prepare(grad(last), numbers, vector(in.at("x")));
           }}};
}

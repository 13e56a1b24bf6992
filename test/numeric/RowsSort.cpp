// Rows of dialects/weft/Cumulative.td and Sort.td.
#include "Row.h"
#include "weft/weft.h"
#include <algorithm>
#include <numeric>
using namespace weft;
using namespace weft::test;
using List = std::vector<int64_t>;
using D = std::vector<double>;

namespace {
/// The places of each row along axis `dim` of a shape.
std::vector<std::vector<int>> rowsAlong(const Shape &shape, int dim) {
  int outer = 1, inner = 1, n = static_cast<int>(shape[dim]);
  for (int i = 0; i < dim; ++i)
    outer *= static_cast<int>(shape[i]);
  for (size_t i = dim + 1; i < shape.size(); ++i)
    inner *= static_cast<int>(shape[i]);
  std::vector<std::vector<int>> rows;
  for (int o = 0; o < outer; ++o)
    for (int i = 0; i < inner; ++i) {
      rows.emplace_back();
      for (int k = 0; k < n; ++k)
        rows.back().push_back((o * n + k) * inner + i);
    }
  return rows;
}

//===-- Running totals ----------------------------------------------------===//
using Fold = double (*)(double, double);
void addRunning(std::vector<Row> &t, const char *op, In x,
                const std::vector<Dtype> &dtypes, Fold f) {
  x.shape = {2, 5, 3};
  for (int dim : {0, 1, 2})
    for (bool reverse : {false, true}) {
      Row r{op,
            "axis" + std::to_string(dim) + (reverse ? "_reverse" : ""),
            {x},
            nullptr,
            dtypes};
      r.build = [=, name = std::string(op)](const Leaves &x) {
        return Leaves{name == "cumsum"    ? cumsum(x[0], dim, reverse)
                      : name == "cumprod" ? cumprod(x[0], dim, reverse)
                      : name == "cummax"  ? cummax(x[0], dim, reverse)
                      : name == "cummin"  ? cummin(x[0], dim, reverse)
                                         : cumlogsumexp(x[0], dim, reverse)};
      };
      r.whole = [=](const Elements &x) {
        D y(x[0].size());
        for (auto row : rowsAlong({2, 5, 3}, dim)) {
          if (reverse)
            std::reverse(row.begin(), row.end());
          double total = x[0][row[0]];
          y[row[0]] = total;
          for (size_t k = 1; k < row.size(); ++k)
            y[row[k]] = total = f(total, x[0][row[k]]);
        }
        return y;
      };
      r.tolerance32 = 4e-6;
      t.push_back(r);
    }
}
void addCase(std::vector<Row> &t, const char *label, const D &x, const D &y,
             Array (*f)(const Array &), const std::vector<Dtype> &dtypes,
             const char *op) {
  Row r{op, label, {{{int64_t(x.size())}}}, nullptr, dtypes, Values};
  r.in[0].values = x;
  r.build = [=](const Leaves &in) { return Leaves{f(in[0])}; };
  r.whole = [=](const Elements &) { return y; };
  t.push_back(r);
}
void addCumulative(std::vector<Row> &t) {
  const double inf = HUGE_VAL, nan = NAN;
  addRunning(t, "cumsum", {}, numbers,
             [](double a, double b) { return a + b; });
  addRunning(t, "cumprod", {{}, 0.5, 1.6, -3, 4}, numbers,
             [](double a, double b) { return a * b; });
  addRunning(t, "cummax", {}, numbers,
             [](double a, double b) { return std::fmax(a, b); });
  addRunning(t, "cummin", {}, numbers,
             [](double a, double b) { return std::fmin(a, b); });
  addRunning(t, "cumlogsumexp", {}, floats, [](double a, double b) {
    return std::log(std::exp(a) + std::exp(b));
  });
  addCase(
      t, "nan", {1, nan, 3}, {1, nan, nan},
      [](const Array &x) { return cummax(x); }, floats, "cummax");
  addCase(
      t, "nan", {nan, 1, 3}, {nan, 1, 3},
      [](const Array &x) { return cummin(x, 0, true); }, floats, "cummin");
  addCase(
      t, "infinite", {-inf, -inf, 1, inf, 0, -inf},
      {-inf, -inf, 1, inf, inf, inf},
      [](const Array &x) { return cumlogsumexp(x); }, floats, "cumlogsumexp");
  addCase(
      t, "large", {1000, 1000}, {1000, 1000 + std::log(2.)},
      [](const Array &x) { return cumlogsumexp(x); }, floats, "cumlogsumexp");
  addCase(
      t, "bools", {0, 1, 0, 1}, {0, 1, 1, 2},
      [](const Array &x) { return cumsum(x); }, {Dtype::Bool}, "cumsum");
  addCase(
      t, "bools", {0, 1, 0}, {0, 1, 1},
      [](const Array &x) { return cummax(x); }, {Dtype::Bool}, "cummax");
  addCase(
      t, "empty", {}, {}, [](const Array &x) { return cumsum(x, 0); }, numbers,
      "cumsum");
  // Where y / x would be no derivative.
  Row zeros{"cumprod", "zeros", {{{2, 4}}}, nullptr, floats};
  zeros.in[0].values = {0.5, 0, 1.5, 2, 0, 0, 1.25, 3};
  zeros.build = [](const Leaves &x) { return Leaves{cumprod(x[0], 1)}; };
  zeros.whole = [](const Elements &) {
    return D{0.5, 0, 0, 0, 0, 0, 0, 0};
  };
  t.push_back(zeros);
}

//===-- Sorting -----------------------------------------------------------===//
/// Distinct values, so that differences see no change of the order.
D distinct(int n) {
  D x;
  for (int i = 0; i < n; ++i)
    x.push_back((i * 37 % 101) * 0.125 - 5);
  return x;
}
void addSorts(std::vector<Row> &t) {
  const double inf = HUGE_VAL, nan = NAN;
  for (int dim : {0, 1, 2}) {
    Row r{"sort",
          "axis" + std::to_string(dim),
          {{{2, 7, 3}}, {{2, 7, 3}}},
          nullptr,
          floats};
    r.in[0].values = distinct(42);
    r.build = [=](const Leaves &x) -> Leaves {
      return sort({x[0], x[1]}, dim);
    };
    r.whole = [=](const Elements &x) {
      D y(84);
      for (const auto &row : rowsAlong({2, 7, 3}, dim)) {
        auto order = row;
        std::stable_sort(order.begin(), order.end(), [&](int i, int j) {
          return x[0][i] < x[0][j];
        });
        for (size_t k = 0; k < row.size(); ++k) {
          y[row[k]] = x[0][order[k]];
          y[42 + row[k]] = x[1][order[k]];
        }
      }
      return y;
    };
    t.push_back(r);
  }
  for (int n : {1, 2, 3, 31, 32, 33, 100}) {
    Row r{"sort",
          "size" + std::to_string(n),
          {{{n}}},
          nullptr,
          {Dtype::I32, Dtype::I64},
          Values};
    r.build = [](const Leaves &x) {
      return Leaves{sort(x[0]), argsort(x[0], -1, {.descending = true})};
    };
    r.whole = [=](const Elements &x) {
      D y = x[0];
      std::sort(y.begin(), y.end());
      std::vector<int> order(n);
      std::iota(order.begin(), order.end(), 0);
      std::stable_sort(order.begin(), order.end(),
                       [&](int i, int j) { return x[0][i] > x[0][j]; });
      y.insert(y.end(), order.begin(), order.end());
      return y;
    };
    t.push_back(r);
  }
  auto add = [&](const char *label, const D &x, const D &y,
                 Array (*f)(const Array &), const std::vector<Dtype> &dtypes) {
    addCase(t, label, x, y, f, dtypes, "sort");
  };
  add(
      "specials", {nan, 1, -0., inf, 0., -inf, nan, -2},
      {-inf, -2, -0., 0., 1, inf, nan, nan},
      [](const Array &x) { return sort(x); }, floats);
  add(
      "specials_descending", {nan, 1, -0., inf, 0., -inf},
      {nan, inf, 1, 0, 0, -inf},
      [](const Array &x) { return sort(x, -1, {.descending = true}); }, floats);
  add(
      "places", {nan, 1, -0., inf, 0., -inf, nan, -2}, {5, 7, 2, 4, 1, 3, 0, 6},
      [](const Array &x) { return argsort(x); }, floats);
  add(
      "bools", {1, 0, 1, 0, 0}, {1, 3, 4, 0, 2},
      [](const Array &x) { return argsort(x); }, {Dtype::Bool});
  add(
      "stable_descending", {1, 2, 1, 2, 1}, {1, 3, 0, 2, 4},
      [](const Array &x) { return argsort(x, -1, {.descending = true}); },
      numbers);
  add(
      "top", {3, 9, 2, 9, 4}, {1, 3, 4},
      [](const Array &x) { return topK(x, 3).indices; }, numbers);
  add(
      "top_values", {3, nan, 2, 9, 4}, {nan, 9},
      [](const Array &x) { return topK(x, 2).values; }, floats);
  add(
      "by", {3, -9, 2, 8, -4}, {2, 3, -4, 8, -9},
      [](const Array &x) {
        return sortBy({x}, [](const auto &x, const auto &y) {
          return abs(x[0]) < abs(y[0]);
        })[0];
      },
      numbers);
  // By the second where the first are equal.
  Row keys{"sort", "keys", {{{6}}, {{6}}, {{6}}}, nullptr, numbers};
  keys.in[0].values = {2, 1, 2, 1, 2, 1};
  keys.in[1].values = {5, 4, 3, 2, 1, 0};
  keys.in[2].values = {0, 1, 2, 3, 4, 5};
  keys.checks = Values;
  keys.build = [](const Leaves &x) -> Leaves {
    auto y = sort({x[0], x[1], x[2]}, 0, 2);
    y.push_back(lexsort({x[1], x[0]}));
    return y;
  };
  keys.whole = [](const Elements &) {
    return D{1, 1, 1, 2, 2, 2, 0, 2, 4, 1, 3, 5, 5, 3, 1, 4, 2, 0,
             5, 3, 1, 4, 2, 0};
  };
  t.push_back(keys);
}
} // namespace

void weft::test::addSort(std::vector<Row> &t) {
  addCumulative(t);
  addSorts(t);
}

// Rows of dialects/weft/Reduce.td and Contract.td.
#include "Row.h"
#include <numeric>
using namespace weft;
using namespace weft::test;
using List = std::vector<int64_t>;

namespace {
using Fold = std::function<double(double, double)>;
/// Over axes of (2, 3, 2): the places that each result element is made of.
struct Over {
  const char *label;
  List dims;
  std::vector<std::vector<int>> groups;
};
const Over overs[] = {
    {"first", {0}, {{0, 6}, {1, 7}, {2, 8}, {3, 9}, {4, 10}, {5, 11}}},
    {"middle", {1}, {{0, 2, 4}, {1, 3, 5}, {6, 8, 10}, {7, 9, 11}}},
    {"last", {2}, {{0, 1}, {2, 3}, {4, 5}, {6, 7}, {8, 9}, {10, 11}}},
    {"outer", {0, 2}, {{0, 1, 6, 7}, {2, 3, 8, 9}, {4, 5, 10, 11}}},
    {"all", {0, 1, 2}, {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}}},
};

void addFold(std::vector<Row> &t, const char *op, In x,
             const std::vector<Dtype> &dtypes, unsigned checks, double start,
             const Fold &f) {
  x.shape = {2, 3, 2};
  for (const Over &over : overs) {
    Row r{op, over.label, {x}, opOf(op, {{"dims", over.dims}}), dtypes, checks};
    r.whole = [=, groups = over.groups](const Elements &x) {
      std::vector<double> y;
      for (const auto &group : groups) {
        double v = start;
        for (int i : group)
          v = f(v, x[0][i]);
        y.push_back(v);
      }
      return y;
    };
    r.tolerance32 = 4e-6;
    t.push_back(r);
  }
}
/// One result from given elements, and from none.
void addCase(std::vector<Row> &t, const char *op, const char *label,
             const std::vector<double> &x, double y,
             const std::vector<Dtype> &dtypes) {
  Row r{op,     label, {{{int64_t(x.size())}}}, opOf(op, {{"dims", List{0}}}),
        dtypes, Values};
  r.in[0].values = x;
  r.whole = [=](const Elements &) { return std::vector<double>{y}; };
  t.push_back(r);
}
Fold bitwise(int64_t (*f)(int64_t, int64_t)) {
  return [=](double a, double b) {
    return static_cast<double>(
        f(static_cast<int64_t>(a), static_cast<int64_t>(b)));
  };
}

void addFolds(std::vector<Row> &t) {
  const double inf = HUGE_VAL, nan = NAN;
  addFold(t, "reduce_sum", {}, numbers, Second, 0, std::plus<double>());
  addFold(t, "reduce_prod", {{}, 0.5, 1.8, -3, 4}, numbers, Second, 1,
          std::multiplies<double>());
  addFold(t, "reduce_max", {}, everyDtype, Second, -1e300,
          [](double a, double b) { return std::fmax(a, b); });
  addFold(t, "reduce_min", {}, everyDtype, Second, 1e300,
          [](double a, double b) { return std::fmin(a, b); });
  addFold(t, "reduce_and", {}, bits, Values, -1,
          bitwise([](int64_t a, int64_t b) { return a & b; }));
  addFold(t, "reduce_or", {}, bits, Values, 0,
          bitwise([](int64_t a, int64_t b) { return a | b; }));
  addFold(t, "reduce_xor", {}, bits, Values, 0,
          bitwise([](int64_t a, int64_t b) { return a ^ b; }));
  addCase(t, "reduce_max", "nan", {1, nan, 3}, nan, floats);
  addCase(t, "reduce_min", "nan", {1, 3, nan}, nan, floats);
  addCase(t, "reduce_max", "empty", {}, -inf, floats);
  addCase(t, "reduce_min", "empty", {}, inf, floats);
  addCase(t, "reduce_max", "empty_i32", {}, -2147483648., {Dtype::I32});
  addCase(t, "reduce_min", "empty_i32", {}, 2147483647., {Dtype::I32});
  addCase(t, "reduce_sum", "empty", {}, 0, numbers);
  addCase(t, "reduce_prod", "empty", {}, 1, numbers);
  addCase(t, "reduce_and", "empty", {}, 1, {Dtype::Bool});
  addCase(t, "reduce_or", "empty", {}, 0, bits);
  addCase(t, "reduce_prod", "overflow", {65536, 65537, 1}, 65536,
          {Dtype::I32}); // modulo 2^32
  // Zeros among the factors: where y / x would be no derivative.
  Row zero{"reduce_prod",
           "zeros",
           {{{2, 4}}},
           opOf("reduce_prod", {{"dims", List{1}}}),
           floats};
  zero.in[0].values = {0.5, 0, 1.5, 2, 0, 0, 1.25, 3};
  zero.whole = [](const Elements &) { return std::vector<double>{0, 0}; };
  t.push_back(zero);
}

void addArg(std::vector<Row> &t, const char *op, const char *label, Shape shape,
            int64_t dim, const std::vector<double> &x,
            const std::vector<double> &y, const std::vector<Dtype> &dtypes) {
  for (Dtype index : integers) {
    Row r{op,        std::string(label) + "_as_" + shortName(index),
          {{shape}}, nullptr,
          dtypes,    Values};
    Shape left = shape;
    left.erase(left.begin() + dim);
    r.build = [=, name = std::string(op)](const Leaves &x) {
      return Leaves{emitOp(name, x, {{"dim", dim}}, ResultType{left, index})};
    };
    r.in[0].values = x;
    r.whole = [=](const Elements &) { return y; };
    t.push_back(r);
  }
}
void addArgs(std::vector<Row> &t) {
  const double nan = NAN, inf = HUGE_VAL;
  const std::vector<double> x = {3, 9, 2, 9, 4, 1, 3, 2, 0, 0, 4, 7};
  addArg(t, "argmax", "rows", {2, 6}, 1, x, {1, 5}, numbers);
  addArg(t, "argmin", "rows", {2, 6}, 1, x, {5, 2}, numbers);
  addArg(t, "argmax", "columns", {4, 3}, 0, x, {1, 0, 3}, numbers);
  addArg(t, "argmin", "columns", {4, 3}, 0, x, {3, 2, 2}, numbers);
  addArg(t, "argmax", "nan", {5}, 0, {1, nan, inf, nan, 3}, {1}, floats);
  addArg(t, "argmin", "nan", {5}, 0, {-inf, 1, nan, nan, 3}, {2}, floats);
  addArg(t, "argmax", "infinite", {3}, 0, {-inf, -inf, -inf}, {0}, floats);
  addArg(t, "argmin", "zeros", {4}, 0, {0., -0., 0., -0.}, {0}, floats);
  addArg(t, "argmax", "bools", {4}, 0, {0, 1, 0, 1}, {1}, {Dtype::Bool});
  addArg(t, "argmin", "bools", {4}, 0, {1, 1, 0, 0}, {2}, {Dtype::Bool});
  // Of long rows the extremum is found first, then its place.
  const std::vector<double> rows = {3, 9, 2, 9, 4, 1, 3, 1, 5, 4, 4, 7,
                                    2, 9, 1, 3, 2, 8, 5, 6, 5, 6, 6, 5,
                                    7, 6, 5, 7, 6, 6, 5, 7, 6, 5, 6, 4};
  addArg(t, "argmax", "long", {2, 18}, 1, rows, {1, 6}, numbers);
  addArg(t, "argmin", "long", {2, 18}, 1, rows, {5, 17}, numbers);
  std::vector<double> low(17, -inf), last(low), zeros(low), nans(rows);
  last[16] = 1;
  for (size_t i = 0; i < zeros.size(); ++i)
    zeros[i] = i % 2 ? -0. : 0.;
  nans[7] = nans[11] = nans[30] = nan;
  addArg(t, "argmax", "long_nan", {2, 18}, 1, nans, {7, 12}, floats);
  addArg(t, "argmin", "long_nan", {2, 18}, 1, nans, {7, 12}, floats);
  addArg(t, "argmax", "long_infinite", {17}, 0, low, {0}, floats);
  addArg(t, "argmax", "long_last", {17}, 0, last, {16}, floats);
  addArg(t, "argmin", "long_zeros", {17}, 0, zeros, {0}, floats);
}

//===-- Contraction -------------------------------------------------------===//
/// dims: sizes of the letters; "bij,bjk->bik" as in einsum.
WholeRef einsum(const std::string &x, const std::string &y,
                const std::string &z, const std::map<char, int> &sizes) {
  return [=](const Elements &in) {
    std::string letters;
    for (char c : z + x + y)
      if (letters.find(c) == std::string::npos)
        letters += c;
    int total = 1, outs = 1;
    for (char c : letters)
      total *= sizes.at(c);
    for (char c : z)
      outs *= sizes.at(c);
    std::vector<double> out(outs, 0.);
    for (int i = 0; i < total; ++i) {
      std::map<char, int> at;
      int rest = i;
      for (char c : letters) {
        at[c] = rest % sizes.at(c);
        rest /= sizes.at(c);
      }
      auto place = [&](const std::string &axes) {
        int p = 0;
        for (char c : axes)
          p = p * sizes.at(c) + at[c];
        return p;
      };
      out[place(z)] += in[0][place(x)] * in[1][place(y)];
    }
    return out;
  };
}
void addDot(std::vector<Row> &t, const char *label, const std::string &x,
            const std::string &y, const std::string &z, const List &xBatch,
            const List &yBatch, const List &xContract, const List &yContract,
            const std::map<char, int> &sizes) {
  auto shape = [&](const std::string &axes) {
    Shape s;
    for (char c : axes)
      s.push_back(sizes.at(c));
    return s;
  };
  Row r{"dot_general",
        label,
        {{shape(x)}, {shape(y)}},
        opOf("dot_general",
             {{"xBatch", xBatch},
              {"yBatch", yBatch},
              {"xContract", xContract},
              {"yContract", yContract}},
             shape(z)),
        numbers};
  r.whole = einsum(x, y, z, sizes);
  r.tolerance32 = 1e-5;
  r.tolerance64 = 1e-13;
  t.push_back(r);
}
/// Σᵢ of a product's rows, through what is linear: taken before the product.
void addSummedRows(std::vector<Row> &t) {
  Row r{"dot_general", "summed_rows", {{{2, 3, 4}}, {{2, 4, 5}}, {{2, 5}}},
        nullptr, numbers, Second};
  r.build = [](const Leaves &x) {
    Array y = matmul(x[0], x[1]); // bij, bjk
    y = y * expandDims(x[2], 1) + expandDims(x[2], 1);
    return Leaves{sum(swapaxes(-y, 0, 1), 0)};
  };
  r.whole = [](const Elements &in) {
    std::vector<double> out(10, 0.);
    for (int b = 0; b < 2; ++b)
      for (int i = 0; i < 3; ++i)
        for (int k = 0; k < 5; ++k) {
          double y = 0, z = in[2][5 * b + k];
          for (int j = 0; j < 4; ++j)
            y += in[0][12 * b + 4 * i + j] * in[1][20 * b + 5 * j + k];
          out[5 * b + k] -= y * z + z;
        }
    return out;
  };
  r.tolerance32 = 1e-5;
  r.tolerance64 = 1e-13;
  t.push_back(r);
  Row both{"dot_general", "summed_both", {{{3, 4}}, {{4, 5}}}, nullptr, numbers,
           Second};
  both.build = [](const Leaves &x) {
    return Leaves{sum(matmul(x[0], x[1]))};
  };
  both.whole = [](const Elements &in) {
    double y = 0;
    for (int i = 0; i < 12; ++i)
      for (int k = 0; k < 5; ++k)
        y += in[0][i] * in[1][5 * (i % 4) + k];
    return std::vector<double>{y};
  };
  both.tolerance32 = 1e-5;
  both.tolerance64 = 1e-13;
  t.push_back(both);
}
} // namespace

void weft::test::addReduce(std::vector<Row> &t) {
  addFolds(t);
  addArgs(t);
  std::map<char, int> s = {{'b', 2}, {'c', 3}, {'i', 2}, {'j', 3}, {'k', 4}};
  addDot(t, "matmul", "ij", "jk", "ik", {}, {}, {1}, {0}, s);
  addDot(t, "transposed", "ji", "kj", "ik", {}, {}, {0}, {1}, s);
  addDot(t, "batch", "bij", "bjk", "bik", {0}, {0}, {2}, {1}, s);
  addDot(t, "batch_inside", "ibj", "jkb", "bik", {1}, {2}, {2}, {0}, s);
  addDot(t, "two_axes", "ijk", "kjc", "ic", {}, {}, {1, 2}, {1, 0}, s);
  addDot(t, "outer", "i", "j", "ij", {}, {}, {}, {}, s);
  addDot(t, "inner", "k", "k", "", {}, {}, {0}, {0}, s);
  addDot(t, "vector", "ij", "j", "i", {}, {}, {1}, {0}, s);
  addDot(t, "two_batches", "bcj", "cbj", "bc", {0, 1}, {1, 0}, {2}, {2}, s);
  addDot(t, "larger", "ij", "jk", "ik", {}, {}, {1}, {0},
         {{'i', 9}, {'j', 17}, {'k', 13}});
  addDot(t, "columns_apart", "ij", "kjc", "ikc", {}, {}, {1}, {1},
         {{'i', 17}, {'j', 5}, {'k', 7}, {'c', 3}});
  addDot(t, "columns_apart_batch", "bijl", "lkbjc", "bikc", {0}, {2}, {2, 3},
         {3, 0}, {{'b', 2}, {'i', 17}, {'j', 3}, {'l', 2}, {'k', 7}, {'c', 3}});
  addSummedRows(t);
}

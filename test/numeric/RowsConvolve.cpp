// Rows of dialects/weft/Window.td, BodyReduce.td and Convolve.td. The
// references walk over windows as the definitions say.
#include "Row.h"
#include "weft/Reducers.h"
using namespace weft;
using namespace weft::test;
using List = std::vector<int64_t>;

namespace {
int64_t product(const List &shape) {
  int64_t n = 1;
  for (int64_t d : shape)
    n *= d;
  return n;
}
List indexOf(int64_t i, const List &shape) {
  List at(shape.size());
  for (size_t d = shape.size(); d-- > 0; i /= shape[d])
    at[d] = i % shape[d];
  return at;
}
int64_t placeOf(const List &at, const List &shape) {
  int64_t i = 0;
  for (size_t d = 0; d < shape.size(); ++d)
    i = i * shape[d] + at[d];
  return i;
}

//===-- Windows -----------------------------------------------------------===//
struct Case {
  const char *label;
  List shape;
  Window w;
};
std::vector<Case> cases() {
  return {
      {"plain", {4, 5}, {{2, 3}}},
      {"strided", {5, 6}, {{2, 3}, {2, 2}}},
      {"padded", {4, 5}, {{3, 2}, {1, 2}, {{1, 1}, {0, 1}}}},
      {"same", {5, 4}, {{3, 3}, {2, 1}, "SAME"}},
      {"cut", {5, 6}, {{2, 2}, {1, 2}, {{-1, 0}, {1, -1}}}},
      {"dilated", {4, 6}, {{2, 2}, {2, 1}, {{1, 0}, {0, 2}}, {2, 1}, {1, 3}}},
      {"one_axis", {7}, {{3}, {3}, "SAME_LOWER"}},
      {"whole", {3, 4}, {{3, 4}}},
  };
}
Shape orOnes(const Shape &list, size_t n) {
  return list.empty() ? Shape(n, 1) : list;
}
/// For each result, the places of x in its window (padding left out).
std::vector<std::vector<int64_t>> places(const Case &c) {
  size_t rank = c.shape.size();
  List stride = orOnes(c.w.strides, rank), base = orOnes(c.w.baseDilation, rank),
       step = orOnes(c.w.dilation, rank), low(rank), out(rank);
  for (size_t d = 0; d < rank; ++d) {
    int64_t n = (c.shape[d] - 1) * base[d] + 1;
    int64_t k = (c.w.size[d] - 1) * step[d] + 1, total = 0;
    if (c.w.padding.name().empty()) {
      low[d] = c.w.padding.pairs()[d].first;
      total = low[d] + c.w.padding.pairs()[d].second;
    } else if (c.w.padding.name() != "VALID") {
      int64_t results = (n + stride[d] - 1) / stride[d];
      total = std::max<int64_t>((results - 1) * stride[d] + k - n, 0);
      low[d] = c.w.padding.name() == "SAME" ? total / 2 : total - total / 2;
    }
    out[d] = (n + total - k) / stride[d] + 1;
  }
  std::vector<std::vector<int64_t>> all;
  for (int64_t i = 0; i < product(out); ++i) {
    all.emplace_back();
    List o = indexOf(i, out);
    for (int64_t j = 0; j < product(c.w.size); ++j) {
      List k = indexOf(j, c.w.size), at(rank);
      bool inside = true;
      for (size_t d = 0; d < rank; ++d) {
        int64_t p = o[d] * stride[d] + k[d] * step[d] - low[d];
        inside &= p >= 0 && p % base[d] == 0 && p / base[d] < c.shape[d];
        at[d] = p / base[d];
      }
      if (inside)
        all.back().push_back(placeOf(at, c.shape));
    }
  }
  return all;
}
using Fold = std::function<double(double, double)>;
WholeRef folded(const Case &c, double start, const Fold &f) {
  return [windows = places(c), start, f](const Elements &x) {
    std::vector<double> y;
    for (const auto &window : windows) {
      double v = start;
      for (int64_t at : window)
        v = f(v, x[0][at]);
      y.push_back(v);
    }
    return y;
  };
}
using WindowFn = Array (*)(const Operand &, const Window &);
void addFold(std::vector<Row> &t, const char *op, WindowFn build,
             const std::vector<Dtype> &dtypes, unsigned checks, double start,
             const Fold &f, double lo = -2, double hi = 2) {
  for (const Case &c : cases()) {
    Row r{op, c.label, {{c.shape, lo, hi, -3, 4}}, nullptr, dtypes, checks};
    r.build = [=](const Leaves &x) { return Leaves{build(x[0], c.w)}; };
    r.whole = folded(c, start, f);
    r.tolerance32 = 1e-5;
    r.tolerance64 = 1e-13;
    t.push_back(r);
  }
}
double andOf(double a, double b) {
  return static_cast<double>(int64_t(a) & int64_t(b));
}
double orOf(double a, double b) {
  return static_cast<double>(int64_t(a) | int64_t(b));
}
void addFolds(std::vector<Row> &t) {
  addFold(t, "reduce_window_sum", reduceWindowSum, numbers, Second, 0,
          std::plus<double>());
  addFold(t, "reduce_window_prod", reduceWindowProd, numbers, Second, 1,
          std::multiplies<double>(), 0.5, 1.5);
  addFold(t, "reduce_window_max", reduceWindowMax, numbers, Second, -HUGE_VAL,
          [](double a, double b) { return std::fmax(a, b); });
  addFold(t, "reduce_window_min", reduceWindowMin, numbers, Second, HUGE_VAL,
          [](double a, double b) { return std::fmin(a, b); });
  addFold(t, "reduce_window_and", reduceWindowAnd, integers, Values, -1, andOf);
  addFold(t, "reduce_window_or", reduceWindowOr, bits, Values, 0, orOf);
  Row nan{"reduce_window_max", "nan", {{{5}}}, nullptr, floats, Values};
  nan.in[0].values = {1, NAN, 2, 3, 0};
  nan.build = [](const Leaves &x) {
    return Leaves{reduceWindowMax(x[0], {{2}})};
  };
  nan.whole = [](const Elements &) {
    return std::vector<double>{NAN, NAN, 3, 3};
  };
  t.push_back(nan);
}

/// The place in its window where x is largest (smallest), the first of equals.
std::vector<int64_t> chosen(const Case &c, const std::vector<double> &x,
                            bool least) {
  std::vector<int64_t> out;
  for (const auto &window : places(c)) {
    int64_t best = -1;
    for (int64_t at : window)
      if (best < 0 || (least ? x[at] < x[best] : x[at] > x[best]))
        best = at;
    out.push_back(best);
  }
  return out;
}
void addSelections(std::vector<Row> &t) {
  for (bool least : {false, true})
    for (const Case &c : cases()) {
      std::string label = std::string(c.label) + (least ? "_least" : "");
      // x: a constant to derivatives, with equal elements.
      In x{c.shape, -2, 2, -3, 4};
      int64_t n = product(c.shape);
      for (int64_t i = 0; i < n; ++i)
        x.values.push_back((i * 7 + i / 3) % 5 - 2);
      Row gather{"select_and_gather_add", label, {{c.shape}, x}, nullptr,
                 numbers,                 Values};
      gather.build = [=](const Leaves &in) {
        return Leaves{selectAndGatherAdd(in[0], in[1], c.w, least)};
      };
      gather.whole = [=](const Elements &in) {
        std::vector<double> y;
        for (int64_t at : chosen(c, in[1], least))
          y.push_back(at < 0 ? 0 : in[0][at]);
        return y;
      };
      t.push_back(gather);
      Shape out = reduceWindowSum(zeros(Shape(c.shape)), c.w).shape();
      Row scatter{"select_and_scatter_add", label, {{out}, x}, nullptr,
                  numbers,                  Values};
      scatter.build = [=](const Leaves &in) {
        return Leaves{selectAndScatterAdd(in[0], in[1], c.w, least)};
      };
      scatter.whole = [=](const Elements &in) {
        std::vector<double> y(in[1].size(), 0.);
        auto at = chosen(c, in[1], least);
        for (size_t i = 0; i < at.size(); ++i)
          if (at[i] >= 0)
            y[at[i]] += in[0][i];
        return y;
      };
      scatter.tolerance32 = 4e-6;
      t.push_back(scatter);
    }
  // Linear in the first operand.
  auto linear = [&](const char *op, Shape shape, auto build) {
    Row r{op, "linear", {{shape}}, nullptr, floats};
    r.build = build;
    r.whole = nullptr;
    t.push_back(r);
  };
  const Array x = array<double>({3, 1, 4, 1, 5, 9});
  linear("select_and_gather_add", {6}, [=](const Leaves &in) {
    Array at = astype(x, in[0].dtype());
    return Leaves{selectAndGatherAdd(in[0], at, {{2}, {2}})};
  });
  t.back().whole = [](const Elements &in) {
    return std::vector<double>{in[0][0], in[0][2], in[0][5]};
  };
  linear("select_and_scatter_add", {3}, [=](const Leaves &in) {
    Array at = astype(x, in[0].dtype());
    return Leaves{selectAndScatterAdd(in[0], at, {{2}, {2}})};
  });
  t.back().whole = [](const Elements &in) {
    return std::vector<double>{in[0][0], 0, in[0][1], 0, 0, in[0][2]};
  };
}

//===-- Reductions by a body ----------------------------------------------===//
using Pair = std::vector<Array>;
/// The larger value with its index; the lower index of equals.
Pair larger(const Pair &a, const Pair &b) {
  Array first = (a[0] > b[0]) | ((a[0] == b[0]) & (a[1] < b[1]));
  return {where(first, a[0], b[0]), where(first, a[1], b[1])};
}
/// max(a, b) + ln(1 + e^-|a - b|).
Array logAddExp(const Array &a, const Array &b) {
  return maximum(a, b) + log1p(exp(-abs(a - b)));
}
void addBodies(std::vector<Row> &t) {
  Row best{"reduce", "argmax", {{{3, 4}}, {{3, 4}}}, nullptr, floats, Values};
  best.in[0].values = {1, 5, 2, 5, 0, 0, -1, 0, 3, 2, 8, 7};
  best.in[1].dtype = Dtype::I32;
  best.in[1].values = {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3};
  best.build = [](const Leaves &in) {
    Array least = astype(-HUGE_VAL, in[0].dtype());
    auto y = reduce({in[0], in[1]}, {least, scalar<int32_t>(0)}, larger, 1);
    return Leaves{y[0], y[1]};
  };
  best.whole = [](const Elements &) {
    return std::vector<double>{5, 0, 8, 1, 0, 2};
  };
  t.push_back(best);
  for (auto [label, axes] : {std::pair{"first", List{0}}, {"outer", List{0, 2}},
                             {"none", List{}}}) {
    Row sum{"reduce", std::string("logaddexp_") + label, {{{2, 3, 2}}, {{}}},
            nullptr,  floats,                           Values};
    sum.build = [axes = axes](const Leaves &in) {
      return Leaves{reduce(in[0], in[1], logAddExp, axes)};
    };
    sum.whole = [axes = axes](const Elements &x) {
      List kept;
      for (int64_t d = 0; d < 3; ++d)
        kept.push_back(std::count(axes.begin(), axes.end(), d) ? 1
                                                               : List{2, 3, 2}[d]);
      std::vector<double> y(product(kept), std::exp(x[1][0]));
      for (int64_t i = 0; i < 12; ++i) {
        List at = indexOf(i, {2, 3, 2});
        for (int64_t d = 0; d < 3; ++d)
          at[d] %= kept[d];
        y[placeOf(at, kept)] += std::exp(x[0][i]);
      }
      for (double &v : y)
        v = std::log(v);
      return y;
    };
    sum.tolerance32 = 4e-6;
    sum.tolerance64 = 1e-13;
    t.push_back(sum);
  }
  for (const Case &c : cases()) {
    Row r{"reduce_window", c.label, {{c.shape}, {{}}}, nullptr, floats, Values};
    r.build = [=](const Leaves &in) {
      return Leaves{reduceWindow(in[0], in[1], logAddExp, c.w)};
    };
    r.whole = [=](const Elements &x) {
      std::vector<double> y;
      for (const auto &window : places(c)) {
        double v = std::exp(x[1][0]); // once, and padding counts nothing
        for (int64_t at : window)
          v += std::exp(x[0][at]);
        y.push_back(std::log(v));
      }
      return y;
    };
    r.tolerance32 = 4e-6;
    r.tolerance64 = 1e-13;
    t.push_back(r);
  }
}

//===-- Convolution -------------------------------------------------------===//
struct ConvCase {
  const char *label;
  Shape lhs, rhs;
  ConvOptions o;
};
/// By the definition, over letters.
std::vector<double> convolved(const ConvCase &c, const Elements &in) {
  size_t space = c.lhs.size() - 2;
  std::string letters = std::string("0123").substr(0, space);
  ConvDims dims = c.o.dims;
  if (dims.lhs.empty())
    dims = {"NC" + letters, "OI" + letters, "NC" + letters};
  else
    letters = std::string();
  if (letters.empty())
    for (char l : dims.rhs)
      if (l != 'O' && l != 'I')
        letters += l;
  auto size = [](const std::string &dims, const Shape &shape, char l) {
    return shape[dims.find(l)];
  };
  List stride = orOnes(c.o.strides, space), base = orOnes(c.o.lhsDilation, space),
       step = orOnes(c.o.rhsDilation, space), low(space), out(space);
  for (size_t d = 0; d < space; ++d) {
    int64_t n = (size(dims.lhs, c.lhs, letters[d]) - 1) * base[d] + 1;
    int64_t k = (size(dims.rhs, c.rhs, letters[d]) - 1) * step[d] + 1;
    int64_t total = 0;
    if (c.o.padding.name().empty()) {
      low[d] = c.o.padding.pairs()[d].first;
      total = low[d] + c.o.padding.pairs()[d].second;
    } else if (c.o.padding.name() == "SAME") {
      int64_t results = (n + stride[d] - 1) / stride[d];
      total = std::max<int64_t>((results - 1) * stride[d] + k - n, 0);
      low[d] = total / 2;
    }
    out[d] = (n + total - k) / stride[d] + 1;
  }
  int64_t groups = c.o.featureGroups * c.o.batchGroups;
  int64_t outs = size(dims.rhs, c.rhs, 'O'), ins = size(dims.rhs, c.rhs, 'I');
  int64_t batch = size(dims.lhs, c.lhs, 'N') / c.o.batchGroups;
  Shape shape;
  for (char l : dims.out)
    shape.push_back(l == 'N'   ? batch
                    : l == 'C' ? outs
                               : out[letters.find(l)]);
  std::vector<double> y;
  for (int64_t i = 0; i < product(shape); ++i) {
    List o = indexOf(i, shape);
    int64_t n = o[dims.out.find('N')], f = o[dims.out.find('C')];
    int64_t group = f / (outs / groups);
    double sum = 0;
    for (int64_t j = 0; j < product(c.rhs); ++j) {
      List k = indexOf(j, c.rhs), at(c.lhs.size());
      if (k[dims.rhs.find('O')] != f)
        continue;
      bool inside = true;
      at[dims.lhs.find('N')] = c.o.batchGroups > 1 ? group * batch + n : n;
      at[dims.lhs.find('C')] = k[dims.rhs.find('I')] +
                               (c.o.featureGroups > 1 ? group * ins : 0);
      for (size_t d = 0; d < space; ++d) {
        int64_t kd = k[dims.rhs.find(letters[d])];
        if (std::count(c.o.reversed.begin(), c.o.reversed.end(), d))
          kd = size(dims.rhs, c.rhs, letters[d]) - 1 - kd;
        int64_t p = o[dims.out.find(letters[d])] * stride[d] + kd * step[d] -
                    low[d];
        int64_t limit = size(dims.lhs, c.lhs, letters[d]);
        inside &= p >= 0 && p % base[d] == 0 && p / base[d] < limit;
        at[dims.lhs.find(letters[d])] = p / base[d];
      }
      if (inside)
        sum += in[0][placeOf(at, c.lhs)] * in[1][j];
    }
    y.push_back(sum);
  }
  return y;
}
std::vector<ConvCase> convCases() {
  auto options = [](auto set) {
    ConvOptions o;
    set(o);
    return o;
  };
  using O = ConvOptions;
  const ConvDims last{"NHWC", "HWIO", "NHWC"};
  return {
      {"line", {2, 3, 7}, {4, 3, 3}, {}},
      {"plane", {2, 2, 5, 6}, {3, 2, 2, 3}, {}},
      {"no_space", {3, 4}, {2, 4}, {}},
      {"one_by_one", {2, 5, 4, 3}, {1, 1, 3, 4},
       options([&](O &o) { o.dims = last; })},
      {"features_last", {2, 6, 5, 3}, {3, 2, 3, 4}, options([&](O &o) {
         o.dims = last;
         o.strides = {2, 1};
         o.padding = "SAME";
       })},
      {"mixed_dims", {3, 5, 2, 4}, {3, 3, 2, 2}, options([](O &o) {
         o.dims = {"CHNW", "IHWO", "WNCH"};
         o.padding = {{1, 0}, {0, 1}};
       })},
      {"dilated", {2, 2, 4, 5}, {3, 2, 2, 3}, options([](O &o) {
         o.strides = {2, 1};
         o.lhsDilation = {2, 3};
         o.rhsDilation = {3, 2};
         o.padding = {{2, 1}, {-1, 3}};
       })},
      {"feature_groups", {2, 4, 5, 4}, {6, 2, 3, 2}, options([](O &o) {
         o.featureGroups = 2;
         o.padding = "SAME";
       })},
      {"depthwise", {2, 5, 4, 3}, {2, 2, 1, 6}, options([&](O &o) {
         o.dims = last;
         o.featureGroups = 3;
         o.padding = {{1, 1}, {0, 1}};
       })},
      {"batch_groups", {4, 3, 5}, {6, 3, 2}, options([](O &o) {
         o.batchGroups = 2;
         o.strides = {2};
       })},
      {"reversed", {2, 2, 5, 4}, {3, 2, 3, 2}, options([](O &o) {
         o.reversed = {1, 0};
         o.strides = {1, 2};
         o.padding = {{1, 1}, {1, 0}};
       })},
      {"solid", {1, 2, 3, 4, 3}, {2, 2, 2, 2, 2},
       options([](O &o) { o.padding = "SAME"; })},
      // Large enough for the packed kernels.
      {"kernel", {2, 9, 10, 16}, {3, 3, 16, 24}, options([&](O &o) {
         o.dims = last;
         o.padding = "SAME";
       })},
      {"kernel_first", {2, 8, 12, 13}, {16, 8, 3, 3},
       options([](O &o) { o.strides = {1, 2}; })},
      {"kernel_line", {3, 5, 40}, {19, 5, 7}, options([](O &o) {
         o.padding = {{5, -2}};
         o.rhsDilation = {2};
       })},
      {"kernel_turned", {2, 7, 9, 11}, {35, 7, 3, 4}, options([](O &o) {
         o.reversed = {0, 1};
         o.rhsDilation = {2, 1};
         o.padding = {{2, 1}, {0, 3}};
       })},
      {"kernel_phases", {2, 6, 5, 7}, {5, 6, 4, 3}, options([](O &o) {
         o.lhsDilation = {2, 3};
         o.padding = {{2, 3}, {1, 1}};
       })},
      {"kernel_phases_last", {2, 5, 6, 9}, {3, 4, 9, 18}, options([&](O &o) {
         o.dims = last;
         o.lhsDilation = {2, 2};
         o.padding = {{1, 0}, {3, 2}};
       })},
      {"kernel_depthwise", {2, 5, 17, 37}, {5, 1, 3, 4}, options([](O &o) {
         o.featureGroups = 5;
         o.padding = {{1, 1}, {-1, 2}};
         o.rhsDilation = {1, 2};
       })},
      {"kernel_depthwise_stride", {2, 3, 21, 43}, {3, 1, 5, 3},
       options([](O &o) {
         o.featureGroups = 3;
         o.strides = {2, 3};
         o.padding = "SAME";
       })},
      {"kernel_depthwise_last", {2, 9, 10, 29}, {3, 4, 1, 29},
       options([&](O &o) {
         o.dims = last;
         o.featureGroups = 29;
         o.padding = {{1, 2}, {3, 0}};
         o.rhsDilation = {2, 1};
       })},
      // Three taps a row, as far apart as results are, or not.
      {"kernel_depthwise_threes", {2, 7, 17, 21}, {3, 3, 1, 21},
       options([&](O &o) {
         o.dims = last;
         o.featureGroups = 21;
         o.padding = "SAME";
       })},
      {"kernel_depthwise_threes_apart", {2, 7, 23, 37}, {2, 3, 1, 37},
       options([&](O &o) {
         o.dims = last;
         o.featureGroups = 37;
         o.strides = {1, 2};
         o.rhsDilation = {1, 2};
         o.padding = {{1, 0}, {2, 3}};
       })},
      {"kernel_depthwise_threes_dilated", {2, 7, 19, 37}, {2, 3, 1, 37},
       options([&](O &o) {
         o.dims = last;
         o.featureGroups = 37;
         o.rhsDilation = {1, 2};
         o.padding = "SAME";
       })},
      {"kernel_depthwise_last_stride", {2, 11, 13, 53}, {2, 3, 1, 53},
       options([&](O &o) {
         o.dims = last;
         o.featureGroups = 53;
         o.strides = {3, 2};
         o.padding = "SAME";
       })},
  };
}
void addConvolutions(std::vector<Row> &t) {
  for (const ConvCase &c : convCases()) {
    bool large = std::string(c.label).starts_with("kernel");
    Row r{"conv_general_dilated",
          c.label,
          {{c.lhs}, {c.rhs}},
          nullptr,
          large ? floats : numbers,
          large ? First : Second};
    r.build = [=](const Leaves &in) {
      return Leaves{convGeneralDilated(in[0], in[1], c.o)};
    };
    r.whole = [=](const Elements &in) { return convolved(c, in); };
    r.tolerance32 = 2e-5;
    r.tolerance64 = 1e-12;
    t.push_back(r);
  }
}
} // namespace

void weft::test::addConvolve(std::vector<Row> &t) {
  addFolds(t);
  addSelections(t);
  addBodies(t);
  addConvolutions(t);
}

// The numeric table: its tests, and tests of the table itself.
#include "Row.h"
#include "RowParam.h"
#include "weft/weft.h"
#include <algorithm>
#include <cstdlib>
#include <deque>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>
using namespace weft;
using namespace weft::test;

const std::vector<Row> &weft::test::table() {
  static const auto rows = [] {
    std::vector<Row> t;
    addArithmetic(t);
    addUnary(t);
    addLogic(t);
    addComplex(t);
    addNumberBits(t);
    addSpecial(t);
    addShape(t);
    addReduce(t);
    addControl(t);
    addFft(t);
    addLinalg(t);
    addDecompose(t);
    addSchur(t);
    addSort(t);
    addWindows(t);
    addConvolve(t);
    return t;
  }();
  return rows;
}

namespace {

class NumericTable : public testing::TestWithParam<RowParam> {};
TEST_P(NumericTable, Holds) { checkRow(*GetParam().row, GetParam().dtype); }

/// Ops whose derivatives are long, so that a row takes seconds to compile, and
/// the rows of them that are tested in label fast, in f64; the sweep tests all.
/// In the other dtypes LinalgTest has their values.
const std::map<std::string, std::set<std::string>> longOps = {
    {"fft",
     {"1", "inverse_6", "60", "17", "plane", "inverse_space", "real_7",
      "real_34", "real_plane", "to_real_1", "to_real_6", "to_real_7",
      "to_real_plane", "to_real_space"}},
    {"cholesky", {"real", "complex_batch", "indefinite"}},
    {"triangular_solve",
     {"left", "right_upper", "left_lower_t_unit", "lower_unit",
      "lower_t_conj_c", "batch_1"}},
    {"lu", {"real_3x3", "real_2x4", "complex_4x2", "pivots"}},
    {"tridiagonal_solve", {"real_4"}},
    {"geqrf", {"real_5x3"}},
    {"householder_product", {"complex_5x3"}},
    {"qr", {"real_3x3", "real_4x2_full", "complex_2x4"}},
    {"eigh", {"real_4", "complex_2_upper"}},
    {"svd", {"real_4x2", "real_2x4_full", "complex_3x3_values"}},
    {"eig", {"real_2", "complex_values_3"}},
};
bool isSweep() { return std::getenv("WEFT_NUMERIC_SWEEP"); }

std::vector<RowParam> longParams() {
  std::vector<RowParam> out;
  for (const Row &r : table()) {
    auto known = longOps.find(r.op);
    if (known == longOps.end())
      continue;
    for (Dtype d : r.dtypes)
      if (isSweep() || (d == Dtype::F64 && known->second.count(r.label)))
        out.push_back({&r, d});
  }
  return out;
}
std::vector<RowParam> params() {
  std::vector<RowParam> out;
  for (const Row &r : table())
    if (!longOps.count(r.op))
      for (Dtype d : r.dtypes)
        out.push_back({&r, d});
  if (!isSweep())
    return out;
  // Label sweep: eager and mapped values in every other dtype as well
  // (Halves.cpp has the derivatives of halves).
  static std::deque<Row> more;
  for (const Row &r : table())
    for (size_t d = 0; d < numDtypes; ++d)
      if (auto dtype = static_cast<Dtype>(d); covers(r, dtype)) {
        more.push_back(r);
        more.back().checks &= Unmapped;
        out.push_back({&more.back(), dtype});
      }
  return out;
}
INSTANTIATE_TEST_SUITE_P(Ops, NumericTable, testing::ValuesIn(params()),
                         [](const auto &p) { return nameOf(p.param); });
INSTANTIATE_TEST_SUITE_P(Long, NumericTable, testing::ValuesIn(longParams()),
                         [](const auto &p) { return nameOf(p.param); });

/// Every op has a row, or says in ODS why it has none, and not both.
TEST(NumericMeta, EveryOpHasARow) {
  std::set<std::string> rows, ops;
  for (const Row &r : table())
    rows.insert(r.op);
  for (const OpInfo &op : registeredOps()) {
    ops.insert(op.name);
    EXPECT_NE(rows.count(op.name), op.lacks.count("row"))
        << "weft." << op.name;
  }
  for (const std::string &row : rows)
    EXPECT_TRUE(ops.count(row)) << row << " is no op";
  EXPECT_GE(ops.size(), 70u);
}
TEST(NumericMeta, EveryRowBuildsItsOp) {
  for (const Row &r : table())
    EXPECT_TRUE(Traced(r.build, operands(r, r.dtypes[0])).ops().count(r.op))
        << r.op << " " << r.label;
}

/// The messages of the checks that fail for a row.
std::string failuresOf(const Row &row, Dtype dtype) {
  testing::TestPartResultArray results;
  {
    testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::
            INTERCEPT_ONLY_CURRENT_THREAD,
        &results);
    checkRow(row, dtype);
  }
  std::string text;
  for (int i = 0; i < results.size(); ++i)
    if (results.GetTestPartResult(i).failed())
      text += results.GetTestPartResult(i).message();
  return text;
}
TEST(NumericMeta, NoticesAWrongValue) {
  Row r{"sin", "", {{{7}}}, opOf("sin"), floats, Second | Edges};
  r.real = [](const double *x) { return std::sin(x[0]) + 1e-5; };
  std::string text = failuresOf(r, Dtype::F32);
  EXPECT_NE(text.find("value against reference"), std::string::npos) << text;
  EXPECT_NE(text.find("edge"), std::string::npos) << text;
  EXPECT_EQ(text.find("dot test"), std::string::npos) << text;
}
/// sin, whose reverse rule is `slope` times the cotangent.
Row wrongSin(std::function<Array(const Array &)> slope) {
  Row r{"custom_vjp", "", {{{7}}}, nullptr, floats, Second | NoForward};
  r.build = [=](const Leaves &in) {
    auto f =
        customVjp([](Array x) -> Array { return sin(x); },
                  [](Array x) {
                    return std::pair{sin(x), x};
                  },
                  [=](Array x, Array ct) -> Array { return ct * slope(x); });
    return Leaves{f(in[0])};
  };
  r.real = [](const double *x) { return std::sin(x[0]); };
  return r;
}
TEST(NumericMeta, NoticesAWrongDerivative) {
  auto right = [](const Array &x) { return cos(x); };
  EXPECT_EQ(failuresOf(wrongSin(right), Dtype::F64), "");
  auto wrong = [](const Array &x) { return cos(x) * 1.0001; };
  std::string text = failuresOf(wrongSin(wrong), Dtype::F64);
  EXPECT_NE(text.find("transpose against differences"), std::string::npos)
      << text;
  EXPECT_EQ(text.find("value against reference"), std::string::npos) << text;
}
TEST(NumericMeta, FastRowsOfLongOpsAreThere) {
  for (const auto &[op, labels] : longOps)
    for (const std::string &label : labels)
      EXPECT_TRUE(std::any_of(table().begin(), table().end(),
                              [&](const Row &r) {
                                return r.op == op && r.label == label;
                              }))
          << op << " " << label;
}
TEST(NumericMeta, NoticesAWrongSecondDerivative) {
  // Right in value: the rule of the rule is not.
  auto slope = [](const Array &x) { return cos(x) + x - stopGradient(x); };
  std::string text = failuresOf(wrongSin(slope), Dtype::F64);
  EXPECT_EQ(text.find("transpose against differences:"), std::string::npos)
      << text;
  EXPECT_NE(text.find("jvp of transpose against differences"),
            std::string::npos)
      << text;
}

/// Every op has each of the four rules, or says in ODS why it has not.
TEST(NumericMeta, EveryOpHasItsInterfaces) {
  for (const OpInfo &op : registeredOps())
    for (const char *rule : {"jvp", "transpose", "batch", "lower"})
      EXPECT_NE(op.interfaces.count(rule), op.lacks.count(rule))
          << "weft." << op.name << " " << rule;
}
/// Whether f(x + y) is f(x) + f(y), for operands x of the row and some y.
bool isAdditive(const Row &row, Dtype dtype) {
  Leaves x = operands(row, dtype), y = x, sum = x;
  for (size_t i = 0; i < x.size(); ++i)
    if (isInexact(x[i])) {
      std::vector<double> factors;
      for (int64_t k = 0; k < x[i].size(); ++k)
        factors.push_back(std::array{-1.5, 0.75, 0.25, 2.0}[(k + 3 * i) % 4]);
      y[i] = x[i] * astype(reshape(array(factors), x[i].shape()), x[i].dtype());
      sum[i] = x[i] + y[i];
    }
  Leaves a = row.build(x), b = row.build(y), both = row.build(sum);
  for (size_t i = 0; i < a.size(); ++i)
    if (!isInexact(a[i]) || !allClose(both[i], a[i] + b[i]).item<bool>())
      return false;
  return true;
}
/// The reason is true: an op without a transpose is not additive in some row.
/// nextafter is not either, but by less than sums are rounded; stop_gradient is,
/// and says another reason.
TEST(NumericMeta, WhatHasNoTransposeIsNotLinear) {
  for (const OpInfo &op : registeredOps()) {
    if (op.name == "nextafter" || op.name == "stop_gradient")
      continue;
    bool tested = false, additive = true;
    for (const Row &r : table())
      for (Dtype d : {Dtype::F64, Dtype::C128})
        if (r.op == op.name && op.lacks.count("transpose") &&
            op.interfaces.count("jvp") &&
            std::count(r.dtypes.begin(), r.dtypes.end(), d)) {
          tested = true;
          additive = additive && isAdditive(r, d);
        }
    EXPECT_FALSE(tested && additive) << "weft." << op.name;
  }
}

struct Totals : testing::Environment {
  void TearDown() override {
    std::printf("numeric table: %zu rows, %zu comparisons\n", table().size(),
                comparisons());
  }
};
const auto *totals = testing::AddGlobalTestEnvironment(new Totals);
} // namespace

// The numeric table: its tests, and tests of the table itself.
#include "Row.h"
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
    addSort(t);
    addWindows(t);
    addConvolve(t);
    return t;
  }();
  return rows;
}

namespace {
struct Param {
  const Row *row;
  Dtype dtype;
};
std::string nameOf(const Param &p) {
  std::string name = p.row->op;
  if (!p.row->label.empty())
    name += "_" + p.row->label;
  return name + "_" + shortName(p.dtype);
}

class NumericTable : public testing::TestWithParam<Param> {};
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

std::vector<Param> longParams() {
  std::vector<Param> out;
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
std::vector<Param> params() {
  std::vector<Param> out;
  for (const Row &r : table())
    if (!longOps.count(r.op))
      for (Dtype d : r.dtypes)
        out.push_back({&r, d});
  if (!isSweep())
    return out;
  // Label sweep: eager and mapped values in every other dtype as well.
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

/// Ops that can have no row.
const std::map<std::string, std::string> withoutRow = {
    {"return", "ends a body and computes nothing"},
    {"extern_call", "is what lowering makes of others"},
    {"custom_linear", "is never run: rows of custom_vjp transpose it"},
    // What is left of a collective when its vmap is done is no op of its own;
    // test/api/CollectiveTest.cpp.
    {"host_call", "is a call: test/api/HostTest.cpp"},
    {"psum", "is gone when its vmap is"},
    {"pmax", "is gone when its vmap is"},
    {"pmin", "is gone when its vmap is"},
    {"ppermute", "is gone when its vmap is"},
    {"all_to_all", "is gone when its vmap is"},
    {"all_gather", "is gone when its vmap is"},
    {"psum_scatter", "is gone when its vmap is"},
};
TEST(NumericMeta, EveryOpHasARow) {
  std::set<std::string> rows, ops;
  for (const Row &r : table())
    rows.insert(r.op);
  for (const OpInfo &op : registeredOps()) {
    ops.insert(op.name);
    EXPECT_NE(rows.count(op.name), withoutRow.count(op.name))
        << "weft." << op.name;
  }
  for (const auto &[name, why] : withoutRow)
    EXPECT_TRUE(ops.count(name)) << name << " is no op";
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

/// Interfaces that ops lack. Any other op has all of jvp, batch, lower; and
/// transpose is there for the ops that may be linear, listed below.
const std::map<std::string, std::set<std::string>> lacks = {
    {"return", {"jvp", "batch", "lower"}}, // transforms rebuild it
    {"extern_call", {"jvp", "batch", "lower"}}, // comes after transforms
    {"constant", {"jvp", "batch"}},        // has no operands
    {"iota", {"jvp", "batch"}},            // has no operands
    {"custom_linear", {"lower"}},          // is always transposed
    {"psum", {"lower"}},                   // collectives: mapped by their vmap
    {"pmax", {"lower"}},
    {"pmin", {"lower"}},
    {"ppermute", {"lower"}},
    {"all_to_all", {"lower"}},
    {"all_gather", {"lower"}},
    {"psum_scatter", {"lower"}},
};
const std::set<std::string> linear = {"fft",        "triangular_solve",
                                      "tridiagonal_solve",
                                      "add",        "sub",
                                      "mul",        "div",
                                      "neg",        "select",
                                      "convert",    "transpose",
                                      "reshape",    "broadcast_in_dim",
                                      "rev",        "slice",
                                      "pad",        "concatenate",
                                      "reduce_sum", "dot_general",
                                      "call",       "checkpoint",
                                      "cond",       "switch",
                                      "scan",       "while",
                                      "custom_vjp", "custom_linear",
                                      "custom_jvp", "custom_vmap",
                                      "name",       "linear_solve",
                                      "psum",       "ppermute",
                                      "all_to_all", "all_gather",
                                      "psum_scatter",
                                      "cumsum",     "select_n",
                                      "copy",       "real",
                                      "imag",       "conj",
                                      "complex",    "reduce_precision",
                                      "gather",     "dynamic_slice",
                                      "scatter",    "dynamic_update_slice",
                                      "scatter_add","scatter_mul",
                                      "reduce_window_sum",
                                      "select_and_gather_add",
                                      "select_and_scatter_add",
                                      "conv_general_dilated"};
TEST(NumericMeta, EveryOpHasItsInterfaces) {
  for (const OpInfo &op : registeredOps()) {
    std::set<std::string> want = {"jvp", "batch", "lower"};
    if (auto at = lacks.find(op.name); at != lacks.end())
      for (const std::string &i : at->second)
        want.erase(i);
    if (linear.count(op.name))
      want.insert("transpose");
    EXPECT_EQ(op.interfaces, want) << "weft." << op.name;
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

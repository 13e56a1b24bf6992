// The rows of elementwise ops on the GPU's kernels, which the emulator runs,
// against native code. All rows of one dtype are one program.
#include "Api/Model.h"
#include "Dialect.h"
#include "Row.h"
#include "Trace/Trace.h"
#include "weft/weft.h"
#include <gtest/gtest.h>
using namespace weft;
using namespace weft::test;

namespace {
bool isElementwise(const Row &row) { return row.real || row.ints; }

/// Elementwise ops without a kernel, and why.
const std::map<std::string, std::string> withoutKernel = {
    {"real", "complex numbers have no GPU code"},
    {"imag", "complex numbers have no GPU code"},
    {"conj", "complex numbers have no GPU code"},
    {"complex", "complex numbers have no GPU code"},
};

/// Fusible ops that only say where an element comes from.
const std::set<std::string> movesOnly = {
    "bitcast_convert", "broadcast_in_dim", "constant", "expand_dims",
    "gather",          "iota",             "name",     "reshape",
    "rev",             "slice",            "squeeze",  "transpose"};

std::set<std::string> opsWithRows() {
  std::set<std::string> out;
  for (const Row &row : table())
    for (Dtype d : row.dtypes)
      if (isElementwise(row) &&
          (d == Dtype::F32 || d == Dtype::I32 || d == Dtype::Bool))
        out.insert(row.op);
  return out;
}

class Emulated : public testing::TestWithParam<Dtype> {};
TEST_P(Emulated, ElementwiseOpsAsNativeCode) {
  Dtype dtype = GetParam();
  std::vector<const Row *> rows;
  Leaves args;
  std::vector<std::string> paths;
  for (const Row &row : table())
    if (isElementwise(row) && std::count(row.dtypes.begin(), row.dtypes.end(),
                                         dtype)) {
      rows.push_back(&row);
      for (const Array &x : operands(row, dtype)) {
        args.push_back(x);
        paths.push_back("." + std::to_string(paths.size()));
      }
    }
  ASSERT_GE(rows.size(), dtype == Dtype::Bool ? 10u : 25u);
  detail::Exported all;
  all.name = "all";
  all.like = args;
  all.paths = paths;
  all.call = [&](const Leaves &in) { return firstResults(rows, in); };
  all.resultPaths = [&] {
    std::vector<std::string> out;
    for (size_t i = 0; i < rows.size(); ++i)
      out.push_back("." + std::to_string(i));
    return out;
  };
  detail::ModelFunction f(all);
  Leaves want = f.run(args, "cpu"), got = f.run(args, "emulated-gpu");
  for (size_t i = 0; i < rows.size(); ++i) {
    const Row &row = *rows[i];
    double tolerance = dtype == Dtype::F32   ? row.tolerance32
                       : dtype == Dtype::F64 ? row.tolerance64
                                             : 0;
    EXPECT_EQ(difference(got[i], want[i], tolerance), "")
        << row.op << " " << row.label;
  }
}
INSTANTIATE_TEST_SUITE_P(Dtypes, Emulated,
                         testing::Values(Dtype::F32, Dtype::F64, Dtype::I32,
                                         Dtype::I64, Dtype::Bool),
                         [](const auto &p) {
                           return std::string(shortName(p.param));
                         });

TEST(Emulated, NoElementwiseOpIsLeftOut) {
  std::set<std::string> rows = opsWithRows();
  for (mlir::RegisteredOperationName op :
       ir::context()->getRegisteredOperationsByDialect("weft")) {
    std::string name = op.stripDialect().str();
    if (op.hasInterface<ir::Fusible>() && !op.hasTrait<ir::LacksRow>() &&
        !movesOnly.count(name)) {
      EXPECT_NE(rows.count(name), withoutKernel.count(name)) << name;
    }
  }
}
} // namespace

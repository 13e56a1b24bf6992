// Derivatives in f16 and bf16: tangents and cotangents of every row that is of
// floats, compiled, against those of the same op in f32 at the same (rounded)
// point, interpreted. Differences say nothing in so few digits.
#include "Leaves.h"
#include "Row.h"
#include "RowParam.h"
#include "weft/weft.h"
#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>
using namespace weft;
using namespace weft::test;

namespace {
/// How many units in the last place of 1 + |value| are allowed.
constexpr double usual = 4;
struct Exception {
  double units;
  const char *reason;
};
/// By op; 0 units: it is not of halves.
const std::map<std::string, Exception> exceptions = {
    {"conv_general_dilated",
     {40, "a tangent is the sum of two convolutions, each rounded, of some "
          "hundred terms; where they cancel the rounding is left"}},
    {"reduce_prod",
     {12, "a tangent is the sum of as many products as there are elements, "
          "each rounded"}},
    {"cholesky", {0, "is of f32, f64, c64 and c128"}},
    {"triangular_solve", {0, "is of f32, f64, c64 and c128"}},
    {"lu", {0, "is of f32, f64, c64 and c128"}},
    {"tridiagonal_solve", {0, "is of f32, f64, c64 and c128"}},
    {"geqrf", {0, "is of f32, f64, c64 and c128"}},
    {"geqp3", {0, "is of f32, f64, c64 and c128"}},
    {"householder_product", {0, "is of f32, f64, c64 and c128"}},
    {"qr", {0, "is of f32, f64, c64 and c128"}},
    {"eigh", {0, "is of f32, f64, c64 and c128"}},
    {"svd", {0, "is of f32, f64, c64 and c128"}},
    {"eig", {0, "is of f32, f64, c64 and c128"}},
    {"fft", {0, "is of f32, f64, c64 and c128"}},
};
double unitsOf(const Row &row) {
  auto found = exceptions.find(row.op);
  return found == exceptions.end() ? usual : found->second.units;
}

bool isOfFloats(const Row &row) {
  auto has = [&](Dtype d) {
    return std::find(row.dtypes.begin(), row.dtypes.end(), d) !=
           row.dtypes.end();
  };
  return has(Dtype::F32) && (row.checks & First) && !row.complex &&
         unitsOf(row) > 0;
}
/// Label fast takes every eighth.
std::vector<RowParam> params() {
  std::vector<RowParam> out;
  size_t next = 0;
  for (const Row &row : table())
    if (isOfFloats(row) &&
        (std::getenv("WEFT_NUMERIC_SWEEP") || next++ % 8 == 0))
      for (Dtype d : {Dtype::F16, Dtype::BF16})
        out.push_back({&row, d});
  return out;
}

Leaves inSingle(const Leaves &xs, Dtype half) {
  Leaves out;
  for (const Array &x : xs)
    out.push_back(!x.isNull() && x.dtype() == half ? retyped(x, Dtype::F32)
                                                   : x);
  return out;
}
Leaves inexactOf(const Leaves &xs) {
  Leaves out;
  for (const Array &x : xs)
    if (!x.isNull() && isInexact(x))
      out.push_back(x);
  return out;
}

class Halves : public testing::TestWithParam<RowParam> {};
TEST_P(Halves, DerivativesAsInSingle) {
  const Row &row = *GetParam().row;
  Dtype dtype = GetParam().dtype;
  Leaves x = operands(row, dtype), wide = inSingle(x, dtype);
  Random random{std::hash<std::string>()(row.op + row.label)};
  Leaves tangents = directions(random, x);
  Leaves cts = directions(random, Traced(row.build, x).interpret(x));
  bool isForward = !(row.checks & NoForward) || (row.checks & NoReverse);
  bool isReverse = !(row.checks & NoReverse);
  size_t forwards = 0;
  auto derivatives = [&](const Leaves &t, const Leaves &c) -> LeavesFn {
    return [&, t, c](const Leaves &in) {
      Leaves out;
      if (isForward)
        out = inexactOf(forward(row.build, in, t).second);
      forwards = out.size();
      if (isReverse)
        for (const Array &ct : withoutNull(pulledBack(row.build, in, c)))
          out.push_back(ct);
      return out;
    };
  };
  Leaves got = jit(derivatives(tangents, cts))(x);
  LeavesFn single = derivatives(inSingle(tangents, dtype),
                                inSingle(cts, dtype));
  Leaves want = Traced(single, wide).interpret(wide);
  ASSERT_EQ(got.size(), want.size());
  ASSERT_FALSE(got.empty());
  double tolerance = unitsOf(row) * unitOf(dtype);
  for (size_t i = 0; i < got.size(); ++i) {
    EXPECT_TRUE(got[i].dtype() == dtype || row.op == "convert");
    EXPECT_EQ(difference(got[i], partsOf(want[i]), tolerance), "")
        << (i < forwards ? "tangent " : "cotangent ")
        << (i < forwards ? i : i - forwards);
  }
}
INSTANTIATE_TEST_SUITE_P(Ops, Halves, testing::ValuesIn(params()),
                         [](const auto &p) { return nameOf(p.param); });

/// The exceptions are of ops that there are, and what is said not to be of halves
/// is refused.
TEST(HalvesMeta, ExceptionsAreTrue) {
  std::set<std::string> ops;
  for (const Row &row : table()) {
    bool isFirst = ops.insert(row.op).second;
    if (isFirst && unitsOf(row) == 0) {
      EXPECT_ANY_THROW(jit(row.build)(operands(row, Dtype::F16))) << row.op;
    }
  }
  for (const auto &[op, why] : exceptions)
    EXPECT_TRUE(ops.count(op)) << op;
}
} // namespace

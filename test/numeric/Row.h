// The numeric table: a row says what an op is; Checker.cpp makes its tests.
#pragma once
#include "Oracle.h"
#include "weft/Ops.h"
#include <cmath>
#include <complex>

namespace weft::test {
/// An operand: its shape, and where its elements are drawn from.
struct In {
  Shape shape;
  double lo = -2, hi = 2;
  /// Of integers: [intLo, intHi).
  double intLo = -9, intHi = 10;
  /// Where it is not the dtype that is tested: a predicate.
  std::optional<Dtype> dtype = std::nullopt;
  /// Elements given one by one instead.
  std::vector<double> values = {};
};
/// One element of the result from one of each operand.
using RealRef = std::function<double(const double *)>;
/// Of integers, cut to `bits` afterwards; bools are 1 bit.
using IntRef = std::function<int64_t(const int64_t *, int bits)>;
/// Of complex numbers; of a float the real part counts.
using ComplexRef =
    std::function<std::complex<double>(const std::complex<double> *)>;
/// All results one after another, from the elements of each operand.
using Elements = std::vector<std::vector<double>>;
using WholeRef = std::function<std::vector<double>(const Elements &)>;

enum Checks : unsigned {
  Values = 0,
  First = 1,     // jvp, dot test, differences
  Second = 3,    // the same of its gradient
  NoForward = 4, // has a reverse rule only
  Edges = 8,     // ±0, ±∞, NaN, extreme integers against the reference
  Rounds = 32,   // no differences: the op rounds its operand
  NoReverse = 64, // its derivatives go forward only
  Unmapped = 16, // no vmap: the operands decide the result's shape
};

struct Row {
  std::string op;
  std::string label; // of further rows of the same op
  std::vector<In> in;
  LeavesFn build;
  std::vector<Dtype> dtypes;
  unsigned checks = Second;
  RealRef real = nullptr;
  IntRef ints = nullptr;
  WholeRef whole = nullptr;
  ComplexRef complex = nullptr;
  /// Relative to 1 + |value|: a few units in the last place.
  double tolerance32 = 2e-6, tolerance64 = 1e-14;
  /// Edge values that C's library decides otherwise, and why, in a comment.
  std::function<bool(const double *)> skipEdge = nullptr;
};

inline const std::vector<Dtype> floats = {Dtype::F32, Dtype::F64};
inline const std::vector<Dtype> complexes = {Dtype::C64, Dtype::C128};
inline const std::vector<Dtype> integers = {Dtype::I32, Dtype::I64};
inline const std::vector<Dtype> numbers = {Dtype::F32, Dtype::F64, Dtype::I32,
                                           Dtype::I64};
inline const std::vector<Dtype> bits = {Dtype::I32, Dtype::I64, Dtype::Bool};
inline const std::vector<Dtype> everyDtype = {
    Dtype::F32, Dtype::F64, Dtype::I32, Dtype::I64, Dtype::Bool};

/// All checks of a row in one dtype, as GoogleTest's expectations.
void checkRow(const Row &row, Dtype dtype);
/// How many results have been compared so far.
size_t comparisons();
/// Operands such as a row asks for.
Leaves operands(const Row &row, Dtype dtype);
/// The first result of each row on its share of `in`, in turn.
Leaves firstResults(const std::vector<const Row *> &rows, const Leaves &in);

/// Whether the row's op is one of `dtype` too, which it does not name, and its
/// scalar reference holds there: Dtypes.cpp tests values, the sweep the rest.
bool covers(const Row &row, Dtype dtype);
/// One unit in the last place of a float dtype, at 1.
double unitOf(Dtype dtype);
/// All rows.
const std::vector<Row> &table();
/// What `row` says of its operands' elements, in a dtype of any kind, rounded to
/// that of the result; empty where the row has no scalar reference.
std::vector<double> scalarReference(const Row &row, const Leaves &x,
                                    Dtype tested, Dtype result);

/// The families.
void addArithmetic(std::vector<Row> &table);
void addUnary(std::vector<Row> &table);
void addLogic(std::vector<Row> &table);
void addComplex(std::vector<Row> &table);
void addNumberBits(std::vector<Row> &table);
void addSpecial(std::vector<Row> &table);
void addShape(std::vector<Row> &table);
void addReduce(std::vector<Row> &table);
void addControl(std::vector<Row> &table);
void addFft(std::vector<Row> &table);
void addLinalg(std::vector<Row> &table);
void addDecompose(std::vector<Row> &table);
void addSchur(std::vector<Row> &table);
void addSort(std::vector<Row> &table);
void addWindows(std::vector<Row> &table);
void addConvolve(std::vector<Row> &table);

/// Builds one op with these attributes.
inline LeavesFn opOf(const std::string &name,
                     const std::map<std::string, Attr> &attrs = {}) {
  return [=](const Leaves &x) { return Leaves{emitOp(name, x, attrs)}; };
}
/// Builds one op whose result has another shape, in operand 0's dtype.
inline LeavesFn opOf(const std::string &name,
                     const std::map<std::string, Attr> &attrs,
                     const Shape &shape) {
  return [=](const Leaves &x) {
    return Leaves{emitOp(name, x, attrs, ResultType{shape, x[0].dtype()})};
  };
}
/// Result element i is element from[i] of operand 0.
inline WholeRef gather(const std::vector<int> &from) {
  return [=](const Elements &x) {
    std::vector<double> y;
    for (int i : from)
      y.push_back(x[0][i]);
    return y;
  };
}
} // namespace weft::test

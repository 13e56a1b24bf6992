// What each row of the table is tested for. All results of a row and dtype
// are computed by one jitted function, so that each costs one compilation.
//
//   value          native code against the scalar reference, the interpreter
//                  and eager operations; edge values against C's libm
//   first order    jvp against central differences of the interpreted op, and
//                  ⟨jvp t, c⟩ = ⟨t, transpose c⟩
//   second order   the same of G(x) = transpose c at x, forward over reverse
//                  and reverse over reverse
//   vmap           every mix of mapped operands against a loop of
//                  interpreted calls, and of the gradient with all mapped
#include "Leaves.h"
#include "Row.h"
#include "weft/weft.h"
#include <gtest/gtest.h>
using namespace weft;
using namespace weft::test;

namespace {
size_t compared = 0;

bool names(const Row &row, Dtype dtype) {
  return std::find(row.dtypes.begin(), row.dtypes.end(), dtype) !=
         row.dtypes.end();
}
bool isSingle(Dtype d) { return d == Dtype::F32 || d == Dtype::C64; }

//===-- Inputs ------------------------------------------------------------===//
constexpr int64_t mapSize = 2;

/// An operand, with further axes in front.
Array operand(Random &random, const In &in, Dtype tested, bool withAxis) {
  Dtype dtype = in.dtype.value_or(tested);
  Shape shape = in.shape;
  if (withAxis)
    shape.insert(shape.begin(), mapSize);
  if (!in.values.empty() || in.shape == Shape{0}) {
    std::vector<double> values = in.values;
    if (withAxis) // the second row is the first one backwards
      values.insert(values.end(), in.values.rbegin(), in.values.rend());
    return arrayOf(dtype, shape, values);
  }
  if (!isInteger(dtype))
    return randomArray(random, shape, dtype, in.lo, in.hi);
  int bits = dtype == Dtype::I4 || dtype == Dtype::U4 ? 4 : 8 * itemSize(dtype);
  double most = std::ldexp(1, isSigned(dtype) ? bits - 1 : bits);
  return randomArray(random, shape, dtype,
                     std::max(in.intLo, isSigned(dtype) ? -most : 0),
                     std::min(in.intHi, most));
}
std::vector<double> edgesOf(Dtype dtype) {
  const double inf = HUGE_VAL;
  switch (dtype) {
  case Dtype::F32:
    return {0., -0., 1, -1, 0.5, 3.402823466e38, 1.5e38, inf, -inf, NAN};
  case Dtype::F64:
    return {0., -0., 1, -1, 0.5, 1.797693134862315e308, 8e307, inf, -inf, NAN};
  case Dtype::I32:
    return {-2147483648., -2147483647., -2, -1, 0, 1, 2, 31, 32, 2147483647.};
  case Dtype::I64:
    return {-9223372036854775808., -2, -1, 0, 1, 2, 31, 63, 64,
            4611686018427387904.};
  default:
    return {0, 1};
  }
}
/// Every tuple of edge values, an array per operand.
Leaves edgeOperands(const Row &row, Dtype dtype) {
  size_t n = row.in.size();
  auto edges = edgesOf(dtype);
  size_t total = 1;
  for (size_t i = 0; i < n; ++i)
    total *= edges.size();
  std::vector<std::vector<double>> columns(n);
  for (size_t k = 0; k < total; ++k)
    for (size_t i = 0, rest = k; i < n; ++i, rest /= edges.size())
      columns[i].push_back(edges[rest % edges.size()]);
  Leaves out;
  for (const auto &c : columns)
    out.push_back(arrayOf(dtype, {static_cast<int64_t>(total)}, c));
  return out;
}

//===-- One row and dtype -------------------------------------------------===//
class Checker {
public:
  Checker(const Row &row, Dtype dtype);
  void run();

private:
  struct Part {
    std::string name;
    Leaves args;
    LeavesFn f;
    size_t first = 0, count = 0; // of the jitted function's results
  };
  void plan();
  void planDerivatives();
  void planForward();
  void planVmap();
  size_t add(const std::string &name, const Leaves &args, LeavesFn f);
  Leaves results(size_t part) const;

  void checkReference();
  void checkEdges();
  void checkEager();
  void checkFirst();
  void checkSecond();
  void checkForward();
  void checkVmap();
  void expectNear(const std::string &what, double a, double b, double tol);
  void expectArray(const std::string &what, const Array &got, const Array &want,
                   double tol);

  /// G: (x…) → cotangents of the inexact x, at the cotangents cts.
  LeavesFn gradient() const {
    return [f = row.build, cts = cts](const Leaves &x) {
      return withoutNull(pulledBack(f, x, cts));
    };
  }
  bool has(Checks c) const { return (row.checks & c) == unsigned(c); }

  const Row &row;
  Dtype dtype;
  Random random;
  double tolerance;
  bool isReal;
  Leaves x, tangents, cts, seconds, mappedX, edges;
  std::vector<Part> parts;
  size_t value = 0, jvpPart = 0, grad = 0, gradJvp = 0, gradGrad = 0, edge = 0,
         gradVmap = 0;
  std::vector<std::pair<std::vector<bool>, size_t>> masks;
  Leaves native;
};

Checker::Checker(const Row &row, Dtype dtype)
    : row(row),
      dtype(dtype), random{std::hash<std::string>()(row.op + row.label)},
      tolerance(!names(row, dtype) ? unitOf(dtype)
                : isSingle(dtype)  ? row.tolerance32
                                   : row.tolerance64),
      isReal(isFloat(dtype) || isComplex(dtype)) {
  for (const In &in : row.in) {
    x.push_back(operand(random, in, dtype, false));
    mappedX.push_back(operand(random, in, dtype, true));
  }
}

size_t Checker::add(const std::string &name, const Leaves &args, LeavesFn f) {
  parts.push_back({name, args, std::move(f)});
  return parts.size() - 1;
}
Leaves Checker::results(size_t part) const {
  auto from = native.begin() + parts[part].first;
  return Leaves(from, from + parts[part].count);
}

/// Of an op without a transpose: its tangent, and the tangent of that.
void Checker::planForward() {
  LeavesFn tangent = [this](const Leaves &x) {
    Leaves out;
    for (const Array &t : forward(row.build, x, tangents).second)
      if (weft::test::isInexact(t))
        out.push_back(t);
    return out;
  };
  jvpPart = add("jvp", x, tangent);
  if (has(Second))
    gradJvp = add("jvp of jvp", x, [=, this](const Leaves &x) {
      return forward(tangent, x, seconds).second;
    });
}
void Checker::planDerivatives() {
  tangents = directions(random, x);
  cts = directions(random, Traced(row.build, x).interpret(x));
  seconds = directions(random, x);
  if (has(NoReverse))
    return planForward();
  grad = add("transpose", x, gradient());
  if (!has(NoForward))
    jvpPart = add("jvp", x, [this](const Leaves &x) {
      return forward(row.build, x, tangents).second;
    });
  if (!has(Second))
    return;
  gradJvp = add("jvp of transpose", x, [this](const Leaves &x) {
    return forward(gradient(), x, tangents).second;
  });
  gradGrad = add("transpose of transpose", x, [this](const Leaves &x) {
    return withoutNull(pulledBack(gradient(), x, withoutNull(seconds)));
  });
}
void Checker::planVmap() {
  for (unsigned m = 1; m < 1u << x.size(); ++m) {
    std::vector<bool> mask;
    Leaves args;
    for (size_t i = 0; i < x.size(); ++i) {
      mask.push_back(m >> i & 1);
      args.push_back(mask[i] ? mappedX[i] : x[i]);
    }
    masks.push_back({mask, add("vmap", args, [=, this](const Leaves &in) {
                       return mapped(row.build, in, mask);
                     })});
  }
  if (isReal && has(First) && !has(NoReverse))
    gradVmap = add("vmap of transpose", mappedX, [this](const Leaves &in) {
      return mapped(gradient(), in, std::vector<bool>(in.size(), true));
    });
}
void Checker::plan() {
  value = add("value", x, row.build);
  if (isReal && has(First))
    planDerivatives();
  if (has(Edges)) {
    edges = edgeOperands(row, dtype);
    edge = add("edges", edges, row.build);
  }
  if (!has(Unmapped))
    planVmap();
}

void Checker::expectNear(const std::string &what, double a, double b,
                         double tol) {
  ++compared;
  EXPECT_TRUE(near(a, b, tol)) << what << ": " << a << " against " << b;
}
void Checker::expectArray(const std::string &what, const Array &got,
                          const Array &want, double tol) {
  ++compared;
  EXPECT_EQ(difference(got, want, tol), "") << what;
}

void Checker::run() {
  plan();
  Leaves args;
  for (const Part &p : parts)
    args.insert(args.end(), p.args.begin(), p.args.end());
  LeavesFn everything = [this](const Leaves &in) {
    Leaves out;
    auto from = in.begin();
    for (Part &p : parts) {
      Leaves r = p.f(Leaves(from, from + p.args.size()));
      from += p.args.size();
      p.first = out.size();
      p.count = r.size();
      out.insert(out.end(), r.begin(), r.end());
    }
    return out;
  };
  native = jit(everything)(args);
  Leaves oracle = Traced(everything, args).interpret(args);
  // The interpreter rounds sums once; second derivatives cancel.
  double tol = isSingle(dtype) ? std::max(tolerance, 1e-6) * 20
                               : std::max(tolerance, 1e-15) * 20;
  for (const Part &p : parts)
    for (size_t i = p.first; i < p.first + p.count; ++i)
      expectArray("native against interpreted: " + p.name, native[i], oracle[i],
                  tol);
  checkReference();
  checkEager();
  if (has(Edges))
    checkEdges();
  if (isReal && has(First))
    checkFirst();
  if (isReal && has(Second) && !has(NoReverse))
    checkSecond();
  checkVmap();
}

//===-- Values ------------------------------------------------------------===//
int bitsOf(Dtype d) {
  bool isNibble = d == Dtype::I4 || d == Dtype::U4;
  return isBool(d) ? 1 : isNibble ? 4 : static_cast<int>(8 * itemSize(d));
}
/// v in the result's dtype.
double roundedTo(Dtype dtype, double v) {
  if (dtype == Dtype::F64 || dtype == Dtype::C128)
    return v;
  if (isSingle(dtype))
    return static_cast<float>(v);
  return arrayOf(dtype, {1}, {v}).toVector<double>()[0];
}
/// What the integer r is in the result's dtype.
double asResult(int64_t r, Dtype dtype) {
  if (isFloat(dtype))
    return isSingle(dtype) ? static_cast<float>(r)
                           : roundedTo(dtype, static_cast<double>(r));
  int unused = 64 - bitsOf(dtype);
  uint64_t high = static_cast<uint64_t>(r) << unused;
  if (!isSigned(dtype))
    return static_cast<double>(high >> unused);
  return static_cast<double>(static_cast<int64_t>(high) >> unused);
}
} // namespace

std::vector<double> weft::test::scalarReference(const Row &row, const Leaves &x,
                                                Dtype tested, Dtype result) {
  std::vector<double> want;
  size_t n = x[0].size();
  if (row.complex) {
    std::vector<std::vector<std::complex<double>>> in;
    for (const Array &a : x)
      in.push_back(a.toVector<std::complex<double>>());
    for (size_t i = 0; i < n; ++i) {
      std::vector<std::complex<double>> e;
      for (const auto &column : in)
        e.push_back(column[i]);
      std::complex<double> r = row.complex(e.data());
      want.push_back(roundedTo(result, r.real()));
      if (isComplex(result))
        want.push_back(roundedTo(result, r.imag()));
    }
    return want;
  }
  if (isFloat(tested) ? !row.real : !row.ints)
    return {};
  if (isFloat(tested)) {
    Elements in;
    for (const Array &a : x)
      in.push_back(a.toVector<double>());
    for (size_t i = 0; i < n; ++i) {
      std::vector<double> e;
      for (const auto &column : in)
        e.push_back(column[i]);
      double r = row.real(e.data());
      want.push_back(isFloat(result) ? roundedTo(result, r) : r);
    }
    return want;
  }
  std::vector<std::vector<int64_t>> in;
  for (const Array &a : x)
    in.push_back(a.toVector<int64_t>());
  for (size_t i = 0; i < n; ++i) {
    std::vector<int64_t> e;
    for (const auto &column : in)
      e.push_back(column[i]);
    want.push_back(asResult(row.ints(e.data(), bitsOf(tested)), result));
  }
  return want;
}

namespace {
void Checker::checkReference() {
  Leaves y = results(value);
  if (!row.whole) {
    auto want = scalarReference(row, x, dtype, y[0].dtype());
    ++compared;
    double tol = row.label == "tiny" ? 0 : tolerance;
    if (row.label != "tiny") {
      EXPECT_EQ(difference(y[0], want, tol), "") << "value against reference";
      return;
    }
    // Relative: 8 units in the last place of each.
    auto got = y[0].toVector<double>();
    double unit = dtype == Dtype::F32 ? 0x1p-24 : 0x1p-53;
    for (size_t i = 0; i < got.size(); ++i)
      EXPECT_LE(std::abs(got[i] - want[i]), 8 * unit * std::abs(want[i]))
          << "value near 0, element " << i << ": " << got[i] << " against "
          << want[i];
    return;
  }
  Elements in;
  for (const Array &a : x)
    in.push_back(a.toVector<double>());
  auto want = row.whole(in);
  size_t at = 0;
  for (const Array &r : y) {
    std::vector<double> part;
    for (int64_t i = 0; i < r.size(); ++i, ++at) {
      double w = at < want.size() ? want[at] : NAN;
      part.push_back(isFloat(r.dtype())
                         ? w
                         : asResult(static_cast<int64_t>(w), r.dtype()));
    }
    ++compared;
    EXPECT_EQ(difference(r, part, tolerance), "") << "value against reference";
  }
  EXPECT_EQ(at, want.size()) << "the reference has another size";
}

void Checker::checkEager() {
  Leaves eager = row.build(x), y = results(value);
  ASSERT_EQ(eager.size(), y.size());
  for (size_t i = 0; i < y.size(); ++i)
    expectArray("jit against eager", y[i], eager[i],
                std::max(tolerance, isSingle(dtype) ? 1e-6 : 1e-15));
}

void Checker::checkEdges() {
  Array y = results(edge)[0];
  auto want = scalarReference(row, edges, dtype, y.dtype());
  auto got = y.toVector<double>();
  ASSERT_EQ(got.size(), want.size());
  for (size_t i = 0; i < got.size(); ++i) {
    std::vector<double> at;
    std::string text;
    for (const Array &e : edges) {
      at.push_back(e.toVector<double>()[i]);
      text += " " + std::to_string(at.back());
    }
    if (row.skipEdge && row.skipEdge(at.data()))
      continue;
    ++compared;
    bool same = near(got[i], want[i], std::max(tolerance, 1e-15));
    if (isFloat(y.dtype()) && want[i] == 0)
      same &= std::signbit(got[i]) == std::signbit(want[i]);
    EXPECT_TRUE(same) << "edge" << text << ": " << got[i] << ", C gives "
                      << want[i];
  }
}

//===-- Derivatives -------------------------------------------------------===//
constexpr double step = 1e-5;
/// Of the differences: their own error is about step² and eps / step.
constexpr double differenceTolerance = 2e-7;

/// The tangent against differences of values, and its tangent against
/// differences of tangents.
void Checker::checkForward() {
  if (isSingle(dtype)) // too coarse for differences
    return;
  auto against = [&](const char *what, const Traced &f, const Leaves &along,
                     const Leaves &got) {
    Leaves plus = f.interpret(moved(x, along, step)),
           minus = f.interpret(moved(x, along, -step));
    size_t next = 0;
    for (size_t i = 0; i < plus.size(); ++i) {
      if (!weft::test::isInexact(plus[i]))
        continue;
      auto p = partsOf(plus[i]), m = partsOf(minus[i]);
      for (size_t k = 0; k < p.size(); ++k)
        p[k] = (p[k] - m[k]) / (2 * step);
      ++compared;
      EXPECT_EQ(difference(got[next++], p, differenceTolerance), "") << what;
    }
  };
  against("jvp against differences", Traced(row.build, x), tangents,
          results(jvpPart));
  if (has(Second))
    against("jvp of jvp against differences", Traced(parts[jvpPart].f, x),
            seconds, results(gradJvp));
}

void Checker::checkFirst() {
  if (has(NoReverse))
    return checkForward();
  double tol = isSingle(dtype) || has(Rounds) ? 2e-5 : 1e-12;
  Leaves pulled = results(grad), t = withoutNull(tangents);
  double reverse = dot(t, pulled);
  Traced f(row.build, x);
  if (!has(NoForward)) {
    Leaves y = results(jvpPart);
    expectNear("dot test", dot(y, cts), reverse, tol * 10);
  }
  if (isSingle(dtype) || has(Rounds))
    return;
  Leaves plus = f.interpret(moved(x, tangents, step));
  Leaves minus = f.interpret(moved(x, tangents, -step));
  double d = (dot(plus, cts) - dot(minus, cts)) / (2 * step);
  expectNear("transpose against differences", reverse, d, differenceTolerance);
  if (has(NoForward))
    return;
  Leaves y = results(jvpPart);
  for (size_t i = 0; i < y.size(); ++i) {
    if (!isInexact(plus[i]))
      continue;
    auto p = partsOf(plus[i]), m = partsOf(minus[i]);
    for (size_t k = 0; k < p.size(); ++k)
      p[k] = (p[k] - m[k]) / (2 * step);
    ++compared;
    EXPECT_EQ(difference(y[i], p, differenceTolerance), "")
        << "jvp against differences";
  }
}

void Checker::checkSecond() {
  double tol = isSingle(dtype) || has(Rounds) ? 5e-4 : 1e-11;
  Leaves forwards = results(gradJvp), backwards = results(gradGrad);
  Leaves u = withoutNull(seconds), t = withoutNull(tangents);
  expectNear("second order dot test", dot(forwards, u), dot(t, backwards), tol);
  if (isSingle(dtype) || has(Rounds))
    return;
  Traced g(gradient(), x);
  Leaves plus = g.interpret(moved(x, tangents, step));
  Leaves minus = g.interpret(moved(x, tangents, -step));
  for (size_t i = 0; i < forwards.size(); ++i) {
    auto p = partsOf(plus[i]), m = partsOf(minus[i]);
    for (size_t k = 0; k < p.size(); ++k)
      p[k] = (p[k] - m[k]) / (2 * step);
    ++compared;
    EXPECT_EQ(difference(forwards[i], p, differenceTolerance * 10), "")
        << "jvp of transpose against differences of transpose";
  }
}

//===-- vmap --------------------------------------------------------------===//
void Checker::checkVmap() {
  auto against = [&](const std::string &what, const Leaves &got,
                     const LeavesFn &f, const std::vector<bool> &mask) {
    Traced one(f, x);
    std::vector<std::vector<Array>> rows(got.size());
    for (int64_t at = 0; at < mapSize; ++at) {
      Leaves args;
      for (size_t i = 0; i < x.size(); ++i)
        args.push_back(mask[i] ? rowOf(mappedX[i], at, mapSize) : x[i]);
      Leaves r = one.interpret(args);
      for (size_t i = 0; i < r.size(); ++i)
        rows[i].push_back(r[i]);
    }
    double tol =
        std::max(tolerance, isReal && !isSingle(dtype) ? 1e-15 : 1e-6);
    for (size_t i = 0; i < got.size(); ++i)
      expectArray(what, got[i], stackOf(rows[i]), tol * 20);
  };
  for (auto &[mask, part] : masks) {
    std::string what = "vmap, mapped:";
    for (bool m : mask)
      what += m ? " yes" : " no";
    against(what, results(part), row.build, mask);
  }
  if (gradVmap)
    against("vmap of transpose", results(gradVmap), gradient(),
            std::vector<bool>(x.size(), true));
}
} // namespace

void weft::test::checkRow(const Row &row, Dtype dtype) {
  Checker(row, dtype).run();
}
size_t weft::test::comparisons() { return compared; }
Leaves weft::test::firstResults(const std::vector<const Row *> &rows,
                                const Leaves &in) {
  Leaves out;
  auto from = in.begin();
  for (const Row *row : rows) {
    Leaves x(from, from + row->in.size());
    from += row->in.size();
    out.push_back(row->build(x)[0]);
  }
  return out;
}
Leaves weft::test::operands(const Row &row, Dtype dtype) {
  Random random{1};
  Leaves x;
  for (const In &in : row.in)
    x.push_back(operand(random, in, dtype, false));
  return x;
}

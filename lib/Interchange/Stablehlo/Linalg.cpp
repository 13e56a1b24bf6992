// Rows of Linalg, Decompose, Schur and Fft, and of the calls of LAPACK that JAX
// writes on the CPU.
#include "LinalgOps.h"
#include "ArithmeticOps.h"
#include "ComplexOps.h"
#include "DecomposeOps.h"
#include "IndexOps.h"
#include "SchurOps.h"
#include "Interchange/Stablehlo/Calls.h"
#include "Matrix.h"
#include "RuleHelpers.h"
#include "ShapeOps.h"
#include "UnaryOps.h"
#include "mlir/IR/Matchers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
LogicalResult fft(Import &i) {
  return i.give(i.build("fft", i.type(), i.in,
                        Attrs()
                            .text("kind", i.word("fft_type").lower())
                            .list("lengths", i.ints("fft_length"))));
}

/// Half floats are computed as f32.
Value widened(Import &i, Value x) {
  auto e = dyn_cast<FloatType>(elementOf(x.getType()));
  return e && e.getWidth() < 32 ? i.convert(x, i.b.getF32Type()) : x;
}
Value factor(Import &i, Value x, bool lower) {
  Matrices m(i.b, i.op);
  if (lower)
    return i.make<CholeskyOp>(x);
  return m.adjoint(i.make<CholeskyOp>(m.adjoint(x)));
}
LogicalResult cholesky(Import &i) {
  Value l = factor(i, widened(i, i.in[0]), i.flag("lower"));
  return i.give(i.convert(l, elementOf(i.type())));
}
LogicalResult triangularSolve(Import &i) {
  StringRef how = i.word("transpose_a");
  Triangle t{i.flag("left_side"), i.flag("lower"),
             how == "TRANSPOSE" || how == "ADJOINT", how == "ADJOINT",
             i.flag("unit_diagonal")};
  Value x = Matrices(i.b, i.op)
                .solve(widened(i, i.in[0]), widened(i, i.in[1]), t);
  return i.give(i.convert(x, elementOf(i.type())));
}

//===-- LAPACK ------------------------------------------------------------===//
/// A letter or a number of the call's configuration.
int64_t option(Import &i, StringRef key, int64_t otherwise) {
  for (StringRef at : {"mhlo.backend_config", "backend_config"})
    if (auto config = dyn_cast_or_null<DictionaryAttr>(i.attr(at)))
      if (auto value = config.getAs<IntegerAttr>(key))
        return value.getValue().getSExtValue();
  return otherwise;
}
bool isLower(Import &i) { return option(i, "uplo", 'L') == 'L'; }
/// What is given for a result that nobody reads, and for `info`: JAX replaces
/// the others by NaN where it is not 0, which they are here already.
LogicalResult nothing(Import &i) {
  return i.give(i.splat(i.type(i.out.size()), 0));
}
LogicalResult potrf(Import &i) {
  i.out.push_back(factor(i, i.in[0], isLower(i)));
  return nothing(i);
}
LogicalResult getrf(Import &i) {
  auto lu = LuOp::create(i.b, i.loc, i.in[0]);
  Value pivots = lu.getPivots();
  i.out.push_back(lu.getLu());
  // LAPACK counts rows from 1.
  i.out.push_back(i.make<AddOp>(pivots, i.splat(pivots.getType(), 1)));
  return nothing(i);
}
LogicalResult trsm(Import &i) {
  int64_t how = option(i, "trans_x", 'N');
  Triangle t{option(i, "side", 'L') == 'L', isLower(i), how != 'N', how == 'C',
             option(i, "diag", 'N') == 'U'};
  return i.give(Matrices(i.b, i.op).solve(i.in[0], i.in[1], t));
}
LogicalResult geqrf(Import &i) {
  return i.give(GeqrfOp::create(i.b, i.loc, i.in[0]).getOperation());
}
LogicalResult orgqr(Import &i) {
  return i.give<HouseholderProductOp>(i.type(), i.in[0], i.in[1]);
}
/// c times q, as orgqr makes it of all the reflectors with their zeros.
LogicalResult ormqr(Import &i) {
  Matrices m(i.b, i.op);
  bool transpose = option(i, "transpose", 0) != 0;
  int64_t rows = Sizes(i.in[0].getType()).rows;
  Value q = i.make<HouseholderProductOp>(
      shapedLike(i.in[0].getType(), {rows, rows}),
      m.padded(i.in[0], rows, rows), i.in[1]);
  q = transpose ? m.adjoint(q) : q;
  return i.give(option(i, "left", 1) ? m.matmul(q, i.in[2])
                                     : m.matmul(i.in[2], q));
}
bool isZero(Value v) {
  if (auto spread = v.getDefiningOp<BroadcastInDimOp>())
    v = spread.getOperand();
  return matchPattern(v, m_Zero());
}
LogicalResult geqp3(Import &i) {
  if (!isZero(i.in[1]))
    return i.refuse("says which columns come first. Hint: give zeros, which "
                    "leave all of them free");
  auto made = Geqp3Op::create(i.b, i.loc, i.in[0]);
  Value order = made.getPermutation();
  // LAPACK counts columns from 1.
  order = i.make<AddOp>(order, i.splat(order.getType(), 1));
  i.out.append({made.getFactored(), order, made.getTaus()});
  return success();
}
LogicalResult gehrd(Import &i) {
  int64_t n = Sizes(i.in[0].getType()).rows;
  if (option(i, "low", 1) != 1 || option(i, "high", n) != n)
    return i.refuse("reduces a part of the matrix. Hint: give low = 1 and high "
                    "as the size");
  (void)i.give(HessenbergOp::create(i.b, i.loc, i.in[0]).getOperation());
  return nothing(i);
}
LogicalResult sytrd(Import &i) {
  (void)i.give(TridiagonalOp::create(i.b, i.loc, i.in[0], isLower(i))
                   .getOperation());
  return nothing(i);
}
/// The eigenvalues of a real Schur form: a block with a on its diagonal and b, c
/// beside it has a ± i √(-b c).
void giveEigenvalues(Import &i, Value t) {
  Matrices m(i.b, i.op);
  Value real = m.diagonal(t);
  int64_t n = Sizes(t.getType()).rows, last = typeOf(real).getRank() - 1;
  i.out.push_back(real);
  if (isa<ComplexType>(elementOf(t.getType())))
    return;
  if (n < 2) {
    (void)nothing(i);
    return;
  }
  Value below = m.diagonal(m.part(t, 1, n, 0, n - 1)),
        above = m.diagonal(m.part(t, 0, n - 1, 1, n));
  Value none = m.compare(Direction::Eq, below, m.constant(below, 0));
  Value root = m.mul(i.make<SqrtOp>(i.make<AbsOp>(below)),
                     i.make<SqrtOp>(i.make<AbsOp>(above)));
  root = m.select(none, m.constant(root, 0), root);
  Value zero = zeros(i.b, i.loc, typeOf(root).clone(ArrayRef<int64_t>()));
  SmallVector<int64_t> keep(last + 1, 0), one(keep);
  one.back() = 1;
  i.out.push_back(m.sub(i.make<PadOp>(root, zero, keep, one, keep),
                        i.make<PadOp>(root, zero, one, keep, keep)));
}
LogicalResult gees(Import &i) {
  if (option(i, "sort", 'N') != 'N')
    return i.refuse("sorts the eigenvalues. Hint: leave them as they come, "
                    "sort = 'N'");
  auto made = SchurOp::create(i.b, i.loc, i.in[0]);
  i.out.append({made.getT(), made.getZ()});
  giveEigenvalues(i, made.getT());
  (void)nothing(i); // how many were put first
  return nothing(i);
}
LogicalResult syevd(Import &i) {
  (void)i.give(
      EighOp::create(i.b, i.loc, i.in[0], isLower(i)).getOperation());
  return nothing(i);
}
LogicalResult gesdd(Import &i) {
  int64_t mode = option(i, "mode", 'N');
  bool vectors = mode != 'N';
  (void)nothing(i); // x, overwritten
  (void)i.give(SvdOp::create(i.b, i.loc, i.in[0], mode == 'A', vectors)
                   .getOperation());
  while (i.out.size() < i.op->getNumResults())
    (void)nothing(i);
  return success();
}
LogicalResult geev(Import &i) {
  if (option(i, "compute_left", 'N') == 'V')
    return i.refuse("asks for left eigenvectors. Hint: they are the right ones "
                    "of the adjoint matrix");
  bool vectors = option(i, "compute_right", 'N') == 'V';
  auto eig = EigOp::create(i.b, i.loc, i.in[0], vectors);
  if (isa<ComplexType>(elementOf(i.in[0].getType()))) {
    i.out.push_back(eig.getW());
  } else {
    i.out.push_back(i.make<RealOp>(eig.getW()));
    i.out.push_back(i.make<ImagOp>(eig.getW()));
  }
  (void)nothing(i); // left vectors
  if (vectors)
    i.out.push_back(eig.getV()[0]);
  while (i.out.size() < i.op->getNumResults())
    (void)nothing(i);
  return success();
}
LogicalResult gtsv(Import &i) {
  // LAPACK's outer diagonals are shorter by one.
  auto whole = [&](Value v, bool first) -> Value {
    if (typeOf(v).getShape() == typeOf(i.in[1]).getShape())
      return v;
    SmallVector<int64_t> low(typeOf(v).getRank(), 0), high(low), none(low);
    (first ? low : high).back() = 1;
    return i.named("pad", {v, zeros(i.b, i.loc, typeOf(v).clone(ArrayRef<int64_t>()))},
                   i.in[1].getType(),
                   Attrs().list("low", low).list("high", high).list("interior",
                                                                    none));
  };
  Value x = i.make<TridiagonalSolveOp>(whole(i.in[0], true), i.in[1],
                                       whole(i.in[2], false), i.in[3]);
  i.out.append({i.in[0], i.in[1], i.in[2], x});
  return nothing(i);
}

struct Routine {
  StringLiteral name;
  LogicalResult (*build)(Import &);
};
/// Without "lapack_", the letter of the dtype, and "_ffi".
constexpr Routine routines[] = {
    {"potrf", potrf}, {"getrf", getrf}, {"trsm", trsm},   {"geqrf", geqrf},
    {"orgqr", orgqr}, {"ungqr", orgqr}, {"syevd", syevd}, {"heevd", syevd},
    {"gesdd", gesdd}, {"gesvd", gesdd}, {"geev", geev},   {"gtsv", gtsv},
    {"ormqr", ormqr}, {"unmqr", ormqr}, {"geqp3", geqp3}, {"gehrd", gehrd},
    {"sytrd", sytrd}, {"hetrd", sytrd}, {"gees", gees},
};
LogicalResult customCall(Import &i) {
  StringRef target = i.word("call_target_name"), name = target;
  if (name.consume_front("lapack_") && name.consume_back("_ffi"))
    for (const Routine &r : routines)
      if (name.drop_front() == r.name)
        return r.build(i);
  return callByName(i);
}

constexpr Row rows[] = {
    {"stablehlo.fft", flatWith("type=fft_type,length=fft_length"), fft},
    {"stablehlo.cholesky", flat, cholesky},
    {"stablehlo.triangular_solve", flat, triangularSolve},
    {"stablehlo.custom_call", flat, customCall},
};
} // namespace

ArrayRef<Row> stablehlo::linalgRows() { return rows; }

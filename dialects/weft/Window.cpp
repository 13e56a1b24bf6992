// Windows that move over an array: their sums and extrema, and where the
// extrema are. Along each axis the loops over windows and inside a window are
// one linear address, so that a window costs no copy; only padding does.
#include "WindowOps.h"
#include "IndexOps.h"
#include "ReduceOps.h"
#include "ShapeOps.h"
#include "RuleHelpers.h"
#include "WindowShape.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
using namespace weft::ir;
using List = SmallVector<int64_t>;

//===-- What all have in common -------------------------------------------===//
static LogicalResult inferWindow(std::optional<Location> loc, StringRef op,
                                 Type x, const WindowSpec &w,
                                 SmallVectorImpl<Type> &out) {
  List padded, shape;
  auto type = tensorType(x);
  std::string rule = windowedShape(type.getShape(), w, padded, shape);
  if (!rule.empty())
    return emitOptionalError(loc, "[", op, "] (", op, "-", rule,
                             ". Received ", said(w),
                             ", shape = ", saidShape(x));
  out.push_back(type.clone(shape));
  return success();
}
/// A list that begins with `first`.
static List after(int64_t first, ArrayRef<int64_t> rest) {
  List out{first};
  llvm::append_range(out, rest);
  return out;
}
/// The op with a leading axis along which nothing moves.
template <class Op>
static LogicalResult batchWindow(Op op, OpBuilder &b, ValueRange operands,
                                 const Mask &batched, int64_t n, Values &out,
                                 Mask &outBatched) {
  OperationState state(op.getLoc(), op->getName(),
                       broadcastRest(b, operands, batched, n),
                       withLeading(op.getType(), n),
                       llvm::to_vector(op->getAttrs()));
  auto set = [&](StringRef name, ArrayRef<int64_t> list, int64_t first) {
    state.attributes.set(name, b.getDenseI64ArrayAttr(after(first, list)));
  };
  set("window", op.getWindow(), 1);
  set("strides", op.getStrides(), 1);
  set("low", op.getLow(), 0);
  set("high", op.getHigh(), 0);
  set("base", op.getBase(), 1);
  set("dilation", op.getDilation(), 1);
  outBatched.set();
  return give(out, b.create(state)->getResult(0));
}

namespace {
/// The loops of a window op: one per axis of the result, then one per axis
/// along which a window has several elements.
struct WindowLoops {
  int64_t rank;
  List moving; // axes of the latter loops
  AffineMap read, write, inside;
  SmallVector<utils::IteratorType> kinds;
  List insideShape;

  WindowLoops(MLIRContext *ctx, const WindowSpec &w) : rank(w.size.size()) {
    SmallVector<AffineExpr> reads, writes, insides;
    for (int64_t d = 0; d < rank; ++d) {
      AffineExpr at = getAffineDimExpr(d, ctx);
      writes.push_back(at);
      at = at * w.strides[d];
      if (w.size[d] > 1) {
        insides.push_back(getAffineDimExpr(rank + moving.size(), ctx));
        at = at + insides.back() * w.dilation[d];
        moving.push_back(d);
        insideShape.push_back(w.size[d]);
      }
      reads.push_back(at);
    }
    unsigned n = rank + moving.size();
    read = AffineMap::get(n, 0, reads, ctx);
    write = AffineMap::get(n, 0, writes, ctx);
    inside = AffineMap::get(n, 0, insides, ctx);
    kinds.assign(rank, utils::IteratorType::parallel);
    kinds.resize(n, utils::IteratorType::reduction);
  }
  /// `ins` are read through `read`, `outs` written through `write`.
  SmallVector<Value> nest(OpBuilder &b, Location loc, ArrayRef<Value> ins,
                          ArrayRef<Value> outs,
                          llvm::function_ref<SmallVector<Value>(
                              OpBuilder &, ValueRange, ValueRange)>
                              body) const {
    SmallVector<Value> operands(ins);
    SmallVector<AffineMap> maps(ins.size(), read);
    if (!moving.empty()) { // for the loops' bounds only
      operands.push_back(
          tensor::EmptyOp::create(b, loc, insideShape, b.getI1Type()));
      maps.push_back(inside);
    }
    maps.append(outs.size(), write);
    auto make = [&](OpBuilder &b, Location loc, ValueRange v) {
      linalg::YieldOp::create(
          b, loc, body(b, v.take_front(ins.size()), v.take_back(outs.size())));
    };
    auto g = linalg::GenericOp::create(b, loc, ValueRange(outs).getTypes(),
                                       operands, outs, maps, kinds, make);
    return llvm::to_vector_of<Value>(g.getResults());
  }
};
} // namespace

//===-- reduce_window_sum, prod, max, min, and, or: lowering --------------===//
static bool isHalf(Type element) {
  auto f = dyn_cast<FloatType>(element);
  return f && f.getWidth() < 32;
}
/// What changes nothing, in the type that is accumulated in.
static Value neutral(OpBuilder &b, Operation *op, Type element) {
  Location loc = op->getLoc();
  if (isa<ReduceWindowMaxOp, ReduceWindowMinOp>(op))
    return extremeElement(b, loc, element, isa<ReduceWindowMaxOp>(op));
  Type type = isHalf(element) ? Type(b.getF32Type()) : signless(element);
  if (isa<ReduceWindowAndOp>(op))
    return arith::ConstantOp::create(
        b, loc,
        IntegerAttr::get(type,
                         APInt::getAllOnes(type.getIntOrFloatBitWidth())));
  return scalar(b, loc, type, isa<ReduceWindowProdOp>(op) ? 1 : 0);
}
template <class OnInt, class OnFloat, class OnComplex>
static Value combined(OpBuilder &b, Location loc, Value acc, Value x) {
  if (isa<ComplexType>(acc.getType()))
    return OnComplex::create(b, loc, acc, x);
  if (isa<IntegerType>(acc.getType()))
    return OnInt::create(b, loc, acc, x);
  return OnFloat::create(b, loc, acc, x);
}
static Value combine(OpBuilder &b, Operation *op, Type element, Value acc,
                     Value x) {
  Location loc = op->getLoc();
  return llvm::TypeSwitch<Operation *, Value>(op)
      .Case([&](ReduceWindowSumOp) {
        return combined<arith::AddIOp, arith::AddFOp, complex::AddOp>(b, loc,
                                                                      acc, x);
      })
      .Case([&](ReduceWindowProdOp) {
        return combined<arith::MulIOp, arith::MulFOp, complex::MulOp>(b, loc,
                                                                      acc, x);
      })
      .Case([&](ReduceWindowMaxOp) {
        return maxElement(b, loc, acc, x, element);
      })
      .Case([&](ReduceWindowMinOp) {
        return minElement(b, loc, acc, x, element);
      })
      .Case([&](ReduceWindowAndOp) -> Value {
        return arith::AndIOp::create(b, loc, acc, x);
      })
      .Case([&](ReduceWindowOrOp) -> Value {
        return arith::OrIOp::create(b, loc, acc, x);
      });
}
/// The result may be wider than the op's dtype; who reads it rounds it.
static LogicalResult lowerWindow(Operation *op, OpBuilder &b, Value x,
                                 const WindowSpec &w, Values &out) {
  Location loc = op->getLoc();
  Type element = elementOf(op->getResult(0).getType());
  List padded, shape;
  windowedShape(typeOf(x).getShape(), w, padded, shape);
  Value start = neutral(b, op, element);
  Value outside = start;
  if (isHalf(element) && start.getType() != element)
    outside = convertElement(b, loc, start, start.getType(), element);
  x = paddedWith(b, loc, x, outside, w, padded);
  WindowLoops loops(b.getContext(), w);
  auto body = [&](OpBuilder &b, ValueRange in,
                  ValueRange acc) -> SmallVector<Value> {
    Value v = in[0];
    if (v.getType() != acc[0].getType())
      v = convertElement(b, loc, v, v.getType(), acc[0].getType());
    return {combine(b, op, element, acc[0], v)};
  };
  return give(out,
              loops.nest(b, loc, x, filledWith(b, loc, shape, start), body)[0]);
}
/// An op of the same windows on another operand.
template <class Op> static Value sameWindows(Op op, OpBuilder &b, Value x) {
  return Op::create(b, op.getLoc(), x, op.getWindow(), op.getStrides(),
                    op.getLow(), op.getHigh(), op.getBase(), op.getDilation());
}

//===-- reduce_window_sum -------------------------------------------------===//
LogicalResult ReduceWindowSumOp::inferReturnTypes(MLIRContext *,
                                                  std::optional<Location> loc,
                                                  Adaptor a,
                                                  SmallVectorImpl<Type> &out) {
  return inferWindow(loc, "reduce_window_sum", a.getX().getType(),
                     WindowSpec::of(a), out);
}
LogicalResult ReduceWindowSumOp::jvp(OpBuilder &b, ArrayRef<Value> t,
                                     Values &out) {
  return give(out, sameWindows(*this, b, t[0]));
}
/// The cotangent, dilated by the strides, in windows that move by the base
/// dilation.
LogicalResult ReduceWindowSumOp::transpose(OpBuilder &b, ArrayRef<Value>,
                                           ArrayRef<Value> cts, Values &out) {
  auto x = tensorType(getX().getType()), y = tensorType(getType());
  if (y.getNumElements() == 0)
    return give(out, {});
  List low, high, interior, ones(x.getRank(), 1), none(x.getRank(), 0);
  transposedPadding(x.getShape(), y.getShape(), WindowSpec::of(*this), low,
                    high);
  for (int64_t s : getStrides())
    interior.push_back(s - 1);
  Value zero = zeros(b, getLoc(), y.clone(ArrayRef<int64_t>()));
  Value ct = PadOp::create(b, getLoc(), cts[0], zero, low, high, interior);
  return give(out,
              ReduceWindowSumOp::create(b, getLoc(), ct, getWindow(), getBase(),
                                        none, none, ones, getDilation()));
}
LogicalResult ReduceWindowSumOp::batch(OpBuilder &b, ValueRange in,
                                       const Mask &batched, int64_t n,
                                       Values &out, Mask &outBatched) {
  return batchWindow(*this, b, in, batched, n, out, outBatched);
}
LogicalResult ReduceWindowSumOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                       Values &out) {
  return lowerWindow(*this, b, in[0], WindowSpec::of(*this), out);
}

//===-- reduce_window_prod ------------------------------------------------===//
LogicalResult ReduceWindowProdOp::inferReturnTypes(MLIRContext *,
                                                   std::optional<Location> loc,
                                                   Adaptor a,
                                                   SmallVectorImpl<Type> &out) {
  return inferWindow(loc, "reduce_window_prod", a.getX().getType(),
                     WindowSpec::of(a), out);
}
/// The elements at each place of a window, one after another along axis 0.
static Value windowElements(ReduceWindowProdOp op, OpBuilder &b, Value x,
                            double outside) {
  Location loc = op.getLoc();
  auto w = WindowSpec::of(op);
  auto shape = tensorType(op.getType()).getShape();
  Value value =
      splat(b, loc, typeOf(x).clone(ArrayRef<int64_t>()), outside);
  List interior;
  for (int64_t d : w.base)
    interior.push_back(d - 1);
  x = PadOp::create(b, loc, x, value, w.low, w.high, interior);
  int64_t places = 1;
  for (int64_t n : w.size)
    places *= n;
  SmallVector<Value> parts;
  for (int64_t place = 0; place < places; ++place) {
    List start(shape.size()), limit(shape.size());
    for (int64_t d = shape.size() - 1, rest = place; d >= 0; --d) {
      start[d] = rest % w.size[d] * w.dilation[d];
      limit[d] = start[d] + (shape[d] - 1) * w.strides[d] + 1;
      rest /= w.size[d];
    }
    Value part = SliceOp::create(b, loc, x, start, limit, w.strides);
    parts.push_back(ReshapeOp::create(
        b, loc, typeOf(x).clone(after(1, shape)), part));
  }
  return ConcatenateOp::create(b, loc, parts, 0);
}
LogicalResult ReduceWindowProdOp::jvp(OpBuilder &b, ArrayRef<Value> t,
                                      Values &out) {
  if (tensorType(getType()).getNumElements() == 0)
    return give(out, {});
  Value x = windowElements(*this, b, getX(), 1);
  Value tangents = windowElements(*this, b, t[0], 0);
  auto prod = ReduceProdOp::create(b, getLoc(), x, List{0});
  return prod.jvp(b, tangents, out);
}
LogicalResult ReduceWindowProdOp::batch(OpBuilder &b, ValueRange in,
                                        const Mask &batched, int64_t n,
                                        Values &out, Mask &outBatched) {
  return batchWindow(*this, b, in, batched, n, out, outBatched);
}
LogicalResult ReduceWindowProdOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                        Values &out) {
  return lowerWindow(*this, b, in[0], WindowSpec::of(*this), out);
}

//===-- reduce_window_max, reduce_window_min ------------------------------===//
template <class Op>
static LogicalResult extremumJvp(Op op, bool least, OpBuilder &b,
                                 ArrayRef<Value> t, Values &out) {
  return give(out, SelectAndGatherAddOp::create(
                       b, op.getLoc(), op.getType(), t[0], op.getX(), least,
                       op.getWindow(), op.getStrides(), op.getLow(),
                       op.getHigh(), op.getBase(), op.getDilation()));
}
LogicalResult ReduceWindowMaxOp::inferReturnTypes(MLIRContext *,
                                                  std::optional<Location> loc,
                                                  Adaptor a,
                                                  SmallVectorImpl<Type> &out) {
  return inferWindow(loc, "reduce_window_max", a.getX().getType(),
                     WindowSpec::of(a), out);
}
LogicalResult ReduceWindowMaxOp::jvp(OpBuilder &b, ArrayRef<Value> t,
                                     Values &out) {
  return extremumJvp(*this, /*least=*/false, b, t, out);
}
LogicalResult ReduceWindowMaxOp::batch(OpBuilder &b, ValueRange in,
                                       const Mask &batched, int64_t n,
                                       Values &out, Mask &outBatched) {
  return batchWindow(*this, b, in, batched, n, out, outBatched);
}
LogicalResult ReduceWindowMaxOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                       Values &out) {
  return lowerWindow(*this, b, in[0], WindowSpec::of(*this), out);
}
LogicalResult ReduceWindowMinOp::inferReturnTypes(MLIRContext *,
                                                  std::optional<Location> loc,
                                                  Adaptor a,
                                                  SmallVectorImpl<Type> &out) {
  return inferWindow(loc, "reduce_window_min", a.getX().getType(),
                     WindowSpec::of(a), out);
}
LogicalResult ReduceWindowMinOp::jvp(OpBuilder &b, ArrayRef<Value> t,
                                     Values &out) {
  return extremumJvp(*this, /*least=*/true, b, t, out);
}
LogicalResult ReduceWindowMinOp::batch(OpBuilder &b, ValueRange in,
                                       const Mask &batched, int64_t n,
                                       Values &out, Mask &outBatched) {
  return batchWindow(*this, b, in, batched, n, out, outBatched);
}
LogicalResult ReduceWindowMinOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                       Values &out) {
  return lowerWindow(*this, b, in[0], WindowSpec::of(*this), out);
}

//===-- reduce_window_and, reduce_window_or -------------------------------===//
LogicalResult ReduceWindowAndOp::inferReturnTypes(MLIRContext *,
                                                  std::optional<Location> loc,
                                                  Adaptor a,
                                                  SmallVectorImpl<Type> &out) {
  return inferWindow(loc, "reduce_window_and", a.getX().getType(),
                     WindowSpec::of(a), out);
}
LogicalResult ReduceWindowAndOp::jvp(OpBuilder &, ArrayRef<Value>,
                                     Values &out) {
  return give(out, {});
}
LogicalResult ReduceWindowAndOp::batch(OpBuilder &b, ValueRange in,
                                       const Mask &batched, int64_t n,
                                       Values &out, Mask &outBatched) {
  return batchWindow(*this, b, in, batched, n, out, outBatched);
}
LogicalResult ReduceWindowAndOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                       Values &out) {
  return lowerWindow(*this, b, in[0], WindowSpec::of(*this), out);
}
LogicalResult ReduceWindowOrOp::inferReturnTypes(MLIRContext *,
                                                 std::optional<Location> loc,
                                                 Adaptor a,
                                                 SmallVectorImpl<Type> &out) {
  return inferWindow(loc, "reduce_window_or", a.getX().getType(),
                     WindowSpec::of(a), out);
}
LogicalResult ReduceWindowOrOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  return give(out, {});
}
LogicalResult ReduceWindowOrOp::batch(OpBuilder &b, ValueRange in,
                                      const Mask &batched, int64_t n,
                                      Values &out, Mask &outBatched) {
  return batchWindow(*this, b, in, batched, n, out, outBatched);
}
LogicalResult ReduceWindowOrOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                                      Values &out) {
  return lowerWindow(*this, b, in[0], WindowSpec::of(*this), out);
}

//===-- select_and_gather_add, select_and_scatter_add: what they share ----===//
/// `whole` has the shape of x, `each` that of the windows.
template <class Op>
static LogicalResult verifySelect(Op op, Type whole, Type each) {
  auto x = typeOf(op.getX());
  auto w = WindowSpec::of(op);
  List padded, shape;
  std::string rule = windowedShape(x.getShape(), w, padded, shape);
  if (rule.empty() && (tensorType(whole).getShape() != x.getShape() ||
                       tensorType(each).getShape() != ArrayRef(shape) ||
                       elementOf(whole) != elementOf(each)))
    rule = "C4) what is whole must have x's shape, what is per window the "
           "shape of the windows, and both one dtype";
  if (rule.empty())
    return success();
  StringRef name = op->getName().stripDialect();
  return emitError(op.getLoc())
         << "[" << name << "] (" << name << "-" << rule << ". Received "
         << said(w) << ", types = " << op.getT().getType() << ", " << x
         << " -> " << op.getType();
}
namespace {
/// What both begin with: x with its padding, and the loops.
struct Selection {
  List padded, shape;
  Value x, extreme;
  WindowLoops loops;
  Type element;
  bool max;

  template <class Op>
  Selection(Op op, OpBuilder &b, Value lowered)
      : loops(b.getContext(), WindowSpec::of(op)),
        element(elementOf(op.getX().getType())),
        max(!op.getLeast()) {
    auto w = WindowSpec::of(op);
    windowedShape(typeOf(lowered).getShape(), w, padded, shape);
    extreme = extremeElement(b, op.getLoc(), element, /*least=*/max);
    x = paddedWith(b, op.getLoc(), lowered, extreme, w, padded);
  }
  /// The place in its window, in row-major order, at the loops of a nest.
  Value place(OpBuilder &b, Location loc) const {
    Value at = arith::ConstantIntOp::create(b, loc, 0, 64);
    for (auto [i, size] : llvm::enumerate(loops.insideShape)) {
      Value n = arith::ConstantIntOp::create(b, loc, size, 64);
      Value k = arith::IndexCastOp::create(
          b, loc, b.getI64Type(),
          linalg::IndexOp::create(b, loc, loops.rank + i));
      at = arith::AddIOp::create(b, loc, arith::MulIOp::create(b, loc, at, n),
                                 k);
    }
    return at;
  }
  /// The best element, its place, and (with t) the t there.
  SmallVector<Value> nest(OpBuilder &b, Location loc, Value t) const {
    Value none = arith::ConstantIntOp::create(
        b, loc, std::numeric_limits<int64_t>::max(), 64);
    SmallVector<Value> ins{x};
    SmallVector<Value> outs{filledWith(b, loc, shape, extreme),
                            filledWith(b, loc, shape, none)};
    if (t) {
      ins.push_back(t);
      Value zero = scalar(b, loc, typeOf(t).getElementType(), 0);
      outs.push_back(filledWith(b, loc, shape, zero));
    }
    auto body = [&](OpBuilder &b, ValueRange in, ValueRange acc) {
      Value at = place(b, loc);
      Value take = isBeyond(b, loc, element, max, in[0], at, acc[0], acc[1]);
      SmallVector<Value> next{in[0], at};
      if (t)
        next.push_back(in[1]);
      for (auto [v, old] : llvm::zip(next, acc))
        v = arith::SelectOp::create(b, loc, take, v, old);
      return next;
    };
    return loops.nest(b, loc, ins, outs, body);
  }
};
} // namespace
/// The op on another t, or its counterpart.
template <class Made, class Op>
static Value selecting(Op op, OpBuilder &b, Type type, Value t, Value x) {
  return Made::create(b, op.getLoc(), type, t, x, op.getLeast(),
                      op.getWindow(), op.getStrides(), op.getLow(),
                      op.getHigh(), op.getBase(), op.getDilation());
}

//===-- select_and_gather_add ---------------------------------------------===//
LogicalResult SelectAndGatherAddOp::verify() {
  return verifySelect(*this, getT().getType(), getType());
}
/// What is selected does not move with x, but where x jumps.
LogicalResult SelectAndGatherAddOp::jvp(OpBuilder &b, ArrayRef<Value> t,
                                        Values &out) {
  if (!t[0])
    return give(out, {});
  return give(out, selecting<SelectAndGatherAddOp>(*this, b, getType(), t[0],
                                                   getX()));
}
LogicalResult SelectAndGatherAddOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                              ArrayRef<Value> cts,
                                              Values &out) {
  out.append({selecting<SelectAndScatterAddOp>(*this, b, getT().getType(),
                                               cts[0], in[1]),
              Value()});
  return success();
}
LogicalResult SelectAndGatherAddOp::batch(OpBuilder &b, ValueRange in,
                                          const Mask &batched, int64_t n,
                                          Values &out, Mask &outBatched) {
  return batchWindow(*this, b, in, batched, n, out, outBatched);
}
LogicalResult SelectAndGatherAddOp::lower(Lowering &, OpBuilder &b,
                                          ValueRange in, Values &out) {
  Selection s(*this, b, in[1]);
  Value zero = scalar(b, getLoc(), typeOf(in[0]).getElementType(), 0);
  Value t = paddedWith(b, getLoc(), in[0], zero, WindowSpec::of(*this),
                       s.padded);
  return give(out, s.nest(b, getLoc(), t)[2]);
}

//===-- select_and_scatter_add --------------------------------------------===//
LogicalResult SelectAndScatterAddOp::verify() {
  return verifySelect(*this, getType(), getT().getType());
}
LogicalResult SelectAndScatterAddOp::jvp(OpBuilder &b, ArrayRef<Value> t,
                                         Values &out) {
  if (!t[0])
    return give(out, {});
  return give(out, selecting<SelectAndScatterAddOp>(*this, b, getType(), t[0],
                                                    getX()));
}
LogicalResult SelectAndScatterAddOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                               ArrayRef<Value> cts,
                                               Values &out) {
  out.append({selecting<SelectAndGatherAddOp>(*this, b, getT().getType(),
                                              cts[0], in[1]),
              Value()});
  return success();
}
LogicalResult SelectAndScatterAddOp::batch(OpBuilder &b, ValueRange in,
                                           const Mask &batched, int64_t n,
                                           Values &out, Mask &outBatched) {
  return batchWindow(*this, b, in, batched, n, out, outBatched);
}
/// For each place of the window: the t of those windows that selected it are
/// added to the elements that stand there, which are a strided part of the
/// padded result. So every step is a dense loop, and the order of the sums is
/// one for any number of threads.
LogicalResult SelectAndScatterAddOp::lower(Lowering &, OpBuilder &b,
                                           ValueRange in, Values &out) {
  Location loc = getLoc();
  auto w = WindowSpec::of(*this);
  Selection s(*this, b, in[1]);
  Value places = s.nest(b, loc, {})[1];
  Type element = signless(elementOf(getType()));
  Type wide = isHalf(element) ? Type(b.getF32Type()) : element;
  Value zeros = filledWith(b, loc, s.padded, scalar(b, loc, wide, 0));
  int64_t rank = s.shape.size(), count = 1;
  for (int64_t n : w.size)
    count *= n;
  auto index = [&](OpBuilder &b, int64_t v) -> Value {
    return arith::ConstantIndexOp::create(b, loc, v);
  };
  auto loop = scf::ForOp::create(b, loc, index(b, 0), index(b, count),
                                 index(b, 1), zeros);
  auto at = OpBuilder::atBlockEnd(loop.getBody());
  Value place = loop.getInductionVar(), rest = place;
  SmallVector<OpFoldResult> offsets(rank, at.getIndexAttr(0));
  for (int64_t d = rank; d-- > 0;) {
    if (w.size[d] == 1)
      continue;
    Value n = index(at, w.size[d]);
    Value k = arith::RemUIOp::create(at, loc, rest, n);
    rest = arith::DivUIOp::create(at, loc, rest, n);
    offsets[d] =
        Value(arith::MulIOp::create(at, loc, k, index(at, w.dilation[d])));
  }
  auto sizes = getAsIndexOpFoldResult(b.getContext(), s.shape);
  auto steps = getAsIndexOpFoldResult(b.getContext(), w.strides);
  Value sums = loop.getRegionIterArgs()[0];
  Value part = tensor::ExtractSliceOp::create(
      at, loc, RankedTensorType::get(s.shape, wide), sums, offsets, sizes,
      steps);
  Value wanted =
      arith::IndexCastOp::create(at, loc, at.getI64Type(), place);
  auto id = at.getMultiDimIdentityMap(rank);
  SmallVector<utils::IteratorType> kinds(rank, utils::IteratorType::parallel);
  auto body = [&](OpBuilder &b, Location loc, ValueRange v) {
    Value here =
        arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, v[0], wanted);
    Value t = v[1];
    if (t.getType() != wide)
      t = convertElement(b, loc, t, t.getType(), wide);
    Value sum = combined<arith::AddIOp, arith::AddFOp, complex::AddOp>(
        b, loc, v[2], t);
    linalg::YieldOp::create(
        b, loc, ValueRange{arith::SelectOp::create(b, loc, here, sum, v[2])});
  };
  Value added = linalg::GenericOp::create(
                    at, loc, part.getType(), ValueRange{places, in[0]}, part,
                    ArrayRef<AffineMap>{id, id, id}, kinds, body)
                    .getResult(0);
  sums = tensor::InsertSliceOp::create(at, loc, added, sums, offsets, sizes,
                                       steps);
  scf::YieldOp::create(at, loc, sums);
  // Padding (and dilation) back off.
  auto x = typeOf(in[1]);
  Value y = loop.getResult(0);
  if (s.padded != x.getShape() || llvm::any_of(w.low, [](int64_t n) {
        return n != 0;
      })) {
    List none(rank, 0), ones(rank, 1), low;
    SmallVector<int64_t> from(rank), n(rank), to(rank);
    Value zero =
        filledWith(b, loc, x.getShape(), scalar(b, loc, wide, 0));
    for (int64_t d = 0; d < rank; ++d) {
      // Element i of x stands at low + i * base.
      int64_t first =
          w.low[d] < 0 ? llvm::divideCeil(-w.low[d], w.base[d]) : 0;
      int64_t room = s.padded[d] - w.low[d];
      int64_t last = room <= 0 ? 0 : (room - 1) / w.base[d] + 1;
      last = std::min(last, x.getDimSize(d));
      if (first >= last)
        return give(out, zero);
      to[d] = first;
      n[d] = last - first;
      from[d] = w.low[d] + first * w.base[d];
    }
    auto attrs = [&](ArrayRef<int64_t> list) {
      return getAsIndexOpFoldResult(b.getContext(), list);
    };
    y = tensor::ExtractSliceOp::create(b, loc, RankedTensorType::get(n, wide),
                                       y, attrs(from), attrs(n), attrs(w.base));
    if (ArrayRef(n) != x.getShape())
      y = tensor::InsertSliceOp::create(b, loc, y, zero, attrs(to), attrs(n),
                                        attrs(ones));
  }
  return give(out, y);
}

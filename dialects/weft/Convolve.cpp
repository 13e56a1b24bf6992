// Convolution. Rules as in JAX: the cotangents of both operands are
// convolutions again, and a batch axis becomes part of a batch, feature or
// group axis.
#include "ConvolveKernels.h"
#include "ConvolveOps.h"
#include "ShapeOps.h"
#include "RuleHelpers.h"
#include "WindowShape.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
using namespace weft::ir;
using List = SmallVector<int64_t>;

namespace {
/// The attributes of an op, to be changed and made another one of.
struct Conv {
  List x, y, z; // axes: batch (or output features), features, space
  List strides, low, high, xDilation, yDilation, reversed;
  int64_t featureGroups, batchGroups;

  explicit Conv(ConvGeneralDilatedOp op)
      : x(op.getXDims()), y(op.getYDims()), z(op.getZDims()),
        strides(op.getStrides()), low(op.getLow()), high(op.getHigh()),
        xDilation(op.getXDilation()), yDilation(op.getYDilation()),
        reversed(op.getReversed()), featureGroups(op.getFeatureGroups()),
        batchGroups(op.getBatchGroups()) {}
  int64_t space() const { return x.size() - 2; }
  int64_t groups() const { return featureGroups * batchGroups; }
  ConvolutionAxes axes() const {
    return {x,         y,        z,             strides,    low, xDilation,
            yDilation, reversed, featureGroups, batchGroups};
  }
  /// The sizes of an operand along its axes of space.
  static List spaceOf(Type t, ArrayRef<int64_t> dims) {
    List out;
    for (int64_t d : dims.drop_front(2))
      out.push_back(tensorType(t).getDimSize(d));
    return out;
  }
  WindowSpec windows(ArrayRef<int64_t> size) const {
    return {size, strides, low, high, xDilation, yDilation};
  }
  /// z's shape, or the rule that is broken.
  std::string shape(Type xType, Type yType, List &out, List &padded) const;
  Value make(OpBuilder &b, Location loc, Value lhs, Value rhs,
             Type element) const {
    List shape, padded;
    [[maybe_unused]] std::string rule =
        this->shape(lhs.getType(), rhs.getType(), shape, padded);
    assert(rule.empty() && "a rule made a convolution that is none");
    return ConvGeneralDilatedOp::create(
        b, loc, RankedTensorType::get(shape, element), lhs, rhs, x, y, z,
        strides, low, high, xDilation, yDilation, reversed, featureGroups,
        batchGroups);
  }
};
} // namespace

//===-- Verification ------------------------------------------------------===//
static bool namesEachOnce(ArrayRef<int64_t> dims, int64_t rank) {
  List sorted(dims);
  llvm::sort(sorted);
  return int64_t(dims.size()) == rank && areAxes(sorted, rank);
}
std::string Conv::shape(Type xType, Type yType, List &out, List &padded) const {
  auto lhs = tensorType(xType), rhs = tensorType(yType);
  int64_t rank = lhs.getRank();
  if (rank < 2 || rhs.getRank() != rank || !namesEachOnce(x, rank) ||
      !namesEachOnce(y, rank) || !namesEachOnce(z, rank))
    return "C1) operands must have one rank of at least 2, and dims name each "
           "axis once";
  List in = spaceOf(lhs, x), size = spaceOf(rhs, y), windows;
  auto small = [](int64_t n) { return n < 1; };
  size_t n = space();
  for (const List *list : {&strides, &low, &high, &xDilation, &yDilation})
    if (list->size() != n)
      return "C2) strides, padding and dilations must have one entry per axis "
             "of space";
  if (llvm::any_of(strides, small) || llvm::any_of(xDilation, small) ||
      llvm::any_of(yDilation, small))
    return "C2) strides and dilations must be at least 1";
  if (llvm::any_of(size, small) ||
      !windowedShape(in, this->windows(size), padded, windows).empty())
    return "C3) no padded size may be negative and no window empty";
  int64_t batch = lhs.getDimSize(x[0]), features = lhs.getDimSize(x[1]);
  int64_t outs = rhs.getDimSize(y[0]);
  if (featureGroups < 1 || batchGroups < 1 ||
      (featureGroups > 1 && batchGroups > 1) || features % featureGroups ||
      batch % batchGroups || outs % groups())
    return "C4) groups must be at least 1, not both more than 1, and divide "
           "the output features and what they share";
  if (rhs.getDimSize(y[1]) != features / featureGroups)
    return "C5) the second operand's input features must be those of the "
           "first per group";
  if (!areAxes(reversed, space()))
    return "C8) reversed must be axes of space, ascending";
  out.resize(rank);
  out[z[0]] = batch / batchGroups;
  out[z[1]] = outs;
  for (size_t i = 0; i < n; ++i)
    out[z[2 + i]] = windows[i];
  return "";
}
/// 0 integer, 1 float, 2 complex.
static int kindOf(Type t) {
  Type e = elementOf(t);
  return isa<ComplexType>(e) ? 2 : isa<FloatType>(e) ? 1 : 0;
}
LogicalResult ConvGeneralDilatedOp::verify() {
  Conv conv(*this);
  List shape, padded;
  Type x = getX().getType(), y = getY().getType();
  std::string rule = conv.shape(x, y, shape, padded);
  if (rule.empty() && tensorType(getType()).getShape() != ArrayRef(shape))
    rule = "C6) the result must have shape " + said(shape);
  if (rule.empty() && (kindOf(x) != kindOf(getType()) ||
                       kindOf(y) != kindOf(getType())))
    rule = "C7) operands and result must all be integers, or floats, or "
           "complex numbers";
  if (rule.empty())
    return success();
  return emitError() << "[conv_general_dilated] (conv_general_dilated-" << rule
                     << ". Received dims = " << said(conv.x) << " "
                     << said(conv.y) << " " << said(conv.z)
                     << ", strides = " << said(conv.strides)
                     << ", pad = " << said(conv.low) << " " << said(conv.high)
                     << ", dilation = " << said(conv.xDilation) << " "
                     << said(conv.yDilation) << ", groups = "
                     << conv.featureGroups << " " << conv.batchGroups
                     << ", types = " << x << ", " << y << " -> " << getType();
}

//===-- fold --------------------------------------------------------------===//
/// A kernel whose axes were permuted is read in place.
static bool takeTransposed(ConvGeneralDilatedOp op) {
  auto inner = op.getY().getDefiningOp<TransposeOp>();
  if (!inner)
    return false;
  List dims;
  for (int64_t d : op.getYDims())
    dims.push_back(inner.getPerm()[d]);
  op.getYMutable().set(inner.getX());
  op.setYDims(dims);
  return true;
}
/// And so is one that was turned around along axes of space.
static bool takeTurned(ConvGeneralDilatedOp op) {
  auto inner = op.getY().getDefiningOp<RevOp>();
  ArrayRef<int64_t> space = op.getYDims().drop_front(2);
  if (!inner || !llvm::all_of(inner.getDims(), [&](int64_t d) {
        return llvm::is_contained(space, d);
      }))
    return false;
  List reversed;
  for (auto [i, d] : llvm::enumerate(space))
    if (llvm::is_contained(inner.getDims(), d) !=
        llvm::is_contained(op.getReversed(), int64_t(i)))
      reversed.push_back(i);
  op.getYMutable().set(inner.getX());
  op.setReversed(reversed);
  return true;
}
OpFoldResult ConvGeneralDilatedOp::fold(FoldAdaptor) {
  return takeTransposed(*this) || takeTurned(*this) ? getResult()
                                                    : OpFoldResult();
}

//===-- jvp, transpose ----------------------------------------------------===//
LogicalResult ConvGeneralDilatedOp::jvp(OpBuilder &b, ArrayRef<Value> t,
                                        Values &out) {
  Conv conv(*this);
  Type e = elementOf(getType());
  Value l = t[0] ? conv.make(b, getLoc(), t[0], getY(), e) : Value();
  Value r = t[1] ? conv.make(b, getLoc(), getX(), t[1], e) : Value();
  return give(out, addTangents(b, getLoc(), l, r));
}
/// Axis 0 of x, with all others behind, becomes the outer part of what is
/// then axis `into`.
static Value mergeLeading(OpBuilder &b, Value x, int64_t into) {
  x = moveAxis(b, x, 0, into);
  auto shape = llvm::to_vector(typeOf(x).getShape());
  shape[into] *= shape[into + 1];
  shape.erase(shape.begin() + into + 1);
  return ReshapeOp::create(b, x.getLoc(), typeOf(x).clone(shape), x);
}
/// Axis `at` becomes two: `outer` by the rest.
static Value splitAxis(OpBuilder &b, Value x, int64_t at, int64_t outer) {
  auto shape = llvm::to_vector(typeOf(x).getShape());
  shape[at] /= outer;
  shape.insert(shape.begin() + at, outer);
  return ReshapeOp::create(b, x.getLoc(), typeOf(x).clone(shape), x);
}
/// The outer part of axis `from`, which has `outer` elements, becomes the
/// outer part of axis `to`.
static Value movePart(OpBuilder &b, Value x, int64_t from, int64_t outer,
                      int64_t to) {
  return mergeLeading(b, moveAxis(b, splitAxis(b, x, from, outer), from, 0),
                      to);
}
static List swapped(ArrayRef<int64_t> dims) {
  List out(dims);
  std::swap(out[0], out[1]);
  return out;
}
/// The cotangent of x: ct convolved with y turned around, features and output
/// features exchanged.
static Value cotangentOfX(OpBuilder &b, ConvGeneralDilatedOp op, Value ct,
                          Value y) {
  Conv conv(op), back(op);
  Type xType = op.getX().getType();
  List in = Conv::spaceOf(xType, conv.x), size = Conv::spaceOf(y.getType(), conv.y);
  List outs = Conv::spaceOf(op.getType(), conv.z);
  back.x = conv.z, back.y = swapped(conv.y), back.z = conv.x;
  back.strides = conv.xDilation, back.xDilation = conv.strides;
  back.low.clear(), back.high.clear();
  transposedPadding(in, outs, conv.windows(size), back.low, back.high);
  back.featureGroups = conv.groups(), back.batchGroups = 1;
  if (conv.groups() > 1)
    y = movePart(b, y, conv.y[0], conv.groups(), conv.y[1]);
  List turned; // a window that runs backwards already need not be turned
  for (int64_t i = 0; i < conv.space(); ++i)
    if (!llvm::is_contained(conv.reversed, i))
      turned.push_back(conv.y[2 + i]);
  llvm::sort(turned);
  if (!turned.empty())
    y = RevOp::create(b, op.getLoc(), y, turned);
  back.reversed.clear();
  Value r = back.make(b, op.getLoc(), ct, y, elementOf(xType));
  if (conv.batchGroups > 1)
    r = movePart(b, r, conv.x[1], conv.batchGroups, conv.x[0]);
  return r;
}
/// The cotangent of y: x convolved with ct, batch and features exchanged.
static Value cotangentOfY(OpBuilder &b, ConvGeneralDilatedOp op, Value ct,
                          Value x) {
  Conv conv(op), back(op);
  Type yType = op.getY().getType();
  List in = Conv::spaceOf(x.getType(), conv.x), size = Conv::spaceOf(yType, conv.y);
  List outs = Conv::spaceOf(op.getType(), conv.z);
  back.x = swapped(conv.x), back.y = swapped(conv.z), back.z = swapped(conv.y);
  back.strides = conv.yDilation, back.yDilation = conv.strides;
  std::swap(back.featureGroups, back.batchGroups);
  for (int64_t i = 0; i < conv.space(); ++i) // as in JAX
    back.high[i] = dilatedSize(outs[i], conv.strides[i]) -
                   dilatedSize(in[i], conv.xDilation[i]) +
                   dilatedSize(size[i], conv.yDilation[i]) - conv.low[i] - 1;
  back.reversed.clear();
  Value r = back.make(b, op.getLoc(), x, ct, elementOf(yType));
  List turned;
  for (int64_t i : conv.reversed)
    turned.push_back(conv.y[2 + i]);
  llvm::sort(turned);
  return turned.empty() ? r : Value(RevOp::create(b, op.getLoc(), r, turned));
}
LogicalResult ConvGeneralDilatedOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                              ArrayRef<Value> cts,
                                              Values &out) {
  if (tensorType(getType()).getNumElements() == 0) {
    out.append({Value(), Value()});
    return success();
  }
  auto wanted = [&](unsigned i) {
    return !in[i] && typeOf(getOperand(i)).getNumElements() != 0;
  };
  Value x = wanted(0) ? cotangentOfX(b, *this, cts[0], in[1]) : Value();
  Value y = wanted(1) ? cotangentOfY(b, *this, cts[0], in[0]) : Value();
  out.append({x, y});
  return success();
}

//===-- batch -------------------------------------------------------------===//
/// A leading batch axis put between the groups and the rest of axis `at`.
static Value mergeUnderGroups(OpBuilder &b, Value x, int64_t at,
                              int64_t groups) {
  x = splitAxis(b, x, at + 1, groups);  // (n, …, groups, rest, …)
  x = mergeLeading(b, x, at + 1);       // (…, groups, n · rest, …)
  return mergeLeading(b, moveAxis(b, x, at, 0), at);
}
LogicalResult ConvGeneralDilatedOp::batch(OpBuilder &b, ValueRange in,
                                          const Mask &batched, int64_t n,
                                          Values &out, Mask &outBatched) {
  Conv conv(*this);
  Value x = in[0], y = in[1];
  Type e = elementOf(getType());
  outBatched.set();
  auto finish = [&](Value z, int64_t axis) {
    return give(out, moveAxis(b, splitAxis(b, z, axis, n), axis, 0));
  };
  if (batched[0] && batched[1]) {
    bool groupsOfBatch = conv.batchGroups > 1;
    x = mergeLeading(b, x, groupsOfBatch ? conv.x[0] : conv.x[1]);
    y = mergeLeading(b, y, conv.y[0]);
    (groupsOfBatch ? conv.batchGroups : conv.featureGroups) *= n;
    return finish(conv.make(b, getLoc(), x, y, e), conv.z[1]);
  }
  if (batched[0]) {
    x = conv.batchGroups == 1
            ? mergeLeading(b, x, conv.x[0])
            : mergeUnderGroups(b, x, conv.x[0], conv.batchGroups);
    return finish(conv.make(b, getLoc(), x, y, e), conv.z[0]);
  }
  if (conv.groups() == 1) {
    y = mergeLeading(b, y, conv.y[0]);
    return finish(conv.make(b, getLoc(), x, y, e), conv.z[1]);
  }
  y = mergeUnderGroups(b, y, conv.y[0], conv.groups());
  Value z = conv.make(b, getLoc(), x, y, e);
  int64_t at = conv.z[1]; // groups · n · rest
  z = splitAxis(b, splitAxis(b, z, at, conv.groups()), at + 1, n);
  z = moveAxis(b, z, at + 1, 0); // (n, …, groups, rest, …)
  return give(out, ReshapeOp::create(b, getLoc(), withLeading(getType(), n), z));
}

//===-- lowering ----------------------------------------------------------===//
/// An array converted between dtypes, in lowered types.
static Value converted(OpBuilder &b, Location loc, Value v, Type from,
                       Type to) {
  auto shape = typeOf(v).getShape();
  Type lowered = signless(to);
  if (typeOf(v).getElementType() == lowered)
    return v;
  auto map = b.getMultiDimIdentityMap(shape.size());
  SmallVector<utils::IteratorType> kinds(shape.size(),
                                         utils::IteratorType::parallel);
  Value empty = tensor::EmptyOp::create(b, loc, shape, lowered);
  auto body = [&](OpBuilder &b, Location loc, ValueRange x) {
    linalg::YieldOp::create(b, loc, convertElement(b, loc, x[0], from, to));
  };
  return linalg::GenericOp::create(b, loc, empty.getType(), v, empty,
                                   ArrayRef<AffineMap>{map, map}, kinds, body)
      .getResult(0);
}
/// Result axis i is axis perm[i] of v, or that backwards: a copy, in lowered
/// types.
static Value permuted(OpBuilder &b, Location loc, Value v,
                      ArrayRef<int64_t> perm, ArrayRef<int64_t> turned = {}) {
  if (llvm::is_sorted(perm) && turned.empty())
    return v;
  SmallVector<AffineExpr> read(perm.size());
  List shape;
  for (auto [i, d] : llvm::enumerate(perm)) {
    read[d] = b.getAffineDimExpr(i);
    shape.push_back(typeOf(v).getDimSize(d));
    if (llvm::is_contained(turned, d))
      read[d] = shape.back() - 1 - read[d];
  }
  auto id = b.getMultiDimIdentityMap(perm.size());
  auto map = AffineMap::get(perm.size(), 0, read, b.getContext());
  SmallVector<utils::IteratorType> kinds(perm.size(),
                                         utils::IteratorType::parallel);
  Value empty = tensor::EmptyOp::create(b, loc, shape,
                                        typeOf(v).getElementType());
  auto body = [](OpBuilder &b, Location loc, ValueRange x) {
    linalg::YieldOp::create(b, loc, x[0]);
  };
  return linalg::GenericOp::create(b, loc, empty.getType(), v, empty,
                                   ArrayRef<AffineMap>{map, id}, kinds, body)
      .getResult(0);
}
/// The order batch, space, features of axes that stand elsewhere; they are
/// renamed.
static List featuresLast(MutableArrayRef<int64_t> axes) {
  List perm{axes[0]};
  llvm::append_range(perm, axes.drop_front(2));
  perm.push_back(axes[1]);
  axes[0] = 0, axes[1] = axes.size() - 1;
  for (size_t i = 2; i < axes.size(); ++i)
    axes[i] = i - 1;
  return perm;
}
namespace {
/// The axes of an array and the loops' expressions for them.
struct Indexed {
  List shape;
  SmallVector<AffineExpr> exprs;
  SmallVector<ReassociationIndices> split; // these axes, by those of the array

  Indexed(ArrayRef<int64_t> dims)
      : shape(dims), exprs(dims.size()), split(dims.size()) {
    for (auto [i, axes] : llvm::enumerate(split))
      axes.push_back(i);
  }
  /// The outer part of an axis gets an expression of its own.
  void group(int64_t axis, int64_t groups, AffineExpr g) {
    shape[axis] /= groups;
    shape.insert(shape.begin() + axis, groups);
    exprs.insert(exprs.begin() + axis, g);
    for (int64_t i = axis; i < int64_t(split.size()); ++i)
      for (int64_t &j : split[i])
        j += i > axis;
    split[axis].push_back(axis + 1);
  }
  Value view(OpBuilder &b, Value v) const {
    if (typeOf(v).getShape() == ArrayRef(shape))
      return v;
    auto type = RankedTensorType::get(shape, typeOf(v).getElementType());
    return tensor::ExpandShapeOp::create(b, v.getLoc(), type, v, split);
  }
};
} // namespace
/// Σ over space, features and the window; lhs is padded and dilated.
static Value contraction(OpBuilder &b, Location loc, const Conv &conv,
                         Value lhs, Value rhs, ArrayRef<int64_t> shape,
                         Value zero) {
  int64_t rank = shape.size();
  unsigned loops = 0;
  auto loop = [&] { return b.getAffineDimExpr(loops++); };
  Indexed x(typeOf(lhs).getShape()), y(typeOf(rhs).getShape()), z(shape);
  bool grouped = conv.groups() > 1;
  AffineExpr g = grouped ? loop() : AffineExpr();
  for (AffineExpr &e : z.exprs)
    e = loop();
  unsigned parallel = loops;
  x.exprs[conv.x[0]] = z.exprs[conv.z[0]];
  y.exprs[conv.y[0]] = z.exprs[conv.z[1]];
  // Summed loops in the order of x's axes: neighbours may become one.
  for (int64_t axis = 0; axis < rank; ++axis) {
    int64_t role = llvm::find(conv.x, axis) - conv.x.begin();
    if (role == 0)
      continue;
    AffineExpr k = loop();
    if (role == 1) {
      x.exprs[axis] = y.exprs[conv.y[1]] = k;
      continue;
    }
    int64_t i = role - 2;
    x.exprs[axis] =
        z.exprs[conv.z[role]] * conv.strides[i] + k * conv.yDilation[i];
    y.exprs[conv.y[role]] = k;
  }
  if (grouped) {
    x.group(conv.featureGroups > 1 ? conv.x[1] : conv.x[0], conv.groups(), g);
    y.group(conv.y[0], conv.groups(), g);
    z.group(conv.z[1], conv.groups(), g);
  }
  auto map = [&](const Indexed &a) {
    return AffineMap::get(loops, 0, a.exprs, b.getContext());
  };
  SmallVector<utils::IteratorType> kinds(parallel,
                                         utils::IteratorType::parallel);
  kinds.resize(loops, utils::IteratorType::reduction);
  auto body = [&](OpBuilder &b, Location loc, ValueRange v) {
    linalg::YieldOp::create(b, loc, multiplyAdd(b, loc, v[0], v[1], v[2]));
  };
  Value start = filledWith(b, loc, z.shape, zero);
  Value r = linalg::GenericOp::create(
                b, loc, start.getType(),
                ValueRange{x.view(b, lhs), y.view(b, rhs)}, start,
                ArrayRef<AffineMap>{map(x), map(y), map(z)}, kinds, body)
                .getResult(0);
  if (!grouped)
    return r;
  auto type = RankedTensorType::get(shape, zero.getType());
  return tensor::CollapseShapeOp::create(b, loc, type, r, z.split);
}
/// lhs put into its padding, and the sums over windows.
static Value windowed(OpBuilder &b, Location loc, const Conv &conv, Value lhs,
                      Value rhs, ArrayRef<int64_t> shape,
                      ArrayRef<int64_t> padded, Value zero) {
  int64_t rank = shape.size();
  List low(rank, 0), steps(rank, 1), sizes(typeOf(lhs).getShape());
  for (int64_t i = 0; i < conv.space(); ++i) {
    low[conv.x[2 + i]] = conv.low[i];
    steps[conv.x[2 + i]] = conv.xDilation[i];
    sizes[conv.x[2 + i]] = padded[i];
  }
  lhs = paddedWith(b, loc, lhs, zero, {{}, {}, low, {}, steps, {}}, sizes);
  return contraction(b, loc, conv, lhs, rhs, shape, zero);
}
/// A dilated lhs: outputs that are as far apart as its elements meet elements
/// at the same places of their windows, so each such phase is a convolution
/// over what is there, and no zero is multiplied.
static Value phases(OpBuilder &b, Location loc, const Conv &conv, Value lhs,
                    Value rhs, ArrayRef<int64_t> shape, Value zero) {
  int64_t rank = shape.size(), space = conv.space();
  auto attrs = [&](ArrayRef<int64_t> list) {
    return getAsIndexOpFoldResult(b.getContext(), list);
  };
  Value out = filledWith(b, loc, shape, zero);
  int64_t n = ShapedType::getNumElements(conv.xDilation);
  for (int64_t phase = 0; phase < n; ++phase) {
    Conv part(conv);
    List size(shape), padded(space), at(rank, 0), by(rank, 1);
    List first(rank, 0), steps(rank, 1), taken(typeOf(rhs).getShape());
    int64_t rest = phase;
    bool empty = false;
    for (int64_t i = 0; i < space; ++i) {
      // Output d · q + r meets k = first + d · t at element q + t - low'.
      int64_t d = conv.xDilation[i], r = rest % d, kAxis = conv.y[2 + i];
      rest /= d;
      int64_t k = ((conv.low[i] - r) % d + d) % d;
      at[conv.z[2 + i]] = r, by[conv.z[2 + i]] = d;
      first[kAxis] = k, steps[kAxis] = d;
      taken[kAxis] = llvm::divideCeilSigned(taken[kAxis] - k, d);
      int64_t &outputs = size[conv.z[2 + i]];
      outputs = llvm::divideCeilSigned(outputs - r, d);
      part.low[i] = (conv.low[i] - r - k) / d;
      part.xDilation[i] = 1;
      padded[i] = size[conv.z[2 + i]] + taken[kAxis] - 1;
      empty |= taken[kAxis] < 1 || size[conv.z[2 + i]] < 1;
    }
    if (empty)
      continue;
    Value kernel = tensor::ExtractSliceOp::create(b, loc, rhs, attrs(first),
                                                  attrs(taken), attrs(steps));
    Value r = windowed(b, loc, part, lhs, kernel, size, padded, zero);
    out = placeInto(b, loc, r, out, at, by);
  }
  return out;
}
/// Whether the sums are long and many enough for matrix kernels, which write
/// along output features.
static bool paysAsMatrices(const Conv &conv, Value rhs,
                           ArrayRef<int64_t> shape) {
  int64_t terms = typeOf(rhs).getNumElements() /
                  std::max<int64_t>(1, typeOf(rhs).getDimSize(conv.y[0]));
  int64_t features = typeOf(rhs).getDimSize(conv.y[0]) / conv.groups();
  return isa<FloatType>(typeOf(rhs).getElementType()) && features >= 8 &&
         terms >= 16 && ShapedType::getNumElements(shape) * terms >= 1 << 16;
}
/// Whether windows are single elements, one after another: a matrix product
/// where pixels lie in rows, or features do and fill panels.
static bool isPointwise(const Conv &conv, Type lhs, Type rhs,
                        ArrayRef<int64_t> padded) {
  auto one = [](int64_t n) { return n == 1; };
  int64_t last = conv.x.size() - 1;
  bool inRows = conv.x.back() == last ||
                (conv.x[1] == last && conv.z[1] == last &&
                 fillsPanels(conv.axes(), tensorType(rhs)));
  return inRows && llvm::all_of(Conv::spaceOf(rhs, conv.y), one) &&
         llvm::all_of(conv.strides, one) &&
         Conv::spaceOf(lhs, conv.x) == padded &&
         ArrayRef(conv.x).drop_front(2) == ArrayRef(conv.z).drop_front(2);
}
/// The axes of y in the order in which x's are summed over, output features
/// last; they are renamed.
static List asSummed(const Conv &conv, MutableArrayRef<int64_t> y) {
  List perm, old(y);
  for (int64_t axis = 0, n = y.size(); axis < n; ++axis)
    if (int64_t role = llvm::find(conv.x, axis) - conv.x.begin()) {
      y[role] = perm.size();
      perm.push_back(old[role]);
    }
  y[0] = perm.size();
  perm.push_back(old[0]);
  return perm;
}
/// One contraction over windows, in place: the loops over space and over the
/// window are one linear address of the padded x, so no window is copied; the
/// backend makes kernels of the form. Where it does, axes that lie otherwise
/// are put into an order that it writes along (x on the way into its padding).
LogicalResult ConvGeneralDilatedOp::lower(Lowering &, OpBuilder &b,
                                          ValueRange in, Values &out) {
  Conv conv(*this);
  auto loc = getLoc();
  List shape, padded;
  conv.shape(getX().getType(), getY().getType(), shape, padded);
  Type to = elementOf(getType());
  if (auto f = dyn_cast<FloatType>(to); f && f.getWidth() < 32)
    to = b.getF32Type();
  Value zero = scalar(b, loc, signless(to), 0);
  if (typeOf(in[0]).getNumElements() == 0 ||
      typeOf(in[1]).getNumElements() == 0)
    return give(out, filledWith(b, loc, shape, zero));
  Value lhs = converted(b, loc, in[0], elementOf(getX().getType()), to);
  Value rhs = converted(b, loc, in[1], elementOf(getY().getType()), to);
  bool pointwise = isPointwise(conv, lhs.getType(), rhs.getType(), padded);
  if (Value r = pointwise ? Value()
                          : convolvedByKernel(b, loc, conv.axes(), lhs, rhs,
                                              shape))
    return give(out, r);
  int64_t rank = shape.size();
  List back, turned, order = axes(0, rank);
  for (int64_t i : conv.reversed)
    turned.push_back(conv.y[2 + i]);
  if (paysAsMatrices(conv, rhs, shape) && !pointwise) {
    if (conv.z[1] != rank - 1) {
      back = inversePermutation(featuresLast(conv.z));
      List old(shape);
      for (int64_t d = 0; d < rank; ++d)
        shape[back[d]] = old[d];
    }
    if (llvm::find(conv.x, rank - 1) - conv.x.begin() >= 2)
      lhs = permuted(b, loc, lhs, featuresLast(conv.x));
    order = asSummed(conv, conv.y);
  }
  rhs = permuted(b, loc, rhs, order, turned);
  auto plain = [](int64_t n) { return n == 1; };
  bool phased = !llvm::all_of(conv.xDilation, plain) &&
                llvm::all_of(conv.strides, plain) &&
                llvm::all_of(conv.yDilation, plain);
  Value r = phased ? phases(b, loc, conv, lhs, rhs, shape, zero)
                   : windowed(b, loc, conv, lhs, rhs, shape, padded, zero);
  if (!back.empty())
    r = permuted(b, loc, r, back);
  return give(out, r);
}

// See ConvolveKernels.h. Here: which kernel, how its work is cut, and how much
// scratch memory a piece of it needs, which is on the caller's stack.
#include "ConvolveKernels.h"
#include "ExternHelpers.h"
#include "RuleHelpers.h"
#include "WindowShape.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace weft::ir {
namespace {
using List = SmallVector<int64_t>;

/// Size and step in memory of an axis.
struct Axis {
  int64_t size, step;
};
/// The axes of an array by role: batch, features, height, width.
struct Roles {
  Axis n, c, h, w;
  Roles(ArrayRef<int64_t> shape, ArrayRef<int64_t> dims) {
    List steps(shape.size(), 1);
    for (int64_t i = shape.size() - 1; i-- > 0;)
      steps[i] = steps[i + 1] * shape[i + 1];
    auto axis = [&](int64_t d) { return Axis{shape[d], steps[d]}; };
    n = axis(dims[0]), c = axis(dims[1]), w = axis(dims.back());
    h = dims.size() > 3 ? axis(dims[2]) : Axis{1, 0};
  }
};
/// An entry per axis of space, for height and width.
struct Pair {
  int64_t h, w;
  Pair(ArrayRef<int64_t> list, int64_t one)
      : h(list.size() > 1 ? list[0] : one), w(list.back()) {}
};

struct Problem {
  Roles x, y, z;
  Pair stride, low, dilation, xDilation;
  bool turnedH, turnedW;
  int64_t lanes, bytes; // of the widest vector, of an element

  Problem(const ConvolutionAxes &conv, Value x, Value y,
          ArrayRef<int64_t> shape)
      : x(typeOf(x).getShape(), conv.x), y(typeOf(y).getShape(), conv.y),
        z(shape, conv.z), stride(conv.strides, 1), low(conv.low, 0),
        dilation(conv.yDilation, 1), xDilation(conv.xDilation, 1) {
    int64_t space = conv.x.size() - 2;
    turnedW = llvm::is_contained(conv.reversed, space - 1);
    turnedH = space > 1 && llvm::is_contained(conv.reversed, 0);
    bytes = typeOf(x).getElementTypeBitWidth() / 8;
    lanes = 64 / bytes;
  }
  int64_t phases() const { return xDilation.h * xDilation.w; }
  /// Multiplications and additions.
  double work() const {
    return 2.0 * z.n.size * z.c.size * z.h.size * z.w.size * y.c.size *
           y.h.size * y.w.size / phases();
  }
  /// x, y and z as the kernels take them.
  List numbers() const {
    int64_t start = 0, wh = y.h.step, ww = y.w.step;
    auto turn = [&](bool turned, const Axis &axis, int64_t &step) {
      if (turned)
        start += (axis.size - 1) * axis.step, step = -axis.step;
    };
    turn(turnedH, y.h, wh), turn(turnedW, y.w, ww);
    return {x.n.size, x.c.size, x.h.size, x.w.size, y.n.size,
            y.h.size, y.w.size, z.h.size, z.w.size,
            x.n.step, x.c.step, x.h.step, x.w.step,
            y.n.step, y.c.step, wh,       ww,       start,
            z.n.step, z.c.step, z.h.step, z.w.step,
            stride.h, stride.w, low.h,    low.w,    dilation.h,
            dilation.w, xDilation.h, xDilation.w};
  }
};
} // namespace

/// Bytes of one kind of scratch memory.
static constexpr int64_t mostScratch = 1 << 20;
/// What so many bytes of it take, as the kernels do (Scratch, in
/// lib/Kernels/ConvolveLayout.h).
static int64_t taken(int64_t bytes) { return (bytes + 127) / 64 * 64; }
/// How much of an axis of x so many neighbouring results read, of all phases.
static int64_t reach(int64_t results, int64_t taps, int64_t phases, int64_t low,
                     int64_t stride, int64_t dilation) {
  int64_t first = llvm::divideFloorSigned(low, phases);
  int64_t all = (results - 1) * stride + (phases > 1) +
                (llvm::divideCeil(taps, phases) - 1) * dilation + 1;
  return first < 0 ? all - first : std::max(all, first + 1);
}
/// Nanoseconds for so many operations.
static double nanoseconds(double work) { return work / 100; }

static Value byPieces(OpBuilder &b, Location loc, const Problem &p,
                      StringRef name, Value x, Value y, ArrayRef<int64_t> shape,
                      int64_t pieces, int64_t stack,
                      ArrayRef<int64_t> more = {}) {
  if (name.empty() || stack > mostScratch)
    return {};
  auto type = RankedTensorType::get(shape, typeOf(x).getElementType());
  List ints = p.numbers();
  llvm::append_range(ints, more);
  // No more than a tenth of what dense sums reach.
  return callPieces(b, loc, kernelName(name, type.getElementType()), {x, y},
                    type, ints, pieces,
                    nanoseconds(10 * p.work() / pieces), stack)[0];
}
/// Bytes of the padded rows (Plane, in lib/Kernels/ConvolveDepthwise.cpp) that a
/// band of results needs, of `lines` that are `stride` rows apart: in either
/// width of vectors.
static int64_t paddedRows(int64_t taps, int64_t step, int64_t split,
                          int64_t results, int64_t reach, int64_t lines,
                          int64_t stride, const Problem &p) {
  constexpr int64_t bandBytes = 128 << 10;
  int64_t rows = (taps - 1) * step + 1, most = 0;
  for (int64_t lanes : {p.lanes, p.lanes / 2}) {
    int64_t pitch = llvm::alignTo(results, lanes) + reach / split + 1;
    int64_t row = split * pitch * p.bytes;
    int64_t band = std::max<int64_t>(
        1, std::min(lines, (bandBytes / row - rows) / stride + 1));
    most = std::max(most, ((band - 1) * stride + rows) * row);
  }
  return taken(most);
}

/// Windows times the kernel, in the layout of either. A piece is some rows of
/// one image's results, for some panels of output features.
static Value dense(OpBuilder &b, Location loc, const Problem &p, Value x,
                   Value y, ArrayRef<int64_t> shape) {
  constexpr int64_t panelBytes = 512 << 10, bandBytes = 192 << 10;
  auto size = [](int64_t n, int64_t parts) {
    return llvm::divideCeil(n, parts);
  };
  // In the widest vectors; the kernels' twins have twice as many panels, each
  // half as large, in a block.
  int64_t wide = 2 * p.lanes;
  int64_t panel = size(p.y.h.size, p.xDilation.h) *
                  size(p.y.w.size, p.xDilation.w) * p.x.c.size * wide * p.bytes;
  int64_t rows = size(p.z.h.size, p.xDilation.h),
          columns = size(p.z.w.size, p.xDilation.w);
  int64_t window = (p.y.w.size - 1) * p.dilation.w + 1,
          height = (p.y.h.size - 1) * p.dilation.h + 1;
  int64_t line =
      ((columns - 1) * p.stride.w + window) * p.x.c.size * p.bytes;
  int64_t lines = std::max<int64_t>(
      p.stride.h, std::min(bandBytes / line, bandBytes / 2 /
                                                 (columns * wide * p.bytes) *
                                                 p.stride.h) -
                      height + p.stride.h);
  int64_t bandRows = std::clamp<int64_t>(lines / p.stride.h, 1, rows);
  if (panel > mostScratch || (height + p.stride.h) * line > mostScratch ||
      columns * wide * p.bytes > mostScratch)
    return {};
  int64_t bands = size(rows, bandRows);
  bandRows = size(rows, bands);
  int64_t panels = size(p.y.n.size, wide) * p.phases();
  int64_t blockPanels = std::clamp<int64_t>(panelBytes / panel, 1, panels);
  int64_t blocks = size(panels, blockPanels);
  List ints = p.numbers();
  ints.append({bandRows, bands, blockPanels, blocks});
  int64_t pieces = blocks * p.x.n.size * bands;
  int64_t band = reach(bandRows, p.y.h.size, p.xDilation.h, p.low.h, p.stride.h,
                       p.dilation.h) *
                 reach(columns, p.y.w.size, p.xDilation.w, p.low.w, p.stride.w,
                       p.dilation.w);
  int64_t stack = taken(blockPanels * panel) +
                  taken((band * p.x.c.size + 16) * p.bytes) +
                  taken(bandRows * columns * wide * p.bytes) +
                  taken(p.y.h.size * p.y.w.size * sizeof(int64_t));
  auto type = RankedTensorType::get(shape, typeOf(x).getElementType());
  return callPieces(b, loc, kernelName("conv", type.getElementType()), {x, y},
                    type, ints, pieces, nanoseconds(p.work() / pieces),
                    stack)[0];
}

/// Each feature by itself: a row of results is a piece, or a feature.
static Value depthwise(OpBuilder &b, Location loc, const Problem &p, Value x,
                       Value y, ArrayRef<int64_t> shape) {
  StringRef name;
  int64_t pieces = 0, stack = 0;
  if (p.x.c.step == 1 && p.z.c.step == 1) {
    name = "depthwise_last", pieces = p.x.n.size * p.z.h.size;
    stack = taken(p.y.h.size * p.y.w.size * p.x.c.size * p.bytes); // the taps
  } else if (p.x.w.step == 1 && p.z.w.step == 1) {
    name = "depthwise_first", pieces = p.x.n.size * p.x.c.size;
    stack = paddedRows(p.y.h.size, p.dilation.h, p.stride.w,
                       p.z.w.size, (p.y.w.size - 1) * p.dilation.w, p.z.h.size,
                       p.stride.h, p) +
            taken(p.y.h.size * p.y.w.size * p.bytes) + // the taps, and where
            taken(p.y.h.size * p.y.w.size * sizeof(int64_t)); // they read
  }
  return byPieces(b, loc, p, name, x, y, shape, pieces, stack);
}
/// `from` (axes: shares, which are added, space, then the roles in `last`) in
/// the layout of a convolution's result.
static Value asResult(OpBuilder &b, Location loc, Value from,
                      ArrayRef<int64_t> last, const ConvolutionAxes &conv,
                      ArrayRef<int64_t> shape) {
  int64_t rank = shape.size();
  SmallVector<AffineExpr> read{b.getAffineDimExpr(rank)}, write;
  for (int64_t d : conv.z.drop_front(2))
    read.push_back(b.getAffineDimExpr(d));
  for (int64_t role : last)
    read.push_back(b.getAffineDimExpr(conv.z[role]));
  for (int64_t d = 0; d < rank; ++d)
    write.push_back(b.getAffineDimExpr(d));
  SmallVector<utils::IteratorType> kinds(rank, utils::IteratorType::parallel);
  kinds.push_back(utils::IteratorType::reduction);
  Value zero = scalar(b, loc, typeOf(from).getElementType(), 0);
  Value start = filledWith(b, loc, shape, zero);
  auto map = [&](ArrayRef<AffineExpr> exprs) {
    return AffineMap::get(rank + 1, 0, exprs, b.getContext());
  };
  auto body = [](OpBuilder &b, Location loc, ValueRange v) {
    Value sum = arith::AddFOp::create(b, loc, v[1], v[0]);
    linalg::YieldOp::create(b, loc, sum);
  };
  return linalg::GenericOp::create(b, loc, start.getType(), from, start,
                                   ArrayRef<AffineMap>{map(read), map(write)},
                                   kinds, body)
      .getResult(0);
}
/// The sizes of a result's axes of space.
static List spaceOf(const ConvolutionAxes &conv, ArrayRef<int64_t> shape) {
  List out;
  for (int64_t d : conv.z.drop_front(2))
    out.push_back(shape[d]);
  return out;
}
/// The gradient of its kernel: a piece is a feature, or a share of the images,
/// whose sums are added in order.
static Value depthwiseGradient(OpBuilder &b, Location loc,
                               const ConvolutionAxes &conv, const Problem &p,
                               Value x, Value y, ArrayRef<int64_t> shape) {
  if (p.x.n.step == 1 && p.y.n.step == 1) {
    int64_t shares = std::min<int64_t>(8, p.x.c.size);
    List made{shares};
    llvm::append_range(made, spaceOf(conv, shape));
    made.push_back(p.x.n.size);
    Value r = byPieces(b, loc, p, "depthwise_last_dw", x, y, made, shares, 0,
                       {shares});
    return asResult(b, loc, r, {1}, conv, shape);
  }
  if (p.x.w.step != 1 || p.y.w.step != 1 || p.turnedW)
    return {};
  int64_t stack = taken(p.z.h.size * p.z.w.size * p.bytes) +
                  paddedRows(p.z.h.size, p.stride.h, p.dilation.w, p.y.w.size,
                             (p.z.w.size - 1) * p.stride.w, p.y.h.size,
                             p.dilation.h, p);
  return byPieces(b, loc, p, "depthwise_first_dw", x, y, shape, p.x.n.size,
                  stack);
}
/// The gradient of a kernel: x's batch is its features, y the cotangent. Made
/// as [space][features of x][features of y], whole vectors of the last.
static Value gradient(OpBuilder &b, Location loc, const ConvolutionAxes &conv,
                      const Problem &p, Value x, Value y,
                      ArrayRef<int64_t> shape) {
  constexpr int64_t resultBytes = 512 << 10;
  auto size = [](int64_t n, int64_t parts) {
    return llvm::divideCeil(n, parts);
  };
  int64_t wide = 2 * p.lanes, features = llvm::alignTo(p.y.n.size, p.lanes);
  int64_t taps = p.z.h.size * p.z.w.size, c = p.x.n.size;
  // Small results are made for a few shares of the images and added in order.
  int64_t shares = taps * c * features * p.bytes <= resultBytes / 2
                       ? std::min<int64_t>(4, p.x.c.size)
                       : 1;
  int64_t panels = size(features, wide);
  int64_t blockK = wide * std::clamp<int64_t>(
                              shares > 1 ? panels : panels / 2, 1, 8);
  int64_t blocksC = size(c, std::max<int64_t>(
                                1, resultBytes / (taps * blockK * p.bytes)));
  int64_t blockC = size(c, blocksC);
  blocksC = size(c, blockC);
  int64_t pixels = p.y.n.step == 1 && taps > 1 ? 128 : 256;
  int64_t rows = std::clamp<int64_t>(pixels / p.y.w.size, 1, p.y.h.size);
  if (blockK * rows * p.y.w.size * p.bytes > mostScratch)
    return {};
  List made{shares}, ints = p.numbers();
  llvm::append_range(made, spaceOf(conv, shape));
  made.append({c, features});
  ints.append({features, shares, blockC, blockK, rows});
  int64_t pieces = shares * blocksC * size(features, blockK);
  bool inPlace = p.y.n.step == 1 && features == p.y.n.size && taps == 1;
  int64_t stack =
      taken(inPlace ? 0 : blockK * rows * p.y.w.size * p.bytes) +
      taken(rows * sizeof(int64_t));
  auto type = RankedTensorType::get(made, typeOf(x).getElementType());
  Value r = callPieces(b, loc, kernelName("conv_dw", type.getElementType()),
                       {x, y}, type, ints, pieces,
                       nanoseconds(p.work() / pieces), stack)[0];
  if (features != p.y.n.size) {
    auto attrs = [&](ArrayRef<int64_t> list) {
      return getAsIndexOpFoldResult(b.getContext(), list);
    };
    List none(made.size(), 0), ones(made.size(), 1);
    made.back() = p.y.n.size;
    r = tensor::ExtractSliceOp::create(b, loc, r, attrs(none), attrs(made),
                                       attrs(ones));
  }
  return asResult(b, loc, r, {0, 1}, conv, shape);
}

bool fillsPanels(const ConvolutionAxes &conv, RankedTensorType kernel) {
  Type element = kernel.getElementType();
  if (!element.isIntOrFloat())
    return false;
  int64_t half = 2 * 64 * 8 / element.getIntOrFloatBitWidth();
  int64_t in = kernel.getDimSize(conv.y[1]), out = kernel.getDimSize(conv.y[0]);
  return in >= 4 && out >= 4 && out % (2 * half) <= half;
}

Value convolvedByKernel(OpBuilder &b, Location loc, const ConvolutionAxes &conv,
                        Value x, Value y, ArrayRef<int64_t> shape) {
  Type element = typeOf(x).getElementType();
  int64_t space = conv.x.size() - 2;
  auto plain = [](int64_t n) { return n == 1; };
  if ((!element.isF32() && !element.isF64()) || space < 1 || space > 2 ||
      ShapedType::getNumElements(shape) == 0)
    return {};
  Operation *inside = b.getInsertionBlock()->getParentOp();
  if (auto module = inside->getParentOfType<ModuleOp>();
      module && module->hasAttr(nestsOnly))
    return {};
  Problem p(conv, x, y, shape);
  if (p.phases() > 1 && !(llvm::all_of(conv.strides, plain) &&
                          llvm::all_of(conv.yDilation, plain)))
    return {};
  if (p.work() < 1 << 16)
    return {};
  // A kernel's gradient: the windows are larger than what they give.
  bool isGradient = p.y.h.size * p.y.w.size > p.z.h.size * p.z.w.size;
  if (conv.featureGroups * conv.batchGroups > 1) {
    if (p.phases() > 1)
      return {};
    if (conv.featureGroups == p.x.c.size && p.y.n.size == p.x.c.size)
      return depthwise(b, loc, p, x, y, shape);
    if (conv.batchGroups == p.x.n.size && p.y.n.size == p.x.n.size)
      return depthwiseGradient(b, loc, conv, p, x, y, shape);
    return {};
  }
  if (isGradient && p.phases() > 1)
    return {};
  // Vectors of output features would be nearly empty: loops have theirs along
  // rows.
  if (p.y.n.size < 3)
    return {};
  return isGradient ? gradient(b, loc, conv, p, x, y, shape)
                    : dense(b, loc, p, x, y, shape);
}
} // namespace weft::ir

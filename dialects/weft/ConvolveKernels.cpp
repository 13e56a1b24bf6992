// See ConvolveKernels.h. Here: which kernel, and how its work is cut; what
// scratch memory a piece of it needs is on the kernel's stack.
#include "ConvolveKernels.h"
#include "ExternHelpers.h"

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

/// Nanoseconds for so many operations.
static double nanoseconds(double work) { return work / 100; }

/// Windows times the kernel, in the layout of either. A piece is some rows of
/// one image's results, for some panels of output features.
static Value dense(OpBuilder &b, Location loc, const Problem &p, Value x,
                   Value y, ArrayRef<int64_t> shape) {
  constexpr int64_t panelBytes = 512 << 10, bandBytes = 192 << 10,
                    most = 1 << 20;
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
  if (panel > most || (height + p.stride.h) * line > most ||
      columns * wide * p.bytes > most)
    return {};
  int64_t bands = size(rows, bandRows);
  bandRows = size(rows, bands);
  int64_t panels = size(p.y.n.size, wide) * p.phases();
  int64_t blockPanels = std::clamp<int64_t>(panelBytes / panel, 1, panels);
  int64_t blocks = size(panels, blockPanels);
  List ints = p.numbers();
  ints.append({bandRows, bands, blockPanels, blocks});
  int64_t pieces = blocks * p.x.n.size * bands;
  auto type = RankedTensorType::get(shape, typeOf(x).getElementType());
  return callPieces(b, loc, kernelName("conv", type.getElementType()), {x, y},
                    type, ints, pieces, nanoseconds(p.work() / pieces))[0];
}

Value convolvedByKernel(OpBuilder &b, Location loc, const ConvolutionAxes &conv,
                        Value x, Value y, ArrayRef<int64_t> shape) {
  Type element = typeOf(x).getElementType();
  int64_t space = conv.x.size() - 2;
  auto plain = [](int64_t n) { return n == 1; };
  if ((!element.isF32() && !element.isF64()) || space < 1 || space > 2 ||
      ShapedType::getNumElements(shape) == 0)
    return {};
  Problem p(conv, x, y, shape);
  if (p.phases() > 1 && !(llvm::all_of(conv.strides, plain) &&
                          llvm::all_of(conv.yDilation, plain)))
    return {};
  if (p.work() < 1 << 16)
    return {};
  if (conv.featureGroups * conv.batchGroups > 1)
    return {};
  // A kernel's gradient: the windows are larger than what they give.
  if (p.y.h.size * p.y.w.size > p.z.h.size * p.z.w.size)
    return {};
  if (p.y.n.size < 2)
    return {};
  return dense(b, loc, p, x, y, shape);
}
} // namespace weft::ir

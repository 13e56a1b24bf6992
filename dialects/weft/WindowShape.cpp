// See WindowShape.h.
#include "WindowShape.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/Support/MathExtras.h"
using namespace weft::ir;

std::string weft::ir::said(const WindowSpec &w) {
  return "window = " + said(w.size) + ", strides = " + said(w.strides) +
         ", low = " + said(w.low) + ", high = " + said(w.high) +
         ", base dilation = " + said(w.base) +
         ", window dilation = " + said(w.dilation);
}

/// dilatedSize without overflow.
static bool reach(int64_t n, int64_t step, int64_t &out) {
  out = 0;
  return n == 0 || (!llvm::MulOverflow(n - 1, step, out) &&
                    !llvm::AddOverflow(out, int64_t(1), out));
}
std::string weft::ir::windowedShape(ArrayRef<int64_t> shape,
                                    const WindowSpec &w,
                                    SmallVectorImpl<int64_t> &padded,
                                    SmallVectorImpl<int64_t> &out) {
  for (ArrayRef<int64_t> list :
       {w.size, w.strides, w.low, w.high, w.base, w.dilation})
    if (list.size() != shape.size())
      return "C1) each list must have one entry per axis";
  auto small = [](int64_t n) { return n < 1; };
  if (llvm::any_of(w.size, small) || llvm::any_of(w.strides, small) ||
      llvm::any_of(w.base, small) || llvm::any_of(w.dilation, small))
    return "C2) window, strides and dilations must be at least 1";
  for (size_t d = 0; d < shape.size(); ++d) {
    int64_t size = 0, window = 0;
    if (!reach(shape[d], w.base[d], size) ||
        !reach(w.size[d], w.dilation[d], window) ||
        llvm::AddOverflow(size, w.low[d], size) ||
        llvm::AddOverflow(size, w.high[d], size) || size < 0)
      return "C3) no padded size may be negative or overflow";
    padded.push_back(size);
    out.push_back(size < window ? 0 : (size - window) / w.strides[d] + 1);
  }
  return "";
}
// As _conv_general_vjp_lhs_padding of JAX.
void weft::ir::transposedPadding(ArrayRef<int64_t> in, ArrayRef<int64_t> out,
                                 const WindowSpec &w,
                                 SmallVectorImpl<int64_t> &low,
                                 SmallVectorImpl<int64_t> &high) {
  for (size_t d = 0; d < in.size(); ++d) {
    int64_t window = dilatedSize(w.size[d], w.dilation[d]);
    low.push_back(window - w.low[d] - 1);
    high.push_back(dilatedSize(in[d], w.base[d]) + window - 1 -
                   dilatedSize(out[d], w.strides[d]) - low.back());
  }
}

//===-- Lowering ----------------------------------------------------------===//
Value weft::ir::filledWith(OpBuilder &b, Location loc, ArrayRef<int64_t> shape,
                           Value value) {
  Value empty = tensor::EmptyOp::create(b, loc, shape, value.getType());
  return linalg::FillOp::create(b, loc, value, empty).getResult(0);
}
Value weft::ir::placeInto(OpBuilder &b, Location loc, Value x, Value filled,
                          ArrayRef<int64_t> low, ArrayRef<int64_t> steps) {
  auto from = typeOf(x), to = typeOf(filled);
  SmallVector<int64_t> first, count, at, ones(from.getRank(), 1);
  for (int64_t d = 0; d < from.getRank(); ++d) {
    // Element k lands on low + k * step; those from `begin` to `end` stay.
    int64_t begin = low[d] < 0 ? llvm::divideCeil(-low[d], steps[d]) : 0;
    int64_t room = to.getDimSize(d) - low[d];
    int64_t end = room <= 0 ? 0 : (room - 1) / steps[d] + 1;
    end = std::min(end, from.getDimSize(d));
    if (begin >= end)
      return filled;
    first.push_back(begin);
    count.push_back(end - begin);
    at.push_back(low[d] + begin * steps[d]);
  }
  auto attrs = [&](ArrayRef<int64_t> list) {
    return getAsIndexOpFoldResult(b.getContext(), list);
  };
  if (from.getShape() != ArrayRef(count))
    x = tensor::ExtractSliceOp::create(b, loc, x, attrs(first), attrs(count),
                                       attrs(ones));
  return tensor::InsertSliceOp::create(b, loc, x, filled, attrs(at),
                                       attrs(count), attrs(steps));
}
Value weft::ir::paddedWith(OpBuilder &b, Location loc, Value x, Value value,
                           const WindowSpec &w, ArrayRef<int64_t> shape) {
  auto zero = [](int64_t n) { return n == 0; };
  if (llvm::all_of(w.low, zero) && typeOf(x).getShape() == shape)
    return x;
  return placeInto(b, loc, x, filledWith(b, loc, shape, value), w.low, w.base);
}

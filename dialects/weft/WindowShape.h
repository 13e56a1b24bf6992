// Windows that move over arrays: the arithmetic that pooling and convolution
// share.
#pragma once
#include "Dialect.h"

namespace weft::ir {
/// One entry per axis: a window of `size` elements, `dilation` apart, moves by
/// `stride` over an axis whose elements are `base` apart, with `low` and
/// `high` elements of padding.
struct WindowSpec {
  ArrayRef<int64_t> size, strides, low, high, base, dilation;

  template <class Op> static WindowSpec of(Op op) {
    return {op.getWindow(), op.getStrides(),  op.getLow(),
            op.getHigh(),   op.getBase(),     op.getDilation()};
  }
};
/// How far n elements reach that are `step` apart.
inline int64_t dilatedSize(int64_t n, int64_t step) {
  return n == 0 ? 0 : (n - 1) * step + 1;
}
/// The sizes after padding and dilation, and how many windows fit in each
/// axis; a rule that is broken, in words, or nothing.
std::string windowedShape(ArrayRef<int64_t> shape, const WindowSpec &w,
                          SmallVectorImpl<int64_t> &padded,
                          SmallVectorImpl<int64_t> &out);
/// The padding with which a convolution of the result's cotangent (dilated by
/// the strides) with the window gives the operand's.
void transposedPadding(ArrayRef<int64_t> in, ArrayRef<int64_t> out,
                       const WindowSpec &w, SmallVectorImpl<int64_t> &low,
                       SmallVectorImpl<int64_t> &high);
std::string said(const WindowSpec &w);

//===-- Lowering ----------------------------------------------------------===//
/// x inside `filled`: element i of an axis at low + i * step, where that is
/// inside. Lowered values.
Value placeInto(OpBuilder &b, Location loc, Value x, Value filled,
                ArrayRef<int64_t> low, ArrayRef<int64_t> steps);
/// New memory, with `value` (a scalar) everywhere.
Value filledWith(OpBuilder &b, Location loc, ArrayRef<int64_t> shape,
                 Value value);
/// x with padding of `value` before, after and between its elements.
Value paddedWith(OpBuilder &b, Location loc, Value x, Value value,
                 const WindowSpec &w, ArrayRef<int64_t> paddedShape);
} // namespace weft::ir

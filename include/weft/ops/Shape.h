// Where elements are, not what they are. Every dtype; all are linear, and
// differentiable in floats and complex numbers. Axes may be negative: they
// count from the end. Axes and shapes that do not fit are a ShapeError.
#ifndef WEFT_OPS_SHAPE_H
#define WEFT_OPS_SHAPE_H

#include "weft/Array.h"

#include <optional>

namespace weft {

/// The axes that an operation works on: one, several, or, left out, all.
class AxisSet {
public:
  AxisSet() = default; // all
  template <std::integral T>
  requires(!std::same_as<T, bool>) AxisSet(T axis)
      : axes(Shape{static_cast<int64_t>(axis)}) {}
  AxisSet(std::initializer_list<int64_t> list) : axes(Shape(list)) {}
  AxisSet(const std::vector<int64_t> &list) : axes(list) {}

  /// None where all axes are meant.
  const std::optional<Shape> &list() const { return axes; }

private:
  std::optional<Shape> axes;
};

/// The elements in row-major order in another shape; one size may be -1 and
/// is then found.
Array reshape(const Operand &x, const Shape &shape);
/// One axis.
Array ravel(const Operand &x);
/// Result axis i is x's axis perm[i]; without perm the axes are reversed.
Array transpose(const Operand &x, const Shape &perm = {});
Array swapaxes(const Operand &x, int64_t axis1, int64_t axis2);
/// The axes `from` come to stand at `to`; the others keep their order.
Array moveaxis(const Operand &x, const AxisSet &from, const AxisSet &to);
/// New axes of size 1 at these places of the result.
Array expandDims(const Operand &x, const AxisSet &axes);
/// Without these axes, whose size must be 1; without any, all of size 1.
Array squeeze(const Operand &x, const AxisSet &axes = {});
/// x repeated along new axes and axes of size 1, as NumPy broadcasts.
Array broadcastTo(const Operand &x, const Shape &shape);
/// Backwards along the axes.
Array flip(const Operand &x, const AxisSet &axes = {});

/// The arrays one after another along an axis; their dtypes are promoted.
Array concatenate(const std::vector<Array> &xs, int64_t axis = 0,
                  std::source_location where = std::source_location::current());
/// Arrays of one shape one after another along a new axis of the result.
Array stack(const std::vector<Array> &xs, int64_t axis = 0,
            std::source_location where = std::source_location::current());
/// `sections` equal parts.
std::vector<Array> split(const Operand &x, int64_t sections, int64_t axis = 0);
/// The parts before, between and after these ascending indices.
std::vector<Array> splitAt(const Operand &x, const Shape &indices,
                           int64_t axis = 0);

/// x as a whole reps[i] times along axis i; of different ranks, the shorter
/// is filled up with ones in front.
Array tile(const Operand &x, const Shape &reps);
/// Each element `times` times in a row; without an axis, of ravel(x).
Array repeat(const Operand &x, int64_t times,
             std::optional<int64_t> axis = std::nullopt);
/// What leaves at one end comes in at the other; without an axis, of ravel(x),
/// in the shape of x.
Array roll(const Operand &x, int64_t shift,
           std::optional<int64_t> axis = std::nullopt);
/// Matrices with 0 below (above) diagonal k; at least two axes.
Array triu(const Operand &x, int64_t k = 0);
Array tril(const Operand &x, int64_t k = 0);

} // namespace weft

#endif // WEFT_OPS_SHAPE_H

// Arrays put together and taken apart by NumPy's names. All are linear; dtypes
// are promoted. Shapes that do not fit are a ShapeError.
#ifndef WEFT_OPS_STACKING_H
#define WEFT_OPS_STACKING_H

#include "weft/Array.h"

#include <optional>

namespace weft {

/// x with axes of size 1, so that there are at least so many: in front, of two
/// for three also behind.
Array atleast1d(const Operand &x);
Array atleast2d(const Operand &x);
Array atleast3d(const Operand &x);

/// As rows: along axis 0, of at least two axes.
Array vstack(const std::vector<Array> &xs,
             std::source_location where = std::source_location::current());
/// Along axis 1; arrays of one axis along it.
Array hstack(const std::vector<Array> &xs,
             std::source_location where = std::source_location::current());
/// Along axis 2, of at least three axes.
Array dstack(const std::vector<Array> &xs,
             std::source_location where = std::source_location::current());
/// Arrays of one axis become columns; along axis 1.
Array columnStack(const std::vector<Array> &xs,
                  std::source_location where = std::source_location::current());
/// Rows of blocks: each row along the last axis, then all along the last but
/// one.
Array block(const std::vector<std::vector<Array>> &rows,
            std::source_location where = std::source_location::current());
/// x and behind it `values`; without an axis both are flat.
Array append(const Operand &x, const Operand &values,
             std::optional<int64_t> axis = std::nullopt);

/// `sections` parts as equal as may be: the first ones have one more.
std::vector<Array> arraySplit(const Operand &x, int64_t sections,
                              int64_t axis = 0);
/// Equal parts along axis 0, 1 (0 of arrays of one axis) and 2.
std::vector<Array> vsplit(const Operand &x, int64_t sections);
std::vector<Array> hsplit(const Operand &x, int64_t sections);
std::vector<Array> dsplit(const Operand &x, int64_t sections);

} // namespace weft

#endif // WEFT_OPS_STACKING_H

// Sums of products over named axes.
#ifndef WEFT_OPS_EINSUM_H
#define WEFT_OPS_EINSUM_H

#include "weft/Array.h"

namespace weft {

/// NumPy's einsum: a letter names an axis, "…" is written "...", axes that the
/// output does not name are summed over, an axis named twice in one operand is
/// its diagonal. Without "->" the output has, after the axes of "...", those
/// that are named once, in the order of the alphabet. Axes of size 1 repeat.
/// Several operands are contracted in pairs, in the order that takes the
/// fewest multiplications (found by search up to five operands, one greedy
/// step after another beyond). Dtypes are promoted; numbers. Differentiable.
/// \throws ShapeError where the subscripts do not fit.
Array einsum(const std::string &subscripts, const Operand &x);
Array einsum(const std::string &subscripts, const Operand &x,
             const Operand &y);
Array einsum(const std::string &subscripts, const Operand &x, const Operand &y,
             const Operand &z);
Array einsum(const std::string &subscripts, const std::vector<Array> &xs,
             std::source_location where = std::source_location::current());
/// `{x}` is a list of one.
inline Array
einsum(const std::string &subscripts, std::initializer_list<Array> xs,
       std::source_location where = std::source_location::current()) {
  return einsum(subscripts, std::vector<Array>(xs), where);
}

/// The pairs that einsum contracts, as positions in the list of what is left
/// (a result goes to its end), for operands of these shapes.
std::vector<std::pair<int, int>>
einsumPath(const std::string &subscripts, const std::vector<Shape> &shapes,
           std::source_location where = std::source_location::current());

/// NumPy's kron: each element of x times all of y. Numbers.
Array kron(const Operand &x, const Operand &y);

} // namespace weft

#endif // WEFT_OPS_EINSUM_H

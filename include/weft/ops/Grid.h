// More new arrays: spacings, grids, diagonals. As NumPy's functions of these
// names. Sizes and axes that do not fit are a ShapeError.
#ifndef WEFT_OPS_GRID_H
#define WEFT_OPS_GRID_H

#include "weft/Array.h"

#include <optional>

namespace weft {

/// base ^ linspace(start, stop, n): floats. Differentiable in the scalars.
Array logspace(const Operand &start, const Operand &stop, int64_t n = 50,
               bool endpoint = true, const Operand &base = 10.0,
               Dtype dtype = Dtype::F32);
/// n floats from start to stop, each the same multiple of the one before.
/// NaN unless bounds are both positive or negative. Differentiable in them.
Array geomspace(const Operand &start, const Operand &stop, int64_t n = 50,
                bool endpoint = true, Dtype dtype = Dtype::F32);

enum class Indexing { XY, IJ };
/// One array for each axis: the coordinates on the grid that the arrays of one
/// axis span. XY (as in pictures): the first two axes change places.
std::vector<Array>
meshgrid(const std::vector<Array> &xs, Indexing indexing = Indexing::XY,
         std::source_location where = std::source_location::current());
/// The index along each axis at every place of a shape: [rank, …shape].
Array indices(const Shape &shape, Dtype dtype = Dtype::I32,
              std::source_location where = std::source_location::current());

/// Ones at and below diagonal k of n rows and m columns (as many as rows).
Array tri(int64_t n, std::optional<int64_t> m = std::nullopt, int64_t k = 0,
          Dtype dtype = Dtype::F32,
          std::source_location where = std::source_location::current());
/// Columns x^(n-1) … x, 1 of an array of one axis; increasing: 1, x, ….
/// Differentiable.
Array vander(const Operand &x, std::optional<int64_t> n = std::nullopt,
             bool increasing = false);

/// Of one axis: the matrix with x on diagonal k, else 0. Of two: diagonal k.
/// Linear.
Array diag(const Operand &x, int64_t k = 0);
/// The elements whose indices along two axes differ by k, along a new last
/// axis. Linear.
Array diagonal(const Operand &x, int64_t k = 0, int64_t axis1 = 0,
               int64_t axis2 = 1);
/// The sum of a diagonal.
Array trace(const Operand &x, int64_t k = 0, int64_t axis1 = 0,
            int64_t axis2 = 1);

} // namespace weft

#endif // WEFT_OPS_GRID_H

// Parts of arrays at computed places. Indices are integers of any dtype. Every
// dtype; differentiable in floats and complex numbers (in the arrays, not the
// indices). Shapes that do not fit are a ShapeError, other dtypes of indices a
// DtypeError. x[idx::at(…)] and x.at(…) (ops/Indexing.h) are made of these.
#ifndef WEFT_OPS_GATHER_H
#define WEFT_OPS_GATHER_H

#include "weft/Array.h"

#include <optional>

namespace weft {

//===-- One block ---------------------------------------------------------===//
/// The block of these sizes that begins at `start`, one scalar per axis.
/// Negative starts count from the end; where the block would not fit it is
/// moved to the nearest place where it does.
Array dynamicSlice(const Operand &x, const std::vector<Array> &start,
                   const Shape &sizes);
/// x with `update` (converted to x's dtype) in place of the block at `start`.
/// In the carry of a loop only the block is written.
Array dynamicUpdateSlice(const Operand &x, const Operand &update,
                         const std::vector<Array> &start);
/// The same along one axis; of the others all.
Array dynamicSliceInDim(const Operand &x, const Operand &start, int64_t size,
                        int64_t axis = 0);
Array dynamicUpdateSliceInDim(const Operand &x, const Operand &update,
                              const Operand &start, int64_t axis = 0);
/// One element of an axis, which stays with size 1 if keepDims.
Array dynamicIndexInDim(const Operand &x, const Operand &index,
                        int64_t axis = 0, bool keepDims = true);
/// `update` may lack the axis.
Array dynamicUpdateIndexInDim(const Operand &x, const Operand &update,
                              const Operand &index, int64_t axis = 0);

//===-- Windows -----------------------------------------------------------===//
/// What becomes of a window that is not within the array as a whole.
enum class Bounds {
  Clip,        // it is moved to the nearest place where it is
  Fill,        // gathers give the fill value,
  Drop = Fill, // scatters leave it out
  Wrap,        // take alone: indices are taken modulo the size
};
/// As jax.lax.GatherDimensionNumbers. An index vector lies along
/// indexVectorDim, the last axis of indices where it is left out.
struct GatherDims {
  Shape offsetDims, collapsedSliceDims, startIndexMap;
  Shape operandBatchingDims = {}, startIndicesBatchingDims = {};
  std::optional<int64_t> indexVectorDim = std::nullopt;
};
/// Windows of x, one for each index vector (jax.lax.gather). Without a fill
/// value that is NaN, the least signed or greatest unsigned integer, or false.
Array gather(const Operand &x, const Operand &indices, const GatherDims &dims,
             const Shape &sliceSizes, Bounds mode = Bounds::Fill,
             std::optional<double> fillValue = std::nullopt);

/// As jax.lax.ScatterDimensionNumbers.
struct ScatterDims {
  Shape updateWindowDims, insertedWindowDims, scatterDimsToOperandDims;
  Shape inputBatchingDims = {}, scatterIndicesBatchingDims = {};
  std::optional<int64_t> indexVectorDim = std::nullopt;
};
/// Promises that are not checked make derivatives cheaper.
struct ScatterOptions {
  Bounds mode = Bounds::Drop;
  bool indicesAreSorted = false, uniqueIndices = false;
};
/// x with the updates (converted to its dtype) in its windows, or combined with
/// what is there. Of several for one element the last one stays, in row-major
/// order of the index vectors. scatterMul is differentiable in updates where
/// uniqueIndices is promised; ties of extrema share the derivative.
Array scatter(const Operand &x, const Operand &indices, const Operand &updates,
              const ScatterDims &dims, const ScatterOptions &options = {});
Array scatterAdd(const Operand &x, const Operand &indices,
                 const Operand &updates, const ScatterDims &dims,
                 const ScatterOptions &options = {});
Array scatterMul(const Operand &x, const Operand &indices,
                 const Operand &updates, const ScatterDims &dims,
                 const ScatterOptions &options = {});
Array scatterMin(const Operand &x, const Operand &indices,
                 const Operand &updates, const ScatterDims &dims,
                 const ScatterOptions &options = {});
Array scatterMax(const Operand &x, const Operand &indices,
                 const Operand &updates, const ScatterDims &dims,
                 const ScatterOptions &options = {});

//===-- Along an axis -----------------------------------------------------===//
/// x's elements at these places of an axis, whose place in the shape is taken
/// by that of indices; without an axis, of ravel(x) (numpy.take). Negative
/// indices count from the end, but under Clip, where they are 0.
Array take(const Operand &x, const Operand &indices,
           std::optional<int64_t> axis = 0, Bounds mode = Bounds::Fill,
           std::optional<double> fillValue = std::nullopt);
/// y[…, i, …] = x[…, indices[…, i, …], …]: as many axes, of which the others
/// broadcast (numpy.take_along_axis).
Array takeAlongAxis(const Operand &x, const Operand &indices, int64_t axis,
                    Bounds mode = Bounds::Fill,
                    std::optional<double> fillValue = std::nullopt);
/// x with `values` (they broadcast) where takeAlongAxis would read.
Array putAlongAxis(const Operand &x, const Operand &indices,
                   const Operand &values, int64_t axis);
/// Element by element one of the choices, which broadcast with `index`
/// (numpy.choose; indices are clipped).
Array choose(const Operand &index, const std::vector<Array> &choices);

} // namespace weft

#endif // WEFT_OPS_GATHER_H

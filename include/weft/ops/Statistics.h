// Statistics by NumPy's names. Floats (integers and bools become floats);
// differentiable unless said otherwise. Axes as in Reduce.h.
#ifndef WEFT_OPS_STATISTICS_H
#define WEFT_OPS_STATISTICS_H

#include "weft/ops/Shape.h"

#include <optional>

namespace weft {

/// Σ w x / Σ w; weights of one axis are those of the one that is given, others
/// broadcast to x.
Array average(const Operand &x, const Operand &weights,
              const AxisSet &axes = {}, bool keepDims = false);
/// The largest less the smallest, of the dtype of x.
Array ptp(const Operand &x, const AxisSet &axes = {}, bool keepDims = false);
/// How many elements are not 0: i32. No derivative.
Array countNonzero(const Operand &x, const AxisSet &axes = {},
                   bool keepDims = false);

struct CovOptions {
  /// A variable is a row, else a column.
  bool rowVariables = true;
  double ddof = 1;
};
/// The covariance of variables in their observations: [n, n], a scalar of
/// x of one axis.
Array cov(const Operand &x, CovOptions options = {});
/// cov over the roots of both variances, in [-1, 1].
Array corrcoef(const Operand &x, bool rowVariables = true);

/// Without the NaNs, which count as nothing. nanMean and the like of nothing
/// but NaNs are NaN.
Array nanSum(const Operand &x, const AxisSet &axes = {}, bool keepDims = false);
Array nanProd(const Operand &x, const AxisSet &axes = {},
              bool keepDims = false);
Array nanMax(const Operand &x, const AxisSet &axes = {}, bool keepDims = false);
Array nanMin(const Operand &x, const AxisSet &axes = {}, bool keepDims = false);
Array nanMean(const Operand &x, const AxisSet &axes = {},
              bool keepDims = false);
Array nanVar(const Operand &x, const AxisSet &axes = {}, bool keepDims = false,
             double ddof = 0);
Array nanStd(const Operand &x, const AxisSet &axes = {}, bool keepDims = false,
             double ddof = 0);
Array nanCumsum(const Operand &x, std::optional<int64_t> axis = std::nullopt);

} // namespace weft

#endif // WEFT_OPS_STATISTICS_H

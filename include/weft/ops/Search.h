// Places and counts: searching sorted arrays, order statistics, histograms.
// Orders are those of Sort.h. Values are differentiable, places and counts are
// not. Axes and sizes that do not fit are a ShapeError.
#ifndef WEFT_OPS_SEARCH_H
#define WEFT_OPS_SEARCH_H

#include "weft/ops/Shape.h"

#include <functional>
#include <optional>
#include <utility>

namespace weft {

/// For each element the choice of the first condition that holds, `otherwise`
/// where none does. Conditions are bools; all broadcast.
Array select(const std::vector<Array> &conditions,
             const std::vector<Array> &choices, const Operand &otherwise = 0);
/// For each element of x the function of the last condition that holds, of x;
/// where none does the one further function, or 0. Results have x's dtype.
Array piecewise(
    const Operand &x, const std::vector<Array> &conditions,
    const std::vector<std::function<Array(const Array &)>> &functions);

enum class Side { Left, Right };
/// Where v would stand in `sorted` (one axis, ascending): i32. Left: before
/// what is equal, Right: behind. NaNs stand last.
Array searchsorted(const Operand &sorted, const Operand &v,
                   Side side = Side::Left);
/// The bin of x: how many edges are ≤ x (right: < x); of descending edges how
/// many are > x (right: ≥ x). Edges are of one axis; their order is read from
/// their values.
Array digitize(const Operand &x, const Operand &edges, bool right = false);
/// Whether each element of x is one of `values`: bools.
Array isIn(const Operand &x, const Operand &values);

//===-- Order statistics --------------------------------------------------===//
enum class Quantile { Linear, Lower, Higher, Midpoint, Nearest };
/// The q-th quantile, q in [0, 1], over an axis, or all of x: of a scalar q
/// without that axis, of q of one axis with q's in front. NaN where x has one.
/// Floats. Throws UserError for a q outside [0, 1]; one that is traced counts as
/// the nearest in it.
Array quantile(const Operand &x, const Operand &q,
               std::optional<int64_t> axis = std::nullopt,
               Quantile method = Quantile::Linear);
/// q in [0, 100].
Array percentile(const Operand &x, const Operand &q,
                 std::optional<int64_t> axis = std::nullopt,
                 Quantile method = Quantile::Linear);
Array median(const Operand &x, std::optional<int64_t> axis = std::nullopt);

//===-- Counts ------------------------------------------------------------===//
/// How often 0, 1, … length - 1 are among the integers x (those below 0 count
/// as 0, those beyond are dropped): i32.
Array bincount(const Operand &x, int64_t length);
/// The sum of their weights, of the shape of x. Differentiable in them.
Array bincount(const Operand &x, const Operand &weights, int64_t length);

struct Histogram {
  Array counts, edges;
};
/// In `bins` equal bins from the least to the largest element; the last bin
/// has both ends. Counts are floats, divided by their sum and their widths
/// where it is a density.
Histogram histogram(const Operand &x, int64_t bins = 10, bool density = false);
/// In `bins` equal bins over a range; what lies outside does not count.
Histogram histogram(const Operand &x, int64_t bins,
                    std::pair<double, double> range, bool density = false);
/// In the bins between ascending edges.
Histogram histogram(const Operand &x, const Operand &edges,
                    bool density = false);

/// Distinct elements, ascending, and for each where it first stood, how often
/// it was there, and for each element of ravel(x) its place among them. `size`
/// says how many there are: what is missing is filled with the least, what is
/// too much is dropped.
struct Unique {
  Array values, indices, inverse, counts;
};
Unique unique(const Operand &x, int64_t size);

/// The broken line through (xp, fp), xp ascending, at x; beyond the ends what
/// stands there.
Array interp(const Operand &x, const Operand &xp, const Operand &fp);

} // namespace weft

#endif // WEFT_OPS_SEARCH_H

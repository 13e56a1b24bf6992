// Order. Floats are ordered with -0 equal to 0 and NaNs last, complex numbers
// by their real, then their imaginary parts, bools false first. Sorting is
// stable. Values are differentiable (where elements are equal, as the sort
// left them), places are not. An axis out of range is a ShapeError.
#ifndef WEFT_OPS_SORT_H
#define WEFT_OPS_SORT_H

#include "weft/Array.h"
#include "weft/detail/Flat.h"

#include <optional>

namespace weft {

struct SortOptions {
  bool descending = false;
};

/// Each row along the axis, ascending; without an axis ravel(x).
Array sort(const Operand &x, std::optional<int64_t> axis = -1,
           SortOptions options = {});
/// Several arrays of one shape, put in the order that the first numKeys of
/// them have together: by the first, where those are equal by the second, ….
/// \throws ShapeError where shapes differ or numKeys is not 1 … their number.
std::vector<Array>
sort(const std::vector<Array> &xs, int64_t axis = -1, int64_t numKeys = 1,
     std::source_location where = std::source_location::current());
/// Where the elements of sort(x) come from: i32. Equal ones keep their order.
Array argsort(const Operand &x, std::optional<int64_t> axis = -1,
              SortOptions options = {});
/// NumPy's lexsort: the order of columns of keys, of which the *last* counts
/// most: i32.
Array lexsort(const std::vector<Array> &keys, int64_t axis = -1,
              std::source_location where = std::source_location::current());

namespace detail {
std::vector<Array> flatSort(FlatFn before, const std::vector<Array> &xs,
                            int64_t axis, Where where);
} // namespace detail
/// Several arrays of one shape, by before(x, y): whether the scalars x[0],
/// x[1], … (one of each array) come before y[0], y[1], …, a scalar bool. It is
/// a strict weak order, and uses nothing that is traced outside of it.
template <class F>
std::vector<Array> sortBy(const std::vector<Array> &xs, const F &before,
                          int64_t axis = -1,
                          detail::Where where = detail::Where::current()) {
  auto flat = [&](const detail::Leaves &in) {
    std::vector<Array> x, y;
    for (size_t i = 0; i < in.size(); i += 2) {
      x.push_back(in[i]);
      y.push_back(in[i + 1]);
    }
    return detail::Leaves{before(x, y)};
  };
  return detail::flatSort(flat, xs, axis, where);
}

struct TopK {
  Array values, indices;
};
/// The k largest elements of each row, the largest first (NaNs before all),
/// and their places, i32; of equal ones the first. 0 ≤ k ≤ the axis.
TopK topK(const Operand &x, int64_t k, int64_t axis = -1);

} // namespace weft

#endif // WEFT_OPS_SORT_H

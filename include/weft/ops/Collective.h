// What the lanes of a vmap with a name tell one another: inside
// vmap(f, {.axisName = "b"}), psum(x, "b") is the sum of the x of all lanes.
//
// Names nest; the innermost vmap of a name is meant. All of them are linear
// (pmax and pmin have the derivatives of max and min), and their transposes
// are those of JAX: that of psum is psum. A name that no vmap around the call
// has is a UserError.
#ifndef WEFT_OPS_COLLECTIVE_H
#define WEFT_OPS_COLLECTIVE_H

#include "weft/Array.h"

namespace weft {

/// Sum, mean, maximum, minimum over the lanes. Numbers; pmean makes floats of
/// integers; pmax and pmin take bools too.
Array psum(const Operand &x, const std::string &axis);
Array pmean(const Operand &x, const std::string &axis);
Array pmax(const Operand &x, const std::string &axis);
Array pmin(const Operand &x, const std::string &axis);

/// The number of the lane, an i32, and how many there are.
Array axisIndex(const std::string &axis,
                std::source_location where = std::source_location::current());
int64_t axisSize(const std::string &axis,
                 std::source_location where = std::source_location::current());

/// The x of all lanes, along a new axis `at`; with tiled, one after another
/// along the axis `at` of x.
Array allGather(const Operand &x, const std::string &axis, int64_t at = 0,
                bool tiled = false);
/// Its transpose: lane i gets Σ over the lanes of x[i], x's axis `at` having
/// the size of the map; with tiled, of the i-th part of that axis.
Array psumScatter(const Operand &x, const std::string &axis, int64_t at = 0,
                  bool tiled = false);
/// {from, to}: lane `to` gets the x of lane `from`; zeros where none sends.
Array ppermute(const Operand &x, const std::string &axis,
               const std::vector<std::pair<int64_t, int64_t>> &pairs);
/// Part i of axis `split`, which has the size of the map and disappears, goes
/// to lane i; what arrives stands along a new axis `concat`, by sender.
Array allToAll(const Operand &x, const std::string &axis, int64_t split,
               int64_t concat);

} // namespace weft

#endif // WEFT_OPS_COLLECTIVE_H

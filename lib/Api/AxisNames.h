// The names of the maps that are being traced.
#pragma once
#include "weft/Array.h"

namespace weft::api {
/// A vmap with a name, while its function runs on this thread. `lane` is the
/// number of the lane: a value that this vmap maps, and none other.
struct AxisName {
  std::string name;
  Array lane;
  int64_t size;
};
/// While it lives the name is bound.
class BoundAxis {
public:
  explicit BoundAxis(AxisName axis);
  ~BoundAxis();
  BoundAxis(const BoundAxis &) = delete;
};
/// The innermost axis of this name; a UserError naming `op` where there is
/// none.
const AxisName &boundAxis(const std::string &name, const char *op,
                          const std::source_location &where);
} // namespace weft::api

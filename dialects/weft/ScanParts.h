// A scan's body taken apart for lowering (docs/decisions/products-in-loops.md):
// products of what is scanned alone are one large product for many steps, and
// so are products that are only summed up.
#pragma once
#include "ControlOps.h"
#include "Bodies.h"

namespace weft::ir {

struct ScanParts {
  /// Steps between one run of `before` and the next; it divides the length.
  int64_t chunk = 1;
  Region before; // (x… of a chunk, const…) → (made… of a chunk)
  Region step;   // (carry…, x…, const…, made…) → (carry…, y…, stack…)
  Region after;  // (sum…, stack… of a chunk, x… of a chunk) → (sum…)
  /// Which of the scan's carries are sums, and do not appear in `step`.
  Mask isSum;
  unsigned nMade = 0, nStacks = 0;
};

/// Null where the body has no products that gain.
std::unique_ptr<ScanParts> splitScan(ScanOp op);

} // namespace weft::ir

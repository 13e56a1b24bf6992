// Windows and padding as the user says them, checked and made lists.
#pragma once
#include "Api/OpsHelpers.h"
#include "WindowShape.h"

namespace weft::api {
/// `list` with one entry of at least 1 for each of n axes; left out, all 1.
List onesOr(const Site &site, const char *what, const Shape &list, size_t n);

/// A window with all its lists.
struct FullWindow {
  List size, strides, low, high, base, dilation;
  List result; // how many windows there are
  ir::WindowSpec spec() const {
    return {size, strides, low, high, base, dilation};
  }
  /// Nothing is read but elements.
  bool isWithin() const;
};
/// Padding for axes of these sizes (dilated already) and windows.
void resolvePadding(const Site &site, const Padding &padding,
                    ArrayRef<int64_t> sizes, ArrayRef<int64_t> windows,
                    ArrayRef<int64_t> strides, List &low, List &high);
FullWindow resolve(const Site &site, const Array &x, const Window &window);
} // namespace weft::api

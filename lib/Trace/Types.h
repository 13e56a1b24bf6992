// Dtypes as MLIR types and back; places in the user's program as locations.
#pragma once
#include "Dialect.h"
#include "Trace/Node.h"

namespace weft::ir {
Type elementType(Dtype dtype);
Dtype dtypeOf(Type element);
RankedTensorType tensorType(Dtype dtype, ArrayRef<int64_t> dims);
RankedTensorType tensorType(const weft::detail::Node &node);
Location location(const std::source_location &where);
/// "file:line" of a location, or empty.
std::string place(Location loc);
/// A small array as an attribute.
DenseElementsAttr attributeOf(const weft::detail::Node &node);
} // namespace weft::ir

// Which products are not rounded.
#pragma once
#include "Dialect.h"

namespace weft::ir {
/// A copy of `body` in which a product of floats that one sum reads, and nothing
/// else, is a part of that sum. Null where there is none. For lowering alone.
///
/// It is decided here, before loops compute values again for each reader: a code
/// generator decides for each place by itself, and one value of a body would be
/// rounded in two ways, so that no element would equal the maximum of all.
std::unique_ptr<Region> productsInSums(Region &body);
} // namespace weft::ir

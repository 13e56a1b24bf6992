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

/// The same for operations of one block, in order, that another body computes
/// as well: a sum and a product of them become one operation in their place.
/// `replaced` is told which result stands for which. Products stay in `ops`.
using Replaced = llvm::function_ref<void(Value old, Value made)>;
void takeUpProducts(SmallVectorImpl<Operation *> &ops, Replaced replaced);

/// And quotients of 32 bits by a root among them, or one that is repeated, become
/// products with its inverse, which joins them.
void invertRoots(SmallVectorImpl<Operation *> &ops, Replaced replaced);
} // namespace weft::ir

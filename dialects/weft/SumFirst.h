// Sums taken before products where that saves the product its rows.
#pragma once
#include "Dialect.h"

namespace weft::ir {
/// A copy of `body` in which sums over a product's free axes are products of
/// sums: Σᵢ Σₖ aᵢₖ bₖⱼ = Σₖ (Σᵢ aᵢₖ) bₖⱼ. Null where nothing gains. For
/// lowering alone: a print of the user's function stays his.
std::unique_ptr<Region> sumsBeforeProducts(Region &body);
} // namespace weft::ir

// Nests of a few elements, as straight code of vectors: LLVM would unroll their
// loops to scalars before it looks for vectors.
#ifndef WEFT_LOWERING_NESTS_TINY_H
#define WEFT_LOWERING_NESTS_TINY_H

#include "Lowering/Nests/Emission.h"

namespace weft::ir {

/// All nests of the group are.
bool isTiny(const Group &group, unsigned vectorBits);

void emitTiny(Emission &e, const Nest &nest, const AliasScopes &scopes,
              mlir::IRMapping &map);

} // namespace weft::ir
#endif

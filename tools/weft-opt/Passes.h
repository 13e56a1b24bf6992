// The passes of weft-opt: the transforms of bodies as they are, on functions.
#pragma once

namespace weft::ir {
/// -weft-jvp, -weft-grad, -weft-batch, -weft-unzip, -weft-transpose,
/// -weft-inline, -weft-simplify, -weft-to-linalg.
void registerWeftPasses();
} // namespace weft::ir

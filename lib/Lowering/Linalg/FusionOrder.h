// In which order the units of a plan are written.
#ifndef WEFT_LOWERING_LINALG_FUSIONORDER_H
#define WEFT_LOWERING_LINALG_FUSIONORDER_H

#include "Lowering/Linalg/Fusion.h"

namespace weft::ir {

/// As in the program, as far as what is read is there, their members likewise;
/// drops units without any, which have become part of others.
void orderUnits(Plan &plan);

} // namespace weft::ir
#endif

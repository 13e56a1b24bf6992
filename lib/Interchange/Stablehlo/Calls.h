// Custom calls that are not LAPACK's.
#ifndef WEFT_INTERCHANGE_STABLEHLO_CALLS_H
#define WEFT_INTERCHANGE_STABLEHLO_CALLS_H

#include "Interchange/Stablehlo/Import.h"

namespace weft::ir::stablehlo {
/// What the call's target is known to do; refused if it is not known.
LogicalResult callByName(Import &i);
} // namespace weft::ir::stablehlo

#endif // WEFT_INTERCHANGE_STABLEHLO_CALLS_H

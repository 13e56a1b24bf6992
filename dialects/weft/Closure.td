// What operations call by a C++ function that the user gave (Closure.h).
#ifndef WEFT_CLOSURE_TD
#define WEFT_CLOSURE_TD
include "Dialect.td"
include "mlir/IR/Properties.td"

def Weft_Closure : Property<"::weft::ir::ClosureRef",
                            "a function of this process"> {
  let hashProperty = "hash_value($_storage)";
}
#endif

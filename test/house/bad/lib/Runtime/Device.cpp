// Runtime knows nothing of MLIR.
#include "mlir/IR/Value.h"
#include <mutex>

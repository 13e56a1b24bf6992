// Walks functions of a StableHLO module and asks the rows. Only Import.cpp and
// Stablehlo.cpp need it.
#ifndef WEFT_INTERCHANGE_STABLEHLO_IMPORTER_H
#define WEFT_INTERCHANGE_STABLEHLO_IMPORTER_H

#include "Interchange/Stablehlo/Import.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace weft::ir::stablehlo {
class Importer {
public:
  explicit Importer(ModuleOp module) : symbols(module) {}

  /// Writes the operations of `from` to b; `results` are what it returns.
  LogicalResult block(Block &from, OpBuilder &b, IRMapping &map,
                      Values &results);
  /// A function's operations on `args`.
  LogicalResult call(Operation *at, StringRef callee, OpBuilder &b,
                     ValueRange args, Values &results);
  /// A value, or what a tuple holds instead of it.
  void addParts(Value v, SetVector<Value> &to) const;

private:
  LogicalResult visit(Operation *op, OpBuilder &b, IRMapping &map);

  LogicalResult visitTuple(Operation *op, IRMapping &map);

  SymbolTable symbols;
  // What tuples hold, as the source has it.
  llvm::DenseMap<Value, SmallVector<Value>> tuples;
  llvm::SmallPtrSet<Operation *, 8> open; // functions being inlined
};
} // namespace weft::ir::stablehlo

#endif // WEFT_INTERCHANGE_STABLEHLO_IMPORTER_H

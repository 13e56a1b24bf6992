// C++ functions that the user gave, as IR names them (decisions/callbacks.md).
#pragma once
#include "Dialect.h"
#include "mlir/Bytecode/BytecodeImplementation.h"

namespace weft::ir {
/// Lives exactly as long as what may call it: an operation that names it, or
/// the Program that was compiled of one.
class Closure {
public:
  Closure();
  virtual ~Closure() = default;
  Closure(const Closure &) = delete;
  Closure &operator=(const Closure &) = delete;
  /// Of this process, and never used again.
  const int64_t number;
};

/// A batching rule of the user's.
class BatchingRule : public Closure {
public:
  /// The batched body of a custom_vmap: (operand…) → (result…), all results
  /// with the axis.
  virtual void write(Region &body, const Mask &batched, int64_t n,
                     Region &dst) const = 0;
};

/// A property of operations. Copies of the operation own the closure, too; text
/// has the number only, and what is read of it names nobody's closure.
struct ClosureRef {
  ClosureRef() = default;
  ClosureRef(std::shared_ptr<const Closure> closure)
      : number(closure ? closure->number : -1), closure(std::move(closure)) {}

  int64_t number = -1; // negative: none
  std::shared_ptr<const Closure> closure;

  bool operator==(const ClosureRef &other) const = default;
};
llvm::hash_code hash_value(const ClosureRef &ref);
Attribute convertToAttribute(MLIRContext *context, const ClosureRef &ref);
LogicalResult
convertFromAttribute(ClosureRef &ref, Attribute attr,
                     llvm::function_ref<InFlightDiagnostic()> emitError);
void writeToMlirBytecode(DialectBytecodeWriter &writer, const ClosureRef &ref);
LogicalResult readFromMlirBytecode(DialectBytecodeReader &reader,
                                   ClosureRef &ref);
} // namespace weft::ir

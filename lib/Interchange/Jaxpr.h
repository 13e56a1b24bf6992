// Bodies as JAX prints them.
#ifndef WEFT_INTERCHANGE_JAXPR_H
#define WEFT_INTERCHANGE_JAXPR_H

#include "Interchange/PrettyPrinter.h"

#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseMap.h"

namespace weft::ir {

/// `body` as `str(jax.make_jaxpr(f))` would show it:
///   { lambda ; a:f32[3]. let b:f32[3] = sin a in (b,) }
/// Scalar constants, and those that element-by-element operations read, are
/// literals (`2.0:f32[]`); other arrays of constants stand before the `;`.
std::string toJaxpr(mlir::Region &body);

/// An equation in the making, for the table of operations.
struct Equation {
  std::string primitive;
  std::vector<std::pair<std::string, pretty::Doc>> params;
  /// Operands in JAX's order, and a variable of `before` that precedes them.
  llvm::SmallVector<mlir::Value> operands;
  std::string index;
};

/// Names values and prints bodies.
class JaxprPrinter {
public:
  /// `{ lambda ; … }`. Names already given to arguments are kept.
  pretty::Doc body(mlir::Region &region,
                   llvm::ArrayRef<unsigned> argOrder = {});
  /// A variable's name, a new one at the first call; or a literal.
  std::string name(mlir::Value value);
  /// Lets `inner` print as `outer` does, unless it has a name.
  void share(mlir::Value inner, mlir::Value outer);
  /// The variable of an equation that goes before the one being described.
  std::string before(const std::string &aval, const std::string &right);

private:
  std::string fresh();
  pretty::Doc binders(mlir::ValueRange values);
  pretty::Doc uses(const Equation &equation);
  pretty::Doc equation(mlir::Operation &op);

  llvm::DenseMap<mlir::Value, std::string> names;
  std::vector<pretty::Doc> *lines = nullptr; // of the body being printed
  unsigned next = 0;
};

/// What JAX calls `op`, with its parameters (JaxprOps.cpp). An operation that
/// the table does not know is printed by its own name and attributes.
Equation describe(mlir::Operation &op, JaxprPrinter &printer);

/// "f32[2,3]", "float32".
std::string avalOf(mlir::Type type);
std::string dtypeName(mlir::Type type);
/// "(1,)", "(0, 1)": a tuple as Python prints it.
std::string tupleOf(llvm::ArrayRef<int64_t> list);

} // namespace weft::ir

#endif // WEFT_INTERCHANGE_JAXPR_H

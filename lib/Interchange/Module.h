// Functions in weft form as MLIR text or bytecode, in and out.
#ifndef WEFT_INTERCHANGE_MODULE_H
#define WEFT_INTERCHANGE_MODULE_H

#include "absl/status/statusor.h"
#include "mlir/IR/Region.h"
#include "llvm/ADT/ArrayRef.h"

#include <memory>
#include <string>
#include <vector>

namespace weft::ir {

/// A function of a model: a body over leaves, and where each leaf is in the
/// trees of the user's function. Paths of arguments begin with the argument's
/// number: ".0.w".
struct Function {
  std::string name;
  std::unique_ptr<mlir::Region> body;
  std::vector<std::string> argPaths, resultPaths;

  Function copy() const;
};

/// The functions of a file. They end in weft.return, have operations of the
/// weft dialect only, and are over ranked tensors of static shape; anything
/// else is an InvalidArgumentError "file:line:column: what is wrong". Paths
/// come from `weft.path` attributes of arguments and results, where there are
/// any.
absl::StatusOr<std::vector<Function>> parseModule(const std::string &path);
/// As parseModule, of text; `name` stands for the file in messages.
absl::StatusOr<std::vector<Function>> parseModuleText(const std::string &text,
                                                      const std::string &name);

/// Whether an element type is one of Weft's dtypes.
bool hasDtype(mlir::Type element);

/// What parseModule reads.
std::string printModule(llvm::ArrayRef<const Function *> functions);

} // namespace weft::ir

#endif // WEFT_INTERCHANGE_MODULE_H

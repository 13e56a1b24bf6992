// How much of the stack a module's code uses: each function's frame, as code
// generation tells it, along the deepest chain of calls.
#ifndef WEFT_BACKEND_CPU_STACKUSE_H
#define WEFT_BACKEND_CPU_STACKUSE_H

#include "Backend/Cpu/Stack.h"

#include "llvm/ADT/StringMap.h"

#include <memory>
#include <string>
#include <vector>

namespace llvm {
class CallBase;
class DiagnosticHandler;
class LLVMContext;
class Module;
} // namespace llvm

namespace weft::cpu {

class StackUse {
public:
  /// Reads who calls whom, and takes down frames as long as it lives: code is
  /// to be generated once meanwhile, and the module is to outlive it.
  explicit StackUse(llvm::Module &module);
  ~StackUse();
  StackUse(const StackUse &) = delete;
  StackUse &operator=(const StackUse &) = delete;

  /// By symbol.
  using Sizes = llvm::StringMap<uint64_t>;
  /// Of a call of `entry`. `others` are functions that the module lacks; what
  /// is in neither counts as nothing.
  Stack of(llvm::StringRef entry, const Sizes &others = {});
  /// Of the function of the module that uses most.
  uint64_t most();

private:
  struct Listener;
  struct Function {
    uint64_t frame = 0;
    std::vector<std::string> calls;
    std::vector<std::pair<uint64_t, std::string>> loops; // pieces and body
  };
  void read(const llvm::CallBase &call, Function &caller);
  uint64_t deepest(llvm::StringRef name, const Sizes &others);

  llvm::LLVMContext &context;
  std::unique_ptr<llvm::DiagnosticHandler> before;
  llvm::StringMap<Function> functions;
  llvm::StringMap<uint64_t> known; // while `of` is at work
};

} // namespace weft::cpu
#endif

// See StackUse.h. LLVM warns of frames that are larger than a function's
// attribute says: with 0 there, of all that are not empty. (Sections of stack
// sizes, the alternative, name no functions, and only ELF has them.)
#include "Backend/Cpu/StackUse.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/DiagnosticHandler.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/InstrTypes.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/MathExtras.h"

namespace weft::cpu {

struct StackUse::Listener : llvm::DiagnosticHandler {
  llvm::StringMap<Function> &functions;

  explicit Listener(llvm::StringMap<Function> &functions)
      : functions(functions) {}
  bool handleDiagnostics(const llvm::DiagnosticInfo &info) override {
    auto *size = llvm::dyn_cast<llvm::DiagnosticInfoStackSize>(&info);
    // It may start at a multiple of what the widest vector needs.
    if (size)
      functions[size->getFunction().getName()].frame +=
          size->getResourceSize() + 64;
    return size;
  }
};

/// The number, or the largest where it is only known when it runs.
static uint64_t numberOf(const llvm::Value *v) {
  auto *constant = llvm::dyn_cast<llvm::ConstantInt>(v);
  return constant ? constant->getZExtValue() : UINT64_MAX;
}

/// All that a call may push: LLVM's frames hold none of it.
static uint64_t pushedBy(const llvm::CallBase &call, uint64_t address) {
  return llvm::isa<llvm::IntrinsicInst>(call)
             ? 0
             : llvm::alignTo(address * call.arg_size(), 16);
}

/// A function whose address is passed is the body of a loop: it is run below
/// the caller's frame, and by threads that help (runs(…, n, grain, body, env),
/// see Lowering/Nests/Parallel.cpp).
void StackUse::read(const llvm::CallBase &call, Function &caller) {
  if (const llvm::Function *callee = call.getCalledFunction())
    caller.calls.push_back(callee->getName().str());
  for (unsigned i = 0; i < call.arg_size(); ++i) {
    auto *body = llvm::dyn_cast<llvm::Function>(call.getArgOperand(i));
    if (!body)
      continue;
    uint64_t pieces = UINT64_MAX;
    if (i >= 2) {
      uint64_t n = numberOf(call.getArgOperand(i - 2)),
               grain = numberOf(call.getArgOperand(i - 1));
      if (n != UINT64_MAX && grain != UINT64_MAX && grain > 0)
        pieces = (n + grain - 1) / grain;
    }
    caller.calls.push_back(body->getName().str());
    caller.loops.push_back({pieces, body->getName().str()});
  }
}

StackUse::StackUse(llvm::Module &module)
    : context(module.getContext()), before(context.getDiagnosticHandler()) {
  for (llvm::Function &function : module) {
    if (function.isDeclaration())
      continue;
    function.addFnAttr("warn-stack-size", "0");
    Function &entry = functions[function.getName()];
    uint64_t address = module.getDataLayout().getPointerSize(), pushed = 0;
    for (const llvm::Instruction &instruction : llvm::instructions(function))
      if (auto *call = llvm::dyn_cast<llvm::CallBase>(&instruction)) {
        read(*call, entry);
        pushed = std::max(pushed, pushedBy(*call, address));
      }
    entry.frame = address + pushed; // its caller left the address
  }
  context.setDiagnosticHandler(std::make_unique<Listener>(functions));
}

StackUse::~StackUse() { context.setDiagnosticHandler(std::move(before)); }

uint64_t StackUse::deepest(llvm::StringRef name, const Sizes &others) {
  auto found = functions.find(name);
  if (found == functions.end())
    return others.lookup(name);
  // What calls itself counts once.
  auto [entry, isNew] = known.try_emplace(name, 0);
  if (!isNew)
    return entry->second;
  uint64_t below = 0;
  for (const std::string &callee : found->second.calls)
    below = std::max(below, deepest(callee, others));
  return known[name] = found->second.frame + below;
}

Stack StackUse::of(llvm::StringRef entry, const Sizes &others) {
  known.clear();
  Stack stack;
  stack.caller = deepest(entry, others);
  std::vector<Stack::Helper> all;
  for (auto &function : functions)
    for (auto &[pieces, body] : function.second.loops)
      all.push_back({pieces, deepest(body, others)});
  llvm::sort(all, [](const Stack::Helper &a, const Stack::Helper &b) {
    return std::pair(a.pieces, a.bytes) > std::pair(b.pieces, b.bytes);
  });
  for (const Stack::Helper &helper : all)
    if (helper.pieces > 1 &&
        (stack.helpers.empty() || helper.bytes > stack.helpers.back().bytes))
      stack.helpers.push_back(helper);
  return stack;
}

uint64_t StackUse::most() {
  known.clear();
  uint64_t most = 0;
  for (auto &item : functions)
    most = std::max(most, deepest(item.first(), {}));
  return most;
}

} // namespace weft::cpu

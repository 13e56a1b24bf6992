// See Compiler.h.
#include "Backend/Cpu/Compiler.h"

#include "Backend/Cpu/CWrapper.h"
#include "Backend/Cpu/Codegen.h"
#include "Backend/Cpu/Jit.h"
#include "Backend/Cpu/KernelLibrary.h"
#include "Backend/Cpu/Maxima.h"
#include "Backend/Cpu/Prefetch.h"
#include "Backend/Cpu/Roots.h"
#include "Backend/Cpu/SharedKernels.h"
#include "Backend/Cpu/StackUse.h"
#include "Backend/Cpu/Streaming.h"
#include "Lowering/Lowering.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Transforms/Utils/Cloning.h"

#include <dlfcn.h>
#include <thread>

namespace weft::cpu {
using namespace mlir;

namespace {
/// The first error that this thread's work on a context reports.
class Diagnostics {
public:
  explicit Diagnostics(MLIRContext *ctx)
      : owner(std::this_thread::get_id()),
        handler(ctx, [this](Diagnostic &diagnostic) {
          if (std::this_thread::get_id() != owner)
            return failure();
          if (diagnostic.getSeverity() == DiagnosticSeverity::Error &&
              text.empty())
            text = diagnostic.str();
          return success();
        }) {}
  absl::Status status() const {
    return absl::InternalError(text.empty() ? "lowering failed" : text);
  }

private:
  std::string text;
  std::thread::id owner;
  ScopedDiagnosticHandler handler;
};

/// Makes code for one target.
struct Generator {
  explicit Generator(std::unique_ptr<llvm::TargetMachine> made)
      : machine(std::move(made)), emitter(*machine) {}

  std::unique_ptr<llvm::TargetMachine> machine;
  ObjectEmitter emitter;
};

/// A module on its way to machine code.
struct Unit {
  std::unique_ptr<llvm::LLVMContext> context;
  std::unique_ptr<llvm::Module> module;
};
} // namespace

static std::string keyOf(const TargetSpec &spec) {
  return spec.triple + "|" + spec.cpu + "|" + spec.features;
}

/// One per thread and target: building one costs as much as compiling a small
/// function, and they are not to be shared between threads.
static absl::StatusOr<Generator *> generatorFor(const TargetSpec &spec) {
  thread_local std::vector<std::pair<std::string, std::unique_ptr<Generator>>>
      cache;
  std::string key = keyOf(spec);
  for (auto &[known, generator] : cache)
    if (known == key)
      return generator.get();
  auto machine = createTargetMachine(spec);
  if (!machine.ok())
    return machine.status();
  cache.emplace_back(key, std::make_unique<Generator>(std::move(*machine)));
  return cache.back().second.get();
}

static ir::LoweringOptions loweringOptions(const CompileOptions &options,
                                           const llvm::TargetMachine &machine,
                                           bool mayUseTiles = false) {
  ir::LoweringOptions lowering;
  lowering.fastMath = options.fastMath;
  lowering.tuning = options.tuning;
  lowering.target = traitsOf(machine);
  lowering.target.bf16Tiles &= mayUseTiles;
  lowering.target.int8Tiles &= mayUseTiles;
  lowering.dump = options.dump;
  return lowering;
}

/// The stages on LLVM's IR, in order. (Those before have their names in
/// Lowering/Pipelines.cpp.)
static void makeCode(llvm::Module &module, llvm::TargetMachine &machine,
                     int level, bool sanitize) {
  // LLVM's own pipeline, which makes vectors of our loops.
  optimise(module, machine, level, sanitize);
  // Inverse square roots become an estimate and a step, in vectors too.
  estimateRoots(module, machine);
  // Stores to large results bypass the caches.
  streamStores(module);
  // Long streams and rows of tables are asked for ahead of their loops.
  ir::TargetTraits traits = traitsOf(machine);
  fetchAhead(module, traits);
  fetchRowsAhead(module, traits);
  // Maxima in half the instructions, but not in loops that ask ahead.
  shortenMaxima(module, machine);
  // (Several rows at once do not wait for long.)
  fetchRowsAfter(module, traits);
}

static absl::StatusOr<Unit> translate(ModuleOp module,
                                      llvm::TargetMachine &machine) {
  Unit unit;
  unit.context = std::make_unique<llvm::LLVMContext>();
  unit.module = translateModuleToLLVMIR(module, *unit.context);
  if (!unit.module)
    return absl::InternalError("translation to LLVM IR failed");
  prepareModule(*unit.module, machine);
  return unit;
}

static std::string printed(llvm::Module &module) {
  std::string text;
  llvm::raw_string_ostream os(text);
  module.print(os, nullptr);
  return text;
}

static std::vector<std::string> calledOfLibrary(ArrayRef<std::string> kernels) {
  std::vector<std::string> out;
  llvm::copy_if(kernels, std::back_inserter(out), isLibraryKernel);
  return out;
}

/// What code of this process may use, and rely on.
static ir::LoweringOptions hostLowering(const CompileOptions &options,
                                        const llvm::TargetMachine &machine) {
  ir::LoweringOptions lowering =
      loweringOptions(options, machine, /*mayUseTiles=*/permitTiles());
  lowering.alignedResults = true;
  return lowering;
}

absl::StatusOr<ir::LoweringOptions>
loweringFor(const CompileOptions &options) {
  auto generator = generatorFor(TargetSpec::host());
  if (!generator.ok())
    return generator.status();
  return hostLowering(options, *(*generator)->machine);
}

absl::StatusOr<Image> compileImage(ModuleOp module, StringRef entry,
                                   const CompileOptions &options) {
  auto generator = generatorFor(TargetSpec::host());
  if (!generator.ok())
    return generator.status();
  if (options.sanitize && !dlsym(RTLD_DEFAULT, "__asan_init"))
    return absl::FailedPreconditionError(
        "sanitize needs a process built with -fsanitize=address");
  llvm::TargetMachine &machine = *(*generator)->machine;
  Diagnostics diagnostics(module.getContext());
  ir::LoweringResult lowered;
  if (failed(ir::lowerToLlvm(module, entry, hostLowering(options, machine),
                             lowered)))
    return diagnostics.status();
  auto unit = translate(module, machine);
  if (!unit.ok())
    return diagnostics.status();
  leaveCallers(*unit->module);
  makeCode(*unit->module, machine, options.tuning.level, options.sanitize);
  if (options.dump)
    options.dump("llvm", printed(*unit->module));
  auto kernels = ensureKernels(lowered.kernels, module.getContext(),
                               hostLowering({}, machine), machine);
  if (!kernels.ok())
    return kernels.status();
  StackUse stack(*unit->module);
  ArrayRef<char> object = (*generator)->emitter.emit(*unit->module);
  return Image{entry.str(), std::string(object.begin(), object.end()),
               lowered.arenaBytes, stack.of(entry, *kernels),
               std::move(lowered.resultAliasesArg),
               std::move(lowered.kernels)};
}

absl::StatusOr<std::shared_ptr<const Executable>> link(const Image &image,
                                                       MLIRContext *ctx) {
  if (!image.kernels.empty()) {
    auto generator = generatorFor(TargetSpec::host());
    if (!generator.ok())
      return generator.status();
    llvm::TargetMachine &machine = *(*generator)->machine;
    auto kernels = ensureKernels(image.kernels, ctx,
                                 hostLowering({}, machine), machine);
    if (!kernels.ok())
      return kernels.status();
  }
  auto code = Jit::get().link(
      llvm::MemoryBuffer::getMemBufferCopy(image.object, image.entry),
      image.entry);
  if (!code.ok())
    return code.status();
  auto executable = std::make_shared<Executable>();
  executable->entry = reinterpret_cast<weft_entry>(code->address);
  executable->arenaBytes = image.arenaBytes;
  executable->stack = image.stack;
  executable->resultAliasesArg = image.resultAliasesArg;
  executable->code = std::move(code->keepAlive);
  return std::shared_ptr<const Executable>(std::move(executable));
}

absl::StatusOr<std::shared_ptr<const Executable>>
compile(ModuleOp module, StringRef entry, const CompileOptions &options) {
  auto image = compileImage(module, entry, options);
  if (!image.ok())
    return image.status();
  return link(*image, module.getContext());
}

absl::StatusOr<ObjectFile> compileToObject(ModuleOp module, StringRef entry,
                                           const CompileOptions &options,
                                           ObjectForm form,
                                           StringRef cWrapper) {
  auto generator = generatorFor(options.target);
  if (!generator.ok())
    return generator.status();
  llvm::TargetMachine &machine = *(*generator)->machine;
  auto func = module.lookupSymbol<func::FuncOp>(entry);
  unsigned numBuffers =
      func ? func.getNumArguments() + func.getNumResults() : 0;
  Diagnostics diagnostics(module.getContext());
  ir::LoweringResult lowered;
  ir::LoweringOptions lowering = loweringOptions(options, machine);
  // Kernels are copied in, so that the object needs nothing of ours.
  lowering.ownKernels = true;
  if (failed(ir::lowerToLlvm(module, entry, lowering, lowered)))
    return diagnostics.status();
  auto unit = translate(module, machine);
  if (!unit.ok())
    return diagnostics.status();
  if (absl::Status status =
          linkKernels(*unit->module, calledOfLibrary(lowered.kernels),
                      /*exported=*/false);
      !status.ok())
    return status;
  prepareModule(*unit->module, machine);
  makeCode(*unit->module, machine, options.tuning.level, /*sanitize=*/false);
  // After optimisation: a body that is inlined into the wrapper knows more of
  // its pointers than jit's, is vectorised otherwise, and sums in another order
  // or fuses other multiply-adds. So the bits are those of jit.
  if (!cWrapper.empty()) {
    addCWrapper(*unit->module, entry, cWrapper, numBuffers,
                options.parallelFor);
    prepareModule(*unit->module, machine);
  }
  ObjectFile file;
  file.arenaBytes = lowered.arenaBytes;
  file.resultAliasesArg = std::move(lowered.resultAliasesArg);
  if (options.dump)
    options.dump("llvm", printed(*unit->module));
  if (form == ObjectForm::LlvmIr) {
    file.bytes = printed(*unit->module);
    return file;
  }
  bool asText = form == ObjectForm::Assembly;
  // Code generation changes the module, so that each form takes its own.
  auto copy = asText ? llvm::CloneModule(*unit->module) : nullptr;
  StackUse stack(*unit->module);
  ArrayRef<char> bytes = (*generator)->emitter.emit(*unit->module);
  file.stackBytes = stack.of(cWrapper.empty() ? entry : cWrapper).caller;
  llvm::SmallVector<char, 0> text;
  if (asText) {
    emit(*copy, machine, /*assembly=*/true, text);
    bytes = text;
  }
  file.bytes.assign(bytes.begin(), bytes.end());
  return file;
}

} // namespace weft::cpu

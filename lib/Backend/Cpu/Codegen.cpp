// See Codegen.h.
#include "Backend/Cpu/Codegen.h"

#include "Backend/Cpu/Target.h"

#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Transforms/Instrumentation/AddressSanitizer.h"

namespace weft::cpu {

void prepareModule(llvm::Module &module, llvm::TargetMachine &machine) {
  module.setDataLayout(machine.createDataLayout());
  module.setTargetTriple(machine.getTargetTriple());
  // In place of what a linked library may say: a flag must stand once.
  module.setModuleFlag(llvm::Module::Min, "PIC Level",
                       uint32_t(llvm::PICLevel::SmallPIC));
  unsigned bits = traitsOf(machine).vectorBits;
  for (llvm::Function &function : module) {
    function.setDoesNotThrow();
    if (function.isDeclaration())
      continue;
    function.addFnAttr("target-cpu", machine.getTargetCPU());
    function.addFnAttr("target-features", machine.getTargetFeatureString());
    function.addFnAttr("no-trapping-math", "true");
    if (bits > 128)
      function.addFnAttr("prefer-vector-width", std::to_string(bits));
  }
}

static llvm::OptimizationLevel levelOf(int level) {
  switch (level) {
  case 0:
    return llvm::OptimizationLevel::O0;
  case 1:
    return llvm::OptimizationLevel::O1;
  case 2:
    return llvm::OptimizationLevel::O2;
  default:
    return llvm::OptimizationLevel::O3;
  }
}

namespace {
/// Says of memory on the stack that it lives while its function runs. Where
/// nothing says so, LLVM 22's SROA joins the parts that are stored to it right
/// before the store of its end, which may come before other parts are known
/// (docs/decisions/own-loops.md).
struct MarkStack : llvm::PassInfoMixin<MarkStack> {
  static bool isUnmarked(const llvm::AllocaInst &slot) {
    return slot.isStaticAlloca() &&
           llvm::none_of(slot.users(), llvm::IsaPred<llvm::LifetimeIntrinsic>);
  }

  llvm::PreservedAnalyses run(llvm::Function &function,
                              llvm::FunctionAnalysisManager &) {
    llvm::SmallVector<llvm::AllocaInst *> slots;
    for (llvm::Instruction &each : function.getEntryBlock())
      if (auto *slot = llvm::dyn_cast<llvm::AllocaInst>(&each))
        if (isUnmarked(*slot))
          slots.push_back(slot);
    if (slots.empty())
      return llvm::PreservedAnalyses::all();
    for (llvm::AllocaInst *slot : slots)
      llvm::IRBuilder<>(slot->getNextNode()).CreateLifetimeStart(slot);
    for (llvm::BasicBlock &block : function)
      if (auto *end = llvm::dyn_cast<llvm::ReturnInst>(block.getTerminator()))
        for (llvm::AllocaInst *slot : slots)
          llvm::IRBuilder<>(end).CreateLifetimeEnd(slot);
    llvm::PreservedAnalyses kept;
    kept.preserveSet<llvm::CFGAnalyses>();
    return kept;
  }
};

/// LLVM's passes with the analyses that they ask for.
struct Passes {
  Passes(llvm::TargetMachine &machine, bool vectorise)
      : builder(&machine, tuning(vectorise)) {
    builder.registerPipelineStartEPCallback(
        [](llvm::ModulePassManager &passes, llvm::OptimizationLevel) {
          passes.addPass(llvm::createModuleToFunctionPassAdaptor(MarkStack()));
        });
    // Passes before this point may drop marks where they merge memory.
    builder.registerVectorizerStartEPCallback(
        [](llvm::FunctionPassManager &passes, llvm::OptimizationLevel) {
          passes.addPass(MarkStack());
        });
    builder.registerModuleAnalyses(modules);
    builder.registerCGSCCAnalyses(sccs);
    builder.registerFunctionAnalyses(functions);
    builder.registerLoopAnalyses(loops);
    builder.crossRegisterProxies(loops, functions, sccs, modules);
  }

  static llvm::PipelineTuningOptions tuning(bool vectorise) {
    llvm::PipelineTuningOptions tuning;
    tuning.LoopVectorization = vectorise;
    // Turned off for shuffles of values that do not dominate them (NumericTable
    // scan_reverse_f32 on AVX-512), of the kind that SROA makes (MarkStack).
    // Loops are vectorised before it comes to them.
    tuning.SLPVectorization = false;
    return tuning;
  }

  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager sccs;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder;
};
} // namespace

/// Makes choices between two halves choices between their bits. Without
/// instructions for bf16, LLVM would choose in f32 and round by a function of
/// the compiler's library (__truncsfbf2), which no code of ours is linked with.
static void chooseByBits(llvm::Module &module) {
  for (llvm::Function &function : module)
    for (llvm::Instruction &each :
         llvm::make_early_inc_range(llvm::instructions(function))) {
      auto *choice = llvm::dyn_cast<llvm::SelectInst>(&each);
      llvm::Type *type = each.getType();
      if (!choice || !(type->isBFloatTy() || type->isHalfTy()))
        continue;
      llvm::IRBuilder<> b(choice);
      auto bits = [&](llvm::Value *v) {
        return b.CreateBitCast(v, b.getInt16Ty());
      };
      llvm::Value *chosen =
          b.CreateSelect(choice->getCondition(), bits(choice->getTrueValue()),
                         bits(choice->getFalseValue()));
      choice->replaceAllUsesWith(b.CreateBitCast(chosen, type));
      choice->eraseFromParent();
    }
}

void optimise(llvm::Module &module, llvm::TargetMachine &machine, int level,
              bool sanitize) {
  Passes with(machine, /*vectorise=*/level >= 2);
  llvm::PassBuilder &builder = with.builder;
  if (sanitize) {
    for (llvm::Function &function : module)
      if (!function.isDeclaration())
        function.addFnAttr(llvm::Attribute::SanitizeAddress);
    builder.registerOptimizerLastEPCallback([](llvm::ModulePassManager &passes,
                                               llvm::OptimizationLevel,
                                               llvm::ThinOrFullLTOPhase) {
      llvm::AddressSanitizerOptions options;
      options.UseAfterReturn = llvm::AsanDetectStackUseAfterReturnMode::Never;
      passes.addPass(llvm::AddressSanitizerPass(options));
    });
  }
  llvm::ModulePassManager passes =
      level == 0 ? builder.buildO0DefaultPipeline(levelOf(level))
                 : builder.buildPerModuleDefaultPipeline(levelOf(level));
  passes.run(module, with.modules);
  chooseByBits(module);
}

void tidy(llvm::Module &module, llvm::TargetMachine &machine) {
  Passes with(machine, /*vectorise=*/false);
  llvm::ModulePassManager passes;
  llvm::cantFail(with.builder.parsePassPipeline(
      passes, "function(simplifycfg,instcombine<no-verify-fixpoint>,early-cse,"
              "loop-mssa(loop-rotate,licm),simplifycfg,"
              "instcombine<no-verify-fixpoint>)"));
  passes.run(module, with.modules);
}

void emit(llvm::Module &module, llvm::TargetMachine &machine, bool assembly,
          llvm::SmallVectorImpl<char> &out) {
  llvm::raw_svector_ostream os(out);
  llvm::legacy::PassManager passes;
  machine.addPassesToEmitFile(passes, os, nullptr,
                              assembly ? llvm::CodeGenFileType::AssemblyFile
                                       : llvm::CodeGenFileType::ObjectFile);
  passes.run(module);
}

} // namespace weft::cpu

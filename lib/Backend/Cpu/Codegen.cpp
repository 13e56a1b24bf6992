// See Codegen.h.
#include "Backend/Cpu/Codegen.h"

#include "Backend/Cpu/Target.h"

#include "llvm/Analysis/TargetLibraryInfo.h"
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
/// LLVM's passes with the analyses that they ask for.
struct Passes {
  Passes(llvm::TargetMachine &machine, bool vectorise)
      : builder(&machine, tuning(vectorise)) {
    builder.registerModuleAnalyses(modules);
    builder.registerCGSCCAnalyses(sccs);
    builder.registerFunctionAnalyses(functions);
    builder.registerLoopAnalyses(loops);
    builder.crossRegisterProxies(loops, functions, sccs, modules);
  }

  static llvm::PipelineTuningOptions tuning(bool vectorise) {
    llvm::PipelineTuningOptions tuning;
    tuning.LoopVectorization = vectorise;
    // LLVM 22.1's SLP vectoriser makes shuffles of values that do not dominate
    // them (NumericTable scan_reverse_f32 on AVX-512), which crashes later
    // passes or worse. Loops are vectorised before it comes to them.
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

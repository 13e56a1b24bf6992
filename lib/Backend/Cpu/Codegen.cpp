// See Codegen.h.
#include "Backend/Cpu/Codegen.h"

#include "Backend/Cpu/MaskedSums.h"
#include "Backend/Cpu/Target.h"

#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Passes/StandardInstrumentations.h"
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

static bool isCall(const llvm::Instruction &each) {
  return llvm::isa<llvm::CallInst>(each) &&
         !llvm::isa<llvm::IntrinsicInst>(each);
}

/// It calls, and is nothing that runs often and no arithmetic on arrays: it
/// reads and writes memory once if at all, and computes places and numbers.
static bool onlyCalls(const llvm::Function &function) {
  bool calls = false;
  for (const llvm::Instruction &each : llvm::instructions(function)) {
    const llvm::Type *type = each.getType();
    bool inEntry = each.getParent() == &function.getEntryBlock();
    if (type->isFPOrFPVectorTy() || type->isVectorTy() ||
        (each.mayReadOrWriteMemory() && !isCall(each) && !inEntry))
      return false;
    calls |= isCall(each);
  }
  return calls;
}

void leaveCallers(llvm::Module &module) {
  for (llvm::Function &function : module)
    if (!function.isDeclaration() && onlyCalls(function)) {
      function.addFnAttr(llvm::Attribute::NoInline);
      function.addFnAttr(llvm::Attribute::OptimizeNone);
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
      : builder(&machine, tuning(vectorise), std::nullopt, &callbacks) {
    optNone.registerCallbacks(callbacks);
    builder.registerPipelineStartEPCallback(
        [](llvm::ModulePassManager &passes, llvm::OptimizationLevel) {
          passes.addPass(llvm::createModuleToFunctionPassAdaptor(MarkStack()));
        });
    // Passes before this point may drop marks where they merge memory.
    builder.registerVectorizerStartEPCallback(
        [](llvm::FunctionPassManager &passes, llvm::OptimizationLevel) {
          passes.addPass(MarkStack());
        });
    builder.registerOptimizerLastEPCallback(
        [](llvm::ModulePassManager &passes, llvm::OptimizationLevel,
           llvm::ThinOrFullLTOPhase) {
          passes.addPass(
              llvm::createModuleToFunctionPassAdaptor(KeepMaskedSums()));
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

  llvm::PassInstrumentationCallbacks callbacks;
  llvm::OptNoneInstrumentation optNone{/*DebugLogging=*/false};
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager sccs;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder;
};
} // namespace

static bool isHalf(const llvm::Value &v) {
  llvm::Type *element = v.getType()->getScalarType();
  return element->isBFloatTy() || element->isHalfTy();
}
static llvm::Value *bitsOf(llvm::IRBuilder<> &b, llvm::Value *v) {
  return b.CreateBitCast(v, v->getType()->getWithNewType(b.getInt16Ty()));
}
/// The bits that a choice, or a loop's carry, of halves has; null for others.
static llvm::Value *chosenBits(llvm::IRBuilder<> &b, llvm::Instruction &each) {
  if (auto *choice = llvm::dyn_cast<llvm::SelectInst>(&each))
    return b.CreateSelect(choice->getCondition(),
                          bitsOf(b, choice->getTrueValue()),
                          bitsOf(b, choice->getFalseValue()));
  auto *phi = llvm::dyn_cast<llvm::PHINode>(&each);
  if (!phi)
    return nullptr;
  llvm::PHINode *bits =
      b.CreatePHI(phi->getType()->getWithNewType(b.getInt16Ty()),
                  phi->getNumIncomingValues());
  for (auto [value, from] : llvm::zip(phi->incoming_values(), phi->blocks())) {
    b.SetInsertPoint(from->getTerminator());
    bits->addIncoming(bitsOf(b, value), from);
  }
  b.SetInsertPoint(phi->getParent(), phi->getParent()->getFirstInsertionPt());
  return bits;
}
/// Halves are chosen, and passed from block to block, as their bits. Without
/// instructions for bf16, LLVM would make f32 of them and round by a function
/// of the compiler's library (__truncsfbf2), which no code of ours is linked
/// with.
static void passBits(llvm::Module &module) {
  llvm::IRBuilder<> b(module.getContext());
  for (llvm::Function &function : module) {
    for (llvm::Instruction &each :
         llvm::make_early_inc_range(llvm::instructions(function))) {
      b.SetInsertPoint(&each);
      llvm::Value *bits = isHalf(each) ? chosenBits(b, each) : nullptr;
      if (!bits)
        continue;
      each.replaceAllUsesWith(b.CreateBitCast(bits, each.getType()));
      each.eraseFromParent();
    }
    for (llvm::Instruction &each :
         llvm::make_early_inc_range(llvm::instructions(function))) {
      auto isElsewhere = [&](llvm::Use &use) {
        return llvm::cast<llvm::Instruction>(use.getUser())->getParent() !=
               each.getParent();
      };
      if (!isHalf(each) || llvm::none_of(each.uses(), isElsewhere))
        continue;
      b.SetInsertPoint(*each.getInsertionPointAfterDef());
      llvm::Value *bits = bitsOf(b, &each);
      for (llvm::Use &use : llvm::make_early_inc_range(each.uses()))
        if (isElsewhere(use)) {
          b.SetInsertPoint(llvm::cast<llvm::Instruction>(use.getUser()));
          use.set(b.CreateBitCast(bits, each.getType()));
        }
    }
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
  passBits(module);
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

struct ObjectEmitter::Passes {
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream stream{bytes};
  llvm::legacy::PassManager manager;
};

ObjectEmitter::ObjectEmitter(llvm::TargetMachine &machine) : machine(machine) {}
ObjectEmitter::~ObjectEmitter() = default;

llvm::ArrayRef<char> ObjectEmitter::emit(llvm::Module &module) {
  if (!passes) {
    passes = std::make_unique<Passes>();
    machine.addPassesToEmitFile(passes->manager, passes->stream, nullptr,
                                llvm::CodeGenFileType::ObjectFile);
  }
  passes->bytes.clear();
  passes->manager.run(module);
  return passes->bytes;
}

} // namespace weft::cpu

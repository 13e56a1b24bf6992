// The one place that says in which order a function is lowered: a body of the
// weft dialect is rearranged, its nests are planned and written in linalg, and
// stage by stage that becomes the LLVM dialect. A stage is a function on the
// module and a name; WEFT_DUMP and `weft dump` show what each leaves behind.
// LLVM's IR is the backend's: makeCode in Backend/Cpu/Compiler.cpp goes on.
#include "Lowering/Pipelines.h"

#include "ExternHelpers.h"
#include "MultiplyAdd.h"
#include "Parts.h"
#include "ScanOnce.h"
#include "SumFirst.h"

#include "Lowering/Buffers/Bufferise.h"
#include "Lowering/Buffers/CarryPlaces.h"
#include "Lowering/Buffers/Coalesce.h"
#include "Lowering/Products/Contraction.h"
#include "Lowering/Buffers/Copies.h"
#include "Lowering/Products/GemmKernel.h"
#include "Lowering/Math/MathApprox.h"
#include "Lowering/Math/MathShared.h"
#include "Lowering/Registration.h"
#include "Lowering/Nests/RowBlocks.h"
#include "Lowering/Linalg/ToLinalg.h"
#include "Lowering/ToLlvm.h"
#include "Lowering/Translate.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Transforms/CSE.h"

namespace weft::ir {
using namespace mlir;

//===-- The weft dialect --------------------------------------------------===//
/// Each makes a better copy of a body, or none.
static constexpr std::unique_ptr<Region> (*rearrangements[])(Region &) = {
    // Loops of one step are no loops.
    singleStepsInline,
    // Sums are taken before products.
    sumsBeforeProducts,
    // Products that one sum reads are not rounded.
    productsInSums,
    // Work on shifted arrays goes by parts.
    workOnParts,
};

std::unique_ptr<Region> rearranged(Region &body) {
  std::unique_ptr<Region> better;
  for (auto rearrangement : rearrangements)
    if (std::unique_ptr<Region> copy = rearrangement(better ? *better : body))
      better = std::move(copy);
  return better;
}

LogicalResult lowerToLinalg(Region &body, ModuleOp module, StringRef name,
                            const Tuning &tuning) {
  std::unique_ptr<Region> better = rearranged(body);
  return writeLinalg(better ? *better : body, module, name, tuning);
}

//===-- Linalg on tensors -------------------------------------------------===//
namespace {
struct Run {
  Run(ModuleOp module, func::FuncOp func, const LoweringOptions &options,
      LoweringResult &result)
      : module(module), func(func), options(options), result(result) {}

  ModuleOp module;
  func::FuncOp func; // null once it is an llvm.func
  const LoweringOptions &options;
  LoweringResult &result;
  SmallVector<unsigned> arguments;
  SmallVector<int> aliases;
  RowChains chains;
  Contractions contractions;
  CarryPlaces carries;
  Grouping grouping;
  ArenaPlan arena;
};

struct Stage {
  StringRef name;
  LogicalResult (*run)(Run &);
};
} // namespace

static LogicalResult outParams(Run &run) {
  unsigned numArgs = run.func.getNumArguments();
  markConstantInits(run.func);
  separateOuts(run.func);
  resultsToOutParams(run.func, run.aliases);
  for (unsigned i = 0; i < numArgs; ++i)
    run.arguments.push_back(i);
  for (auto [r, alias] : llvm::enumerate(run.aliases))
    if (alias < 0)
      run.arguments.push_back(numArgs + r);
  run.result.resultAliasesArg.assign(run.aliases.begin(), run.aliases.end());
  return success();
}

static LogicalResult carries(Run &run) {
  run.carries = placeCarries(run.func, [&](Operation *op) {
    return isContractionCall(op) || run.chains.contains(op) ||
           run.chains.isScratch(op);
  });
  return success();
}

static LogicalResult group(Run &run) {
  GroupOptions options;
  options.vectorBits = run.options.target.vectorBits;
  options.joinsLargeCopies =
      !run.options.alignedResults || run.options.target.slowPastCaches;
  FailureOr<Grouping> grouping = groupNests(
      run.func,
      [&](Operation *op) {
        return isContractionCall(op) || run.chains.contains(op) ||
               run.carries.copies.contains(op);
      },
      options);
  if (failed(grouping))
    return failure();
  run.grouping = std::move(*grouping);
  return success();
}

static LogicalResult arena(Run &run) {
  // Arguments that were added for results (outParams) come last.
  size_t results = llvm::count_if(run.aliases, [](int a) { return a < 0; });
  ValueRange arguments = run.func.getArguments();
  run.arena = planArena(run.func, run.grouping, run.chains, run.carries,
                        arguments.take_back(results));
  run.result.arenaBytes = run.arena.bytes;
  return success();
}

static LogicalResult loops(Run &run) {
  LogicalResult ok = translateEntry(run.func, run.arguments, run.grouping,
                                    run.contractions, run.chains, run.carries,
                                    run.arena, run.options);
  run.func = nullptr;
  return ok;
}

static LogicalResult kernels(Run &run) {
  if (run.options.ownKernels)
    for (auto &[op, contraction] : run.contractions)
      defineGemm(run.module, contraction.kind, /*internal=*/true);
  for (auto func : run.module.getOps<LLVM::LLVMFuncOp>())
    if (func.isExternal() && (isKernelSymbol(func.getName()) ||
                              func.getName().starts_with(kernelPrefix)))
      run.result.kernels.push_back(func.getName().str());
  return success();
}

static constexpr Stage stages[] = {
    // Results become trailing buffers; constant starts of reductions are noted.
    {"outparams", outParams},
    // Tensors become memrefs; updates happen in place where that is right.
    {"bufferise", [](Run &run) { return bufferise(run.func); }},
    // Temporaries become the buffers that they are last read into; copies onto
    // themselves, and of what is overwritten at once, go.
    {"copies",
     [](Run &run) {
       coalesceBuffers(run.func);
       eraseDeadCopies(run.func);
       return success();
     }},
    // What lies between two products is to be there by blocks of rows only.
    {"row-blocks",
     [](Run &run) {
       run.chains = findRowChains(run.func, run.options);
       return success();
     }},
    // Large contractions become calls of packed kernels, with their scratch.
    {"contract",
     [](Run &run) {
       return contractionsToCalls(run.func, run.options, run.chains,
                                  run.contractions);
     }},
    // Transcendental functions that recur become calls of one function each.
    {"share-math",
     [](Run &run) {
       shareMath(run.func, run.options);
       return success();
     }},
    // A loop's carry need not lie at one place.
    {"carries", carries},
    // Ops that walk the same rows are put together.
    {"group", group},
    // Each remaining allocation gets its place in the arena or on the stack.
    {"arena", arena},
    // Nests become loops on pointers; large ones are outlined for threads.
    {"loops", loops},
    // Transcendental functions become polynomials, complex becomes pairs.
    {"math", [](Run &run) { return approximateMath(run.module, run.options); }},
    // Shared kernels are copied in, or noted for the linker.
    {"kernels", kernels},
    // Everything becomes the LLVM dialect.
    {"to-llvm", [](Run &run) { return convertToLlvmDialect(run.module); }},
};

static std::string print(ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream os(text);
  OpPrintingFlags flags;
  // The marker of contractions has no declaration, which verification minds.
  flags.elideLargeElementsAttrs(64).elideLargeResourceString(64);
  flags.assumeVerified();
  module->print(os, flags);
  return text;
}

std::vector<SmallVector<Location>>
rowChainsOf(ModuleOp module, StringRef entry, const LoweringOptions &options) {
  loadLoweringDialects(*module.getContext());
  LoweringResult result;
  Run run(module, module.lookupSymbol<func::FuncOp>(entry), options, result);
  std::vector<SmallVector<Location>> found;
  for (const Stage &stage : stages) {
    if (failed(stage.run(run)))
      return {};
    if (stage.name == "row-blocks")
      break;
  }
  for (const RowBlocks &chain : run.chains.all)
    found.push_back(llvm::map_to_vector(
        chain.steps,
        [](const RowBlocks::Step &step) { return step.op->getLoc(); }));
  return found;
}

LogicalResult lowerToLlvm(ModuleOp module, StringRef entry,
                          const LoweringOptions &options,
                          LoweringResult &result) {
  loadLoweringDialects(*module.getContext());
  auto func = module.lookupSymbol<func::FuncOp>(entry);
  if (!func)
    return module.emitError("no function named ") << entry;
  Run run(module, func, options, result);
  for (const Stage &stage : stages) {
    if (failed(stage.run(run)))
      return module.emitError("lowering failed in stage ") << stage.name;
    if (options.dump)
      options.dump(stage.name, print(module));
  }
  return success();
}

} // namespace weft::ir

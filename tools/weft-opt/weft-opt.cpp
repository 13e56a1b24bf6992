// mlir-opt for the weft dialect. Not MlirOptMain: that makes contexts of its
// own, and the transforms build in the process's one.
#include "Dialect.h"
#include "Passes.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Support/FileUtilities.h"
#include "mlir/Support/Timing.h"
#include "mlir/Support/ToolUtilities.h"
#include "mlir/Transforms/Passes.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/ToolOutputFile.h"

using namespace mlir;
namespace cl = llvm::cl;

static cl::opt<std::string> input(cl::Positional, cl::desc("<input>"),
                                  cl::init("-"));
static cl::opt<std::string> output("o", cl::desc("output file"),
                                   cl::value_desc("file"), cl::init("-"));
static cl::opt<bool> bytecode("emit-bytecode", cl::desc("not text"));
static cl::opt<bool> split("split-input-file",
                           cl::desc("process each part between // ----- "
                                    "lines on its own"));
static cl::opt<bool>
    expectErrors("verify-diagnostics",
                 cl::desc("compare diagnostics with expected-* comments"));

/// One part of the input; diagnostics go to the handler that is in place.
static LogicalResult process(std::shared_ptr<llvm::SourceMgr> source,
                             const PassPipelineCLParser &pipeline,
                             raw_ostream &os) {
  DefaultTimingManager timing;
  applyDefaultTimingManagerCLOptions(timing);
  TimingScope scope = timing.getRootScope();
  ParserConfig config(weft::ir::context());
  auto parsing = scope.nest("Parser");
  OwningOpRef<ModuleOp> module = parseSourceFile<ModuleOp>(source, config);
  parsing.stop();
  if (!module)
    return failure();
  PassManager pm(weft::ir::context(), "builtin.module");
  if (failed(applyPassManagerCLOptions(pm)))
    return failure();
  pm.enableTiming(scope);
  auto fail = [&](const Twine &message) {
    emitError(UnknownLoc::get(weft::ir::context())) << message;
    return failure();
  };
  if (failed(pipeline.addToPipeline(pm, fail)) || failed(pm.run(*module)))
    return failure();
  auto printing = scope.nest("Printer");
  if (bytecode)
    return writeBytecodeToFile(*module, os);
  module->print(os);
  os << '\n';
  return success();
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  weft::ir::registerWeftPasses();
  registerTransformsPasses();
  registerLinalgPasses();
  bufferization::registerBufferizationPasses();
  registerAsmPrinterCLOptions();
  registerPassManagerCLOptions();
  registerDefaultTimingManagerCLOptions();
  PassPipelineCLParser pipeline("", "passes to run, in this order");
  cl::ParseCommandLineOptions(argc, argv, "Weft's pass driver\n");

  std::string message;
  auto file = openInputFile(input, &message);
  auto out = openOutputFile(output, &message);
  if (!file || !out) {
    llvm::errs() << "weft-opt: " << message << '\n';
    return 1;
  }
  auto each = [&](std::unique_ptr<llvm::MemoryBuffer> part, raw_ostream &os) {
    auto source = std::make_shared<llvm::SourceMgr>();
    source->AddNewSourceBuffer(std::move(part), SMLoc());
    MLIRContext *ctx = weft::ir::context();
    if (!expectErrors) {
      SourceMgrDiagnosticHandler handler(*source, ctx);
      return process(source, pipeline, os);
    }
    ctx->printOpOnDiagnostic(false);
    SourceMgrDiagnosticVerifierHandler handler(*source, ctx);
    (void)process(source, pipeline, os);
    return handler.verify();
  };
  LogicalResult result = splitAndProcessBuffer(
      std::move(file), each, out->os(),
      split ? kDefaultSplitMarker : StringRef(), kDefaultSplitMarker);
  if (failed(result))
    return 1;
  out->keep();
  return 0;
}

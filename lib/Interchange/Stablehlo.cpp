// See Stablehlo.h. How operations are read and what they become is in
// Stablehlo/; here are modules and functions.
#include "Interchange/Stablehlo.h"
#include "Bodies.h"
#include "Interchange/FirstError.h"
#include "Interchange/Stablehlo/Export.h"
#include "Interchange/Stablehlo/Importer.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
using namespace weft::ir;

void weft::ir::loadStablehlo(MLIRContext &context) {
  stablehlo::loadTextDialects(context);
}

bool weft::ir::isStablehlo(llvm::StringRef text) {
  bool identity = false, isPublic = text.contains("public");
  while (!text.empty()) {
    auto [line, rest] = text.split('\n');
    text = rest;
    line = line.take_front(line.find("//"));
    if (line.contains("stablehlo.") || line.contains("chlo."))
      return true;
    if (line.contains("weft."))
      return false;
    // The identity has no operation of either, and is exported too.
    identity |= line.trim().starts_with("return ") ||
                line.contains("\"func.return\"");
  }
  return identity && isPublic;
}

namespace {
LogicalResult checkArguments(func::FuncOp f) {
  for (Type type : f.getArgumentTypes()) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor || !tensor.hasStaticShape() || tensor.getEncoding() ||
        !hasDtype(tensor.getElementType()))
      return f.emitError() << "the function '" << f.getName()
                           << "' takes an argument of type " << type
                           << "; Weft has arrays of static shape and of its "
                              "dtypes only";
  }
  if (!f.getBody().hasOneBlock() || f.front().empty())
    return f.emitError() << "the function '" << f.getName()
                         << "' must be one block that ends in a return";
  return success();
}

LogicalResult importFunction(ModuleOp module, func::FuncOp f, Function &made) {
  if (failed(checkArguments(f)))
    return failure();
  OwningOpRef<func::FuncOp> whole =
      func::FuncOp::create(f.getLoc(), f.getName(), f.getFunctionType());
  Region &body = whole->getBody();
  OpBuilder b = openBody(body, f.getArgumentTypes());
  IRMapping map;
  map.map(f.getArguments(), body.getArguments());
  SmallVector<Value> results;
  stablehlo::Importer importer(module);
  if (failed(importer.block(f.front(), b, map, results)))
    return failure();
  closeBody(b, f.getLoc(), results);
  if (ValueRange(results).getTypes() != f.getResultTypes())
    return f.emitError() << "the function '" << f.getName()
                         << "' returns (" << ValueRange(results).getTypes()
                         << ") and declares (" << f.getResultTypes() << ")";
  if (failed(mlir::verify(*whole)))
    return failure();
  made.name = f.getName().str();
  made.body = std::make_unique<Region>();
  made.body->takeBody(body);
  for (unsigned i = 0; i < f.getNumArguments(); ++i)
    made.argPaths.push_back("." + std::to_string(i));
  for (unsigned i = 0; i < results.size(); ++i)
    made.resultPaths.push_back(results.size() == 1 ? ""
                                                   : "." + std::to_string(i));
  return success();
}
} // namespace

absl::StatusOr<std::vector<Function>>
weft::ir::importStablehlo(const std::string &text, const std::string &name) {
  FirstError error(name);
  auto source = std::make_shared<llvm::SourceMgr>();
  source->AddNewSourceBuffer(llvm::MemoryBuffer::getMemBufferCopy(text, name),
                             SMLoc());
  // Not verified: the verifier takes an unknown operation with a region for a
  // symbol table, and what is inlined is verified as it is built.
  auto module = parseSourceFile<ModuleOp>(
      source, ParserConfig(context(), /*verifyAfterParse=*/false));
  if (!module)
    return absl::InvalidArgumentError(error.said());
  // What a custom call is told to call is no function of the module's own.
  llvm::DenseSet<Attribute> told;
  module->walk([&](Operation *op) {
    auto all = dyn_cast_or_null<DictionaryAttr>(op->getPropertiesAsAttribute());
    for (DictionaryAttr attrs : {op->getAttrDictionary(), all})
      if (auto called =
              attrs ? attrs.getAs<ArrayAttr>("called_computations") : nullptr)
        told.insert(called.begin(), called.end());
  });
  std::vector<Function> out;
  for (auto f : module->getOps<func::FuncOp>()) {
    if (f.isPrivate() || f.isExternal() ||
        told.contains(SymbolRefAttr::get(f)))
      continue;
    if (failed(importFunction(*module, f, out.emplace_back())))
      return absl::UnimplementedError(error.said());
  }
  if (out.empty())
    return absl::InvalidArgumentError(
        name + ": there is no public function with a body in it");
  return out;
}

FailureOr<std::string> weft::ir::exportStablehlo(const Function &f) {
  Location loc = UnknownLoc::get(context());
  OwningOpRef<ModuleOp> module = ModuleOp::create(loc, f.name);
  OpBuilder b = OpBuilder::atBlockBegin(module->getBody());
  auto type = b.getFunctionType(f.body->getArgumentTypes(),
                                terminator(*f.body)->getOperandTypes());
  auto main = func::FuncOp::create(b, loc, "main", type);
  main.setSymVisibility("public"); // said, as JAX says it
  b.setInsertionPointToStart(main.addEntryBlock());
  SmallVector<Value> results;
  if (failed(stablehlo::exportBody(*f.body, b, main.getArguments(), results)))
    return failure();
  func::ReturnOp::create(b, loc, results);
  std::string text;
  llvm::raw_string_ostream(text) << *module << "\n";
  return text;
}

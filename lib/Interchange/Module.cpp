// See Module.h.
#include "CallOps.h"
#include "Interchange/Module.h"
#include "Bodies.h"
#include "Interchange/FirstError.h"
#include "Interchange/Stablehlo.h"
#include "Trace/Types.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
using namespace weft;
using namespace weft::ir;

static constexpr llvm::StringLiteral pathAttr = "weft.path";

Function Function::copy() const {
  Function out{name, std::make_unique<Region>(), argPaths, resultPaths};
  IRMapping map;
  body->cloneInto(out.body.get(), map);
  return out;
}

/// The dialect takes integers of any width, Weft those that have a dtype.
bool weft::ir::hasDtype(Type element) {
  for (size_t i = 0; i < numDtypes; ++i)
    if (elementType(static_cast<Dtype>(i)) == element)
      return true;
  return false;
}

//===-- Reading -----------------------------------------------------------===//
namespace {
LogicalResult checkType(Operation *op, Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (tensor && tensor.hasStaticShape() && hasDtype(tensor.getElementType()))
    return success();
  return op->emitError() << "a value must be a tensor of static shape and of "
                            "one of Weft's dtypes; this is "
                         << type;
}

/// What the parser and the verifier do not ask of a function in weft form.
LogicalResult check(func::FuncOp f) {
  if (f.isExternal())
    return f.emitError() << "the function '" << f.getName() << "' has no body";
  if (!f.getBody().hasOneBlock())
    return f.emitError() << "the function '" << f.getName()
                         << "' must be one block that ends in weft.return";
  Operation &end = f.front().back();
  if (!isa<ReturnOp>(end))
    return end.emitError() << "the function '" << f.getName()
                           << "' must end in weft.return";
  for (Type type : f.getArgumentTypes())
    if (failed(checkType(f, type)))
      return failure();
  if (end.getOperandTypes() != f.getResultTypes())
    return end.emitError() << "the function '" << f.getName() << "' returns ("
                           << end.getOperandTypes() << ") and declares ("
                           << f.getResultTypes() << ")";
  auto walked = f.getBody().walk([](Operation *op) {
    if (!isa_and_nonnull<WeftDialect>(op->getDialect())) {
      op->emitError() << "'" << op->getName()
                      << "' is not an operation of the weft dialect";
      return WalkResult::interrupt();
    }
    for (Type type : op->getResultTypes())
      if (failed(checkType(op, type)))
        return WalkResult::interrupt();
    return WalkResult::advance();
  });
  return failure(walked.wasInterrupted());
}

std::string pathOf(DictionaryAttr attrs, const std::string &otherwise) {
  auto path = attrs ? attrs.getAs<StringAttr>(pathAttr) : StringAttr();
  return path ? path.str() : otherwise;
}

Function take(func::FuncOp f) {
  Function out{f.getName().str(), std::make_unique<Region>(), {}, {}};
  for (unsigned i = 0; i < f.getNumArguments(); ++i)
    out.argPaths.push_back(
        pathOf(f.getArgAttrDict(i), "." + std::to_string(i)));
  for (unsigned i = 0; i < f.getNumResults(); ++i)
    out.resultPaths.push_back(
        pathOf(f.getResultAttrDict(i),
               f.getNumResults() == 1 ? "" : "." + std::to_string(i)));
  out.body->takeBody(f.getBody());
  return out;
}

absl::StatusOr<std::vector<Function>>
parse(std::unique_ptr<llvm::MemoryBuffer> buffer) {
  std::string name = buffer->getBufferIdentifier().str();
  if (isStablehlo(buffer->getBuffer()))
    return importStablehlo(buffer->getBuffer().str(), name);
  // HLO, or what is no text of MLIR at all.
  bool isForeign = !buffer->getBuffer().contains("func.func");
  FirstError error(name);
  auto source = std::make_shared<llvm::SourceMgr>();
  source->AddNewSourceBuffer(std::move(buffer), SMLoc());
  auto module = parseSourceFile<ModuleOp>(source, ParserConfig(context()));
  if (!module)
    return absl::InvalidArgumentError(
        error.said() +
        (isForeign ? ". A model is MLIR with functions (func.func): Weft's own, "
                     "or StableHLO, as jax.jit(f).lower(…).as_text() gives it; "
                     "HLO is not read"
                   : ""));
  std::vector<Function> out;
  for (Operation &op : *module->getBody()) {
    auto f = dyn_cast<func::FuncOp>(op);
    if (!f) {
      op.emitError() << "a model has functions (func.func) only; this is '"
                     << op.getName() << "'";
      return absl::InvalidArgumentError(error.said());
    }
    if (failed(check(f)))
      return absl::InvalidArgumentError(error.said());
    out.push_back(take(f));
  }
  if (out.empty())
    return absl::InvalidArgumentError(name + ": there is no function in it");
  return out;
}
} // namespace

absl::StatusOr<std::vector<Function>>
weft::ir::parseModule(const std::string &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return absl::NotFoundError(path + ": " + buffer.getError().message());
  return parse(std::move(*buffer));
}

absl::StatusOr<std::vector<Function>>
weft::ir::parseModuleText(const std::string &text, const std::string &name) {
  return parse(llvm::MemoryBuffer::getMemBufferCopy(text, name));
}

//===-- Writing -----------------------------------------------------------===//
std::string weft::ir::printModule(ArrayRef<const Function *> functions) {
  Location loc = UnknownLoc::get(context());
  OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
  OpBuilder b = OpBuilder::atBlockBegin(module->getBody());
  for (const Function *f : functions) {
    auto type = b.getFunctionType(f->body->getArgumentTypes(),
                                  terminator(*f->body)->getOperandTypes());
    auto op = func::FuncOp::create(b, loc, f->name, type);
    IRMapping map;
    f->body->cloneInto(&op.getBody(), map);
    // What take() would assume is not said.
    for (auto [i, path] : llvm::enumerate(f->argPaths))
      if (path != "." + std::to_string(i))
        op.setArgAttr(i, pathAttr, b.getStringAttr(path));
    size_t n = f->resultPaths.size();
    for (auto [i, path] : llvm::enumerate(f->resultPaths))
      if (path != (n == 1 ? "" : "." + std::to_string(i)))
        op.setResultAttr(i, pathAttr, b.getStringAttr(path));
  }
  std::string text;
  llvm::raw_string_ostream os(text);
  for (auto f : module->getOps<func::FuncOp>())
    os << f << "\n";
  return text;
}

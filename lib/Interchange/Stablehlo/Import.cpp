// See Import.h and Importer.h.
#include "Interchange/Stablehlo/Import.h"
#include "LogicOps.h"
#include "ShapeOps.h"
#include "Bodies.h"
#include "Interchange/Module.h"
#include "Interchange/Stablehlo/Importer.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/StringMap.h"
#include <thread>
using namespace weft::ir;
using namespace weft::ir::stablehlo;

const Row *stablehlo::findRow(StringRef name) {
  static const llvm::StringMap<const Row *> rows = [] {
    llvm::StringMap<const Row *> all;
    for (ArrayRef<Row> family :
         {elementwiseRows(), shapeRows(), indexRows(), reduceRows(),
          windowRows(), sortRows(), linalgRows(), randomRows(), composedRows(),
          controlRows()})
      for (const Row &row : family)
        all[row.name] = &row;
    return all;
  }();
  return rows.lookup(name);
}

//===-- What an operation says --------------------------------------------===//
Import::Import(Importer &importer, Operation *op, OpBuilder b, IRMapping &map)
    : op(op), b(b), loc(op->getLoc()), importer(importer), map(map) {
  for (Value v : op->getOperands())
    in.push_back(map.lookup(v));
}

RankedTensorType Import::type(unsigned result) const {
  return ir::tensorType(op->getResult(result).getType());
}
Attribute Import::attr(StringRef key) const {
  if (Attribute attr = op->getAttr(key))
    return attr;
  auto all = dyn_cast_or_null<DictionaryAttr>(op->getPropertiesAsAttribute());
  return all ? all.get(key) : Attribute();
}

static SmallVector<int64_t> toInts(Attribute attr) {
  SmallVector<int64_t> out;
  if (auto list = dyn_cast_or_null<DenseI64ArrayAttr>(attr))
    llvm::append_range(out, list.asArrayRef());
  else if (auto list = dyn_cast_or_null<DenseI32ArrayAttr>(attr))
    llvm::append_range(out, list.asArrayRef());
  else if (auto dense = dyn_cast_or_null<DenseIntElementsAttr>(attr))
    for (const APInt &v : dense)
      out.push_back(v.getSExtValue());
  else if (auto one = dyn_cast_or_null<IntegerAttr>(attr))
    out.push_back(one.getInt());
  else if (auto list = dyn_cast_or_null<ArrayAttr>(attr))
    for (Attribute inner : list)
      llvm::append_range(out, toInts(inner));
  return out;
}
SmallVector<int64_t> Import::ints(StringRef key, size_t n,
                                  int64_t otherwise) const {
  if (Attribute found = attr(key))
    return toInts(found);
  return SmallVector<int64_t>(n, otherwise);
}
SmallVector<int64_t> Import::ints(Attribute dictionary, StringRef key) {
  auto all = dyn_cast_or_null<DictionaryAttr>(dictionary);
  return toInts(all ? all.get(key) : Attribute());
}
int64_t Import::integer(Attribute dictionary, StringRef key,
                        int64_t otherwise) {
  auto found = ints(dictionary, key);
  return found.empty() ? otherwise : found[0];
}
SmallVector<bool> Import::flags(StringRef key, size_t n) const {
  SmallVector<bool> out;
  Attribute found = attr(key);
  if (auto list = dyn_cast_or_null<DenseBoolArrayAttr>(found))
    llvm::append_range(out, list.asArrayRef());
  else if (auto dense = dyn_cast_or_null<DenseIntElementsAttr>(found))
    for (const APInt &v : dense)
      out.push_back(!v.isZero());
  else if (auto list = dyn_cast_or_null<ArrayAttr>(found))
    for (Attribute one : list)
      out.push_back(isa<BoolAttr>(one) && cast<BoolAttr>(one).getValue());
  else
    out.resize(n);
  return out;
}
int64_t Import::integer(StringRef key, int64_t otherwise) const {
  auto one = dyn_cast_or_null<IntegerAttr>(attr(key));
  return one ? one.getValue().getSExtValue() : otherwise;
}
bool Import::flag(StringRef key, bool otherwise) const {
  auto one = dyn_cast_or_null<BoolAttr>(attr(key));
  return one ? one.getValue() : otherwise;
}
StringRef Import::word(StringRef key) const {
  auto one = dyn_cast_or_null<StringAttr>(attr(key));
  return one ? one.getValue() : StringRef();
}

//===-- What it becomes ---------------------------------------------------===//
Operation *Import::build(StringRef name, TypeRange types, ValueRange operands,
                         ArrayRef<NamedAttribute> attrs, unsigned regions) {
  OperationState state(loc, ("weft." + name).str(), operands, types, attrs);
  for (unsigned n = 0; n < regions; ++n)
    state.addRegion();
  return b.create(state);
}
std::optional<SmallVector<int64_t>> Import::constant(Value v) {
  DenseIntElementsAttr value;
  if (!matchPattern(v, m_Constant(&value)))
    return std::nullopt;
  SmallVector<int64_t> out;
  for (const APInt &x : value)
    out.push_back(x.getSExtValue());
  return out;
}
Value Import::spread(Value v, ArrayRef<int64_t> shape) {
  auto type = RankedTensorType::get(shape, elementOf(v.getType()));
  if (v.getType() == type)
    return v;
  return BroadcastInDimOp::create(b, loc, type, v, ArrayRef<int64_t>{});
}
Value Import::splat(Type type, double value) {
  return ir::splat(b, loc, type, value);
}
Value Import::convert(Value v, Type element) {
  if (elementOf(v.getType()) == element)
    return v;
  return ConvertOp::create(b, loc, typeOf(v).clone(element), v);
}
LogicalResult Import::refuse(const Twine &why) const {
  return op->emitError() << "'" << op->getName() << "' " << why;
}

//===-- Regions -----------------------------------------------------------===//
SmallVector<Value> Import::captures(MutableArrayRef<Region> regions) {
  used.clear();
  for (Region &region : regions)
    region.walk([&](Operation *inner) {
      for (Value v : inner->getOperands())
        if (!op->isAncestor(v.getParentRegion()->getParentOp()))
          importer.addParts(v, used);
    });
  SmallVector<Value> out;
  for (Value v : used)
    out.push_back(map.lookup(v));
  return out;
}
LogicalResult Import::importBody(unsigned n, ValueRange captured, Region &to) {
  Region &from = op->getRegion(n);
  if (!from.hasOneBlock() || from.front().empty())
    return refuse("has a region that is not one block");
  SmallVector<Type> types(from.getArgumentTypes());
  llvm::append_range(types, captured.getTypes());
  OpBuilder inner = openBody(to, types);
  IRMapping innerMap;
  unsigned own = from.getNumArguments();
  innerMap.map(from.getArguments(), to.getArguments().take_front(own));
  if (captured.empty()) // constants are written anew
    for (Value v : used)
      innerMap.map(v, inner.clone(*map.lookup(v).getDefiningOp())->getResult(0));
  else
    innerMap.map(used.getArrayRef(), to.getArguments().drop_front(own));
  SmallVector<Value> results;
  if (failed(importer.block(from.front(), inner, innerMap, results)))
    return failure();
  closeBody(inner, loc, results);
  return success();
}
LogicalResult Import::body(unsigned n, Region &to) {
  SmallVector<Value> captured;
  for (Value v : used)
    captured.push_back(map.lookup(v));
  return importBody(n, captured, to);
}
LogicalResult Import::closedBody(unsigned n, Region &to) {
  for (Value v : captures(n))
    if (!v.getDefiningOp<ConstantOp>())
      return refuse("uses a value from outside its body; only constants may "
                    "be used there");
  return importBody(n, {}, to);
}
LogicalResult Import::call(StringRef callee) {
  SmallVector<Value> results;
  if (failed(importer.call(op, callee, b, in, results)))
    return failure();
  llvm::append_range(out, results);
  return success();
}

//===-- Functions ---------------------------------------------------------===//
static LogicalResult checkTypes(Operation *op) {
  for (Type type : op->getResultTypes()) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    auto at = [&] { return op->emitError() << "'" << op->getName() << "' "; };
    if (!tensor)
      return at() << "gives " << type
                  << "; Weft has arrays of static shape only";
    if (!tensor.hasStaticShape())
      return at() << "gives " << type
                  << ", a shape that depends on data; shapes must be static: "
                     "export the program with concrete sizes";
    if (tensor.getEncoding() || !hasDtype(tensor.getElementType()))
      return at() << "gives " << type << ", which is no dtype of Weft's";
  }
  return success();
}

/// Operations that a row made are checked at once, while the one that they
/// come from can be named.
static LogicalResult verifyFrom(Operation *first, Block *block, Operation *op) {
  std::string said;
  {
    auto owner = std::this_thread::get_id();
    ScopedDiagnosticHandler handler(op->getContext(), [&](Diagnostic &d) {
      if (std::this_thread::get_id() != owner)
        return failure();
      if (said.empty())
        said = d.str();
      return success();
    });
    Operation *at = first ? first->getNextNode()
                          : (block->empty() ? nullptr : &block->front());
    for (; at; at = at->getNextNode()) {
      if (at->isRegistered() &&
          succeeded(mlir::verify(at, /*verifyRecursively=*/false)))
        continue;
      if (!at->isRegistered())
        said = ("there is no '" + at->getName().getStringRef() + "'").str();
      break;
    }
    if (!at)
      return success();
  }
  return op->emitError() << "'" << op->getName()
                         << "' is not supported on these operands: " << said;
}

void Importer::addParts(Value v, SetVector<Value> &to) const {
  auto tuple = tuples.find(v);
  if (tuple == tuples.end()) {
    to.insert(v);
    return;
  }
  for (Value part : tuple->second)
    addParts(part, to);
}
/// Tuples are taken apart as they are read: there are none in Weft.
LogicalResult Importer::visitTuple(Operation *op, IRMapping &map) {
  if (op->getNumResults() != 1)
    return op->emitError() << "'" << op->getName() << "' has no result";
  if (op->getName().getStringRef() == "stablehlo.tuple") {
    tuples[op->getResult(0)] = SmallVector<Value>(op->getOperands());
    return success();
  }
  auto found = op->getNumOperands() ? tuples.find(op->getOperand(0))
                                    : tuples.end();
  auto index = op->getAttrOfType<IntegerAttr>("index");
  if (auto all = dyn_cast_or_null<DictionaryAttr>(op->getPropertiesAsAttribute());
      !index && all)
    index = all.getAs<IntegerAttr>("index");
  if (found == tuples.end() || !index || index.getInt() < 0 ||
      static_cast<size_t>(index.getInt()) >= found->second.size())
    return op->emitError() << "'" << op->getName()
                           << "' is supported of what stablehlo.tuple made, "
                              "at a place that it has";
  Value part = found->second[index.getInt()];
  if (auto inner = tuples.find(part); inner != tuples.end()) {
    SmallVector<Value> parts = inner->second;
    tuples[op->getResult(0)] = parts;
    return success();
  }
  map.map(op->getResult(0), map.lookup(part));
  return success();
}

LogicalResult Importer::visit(Operation *op, OpBuilder &b, IRMapping &map) {
  StringRef name = op->getName().getStringRef();
  if (name == "stablehlo.tuple" || name == "stablehlo.get_tuple_element")
    return visitTuple(op, map);
  for (Value v : op->getOperands())
    if (!map.contains(v))
      return op->emitError() << "'" << op->getName() << "' takes "
                             << v.getType() << ", which is no array";
  const Row *row = findRow(name);
  Block *block = b.getInsertionBlock();
  Operation *last = block->empty() ? nullptr : &block->back();
  if (!row || !row->build)
    return op->emitError() << "'" << op->getName() << "' is not supported";
  if (failed(checkTypes(op)))
    return failure();
  Import i(*this, op, b, map);
  if (failed(row->build(i)) || failed(verifyFrom(last, block, op)))
    return failure();
  if (ValueRange(i.out).getTypes() != op->getResultTypes())
    return i.refuse("is not supported in this form");
  map.map(op->getResults(), i.out);
  return success();
}

LogicalResult Importer::block(Block &from, OpBuilder &b, IRMapping &map,
                              Values &results) {
  for (Operation &op : llvm::drop_end(from)) // the last one returns
    if (failed(visit(&op, b, map)))
      return failure();
  Operation &end = from.back();
  StringRef name = end.getName().getStringRef();
  if (name != "func.return" && name != "stablehlo.return")
    return end.emitError() << "a body must end in a return, not in '"
                           << end.getName() << "'";
  for (Value v : end.getOperands()) {
    if (!map.contains(v))
      return end.emitError() << "'" << end.getName() << "' returns "
                             << v.getType() << ", which is no array";
    results.push_back(map.lookup(v));
  }
  return success();
}

LogicalResult Importer::call(Operation *at, StringRef callee, OpBuilder &b,
                             ValueRange args, Values &results) {
  auto f = symbols.lookup<func::FuncOp>(callee);
  if (!f || f.isExternal())
    return at->emitError() << "'" << at->getName() << "' calls '@" << callee
                           << "', which is not in the module";
  if (f.getArgumentTypes() != args.getTypes() || !f.getBody().hasOneBlock())
    return at->emitError() << "'" << at->getName() << "' calls '@" << callee
                           << "' with other types than it takes. Received ("
                           << args.getTypes() << ") for ("
                           << f.getArgumentTypes() << ")";
  if (!open.insert(f).second)
    return at->emitError() << "'" << at->getName() << "' calls '@" << callee
                           << "', which calls itself; recursion has no end "
                              "here: write a while loop";
  IRMapping map;
  map.map(f.getArguments(), args);
  LogicalResult done = block(f.front(), b, map, results);
  open.erase(f);
  return done;
}

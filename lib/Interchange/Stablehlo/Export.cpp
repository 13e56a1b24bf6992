// See Export.h.
#include "Interchange/Stablehlo/Export.h"
#include "ShapeOps.h"
#include "Bodies.h"
#include "RuleHelpers.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/StringMap.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

static const OutRow *findOut(StringRef name) {
  static const llvm::StringMap<const OutRow *> rows = [] {
    llvm::StringMap<const OutRow *> all;
    for (ArrayRef<OutRow> family :
         {elementwiseOut(), structureOut(), reduceOut(), windowOut(),
          linalgOut(), controlOut()})
      for (const OutRow &row : family)
        all[row.name] = &row;
    return all;
  }();
  return rows.lookup(name);
}

Export::Export(OpBuilder &b, Operation *op, IRMapping &map)
    : op(op), b(b), loc(op->getLoc()) {
  for (Value v : op->getOperands())
    in.push_back(map.lookup(v));
}

//===-- What the operation says -------------------------------------------===//
static Attribute attrOf(Operation *op, StringRef key) {
  Attribute found = op->getAttr(key);
  return found ? found : op->getDiscardableAttr(key);
}
SmallVector<int64_t> Export::ints(StringRef key) const {
  SmallVector<int64_t> out;
  if (auto list = dyn_cast_or_null<DenseI64ArrayAttr>(attrOf(op, key)))
    llvm::append_range(out, list.asArrayRef());
  return out;
}
int64_t Export::integer(StringRef key) const {
  auto one = dyn_cast_or_null<IntegerAttr>(attrOf(op, key));
  return one ? one.getInt() : 0;
}
bool Export::flag(StringRef key) const {
  Attribute found = attrOf(op, key);
  auto truth = dyn_cast_or_null<BoolAttr>(found);
  return truth ? truth.getValue() : found != nullptr;
}
LogicalResult Export::refuse(const Twine &why) const {
  return op->emitError() << "[stablehlo] '" << op->getName() << "' " << why;
}

//===-- What it becomes ---------------------------------------------------===//
Operation *Export::build(StringRef name, TypeRange types, ValueRange operands,
                         ArrayRef<NamedAttribute> attrs, unsigned regions) {
  std::string full =
      name.starts_with("chlo.") ? name.str() : ("stablehlo." + name).str();
  OperationState state(loc, full, operands, types);
  if (!attrs.empty())
    state.propertiesAttr = b.getDictionaryAttr(attrs);
  for (unsigned n = 0; n < regions; ++n)
    state.addRegion();
  return b.create(state);
}
/// The elements themselves where they are kept elsewhere.
static ElementsAttr inPlace(ElementsAttr value) {
  auto blob = dyn_cast<DenseResourceElementsAttr>(value);
  if (!blob)
    return value;
  return DenseElementsAttr::getFromRawBuffer(blob.getType(),
                                             blob.getRawHandle()
                                                 .getBlob()
                                                 ->getData());
}
Value Export::constant(ElementsAttr value) {
  value = inPlace(value);
  return make("constant", value.getShapedType(), {},
              Attrs().set("value", value));
}
Value Export::splat(Type type, double value) {
  // The dialect's own way to make one, read off and thrown away.
  Value v = ir::splat(b, loc, type, value);
  auto made = v.getDefiningOp<ConstantOp>();
  ElementsAttr attr = made.getValue();
  made.erase();
  return constant(attr);
}
Value Export::extreme(Type element, bool least) {
  auto type = RankedTensorType::get({}, element);
  if (auto f = dyn_cast<FloatType>(element)) {
    const auto &semantics = f.getFloatSemantics();
    APFloat x = APFloat::semanticsHasInf(semantics)
                    ? APFloat::getInf(semantics, least)
                    : APFloat::getLargest(semantics, least);
    return constant(DenseElementsAttr::get(type, x));
  }
  unsigned width = element.getIntOrFloatBitWidth();
  bool plain = element.isInteger(1) || element.isUnsignedInteger();
  APInt x = plain ? (least ? APInt::getZero(width) : APInt::getAllOnes(width))
            : least ? APInt::getSignedMinValue(width)
                    : APInt::getSignedMaxValue(width);
  return constant(DenseElementsAttr::get(type, x));
}
Value Export::broadcast(Value v, Type type, ArrayRef<int64_t> dims) {
  if (v.getType() == type)
    return v;
  return make("broadcast_in_dim", type, v,
              Attrs().list("broadcast_dimensions", dims));
}
Value Export::reshape(Value v, ArrayRef<int64_t> shape) {
  auto type = RankedTensorType::get(shape, elementOf(v.getType()));
  return v.getType() == type ? v : make("reshape", type, v);
}
Value Export::compare(StringRef direction, Value x, Value y, bool total) {
  auto type = typeOf(x);
  Type element = type.getElementType();
  StringRef kind = total                                 ? "TOTALORDER"
                   : isa<FloatType, ComplexType>(element) ? "FLOAT"
                   : element.isInteger(1) || element.isUnsignedInteger()
                       ? "UNSIGNED"
                       : "SIGNED";
  MLIRContext *c = context();
  return make(
      "compare", type.clone(IntegerType::get(c, 1)), {x, y},
      Attrs()
          .set("comparison_direction",
               textAttr(c, ("comparison_direction " + direction).str()))
          .set("compare_type", textAttr(c, ("comparison_type " + kind).str())));
}

//===-- Regions and bodies ------------------------------------------------===//
LogicalResult Export::region(Operation *made, unsigned n, TypeRange args,
                             Write write) {
  OpBuilder::InsertionGuard guard(b);
  SmallVector<Location> locs(args.size(), loc);
  Block *block = b.createBlock(&made->getRegion(n), {}, args, locs);
  SmallVector<Value> results;
  if (failed(write(block->getArguments(), results)))
    return failure();
  build("return", TypeRange(), results);
  return success();
}
LogicalResult Export::body(Region &body, ValueRange args, Values &results) {
  return exportBody(body, b, args, results);
}

LogicalResult stablehlo::exportBody(Region &body, OpBuilder &b, ValueRange args,
                                    Values &results) {
  IRMapping map;
  map.map(body.getArguments(), args);
  for (Operation &op : body.front().without_terminator()) {
    const OutRow *row = findOut(op.getName().getStringRef());
    Export e(b, &op, map);
    if (!row)
      return e.refuse("has no counterpart in StableHLO");
    if (failed(row->build(e)))
      return failure();
    map.map(op.getResults(), e.out);
  }
  for (Value v : body.front().back().getOperands())
    results.push_back(map.lookup(v));
  return success();
}

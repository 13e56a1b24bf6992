// See Stablehlo.h. MLIR's own parser reads the generic form of operations that
// no dialect registers; an attribute of theirs is text, taken apart here.
#include "ArithmeticOps.h"
#include "ContractOps.h"
#include "ControlOps.h"
#include "IndexOps.h"
#include "LogicOps.h"
#include "ShapeOps.h"
#include "Interchange/Stablehlo.h"
#include "Bodies.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/StringMap.h"
#include <mutex>
#include <thread>
using namespace weft::ir;

bool weft::ir::isStablehlo(llvm::StringRef text) {
  return text.contains("\"stablehlo.") || text.contains("\"chlo.") ||
         text.contains("= stablehlo.");
}

namespace {
/// One function in the making.
class Importer {
public:
  Importer(ModuleOp module, OpBuilder b) : symbols(module), b(b) {}

  LogicalResult block(Block &from, IRMapping &map, Values &results);

private:
  LogicalResult visit(Operation *op, IRMapping &map);
  LogicalResult named(Operation *op, StringRef name, ValueRange in);
  LogicalResult reduce(Operation *op, ValueRange in);
  LogicalResult branch(Operation *op, ValueRange in, IRMapping &map);
  LogicalResult call(Operation *op, StringRef callee, ValueRange in);
  LogicalResult unsupported(Operation *op, const Twine &what);

  Value create(StringRef name, ValueRange in, Type type,
               ArrayRef<NamedAttribute> attrs = {});
  Value spread(Value scalar, Type type);

  SymbolTable symbols;
  OpBuilder b;
  Location loc = b.getUnknownLoc();
  SmallVector<Value> out; // of the operation being visited
};

/// What has one name there and another here, or the same in both.
const llvm::StringMap<StringRef> &sameShape() {
  static const llvm::StringMap<StringRef> table{
      {"stablehlo.abs", "abs"},
      {"stablehlo.add", "add"},
      {"stablehlo.and", "and"},
      {"stablehlo.atan2", "atan2"},
      {"stablehlo.cbrt", "cbrt"},
      {"stablehlo.ceil", "ceil"},
      {"stablehlo.convert", "convert"},
      {"stablehlo.cosine", "cos"},
      {"stablehlo.count_leading_zeros", "clz"},
      {"stablehlo.divide", "div"},
      {"stablehlo.exponential", "exp"},
      {"stablehlo.exponential_minus_one", "expm1"},
      {"stablehlo.floor", "floor"},
      {"stablehlo.is_finite", "is_finite"},
      {"stablehlo.log", "log"},
      {"stablehlo.log_plus_one", "log1p"},
      {"stablehlo.logistic", "logistic"},
      {"stablehlo.maximum", "max"},
      {"stablehlo.minimum", "min"},
      {"stablehlo.multiply", "mul"},
      {"stablehlo.negate", "neg"},
      {"stablehlo.not", "not"},
      {"stablehlo.or", "or"},
      {"stablehlo.popcnt", "population_count"},
      {"stablehlo.power", "pow"},
      {"stablehlo.remainder", "rem"},
      {"stablehlo.reshape", "reshape"},
      {"stablehlo.round_nearest_afz", "round"},
      {"stablehlo.round_nearest_even", "round_even"},
      {"stablehlo.rsqrt", "rsqrt"},
      {"stablehlo.shift_left", "shift_left"},
      {"stablehlo.shift_right_arithmetic", "shift_right_arithmetic"},
      {"stablehlo.shift_right_logical", "shift_right_logical"},
      {"stablehlo.sign", "sign"},
      {"stablehlo.sine", "sin"},
      {"stablehlo.sqrt", "sqrt"},
      {"stablehlo.subtract", "sub"},
      {"stablehlo.tan", "tan"},
      {"stablehlo.tanh", "tanh"},
      {"stablehlo.xor", "xor"},
      {"chlo.acos", "acos"},
      {"chlo.acosh", "acosh"},
      {"chlo.asin", "asin"},
      {"chlo.asinh", "asinh"},
      {"chlo.atan", "atan"},
      {"chlo.atanh", "atanh"},
      {"chlo.cosh", "cosh"},
      {"chlo.erf", "erf"},
      {"chlo.next_after", "nextafter"},
      {"chlo.sinh", "sinh"},
      {"chlo.tan", "tan"},
  };
  return table;
}

std::string textOf(Attribute attr) {
  std::string text;
  llvm::raw_string_ostream(text) << attr;
  return text;
}
/// The list behind `key = [...]` in the text of an attribute.
SmallVector<int64_t> listIn(StringRef text, StringRef key) {
  SmallVector<int64_t> out;
  size_t at = text.find((key + " = [").str());
  if (at == StringRef::npos)
    return out;
  StringRef rest = text.drop_front(at + key.size() + 4);
  rest = rest.take_until([](char c) { return c == ']'; });
  SmallVector<StringRef> parts;
  rest.split(parts, ',', -1, false);
  for (StringRef part : parts) {
    int64_t v = 0;
    if (!part.trim().getAsInteger(10, v))
      out.push_back(v);
  }
  return out;
}
/// An integer list attribute: array<i64: …> or dense<…>.
SmallVector<int64_t> ints(Operation *op, StringRef key) {
  SmallVector<int64_t> out;
  Attribute attr = op->getAttr(key);
  if (!attr)
    if (auto all =
            dyn_cast_or_null<DictionaryAttr>(op->getPropertiesAsAttribute()))
      attr = all.get(key);
  if (auto list = dyn_cast_or_null<DenseI64ArrayAttr>(attr))
    out.assign(list.asArrayRef().begin(), list.asArrayRef().end());
  else if (auto dense = dyn_cast_or_null<DenseIntElementsAttr>(attr))
    for (const APInt &v : dense)
      out.push_back(v.getSExtValue());
  else if (auto one = dyn_cast_or_null<IntegerAttr>(attr))
    out.push_back(one.getInt());
  return out;
}
Attribute attrOf(Operation *op, StringRef key) {
  if (Attribute attr = op->getAttr(key))
    return attr;
  auto all = dyn_cast_or_null<DictionaryAttr>(op->getPropertiesAsAttribute());
  return all ? all.get(key) : Attribute();
}
} // namespace

LogicalResult Importer::unsupported(Operation *op, const Twine &what) {
  return op->emitError() << "'" << op->getName() << "' " << what;
}

Value Importer::create(StringRef name, ValueRange in, Type type,
                       ArrayRef<NamedAttribute> attrs) {
  OperationState state(loc, ("weft." + name).str(), in, TypeRange(type), attrs);
  return b.create(state)->getResult(0);
}
/// A scalar where an array is wanted.
Value Importer::spread(Value v, Type type) {
  auto to = weft::ir::tensorType(type);
  if (typeOf(v).getRank() == to.getRank())
    return v;
  return BroadcastInDimOp::create(b, loc, to.clone(typeOf(v).getElementType()),
                                  v, ArrayRef<int64_t>{});
}

LogicalResult Importer::named(Operation *op, StringRef name, ValueRange in) {
  auto attr = [&](StringRef key) { return ints(op, key); };
  Type type = op->getNumResults() ? op->getResult(0).getType() : Type();
  if (name == "constant") {
    out.push_back(
        ConstantOp::create(b, loc, cast<ElementsAttr>(attrOf(op, "value"))));
  } else if (name == "iota") {
    out.push_back(IotaOp::create(b, loc, type, attr("iota_dimension")[0]));
  } else if (name == "broadcast_in_dim") {
    out.push_back(BroadcastInDimOp::create(b, loc, type, in[0],
                                           attr("broadcast_dimensions")));
  } else if (name == "transpose") {
    out.push_back(TransposeOp::create(b, loc, in[0], attr("permutation")));
  } else if (name == "reverse") {
    auto dims = attr("dimensions");
    llvm::sort(dims);
    out.push_back(RevOp::create(b, loc, type, in[0], dims));
  } else if (name == "slice") {
    out.push_back(SliceOp::create(b, loc, in[0], attr("start_indices"),
                                  attr("limit_indices"), attr("strides")));
  } else if (name == "pad") {
    out.push_back(PadOp::create(b, loc, in[0], in[1], attr("edge_padding_low"),
                                attr("edge_padding_high"),
                                attr("interior_padding")));
  } else if (name == "concatenate") {
    out.push_back(ConcatenateOp::create(b, loc, in, attr("dimension")[0]));
  } else if (name == "select") {
    out.push_back(SelectOp::create(b, loc, spread(in[0], type), in[1], in[2]));
  } else if (name == "clamp") {
    SmallVector<Value> v{spread(in[0], type), in[1], spread(in[2], type)};
    out.push_back(create("clamp", v, type));
  } else if (name == "compare") {
    if (textOf(attrOf(op, "compare_type")).find("TOTALORDER") !=
        std::string::npos)
      return unsupported(op, "of the total order is not supported");
    std::string text = textOf(attrOf(op, "comparison_direction"));
    for (auto [word, direction] : {std::pair{"EQ", Direction::Eq},
                                   {"NE", Direction::Ne},
                                   {"LT", Direction::Lt},
                                   {"LE", Direction::Le},
                                   {"GT", Direction::Gt},
                                   {"GE", Direction::Ge}})
      if (StringRef(text).contains(std::string(" ") + word))
        out.push_back(CompareOp::create(b, loc, direction, in[0], in[1]));
  } else if (name == "dot_general") {
    std::string text = textOf(attrOf(op, "dot_dimension_numbers"));
    out.push_back(DotGeneralOp::create(
        b, loc, type, in[0], in[1], listIn(text, "lhs_batching_dimensions"),
        listIn(text, "rhs_batching_dimensions"),
        listIn(text, "lhs_contracting_dimensions"),
        listIn(text, "rhs_contracting_dimensions")));
  } else if (name == "chlo.square") {
    out.push_back(MulOp::create(b, loc, in[0], in[0]));
  } else if (name == "optimization_barrier") {
    llvm::append_range(out, in);
  } else {
    return unsupported(op, "is not supported");
  }
  return success();
}

/// A reduction whose body is one operation on its two arguments.
LogicalResult Importer::reduce(Operation *op, ValueRange in) {
  Block &body = op->getRegion(0).front();
  auto dims = ints(op, "dimensions");
  llvm::sort(dims);
  StringRef combine = body.front().getName().stripDialect();
  bool isBool = typeOf(in[0]).getElementType().isInteger(1);
  StringRef name = llvm::StringSwitch<StringRef>(combine)
                       .Case("add", isBool ? "or" : "add")
                       .Case("multiply", isBool ? "and" : "mul")
                       .Case("maximum", "max")
                       .Case("minimum", "min")
                       .Cases({"and", "or", "xor"}, combine)
                       .Default("");
  if (in.size() != 2 || body.getOperations().size() != 2 || name.empty())
    return unsupported(op, "with this body is not supported");
  Type type = op->getResult(0).getType();
  StringRef reducer = name == "add" ? "sum" : name == "mul" ? "prod" : name;
  Value r = create(("reduce_" + reducer).str(), in[0], type,
                   b.getNamedAttr("dims", b.getDenseI64ArrayAttr(dims)));
  // The start value; it is most often the neutral one, which changes nothing.
  out.push_back(create(name, {r, spread(in[1], type)}, type));
  return success();
}

/// if, and case of two branches: what the branches use becomes arguments.
LogicalResult Importer::branch(Operation *op, ValueRange in, IRMapping &map) {
  if (op->getNumRegions() != 2)
    return unsupported(op, "of other than two branches is not supported");
  SetVector<Value> used;
  for (Region &r : op->getRegions())
    r.walk([&](Operation *inner) {
      for (Value v : inner->getOperands())
        if (!r.isAncestor(v.getParentRegion()))
          used.insert(v);
    });
  SmallVector<Value> args;
  for (Value v : used)
    args.push_back(map.lookup(v));
  bool isCase = op->getName().stripDialect() == "case";
  Value pred = in[0];
  if (isCase) // branch 0 for index 0, the last for anything else
    pred = CompareOp::create(b, loc, Direction::Eq, pred,
                             zeros(b, loc, pred.getType()));
  auto cond = CondOp::create(b, loc, op->getResultTypes(), pred, args);
  for (auto [from, to] : {std::pair{&op->getRegion(0), &cond.getThenBody()},
                          std::pair{&op->getRegion(1), &cond.getElseBody()}}) {
    OpBuilder inner = openBody(*to, ValueRange(args).getTypes());
    IRMapping innerMap;
    innerMap.map(used.getArrayRef(), to->getArguments());
    SmallVector<Value> results;
    OpBuilder before = b;
    b = inner;
    LogicalResult ok = block(from->front(), innerMap, results);
    closeBody(b, loc, results);
    b = before;
    if (failed(ok))
      return failure();
  }
  out.assign(cond.getResults().begin(), cond.getResults().end());
  return success();
}

LogicalResult Importer::call(Operation *op, StringRef callee, ValueRange in) {
  auto f = symbols.lookup<func::FuncOp>(callee);
  if (!f || f.isExternal())
    return unsupported(op, "calls '" + callee + "', which is not there");
  IRMapping map;
  map.map(f.getArguments(), in);
  SmallVector<Value> results;
  if (failed(block(f.front(), map, results)))
    return failure();
  out.assign(results); // the callee's operations left theirs there
  return success();
}

LogicalResult Importer::visit(Operation *op, IRMapping &map) {
  loc = op->getLoc();
  SmallVector<Value> in;
  for (Value v : op->getOperands())
    in.push_back(map.lookup(v));
  StringRef full = op->getName().getStringRef(),
            name = op->getName().stripDialect();
  out.clear();
  LogicalResult ok = success();
  if (auto c = dyn_cast<func::CallOp>(op)) {
    ok = call(op, c.getCallee(), in);
  } else if (full == "stablehlo.composite") {
    auto callee =
        dyn_cast_or_null<FlatSymbolRefAttr>(attrOf(op, "decomposition"));
    ok = call(op, callee ? callee.getValue() : "", in);
  } else if (full == "stablehlo.reduce") {
    ok = reduce(op, in);
  } else if (full == "stablehlo.if" || full == "stablehlo.case") {
    ok = branch(op, in, map);
  } else if (auto same = sameShape().find(full); same != sameShape().end()) {
    StringRef weft = same->second;
    bool isBool = typeOf(in[0]).getElementType().isInteger(1);
    if (isBool && (weft == "add" || weft == "mul"))
      weft = weft == "add" ? "or" : "and";
    out.push_back(create(weft, in, op->getResult(0).getType()));
  } else {
    ok = named(op, full.starts_with("stablehlo.") ? name : full, in);
  }
  SmallVector<Value> results(out);
  if (failed(ok))
    return failure();
  if (results.size() != op->getNumResults())
    return unsupported(op, "is not supported in this form");
  map.map(op->getResults(), results);
  return success();
}

LogicalResult Importer::block(Block &from, IRMapping &map, Values &results) {
  for (Operation &op : llvm::drop_end(from)) // the last one returns
    if (failed(visit(&op, map)))
      return failure();
  for (Value v : from.back().getOperands())
    results.push_back(map.lookup(v));
  return success();
}

//===-- Modules -----------------------------------------------------------===//
static absl::StatusOr<std::vector<Function>> import(const std::string &text,
                                                    const std::string &name) {
  // Unregistered operations are let in while the text is parsed.
  static std::mutex mutex;
  std::lock_guard lock(mutex);
  std::string error;
  auto owner = std::this_thread::get_id();
  ScopedDiagnosticHandler handler(context(), [&](Diagnostic &d) {
    if (std::this_thread::get_id() != owner)
      return failure();
    if (error.empty()) {
      if (auto at = d.getLocation()->findInstanceOf<FileLineColLoc>())
        error = at.getFilename().str() + ":" + std::to_string(at.getLine()) +
                ":" + std::to_string(at.getColumn()) + ": ";
      error += d.str();
    }
    return success();
  });
  bool before = context()->allowsUnregisteredDialects();
  context()->allowUnregisteredDialects(true);
  auto module = parseSourceString<ModuleOp>(text, context(), name);
  context()->allowUnregisteredDialects(before);
  if (!module)
    return absl::InvalidArgumentError(error);
  std::vector<Function> out;
  for (auto f : module->getOps<func::FuncOp>()) {
    if (f.isPrivate() || f.isExternal())
      continue;
    Function made{f.getName().str(), std::make_unique<Region>(), {}, {}};
    OpBuilder b = openBody(*made.body, f.getArgumentTypes());
    IRMapping map;
    map.map(f.getArguments(), made.body->getArguments());
    SmallVector<Value> results;
    Importer importer(*module, b);
    if (failed(importer.block(f.front(), map, results)))
      return absl::UnimplementedError(error);
    closeBody(b, f.getLoc(), results);
    OwningOpRef<func::FuncOp> whole =
        func::FuncOp::create(f.getLoc(), f.getName(),
                             b.getFunctionType(f.getArgumentTypes(),
                                               ValueRange(results).getTypes()));
    whole->getBody().takeBody(*made.body);
    bool valid = succeeded(mlir::verify(*whole));
    made.body->takeBody(whole->getBody());
    if (!valid)
      return absl::InvalidArgumentError(error);
    for (unsigned i = 0; i < f.getNumArguments(); ++i)
      made.argPaths.push_back("." + std::to_string(i));
    for (unsigned i = 0; i < results.size(); ++i)
      made.resultPaths.push_back(results.size() == 1 ? ""
                                                     : "." + std::to_string(i));
    out.push_back(std::move(made));
  }
  return out;
}
absl::StatusOr<std::vector<Function>>
weft::ir::importStablehlo(const std::string &text, const std::string &name) {
  return import(text, name);
}

// See ToLinalg.h. One walk over the units of a plan; every unit finds the
// arrays that it reads already lowered.
#include "Lowering/Linalg/ToLinalg.h"
#include "Extent.h"
#include "Lowering/Linalg/Fusion.h"
#include "Residuals.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace weft::ir;
using Element = std::pair<Value, AffineMap>; // of which array, at what indices

Type Lowering::type(Type t) { return signless(t); }

namespace {
/// Lowered arrays of one body. The elements of an array may be wider than
/// the value's dtype (f32 for the sum of half floats): it is rounded when it
/// is read.
class Arrays {
public:
  explicit Arrays(const Plan &plan) : plan(plan) {}
  void set(Value v, Value lowered) { map[plan.resolve(v)] = lowered; }
  /// As it is, perhaps wider; null if nothing made it.
  Value stored(Value v) const { return map.lookup(plan.resolve(v)); }
  /// With the value's own lowered type.
  Value exact(OpBuilder &b, Value v);

private:
  const Plan &plan;
  llvm::DenseMap<Value, Value> map;
};

/// One linalg.generic in the making.
class NestEmitter {
public:
  NestEmitter(OpBuilder &b, const Plan &plan, const Unit &unit, Arrays &arrays)
      : b(b), plan(plan), unit(unit), arrays(arrays),
        loc(unit.members.back().op->getLoc()) {}
  LogicalResult emit();

private:
  struct Input {
    Value array;
    AffineMap map;
    Type from, to; // element types, as stored and as read
    Value element; // inside the body
  };
  void collectInputs();
  void addInput(Element e);
  void addOutputs(const Member &m);
  void coverLoops();
  LogicalResult emitBody(Block &body);
  void permitProducts();
  LogicalResult emitMember(const Member &m);
  FailureOr<Value> element(Value v, AffineMap map);
  Value index(AffineExpr expr);
  void finish(linalg::GenericOp generic);

  OpBuilder &b;
  const Plan &plan;
  const Unit &unit;
  Arrays &arrays;
  Location loc;
  llvm::MapVector<Element, Input> inputs;
  llvm::MapVector<Value, Value> wholes; // arrays that members read by themselves
  SmallVector<Value> extraInputs; // for their shapes only
  SmallVector<AffineMap> extraMaps;
  SmallVector<Value> outs, outValues; // arrays to write; whose they are
  SmallVector<AffineMap> outMaps;
  llvm::DenseMap<Element, Value> computed;
  llvm::DenseMap<Value, unsigned> outOf; // first out of a member's op
  SmallVector<Value> indices;            // linalg.index, made on demand
  SmallVector<Value> accumulators, yields;
};

class BodyLowering : public Lowering {
public:
  explicit BodyLowering(const Tuning &tuning) : tuning(tuning) {}
  LogicalResult body(Region &body, OpBuilder &b, ValueRange args,
                     Values &results) override;

private:
  LogicalResult own(const Unit &unit, OpBuilder &b, Arrays &arrays);

  const Tuning &tuning;
};
} // namespace

static Value emptyArray(OpBuilder &b, Location loc, ArrayRef<int64_t> shape,
                        Type element) {
  return tensor::EmptyOp::create(b, loc, shape, element);
}

Value Arrays::exact(OpBuilder &b, Value v) {
  Value &lowered = map[plan.resolve(v)];
  Type from = elementOf(lowered.getType());
  Type to = elementOf(signless(v.getType()));
  if (from == to)
    return lowered;
  auto shape = typeOf(lowered).getShape();
  auto id = b.getMultiDimIdentityMap(shape.size());
  SmallVector<utils::IteratorType> loops(shape.size(),
                                         utils::IteratorType::parallel);
  auto round = [&](OpBuilder &b, Location loc, ValueRange x) {
    linalg::YieldOp::create(b, loc, convertElement(b, loc, x[0], from, to));
  };
  Value out = emptyArray(b, v.getLoc(), shape, to);
  auto generic =
      linalg::GenericOp::create(b, v.getLoc(), out.getType(), lowered, out,
                                ArrayRef<AffineMap>{id, id}, loops, round);
  return lowered = generic.getResult(0);
}

//===-- What a nest reads -------------------------------------------------===//
namespace {
/// An index expression that a view can take over: scale * loop + offset.
struct Strided {
  unsigned loop;
  int64_t scale = 1, offset = 0;
};
} // namespace
static std::optional<Strided> asStrided(AffineExpr expr) {
  Strided s{};
  if (auto sum = dyn_cast<AffineBinaryOpExpr>(expr);
      sum && sum.getKind() == AffineExprKind::Add) {
    auto offset = dyn_cast<AffineConstantExpr>(sum.getRHS());
    if (!offset)
      return {};
    s.offset = offset.getValue();
    expr = sum.getLHS();
  }
  if (auto times = dyn_cast<AffineBinaryOpExpr>(expr);
      times && times.getKind() == AffineExprKind::Mul) {
    auto scale = dyn_cast<AffineConstantExpr>(times.getRHS());
    if (!scale)
      return {};
    s.scale = scale.getValue();
    expr = times.getLHS();
  }
  auto dim = dyn_cast<AffineDimExpr>(expr);
  if (!dim || s.scale < 1)
    return {};
  s.loop = dim.getPosition();
  return s;
}

/// Where indices are shifted or stretched the input is a view, so that loops
/// have the same bounds wherever they are asked for. What runs backwards
/// stays in the map.
static Value viewOf(OpBuilder &b, Location loc, Value array,
                    ArrayRef<int64_t> loops, AffineMap &map) {
  auto type = typeOf(array);
  SmallVector<OpFoldResult> offsets, sizes, strides;
  SmallVector<AffineExpr> exprs;
  SmallVector<int64_t> shape;
  bool changed = false;
  for (auto [expr, size] : llvm::zip(map.getResults(), type.getShape())) {
    auto s = asStrided(expr);
    bool moves =
        s && (s->scale != 1 || s->offset != 0 || loops[s->loop] != size);
    changed |= moves;
    shape.push_back(moves ? loops[s->loop] : size);
    exprs.push_back(moves ? b.getAffineDimExpr(s->loop) : expr);
    offsets.push_back(b.getIndexAttr(moves ? s->offset : 0));
    sizes.push_back(b.getIndexAttr(shape.back()));
    strides.push_back(b.getIndexAttr(moves ? s->scale : 1));
  }
  if (!changed)
    return array;
  map = AffineMap::get(loops.size(), 0, exprs, b.getContext());
  return tensor::ExtractSliceOp::create(b, loc, type.clone(shape), array,
                                        offsets, sizes, strides);
}

void NestEmitter::addInput(Element e) {
  auto [at, isNew] = inputs.insert({e, Input()});
  if (!isNew)
    return;
  Input &in = at->second;
  in.map = e.second;
  in.array = arrays.stored(e.first);
  if (!in.array)
    return; // emit() says so
  in.from = elementOf(in.array.getType());
  in.to = elementOf(signless(e.first.getType()));
  in.array = viewOf(b, loc, in.array, unit.shape, in.map);
}
void NestEmitter::collectInputs() {
  llvm::DenseSet<Element> made;
  for (const Member &m : unit.members) {
    for (auto [operand, map] : llvm::zip(m.op->getOperands(), m.reads)) {
      Value v = plan.resolve(operand);
      Operation *def = v.getDefiningOp();
      if (!map)
        wholes[v] = arrays.stored(v) ? arrays.exact(b, v) : Value();
      else if (!made.contains({v, map}) && !(def && isNullary(def)))
        addInput({v, map});
    }
    if (!isa<Reducing>(m.op))
      made.insert({m.op->getResult(0), m.map});
  }
}

//===-- What it writes ----------------------------------------------------===//
void NestEmitter::addOutputs(const Member &m) {
  outOf[m.op->getResult(0)] = outs.size();
  auto reducing = dyn_cast<Reducing>(m.op);
  if (!reducing) {
    auto type = tensorType(signless(m.op->getResult(0).getType()));
    outs.push_back(
        emptyArray(b, loc, type.getShape(), type.getElementType()));
    outMaps.push_back(m.map);
    outValues.push_back(m.op->getResult(0));
    return;
  }
  auto kept = otherAxes(unit.shape.size(), reducing.reducedAxes());
  SmallVector<AffineExpr> exprs;
  for (int64_t axis : kept)
    exprs.push_back(m.map.getResult(axis));
  auto map = AffineMap::get(unit.shape.size(), 0, exprs, b.getContext());
  for (auto [init, v] : llvm::zip(reducing.emitInit(b), m.op->getResults())) {
    Value empty =
        emptyArray(b, m.op->getLoc(), typeOf(v).getShape(), init.getType());
    outs.push_back(
        linalg::FillOp::create(b, m.op->getLoc(), init, empty).getResult(0));
    outMaps.push_back(map);
    outValues.push_back(v);
  }
}
/// linalg reads the bounds of loops off operands indexed by nothing but the
/// loop; a reduction may have none (over axes that run backwards, or that a
/// broadcast made).
void NestEmitter::coverLoops() {
  Mask covered(unit.shape.size());
  auto cover = [&](AffineMap map) {
    for (AffineExpr expr : map.getResults())
      if (auto dim = dyn_cast<AffineDimExpr>(expr))
        covered.set(dim.getPosition());
  };
  for (auto &[key, in] : inputs)
    cover(in.map);
  for (AffineMap map : outMaps)
    cover(map);
  if (covered.all())
    return;
  SmallVector<AffineExpr> exprs;
  SmallVector<int64_t> shape;
  covered.flip(); // now: those that no input covers
  for (unsigned d : covered.set_bits()) {
    exprs.push_back(b.getAffineDimExpr(d));
    shape.push_back(unit.shape[d]);
  }
  extraInputs.push_back(emptyArray(b, loc, shape, b.getI1Type()));
  extraMaps.push_back(
      AffineMap::get(unit.shape.size(), 0, exprs, b.getContext()));
}

//===-- Its body ----------------------------------------------------------===//
/// An index expression over the loops; AffineExpr makes sums of products.
Value NestEmitter::index(AffineExpr expr) {
  if (auto c = dyn_cast<AffineConstantExpr>(expr))
    return arith::ConstantIndexOp::create(b, loc, c.getValue());
  if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
    Value &v = indices[dim.getPosition()];
    if (!v)
      v = linalg::IndexOp::create(b, loc, dim.getPosition());
    return v;
  }
  auto binary = cast<AffineBinaryOpExpr>(expr);
  Value x = index(binary.getLHS()), y = index(binary.getRHS());
  if (expr.getKind() == AffineExprKind::Add)
    return arith::AddIOp::create(b, loc, x, y);
  assert(expr.getKind() == AffineExprKind::Mul && "maps are linear");
  return arith::MulIOp::create(b, loc, x, y);
}
FailureOr<Value> NestEmitter::element(Value v, AffineMap map) {
  v = plan.resolve(v);
  if (!map)
    return wholes.lookup(v);
  Value &known = computed[{v, map}];
  if (known)
    return known;
  if (auto in = inputs.find({v, map}); in != inputs.end()) {
    const Input &input = in->second;
    return known = convertElement(b, loc, input.element, input.from, input.to);
  }
  auto fusible = cast<Fusible>(v.getDefiningOp());
  Value made = fusible.emitElement(
      b, {}, [&](unsigned axis) { return index(map.getResult(axis)); });
  if (!made)
    return failure();
  return computed[{v, map}] = made;
}
/// What a formula of sums and products has inside may be contracted: it is too
/// long to be computed in more than one place.
static void contractInside(Operation *before, Block *block) {
  SmallVector<Operation *> products, sums;
  auto from = before ? std::next(before->getIterator()) : block->begin();
  for (Operation &made : llvm::make_range(from, block->end()))
    made.walk([&](Operation *op) {
      if (isa<arith::AddFOp, arith::SubFOp>(op))
        sums.push_back(op);
      else if (isa<arith::MulFOp>(op))
        products.push_back(op);
    });
  if (products.empty() || sums.empty())
    return;
  for (Operation *op : llvm::concat<Operation *>(products, sums))
    permit(op, arith::FastMathFlags::contract);
}
LogicalResult NestEmitter::emitMember(const Member &m) {
  SmallVector<Value> elements;
  for (auto [v, map] : llvm::zip(m.op->getOperands(), m.reads)) {
    auto e = element(v, map);
    if (failed(e))
      return m.op->emitError("[lower] an operand has no elements");
    elements.push_back(*e);
  }
  auto at = [&](unsigned axis) { return index(m.map.getResult(axis)); };
  if (auto reducing = dyn_cast<Reducing>(m.op)) {
    unsigned first = outOf[m.op->getResult(0)];
    ArrayRef<Value> acc =
        ArrayRef(accumulators).slice(first, m.op->getNumResults());
    for (auto [i, v] :
         llvm::enumerate(reducing.emitCombine(b, acc, elements, at)))
      yields[first + i] = v;
    return success();
  }
  Block *block = b.getInsertionBlock();
  Operation *before = block->empty() ? nullptr : &block->back();
  Value y = cast<Fusible>(m.op).emitElement(b, elements, at);
  if (!y)
    return m.op->emitError("[lower] the element type is not supported");
  contractInside(before, block);
  computed[{m.op->getResult(0), m.map}] = y;
  if (m.escapes)
    yields[outOf[m.op->getResult(0)]] = y;
  return success();
}
/// A sum over many is computed in one nest, so it takes products as they are.
void NestEmitter::permitProducts() {
  for (const Member &m : unit.members) {
    if (!isa<Reducing>(m.op) || m.op->hasAttr(sameBitsAttr))
      continue;
    for (Value result : m.op->getResults()) {
      auto sum = yields[outOf[result]].getDefiningOp<arith::AddFOp>();
      if (!sum || !llvm::is_contained(accumulators, sum.getLhs()))
        continue;
      auto product = sum.getRhs().getDefiningOp<arith::MulFOp>();
      if (!product || !product->hasOneUse())
        continue;
      permit(product, arith::FastMathFlags::contract);
      permit(sum, arith::FastMathFlags::contract);
    }
  }
}
LogicalResult NestEmitter::emitBody(Block &body) {
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToEnd(&body);
  indices.resize(unit.shape.size());
  yields.resize(outs.size());
  llvm::append_range(accumulators, body.getArguments().take_back(outs.size()));
  unsigned next = 0;
  for (auto &[key, in] : inputs)
    in.element = body.getArgument(next++);
  for (const Member &m : unit.members)
    if (failed(emitMember(m)))
      return failure();
  permitProducts();
  linalg::YieldOp::create(b, loc, yields);
  return success();
}
LogicalResult NestEmitter::emit() {
  // Loops that never run have no bounds that linalg would take: what they
  // write is as it starts.
  bool runs = !llvm::is_contained(unit.shape, 0);
  if (runs)
    collectInputs();
  for (auto &[key, in] : inputs)
    if (!in.array)
      return emitError(key.first.getLoc(), "[lower] used before it is lowered");
  for (auto &[v, whole] : wholes)
    if (!whole)
      return emitError(v.getLoc(), "[lower] used before it is lowered");
  for (const Member &m : unit.members)
    if (m.escapes)
      addOutputs(m);
  if (!runs) {
    for (auto [v, out] : llvm::zip(outValues, outs))
      arrays.set(v, out);
    return success();
  }
  coverLoops();
  SmallVector<Value> ins;
  SmallVector<AffineMap> maps;
  for (auto &[key, in] : inputs) {
    ins.push_back(in.array);
    maps.push_back(in.map);
  }
  llvm::append_range(ins, extraInputs);
  llvm::append_range(maps, extraMaps);
  llvm::append_range(maps, outMaps);
  SmallVector<utils::IteratorType> loops;
  for (unsigned d = 0; d < unit.shape.size(); ++d)
    loops.push_back(unit.reduced[d] ? utils::IteratorType::reduction
                                    : utils::IteratorType::parallel);
  auto generic = linalg::GenericOp::create(b, loc, ValueRange(outs).getTypes(),
                                           ins, outs, maps, loops);
  Block &body = generic.getRegion().emplaceBlock();
  for (Value v : generic->getOperands())
    body.addArgument(elementOf(v.getType()), loc);
  if (failed(emitBody(body)))
    return failure();
  finish(generic);
  return success();
}
/// Hands the results on. A nest that only copies an input as it is (or a view
/// of it) is not one: its result is that input.
void NestEmitter::finish(linalg::GenericOp generic) {
  if (outs.size() == 1 && unit.reduced.none() && inputs.size() == 1) {
    const Input &in = inputs.front().second;
    if (yields[0] == in.element && in.map.isIdentity() &&
        outMaps[0].isIdentity()) {
      generic.erase();
      outs[0].getDefiningOp()->erase();
      arrays.set(outValues[0], in.array);
      return;
    }
  }
  for (auto [v, r] : llvm::zip(outValues, generic.getResults()))
    arrays.set(v, r);
}

//===-- Bodies ------------------------------------------------------------===//
LogicalResult BodyLowering::own(const Unit &unit, OpBuilder &b,
                                Arrays &arrays) {
  auto lowerable = dyn_cast<Lowerable>(unit.op);
  if (!lowerable)
    return unit.op->emitError("[lower] the operation cannot be compiled");
  // What has no elements is not computed: views and loops without any have
  // rules of their own in tensor and linalg.
  auto isEmpty = [](Type t) { return tensorType(t).getNumElements() == 0; };
  if (mlir::isMemoryEffectFree(unit.op) &&
      llvm::all_of(unit.op->getResultTypes(), isEmpty)) {
    for (Value v : unit.op->getResults()) {
      auto type = tensorType(signless(v.getType()));
      arrays.set(v, emptyArray(b, unit.op->getLoc(), type.getShape(),
                               type.getElementType()));
    }
    return success();
  }
  SmallVector<Value> operands, results;
  for (Value v : unit.op->getOperands()) {
    if (!arrays.stored(v))
      return unit.op->emitError("[lower] an operand is not lowered");
    operands.push_back(arrays.exact(b, v));
  }
  if (failed(lowerable.lower(*this, b, operands, results)))
    return failure();
  for (auto [v, r] : llvm::zip(unit.op->getResults(), results))
    arrays.set(v, r);
  return success();
}
LogicalResult BodyLowering::body(Region &body, OpBuilder &b, ValueRange args,
                                 Values &results) {
  Plan plan = planFusion(body, tuning);
  Arrays arrays(plan);
  for (auto [arg, v] : llvm::zip(body.getArguments(), args))
    arrays.set(arg, v);
  for (const Unit &unit : plan.units)
    if (failed(unit.op ? own(unit, b, arrays)
                       : NestEmitter(b, plan, unit, arrays).emit()))
      return failure();
  for (Value v : terminator(body)->getOperands()) {
    if (!arrays.stored(v))
      return emitError(v.getLoc(), "[lower] a result is not lowered");
    results.push_back(arrays.exact(b, v));
  }
  return success();
}

/// Offsets into every array are counted in 64 bits from here on.
static LogicalResult checkCountable(Region &body) {
  auto result = body.walk([](Operation *op) {
    for (Type t : op->getResultTypes())
      if (auto x = dyn_cast<RankedTensorType>(t);
          x && !isCountable(x.getShape())) {
        op->emitError(countableRule)
            << ". Received " << op->getName().stripDialect() << " of shape "
            << saidShape(x);
        return WalkResult::interrupt();
      }
    return WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}

/// How a result is given to the caller: a nibble as its byte, extended as its
/// dtype says. Inside, nibbles are signless and extended by their sign, and a
/// conversion between the two kinds changes nothing.
static Type resultType(Type t) {
  Type lowered = Lowering::type(t);
  if (!elementOf(t).isInteger(4))
    return lowered;
  return RankedTensorType::get(tensorType(lowered).getShape(),
                               IntegerType::get(t.getContext(), 8));
}
static Value storedResult(OpBuilder &b, Type t, Value v) {
  auto type = tensorType(resultType(t));
  if (v.getType() == type)
    return v;
  Location loc = v.getLoc();
  bool isUnsigned = elementOf(t).isUnsignedInteger(4);
  Value out = tensor::EmptyOp::create(b, loc, type.getShape(),
                                      type.getElementType());
  auto map = b.getMultiDimIdentityMap(type.getRank());
  SmallVector<utils::IteratorType> loops(type.getRank(),
                                         utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             b, loc, type, v, out, ArrayRef<AffineMap>{map, map}, loops,
             [&](OpBuilder &b, Location loc, ValueRange in) {
               Type byte = type.getElementType();
               Value wide = isUnsigned
                                ? Value(arith::ExtUIOp::create(b, loc, byte, in[0]))
                                : arith::ExtSIOp::create(b, loc, byte, in[0]);
               linalg::YieldOp::create(b, loc, wide);
             })
      .getResult(0);
}

/// What a user computed by itself after all (scatters, of their indices).
static void eraseDead(func::FuncOp func) {
  SmallVector<Operation *> all;
  for (Operation &op : func.getBody().front().without_terminator())
    all.push_back(&op);
  for (Operation *op : llvm::reverse(all))
    if (isOpTriviallyDead(op))
      op->erase();
}

LogicalResult weft::ir::writeLinalg(Region &body, ModuleOp module,
                                    StringRef name, const Tuning &tuning) {
  if (failed(checkCountable(body)))
    return failure();
  Block &from = body.front();
  OpBuilder b(module.getBodyRegion());
  b.setInsertionPointToEnd(module.getBody());
  SmallVector<Type> args, results;
  for (Type t : from.getArgumentTypes())
    args.push_back(Lowering::type(t));
  for (Type t : terminator(body)->getOperandTypes())
    results.push_back(resultType(t));
  Location loc = terminator(body)->getLoc();
  auto func =
      func::FuncOp::create(b, loc, name, b.getFunctionType(args, results));
  Block *entry = func.addEntryBlock();
  for (auto [to, arg] : llvm::zip(entry->getArguments(), from.getArguments()))
    to.setLoc(arg.getLoc());
  b.setInsertionPointToEnd(entry);
  SmallVector<Value> values;
  if (failed(BodyLowering(tuning).body(body, b, entry->getArguments(),
                                       values))) {
    func.erase();
    return failure();
  }
  for (auto [v, t] : llvm::zip(values, terminator(body)->getOperandTypes()))
    v = storedResult(b, t, v);
  func::ReturnOp::create(b, terminator(body)->getLoc(), values);
  eraseDead(func);
  return success();
}

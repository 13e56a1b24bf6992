// See Parallel.h. A body is a function of its own with an environment struct,
// as the pool's interface is C; the same function runs the whole range where
// the context has no pool.
#include "Lowering/Nests/Parallel.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "llvm/Support/SaveAndRestore.h"

#include <utility>

namespace weft::ir {
using namespace mlir;

/// A chunk should outweigh handing it to another thread (one to three
/// microseconds), and the whole loop a wake-up.
static constexpr double minTotal = 20000, minChunk = 5000;

int64_t parallelGrain(int64_t iterations, double nanoseconds) {
  if (iterations < 2 || iterations * nanoseconds < minTotal)
    return 0;
  return std::max<int64_t>(1, int64_t(minChunk / std::max(nanoseconds, 1e-3)));
}

/// Slots of the environment; big enough for any scalar, complex<f64> included.
static constexpr int64_t slot = 16;

/// void launch(ctx, n, grain, body, env): through the pool if there is one.
static LLVM::LLVMFuncOp launcher(Emission &e) {
  std::string name = e.name + ".launch";
  if (auto func = e.module.lookupSymbol<LLVM::LLVMFuncOp>(name))
    return func;
  OpBuilder &b = e.b;
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToEnd(e.module.getBody());
  Type i64 = b.getI64Type(), none = LLVM::LLVMVoidType::get(b.getContext());
  auto func = LLVM::LLVMFuncOp::create(
      b, e.loc, name,
      LLVM::LLVMFunctionType::get(none, {e.ptr, i64, i64, e.ptr, e.ptr}),
      LLVM::Linkage::Internal);
  Block *entry = func.addEntryBlock(b);
  Block *pooled = func.addBlock(), *serial = func.addBlock();
  b.setInsertionPointToStart(entry);
  auto member = [&](int i) -> Value {
    Value at = LLVM::GEPOp::create(b, e.loc, e.ptr, e.ptr, func.getArgument(0),
                                   LLVM::GEPArg(i));
    return LLVM::LoadOp::create(b, e.loc, e.ptr, at, 8);
  };
  Value run = member(1), pool = member(2);
  Value null = LLVM::ZeroOp::create(b, e.loc, e.ptr);
  Value has =
      LLVM::ICmpOp::create(b, e.loc, LLVM::ICmpPredicate::ne, run, null);
  LLVM::CondBrOp::create(b, e.loc, has, pooled, serial);
  b.setInsertionPointToStart(pooled);
  auto runType =
      LLVM::LLVMFunctionType::get(none, {e.ptr, i64, i64, e.ptr, e.ptr});
  LLVM::CallOp::create(b, e.loc, runType,
                       ValueRange{run, pool, func.getArgument(1),
                                  func.getArgument(2), func.getArgument(3),
                                  func.getArgument(4)});
  LLVM::ReturnOp::create(b, e.loc, ValueRange());
  b.setInsertionPointToStart(serial);
  auto bodyType = LLVM::LLVMFunctionType::get(none, {i64, i64, e.ptr});
  Value zero = LLVM::ConstantOp::create(b, e.loc, i64, b.getI64IntegerAttr(0));
  LLVM::CallOp::create(b, e.loc, bodyType,
                       ValueRange{func.getArgument(3), zero,
                                  func.getArgument(1), func.getArgument(4)});
  LLVM::ReturnOp::create(b, e.loc, ValueRange());
  return func;
}

static bool isConstant(Value v) {
  Operation *def = v.getDefiningOp();
  return def && (def->hasTrait<OpTrait::ConstantLike>() ||
                 isa<LLVM::AddressOfOp>(def));
}

/// The distinct captures, constants apart: those are cloned into the body.
static void splitCaptures(ValueRange captures, IRMapping &map,
                          SmallVectorImpl<Value> &inEnv,
                          SmallVectorImpl<Value> &constants) {
  for (Value old : captures) {
    bool constant = isConstant(map.lookup(old));
    SmallVectorImpl<Value> &list = constant ? constants : inEnv;
    if (!llvm::is_contained(list, old))
      list.push_back(old);
  }
}

static Value slotOf(Emission &e, Value env, size_t i) {
  return e.at(env, e.b.getI8Type(), slot * int64_t(i));
}

/// Whether a slot of the environment that calls use in turn holds that from the
/// call before, and that it does from now on: of many calls that read the same
/// arrays, the addresses would be asked for at each.
static bool holds(Emission &e, size_t i, Emission::Frame::Held what) {
  Emission::Frame &frame = e.frame();
  if (frame.heldIn != e.b.getInsertionBlock())
    frame.held.clear();
  frame.heldIn = e.b.getInsertionBlock();
  if (frame.held.size() <= i)
    frame.held.resize(i + 1);
  return std::exchange(frame.held[i], what) == what;
}

/// How far into the arena a place lies.
static std::optional<int64_t> offsetInArena(Emission &e, Value v) {
  if (v == e.arena)
    return 0;
  auto gep = v.getDefiningOp<LLVM::GEPOp>();
  if (!gep || gep.getBase() != e.arena || !gep.getDynamicIndices().empty() ||
      !gep.getElemType().isInteger(8))
    return std::nullopt;
  return gep.getRawConstantIndices()[0];
}

/// `body` as a function (lo, hi, env) of its own, written at the module's end.
/// The values that it captures are stored into `env` here and loaded there: of
/// many calls, places in the arena as numbers, as pointers that recur would be
/// values that live as long as the program runs.
static FailureOr<LLVM::LLVMFuncOp>
outline(Emission &e, ValueRange inEnv, ValueRange constants, Value env,
        bool withContext, IRMapping &map,
        function_ref<LogicalResult(Value, Value, IRMapping &)> body) {
  OpBuilder &b = e.b;
  bool withArena = withContext && e.arena;
  auto put = [&](size_t i, Emission::Frame::Held what) {
    bool inTurn = env.getDefiningOp() == e.frame().environment;
    if (!inTurn || !holds(e, i, what))
      e.store(what.value ? what.value : e.constant(what.number),
              slotOf(e, env, i));
  };
  SmallVector<std::optional<int64_t>> offsets(inEnv.size());
  for (auto [i, old] : llvm::enumerate(inEnv)) {
    Value v = map.lookup(old);
    if (withArena && e.manyCalls)
      offsets[i] = offsetInArena(e, v);
    if (offsets[i])
      put(i, {Value(), *offsets[i]});
    else
      put(i, {v});
  }
  if (withContext)
    put(inEnv.size(), {e.context});
  if (withArena)
    put(inEnv.size() + 1, {e.arena});
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToEnd(e.module.getBody());
  auto func = LLVM::LLVMFuncOp::create(
      b, e.loc, e.name + ".body" + std::to_string(e.numBodies++),
      LLVM::LLVMFunctionType::get(LLVM::LLVMVoidType::get(b.getContext()),
                                  {b.getI64Type(), b.getI64Type(), e.ptr}),
      LLVM::Linkage::Internal);
  func.setNoInline(true);
  Block *entry = func.addEntryBlock(b);
  llvm::SaveAndRestore savedBlock(e.entryBlock, entry);
  llvm::SaveAndRestore savedContext(e.context, Value());
  llvm::SaveAndRestore savedArena(e.arena, Value());
  b.setInsertionPointToStart(entry);
  IRMapping inner;
  Value inside = func.getArgument(2);
  if (withContext)
    e.context = e.load(e.ptr, slotOf(e, inside, inEnv.size()));
  if (withArena)
    e.arena = e.load(e.ptr, slotOf(e, inside, inEnv.size() + 1));
  for (auto [i, old] : llvm::enumerate(inEnv)) {
    Value from = slotOf(e, inside, i);
    inner.map(old, offsets[i] ? e.at(e.arena, b.getI8Type(),
                                     e.load(b.getI64Type(), from))
                              : e.load(map.lookup(old).getType(), from));
  }
  for (Value old : constants)
    inner.map(old, b.clone(*map.lookup(old).getDefiningOp())->getResult(0));
  if (failed(body(func.getArgument(0), func.getArgument(1), inner)))
    return failure();
  LLVM::ReturnOp::create(b, e.loc, ValueRange());
  return func;
}

LogicalResult
parallelRange(Emission &e, int64_t n, int64_t grain, ValueRange captures,
              IRMapping &map,
              function_ref<LogicalResult(Value, Value, IRMapping &)> body) {
  if (grain <= 0 || !e.context)
    return body(e.constant(0), e.constant(n), map);
  // Here only: what a cost model decides besides may be an order of summation.
  // A loop that is not to be shared is outlined none the less: LLVM may sum in
  // another order where it sees the bounds.
  double factor = e.options.tuning.grain;
  grain = factor > 0 ? std::max<int64_t>(1, int64_t(grain * factor)) : n;
  SmallVector<Value> inEnv, constants;
  splitCaptures(captures, map, inEnv, constants);
  Value env = e.stackBytes(slot * std::max<size_t>(1, inEnv.size()));
  LLVM::LLVMFuncOp launch = launcher(e);
  auto func =
      outline(e, inEnv, constants, env, /*withContext=*/false, map, body);
  if (failed(func))
    return failure();
  Value address = LLVM::AddressOfOp::create(e.b, e.loc, *func);
  LLVM::CallOp::create(
      e.b, e.loc, launch,
      ValueRange{e.context, e.constant(n), e.constant(grain), address, env});
  return success();
}

/// Alike for functions that do the same, but for their names and locations.
static size_t hashOf(LLVM::LLVMFuncOp func) {
  llvm::hash_code hash = 0;
  func.getBody().walk([&](Operation *op) {
    hash = llvm::hash_combine(
        hash, op->getName().getAsOpaquePointer(), op->hashProperties(),
        op->getRawDictionaryAttrs().getAsOpaquePointer(),
        op->getNumOperands(), op->getNumResults());
  });
  return hash;
}

/// The function that was written apart before `func` and does the same, instead
/// of it, or it.
static LLVM::LLVMFuncOp shared(Emission &e, LLVM::LLVMFuncOp func) {
  SmallVector<LLVM::LLVMFuncOp> &known = e.apart[hashOf(func)];
  for (LLVM::LLVMFuncOp other : known) {
    if (!OperationEquivalence::isRegionEquivalentTo(
            &func.getBody(), &other.getBody(),
            OperationEquivalence::IgnoreLocations))
      continue;
    e.frames.erase(&func.getBody().front());
    func.erase();
    return other;
  }
  known.push_back(func);
  return func;
}

LogicalResult apart(Emission &e, ValueRange captures, ValueRange results,
                    IRMapping &map,
                    function_ref<LogicalResult(IRMapping &)> body) {
  OpBuilder &b = e.b;
  SmallVector<Value> inEnv, constants;
  splitCaptures(captures, map, inEnv, constants);
  size_t first = inEnv.size() + 2; // behind the context and the arena
  // One environment for all calls of a function: no two run at once. Else the
  // stack of a long function would grow with it.
  Value env = e.environment(slot * (first + results.size()));
  SmallVector<Type> types;
  auto func = outline(
      e, inEnv, constants, env, /*withContext=*/true, map,
      [&](Value, Value, IRMapping &inner) -> LogicalResult {
        // Scopes are numbered from 0, so that equal functions look equal: none
        // of them is ever a part of another.
        llvm::SaveAndRestore numbers(e.numGroups, 0u);
        if (failed(body(inner)))
          return failure();
        for (auto [i, old] : llvm::enumerate(results)) {
          Value made = inner.lookup(old);
          types.push_back(made.getType());
          e.store(made, slotOf(e, e.entryBlock->getArgument(2), first + i));
        }
        return success();
      });
  if (failed(func))
    return failure();
  Value zero = LLVM::ConstantOp::create(b, e.loc, b.getI64Type(),
                                        b.getI64IntegerAttr(0));
  LLVM::CallOp::create(b, e.loc, shared(e, *func), ValueRange{zero, zero, env});
  for (auto [i, old] : llvm::enumerate(results)) {
    map.map(old, e.load(types[i], slotOf(e, env, first + i)));
    holds(e, first + i, {}); // what was returned
  }
  return success();
}

} // namespace weft::ir

// host_call, host_run: verify · effects · jvp · batch · lowering.
#include "ControlOps.h"
#include "HostOps.h"
#include "Bodies.h"
#include "RuleHelpers.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
using namespace weft::ir;

using Effects = SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>;

//===-- host_call ---------------------------------------------------------===//
LogicalResult HostCallOp::verify() {
  if (getOrdered() && getNumResults() > 0)
    return emitOpError("(host_call-C1) with ordered there must be no results. "
                       "Received ")
           << getNumResults();
  return success();
}
void HostCallOp::getEffects(Effects &effects) {
  if (getOrdered())
    effects.emplace_back(MemoryEffects::Write::get());
}
LogicalResult HostCallOp::jvp(OpBuilder &, ArrayRef<Value>, Values &out) {
  for (Type t : getResultTypes())
    if (isInexact(t))
      return emitOpError(static_cast<int64_t>(getId()) < 0 ? "[externCall]" : "[pureCallback]")
             << " it has no derivative; wrap it in customJvp or customVjp";
  out.append(getNumResults(), Value());
  return success();
}
LogicalResult HostCallOp::batch(OpBuilder &b, ValueRange operands,
                                const Mask &batched, int64_t n, Values &out,
                                Mask &outBatched) {
  if (getOrdered()) { // the host goes through the lanes
    HostCallOp::create(b, getLoc(), TypeRange(),
                       broadcastRest(b, operands, batched, n), getSymbol(),
                       getId(), getLanes() * n, true);
    return success();
  }
  SmallVector<Value> xs, consts;
  SmallVector<Type> types;
  SmallVector<unsigned> at(operands.size());
  for (auto [i, v] : llvm::enumerate(operands)) {
    if (batched[i]) {
      at[i] = xs.size();
      xs.push_back(v);
      types.push_back(getArgs()[i].getType());
    }
  }
  for (auto [i, v] : llvm::enumerate(operands)) {
    if (!batched[i]) {
      at[i] = xs.size() + consts.size();
      consts.push_back(v);
      types.push_back(v.getType());
    }
  }
  SmallVector<Type> results;
  for (Type t : getResultTypes())
    results.push_back(withLeading(t, n));
  auto scan = ScanOp::create(b, getLoc(), results, ValueRange(), xs, consts, n,
                             /*reverse=*/false);
  OpBuilder inner = openBody(scan.getBody(), types);
  SmallVector<Value> in;
  for (unsigned i : at)
    in.push_back(scan.getBody().getArgument(i));
  auto call = HostCallOp::create(inner, getLoc(), getResultTypes(), in,
                                 getSymbol(), getId(), getLanes(), false);
  closeBody(inner, getLoc(), call.getResults());
  llvm::append_range(out, scan.getResults());
  outBatched.set();
  return success();
}
LogicalResult HostCallOp::lower(Lowering &, OpBuilder &b, ValueRange operands,
                                Values &out) {
  SmallVector<Value> empties;
  for (Type t : getResultTypes()) {
    auto type = tensorType(Lowering::type(t));
    empties.push_back(tensor::EmptyOp::create(b, getLoc(), type.getShape(),
                                              type.getElementType()));
  }
  auto run = HostRunOp::create(b, getLoc(), ValueRange(empties).getTypes(),
                               getSymbol(), getId(), getLanes(), operands,
                               empties);
  llvm::append_range(out, run.getResults());
  return success();
}

//===-- host_run ----------------------------------------------------------===//
void HostRunOp::getEffects(Effects &effects) {
  bool writes = false;
  auto add = [&](MutableOperandRange operands, MemoryEffects::Effect *effect) {
    for (OpOperand &operand : operands)
      if (isa<MemRefType>(operand.get().getType())) {
        effects.emplace_back(effect, &operand);
        writes = true;
      }
  };
  add(getInsMutable(), MemoryEffects::Read::get());
  add(getOutsMutable(), MemoryEffects::Write::get());
  if (getOuts().empty()) // it is there for what the host does
    effects.emplace_back(MemoryEffects::Write::get());
}

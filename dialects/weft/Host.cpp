// host_call: verify · effects · jvp · batch · lowering.
#include "ControlOps.h"
#include "HostOps.h"
#include "ExternHelpers.h"
#include "Bodies.h"
#include "RuleHelpers.h"
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
      return emitOpError(getId().number < 0 ? "[externCall]" : "[pureCallback]")
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
  SmallVector<Type> types;
  for (Type t : getResultTypes())
    types.push_back(Lowering::type(t));
  SmallVector<int64_t> ints;
  if (int64_t id = getId().number; id >= 0)
    ints = {id, static_cast<int64_t>(getLanes())};
  llvm::append_range(out, callExtern(b, getLoc(), getSymbol(), operands, types,
                                     ints, /*packed=*/true));
  return success();
}

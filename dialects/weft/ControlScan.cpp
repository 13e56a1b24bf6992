// scan: verify · reach · jvp · batch · unzip · transpose · lowering. Each rule
// transforms the body and builds the op anew.
#include "ArithmeticOps.h"
#include "ControlOps.h"
#include "RegionHelpers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
using namespace weft::ir;

/// The role of an argument of a scan's body; of a result: Carry or X (stacked).
enum Role { Carry, X, Const };
using Roles = SmallVector<Role>;

static SmallVector<unsigned> orderBy(ArrayRef<Role> roles) {
  auto order = llvm::to_vector(llvm::seq<unsigned>(0, roles.size()));
  llvm::stable_sort(
      order, [&](unsigned i, unsigned j) { return roles[i] < roles[j]; });
  return order;
}
template <class R> static auto pick(R &&range, ArrayRef<unsigned> order) {
  SmallVector<Value> out;
  for (unsigned i : order)
    out.push_back(range[i]);
  return out;
}
/// Builds a scan from a body with arguments and results in any order; roles
/// say what each is. Returns the results in the body's order.
static SmallVector<Value> makeScan(OpBuilder &b, Location loc, Region &body,
                                   ArrayRef<Role> argRoles, ValueRange args,
                                   ArrayRef<Role> resultRoles, int64_t length,
                                   bool reverse) {
  auto argOrder = orderBy(argRoles), resultOrder = orderBy(resultRoles);
  Operation *ret = terminator(body);
  permuteArgs(body.front(), argOrder);
  ret->setOperands(pick(ret->getOperands(), resultOrder));
  auto operands = pick(args, argOrder);
  unsigned nk = llvm::count(argRoles, Carry), nx = llvm::count(argRoles, X);
  SmallVector<Type> types(ret->getOperandTypes());
  for (Type &t : llvm::drop_begin(types, nk))
    t = withLeading(t, length);
  ValueRange all(operands);
  auto op = ScanOp::create(b, loc, types, all.take_front(nk), all.slice(nk, nx),
                           all.drop_front(nk + nx), length, reverse);
  op.getBody().takeBody(body);
  SmallVector<Value> out(resultRoles.size());
  for (auto [i, at] : llvm::enumerate(resultOrder))
    out[at] = op.getResult(i);
  return out;
}
static Roles argRoles(ScanOp op) {
  Roles r(op.getInits().size(), Carry);
  r.append(op.getXs().size(), X);
  r.append(op.getConsts().size(), Const);
  return r;
}
static Roles resultRoles(ScanOp op) {
  Roles r(op.getInits().size(), Carry);
  r.append(op.getNumResults() - r.size(), X);
  return r;
}
/// Grows the carries in `args` until the body maps the mask into itself.
static Mask fixpoint(ScanOp op, Mask &args, Reach kind) {
  while (true) {
    Mask out = weft::ir::reach(op.getBody(), args, kind);
    bool grew = false;
    for (unsigned i = 0; i < op.getInits().size(); ++i) {
      grew |= out[i] && !args[i];
      args[i] = out[i] = out[i] || args[i];
    }
    if (!grew)
      return out;
  }
}

LogicalResult ScanOp::verify() {
  auto leads = [&](Type t) {
    auto type = tensorType(t);
    return type.getRank() > 0 &&
           type.getDimSize(0) == static_cast<int64_t>(getLength());
  };
  for (Type t : getXs().getTypes())
    if (!leads(t))
      return emitOpError("(scan-C2) xs must have ")
             << getLength() << " steps in front. Received " << t;
  if (getNumResults() < getInits().size())
    return emitOpError("(scan-C1) must have a result per carry");
  for (Type t : TypeRange(getResultTypes()).drop_front(getInits().size()))
    if (!leads(t))
      return emitOpError("(scan-C2) ys must have ")
             << getLength() << " steps in front. Received " << t;
  SmallVector<Type> in, out;
  auto element = [](Type t) -> Type {
    auto type = cast<RankedTensorType>(t);
    return type.clone(type.getShape().drop_front());
  };
  for (auto [role, t] : llvm::zip(argRoles(*this), getOperandTypes()))
    in.push_back(role == X ? element(t) : t);
  for (auto [role, t] : llvm::zip(resultRoles(*this), getResultTypes()))
    out.push_back(role == X ? element(t) : t);
  return verifyBody(*this, getBody(), in, out, "scan-C1", "the body");
}
Mask ScanOp::reach(const Mask &in, Reach kind) {
  Mask args = in;
  return fixpoint(*this, args, kind);
}
LogicalResult ScanOp::jvpWhole(OpBuilder &b, ValueRange operands,
                               ArrayRef<Value> ts, Values &out, Values &outTs) {
  Mask active = nonNull(ts), outActive = fixpoint(*this, active, Reach::Floats);
  Region body;
  if (failed(jvpBody(getBody(), active, outActive, body)))
    return failure();
  Roles args = argRoles(*this), results = resultRoles(*this);
  SmallVector<Value> in(operands);
  for (unsigned i : active.set_bits())
    in.push_back(ts[i] ? ts[i] : zeros(b, getLoc(), operands[i].getType()));
  args.append(keep(args, active));
  results.append(keep(results, outActive));
  auto r =
      makeScan(b, getLoc(), body, args, in, results, getLength(), getReverse());
  ValueRange all(r);
  llvm::append_range(out, all.take_front(getNumResults()));
  expand(all.drop_front(getNumResults()), outActive, outTs);
  return success();
}
LogicalResult ScanOp::batch(OpBuilder &b, ValueRange operands,
                            const Mask &batched, int64_t n, Values &out,
                            Mask &outBatched) {
  Mask args = batched;
  outBatched = fixpoint(*this, args, Reach::All);
  Region body;
  if (failed(batchBody(getBody(), args, outBatched, n, body)))
    return failure();
  Roles roles = argRoles(*this);
  SmallVector<Value> in(operands);
  for (unsigned i : args.set_bits())
    if (roles[i] == X) // the scanned axis stays the leading one
      in[i] = swapLeadingAxes(b, in[i]);
    else if (!batched[i])
      in[i] = broadcastLeading(b, in[i], n);
  auto r = makeScan(b, getLoc(), body, roles, in, resultRoles(*this),
                    getLength(), getReverse());
  for (auto [i, role] : llvm::enumerate(resultRoles(*this)))
    out.push_back(role == X && outBatched[i] ? swapLeadingAxes(b, r[i]) : r[i]);
  return success();
}
LogicalResult ScanOp::unzip(Unzip &u, const Mask &linear) {
  Mask args = linear, outLinear = fixpoint(*this, args, Reach::Floats);
  Mask other = complement(args), outOther = complement(outLinear);
  Region fwd, lin;
  SmallVector<Value> residuals;
  if (failed(unzipBody(getBody(), args, outLinear, fwd, lin, residuals)))
    return failure();
  Roles roles = argRoles(*this), results = resultRoles(*this);
  Roles fwdRoles = keep(roles, other), fwdResults = keep(results, outOther);
  auto fwdOperands = mapped(u.fwdMap, keep(getOperands(), other));

  // What depends on consts only is computed once, outside.
  IRMapping outside;
  for (auto [i, arg] : llvm::enumerate(fwd.getArguments()))
    if (fwdRoles[i] == Const)
      outside.map(arg, fwdOperands[i]);
  auto invariant = [&](Value v) { return outside.contains(v); };
  for (Operation &op : fwd.front().without_terminator())
    if (llvm::all_of(op.getOperands(), invariant))
      u.fwd.clone(op, outside);

  // A residual is an invariant, an x or a y that is there already, or a new y.
  Operation *ret = terminator(fwd);
  unsigned nOwn = ret->getNumOperands();
  Roles linRoles = keep(roles, args);
  SmallVector<Value> carried;     // in u.fwd; null: a result of the scan
  SmallVector<unsigned> resultOf; // which one
  for (Value r : residuals) {
    auto arg = dyn_cast<BlockArgument>(r);
    if (invariant(r)) {
      linRoles.push_back(Const);
      carried.push_back(outside.lookup(r));
      resultOf.push_back(0);
      continue;
    }
    linRoles.push_back(X);
    if (arg && fwdRoles[arg.getArgNumber()] == X) {
      carried.push_back(fwdOperands[arg.getArgNumber()]);
      resultOf.push_back(0);
      continue;
    }
    unsigned at = 0, n = ret->getNumOperands();
    while (at < n && !(ret->getOperand(at) == r &&
                       (at >= nOwn || fwdResults[at] == X)))
      ++at;
    if (at == n)
      ret->insertOperands(n, r);
    carried.push_back({});
    resultOf.push_back(at);
  }
  fwdResults.append(ret->getNumOperands() - nOwn, X);
  auto f = makeScan(u.fwd, getLoc(), fwd, fwdRoles, fwdOperands, fwdResults,
                    getLength(), getReverse());
  ValueRange results_(f);
  u.fwdMap.map(keep(getResults(), outOther), results_.take_front(nOwn));

  SmallVector<Value> in;
  for (Value v : keep(getOperands(), args))
    in.push_back(u.inLin(v)); // a carry that starts at zero is not linear
  for (auto [v, at] : llvm::zip(carried, resultOf))
    in.push_back(u.residual(v ? v : results_[at]));
  auto l = makeScan(u.lin, getLoc(), lin, linRoles, in,
                    keep(results, outLinear), getLength(), getReverse());
  u.linMap.map(keep(getResults(), outLinear), l);
  return success();
}
LogicalResult ScanOp::transpose(OpBuilder &b, ArrayRef<Value> in,
                                ArrayRef<Value> cts, Values &out) {
  Roles roles = argRoles(*this), results = resultRoles(*this);
  unsigned nCarry = getInits().size();
  Mask args = complement(nonNull(in)), other, hasCt = nonNull(cts);
  fixpoint(*this, args, Reach::Floats);
  if (!slice(args, 0, nCarry).all())
    return emitOpError("[transpose] has a carry that is not linear");
  other = complement(args);
  hasCt.set(0, nCarry);

  // T: (other..., ct of carry'..., ct of y...) -> (ct of carry, x, const)
  Region body;
  Mask found;
  if (failed(transposeBody(getBody(), args, hasCt, body, found)))
    return failure();
  Roles tRoles = keep(roles, other), tResults;
  SmallVector<Value> operands = keep(in, other);
  for (unsigned i : hasCt.set_bits()) {
    tRoles.push_back(results[i]);
    operands.push_back(cts[i] ? cts[i]
                              : zeros(b, getLoc(), getResult(i).getType()));
  }
  // A const is used by every step: its cotangent is summed in a new carry.
  Operation *ret = terminator(body);
  OpBuilder bb(ret);
  SmallVector<Value> cotangents, returned;
  expand(ret->getOperands(), found, cotangents);
  SmallVector<unsigned> operandOf;
  unsigned k = 0;
  for (unsigned i : args.set_bits()) {
    Value ct = cotangents[k++];
    Type type = getOperand(i).getType();
    if (!ct && roles[i] != Carry)
      continue;
    if (!ct)
      ct = zeros(bb, getLoc(), type);
    if (roles[i] == Const) {
      Value sum = body.front().addArgument(type, getLoc());
      tRoles.push_back(Carry);
      operands.push_back(zeros(b, getLoc(), type));
      ct = AddOp::create(bb, getLoc(), sum, ct);
    }
    returned.push_back(ct);
    tResults.push_back(roles[i] == X ? X : Carry);
    operandOf.push_back(i);
  }
  ret->setOperands(returned);
  auto r = makeScan(b, getLoc(), body, tRoles, operands, tResults, getLength(),
                    !getReverse());
  SmallVector<Value> perOperand(in.size());
  for (auto [i, v] : llvm::zip(operandOf, r))
    if (!in[i])
      perOperand[i] = v;
  llvm::append_range(out, perOperand);
  return success();
}

/// One step of a stacked array: sizes and offsets of its slice.
static SmallVector<OpFoldResult> stepSizes(OpBuilder &b, RankedTensorType t) {
  SmallVector<OpFoldResult> sizes{b.getIndexAttr(1)};
  for (int64_t d : t.getShape().drop_front())
    sizes.push_back(b.getIndexAttr(d));
  return sizes;
}
static SmallVector<OpFoldResult> stepOffsets(OpBuilder &b, Value at,
                                             int64_t rank) {
  SmallVector<OpFoldResult> offsets(rank, b.getIndexAttr(0));
  offsets[0] = at;
  return offsets;
}
LogicalResult ScanOp::lower(Lowering &l, OpBuilder &b, ValueRange operands,
                            Values &out) {
  Location loc = getLoc();
  unsigned nk = getInits().size(), nx = getXs().size();
  auto index = [&](OpBuilder &b, int64_t v) -> Value {
    return arith::ConstantIndexOp::create(b, loc, v);
  };
  SmallVector<Value> inits(operands.take_front(nk));
  for (Type t : TypeRange(getResultTypes()).drop_front(nk)) {
    auto type = tensorType(Lowering::type(t));
    inits.push_back(tensor::EmptyOp::create(b, loc, type.getShape(),
                                            type.getElementType()));
  }
  int64_t length = getLength();
  auto loop = scf::ForOp::create(b, loc, index(b, 0), index(b, length),
                                 index(b, 1), inits);
  if (!loop.getBody()->empty()) // there is a yield where nothing is carried
    loop.getBody()->back().erase();
  auto at = OpBuilder::atBlockEnd(loop.getBody());
  Value step = loop.getInductionVar();
  if (getReverse())
    step = arith::SubIOp::create(at, loc, index(at, length - 1), step);
  SmallVector<Value> args(loop.getRegionIterArgs().take_front(nk)), results;
  for (Value xs : operands.slice(nk, nx)) {
    auto type = typeOf(xs);
    SmallVector<OpFoldResult> ones(type.getRank(), at.getIndexAttr(1));
    args.push_back(tensor::ExtractSliceOp::create(
        at, loc, type.clone(type.getShape().drop_front()), xs,
        stepOffsets(at, step, type.getRank()), stepSizes(at, type), ones));
  }
  llvm::append_range(args, operands.drop_front(nk + nx));
  if (failed(l.body(getBody(), at, args, results)))
    return failure();
  for (auto [y, ys] : llvm::zip(MutableArrayRef(results).drop_front(nk),
                                loop.getRegionIterArgs().drop_front(nk))) {
    auto type = typeOf(ys);
    SmallVector<OpFoldResult> ones(type.getRank(), at.getIndexAttr(1));
    y = tensor::InsertSliceOp::create(at, loc, y, ys,
                                      stepOffsets(at, step, type.getRank()),
                                      stepSizes(at, type), ones);
  }
  scf::YieldOp::create(at, loc, results);
  llvm::append_range(out, loop.getResults());
  return success();
}

// scan: verify · reach · jvp · batch · unzip · transpose · lowering. Each rule
// transforms the body and builds the op anew.
#include "ArithmeticOps.h"
#include "ControlOps.h"
#include "ElementCost.h"
#include "RegionHelpers.h"
#include "Residuals.h"
#include "ScanParts.h"
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
/// Operations of the body, in order, that depend on consts only and have no
/// effect.
static SmallVector<Operation *> invariantOps(Region &body,
                                             ArrayRef<Role> roles) {
  llvm::DenseSet<Value> known;
  for (auto [arg, role] : llvm::zip(body.getArguments(), roles))
    if (role == Const)
      known.insert(arg);
  SmallVector<Operation *> found;
  for (Operation &op : body.front().without_terminator())
    if (isMemoryEffectFree(&op) &&
        llvm::all_of(op.getOperands(),
                     [&](Value v) { return known.contains(v); })) {
      known.insert(op.result_begin(), op.result_end());
      found.push_back(&op);
    }
  return found;
}
/// Computes what depends on consts only outside of the forward scan, too, to the
/// same bits, and says what is what. Steps read there what is more than elements:
/// sums have other bits in another nest, and once is enough.
static IRMapping computeOutside(Unzip &u, Region &fwd, Roles &roles,
                                SmallVectorImpl<Value> &operands,
                                SmallVectorImpl<Value> &residuals) {
  IRMapping outside;
  for (auto [arg, role, operand] :
       llvm::zip(fwd.getArguments(), roles, operands))
    if (role == Const)
      outside.map(arg, operand);
  SmallVector<Operation *> invariants = invariantOps(fwd, roles);
  sameBitsIn(invariants, residuals);
  for (Operation *op : invariants)
    u.fwd.clone(*op, outside);
  auto readOutside = [&](Value v) {
    roles.push_back(Const);
    operands.push_back(outside.lookup(v));
    Value there = fwd.addArgument(v.getType(), v.getLoc());
    outside.map(there, operands.back());
    v.replaceAllUsesWith(there);
    llvm::replace(residuals, v, there);
  };
  for (Operation *op : invariants)
    if (op->getNumOperands() > 0 && !elementCost(op))
      llvm::for_each(op->getResults(), readOutside);
  return outside;
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

  IRMapping outside =
      computeOutside(u, fwd, fwdRoles, fwdOperands, residuals);
  auto invariant = [&](Value v) { return outside.contains(v); };

  // A residual is an invariant, an x or a y that is there already, or a new y.
  Operation *ret = terminator(fwd);
  unsigned nOwn = ret->getNumOperands();
  thinResiduals(lin, residuals, [&](Value v) -> int64_t {
    auto arg = dyn_cast<BlockArgument>(v);
    if (arg && fwdRoles[arg.getArgNumber()] != Carry)
      return 0;
    for (unsigned i = 0; i < nOwn; ++i)
      if (ret->getOperand(i) == v && fwdResults[i] == X)
        return 0;
    int64_t bytes = bytesOf(v.getType());
    return invariant(v) ? bytes / std::max<int64_t>(1, getLength()) : bytes;
  });
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
  removeDeadOps(fwd);
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
/// Whether all that is wanted of each step are arguments of it: of the last one
/// nothing needs to be computed (a loop that keeps its carry for a derivative).
static bool keepsArgumentsOnly(ScanOp op) {
  unsigned nk = op.getInits().size();
  ValueRange ys = terminator(op.getBody())->getOperands().drop_front(nk);
  return nk > 0 && op.getLength() > 1 && isMemoryEffectFree(op) &&
         llvm::all_of(op.getResults().take_front(nk),
                      [](Value carry) { return carry.use_empty(); }) &&
         llvm::all_of(ys, [](Value y) { return isa<BlockArgument>(y); });
}
/// Writes the loops. Of a scan that is split there are two, over chunks and
/// over the steps of one, and large products between them.
namespace {
class ScanWriter {
public:
  ScanWriter(ScanOp op, Lowering &l, ValueRange operands)
      : op(op), l(l), loc(op.getLoc()), parts(splitScan(op)),
        length(op.getLength()), chunk(parts ? parts->chunk : length),
        lastIsKnown(!parts && keepsArgumentsOnly(op)) {
    unsigned nk = op.getInits().size(), nx = op.getXs().size();
    xs = operands.slice(nk, nx);
    consts = operands.drop_front(nk + nx);
    isSum = parts ? parts->isSum : Mask(nk);
  }
  LogicalResult write(OpBuilder &b, ValueRange inits, Values &out);

private:
  /// Carries that are no sums, then ys; what is summed up.
  struct State {
    SmallVector<Value> carried, sums;
  };
  LogicalResult writeChunk(OpBuilder &b, Value first, State &state);
  LogicalResult writeSteps(OpBuilder &b, Value first, ValueRange made,
                           SmallVector<Value> &carried,
                           SmallVector<Value> &stacks);
  Value index(OpBuilder &b, int64_t v) {
    return arith::ConstantIndexOp::create(b, loc, v);
  }
  /// Where the last step's part of a stacked array is.
  Value lastRow(OpBuilder &b) {
    return index(b, op.getReverse() ? 0 : length - 1);
  }
  /// A loop with an empty body, and a builder at its end.
  scf::ForOp loop(OpBuilder &b, int64_t n, ValueRange inits, OpBuilder &at);
  Value part(OpBuilder &b, Value whole, Value at, int64_t n);
  Value put(OpBuilder &b, Value one, Value whole, Value at);
  Value lastKept(OpBuilder &b, unsigned i, ValueRange carried);

  ScanOp op;
  Lowering &l;
  Location loc;
  std::unique_ptr<ScanParts> parts;
  int64_t length, chunk;
  bool lastIsKnown; // what is kept of the last step, without doing it
  ValueRange xs, consts;
  Mask isSum;
};
} // namespace

scf::ForOp ScanWriter::loop(OpBuilder &b, int64_t n, ValueRange inits,
                            OpBuilder &at) {
  auto loop = scf::ForOp::create(b, loc, index(b, 0), index(b, n), index(b, 1),
                                 inits);
  if (!loop.getBody()->empty()) // there is a yield where nothing is carried
    loop.getBody()->back().erase();
  at = OpBuilder::atBlockEnd(loop.getBody());
  return loop;
}

/// n steps of a stacked array; 0: one, without the axis.
Value ScanWriter::part(OpBuilder &b, Value whole, Value at, int64_t n) {
  auto type = typeOf(whole);
  SmallVector<OpFoldResult> ones(type.getRank(), b.getIndexAttr(1));
  auto sizes = stepSizes(b, type);
  auto shape = type.getShape().drop_front();
  if (n > 0)
    sizes[0] = b.getIndexAttr(n);
  return tensor::ExtractSliceOp::create(
      b, loc, n > 0 ? withLeading(type.clone(shape), n) : type.clone(shape),
      whole, stepOffsets(b, at, type.getRank()), sizes, ones);
}

/// One step of a stacked array is `one`.
Value ScanWriter::put(OpBuilder &b, Value one, Value whole, Value at) {
  auto type = typeOf(whole);
  SmallVector<OpFoldResult> ones(type.getRank(), b.getIndexAttr(1));
  return tensor::InsertSliceOp::create(b, loc, one, whole,
                                       stepOffsets(b, at, type.getRank()),
                                       stepSizes(b, type), ones);
}

/// What is kept as result i of the last step, which is an argument of it.
Value ScanWriter::lastKept(OpBuilder &b, unsigned i, ValueRange carried) {
  unsigned a = cast<BlockArgument>(terminator(op.getBody())->getOperand(i))
                   .getArgNumber(),
           nk = op.getInits().size();
  if (a < nk)
    return carried[a];
  if (a >= nk + xs.size())
    return consts[a - nk - xs.size()];
  return part(b, xs[a - nk], lastRow(b), 0);
}

/// `first`: the chunk's first step in the order of the arrays.
LogicalResult ScanWriter::writeSteps(OpBuilder &b, Value first, ValueRange made,
                                     SmallVector<Value> &carried,
                                     SmallVector<Value> &stacks) {
  unsigned nk = isSum.size() - isSum.count(), nCarried = carried.size();
  llvm::append_range(carried, stacks);
  OpBuilder at(b);
  auto steps = loop(b, lastIsKnown ? chunk - 1 : chunk, carried, at);
  Value step = steps.getInductionVar();
  if (op.getReverse())
    step = arith::SubIOp::create(at, loc, index(at, chunk - 1), step);
  Value inArrays =
      chunk == length ? step : arith::AddIOp::create(at, loc, first, step);
  ArrayRef<BlockArgument> arguments(steps.getRegionIterArgs());
  SmallVector<Value> args(arguments.take_front(nk)), results;
  for (Value x : xs)
    args.push_back(part(at, x, inArrays, 0));
  llvm::append_range(args, consts);
  for (Value v : made)
    args.push_back(part(at, v, step, 0));
  Region &body = parts ? parts->step : op.getBody();
  if (failed(l.body(body, at, args, results)))
    return failure();
  for (unsigned i = nk; i < results.size(); ++i)
    results[i] =
        put(at, results[i], arguments[i], i < nCarried ? inArrays : step);
  scf::YieldOp::create(at, loc, results);
  SmallVector<Value> out(steps.getResults());
  if (lastIsKnown)
    for (unsigned i = nk; i < out.size(); ++i)
      out[i] = put(b, lastKept(b, i, steps.getResults()), out[i], lastRow(b));
  carried.assign(out.begin(), out.begin() + nCarried);
  stacks.assign(out.begin() + nCarried, out.end());
  return success();
}

LogicalResult ScanWriter::writeChunk(OpBuilder &b, Value first, State &state) {
  SmallVector<Value> chunks, made, stacks;
  if (parts) {
    for (Value x : xs)
      chunks.push_back(chunk == length ? x : part(b, x, first, chunk));
    SmallVector<Value> args(chunks);
    llvm::append_range(args, consts);
    if (parts->nMade > 0 && failed(l.body(parts->before, b, args, made)))
      return failure();
    TypeRange results(terminator(parts->step)->getOperandTypes());
    for (Type t : results.take_back(parts->nStacks)) {
      auto type = withLeading(Lowering::type(t), chunk);
      stacks.push_back(tensor::EmptyOp::create(b, loc, type.getShape(),
                                               type.getElementType()));
    }
  }
  if (failed(writeSteps(b, first, made, state.carried, stacks)))
    return failure();
  if (state.sums.empty())
    return success();
  SmallVector<Value> args(state.sums);
  llvm::append_range(args, stacks);
  llvm::append_range(args, chunks);
  state.sums.clear();
  return l.body(parts->after, b, args, state.sums);
}

LogicalResult ScanWriter::write(OpBuilder &b, ValueRange inits, Values &out) {
  State state;
  for (auto [i, v] : llvm::enumerate(inits))
    (isSum[i] ? state.sums : state.carried).push_back(v);
  for (Type t : TypeRange(op.getResultTypes()).drop_front(inits.size())) {
    auto type = tensorType(Lowering::type(t));
    state.carried.push_back(tensor::EmptyOp::create(b, loc, type.getShape(),
                                                    type.getElementType()));
  }
  if (chunk == length) {
    if (failed(writeChunk(b, {}, state)))
      return failure();
  } else {
    unsigned nCarried = state.carried.size();
    SmallVector<Value> all(state.carried);
    llvm::append_range(all, state.sums);
    OpBuilder at(b);
    auto chunks = loop(b, length / chunk, all, at);
    ArrayRef<BlockArgument> args(chunks.getRegionIterArgs());
    State inside{SmallVector<Value>(args.take_front(nCarried)),
                 SmallVector<Value>(args.drop_front(nCarried))};
    Value number = chunks.getInductionVar();
    if (op.getReverse())
      number = arith::SubIOp::create(at, loc, index(at, length / chunk - 1),
                                     number);
    Value first = arith::MulIOp::create(at, loc, number, index(at, chunk));
    if (failed(writeChunk(at, first, inside)))
      return failure();
    llvm::append_range(inside.carried, inside.sums);
    scf::YieldOp::create(at, loc, inside.carried);
    ValueRange results = chunks.getResults();
    state = {SmallVector<Value>(results.take_front(nCarried)),
             SmallVector<Value>(results.drop_front(nCarried))};
  }
  auto carried = state.carried.begin(), sum = state.sums.begin();
  for (unsigned i = 0; i < inits.size(); ++i)
    out.push_back(isSum[i] ? *sum++ : *carried++);
  out.append(carried, state.carried.end());
  return success();
}

LogicalResult ScanOp::lower(Lowering &l, OpBuilder &b, ValueRange operands,
                            Values &out) {
  return ScanWriter(*this, l, operands)
      .write(b, operands.take_front(getInits().size()), out);
}

// See Derive.h. The same steps as the typed transforms of lib/Api take, which
// stage them into the enclosing trace instead.
#include "Transforms/Derive.h"
#include "RuleHelpers.h"
#include "Transforms/Simplify.h"
using namespace weft::ir;

LogicalResult weft::ir::deriveGrad(Region &src, const Mask &active, bool value,
                                   Region &dst) {
  Operation *ret = terminator(src);
  if (ret->getNumOperands() != 1 || typeOf(ret->getOperand(0)).getRank() != 0 ||
      !isa<FloatType>(elementOf(ret->getOperand(0).getType())))
    return ret->emitError()
           << "the function's result must be one scalar float, not ("
           << ret->getOperandTypes() << ")";
  unsigned n = src.getNumArguments(), m = active.count();
  SmallVector<Type> types(src.getArgumentTypes());
  Region primal, both, fwd, lin, back;
  copySimplified(src, primal);
  SmallVector<Value> residuals;
  Mask found(m);
  bool reached = reach(primal, active, Reach::Floats)[0];
  if (reached) {
    if (failed(jvpBody(primal, active, Mask(1, true), both)))
      return failure();
    simplify(both);
    if (failed(unzipBody(both, concat(Mask(n), Mask(m, true)),
                         concat(Mask(1), Mask(1, true)), fwd, lin, residuals)))
      return failure();
    terminator(fwd)->insertOperands(1, residuals);
    if (failed(transposeBody(lin, firstN(m, m + residuals.size()),
                             Mask(1, true), back, found)))
      return failure();
  }
  OpBuilder b = openBody(dst, types);
  Location loc = ret->getLoc();
  auto forward = inlineBody(b, reached ? fwd : primal, dst.getArguments());
  SmallVector<Value> results, cts(m);
  if (value)
    results.push_back(forward[0]);
  if (reached) {
    SmallVector<Value> args(llvm::drop_begin(forward));
    args.push_back(splat(b, loc, forward[0].getType(), 1));
    cts.clear();
    expand(inlineBody(b, back, args), found, cts);
  }
  for (auto [ct, type] : llvm::zip(cts, keep(types, active)))
    results.push_back(ct ? ct : zeros(b, loc, type));
  closeBody(b, loc, results);
  simplify(dst);
  return success();
}

LogicalResult weft::ir::deriveJvp(Region &src, const Mask &active,
                                  Region &dst) {
  Region primal;
  copySimplified(src, primal);
  Mask floats(terminator(primal)->getNumOperands());
  for (auto [i, type] : llvm::enumerate(terminator(primal)->getOperandTypes()))
    floats[i] = isInexact(type);
  if (failed(jvpBody(primal, active, floats, dst)))
    return failure();
  simplify(dst);
  return success();
}

LogicalResult weft::ir::deriveBatch(Region &src,
                                    ArrayRef<std::optional<int64_t>> axes,
                                    int64_t n, Region &dst) {
  Region primal, inner;
  copySimplified(src, primal);
  SmallVector<Type> types(primal.getArgumentTypes());
  Mask batched(types.size());
  for (auto [i, axis] : llvm::enumerate(axes)) {
    if (!axis)
      continue;
    batched.set(i);
    SmallVector<int64_t> shape(ir::tensorType(types[i]).getShape());
    shape.insert(shape.begin() + *axis, n);
    types[i] = ir::tensorType(types[i]).clone(shape);
  }
  unsigned results = terminator(primal)->getNumOperands();
  if (failed(batchBody(primal, batched, Mask(results, true), n, inner)))
    return failure();
  OpBuilder b = openBody(dst, types);
  SmallVector<Value> args(dst.getArguments());
  for (unsigned i : batched.set_bits())
    args[i] = moveAxis(b, args[i], *axes[i], 0);
  auto out = inlineBody(b, inner, args);
  closeBody(b, b.getUnknownLoc(), out);
  simplify(dst);
  return success();
}

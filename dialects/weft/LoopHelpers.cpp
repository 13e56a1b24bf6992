// See LoopHelpers.h.
#include "LoopHelpers.h"
#include "ScalarBody.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
using namespace weft::ir;

Value weft::ir::indexConstant(OpBuilder &b, Location loc, int64_t value) {
  return arith::ConstantIndexOp::create(b, loc, value);
}

static SmallVector<Value> loopsFrom(OpBuilder &b, Location loc,
                                    ArrayRef<int64_t> sizes,
                                    SmallVectorImpl<Value> &indices,
                                    ValueRange carried, LoopBody body) {
  if (indices.size() == sizes.size())
    return body(b, indices, carried);
  auto loop = scf::ForOp::create(
      b, loc, indexConstant(b, loc, 0),
      indexConstant(b, loc, sizes[indices.size()]), indexConstant(b, loc, 1),
      carried);
  if (!loop.getBody()->empty()) // there is a yield where nothing is carried
    loop.getBody()->back().erase();
  auto inside = OpBuilder::atBlockEnd(loop.getBody());
  indices.push_back(loop.getInductionVar());
  auto next = loopsFrom(inside, loc, sizes, indices, loop.getRegionIterArgs(),
                        body);
  indices.pop_back();
  scf::YieldOp::create(inside, loc, next);
  return SmallVector<Value>(loop.getResults());
}
SmallVector<Value> weft::ir::nestedLoops(OpBuilder &b, Location loc,
                                         ArrayRef<int64_t> sizes,
                                         ValueRange carried, LoopBody body) {
  SmallVector<Value> indices;
  return loopsFrom(b, loc, sizes, indices, carried, body);
}

void weft::ir::shareRows(OpBuilder &b, Value result, double nanoseconds) {
  if (auto loop = result.getDefiningOp<scf::ForOp>())
    loop->setAttr(rowsAttr, b.getF64FloatAttr(nanoseconds));
}

static LLVM::LoopAnnotationAttr annotation(MLIRContext *ctx,
                                           LLVM::LoopVectorizeAttr vectorize,
                                           LLVM::LoopUnrollAttr unroll,
                                           BoolAttr mustProgress = {}) {
  return LLVM::LoopAnnotationAttr::get(ctx, {}, vectorize, {}, unroll, {}, {},
                                       {}, {}, {}, {}, mustProgress, {}, {}, {},
                                       {});
}
static LLVM::LoopUnrollAttr notUnrolled(MLIRContext *ctx) {
  return LLVM::LoopUnrollAttr::get(ctx, BoolAttr::get(ctx, true), {}, {}, {},
                                   {}, {}, {});
}

void weft::ir::keepRolled(Operation *loop) {
  MLIRContext *ctx = loop->getContext();
  loop->setAttr(annotationAttr, annotation(ctx, {}, notUnrolled(ctx)));
}

void weft::ir::vectorsFirst(Operation *loop) {
  MLIRContext *ctx = loop->getContext();
  // What is said of the loop over vectors stands in place of all the rest, so
  // something must be, if only that it ends.
  auto vectors = LLVM::LoopVectorizeAttr::get(
      ctx, {}, {}, {}, {}, annotation(ctx, {}, {}, BoolAttr::get(ctx, true)),
      {}, {});
  loop->setAttr(annotationAttr, annotation(ctx, vectors, notUnrolled(ctx)));
}

Value weft::ir::backwards(OpBuilder &b, Location loc, Value i, int64_t n,
                          bool reverse) {
  if (!reverse)
    return i;
  return arith::SubIOp::create(b, loc, indexConstant(b, loc, n - 1), i);
}
SmallVector<Value> weft::ir::indexWith(ValueRange others, int64_t dim,
                                       Value at) {
  SmallVector<Value> out(others);
  out.insert(out.begin() + dim, at);
  return out;
}

LogicalResult weft::ir::emitScalarBody(Lowering &lowering, OpBuilder &b,
                                       Location loc, Region &body,
                                       ValueRange elements, Values &out) {
  if (!notElementwise(body))
    return emitScalars(body, b, elements, out);
  SmallVector<Value> arrays, results;
  for (auto [arg, e] : llvm::zip(body.getArguments(), elements)) {
    auto type = tensorType(Lowering::type(arg.getType()));
    arrays.push_back(tensor::FromElementsOp::create(b, loc, type, e));
  }
  if (failed(lowering.body(body, b, arrays, results)))
    return failure();
  for (Value v : results)
    out.push_back(tensor::ExtractOp::create(b, loc, v, ValueRange()));
  return success();
}

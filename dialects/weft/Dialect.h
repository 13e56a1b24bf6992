// The dialect in C++: interfaces, and the few words that rules share. The op
// classes of family F are in FOps.h (made by CMake from F.td): who names an op
// includes its family, so that an edit to one .td compiles few files again.
//
// A *body* is a single-block region that ends in weft.return and uses nothing
// from outside: the region of a traced function, of a call, of a branch, of a
// scan. Transforms read one body and write another; they never mutate.
#pragma once
#include "Pch.h"

namespace weft::ir {
using namespace mlir;
using Mask = llvm::SmallBitVector;
using Values = SmallVectorImpl<Value>;
using IndexFn = llvm::function_ref<Value(unsigned)>;

/// What `reach` follows: every value, or only differentiable ones.
enum class Reach { All, Floats };

struct Unzip;
class Lowering;

/// The process's one context, with every dialect that Weft uses loaded.
MLIRContext *context();
/// Called once with the new context: what lies below the dialects (lowering)
/// adds its own there. Set before main by the room that links both.
extern void (*prepareContext)(MLIRContext &context);
/// Registers what `context()` has, for programs with a context of their own.
void registerDialects(DialectRegistry &registry);

inline RankedTensorType typeOf(Value v) {
  return cast<RankedTensorType>(v.getType());
}
inline RankedTensorType tensorType(Type t) { return cast<RankedTensorType>(t); }
inline Type elementOf(Type t) {
  return cast<RankedTensorType>(t).getElementType();
}
/// Float or complex: what has a tangent.
inline bool isInexact(Type t) {
  return isa<FloatType, ComplexType>(elementOf(t));
}
/// What an op says that it has not: `Lacks` in Dialect.td.
template <class Op>
struct LacksJvp : OpTrait::TraitBase<Op, LacksJvp> {};
template <class Op>
struct LacksTranspose : OpTrait::TraitBase<Op, LacksTranspose> {};
template <class Op>
struct LacksBatch : OpTrait::TraitBase<Op, LacksBatch> {};
template <class Op>
struct LacksLower : OpTrait::TraitBase<Op, LacksLower> {};
template <class Op>
struct LacksRow : OpTrait::TraitBase<Op, LacksRow> {};
} // namespace weft::ir

#include "WeftDialect.h.inc"
#include "WeftEnums.h.inc"
#include "WeftInterfaces.h.inc"
namespace weft::ir {
LogicalResult batchElementwise(Operation *op, OpBuilder &b, ValueRange operands,
                               const Mask &batched, int64_t n, Values &out,
                               Mask &outBatched);
AffineMap identityMap(Operation *op);
LogicalResult inferReduction(std::optional<Location> loc, StringRef op, Type x,
                             ArrayRef<int64_t> dims,
                             SmallVectorImpl<Type> &out);
LogicalResult verifyArgReduction(Operation *op, int64_t dim);
LogicalResult batchReduction(Operation *op, OpBuilder &b, Value x, int64_t n,
                             Values &out, Mask &outBatched);
} // namespace weft::ir

// The interfaces through which transforms and lowering see an operation. An
// operation declares the ones that it has; a declared rule that is not written
// does not link.
#ifndef WEFT_INTERFACES_TD
#define WEFT_INTERFACES_TD
include "mlir/IR/OpBase.td"

class Weft_Interface<string name> : OpInterface<name> {
  let cppNamespace = "::weft::ir";
}

def Weft_Differentiable : Weft_Interface<"Differentiable"> {
  let description = "Pushes tangents forward. Null is a symbolic zero.";
  let methods = [InterfaceMethod<
    [{Appends the tangent of each result. `this` is the copy that already
      stands in the new function, so its operands and results can be used as
      they are. Called only if some tangent is not null.}],
    "::llvm::LogicalResult", "jvp", (ins "::mlir::OpBuilder &":$b,
      "::llvm::ArrayRef<::mlir::Value>":$tangents,
      "::llvm::SmallVectorImpl<::mlir::Value> &":$out)>];
}

def Weft_Transposable : Weft_Interface<"Transposable"> {
  let description = "Pulls cotangents back through a linear operation.";
  let methods = [InterfaceMethod<
    [{`operands` holds the new function's value of each operand that is not
      linear and null for the others; `cts` one cotangent per result (null:
      zero, not all null). Appends one cotangent per operand, null for zero
      and for operands that are not linear.}],
    "::llvm::LogicalResult", "transpose", (ins "::mlir::OpBuilder &":$b,
      "::llvm::ArrayRef<::mlir::Value>":$operands,
      "::llvm::ArrayRef<::mlir::Value>":$cts,
      "::llvm::SmallVectorImpl<::mlir::Value> &":$out)>];
}

def Weft_Batchable : Weft_Interface<"Batchable"> {
  let description = "Adds a leading axis of size n.";
  let methods = [InterfaceMethod<
    [{`operands` are the new function's values; those in `batched` (never
      empty) have the axis. Appends the results and says which have it.}],
    "::llvm::LogicalResult", "batch", (ins "::mlir::OpBuilder &":$b,
      "::mlir::ValueRange":$operands, "const ::weft::ir::Mask &":$batched,
      "int64_t":$n, "::llvm::SmallVectorImpl<::mlir::Value> &":$out,
      "::weft::ir::Mask &":$outBatched)>];
}

def Weft_HigherOrder : Weft_Interface<"HigherOrder"> {
  let description = "An op with bodies: transforms by recursing on them.";
  let methods = [
    InterfaceMethod<"Results that depend on the operands in `in`.",
      "::weft::ir::Mask", "reach",
      (ins "const ::weft::ir::Mask &":$in, "::weft::ir::Reach":$kind)>,
    InterfaceMethod<"Emits one op that computes results and tangents.",
      "::llvm::LogicalResult", "jvpWhole", (ins "::mlir::OpBuilder &":$b,
        "::mlir::ValueRange":$operands,
        "::llvm::ArrayRef<::mlir::Value>":$tangents,
        "::llvm::SmallVectorImpl<::mlir::Value> &":$out,
        "::llvm::SmallVectorImpl<::mlir::Value> &":$outTangents)>,
    InterfaceMethod<[{Emits a forward half and a linear half and maps the
      results. `linear`: operands that are linear, never empty.}],
      "::llvm::LogicalResult", "unzip", (ins "::weft::ir::Unzip &":$u,
        "const ::weft::ir::Mask &":$linear)>];
}

def Weft_Fusible : Weft_Interface<"Fusible"> {
  let description = [{
    Each element of the one result is a function of at most one element of
    each operand: what fusion may compute inside the loop of its user.
  }];
  let methods = [
    InterfaceMethod<[{Affine map from the result's indices to the indices of
      operand i.}],
      "::mlir::AffineMap", "operandMap", (ins "unsigned":$operand)>,
    InterfaceMethod<[{Emits arith/math for one element. `elements` are the
      operands' elements and `indices` builds the result's indices on demand.
      Element types are lowered ones (signless); signedness is read from the
      op's own types. No result where it cannot be said.}],
      "::mlir::Value", "emitElement", (ins "::mlir::OpBuilder &":$b,
        "::mlir::ValueRange":$elements,
        "::llvm::function_ref<::mlir::Value(unsigned)>":$index)>,
    InterfaceMethod<"Cheap enough to compute again for each of its users.",
      "bool", "isCheap", (ins), [{}], [{ return false; }]>,
    InterfaceMethod<[{So many operands, from the first on, are one value before
      the others join: those of a product in a sum.}],
      "unsigned", "numInner", (ins), [{}], [{ return 0; }]>];
}

def Weft_Reducing : Weft_Interface<"Reducing"> {
  let description = [{
    Folds elements of operand 0 (and of further operands in step) along axes
    with an associative body.
  }];
  let methods = [
    InterfaceMethod<"Axes of the operand that disappear, ascending.",
      "::llvm::SmallVector<int64_t>", "reducedAxes">,
    InterfaceMethod<[{One start value per result, as scalars. It may be wider
      than the result's dtype (f32 for a sum of half floats): accumulators have
      its type, and who emits the loop truncates what comes out.}],
      "::llvm::SmallVector<::mlir::Value>", "emitInit",
      (ins "::mlir::OpBuilder &":$b)>,
    InterfaceMethod<[{Combines the accumulators with one element of each
      operand; `index` gives the operand's index along axis i on demand.}],
      "::llvm::SmallVector<::mlir::Value>", "emitCombine",
      (ins "::mlir::OpBuilder &":$b, "::mlir::ValueRange":$accumulators,
        "::mlir::ValueRange":$elements,
        "::llvm::function_ref<::mlir::Value(unsigned)>":$index)>];
}

def Weft_Lowerable : Weft_Interface<"Lowerable"> {
  let description = [{
    Lowers itself to linalg, tensor, arith and scf. An op that is Fusible as
    well does so where its elements are needed as an array, and is fused only
    if it is cheap.
  }];
  let methods = [
    InterfaceMethod<
    [{`operands` are lowered values. Appends the lowered results. Ops with
      bodies lower them by `lowering.body`.}],
    "::llvm::LogicalResult", "lower", (ins "::weft::ir::Lowering &":$lowering,
      "::mlir::OpBuilder &":$b, "::mlir::ValueRange":$operands,
      "::llvm::SmallVectorImpl<::mlir::Value> &":$out)>,
    InterfaceMethod<[{The body, where all that the op does is to run it once on
      its operands: lowering then reads it as if it stood in the op's place.
      Null for any other op.}],
      "::mlir::Region *", "plainBody", (ins), [{}], [{ return nullptr; }]>];
}
#endif

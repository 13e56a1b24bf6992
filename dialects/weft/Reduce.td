// Axes that disappear: sums, products, extrema, and where an extremum is.
#ifndef WEFT_REDUCE_TD
#define WEFT_REDUCE_TD
include "Dialect.td"

/// What all have in common is written here once; derivatives, start values and
/// combining differ.
class Weft_ReduceOf<string mnemonic, Type on, string formula,
                    list<Trait> traits = []> :
    Weft_Op<mnemonic, !listconcat([Jvp, Batch, Fold, InferTypeOpAdaptor],
                                  WithTransposeOrNot<traits>.all)> {
  let summary = formula;
  let description = [{
    Over the axes in dims }] # formula # [{.

    ```mlir
    %y = weft.}] # mnemonic # [{ %x over [1] : tensor<2x3x}]
    # !if(!eq(on, Weft_BitsTensor), "i32", "f32") # [{>
    ```
    Constraints: (}] # mnemonic # [{-C1) dims are axes of x, ascending.
  }];
  let arguments = (ins on:$x, DenseI64ArrayAttr:$dims);
  let results = (outs on:$y);
  let assemblyFormat = "$x `over` $dims attr-dict `:` type($x)";
  let hasFolder = 1;
  let extraClassDefinition = [{
    ::llvm::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *,
        std::optional<::mlir::Location> loc, Adaptor a,
        ::llvm::SmallVectorImpl<::mlir::Type> &out) {
      return inferReduction(loc, "}] # mnemonic # [{", a.getX().getType(),
                            a.getDims(), out);
    }
    ::mlir::OpFoldResult $cppClass::fold(FoldAdaptor) {
      return getDims().empty() ? getX() : ::mlir::Value();
    }
    ::llvm::LogicalResult $cppClass::batch(::mlir::OpBuilder &b,
        ::mlir::ValueRange operands, const Mask &, int64_t n,
        ::llvm::SmallVectorImpl<::mlir::Value> &out, Mask &outBatched) {
      return batchReduction(*this, b, operands[0], n, out, outBatched);
    }
    ::llvm::SmallVector<int64_t> $cppClass::reducedAxes() {
      return ::llvm::SmallVector<int64_t>(getDims());
    }
  }];
}
def Weft_ReduceSumOp : Weft_ReduceOf<"reduce_sum", Weft_NumberTensor,
    "y = Σ x (no axis: x; no element: 0)", [Transpose]>;
def Weft_ReduceProdOp : Weft_ReduceOf<"reduce_prod", Weft_NumberTensor,
    "y = Π x (no element: 1)">;
def Weft_ReduceMaxOp : Weft_ReduceOf<"reduce_max", Weft_OrderedTensor,
    "y = the largest x, NaN if one is (no element: the least value)">;
def Weft_ReduceMinOp : Weft_ReduceOf<"reduce_min", Weft_OrderedTensor,
    "y = the smallest x, NaN if one is (no element: the greatest value)">;
def Weft_ReduceAndOp : Weft_ReduceOf<"reduce_and", Weft_BitsTensor,
    "y = x & x & … (no element: all bits set)">;
def Weft_ReduceOrOp : Weft_ReduceOf<"reduce_or", Weft_BitsTensor,
    "y = x | x | … (no element: 0)">;
def Weft_ReduceXorOp : Weft_ReduceOf<"reduce_xor", Weft_BitsTensor,
    "y = x ^ x ^ … (no element: 0)">;

class Weft_ArgReduce<string mnemonic, string what> : Weft_Op<mnemonic,
    [Jvp, Batch, Lower, NotLinear]> {
  let summary = "y = the first index of the " # what # " along an axis";
  let description = [{
    The first NaN wins where there is one.

    ```mlir
    %y = weft.}] # mnemonic # [{ %x over 1 : tensor<2x3xf32> -> tensor<2xi32>
    ```
    Constraints: (}] # mnemonic # [{-C1) dim is an axis of x and not empty;
    (C2) the result has x's shape without it, and integers.
  }];
  let arguments = (ins Weft_OrderedTensor:$x, I64Attr:$dim);
  let results = (outs Weft_IntTensor:$y);
  let assemblyFormat =
    "$x `over` $dim attr-dict `:` type($x) `->` type($y)";
  let hasVerifier = 1;
  let extraClassDefinition = [{
    ::llvm::LogicalResult $cppClass::verify() {
      return verifyArgReduction(*this, getDim());
    }
    ::llvm::LogicalResult $cppClass::jvp(::mlir::OpBuilder &,
        ::llvm::ArrayRef<::mlir::Value>,
        ::llvm::SmallVectorImpl<::mlir::Value> &out) {
      out.push_back({});
      return ::mlir::success();
    }
    ::llvm::LogicalResult $cppClass::batch(::mlir::OpBuilder &b,
        ::mlir::ValueRange operands, const Mask &, int64_t n,
        ::llvm::SmallVectorImpl<::mlir::Value> &out, Mask &outBatched) {
      return batchReduction(*this, b, operands[0], n, out, outBatched);
    }
  }];
}
def Weft_ArgmaxOp : Weft_ArgReduce<"argmax", "largest x">;
def Weft_ArgminOp : Weft_ArgReduce<"argmin", "smallest x">;
#endif

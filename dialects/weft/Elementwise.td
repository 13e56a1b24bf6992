// Element by element: the classes of the families Arithmetic, Unary, Logic.
// Operands and result have one shape.
#ifndef WEFT_ELEMENTWISE_TD
#define WEFT_ELEMENTWISE_TD
include "Dialect.td"

/// Batching broadcasts the operands that have no axis; every operand is read
/// at the result's own index.
class Weft_Elementwise<string mnemonic, list<Trait> traits> :
    Weft_Op<mnemonic, !listconcat([Elementwise, Jvp, Batch],
                                  WithTransposeOrNot<traits>.all)> {
  let extraClassDefinition = [{
    ::llvm::LogicalResult $cppClass::batch(::mlir::OpBuilder &b,
        ::mlir::ValueRange operands, const Mask &batched, int64_t n,
        ::llvm::SmallVectorImpl<::mlir::Value> &out, Mask &outBatched) {
      return batchElementwise(*this, b, operands, batched, n, out, outBatched);
    }
    ::mlir::AffineMap $cppClass::operandMap(unsigned) {
      return identityMap(*this);
    }
  }];
}

class Weft_UnaryOf<string mnemonic, Type on, string formula,
                   list<Trait> traits = []> :
    Weft_Elementwise<mnemonic,
      !listconcat([SameOperandsAndResultType, Fuse], traits)> {
  let summary = formula;
  let description = [{
    Element by element }] # formula # [{.

    ```mlir
    %y = weft.}] # mnemonic # [{ %x : tensor<3xf32>
    ```
  }];
  let arguments = (ins on:$x);
  let results = (outs on:$y);
  let assemblyFormat = "$x attr-dict `:` type($x)";
}
/// A unary op on floats (and complex numbers).
class Weft_Unary<string m, string formula, list<Trait> traits = []> :
  Weft_UnaryOf<m, Weft_InexactTensor, formula, traits>;
class Weft_FloatUnary<string m, string formula, list<Trait> traits = []> :
  Weft_UnaryOf<m, Weft_FloatTensor, formula, traits>;

class Weft_BinaryOf<string mnemonic, Type on, string formula,
                    list<Trait> traits = []> :
    Weft_Elementwise<mnemonic,
      !listconcat([SameOperandsAndResultType, Fuse], traits)> {
  let summary = formula;
  let description = [{
    Element by element }] # formula # [{.

    ```mlir
    %z = weft.}] # mnemonic # [{ %x, %y : tensor<3x}]
    # !if(!eq(on, Weft_BitsTensor), "i32", !if(!eq(on, Weft_IntTensor), "i32",
          "f32")) # [{>
    ```
  }];
  let arguments = (ins on:$x, on:$y);
  let results = (outs on:$z);
  let assemblyFormat = "$x `,` $y attr-dict `:` type($x)";
}
#endif

// The dialect, its types and the classes that op families are made of.
#ifndef WEFT_DIALECT_TD
#define WEFT_DIALECT_TD
include "mlir/IR/OpBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "Interfaces.td"

def Weft_Dialect : Dialect {
  let name = "weft";
  let cppNamespace = "::weft::ir";
  let hasConstantMaterializer = 1;
  let summary = "Pure operations on ranked tensors: Weft's jaxpr.";
  let description = [{
    Every operation is pure. Element types are those of JAX: `i1` is bool,
    `iN` a signed integer, `uiN` an unsigned one. Shapes are static.
  }];
}

//===-- Element types -----------------------------------------------------===//
def Weft_Bool : TypeConstraint<CPred<"$_self.isInteger(1)">, "bool">;
def Weft_IsFloat : CPred<"::llvm::isa<::mlir::FloatType>($_self)">;
def Weft_IsComplex : CPred<"::llvm::isa<::mlir::ComplexType>($_self)">;
def Weft_IsInt : And<[CPred<"::llvm::isa<::mlir::IntegerType>($_self)">,
                      CPred<"!$_self.isInteger(1)">]>;
def Weft_IsBool : CPred<"$_self.isInteger(1)">;

class Weft_Element<Pred p, string what> : Type<p, what>;
def Weft_FloatElt : Weft_Element<Weft_IsFloat, "float">;
def Weft_BoolElt : Weft_Element<Weft_IsBool, "bool">;
def Weft_IntElt : Weft_Element<Weft_IsInt, "integer">;
def Weft_ComplexElt : Weft_Element<Weft_IsComplex, "complex">;

class Weft_TensorOf<list<Type> elements> : RankedTensorOf<elements>;
def Weft_Tensor : Weft_TensorOf<[Weft_FloatElt, Weft_IntElt, Weft_BoolElt,
                                 Weft_ComplexElt]>;
def Weft_BoolTensor : Weft_TensorOf<[Weft_BoolElt]>;
def Weft_IntTensor : Weft_TensorOf<[Weft_IntElt]>;
def Weft_BitsTensor : Weft_TensorOf<[Weft_IntElt, Weft_BoolElt]>;
def Weft_FloatTensor : Weft_TensorOf<[Weft_FloatElt]>;
def Weft_ComplexTensor : Weft_TensorOf<[Weft_ComplexElt]>;
def Weft_InexactTensor : Weft_TensorOf<[Weft_FloatElt, Weft_ComplexElt]>;
def Weft_NumberTensor : Weft_TensorOf<[Weft_FloatElt, Weft_IntElt,
                                       Weft_ComplexElt]>;
def Weft_RealTensor : Weft_TensorOf<[Weft_FloatElt, Weft_IntElt]>;
def Weft_OrderedTensor : Weft_TensorOf<[Weft_FloatElt, Weft_IntElt,
                                        Weft_BoolElt]>;

//===-- Rules an op declares ----------------------------------------------===//
defvar Jvp = DeclareOpInterfaceMethods<Weft_Differentiable>;
defvar Transpose = DeclareOpInterfaceMethods<Weft_Transposable>;
defvar Batch = DeclareOpInterfaceMethods<Weft_Batchable>;
defvar Whole = DeclareOpInterfaceMethods<Weft_HigherOrder>;
defvar Fuse = DeclareOpInterfaceMethods<Weft_Fusible>;
defvar FuseInner = DeclareOpInterfaceMethods<Weft_Fusible, ["numInner"]>;
defvar FuseCheap = DeclareOpInterfaceMethods<Weft_Fusible, ["isCheap"]>;
defvar Fold = DeclareOpInterfaceMethods<Weft_Reducing>;
defvar Lower = DeclareOpInterfaceMethods<Weft_Lowerable>;
defvar LowerPlain = DeclareOpInterfaceMethods<Weft_Lowerable, ["plainBody"]>;

//===-- What an op has not ------------------------------------------------===//
/// Among an op's traits: a rule that it has not ("Jvp", "Transpose", "Batch",
/// "Lower"), or that there is no row of it in test/numeric ("Row"), and why.
/// NumericMeta holds that what ops lack is what they say.
class Lacks<string what, string why> : NativeOpTrait<"Lacks" # what> {
  let cppNamespace = "::weft::ir";
  string reason = why;
}
/// What becomes of a transposed op that has none: its tangent is written with
/// linear ops, so nothing asks it.
defvar NotLinear = Lacks<"Transpose", "it is not linear in any operand">;
class WithTransposeOrNot<list<Trait> traits> {
  list<Trait> all = !listconcat(traits,
    !if(!empty(!filter(t, traits, !or(!eq(t, Transpose), !isa<Lacks>(t)))),
        [NotLinear], []));
}

class Weft_Op<string mnemonic, list<Trait> traits> :
  Op<Weft_Dialect, mnemonic, !listconcat([Pure], traits)>;
#endif

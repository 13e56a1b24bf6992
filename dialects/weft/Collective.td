// What the lanes of a vmap with a name tell one another. `lane` is the lane's
// number, which that vmap alone maps: its rule for a mapped lane is the op's
// meaning, and no op of this family is left when all maps are done.
#ifndef WEFT_COLLECTIVE_TD
#define WEFT_COLLECTIVE_TD
include "Dialect.td"

def OneForAllLanes : NativeOpTrait<"OneForAllLanes"> {
  let cppNamespace = "::weft::ir";
}

class Weft_CollectiveOp<string mnemonic, Type type, string formula,
                        list<Trait> traits = []> :
    Weft_Op<mnemonic, !listconcat([Jvp, Batch,
      Lacks<"Lower", "no collective is left when its vmap is done">,
      Lacks<"Row", "it is gone when its vmap is: CollectiveTest.cpp">],
      WithTransposeOrNot<traits>.all)> {
  let summary = formula;
  let arguments = (ins type:$x, Weft_IntTensor:$lane, StrAttr:$axis,
                       I64Attr:$size);
  let results = (outs type:$y);
  let hasVerifier = 1;
}
class Weft_SameCollective<string mnemonic, Type type, string formula,
                          list<Trait> traits = []> :
    Weft_CollectiveOp<mnemonic, type, formula, traits> {
  let description = [{
    Constraints: (}] # mnemonic # [{-C1) lane is a scalar i32; (C2) y has the
    type of x.
  }];
}
def Weft_PsumOp : Weft_SameCollective<"psum", Weft_NumberTensor,
    "y = Σ x over all lanes", [Transpose, OneForAllLanes]>;
def Weft_PmaxOp : Weft_SameCollective<"pmax", Weft_OrderedTensor,
    "y = the largest x of all lanes", [OneForAllLanes]>;
def Weft_PminOp : Weft_SameCollective<"pmin", Weft_OrderedTensor,
    "y = the smallest x of all lanes", [OneForAllLanes]>;
def Weft_PpermuteOp : Weft_CollectiveOp<"ppermute", Weft_Tensor,
    "y = the x of the lane that sends here, 0 where none does", [Transpose]> {
  let description = [{
    Lane from[i] sends to lane to[i].

    Constraints: (ppermute-C1) lane is a scalar i32; (C2) y has the type of x;
    (C3) from and to are as long as one another, and lanes, each named once.
  }];
  let arguments = (ins Weft_Tensor:$x, Weft_IntTensor:$lane, StrAttr:$axis,
                       I64Attr:$size, DenseI64ArrayAttr:$from,
                       DenseI64ArrayAttr:$to);
}
def Weft_AllToAllOp : Weft_SameCollective<"all_to_all", Weft_Tensor,
    "y[j] of lane i = x[i] of lane j; axis 0 has the size of the map",
    [Transpose]>;
def Weft_AllGatherOp : Weft_CollectiveOp<"all_gather", Weft_Tensor,
    "y[j] = x of lane j", [Transpose, OneForAllLanes]> {
  let description = [{
    Constraints: (all_gather-C1) lane is a scalar i32; (C2) y has the type of
    x with `size` in front.
  }];
}
def Weft_PsumScatterOp : Weft_CollectiveOp<"psum_scatter", Weft_NumberTensor,
    "y of lane i = Σ x[i] over all lanes; axis 0 has the size of the map",
    [Transpose]> {
  let description = [{
    Constraints: (psum_scatter-C1) lane is a scalar i32; (C2) x has the type of
    y with `size` in front.
  }];
}
#endif

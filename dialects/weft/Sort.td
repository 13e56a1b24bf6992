// Elements in another order: sort.
#ifndef WEFT_SORT_TD
#define WEFT_SORT_TD
include "Dialect.td"

def Weft_SortOp : Weft_Op<"sort",
    [IsolatedFromAbove, Whole, Batch, Lower, NotLinear]> {
  let summary = "the operands, each row along dim put in one order";
  let description = [{
    comparator: (x0, y0, x1, y1, …) → bool, on two scalars of each operand,
    says whether the elements x… come before y…. It is a strict weak order;
    elements of which neither comes before the other keep their order (isStable
    says that somebody asked for it; it always holds). numKeys, where it is
    given, says that the comparator is JAX's own on the first operands:
    lexicographic, -0 equal to 0, NaNs last and equal; descending says that it
    is that order read backwards.

    Constraints: (sort-C1) at least one operand, all of one shape; (C2)
    0 ≤ dim < rank; (C3) the comparator takes two scalars of each operand's
    dtype and gives a scalar bool; (C4) results have the operands' types; (C5)
    1 ≤ numKeys ≤ the number of operands.
  }];
  let arguments = (ins Variadic<Weft_Tensor>:$xs, I64Attr:$dim,
    UnitAttr:$isStable, OptionalAttr<I64Attr>:$numKeys,
    UnitAttr:$descending);
  let results = (outs Variadic<Weft_Tensor>:$ys);
  let regions = (region SizedRegion<1>:$comparator);
  let hasVerifier = 1;
}
#endif

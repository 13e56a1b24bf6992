// Isolated bodies that run by a value: cond, scan.
#ifndef WEFT_CONTROL_TD
#define WEFT_CONTROL_TD
include "Region.td"

def Weft_CondOp : Weft_RegionOp<"cond"> {
  let summary = "runs one of two bodies; both take all of args";
  let description = [{
    Constraints: (cond-C1) pred is a scalar bool; (C2) both bodies take the
    types of args and give the op's results.
  }];
  let arguments = (ins Weft_BoolTensor:$pred, Variadic<Weft_Tensor>:$args);
  let regions = (region SizedRegion<1>:$thenBody, SizedRegion<1>:$elseBody);
}
def Weft_ScanOp : Weft_RegionOp<"scan", [AttrSizedOperandSegments]> {
  let summary = "a loop that carries values, reads xs and stacks ys";
  let description = [{
    body: (carry…, x…, consts…) → (carry…, y…). xs and ys have a leading axis
    of size length; reverse runs it from the last to the first.

    Constraints: (scan-C1) the body takes inits, xs without their leading
    axis, consts, and gives the carries' types, then the ys without theirs;
    (C2) leading axes have size length.
  }];
  let arguments = (ins Variadic<Weft_Tensor>:$inits,
    Variadic<Weft_Tensor>:$xs, Variadic<Weft_Tensor>:$consts,
    I64Attr:$length, UnitAttr:$reverse);
  let regions = (region SizedRegion<1>:$body);
}
#endif

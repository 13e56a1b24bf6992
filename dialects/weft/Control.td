// Isolated bodies that run by a value: cond, switch, scan, while.
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
def Weft_SwitchOp : Weft_RegionOp<"switch"> {
  let summary = "runs one of several bodies; all take all of args";
  let description = [{
    An index below 0 runs the first body, one that is too large the last.

    Constraints: (switch-C1) index is a scalar i32; (C2) there is a body, and
    each takes the types of args and gives the op's results.
  }];
  let arguments = (ins Weft_IntTensor:$index, Variadic<Weft_Tensor>:$args);
  let regions = (region VariadicRegion<SizedRegion<1>>:$bodies);
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
def Weft_WhileOp : Weft_RegionOp<"while", [AttrSizedOperandSegments]> {
  let summary = "a loop that carries values until its condition is false";
  let description = [{
    cond: (carry…, condConsts…) → bool; body: (carry…, bodyConsts…) →
    (carry…). How many steps it takes is not known, so it has no transpose.

    Constraints: (while-C1) cond takes inits and condConsts and gives a scalar
    bool; (C2) the body takes inits and bodyConsts and gives the carries'
    types, which are the op's results.
  }];
  let arguments = (ins Variadic<Weft_Tensor>:$inits,
    Variadic<Weft_Tensor>:$condConsts, Variadic<Weft_Tensor>:$bodyConsts);
  let regions = (region SizedRegion<1>:$cond, SizedRegion<1>:$body);
}
#endif

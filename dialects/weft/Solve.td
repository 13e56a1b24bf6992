// Equations that are solved, differentiated through what they say and not
// through how they were solved.
#ifndef WEFT_SOLVE_TD
#define WEFT_SOLVE_TD
include "Dialect.td"

class Weft_SolveOp<string mnemonic, list<Trait> traits> :
    Weft_Op<mnemonic, !listconcat(
      [IsolatedFromAbove, AttrSizedOperandSegments, Jvp, Batch, LowerPlain],
      WithTransposeOrNot<traits>.all)> {
  let results = (outs Variadic<Weft_Tensor>:$x);
  let hasVerifier = 1;
}
def Weft_LinearSolveOp : Weft_SolveOp<"linear_solve", [Transpose]> {
  let summary = "x where matvec(x) = b";
  let description = [{
    matvec: (const…, x…) → (b…), linear in x; solve: (const…, b…) → (x…);
    transposeSolve: (const…, ct of x…) → (ct of b…), or empty. Along tangents,
    matvec(ẋ) = ḃ − ∂matvec(x); the transpose solves the transposed system.

    Constraints: (linear_solve-C1) b and x are inexact and have the same types;
    (C2) each body takes the consts and those types and gives those types.
  }];
  let arguments = (ins Variadic<Weft_Tensor>:$consts,
                       Variadic<Weft_InexactTensor>:$b);
  let regions = (region SizedRegion<1>:$matvec, SizedRegion<1>:$solve,
                        MaxSizedRegion<1>:$transposeSolve);
}
def Weft_RootOp : Weft_SolveOp<"root", []> {
  let summary = "x where f(x) = 0";
  let description = [{
    f: (const…, x…) → (r…); solve: (const…, start…) → (x…); tangentSolve:
    (const…, x…, r…) → (v…) gives v with ∂f(x) v = r. Along tangents of the
    consts, ∂f(x) ẋ = −∂f/∂const; tangents of the start do not count.

    Constraints: (root-C1) r has the types of x; (C2) each body takes the
    consts and such types and gives them.
  }];
  let arguments = (ins Variadic<Weft_Tensor>:$consts,
                       Variadic<Weft_InexactTensor>:$start);
  let regions = (region SizedRegion<1>:$f, SizedRegion<1>:$solve,
                        SizedRegion<1>:$tangentSolve);
}
#endif

// Linear algebra with orthogonal factors and spectra.
#ifndef WEFT_DECOMPOSE_TD
#define WEFT_DECOMPOSE_TD
include "LinalgTypes.td"

def Weft_GeqrfOp : Weft_Op<"geqrf",
    [Jvp, Batch, Lower, InferTypeOpAdaptor, NotLinear]> {
  let summary = "x = q r, q as Householder reflectors";
  let description = [{
    As LAPACK stores it: r in the upper half of `factored`, the reflectors
    below its diagonal, their first elements 1, scaled by `taus`. Leading axes
    are a batch.

    ```mlir
    %factored, %taus = weft.geqrf %x : tensor<4x3xf32>
    ```
    Constraints: (geqrf-C1) x has two axes at least.
  }];
  let arguments = (ins Weft_LinalgTensor:$x);
  let results = (outs Weft_LinalgTensor:$factored, Weft_LinalgTensor:$taus);
  let assemblyFormat = "$x attr-dict `:` type($x)";
}
def Weft_Geqp3Op : Weft_Op<"geqp3",
    [Jvp, Batch, Lower, InferTypeOpAdaptor, NotLinear]> {
  let summary = "x[…, permutation] = q r with pivoting, q as reflectors";
  let description = [{
    As geqrf of the columns of x in the order of `permutation`, which makes the
    sizes of r's diagonal elements descend. Its derivative is along one order.

    ```mlir
    %factored, %permutation, %taus = weft.geqp3 %x : tensor<4x3xf32>
    ```
    Constraints: (geqp3-C1) x has two axes at least.
  }];
  let arguments = (ins Weft_LinalgTensor:$x);
  let results = (outs Weft_LinalgTensor:$factored,
                      Weft_IndexTensor:$permutation, Weft_LinalgTensor:$taus);
  let assemblyFormat = "$x attr-dict `:` type($x)";
}
def Weft_HouseholderProductOp : Weft_Op<"householder_product",
    [Jvp, Batch, Lower, AllTypesMatch<["x", "q"]>, NotLinear]> {
  let summary = "q = the first columns of the product of reflectors";
  let description = [{
    Of the reflectors and taus that geqrf gives.

    ```mlir
    %q = weft.householder_product %x, %taus : tensor<4x3xf32>, tensor<3xf32>
    ```
    Constraints: (householder_product-C1) x is a batch of matrices with as many
    rows as columns at least; (C2) taus has x's dtype and leading axes, and at
    most as many elements as x has columns.
  }];
  let arguments = (ins Weft_LinalgTensor:$x, Weft_LinalgTensor:$taus);
  let results = (outs Weft_LinalgTensor:$q);
  let assemblyFormat = "$x `,` $taus attr-dict `:` type($x) `,` type($taus)";
  let hasVerifier = 1;
}
def Weft_QrOp : Weft_Op<"qr",
    [Jvp, Batch, Lower, InferTypeOpAdaptor, NotLinear]> {
  let summary = "x = q r with orthonormal columns q and an upper triangle r";
  let description = [{
    q is m × k and r k × n for an m × n matrix, k the smaller of m and n, or m
    with `full`. Leading axes are a batch. Signs are those of Householder's
    method, as in LAPACK.

    ```mlir
    %q, %r = weft.qr %x full = false : tensor<4x3xf32>
    ```
    Constraints: (qr-C1) x has two axes at least.
  }];
  let arguments = (ins Weft_LinalgTensor:$x, BoolAttr:$full);
  let results = (outs Weft_LinalgTensor:$q, Weft_LinalgTensor:$r);
  let assemblyFormat = "$x `full` `=` $full attr-dict `:` type($x)";
}
def Weft_EighOp : Weft_Op<"eigh",
    [Jvp, Batch, Lower, InferTypeOpAdaptor, NotLinear]> {
  let summary = "x v = v diag(w) for a Hermitian matrix";
  let description = [{
    Of the lower or upper half of each matrix; w ascends; the columns of v are
    orthonormal. Leading axes are a batch.

    ```mlir
    %v, %w = weft.eigh %x lower = true : tensor<3x3xf32>
    ```
    Constraints: (eigh-C1) the last two axes have one size.
  }];
  let arguments = (ins Weft_LinalgTensor:$x, BoolAttr:$lower);
  let results = (outs Weft_LinalgTensor:$v, Weft_LinalgTensor:$w);
  let assemblyFormat = "$x `lower` `=` $lower attr-dict `:` type($x)";
}
def Weft_SvdOp : Weft_Op<"svd",
    [Jvp, Batch, Lower, InferTypeOpAdaptor, NotLinear]> {
  let summary = "x = u diag(s) vᴴ";
  let description = [{
    s descends. For an m × n matrix and k the smaller of m and n, u is m × k and
    vᴴ k × n, with `full` m × m and n × n. Without `vectors` s is the only
    result. Leading axes are a batch.

    ```mlir
    %s, %u, %vh = weft.svd %x full = false vectors = true : tensor<4x3xf32>
    ```
    Constraints: (svd-C1) x has two axes at least.
  }];
  let arguments = (ins Weft_LinalgTensor:$x, BoolAttr:$full,
                       BoolAttr:$vectors);
  let results = (outs Weft_LinalgTensor:$s, Variadic<Weft_LinalgTensor>:$uv);
  let assemblyFormat = [{ $x `full` `=` $full `vectors` `=` $vectors attr-dict
    `:` type($x) }];
}
def Weft_EigOp : Weft_Op<"eig",
    [Jvp, Batch, Lower, InferTypeOpAdaptor, NotLinear]> {
  let summary = "x v = v diag(w)";
  let description = [{
    w and v are complex, in no particular order; each column of v has length 1
    and a real component of the largest modulus. Without `vectors` w is the
    only result. Leading axes are a batch.

    ```mlir
    %w, %v = weft.eig %x vectors = true : tensor<3x3xf32>
    ```
    Constraints: (eig-C1) the last two axes have one size.
  }];
  let arguments = (ins Weft_LinalgTensor:$x, BoolAttr:$vectors);
  let results = (outs Weft_ComplexTensor:$w,
                      Variadic<Weft_ComplexTensor>:$v);
  let assemblyFormat = "$x `vectors` `=` $vectors attr-dict `:` type($x)";
}
#endif

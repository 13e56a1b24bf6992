// Fourier transforms.
#ifndef WEFT_FFT_TD
#define WEFT_FFT_TD
include "Dialect.td"

def Weft_FftOp : Weft_Op<"fft",
    [Jvp, Transpose, Batch, Lower, InferTypeOpAdaptor]> {
  let summary = "y = Σ x · e^(∓2πi jk/n) over the last axes";
  let description = [{
    Over as many of the last axes as there are lengths. The kind is that of
    StableHLO: "fft", "ifft" (its inverse, with the factor 1/n), "rfft" (of real
    numbers; the last axis becomes n/2 + 1) and "irfft" (its inverse).

    ```mlir
    %y = weft.fft "rfft" %x [6] : tensor<2x6xf32>
    ```
    Constraints: (fft-C1) kind is fft, ifft, rfft or irfft; (C2) 1 to rank
    lengths, each at least 1; (C3) x is real (f32, f64) for rfft, complex
    otherwise; (C4) lengths are the sizes of the last axes; of the last of all
    for irfft, it is n/2 + 1.
  }];
  let arguments = (ins Weft_InexactTensor:$x, StrAttr:$kind,
      DenseI64ArrayAttr:$lengths);
  let results = (outs Weft_InexactTensor:$y);
  let assemblyFormat = "$kind $x $lengths attr-dict `:` type($x)";
}
#endif

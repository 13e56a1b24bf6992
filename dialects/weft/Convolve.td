// Convolution.
#ifndef WEFT_CONVOLVE_TD
#define WEFT_CONVOLVE_TD
include "Dialect.td"

def Weft_ConvGeneralDilatedOp : Weft_Op<"conv_general_dilated",
    [Jvp, Transpose, Batch, Lower]> {
  let summary = "z = Σ x · y over windows of x and its features";
  let description = [{
    xDims and zDims name the axes of batch, features and space, in that order;
    yDims those of output features, input features and space. Along each axis
    of space x is dilated by xDilation and padded by low and high (cut, if
    negative), y is dilated by yDilation and moves by strides; y is turned
    around along the axes of space in `reversed`.

    With featureGroups groups, each group of z's features sees its share of
    x's features only; with batchGroups, its share of x's batch. The sum is
    accumulated in the result's dtype, in f32 for half types.

    ```mlir
    %z = weft.conv_general_dilated %x, %y dims [0, 2, 1] [2, 1, 0] [0, 2, 1]
      strides [1] pad [1] [1] dilate [1] [1] reversed [] groups 1, 1
      : tensor<2x8x3xf32>, tensor<3x3x4xf32> -> tensor<2x8x4xf32>
    ```
    Constraints: (conv_general_dilated-C1) operands and result have one rank of
    at least 2, and each list of dims names every axis once; (C2) strides,
    padding and dilations have one entry per axis of space, and strides and
    dilations are at least 1; (C3) no padded size is negative and no window
    empty; (C4) groups are at least 1, not both are more, and they divide what
    they share; (C5) y has x's features per group; (C6) the result has the
    shape said above; (C7) all three are integers, or floats, or complex
    numbers; (C8) reversed are axes of space, ascending.
  }];
  let arguments = (ins Weft_NumberTensor:$x, Weft_NumberTensor:$y,
    DenseI64ArrayAttr:$xDims, DenseI64ArrayAttr:$yDims,
    DenseI64ArrayAttr:$zDims, DenseI64ArrayAttr:$strides,
    DenseI64ArrayAttr:$low, DenseI64ArrayAttr:$high,
    DenseI64ArrayAttr:$xDilation, DenseI64ArrayAttr:$yDilation,
    DenseI64ArrayAttr:$reversed, I64Attr:$featureGroups, I64Attr:$batchGroups);
  let results = (outs Weft_NumberTensor:$z);
  let assemblyFormat = [{ $x `,` $y `dims` $xDims $yDims $zDims
    `strides` $strides `pad` $low $high `dilate` $xDilation $yDilation
    `reversed` $reversed `groups` $featureGroups `,` $batchGroups attr-dict
    `:` type($x) `,` type($y) `->` type($z) }];
  let hasVerifier = 1;
  let hasFolder = 1;
}
#endif

// What ops with windows have in common: the families Window, BodyReduce.
#ifndef WEFT_WINDOWBASE_TD
#define WEFT_WINDOWBASE_TD
include "Dialect.td"

class Weft_WindowRules<string op> {
  string text = [{
    Constraints: (}] # op # [{-C1) one entry per axis in each list; (C2)
    window, strides and dilations are at least 1; (C3) no padded size is
    negative}];
}
defvar windowAttributes = (ins DenseI64ArrayAttr:$window,
    DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$low, DenseI64ArrayAttr:$high,
    DenseI64ArrayAttr:$base, DenseI64ArrayAttr:$dilation);
defvar windowFormat = [{ `window` $window `strides` $strides
    `pad` $low $high `dilate` $base $dilation attr-dict }];
#endif

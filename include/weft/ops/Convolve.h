// Convolution. Dtypes are promoted; integers, floats and complex numbers; half
// types are accumulated in f32. Differentiable in both operands. Shapes and
// options that do not fit are a ShapeError.
#ifndef WEFT_OPS_CONVOLVE_H
#define WEFT_OPS_CONVOLVE_H

#include "weft/ops/Window.h"

#include <optional>

namespace weft {

/// Which axes are what, a letter each: N batch, C features, O and I the output
/// and input features of the kernel; all others are space, matched by letter.
/// All empty: features first, "NCHW", "OIHW", "NCHW" for two axes of space.
struct ConvDims {
  std::string lhs = {}, rhs = {}, out = {};
};

struct ConvOptions {
  Shape strides = {};           // left out: 1, as the dilations
  Padding padding = "VALID";    // of the axes of space
  Shape lhsDilation = {};
  Shape rhsDilation = {};
  ConvDims dims = {};
  int64_t featureGroups = 1;
  int64_t batchGroups = 1;
  /// Axes of space (counted in the kernel's order) along which the kernel is
  /// turned around.
  Shape reversed = {};
  /// The result's dtype, in which sums are accumulated; left out, that of the
  /// operands.
  std::optional<Dtype> dtype = std::nullopt;
};

/// jax.lax.conv_general_dilated: out[n, o…, f] = Σ lhs[n, o · stride + k ·
/// dilation - low, c] · rhs[k…, c, f], in the order of axes that dims say.
/// "SAME" cannot be said of a dilated lhs. A kernel larger than the padded lhs
/// gives an array of size 0, as in jax.lax.
Array convGeneralDilated(const Operand &lhs, const Operand &rhs,
                         const ConvOptions &options = {});
/// Features first, a kernel (O, I, space…): jax.lax.conv.
Array conv(const Operand &lhs, const Operand &rhs, const Shape &strides = {},
           const Padding &padding = "VALID");

struct ConvTransposeOptions {
  Padding padding = "SAME";
  Shape rhsDilation = {};
  ConvDims dims = {}; // all empty: features last, "NHWC", "HWIO", "NHWC"
  /// Turns the kernel around and exchanges its features: the gradient of a
  /// convolution with the same kernel.
  bool transposeKernel = false;
  std::optional<Dtype> dtype = std::nullopt;
};
/// jax.lax.conv_transpose: a convolution over lhs dilated by the strides,
/// padded as the gradient of one with that padding would be.
Array convTranspose(const Operand &lhs, const Operand &rhs,
                    const Shape &strides,
                    const ConvTransposeOptions &options = {});

} // namespace weft

#endif // WEFT_OPS_CONVOLVE_H

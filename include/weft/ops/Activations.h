// What the layers of networks end in, by the names of jax.nn. Floats (integers
// become floats); differentiable. logistic and sigmoid are in Elementwise.h,
// softmax and its like in Reduce.h.
#ifndef WEFT_OPS_ACTIVATIONS_H
#define WEFT_OPS_ACTIVATIONS_H

#include "weft/Array.h"

namespace weft {

/// max(x, 0), with the derivative 0 at 0.
Array relu(const Operand &x);
/// min(max(x, 0), 6).
Array relu6(const Operand &x);
/// x for x ≥ 0, slope · x below.
Array leakyRelu(const Operand &x, double slope = 0.01);
/// x for x > 0, alpha (eˣ - 1) below.
Array elu(const Operand &x, double alpha = 1);
/// max(x, 0) + alpha (e^(min(x, 0) / alpha) - 1).
Array celu(const Operand &x, double alpha = 1);
/// 1.0507… elu(x, 1.6732…), which keeps mean and variance (Klambauer et al.,
/// Self-normalizing neural networks, 2017).
Array selu(const Operand &x);
/// x Φ(x); approximately x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))).
Array gelu(const Operand &x, bool approximate = true);
/// x / (1 + e⁻ˣ).
Array silu(const Operand &x);
Array swish(const Operand &x);
/// x tanh(ln(1 + eˣ)).
Array mish(const Operand &x);
/// ln(1 / (1 + e⁻ˣ)).
Array logSigmoid(const Operand &x);
/// x / (1 + |x|).
Array softSign(const Operand &x);
/// (x + √(x² + b)) / 2.
Array squareplus(const Operand &x, double b = 4);
/// x between -1 and 1.
Array hardTanh(const Operand &x);
/// relu6(x + 3) / 6, and x times it.
Array hardSigmoid(const Operand &x);
Array hardSilu(const Operand &x);
/// One half of x times the sigmoid of the other. The axis has an even size
/// (ShapeError).
Array glu(const Operand &x, int64_t axis = -1);

} // namespace weft

#endif // WEFT_OPS_ACTIVATIONS_H

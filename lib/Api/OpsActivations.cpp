// Activations, as jax.nn computes them.
#include "Api/OpsHelpers.h"
#include "weft/Special.h"

#include <cmath>
#include <numbers>
using namespace weft;
using namespace weft::api;

/// f of x as a float; of halves in f32.
static Array activation(const char *op, const Operand &x,
                        llvm::function_ref<Array(const Array &)> f) {
  return inFloats(Site(op, x.where), x.array, Floats,
                  [&](const Arrays &in) { return f(in[0]); });
}
/// ln(1 + eˣ).
static Array softLine(const Array &x) { return logaddexp(x, 0.0); }
static Array eluOf(const Array &x, double alpha) {
  Array above = x > 0.0;
  // expm1 of what is above might overflow, and its derivative with it.
  return where(above, x, alpha * expm1(where(above, 0.0, x)));
}
static Array reluOf(const Array &x) {
  return where(x <= 0.0, 0.0, x); // a NaN is kept
}
static Array relu6Of(const Array &x) { return minimum(reluOf(x), 6.0); }

Array weft::relu(const Operand &x) {
  return activation("relu", x, reluOf);
}
Array weft::relu6(const Operand &x) { return activation("relu6", x, relu6Of); }
Array weft::leakyRelu(const Operand &x, double slope) {
  return activation("leakyRelu", x, [&](const Array &x) {
    return where(x >= 0.0, x, slope * x);
  });
}
Array weft::elu(const Operand &x, double alpha) {
  return activation("elu", x, [&](const Array &x) { return eluOf(x, alpha); });
}
Array weft::celu(const Operand &x, double alpha) {
  return activation("celu", x, [&](const Array &x) {
    return maximum(x, 0.0) + alpha * expm1(minimum(x, 0.0) / alpha);
  });
}
Array weft::selu(const Operand &x) {
  return activation("selu", x, [](const Array &x) {
    return 1.0507009873554804934 * eluOf(x, 1.6732632423543772848);
  });
}
Array weft::gelu(const Operand &x, bool approximate) {
  return activation("gelu", x, [&](const Array &x) {
    if (!approximate)
      return 0.5 * x * erfc(x * (-1 / std::numbers::sqrt2));
    double factor = std::sqrt(2 / std::numbers::pi);
    return x * (0.5 * (1.0 + tanh(factor * (x + 0.044715 * (x * x * x)))));
  });
}
static Array siluOf(const Array &x) { return x * sigmoid(x); }
Array weft::silu(const Operand &x) { return activation("silu", x, siluOf); }
Array weft::swish(const Operand &x) { return activation("swish", x, siluOf); }
Array weft::mish(const Operand &x) {
  return activation("mish", x,
                    [](const Array &x) { return x * tanh(softLine(x)); });
}
Array weft::logSigmoid(const Operand &x) {
  return activation("logSigmoid", x,
                    [](const Array &x) { return -softLine(-x); });
}
Array weft::softSign(const Operand &x) {
  return activation("softSign", x,
                    [](const Array &x) { return x / (abs(x) + 1.0); });
}
Array weft::squareplus(const Operand &x, double b) {
  return activation("squareplus", x, [&](const Array &x) {
    return (x + sqrt(square(x) + b)) / 2.0;
  });
}
Array weft::hardTanh(const Operand &x) {
  return activation("hardTanh", x, [](const Array &x) {
    return where(x > 1.0, 1.0, where(x < -1.0, -1.0, x));
  });
}
Array weft::hardSigmoid(const Operand &x) {
  return activation("hardSigmoid", x,
                    [](const Array &x) { return relu6Of(x + 3.0) / 6.0; });
}
Array weft::hardSilu(const Operand &x) {
  return activation("hardSilu", x, [](const Array &x) {
    return x * (relu6Of(x + 3.0) / 6.0);
  });
}
Array weft::glu(const Operand &x, int64_t axis) {
  Site site("glu", x.where);
  int64_t at = axisOf(site, x.array, axis);
  int64_t size = dimsOf(x.array)[at];
  if (size % 2)
    failShape(site, "the axis must have an even size", said(site, x.array));
  return activation("glu", x, [&](const Array &x) {
    return sliceInDim(x, 0, size / 2, 1, at) *
           sigmoid(sliceInDim(x, size / 2, size, 1, at));
  });
}

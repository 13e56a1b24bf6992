// A network of two layers: its forward pass, its loss, and a training step
// with the gradient in it; and arrays to try them on.
#include <weft/weft.h>
using namespace weft;

struct Mlp {
  Array w1, b1, w2, b2;
};
WEFT_FIELDS(Mlp, w1, b1, w2, b2)

static Array forward(const Mlp &p, const Array &x) {
  Array h = tanh(matmul(x, p.w1) + p.b1);
  return matmul(h, p.w2) + p.b2;
}
static Array loss(const Mlp &p, const Array &x, const Array &y) {
  return -mean(sum(y * logSoftmax(forward(p, x)), {1}));
}
static std::pair<Array, Mlp> step(const Mlp &p, const Array &x,
                                  const Array &y) {
  auto [value, g] = valueAndGrad(loss)(p, x, y);
  return {value,
          treeMap(p, g, [](Array a, Array d) { return a - 0.1f * d; })};
}

/// Numbers of no particular pattern, each different.
static Array wave(const Shape &shape, float pace) {
  int64_t n = 1;
  for (int64_t d : shape)
    n *= d;
  return reshape(sin(arange(float(n)) * pace), shape) * 0.3f;
}
static std::tuple<Mlp, Array, Array> inputs() {
  Array y = exp(wave({64, 10}, 5.1f));
  return {Mlp{wave({64, 32}, 1.7f), wave({32}, 0.9f), wave({32, 10}, 2.3f),
              wave({10}, 0.4f)},
          wave({64, 64}, 3.7f), y / sum(y, {1}, true)};
}

static const Mlp like{spec(Dtype::F32, {64, 32}), spec(Dtype::F32, {32}),
                      spec(Dtype::F32, {32, 10}), spec(Dtype::F32, {10})};
static const Array x = spec(Dtype::F32, {64, 64}),
                   y = spec(Dtype::F32, {64, 10});
WEFT_EXPORT(forward, forward, like, x)
WEFT_EXPORT(loss, loss, like, x, y)
WEFT_EXPORT(step, step, like, x, y)
WEFT_EXPORT(inputs, inputs)

// A model in C++: a layer and its loss.
#include <weft/weft.h>
using namespace weft;

struct Layer {
  Array w, b;
};
WEFT_FIELDS(Layer, w, b)

static Array predict(const Layer &p, const Array &x) {
  return tanh(matmul(x, p.w) + p.b);
}
static Array loss(const Layer &p, const Array &x, const Array &y) {
  return mean(square(predict(p, x) - y));
}

static const Layer layer{spec(Dtype::F32, {3, 2}), spec(Dtype::F32, {2})};
WEFT_EXPORT(predict, predict, layer, spec(Dtype::F32, {5, 3}))
WEFT_EXPORT(loss, loss, layer, spec(Dtype::F32, {5, 3}),
            spec(Dtype::F32, {5, 2}))

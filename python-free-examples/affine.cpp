// The model of README.md: two functions that the command line finds in this
// source (or in a shared library made of it).
//[model
#include <weft/weft.h>
using namespace weft;

struct Layer {
  Array w, b;
};
WEFT_FIELDS(Layer, w, b)

Array predict(const Layer &p, const Array &x) {
  return tanh(matmul(p.w, x) + p.b);
}
Array loss(const Layer &p, const Array &x, const Array &y) {
  return mean(square(predict(p, x) - y));
}

static const Layer like{spec(Dtype::F32, {2, 3}), spec(Dtype::F32, {2})};
WEFT_EXPORT(predict, predict, like, spec(Dtype::F32, {3}));
WEFT_EXPORT(loss, loss, like, spec(Dtype::F32, {3}), spec(Dtype::F32, {2}));
//]

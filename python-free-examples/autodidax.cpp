// The functions of docs/Autodidax.md: a model for the command line, and a
// program that checks what the chapters say of results.
#include <weft/weft.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
using namespace weft;

//[f
Array f(const Array &x, const Array &y) { return sum(sin(x) * y); }
//]

//[closure
Array nested(const Array &x) {
  auto inner = [&](Array y) { return x * y * y; }; // uses x of outside
  return grad(inner)(x);                           // 2xy at y = x
}
//]

//[power
/// x⁴ by a loop whose carry starts at 1; the ys are the powers on the way.
Array fourth(const Array &x) {
  auto step = [&](Array carry, Array) {
    return std::pair{carry * x, Array(carry)};
  };
  return scan(step, scalar(1.f), zeros({4})).first;
}
//]

//[attention
Array attention(const Array &scores, const Array &values) {
  return matmul(softmax(scores), values);
}
//]

static const Array vec = spec(Dtype::F32, {3}), one = spec(Dtype::F32, {});
WEFT_EXPORT(f, f, vec, vec);
WEFT_EXPORT(nested, nested, one);
WEFT_EXPORT(fourth, fourth, one);
WEFT_EXPORT(attention, attention, spec(Dtype::F32, {64, 64}),
            spec(Dtype::F32, {64, 16}));

static void expect(const Array &x, double y, const char *what) {
  if (std::abs(x.item() - y) < 1e-4)
    return;
  std::fprintf(stderr, "autodidax: %s is %s\n", what, x.toString().c_str());
  std::exit(1);
}

int main() {
  //[f-at
  Array x = {0.0, 1.0, 2.0}, y = {1.0, 1.0, 3.0};
  Array value = f(x, y);
  auto [v, tangent] =
      jvp(f, std::tuple{x, y}, std::tuple{ones({3}), zeros({3})});
  auto [gx, gy] = grad<0, 1>(f)(x, y);
  //]
  double slope = 1 + std::cos(1) + 3 * std::cos(2);
  expect(value, std::sin(1) + 3 * std::sin(2), "f");
  expect(v, value.item(), "f by jvp");
  expect(tangent, slope, "the tangent");
  expect(sum(gx), slope, "the gradient in x");
  expect(take(gy, 2), std::sin(2), "the gradient in y");
  expect(grad(nested)(3.0), 12, "grad of nested");
  expect(grad(fourth)(2.0), 4 * 8, "grad of fourth");
}

// What README.md shows of grad, jit, vmap, trees and errors, region by region
// (tools/dev/docs-check holds the two together). The program checks what the
// README says of the results.
#include <weft/weft.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
using namespace weft;

static void expect(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "readme: %s does not hold\n", what);
  std::exit(1);
}
static bool near(const Array &x, double y) {
  return std::abs(x.item() - y) < 1e-4;
}

static void gradients() {
  //[grad
  auto f = [](Array x) { return x * sin(x); };
  Array slope = grad(f)(2.0);             // sin 2 + 2 cos 2
  Array third = grad(grad(grad(f)))(2.0); // -3 sin 2 - 2 cos 2

  // The inner function uses x of the outer one: d/dx [x · d/dy(x + y)] = 1.
  Array one = grad([](Array x) {
    return x * grad([x](Array y) { return x + y; })(1.0);
  })(1.0);

  // Outside jit and vmap a traced array may be asked for its value.
  auto abs2 = [](Array x) { return x > 0 ? 2 * x : -2 * x; };
  Array minusTwo = grad(abs2)(-3.0);
  //]
  expect(near(slope, std::sin(2) + 2 * std::cos(2)), "grad");
  expect(near(third, -3 * std::sin(2) - 2 * std::cos(2)), "grad³");
  expect(near(one, 1), "nested grad");
  expect(near(minusTwo, -2), "grad of a branch");
}

static void compiled() {
  //[jit
  auto gelu =
      jit([](Array x) { return x * 0.5 * (1 + erf(x / std::sqrt(2))); });
  Array small = gelu(linspace(-3, 3, 7));  // traced, compiled, run
  Array again = gelu(linspace(-1, 1, 7));  // run
  Array large = gelu(zeros({1024, 1024})); // another shape: compiled again
  // gelu.compilations() is 2
  //]
  expect(gelu.compilations() == 2, "compilations() == 2");
  expect(near(take(small, 3), 0) && near(take(again, 3), 0), "gelu(0)");
  expect(large.shape() == Shape{1024, 1024}, "the shape of gelu");
}

static void mapped() {
  Array points = iota({5, 3}, 0, Dtype::F32), others = ones({7, 3});
  //[vmap
  auto distance = [](Array a, Array b) { return norm(a - b); };
  auto toAll = vmap(distance, {.in = {std::nullopt, 0}});
  auto pairs = vmap(toAll, {.in = {0, std::nullopt}});
  Array d = pairs(points, others); // f32[5,3] and f32[7,3] give f32[5,7]

  // Gradients of each example by itself.
  auto loss = [](Array w, Array x) { return square(sum(w * x)); };
  Array each = vmap(grad(loss), {.in = {std::nullopt, 0}})(ones({3}), points);
  //]
  expect(d.shape() == Shape{5, 7} && near(take(take(d, 2), 0), std::sqrt(3)),
         "vmap of vmap");
  expect(each.shape() == Shape{5, 3} && near(take(take(each, 1), 0), 6),
         "vmap of grad");
}

//[trees
struct Dense {
  Array w, b;
};
struct Net {
  std::vector<Dense> layers;
  bool useTanh = true; // not an Array: part of the cache key, not traced
};

Array apply(const Net &net, Array x) {
  for (const Dense &layer : net.layers) {
    x = matmul(x, layer.w) + layer.b;
    x = net.useTanh ? tanh(x) : maximum(x, 0);
  }
  return sum(x);
}
//]
static void trees() {
  Net net{{{ones({2, 3}), zeros({3})}, {ones({3, 1}), zeros({1})}}};
  Array x = ones({4, 2});
  //[trees-use
  auto [value, g] = jit(valueAndGrad(apply))(net, x); // g is a Net
  Net next = treeMap(net, g, [](Array p, Array d) { return p - 0.1 * d; });
  //]
  expect(next.layers[0].w.shape() == Shape{2, 3}, "a gradient's shape");
  expect(value.rank() == 0, "a scalar value");
}

static void errors() {
  try {
    //[error
    matmul(ones({2, 3}), ones({4, 5}));
    //]
    expect(false, "an error");
  } catch (const ShapeError &e) {
    std::printf("%s\n", e.what());
  }
}

int main() {
  gradients();
  compiled();
  mapped();
  trees();
  errors();
}

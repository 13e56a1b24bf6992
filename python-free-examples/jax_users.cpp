// The snippet of docs/JaxUsers.md, and calls that its tables claim to compile.
#include <weft/Random.h>
#include <weft/weft.h>

#include <cstdio>
#include <cstdlib>
using namespace weft;

struct Params {
  Array w, b;
};
static Array loss(const Params &p, const Array &x, const Array &y) {
  return mean(square(matmul(x, p.w) + p.b - y));
}

static void expect(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "jax_users: %s\n", what);
  std::exit(1);
}

static void steps() {
  //[step
  auto step = jit([](Params p, Array x, Array y) {
    auto [l, g] = valueAndGrad(loss)(p, x, y);
    auto down = [](Array a, Array d) { return a - 0.1 * d; };
    return std::pair{treeMap(p, g, down), l};
  });
  //]
  Params p{zeros({3, 2}), zeros({2})};
  Array x = random::normal(random::key(0), {8, 3}), y = ones({8, 2});
  auto [q, before] = step(p, x, y);
  auto [r, after] = step(q, x, y);
  expect(after.item() < before.item(), "the loss falls");
}

static void transforms() {
  auto f = [](Array x, Array y, Array z) { return sum(x * y * z); };
  Array x = ones({3}), y = 2 * x, z = 3 * x;
  auto [gx, gz] = grad<0, 2>(f)(x, y, z);
  expect(sum(gx).item() == 18 && sum(gz).item() == 6, "grad<0, 2>");

  auto pair = [](Array x, Array y) { return std::pair{sum(x * y), x + y}; };
  auto [both, gy] = valueAndGrad<Aux, 1>(pair)(x, y);
  expect(both.second.size() == 3 && sum(gy).item() == 3, "Aux");

  auto [value, pullback] = vjp([](Array x) { return x * x; }, y);
  expect(sum(pullback(x)).item() == 12 && value.size() == 3, "vjp");
  auto [atY, push] = linearize([](Array x) { return x * x; }, y);
  expect(sum(push(x)).item() == 12 && atY.size() == 3, "linearize");
  auto product = [](Array x, Array y) { return x * y; };
  expect(jvp(product, std::tuple{x, y}, std::tuple{x, y}).second.size() == 3,
         "jvp");
  Array turned = linearTranspose([](Array x) { return 3 * x; }, x)(y);
  expect(sum(turned).item() == 18, "linearTranspose");

  auto cube = [](Array x) { return sum(x * x * x); };
  expect(hessian(cube)(x).shape() == Shape{3, 3}, "hessian");
  auto rows = vmap([](Array x, Array y) { return x + y; },
                   {.in = {0, std::nullopt}, .out = 1});
  expect(rows(ones({5, 3}), x).shape() == Shape{3, 5}, "vmap's axes");
  expect(evalShape(cube, spec(Dtype::F32, {7})).rank() == 0, "evalShape");
  auto [flat, back] = ravelTree(Params{ones({3, 2}), ones({2})});
  expect(flat.size() == 8 && back(flat).w.shape() == Shape{3, 2}, "ravelTree");
}

static void controlFlow() {
  auto twice = [](Array x) { return 2 * x; };
  auto half = [](Array x) { return x / 2; };
  Array y = jit([=](Array x) { return cond(x > 0, twice, half, x); })(3.0);
  expect(y.item() == 6, "cond");
  auto step = [](Array carry, Array x) {
    return std::pair{carry + x, carry * x};
  };
  auto [last, ys] =
      scan(step, scalar(0.f), iota(5, Dtype::F32), {.reverse = true});
  expect(last.item() == 10 && ys.size() == 5, "scan");
}

static void arrays() {
  Array x = reshape(iota(6, Dtype::F32), {2, 3});
  expect(take(x, 1).shape() == Shape{3}, "take");
  expect(sliceInDim(x, 1, 3, 1, 1).shape() == Shape{2, 2}, "sliceInDim");
  expect(sum(x, 1, true).shape() == Shape{2, 1}, "keepDims");
  expect(mod(Array(-1), 3).item() == 2 && (Array(-1) % 3).item() == -1, "mod");
  expect(scalar<double>(0.1).dtype() == Dtype::F64, "scalar<double>");
  expect((x * 2.0).dtype() == Dtype::F32, "weak scalars");
  auto keys = random::split(random::key(0), 2);
  expect(random::bits(take(keys, 0), {4}).dtype() == Dtype::U32, "bits");
}

int main() {
  steps();
  transforms();
  controlFlow();
  arrays();
}

// The snippets of docs/CustomRules.md, run.
#include <weft/weft.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
using namespace weft;

static void expect(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "custom_rules: %s\n", what);
  std::exit(1);
}
static bool near(const Array &x, double y) {
  return std::abs(x.item() - y) < 1e-4;
}

static void forward() {
  //[jvp
  // ln(1 + eˣ): the derivative of the formula is ∞ / ∞ for a large x.
  auto softplus = customJvp([](Array x) { return log1p(exp(x)); },
                            [](Array x, Array t) {
                              Array y = log1p(exp(x));
                              return std::pair{y, t / (1 + exp(-x))};
                            });
  Array slope = grad(softplus)(100.f);                    // 1
  Array curve = grad(grad(softplus))(0.f);                // 1/4
  Array lanes = vmap(grad(softplus))(Array{0.f, 100.f}); // 1/2 and 1
  //]
  expect(near(slope, 1) && near(curve, .25) && near(take(lanes, 0), .5),
         "customJvp");
}

static void reverse() {
  //[vjp
  // The identity, whose gradient is clipped on its way back.
  Array limit = 1.f; // captured by the rule
  auto clipGradient =
      customVjp([](Array x) { return x; },
                [](Array x) { return std::pair{x, std::tuple<>()}; },
                [=](std::tuple<>, Array ct) { return clip(ct, -limit, limit); });
  Array g = grad([&](Array x) { return sum(clipGradient(x) * 5); })(ones({2}));
  //]
  expect(near(sum(g), 2), "customVjp");
}

static void implicit() {
  //[fixed
  // Kepler's equation E = M + e sin E; dE/dM = 1 / (1 - e cos E) although the
  // iteration is a whileLoop.
  auto kepler = [](Array m, Array e) {
    return fixedPoint([=](Array x) { return m + e * sin(x); }, m);
  };
  Array slope = grad<0>(kepler)(1.f, 0.3f);
  //]
  Array x = kepler(1.f, .3f);
  expect(near(slope, 1 / (1 - .3 * std::cos(x.item()))), "fixedPoint");

  //[solve
  // A x = b by Jacobi's iteration; gradients solve Aᵀ y = ct the same way.
  auto iterate = [](auto matvec, Array b) {
    return foriLoop(
        0, 50,
        [&](Array, Array x) { return x + 0.2 * (b - matvec(x)); }, b);
  };
  auto solve = [=](Array a, Array b) {
    return linearSolve([=](Array x) { return matmul(a, x); }, b, iterate,
                       iterate);
  };
  Array a{{4.f, 1.f}, {0.f, 5.f}}, b{1.f, 5.f};
  auto total = [&](Array a, Array b) { return sum(solve(a, b)); };
  Array gb = grad<1>(total)(a, b); // A⁻ᵀ 1 = (1/4, 3/20)
  //]
  expect(near(take(gb, 0), .25) && near(take(gb, 1), .15), "linearSolve");
}

static void checkpoints() {
  //[policy
  auto layer = [](Array x, Array w) {
    return checkpointName(tanh(matmul(x, w)), "hidden");
  };
  auto net = [=](Array w) {
    return sum(layer(layer(ones({4}), w), w));
  };
  // The backward pass finds what is named in memory, and computes the rest.
  auto g = grad(checkpoint(net, CheckpointPolicy::only({"hidden"})));
  Array dw = g(eye(4) * 0.5);
  //]
  expect(near(sum(dw), sum(grad(net)(eye(4) * .5)).item()), "policy");
}

static void batching() {
  //[vmap
  // One call for all lanes instead of what vmap would make of the body.
  auto f = customVmap([](Array x) { return sum(x * x); },
                      [](int64_t, const std::vector<bool> &, Array xs) {
                        return sum(xs * xs, 1); // the leading axis is the map's
                      });
  Array y = vmap(f)(Array{{1.f, 2.f}, {3.f, 4.f}}); // 5 and 25
  //]
  expect(near(take(y, 1), 25), "customVmap");
}

int main() {
  forward();
  reverse();
  implicit();
  checkpoints();
  batching();
  std::puts("custom_rules: ok");
}

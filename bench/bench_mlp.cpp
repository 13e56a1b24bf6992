// The training step of a 784-512-512-10 network at batch 128: tracing and
// compiling, then a step.
#include "Bench.h"
#include <weft/Random.h>
#include <weft/weft.h>

#include <cmath>
using namespace weft;

struct Dense {
  Array w, b;
};
struct Net {
  Dense a, b, c;
};

Array loss(const Net &n, const Array &x, const Array &labels) {
  Array h = maximum(matmul(x, n.a.w) + n.a.b, 0.f);
  h = maximum(matmul(h, n.b.w) + n.b.b, 0.f);
  Array logits = matmul(h, n.c.w) + n.c.b;
  return -mean(sum(logSoftmax(logits) * labels, 1));
}

std::pair<Net, Array> step(const Net &n, const Array &x, const Array &labels) {
  auto [l, g] = valueAndGrad(loss)(n, x, labels);
  auto next = treeMap(n, g, [](const Array &p, const Array &d) -> Array {
    return p - 0.01f * d;
  });
  return {next, l};
}

int main() {
  auto key = random::key(0);
  auto dense = [&](int in, int out) {
    return Dense{random::normal(key, {in, out}) * std::sqrt(2.f / in),
                 zeros({out})};
  };
  Net net{dense(784, 512), dense(512, 512), dense(512, 10)};
  Array x = random::uniform(key, {128, 784});
  Array labels = oneHot(iota(128) % 10, 10);

  double begin = bench::now();
  auto first = jit(step);
  first(net, x, labels);
  double cold = bench::now() - begin;
  bench::row("models", "mlp_step trace+compile, first", {cold, cold});
  std::vector<double> again;
  for (int i = 0; i < 5; ++i) {
    begin = bench::now();
    auto fresh = jit(step);
    fresh(net, x, labels);
    again.push_back(bench::now() - begin);
  }
  std::sort(again.begin(), again.end());
  bench::row("models", "mlp_step trace+compile, again", {again[2], again[0]});
  for (int threads : {1, 2}) {
    auto f = jit(step, {.threads = threads});
    bench::row("models", "mlp_step, threads " + std::to_string(threads),
               bench::measure([&] { f(net, x, labels); }, 2));
  }
}

// Steps of training: programs that take gradients, and are differentiated
// themselves.
#include "Case.h"

using namespace weft;
using namespace weft::test;

namespace {
struct Adam {
  Mlp params, m, v;
  Array t;
};
Adam adamStep(const Adam &s, const Array &x, const Array &labels) {
  auto loss = [&](const Mlp &net) { return crossEntropy(logits(net, x), labels); };
  Mlp g = grad(loss)(s.params);
  Array t = s.t + 1;
  Mlp m = treeMap(s.m, g, [](const Array &m, const Array &g) -> Array {
    return 0.9 * m + 0.1 * g;
  });
  Mlp v = treeMap(s.v, g, [](const Array &v, const Array &g) -> Array {
    return 0.999 * v + 0.001 * g * g;
  });
  auto update = [&](const Array &p, const Array &m, const Array &v) -> Array {
    Array mHat = m / (1 - pow(0.9, t)), vHat = v / (1 - pow(0.999, t));
    return p - 0.01 * mHat / (sqrt(vHat) + 1e-8);
  };
  return {treeMap(s.params, m, v, update), m, v, t};
}

/// Differentially private: every example's gradient is made short enough, and
/// noise is added to their mean.
std::pair<Mlp, Array> dpSgdStep(const Mlp &net, const Array &key,
                                const Array &x, const Array &labels) {
  auto loss = [](const Mlp &net, const Array &x, const Array &label) {
    return crossEntropy(logits(net, expandDims(x, 0)), expandDims(label, 0));
  };
  Mlp each = vmap(grad(loss), {.in = {std::nullopt, 0, 0}})(net, x, labels);
  int64_t n = x.dim(0);
  Array squares =
      treeReduce(each, zeros({n}), [&](const Array &s, const Array &g) -> Array {
        return s + sum(square(reshape(g, {n, -1})), 1);
      });
  Array norms = sqrt(squares), scale = minimum(1, 0.5 / norms);
  Array keys = random::split(key, 6);
  int at = 0;
  Mlp next = treeMap(net, each, [&](const Array &p, const Array &g) -> Array {
    Array clipped = tensordot(scale, g, 1) / n;
    return p - 0.1 * (clipped + 0.01 * random::normal(keys[at++], p.shape()));
  });
  return {next, norms};
}

std::pair<Array, Array> kMeansStep(const Array &centers, const Array &points) {
  Array distances = sum(square(expandDims(points, 1) - centers), -1);
  Array label = argmin(distances, 1);
  Array member = oneHot(label, centers.dim(0));
  Array count = expandDims(sum(member, 0), 1);
  Array means = matmul(transpose(member), points) / maximum(count, 1);
  return {where(count > 0, means, centers), label};
}

/// Federated averaging: clients take a few steps each, and the mean of where
/// they come to is where the next round begins.
std::pair<Array, Array> federatedRound(const Array &w, const Array &x,
                                       const Array &y) {
  auto client = [&](const Array &x, const Array &y) {
    auto loss = [&](const Array &w) { return mean(square(matmul(x, w) - y)); };
    Array mine = foriLoop(
        0, 3, [&](Array, Array w) -> Array { return w - 0.05 * grad(loss)(w); },
        w);
    return std::pair{pmean(mine, "clients"), loss(mine)};
  };
  return vmap(client, {.out = Axes{std::nullopt, 0}, .axisName = "clients"})(
      x, y);
}

TEST(Training, Adam) { matchesJax("adam_step", adamStep); }
TEST(Training, DifferentiallyPrivate) {
  matchesJax("dp_sgd_step", dpSgdStep);
}
TEST(Training, KMeans) { matchesJax("kmeans_step", kMeansStep); }
TEST(Training, Federated) { matchesJax("federated", federatedRound); }
} // namespace

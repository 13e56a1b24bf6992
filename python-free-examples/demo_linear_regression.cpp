// Fits y = 2x + 1 + noise by stochastic gradient descent: a whole epoch, its
// gradients and updates, is one native function.
#include <weft/Random.h>
#include <weft/io/Svg.h>
#include <weft/weft.h>

#include <cmath>
#include <cstdio>
using namespace weft;

struct Line {
  Array slope, intercept;
};

Array loss(const Line &line, const Array &x, const Array &y) {
  return mean(square(line.slope * x + line.intercept - y));
}

/// One pass over the batches: xs and ys are [batches, batch].
std::pair<Line, Array> epoch(const Line &start, const Array &xs,
                             const Array &ys) {
  auto step = [](Line line, std::pair<Array, Array> batch) {
    auto [l, g] = valueAndGrad(loss)(line, batch.first, batch.second);
    auto next = treeMap(line, g, [](const Array &p, const Array &d) -> Array {
      return p - 0.01f * d;
    });
    return std::pair{next, l};
  };
  auto [line, losses] = scan(step, start, std::pair{xs, ys});
  return {line, mean(losses)};
}

int main() {
  const int batches = 20, batch = 10, epochs = 100;
  auto keys = random::split(random::key(0));
  Array x = random::uniform(take(keys, 0), {batches, batch}, -1.f, 2.f);
  Array y =
      2.f * x + 1.f + 0.3f * random::normal(take(keys, 1), {batches, batch});

  Line line{scalar(0.f), scalar(0.f)};
  auto train = jit(epoch);
  for (int i = 1; i <= epochs; ++i) {
    auto [next, l] = train(line, x, y);
    line = next;
    if (i == 1 || i % 10 == 0)
      std::printf("epoch %3d  loss %.6f\n", i, l.item());
  }
  double slope = line.slope.item(), intercept = line.intercept.item();
  std::printf("fitted y = %.4f x + %.4f\n", slope, intercept);

  std::vector<double> ends{-1, 2}, fit;
  for (double at : ends)
    fit.push_back(slope * at + intercept);
  io::Plot()
      .title("y = 2x + 1 + noise")
      .xLabel("x")
      .yLabel("y")
      .scatter(x.toVector(), y.toVector(), "data")
      .line(ends, fit, "fit")
      .save("linear_regression.svg");
  std::printf("wrote linear_regression.svg\n");
  bool good = std::abs(slope - 2) < 0.1 && std::abs(intercept - 1) < 0.1;
  return good ? 0 : 1;
}

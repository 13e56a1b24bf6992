// The first program of README.md: a line fitted by gradient descent.
//[first
#include <weft/weft.h>

#include <cstdio>
using namespace weft;

struct Line {
  Array slope, intercept;
};

Array loss(const Line &line, const Array &x, const Array &y) {
  return mean(square(line.slope * x + line.intercept - y));
}

int main() {
  Array x = linspace(-1, 1, 64), y = 2 * x + 1;
  auto step = jit([](Line line, Array x, Array y) {
    Line g = grad(loss)(line, x, y);
    return treeMap(line, g, [](Array p, Array d) { return p - 0.3 * d; });
  });
  Line line{scalar(0.f), scalar(0.f)};
  for (int i = 0; i < 100; ++i)
    line = step(line, x, y);
  std::printf("y = %.3f x + %.3f\n", line.slope.item(), line.intercept.item());
}
//]

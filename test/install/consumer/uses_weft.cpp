// Uses the installed headers and library: a gradient, compiled at run time.
#include <cmath>
#include <cstdio>
#include <weft/weft.h>

int main() {
  auto cube = [](weft::Array x) { return x * x * x; };
  float got = weft::grad(cube)(weft::Array(2.0f)).item<float>();
  std::printf("d/dx x^3 at 2 is %g\n", got);
  return std::fabs(got - 12.0f) < 1e-5f ? 0 : 1;
}

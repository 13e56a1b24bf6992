// What tracing and differentiation cost an equation, and how compiling grows:
// functions of n dependent operations. JSON rows.
#include <weft/weft.h>

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iostream>
using namespace weft;

namespace {
/// Seconds of this process's own work: other programs do not count.
double processorTime() { return double(std::clock()) / CLOCKS_PER_SEC; }

template <class F> double least(int repetitions, F f) {
  double best = 1e30;
  for (int i = 0; i < repetitions; ++i) {
    double begin = processorTime();
    f();
    best = std::min(best, processorTime() - begin);
  }
  return best;
}
/// n equations on 8 floats.
auto chain(int n) {
  return [n](Array x) -> Array {
    for (int i = 0; i < n; i += 2)
      x = sin(x) * x;
    return sum(x);
  };
}
void row(const char *what, int n, double seconds, double each) {
  std::cout << nlohmann::json{{"family", "compile time"},
                              {"workload", what},
                              {"equations", n},
                              {"ms", seconds * 1e3},
                              {"us_an_equation", each * 1e6}}
            << std::endl;
}
} // namespace

int main(int argc, char **argv) {
  setenv("WEFT_CACHE_DIR", "", 1); // what is kept of another run costs nothing
  int most = argc > 1 ? std::atoi(argv[1]) : 20000;
  Array x = ones({8});
  evalShape(chain(100), x); // the context is made
  for (int n : {1000, 10000, 100000}) {
    double t = least(5, [&] { evalShape(chain(n), x); });
    row("trace", n, t, t / n);
  }
  for (int n : {1000, 10000, 100000}) {
    double t = least(3, [&] { evalShape(grad(chain(n)), x); });
    row("trace and gradient", n, t, t / n);
  }
  for (int n = 1; n <= most; n = n == 1 ? 20 : n * 10) {
    double t = least(n > 1000 ? 1 : 3, [&] { jit(chain(n))(x); });
    row("trace and compile", n, t, t / n);
  }
  for (int n = 20; n <= std::min(most, 2000); n *= 10) {
    double t = least(3, [&] { jit(grad(chain(n)))(x); });
    row("trace and compile the gradient", n, t, t / n);
  }
}

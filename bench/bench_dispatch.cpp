// What a call costs when there is next to nothing to compute.
#include "Bench.h"
#include <weft/weft.h>
using namespace weft;

struct Five {
  Array a, b, c, d, e;
};

int main() {
  Array x = array(std::vector<float>(8, 1.f));
  auto add1 = jit([](const Array &x) -> Array { return x + 1.f; });
  bench::row("dispatch", "add1_8", bench::measure([&] { add1(x); }));
  Five tree{x, x, x, x, x};
  auto update = jit([](const Five &t) {
    return treeMap(t, [](const Array &p) -> Array { return p - 0.1f * p; });
  });
  bench::row("dispatch", "tree5_update", bench::measure([&] { update(tree); }));
  bench::row("dispatch", "eager_add_8", bench::measure([&] { x + x; }));
}

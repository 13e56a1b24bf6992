// What a call costs when there is next to nothing to compute.
#include "Workloads.h"
using namespace weft;
using bench::Arrays;

const char *const bench::family = "dispatch";

namespace {
struct Five {
  Array a, b, c, d, e;
};
Five update(const Five &p, const Five &g) {
  return treeMap(p, g,
                 [](const Array &p, const Array &g) { return p - 0.1f * g; });
}
} // namespace

std::vector<bench::Workload> bench::workloads() {
  auto add1 = [](const Array &x) -> Array { return x + 1.f; };
  auto fives = [](const Arrays &a) {
    return std::pair{Five{a[0], a[1], a[2], a[3], a[4]},
                     Five{a[5], a[6], a[7], a[8], a[9]}};
  };
  return {
      {"add1_8", one([=](const Arrays &a) { return add1(a[0]); }),
       [=](const Arrays &a, JitOptions options) {
         return [f = jit(add1, options), x = a[0]] { f(x); };
       }},
      {"tree5_update",
       [=](const Arrays &a) {
         auto [p, g] = fives(a);
         return treeLeaves(update(p, g));
       },
       [=](const Arrays &a, JitOptions options) {
         return [f = jit(update, options), all = fives(a)] {
           f(all.first, all.second);
         };
       }},
  };
}

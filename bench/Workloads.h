// What the programs of bench/ share: a program is a family of workloads, each
// a function from arrays to arrays. Main.cpp reads the inputs that the peers'
// suite wrote, times the function, and writes rows and results.
#ifndef WEFT_BENCH_WORKLOADS_H
#define WEFT_BENCH_WORKLOADS_H

#include <weft/weft.h>

#include <functional>
#include <string>
#include <vector>

namespace bench {

using weft::Array;
using Arrays = std::vector<Array>;
using Function = std::function<Arrays(const Arrays &)>;
using Scalar = std::function<Array(const Arrays &)>;

struct Workload {
  std::string name;
  Function f;
  /// How a user calls it, where a list of arrays would be most of the cost:
  /// what is timed in place of f.
  std::function<std::function<void()>(const Arrays &in, weft::JitOptions)>
      direct = {};
};
/// The family of this program, and its workloads under the names of
/// peers/suite.py. Each program defines both.
extern const char *const family;
std::vector<Workload> workloads();

/// The gradients of f in its first n arguments.
inline Function gradient(size_t n, Scalar f) {
  return [=](const Arrays &in) {
    Arrays x(in.begin(), in.begin() + n);
    return weft::grad([&](const Arrays &x) -> Array {
      Arrays all(x);
      all.insert(all.end(), in.begin() + n, in.end());
      return f(all);
    })(x);
  };
}
/// f's one result as a list.
template <class F> Function one(F f) {
  return [f](const Arrays &in) { return Arrays{f(in)}; };
}

} // namespace bench

#endif // WEFT_BENCH_WORKLOADS_H

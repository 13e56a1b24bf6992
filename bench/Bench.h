// Timing for the programs beside it: medians and minima of repeated runs.
#ifndef WEFT_BENCH_BENCH_H
#define WEFT_BENCH_BENCH_H

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace bench {

inline double now() {
  using namespace std::chrono;
  return duration<double>(steady_clock::now().time_since_epoch()).count();
}

struct Times {
  double median, min; // seconds a call
};

/// Runs `f` in batches for about `budget` seconds after a warm-up.
template <class F> Times measure(F &&f, double budget = 1.0) {
  for (int i = 0; i < 5; ++i)
    f();
  double begin = now();
  f();
  double once = std::max(now() - begin, 1e-9);
  int batch = std::clamp(int(2e-4 / once), 1, 100000);
  std::vector<double> samples;
  double end = now() + budget;
  while (now() < end || samples.size() < 7) {
    double t = now();
    for (int i = 0; i < batch; ++i)
      f();
    samples.push_back((now() - t) / batch);
  }
  std::sort(samples.begin(), samples.end());
  return {samples[samples.size() / 2], samples[0]};
}

inline void row(const std::string &family, const std::string &workload,
                Times t) {
  std::printf("{\"family\": \"%s\", \"workload\": \"%s\", \"weft_ms\": %.6f, "
              "\"weft_ms_min\": %.6f}\n",
              family.c_str(), workload.c_str(), t.median * 1e3, t.min * 1e3);
}

} // namespace bench

#endif // WEFT_BENCH_BENCH_H

// What the sources of bench_models share.
#ifndef WEFT_BENCH_MODELS_H
#define WEFT_BENCH_MODELS_H

#include "Workloads.h"

namespace bench {
/// Gaussian mixtures, bundle adjustment and the LSTM of ADBench, in f64.
void addAdBench(std::vector<Workload> &all);
} // namespace bench

#endif // WEFT_BENCH_MODELS_H

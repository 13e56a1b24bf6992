// Work that memory bounds, or ought to: one pass over large arrays.
#include "Workloads.h"
using namespace weft;
using bench::Arrays;

const char *const bench::family = "memory";

static Array layerNorm(const Arrays &a) {
  Array m = mean(a[0], -1, true), v = mean(square(a[0] - m), -1, true);
  return (a[0] - m) / sqrt(v + 1e-5f) * a[1] + a[2];
}
static Array polynomial(const Array &x) {
  Array r = full(x.shape(), 0.1f);
  for (float c : {.2f, -.3f, .4f, -.5f, .6f, -.7f, .8f})
    r = r * x + c;
  return r;
}
static Arrays adam(const Arrays &a) {
  Array m = .9f * a[1] + .1f * a[3];
  Array v = .999f * a[2] + .001f * a[3] * a[3];
  return {a[0] - 1e-3f * m / (sqrt(v) + 1e-8f), m, v};
}

std::vector<bench::Workload> bench::workloads() {
  auto unary = [](auto f) {
    return one([f](const Arrays &a) -> Array { return f(a[0]); });
  };
  auto inner = [](const Array &x) { return exp(x * -0.5f) * x + 1.f; };
  std::vector<Workload> all{
      {"ew_exp_4M", unary(inner)},
      {"ew_tanh_4M", unary([=](const Array &x) { return tanh(inner(x)); })},
      {"ew_gelu_erf_4M", unary([](const Array &x) {
         return 0.5f * x * (1 + erf(x * 0.70710678f));
       })},
      {"ew_poly8_4M", unary(polynomial)},
      {"ew_sincos_log_4M", unary([](const Array &x) {
         return sin(x) * cos(x) + log(x * x + 1.f);
       })},
      {"adam_4M", adam},
      {"softmax_1024", unary([](const Array &x) { return softmax(x); })},
      {"softmax_1024_grad",
       gradient(1,
                [](const Arrays &a) { return sum(square(softmax(a[0]))); })},
      {"layernorm_1024", one(layerNorm)},
      {"layernorm_1024_grad",
       gradient(3, [](const Arrays &a) { return sum(square(layerNorm(a))); })},
      {"transpose_4096", unary([](const Array &x) { return transpose(x); })},
      {"transpose_add_4096",
       unary([](const Array &x) { return x + transpose(x); })},
      {"concat_ax1_2x2048",
       one([](const Arrays &a) { return concatenate(a, 1); })},
      {"outer_add_4096", one([](const Arrays &a) -> Array {
         return expandDims(a[0], 1) + expandDims(a[1], 0);
       })},
      {"gather_rows_64kx64",
       one([](const Arrays &a) { return take(a[0], a[1]); })},
      {"cumsum_16M", unary([](const Array &x) { return cumsum(x); })},
      {"cumsum_ax1_1024x4096",
       unary([](const Array &x) { return cumsum(x, 1); })},
      {"sort_1M", unary([](const Array &x) { return sort(x); })},
      {"argsort_1M", unary([](const Array &x) { return argsort(x); })},
      {"topk_1024x4096_k16",
       unary([](const Array &x) { return topK(x, 16).values; })},
      {"scatter_add_1M_1k", one([](const Arrays &a) {
         return zeros({1024}).at(a[0]).add(a[1]);
       })},
      {"histogram_1M_256", unary([](const Array &x) {
         return histogram(x, 256, {0., 1.}).counts;
       })},
      {"where_clip_4M", unary([](const Array &x) {
         return where(x > 0, clip(x, .1f, 1.f), x * x);
       })},
  };
  for (auto [axis, name] : {std::pair<AxisSet, const char *>{{}, "all"},
                            {AxisSet(0), "ax0"},
                            {AxisSet(1), "ax1"}}) {
    AxisSet axes = axis;
    all.push_back({std::string("sum_16M_") + name,
                   unary([axes](const Array &x) { return sum(x, axes); })});
    all.push_back({std::string("max_16M_") + name,
                   unary([axes](const Array &x) { return max(x, axes); })});
  }
  return all;
}

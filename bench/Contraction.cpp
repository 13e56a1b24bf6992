// Matrix products: square, tall, wide, batched, transposed, of several dtypes.
#include "Workloads.h"
using namespace weft;
using bench::Arrays;

const char *const bench::family = "contraction";

/// The smooth form of x·Φ(x) by tanh.
static Array gelu(const Array &x) {
  return 0.5f * x * (1 + tanh(0.7978845608f * (x + 0.044715f * x * x * x)));
}

std::vector<bench::Workload> bench::workloads() {
  auto product = one([](const Arrays &a) { return matmul(a[0], a[1]); });
  auto leftTransposed =
      one([](const Arrays &a) { return matmul(transpose(a[0]), a[1]); });
  std::vector<Workload> all{
      {"mm_f32_1024x64x1024", product},
      {"mm_f32_64x4096x64", product},
      {"mm_f32_atb_1024", leftTransposed},
      {"mm_f32_abt_1024",
       one([](const Arrays &a) { return matmul(a[0], transpose(a[1])); })},
      {"bmm_f32_32x128", product},
      {"mm_f64_512", product},
      {"mm_bf16_1024", product},
      {"mm_i8_1024", one([](const Arrays &a) {
         return matmul(astype(a[0], Dtype::I32), astype(a[1], Dtype::I32));
       })},
      {"matvec_4096", product},
      {"matvec_t_4096", leftTransposed},
      {"einsum_qk_4x8x256x64", one([](const Arrays &a) {
         return matmul(a[0], swapaxes(a[1], -1, -2));
       })},
      {"einsum_chain_abc", one([](const Arrays &a) {
         return matmul(a[0], matmul(a[1], a[2]));
       })},
      {"mm_bias_gelu_512x512x2048", one([](const Arrays &a) {
         return gelu(matmul(a[0], a[1]) + a[2]);
       })},
  };
  for (int n : {64, 128, 256, 512, 1024, 2048})
    all.push_back({"mm_f32_" + std::to_string(n), product});
  return all;
}

// Whole models: training steps, inference, and what ADBench differentiates
// (ModelsAd.cpp).
#include "Models.h"
using namespace weft;
using bench::Arrays;

const char *const bench::family = "models";

static Array relu(const Array &x) { return maximum(x, 0.f); }
static Arrays first(const Arrays &a, size_t n) {
  return Arrays(a.begin(), a.begin() + n);
}
/// x's features, axis 1 of four, by a vector of them.
static Array feature(const Array &v) { return expandDims(v, {0, 2, 3}); }

//===-- Training ----------------------------------------------------------===//
static Array crossEntropy(const Array &logits, const Array &labels) {
  return -mean(
      takeAlongAxis(logSoftmax(logits), expandDims(labels, 1), 1));
}
/// A step down the gradient of the loss in the first n arrays; the loss last.
static bench::Function trainingStep(size_t n, bench::Scalar loss) {
  return [=](const Arrays &a) {
    auto ofParams = [&](const Arrays &p) -> Array {
      Arrays all(p);
      all.insert(all.end(), a.begin() + n, a.end());
      return loss(all);
    };
    auto [value, g] = valueAndGrad(ofParams)(first(a, n));
    Arrays out;
    for (size_t i = 0; i < n; ++i)
      out.push_back(a[i] - 0.01f * g[i]);
    out.push_back(value);
    return out;
  };
}
/// Three dense layers.
static Array mlp(const Arrays &a) {
  Array h = relu(matmul(a[6], a[0]) + a[1]);
  h = relu(matmul(h, a[2]) + a[3]);
  return matmul(h, a[4]) + a[5];
}
/// Two convolutions with pooling, two dense layers.
static Array cnn(const Arrays &a) {
  auto layer = [](const Array &x, const Array &w, const Array &b) {
    Array y = conv(x, w) + feature(b);
    return relu(reduceWindowMax(y, {{1, 1, 2, 2}, {1, 1, 2, 2}}));
  };
  Array h = layer(layer(a[8], a[0], a[1]), a[2], a[3]);
  h = reshape(h, {h.dim(0), -1});
  return matmul(relu(matmul(h, a[4]) + a[5]), a[6]) + a[7];
}

//===-- A transformer's block, a recurrent layer --------------------------===//
static Array layerNorm(const Array &x, const Array &g, const Array &b) {
  Array m = mean(x, -1, true), v = mean(square(x - m), -1, true);
  return (x - m) / sqrt(v + 1e-5f) * g + b;
}
static Array gelu(const Array &x) {
  return 0.5f * x * (1 + tanh(0.7978845608f * (x + 0.044715f * x * x * x)));
}
static Array transformerBlock(const Arrays &a) {
  const Array &x = a[12];
  const Shape shape = x.shape();
  const int64_t heads = 4;
  auto split = [&](const Array &t) {
    return transpose(
        reshape(t, {shape[0], shape[1], heads, shape[2] / heads}),
        {0, 2, 1, 3});
  };
  Array h = layerNorm(x, a[8], a[9]);
  Array q = split(matmul(h, a[0])), k = split(matmul(h, a[1])),
        v = split(matmul(h, a[2]));
  Array weights = softmax(matmul(q, swapaxes(k, -1, -2)) * 0.125f);
  Array mixed = transpose(matmul(weights, v), {0, 2, 1, 3});
  Array y = x + matmul(reshape(mixed, shape), a[3]);
  h = layerNorm(y, a[10], a[11]);
  return y + matmul(gelu(matmul(h, a[4]) + a[5]), a[6]) + a[7];
}
static Array lstm(const Arrays &a) {
  using State = std::pair<Array, Array>;
  auto step = [&](const State &s, const Array &x) {
    Array g = matmul(x, a[2]) + a[4] + matmul(s.first, a[3]) + a[5];
    auto part = split(g, 4, 1);
    Array c = sigmoid(part[1]) * s.second + sigmoid(part[0]) * tanh(part[2]);
    Array h = sigmoid(part[3]) * tanh(c);
    return std::pair{State{h, c}, h};
  };
  return scan(step, State{a[0], a[1]}, a[6]).second;
}

//===-- Convolutional networks --------------------------------------------===//
/// ResNet-18 with the statistics of batch norm given; parameters in the order
/// of use, then the dense layer and the image.
static Array resnet18(const Arrays &a) {
  size_t at = 0;
  auto block = [&](const Array &x, int64_t stride, int64_t pad) {
    const Array &w = a[at], &gamma = a[at + 1], &beta = a[at + 2],
                &mean = a[at + 3], &variance = a[at + 4];
    at += 5;
    Array y = conv(x, w, {stride, stride}, {{pad, pad}, {pad, pad}});
    Array scale = gamma * rsqrt(variance + 1e-5f);
    return y * feature(scale) + feature(beta - mean * scale);
  };
  size_t n = a.size();
  Array x = relu(block(a[n - 1], 2, 3));
  x = reduceWindowMax(
      x, {{1, 1, 3, 3}, {1, 1, 2, 2}, {{0, 0}, {0, 0}, {1, 1}, {1, 1}}});
  int64_t channels = 64;
  for (int64_t next : {64, 128, 256, 512})
    for (int j = 0; j < 2; ++j) {
      int64_t stride = next > 64 && j == 0 ? 2 : 1;
      Array y = relu(block(x, stride, 1));
      y = block(y, 1, 1);
      if (stride != 1 || channels != next)
        x = block(x, stride, 0);
      x = relu(x + y);
      channels = next;
    }
  return matmul(mean(x, {2, 3}), a[n - 3]) + a[n - 2];
}
/// DCGAN's generator: four transposed convolutions, stride 2, of (in, out, 4,
/// 4) kernels.
static Array dcgan(const Arrays &a) {
  auto up = [](const Array &x, const Array &w) {
    ConvOptions options;
    options.padding = {{2, 2}, {2, 2}};
    options.lhsDilation = {2, 2};
    Array kernel = transpose(flip(w, {2, 3}), {1, 0, 2, 3});
    return convGeneralDilated(x, kernel, options);
  };
  Array x = einsum("nz,zchw->nchw", a.back(), a[0]);
  for (int i = 0; i < 4; ++i) {
    x = relu(x * feature(a[1 + 3 * i]) + feature(a[2 + 3 * i]));
    x = up(x, a[3 + 3 * i]);
  }
  return tanh(x);
}

std::vector<bench::Workload> bench::workloads() {
  auto squared = [](auto f) {
    return [f](const Arrays &a) { return sum(square(f(a))); };
  };
  auto mlpLoss = [](const Arrays &a) {
    return crossEntropy(mlp(first(a, 7)), a[7]);
  };
  auto cnnLoss = [](const Arrays &a) {
    return crossEntropy(cnn(first(a, 9)), a[9]);
  };
  std::vector<Workload> all{
      {"mlp_fwd_b128", one(mlp)},
      {"mlp_train_b128", trainingStep(6, mlpLoss)},
      {"cnn_fwd_b64", one(cnn)},
      {"cnn_train_b64", trainingStep(8, cnnLoss)},
      {"tblock_fwd", one(transformerBlock)},
      {"tblock_grad", gradient(12, squared(transformerBlock))},
      {"lstm_fwd", one(lstm)},
      {"lstm_grad", gradient(6, squared(lstm))},
      {"resnet18_inf_b1", one(resnet18)},
      {"dcgan_gen_b16", one(dcgan)},
  };
  addAdBench(all);
  return all;
}

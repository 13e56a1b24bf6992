// Networks and their gradients.
#include "Case.h"

#include <cmath>

using namespace weft;
using namespace weft::test;

namespace {
std::pair<Array, Array> mlpAlong(const Mlp &net, const Array &x,
                                 const Array &t) {
  return jvp([&](const Array &x) { return logits(net, x); }, x, t);
}

//===-- Convolutions ------------------------------------------------------===//
struct ConvNet {
  Dense conv1, conv2, hidden, out;
};

Array convLayer(const Dense &layer, const Array &x) {
  Array y = conv(x, layer.w) + expandDims(layer.b, {1, 2});
  return maximum(maxPool(y, {2, 2}, {.layout = Layout::ChannelsFirst}), 0);
}
auto convNetGradient(const ConvNet &net, const Array &x, const Array &labels) {
  auto loss = [&](const ConvNet &net) {
    Array h = convLayer(net.conv2, convLayer(net.conv1, x));
    h = reshape(h, {x.dim(0), -1});
    h = maximum(matmul(h, net.hidden.w) + net.hidden.b, 0);
    return crossEntropy(matmul(h, net.out.w) + net.out.b, labels);
  };
  return valueAndGrad(loss)(net);
}

auto depthwiseGradient(const Array &kernel, const Array &x) {
  auto loss = [](const Array &kernel, const Array &x) {
    Array y = convGeneralDilated(x, kernel,
                                 {.strides = {2, 1},
                                  .padding = {{1, 2}, {0, 1}},
                                  .rhsDilation = {1, 2},
                                  .dims = {"NHWC", "HWIO", "NHWC"},
                                  .featureGroups = 4});
    return sum(square(y));
  };
  return grad<0, 1>(loss)(kernel, x);
}

//===-- Attention ---------------------------------------------------------===//
struct Norm {
  Array scale, shift;
};
struct Attention {
  Array key, out, query, value;
};
struct Block {
  Norm norm1, norm2;
  Attention attention;
  Array up, down;
};

Array layerNorm(const Norm &norm, const Array &x) {
  Array centred = x - mean(x, -1, /*keepDims=*/true);
  return centred * rsqrt(var(x, -1, true) + 1e-5) * norm.scale + norm.shift;
}
Array gelu(const Array &x) {
  Array inner = std::sqrt(2 / M_PI) * (x + 0.044715 * (x * x * x));
  return x * (0.5 * (1 + tanh(inner)));
}
Array attend(const Attention &a, const Array &x, int64_t heads) {
  int64_t n = x.dim(0), t = x.dim(1), d = x.dim(2);
  auto split = [&](const Array &w) {
    return reshape(matmul(x, w), {n, t, heads, d / heads});
  };
  Array scores = einsum("bthd,bshd->bhts", split(a.query), split(a.key)) /
                 std::sqrt(float(d / heads));
  Array causal = tril(ones({t, t}, Dtype::Bool));
  Array weights = softmax(where(causal, scores, -1e9));
  Array mixed = einsum("bhts,bshd->bthd", weights, split(a.value));
  return matmul(reshape(mixed, {n, t, d}), a.out);
}
Array transformerBlock(const Block &block, const Array &x) {
  Array y = x + attend(block.attention, layerNorm(block.norm1, x), 2);
  return y +
         matmul(gelu(matmul(layerNorm(block.norm2, y), block.up)), block.down);
}
/// The case's order of arguments is that of their names in Python.
Array transformerByName(const Array &b1, const Array &b2, const Array &g1,
                        const Array &g2, const Array &up, const Array &down,
                        const Attention &attention, const Array &x) {
  return transformerBlock({{g1, b1}, {g2, b2}, attention, up, down}, x);
}

//===-- Recurrent ---------------------------------------------------------===//
struct Gate {
  Array ofInput, ofState;
};
struct Gru {
  Gate update, reset, candidate;
};

Gru gruGradient(const Gru &gru, const Array &xs) {
  auto loss = [&](const Gru &gru) {
    auto step = [&](const Array &h, const Array &x) {
      auto sees = [&](const Gate &g) {
        return matmul(x, g.ofInput) + matmul(h, g.ofState);
      };
      Array z = sigmoid(sees(gru.update)), r = sigmoid(sees(gru.reset));
      Array n = tanh(matmul(x, gru.candidate.ofInput) +
                     r * matmul(h, gru.candidate.ofState));
      Array next = (1 - z) * n + z * h;
      return std::pair{next, next};
    };
    auto [last, states] = scan(step, zeros({2, 5}), xs);
    return sum(states);
  };
  return grad(loss)(gru);
}

struct Lstm {
  Array ofInput, ofState, b;
};
struct LstmState {
  Array h, c;
};
std::pair<Array, Array> lstm(const Lstm &net, const LstmState &start,
                             const Array &xs) {
  auto step = [&](const LstmState &s, const Array &x) {
    auto gates = split(
        matmul(x, net.ofInput) + matmul(s.h, net.ofState) + net.b, 4, 1);
    Array c =
        sigmoid(gates[1]) * s.c + sigmoid(gates[0]) * tanh(gates[2]);
    Array h = sigmoid(gates[3]) * tanh(c);
    return std::pair{LstmState{h, c}, h};
  };
  auto [last, hs] =
      scan(step, start, xs, {.checkpointEvery = ScanOptions::sqrt});
  return {hs, last.c};
}

//===-- Others ------------------------------------------------------------===//
auto embeddingGradient(const Array &table, const Array &ids, const Array &w) {
  auto loss = [&](const Array &table, const Array &w) {
    return sum(tanh(matmul(mean(table[ids], 1), w)));
  };
  return grad<0, 1>(loss)(table, w);
}

struct Bf16Net {
  Dense hidden, out;
};
Bf16Net bf16Gradient(const Bf16Net &net, const Array &x) {
  auto loss = [&](const Bf16Net &net) {
    Array h = tanh(matmul(x, net.hidden.w) + net.hidden.b);
    Array y = matmul(h, net.out.w) + net.out.b;
    return mean(square(astype(y, Dtype::F32)));
  };
  return grad(loss)(net);
}

/// The function of one row; what the others are it learns by the name.
Array batchNorm(const Array &xs, const Array &scale, const Array &shift) {
  auto one = [&](const Array &x) {
    Array centred = x - pmean(x, "batch");
    Array variance = pmean(square(centred), "batch");
    return centred / sqrt(variance + 1e-5) * scale + shift;
  };
  return vmap(one, {.axisName = "batch"})(xs);
}

TEST(Networks, Mlp) {
  matchesJax("mlp_forward", logits);
  matchesJax("mlp_jvp", mlpAlong);
}
TEST(Networks, Convolutions) {
  matchesJax("convnet_grad", convNetGradient);
  matchesJax("depthwise_dilated_conv_grad", depthwiseGradient);
}
TEST(Networks, Transformer) {
  matchesJax("transformer_block_forward", transformerByName);
}
TEST(Networks, Recurrent) {
  matchesJax("gru_scan_grad", gruGradient);
  matchesJax("lstm", lstm);
}
TEST(Networks, Embedding) {
  matchesJax("avg_pool_embedding_grad", embeddingGradient);
}
TEST(Networks, HalfPrecision) { matchesJax("bf16_mlp_grad", bf16Gradient); }
TEST(Networks, BatchNormalisation) { matchesJax("batch_norm", batchNorm); }
} // namespace

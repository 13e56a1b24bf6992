// A two-layer network that reads handwritten digits: trained, looked at as a
// jaxpr, and compiled into an object file that a C program calls.
//
//   digits [--quick]     --quick trains with one seed instead of five
#include <weft/Aot.h>
#include <weft/Random.h>
#include <weft/data/Digits.h>
#include <weft/io/Progress.h>
#include <weft/io/Svg.h>
#include <weft/weft.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <numeric>
using namespace weft;

struct Dense {
  Array w, b;
};
WEFT_FIELDS(Dense, w, b)
struct Mlp {
  Dense hidden, out;
};
WEFT_FIELDS(Mlp, hidden, out)

Array logits(const Mlp &net, const Array &x) {
  Array h = maximum(matmul(x, net.hidden.w) + net.hidden.b, 0.f);
  return matmul(h, net.out.w) + net.out.b;
}

/// Softmax cross-entropy; labels are one-hot rows.
Array loss(const Mlp &net, const Array &x, const Array &labels) {
  return -mean(sum(logSoftmax(logits(net, x)) * labels, 1));
}

struct State {
  Mlp net, velocity;
};
struct Batch {
  Array x, labels;
};

/// One step of gradient descent with momentum.
std::pair<State, Array> step(const State &state, const Batch &batch) {
  auto [l, g] = valueAndGrad(loss)(state.net, batch.x, batch.labels);
  Mlp velocity =
      treeMap(state.velocity, g, [](const Array &v, const Array &d) -> Array {
        return 0.9f * v + d;
      });
  Mlp net =
      treeMap(state.net, velocity, [](const Array &p, const Array &v) -> Array {
        return p - 0.05f * v;
      });
  return {State{net, velocity}, l};
}

constexpr int trainRows = 1437, heldOut = 360, batchSize = 32, epochs = 30;
constexpr int batches = trainRows / batchSize;

Mlp initial(uint64_t seed) {
  auto keys = random::split(random::key(seed));
  return {{random::normal(take(keys, 0), {64, 128}) * std::sqrt(2.f / 64),
           zeros({128})},
          {random::normal(take(keys, 1), {128, 10}) * std::sqrt(2.f / 128),
           zeros({10})}};
}

/// A permutation of n numbers by random bits.
std::vector<int> shuffled(const Array &key, int n) {
  auto bits = random::bits(key, {n}).toVector<uint32_t>();
  std::vector<int> order(n);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return bits[a] < bits[b]; });
  return order;
}

struct Rows {
  std::vector<float> x;
  std::vector<int32_t> labels;
};
Rows gather(const data::Digits &all, const std::vector<int> &order, int from,
            int n) {
  Rows rows;
  for (int i = from; i < from + n; ++i) {
    auto at = all.images.begin() + order[i] * 64;
    for (int k = 0; k < 64; ++k)
      rows.x.push_back(at[k] / 16.f);
    rows.labels.push_back(all.labels[order[i]]);
  }
  return rows;
}

struct Trained {
  Mlp net;
  double accuracy;
  std::vector<double> losses;
};

Trained train(const data::Digits &all, uint64_t seed) {
  auto order = shuffled(random::key(0), all.rows);
  Rows test = gather(all, order, trainRows, heldOut);
  Array testX = array(test.x, {heldOut, 64});
  State state{initial(seed), {}};
  state.velocity = treeMap(state.net, [](const Array &p) -> Array {
    return zerosLike(p);
  });
  auto epoch = jit([](const State &s, const Batch &b) {
    auto [last, losses] = scan(step, s, b);
    return std::pair{last, losses};
  });
  Trained out;
  io::Progress bar(epochs, "seed " + std::to_string(seed));
  double seconds = 0;
  for (int e = 0; e < epochs; ++e) {
    auto perm = shuffled(random::foldIn(random::key(seed), e), trainRows);
    std::vector<int> rows(perm.size());
    for (size_t i = 0; i < perm.size(); ++i)
      rows[i] = order[perm[i]];
    Rows r = gather(all, rows, 0, batches * batchSize);
    Batch data{array(r.x, {batches, batchSize, 64}),
               oneHot(array(r.labels, {batches, batchSize}), 10)};
    auto begin = std::chrono::steady_clock::now();
    auto [next, losses] = epoch(state, data);
    std::chrono::duration<double> took =
        std::chrono::steady_clock::now() - begin;
    if (e > 0) // the first call compiles
      seconds += took.count();
    state = next;
    for (double l : losses.toVector())
      out.losses.push_back(l);
    char note[64];
    std::snprintf(note, sizeof note, "loss %.4f", out.losses.back());
    bar.note(note);
    bar.advance();
  }
  bar.finish();
  std::printf("seed %d: %.0f steps/s\n", int(seed),
              (epochs - 1) * batches / seconds);
  auto guess = argmax(jit(logits)(state.net, testX), 1).toVector<int32_t>();
  int right = 0;
  for (int i = 0; i < heldOut; ++i)
    right += guess[i] == test.labels[i];
  out.net = state.net;
  out.accuracy = 100.0 * right / heldOut;
  return out;
}

/// The model as an object file, called from C: the same bits as jit's?
bool callFromC(const Mlp &net, const data::Digits &all) {
  Rows rows = gather(all, shuffled(random::key(0), all.rows), trainRows, 8);
  Array x = array(rows.x, {8, 64});
  auto model = [net](const Array &x) -> Array { return logits(net, x); };
  ExportOptions options;
  options.name = "digits";
  options.object = "digits.o";
  options.cpu = "native";
  exportObject(model, std::tuple{x}, options);

  std::ofstream("digits_main.c") << R"(#include "digits.h"
#include <stdio.h>
#include <stdlib.h>
int main(void) {
  static float x[8 * 64], y[8 * 10];
  FILE *in = fopen("digits_x.bin", "rb"), *out = fopen("digits_y.bin", "wb");
  if (!in || !out || fread(x, sizeof x, 1, in) != 1)
    return 1;
  void *arena = aligned_alloc(64, DIGITS_ARENA_BYTES + 64);
  if (digits(x, y, arena) != 0 || fwrite(y, sizeof y, 1, out) != 1)
    return 1;
  fclose(out);
  return 0;
}
)";
  std::ofstream("digits_x.bin", std::ios::binary)
      .write(static_cast<const char *>(x.bytes()), rows.x.size() * 4);
  if (std::system("cc -O1 digits_main.c digits.o -lm -o digits_c && "
                  "./digits_c") != 0)
    return false;
  std::vector<float> got(80), want = jit(model)(x).toVector<float>();
  std::ifstream("digits_y.bin", std::ios::binary)
      .read(reinterpret_cast<char *>(got.data()), got.size() * 4);
  bool same = std::memcmp(got.data(), want.data(), got.size() * 4) == 0;
  std::printf("digits.o called from C: %s\n",
              same ? "the same bits as jit" : "DIFFERS from jit");
  return same;
}

int main(int argc, char **argv) {
  bool quick = argc > 1 && std::strcmp(argv[1], "--quick") == 0;
  auto all = data::loadDigits(WEFT_DATA_DIR "/digits.csv.gz");
  std::vector<double> accuracy;
  Trained last;
  for (uint64_t seed = 0; seed < (quick ? 1 : 5); ++seed) {
    last = train(all, seed);
    accuracy.push_back(last.accuracy);
  }
  std::sort(accuracy.begin(), accuracy.end());
  double median = accuracy[accuracy.size() / 2];
  std::printf("held-out accuracy: %.1f %%\n", median);
  io::Plot()
      .title("Digits: training loss")
      .xLabel("step")
      .yLabel("loss")
      .logY()
      .line(last.losses)
      .save("digits_loss.svg");

  Mlp net = initial(0);
  Array x = zeros({4, 64}), labels = zeros({4, 10});
  std::printf("%s\n", makeJaxpr(loss)(net, x, labels).c_str());
  std::printf("%s\n", makeJaxpr(grad(loss))(net, x, labels).c_str());
  return callFromC(last.net, all) && median >= 96 ? 0 : 1;
}

// Random numbers, composed of public operations.
//
// Threefry: Salmon et al., Parallel random numbers: as easy as 1, 2, 3 (2011).
// The inverse error function: Giles, Approximating the erfinv function (2010).
#include "weft/Random.h"
#include "Api/OpsHelpers.h"
#include "weft/Error.h"
#include "weft/Ops.h"

#include <cmath>
#include <numbers>
using namespace weft;

static Array word(uint32_t value) { return scalar<uint32_t>(value); }

static Array rotateLeft(const Array &x, uint32_t by) {
  return (x << word(by)) | (x >> word(32 - by));
}

/// Twenty rounds on pairs of words.
static std::pair<Array, Array> threefry(const Array &key, Array x0, Array x1) {
  static constexpr uint32_t rotations[2][4] = {{13, 15, 26, 6},
                                               {17, 29, 16, 24}};
  Array k0 = take(key, 0), k1 = take(key, 1);
  Array ks[3] = {k0, k1, k0 ^ k1 ^ word(0x1BD11BDA)};
  x0 = x0 + ks[0];
  x1 = x1 + ks[1];
  for (uint32_t i = 0; i < 5; ++i) {
    for (uint32_t r : rotations[i % 2]) {
      x0 = x0 + x1;
      x1 = rotateLeft(x1, r) ^ x0;
    }
    x0 = x0 + ks[(i + 1) % 3];
    x1 = x1 + ks[(i + 2) % 3] + word(i + 1);
  }
  return {x0, x1};
}

static void checkKey(const Operand &key, const char *op) {
  if (key.array.dtype() != Dtype::U32 || key.array.shape() != Shape{2})
    throw DtypeError(Message{op, "a key must be u32[2]", key.array.toString(),
                             place(key.where), "make it with random::key"});
}

static int64_t count(const Shape &shape) {
  int64_t n = 1;
  for (int64_t d : shape)
    n *= d;
  return n;
}

/// The index of each element as two words.
static std::pair<Array, Array> counters(int64_t n) {
  if (n > int64_t(UINT32_MAX))
    throw ShapeError(Message{"random", "at most 2^32 - 1 numbers at once",
                             std::to_string(n), "", "split the key"});
  return {zeros({n}, Dtype::U32), iota(n, Dtype::U32)};
}

Array random::key(uint64_t seed) {
  return array<uint32_t>(
      {static_cast<uint32_t>(seed >> 32), static_cast<uint32_t>(seed)});
}

Array random::split(const Operand &key, int64_t n) {
  checkKey(key, "split");
  return api::composite({"split", key.where}, {key.array},
                        [&](const ir::Arrays &in) {
                          auto [high, low] = counters(n);
                          auto [x0, x1] = threefry(in[0], high, low);
                          return stack({x0, x1}, 1);
                        });
}

Array random::foldIn(const Operand &key, const Operand &data) {
  checkKey(key, "foldIn");
  return api::composite({"foldIn", key.where}, {key.array, data.array},
                        [&](const ir::Arrays &in) {
                          // The key of the seed `data`, as one block.
                          Array low = astype(in[1], Dtype::U32);
                          auto [x0, x1] = threefry(in[0], word(0), low);
                          return stack({x0, x1});
                        });
}

static Array bitsOf(const Array &key, const Shape &shape) {
  auto [high, low] = counters(count(shape));
  auto [x0, x1] = threefry(key, high, low);
  return reshape(x0 ^ x1, shape);
}
Array random::bits(const Operand &key, const Shape &shape) {
  checkKey(key, "bits");
  return api::composite(
      {"bits", key.where}, {key.array},
      [&](const ir::Arrays &in) { return bitsOf(in[0], shape); });
}

/// 23 bits as a fraction: the same floats as 1.bits - 1.
static Array uniformOf(const Array &key, const Shape &shape, const Array &low,
                       const Array &high) {
  Array fraction =
      astype(bitsOf(key, shape) >> word(9), Dtype::F32) * std::ldexp(1.f, -23);
  return maximum(low, fraction * (high - low) + low);
}
Array random::uniform(const Operand &key, const Shape &shape,
                      const Operand &low, const Operand &high) {
  checkKey(key, "uniform");
  return api::composite(
      {"uniform", key.where},
      {key.array, astype(low, Dtype::F32), astype(high, Dtype::F32)},
      [&](const ir::Arrays &in) {
        return uniformOf(in[0], shape, in[1], in[2]);
      });
}

static Array erfInverse(const Array &x) {
  static constexpr float central[] = {
      2.81022636e-08f,  3.43273939e-07f, -3.5233877e-06f,
      -4.39150654e-06f, 0.00021858087f,  -0.00125372503f,
      -0.00417768164f,  0.246640727f,    1.50140941f};
  static constexpr float tail[] = {
      -0.000200214257f, 0.000100950558f, 0.00134934322f,
      -0.00367342844f,  0.00573950773f,  -0.0076224613f,
      0.00943887047f,   1.00167406f,     2.83297682f};
  Array w = -log1p(x * -x);
  Array near = w < 5.f;
  Array u = where(near, w - 2.5f, sqrt(w) - 3.f);
  Array p = where(near, central[0], tail[0]);
  for (size_t i = 1; i < std::size(central); ++i)
    p = p * u + where(near, central[i], tail[i]);
  return p * x;
}
Array random::normal(const Operand &key, const Shape &shape) {
  checkKey(key, "normal");
  return api::composite({"normal", key.where}, {key.array},
                        [&](const ir::Arrays &in) {
                          Array low = scalar(std::nextafter(-1.f, 0.f));
                          Array u = uniformOf(in[0], shape, low, scalar(1.f));
                          return erfInverse(u) * std::numbers::sqrt2_v<float>;
                        });
}

Array random::bernoulli(const Operand &key, const Operand &p,
                        const Shape &shape) {
  checkKey(key, "bernoulli");
  return api::composite(
      {"bernoulli", key.where}, {key.array, astype(p, Dtype::F32)},
      [&](const ir::Arrays &in) {
        return uniformOf(in[0], shape, scalar(0.f), scalar(1.f)) < in[1];
      });
}

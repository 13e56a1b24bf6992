// Random numbers: counter-based, so the same key gives the same numbers on
// every device and with any number of threads. Keys and bits are those of JAX
// (threefry2x32, jax_threefry_partitionable=True).
#ifndef WEFT_RANDOM_H
#define WEFT_RANDOM_H

#include "weft/Array.h"

namespace weft::random {

/// The key of a seed: u32[2], {seed's high word, its low word}.
Array key(uint64_t seed);
/// n new keys, u32[n, 2]. A key that was split is not used again.
Array split(const Operand &key, int64_t n = 2);
/// The key that goes with a number, such as a step or a layer.
Array foldIn(const Operand &key, const Operand &data);
/// Uniform bits, u32.
Array bits(const Operand &key, const Shape &shape);
/// Uniform f32 in [low, high).
Array uniform(const Operand &key, const Shape &shape, const Operand &low = 0.f,
              const Operand &high = 1.f);
/// Normal f32, mean 0 and variance 1.
Array normal(const Operand &key, const Shape &shape);
/// True with probability p.
Array bernoulli(const Operand &key, const Operand &p, const Shape &shape);

} // namespace weft::random

#endif // WEFT_RANDOM_H

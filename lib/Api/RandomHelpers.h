// What the distributions share: keys, bits, and numbers made of bits.
#pragma once
#include "Api/OpsHelpers.h"
#include "weft/Random.h"

namespace weft::api {
/// The two words of a key, or of a key per element: arrays of one shape.
struct KeyWords {
  Array high, low;
};
void checkKey(const Site &site, const Array &key);
void checkFloat(const Site &site, Dtype dtype);
/// Checks, then one compiled function of the key and the parameters, which come
/// as the result's dtype.
Array drawn(const Site &site, const Array &key, ArrayRef<Array> parameters,
            Dtype dtype, llvm::function_ref<Array(const Arrays &)> f);
KeyWords wordsOf(const Array &key);
/// Key number i of those that it is split into, however many they are.
KeyWords child(const KeyWords &key, uint32_t i);
/// The first n of them: a key per element of [n].
KeyWords children(const KeyWords &key, int64_t n);
Array keyOf(const KeyWords &words);
inline Array childKey(const Array &key, uint32_t i) {
  return keyOf(child(wordsOf(key), i));
}

Array bitsOf(const Array &key, const Shape &shape, Dtype dtype);
/// One number in [0, 1) for each key, as uniform gives it for the shape ().
Array fractionPerKey(const KeyWords &keys, Dtype dtype);
/// In [0, 1).
Array fractionOf(const Array &key, const Shape &shape, Dtype dtype);
/// In [low, high): scalars or arrays of the dtype.
Array uniformOf(const Array &key, const Shape &shape, const Array &low,
                const Array &high, Dtype dtype);
Array uniformOf(const Array &key, const Shape &shape, double low, double high,
                Dtype dtype);
/// A normal number from one in [0, 1).
Array normalFrom(const Array &fraction, Dtype dtype);
Array normalOf(const Array &key, const Shape &shape, Dtype dtype);
Array gumbelOf(const Array &key, const Shape &shape, Dtype dtype);
Array exponentialOf(const Array &key, const Shape &shape, Dtype dtype);

/// The least positive normal number.
double tinyOf(Dtype dtype);

/// `shape`, to which the parameters must broadcast; where there is none, what
/// they broadcast to.
Shape shapeOf(const Site &site, const random::ShapeOr &shape,
              ArrayRef<Array> parameters);
} // namespace weft::api

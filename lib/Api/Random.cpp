// Keys, bits, and the numbers nearest to them: uniform ones and integers.
//
// Threefry: Salmon et al., Parallel random numbers: as easy as 1, 2, 3 (2011).
#include "Api/RandomHelpers.h"

#include <cmath>
using namespace weft;
using namespace weft::api;

//===-- Checks ------------------------------------------------------------===//
void api::checkKey(const Site &site, const Array &key) {
  const Node &n = nodeOf(site, key);
  if (n.dtype != Dtype::U32 || n.dims != Dims{2})
    failDtype(site, "a key must be u32[2]", said(site, key),
              "make it with random::key");
}
void api::checkFloat(const Site &site, Dtype dtype) {
  if (!isFloat(dtype) || itemSize(dtype) < 2)
    failDtype(site, "makes floats of at least 16 bits", shortName(dtype));
}
Array api::drawn(const Site &site, const Array &key,
                 ArrayRef<Array> parameters, Dtype dtype,
                 llvm::function_ref<Array(const Arrays &)> f) {
  checkKey(site, key);
  checkFloat(site, dtype);
  Arrays all{key};
  for (const Array &p : parameters) {
    promote(site, p, Bools | Reals);
    all.push_back(literalAs(p, dtype));
  }
  return composite(site, all, [&](const Arrays &in) {
    Arrays same{in[0]};
    for (size_t i = 1; i < in.size(); ++i)
      same.push_back(astype(in[i], dtype));
    return f(same);
  });
}
Shape api::shapeOf(const Site &site, const random::ShapeOr &shape,
                   ArrayRef<Array> parameters) {
  Dims common = broadcastDims(site, parameters);
  if (!shape)
    return Shape(common.begin(), common.end());
  checkSizes(site, *shape);
  bool fits = common.size() <= shape->size();
  size_t lead = fits ? shape->size() - common.size() : 0;
  for (size_t i = 0; fits && i < common.size(); ++i)
    fits = common[i] == 1 || common[i] == (*shape)[lead + i];
  if (!fits)
    failShape(site, "the parameters must broadcast to the shape",
              said(site, parameters) + " and shape " +
                  weft::detail::describeShape(*shape));
  return *shape;
}

//===-- Threefry ----------------------------------------------------------===//
static Array word(uint32_t value) { return scalar<uint32_t>(value); }

static Array rotateLeft(const Array &x, uint32_t by) {
  return (x << word(by)) | (x >> word(32 - by));
}
/// Twenty rounds on pairs of words.
static std::pair<Array, Array> threefry(const KeyWords &key, Array x0,
                                        Array x1) {
  static constexpr uint32_t rotations[2][4] = {{13, 15, 26, 6},
                                               {17, 29, 16, 24}};
  Array ks[3] = {key.high, key.low, key.high ^ key.low ^ word(0x1BD11BDA)};
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

KeyWords api::wordsOf(const Array &key) { return {take(key, 0), take(key, 1)}; }
KeyWords api::child(const KeyWords &key, uint32_t i) {
  auto [high, low] = threefry(key, word(0), word(i));
  return {high, low};
}
Array api::keyOf(const KeyWords &words) {
  return stack({words.high, words.low}, -1);
}

/// The index of each element as two words.
static std::pair<Array, Array> counters(int64_t n) {
  if (n > int64_t(UINT32_MAX))
    throw ShapeError(Message{"random", "at most 2^32 - 1 numbers at once",
                             std::to_string(n), "", "split the key"});
  return {word(0), iota(n, Dtype::U32)};
}
KeyWords api::children(const KeyWords &key, int64_t n) {
  auto [high, low] = counters(n);
  auto [x0, x1] = threefry(key, high, low);
  return {x0, x1};
}
static int64_t count(const Shape &shape) {
  int64_t n = 1;
  for (int64_t d : shape)
    n *= d;
  return n;
}

//===-- Keys --------------------------------------------------------------===//
Array random::key(uint64_t seed) {
  return array<uint32_t>(
      {static_cast<uint32_t>(seed >> 32), static_cast<uint32_t>(seed)});
}
Array random::split(const Operand &key, const Shape &shape) {
  Site site("split", key.where);
  checkKey(site, key.array);
  checkSizes(site, shape);
  Shape out = shape;
  out.push_back(2);
  return composite(site, {key.array}, [&](const Arrays &in) {
    auto [high, low] = counters(count(shape));
    auto [x0, x1] = threefry(wordsOf(in[0]), high, low);
    return reshape(stack({x0, x1}, 1), out);
  });
}
Array random::split(const Operand &key, int64_t n) {
  return split(key, Shape{n});
}
Array random::foldIn(const Operand &key, const Operand &data) {
  Site site("foldIn", key.where);
  checkKey(site, key.array);
  if (!nodeOf(site, data.array).dims.empty())
    failShape(site, "the number must be a scalar", said(site, data.array));
  promote(site, data.array, Ints);
  return composite(site, {key.array, data.array}, [&](const Arrays &in) {
    // The key of the seed `data`, as one block.
    Array low = astype(in[1], Dtype::U32);
    auto [x0, x1] = threefry(wordsOf(in[0]), word(0), low);
    return stack({x0, x1});
  });
}

//===-- Bits --------------------------------------------------------------===//
static Array fitted(const std::pair<Array, Array> &words, Dtype dtype) {
  auto [high, low] = words;
  if (dtype == Dtype::U64)
    return (astype(high, dtype) << scalar<uint64_t>(32)) | astype(low, dtype);
  return astype(high ^ low, dtype);
}
Array api::bitsOf(const Array &key, const Shape &shape, Dtype dtype) {
  auto [high, low] = counters(count(shape));
  return reshape(fitted(threefry(wordsOf(key), high, low), dtype), shape);
}
Array random::bits(const Operand &key, const Shape &shape, Dtype dtype) {
  Site site("bits", key.where);
  checkKey(site, key.array);
  checkSizes(site, shape);
  if (!isInteger(dtype) || isSigned(dtype) || dtype == Dtype::U4)
    failDtype(site, "makes u8, u16, u32 and u64", shortName(dtype));
  return composite(site, {key.array}, [&](const Arrays &in) {
    return bitsOf(in[0], shape, dtype);
  });
}

//===-- Uniform -----------------------------------------------------------===//
double api::tinyOf(Dtype dtype) {
  return std::ldexp(1, dtype == Dtype::F64   ? -1022
                       : dtype == Dtype::F16 ? -14
                                             : -126);
}
/// As many bits as there are digits, as a fraction: the same floats as JAX's
/// 1.bits - 1.
static Dtype bitsFor(Dtype dtype) {
  return dtype == Dtype::F64    ? Dtype::U64
         : dtype == Dtype::F32  ? Dtype::U32
         : dtype == Dtype::BF16 ? Dtype::U8
                                : Dtype::U16;
}
static Array fraction(const Array &bits, Dtype dtype) {
  int unused = static_cast<int>(8 * itemSize(bits.dtype())) -
               mantissaBits(dtype);
  Array digits = bits >> scalarOf(bits.dtype(), unused);
  return astype(digits, dtype) * scalarOf(dtype, epsilonOf(dtype));
}
Array api::fractionOf(const Array &key, const Shape &shape, Dtype dtype) {
  return fraction(bitsOf(key, shape, bitsFor(dtype)), dtype);
}
Array api::fractionPerKey(const KeyWords &keys, Dtype dtype) {
  return fraction(fitted(threefry(keys, word(0), word(0)), bitsFor(dtype)),
                  dtype);
}

/// x · y + z in f64, rounded once: by Dekker's product and Knuth's sum.
static Array fusedMultiplyAdd(const Array &x, const Array &y, const Array &z) {
  auto halves = [](const Array &v) {
    Array high = v * 134217729.0 - (v * 134217729.0 - v);
    return std::pair{high, Array(v - high)};
  };
  auto [xh, xl] = halves(x);
  auto [yh, yl] = halves(y);
  Array p = x * y, e = ((xh * yh - p) + xh * yl + xl * yh) + xl * yl;
  Array s = p + z, part = s - p;
  return s + (((p - (s - part)) + (z - part)) + e);
}
/// low + u (high - low), rounded (but for a tie in 2^29) as XLA's code for the
/// CPU does: the difference first, product and sum at once, of bf16 one after
/// the other.
static Array between(const Array &u, const Array &low, const Array &high) {
  Dtype dtype = u.dtype();
  if (dtype == Dtype::F64)
    return fusedMultiplyAdd(u, high - low, low);
  if (dtype == Dtype::BF16)
    return u * (high - low) + low;
  if (dtype == Dtype::F16) {
    Array span = astype(high - low, Dtype::F32);
    Array exact = astype(u, Dtype::F32) * span;
    return astype(exact + astype(low, Dtype::F32), dtype);
  }
  Array span = astype(high - low, Dtype::F64), from = astype(low, Dtype::F64);
  return astype(astype(u, Dtype::F64) * span + from, dtype);
}
Array api::uniformOf(const Array &key, const Shape &shape, const Array &low,
                     const Array &high, Dtype dtype) {
  return maximum(low, between(fractionOf(key, shape, dtype), low, high));
}
Array api::uniformOf(const Array &key, const Shape &shape, double low,
                     double high, Dtype dtype) {
  return uniformOf(key, shape, scalarOf(dtype, low), scalarOf(dtype, high),
                   dtype);
}
Array random::uniform(const Operand &key, const Shape &shape,
                      const Operand &low, const Operand &high, Dtype dtype) {
  Site site("uniform", key.where);
  checkKey(site, key.array);
  checkFloat(site, dtype);
  shapeOf(site, shape, {low.array, high.array});
  auto is = [](const Operand &x, double v) {
    auto value = literalValue(x.array);
    return value && *value == v;
  };
  if (is(low, 0) && is(high, 1))
    return composite(site, {key.array}, [&](const Arrays &in) {
      return fractionOf(in[0], shape, dtype);
    });
  return composite(
      site, {key.array, literalAs(low.array, dtype), literalAs(high.array, dtype)},
      [&](const Arrays &in) {
        return uniformOf(in[0], shape, astype(in[1], dtype),
                         astype(in[2], dtype), dtype);
      });
}

//===-- Integers ----------------------------------------------------------===//
static Dtype unsignedOf(Dtype dtype) {
  switch (itemSize(dtype)) {
  case 1:
    return Dtype::U8;
  case 2:
    return Dtype::U16;
  case 4:
    return Dtype::U32;
  default:
    return Dtype::U64;
  }
}
namespace {
/// The range of an integer dtype, in i64 or u64.
struct Range {
  Dtype wide;
  Array least, most;
};
} // namespace
static Range rangeOf(Dtype dtype) {
  if (dtype == Dtype::U64)
    return {dtype, scalar<uint64_t>(0), scalar<uint64_t>(UINT64_MAX)};
  unsigned width = 8 * itemSize(dtype);
  int64_t most = isSigned(dtype) ? INT64_MAX >> (64 - width)
                                 : (int64_t(1) << width) - 1;
  return {Dtype::I64, scalar<int64_t>(isSigned(dtype) ? -most - 1 : 0),
          scalar<int64_t>(most)};
}
/// An integer made wide; as u64 what is below 0 becomes 0.
static Array widened(const Array &x, Dtype wide) {
  if (wide == Dtype::U64 && isSigned(x.dtype()))
    return astype(maximum(x, scalarOf(x.dtype(), 0)), wide);
  return astype(x, wide);
}
/// The algorithm of jax.random.randint, on at least 32 bits: two words of bits
/// modulo the span.
static Array integersIn(const Array &key, const Shape &shape, const Array &low,
                        const Array &high, Dtype dtype) {
  auto [wide, least, most] = rangeOf(dtype);
  Array from = widened(low, wide), to = widened(high, wide);
  Array beyond = to > most;
  from = astype(clip(from, least, most), dtype);
  to = astype(clip(to, least, most), dtype);
  Dtype bits = unsignedOf(dtype);
  Array one = scalarOf(bits, 1);
  Array span = where(to <= from, one, astype(to - from, bits));
  span = where(beyond & (to > from), span + one, span);
  Array half = scalarOf(bits, std::ldexp(1, 4 * itemSize(dtype)));
  Array multiplier = half % span;
  multiplier = (multiplier * multiplier) % span;
  Array upper = bitsOf(childKey(key, 0), shape, bits);
  Array lower = bitsOf(childKey(key, 1), shape, bits);
  Array offset = (upper % span) * multiplier + lower % span;
  return from + astype(offset % span, dtype);
}
Array random::randint(const Operand &key, const Shape &shape,
                      const Operand &low, const Operand &high, Dtype dtype) {
  Site site("randint", key.where);
  checkKey(site, key.array);
  if (!isInteger(dtype) || dtype == Dtype::I4 || dtype == Dtype::U4)
    failDtype(site, "makes integers of 8 to 64 bits", shortName(dtype));
  promote(site, low.array, Ints);
  promote(site, high.array, Ints);
  shapeOf(site, shape, {low.array, high.array});
  bool isShort = itemSize(dtype) < 4;
  return composite(
      site, {key.array, low.array, high.array}, [&](const Arrays &in) {
        if (!isShort)
          return integersIn(in[0], shape, in[1], in[2], dtype);
        auto [wide, least, most] = rangeOf(dtype);
        Array from = clip(widened(in[1], wide), least, most);
        Array to = clip(widened(in[2], wide), least, most + scalarOf(wide, 1));
        return astype(integersIn(in[0], shape, from, to, Dtype::I32), dtype);
      });
}

// Whole numbers of 64 bits beside floats, and sums of two floats: what formulas
// on the bits of doubles are written with. a * b + c may become one instruction
// anywhere, which the sums below allow for: each low part is taken from the high
// part as it came out.
#pragma once
#include "Scalars.h"

namespace weft::ir {
/// ln 2 in two parts; and with zeros at the high one's end, so that its product
/// with an exponent is exact.
inline constexpr double ln2 = 0x1.62e42fefa39efp-1,
                        ln2Rest = 0x1.abc9e3b39803fp-56;
inline constexpr double ln2High = 0x1.62e42fee00000p-1,
                        ln2Low = 0x1.a39ef35793c76p-33;

struct Word {
  Value v;
  const Scalars *in;
};
/// high + low, |low| at most half a unit of high.
struct Pair {
  Num high, low;
};
struct Constant2 {
  double high, low;
};

template <class Op> Word make(Word x, Word y) {
  return {Op::create(x.in->b, x.in->loc, x.v, y.v), x.in};
}
inline Word word(const Scalars &s, uint64_t value) {
  auto attr = s.b.getIntegerAttr(s.b.getI64Type(), int64_t(value));
  return {arith::ConstantOp::create(s.b, s.loc, attr), &s};
}
inline Word like(Word x, uint64_t value) { return word(*x.in, value); }
inline Word operator+(Word x, Word y) { return make<arith::AddIOp>(x, y); }
inline Word operator+(Word x, int64_t y) { return x + like(x, y); }
inline Word operator-(Word x, Word y) { return make<arith::SubIOp>(x, y); }
inline Word operator|(Word x, Word y) { return make<arith::OrIOp>(x, y); }
inline Word operator^(Word x, Word y) { return make<arith::XOrIOp>(x, y); }
inline Word operator&(Word x, uint64_t y) {
  return make<arith::AndIOp>(x, like(x, y));
}
inline Word operator%(Word x, Word y) { return make<arith::RemUIOp>(x, y); }
inline Word operator<<(Word x, Word y) { return make<arith::ShLIOp>(x, y); }
inline Word operator<<(Word x, int y) { return x << like(x, y); }
inline Word operator>>(Word x, Word y) { return make<arith::ShRUIOp>(x, y); }
inline Word operator>>(Word x, int y) { return x >> like(x, y); }
inline Word signedShift(Word x, int y) {
  return make<arith::ShRSIOp>(x, like(x, y));
}
inline Num compare(arith::CmpIPredicate p, Word x, Word y) {
  return x.in->of(arith::CmpIOp::create(x.in->b, x.in->loc, p, x.v, y.v));
}
inline Num isZero(Word x) {
  return compare(arith::CmpIPredicate::eq, x, like(x, 0));
}
inline Word select(Num p, Word x, Word y) {
  return {arith::SelectOp::create(p.in->b, p.in->loc, p.v, x.v, y.v), x.in};
}

inline Word bitsOf(Num x) {
  OpBuilder &b = x.in->b;
  return {arith::BitcastOp::create(b, x.in->loc, b.getI64Type(), x.v), x.in};
}
inline Num asFloat(Word bits) {
  return bits.in->of(arith::BitcastOp::create(bits.in->b, bits.in->loc,
                                              bits.in->type, bits.v));
}
template <class Op> Num toFloat(Word x) {
  return x.in->of(Op::create(x.in->b, x.in->loc, x.in->type, x.v));
}
inline Num fma(Num x, Num y, Num z) {
  return x.in->of(math::FmaOp::create(x.in->b, x.in->loc, x.v, y.v, z.v));
}
inline Num fma(Num x, double y, Num z) { return fma(x, x.in->num(y), z); }

inline Pair sum(Num a, Num b) { // Knuth
  Num s = a + b, t = s - a;
  return {s, (a - (s - t)) + (b - t)};
}
/// The same where the exponent of a is not below that of b.
inline Pair quickSum(Num a, Num b) {
  Num s = a + b;
  return {s, b - (s - a)};
}
inline Pair product(Pair a, Pair b) {
  Num p = a.high * b.high;
  return {p, fma(a.high, b.high, -p) + (a.high * b.low + a.low * b.high)};
}

struct Decoded { // |x| = mantissa 2^(exponent - 1075)
  Word mantissa, exponent;
};
inline Decoded decode(Num x) {
  Word bits = bitsOf(x);
  Word exponent = (bits >> 52) & 0x7ff, fraction = bits & 0xfffffffffffff;
  Num tiny = isZero(exponent);
  return {select(tiny, fraction, fraction | like(bits, 1ull << 52)),
          select(tiny, like(bits, 1), exponent)};
}

/// ln x for 0 < x < inf, to about 2^-65 of it.
Pair longLog(Num x);
} // namespace weft::ir

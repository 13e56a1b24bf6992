// See Libm.h. All of it is computed in f64, whence a result in f32 is right but
// for its own rounding. Pairs of floats (high, low) are Dekker's; a * b + c may
// become one instruction anywhere, which the sums below allow for: each low part
// is taken from the high part as it came out.
#include "Lowering/Libm.h"

#include "Lowering/MathFunctions.h"
#include "Scalars.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

#include "llvm/ADT/TypeSwitch.h"

#include <limits>

namespace weft::ir {
using namespace mlir;

namespace {
/// Whole numbers of 64 bits.
struct Word {
  Value v;
  const Scalars *in;
};
/// high + low, |low| at most half a unit of high.
struct Pair {
  Num high, low;
};
} // namespace

template <class Op> static Word make(Word x, Word y) {
  return {Op::create(x.in->b, x.in->loc, x.v, y.v), x.in};
}
static Word word(const Scalars &s, uint64_t value) {
  auto attr = s.b.getIntegerAttr(s.b.getI64Type(), int64_t(value));
  return {arith::ConstantOp::create(s.b, s.loc, attr), &s};
}
static Word like(Word x, uint64_t value) { return word(*x.in, value); }
static Word operator+(Word x, Word y) { return make<arith::AddIOp>(x, y); }
static Word operator+(Word x, int64_t y) { return x + like(x, y); }
static Word operator-(Word x, Word y) { return make<arith::SubIOp>(x, y); }
static Word operator|(Word x, Word y) { return make<arith::OrIOp>(x, y); }
static Word operator^(Word x, Word y) { return make<arith::XOrIOp>(x, y); }
static Word operator&(Word x, uint64_t y) {
  return make<arith::AndIOp>(x, like(x, y));
}
static Word operator%(Word x, Word y) { return make<arith::RemUIOp>(x, y); }
static Word operator<<(Word x, Word y) { return make<arith::ShLIOp>(x, y); }
static Word operator<<(Word x, int y) { return x << like(x, y); }
static Word operator>>(Word x, Word y) { return make<arith::ShRUIOp>(x, y); }
static Word operator>>(Word x, int y) { return x >> like(x, y); }
static Word signedShift(Word x, int y) {
  return make<arith::ShRSIOp>(x, like(x, y));
}
static Num compare(arith::CmpIPredicate p, Word x, Word y) {
  return x.in->of(arith::CmpIOp::create(x.in->b, x.in->loc, p, x.v, y.v));
}
static Num isZero(Word x) {
  return compare(arith::CmpIPredicate::eq, x, like(x, 0));
}
static Word select(Num p, Word x, Word y) {
  return {arith::SelectOp::create(p.in->b, p.in->loc, p.v, x.v, y.v), x.in};
}

static Word bitsOf(Num x) {
  OpBuilder &b = x.in->b;
  return {arith::BitcastOp::create(b, x.in->loc, b.getI64Type(), x.v), x.in};
}
static Num asFloat(Word bits) {
  return bits.in->of(arith::BitcastOp::create(bits.in->b, bits.in->loc,
                                              bits.in->type, bits.v));
}
template <class Op> static Num toFloat(Word x) {
  return x.in->of(Op::create(x.in->b, x.in->loc, x.in->type, x.v));
}
static Num fma(Num x, Num y, Num z) {
  return x.in->of(math::FmaOp::create(x.in->b, x.in->loc, x.v, y.v, z.v));
}
static Num fma(Num x, double y, Num z) { return fma(x, x.in->num(y), z); }

static Pair sum(Num a, Num b) { // Knuth
  Num s = a + b, t = s - a;
  return {s, (a - (s - t)) + (b - t)};
}
/// The same where the exponent of a is not below that of b.
static Pair quickSum(Num a, Num b) {
  Num s = a + b;
  return {s, b - (s - a)};
}
static Pair product(Pair a, Pair b) {
  Num p = a.high * b.high;
  return {p, fma(a.high, b.high, -p) + (a.high * b.low + a.low * b.high)};
}

//===-- Powers ------------------------------------------------------------===//
static constexpr double ln2 = 0x1.62e42fefa39efp-1, ln2Rest = 0x1.abc9e3b39803fp-56;
/// ln 2 with zeros at its end, so that its product with an exponent is exact.
static constexpr double ln2High = 0x1.62e42fee00000p-1,
                        ln2Low = 0x1.a39ef35793c76p-33;
static constexpr double inf = std::numeric_limits<double>::infinity();
static constexpr double nan = std::numeric_limits<double>::quiet_NaN();

static Num clamped(Num x, double low, double high) { // NaN stays
  x = select(x < low, low, x);
  return select(x > high, high, x);
}

/// 2^n, |n| < 1023
static Num power2(Word n) { return asFloat((n + 1023) << 52); }

/// value * 2^n in two steps, as the ends of the range are beyond one exponent.
static Num scaled(Num value, Word n) {
  Word half = signedShift(n, 1);
  return value * power2(half) * power2(n - half);
}

/// A whole number as an integer; that of a NaN is 0.
static Word integer(Num x) {
  OpBuilder &b = x.in->b;
  Num known = select(isNan(x), 0.0, x);
  return {arith::FPToSIOp::create(b, x.in->loc, b.getI64Type(), known.v), x.in};
}

static Num exp2(Num x, bool narrow) {
  if (narrow)
    return exp(x * ln2);
  x = clamped(x, -1080, 1030);
  Num n = roundEven(x), f = x - n;
  Num high = f * ln2;
  Num low = fma(f, ln2, -high) + f * ln2Rest;
  Num power = exp(high);
  return scaled(fma(power, low, power), integer(n));
}

/// ln x for 0 < x < inf, to about 2^-65 of it: k ln 2 + 2 artanh s with
/// s = (m - 1) / (m + 1), by the series of artanh.
static Pair longLog(Num x) {
  const Scalars &s = *x.in;
  Num tiny = x < 0x1p-1022;
  Word bits = bitsOf(select(tiny, x * 0x1p54, x));
  Word k = signedShift(bits - word(s, 0x3fe6a09e667f3bcd), 52);
  Num m = asFloat(bits - (k << 52)); // in [sqrt(1/2), sqrt(2))
  Num exponent = toFloat<arith::SIToFPOp>(k) -
                 select(tiny, s.num(54), s.num(0));
  Num f = m - 1.0;
  Pair g = quickSum(s.num(1), m);
  Num quotient = f / g.high;
  Num rest = fma(-quotient, g.high, f) - quotient * g.low;
  Pair t{quotient, rest / g.high};
  Pair z = product(t, t);
  // artanh t = t + t u, u = z/3 + z^2/5 + …; z < 0.0295
  SmallVector<double> series;
  for (int n = 5; n <= 27; n += 2)
    series.push_back(1.0 / n);
  Num tail = (z.high * z.high) * s.polynomial(z.high, series);
  Pair u = product(z, {s.num(0x1.5555555555555p-2), s.num(0x1.5555555555555p-56)});
  u = quickSum(u.high, u.low + tail);
  Pair tu = product(t, u);
  Pair a = sum(exponent * ln2High, t.high * 2);
  Pair c = sum(a.high, tu.high * 2);
  Num low = a.low + c.low + (t.low * 2 + tu.low * 2 + exponent * ln2Low);
  return quickSum(c.high, low);
}

/// a^y of a >= 0, but for a = 1 and y = 0.
static Num powerOfSize(Num a, Num y, bool narrow) {
  const Scalars &s = *a.in;
  if (narrow)
    return exp(clamped(y * log(a), -800, 800));
  Num usual = (a > 0.0) & (a < inf);
  Pair l = longLog(select(usual, a, 1.0));
  Num edge = select(a == 0.0, s.num(-inf), a); // infinite and NaN: themselves
  Num high = y * select(usual, l.high, edge);
  Num low = fma(y, l.high, -high) + y * l.low;
  Num inRange = (high > -800.0) & (high < 800.0);
  low = select(usual & inRange, low, 0.0);
  high = clamped(high, -800, 800);
  Num n = roundEven(high * 0x1.71547652b82fep+0); // / ln 2
  Num r = fma(n, -ln2Low, fma(n, -ln2High, high)) + low;
  return scaled(exp(r), integer(n));
}

/// With the special cases of C (ISO/IEC 9899, F.10.4.4).
static Num power(Num x, Num y, bool narrow) {
  Num a = abs(x), half = y * 0.5;
  Num isWhole = floor(y) == y, isOdd = isWhole & (floor(half) != half);
  Num value = powerOfSize(a, y, narrow);
  value = select((a == 1.0) & !isNan(y), 1.0, value);
  value = select(isOdd, copySign(value, x), value);
  Num imaginary = (x < 0.0) & (x > -inf) & !isWhole & !isNan(y);
  value = select(imaginary, nan, value);
  return select((y == 0.0) | (x == 1.0), 1.0, value);
}

//===-- Remainders --------------------------------------------------------===//
namespace {
struct Decoded { // |x| = mantissa 2^(exponent - 1075)
  Word mantissa, exponent;
};
} // namespace
static Decoded decode(Num x) {
  Word bits = bitsOf(x);
  Word exponent = (bits >> 52) & 0x7ff, fraction = bits & 0xfffffffffffff;
  Num tiny = isZero(exponent);
  return {select(tiny, fraction, fraction | like(bits, 1ull << 52)),
          select(tiny, like(bits, 1), exponent)};
}

/// x - y trunc(x / y), exact: long division of the mantissas, eleven bits at a
/// time (53 and 11 make a word).
static Num remainder(Num x, Num y) {
  const Scalars &s = *x.in;
  Decoded dx = decode(x), dy = decode(y);
  Word divisor = select(isZero(dy.mantissa), word(s, 1), dy.mantissa);
  Word shift = dx.exponent - dy.exponent;
  Num smaller = compare(arith::CmpIPredicate::slt, shift, word(s, 0));
  Nums end = s.loop(
      {s.of((dx.mantissa % divisor).v),
       s.of(select(smaller, word(s, 0), shift).v)},
      [&](ArrayRef<Num> now) {
        return compare(arith::CmpIPredicate::sgt, {now[1].v, &s}, word(s, 0));
      },
      [&](ArrayRef<Num> now) {
        Word left{now[1].v, &s}, step = make<arith::MinSIOp>(left, word(s, 11));
        Word r = (Word{now[0].v, &s} << step) % divisor;
        return Nums{s.of(r.v), s.of((left - step).v)};
      });
  Num value = toFloat<arith::UIToFPOp>({end[0].v, &s});
  value = copySign(scaled(value, dy.exponent + -1075), x);
  value = select(abs(x) < abs(y), x, value);
  Num none = isNan(x) | isNan(y) | (abs(x) == inf) | (y == 0.0);
  return select(none, nan, value);
}

//===-- Angles ------------------------------------------------------------===//
/// A word of zeros and 1,216 bits of 2/pi after the point.
static constexpr uint64_t twoOverPi[] = {
    0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0,
    0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0,
    0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484,
    0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b,
    0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea,
    0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab};

/// 192 bits of the above from bit `start` on, the upper word first. A chain of
/// selects and no table: the code is seldom run and needs no memory.
static std::array<Word, 3> window(Word start) {
  Word first = start >> 6, shift = start & 63;
  std::array<Word, 4> words{like(start, 0), like(start, 0), like(start, 0),
                            like(start, 0)};
  for (size_t i = 0; i + 4 <= std::size(twoOverPi); ++i) {
    Num here = compare(arith::CmpIPredicate::eq, first, like(start, i));
    for (size_t k = 0; k < 4; ++k)
      words[k] = select(here, like(start, twoOverPi[i + k]), words[k]);
  }
  Word back = like(start, 63) - shift;
  auto joined = [&](int k) {
    return (words[k] << shift) | ((words[k + 1] >> 1) >> back);
  };
  return {joined(0), joined(1), joined(2)};
}

/// x = q pi/2 + r for 2^29 < |x| < inf (Payne and Hanek): with x = M 2^E, those
/// bits of 2/pi whose product with M is below 4, and 190 of them. The closest
/// that an f64 comes to a multiple of pi/2 leaves 2^-62 of it, so that r keeps
/// more than 120 bits before its rounding.
static std::pair<Num, Word> reduced(Num x) {
  const Scalars &s = *x.in;
  Decoded d = decode(x);
  std::array<Word, 3> w = window(d.exponent - word(s, 1013));
  auto times = [&](Word v) {
    auto op = arith::MulUIExtendedOp::create(s.b, s.loc, d.mantissa.v, v.v);
    return std::pair<Word, Word>({op.getHigh(), &s}, {op.getLow(), &s});
  };
  auto [high2, low2] = times(w[2]);
  auto [high1, low1] = times(w[1]);
  auto [high0, low0] = times(w[0]);
  Word middle = low1 + high2;
  Num carry = compare(arith::CmpIPredicate::ult, middle, low1);
  Word top = low0 + high1 + select(carry, word(s, 1), word(s, 0));
  // Two bits of quadrants, then the fraction, in [-1/2, 1/2) by its sign.
  Word fraction = (top << 2) | (middle >> 62), rest = middle << 2;
  Word sign = signedShift(fraction, 63);
  Word q = (top >> 62) - sign;
  fraction = fraction ^ sign;
  rest = rest ^ sign;
  Word lowBits = ((fraction & 0x7ff) << 53) | (rest >> 11);
  Num high = toFloat<arith::UIToFPOp>(fraction & ~0x7ffull) * 0x1p-64;
  Num low = toFloat<arith::UIToFPOp>(lowBits) * 0x1p-117;
  Pair r = product({high, low}, {s.num(0x1.921fb54442d18p+0),
                                 s.num(0x1.1a62633145c07p-54)});
  Num value = r.high + r.low;
  Num negative = !isZero((sign ^ signedShift(bitsOf(x), 63)));
  Num below = compare(arith::CmpIPredicate::slt, bitsOf(x), word(s, 0));
  q = select(below, word(s, 0) - q, q);
  // NaN where x is infinite or NaN
  return {select(negative, -value, value) + (x - x), q};
}

/// Sine, cosine or tangent by their values within pi/4 of zero.
template <class Op>
static Value ofLargeAngle(OpBuilder &b, Location loc, Value x) {
  Type type = x.getType();
  Scalars s(b, loc, b.getF64Type());
  Value wide = type.isF64() ? x : arith::ExtFOp::create(b, loc, s.type, x);
  auto [r, q] = reduced(s.of(wide));
  Scalars own(b, loc, type);
  Value angle = type.isF64() ? r.v : arith::TruncFOp::create(b, loc, type, r.v);
  auto small = [&](auto op) {
    op->setAttr(smallAngleAttr, b.getUnitAttr());
    return own.of(op);
  };
  if (std::is_same_v<Op, math::CosOp>)
    q = q + 1;
  Num odd = !isZero(q & 1);
  if (std::is_same_v<Op, math::TanOp>) {
    Num tangent = small(math::TanOp::create(b, loc, angle));
    return select(odd, -1.0 / tangent, tangent).v;
  }
  Num value = select(odd, small(math::CosOp::create(b, loc, angle)),
                     small(math::SinOp::create(b, loc, angle)));
  return select(!isZero(q & 2), -value, value).v;
}

template <class Op> static Value ofAngle(OpBuilder &b, Op op) {
  Location loc = op.getLoc();
  Value x = op.getOperand();
  Scalars s(b, loc, x.getType());
  Num isLarge = !(abs(s.of(x)) <= smallAngle);
  auto branch = scf::IfOp::create(
      b, loc, isLarge.v,
      [&](OpBuilder &then, Location) {
        scf::YieldOp::create(then, loc, ofLargeAngle<Op>(then, loc, x));
      },
      [&](OpBuilder &other, Location) {
        auto small = Op::create(other, loc, x);
        small->setAttr(smallAngleAttr, other.getUnitAttr());
        scf::YieldOp::create(other, loc, small->getResults());
      });
  return branch.getResult(0);
}

//===-- What there is -----------------------------------------------------===//
static Value expanded(OpBuilder &b, Operation *op) {
  auto inDoubles = [&](auto f) {
    bool narrow = !op->getResult(0).getType().isF64();
    return inDouble(b, op->getLoc(), op->getOperands(),
                    [&](const Scalars &, ArrayRef<Num> x) {
                      return f(x, narrow);
                    });
  };
  return llvm::TypeSwitch<Operation *, Value>(op)
      .Case([&](math::SinOp sin) { return ofAngle(b, sin); })
      .Case([&](math::CosOp cos) { return ofAngle(b, cos); })
      .Case([&](math::TanOp tan) { return ofAngle(b, tan); })
      .Case([&](math::Exp2Op) {
        return inDoubles(
            [](ArrayRef<Num> x, bool narrow) { return exp2(x[0], narrow); });
      })
      .Case([&](math::PowFOp) {
        return inDoubles([](ArrayRef<Num> x, bool narrow) {
          return power(x[0], x[1], narrow);
        });
      })
      .Case([&](arith::RemFOp) {
        return inDoubles(
            [](ArrayRef<Num> x, bool) { return remainder(x[0], x[1]); });
      })
      .Default([](Operation *) { return Value(); });
}

void expandLibm(ModuleOp module) {
  SmallVector<Operation *> ops;
  module.walk([&](Operation *op) {
    if (op->getNumResults() == 1 && !op->hasAttr(smallAngleAttr) &&
        (op->getResult(0).getType().isF32() ||
         op->getResult(0).getType().isF64()))
      ops.push_back(op);
  });
  for (Operation *op : ops) {
    OpBuilder b(op);
    if (Value value = expanded(b, op)) {
      op->replaceAllUsesWith(ValueRange(value));
      op->erase();
    }
  }
}

} // namespace weft::ir

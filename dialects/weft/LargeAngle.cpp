// See LargeAngle.h. Payne and Hanek, "Radian reduction for trigonometric
// functions" (1983).
#include "LargeAngle.h"
using namespace weft::ir;

/// A word of zeros and 1,216 bits after the point: of 2/pi, and of that times
/// ln 2.
static constexpr uint64_t twoOverPi[] = {
    0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0,
    0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0,
    0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484,
    0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b,
    0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea,
    0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab};
static constexpr uint64_t ln2TwoOverPi[] = {
    0x0000000000000000, 0x70f7263dfa5a6eec, 0xb608582e55fef3dd,
    0x8e13becd1d495c36, 0x1d72013aea9f8fca, 0x76e866fc9b48be48,
    0x15f5cb6fd8bee211, 0x0394db3020d6eb52, 0x30ffa9ae90cbc735,
    0x51358ced67c0db3c, 0x490d15bdd91a29f5, 0x682402af5e8f9c23,
    0xbff15cbc71f05fed, 0xfe0bb0622a8c8f67, 0x7309c45a7502282a,
    0xead0c2435c5527bb, 0x759f345e2d0628e8, 0xb1a563a253e62918,
    0xea5ffdabeac0d479, 0xcfedb1b6fc78b439};

/// 192 bits of a table from bit `start` on, the upper word first. A chain of
/// selects and no table: the code is seldom run and needs no memory.
static std::array<Word, 3> window(Word start, ArrayRef<uint64_t> table) {
  Word first = start >> 6, shift = start & 63;
  std::array<Word, 4> words{like(start, 0), like(start, 0), like(start, 0),
                            like(start, 0)};
  for (size_t i = 0; i + 4 <= table.size(); ++i) {
    Num here = compare(arith::CmpIPredicate::eq, first, like(start, i));
    for (size_t k = 0; k < 4; ++k)
      words[k] = select(here, like(start, table[i + k]), words[k]);
  }
  Word back = like(start, 63) - shift;
  auto joined = [&](int k) {
    return (words[k] << shift) | ((words[k + 1] >> 1) >> back);
  };
  return {joined(0), joined(1), joined(2)};
}

/// x = q pi/2 + r for 2^-10 < |x| < inf: with x = M 2^E, those bits of 2/pi
/// whose product with M is below 4, and 190 of them. The closest that an f64
/// comes to a multiple of pi/2 leaves 2^-62 of it, so that r keeps more than 120
/// bits before its rounding.
Quadrants weft::ir::reducedAngle(Num x, AngleUnit unit) {
  ArrayRef<uint64_t> table = unit == AngleUnit::Ln2 ? ArrayRef(ln2TwoOverPi)
                                                    : ArrayRef(twoOverPi);
  const Scalars &s = *x.in;
  Decoded d = decode(x);
  std::array<Word, 3> w = window(d.exponent - word(s, 1013), table);
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

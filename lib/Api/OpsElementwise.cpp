// Element by element: functions of several arrays.
#include "ArithmeticOps.h"
#include "LogicOps.h"
#include "Api/OpsHelpers.h"
using namespace weft;
using namespace weft::api;

/// One op on operands of one dtype, which must be of `kinds`.
template <class Op>
static Array binary(const Site &site, const Operand &x, const Operand &y,
                    unsigned kinds) {
  Typed type = promote(site, {x.array, y.array}, kinds);
  return elementwise(site, {x.array, y.array}, type.dtype, type.weak,
                     [](const Words &w, ValueRange in) {
                       return Op::create(w.b, w.loc, in[0], in[1]);
                     });
}
template <class Op>
static Array binary(const char *op, const Operand &x, const Operand &y,
                    unsigned kinds) {
  return binary<Op>(Site(op, x.where), x, y, kinds);
}
/// One op on operands made floats.
template <class Op>
static Array inexactBinary(const char *op, const Operand &x, const Operand &y,
                           unsigned kinds = Inexacts) {
  Site site(op, x.where);
  Typed type = promoteInexact(site, {x.array, y.array}, kinds);
  return elementwise(site, {x.array, y.array}, type.dtype, type.weak,
                     [](const Words &w, ValueRange in) {
                       return Op::create(w.b, w.loc, in[0], in[1]);
                     });
}
static bool areBools(const Operand &x, const Operand &y) {
  auto isOne = [](const Array &a) {
    return !a.isNull() && isBool(a.get()->dtype);
  };
  return isOne(x.array) && isOne(y.array);
}

//===-- Arithmetic --------------------------------------------------------===//
Array weft::add(const Operand &x, const Operand &y) {
  if (areBools(x, y))
    return binary<ir::OrOp>("add", x, y, Bools);
  return binary<ir::AddOp>("add", x, y, Numbers);
}
Array weft::sub(const Operand &x, const Operand &y) {
  return binary<ir::SubOp>("sub", x, y, Numbers);
}
Array weft::mul(const Operand &x, const Operand &y) {
  if (areBools(x, y))
    return binary<ir::AndOp>("mul", x, y, Bools);
  return binary<ir::MulOp>("mul", x, y, Numbers);
}
Array weft::div(const Operand &x, const Operand &y) {
  return inexactBinary<ir::DivOp>("div", x, y);
}
Array weft::rem(const Operand &x, const Operand &y) {
  return binary<ir::RemOp>("rem", x, y, Reals);
}
Array weft::mod(const Operand &x, const Operand &y) {
  Site site("mod", x.where);
  promote(site, {x.array, y.array}, Reals);
  broadcastDims(site, {x.array, y.array});
  return composite(site, {x.array, y.array}, [](const Arrays &in) {
    Array r = rem(in[0], in[1]);
    if (isInteger(r.dtype())) // by 0 it is 0, as NumPy's and JAX's
      r = weft::where(in[1] == 0, 0, r);
    return weft::where((r != 0) & ((r < 0) != (in[1] < 0)), r + in[1], r);
  });
}
Array weft::maximum(const Operand &x, const Operand &y) {
  return binary<ir::MaxOp>("maximum", x, y, Anything);
}
Array weft::minimum(const Operand &x, const Operand &y) {
  return binary<ir::MinOp>("minimum", x, y, Anything);
}
Array weft::atan2(const Operand &y, const Operand &x) {
  return inexactBinary<ir::Atan2Op>("atan2", y, x, Floats);
}
Array weft::nextafter(const Operand &x, const Operand &y) {
  return inexactBinary<ir::NextafterOp>("nextafter", x, y, Floats);
}

/// x^n for an n that the program says as a number.
static Array integerPower(const Site &site, const Array &x, const Array &y,
                          int64_t n) {
  Typed type = promote(site, {x, y}, Numbers);
  if (n < 0 && isInteger(type.dtype))
    failDtype(site, "integers have no negative powers",
              said(site, x) + " and the exponent " + std::to_string(n),
              "make it a float with astype");
  return elementwise(site, x, type.dtype, type.weak,
                     [&](const Words &w, ValueRange in) {
                       return ir::IntegerPowOp::create(w.b, w.loc, in[0], n);
                     });
}
Array weft::power(const Operand &x, const Operand &y) {
  Site site("power", x.where);
  if (isBool(nodeOf(site, x.array).dtype))
    return power(Operand(astype(x, Dtype::I32), x.where), y);
  if (isInteger(nodeOf(site, y.array).dtype))
    if (auto n = literalValue(y.array))
      return integerPower(site, x.array, y.array,
                          static_cast<int64_t>(n->real()));
  return binary<ir::PowOp>(site, x, y, Numbers);
}
Array weft::pow(const Operand &x, const Operand &y) { return power(x, y); }

Array weft::operator+(const Operand &x, const Operand &y) { return add(x, y); }
Array weft::operator-(const Operand &x, const Operand &y) { return sub(x, y); }
Array weft::operator*(const Operand &x, const Operand &y) { return mul(x, y); }
Array weft::operator/(const Operand &x, const Operand &y) { return div(x, y); }
Array weft::operator%(const Operand &x, const Operand &y) { return rem(x, y); }

//===-- Comparison and logic ----------------------------------------------===//
static Array compare(const char *op, ir::Direction direction, const Operand &x,
                     const Operand &y) {
  Site site(op, x.where);
  bool order = direction != ir::Direction::Eq && direction != ir::Direction::Ne;
  Typed type = promote(site, {x.array, y.array}, order ? Ordered : Anything);
  return elementwise(site, {x.array, y.array}, type.dtype, false,
                     [&](const Words &w, ValueRange in) {
                       return ir::CompareOp::create(w.b, w.loc, direction,
                                                    in[0], in[1]);
                     });
}
Array weft::operator==(const Operand &x, const Operand &y) {
  return compare("equal", ir::Direction::Eq, x, y);
}
Array weft::operator!=(const Operand &x, const Operand &y) {
  return compare("notEqual", ir::Direction::Ne, x, y);
}
Array weft::operator<(const Operand &x, const Operand &y) {
  return compare("less", ir::Direction::Lt, x, y);
}
Array weft::operator<=(const Operand &x, const Operand &y) {
  return compare("lessEqual", ir::Direction::Le, x, y);
}
Array weft::operator>(const Operand &x, const Operand &y) {
  return compare("greater", ir::Direction::Gt, x, y);
}
Array weft::operator>=(const Operand &x, const Operand &y) {
  return compare("greaterEqual", ir::Direction::Ge, x, y);
}

template <class Op>
static Array logical(const char *op, const Operand &x, const Operand &y) {
  Site site(op, x.where);
  return elementwise(site, {x.array, y.array}, Dtype::Bool, false,
                     [](const Words &w, ValueRange in) {
                       return Op::create(w.b, w.loc, in[0], in[1]);
                     });
}
Array weft::logicalAnd(const Operand &x, const Operand &y) {
  return logical<ir::AndOp>("logicalAnd", x, y);
}
Array weft::logicalOr(const Operand &x, const Operand &y) {
  return logical<ir::OrOp>("logicalOr", x, y);
}
Array weft::logicalXor(const Operand &x, const Operand &y) {
  return logical<ir::XorOp>("logicalXor", x, y);
}
Array weft::logicalNot(const Operand &x) {
  Site site("logicalNot", x.where);
  return elementwise(site, x.array, Dtype::Bool, false,
                     [](const Words &w, ValueRange in) {
                       return ir::NotOp::create(w.b, w.loc, in[0]);
                     });
}
Array weft::operator!(const Array &x) {
  return logicalNot(Operand(x, std::source_location()));
}

//===-- Bits --------------------------------------------------------------===//
Array weft::operator&(const Operand &x, const Operand &y) {
  return binary<ir::AndOp>("bitwiseAnd", x, y, Bits);
}
Array weft::operator|(const Operand &x, const Operand &y) {
  return binary<ir::OrOp>("bitwiseOr", x, y, Bits);
}
Array weft::operator^(const Operand &x, const Operand &y) {
  return binary<ir::XorOp>("bitwiseXor", x, y, Bits);
}
Array weft::operator<<(const Operand &x, const Operand &y) {
  return binary<ir::ShiftLeftOp>("leftShift", x, y, Ints);
}
Array weft::operator>>(const Operand &x, const Operand &y) {
  Site site("rightShift", x.where);
  if (isSigned(promote(site, {x.array, y.array}, Ints).dtype))
    return binary<ir::ShiftRightArithmeticOp>(site, x, y, Ints);
  return binary<ir::ShiftRightLogicalOp>(site, x, y, Ints);
}

//===-- Compound assignment -----------------------------------------------===//
#define WEFT_COMPOUND(sign)                                                    \
  Array &weft::operator sign##=(Array &x, const Operand &y) {                  \
    return x = Operand(x, y.where) sign y;                                     \
  }
WEFT_COMPOUND(+)
WEFT_COMPOUND(-)
WEFT_COMPOUND(*)
WEFT_COMPOUND(/)
WEFT_COMPOUND(%)
WEFT_COMPOUND(&)
WEFT_COMPOUND(|)
WEFT_COMPOUND(^)
WEFT_COMPOUND(<<)
WEFT_COMPOUND(>>)
#undef WEFT_COMPOUND

//===-- Selection ---------------------------------------------------------===//
Array weft::where(const Operand &p, const Operand &x, const Operand &y) {
  Site site("where", p.where);
  nodeOf(site, p.array);
  Typed type = promote(site, {x.array, y.array});
  Dims dims = broadcastDims(site, {p.array, x.array, y.array});
  Array exact[] = {p.array, literalAs(x.array, type.dtype),
                   literalAs(y.array, type.dtype)};
  return stage(site, exact, type.weak, [&](const Words &w, ValueRange in) {
    Value which = w.broadcast(w.convert(in[0], Dtype::Bool), dims);
    return ir::SelectOp::create(
        w.b, w.loc, which, w.broadcast(w.convert(in[1], type.dtype), dims),
        w.broadcast(w.convert(in[2], type.dtype), dims));
  });
}

Array weft::selectN(const Operand &which, const std::vector<Array> &cases) {
  Site site("selectN", which.where);
  Dtype index = promote(site, which.array, Bits).dtype;
  if (cases.empty() || (isBool(index) && cases.size() != 2))
    failShape(site,
              isBool(index) ? "a bool selects one of two cases"
                            : "there must be at least one case",
              std::to_string(cases.size()) + " cases");
  Typed type = promote(site, cases);
  SmallVector<Array> all{which.array};
  for (const Array &x : cases)
    all.push_back(literalAs(x, type.dtype));
  Dims dims = broadcastDims(site, all);
  return stage(site, all, type.weak, [&](const Words &w, ValueRange in) {
    SmallVector<Value> same;
    for (Value v : in.drop_front())
      same.push_back(w.broadcast(w.convert(v, type.dtype), dims));
    Value at = w.broadcast(in[0], dims);
    if (isBool(index))
      return Value(ir::SelectOp::create(w.b, w.loc, at, same[1], same[0]));
    return Value(ir::SelectNOp::create(w.b, w.loc, at, same));
  });
}
Array weft::clip(const Operand &x, const Operand &lo, const Operand &hi) {
  Site site("clip", x.where);
  Array all[] = {x.array, lo.array, hi.array};
  Typed type = promote(site, all, Ordered);
  return elementwise(
      site, all, type.dtype, type.weak, [](const Words &w, ValueRange in) {
        return ir::ClampOp::create(w.b, w.loc, in[1], in[0], in[2]);
      });
}

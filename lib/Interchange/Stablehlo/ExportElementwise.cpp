// Rows out: what acts element by element.
#include "LogicOps.h"
#include "Interchange/Stablehlo/Export.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
LogicalResult through(Export &e) {
  e.out = e.in;
  return success();
}
LogicalResult square(Export &e) {
  return e.give(e.make("multiply", e.type(), {e.in[0], e.in[0]}));
}
Value product(Export &e) {
  return e.make("multiply", e.type(), {e.in[0], e.in[1]});
}
LogicalResult multiplyAdd(Export &e) {
  return e.give(e.make("add", e.type(), {product(e), e.in[2]}));
}
LogicalResult multiplySub(Export &e) {
  return e.give(e.make("subtract", e.type(), {product(e), e.in[2]}));
}
LogicalResult subMultiply(Export &e) {
  return e.give(e.make("subtract", e.type(), {e.in[2], product(e)}));
}
LogicalResult compare(Export &e) {
  auto op = cast<CompareOp>(e.op);
  std::string direction = stringifyDirection(op.getDirection()).upper();
  return e.give(
      e.compare(direction, e.in[0], e.in[1], e.flag("total")));
}
/// By repeated squaring; a negative power is one over the positive one.
LogicalResult integerPow(Export &e) {
  int64_t n = e.integer("n");
  Value base = e.in[0], all;
  for (uint64_t rest = n < 0 ? -static_cast<uint64_t>(n) : n; rest; rest /= 2) {
    if (rest & 1)
      all = all ? e.make("multiply", e.type(), {all, base}) : base;
    if (rest > 1)
      base = e.make("multiply", e.type(), {base, base});
  }
  if (!all)
    return e.give(e.splat(e.type(), 1));
  if (n < 0)
    all = e.make("divide", e.type(), {e.splat(e.type(), 1), all});
  return e.give(all);
}
LogicalResult exp2(Export &e) {
  Value scaled = e.make("multiply", e.type(),
                        {e.in[0], e.splat(e.type(), 0.69314718055994530942)});
  return e.give(e.make("exponential", e.type(), scaled));
}
LogicalResult conj(Export &e) {
  auto part = e.type().clone(
      cast<ComplexType>(e.type().getElementType()).getElementType());
  Value re = e.make("real", part, e.in[0]), im = e.make("imag", part, e.in[0]);
  return e.give(
      e.make("complex", e.type(), {re, e.make("negate", part, im)}));
}
LogicalResult reducePrecision(Export &e) {
  return e.give(e.make(
      "reduce_precision", e.type(), e.in,
      Attrs()
          .set("exponent_bits", e.b.getI32IntegerAttr(e.integer("exponent")))
          .set("mantissa_bits", e.b.getI32IntegerAttr(e.integer("mantissa")))));
}
/// cases[clamp(which)], from the last to the first.
LogicalResult selectN(Export &e) {
  Value which = e.in[0], out = e.in.back();
  for (size_t k = e.in.size() - 2; k-- > 0;) {
    Value below = e.compare(
        "LE", which, e.splat(which.getType(), static_cast<double>(k)));
    out = e.make("select", e.type(), {below, e.in[k + 1], out});
  }
  return e.give(out);
}

//===-- Special functions that are formulas here --------------------------===//
LogicalResult xlogs(Export &e, StringRef log) {
  Value zero = e.splat(e.type(), 0);
  Value product = e.make("multiply", e.type(),
                         {e.in[0], e.make(log, e.type(), e.in[1])});
  return e.give(e.make("select", e.type(),
                       {e.compare("EQ", e.in[0], zero), zero, product}));
}
LogicalResult xlogy(Export &e) { return xlogs(e, "log"); }
LogicalResult xlog1py(Export &e) { return xlogs(e, "log_plus_one"); }
/// -x ln x, 0 at 0, -inf below.
LogicalResult entr(Export &e) {
  Value x = e.in[0], zero = e.splat(e.type(), 0);
  Value inner =
      e.make("multiply", e.type(),
             {e.make("negate", e.type(), x), e.make("log", e.type(), x)});
  Value low = e.splat(e.type(), -std::numeric_limits<double>::infinity());
  Value out =
      e.make("select", e.type(), {e.compare("EQ", x, zero), zero, inner});
  return e.give(
      e.make("select", e.type(), {e.compare("LT", x, zero), low, out}));
}

constexpr OutRow rows[] = {
    {"weft.abs", same<"abs">},
    {"weft.acos", same<"chlo.acos">},
    {"weft.acosh", same<"chlo.acosh">},
    {"weft.add", same<"add">},
    {"weft.and", same<"and">},
    {"weft.asin", same<"chlo.asin">},
    {"weft.asinh", same<"chlo.asinh">},
    {"weft.atan", same<"chlo.atan">},
    {"weft.atan2", same<"atan2">},
    {"weft.atanh", same<"chlo.atanh">},
    {"weft.bessel_i1e", same<"chlo.bessel_i1e">},
    {"weft.bitcast_convert", same<"bitcast_convert">},
    {"weft.cbrt", same<"cbrt">},
    {"weft.ceil", same<"ceil">},
    {"weft.clamp", same<"clamp">},
    {"weft.clz", same<"count_leading_zeros">},
    {"weft.compare", compare},
    {"weft.complex", same<"complex">},
    {"weft.conj", conj},
    {"weft.convert", same<"convert">},
    {"weft.copy", through},
    {"weft.cos", same<"cosine">},
    {"weft.cosh", same<"chlo.cosh">},
    {"weft.digamma", same<"chlo.digamma">},
    {"weft.div", same<"divide">},
    {"weft.entr", entr},
    {"weft.erf", same<"chlo.erf">},
    {"weft.erf_inv", same<"chlo.erf_inv">},
    {"weft.erfc", same<"chlo.erfc">},
    {"weft.exp", same<"exponential">},
    {"weft.exp2", exp2},
    {"weft.expm1", same<"exponential_minus_one">},
    {"weft.floor", same<"floor">},
    {"weft.imag", same<"imag">},
    {"weft.integer_pow", integerPow},
    {"weft.is_finite", same<"is_finite">},
    {"weft.lgamma", same<"chlo.lgamma">},
    {"weft.log", same<"log">},
    {"weft.log1p", same<"log_plus_one">},
    {"weft.logistic", same<"logistic">},
    {"weft.max", same<"maximum">},
    {"weft.min", same<"minimum">},
    {"weft.mul", same<"multiply">},
    {"weft.mulhi", same<"chlo.mulhi">},
    {"weft.multiply_add", multiplyAdd},
    {"weft.multiply_sub", multiplySub},
    {"weft.neg", same<"negate">},
    {"weft.nextafter", same<"chlo.next_after">},
    {"weft.not", same<"not">},
    {"weft.or", same<"or">},
    {"weft.polygamma", same<"chlo.polygamma">},
    {"weft.population_count", same<"popcnt">},
    {"weft.pow", same<"power">},
    {"weft.real", same<"real">},
    {"weft.reduce_precision", reducePrecision},
    {"weft.rem", same<"remainder">},
    {"weft.round", same<"round_nearest_afz">},
    {"weft.round_even", same<"round_nearest_even">},
    {"weft.rsqrt", same<"rsqrt">},
    {"weft.select", same<"select">},
    {"weft.select_n", selectN},
    {"weft.shift_left", same<"shift_left">},
    {"weft.shift_right_arithmetic", same<"shift_right_arithmetic">},
    {"weft.shift_right_logical", same<"shift_right_logical">},
    {"weft.sign", same<"sign">},
    {"weft.sin", same<"sine">},
    {"weft.sinh", same<"chlo.sinh">},
    {"weft.sqrt", same<"sqrt">},
    {"weft.square", square},
    {"weft.stop_gradient", through},
    {"weft.sub", same<"subtract">},
    {"weft.sub_multiply", subMultiply},
    {"weft.tan", same<"tan">},
    {"weft.tanh", same<"tanh">},
    {"weft.xlog1py", xlog1py},
    {"weft.xlogy", xlogy},
    {"weft.xor", same<"xor">},
    {"weft.zeta", same<"chlo.zeta">},
};
} // namespace

ArrayRef<OutRow> stablehlo::elementwiseOut() { return rows; }

// Rows of what acts element by element: Unary, Arithmetic, Logic, Special.
#include "ArithmeticOps.h"
#include "LogicOps.h"
#include "ShapeOps.h"
#include "UnaryOps.h"
#include "Interchange/Stablehlo/Import.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
bool isComplex(Value v) { return isa<ComplexType>(elementOf(v.getType())); }
/// Of real numbers too.
LogicalResult real(Import &i) {
  return isComplex(i.in[0]) ? asNamed<"real">(i) : i.give(i.in[0]);
}
LogicalResult imag(Import &i) {
  return isComplex(i.in[0]) ? asNamed<"imag">(i)
                            : i.give(i.splat(i.type(), 0));
}
LogicalResult conj(Import &i) {
  return isComplex(i.in[0]) ? asNamed<"conj">(i) : i.give(i.in[0]);
}

/// To bool, of complex numbers: whether the real part is not 0.
LogicalResult convert(Import &i) {
  if (isComplex(i.in[0]) && i.type().getElementType().isInteger(1)) {
    Type part =
        cast<ComplexType>(elementOf(i.in[0].getType())).getElementType();
    i.in[0] = i.named("real", i.in[0], typeOf(i.in[0]).clone(part));
  }
  return as<ConvertOp>(i);
}
/// Of complex numbers -i log((x + iy) / sqrt(x² + y²)), as XLA computes it.
LogicalResult atan2(Import &i) {
  if (!isComplex(i.in[0]))
    return as<Atan2Op>(i);
  Emit e(i.b, i.op);
  Value y = i.in[0], x = i.in[1];
  Type parts = typeOf(y).clone(
      cast<ComplexType>(elementOf(y.getType())).getElementType());
  Value zero = i.splat(parts, 0), one = i.splat(parts, 1);
  Value unit = i.named("complex", {zero, one}, y.getType());
  Value sum = e.add(e.square(x), e.square(y));
  Value length = i.make<SqrtOp>(sum.getType(), sum);
  Value turned = e.div(e.add(x, e.mul(unit, y)), length);
  return i.give(
      e.mul(e.neg(unit), i.make<LogOp>(turned.getType(), turned)));
}

/// `which` is of either sign (b), + or -.
template <char which> LogicalResult isInf(Import &i) {
  double bound = std::numeric_limits<double>::infinity();
  Value x = i.in[0];
  if (which == 'b')
    x = i.make<AbsOp>(x.getType(), x);
  return i.give<CompareOp>(i.type(), Direction::Eq, x,
                           i.splat(x.getType(), which == '-' ? -bound : bound));
}

//===-- Bits --------------------------------------------------------------===//
/// To a wider dtype: the parts lie along the last axis, the lowest first.
LogicalResult widen(Import &i, unsigned from, unsigned to) {
  auto type = i.type();
  auto whole = type.clone(IntegerType::get(context(), to,
                                           IntegerType::Unsigned));
  auto parts = typeOf(i.in[0]);
  Type narrow = IntegerType::get(context(), from, IntegerType::Unsigned);
  Value bits = i.in[0];
  if (parts.getElementType() != narrow)
    bits = i.named("bitcast_convert", bits, parts.clone(narrow));
  auto wide = parts.clone(whole.getElementType());
  Value shift = i.make<IotaOp>(wide, parts.getRank() - 1);
  shift = i.make<MulOp>(wide, shift, i.splat(wide, from));
  bits = i.make<ShiftLeftOp>(wide, i.convert(bits, wide.getElementType()),
                             shift);
  Value joined = i.named("reduce_or", bits, whole,
                         Attrs().list("dims", parts.getRank() - 1));
  if (whole == type)
    return i.give(joined);
  return i.give(i.named("bitcast_convert", joined, type));
}
LogicalResult bitcast(Import &i) {
  if (i.in[0].getType() == i.type())
    return i.give(i.in[0]);
  auto width = [](Type t) {
    Type element = elementOf(t);
    if (auto complex = dyn_cast<ComplexType>(element))
      return 2 * complex.getElementType().getIntOrFloatBitWidth();
    return element.getIntOrFloatBitWidth();
  };
  unsigned from = width(i.in[0].getType()), to = width(i.type());
  if (from < to && !isa<ComplexType>(i.type().getElementType()) &&
      typeOf(i.in[0]).getRank() > 0)
    return widen(i, from, to);
  return asNamed<"bitcast_convert">(i);
}
LogicalResult reducePrecision(Import &i) {
  return i.give(i.build("reduce_precision", i.type(), i.in,
                        Attrs()
                            .number("exponent", i.integer("exponent_bits", 0))
                            .number("mantissa",
                                    i.integer("mantissa_bits", 0))));
}

//===-- Comparison and selection ------------------------------------------===//
LogicalResult compare(Import &i) {
  auto direction = llvm::StringSwitch<std::optional<Direction>>(
                       i.word("comparison_direction"))
                       .Case("EQ", Direction::Eq)
                       .Case("NE", Direction::Ne)
                       .Case("LT", Direction::Lt)
                       .Case("LE", Direction::Le)
                       .Case("GT", Direction::Gt)
                       .Case("GE", Direction::Ge)
                       .Default(std::nullopt);
  if (!direction)
    return i.refuse("has no direction");
  bool floats = isa<FloatType>(elementOf(i.in[0].getType()));
  bool total = floats && i.word("compare_type") == "TOTALORDER";
  return i.give(i.build(
      "compare", i.type(), i.in,
      Attrs()
          .set("direction", DirectionAttr::get(context(), *direction))
          .mark("total", total)));
}
LogicalResult select(Import &i) {
  Value p = i.spread(i.in[0], i.type().getShape());
  return i.give<SelectOp>(i.type(), p, i.in[1], i.in[2]);
}
LogicalResult clamp(Import &i) {
  ArrayRef<int64_t> shape = i.type().getShape();
  if (isComplex(i.in[1])) // of the order that max and min have
    return i.give<MinOp>(
        i.type(),
        i.make<MaxOp>(i.type(), i.in[1], i.spread(i.in[0], shape)),
        i.spread(i.in[2], shape));
  return i.give<ClampOp>(i.type(), i.spread(i.in[0], shape), i.in[1],
                         i.spread(i.in[2], shape));
}

//===-- chlo: operands of different shapes --------------------------------===//
/// Both operands in the result's shape: axes from broadcast_dimensions, or
/// the last ones.
SmallVector<Value> aligned(Import &i) {
  SmallVector<Value> out;
  ArrayRef<int64_t> shape = i.type().getShape();
  for (Value v : i.in) {
    auto type = typeOf(v);
    SmallVector<int64_t> dims = i.ints("broadcast_dimensions");
    if (static_cast<int64_t>(dims.size()) != type.getRank())
      dims = axes(static_cast<int64_t>(shape.size()) - type.getRank(),
                  type.getRank());
    auto to = RankedTensorType::get(shape, type.getElementType());
    out.push_back(type == to ? v : i.make<BroadcastInDimOp>(to, v, dims));
  }
  return out;
}
template <LogicalResult (*Row)(Import &)> LogicalResult broadcast(Import &i) {
  i.in = aligned(i);
  return Row(i);
}

constexpr Syntax ofDirection =
    flatWith("0=comparison_direction,1=compare_type");

constexpr Row rows[] = {
    {"stablehlo.abs", flat, as<AbsOp>},
    {"stablehlo.add", flat, asOr<AddOp, OrOp>},
    {"stablehlo.and", flat, as<AndOp>},
    {"stablehlo.atan2", flat, atan2},
    {"stablehlo.bitcast_convert", flat, bitcast},
    {"stablehlo.cbrt", flat, as<CbrtOp>},
    {"stablehlo.ceil", flat, as<CeilOp>},
    {"stablehlo.clamp", flat, clamp},
    {"stablehlo.compare", ofDirection, compare},
    {"stablehlo.complex", {parseParts, ""}, asNamed<"complex">},
    {"stablehlo.convert", flat, convert},
    {"stablehlo.cosine", flat, as<CosOp>},
    {"stablehlo.count_leading_zeros", flat, as<ClzOp>},
    {"stablehlo.divide", flat, as<DivOp>},
    {"stablehlo.exponential", flat, as<ExpOp>},
    {"stablehlo.exponential_minus_one", flat, as<Expm1Op>},
    {"stablehlo.floor", flat, as<FloorOp>},
    {"stablehlo.imag", flat, imag},
    {"stablehlo.is_finite", flat, as<IsFiniteOp>},
    {"stablehlo.log", flat, as<LogOp>},
    {"stablehlo.log_plus_one", flat, as<Log1pOp>},
    {"stablehlo.logistic", flat, as<LogisticOp>},
    {"stablehlo.maximum", flat, asOr<MaxOp, OrOp>},
    {"stablehlo.minimum", flat, asOr<MinOp, AndOp>},
    {"stablehlo.multiply", flat, asOr<MulOp, AndOp>},
    {"stablehlo.negate", flat, as<NegOp>},
    {"stablehlo.not", flat, as<NotOp>},
    {"stablehlo.or", flat, as<OrOp>},
    {"stablehlo.popcnt", flat, as<PopulationCountOp>},
    {"stablehlo.power", flat, as<PowOp>},
    {"stablehlo.real", flat, real},
    {"stablehlo.reduce_precision", {parsePrecision, ""}, reducePrecision},
    {"stablehlo.remainder", flat, as<RemOp>},
    {"stablehlo.round_nearest_afz", flat, as<RoundOp>},
    {"stablehlo.round_nearest_even", flat, as<RoundEvenOp>},
    {"stablehlo.rsqrt", flat, as<RsqrtOp>},
    {"stablehlo.select", flat, select},
    {"stablehlo.shift_left", flat, as<ShiftLeftOp>},
    {"stablehlo.shift_right_arithmetic", flat, as<ShiftRightArithmeticOp>},
    {"stablehlo.shift_right_logical", flat, as<ShiftRightLogicalOp>},
    {"stablehlo.sign", flat, as<SignOp>},
    {"stablehlo.sine", flat, as<SinOp>},
    {"stablehlo.sqrt", flat, as<SqrtOp>},
    {"stablehlo.subtract", flat, as<SubOp>},
    {"stablehlo.tan", flat, as<TanOp>},
    {"stablehlo.tanh", flat, as<TanhOp>},
    {"stablehlo.xor", flat, as<XorOp>},

    {"chlo.acos", flat, as<AcosOp>},
    {"chlo.acosh", flat, as<AcoshOp>},
    {"chlo.asin", flat, as<AsinOp>},
    {"chlo.asinh", flat, as<AsinhOp>},
    {"chlo.atan", flat, as<AtanOp>},
    {"chlo.atanh", flat, as<AtanhOp>},
    {"chlo.bessel_i1e", flat, asNamed<"bessel_i1e">},
    {"chlo.conj", flat, conj},
    {"chlo.cosh", flat, as<CoshOp>},
    {"chlo.digamma", flat, asNamed<"digamma">},
    {"chlo.erf", flat, as<ErfOp>},
    {"chlo.erf_inv", flat, asNamed<"erf_inv">},
    {"chlo.erfc", flat, asNamed<"erfc">},
    {"chlo.is_inf", flat, isInf<'b'>},
    {"chlo.is_neg_inf", flat, isInf<'-'>},
    {"chlo.is_pos_inf", flat, isInf<'+'>},
    {"chlo.lgamma", flat, asNamed<"lgamma">},
    {"chlo.mulhi", flat, asNamed<"mulhi">},
    {"chlo.next_after", flat, as<NextafterOp>},
    {"chlo.polygamma", flat, asNamed<"polygamma">},
    {"chlo.sinh", flat, as<SinhOp>},
    {"chlo.square", flat, as<SquareOp>},
    {"chlo.tan", flat, as<TanOp>},
    {"chlo.zeta", flat, asNamed<"zeta">},

    {"chlo.broadcast_add", flat, broadcast<asOr<AddOp, OrOp>>},
    {"chlo.broadcast_and", flat, broadcast<as<AndOp>>},
    {"chlo.broadcast_atan2", flat, broadcast<atan2>},
    {"chlo.broadcast_compare", flat, broadcast<compare>},
    {"chlo.broadcast_complex", flat, broadcast<asNamed<"complex">>},
    {"chlo.broadcast_divide", flat, broadcast<as<DivOp>>},
    {"chlo.broadcast_maximum", flat, broadcast<asOr<MaxOp, OrOp>>},
    {"chlo.broadcast_minimum", flat, broadcast<asOr<MinOp, AndOp>>},
    {"chlo.broadcast_multiply", flat, broadcast<asOr<MulOp, AndOp>>},
    {"chlo.broadcast_next_after", flat, broadcast<as<NextafterOp>>},
    {"chlo.broadcast_or", flat, broadcast<as<OrOp>>},
    {"chlo.broadcast_polygamma", flat, broadcast<asNamed<"polygamma">>},
    {"chlo.broadcast_power", flat, broadcast<as<PowOp>>},
    {"chlo.broadcast_remainder", flat, broadcast<as<RemOp>>},
    {"chlo.broadcast_select", flat, broadcast<select>},
    {"chlo.broadcast_shift_left", flat, broadcast<as<ShiftLeftOp>>},
    {"chlo.broadcast_shift_right_arithmetic", flat,
     broadcast<as<ShiftRightArithmeticOp>>},
    {"chlo.broadcast_shift_right_logical", flat,
     broadcast<as<ShiftRightLogicalOp>>},
    {"chlo.broadcast_subtract", flat, broadcast<as<SubOp>>},
    {"chlo.broadcast_xor", flat, broadcast<as<XorOp>>},
    {"chlo.broadcast_zeta", flat, broadcast<asNamed<"zeta">>},
};
} // namespace

ArrayRef<Row> stablehlo::elementwiseRows() { return rows; }

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
LogicalResult square(Import &i) {
  return i.give<MulOp>(i.type(), i.in[0], i.in[0]);
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
  if (i.word("compare_type") == "TOTALORDER")
    return i.refuse("of the total order is not supported");
  return i.give<CompareOp>(i.type(), *direction, i.in[0], i.in[1]);
}
LogicalResult select(Import &i) {
  Value p = i.spread(i.in[0], i.type().getShape());
  return i.give<SelectOp>(i.type(), p, i.in[1], i.in[2]);
}
LogicalResult clamp(Import &i) {
  ArrayRef<int64_t> shape = i.type().getShape();
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
    {"stablehlo.atan2", flat, as<Atan2Op>},
    {"stablehlo.cbrt", flat, as<CbrtOp>},
    {"stablehlo.ceil", flat, as<CeilOp>},
    {"stablehlo.clamp", flat, clamp},
    {"stablehlo.compare", ofDirection, compare},
    {"stablehlo.convert", flat, as<ConvertOp>},
    {"stablehlo.cosine", flat, as<CosOp>},
    {"stablehlo.count_leading_zeros", flat, as<ClzOp>},
    {"stablehlo.divide", flat, as<DivOp>},
    {"stablehlo.exponential", flat, as<ExpOp>},
    {"stablehlo.exponential_minus_one", flat, as<Expm1Op>},
    {"stablehlo.floor", flat, as<FloorOp>},
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
    {"chlo.cosh", flat, as<CoshOp>},
    {"chlo.erf", flat, as<ErfOp>},
    {"chlo.next_after", flat, as<NextafterOp>},
    {"chlo.sinh", flat, as<SinhOp>},
    {"chlo.square", flat, square},
    {"chlo.tan", flat, as<TanOp>},

    {"chlo.broadcast_add", flat, broadcast<asOr<AddOp, OrOp>>},
    {"chlo.broadcast_and", flat, broadcast<as<AndOp>>},
    {"chlo.broadcast_atan2", flat, broadcast<as<Atan2Op>>},
    {"chlo.broadcast_compare", flat, broadcast<compare>},
    {"chlo.broadcast_divide", flat, broadcast<as<DivOp>>},
    {"chlo.broadcast_maximum", flat, broadcast<asOr<MaxOp, OrOp>>},
    {"chlo.broadcast_minimum", flat, broadcast<asOr<MinOp, AndOp>>},
    {"chlo.broadcast_multiply", flat, broadcast<asOr<MulOp, AndOp>>},
    {"chlo.broadcast_next_after", flat, broadcast<as<NextafterOp>>},
    {"chlo.broadcast_or", flat, broadcast<as<OrOp>>},
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
};
} // namespace

ArrayRef<Row> stablehlo::elementwiseRows() { return rows; }

// Element by element: functions of one array.
#include "ArithmeticOps.h"
#include "ComplexOps.h"
#include "LogicOps.h"
#include "UnaryOps.h"
#include "Api/OpsHelpers.h"

#include <numbers>
using namespace weft;
using namespace weft::api;

/// One op on x, whose dtype must be of `kinds`.
template <class Op>
static Array unary(const char *op, const Operand &x, unsigned kinds) {
  Site site(op, x.where);
  Typed type = promote(site, x.array, kinds);
  return stage(site, x.array, type.weak, [](const Words &w, ValueRange in) {
    return Op::create(w.b, w.loc, in[0]);
  });
}
/// The same for functions of floats.
template <class Op>
static Array inexactUnary(const char *op, const Operand &x,
                          unsigned kinds = Inexacts) {
  Site site(op, x.where);
  Typed type = promoteInexact(site, x.array, kinds);
  return elementwise(site, x.array, type.dtype, type.weak,
                     [](const Words &w, ValueRange in) {
                       return Op::create(w.b, w.loc, in[0]);
                     });
}

//===-- Signs and whole numbers -------------------------------------------===//
Array weft::negative(const Operand &x) {
  return unary<ir::NegOp>("negative", x, Numbers);
}
Array weft::operator-(const Operand &x) { return negative(x); }
/// Whole numbers and bools already are what rounding makes of them.
static bool isWhole(const Site &site, const Operand &x) {
  Dtype dtype = nodeOf(site, x.array).dtype;
  return isInteger(dtype) || isBool(dtype);
}
Array weft::abs(const Operand &x) {
  if (isBool(nodeOf(Site("abs", x.where), x.array).dtype))
    return x.array;
  return unary<ir::AbsOp>("abs", x, Numbers);
}
Array weft::sign(const Operand &x) {
  return unary<ir::SignOp>("sign", x, Numbers);
}
Array weft::floor(const Operand &x) {
  if (isWhole(Site("floor", x.where), x))
    return x.array;
  return inexactUnary<ir::FloorOp>("floor", x, Floats);
}
Array weft::ceil(const Operand &x) {
  if (isWhole(Site("ceil", x.where), x))
    return x.array;
  return inexactUnary<ir::CeilOp>("ceil", x, Floats);
}
Array weft::round(const Operand &x) {
  Site site("round", x.where);
  if (isInteger(promote(site, x.array, Reals).dtype))
    return x.array;
  return unary<ir::RoundEvenOp>("round", x, Floats);
}
Array weft::roundAway(const Operand &x) {
  Site site("roundAway", x.where);
  if (isInteger(promote(site, x.array, Reals).dtype))
    return x.array;
  return unary<ir::RoundOp>("roundAway", x, Floats);
}

//===-- Functions of floats -----------------------------------------------===//
Array weft::exp(const Operand &x) { return inexactUnary<ir::ExpOp>("exp", x); }
Array weft::exp2(const Operand &x) {
  return inexactUnary<ir::Exp2Op>("exp2", x);
}
Array weft::expm1(const Operand &x) {
  return inexactUnary<ir::Expm1Op>("expm1", x);
}
Array weft::log1p(const Operand &x) {
  return inexactUnary<ir::Log1pOp>("log1p", x);
}
Array weft::log(const Operand &x) { return inexactUnary<ir::LogOp>("log", x); }
/// ln x over ln base, as JAX; of halves in f32.
static Array logOfBase(const char *op, const Operand &x, double base) {
  Site site(op, x.where);
  Typed type = promoteInexact(site, x.array);
  auto over = [&](const Words &w, Value v) -> Value {
    // As an f64 1 / ln 10 is nearer to itself than ln 10 is: 2 units are kept.
    if (base == 10 && ir::dtypeOf(ir::elementOf(v.getType())) == Dtype::F64)
      return ir::MulOp::create(w.b, w.loc, v,
                               w.like(v, std::numbers::log10e));
    return ir::DivOp::create(w.b, w.loc, v, w.like(v, std::log(base)));
  };
  return elementwise(
      site, x.array, type.dtype, type.weak,
      [&](const Words &w, ValueRange in) -> Value {
        Value log = ir::LogOp::create(w.b, w.loc,
                                      w.convert(in[0], working(type.dtype)));
        if (!isComplex(type.dtype))
          return w.convert(over(w, log), type.dtype);
        // By a real number: infinities have no NaN beside them.
        return ir::ComplexOp::create(
            w.b, w.loc, over(w, ir::RealOp::create(w.b, w.loc, log)),
            over(w, ir::ImagOp::create(w.b, w.loc, log)));
      });
}
Array weft::log2(const Operand &x) { return logOfBase("log2", x, 2); }
Array weft::log10(const Operand &x) { return logOfBase("log10", x, 10); }
Array weft::logistic(const Operand &x) {
  return inexactUnary<ir::LogisticOp>("logistic", x);
}
Array weft::sigmoid(const Operand &x) {
  return inexactUnary<ir::LogisticOp>("sigmoid", x);
}
Array weft::sin(const Operand &x) { return inexactUnary<ir::SinOp>("sin", x); }
Array weft::cos(const Operand &x) { return inexactUnary<ir::CosOp>("cos", x); }
Array weft::tan(const Operand &x) { return inexactUnary<ir::TanOp>("tan", x); }
Array weft::asin(const Operand &x) {
  return inexactUnary<ir::AsinOp>("asin", x);
}
Array weft::acos(const Operand &x) {
  return inexactUnary<ir::AcosOp>("acos", x);
}
Array weft::atan(const Operand &x) {
  return inexactUnary<ir::AtanOp>("atan", x);
}
Array weft::sinh(const Operand &x) {
  return inexactUnary<ir::SinhOp>("sinh", x);
}
Array weft::cosh(const Operand &x) {
  return inexactUnary<ir::CoshOp>("cosh", x);
}
Array weft::tanh(const Operand &x) {
  return inexactUnary<ir::TanhOp>("tanh", x);
}
Array weft::asinh(const Operand &x) {
  return inexactUnary<ir::AsinhOp>("asinh", x);
}
Array weft::acosh(const Operand &x) {
  return inexactUnary<ir::AcoshOp>("acosh", x);
}
Array weft::atanh(const Operand &x) {
  return inexactUnary<ir::AtanhOp>("atanh", x);
}
Array weft::sqrt(const Operand &x) {
  return inexactUnary<ir::SqrtOp>("sqrt", x);
}
Array weft::rsqrt(const Operand &x) {
  return inexactUnary<ir::RsqrtOp>("rsqrt", x);
}
Array weft::cbrt(const Operand &x) {
  return inexactUnary<ir::CbrtOp>("cbrt", x);
}
Array weft::erf(const Operand &x) {
  return inexactUnary<ir::ErfOp>("erf", x, Floats);
}
Array weft::square(const Operand &x) {
  if (isBool(nodeOf(Site("square", x.where), x.array).dtype))
    return astype(x, Dtype::I32);
  return unary<ir::SquareOp>("square", x, Numbers);
}

//===-- Bits --------------------------------------------------------------===//
Array weft::operator~(const Operand &x) {
  return unary<ir::NotOp>("bitwiseNot", x, Bits);
}
Array weft::populationCount(const Operand &x) {
  return unary<ir::PopulationCountOp>("populationCount", x, Ints);
}
Array weft::clz(const Operand &x) { return unary<ir::ClzOp>("clz", x, Ints); }

//===-- Questions ---------------------------------------------------------===//
/// x == x or x != x: the answer for dtypes where it is the same for all.
static Value against(const Words &w, ir::Direction direction, Value x,
                     Value y) {
  return ir::CompareOp::create(w.b, w.loc, direction, x, y);
}

Array weft::isFinite(const Operand &x) {
  Site site("isFinite", x.where);
  Dtype dtype = promote(site, x.array).dtype;
  if (isComplex(dtype))
    return composite(site, {x.array}, [](const ir::Arrays &in) {
      return isFinite(real(in[0])) & isFinite(imag(in[0]));
    });
  return stage(site, x.array, false, [&](const Words &w, ValueRange in) {
    return isFloat(dtype) ? Value(ir::IsFiniteOp::create(w.b, w.loc, in[0]))
                          : against(w, ir::Direction::Eq, in[0], in[0]);
  });
}
Array weft::isNan(const Operand &x) {
  Site site("isNan", x.where);
  promote(site, x.array);
  return stage(site, x.array, false, [](const Words &w, ValueRange in) {
    return against(w, ir::Direction::Ne, in[0], in[0]);
  });
}
Array weft::isInf(const Operand &x) {
  Site site("isInf", x.where);
  Dtype dtype = promote(site, x.array).dtype;
  if (isComplex(dtype))
    return composite(site, {x.array}, [](const ir::Arrays &in) {
      return isInf(real(in[0])) | isInf(imag(in[0]));
    });
  return stage(site, x.array, false, [&](const Words &w, ValueRange in) {
    if (!isFloat(dtype))
      return against(w, ir::Direction::Ne, in[0], in[0]);
    Value size = ir::AbsOp::create(w.b, w.loc, in[0]);
    return against(w, ir::Direction::Eq, size,
                   w.like(size, std::numeric_limits<double>::infinity()));
  });
}

//===-- The same values ---------------------------------------------------===//
Array weft::copy(const Operand &x) {
  return unary<ir::CopyOp>("copy", x, Anything);
}
Array weft::stopGradient(const Operand &x) {
  return unary<ir::StopGradientOp>("stopGradient", x, Anything);
}

Array weft::astype(const Operand &x, Dtype dtype) {
  Site site("astype", x.where);
  const Node &n = nodeOf(site, x.array);
  if (n.dtype == dtype && !n.weak)
    return x.array;
  if (n.dtype == dtype && !n.isTraced())
    return weft::detail::makeConcrete(dtype, n.dims, false, n.buffer);
  return stage(
      site, literalAs(x.array, dtype), false,
      [&](const Words &w, ValueRange in) { return w.convert(in[0], dtype); });
}

// Element by element, by NumPy's names.
#include "ArithmeticOps.h"
#include "Api/OpsHelpers.h"
#include "weft/Loops.h"

#include <cmath>
#include <limits>
#include <numbers>
using namespace weft;
using namespace weft::api;
using Limits = std::numeric_limits<double>;

/// f on operands of one dtype, broadcast by what f does.
static Array
promoted(const char *op, std::initializer_list<Array> xs,
         const std::source_location &where, unsigned kinds, bool inexact,
         llvm::function_ref<Array(const Arrays &)> f) {
  Site site(op, where);
  Typed type = inexact ? promoteInexact(site, xs, kinds) : promote(site, xs, kinds);
  broadcastDims(site, xs);
  Arrays exact;
  for (const Array &x : xs)
    exact.push_back(literalAs(x, type.dtype));
  return composite(site, exact, [&](const Arrays &in) {
    Arrays same;
    for (const Array &x : in)
      same.push_back(x.dtype() == type.dtype ? x : astype(x, type.dtype));
    return f(same);
  });
}
/// Of what chooses and compares, in the floats' own dtype.
static Array onFloats(const char *op, std::initializer_list<Array> xs,
                      const std::source_location &where,
                      llvm::function_ref<Array(const Arrays &)> f) {
  return promoted(op, xs, where, Floats, true, f);
}
/// Of steps that round: of halves in f32.
static Array computed(const char *op, std::initializer_list<Array> xs,
                      const std::source_location &where,
                      llvm::function_ref<Array(const Arrays &)> f) {
  Site site(op, where);
  promoteInexact(site, xs, Floats);
  broadcastDims(site, xs);
  return inFloats(site, xs, Floats, f);
}
static Array like(const Array &x, double value) {
  return scalarOf(x.dtype(), value);
}

//===-- Comparison --------------------------------------------------------===//
static Array closeTo(const Array &x, const Array &y, const Tolerance &t) {
  Array near = abs(x - y) <= t.absolute + t.relative * abs(y);
  Array both = isFinite(x) & isFinite(y);
  Array close = (near & both) | (x == y);
  return t.equalNan ? close | (isNan(x) & isNan(y)) : close;
}
Array weft::isClose(const Operand &x, const Operand &y, Tolerance tolerance) {
  return onFloats(
      "isClose", {x.array, y.array}, x.where,
      [&](const Arrays &in) { return closeTo(in[0], in[1], tolerance); });
}
Array weft::allClose(const Operand &x, const Operand &y, Tolerance tolerance) {
  return onFloats("allClose", {x.array, y.array}, x.where,
                  [&](const Arrays &in) {
                    return all(closeTo(in[0], in[1], tolerance));
                  });
}
Array weft::arrayEqual(const Operand &x, const Operand &y) {
  Site site("arrayEqual", x.where);
  if (nodeOf(site, x.array).dims != nodeOf(site, y.array).dims)
    return scalar(false);
  return composite(site, {x.array, y.array},
                   [](const Arrays &in) { return all(in[0] == in[1]); });
}
Array weft::isPosInf(const Operand &x) {
  return promoted("isPosInf", {x.array}, x.where, Bools | Reals, true,
                  [](const Arrays &in) { return in[0] == HUGE_VAL; });
}
Array weft::isNegInf(const Operand &x) {
  return promoted("isNegInf", {x.array}, x.where, Bools | Reals, true,
                  [](const Arrays &in) { return in[0] == -HUGE_VAL; });
}

//===-- Special values ----------------------------------------------------===//
static double greatestOf(Dtype dtype) {
  switch (dtype) {
  case Dtype::F16:
    return 65504;
  case Dtype::BF16:
    return 0x1.fep127;
  case Dtype::F32:
    return std::numeric_limits<float>::max();
  default:
    return Limits::max();
  }
}
Array weft::nanToNum(const Operand &x, double nan) {
  return onFloats("nanToNum", {x.array}, x.where, [&](const Arrays &in) {
    Array most = like(in[0], greatestOf(in[0].dtype()));
    Array y = where(isNan(in[0]), like(in[0], nan), in[0]);
    return clip(y, -most, most);
  });
}
Array weft::fmax(const Operand &x, const Operand &y) {
  return promoted("fmax", {x.array, y.array}, x.where, Bools | Reals, false,
                  [](const Arrays &in) {
                    return where((in[0] > in[1]) | isNan(in[1]), in[0], in[1]);
                  });
}
Array weft::fmin(const Operand &x, const Operand &y) {
  return promoted("fmin", {x.array, y.array}, x.where, Bools | Reals, false,
                  [](const Arrays &in) {
                    return where((in[0] < in[1]) | isNan(in[1]), in[0], in[1]);
                  });
}
static Array isNegative(const Array &x) {
  size_t size = itemSize(x.dtype());
  Dtype bits = size == 8   ? Dtype::I64
               : size == 4 ? Dtype::I32
               : size == 2 ? Dtype::I16
                           : Dtype::I8;
  return bitcastConvertType(x, bits) < scalarOf(bits, 0);
}
Array weft::signbit(const Operand &x) {
  return onFloats("signbit", {x.array}, x.where,
                  [](const Arrays &in) { return isNegative(in[0]); });
}
Array weft::copysign(const Operand &x, const Operand &y) {
  return onFloats("copysign", {x.array, y.array}, x.where,
                  [](const Arrays &in) {
                    Array size = abs(in[0]);
                    return where(isNegative(in[1]), -size, size);
                  });
}
Array weft::heaviside(const Operand &x, const Operand &at0) {
  return onFloats("heaviside", {x.array, at0.array}, x.where,
                  [](const Arrays &in) {
                    Array x = in[0], one = like(x, 1);
                    Array y = where(x < 0.0, like(x, 0),
                                    where(x > 0.0, one, in[1]));
                    return where(isNan(x), x, y);
                  });
}

//===-- Functions ---------------------------------------------------------===//
/// Near 0 by the series, whose derivatives are the right ones.
Array weft::sinc(const Operand &x) {
  return computed("sinc", {x.array}, x.where, [](const Arrays &in) {
    Array t = in[0] * std::numbers::pi, s = t * t;
    Array near = s < 1e-2, safe = where(near, like(t, 1), t);
    Array small = where(near, s, like(t, 0)), series = like(t, 1);
    for (int k : {12, 10, 8, 6, 4, 2})
      series = 1.0 - small / double(k * (k + 1)) * series;
    return where(near, series, sin(safe) / safe);
  });
}
Array weft::hypot(const Operand &x, const Operand &y) {
  return computed("hypot", {x.array, y.array}, x.where, [](const Arrays &in) {
    Array a = abs(in[0]), b = abs(in[1]);
    Array most = maximum(a, b), least = minimum(a, b);
    Array zero = most == 0.0, safe = where(zero, like(a, 1), most);
    Array ratio = least / safe;
    Array y = where(zero, most, most * sqrt(1.0 + ratio * ratio));
    return where(isInf(a) | isInf(b), like(a, HUGE_VAL), y);
  });
}
/// One of p and q is exactly 1; less 1 it leaves the other alone, and both
/// keep their derivatives.
static Array logSum(const Array &x, const Array &y,
                    llvm::function_ref<Array(const Array &)> power,
                    double scale) {
  Array most = stopGradient(maximum(x, y));
  most = where(isFinite(most), most, like(most, 0));
  Array p = power(x - most), q = power(y - most);
  Array rest = where(x > y, q + (p - 1.0), p + (q - 1.0));
  return most + log1p(rest) * scale;
}
Array weft::logaddexp(const Operand &x, const Operand &y) {
  return computed("logaddexp", {x.array, y.array}, x.where,
                  [](const Arrays &in) {
                    return logSum(
                        in[0], in[1], [](const Array &v) { return exp(v); }, 1);
                  });
}
Array weft::logaddexp2(const Operand &x, const Operand &y) {
  return computed("logaddexp2", {x.array, y.array}, x.where,
                  [](const Arrays &in) {
                    return logSum(
                        in[0], in[1], [](const Array &v) { return exp2(v); },
                        std::numbers::log2e);
                  });
}
Array weft::reciprocal(const Operand &x) {
  return promoted("reciprocal", {x.array}, x.where, Inexacts, true,
                  [](const Arrays &in) { return 1.0 / in[0]; });
}
Array weft::deg2rad(const Operand &x) {
  return computed("deg2rad", {x.array}, x.where, [](const Arrays &in) {
    return in[0] * (std::numbers::pi / 180);
  });
}
Array weft::rad2deg(const Operand &x) {
  return computed("rad2deg", {x.array}, x.where, [](const Arrays &in) {
    return in[0] * (180 / std::numbers::pi);
  });
}
/// In two halves, so that neither power overflows where the product does not.
Array weft::ldexp(const Operand &x, const Operand &n) {
  Site site("ldexp", x.where);
  Dtype dtype = promoteInexact(site, x.array, Floats).dtype;
  promote(site, n.array, Bools | Ints);
  broadcastDims(site, {x.array, n.array});
  Dtype steps = working(dtype);
  return composite(site, {literalAs(x.array, dtype), n.array},
                   [&](const Arrays &in) {
                     Array all = astype(in[1], Dtype::I32), half = all >> 1;
                     Array y = astype(in[0], steps);
                     y = y * exp2(astype(half, steps));
                     y = y * exp2(astype(all - half, steps));
                     return inDtype(site, y, dtype);
                   });
}
Array weft::unwrap(const Operand &x, int64_t axis, double period) {
  Site site("unwrap", x.where);
  promoteInexact(site, x.array, Floats);
  int64_t at = axisOf(site, x.array, axis), n = x.array.get()->dims[at];
  return inFloats(site, x.array, Floats, [&](const Arrays &in) {
    Array v = in[0];
    if (n < 2)
      return v;
    Array d = sliceInDim(v, 1, std::nullopt, 1, at) -
              sliceInDim(v, 0, n - 1, 1, at);
    Array half = like(v, period / 2);
    Array wrapped = mod(d + half, like(v, period)) - half;
    wrapped = where((wrapped == -half) & (d > 0.0), half, wrapped);
    Array jump = where(abs(d) < half, like(v, 0), wrapped - d);
    Array first = sliceInDim(v, 0, 1, 1, at);
    return concatenate({first, sliceInDim(v, 1, std::nullopt, 1, at) +
                                   cumsum(jump, at)},
                       at);
  });
}

//===-- Whole numbers -----------------------------------------------------===//
Array weft::trunc(const Operand &x) {
  return promoted("trunc", {x.array}, x.where, Reals, false,
                  [](const Arrays &in) {
                    if (isInteger(in[0].dtype()))
                      return in[0];
                    return where(in[0] < 0.0, ceil(in[0]), floor(in[0]));
                  });
}
/// Of floats as NumPy: from the remainder, so that x = q y + r.
static Array floorQuotient(const Array &x, const Array &y) {
  if (!isInteger(x.dtype())) {
    Array q = (x - mod(x, y)) / y, whole = floor(q);
    whole = where(q - whole > 0.5, whole + 1.0, whole);
    return where(y == 0.0, x / y, whole);
  }
  Array q = elementwise(Site("floorDivide", std::source_location::current()),
                        {x, y}, x.dtype(), false,
                        [](const Words &w, ValueRange in) -> Value {
                          return ir::DivOp::create(w.b, w.loc, in[0], in[1]);
                        });
  if (!isSigned(x.dtype()))
    return q;
  Array apart = (x < 0) != (y < 0);
  return where(apart & ((x % y) != 0) & (y != 0), q - 1, q);
}
static Array floorDivided(const char *op, const Operand &x, const Operand &y) {
  if (isFloat(promote(Site(op, x.where), {x.array, y.array}, Reals).dtype))
    return computed(op, {x.array, y.array}, x.where, [](const Arrays &in) {
      return floorQuotient(in[0], in[1]);
    });
  return promoted(op, {x.array, y.array}, x.where, Reals, false,
                  [](const Arrays &in) {
                    return floorQuotient(in[0], in[1]);
                  });
}
Array weft::floorDivide(const Operand &x, const Operand &y) {
  return floorDivided("floorDivide", x, y);
}
DivMod weft::divmod(const Operand &x, const Operand &y) {
  return {floorDivided("divmod", x, y), mod(x, y)};
}
std::pair<Array, Array> weft::modf(const Operand &x) {
  Array whole = onFloats("modf", {x.array}, x.where, [](const Arrays &in) {
    return where(in[0] < 0.0, ceil(in[0]), floor(in[0]));
  });
  Array part = onFloats("modf", {x.array, whole}, x.where,
                        [](const Arrays &in) {
                          Array rest = where(isInf(in[0]), like(in[0], 0),
                                             in[0] - in[1]);
                          return where(in[0] < 0.0, -abs(rest), rest);
                        });
  return {part, whole};
}
/// Euclid's algorithm, until every element is done.
static Array gcdOf(const Array &x, const Array &y) {
  using Carry = std::pair<Array, Array>;
  auto again = [](const Carry &s) -> Array { return any(s.second != 0); };
  auto step = [](const Carry &s) {
    Array done = s.second == 0;
    Array safe = where(done, scalarOf(s.second.dtype(), 1), s.second);
    return Carry{where(done, s.first, s.second),
                 where(done, scalarOf(s.second.dtype(), 0), s.first % safe)};
  };
  return whileLoop(again, step, Carry{x, y}).first;
}
static std::pair<Array, Array> sizes(const Arrays &in) {
  if (!isSigned(in[0].dtype()))
    return {in[0] + zerosLike(in[1]), in[1] + zerosLike(in[0])};
  return {abs(in[0]) + zerosLike(in[1]), abs(in[1]) + zerosLike(in[0])};
}
Array weft::gcd(const Operand &x, const Operand &y) {
  return promoted("gcd", {x.array, y.array}, x.where, Ints, false,
                  [](const Arrays &in) {
                    auto [a, b] = sizes(in);
                    return gcdOf(a, b);
                  });
}
Array weft::lcm(const Operand &x, const Operand &y) {
  return promoted("lcm", {x.array, y.array}, x.where, Ints, false,
                  [](const Arrays &in) {
                    auto [a, b] = sizes(in);
                    Array d = gcdOf(a, b), none = d == 0;
                    Array safe = where(none, scalarOf(d.dtype(), 1), d);
                    return where(none, d, a * floorQuotient(b, safe));
                  });
}

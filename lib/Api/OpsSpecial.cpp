// Special functions.
#include "SpecialOps.h"
#include "Api/OpsHelpers.h"
#include "weft/Special.h"
#include <cmath>
#include <numbers>
using namespace weft;
using namespace weft::api;

template <class Op, class... Operands>
static Array special(const char *op, const Operand &x, const Operands &...rest) {
  Site site(op, x.where);
  Array all[] = {x.array, rest.array...};
  Typed type = promoteInexact(site, all, Floats);
  return elementwise(site, all, type.dtype, type.weak,
                     [](const Words &w, ValueRange in) {
                       return Op::create(w.b, w.loc, in[0].getType(), in);
                     });
}
/// The same of operations, as one; of halves in f32.
static Array composed(const char *op, ArrayRef<Array> xs,
                      const std::source_location &where,
                      llvm::function_ref<Array(const ir::Arrays &)> f) {
  Site site(op, where);
  promoteInexact(site, xs, Floats);
  broadcastDims(site, xs);
  return inFloats(site, xs, Floats, f);
}

//===-- Gamma, beta -------------------------------------------------------===//
Array weft::lgamma(const Operand &x) {
  return special<ir::LgammaOp>("lgamma", x);
}
Array weft::digamma(const Operand &x) {
  return special<ir::DigammaOp>("digamma", x);
}
Array weft::polygamma(const Operand &n, const Operand &x) {
  return special<ir::PolygammaOp>("polygamma", n, x);
}
Array weft::zeta(const Operand &s, const Operand &q) {
  return special<ir::ZetaOp>("zeta", s, q);
}
Array weft::igamma(const Operand &a, const Operand &x) {
  return special<ir::IgammaOp>("igamma", a, x);
}
Array weft::igammac(const Operand &a, const Operand &x) {
  return special<ir::IgammacOp>("igammac", a, x);
}
Array weft::igammaGradA(const Operand &a, const Operand &x) {
  return special<ir::IgammaGradAOp>("igammaGradA", a, x);
}
Array weft::randomGammaGrad(const Operand &a, const Operand &x) {
  return special<ir::RandomGammaGradOp>("randomGammaGrad", a, x);
}
Array weft::betaln(const Operand &a, const Operand &b) {
  return composed("betaln", {a.array, b.array}, a.where,
                  [](const ir::Arrays &in) {
                    return lgamma(in[0]) + lgamma(in[1]) -
                           lgamma(in[0] + in[1]);
                  });
}
Array weft::betainc(const Operand &a, const Operand &b, const Operand &x) {
  return special<ir::RegularizedIncompleteBetaOp>("betainc", a, b, x);
}

//===-- Bessel ------------------------------------------------------------===//
Array weft::besselI0e(const Operand &x) {
  return special<ir::BesselI0eOp>("besselI0e", x);
}
Array weft::besselI1e(const Operand &x) {
  return special<ir::BesselI1eOp>("besselI1e", x);
}
Array weft::i0(const Operand &x) {
  return composed("i0", x.array, x.where, [](const ir::Arrays &in) {
    return exp(abs(in[0])) * besselI0e(in[0]);
  });
}
Array weft::i1(const Operand &x) {
  return composed("i1", x.array, x.where, [](const ir::Arrays &in) {
    return exp(abs(in[0])) * besselI1e(in[0]);
  });
}

//===-- Error function, normal distribution -------------------------------===//
Array weft::erfc(const Operand &x) { return special<ir::ErfcOp>("erfc", x); }
Array weft::erfInv(const Operand &x) {
  return special<ir::ErfInvOp>("erfInv", x);
}
/// -x √½ less what it is rounded to, for |x| of at most 40: products of parts
/// that are short enough to be exact.
static Array lostOf(const Array &x, const Array &rounded) {
  constexpr double high = 0x1.6a09e6p-1, low = 0x1.9fcef32p-27,
                   rest = 0x1.08b2fb1366ea9p-57;
  Array xh = astype(astype(x, Dtype::F32), Dtype::F64), xl = x - xh;
  Array exact = (xh * high + rounded) + xh * low + xl * high;
  return -(exact + xl * low + x * rest);
}
/// erfc's slope grows with x², and with it what the rounded argument costs:
/// f32 is computed in f64, f64 corrected.
Array weft::ndtr(const Operand &x) {
  Site site("ndtr", x.where);
  return composed("ndtr", x.array, x.where, [&](const ir::Arrays &in) {
    bool corrects = in[0].dtype() == Dtype::F64;
    Array v = corrects ? clip(in[0], -40.0, 40.0)
                       : inDtype(site, in[0], Dtype::F64);
    Array t = v * -std::sqrt(0.5), y = 0.5 * erfc(t);
    if (!corrects)
      return inDtype(site, y, in[0].dtype());
    Array slope = exp(-square(t)) * -std::numbers::inv_sqrtpi;
    return y + stopGradient(lostOf(v, t) * slope);
  });
}
Array weft::ndtri(const Operand &p) { return special<ir::NdtriOp>("ndtri", p); }
Array weft::logNdtr(const Operand &x) {
  return special<ir::LogNdtrOp>("logNdtr", x);
}

//===-- Logarithms --------------------------------------------------------===//
Array weft::logit(const Operand &x) {
  // Of the smaller of x and 1 - x, both exact: near ½ by the quotient less 1.
  return composed("logit", x.array, x.where, [](const ir::Arrays &in) {
    Array isLow = in[0] < 0.5, p = where(isLow, in[0], 1.0 - in[0]);
    Array isNear = p > 0.25, near = where(isNear, p, 0.5),
          far = where(isNear, 0.25, p);
    Array y = where(isNear, log1p((1.0 - 2.0 * near) / near),
                    log1p(-far) - log(far));
    return where(isLow, -y, y);
  });
}
Array weft::xlogy(const Operand &x, const Operand &y) {
  return special<ir::XlogyOp>("xlogy", x, y);
}
Array weft::xlog1py(const Operand &x, const Operand &y) {
  return special<ir::Xlog1pyOp>("xlog1py", x, y);
}
Array weft::entr(const Operand &x) { return special<ir::EntrOp>("entr", x); }

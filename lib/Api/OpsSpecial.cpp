// Special functions.
#include "SpecialOps.h"
#include "Api/OpsHelpers.h"
#include "weft/Special.h"
#include <cmath>
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
/// The same of operations, as one.
static Array composed(const char *op, ArrayRef<Array> xs,
                      const std::source_location &where,
                      llvm::function_ref<Array(const ir::Arrays &)> f) {
  Site site(op, where);
  promoteInexact(site, xs, Floats);
  broadcastDims(site, xs);
  return composite(site, ir::Arrays(xs.begin(), xs.end()), f);
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
Array weft::ndtr(const Operand &x) {
  return composed("ndtr", x.array, x.where, [](const ir::Arrays &in) {
    return 0.5 * erfc(in[0] * -std::sqrt(0.5));
  });
}
Array weft::ndtri(const Operand &p) { return special<ir::NdtriOp>("ndtri", p); }
Array weft::logNdtr(const Operand &x) {
  return special<ir::LogNdtrOp>("logNdtr", x);
}

//===-- Logarithms --------------------------------------------------------===//
Array weft::logit(const Operand &x) {
  return composed("logit", x.array, x.where, [](const ir::Arrays &in) {
    return log(in[0] / (1 - in[0]));
  });
}
Array weft::xlogy(const Operand &x, const Operand &y) {
  return special<ir::XlogyOp>("xlogy", x, y);
}
Array weft::xlog1py(const Operand &x, const Operand &y) {
  return special<ir::Xlog1pyOp>("xlog1py", x, y);
}
Array weft::entr(const Operand &x) { return special<ir::EntrOp>("entr", x); }

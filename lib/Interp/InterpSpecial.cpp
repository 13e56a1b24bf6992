// Special functions.
#include "Interp/SpecialFunctions.h"
#include "Interp/Values.h"
#include "llvm/ADT/StringMap.h"
#include <cmath>
using namespace weft::ir;
using namespace weft::ir::interp;

namespace {
using Unary = double (*)(double);
using Binary = double (*)(double, double);

const llvm::StringMap<Unary> &unary() {
  static const auto &table = *new llvm::StringMap<Unary>{
      {"lgamma", exact::lgamma},
      {"digamma", exact::digamma},
      {"erfc", [](double x) { return std::erfc(x); }},
      {"erf_inv", exact::erfInv},
      {"ndtri", exact::ndtri},
      {"log_ndtr", exact::logNdtr},
      {"bessel_i0e", exact::besselI0e},
      {"bessel_i1e", exact::besselI1e},
      {"entr", exact::entr},
  };
  return table;
}
const llvm::StringMap<Binary> &binary() {
  static const auto &table = *new llvm::StringMap<Binary>{
      {"polygamma", exact::polygamma},
      {"zeta", exact::zeta},
      {"igamma", exact::igamma},
      {"igammac", exact::igammac},
      {"igamma_grad_a", exact::igammaGradA},
      {"random_gamma_grad", exact::randomGammaGrad},
      {"xlogy", exact::xlogy},
      {"xlog1py", exact::xlog1py},
  };
  return table;
}
} // namespace

DataRef interp::evaluateSpecial(Operation *op, ArrayRef<DataRef> in) {
  StringRef name = op->getName().stripDialect();
  auto x = [&](int k) -> const Reals & { return in[k]->reals(); };
  Type t = op->getNumResults() == 1 ? op->getResult(0).getType() : Type();
  if (Unary f = unary().lookup(name))
    return filled<Reals>(t, [&](size_t i) { return f(x(0)[i]); });
  if (Binary f = binary().lookup(name))
    return filled<Reals>(t, [&](size_t i) { return f(x(0)[i], x(1)[i]); });
  if (name == "regularized_incomplete_beta")
    return filled<Reals>(t, [&](size_t i) {
      return exact::betainc(x(0)[i], x(1)[i], x(2)[i]);
    });
  return nullptr;
}

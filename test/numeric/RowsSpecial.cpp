// Rows of dialects/weft/Special.td. The references are the interpreter's
// definitions by series and differences, which SpecialTest holds against tables.
#include "Interp/SpecialFunctions.h"
#include "Row.h"
using namespace weft;
using namespace weft::test;
namespace exact = weft::ir::interp::exact;

namespace {
using R = const double *;

Row &unary(std::vector<Row> &t, const char *op, double lo, double hi,
           double (*f)(double), unsigned checks = Second | Edges) {
  Row r{op, "", {{{7}, lo, hi}}, opOf(op), floats, checks};
  r.real = [f](R x) { return f(x[0]); };
  t.push_back(r);
  return t.back();
}
Row &binary(std::vector<Row> &t, const char *op, In x, In y,
            double (*f)(double, double), unsigned checks = Second) {
  Row r{op, "", {x, y}, opOf(op), floats, checks};
  r.real = [f](R x) { return f(x[0], x[1]); };
  r.tolerance64 = 1e-13;
  t.push_back(r);
  return t.back();
}
/// The op at a fixed first operand, in which it has no derivative.
void fixFirst(Row &r, const std::vector<double> &values) {
  Shape shape{static_cast<int64_t>(values.size())};
  r.in.erase(r.in.begin());
  r.in[0].shape = shape;
  std::string op = r.op;
  r.build = [=](const Leaves &x) {
    return Leaves{emitOp(op, {arrayOf(x[0].dtype(), shape, values), x[0]})};
  };
  r.real = nullptr;
}
} // namespace

void weft::test::addSpecial(std::vector<Row> &t) {
  unary(t, "lgamma", 0.3, 6, exact::lgamma);
  unary(t, "digamma", 0.4, 6, exact::digamma, Second);
  unary(t, "erfc", -2, 3, [](double x) { return std::erfc(x); });
  unary(t, "erf_inv", -0.9, 0.9, exact::erfInv);
  unary(t, "ndtri", 0.05, 0.95, exact::ndtri);
  unary(t, "log_ndtr", -4, 3, exact::logNdtr);
  unary(t, "bessel_i0e", -6, 12, exact::besselI0e);
  unary(t, "bessel_i1e", -6, 12, exact::besselI1e);
  unary(t, "entr", 0.2, 3, exact::entr);

  In a{{7}, 0.5, 5}, x{{7}, 0.2, 7};
  binary(t, "igamma", a, x, exact::igamma, First);
  binary(t, "igammac", a, x, exact::igammac, First);
  binary(t, "igamma_grad_a", a, x, exact::igammaGradA, Values);
  binary(t, "random_gamma_grad", a, x, exact::randomGammaGrad, Values);
  binary(t, "xlogy", {{7}, -2, 2}, {{7}, 0.3, 3}, exact::xlogy);
  binary(t, "xlog1py", {{7}, -2, 2}, {{7}, -0.6, 3}, exact::xlog1py);
  auto fixed = [&](const char *op, const std::vector<double> &first,
                   double (*f)(double, double)) {
    binary(t, op, {{7}}, {{7}, 0.4, 5}, f, Values).in[0].values = first;
    Row r = t.back();
    r.label = "in_second";
    r.checks = Second;
    fixFirst(r, first);
    r.whole = [=](const Elements &in) {
      std::vector<double> y;
      for (size_t i = 0; i < first.size(); ++i)
        y.push_back(f(first[i], in[0][i]));
      return y;
    };
    t.push_back(r);
  };
  fixed("polygamma", {0, 1, 2, 3, 1, 2, 4}, exact::polygamma);
  fixed("zeta", {1.5, 2, 3, 4, 2.5, 6, 8}, exact::zeta);
  t[t.size() - 3].tolerance32 = t[t.size() - 4].tolerance32 = 1e-5;

  Row beta{"regularized_incomplete_beta",
           "",
           {a, a, {{7}, 0.05, 0.95}},
           opOf("regularized_incomplete_beta"),
           floats,
           Values};
  beta.real = [](R x) { return exact::betainc(x[0], x[1], x[2]); };
  beta.tolerance64 = 1e-13;
  t.push_back(beta);
  beta.label = "in_x";
  beta.checks = Second;
  beta.in = {{{7}, 0.05, 0.95}};
  beta.build = [](const Leaves &x) {
    Array a = arrayOf(x[0].dtype(), {7}, {0.6, 1, 2, 3, 4.5, 0.8, 2.5});
    Array b = arrayOf(x[0].dtype(), {7}, {1.2, 3, 0.7, 2, 1.5, 5, 2.5});
    return Leaves{emitOp("regularized_incomplete_beta", {a, b, x[0]})};
  };
  beta.real = nullptr;
  beta.whole = [](const Elements &in) {
    const double a[] = {0.6, 1, 2, 3, 4.5, 0.8, 2.5};
    const double b[] = {1.2, 3, 0.7, 2, 1.5, 5, 2.5};
    std::vector<double> y;
    for (size_t i = 0; i < 7; ++i)
      y.push_back(exact::betainc(a[i],
                                 b[i], in[0][i]));
    return y;
  };
  beta.dtypes = {Dtype::F64};
  t.push_back(beta);
}

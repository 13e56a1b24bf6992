// Rows of dialects/weft/Complex.td, and of what other families do with complex
// numbers.
#include "Row.h"
using namespace weft;
using namespace weft::test;

namespace {
using C = std::complex<double>;
using Z = const C *;

Row complexRow(const char *op, size_t operands, ComplexRef f,
               unsigned checks = Second) {
  In x{{7}};
  Row r{op,       "complex", std::vector<In>(operands, x),
        opOf(op), complexes, checks};
  r.complex = std::move(f);
  return r;
}
/// Functions of a complex number, away from their branch points.
void addFunction(std::vector<Row> &t, const char *op, C (*f)(const C &)) {
  t.push_back(complexRow(op, 1, [f](Z x) { return f(x[0]); }));
}

void addParts(std::vector<Row> &t) {
  Row real{"real", "", {{{7}}}, opOf("real"), complexes, Second};
  real.complex = [](Z x) -> C { return x[0].real(); };
  t.push_back(real);
  Row imag{"imag", "", {{{7}}}, opOf("imag"), complexes, Second};
  imag.complex = [](Z x) -> C { return x[0].imag(); };
  t.push_back(imag);
  Row conj{"conj", "", {{{7}}}, opOf("conj"), complexes, Second};
  conj.complex = [](Z x) { return std::conj(x[0]); };
  t.push_back(conj);
  Row join{"complex", "", {{{7}}, {{7}}}, opOf("complex"), floats, Second};
  join.complex = [](Z x) { return C(x[0].real(), x[1].real()); };
  t.push_back(join);
  t.push_back(complexRow("abs", 1, [](Z x) -> C { return std::abs(x[0]); }));
  t.push_back(complexRow(
      "sign", 1, [](Z x) { return x[0] / std::abs(x[0]); }, Values));
}
void addOperations(std::vector<Row> &t) {
  t.push_back(complexRow("add", 2, [](Z x) { return x[0] + x[1]; }));
  t.push_back(complexRow("sub", 2, [](Z x) { return x[0] - x[1]; }));
  t.push_back(complexRow("mul", 2, [](Z x) { return x[0] * x[1]; }));
  t.push_back(complexRow("div", 2, [](Z x) { return x[0] / x[1]; }));
  t.back().in[1] = {{7}, 0.5, 2};
  t.push_back(complexRow("neg", 1, [](Z x) { return -x[0]; }));
  t.push_back(complexRow("square", 1, [](Z x) { return x[0] * x[0]; }));
  t.push_back(complexRow("pow", 2, [](Z x) { return std::pow(x[0], x[1]); }));
  t.back().in[0] = {{7}, 0.5, 2};
  t.back().tolerance64 = 1e-13;
  auto isLess = [](C x, C y) {
    return x.real() != y.real() ? x.real() < y.real() : x.imag() < y.imag();
  };
  t.push_back(complexRow("max", 2, [=](Z x) {
    return isLess(x[0], x[1]) ? x[1] : x[0];
  }));
  t.push_back(complexRow("min", 2, [=](Z x) {
    return isLess(x[1], x[0]) ? x[1] : x[0];
  }));
  Row cube{"integer_pow",
           "complex",
           {{{7}}},
           opOf("integer_pow", {{"n", int64_t(3)}}),
           complexes,
           Second};
  cube.complex = [](Z x) { return x[0] * x[0] * x[0]; };
  cube.tolerance32 = 1e-5;
  t.push_back(cube);
}
} // namespace

void weft::test::addComplex(std::vector<Row> &t) {
  addParts(t);
  addOperations(t);
  addFunction(t, "exp", std::exp);
  addFunction(t, "exp2", [](const C &x) { return std::pow(2., x); });
  addFunction(t, "expm1", [](const C &x) { return std::exp(x) - 1.; });
  addFunction(t, "log", std::log);
  addFunction(t, "log1p", [](const C &x) { return std::log(1. + x); });
  addFunction(t, "logistic",
             [](const C &x) { return 1. / (1. + std::exp(-x)); });
  addFunction(t, "sqrt", std::sqrt);
  addFunction(t, "rsqrt", [](const C &x) { return 1. / std::sqrt(x); });
  addFunction(t, "cbrt", [](const C &x) { return std::pow(x, 1. / 3); });
  addFunction(t, "sin", std::sin);
  addFunction(t, "cos", std::cos);
  addFunction(t, "tan", std::tan);
  addFunction(t, "asin", std::asin);
  addFunction(t, "acos", std::acos);
  addFunction(t, "atan", std::atan);
  addFunction(t, "sinh", std::sinh);
  addFunction(t, "cosh", std::cosh);
  addFunction(t, "tanh", std::tanh);
  addFunction(t, "asinh", std::asinh);
  addFunction(t, "acosh", std::acosh);
  addFunction(t, "atanh", std::atanh);
}

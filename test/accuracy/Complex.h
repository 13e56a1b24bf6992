// Functions of complex numbers.
#ifndef WEFT_TEST_ACCURACY_COMPLEX_H
#define WEFT_TEST_ACCURACY_COMPLEX_H

#include "Functions.h"
#include "Measure.h"

#include <complex>
#include <quadmath.h>

namespace accuracy {

/// In quadruple precision: 60 bits more than a complex128 has.
struct Quad {
  __float128 re, im;
};

struct ComplexFunction {
  const char *name;
  weft::Array (*compiled)(const weft::Operand &z, const weft::Operand &w);
  Quad (*exact)(Quad z, Quad w);
  /// C's, where C's Annex G says what it does at zeros and infinities.
  std::complex<double> (*libm)(const std::complex<double> &);
  double bound64, bound128; // units of the modulus
  double extent;            // parts are drawn from ±extent as well
  enum Draw {
    Anything,
    Tame,  // products of the parts stay in the range
    Power, // and w has parts within ±extent
  } draw = Anything;
};
std::span<const ComplexFunction> complexFunctions();

/// 10^6 samples, or 10,000.
Worst complexes(const ComplexFunction &f, bool single, const Options &options);
int complexSpecials(const ComplexFunction &f);

} // namespace accuracy
#endif

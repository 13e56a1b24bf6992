// The functions that are measured, and what they are measured against.
#ifndef WEFT_TEST_ACCURACY_FUNCTIONS_H
#define WEFT_TEST_ACCURACY_FUNCTIONS_H

#include "weft/weft.h"

#include <cstddef>
#include <mpfr.h>
#include <span>

namespace accuracy {

constexpr double unbounded = HUGE_VAL; // measured only

struct Function {
  const char *name;
  weft::Array (*compiled)(const weft::Operand &);
  double (*libm)(double);
  /// Null where libm's result is the exact one.
  int (*exact)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
  /// Many at once in double precision, for every float32. Null: libm.
  void (*many)(const double *x, double *y, size_t n);
  double low, high; // where float64 is drawn from as well
  double bound32, bound64; // ulps; 0 where every bit counts
  double period = 0; // float64 is drawn around multiples of it as well
};
std::span<const Function> functions();
/// Without a C function each, most without a bound: samples are measured.
std::span<const Function> specialFunctions();

struct Function2 {
  const char *name;
  weft::Array (*compiled)(const weft::Operand &, const weft::Operand &);
  double (*libm)(double, double);
  int (*exact)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);
  double bound32, bound64;
};
std::span<const Function2> functions2();

} // namespace accuracy
#endif

// Double precision functions of many numbers at once.
#ifndef WEFT_TEST_ACCURACY_VECTORMATH_H
#define WEFT_TEST_ACCURACY_VECTORMATH_H

#include <cstddef>

namespace accuracy {

/// y[i] = function(x[i]) by the C library's vector function of that name
/// (glibc's libmvec, x86-64; at most 4 ulp). False, and nothing done, where
/// there is none. n is a multiple of 8.
bool vectorMath(const char *name, const double *x, double *y, size_t n);

/// The distance of got[i] from want[i] in units of float at want[i], as ulps()
/// measures it. Whether one is above `bound`.
bool errorsOf(const float *got, const double *want, double *errors, size_t n,
              double bound);

} // namespace accuracy
#endif

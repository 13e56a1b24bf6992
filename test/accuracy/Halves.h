// The narrow float types.
#ifndef WEFT_TEST_ACCURACY_HALVES_H
#define WEFT_TEST_ACCURACY_HALVES_H

#include "Functions.h"
#include "Measure.h"

namespace accuracy {

struct Format {
  weft::Dtype dtype;
  int exponentBits, mantissaBits;
  bool hasInfinity; // else one NaN takes its place, and overflow makes it
};
std::span<const Format> formats();

/// How many of all numbers of the format (of 65,536 random pairs) have a result
/// that is not the float32 result, rounded to nearest even: every bit, but that
/// of a NaN.
Worst narrow(const Function &f, const Format &format);
Worst narrow(const Function2 &f, const Format &format);

} // namespace accuracy
#endif

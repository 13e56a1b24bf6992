// One function over many arguments.
#ifndef WEFT_TEST_ACCURACY_SWEEP_H
#define WEFT_TEST_ACCURACY_SWEEP_H

#include "Functions.h"
#include "Measure.h"

namespace accuracy {

/// Every float32, or every 2^18-th of them.
Worst singles(const Function &f, const Options &options);
/// 10^7 float64, or 20,000 of them.
Worst doubles(const Function &f, const Options &options);
/// 200,000 of either, or 500.
Worst sampled(const Function &f, bool single, const Options &options);
/// Zeros, infinities, NaN and the like against C's function: how many results
/// have another sign or are further away than `ulps`.
int specials(const Function &f, bool single);

/// The same of two operands.
Worst pairs(const Function2 &f, bool single, const Options &options);
int specials(const Function2 &f, bool single);

} // namespace accuracy
#endif

// Lists of arrays as the tests of derivatives and of vmap take them apart and
// put them together.
#pragma once
#include "Oracle.h"

namespace weft::test {
/// Like each of x that is inexact, in [-1, 1); null for the rest.
Leaves directions(Random &random, const Leaves &x);
Leaves withoutNull(const Leaves &x);
/// Row `at` of n along axis 0.
Array rowOf(const Array &x, int64_t at, int64_t n);
Array stackOf(const std::vector<Array> &rows);
/// x in `dtype`, rounded.
Array retyped(const Array &x, Dtype dtype);

/// The first public function of a StableHLO module, to be traced. Throws
/// UserError where it cannot be imported.
LeavesFn imported(const std::string &text, const std::string &name);
} // namespace weft::test

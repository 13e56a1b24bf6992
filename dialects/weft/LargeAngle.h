// Angles of any size, as quadrants and the rest.
#pragma once
#include "Words.h"

namespace weft::ir {
/// On math.sin, cos and tan: |argument| is at most smallAngle, so that the
/// vectorised reduction by pi/2 holds. Without it libm computes them.
inline constexpr llvm::StringLiteral smallAngleAttr = "weft.small_angle";
inline constexpr double smallAngle = 1e9;

/// What the number of an angle counts.
enum class AngleUnit { Radian, Ln2 };
/// q pi/2 + r, |r| at most pi/4 (NaN where x is infinite or NaN).
struct Quadrants {
  Num r;
  Word q;
};
/// Of a double of at least 2^-10, by Payne and Hanek's method: exact but for the
/// rounding of r.
Quadrants reducedAngle(Num x, AngleUnit unit);
} // namespace weft::ir

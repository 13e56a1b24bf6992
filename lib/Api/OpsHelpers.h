// What the public operations share: whom to blame, promotion, broadcasting,
// axes, and words for what they stage. All checks come before staging, on the
// operands' shapes and dtypes, so that no ill-typed operation reaches the IR.
#pragma once
#include "Api/Elements.h"
#include "RuleHelpers.h"
#include "Trace/Trace.h"
#include "weft/Ops.h"

namespace weft::api {
using ir::Arrays;
using mlir::ArrayRef;
using mlir::SmallVector;
using mlir::Value;
using mlir::ValueRange;
using weft::detail::Dims;
using weft::detail::Node;
/// Axes, sizes, places: one number per axis.
using List = SmallVector<int64_t>;

//===-- Errors ------------------------------------------------------------===//
/// The operation that a message blames, and the user's line. Inside a
/// composite it is the composite's.
struct Site {
  const char *op;
  std::source_location where;
  Site(const char *op, const std::source_location &where);
};
[[noreturn]] void failShape(const Site &site, const std::string &rule,
                            const std::string &received,
                            const std::string &hint = "");
[[noreturn]] void failDtype(const Site &site, const std::string &rule,
                            const std::string &received,
                            const std::string &hint = "");
/// "f32[2,3]"; "f32[3] and f32[4]".
std::string said(const Site &site, ArrayRef<Array> xs);

//===-- Dtypes ------------------------------------------------------------===//
struct Typed {
  Dtype dtype;
  bool weak;
};
/// Least upper bound in JAX's lattice; none where there is none.
std::optional<Typed> promoted(ArrayRef<Typed> types);
/// What floats are made of a dtype: itself, or f64 of 64-bit integers, f32 of
/// others.
Dtype inexact(Dtype dtype);
/// Stored bits of the mantissa of a float, or of a complex number's parts, and
/// the distance from 1 to the next number.
int mantissaBits(Dtype dtype);
double epsilonOf(Dtype dtype);
/// What several steps on a dtype are computed in: f32 for narrower floats.
Dtype working(Dtype dtype);

enum Kinds : unsigned { Bools = 1, Ints = 2, Floats = 4, Complexes = 8 };
inline constexpr unsigned Reals = Ints | Floats, Numbers = Reals | Complexes,
                          Inexacts = Floats | Complexes,
                          Ordered = Bools | Reals, Bits = Bools | Ints,
                          Anything = Bools | Numbers;

/// The dtype that the operands are promoted to, which must be of `kinds`.
Typed promote(const Site &site, ArrayRef<Array> xs, unsigned kinds = Anything);
/// The same for functions of floats, which make floats of integers: those of 4
/// bits, which go with no other dtype as they are, as those of 8.
Typed promoteInexact(const Site &site, ArrayRef<Array> xs,
                     unsigned kinds = Inexacts);

//===-- Shapes ------------------------------------------------------------===//
inline const Node &nodeOf(const Site &site, const Array &x) {
  return weft::detail::nodeOf(x, site.op, &site.where);
}
inline ArrayRef<int64_t> dimsOf(const Node &n) {
  return {n.dims.data(), n.dims.size()};
}
inline ArrayRef<int64_t> dimsOf(const Array &x) { return dimsOf(*x.get()); }
Dims broadcastDims(const Site &site, ArrayRef<Array> xs);
/// An axis of x, counted from the front. `rank`: of another shape than x's.
int64_t axisOf(const Site &site, const Array &x, int64_t axis,
               std::optional<int64_t> rank = std::nullopt);
/// The axes counted from the front, in the order given; each named once.
List axesOf(const Site &site, const Array &x, const AxisSet &axes,
            std::optional<int64_t> rank = std::nullopt);
/// The same, ascending.
List sortedAxesOf(const Site &site, const Array &x, const AxisSet &axes);
/// The size of an axis that is repeated.
int64_t product(const Site &site, int64_t size, int64_t times);
/// No size is negative, nor are there more elements than can be counted.
void checkSizes(const Site &site, std::span<const int64_t> shape);

//===-- Staging -----------------------------------------------------------===//
/// One operation each, and none where it would change nothing.
struct Words {
  ir::OpBuilder &b;
  ir::Location loc;

  Value convert(Value x, Dtype to) const;
  Value reshape(Value x, ArrayRef<int64_t> dims) const;
  Value transpose(Value x, ArrayRef<int64_t> perm) const;
  /// As NumPy broadcasts.
  Value broadcast(Value x, ArrayRef<int64_t> dims) const;
  /// Axis i of x becomes axis at[i].
  Value broadcast(Value x, ArrayRef<int64_t> dims, ArrayRef<int64_t> at) const;
  /// New axes of size 1 at these places of the result, ascending. As a
  /// broadcast, which loops fuse with (and which merges with what follows).
  Value expand(Value x, ArrayRef<int64_t> at) const;
  Value slice(Value x, ArrayRef<int64_t> start, ArrayRef<int64_t> limit,
              ArrayRef<int64_t> strides) const;
  /// `value` everywhere, in the type of x.
  Value like(Value x, double value) const {
    return ir::splat(b, loc, x.getType(), value);
  }
};

using WordsFn = llvm::function_ref<Value(const Words &, ValueRange)>;
/// One array of what `build` makes of the operands.
Array stage(const Site &site, ArrayRef<Array> xs, bool weak, WordsFn build);
/// All results of an operation that has several.
Arrays stageAll(const Site &site, ArrayRef<Array> xs,
                llvm::function_ref<SmallVector<Value>(const Words &, ValueRange)>
                    build);
/// The same of operands converted to a dtype and broadcast. C++ scalars are
/// converted here, from double precision.
Array elementwise(const Site &site, ArrayRef<Array> xs, Dtype dtype, bool weak,
                  WordsFn build);
/// x as another dtype; weak where it was.
Array inDtype(const Site &site, const Array &x, Dtype dtype);
/// x as it stands in another dtype, where it is a C++ scalar.
Array literalAs(const Array &x, Dtype dtype);
/// An array on the same elements: no operation where they are in memory.
Array withShape(const Site &site, const Array &x, ArrayRef<int64_t> dims);

/// Runs `f`, which calls public operations, as one operation: where nothing is
/// being traced, all of it is compiled as one function. Their messages and
/// locations are those of `site`.
Array composite(const Site &site, const Arrays &xs,
                llvm::function_ref<Array(const Arrays &)> f);
Arrays compositeAll(const Site &site, const Arrays &xs,
                    llvm::function_ref<Arrays(const Arrays &)> f);
/// A composite of floats: the one place where a function of several operations
/// makes floats of integers, and where those narrower than f32 become f32, so
/// that results are rounded once. `f` gets the operands in the dtype of the
/// steps; what it gives in that dtype becomes what the operands are promoted to.
Array inFloats(const Site &site, ArrayRef<Array> xs, unsigned kinds,
               llvm::function_ref<Array(const Arrays &)> f);

} // namespace weft::api

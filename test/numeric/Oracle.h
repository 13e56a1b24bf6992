// Functions over arrays as IR: built op by op, verified, interpreted. What
// the numeric table and the fuzzer share; no MLIR in the header, so that their
// rows compile quickly.
#pragma once
#include "weft/detail/Flat.h"
#include <functional>
#include <map>
#include <set>
#include <string>
#include <variant>

namespace weft::test {
using detail::Leaves;
using LeavesFn = std::function<Leaves(const Leaves &)>;

/// A traced function: (arguments…, captures…) → results.
class Traced {
public:
  /// Traced as jit traces; verified. Throws InternalError where it is invalid.
  Traced(const LeavesFn &f, const Leaves &like);
  ~Traced();
  Traced(Traced &&) noexcept;

  /// By the interpreter.
  Leaves interpret(const Leaves &args) const;
  /// A copy that `simplify` has gone over; verified.
  Traced simplified() const;
  /// The mnemonics of its ops and of those in their bodies, and how many ops
  /// there are.
  std::set<std::string> ops() const;
  size_t size() const;
  std::string text() const;

private:
  struct State;
  Traced();
  std::unique_ptr<State> state;
};

/// An attribute: an i64, a list of i64, a place in an enumeration, or one that
/// is there.
struct EnumCase {
  int32_t value;
};
struct Flag {};
using Attr = std::variant<int64_t, std::vector<int64_t>, EnumCase, Flag>;
struct ResultType {
  Shape shape;
  Dtype dtype;
};
/// Stages `weft.name`; the result's type is inferred where the op can.
Array emitOp(const std::string &name, const Leaves &operands,
             const std::map<std::string, Attr> &attrs = {},
             const std::optional<ResultType> &result = std::nullopt);

/// What the dialect says of one of its ops.
struct OpInfo {
  std::string name;
  std::set<std::string> interfaces; // jvp, transpose, batch, lower
  /// Of those, and row: what it says it has not, with a reason (`Lacks` in
  /// dialects/weft/Dialect.td).
  std::set<std::string> lacks;
};
std::vector<OpInfo> registeredOps();

/// The derivative halves, over leaves.
std::pair<Leaves, Leaves> forward(const LeavesFn &f, const Leaves &x,
                                  const Leaves &tangents);
/// Cotangents of x; null where there is none (integers).
Leaves pulledBack(const LeavesFn &f, const Leaves &x, const Leaves &cts);
/// Maps axis 0 of the leaves in `mapped`.
Leaves mapped(const LeavesFn &f, const Leaves &x,
              const std::vector<bool> &mapped);
bool isInexact(const Array &x);

/// |a - b| ≤ tolerance · (1 + |b|); NaN equals NaN, infinities their like.
bool near(double a, double b, double tolerance);
/// The first element where two arrays are apart, in words; empty if none is.
std::string difference(const Array &got, const Array &want, double tolerance);
std::string difference(const Array &got, const std::vector<double> &want,
                       double tolerance);
/// The elements as doubles; of complex ones the parts in turn.
std::vector<double> partsOf(const Array &x);
/// Σ Re(x · y) over all leaves that are not null.
double dot(const Leaves &x, const Leaves &y);
/// x + h · t; leaves without a tangent stay.
Leaves moved(const Leaves &x, const Leaves &t, double h);

/// Of any dtype, with these values: rounded, cut to the width, or ≠ 0. Of a
/// complex dtype the parts in turn.
Array arrayOf(Dtype dtype, const Shape &shape,
              const std::vector<double> &values);

/// Numbers that depend on a seed only.
struct Random {
  uint64_t state;
  uint64_t next();
  /// In [lo, hi).
  double uniform(double lo, double hi);
};
/// Of a shape and dtype, in [lo, hi); integers are rounded down, bools fair.
Array randomArray(Random &random, const Shape &shape, Dtype dtype, double lo,
                  double hi);
} // namespace weft::test

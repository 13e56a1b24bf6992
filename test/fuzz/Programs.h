// Random well-typed programs: nested transforms and control flow over vectors
// of three, whose functions close over the values of every enclosing function.
#pragma once
#include "weft/weft.h"
#include <functional>

namespace weft::test {
using VectorFn = std::function<Array(const Array &)>;

/// One program. It depends on the seed alone, so that each trace of it is of
/// the same function.
struct Program {
  uint64_t seed;
  int depth;
  Dtype dtype = Dtype::F64;
  /// 1: as programs were before while, switch, fori, implicit derivatives,
  /// rules of all kinds and named axes; a seed then means what it meant. 2: as
  /// they were before extrema along an axis.
  int generation = 3;
  /// Custom rules have no forward mode: a program with them takes none.
  bool hasCustom() const { return seed % 5 == 0; }
  /// Two in three are smooth functions, whose derivative is what differences
  /// say; their branches are decided far from where the values are.
  bool isSmooth() const { return seed % 3 != 0; }

  /// (3,) → ().
  Array operator()(const Array &x) const;

private:
  struct State;
  using Scope = std::vector<Array>;
  Array make(uint64_t id, int depth, Scope scope) const;
  Array plain(State &s, const Array &x, const Array &y) const;
  Array parts(State &s, const Array &x, const Array &y) const;
  Array transformed(State &s, const Array &x, const Array &y) const;
  Array mapped(State &s, const Array &x, const Array &y) const;
  Array controlled(State &s, const Array &x, const Array &y) const;
  Array looped(State &s, const Array &x, const Array &y) const;
  Array custom(const Array &x, const Array &y) const;
  Array switched(State &s, const Array &x, const Array &y) const;
  Array iterated(State &s, const Array &x, const Array &y) const;
  Array implicit(State &s, const Array &x, const Array &y) const;
  Array ruled(State &s, const Array &x, const Array &y) const;
  Array of(const std::vector<double> &values, const Shape &shape) const;
};
} // namespace weft::test

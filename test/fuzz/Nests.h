// Random nests of loops and branches over a few square matrices, which hand on,
// swap, stack and update what they carry: what decides which values may share
// memory.
#pragma once
#include "weft/weft.h"
#include <functional>
#include <random>

namespace weft::test {
enum class NestMode { Plain, Gradient, Mapped, Donated };

class Nest {
public:
  Nest(unsigned seed, int depth, NestMode mode);

  /// The count of some loops, an i32, and 1 to 3 matrices.
  std::vector<Array> arguments() const;
  /// Of such arguments: results; or the gradient of the sum of their squares;
  /// or results of two rows of arguments.
  std::vector<Array> operator()(const std::vector<Array> &arguments) const;

private:
  using Arrays = std::vector<Array>;
  using Random = std::mt19937;
  /// Where a body stands: its values, of which the first are what it carries.
  struct Scope {
    Arrays values;
    Array count; // of some loops
    Array turn;  // a number that the body is given
    int depth;
  };
  Arrays body(Random random, Scope scope, int carried, int wanted) const;
  Arrays nested(Random &random, const Scope &scope) const;
  /// The body of a loop or branch, of its turn and of what it carries.
  using Turn = std::function<Arrays(const Array &, const Arrays &)>;
  Arrays branches(Random &random, const Scope &scope, const Turn &turn,
                  const Arrays &around, const Arrays &init, bool ofTwo,
                  Random inside) const;
  Array plain(Random &random, const Arrays &values) const;
  Arrays results(const Arrays &arguments) const;

  int depth, size, inputs, outputs;
  unsigned start, counted;
  NestMode mode;
};
} // namespace weft::test

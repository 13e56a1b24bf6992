// What the tests of transforms share: numbers against differences, modes
// against each other, vmap against a loop.
#ifndef WEFT_TEST_API_CHECK_H
#define WEFT_TEST_API_CHECK_H

#include "weft/weft.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace weft::test {

using Arrays = std::vector<Array>;
/// One type for all, so that a transform of it is compiled once.
using Fn = std::function<Arrays(Arrays)>;
using Numbers = std::vector<double>;
using LeafAxes = std::vector<std::optional<int>>;

template <class F> Fn fn1(F f) {
  return [f](Arrays a) { return Arrays{f(a[0])}; };
}
template <class F> Fn fn2(F f) {
  return [f](Arrays a) { return Arrays{f(a[0], a[1])}; };
}

/// The transforms of Fn: gradients in all arguments, (y, ẏ) at x along t, and
/// a map over axis 0 (or none) of each argument.
Fn gradOf(Fn f);
std::pair<Arrays, Arrays> jvpOf(Fn f, const Arrays &x, const Arrays &t);
Fn vmapOf(Fn f, LeafAxes axes = {});
Fn jitOf(Fn f);
Fn checkpointOf(Fn f);
/// The gradient of f at x, for one argument; ẏ along ones.
Array d(const Fn &f, const Array &x);
Array along(const Fn &f, const Array &x, const Array &t);

void near(const std::string &name, const Array &a, const Numbers &expected,
          double tolerance = 1e-4);
void same(const std::string &name, const Array &a, const Array &b,
          double tolerance = 1e-4);
/// A scalar f: its gradient in every argument against central differences.
void gradCheck(const std::string &name, const Fn &f, const Arrays &xs,
               double tolerance = 2e-2);
/// ⟨jvp t, 1⟩ = ⟨t, grad⟩.
void modesAgree(const std::string &name, const Fn &f, const Arrays &xs);
/// vmap(f) against f on each slice.
void vmapCheck(const std::string &name, const Fn &f, const Arrays &xs,
               const LeafAxes &axes);

/// How often `what` is in `text`.
int count(const std::string &text, const std::string &what);

/// The message of the error of type E that f throws.
template <class E, class F> std::string thrown(F &&f) {
  try {
    f();
  } catch (const E &e) {
    return e.what();
  } catch (const std::exception &e) {
    ADD_FAILURE() << "an exception of another type: " << e.what();
    return e.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return "";
}

} // namespace weft::test

#endif // WEFT_TEST_API_CHECK_H

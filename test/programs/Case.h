// Programs written with Weft, and what JAX gives for the same ones:
// reference/NAME here, made by reference/make.py, and the cases of
// ../reference/programs.
#ifndef WEFT_TEST_PROGRAMS_CASE_H
#define WEFT_TEST_PROGRAMS_CASE_H

#include "weft/Random.h"
#include "weft/weft.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace weft::test {

/// A program over the leaves of its arguments and results: one type for all,
/// so that transforms of it are compiled once.
using Program = std::function<std::vector<Array>(const std::vector<Array> &)>;

/// The results of the program, eager and compiled, are those of the case
/// `name`, and so are its gradients, where the case has them; a vmap of it
/// gives what a loop gives.
void matchesJax(const std::string &name, const Program &program);

/// For a function whose parameters, trees all, are the inputs of the case.
template <class R, class... Args>
void matchesJax(const std::string &name, R (*f)(Args...)) {
  matchesJax(name, Program([f](const std::vector<Array> &in) {
    LeafCursor cursor(in);
    // In braces: from left to right.
    std::tuple<std::remove_cvref_t<Args>...> args{
        treeUnflatten(std::remove_cvref_t<Args>(), cursor)...};
    return treeLeaves(std::apply(f, args));
  }));
}

//===-- What several programs have in common ------------------------------===//
struct Dense {
  Array w, b;
};
WEFT_FIELDS(Dense, w, b)
struct Mlp {
  Dense first, second, out;
};
WEFT_FIELDS(Mlp, first, second, out)

Array logits(const Mlp &net, const Array &x);
/// The mean cross entropy of rows of logits and their labels.
Array crossEntropy(const Array &logits, const Array &labels);

} // namespace weft::test

#endif // WEFT_TEST_PROGRAMS_CASE_H

// Functions that no transform takes, one per case, and what the compiler must
// say. CompileFail.cmake compiles this file as it does TreeErrors.cpp.
#include "weft/Jit.h"
#include "weft/Transforms.h"
#include "weft/ops/Elementwise.h"

using namespace weft;

// CASE Void: this function returns nothing; what a transform is given must return a tree of Arrays
#ifdef CASE_Void
auto bad(Array x) {
  return jit([](Array y) { y + 1; })(x);
}
// CASE VoidOfGrad: this function returns nothing
#elif defined(CASE_VoidOfGrad)
auto bad(Array x) {
  return grad([](Array y) { y + 1; })(x);
}
// CASE NoArgument: grad<N> counts arguments from 0, and the function has no argument N
#elif defined(CASE_NoArgument)
auto bad(Array x) {
  return grad<2>([](Array y, Array z) { return y * z; })(x, x);
}
// CASE NoArgumentAmong: the function has no argument N
#elif defined(CASE_NoArgumentAmong)
auto bad(Array x) {
  return valueAndGrad<0, 1>([](Array y) { return y; })(x);
}
// CASE TooFewArguments: the function takes another number of arguments
#elif defined(CASE_TooFewArguments)
auto bad(Array x) {
  return jit([](Array y, Array z) { return y * z; })(x);
}
// CASE PointerArgument: a pointer is not a tree
#elif defined(CASE_PointerArgument)
auto bad(Array *x) {
  return grad([](Array *y) { return *y * *y; })(x);
}
#else
auto good(Array x) {
  return grad<1>([](Array y, Array z) { return y * z; })(x, x);
}
#endif

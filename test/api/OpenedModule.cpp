// What opens.c opens: a library that computes as it is loaded.
#include <weft/weft.h>

static const float total = [] {
  auto f = weft::jit([](weft::Array x) -> weft::Array { return sum(x + 1); });
  return f(weft::ones({8})).item<float>();
}();

extern "C" float weft_test_total() { return total; }

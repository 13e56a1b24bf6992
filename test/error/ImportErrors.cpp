// What importStablehlo and the functions that it gives refuse.
#include "Refused.h"

using namespace weft;
using weft::test::refused;

namespace {
const std::string text = R"(func.func @twice(%x: tensor<3xf32>) -> tensor<3xf32> {
  %0 = stablehlo.add %x, %x : tensor<3xf32>
  return %0 : tensor<3xf32>
})";
} // namespace

TEST(ImportErrors, OfTheText) {
  refused<UserError>([] { importStablehlo(text); },
                     "[importStablehlo] there must be a function 'main'. "
                     "Received a module of twice. (here)");
  std::string unknown = text;
  unknown.replace(unknown.find("stablehlo.add"), 13, "stablehlo.foo");
  refused<UserError>([&] { importStablehlo(unknown, "twice"); },
                     "[importStablehlo] text:2:8: 'stablehlo.foo' is not "
                     "supported. (here)");
  refused<UserError>([] { importStablehlo("nonsense"); },
                     "[importStablehlo] text:1:1: custom op 'nonsense' is "
                     "unknown (tried 'builtin.nonsense' as well). A model is "
                     "MLIR with functions (func.func): Weft's own, or "
                     "StableHLO, as jax.jit(f).lower(…).as_text() gives it; "
                     "HLO is not read. (here)");
}
TEST(ImportErrors, OfTheArguments) {
  ImportedFunction f = importStablehlo(text, "twice");
  refused<UserError>([&] { f({}); },
                     "[twice] the function is twice(arg0: f32[3]) -> (out0: "
                     "f32[3]). Received 0 arrays.");
  refused<ShapeError>([&] { f({ones({4})}); },
                      "[twice] argument 0 must be f32[3]. Received f32[4].");
  refused<ShapeError>([&] { jit(f)(std::vector<Array>{ones({3}, Dtype::F64)}); },
                      "[twice] argument 0 must be f32[3]. Received f64[3].");
}

// What calls out of compiled code refuse, and the rarer refusals of rules,
// transposes and statistics, with the message in full.
#include "Refused.h"
#include "weft/Host.h"

using namespace weft;
using namespace weft::test;

static HostArrays first(const HostArrays &x) { return {x[0]}; }

TEST(HostErrors, Callbacks) {
  Array x{1.f, 2.f};
  auto f = [](Array x) { return pureCallback(first, {Array(1.f)}, {x})[0]; };
  std::string message =
      "[pureCallback] the function must give arrays like those it was said to. "
      "Received (f32[2]) for (f32[]). (" __FILE__ ":" +
      std::to_string(__LINE__ - 4) +
      ") Hint: convert them with astype and broadcastTo.";
  refused<ShapeError>([&] { f(x); }, message);
  refused<ShapeError>([&] { jit(f)(x); }, message);
  refused<UserError>([&] { debugPrint("{} and {}", x); },
                     "[debugPrint] there must be a {} for each array. Received "
                     "2 for 1. (here)");
  for (std::string text : {"{", "}", "{:.3f}", "{{}", "{}}"})
    refused<UserError>([&] { debugPrint(text.c_str(), x); },
                       "[debugPrint] a brace of the text is doubled. Received "
                       "'" + text + "'. (here) Hint: {} stands for an array, "
                       "{{ and }} for braces.");
  auto g = [](Array x) { return pureCallback(first, {x}, {x})[0]; };
  refused<UserError>([&] { grad(g)(1.f); },
                     "[pureCallback] it has no derivative. (" __FILE__ ":" +
                         std::to_string(__LINE__ - 3) +
                         ") Hint: wrap it in customJvp or customVjp.");
}
TEST(HostErrors, CFunctions) {
  auto f = [](Array x) { return externCall("weft_absent", {x}, {x})[0]; };
  refused<UserError>(
      [&] { jit(f)(1.f); },
      "[externCall] the program has no such C function. Received weft_absent. "
      "(" __FILE__ ":" +
          std::to_string(__LINE__ - 5) +
          ") Hint: put it in a shared library, or link the program with "
          "-rdynamic.");
}
TEST(HostErrors, ObjectFiles) {
  auto f = [](Array x) {
    debugPrint("{}", x);
    return x + 1;
  };
  refused<UserError>(
      [&] {
        exportObject(f, std::tuple(spec(Dtype::F32, {})),
                     {.name = "f", .object = testing::TempDir() + "host.o"});
      },
      "[export] an object file cannot call functions of this process. "
      "(" __FILE__ ":" +
          std::to_string(__LINE__ - 10) +
          ") Hint: leave debugPrint and callbacks out, or use externCall.");
}
TEST(RuleErrors, CustomVmapOfTracedArrays) {
  auto f = [](Array k) {
    auto g = customVmap([](Array y) { return y; },
                        [=](int64_t, const std::vector<bool> &, Array y) {
                          return y * k;
                        });
    return vmap(g)(ones({3}));
  };
  refused<TraceError>(
      [&] { jit(f)(1.f); },
      "[customVmap] a rule may capture concrete arrays only. Received f32[]. "
      "(" __FILE__ ":" +
          std::to_string(__LINE__ - 10) + ") Hint: make it an argument.");
}
TEST(TransposeErrors, ProductsOfTwoUnknowns) {
  auto f = [](Array x) { return matmul(x, x); };
  refused<UserError>(
      [&] { linearTranspose(f, ones({2, 2}))(ones({2, 2})); },
      "[transpose] weft.dot_general is not linear in both operands at once. "
      "(" __FILE__ ":" +
          std::to_string(__LINE__ - 5) + ")");
}
TEST(TransposeErrors, StatisticsInsideOfATrace) {
  auto f = jit([](Array x) { return x * 2; });
  auto g = [&](Array x) {
    f.stats(x);
    return x;
  };
  refused<TraceError>([&] { jit(g)(1.f); },
                      "[jit] stats are of compiled code, and inside a trace "
                      "nothing is compiled. (here) Hint: ask outside of it.");
}

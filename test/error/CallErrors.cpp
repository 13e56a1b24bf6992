// Messages of calls that are no operation: memory, conversion to bool, export.
#include "Refused.h"

#include <filesystem>

using namespace weft;
using namespace weft::test;

TEST(MemoryErrors, NameTheCallAndThePlace) {
  refused<DeviceError>([] { zeros({1LL << 45}); },
                       "[zeros] out of memory. Received f32[35184372088832], "
                       "140737488355328 bytes. (here)");
  refused<DeviceError>([] { iota(1LL << 45, Dtype::I64); },
                       "[iota] out of memory. Received i64[35184372088832], "
                       "281474976710656 bytes. (here)");
  auto f = jit([](Array x) { return broadcastTo(x, {1LL << 45}); });
  refused<DeviceError>([&] { f(1.f); },
                       "[jit] out of memory. Received f32[35184372088832], "
                       "140737488355328 bytes. (here)");
}

TEST(JitErrors, NegativeThreads) {
  auto twice = [](Array x) { return x * 2; };
  const char *message = "[jit] threads must be 0 (as many as there are) or "
                        "more. Received -3. (here)";
  refused<UserError>([&] { jit(twice, {.threads = -3})(1.f); }, message);
  refused<UserError>([&] { jit(twice).withThreads(-3)(1.f); }, message);
}

// A conversion has no place of its own: the operation's that made the array.
TEST(BoolErrors, OfSeveralElements) {
  refused<ShapeError>([] { return ones({2}) ? 1 : 0; },
                      "[bool] an array is true or false if it has one element. "
                      "Received f32[2]. (here) Hint: reduce it by all or any.");
  Array x{1.f, 2.f};
  refused<ShapeError>([&] { return x > 1 ? 1 : 0; },
                      "[bool] an array is true or false if it has one element. "
                      "Received bool[2]. (here) Hint: reduce it by all or any.");
  refused<ShapeError>([&] { return softmax(x) ? 1 : 0; },
                      "[bool] an array is true or false if it has one element. "
                      "Received f32[2]. (here) Hint: reduce it by all or any.");
  auto same = jit([](Array x) { return x; });
  refused<ShapeError>([&] { return same(x) ? 1 : 0; },
                      "[bool] an array is true or false if it has one element. "
                      "Received f32[2]. (here) Hint: reduce it by all or any.");
  refused<ShapeError>([&] { return x ? 1 : 0; },
                      "[bool] an array is true or false if it has one element. "
                      "Received f32[2]. Hint: reduce it by all or any.");
}

TEST(ExportErrors, NamesThatCHasTaken) {
  auto f = [](Array x) { return x + x; };
  std::string object = testing::TempDir() + "call-errors.o";
  std::filesystem::remove(object); // of an earlier run
  auto named = [&](const char *name) {
    exportObject(f, std::tuple(spec(Dtype::F32, {2})),
                 {.name = name, .object = object});
  };
  auto library = [](const std::string &name) {
    return "[exportObject] the name must not be one of C's own library, which "
           "programs that link the object call. Received '" +
           name + "'. (here) Hint: ExportOptions::name gives another.";
  };
  refused<UserError>([&] { exportObject(f, std::tuple(spec(Dtype::F32, {2})),
                                        {.name = "while", .object = object}); },
                     "[exportObject] the name must be one that C takes for a "
                     "function. Received 'while'. (here) Hint: "
                     "ExportOptions::name gives another.");
  refused<UserError>([&] { exportObject(f, std::tuple(spec(Dtype::F32, {2})),
                                        {.name = "printf", .object = object}); },
                     library("printf"));
  for (const char *name : {"sinf", "memcpy", "__x", "_Bool", "powl", "log1p"})
    EXPECT_THROW(named(name), UserError) << name;
  EXPECT_FALSE(std::filesystem::exists(object));
  named("sine"); // and the rest is free
  EXPECT_TRUE(std::filesystem::exists(object));
}

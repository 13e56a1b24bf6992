// debugPrint, hostCallback, pureCallback and externCall, from eager code and
// from inside compiled loops, branches and maps.
#include "Check.h"

#include <cmath>

using namespace weft;
using namespace weft::test;

namespace {
/// What a callback has been given, one number each.
struct Seen {
  std::vector<double> values;
  std::function<void(const HostArrays &)> note() {
    return [this](const HostArrays &xs) { values.push_back(xs[0].item()); };
  }
};
std::string here(int line) {
  return std::string(__FILE__) + ":" + std::to_string(line);
}
} // namespace

extern "C" __attribute__((visibility("default"))) void
weft_test_scaled(const void *const *in, void *const *out) {
  auto *x = static_cast<const float *>(in[0]);
  auto *k = static_cast<const float *>(in[1]);
  auto *y = static_cast<float *>(out[0]);
  for (int i = 0; i < 3; ++i)
    y[i] = x[i] * *k;
}

TEST(DebugPrint, TextLineAndOrder) {
  auto f = [](Array x) {
    debugPrint("x = {}", x);
    Array y = x * 2;
    debugPrint("y = {} of {}", y, x);
    return y;
  };
  std::string want = here(__LINE__ - 5) + ": x = 3.0\n" + here(__LINE__ - 3) +
                     ": y = 6.0 of 3.0\n";
  auto printed = [](auto run) {
    testing::internal::CaptureStdout();
    run();
    return testing::internal::GetCapturedStdout();
  };
  auto compiled = jit(f);
  EXPECT_EQ(printed([&] { f(3.f); }), want);
  EXPECT_EQ(printed([&] { compiled(3.f); }), want);
  EXPECT_EQ(printed([&] { compiled(3.f); }), want) << "each call";
  EXPECT_EQ(printed([&] { near("grad", grad(f)(3.f), {2}); }), want);
  auto nothing = [] { debugPrint("nothing"); };
  int line = __LINE__ - 1;
  EXPECT_EQ(printed(nothing), here(line) + ": nothing\n");
}
TEST(DebugPrint, BracesAsInStdFormat) {
  testing::internal::CaptureStdout();
  debugPrint("{{}} {} }}{{{}}}", Array(1), Array(2));
  EXPECT_EQ(testing::internal::GetCapturedStdout(),
            here(__LINE__ - 2) + ": {} 1 }{2}\n");
}
TEST(HostCallback, LoopsBranchesLanes) {
  Seen seen;
  auto f = jit([&](Array x) {
    auto step = [&](Array c, Array k) {
      hostCallback(seen.note(), {c});
      return std::pair{c + k, k};
    };
    Array c = scan(step, x, Array{1.f, 2.f, 3.f}).first;
    hostCallback(seen.note(), {c});
    return cond(
        c > 5,
        [&](Array c) {
          hostCallback(seen.note(), {c * 10});
          return c;
        },
        [&](Array c) {
          hostCallback(seen.note(), {-c});
          return c;
        },
        c);
  });
  f(0.f);
  EXPECT_EQ(seen.values, (std::vector<double>{0, 1, 3, 6, 60}));
  seen.values.clear();
  f(-4.f);
  EXPECT_EQ(seen.values, (std::vector<double>{-4, -3, -1, 2, -2}));
  seen.values.clear();
  auto g = [&](Array x) {
    hostCallback(seen.note(), {x});
    return x * x;
  };
  jit(vmap(g))(Array{1.f, 2.f, 3.f});
  EXPECT_EQ(seen.values, (std::vector<double>{1, 2, 3}));
  seen.values.clear();
  vmap(vmap(g))(Array{{1.f, 2.f}, {3.f, 4.f}});
  EXPECT_EQ(seen.values, (std::vector<double>{1, 2, 3, 4}));
  seen.values.clear();
  // A loop whose result nobody uses still calls.
  jit([&](Array x) {
    foriLoop(
        0, 3,
        [&](Array i, Array c) {
          hostCallback(seen.note(), {i});
          return c;
        },
        x);
    return x;
  })(1.f);
  EXPECT_EQ(seen.values, (std::vector<double>{0, 1, 2}));
}
/// What a loop hands on that is the same in each step is not handed on once
/// more for its backward pass.
TEST(HostCallback, AsOftenInAGradient) {
  for (int64_t length : {0, 4}) {
    Seen seen;
    auto loop = [&](Array x) -> Array {
      auto step = [&](Array c, std::tuple<>) {
        hostCallback(seen.note(), {x});
        return std::pair(Array(c * x), std::tuple<>());
      };
      return scan(step, Array(1.f), std::tuple<>(), {.length = length}).first;
    };
    jit(grad(loop))(2.f);
    EXPECT_EQ(seen.values, Numbers(length, 2));
  }
}
TEST(PureCallback, ResultsLanesAndRules) {
  auto host = [](const HostArrays &xs) {
    auto v = xs[0].toVector<float>();
    for (float &e : v)
      e = std::erf(e);
    return HostArrays{array(v, xs[0].shape())};
  };
  auto f = [&](Array x) { return pureCallback(host, {x}, {x})[0]; };
  Array x{.5f, -1.f};
  Numbers want{std::erf(.5), std::erf(-1.)};
  near("eager", f(x), want);
  near("jit", jit([&](Array x) { return f(x * 1.f) + 0.f; })(x), want);
  near("vmap", vmap(f)(x), want);
  auto ruled = customJvp(f, [=](Array x, Array t) {
    return std::pair{f(x), t * exp(-x * x) * 1.1283792f};
  });
  near("grad", grad([&](Array x) { return sum(ruled(x)); })(x),
       {1.1283792 * std::exp(-.25), 1.1283792 * std::exp(-1.)});
  EXPECT_EQ(thrown<UserError>([&] { grad(f)(.5f); }),
            "[pureCallback] it has no derivative. (" + here(__LINE__ - 12) +
                ") Hint: wrap it in customJvp or customVjp.");
}
TEST(ExternCall, CFunctionByName) {
  auto f = [](Array x, Array k) {
    return externCall("weft_test_scaled", {x}, {x, k})[0];
  };
  near("eager", f(Array{1.f, 2.f, 3.f}, 2.f), {2, 4, 6});
  near("jit", jit([&](Array x, Array k) { return f(x + 1, k) * 10; })(
                  Array{1.f, 2.f, 3.f}, 2.f),
       {40, 60, 80});
  near("vmap", vmap(f, {.in = {0, std::nullopt}})(
                   Array{{1.f, 2.f, 3.f}, {4.f, 5.f, 6.f}}, 2.f),
       {2, 4, 6, 8, 10, 12});
  auto ruled = customVjp(
      f, [=](Array x, Array k) { return std::pair{f(x, k), std::pair{x, k}}; },
      [=](std::pair<Array, Array> r, Array ct) {
        return std::tuple{f(ct, r.second), sum(ct * r.first)};
      });
  auto g = grad<0, 1>([&](Array x, Array k) { return sum(ruled(x, k)); })(
      Array{1.f, 2.f, 3.f}, 2.f);
  near("x", std::get<0>(g), {2, 2, 2});
  near("k", std::get<1>(g), {6});
}
TEST(ExternCall, NoSuchFunction) {
  auto call = [] { externCall("weft_nowhere", {Array(1.f)}, {Array(1.f)}); };
  int line = __LINE__ - 1;
  EXPECT_EQ(thrown<UserError>(call),
            "[externCall] the program has no such C function. Received "
            "weft_nowhere. (" +
                here(line) +
                ") Hint: put it in a shared library, or link the program with "
                "-rdynamic.");
}
TEST(HostErrors, ComeBackFromCompiledCode) {
  auto throwing = [](const HostArrays &) -> HostArrays {
    throw std::runtime_error("no");
  };
  auto f = jit([&](Array x) { return pureCallback(throwing, {x}, {x})[0]; });
  EXPECT_EQ(thrown<std::runtime_error>([&] { f(1.f); }), "no");
  auto wrong = [](const HostArrays &) { return HostArrays{ones({2})}; };
  auto g = jit([&](Array x) { return pureCallback(wrong, {x}, {x})[0]; });
  EXPECT_EQ(thrown<ShapeError>([&] { g(1.f); }),
            "[pureCallback] the function must give arrays like those it was "
            "said to. Received (f32[2]) for (f32[]). (" +
                here(__LINE__ - 4) +
                ") Hint: convert them with astype and broadcastTo.");
  near("the next call works", jit([](Array x) { return x + 1; })(1.f), {2});
  auto tooFew = [] { debugPrint("{} {}", Array(1.f)); };
  int line = __LINE__ - 1;
  EXPECT_EQ(thrown<UserError>(tooFew),
            "[debugPrint] there must be a {} for each array. Received 2 for 1. "
            "(" + here(line) + ")");
}

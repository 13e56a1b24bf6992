// How long what callbacks and batching rules capture lives: as long as code
// that may call them, and no longer. `token` is what they capture; only the
// test has it when nothing else is left.
#include "Check.h"

#include <fstream>
#include <thread>

namespace weft::ir {
size_t eagerPrograms();
} // namespace weft::ir

using namespace weft;
using namespace weft::test;
using Token = std::shared_ptr<float>;

namespace {
/// k x, by the host.
Array scaled(const Array &x, const Token &token) {
  auto host = [token](const HostArrays &in) {
    std::vector<float> v = in[0].toVector<float>();
    for (float &e : v)
      e *= *token;
    return HostArrays{array(v, in[0].shape())};
  };
  return pureCallback(host, {x}, {x})[0];
}
/// The derivative of ½ k x², by the host in the backward pass alone.
auto ruled(const Token &token) {
  return customVjp([](Array x) { return x * x; },
                   [](Array x) { return std::pair{x * x, x}; },
                   [&token](Array x, Array ct) {
                     return std::tuple{ct * scaled(x, token)};
                   });
}
Token make(float k) { return std::make_shared<float>(k); }
} // namespace

TEST(Closures, LiveAsLongAsTheJit) {
  Token token = make(3);
  auto f = [&](Array x) { return scaled(x, token) + 1; };
  {
    auto compiled = jit(f);
    near("first", compiled(2.f), {7});
    EXPECT_GT(token.use_count(), 1);
    near("second", compiled(3.f), {10});
    near("another form", compiled(Array{1.f, 2.f}), {4, 7});
    auto copy = compiled;
    compiled = jit(f);
    near("a copy", copy(2.f), {7});
  }
  EXPECT_EQ(token.use_count(), 1);
}
TEST(Closures, OfEachKind) {
  Token token = make(3);
  int calls = 0;
  {
    auto noted = jit([&](Array x) {
      hostCallback([token, &calls](const HostArrays &) { ++calls; }, {x});
      return x;
    });
    noted(1.f);
    noted(2.f);
    EXPECT_EQ(token.use_count(), 2);
  }
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(token.use_count(), 1);
}
TEST(Closures, EndWithAnEagerTransform) {
  Token token = make(3);
  auto f = [&](Array x) {
    hostCallback([token](const HostArrays &) {}, {x});
    return x * scaled(stopGradient(x), token);
  };
  size_t programs = ir::eagerPrograms();
  near("grad", grad(f)(2.f), {6});
  EXPECT_EQ(token.use_count(), 1);
  near("vmap", vmap(f)(Array{1.f, 2.f}), {3, 12});
  near("jvp", jvp(f, Array(2.f), Array(1.f)).second, {6});
  near("grad of grad",
       grad(grad([&](Array x) { return x * f(x); }))(2.f), {12});
  near("hessian", hessian(f)(2.f), {0});
  EXPECT_EQ(token.use_count(), 1);
  near("loop", grad([&](Array x) {
         return foriLoop(0, 3, [&](Array, Array c) { return c + f(x); }, x);
       })(2.f),
       {19});
  EXPECT_EQ(token.use_count(), 1);
  EXPECT_EQ(ir::eagerPrograms(), programs) << "these are not shared";
}
TEST(Closures, OfTheSameStructureAreTold) {
  for (float k : {2.f, 3.f, 2.f}) {
    Token token = make(k);
    auto f = [&](Array x) { return x * scaled(stopGradient(x), token); };
    near("grad", grad(f)(5.f), {5 * k});
    EXPECT_EQ(token.use_count(), 1);
  }
}
TEST(Closures, RulesOfVmap) {
  Token token = make(100);
  auto rule = [&token](int64_t n, const std::vector<bool> &, Array x) {
    return broadcastTo(x * *token, {n});
  };
  auto f = [&](Array x) {
    auto owner = [token, rule](int64_t n, const std::vector<bool> &m, Array x) {
      return rule(n, m, x);
    };
    return customVmap([](Array x) { return x * 2; }, owner)(x);
  };
  near("vmap", vmap(f)(Array{1.f, 2.f}), {100, 200});
  EXPECT_EQ(token.use_count(), 1);
  near("grad", grad(f)(1.f), {2});
  near("not mapped", grad([&](Array x) { return x * f(stopGradient(x)); })(3.f),
       {6});
  EXPECT_EQ(token.use_count(), 1);
  {
    auto compiled = jit(f);
    near("jit", compiled(1.f), {2});
    EXPECT_EQ(token.use_count(), 2) << "it may yet be mapped";
    near("vmap of jit", vmap(compiled)(Array{1.f, 2.f}), {100, 200});
  }
  EXPECT_EQ(token.use_count(), 1);
}
TEST(Closures, PullbacksThatMayCall) {
  Token token = make(3);
  {
    auto [y, pull] = vjp(ruled(token), Array(5.f));
    EXPECT_EQ(token.use_count(), 2);
    auto copy = pull;
    near("once", pull(Array(1.f)), {15});
    near("again", copy(Array(2.f)), {30});
    auto mapped = vmap(copy)(Array{1.f, 2.f});
    near("mapped", mapped, {15, 30});
    EXPECT_EQ(token.use_count(), 2);
  }
  EXPECT_EQ(token.use_count(), 1);
}
TEST(Closures, LinearizedFunctionsThatMayCall) {
  Token token = make(3);
  auto f = customJvp([](Array x) { return x * x; },
                     [&](Array x, Array t) {
                       return std::pair{x * x, x * scaled(t, token)};
                     });
  {
    auto [y, along] = linearize(f, Array(5.f));
    EXPECT_EQ(token.use_count(), 2);
    near("once", along(Array(1.f)), {15});
    near("again", along(Array(2.f)), {30});
  }
  EXPECT_EQ(token.use_count(), 1);
}
TEST(Closures, OfANestedJit) {
  Token token = make(3);
  {
    auto inner = std::make_unique<decltype(jit(std::function<Array(Array)>()))>(
        jit(std::function<Array(Array)>(
            [&](Array x) { return scaled(x, token); })));
    auto outer = jit([&](Array x) { return (*inner)(x) + 1; });
    near("outer", outer(2.f), {7});
    inner.reset();
    near("without the inner", outer(3.f), {10});
    EXPECT_GT(token.use_count(), 1);
  }
  EXPECT_EQ(token.use_count(), 1);
}
TEST(Closures, OfTracesThatFailed) {
  Token token = make(3);
  auto f = [&](Array x) {
    Array y = scaled(x, token);
    return y + ones({2, 3}) + ones({4, 5});
  };
  EXPECT_THROW(jit(f)(1.f), ShapeError);
  EXPECT_THROW(grad(f)(1.f), ShapeError);
  EXPECT_EQ(token.use_count(), 1);
}
TEST(Closures, OnTwoThreads) {
  Token token = make(3);
  {
    auto shared = jit([&](Array x) { return scaled(x, token) + 1; });
    auto work = [&] {
      for (int i = 0; i < 5; ++i) {
        near("shared", shared(float(i)), {3. * i + 1});
        near("own", grad([&](Array x) {
               return x * scaled(stopGradient(x), token);
             })(2.f),
             {6});
      }
    };
    std::thread one(work), two(work);
    one.join();
    two.join();
  }
  EXPECT_EQ(token.use_count(), 1);
}
TEST(Closures, MemoryIsBounded) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "what is freed waits in the sanitizer";
#endif
  auto megabytes = [] {
    size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages >> pages;
    return double(pages) * 4096 / (1 << 20);
  };
  auto once = [](float k) {
    std::vector<float> captured(1 << 18, k); // a megabyte
    auto host = [captured](const HostArrays &in) {
      return HostArrays{in[0] * captured[5]};
    };
    near("grad", grad([&](Array x) {
           return x * pureCallback(host, {x}, {stopGradient(x)})[0];
         })(2.f),
         {2 * k});
    auto rule = [captured](int64_t n, const std::vector<bool> &, Array x) {
      return broadcastTo(x * captured[7], {n});
    };
    near("vmap", vmap(customVmap([](Array x) { return x; }, rule))(
                     Array{1.f, 2.f}),
         {k, 2 * k});
  };
  for (int i = 0; i < 20; ++i)
    once(i);
  double before = megabytes();
  for (int i = 0; i < 100; ++i)
    once(i);
  EXPECT_LT(megabytes() - before, 40) << "of 200 that were captured";
}

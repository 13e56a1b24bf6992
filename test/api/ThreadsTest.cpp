// What several threads may do at once: trace, call one jit object, use
// concrete arrays. A traced array belongs to the thread that traces.
#include "Runtime/ThreadPool.h"
#include "Check.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <thread>

using namespace weft;
using namespace weft::test;

/// Two threads on every machine: the pool is made when something is compiled.
static const bool twoThreads = setenv("WEFT_NUM_THREADS", "2", 1) == 0;

/// Runs f(0), f(1)… on so many threads, started together.
template <class F> static void onThreads(int n, F f) {
  std::atomic<int> ready{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&, i] {
      ++ready;
      while (ready < n)
        std::this_thread::yield();
      f(i);
    });
  for (std::thread &t : threads)
    t.join();
}

TEST(Threads, TraceAtOnce) {
  onThreads(4, [](int i) {
    for (int round = 0; round < 20; ++round) {
      float k = i + 1;
      auto f = [&](Array x) {
        return sum(
            vmap([&](Array r) { return sin(r * k) * x; })(Array{.1f, .2f}));
      };
      double expected = std::sin(.1 * k) + std::sin(.2 * k);
      near("grad of vmap", grad(f)(2.f), {expected});
      near("jit", jit(grad(f))(2.f), {expected});
    }
  });
}
TEST(Threads, OneJitIsTracedAndCalledAtOnce) {
  for (int round = 0; round < 10; ++round) {
    auto f = jit([](Array x, int n) { return sin(x) * n; });
    onThreads(4, [&](int i) {
      for (int call = 0; call < 100; ++call) {
        float x = .1f * call;
        int n = 1 + (call + i) % 3;
        EXPECT_NEAR(f(Array{x}, n).item(), std::sin(x) * n, 1e-5);
      }
    });
    EXPECT_EQ(f.compilations(), 3u) << "one form each, whoever traced it";
  }
}
// Both are in f before either has given its form to the cache.
TEST(Threads, TwoTracesOfOneFormAreOneForm) {
  for (int round = 0; round < 5; ++round) {
    std::atomic<int> inside{0};
    auto f = jit([&](Array x) {
      ++inside;
      for (int wait = 0; wait < 5000 && inside < 2; ++wait)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      return sin(x) * 2;
    });
    onThreads(2, [&](int) { near("2 sin", f(Array{.5f}), {2 * std::sin(.5)}); });
    EXPECT_EQ(inside, 2);
    EXPECT_EQ(f.compilations(), 1u);
  }
}
TEST(Threads, OneJitIsInlinedAtOnce) {
  auto f = jit([](Array x) { return sin(x) * x; });
  onThreads(4, [&](int) {
    for (int call = 0; call < 20; ++call)
      near("grad", grad([&](Array x) { return f(x) * 2; })(.5f),
           {2 * (std::cos(.5) * .5 + std::sin(.5))});
  });
  EXPECT_EQ(f.compilations(), 1u);
}
TEST(Threads, ConcreteArraysAreShared) {
  Array x = full({1000}, 2.f);
  std::vector<Array> results(4);
  onThreads(4, [&](int i) {
    for (int round = 0; round < 50; ++round) {
      Array copy = x;
      results[i] = copy * copy + float(i);
    }
  });
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(results[i].data<float>()[999], 4.f + i);
}
TEST(Threads, PullbacksAreShared) {
  auto [y, pull] = vjp([](Array x) { return sin(x); }, Array{.3f, .4f});
  onThreads(4, [&, p = pull](int i) {
    for (int round = 0; round < 20; ++round)
      near("pullback", p(full({2}, float(i))),
           {i * std::cos(.3), i * std::cos(.4)});
  });
}
TEST(Threads, TracedArraysAreNot) {
  std::string message;
  grad([&](Array x) {
    Array y = x * 2;
    std::thread([&] {
      message = thrown<TraceError>([&] { y + 1.f; });
      EXPECT_FALSE(detail::isTracing());
      // Nor inside a trace of the other thread's own, of the same depth.
      thrown<TraceError>([&] { grad([&](Array z) { return z * y; })(1.f); });
      near("its own work goes on", grad([](Array z) { return z * z; })(3.f),
           {6});
    }).join();
    return y;
  })(1.f);
  EXPECT_EQ(message.find("[add] a traced array was used after its trace "
                         "ended, or on another thread"),
            0u)
      << message;
}

//===-- Threads of our own ------------------------------------------------===//
/// How many loops f's calls share out; `f` is called once before.
template <class F> static uint64_t loopsSharedBy(F f) {
  f();
  uint64_t before = rt::ThreadPool::global().jobs();
  f();
  return rt::ThreadPool::global().jobs() - before;
}
/// Calls f until the pool's worker has run a chunk: it may come late where
/// something else has its CPU.
template <class F> static bool workerHelps(F f) {
  uint64_t before = rt::ThreadPool::global().chunksOfWorkers();
  for (int call = 0; call < 1000; ++call) {
    f();
    if (rt::ThreadPool::global().chunksOfWorkers() > before)
      return true;
  }
  return false;
}

TEST(Parallel, LargeLoopsRunOnTwoThreads) {
  ASSERT_TRUE(twoThreads);
  ASSERT_EQ(rt::ThreadPool::global().threads(), 2);
  Array x = ones({4 << 20}), m = ones({1024, 1024});
  auto reduced = jit([](Array x) { return sum(exp(x)); });
  auto mapped = jit([](Array x) { return exp(x); });
  auto product = jit([](Array m) { return matmul(m, m); });
  // Groups of loops over rows, some of one point a row; loops of an op's own;
  // a kernel's rows.
  auto normal = jit([](Array m) {
    Array centred = m - mean(m, -1, true);
    return centred / sqrt(mean(square(centred), -1, true) + 1e-5f);
  });
  auto running = jit([](Array m) { return cumsum(m, 1); });
  auto first = jit([](Array m) { return topK(m, 4).values; });
  auto check = [&](const char *what, auto call) {
    ASSERT_GE(loopsSharedBy(call), 1u) << what;
    EXPECT_TRUE(workerHelps(call)) << what;
  };
  check("sum(exp(x))", [&] { reduced(x); });
  check("exp(x)", [&] { mapped(x); });
  check("matmul", [&] { product(m); });
  check("eager", [&] { exp(x); });
  check("layer norm", [&] { normal(m); });
  check("cumsum", [&] { running(m); });
  check("topK", [&] { first(m); });
}
TEST(Parallel, SmallLoopsAndOneThreadDoNot) {
  Array small = ones({100}), m = ones({8, 8}), x = ones({1 << 20});
  auto f = jit([](Array x) { return sum(exp(x)); });
  auto product = jit([](Array m) { return matmul(m, m); });
  auto alone = jit([](Array x) { return sum(exp(x)); }, {.threads = 1});
  EXPECT_EQ(loopsSharedBy([&] { f(small); }), 0u);
  EXPECT_EQ(loopsSharedBy([&] { product(m); }), 0u);
  EXPECT_EQ(loopsSharedBy([&] { alone(x); }), 0u);
}
// Sums of rows whose length no vector divides, in nests that are shared.
TEST(Parallel, RowsAreTheSame) {
  auto same = [](auto f, const auto &...x) {
    auto alone = jit(f, {.threads = 1});
    auto shared = jit(f);
    EXPECT_GT(loopsSharedBy([&] { shared(x...); }), 0u);
    EXPECT_EQ(alone(x...).template toVector<float>(),
              shared(x...).template toVector<float>());
  };
  auto values = [](uint64_t seed, const Shape &shape) {
    return random::normal(random::key(seed), shape);
  };
  auto weights = [](Array q, Array k) {
    return softmax(0.3f * matmul(q, swapaxes(k, -1, -2)), -1);
  };
  same(weights, values(1, {2, 100, 64}), values(2, {2, 70, 64}));
  same([=](Array q, Array k, Array v) { return matmul(weights(q, k), v); },
       values(3, {1, 2, 100, 128}), values(4, {1, 2, 70, 128}),
       values(5, {1, 2, 70, 128}));
  same(
      [](Array x) {
        Array centred = x - mean(x, {-1}, true);
        return centred / sqrt(mean(square(centred), {-1}, true) + 1e-5f);
      },
      values(6, {3, 246, 90}));
}

// A loop is shared where it takes some 20 microseconds, by what its elements
// are known to cost: not a tenth of that, and ten times that in pieces of five.
TEST(Parallel, WhatALoopCostsDecides) {
  auto add = jit([](Array x) { return x + 1.f; });
  auto power = jit([](Array x) { return exp(sin(x)); });
  auto jobs = [](auto &f, int64_t n) {
    Array x = ones({n});
    return loopsSharedBy([&] { f(x); });
  };
  EXPECT_EQ(jobs(add, 1 << 12), 0u);
  EXPECT_EQ(jobs(add, 1 << 21), 1u);
  EXPECT_EQ(jobs(power, 1 << 8), 0u);
  EXPECT_EQ(jobs(power, 1 << 16), 1u);
}
TEST(Parallel, RunningTotalsAreTheSame) {
  Array x = reshape(sin(arange(0, 3 * 700 * 900, 1, Dtype::F32)), {3, 700, 900});
  for (bool reverse : {false, true})
    for (int axis : {1, 2}) {
      auto f = [=](Array x) { return cumsum(x, axis, reverse); };
      Array alone = jit(f, {.threads = 1})(x), shared = jit(f)(x);
      EXPECT_EQ(alone.toVector(), shared.toVector());
    }
}
// A step's product and its elementwise code are cut by rows, the products
// around the steps by rows or panels; no sum is.
TEST(Parallel, ProductsInLoopsAreTheSame) {
  auto values = [](uint64_t seed, const Shape &shape) {
    return 0.1f * random::normal(random::key(seed), shape);
  };
  Array w = values(1, {128, 512}), u = values(2, {512, 512}),
        h = values(3, {33, 512}), xs = values(4, {10, 33, 128});
  auto f = [=](Array w, Array u) {
    auto step = [&](const Array &h, const Array &x) {
      Array next = tanh(matmul(x, w) + matmul(h, u));
      return std::pair{next, next};
    };
    return sum(square(scan(step, h, xs).second));
  };
  auto g = [=](Array w, Array u) { return valueAndGrad<0, 1>(f)(w, u); };
  auto alone = jit(g, {.threads = 1})(w, u);
  auto two = jit(g);
  auto shared = two(w, u);
  EXPECT_GT(loopsSharedBy([&] { two(w, u); }), 20u) << "more than one a step";
  EXPECT_EQ(alone.first.toVector<float>(), shared.first.toVector<float>());
  EXPECT_EQ(std::get<0>(alone.second).toVector<float>(),
            std::get<0>(shared.second).toVector<float>());
  EXPECT_EQ(std::get<1>(alone.second).toVector<float>(),
            std::get<1>(shared.second).toVector<float>());
}

TEST(Parallel, ACallTakesAtMostSoMany) {
  auto f = jit([](Array x) { return exp(x) + sum(x, 0, true); });
  Array x = reshape(arange(1 << 20) * 1e-6f, {1024, 1024});
  std::vector<float> all = f(x).toVector<float>();
  EXPECT_EQ(loopsSharedBy([&] { f.withThreads(1)(x); }), 0u);
  EXPECT_GT(loopsSharedBy([&] { f.withThreads(2)(x); }), 0u);
  EXPECT_GT(loopsSharedBy([&] { f(x); }), 0u);
  EXPECT_EQ(f.withThreads(1)(x).toVector<float>(), all);
  auto one = jit([](Array x) { return exp(x); }, {.threads = 1});
  EXPECT_EQ(loopsSharedBy([&] { one.withThreads(2)(x); }), 0u) << "serial code";
}

//===-- The tuner ---------------------------------------------------------===//
TEST(Tuner, OfThreadsLeavesEachBit) {
  auto f = [](Array x) {
    return std::pair(sum(sin(x), 1), matmul(x, transpose(x)));
  };
  Array x = reshape(arange(1 << 16) * 1e-4f, {128, 512});
  auto plain = jit(f)(x);
  auto tuned = jit(f, {.tune = Tune::Threads});
  auto result = tuned(x);
  EXPECT_EQ(result.first.toVector<float>(), plain.first.toVector<float>());
  EXPECT_EQ(result.second.toVector<float>(), plain.second.toVector<float>());
  EXPECT_TRUE(tuned.stats(x).tuning.ends_with("reads=24 writes=16 level=2"))
      << tuned.stats(x).tuning;
  EXPECT_EQ(jit(f).stats(x).tuning, "");
  auto any = jit(f, {.tune = Tune::Any})(x);
  near("any", any.first, plain.first.toVector<double>(), 1e-4);
}
TEST(Tuner, LeavesDonatedArgumentsToTheCall) {
  auto f = jit([](Array x, Array y) { return x * 2 + y; },
               {.tune = Tune::Threads});
  Array x{1.f, 2.f}, y{10.f, 20.f};
  near("", f(donate(x), y), {12, 24});
  EXPECT_THROW(x.item(), UserError);
}
TEST(Tuner, NeverRunsWhatCallsTheHost) {
  int calls = 0;
  auto f = jit(
      [&](Array x) {
        return pureCallback(
            [&](const HostArrays &in) {
              ++calls;
              return in;
            },
            {x}, {x})[0];
      },
      {.tune = Tune::Any});
  near("", f(Array{1.f, 2.f}), {1, 2});
  EXPECT_EQ(calls, 1);
}

// The runtime: buffers, arenas, the thread pool. Also run under tsan, so the
// tests share memory between threads on purpose.
#include "Runtime/Arena.h"
#include "Runtime/Buffer.h"
#include "Runtime/Roofline.h"
#include "Runtime/ThreadPool.h"

#include "gtest/gtest.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <numeric>
#include <set>
#include <thread>
#include <vector>

using namespace weft::rt;

static BufferRef make(size_t bytes) { return Buffer::allocate(bytes).value(); }

static bool isAligned(const void *data) {
  return reinterpret_cast<uintptr_t>(data) % bufferAlignment == 0;
}

// Sizes on both sides of every border of the pool.
static const size_t sizes[] = {
    0,    1,     63,    64,    65,      960,           961,     1984,
    4096, 32704, 32705, 65536, 1 << 20, (4 << 20) - 1, 4 << 20, 9 << 20};

TEST(Buffer, AlignedAndDisjoint) {
  std::vector<BufferRef> buffers;
  for (size_t size : sizes)
    for (int copy = 0; copy < 3; ++copy) {
      buffers.push_back(make(size));
      EXPECT_EQ(buffers.back()->size(), size);
      EXPECT_TRUE(isAligned(buffers.back()->data()));
      std::memset(buffers.back()->data(), int(buffers.size()), size);
    }
  for (size_t i = 0; i < buffers.size(); ++i) {
    auto *bytes = static_cast<unsigned char *>(buffers[i]->data());
    for (size_t k = 0; k < buffers[i]->size(); ++k)
      ASSERT_EQ(bytes[k], i + 1);
  }
}

TEST(Buffer, Counts) {
  BufferRef a = make(100);
  EXPECT_TRUE(a->isExclusive());
  BufferRef b = a;
  EXPECT_FALSE(a->isExclusive());
  BufferRef c = std::move(b);
  EXPECT_FALSE(b);
  c = BufferRef();
  EXPECT_TRUE(a->isExclusive());
  Buffer *raw = a.detach();
  EXPECT_FALSE(a);
  EXPECT_TRUE(BufferRef::adopt(raw)->isExclusive());
}

TEST(Buffer, StatisticsAreExact) {
  for (size_t size : sizes) {
    MemoryStats before = memoryStats();
    BufferRef a = make(size), b = make(size);
    MemoryStats during = memoryStats();
    EXPECT_EQ(during.allocations - before.allocations, 2u);
    EXPECT_EQ(during.allocatedBytes - before.allocatedBytes, 2 * size);
    EXPECT_EQ(during.liveBytes - before.liveBytes, 2 * size);
    EXPECT_EQ(during.liveBlocks - before.liveBlocks, 2u);
    a = b = BufferRef();
    MemoryStats after = memoryStats();
    EXPECT_EQ(after.liveBytes, before.liveBytes);
    EXPECT_EQ(after.liveBlocks, before.liveBlocks);
    EXPECT_EQ(after.allocatedBytes, during.allocatedBytes);
  }
}

TEST(Buffer, Peak) {
  resetPeak();
  uint64_t before = memoryStats().peakBytes;
  for (int i = 0; i < 3; ++i)
    make(5 << 20);
  uint64_t rise = memoryStats().peakBytes - before;
  EXPECT_GE(rise, 5u << 20);
  EXPECT_LE(rise, (5u << 20) + (128u << 10));
  resetPeak();
  EXPECT_EQ(memoryStats().peakBytes, memoryStats().liveBytes);
}

TEST(Buffer, BigBlocksAreKeptUpToTheBudget) {
  releaseKeptMemory();
  setKeepBudget(3 << 20);
  void *first;
  {
    BufferRef a = make(1 << 20);
    first = a->data();
  }
  EXPECT_EQ(memoryStats().keptBytes, 1u << 20);
  EXPECT_EQ(make((1 << 20) - 5)->data(), first) << "the same pages again";
  {
    BufferRef a = make(1 << 20), b = make(1 << 20), c = make(1 << 20),
              d = make(1 << 20), e = make(8 << 20);
  }
  // e went first and did not fit; of the others the oldest had to go.
  EXPECT_EQ(memoryStats().keptBytes, 3u << 20);
  setKeepBudget(1 << 20);
  EXPECT_EQ(memoryStats().keptBytes, 1u << 20);
  releaseKeptMemory();
  EXPECT_EQ(memoryStats().keptBytes, 0u);
  setKeepBudget(256 << 20);
}

TEST(Buffer, TooBig) {
  for (size_t bytes : {size_t(1) << 47, ~size_t(0), ~size_t(0) / 2}) {
    auto buffer = Buffer::allocate(bytes);
    EXPECT_EQ(buffer.status().code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(buffer.status().message(),
              "no memory for " + std::to_string(bytes) + " bytes");
  }
}

TEST(Buffer, Foreign) {
  int calls = 0;
  float data[4] = {1, 2, 3, 4};
  uint64_t live = memoryStats().liveBytes;
  {
    BufferRef a = Buffer::wrap(
        data, sizeof(data), [](void *, void *c) { ++*static_cast<int *>(c); },
        &calls);
    BufferRef b = a;
    a = BufferRef();
    EXPECT_EQ(b->data(), data);
    EXPECT_FALSE(b->isExclusive());
    EXPECT_EQ(calls, 0);
    EXPECT_EQ(memoryStats().liveBytes, live);
  }
  EXPECT_EQ(calls, 1);
  Buffer::wrap(data, sizeof(data), nullptr, nullptr);
}

// Blocks freed by other threads than those that took them, threads that end
// with full caches, and one buffer shared by all.
TEST(Buffer, ManyThreads) {
  MemoryStats before = memoryStats();
  constexpr int rounds = 300, perRound = 20;
  std::mutex mutex;
  std::vector<BufferRef> shared;
  BufferRef common = make(64);
  auto churn = [&](unsigned seed) {
    for (int round = 0; round < rounds; ++round) {
      std::vector<BufferRef> mine;
      for (int i = 0; i < perRound; ++i) {
        seed = seed * 1664525 + 1013904223;
        mine.push_back(make(sizes[1 + seed % 12]));
        std::memset(mine.back()->data(), int(seed), 1);
      }
      BufferRef mineToo = common;
      std::lock_guard lock(mutex);
      std::swap(mine, shared);
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < 4; ++i)
    threads.emplace_back(churn, i);
  for (std::thread &thread : threads)
    thread.join();
  shared.clear();
  EXPECT_TRUE(common->isExclusive());
  common = BufferRef();
  MemoryStats after = memoryStats();
  EXPECT_EQ(after.liveBytes, before.liveBytes);
  EXPECT_EQ(after.liveBlocks, before.liveBlocks);
  EXPECT_EQ(after.allocations - before.allocations, 4u * rounds * perRound + 1);
}

// A buffer of static storage is released after the main thread's caches.
static BufferRef lastBuffer, lastBigBuffer;
TEST(Buffer, OutlivesItsThread) {
  lastBuffer = make(32);
  lastBigBuffer = make(1 << 20);
  BufferRef fromThread;
  std::thread([&] {
    thread_local BufferRef late;
    fromThread = make(48);
    late = make(48);
    std::memset(late->data(), 1, 48);
  }).join();
  std::memset(fromThread->data(), 1, 48);
}

#if !defined(__SANITIZE_THREAD__)
TEST(BufferDeathTest, GuardPagesCatchAStoreThatIsOffByOne) {
  EXPECT_DEATH(
      {
        setGuarded(true);
        BufferRef a = make(256);
        static_cast<volatile char *>(a->data())[256] = 1;
      },
      "");
  EXPECT_DEATH(
      {
        setGuarded(true);
        BufferRef a = make(100);
        static_cast<volatile char *>(a->data())[100] = 1;
      },
      "weft: a write outside a guarded buffer of 100 bytes");
  EXPECT_DEATH(
      {
        setGuarded(true);
        BufferRef a = make(100);
        static_cast<volatile char *>(a->data())[-1] = 1;
      },
      "weft: a write outside a guarded buffer of 100 bytes");
}
#endif

TEST(Buffer, GuardedBuffersWork) {
  setGuarded(true);
  for (size_t size : sizes) {
    BufferRef a = make(size);
    EXPECT_TRUE(isAligned(a->data()));
    std::memset(a->data(), 1, size);
  }
  setGuarded(false);
}

#if defined(__SANITIZE_ADDRESS__)
TEST(BufferDeathTest, PooledMemoryIsPoisoned) {
  EXPECT_DEATH(
      {
        void *dangling = make(10)->data();
        static_cast<volatile char *>(dangling)[0] = 1;
      },
      "use-after-poison");
  EXPECT_DEATH(
      {
        BufferRef a = make(10);
        static_cast<volatile char *>(a->data())[10] = 1;
      },
      "use-after-poison");
}
#endif

TEST(Arena, IsKeptAndSharedOut) {
  ArenaPool pool;
  void *first;
  {
    ArenaLease lease = pool.lease(1000).value();
    first = lease.data();
    EXPECT_TRUE(isAligned(first));
    ArenaLease second = pool.lease(1000).value();
    EXPECT_NE(second.data(), first);
    std::memset(first, 1, 1000);
    std::memset(second.data(), 2, 1000);
  }
  uint64_t allocations = memoryStats().allocations;
  for (int i = 0; i < 10; ++i)
    EXPECT_TRUE(pool.lease(1000).value().data());
  EXPECT_EQ(memoryStats().allocations, allocations);
  EXPECT_EQ(pool.lease(0).value().data(), nullptr);
  EXPECT_TRUE(pool.lease(5000).value().data());
  EXPECT_FALSE(pool.lease(size_t(1) << 60).ok());
}

TEST(Arena, ManyThreads) {
  ArenaPool pool;
  auto use = [&](int id) {
    for (int i = 0; i < 500; ++i) {
      ArenaLease lease = pool.lease(4096).value();
      auto *words = static_cast<int *>(lease.data());
      std::fill(words, words + 1024, id);
      for (int k = 0; k < 1024; ++k)
        ASSERT_EQ(words[k], id);
    }
  };
  std::thread other(use, 1);
  use(2);
  other.join();
}

//===----------------------------------------------------------------------===//

// Counts how often each index was visited.
struct Visits {
  std::vector<std::atomic<int>> counts;
  int64_t grain = 1;
  explicit Visits(int64_t n, int64_t grain) : counts(size_t(n)), grain(grain) {}
  static void body(int64_t begin, int64_t end, void *env) {
    auto *self = static_cast<Visits *>(env);
    EXPECT_LT(begin, end);
    EXPECT_EQ(begin % self->grain, 0);
    EXPECT_TRUE(end % self->grain == 0 || end == int64_t(self->counts.size()));
    for (int64_t i = begin; i < end; ++i)
      self->counts[size_t(i)].fetch_add(1, std::memory_order_relaxed);
  }
};

TEST(ThreadPool, VisitsEachIndexOnce) {
  for (int threads : {1, 2, 3, 7}) {
    ThreadPool pool(threads);
    EXPECT_EQ(pool.threads(), threads);
    for (int64_t n : {0, 1, 2, 5, 64, 1000, 10007})
      for (int64_t grain : {1, 3, 64, 5000}) {
        Visits visits(n, grain);
        ThreadPool::Team team{&pool};
        ThreadPool::parallelFor(&team, n, grain, Visits::body, &visits);
        for (int64_t i = 0; i < n; ++i)
          ASSERT_EQ(visits.counts[size_t(i)].load(), 1)
              << "threads " << threads << " n " << n << " grain " << grain;
      }
  }
}

// Plain stores by the workers are visible to the caller, call after call.
TEST(ThreadPool, StartsWhenThereIsSomethingToShare) {
  auto threads = [] {
    using Entries = std::filesystem::directory_iterator;
    return std::distance(Entries("/proc/self/task"), Entries());
  };
  auto nothing = [](int64_t, int64_t, void *) {};
  auto before = threads();
  ThreadPool pool(3);
  pool.run(10, 10, nothing, nullptr);
  EXPECT_EQ(threads(), before);
  pool.run(11, 10, nothing, nullptr);
  EXPECT_EQ(threads(), before + 2);
}

TEST(ThreadPool, JoinsBeforeItReturns) {
  ThreadPool pool(3);
  std::vector<int64_t> values(4096);
  for (int round = 0; round < 500; ++round) {
    pool.run(
        4096, 64,
        [](int64_t begin, int64_t end, void *env) {
          auto &values = *static_cast<std::vector<int64_t> *>(env);
          for (int64_t i = begin; i < end; ++i)
            values[size_t(i)] += i;
        },
        &values);
    ASSERT_EQ(std::accumulate(values.begin(), values.end(), int64_t(0)),
              (round + 1) * int64_t(4096) * 4095 / 2);
  }
}

// Two workers must meet in the body: only threads at once can get through.
TEST(ThreadPool, RunsAtOnce) {
  ThreadPool pool(2);
  std::atomic<int> arrived{0};
  pool.run(
      2, 1,
      [](int64_t, int64_t, void *env) {
        auto &arrived = *static_cast<std::atomic<int> *>(env);
        arrived.fetch_add(1);
        while (arrived.load() < 2)
          std::this_thread::yield();
      },
      &arrived);
  EXPECT_EQ(arrived.load(), 2);
}

TEST(ThreadPool, KeepsToMaxThreads) {
  ThreadPool pool(4);
  struct Seen {
    std::mutex mutex;
    std::set<std::thread::id> threads;
  } seen;
  auto body = [](int64_t, int64_t, void *env) {
    auto *seen = static_cast<Seen *>(env);
    std::lock_guard lock(seen->mutex);
    seen->threads.insert(std::this_thread::get_id());
  };
  for (int i = 0; i < 50; ++i)
    pool.run(100, 1, body, &seen, 1);
  EXPECT_EQ(seen.threads, std::set{std::this_thread::get_id()});
  for (int i = 0; i < 50; ++i)
    pool.run(100, 1, body, &seen, 2);
  EXPECT_LE(seen.threads.size(), 2u);
}

TEST(ThreadPool, NestedCallsRunSerially) {
  struct Nest {
    ThreadPool pool{3};
    std::atomic<int64_t> sum{0};
  } nest;
  nest.pool.run(
      40, 1,
      [](int64_t begin, int64_t end, void *env) {
        auto *nest = static_cast<Nest *>(env);
        for (int64_t i = begin; i < end; ++i) {
          struct Inner {
            std::thread::id caller = std::this_thread::get_id();
            int64_t sum = 0;
          } inner;
          nest->pool.run(
              100, 1,
              [](int64_t begin, int64_t end, void *env) {
                auto *inner = static_cast<Inner *>(env);
                EXPECT_EQ(std::this_thread::get_id(), inner->caller);
                for (int64_t k = begin; k < end; ++k)
                  inner->sum += k;
              },
              &inner);
          nest->sum += inner.sum;
        }
      },
      &nest);
  EXPECT_EQ(nest.sum.load(), 40 * 4950);
}

// The test above cannot see the caller run the chunks of a shared job alone.
TEST(ThreadPool, NestedCallsAreNoJobs) {
  struct Nest {
    ThreadPool pool{2};
    std::atomic<int> arrived{0}, inner{0};
  } nest;
  nest.pool.run(
      2, 1,
      [](int64_t, int64_t, void *env) {
        auto *nest = static_cast<Nest *>(env);
        nest->arrived.fetch_add(1);
        while (nest->arrived.load() < 2) // one chunk is the worker's
          std::this_thread::yield();
        for (int i = 0; i < 3; ++i)
          nest->pool.run(
              100, 1,
              [](int64_t begin, int64_t end, void *env) {
                static_cast<Nest *>(env)->inner += int(end - begin);
              },
              nest);
      },
      &nest);
  EXPECT_EQ(nest.inner.load(), 2 * 3 * 100);
  EXPECT_EQ(nest.pool.jobs(), 1u);
  EXPECT_EQ(nest.pool.chunksOfWorkers(), 1u);
}

TEST(ThreadPool, CountsWhatIsSharedOut) {
  ThreadPool one(1), two(2);
  auto nothing = [](int64_t, int64_t, void *) {};
  one.run(100, 1, nothing, nullptr);
  two.run(100, 1, nothing, nullptr, 1);
  two.run(10, 10, nothing, nullptr);
  EXPECT_EQ(one.jobs() + two.jobs(), 0u);
  two.run(100, 1, nothing, nullptr);
  EXPECT_EQ(two.jobs(), 1u);
}

// More callers than there are slots.
TEST(ThreadPool, ManyCallers) {
  ThreadPool pool(3);
  auto call = [&] {
    for (int round = 0; round < 100; ++round) {
      Visits visits(257, 4);
      pool.run(257, 4, Visits::body, &visits);
      for (auto &count : visits.counts)
        ASSERT_EQ(count.load(), 1);
    }
  };
  std::vector<std::thread> callers;
  for (int i = 0; i < 12; ++i)
    callers.emplace_back(call);
  for (std::thread &caller : callers)
    caller.join();
}

// Workers that have gone to sleep come back.
TEST(ThreadPool, WakesAfterSleep) {
  ThreadPool pool(2);
  for (int i = 0; i < 5; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    Visits visits(100, 1);
    pool.run(100, 1, Visits::body, &visits);
    for (auto &count : visits.counts)
      ASSERT_EQ(count.load(), 1);
  }
}

TEST(ThreadPool, GlobalPoolIsOne) {
  EXPECT_EQ(&ThreadPool::global(), &ThreadPool::global());
  EXPECT_GE(ThreadPool::global().threads(), 1);
}

//===-- What the machine can do -------------------------------------------===//
/// Operations a second of a loop in which each of them waits for the last: at
/// most a few hundred times fewer than the machine can do.
static double chained() {
  double best = 0;
  volatile float out;
  for (int attempt = 0; attempt < 5; ++attempt) {
    constexpr int n = 1 << 20;
    float x = 1;
    auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < n; ++i)
      x = x * 0.999f + 0.5f;
    std::chrono::duration<double> took =
        std::chrono::steady_clock::now() - begin;
    out = x;
    best = std::max(best, 2.0 * n / took.count());
  }
  (void)out;
  return best;
}
TEST(Roofline, IsOperationsAndBytesPerSecond) {
  Roofline one = measureRoofline(1, 2, 0), again = measureRoofline(1, 2, 0);
  double least = chained();
  for (int k = 0; k < NumArithmetics; ++k) {
    double rate = one.operations[k];
    EXPECT_GT(rate, 1e8) << nameOf(Arithmetic(k));
    EXPECT_LT(rate, 1e14) << nameOf(Arithmetic(k));
    EXPECT_LT(std::abs(std::log10(rate / again.operations[k])), 1);
  }
  EXPECT_GT(one.operations[F32], least);
  EXPECT_LT(one.operations[F32], 2000 * least);
  EXPECT_GT(one.operations[F64], least / 4);
  EXPECT_LT(one.operations[F64], one.operations[F32] * 1.5);
  // A processor moves about as many bytes as it does operations.
  for (double rate : one.bytes) {
    EXPECT_GT(rate, least / 100);
    EXPECT_LT(rate, 2000 * least);
  }
}
TEST(Roofline, IsOfTheLevelAndTheArithmetic) {
  Roofline r;
  r.operations.fill(1e9);
  r.operations[Bf16Products] = 8e9;
  for (int i = 0; i < Roofline::workingSets; ++i)
    r.bytes[i] = 1e11 / (i + 1);
  EXPECT_EQ(Roofline::workingSet(0), 16 << 10);
  EXPECT_EQ(Roofline::workingSet(14), 256 << 20);
  EXPECT_DOUBLE_EQ(r.bandwidth(100), 1e11);
  EXPECT_DOUBLE_EQ(r.bandwidth(32 << 10), 5e10);
  EXPECT_DOUBLE_EQ(r.bandwidth(256 << 20), 1e11 / 15);
  EXPECT_DOUBLE_EQ(r.bandwidth(1e12), 1e11 / 15);
  EXPECT_LT(r.bandwidth(50 << 10), 5e10);
  EXPECT_GT(r.bandwidth(50 << 10), 1e11 / 3);

  Operations work = {};
  EXPECT_DOUBLE_EQ(r.seconds(work), 0);
  EXPECT_DOUBLE_EQ(r.seconds(work, 32 << 10), (32 << 10) / 5e10);
  work[Bf16Products] = 16e9; // two seconds
  work[I32] = 1e9;           // one
  EXPECT_EQ(r.longest(work), Bf16Products);
  EXPECT_DOUBLE_EQ(r.seconds(work, 32 << 10), 2);
}

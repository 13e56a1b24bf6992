// A fork-join pool with low latency: jobs lie in a few fixed slots, workers
// spin for a short while before they sleep, and a job is cut into one run of
// chunks a thread, which the others steal from once their own is done. A
// thread thus meets the same part of an array call after call, in its cache.
//
// OpenMP's runtime was the alternative: it would bind every user's program to
// one, and two callers at once would get two teams of threads.
#include "Runtime/ThreadPool.h"

#include "weft/Error.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

#include <sched.h>

namespace weft::rt {
namespace {

constexpr int numSlots = 8;        // callers served in parallel
constexpr int chunksPerThread = 4; // what stealing may even out
constexpr int workerSpins = 4000;  // 50 to 100 µs before a worker sleeps
constexpr int callerSpins = 20000;

inline void pauseBriefly() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// The chunks of one participant that nobody has taken yet.
struct alignas(64) Share {
  std::atomic<int64_t> next{0};
  int64_t end = 0;
};

// One job. The slot outlives every job: a worker that comes late finds it
// closed, or opened again for the next job, and either is fine.
//
// Protocol: the owner fills the plain fields while nobody may read them, opens
// the slot, works, closes it, and waits until `inside` is 0. A worker enters
// by counting itself in and then looks whether the slot is open. Both sides
// write before they read, in one total order (seq_cst), so that either the
// worker sees the slot closed or the owner sees the worker inside.
struct alignas(64) Slot {
  std::atomic<bool> taken{false};
  std::atomic<bool> open{false};
  weft_range_body body = nullptr;
  void *env = nullptr;
  int64_t n = 0, chunk = 0;
  int participants = 0;
  std::vector<Share> shares;
  alignas(64) std::atomic<int32_t> inside{0};

  void fill(int64_t count, int64_t grain, int most);
  int64_t work(int self);
};

void Slot::fill(int64_t count, int64_t grain, int most) {
  int64_t grains = (count + grain - 1) / grain;
  int64_t perChunk =
      std::max<int64_t>(1, grains / (int64_t(most) * chunksPerThread));
  int64_t chunks = (grains + perChunk - 1) / perChunk;
  n = count;
  chunk = perChunk * grain;
  participants = int(std::min<int64_t>(most, chunks));
  for (int i = 0; i < participants; ++i) {
    shares[i].next.store(chunks * i / participants, std::memory_order_relaxed);
    shares[i].end = chunks * (i + 1) / participants;
  }
}

/// Gives how many chunks this thread has run.
int64_t Slot::work(int self) {
  int64_t done = 0;
  for (int turn = 0; turn < participants; ++turn) {
    Share &share = shares[(self + turn) % participants];
    while (share.next.load(std::memory_order_relaxed) < share.end) {
      int64_t index = share.next.fetch_add(1, std::memory_order_relaxed);
      if (index >= share.end)
        break;
      body(index * chunk, std::min(n, (index + 1) * chunk), env);
      ++done;
    }
  }
  return done;
}

// Set while this thread runs a body: a call from there runs serially.
thread_local bool insideBody = false;

/// Throws where WEFT_NUM_THREADS is no such number: on each use of the pool
/// until it is right.
int defaultThreads() {
  const char *text = std::getenv("WEFT_NUM_THREADS");
  if (!text || !*text)
    return ThreadPool::cpus();
  const char *end = text + std::strlen(text);
  int asked = 0;
  auto [at, error] = std::from_chars(text, end, asked);
  if (error != std::errc() || at != end || asked < 1 || asked > 1024)
    throw UserError(Message{
        "WEFT_NUM_THREADS", "it must be a whole number from 1 to 1024",
        "'" + std::string(text) + "'", "",
        "leave it unset for a thread on each CPU that the process may use"});
  return asked;
}

} // namespace

struct ThreadPool::State {
  int threads = 1;
  int spins = workerSpins;
  std::array<Slot, numSlots> slots;
  alignas(64) std::atomic<uint32_t> epoch{0}; // counts jobs; workers wait on it
  std::atomic<uint64_t> jobs{0}, chunksOfWorkers{0};
  std::atomic<bool> stopping{false};
  std::once_flag started;
  std::vector<std::thread> workers;

  void start();
  Slot *takeSlot();
  void serve(int self);
  void visit(Slot &slot, int self);
  void finish(Slot &slot);
};

Slot *ThreadPool::State::takeSlot() {
  for (Slot &slot : slots)
    if (!slot.taken.load(std::memory_order_relaxed) &&
        !slot.taken.exchange(true, std::memory_order_acquire))
      return &slot;
  return nullptr;
}

// A worker's life. The epoch is read before the slots, so that a job that is
// opened after the look at its slot ends the wait.
void ThreadPool::State::serve(int self) {
  insideBody = true;
  while (true) {
    uint32_t seen = epoch.load();
    if (stopping.load())
      return;
    for (Slot &slot : slots)
      if (slot.open.load(std::memory_order_relaxed))
        visit(slot, self);
    int left = spins;
    while (left-- && epoch.load(std::memory_order_relaxed) == seen)
      pauseBriefly();
    epoch.wait(seen);
  }
}

void ThreadPool::State::visit(Slot &slot, int self) {
  slot.inside.fetch_add(1);
  if (slot.open.load() && self < slot.participants)
    chunksOfWorkers.fetch_add(slot.work(self), std::memory_order_relaxed);
  if (slot.inside.fetch_sub(1) == 1)
    slot.inside.notify_all();
}

void ThreadPool::State::finish(Slot &slot) {
  slot.open.store(false);
  int left = callerSpins;
  while (int32_t workers = slot.inside.load()) {
    if (left > 0) {
      --left;
      pauseBriefly();
    } else {
      slot.inside.wait(workers);
    }
  }
  slot.taken.store(false, std::memory_order_release);
}

ThreadPool::ThreadPool(int threads) : state(std::make_unique<State>()) {
  state->threads = std::max(1, threads);
  if (state->threads > ThreadPool::cpus())
    state->spins = 0; // a spinning worker would keep a working one waiting
  for (Slot &slot : state->slots)
    slot.shares = std::vector<Share>(size_t(state->threads));
  state->workers.reserve(size_t(state->threads));
}

// At the first work to be shared: most processes' first functions have none.
void ThreadPool::State::start() {
  try {
    for (int i = 1; i < threads; ++i)
      workers.emplace_back([this, i] { serve(i); });
  } catch (const std::system_error &) {
    // No more threads: those that there are do the work, for compiled code
    // must not be thrown through.
  }
}

ThreadPool::~ThreadPool() {
  state->stopping.store(true);
  state->epoch.fetch_add(1);
  state->epoch.notify_all();
  for (std::thread &worker : state->workers)
    worker.join();
}

int ThreadPool::cpus() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof(set), &set) == 0)
    return std::max(1, CPU_COUNT(&set));
  return std::max(1u, std::thread::hardware_concurrency());
}

ThreadPool &ThreadPool::global() {
  // Never destroyed: static destructors of the user's may still compute.
  static ThreadPool *pool = new ThreadPool(defaultThreads());
  return *pool;
}

int ThreadPool::threads() const { return state->threads; }
uint64_t ThreadPool::jobs() const { return state->jobs; }
uint64_t ThreadPool::chunksOfWorkers() const { return state->chunksOfWorkers; }

void ThreadPool::run(int64_t n, int64_t grain, weft_range_body body, void *env,
                     int maxThreads) {
  grain = std::max<int64_t>(1, grain);
  int most =
      maxThreads > 0 ? std::min(maxThreads, state->threads) : state->threads;
  if (n <= 0)
    return;
  Slot *slot = nullptr;
  if (most > 1 && n > grain && !insideBody)
    slot = state->takeSlot();
  if (!slot)
    return body(0, n, env);
  std::call_once(state->started, [this] { state->start(); });
  slot->body = body;
  slot->env = env;
  slot->fill(n, grain, most);
  slot->open.store(true);
  state->jobs.fetch_add(1, std::memory_order_relaxed);
  state->epoch.fetch_add(1);
  state->epoch.notify_all();
  insideBody = true;
  slot->work(0);
  insideBody = false;
  state->finish(*slot);
}

void ThreadPool::parallelFor(void *team, int64_t n, int64_t grain,
                             weft_range_body body, void *env) {
  auto [pool, most] = *static_cast<Team *>(team);
  pool->run(n, grain, body, env, most);
}

} // namespace weft::rt

// The pool of threads that generated code runs its outer loops on. One pool
// serves the process; more are made by tests only.
#ifndef WEFT_RUNTIME_THREADPOOL_H
#define WEFT_RUNTIME_THREADPOOL_H

#include "weft/runtime/abi.h"

#include <cstdint>
#include <memory>

namespace weft::rt {

class ThreadPool {
public:
  /// A pool of `threads` (at least 1), callers included: it starts one fewer,
  /// when there is something to share.
  explicit ThreadPool(int threads);
  /// No call may be under way.
  ~ThreadPool();
  ThreadPool(const ThreadPool &) = delete;
  ThreadPool &operator=(const ThreadPool &) = delete;

  /// The process's pool: WEFT_NUM_THREADS threads, else one per CPU that the
  /// process may run on. It is never stopped.
  static ThreadPool &global();

  /// How many CPUs the process may run on.
  static int cpus();

  int threads() const;
  /// How many calls of run() have been shared out to more than one thread, and
  /// how many chunks of those other threads than the caller's have run.
  uint64_t jobs() const;
  uint64_t chunksOfWorkers() const;

  /// Runs `body` over disjoint ranges that cover [0, n) and returns when all
  /// are done. Each range but the last begins and ends at a multiple of
  /// `grain`, the least amount of work worth another thread. The caller takes
  /// part; `maxThreads` (0: all) bounds how many threads do. A call from
  /// within a body runs serially; any number of threads may call at once.
  /// The body must not throw.
  void run(int64_t n, int64_t grain, weft_range_body body, void *env,
           int maxThreads = 0);

  /// What a weft_context has for a pool: at most so many threads of one (0:
  /// all).
  struct Team {
    ThreadPool *pool;
    int most = 0;
  };
  /// run() as a weft_context wants it; `team` is a Team.
  static void parallelFor(void *team, int64_t n, int64_t grain,
                          weft_range_body body, void *env);

private:
  struct State;
  std::unique_ptr<State> state;
};

} // namespace weft::rt

#endif // WEFT_RUNTIME_THREADPOOL_H

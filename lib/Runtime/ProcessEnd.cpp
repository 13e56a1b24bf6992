// See ProcessEnd.h.
#include "Runtime/ProcessEnd.h"

#include <bit>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <pthread.h>

namespace weft::rt {

static thread_local int depth = 0;
static thread_local bool ends = false; // this thread ends the process

namespace {
struct State {
  std::mutex mutex;
  std::condition_variable changed;
  int working = 0; // threads
  uint64_t done = 0;
  bool over = false;

  static State &get() { return *current(); }
  void end() {
    std::unique_lock lock(mutex);
    over = ends = true;
    changed.wait(lock, [&] { return working == (depth > 0); });
  }

private:
  /// Another one in a child, where no other thread is left.
  static State *&current() {
    static State *state = [] {
      pthread_atfork(nullptr, nullptr, [] {
        current() = new State;
        get().working = depth > 0;
      });
      return new State;
    }();
    return state;
  }
};
} // namespace

BeforeProcessEnds::BeforeProcessEnds() {
  if (depth++ > 0)
    return;
  State &state = State::get();
  std::unique_lock lock(state.mutex);
  if (state.over && !ends) {
    state.changed.wait_for(lock, std::chrono::seconds(1), [] { return false; });
    may = false;
  }
  ++state.working;
}

BeforeProcessEnds::~BeforeProcessEnds() {
  if (--depth > 0)
    return;
  State &state = State::get();
  std::lock_guard lock(state.mutex);
  --state.working;
  state.changed.notify_all();
  // What is made last is freed first, and libraries make tables when they first
  // need them: so after the first one, and after some of the later ones again.
  if (std::has_single_bit(++state.done))
    std::atexit([] { State::get().end(); });
}

} // namespace weft::rt

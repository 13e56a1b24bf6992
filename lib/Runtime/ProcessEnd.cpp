// See ProcessEnd.h.
#include "Runtime/ProcessEnd.h"

#include <bit>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <unistd.h>

namespace weft::rt {

static thread_local int depth = 0, ends = 0; // of this thread

namespace {
struct State {
  std::mutex mutex;
  std::condition_variable changed;
  int working = 0; // threads
  uint64_t done = 0;
  bool over = false;
  pid_t process = getpid();

  static State &get() {
    static auto &state = *new State;
    return state;
  }
  void end() {
    if (getpid() != process)
      return;
    std::unique_lock lock(mutex);
    over = ends = true;
    changed.wait(lock, [&] { return working == (depth > 0); });
  }
};
} // namespace

BeforeProcessEnds::BeforeProcessEnds() {
  if (depth++ > 0)
    return;
  State &state = State::get();
  std::unique_lock lock(state.mutex);
  if (state.over && !ends)
    state.changed.wait(lock, [] { return false; });
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

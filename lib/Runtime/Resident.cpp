// See Resident.h.
#include "Runtime/Resident.h"

#include "Runtime/Buffer.h"

#include <exception>
#include <fstream>
#include <string>

#include <malloc.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/prctl.h>

namespace weft::rt {
namespace {

/// Of the process, by now; what malloc keeps for later is given back.
uint64_t anonymousBytes() {
  malloc_trim(0);
  std::ifstream rollup("/proc/self/smaps_rollup");
  for (std::string word; rollup >> word;)
    if (uint64_t kibibytes; word == "Anonymous:" && rollup >> kibibytes)
      return kibibytes << 10;
  return 0;
}

struct Task {
  const std::function<void()> &work;
  uint64_t growth = 0;
  std::exception_ptr error;
};

void *measure(void *pointer) {
  auto &task = *static_cast<Task *>(pointer);
  uint64_t before = anonymousBytes();
  try {
    task.work();
  } catch (...) {
    task.error = std::current_exception();
  }
  uint64_t after = anonymousBytes();
  task.growth = after > before ? after - before : 0;
  return nullptr;
}

} // namespace

uint64_t residentGrowth(const std::function<void()> &work) {
  releaseKeptMemory();
  // Of our own: the C library gives a new thread the stack of an earlier one.
  constexpr size_t stackBytes = 64 << 20;
  void *stack = mmap(nullptr, stackBytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (stack == MAP_FAILED)
    return work(), 0;
  bool off = prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0) == 0 &&
             prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0;
  Task task{work, 0, nullptr};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, stack, stackBytes);
  pthread_t thread;
  if (pthread_create(&thread, &attributes, measure, &task) == 0)
    pthread_join(thread, nullptr);
  else
    measure(&task), task.growth = 0; // on a stack that was touched
  pthread_attr_destroy(&attributes);
  if (off)
    prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0);
  munmap(stack, stackBytes);
  if (task.error)
    std::rethrow_exception(task.error);
  return task.growth;
}

} // namespace weft::rt

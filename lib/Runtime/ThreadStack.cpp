// See ThreadStack.h.
#include "Runtime/ThreadStack.h"

#include <pthread.h>

namespace weft::rt {
namespace {
struct Extent {
  uintptr_t low = 0, high = 0;

  Extent() {
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0)
      return;
    void *start = nullptr;
    size_t bytes = 0;
    pthread_attr_getstack(&attributes, &start, &bytes);
    pthread_attr_destroy(&attributes);
    low = reinterpret_cast<uintptr_t>(start);
    high = low + bytes;
  }
};
} // namespace

std::optional<uint64_t> stackLeft() {
  static thread_local const Extent extent;
  auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  if (here < extent.low || here >= extent.high)
    return std::nullopt;
  return here - extent.low;
}

} // namespace weft::rt

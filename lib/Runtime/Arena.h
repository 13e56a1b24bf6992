// The scratch memory of one executable, kept between its calls.
#ifndef WEFT_RUNTIME_ARENA_H
#define WEFT_RUNTIME_ARENA_H

#include "Runtime/Buffer.h"

#include <atomic>

namespace weft::rt {

class ArenaPool;

/// Memory for the duration of one call. Goes back to its pool when it ends.
class ArenaLease {
public:
  ArenaLease() = default;
  ArenaLease(ArenaLease &&other) noexcept
      : pool(std::exchange(other.pool, nullptr)),
        memory(std::move(other.memory)) {}
  ArenaLease &operator=(ArenaLease &&other) noexcept {
    std::swap(pool, other.pool);
    std::swap(memory, other.memory);
    return *this;
  }
  inline ~ArenaLease();

  /// Aligned to 64 bytes; null for a lease of 0 bytes.
  void *data() const { return memory ? memory->data() : nullptr; }

private:
  friend class ArenaPool;
  ArenaLease(ArenaPool *pool, BufferRef memory)
      : pool(pool), memory(std::move(memory)) {}

  ArenaPool *pool = nullptr;
  BufferRef memory;
};

/// One per executable, shared by its threads. It holds one block, enough for
/// an executable that is called by one thread at a time; calls at once take
/// theirs from the buffer pool. Outlives its leases.
class ArenaPool {
public:
  ArenaPool() = default;
  ~ArenaPool() { BufferRef::adopt(idle.exchange(nullptr)); }
  ArenaPool(const ArenaPool &) = delete;
  ArenaPool &operator=(const ArenaPool &) = delete;

  /// Uninitialised memory. Fails with ResourceExhausted.
  absl::StatusOr<ArenaLease> lease(size_t bytes) {
    if (bytes == 0)
      return ArenaLease();
    BufferRef kept =
        BufferRef::adopt(idle.exchange(nullptr, std::memory_order_acquire));
    if (kept && kept->size() >= bytes)
      return ArenaLease(this, std::move(kept));
    absl::StatusOr<BufferRef> fresh = Buffer::allocate(bytes);
    if (!fresh.ok())
      return fresh.status();
    return ArenaLease(this, *std::move(fresh));
  }

private:
  friend class ArenaLease;
  void giveBack(BufferRef memory) {
    // The block that lay there, if any, returns to the buffer pool.
    BufferRef::adopt(idle.exchange(memory.detach(), std::memory_order_acq_rel));
  }

  std::atomic<Buffer *> idle{nullptr};
};

inline ArenaLease::~ArenaLease() {
  if (pool && memory)
    pool->giveBack(std::move(memory));
}

} // namespace weft::rt

#endif // WEFT_RUNTIME_ARENA_H

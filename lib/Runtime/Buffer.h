// The memory behind arrays and arenas: reference-counted blocks that are kept
// for reuse, because a fresh page costs more than filling it does.
#ifndef WEFT_RUNTIME_BUFFER_H
#define WEFT_RUNTIME_BUFFER_H

#include "absl/status/statusor.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace weft::rt {

/// What every block is aligned to, and what generated code may rely on.
inline constexpr size_t bufferAlignment = 64;

class BufferRef;

/// One block of memory and its header, a cache line. Handled by BufferRef.
/// Counting is thread-safe; the bytes themselves are guarded by the owner.
class alignas(64) Buffer {
public:
  /// Frees foreign memory. Called once, on whichever thread drops last.
  using Deleter = void (*)(void *data, void *context);

  /// An uninitialised block, aligned to 64 bytes; `bytes` may be 0. Fails
  /// with ResourceExhausted.
  static absl::StatusOr<BufferRef> allocate(size_t bytes);
  /// The same, or empty where there is no memory.
  static BufferRef tryAllocate(size_t bytes);

  /// A header over memory of somebody else, of any alignment. `deleter` may
  /// be null where the memory outlives every reference.
  static BufferRef wrap(void *data, size_t bytes, Deleter deleter,
                        void *context);

  void *data() const { return start; }
  size_t size() const { return length; }
  bool isForeign() const { return home == Home::Foreign; }

  /// True where the caller's reference is the only one and the memory is
  /// ours, so that it may be overwritten in place.
  bool isExclusive() const {
    return !isForeign() && references.load(std::memory_order_acquire) == 1;
  }

private:
  friend class BufferRef;
  friend struct BufferPool; // in Buffer.cpp: whatever makes and frees blocks

  enum class Home : uint8_t { Small, Big, Guarded, Foreign };

  Buffer() = default;
  void retain() { references.fetch_add(1, std::memory_order_relaxed); }
  void release() {
    // Who holds the only reference needs no locked instruction: nobody else can
    // take another one.
    if (references.load(std::memory_order_acquire) == 1 ||
        references.fetch_sub(1, std::memory_order_acq_rel) == 1)
      reclaim();
  }
  void reclaim();

  std::atomic<uint32_t> references{1};
  Home home = Home::Small;
  uint8_t sizeClass = 0;
  void *start = nullptr;
  size_t length = 0;   // as asked for
  size_t capacity = 0; // Big: bytes of the mapping; Guarded: the same
  union {
    Deleter deleter;    // Foreign
    Buffer *next;       // Small, while on a free list
    uint64_t freedTick; // Big, while kept
    void *mapping;      // Guarded
  } u{};
  void *context = nullptr; // Foreign
};

static_assert(sizeof(Buffer) == 64);

/// A counted reference; may be empty.
class BufferRef {
public:
  BufferRef() = default;
  BufferRef(const BufferRef &other) : buffer(other.buffer) {
    if (buffer)
      buffer->retain();
  }
  BufferRef(BufferRef &&other) noexcept
      : buffer(std::exchange(other.buffer, nullptr)) {}
  BufferRef &operator=(BufferRef other) noexcept {
    std::swap(buffer, other.buffer);
    return *this;
  }
  ~BufferRef() {
    if (buffer)
      buffer->release();
  }

  /// Takes over a reference that detach() gave out.
  static BufferRef adopt(Buffer *counted) {
    BufferRef ref;
    ref.buffer = counted;
    return ref;
  }
  Buffer *detach() { return std::exchange(buffer, nullptr); }

  Buffer *get() const { return buffer; }
  Buffer *operator->() const { return buffer; }
  Buffer &operator*() const { return *buffer; }
  explicit operator bool() const { return buffer != nullptr; }

private:
  Buffer *buffer = nullptr;
};

/// Figures over the process; foreign memory does not count. All in bytes as
/// asked for, except keptBytes.
struct MemoryStats {
  uint64_t allocations = 0;    // calls of allocate since the start
  uint64_t allocatedBytes = 0; // their sum
  uint64_t liveBlocks = 0;
  uint64_t liveBytes = 0;
  uint64_t peakBytes = 0; // most live at once; exact to 64 KiB a thread
  uint64_t keptBytes = 0; // big blocks kept for reuse
};

MemoryStats memoryStats();

/// Makes the bytes live now the peak.
void resetPeak();

/// Gives every kept big block back to the system.
void releaseKeptMemory();

/// How many bytes of big blocks may be kept. At the start: WEFT_KEEP_MIB,
/// else an eighth of the machine's memory, at most 2 GiB.
void setKeepBudget(uint64_t bytes);

/// While on, each new block lies before a guard page and with a checked
/// pattern in the bytes between, and its memory is never reused: an access
/// past the end faults, a write into the slack aborts on release. For tests;
/// WEFT_GUARD=1 turns it on from the start.
void setGuarded(bool on);

} // namespace weft::rt

#endif // WEFT_RUNTIME_BUFFER_H

// The buffer pool. Small blocks lie behind their header in slabs and go
// through a cache per thread, without a lock; big ones are mapped one by one
// and kept, newest first, until a budget is full.
//
// A general malloc was no choice for the big blocks: glibc returns them to
// the system on free, so each call of a jitted function would fault its
// outputs in again (0.45 ms a MiB where writing a kept one takes 0.01).
#include "Runtime/Buffer.h"

#include "Runtime/SizeClass.h"

#include "absl/strings/str_cat.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#endif

namespace weft::rt {
namespace {

constexpr size_t smallUnit = 64, headerBytes = sizeof(Buffer);
constexpr size_t smallLimit = 32 << 10; // of header and data together
constexpr size_t numSmall = sizeClass(smallLimit / smallUnit).index + 1;
constexpr size_t slabBytes = 1 << 20;
constexpr size_t pageBytes = 4096, hugeBytes = 2 << 20;
constexpr size_t mostBytes = size_t(1) << 47; // the address space
constexpr int64_t peakGrain = 64 << 10;
constexpr unsigned char guardPattern = 0xa5;

constexpr size_t roundUp(size_t n, size_t unit) {
  return (n + unit - 1) / unit * unit;
}

// What a thread may hold of one class before it hands half of it back.
constexpr auto cacheLimits = [] {
  std::array<uint32_t, numSmall> limits{};
  for (size_t i = 1; i < numSmall; ++i)
    limits[i] = uint32_t(
        std::max<size_t>(4, (64 << 10) / (classUnits(uint8_t(i)) * smallUnit)));
  return limits;
}();

// Written by one thread, read by any: an increment needs no locked
// instruction.
class OwnCounter {
public:
  void add(uint64_t n) {
    count.store(count.load(std::memory_order_relaxed) + n,
                std::memory_order_relaxed);
  }
  uint64_t get() const { return count.load(std::memory_order_relaxed); }

private:
  std::atomic<uint64_t> count{0};
};

struct Counters {
  OwnCounter allocations, allocatedBytes, releases, releasedBytes;
};

void addTo(MemoryStats &stats, const Counters &counters) {
  stats.allocations += counters.allocations.get();
  stats.allocatedBytes += counters.allocatedBytes.get();
  stats.liveBlocks += counters.allocations.get() - counters.releases.get();
  stats.liveBytes +=
      counters.allocatedBytes.get() - counters.releasedBytes.get();
}

struct FreeList {
  Buffer *head = nullptr;
  uint32_t count = 0;
};

struct ThreadCache {
  FreeList bins[numSmall];
  Counters counters;
  int64_t unreported = 0; // live bytes that the pool's `live` lacks
};

uint64_t defaultBudget() {
  if (const char *text = std::getenv("WEFT_KEEP_MIB"))
    return std::strtoull(text, nullptr, 10) << 20;
  uint64_t machine = uint64_t(sysconf(_SC_PHYS_PAGES)) * pageBytes;
  return std::min<uint64_t>(machine / 8, uint64_t(2) << 30);
}

// Null at the start, and again once the thread is ending. In the static block
// of thread-local storage, where a shared library reaches it without a call. So
// is all such storage of the library then: some hundred bytes, as more is not
// left where it is opened by dlopen (test OpenedLibrary).
[[gnu::tls_model("initial-exec")]] thread_local ThreadCache *threadCache =
    nullptr;
thread_local bool threadEnding = false;

std::atomic<bool> guarded{std::getenv("WEFT_GUARD") &&
                          std::strcmp(std::getenv("WEFT_GUARD"), "0") != 0};

} // namespace

// Everything shared between threads. Never destroyed: arrays of static
// storage are released after any destructor of ours would have run.
struct BufferPool {
  std::mutex mutex; // of all that follows but the atomics
  FreeList bins[numSmall];
  char *slab = nullptr, *slabEnd = nullptr;
  std::vector<ThreadCache *> caches;
  Counters retired; // of threads that have ended, or are ending
  std::vector<Buffer *> kept[256];
  uint64_t keptBytes = 0, tick = 0, budget = defaultBudget();
  std::atomic<int64_t> live{0}, peak{0};

  static BufferPool &get() {
    static BufferPool *pool = new BufferPool;
    return *pool;
  }

  static Buffer *allocateSmall(size_t bytes);
  static Buffer *allocateBig(size_t bytes);
  static Buffer *allocateGuarded(size_t bytes);
  static Buffer *newHeader(Buffer::Home home);
  static void freeBlock(Buffer *block);
  static void keepBig(Buffer *block);
  static void freeGuarded(Buffer *block);
  static void release(Buffer *block);

  static ThreadCache *attachThread();
  static void detachThread();
  static void countAllocated(size_t bytes);
  static void countReleased(size_t bytes);
  static Buffer *takeBlock(uint8_t index, size_t blockBytes);
  static void push(FreeList &list, Buffer *block);
  static Buffer *pop(FreeList &list);
  void report(int64_t delta);
  Buffer *carve(uint8_t index, size_t blockBytes);
  void moveBlocks(FreeList &from, FreeList &to, uint32_t count);
  void shrinkKept(uint64_t most, std::vector<Buffer *> &out);
  static void unmap(const std::vector<Buffer *> &blocks);
};

//===----------------------------------------------------------------------===//
// Threads and counting
//===----------------------------------------------------------------------===//

ThreadCache *BufferPool::attachThread() {
  if (threadEnding)
    return nullptr;
  struct Detach {
    ~Detach() { detachThread(); }
  };
  thread_local Detach detach;
  BufferPool &pool = get();
  auto *cache = new ThreadCache;
  std::lock_guard lock(pool.mutex);
  pool.caches.push_back(cache);
  return threadCache = cache;
}

void BufferPool::detachThread() {
  BufferPool &pool = get();
  ThreadCache *cache = std::exchange(threadCache, nullptr);
  threadEnding = true;
  pool.report(cache->unreported);
  std::lock_guard lock(pool.mutex);
  for (size_t i = 0; i < numSmall; ++i)
    pool.moveBlocks(cache->bins[i], pool.bins[i], cache->bins[i].count);
  pool.retired.allocations.add(cache->counters.allocations.get());
  pool.retired.allocatedBytes.add(cache->counters.allocatedBytes.get());
  pool.retired.releases.add(cache->counters.releases.get());
  pool.retired.releasedBytes.add(cache->counters.releasedBytes.get());
  pool.caches.erase(std::find(pool.caches.begin(), pool.caches.end(), cache));
  delete cache;
}

void BufferPool::report(int64_t delta) {
  int64_t now = live.fetch_add(delta, std::memory_order_relaxed) + delta;
  int64_t most = peak.load(std::memory_order_relaxed);
  while (now > most &&
         !peak.compare_exchange_weak(most, now, std::memory_order_relaxed))
    ;
}

void BufferPool::countAllocated(size_t bytes) {
  ThreadCache *cache = threadCache ? threadCache : attachThread();
  if (cache) {
    cache->counters.allocations.add(1);
    cache->counters.allocatedBytes.add(bytes);
    cache->unreported += int64_t(bytes);
    if (cache->unreported > peakGrain)
      get().report(std::exchange(cache->unreported, 0));
    return;
  }
  get().report(int64_t(bytes));
  std::lock_guard lock(get().mutex);
  get().retired.allocations.add(1);
  get().retired.allocatedBytes.add(bytes);
}

void BufferPool::countReleased(size_t bytes) {
  ThreadCache *cache = threadCache ? threadCache : attachThread();
  if (cache) {
    cache->counters.releases.add(1);
    cache->counters.releasedBytes.add(bytes);
    cache->unreported -= int64_t(bytes);
    if (cache->unreported < -peakGrain)
      get().report(std::exchange(cache->unreported, 0));
    return;
  }
  get().report(-int64_t(bytes));
  std::lock_guard lock(get().mutex);
  get().retired.releases.add(1);
  get().retired.releasedBytes.add(bytes);
}

//===----------------------------------------------------------------------===//
// Small blocks
//===----------------------------------------------------------------------===//

void BufferPool::push(FreeList &list, Buffer *block) {
  block->u.next = list.head;
  list.head = block;
  ++list.count;
}

Buffer *BufferPool::pop(FreeList &list) {
  Buffer *block = list.head;
  if (block) {
    list.head = block->u.next;
    --list.count;
  }
  return block;
}

void BufferPool::moveBlocks(FreeList &from, FreeList &to, uint32_t count) {
  for (; count && from.head; --count)
    push(to, pop(from));
}

// Cuts a new block off the slab; null where the system has no memory left.
Buffer *BufferPool::carve(uint8_t index, size_t blockBytes) {
  if (size_t(slabEnd - slab) < blockBytes) {
    slab = static_cast<char *>(std::aligned_alloc(pageBytes, slabBytes));
    slabEnd = slab ? slab + slabBytes : nullptr;
    if (!slab)
      return nullptr;
  }
  auto *block = new (slab) Buffer;
  block->sizeClass = index;
  block->start = slab + headerBytes;
  slab += blockBytes;
  ASAN_POISON_MEMORY_REGION(block->start, blockBytes - headerBytes);
  return block;
}

// Refills the thread's cache with a few blocks and gives one of them.
Buffer *BufferPool::takeBlock(uint8_t index, size_t blockBytes) {
  BufferPool &pool = get();
  ThreadCache *cache = threadCache ? threadCache : attachThread();
  std::lock_guard lock(pool.mutex);
  FreeList &shared = pool.bins[index];
  uint32_t batch = cache ? cacheLimits[index] / 4 : 1;
  while (shared.count < batch) {
    Buffer *block = pool.carve(index, blockBytes);
    if (!block)
      break;
    push(shared, block);
  }
  Buffer *block = pop(shared);
  if (cache)
    pool.moveBlocks(shared, cache->bins[index], batch - 1);
  return block;
}

Buffer *BufferPool::allocateSmall(size_t bytes) {
  SizeClass cls = sizeClass((headerBytes + bytes + smallUnit - 1) / smallUnit);
  Buffer *block = threadCache ? pop(threadCache->bins[cls.index]) : nullptr;
  if (!block)
    block = takeBlock(cls.index, cls.units * smallUnit);
  if (!block)
    return nullptr;
  block->references.store(1, std::memory_order_relaxed);
  block->home = Buffer::Home::Small;
  block->length = bytes;
  ASAN_UNPOISON_MEMORY_REGION(block->start, bytes);
  return block;
}

Buffer *BufferPool::newHeader(Buffer::Home home) {
  Buffer *block = allocateSmall(0);
  if (block)
    block->home = home;
  return block;
}

void BufferPool::freeBlock(Buffer *block) {
  block->start = reinterpret_cast<char *>(block) + headerBytes;
  ThreadCache *cache = threadCache ? threadCache : attachThread();
  if (!cache) {
    BufferPool &pool = get();
    std::lock_guard lock(pool.mutex);
    return push(pool.bins[block->sizeClass], block);
  }
  FreeList &bin = cache->bins[block->sizeClass];
  push(bin, block);
  if (bin.count > cacheLimits[block->sizeClass]) {
    BufferPool &pool = get();
    std::lock_guard lock(pool.mutex);
    pool.moveBlocks(bin, pool.bins[block->sizeClass], bin.count / 2);
  }
}

//===----------------------------------------------------------------------===//
// Big blocks
//===----------------------------------------------------------------------===//

// Pages of the system. From 4 MiB on they lie on a huge-page boundary, which
// saves most of the faults. No huge page is only part of the `used` bytes: it
// would take memory that nobody asked for.
static void *mapPages(size_t bytes, size_t used) {
  bool huge = bytes >= 2 * hugeBytes;
  size_t whole = bytes + (huge ? hugeBytes : 0);
  void *mapped = mmap(nullptr, whole, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED)
    return nullptr;
  if (!huge)
    return mapped;
  auto begin = reinterpret_cast<uintptr_t>(mapped);
  uintptr_t start = roundUp(begin, hugeBytes);
  if (start != begin)
    munmap(mapped, start - begin);
  if (size_t tail = begin + whole - (start + bytes))
    munmap(reinterpret_cast<void *>(start + bytes), tail);
  madvise(reinterpret_cast<void *>(start), used / hugeBytes * hugeBytes,
          MADV_HUGEPAGE);
  return reinterpret_cast<void *>(start);
}

// Drops the longest-kept blocks until at most `most` bytes are kept; they are
// unmapped by the caller, out of the lock.
void BufferPool::shrinkKept(uint64_t most, std::vector<Buffer *> &out) {
  while (keptBytes > most) {
    std::vector<Buffer *> *oldest = nullptr;
    for (auto &list : kept)
      if (!list.empty() &&
          (!oldest || list.front()->u.freedTick < oldest->front()->u.freedTick))
        oldest = &list;
    keptBytes -= oldest->front()->capacity;
    out.push_back(oldest->front());
    oldest->erase(oldest->begin());
  }
}

void BufferPool::unmap(const std::vector<Buffer *> &blocks) {
  for (Buffer *block : blocks) {
    ASAN_UNPOISON_MEMORY_REGION(block->start, block->capacity);
    munmap(block->start, block->capacity);
    freeBlock(block);
  }
}

Buffer *BufferPool::allocateBig(size_t bytes) {
  BufferPool &pool = get();
  SizeClass cls = sizeClass((bytes + pageBytes - 1) / pageBytes);
  Buffer *block = nullptr;
  {
    std::lock_guard lock(pool.mutex);
    if (auto &list = pool.kept[cls.index]; !list.empty()) {
      block = list.back();
      list.pop_back();
      pool.keptBytes -= block->capacity;
    }
  }
  if (!block) {
    block = newHeader(Buffer::Home::Big);
    if (!block)
      return nullptr;
    block->capacity = cls.units * pageBytes;
    block->start = mapPages(block->capacity, bytes);
    if (!block->start) {
      releaseKeptMemory();
      block->start = mapPages(block->capacity, bytes);
    }
    if (!block->start) {
      freeBlock(block);
      return nullptr;
    }
  }
  block->references.store(1, std::memory_order_relaxed);
  block->length = bytes;
  ASAN_UNPOISON_MEMORY_REGION(block->start, bytes);
  return block;
}

void BufferPool::keepBig(Buffer *block) {
  BufferPool &pool = get();
  std::vector<Buffer *> dropped;
  ASAN_POISON_MEMORY_REGION(block->start, block->capacity);
  {
    std::lock_guard lock(pool.mutex);
    block->u.freedTick = ++pool.tick;
    // The list of a class is in the order of its ticks, newest last.
    pool.kept[sizeClass(block->capacity / pageBytes).index].push_back(block);
    pool.keptBytes += block->capacity;
    pool.shrinkKept(pool.budget, dropped);
  }
  unmap(dropped);
}

//===----------------------------------------------------------------------===//
// Guarded blocks
//===----------------------------------------------------------------------===//

// [slack of the pattern][data][slack up to 63 bytes][guard page]
Buffer *BufferPool::allocateGuarded(size_t bytes) {
  size_t room = roundUp(std::max<size_t>(bytes, 1), pageBytes);
  Buffer *block = newHeader(Buffer::Home::Guarded);
  if (!block)
    return nullptr;
  void *mapped = mmap(nullptr, room + pageBytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) {
    freeBlock(block);
    return nullptr;
  }
  auto *begin = static_cast<char *>(mapped);
  mprotect(begin + room, pageBytes, PROT_NONE);
  std::memset(begin, guardPattern, room);
  block->u.mapping = mapped;
  block->capacity = room;
  block->start = begin + room - roundUp(bytes, bufferAlignment);
  block->length = bytes;
  return block;
}

void BufferPool::freeGuarded(Buffer *block) {
  auto *begin = static_cast<unsigned char *>(block->u.mapping);
  auto *data = static_cast<unsigned char *>(block->start);
  auto isPattern = [](unsigned char byte) { return byte == guardPattern; };
  if (!std::all_of(begin, data, isPattern) ||
      !std::all_of(data + block->length, begin + block->capacity, isPattern)) {
    std::fprintf(stderr,
                 "weft: a write outside a guarded buffer of %zu bytes\n",
                 block->length);
    std::abort();
  }
  munmap(begin, block->capacity + pageBytes);
  freeBlock(block);
}

//===----------------------------------------------------------------------===//
// The interface
//===----------------------------------------------------------------------===//

absl::StatusOr<BufferRef> Buffer::allocate(size_t bytes) {
  if (BufferRef buffer = tryAllocate(bytes))
    return buffer;
  return absl::ResourceExhaustedError(
      absl::StrCat("no memory for ", bytes, " bytes"));
}

BufferRef Buffer::tryAllocate(size_t bytes) {
  Buffer *block = nullptr;
  if (guarded.load(std::memory_order_relaxed))
    block = bytes < mostBytes ? BufferPool::allocateGuarded(bytes) : nullptr;
  else if (bytes <= smallLimit - headerBytes)
    block = BufferPool::allocateSmall(bytes);
  else if (bytes < mostBytes)
    block = BufferPool::allocateBig(bytes);
  if (block)
    BufferPool::countAllocated(bytes);
  return BufferRef::adopt(block);
}

BufferRef Buffer::wrap(void *data, size_t bytes, Deleter deleter,
                       void *context) {
  Buffer *block = BufferPool::newHeader(Home::Foreign);
  if (!block)
    throw std::bad_alloc();
  block->start = data;
  block->length = bytes;
  block->u.deleter = deleter;
  block->context = context;
  return BufferRef::adopt(block);
}

void BufferPool::release(Buffer *block) {
  if (block->home == Buffer::Home::Foreign) {
    if (block->u.deleter)
      block->u.deleter(block->start, block->context);
    return freeBlock(block);
  }
  countReleased(block->length);
  if (block->home == Buffer::Home::Big)
    return keepBig(block);
  if (block->home == Buffer::Home::Guarded)
    return freeGuarded(block);
  ASAN_POISON_MEMORY_REGION(
      block->start, classUnits(block->sizeClass) * smallUnit - headerBytes);
  freeBlock(block);
}

void Buffer::reclaim() { BufferPool::release(this); }

MemoryStats memoryStats() {
  BufferPool &pool = BufferPool::get();
  MemoryStats stats;
  std::lock_guard lock(pool.mutex);
  addTo(stats, pool.retired);
  for (const ThreadCache *cache : pool.caches)
    addTo(stats, cache->counters);
  int64_t peak = pool.peak.load(std::memory_order_relaxed);
  stats.peakBytes = std::max<uint64_t>(uint64_t(peak), stats.liveBytes);
  stats.keptBytes = pool.keptBytes;
  return stats;
}

void resetPeak() {
  uint64_t now = memoryStats().liveBytes;
  BufferPool::get().peak.store(int64_t(now), std::memory_order_relaxed);
}

void releaseKeptMemory() {
  BufferPool &pool = BufferPool::get();
  std::vector<Buffer *> dropped;
  {
    std::lock_guard lock(pool.mutex);
    pool.shrinkKept(0, dropped);
  }
  BufferPool::unmap(dropped);
}

void setKeepBudget(uint64_t bytes) {
  BufferPool &pool = BufferPool::get();
  std::vector<Buffer *> dropped;
  {
    std::lock_guard lock(pool.mutex);
    pool.budget = bytes;
    pool.shrinkKept(bytes, dropped);
  }
  BufferPool::unmap(dropped);
}

void setGuarded(bool on) { guarded.store(on, std::memory_order_relaxed); }

} // namespace weft::rt

// See Fibers.h.
#include "Backend/Gpu/Fibers.h"

#include <memory>
#include <utility>
#include <vector>

#include <ucontext.h>

namespace weft::gpu {
namespace {
constexpr unsigned warpSize = 32;
constexpr size_t stackBytes = 64 * 1024;

enum class Wait { No, Block, Warp, Ended };

struct Fiber {
  ucontext_t context;
  std::unique_ptr<char[]> stack{new char[stackBytes]};
  Wait wait = Wait::No;
  uint32_t given = 0; // to the shuffle at which it waits
};

struct Machine {
  std::vector<Fiber> fibers;
  ucontext_t scheduler;
  unsigned current = 0;
  unsigned block[3] = {};
  unsigned size = 0;
  const unsigned *grid = nullptr;
  const std::function<void()> *body = nullptr;

  void yield(Wait wait) {
    Fiber &fiber = fibers[current];
    fiber.wait = wait;
    swapcontext(&fiber.context, &scheduler);
  }
  void start();
  void runWarp(unsigned first, unsigned end);
  bool runBlock(WarpOrder order);
};
/// One block at a time on each host thread.
thread_local Machine *machine = nullptr;

void enter() {
  (*machine->body)();
  machine->yield(Wait::Ended);
}
} // namespace

void Machine::start() {
  for (Fiber &fiber : fibers) {
    fiber.wait = Wait::No;
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = fiber.stack.get();
    fiber.context.uc_stack.ss_size = stackBytes;
    fiber.context.uc_link = nullptr;
    makecontext(&fiber.context, enter, 0);
  }
}

/// Until none of its threads can go on before the other warps do.
void Machine::runWarp(unsigned first, unsigned end) {
  for (;;) {
    bool atShuffle = true;
    for (unsigned i = first; i < end; ++i) {
      if (fibers[i].wait == Wait::No) {
        current = i;
        swapcontext(&scheduler, &fibers[i].context);
      }
      atShuffle &= fibers[i].wait == Wait::Warp;
    }
    if (!atShuffle)
      return;
    for (unsigned i = first; i < end; ++i)
      fibers[i].wait = Wait::No;
  }
}

bool Machine::runBlock(WarpOrder order) {
  start();
  unsigned warps = (size + warpSize - 1) / warpSize;
  for (;;) {
    for (unsigned w = 0; w < warps; ++w) {
      unsigned warp = order == WarpOrder::Forward ? w : warps - 1 - w;
      unsigned first = warp * warpSize;
      runWarp(first, std::min(size, first + warpSize));
    }
    unsigned ended = 0, waiting = 0;
    for (const Fiber &fiber : fibers) {
      ended += fiber.wait == Wait::Ended;
      waiting += fiber.wait == Wait::Block;
    }
    if (ended == size)
      return true;
    if (waiting != size)
      return false;
    for (Fiber &fiber : fibers)
      fiber.wait = Wait::No;
  }
}

bool runBlocks(const unsigned grid[3], unsigned block, WarpOrder order,
               const std::function<void()> &body) {
  Machine here;
  here.fibers = std::vector<Fiber>(block);
  here.size = block;
  here.grid = grid;
  here.body = &body;
  machine = &here;
  bool ok = true;
  for (unsigned z = 0; ok && z < grid[2]; ++z)
    for (unsigned y = 0; ok && y < grid[1]; ++y)
      for (unsigned x = 0; ok && x < grid[0]; ++x) {
        here.block[0] = x, here.block[1] = y, here.block[2] = z;
        ok = here.runBlock(order);
      }
  machine = nullptr;
  return ok;
}

//===-- Intrinsics --------------------------------------------------------===//
static uint32_t threadX() { return machine->current; }
static uint32_t blockX() { return machine->block[0]; }
static uint32_t blockY() { return machine->block[1]; }
static uint32_t blockZ() { return machine->block[2]; }
static void barrier(uint32_t) { machine->yield(Wait::Block); }

/// Everybody's value is there after the first wait and read before the next.
static uint32_t shuffle(uint32_t /*mask*/, uint32_t value, uint32_t lanes,
                        uint32_t /*clamp*/) {
  unsigned me = machine->current;
  machine->fibers[me].given = value;
  machine->yield(Wait::Warp);
  uint32_t got = machine->fibers[me ^ lanes].given;
  machine->yield(Wait::Warp);
  return got;
}

void *intrinsic(std::string_view name) {
  static const std::pair<std::string_view, void *> known[] = {
      {"read.ptx.sreg.tid.x", reinterpret_cast<void *>(threadX)},
      {"read.ptx.sreg.ctaid.x", reinterpret_cast<void *>(blockX)},
      {"read.ptx.sreg.ctaid.y", reinterpret_cast<void *>(blockY)},
      {"read.ptx.sreg.ctaid.z", reinterpret_cast<void *>(blockZ)},
      {"barrier.cta.sync.aligned.all", reinterpret_cast<void *>(barrier)},
      {"shfl.sync.bfly.i32", reinterpret_cast<void *>(shuffle)},
  };
  for (auto [key, address] : known)
    if (key == name)
      return address;
  return nullptr;
}

} // namespace weft::gpu

// What memory a compiled function needs, before it is called.
#ifndef WEFT_MEMORYPLAN_H
#define WEFT_MEMORYPLAN_H

#include "weft/Jit.h"

namespace weft {

/// In bytes. Nothing is donated: results have memory of their own.
struct MemoryPlan {
  uint64_t arguments = 0;   // with the arrays that the function captured
  uint64_t results = 0;
  uint64_t temporaries = 0; // one block, in which buffers share places
  uint64_t peak() const { return arguments + results + temporaries; }
};

namespace detail {
MemoryPlan flatMemoryPlan(FlatFn f, const Leaves &like,
                          const JitOptions &options, Where where);
} // namespace detail

/// Compiles f as jit would for these arguments, and does not run it.
template <class F, class... A>
MemoryPlan memoryPlan(const F &f, JitOptions options, const A &...args) {
  auto in = detail::argumentTuple<F>(args...);
  detail::FlatCall<F, decltype(in)> call(f, in);
  return detail::flatMemoryPlan(call, treeLeaves(in), options,
                                detail::Where::current());
}

} // namespace weft

#endif // WEFT_MEMORYPLAN_H

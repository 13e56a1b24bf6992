/* The calling convention between compiled code and whoever runs it: plain C,
 * read by lib/Backend, lib/Runtime, lib/Aot and by users of AOT objects that
 * bring their own parallel-for. */
#ifndef WEFT_RUNTIME_ABI_H
#define WEFT_RUNTIME_ABI_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One chunk of a parallel loop: iterations begin <= i < end. Any thread. */
typedef void (*weft_range_body)(int64_t begin, int64_t end, void *env);

/* Runs body over a partition of [0, n) into chunks of at least `grain`
 * iterations (the last may be shorter) and returns when all are done. `env`
 * lives on the caller's stack until then. How the range is cut never changes
 * a result: a body's iterations are independent of each other. */
typedef void (*weft_parallel_for_fn)(void *pool, int64_t n, int64_t grain,
                                     weft_range_body body, void *env);

/* What a compiled function needs besides its buffers. `arena` is scratch of
 * the executable's arenaBytes, 64-byte aligned, for one call at a time (may be
 * null when arenaBytes is 0). `parallel_for` null means: run serially. */
typedef struct weft_context {
  void *arena;
  weft_parallel_for_fn parallel_for;
  void *pool;
} weft_context;

/* buffers: the arguments in order, then the results in order. Dense row-major
 * elements, bool as one byte holding 0 or 1, complex as (re, im); aligned at
 * least to the element. A result's buffer overlaps no other one, but for a
 * result that the executable reports as living in a donated argument: there
 * both entries hold the same pointer. */
typedef void (*weft_entry)(void *const *buffers, const weft_context *ctx);

#ifdef __cplusplus
}
#endif
#endif

/* What a call of a function compiled ahead of time costs: one JSON row. */
#define _POSIX_C_SOURCE 199309L
#include "bench_add1.h"

#include <stdio.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(void) {
  enum { calls = 1000000, rounds = 21 };
  float x[8] = {0, 1, 2, 3, 4, 5, 6, 7}, y[8];
  static _Alignas(ADD1_ARENA_ALIGNMENT) char arena[ADD1_ARENA_BYTES + 1];
  double best = 1e9;
  for (int r = 0; r < rounds; ++r) {
    double begin = now();
    for (int i = 0; i < calls; ++i) {
      add1(x, y, arena);
      x[0] = y[7] - 7; /* each call waits for the one before */
    }
    double took = (now() - begin) / calls;
    best = took < best ? took : best;
  }
  printf("{\"family\": \"dispatch\", \"workload\": \"aot_add1_8\", \"peer\": "
         "\"weft\", \"ms_min\": %.9f, \"ok\": %s}\n",
         best * 1e3, y[1] == 2 ? "true" : "false");
  return 0;
}

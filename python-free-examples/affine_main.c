/* Calls what `weft compile` made of affine.cpp. */
//[main
#include "predict.h"

#include <stdio.h>

int main(void) {
  float w[2 * 3] = {1, 0, 0, 0, 1, 0}, b[2] = {0, 1}, x[3] = {0, 0.5f, 9}, y[2];
  _Alignas(PREDICT_ARENA_ALIGNMENT) char arena[PREDICT_ARENA_BYTES + 1];
  predict(w, b, x, y, arena);
  printf("%g %g\n", y[0], y[1]);
}
//]

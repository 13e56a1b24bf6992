/* Calls a model that weft_add_model compiled: z = x * y + y. */
#include "affine.h"
#include <stdalign.h>
#include <stdio.h>

int main(void) {
  float x[AFFINE_ARG0_SIZE] = {1, 2, 3}, y[AFFINE_ARG1_SIZE] = {4, 5, 6};
  float z[AFFINE_OUT0_SIZE];
  alignas(AFFINE_ARENA_ALIGNMENT) char arena[AFFINE_ARENA_BYTES + 1];
  if (affine(x, y, z, arena) != 0)
    return 1;
  printf("%g %g %g\n", z[0], z[1], z[2]);
  return z[0] == 8 && z[1] == 15 && z[2] == 24 ? 0 : 1;
}

/* Links the objects of a model and no part of Weft: calls them on the arrays
 * of a folder, and compares what they give, bit for bit, with another's. */
#include "forward.h"
#include "gradient.h"
#include "step.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The elements of a .npy file of so many floats. */
static float *load(const char *folder, int number, size_t count) {
  char path[4096];
  unsigned char head[10];
  snprintf(path, sizeof path, "%s/out%d.npy", folder, number);
  FILE *file = fopen(path, "rb");
  float *data = malloc(count * sizeof *data);
  if (!file || fread(head, 1, 10, file) != 10 ||
      fseek(file, 10 + head[8] + 256 * head[9], SEEK_SET) ||
      fread(data, sizeof *data, count, file) != count || fgetc(file) != EOF) {
    fprintf(stderr, "%s is not %zu floats\n", path, count);
    exit(2);
  }
  fclose(file);
  return data;
}

static int wrong = 0;
static void compare(const char *what, const char *folder, int number,
                    const float *got, size_t count) {
  float *want = load(folder, number, count);
  if (memcmp(got, want, count * sizeof *got)) {
    printf("%s, result %d: other bits\n", what, number);
    wrong = 1;
  }
  free(want);
}
static void *arena(size_t bytes) {
  return bytes ? aligned_alloc(64, (bytes + 63) / 64 * 64) : NULL;
}

int main(int argc, char **argv) {
  if (argc != 5)
    return 2;
  float *w1 = load(argv[1], 0, FORWARD_ARG0_W1_SIZE);
  float *b1 = load(argv[1], 1, FORWARD_ARG0_B1_SIZE);
  float *w2 = load(argv[1], 2, FORWARD_ARG0_W2_SIZE);
  float *b2 = load(argv[1], 3, FORWARD_ARG0_B2_SIZE);
  float *x = load(argv[1], 4, FORWARD_ARG1_SIZE);
  float *y = load(argv[1], 5, STEP_ARG2_SIZE);

  static float logits[FORWARD_OUT0_SIZE];
  if (forward(w1, b1, w2, b2, x, logits, arena(FORWARD_ARENA_BYTES)))
    return 2;
  compare("forward", argv[2], 0, logits, FORWARD_OUT0_SIZE);

  static float value[1], g1[GRADIENT_OUT1_W1_SIZE], g2[GRADIENT_OUT1_B1_SIZE],
      g3[GRADIENT_OUT1_W2_SIZE], g4[GRADIENT_OUT1_B2_SIZE];
  if (gradient(w1, b1, w2, b2, x, y, value, g1, g2, g3, g4,
               arena(GRADIENT_ARENA_BYTES)))
    return 2;
  compare("gradient", argv[3], 0, value, 1);
  compare("gradient", argv[3], 1, g1, GRADIENT_OUT1_W1_SIZE);
  compare("gradient", argv[3], 2, g2, GRADIENT_OUT1_B1_SIZE);
  compare("gradient", argv[3], 3, g3, GRADIENT_OUT1_W2_SIZE);
  compare("gradient", argv[3], 4, g4, GRADIENT_OUT1_B2_SIZE);

  if (step(w1, b1, w2, b2, x, y, value, g1, g2, g3, g4,
           arena(STEP_ARENA_BYTES)))
    return 2;
  compare("step", argv[4], 0, value, 1);
  compare("step", argv[4], 1, g1, GRADIENT_OUT1_W1_SIZE);
  compare("step", argv[4], 2, g2, GRADIENT_OUT1_B1_SIZE);
  compare("step", argv[4], 3, g3, GRADIENT_OUT1_W2_SIZE);
  compare("step", argv[4], 4, g4, GRADIENT_OUT1_B2_SIZE);
  if (!wrong)
    printf("all bits are the same; the loss is %.4f\n", value[0]);
  return wrong;
}

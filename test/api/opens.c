/* Opens a library that needs libweft, in a program that does not, and that
   computes in a static initialiser: while the loader is locked, and with only
   that of the static thread-local storage which is left. */
#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc != 2)
    return 2;
  alarm(60); /* a deadlock ends here */
  void *library = dlopen(argv[1], RTLD_NOW);
  if (!library) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  float (*total)(void);
  *(void **)&total = dlsym(library, "weft_test_total");
  if (!total || total() != 16) {
    fprintf(stderr, "the library computed something else\n");
    return 1;
  }
  return 0;
}

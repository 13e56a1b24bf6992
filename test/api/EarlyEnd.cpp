// A process that ends while other threads compile ends as it should, and so
// does a child of one that has compiled. It runs itself, as what would go wrong
// does so in some of its ends only.
#include <weft/weft.h>

#include <atomic>
#include <cstdlib>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using weft::Array;

static void compileForever(std::atomic<int> &done, int first) {
  Array x = weft::array<float>({1, 2, 3});
  for (int i = first;; i += 3, ++done)
    (void)weft::jit([i](const Array &x) {
      return weft::matmul(weft::reshape(x, {1, 3}), weft::reshape(x, {3, 1})) +
             float(i);
    })(x);
}

static void endEarly(int milliseconds) {
  alarm(60); // a deadlock ends here
  static std::atomic<int> done{0};
  for (int first : {0, 1, 2})
    std::thread([first] { compileForever(done, first); }).detach();
  while (done < 1)
    usleep(100);
  usleep(1000 * milliseconds);
  std::exit(0);
}

int main(int argc, char **argv) {
  if (argc == 2)
    endEarly(std::atoi(argv[1]));
  for (int i = 0; i < 24; ++i) {
    if (i == 12)
      (void)weft::jit([](const Array &x) { return x + 1; })(Array(1.f));
    pid_t child = fork();
    if (child == 0 && i >= 12)
      endEarly(i - 12);
    if (child == 0) {
      execl(argv[0], argv[0], std::to_string(i).c_str(), nullptr);
      _exit(1);
    }
    int status = 1;
    waitpid(child, &status, 0);
    if (status != 0)
      return 1;
  }
  return 0;
}

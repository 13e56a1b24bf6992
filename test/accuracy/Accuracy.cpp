// How far compiled functions are from the exact ones, in units in the last
// place (ulp).
//
//   Accuracy            every 2^18-th float32, 20,000 doubles a function
//   Accuracy --all      every float32, 10^7 doubles a function
//   --threads=N         as many at once (1)
//   --samples=N         doubles a function
//   --stride=N          every N-th float32, a power of two
//   --group=NAME        unary, binary, complex or special ones only
//   --markdown=FILE     a table of the results as well
//   NAME…               these functions only
//
// float32 is held against the C library's double precision functions (libmvec
// where there is one), whatever those take for the worst so far against MPFR;
// float64 against MPFR, every one; complex numbers against libquadmath, in units
// of the modulus. Numbers are drawn from strata (Sweep.cpp, Pairs.cpp,
// Complex.cpp). All are held against C's libm at zeros, infinities, NaN,
// subnormal and extreme numbers. The narrow float types are held against float32
// rounded: the figure is how many results differ. Fails where a bound is
// exceeded.
#include "Complex.h"
#include "Halves.h"
#include "Report.h"
#include "Sweep.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
using namespace accuracy;

namespace {
Report report;

template <class F>
bool measure(const char *name, const char *type, double bound, F f) {
  auto begin = std::chrono::steady_clock::now();
  Worst worst = f();
  std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  return report.add(name, type, worst, bound, took.count());
}

/// Results that are not rounded from float32 as they should be.
template <class F> int narrowed(const F &f) {
  int wrong = 0;
  for (const Format &format : formats())
    wrong += !measure(f.name, name(format.dtype), 0,
                      [&] { return narrow(f, format); });
  return wrong;
}

int unary(const Options &options) {
  int wrong = 0;
  for (const Function &f : functions()) {
    if (!options.wants(f.name))
      continue;
    wrong += !measure(f.name, "float32", f.bound32,
                      [&] { return singles(f, options); });
    wrong += !measure(f.name, "float64", f.bound64,
                      [&] { return doubles(f, options); });
    wrong += specials(f, true) + specials(f, false) + narrowed(f);
  }
  return wrong;
}
int binary(const Options &options) {
  int wrong = 0;
  for (const Function2 &f : functions2()) {
    if (!options.wants(f.name))
      continue;
    wrong += !measure(f.name, "float32", f.bound32,
                      [&] { return pairs(f, true, options); });
    wrong += !measure(f.name, "float64", f.bound64,
                      [&] { return pairs(f, false, options); });
    wrong += specials(f, true) + specials(f, false) + narrowed(f);
  }
  return wrong;
}
int special(const Options &options) {
  int wrong = 0;
  for (const Function &f : specialFunctions()) {
    if (!options.wants(f.name))
      continue;
    wrong += !measure(f.name, "float32", f.bound32,
                      [&] { return sampled(f, true, options); });
    wrong += !measure(f.name, "float64", f.bound64,
                      [&] { return sampled(f, false, options); });
  }
  return wrong;
}
int complexes(const Options &options) {
  int wrong = 0;
  for (const ComplexFunction &f : complexFunctions()) {
    if (!options.wants(f.name))
      continue;
    wrong += !measure(f.name, "complex64", f.bound64,
                      [&] { return complexes(f, true, options); });
    wrong += !measure(f.name, "complex128", f.bound128,
                      [&] { return complexes(f, false, options); });
    wrong += complexSpecials(f);
  }
  return wrong;
}
} // namespace

int main(int argc, char **argv) {
  Options options;
  std::string markdown, group;
  for (int i = 1; i < argc; ++i) {
    std::string_view arg = argv[i];
    if (arg == "--all")
      options.all = true;
    else if (arg.starts_with("--threads="))
      options.threads = std::atoi(argv[i] + 10);
    else if (arg.starts_with("--samples="))
      options.samples = std::atoll(argv[i] + 10);
    else if (arg.starts_with("--stride="))
      options.stride = std::bit_floor<uint64_t>(std::atoll(argv[i] + 9));
    else if (arg.starts_with("--group="))
      group = arg.substr(8);
    else if (arg.starts_with("--markdown="))
      markdown = argv[i] + 11;
    else
      options.names.emplace_back(arg);
  }
  // The threads are ours: a function for each, not each function in threads.
  setenv("WEFT_NUM_THREADS", "1", 1);
  int wrong = 0;
  std::pair<const char *, int (*)(const Options &)> groups[] = {
      {"unary", unary},
      {"binary", binary},
      {"complex", complexes},
      {"special", special}};
  for (auto [name, run] : groups)
    if (group.empty() || group == name)
      wrong += run(options);
  if (!markdown.empty())
    report.writeMarkdown(markdown);
  std::printf("%d wrong\n", wrong);
  return wrong != 0;
}

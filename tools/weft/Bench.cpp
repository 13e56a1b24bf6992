// weft bench: how fast a function is, and how fast this machine could be.
#include "Checks.h"
#include "Commands.h"
#include "Model.h"
#include "Runtime/Resident.h"
#include "Runtime/Roofline.h"
#include "Transforms.h"
#include "weft/weft.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>
#include <numeric>

namespace weft::cli {
namespace {
struct Options {
  ModelArgument model;
  Transforms transforms;
  int threads = 0;
  Tune tune = Tune::None;
  double seconds = 0.5;
  bool parts = false, json = false;
};

double now() {
  using namespace std::chrono;
  return duration<double>(steady_clock::now().time_since_epoch()).count();
}

/// Adds n to the diagonal of n x n matrices of T (or of its complex numbers):
/// what is between 0.25 and 0.75 elsewhere makes them positive definite and far
/// from singular then.
template <class T>
void makeDominant(std::vector<char> &bytes, const aot::Port &port) {
  size_t rank = port.shape.size();
  if (rank < 2 || port.shape[rank - 1] != port.shape[rank - 2])
    return;
  size_t item = itemSize(port.dtype), n = port.shape[rank - 1];
  for (size_t matrix = 0; matrix + n * n * item <= port.bytes();
       matrix += n * n * item)
    for (size_t i = 0; i < n; ++i) {
      char *at = bytes.data() + matrix + i * (n + 1) * item;
      T v;
      std::memcpy(&v, at, sizeof v);
      v += T(n);
      std::memcpy(at, &v, sizeof v);
    }
}

/// Numbers between 0.25 and 0.75, or small whole ones: nothing overflows, and
/// an index is within bounds. Square matrices are dominated by their diagonal
/// where that is wanted.
Array filled(const aot::Port &port, bool dominant) {
  size_t item = itemSize(port.dtype);
  std::vector<char> bytes(std::max<size_t>(port.bytes(), 1));
  uint32_t seed = 1;
  auto next = [&] { return (seed = seed * 1664525 + 1013904223) >> 8; };
  auto fill = [&](auto value) {
    for (size_t i = 0; i + sizeof(value(0u)) <= port.bytes();
         i += sizeof(value(0u))) {
      auto v = value(next());
      std::memcpy(bytes.data() + i, &v, sizeof v);
    }
  };
  auto real = [](uint32_t r) { return 0.25f + 0.5f * float(r) / (1 << 24); };
  switch (port.dtype) {
  case Dtype::F32:
  case Dtype::C64:
    fill(real);
    break;
  case Dtype::F64:
  case Dtype::C128:
    fill([&](uint32_t r) { return double(real(r)); });
    break;
  case Dtype::F16: // 0.25 to 0.5
    fill([](uint32_t r) { return uint16_t(0x3400 | (r & 0x3FF)); });
    break;
  case Dtype::BF16: // 0.5 to 1
    fill([](uint32_t r) { return uint16_t(0x3F00 | (r & 0x7F)); });
    break;
  case Dtype::F8E4M3FN: // 0.5 to 1
  case Dtype::F8E5M2:   // about 0.125
    fill([](uint32_t r) { return uint8_t(0x30 | (r & 3)); });
    break;
  default: // whole numbers, 0 or 1 in the first byte of each
    for (size_t i = 0; i < port.bytes(); i += item)
      bytes[i] = char(next() & 1);
  }
  if (dominant && (port.dtype == Dtype::F32 || port.dtype == Dtype::C64))
    makeDominant<float>(bytes, port);
  if (dominant && (port.dtype == Dtype::F64 || port.dtype == Dtype::C128))
    makeDominant<double>(bytes, port);
  return arrayFromBytes(bytes.data(), port.dtype, port.shape);
}
detail::Leaves inputs(const detail::ModelFunction &f) {
  bool dominant = f.factorises();
  detail::Leaves out;
  for (const aot::Port &port : f.args())
    out.push_back(filled(port, dominant));
  return out;
}

/// Whether a result of floats has finite ones only: what fails early does not.
bool allFinite(const Array &x) {
  return !isFloat(x.dtype()) || all(isFinite(x)).item() != 0;
}

struct Times {
  double min, median; // seconds a call
  size_t calls;
};
/// As many calls as fit, at least 5; short ones in batches that a clock can
/// tell apart.
Times measure(const detail::CompiledFunction &f, const detail::Leaves &in,
              double seconds) {
  auto timed = [&](size_t n) {
    double begin = now();
    for (size_t i = 0; i < n; ++i)
      f(in);
    return (now() - begin) / n;
  };
  double once = std::min(timed(1), timed(1));
  size_t batch = std::max<size_t>(1, 50e-6 / std::max(once, 1e-8));
  size_t n =
      std::clamp<double>(seconds / std::max(once * batch, 1e-9), 5, 2000);
  std::vector<double> samples;
  for (double end = now() + 4 * seconds;
       samples.size() < n && (samples.size() < 5 || now() < end);)
    samples.push_back(timed(batch));
  std::sort(samples.begin(), samples.end());
  return {samples[0], samples[samples.size() / 2], samples.size() * batch};
}

std::string format(const char *text, double x) {
  char out[64];
  std::snprintf(out, sizeof out, text, x);
  return out;
}
std::string time(double s) {
  return s < 1e-6   ? format("%.1f ns", s * 1e9)
         : s < 1e-3 ? format("%.2f µs", s * 1e6)
         : s < 1    ? format("%.3f ms", s * 1e3)
                    : format("%.3f s", s);
}
std::string size(double b) {
  return b < 1 << 20 ? format("%.1f KiB", b / 1024)
                     : format("%.2f MiB", b / (1 << 20));
}

struct Result {
  std::string what, place;
  Times times;
  JitStats stats;
  rt::Operations operations;
  bool atLeast, finite; // no result has a NaN or an infinity
  double bytes, roof;  // roof: seconds that the machine needs
  uint64_t resident;   // bytes in memory that the first call has brought there
  rt::Arithmetic kind; // the arithmetic that takes longest
  bool byArithmetic;   // what the machine needs them for, not for the bytes

  double all() const {
    return std::accumulate(operations.begin(), operations.end(), 0.);
  }
  nlohmann::json json() const {
    nlohmann::json out = {{"what", what},
                          {"place", place},
                          {"ms_min", times.min * 1e3},
                          {"ms_median", times.median * 1e3},
                          {"calls", times.calls},
                          {"operations", all()},
                          {"operations_at_least", atLeast},
                          {"bytes", bytes},
                          {"gbs", bytes / times.min * 1e-9},
                          {"percent_of_roofline", 100 * roof / times.min},
                          {"roofline", limit()},
                          {"results_finite", finite},
                          {"tuning", stats.tuning},
                          {"peak_bytes", stats.peakBytes},
                          {"argument_bytes", stats.argumentBytes},
                          {"result_bytes", stats.resultBytes},
                          {"arena_bytes", stats.arenaBytes},
                          {"stack_bytes", stats.stackBytes},
                          {"resident_bytes", resident}};
    if (all() > 0) // else it is not known, as of a sort
      out["gflops"] = all() / times.min * 1e-9;
    return out;
  }
  std::string limit() const {
    return byArithmetic ? rt::nameOf(kind) : size(bytes) + " moved";
  }
};

Result bench(const std::string &what, const std::string &place,
             const detail::ModelFunction &f,
             const detail::CompiledFunction &compiled,
             const rt::Roofline &roofline, double seconds) {
  Result r{what, place, {}, compiled.stats(), {}, false, true, 0, 0, 0, rt::F32,
           false};
  std::tie(r.operations, r.atLeast) = f.operations();
  r.bytes = f.traffic();
  r.kind = roofline.longest(r.operations);
  r.roof = roofline.seconds(r.operations, r.bytes);
  r.byArithmetic = r.roof <= roofline.seconds(r.operations);
  detail::Leaves in, out;
  detail::Leaves made = inputs(f);
  r.resident = rt::residentGrowth([&] {
    for (const Array &x : made)
      in.push_back(arrayFromBytes(x.bytes(), x.dtype(), x.shape()));
    out = compiled(in);
  });
  made.clear();
  for (const Array &result : out)
    r.finite &= allFinite(result);
  out.clear();
  r.times = measure(compiled, in, seconds);
  return r;
}

void print(const Result &r) {
  std::printf("%-10s %s least, %s median (%zu calls)\n",
              "time:", time(r.times.min).c_str(), time(r.times.median).c_str(),
              r.times.calls);
  std::printf("%-10s ", "rate:");
  if (double all = r.all())
    std::printf("%s%.2f G%s/s (%s), ", r.atLeast ? "at least " : "",
                all / r.times.min * 1e-9,
                r.kind >= rt::I8Products ? "OP" : "FLOP", rt::nameOf(r.kind));
  std::printf("%.2f GB/s (%s read of arguments and written to results)\n",
              r.bytes / r.times.min * 1e-9, size(r.bytes).c_str());
  double percent = 100 * r.roof / r.times.min;
  std::printf("%-10s %s%.1f %% (the machine needs %s at least, for %s%s)\n",
              "roofline:", percent > 100 ? "over " : "",
              std::min(percent, 100.), time(r.roof).c_str(), r.limit().c_str(),
              percent > 100 ? "; it was slower when its limits were measured: "
                              "weft doctor --measure"
                            : "");
  if (!r.finite)
    std::printf("%-10s not finite on these arrays: perhaps not the work that "
                "is meant\n",
                "results:");
  if (!r.stats.tuning.empty())
    std::printf("%-10s %s\n", "tuning:", r.stats.tuning.c_str());
  std::printf("%-10s %s planned peak: %s arguments, %s results, %s scratch, "
              "%s stack; %s resident\n",
              "memory:", size(r.stats.peakBytes).c_str(),
              size(r.stats.argumentBytes).c_str(),
              size(r.stats.resultBytes).c_str(),
              size(r.stats.arenaBytes).c_str(),
              size(r.stats.stackBytes).c_str(), size(r.resident).c_str());
}

/// What a call costs that computes next to nothing: one scalar's sign.
double emptyCall(double seconds) {
  detail::Exported one;
  one.name = "empty";
  one.like = {Array(1.f)};
  one.paths = {".0"};
  one.call = [](const detail::Leaves &in) { return detail::Leaves{-in[0]}; };
  one.resultPaths = [] { return std::vector<std::string>{".0"}; };
  detail::ModelFunction f(one);
  return measure(f.compiled(1), inputs(f), seconds).min;
}

void benchModel(const Options &o) {
  auto f = o.transforms.apply(Model(o.model.path).function(o.model.fn));
  rt::Roofline roofline = rt::roofline(o.threads);
  detail::Leaves sample;
  if (o.tune != Tune::None)
    sample = inputs(f);
  double begin = now();
  auto compiled = f.compiled(o.threads, o.tune, sample);
  double took = now() - begin;
  Result whole = bench(f.type(), "", f, compiled, roofline, o.seconds);
  std::vector<Result> parts;
  if (o.parts)
    for (const auto &part : f.parts())
      parts.push_back(bench(part.what, part.place, part.function,
                            part.function.compiled(o.threads), roofline,
                            o.seconds / 8));
  double call = o.parts ? emptyCall(o.seconds / 8) : 0;
  auto without = [&](const Result &part) {
    return std::max(part.times.min - call, 0.);
  };
  if (o.json) {
    nlohmann::json json = whole.json();
    json["compile_ms"] = took * 1e3;
    json["from_disk"] = whole.stats.fromDisk;
    if (o.parts)
      json["empty_call_ms"] = call * 1e3;
    for (const Result &part : parts) {
      json["parts"].push_back(part.json());
      json["parts"].back()["ms_without_call"] = without(part) * 1e3;
    }
    std::printf("%s\n", json.dump(2).c_str());
    return;
  }
  std::printf("%-10s %s\n", "function:", whole.what.c_str());
  std::printf("%-10s %s%s\n", "compile:", time(took).c_str(),
              whole.stats.fromDisk ? ", from the cache on disk" : "");
  print(whole);
  if (!o.parts)
    return;
  std::printf("%-10s each alone, without the %s of an empty call; shares of "
              "the function's %s\n",
              "parts:", time(call).c_str(), time(whole.times.min).c_str());
  for (const Result &part : parts)
    std::printf("  %5.1f %%  %-10s %s%s%s\n",
                100 * without(part) / whole.times.min,
                time(without(part)).c_str(), part.what.c_str(),
                part.place.empty() ? "" : "  at ", part.place.c_str());
}
} // namespace

void addBench(CLI::App &app) {
  auto *command = app.add_subcommand(
      "bench",
      "time, memory and rates of a function on made-up arrays: numbers between "
      "0.25 and 0.75, or 0 and 1; where the function factorises or solves, n is "
      "added to the diagonal of n x n matrices, which makes them fit for it");
  auto o = std::make_shared<Options>();
  o->model.add(*command, /*withFunction=*/true);
  o->transforms.add(*command);
  command
      ->add_option("--threads", o->threads,
                   "at most so many; 0: as many as the machine has")
      ->capture_default_str()
      ->check(threadCount());
  command
      ->add_option_function<std::string>(
          "--tune",
          [o](const std::string &word) {
            o->tune = word == "any"       ? Tune::Any
                      : word == "threads" ? Tune::Threads
                                          : Tune::None;
          },
          "choose by measurement: none, threads (no bit of a result changes) "
          "or any; kept in the cache on disk")
      ->check(oneOf({"none", "threads", "any"},
                    "threads changes no bit of a result"));
  command->add_option("--seconds", o->seconds, "how long to measure")
      ->capture_default_str()
      ->check(positiveSeconds());
  command->add_flag("--parts", o->parts,
                    "each fused loop and operation, alone, with its lines");
  command->add_flag("--json", o->json, "for programs to read");
  command->callback([o] { benchModel(*o); });
}

} // namespace weft::cli

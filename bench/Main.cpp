// Times the workloads of one family: bench_FAMILY --inputs DIR [options].
// DIR/WORKLOAD/in0.npy… are the inputs; a workload that has none is left out.
// One JSON row a workload goes to standard output, its results to
// OUTPUTS/WORKLOAD/out0.npy…. With --workload - the workloads' names come from
// standard input, a line each, and each is answered by its row before the next
// is read: by {} where there is none of that name, or no input for it.
#include "Workloads.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

namespace fs = std::filesystem;
using namespace bench;

namespace {
struct Options {
  std::string inputs, outputs;
  std::set<std::string> only;
  int threads = 0;
  double budget = 0.8; // seconds a workload
  bool compileOnly = false;
  bool stepped = false; // names come from standard input

  bool hasInputs(const Workload &w) const {
    return fs::exists(fs::path(inputs) / w.name / "meta.json");
  }
};

double now() {
  using namespace std::chrono;
  return duration<double>(steady_clock::now().time_since_epoch()).count();
}

struct Times {
  double median, min; // ms a call
  int repetitions;
};
/// As the peers' suite does: a few calls to warm up, then as many as fit the
/// budget, 7 to 400; calls under 100 µs in batches of at least 200 µs.
template <class F> Times measure(F f, double budget) {
  auto timed = [&](int n) {
    double begin = now();
    for (int i = 0; i < n; ++i)
      f();
    return (now() - begin) / n;
  };
  double once = timed(1);
  for (int i = once > 1 ? 0 : once > 0.05 ? 2 : 5; i > 0; --i)
    once = std::min(once, timed(1));
  int batch = once < 1e-4 ? std::max(1, int(2e-4 / std::max(once, 1e-8))) : 1;
  int n = std::clamp(int(budget / std::max(once * batch, 1e-9)),
                     once > 0.5 ? 3 : 7, 400);
  std::vector<double> samples;
  double end = now() + 6 * budget + 2;
  while (int(samples.size()) < n && (samples.size() < 3 || now() < end))
    samples.push_back(timed(batch) * 1e3);
  std::sort(samples.begin(), samples.end());
  return {samples[samples.size() / 2], samples[0], int(samples.size())};
}

template <class T, class From>
Array elements(const Array &x, const weft::Shape &shape) {
  std::vector<T> values;
  for (From v : x.toVector<From>())
    values.push_back(T(v));
  return weft::array<T>(values, shape);
}

Arrays readInputs(const fs::path &folder) {
  // The suite writes bfloat16 as float32, and scalars with one axis; what they
  // were is in meta.json. Nothing is compiled here: the workload's compile time
  // is of the first code in the process.
  auto meta = nlohmann::json::parse(std::ifstream(folder / "meta.json"));
  Arrays in;
  for (auto &input : meta["inputs"]) {
    Array x = weft::loadNpy(folder / ("in" + std::to_string(in.size()) +
                                      ".npy"));
    auto shape = input[1].get<weft::Shape>();
    if (input[0] == "bfloat16")
      x = elements<weft::BFloat16, float>(x, shape);
    else if (x.shape() != shape && x.dtype() == weft::Dtype::F32)
      x = elements<float, float>(x, shape);
    else if (x.shape() != shape)
      x = reshape(x, shape);
    in.push_back(x);
  }
  return in;
}

void runWorkload(const Workload &w, const Options &o) {
  nlohmann::json row{{"family", family},
                     {"workload", w.name},
                     {"threads", o.threads},
                     {"peer", "weft"}};
  try {
    Arrays in = readInputs(fs::path(o.inputs) / w.name), out;
    auto f = weft::jit(w.f, {.threads = o.threads, .name = w.name});
    double begin = now();
    weft::JitStats stats = f.stats(in); // traces and compiles, as a call would
    row["compile_ms"] = (now() - begin) * 1e3;
    row["from_disk"] = stats.fromDisk;
    if (o.compileOnly) {
      std::cout << row << std::endl;
      return;
    }
    out = f(in);
    Times t = w.direct
                  ? measure(w.direct(in, {.threads = o.threads}), o.budget)
                  : measure([&] { out = f(in); }, o.budget);
    row.update({{"ms_min", t.min},
                {"ms_median", t.median},
                {"reps", t.repetitions},
                {"peak_bytes", stats.peakBytes},
                {"stack_bytes", stats.stackBytes}});
    if (!o.outputs.empty()) {
      fs::path folder = fs::path(o.outputs) / w.name;
      fs::create_directories(folder);
      for (size_t i = 0; i < out.size(); ++i)
        weft::saveNpy(folder / ("out" + std::to_string(i) + ".npy"),
                      out[i].dtype() == weft::Dtype::BF16
                          ? astype(out[i], weft::Dtype::F32)
                          : out[i]);
    }
  } catch (const std::exception &e) {
    row["error"] = e.what();
  }
  std::cout << row << std::endl;
}

void answerNames(const Options &o) {
  const std::vector<Workload> all = workloads();
  for (std::string name; std::getline(std::cin, name);) {
    auto found = std::find_if(all.begin(), all.end(), [&](const Workload &w) {
      return w.name == name && o.hasInputs(w);
    });
    if (found == all.end())
      std::cout << "{}" << std::endl;
    else
      runWorkload(*found, o);
  }
}

int usage() {
  std::cerr << "usage: bench_" << family
            << " --inputs DIR [--outputs DIR] [--workload A,B|-] [--threads N] "
               "[--budget SECONDS | --compile-only] | --list\n";
  return 2;
}
} // namespace

int main(int argc, char **argv) {
  Options o;
  for (int i = 1; i < argc; ++i) {
    std::string flag = argv[i];
    if (flag == "--list") {
      for (const Workload &w : workloads())
        std::cout << w.name << "\n";
      return 0;
    }
    if (flag == "--compile-only") {
      o.compileOnly = true;
      continue;
    }
    if (++i == argc)
      return usage();
    std::string value = argv[i];
    if (flag == "--inputs")
      o.inputs = value;
    else if (flag == "--outputs")
      o.outputs = value;
    else if (flag == "--threads")
      o.threads = std::stoi(value);
    else if (flag == "--budget")
      o.budget = std::stod(value);
    else if (flag == "--workload" && value == "-")
      o.stepped = true;
    else if (flag == "--workload")
      for (std::stringstream s(value); std::getline(s, value, ',');)
        o.only.insert(value);
    else
      return usage();
  }
  if (o.inputs.empty())
    return usage();
  if (o.stepped) {
    answerNames(o);
    return 0;
  }
  for (const Workload &w : workloads())
    if ((o.only.empty() || o.only.count(w.name)) && o.hasInputs(w))
      runWorkload(w, o);
}

// weft doctor: what a bug report needs to know about this machine.
#include "Aot/Aot.h"
#include "Backend/Cpu/Target.h"
#include "Commands.h"
#include "Process.h"
#include "Runtime/DiskCache.h"
#include "Runtime/Roofline.h"

#include <cmath>
#include <cstdlib>
#include <dlfcn.h>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <thread>

namespace weft::cli {
/// The features of the CPU that code generation looks at.
static std::string vectorFeatures(const std::string &features) {
  std::string out, word;
  std::stringstream in(features);
  while (std::getline(in, word, ','))
    for (const char *known :
         {"+sse4.2", "+avx", "+avx2", "+fma", "+f16c", "+avx512f", "+avx512bw",
          "+avx512vl", "+avx512vnni", "+avx512bf16", "+avx512fp16",
          "+amx-tile", "+neon", "+sve", "+sve2", "+bf16"})
      if (word == known)
        out += (out.empty() ? "" : " ") + word.substr(1);
  return out.empty() ? "none known" : out;
}

static std::string cache() {
  const char *dump = std::getenv("WEFT_DUMP");
  std::string folder = rt::disk::folder();
  if (dump)
    return "off, as stages are dumped to " + std::string(dump);
  if (folder.empty())
    return "off (WEFT_CACHE_DIR is empty, or there is no HOME)";
  rt::disk::Usage usage = rt::disk::usage();
  return folder + ", " + std::to_string(usage.files) + " files, " +
         std::to_string((usage.bytes + 1023) >> 10) + " KiB of " +
         std::to_string(rt::disk::limit() >> 10);
}

static std::string gpuDriver() {
  void *driver = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL);
  if (!driver)
    return "no CUDA driver (libcuda.so.1 is not there)";
  dlclose(driver);
  return "CUDA driver found";
}

/// On one thread and on all.
static std::string limits(bool again) {
  if (again)
    rt::measureAgain();
  rt::Roofline one = rt::roofline(1), all = rt::roofline(0);
  std::ostringstream text;
  auto both = [&](const std::string &what, double ofOne, double ofAll) {
    text << "\n         " << std::left << std::setw(14) << what << std::right
         << std::setw(8) << std::llround(ofOne * 1e-9) << std::setw(8)
         << std::llround(ofAll * 1e-9);
  };
  text << "one thread, and " << all.threads << " at once"
       << (again ? "; the best of 10 rounds over some seconds" : "");
  for (rt::Arithmetic kind :
       {rt::F32, rt::F64, rt::F16, rt::Bf16Products, rt::I8Products, rt::I32}) {
    both(rt::nameOf(kind), one.operations[kind], all.operations[kind]);
    text << (kind == rt::I32 || kind == rt::I8Products ? " GOP/s" : " GFLOP/s");
  }
  for (int i : {0, 6, 12, 14}) {
    double kib = rt::Roofline::workingSet(i) / 1024;
    both("in " + std::to_string(int(kib < 1024 ? kib : kib / 1024)) +
             (kib < 1024 ? " KiB" : " MiB"),
         one.bytes[i], all.bytes[i]);
    text << " GB/s";
  }
  return text.str();
}

static std::string headers() {
  try {
    return findInstallation().include;
  } catch (const std::exception &e) {
    return std::string("missing: ") + e.what();
  }
}

void addDoctor(CLI::App &app) {
  auto *command = app.add_subcommand(
      "doctor", "machine, instruction set, devices, cache and versions");
  auto again = std::make_shared<bool>(false);
  command->add_flag(
      "--measure", *again,
      "measure the machine's limits again, for some seconds: what "
      "is found takes the place of what was");
  command->callback([again] {
    const cpu::TargetSpec &host = cpu::TargetSpec::host();
    const char *cxx = std::getenv("CXX");
    std::cout << "weft:    " << aot::version() << "\n"
              << "llvm:    " << aot::llvmVersion() << "\n"
              << "target:  " << host.triple << "\n"
              << "cpu:     " << host.cpu << "\n"
              << "isa:     " << vectorFeatures(host.features) << "\n"
              << "threads: " << std::thread::hardware_concurrency() << "\n"
              << "devices: cpu, emulated-gpu\n"
              << "gpu:     " << gpuDriver() << "\n"
              << "cache:   " << cache() << "\n"
              << "limits:  " << limits(*again) << "\n"
              << "c++:     " << (cxx && *cxx ? cxx : "c++") << "\n"
              << "headers: " << headers() << "\n";
  });
}
} // namespace weft::cli

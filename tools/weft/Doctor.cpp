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
          "+avx512vl", "+avx512bf16", "+avx512fp16", "+amx-tile", "+neon",
          "+sve", "+sve2", "+bf16"})
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
  rt::Roofline r = rt::roofline(again);
  auto both = [](double one, double all) {
    std::ostringstream text;
    text << std::llround(one * 1e-9) << " / " << std::llround(all * 1e-9);
    return text.str();
  };
  return "f32 FMA " + both(r.fma1, r.fmaAll) + " GFLOP/s, read " +
         both(r.read1, r.readAll) + " GB/s, copy " +
         both(r.copy1, r.copyAll) + " GB/s (one thread / all)";
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
  command->add_flag("--measure", *again, "measure the machine's limits again");
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

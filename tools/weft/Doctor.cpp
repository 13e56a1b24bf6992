// weft doctor: what a bug report needs to know about this machine.
#include "Aot/Aot.h"
#include "Backend/Cpu/Target.h"
#include "Commands.h"
#include "Process.h"

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

static std::string cacheFolder() {
  const char *dump = std::getenv("WEFT_DUMP");
  std::string out = "in memory, per process";
  return dump ? out + "; stages are dumped to " + dump : out;
}

static std::string gpuDriver() {
  void *driver = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL);
  if (!driver)
    return "no CUDA driver (libcuda.so.1 is not there)";
  dlclose(driver);
  return "CUDA driver found";
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
  command->callback([] {
    const cpu::TargetSpec &host = cpu::TargetSpec::host();
    const char *cxx = std::getenv("CXX");
    std::cout << "weft:    " << aot::version() << "\n"
              << "llvm:    " << aot::llvmVersion() << "\n"
              << "target:  " << host.triple << "\n"
              << "cpu:     " << host.cpu << "\n"
              << "isa:     " << vectorFeatures(host.features) << "\n"
              << "threads: " << std::thread::hardware_concurrency() << "\n"
              << "gpu:     " << gpuDriver() << "\n"
              << "cache:   " << cacheFolder() << "\n"
              << "c++:     " << (cxx && *cxx ? cxx : "c++") << "\n"
              << "headers: " << headers() << "\n";
  });
}
} // namespace weft::cli

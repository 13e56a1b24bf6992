// See Jit.h. ORC without LLJIT: objects come ready from our own pipeline, so
// no IR layer, no platform and no thread of its own is needed. The session is
// never destroyed, as executables may outlive any static object.
#include "Backend/Cpu/Jit.h"

#include "llvm/ExecutionEngine/Orc/Core.h"
#include "llvm/ExecutionEngine/Orc/ExecutionUtils.h"
#include "llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h"
#include "llvm/ExecutionEngine/Orc/SelfExecutorProcessControl.h"
#include "llvm/ExecutionEngine/Orc/TaskDispatch.h"

#include <atomic>
#include <mutex>
#include <map>

namespace weft::cpu {
namespace orc = llvm::orc;

struct Jit::Impl {
  explicit Impl(std::unique_ptr<orc::ExecutorProcessControl> control)
      : session(std::move(control)), layer(session) {}

  orc::ExecutionSession session;
  orc::ObjectLinkingLayer layer;
  orc::JITDylib *libraries = nullptr; // libc, libm
  orc::JITDylib *kernels = nullptr;
  std::mutex kernelMutex;
  std::map<std::string, uint64_t> kernelStacks;
  std::atomic<uint64_t> count{0};
};

static absl::Status toStatus(llvm::Error error, llvm::StringRef what) {
  return absl::InternalError(what.str() + ": " +
                             llvm::toString(std::move(error)));
}

Jit::Jit() {
  auto control = llvm::cantFail(orc::SelfExecutorProcessControl::Create(
      nullptr, std::make_unique<orc::InPlaceTaskDispatcher>()));
  impl = std::make_unique<Impl>(std::move(control));
  orc::ExecutionSession &session = impl->session;
  // Failures come back from the lookup that caused them.
  session.setErrorReporter(
      [](llvm::Error error) { llvm::consumeError(std::move(error)); });
  impl->libraries = &session.createBareJITDylib("libraries");
  impl->libraries->addGenerator(llvm::cantFail(
      orc::DynamicLibrarySearchGenerator::GetForCurrentProcess('\0')));
  impl->kernels = &session.createBareJITDylib("kernels");
  impl->kernels->addToLinkOrder(*impl->libraries);
}

Jit &Jit::get() {
  static Jit *jit = new Jit;
  return *jit;
}

absl::StatusOr<Jit::Code> Jit::link(std::unique_ptr<llvm::MemoryBuffer> object,
                                    llvm::StringRef symbol) {
  orc::ExecutionSession &session = impl->session;
  orc::JITDylib &library =
      session.createBareJITDylib("executable" + std::to_string(impl->count++));
  library.addToLinkOrder(*impl->kernels);
  library.addToLinkOrder(*impl->libraries);
  Code code;
  code.keepAlive = std::shared_ptr<void>(&library, [this](void *p) {
    orc::ExecutionSession &session = impl->session;
    llvm::consumeError(
        session.removeJITDylib(*static_cast<orc::JITDylib *>(p)));
    session.getSymbolStringPool()->clearDeadEntries();
  });
  if (llvm::Error error = impl->layer.add(library, std::move(object)))
    return toStatus(std::move(error), "linking");
  auto found = session.lookup({&library}, symbol);
  if (!found)
    return toStatus(found.takeError(), "linking");
  code.address = found->getAddress().toPtr<void *>();
  return code;
}

absl::StatusOr<uint64_t>
Jit::ensureKernels(llvm::StringRef key,
                   llvm::function_ref<absl::StatusOr<Kernels>()> build) {
  std::lock_guard<std::mutex> lock(impl->kernelMutex);
  auto known = impl->kernelStacks.find(key.str());
  if (known != impl->kernelStacks.end())
    return known->second;
  auto made = build();
  if (!made.ok())
    return made.status();
  if (llvm::Error error =
          impl->layer.add(*impl->kernels, std::move(made->object)))
    return toStatus(std::move(error), "linking kernels");
  return impl->kernelStacks[key.str()] = made->stackBytes;
}

} // namespace weft::cpu

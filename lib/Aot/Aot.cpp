// See Aot.h.
#include "Aot/Aot.h"
#include "Aot/Header.h"
#include "Backend/Cpu/Compiler.h"
#include "Dialect.h"
#include "Lowering/Pipelines.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Object/ArchiveWriter.h"
#include "llvm/Support/SHA256.h"

namespace weft::aot {
using namespace mlir;

const char *llvmVersion() { return LLVM_VERSION_STRING; }

static std::string sha256(const std::string &text) {
  llvm::SHA256 hash;
  hash.update(text);
  return llvm::toHex(hash.final(), /*LowerCase=*/true);
}

/// "+avx,-sse4a,+fma" as "avx fma".
static std::string enabled(llvm::StringRef features) {
  std::string out;
  for (llvm::StringRef one : llvm::split(features, ','))
    if (one.consume_front("+"))
      out += (out.empty() ? "" : " ") + one.str();
  return out;
}

absl::StatusOr<Artifact> compile(Region &body, const std::string &ir,
                                 const Signature &signature,
                                 const Options &options) {
  cpu::CompileOptions compile;
  compile.target = cpu::TargetSpec{options.target, options.cpu, ""}.resolved();
  compile.fastMath = options.fastMath;
  compile.parallelFor = options.parallelFor;
  MLIRContext *context = ir::context(); // a detached region has none
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(context));
  std::string error;
  ScopedDiagnosticHandler handler(context, [&](Diagnostic &d) {
    if (error.empty())
      error = d.str();
  });
  if (failed(ir::lowerToLinalg(body, *module, signature.name)))
    return absl::InternalError("lowering to linalg failed: " + error);
  auto object = cpu::compileToObject(
      *module, signature.name, compile,
      options.assembly ? cpu::ObjectForm::Assembly : cpu::ObjectForm::Object,
      signature.name);
  if (!object.ok())
    return object.status();
  const cpu::TargetSpec &spec = compile.target;
  Facts facts{object->arenaBytes, object->stackBytes, spec.triple,
              spec.cpu.empty() ? "generic" : spec.cpu, enabled(spec.features),
              sha256(ir), options.parallelFor};
  return Artifact{std::move(object->bytes), cHeader(signature, facts),
                  manifest(signature, facts)};
}

absl::StatusOr<std::string> archive(const std::string &member,
                                    const std::string &object) {
  llvm::NewArchiveMember one(llvm::MemoryBufferRef(object, member));
  auto made = llvm::writeArchiveToBuffer(
      one, llvm::SymtabWritingMode::NormalSymtab, llvm::object::Archive::K_GNU,
      /*Deterministic=*/true, /*Thin=*/false);
  if (!made)
    return absl::InternalError(llvm::toString(made.takeError()));
  return (*made)->getBuffer().str();
}

} // namespace weft::aot

// The machine that code is made for.
#ifndef WEFT_BACKEND_CPU_TARGET_H
#define WEFT_BACKEND_CPU_TARGET_H

#include "Lowering/TargetTraits.h"

#include "absl/status/statusor.h"

#include <memory>
#include <string>

namespace llvm {
class TargetMachine;
} // namespace llvm

namespace weft::cpu {

struct TargetSpec {
  std::string triple;
  std::string cpu;      // as `llc -mcpu`; "native" and "" mean host and generic
  std::string features; // "+avx2,-avx512f"

  /// This machine, found out at run time.
  static const TargetSpec &host();
  /// Fills in what was left empty or says "native".
  TargetSpec resolved() const;
};

absl::StatusOr<std::unique_ptr<llvm::TargetMachine>>
createTargetMachine(const TargetSpec &spec);

/// Whether this process may use the tile unit: its registers are large, so the
/// system wants to be asked (once; code of ours that runs elsewhere, an AOT
/// object, does not ask).
bool permitTiles();

ir::TargetTraits traitsOf(const llvm::TargetMachine &machine);

} // namespace weft::cpu
#endif

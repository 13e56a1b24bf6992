// Programs that others wrote, as functions over arrays.
#ifndef WEFT_IMPORT_H
#define WEFT_IMPORT_H

#include "weft/Array.h"

#include <memory>
#include <string>
#include <vector>

namespace weft {

/// A function that was read from text: its leaves in, its leaves out. It is
/// called, differentiated, mapped, compiled and exported as one of C++ is:
/// `jit(f)`, `grad([&](Array x) { return f({x})[0]; })`. Copies share what was
/// read, which never changes: several threads may call them.
class ImportedFunction {
public:
  /// Arguments of exactly its types. Throws ShapeError that names the first
  /// that differs, UserError for another number of them.
  std::vector<Array> operator()(const std::vector<Array> &args) const;
  const std::string &name() const;
  /// "main(arg0: f32[3], arg1: f32[3,2]) -> (out0: f32[])".
  const std::string &type() const;

private:
  struct Held;
  explicit ImportedFunction(std::shared_ptr<const Held> held)
      : held(std::move(held)) {}
  friend ImportedFunction importStablehlo(const std::string &,
                                          const std::string &, detail::Where);
  std::shared_ptr<const Held> held;
};

/// The function of that name in a module of StableHLO text, pretty or generic,
/// as JAX's `jax.jit(f).lower(…).as_text()` writes it (or in the weft dialect,
/// as `makeIr` does). Which operations are read: docs/Conformance.md. Throws
/// UserError "line:column: what is wrong" for what is not, and if there is no
/// such function.
ImportedFunction
importStablehlo(const std::string &text, const std::string &function = "main",
                detail::Where where = detail::Where::current());

} // namespace weft

#endif // WEFT_IMPORT_H

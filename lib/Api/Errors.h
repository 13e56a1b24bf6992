// Where IR code's diagnostics and the runtime's statuses become exceptions.
#pragma once
#include "Trace/Types.h"
#include "weft/Error.h"

#include "absl/status/status.h"

namespace weft::ir {
/// Collects this thread's diagnostics while it lives.
class Diagnostics {
public:
  explicit Diagnostics(const char *op);
  /// Throws what has been collected; `where` serves where no diagnostic has a
  /// place of the user's.
  [[noreturn]] void raise(const std::source_location &where);
  /// raise() where `result` is a failure.
  void check(LogicalResult result, const std::source_location &where) {
    if (failed(result))
      raise(where);
  }

private:
  const char *op;
  std::string text, place;
  ScopedDiagnosticHandler handler;
};

/// Throws a status that is not ok: the user's, the device's or our fault.
void checkStatus(const absl::Status &status, const char *op,
                 const std::source_location &where);

/// Throws an InternalError where `body` is not valid.
void verifyBody(Region &body, const char *op);
} // namespace weft::ir

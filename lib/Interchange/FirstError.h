// What is wrong with a text, as readers of it report.
#ifndef WEFT_INTERCHANGE_FIRSTERROR_H
#define WEFT_INTERCHANGE_FIRSTERROR_H

#include "Dialect.h"

#include "mlir/IR/Diagnostics.h"

#include <thread>

namespace weft::ir {

/// While it lives: the first error that this thread reports,
/// "file:line:column: what is wrong".
class FirstError {
public:
  /// `name` is where an error is that knows no line.
  explicit FirstError(std::string name)
      : name(std::move(name)), owner(std::this_thread::get_id()),
        handler(context(), [this](mlir::Diagnostic &d) {
          if (std::this_thread::get_id() != owner)
            return mlir::failure();
          if (text.empty() &&
              d.getSeverity() == mlir::DiagnosticSeverity::Error)
            text = place(d.getLocation()) + ": " + d.str();
          return mlir::success();
        }) {}
  const std::string &said() const { return text; }

private:
  std::string place(mlir::Location loc) const {
    auto at = loc->findInstanceOf<mlir::FileLineColLoc>();
    return at ? at.getFilename().str() + ":" + std::to_string(at.getLine()) +
                    ":" + std::to_string(at.getColumn())
              : name;
  }

  std::string name;
  std::thread::id owner;
  std::string text;
  mlir::ScopedDiagnosticHandler handler;
};

} // namespace weft::ir
#endif

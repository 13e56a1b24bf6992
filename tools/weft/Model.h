// A model on the command line: a .mlir file, a shared library, or a C++ source
// with WEFT_EXPORT.
#ifndef WEFT_TOOLS_MODEL_H
#define WEFT_TOOLS_MODEL_H

#include "Api/Model.h"

#include <CLI/CLI.hpp>

namespace weft::cli {

class Model {
public:
  /// Throws IoError, UserError.
  explicit Model(const std::string &path);

  const std::vector<std::string> &names() const { return functionNames; }
  /// The function `name`; empty: `main`, or the only one there is.
  detail::ModelFunction function(const std::string &name) const;

private:
  std::string path;
  std::vector<std::string> functionNames;
  std::vector<detail::ModelFunction> read;        // of .mlir
  std::vector<const detail::Exported *> exported; // of the others
};

/// MODEL and --fn, as every command takes them.
struct ModelArgument {
  std::string path, fn;
  void add(CLI::App &command, bool withFunction);
};

} // namespace weft::cli

#endif // WEFT_TOOLS_MODEL_H

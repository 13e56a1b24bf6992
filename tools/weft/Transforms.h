// --grad, --value-and-grad, --jvp and --vmap on a command line, in its order.
#ifndef WEFT_TOOLS_TRANSFORMS_H
#define WEFT_TOOLS_TRANSFORMS_H

#include "Api/Model.h"

#include <CLI/CLI.hpp>

#include <functional>

namespace weft::cli {

class Transforms {
public:
  void add(CLI::App &command);
  /// Applies them from left to right. `sizeOf(leaf, axis)` says how large a
  /// mapped axis is where --vmap-size does not; null: nobody knows.
  detail::ModelFunction
  apply(detail::ModelFunction function,
        const std::function<int64_t(size_t, int)> &sizeOf = {}) const;

private:
  CLI::App *command = nullptr;
  CLI::Option *gradient = nullptr, *both = nullptr, *tangent = nullptr,
              *map = nullptr;
  std::vector<int64_t> sizes;      // of --vmap-size
  std::vector<std::string> unread; // an option's own results are in order
};

} // namespace weft::cli

#endif // WEFT_TOOLS_TRANSFORMS_H

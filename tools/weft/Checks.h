// What options take, with messages that say so.
#ifndef WEFT_TOOLS_CHECKS_H
#define WEFT_TOOLS_CHECKS_H

#include <CLI/CLI.hpp>

namespace weft::cli {

CLI::Validator threadCount();
CLI::Validator positiveSeconds(); // seconds
CLI::Validator oneOf(std::vector<std::string> words, std::string hint);

} // namespace weft::cli

#endif // WEFT_TOOLS_CHECKS_H

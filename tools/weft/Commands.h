// The subcommands. Each adds itself to the program; parsing runs it. What goes
// wrong is thrown: main makes a line and an exit status of it.
#ifndef WEFT_TOOLS_COMMANDS_H
#define WEFT_TOOLS_COMMANDS_H

#include <CLI/CLI.hpp>

namespace weft::cli {

void addList(CLI::App &app);
void addDump(CLI::App &app);
void addRun(CLI::App &app);
void addCompile(CLI::App &app);
void addBench(CLI::App &app);
void addDoctor(CLI::App &app);

/// A mistake in the arguments that only the command can see: exit status 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

} // namespace weft::cli

#endif // WEFT_TOOLS_COMMANDS_H

// `weft`: what is in a model, what becomes of it, and its code.
#include "Commands.h"

#include "Aot/Aot.h"
#include "weft/Error.h"

#include <cstdio>
#include <iostream>

using namespace weft;

/// Messages are one line: `weft: …`.
static int fail(int status, const char *text, const char *more = "") {
  std::fflush(stdout);
  std::fprintf(stderr, "weft: %s%s\n", text, more);
  return status;
}

static int run(int argc, char **argv) {
  CLI::App app{"Weft: array functions as native code"};
  app.name("weft");
  app.set_version_flag("--version", std::string("weft ") + aot::version());
  app.require_subcommand(1);
  app.fallthrough(false);
  cli::addList(app);
  cli::addDump(app);
  cli::addRun(app);
  cli::addCompile(app);
  cli::addBench(app);
  cli::addDoctor(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success &asked) { // --help, --version
    return app.exit(asked);
  } catch (const CLI::ParseError &e) {
    auto words = app.remaining();
    if (app.get_subcommands().empty() && !words.empty())
      return fail(2, ("unknown command '" + words[0] + "'").c_str(),
                  " (weft --help says more)");
    return fail(2, e.what(), " (weft --help says more)");
  }
  if (!std::cout.flush())
    throw IoError("standard output cannot be written");
  return 0;
}

int main(int argc, char **argv) {
  try {
    return run(argc, argv);
  } catch (const cli::UsageError &e) {
    return fail(2, e.what());
  } catch (const InternalError &e) {
    return fail(70, e.what(),
                " This is a bug of Weft; please report the command, the "
                "model and the output of `weft doctor`.");
  } catch (const Error &e) {
    return fail(1, e.what());
  } catch (const std::exception &e) {
    return fail(70, e.what(),
                " This is a bug of Weft; please report the command, the "
                "model and the output of `weft doctor`.");
  }
}

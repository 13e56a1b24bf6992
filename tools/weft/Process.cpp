// See Process.h.
#include "Process.h"
#include "Api/Model.h"
#include "weft/Error.h"

#include <cerrno>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>

extern char **environ;
namespace fs = std::filesystem;
namespace weft::cli {

int runProgram(const std::vector<std::string> &command) {
  std::vector<char *> argv;
  for (const std::string &word : command)
    argv.push_back(const_cast<char *>(word.c_str()));
  argv.push_back(nullptr);
  pid_t child;
  if (posix_spawnp(&child, argv[0], nullptr, nullptr, argv.data(), environ))
    return 127;
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR)
    ;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TemporaryFolder::TemporaryFolder() {
  folder = (fs::temp_directory_path() / "weft-XXXXXX").string();
  if (!mkdtemp(folder.data()))
    throw IoError(
        Message{"model", "a scratch folder cannot be made",
                "'" + folder + "': " + std::generic_category().message(errno),
                "", "set TMPDIR"});
}
TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

Installation findInstallation() {
  Dl_info info;
  if (!dladdr(reinterpret_cast<void *>(&detail::allExported), &info))
    throw InternalError("libweft does not know where it is");
  fs::path lib = fs::canonical(info.dli_fname).parent_path();
  // lib/ or lib/ARCHITECTURE/.
  for (const char *up : {"../include", "../../include"})
    if (fs::exists(lib / up / "weft/weft.h"))
      return {lib.string(), (lib / up).lexically_normal().string()};
  throw IoError(Message{"model", "Weft's headers are not beside its library",
                        "'" + lib.string() + "'", "",
                        "install Weft with its headers"});
}

} // namespace weft::cli

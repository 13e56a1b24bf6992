// exportObject, and the register of exported functions.
#include "Api/Model.h"
#include "weft/Error.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <unistd.h>
using namespace weft;
namespace fs = std::filesystem;
using weft::detail::Exported;

/// Filled while libraries are loaded, by the thread that loads them.
static std::vector<Exported> &registered() {
  static auto *all = new std::vector<Exported>;
  return *all;
}
bool weft::detail::addExport(Exported exported) {
  registered().push_back(std::move(exported));
  return true;
}
const std::vector<Exported> &weft::detail::allExported() {
  return registered();
}

/// 0, or what the system says.
static int writeTo(const std::string &path, const std::string &text) {
  std::FILE *file = std::fopen(path.c_str(), "wb");
  if (!file)
    return errno;
  errno = 0;
  bool whole = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  int error = whole ? 0 : errno;
  if (std::fclose(file) != 0 && whole)
    error = errno;
  return error;
}

void weft::detail::writeText(const std::string &path, const std::string &text,
                             const std::string &where) {
  // What is there stays until all of the new is there; what is no file (a
  // terminal, a pipe) cannot be replaced and is written to.
  std::error_code ignored;
  auto status = fs::status(path, ignored);
  bool direct = fs::exists(status) && !fs::is_regular_file(status);
  std::string scratch =
      direct ? path : path + ".new" + std::to_string(getpid());
  int error = writeTo(scratch, text);
  if (!direct) {
    if (!error && std::rename(scratch.c_str(), path.c_str()) != 0)
      error = errno;
    if (error)
      std::remove(scratch.c_str());
  }
  if (error)
    throw IoError(Message{"write", "the file cannot be written",
                          "'" + path + "': " +
                              std::generic_category().message(error),
                          where, ""});
}

/// The path without folders and suffix.
static std::string stem(const std::string &path) {
  size_t from = path.rfind('/') + 1; // npos + 1 is 0
  return path.substr(from, path.find('.', from) - from);
}
static std::string besides(const std::string &object, const char *suffix) {
  size_t name = object.rfind('/') + 1, dot = object.rfind('.');
  bool has = dot != std::string::npos && dot > name;
  return object.substr(0, has ? dot : object.size()) + suffix;
}

void weft::detail::exportFlat(const Exported &exported,
                              const ExportOptions &options) {
  if (options.object.empty())
    throw UserError(Message{"exportObject", "there must be an object to write",
                            "no path", weft::place(exported.where),
                            "set ExportOptions::object"});
  std::string name = options.name.empty() ? stem(options.object) : options.name;
  Exported named = exported;
  named.name = name;
  aot::Artifact made = ModelFunction(named).compile(
      name,
      {options.target, options.cpu, options.fastMath, /*assembly=*/false,
       options.parallelFor},
      exported.where);
  auto path = [&](const std::string &given, const char *suffix) {
    return given.empty() ? besides(options.object, suffix) : given;
  };
  std::string where = weft::place(exported.where);
  writeText(options.object, made.object, where);
  writeText(path(options.header, ".h"), made.header, where);
  writeText(path(options.manifest, ".json"), made.manifest, where);
}

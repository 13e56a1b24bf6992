// See Source.h. Two files in the disk cache: under a hash of the source and of
// how it is compiled the list of the headers that the compiler read, and under a
// hash of all that and of those headers the library. Paths may be relative: what
// is read there now must be what was read then. (A header that would be
// found before one of them if it were there is not noticed: as in ccache.)
#include "Source.h"
#include "Api/Model.h"
#include "Process.h"
#include "Runtime/DiskCache.h"
#include "weft/Error.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

namespace fs = std::filesystem;
namespace weft::cli {
namespace {
std::optional<std::string> textOf(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  if (!in || !(out << in.rdbuf()))
    return std::nullopt;
  return out.str();
}

/// What changes with each build of a program or library.
std::string identity(const fs::path &file) {
  std::error_code error;
  fs::path real = fs::canonical(file, error);
  return real.string() + " " + std::to_string(fs::file_size(real, error)) +
         " " +
         std::to_string(
             fs::last_write_time(real, error).time_since_epoch().count());
}
fs::path onPath(const std::string &program) {
  const char *path = std::getenv("PATH");
  if (program.find('/') != program.npos || !path)
    return program;
  std::stringstream folders(path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (fs::exists(fs::path(folder) / program))
      return fs::path(folder) / program;
  return program;
}

struct Command {
  std::vector<std::string> words;
  Installation weft;
};
Command commandFor(const std::string &source) {
  Installation weft = findInstallation();
  const char *cxx = std::getenv("CXX");
  return {{cxx && *cxx ? cxx : "c++", "-std=c++20", "-O1", "-shared", "-fPIC",
           "-I" + weft.include, source, "-L" + weft.lib, "-lweft",
           "-Wl,-rpath," + weft.lib},
          weft};
}

/// The source and how it is compiled; messages name it as it was named.
std::optional<std::string> sourceKey(const std::string &source,
                                     const Command &command) {
  std::optional<std::string> text = textOf(source);
  if (!text || text->find("__TIME__") != text->npos ||
      text->find("__DATE__") != text->npos)
    return std::nullopt;
  std::vector<std::string> parts = command.words;
  parts.push_back(*text);
  parts.push_back(identity(onPath(command.words[0])));
  parts.push_back(identity(fs::path(command.weft.lib) / "libweft.so"));
  for (const char *name : {"CPATH", "CPLUS_INCLUDE_PATH", "LIBRARY_PATH",
                           "GCC_EXEC_PREFIX", "COMPILER_PATH"})
    if (const char *value = std::getenv(name))
      parts.push_back(std::string(name) + "=" + value);
  return "src" + detail::digest(parts);
}

/// The key of the library, or none if a header is no longer there.
std::optional<std::string> libraryKey(const std::string &key,
                                      const std::string &headers) {
  std::vector<std::string> parts{key};
  std::stringstream list(headers);
  for (std::string path; std::getline(list, path);) {
    std::optional<std::string> text = textOf(path);
    if (!text)
      return std::nullopt;
    parts.push_back(path);
    parts.push_back(*std::move(text));
  }
  return "lib" + detail::digest(parts);
}

/// The prerequisites of the one rule that -MD has written, a line each.
std::string prerequisites(const std::string &rule) {
  std::string out, word;
  auto end = [&] {
    if (!word.empty() && word.back() != ':')
      out += word + "\n";
    word.clear();
  };
  for (size_t i = 0; i < rule.size(); ++i) {
    char c = rule[i], next = i + 1 < rule.size() ? rule[i + 1] : 0;
    if (c == '\\' && next == '\n')
      end(), ++i;
    else if ((c == '\\' && (next == ' ' || next == '#')) ||
             (c == '$' && next == '$'))
      word += next, ++i;
    else if (c == ' ' || c == '\n')
      end();
    else
      word += c;
  }
  end();
  return out;
}
} // namespace

std::string compileSource(const std::string &source,
                          const std::string &folder) {
  std::string library = folder + "/model.so", rule = folder + "/model.d";
  Command command = commandFor(source);
  std::optional<std::string> key;
  if (!rt::disk::folder().empty())
    key = sourceKey(source, command);
  if (auto headers = key ? rt::disk::load(*key) : std::nullopt)
    if (auto whole = libraryKey(*key, *headers))
      if (auto bytes = rt::disk::load(*whole)) {
        std::ofstream out(library, std::ios::binary);
        if (out << *bytes && out.flush())
          return library;
      }
  for (const char *word : {"-MD", "-MF"})
    command.words.push_back(word);
  command.words.insert(command.words.end(), {rule, "-o", library});
  if (runProgram(command.words) != 0)
    throw UserError(Message{"model", "the C++ source does not compile",
                            "'" + source + "'", "",
                            "the compiler's messages are above"});
  auto made = textOf(rule), bytes = textOf(library);
  if (!key || !made || !bytes)
    return library;
  std::string headers = prerequisites(*made);
  if (auto whole = libraryKey(*key, headers)) {
    rt::disk::store(*key, headers);
    rt::disk::store(*whole, *bytes);
  }
  return library;
}

} // namespace weft::cli

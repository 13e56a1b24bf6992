// What the readers and writers of this room share: whole files, and the
// messages about them.
#ifndef WEFT_LIB_IO_FILES_H
#define WEFT_LIB_IO_FILES_H

#include "weft/Error.h"

#include <source_location>
#include <string>
#include <string_view>

namespace weft::io {

/// A file and who asked for it, for messages.
struct FileCall {
  const char *op;
  const std::string &path;
  std::source_location where;

  /// 'path'
  std::string quoted() const { return "'" + path + "'"; }
  /// Throws IoError.
  [[noreturn]] void fail(const std::string &rule, const std::string &received,
                         const std::string &hint = {}) const;
  /// Throws IoError on what the system said: `error` is an errno.
  [[noreturn]] void failed(const char *rule, int error) const;
  /// Throws IoError where the path is a directory, which opens and seeks like
  /// a file.
  void refuseDirectory() const;
};

/// The whole file, decompressed where it is gzip's. Throws IoError.
std::string readAll(const FileCall &call);

/// Replaces the file. Throws IoError.
void writeAll(const FileCall &call, std::string_view head,
              std::string_view rest = {});

} // namespace weft::io

#endif // WEFT_LIB_IO_FILES_H

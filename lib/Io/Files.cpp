// Whole files, plain and gzip's; zlib does the work.
#include "Io/Files.h"

#include "weft/io/Gzip.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include <zlib.h>

namespace weft::io {

void FileCall::fail(const std::string &rule, const std::string &received,
                    const std::string &hint) const {
  throw IoError(Message{op, rule, received, place(where), hint});
}

void FileCall::failed(const char *rule, int error) const {
  fail(rule, quoted() + ": " + std::generic_category().message(error));
}

void FileCall::refuseDirectory() const {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    failed("the file cannot be read", EISDIR);
}

std::string readAll(const FileCall &call) {
  call.refuseDirectory();
  errno = 0;
  std::unique_ptr<gzFile_s, int (*)(gzFile)> file(
      gzopen(call.path.c_str(), "rb"), gzclose);
  if (!file)
    call.failed("the file cannot be opened", errno ? errno : ENOMEM);
  gzbuffer(file.get(), 1 << 16);
  std::string bytes;
  size_t used = 0;
  while (true) {
    bytes.resize(std::max<size_t>(1 << 16, used * 2));
    auto room = unsigned(std::min<size_t>(bytes.size() - used, 1 << 30));
    int got = gzread(file.get(), bytes.data() + used, room);
    int status = Z_OK;
    const char *text = gzerror(file.get(), &status);
    if (got < 0 && status == Z_ERRNO)
      call.failed("the file cannot be read", errno);
    if (got < 0 || status == Z_BUF_ERROR) {
      // zlib's text is "path: what is wrong".
      std::string wrong =
          status == Z_BUF_ERROR ? "unexpected end of file" : text;
      if (wrong.starts_with(call.path + ": "))
        wrong.erase(0, call.path.size() + 2);
      call.fail("the compressed file is whole", call.quoted() + ": " + wrong);
    }
    used += size_t(got);
    if (got == 0)
      break;
  }
  bytes.resize(used);
  return bytes;
}

void writeAll(const FileCall &call, std::string_view head,
              std::string_view rest) {
  std::FILE *file = std::fopen(call.path.c_str(), "wb");
  if (!file)
    call.failed("the file cannot be opened for writing", errno);
  bool written = true;
  for (std::string_view part : {head, rest})
    if (!part.empty())
      written &= std::fwrite(part.data(), 1, part.size(), file) == part.size();
  int error = errno;
  if (std::fclose(file) != 0 && written) {
    written = false;
    error = errno;
  }
  if (!written)
    call.failed("the file cannot be written", error);
}

std::string readGzip(const std::string &path, std::source_location where) {
  return readAll({"readGzip", path, where});
}

void writeGzip(const std::string &path, std::string_view bytes,
               std::source_location where) {
  FileCall call{"writeGzip", path, where};
  errno = 0;
  gzFile file = gzopen(path.c_str(), "wb");
  if (!file)
    call.failed("the file cannot be opened for writing",
                errno ? errno : ENOMEM);
  bool written = true;
  while (written && !bytes.empty()) {
    size_t part = std::min<size_t>(bytes.size(), 1 << 30);
    written = gzwrite(file, bytes.data(), unsigned(part)) == int(part);
    bytes.remove_prefix(part);
  }
  written &= gzclose(file) == Z_OK;
  if (!written)
    call.failed("the file cannot be written", errno ? errno : EIO);
}

} // namespace weft::io

// Whole files, compressed by gzip or plain.
#ifndef WEFT_IO_GZIP_H
#define WEFT_IO_GZIP_H

#include <source_location>
#include <string>
#include <string_view>

namespace weft::io {

/// The bytes of a file, decompressed where it begins as a gzip file does.
/// Throws IoError where it cannot be read or is damaged.
std::string
readGzip(const std::string &path,
         std::source_location where = std::source_location::current());

/// Writes `bytes` compressed. Throws IoError.
void writeGzip(const std::string &path, std::string_view bytes,
               std::source_location where = std::source_location::current());

} // namespace weft::io

#endif // WEFT_IO_GZIP_H

// A C++ source with WEFT_EXPORT as a shared library.
#ifndef WEFT_TOOLS_SOURCE_H
#define WEFT_TOOLS_SOURCE_H

#include <string>

namespace weft::cli {

/// Compiles `source` into `folder` and gives the library's path. What was made
/// of the same source, headers, compiler and Weft before is taken from the disk
/// cache. Throws UserError where it does not compile.
std::string compileSource(const std::string &source, const std::string &folder);

} // namespace weft::cli

#endif // WEFT_TOOLS_SOURCE_H

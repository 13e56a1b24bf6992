// Other programs, scratch folders, and where Weft itself is.
#ifndef WEFT_TOOLS_PROCESS_H
#define WEFT_TOOLS_PROCESS_H

#include <string>
#include <vector>

namespace weft::cli {

/// Runs a program found on the PATH and gives its exit status; its messages
/// are the user's. 127 where it cannot be started.
int runProgram(const std::vector<std::string> &command);

/// A folder that goes with the object, and what is in it.
class TemporaryFolder {
public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder &) = delete;
  const std::string &path() const { return folder; }

private:
  std::string folder;
};

struct Installation {
  std::string lib;     // the folder of libweft
  std::string include; // the folder of weft/weft.h
};
/// Beside the library that this process runs. Throws IoError where the headers
/// are missing.
Installation findInstallation();

} // namespace weft::cli

#endif // WEFT_TOOLS_PROCESS_H

// Bytes kept between processes: one file a key in a folder of the user's.
#ifndef WEFT_RUNTIME_DISKCACHE_H
#define WEFT_RUNTIME_DISKCACHE_H

#include <cstdint>
#include <optional>
#include <string>

namespace weft::rt::disk {

/// WEFT_CACHE_DIR, else XDG_CACHE_HOME/weft, else HOME/.cache/weft. Empty where
/// none of them is set, or WEFT_CACHE_DIR is set and empty: then nothing is
/// kept. Read at each call.
std::string folder();

/// How many bytes of files are kept: WEFT_CACHE_MIB, else 1 GiB.
uint64_t limit();

/// What store() has put under `key` (letters and digits), from whichever
/// process. A file that is damaged, not ours, or writable by others is none.
std::optional<std::string> load(const std::string &key);

/// Keeps `bytes`, in place of what was there. Other processes see the old file
/// or the new one, never a part. Failures are silent: the cache is a help.
void store(const std::string &key, const std::string &bytes);

/// Deletes files, those not used for longest first, where there is more than
/// the limit; and what writers that died have left.
void prune();

/// What lies in the folder now.
struct Usage {
  uint64_t files = 0, bytes = 0;
};
Usage usage();

} // namespace weft::rt::disk

#endif // WEFT_RUNTIME_DISKCACHE_H

// See DiskCache.h. A file is a header and the bytes. The header's checksum
// stands in for fsync: after a crash a file may be torn, and is then ignored
// and written again. Files hold machine code, so only the user's own are read.
#include "Runtime/DiskCache.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;
namespace weft::rt::disk {
namespace {
constexpr char suffix[] = ".weft", temporary[] = ".part-";
constexpr char magic[8] = {'W', 'E', 'F', 'T', 'C', '0', '0', '1'};

struct Header {
  char magic[8];
  char key[64]; // what is longer is cut, what is shorter padded
  uint64_t bytes, checksum;
};

uint64_t checksum(const std::string &bytes) {
  uint64_t h = bytes.size() * 0x9E3779B97F4A7C15ull;
  for (size_t i = 0; i < bytes.size(); i += 8) {
    uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i,
                std::min<size_t>(8, bytes.size() - i));
    h = (h ^ word) * 0xBF58476D1CE4E5B9ull;
    h ^= h >> 29;
  }
  return h;
}

Header headerOf(const std::string &key, const std::string &bytes) {
  Header h{};
  std::memcpy(h.magic, magic, sizeof magic);
  std::memcpy(h.key, key.data(), std::min(key.size(), sizeof h.key));
  h.bytes = bytes.size();
  h.checksum = checksum(bytes);
  return h;
}

/// Closes at the end.
struct File {
  explicit File(int descriptor) : descriptor(descriptor) {}
  File(const File &) = delete;
  ~File() {
    if (descriptor >= 0)
      close(descriptor);
  }
  explicit operator bool() const { return descriptor >= 0; }
  int descriptor;
};

bool readAll(const File &file, void *to, size_t n) {
  for (auto *at = static_cast<char *>(to); n > 0;) {
    ssize_t got = read(file.descriptor, at, n);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return false;
    at += got;
    n -= got;
  }
  return true;
}
bool writeAll(const File &file, const void *from, size_t n) {
  for (auto *at = static_cast<const char *>(from); n > 0;) {
    ssize_t put = write(file.descriptor, at, n);
    if (put < 0 && errno == EINTR)
      continue;
    if (put <= 0)
      return false;
    at += put;
    n -= put;
  }
  return true;
}

std::string pathOf(const std::string &dir, const std::string &key) {
  return dir + "/" + key + suffix;
}

/// Bytes that this process has stored since it last looked at all files.
std::atomic<uint64_t> added{0};

/// Looking at every file costs milliseconds, so it is done for each 64th part
/// of the limit that a process adds, and by one in 32 of those that add less.
bool isTimeToPrune(uint64_t bytes) {
  uint64_t before = added.fetch_add(bytes);
  if (before == 0 && getpid() % 32 == 0)
    return true;
  return before + bytes > limit() / 64;
}

struct Entry {
  std::string path;
  uint64_t bytes;
  timespec used;
};

std::vector<Entry> entries(const std::string &dir) {
  std::vector<Entry> out;
  std::error_code error;
  for (fs::directory_iterator at(dir, error), end; !error && at != end;
       at.increment(error)) {
    std::string name = at->path().filename().string();
    bool part = name.starts_with(temporary);
    struct stat st;
    if ((!part && !name.ends_with(suffix)) || lstat(at->path().c_str(), &st) ||
        !S_ISREG(st.st_mode))
      continue;
    if (!part) {
      out.push_back({at->path().string(), uint64_t(st.st_size), st.st_mtim});
      continue;
    }
    timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (now.tv_sec - st.st_mtim.tv_sec > 3600)
      unlink(at->path().c_str());
  }
  return out;
}
} // namespace

std::string folder() {
  if (const char *own = std::getenv("WEFT_CACHE_DIR"))
    return own;
  const char *base = std::getenv("XDG_CACHE_HOME");
  if (base && *base)
    return std::string(base) + "/weft";
  base = std::getenv("HOME");
  return base && *base ? std::string(base) + "/.cache/weft" : "";
}

uint64_t limit() {
  if (const char *text = std::getenv("WEFT_CACHE_MIB")) {
    char *end = nullptr;
    unsigned long long mib = std::strtoull(text, &end, 10);
    if (end != text && *end == 0 && mib < (1ull << 40))
      return mib << 20;
  }
  return uint64_t(1) << 30;
}

std::optional<std::string> load(const std::string &key) {
  std::string dir = folder();
  if (dir.empty())
    return std::nullopt;
  File file(open(pathOf(dir, key).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat st;
  Header header, wanted;
  if (!file || fstat(file.descriptor, &st) || !S_ISREG(st.st_mode) ||
      (st.st_uid != geteuid() && st.st_uid != 0) || (st.st_mode & 022) ||
      !readAll(file, &header, sizeof header) ||
      uint64_t(st.st_size) != sizeof header + header.bytes)
    return std::nullopt;
  std::string bytes(header.bytes, 0);
  if (!readAll(file, bytes.data(), bytes.size()))
    return std::nullopt;
  wanted = headerOf(key, bytes);
  if (std::memcmp(&header, &wanted, sizeof header))
    return std::nullopt;
  futimens(file.descriptor, nullptr); // used just now: pruned last
  return bytes;
}

void store(const std::string &key, const std::string &bytes) {
  std::string dir = folder();
  if (dir.empty() || bytes.size() > limit())
    return;
  std::error_code error;
  if (!fs::exists(dir, error)) {
    fs::create_directories(dir, error);
    chmod(dir.c_str(), 0700);
  }
  static std::atomic<unsigned> next{0};
  std::string part = dir + "/" + temporary + std::to_string(getpid()) + "-" +
                     std::to_string(next++);
  Header header = headerOf(key, bytes);
  bool whole = false;
  {
    File file(open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                   S_IRUSR | S_IWUSR));
    if (!file)
      return;
    whole = writeAll(file, &header, sizeof header) &&
            writeAll(file, bytes.data(), bytes.size());
  }
  if (!whole || rename(part.c_str(), pathOf(dir, key).c_str())) {
    unlink(part.c_str());
    return;
  }
  if (isTimeToPrune(sizeof header + bytes.size()))
    prune();
}

void prune() {
  std::vector<Entry> all = entries(folder());
  added = 1; // not 0: the first store has been
  uint64_t total = 0, most = limit();
  for (const Entry &e : all)
    total += e.bytes;
  if (total <= most)
    return;
  std::sort(all.begin(), all.end(), [](const Entry &a, const Entry &b) {
    return a.used.tv_sec != b.used.tv_sec ? a.used.tv_sec < b.used.tv_sec
                                          : a.used.tv_nsec < b.used.tv_nsec;
  });
  // Well below the limit, so that the next store does not come here again.
  for (const Entry &e : all) {
    if (total <= most - most / 4)
      return;
    if (unlink(e.path.c_str()) == 0)
      total -= e.bytes;
  }
}

Usage usage() {
  Usage sum;
  for (const Entry &e : entries(folder())) {
    ++sum.files;
    sum.bytes += e.bytes;
  }
  return sum;
}

} // namespace weft::rt::disk

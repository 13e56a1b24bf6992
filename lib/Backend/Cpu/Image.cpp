// See Image.h.
#include "Backend/Cpu/Image.h"

#include "Backend/Cpu/Compiler.h"
#include "Backend/Cpu/Target.h"

#include "llvm/Config/llvm-config.h"
#include "llvm/TargetParser/Host.h"

#include <cstring>
#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <sys/stat.h>

namespace weft::cpu {
namespace {
struct Writer {
  std::string out;
  void number(uint64_t n) {
    for (unsigned i = 0; i < 8; ++i)
      out += char(n >> (8 * i));
  }
  void text(const std::string &s) {
    number(s.size());
    out += s;
  }
};

struct Reader {
  const std::string &in;
  size_t at = 0;
  bool good = true;

  uint64_t number() {
    if (in.size() - at < 8)
      return good = false, 0;
    uint64_t n = 0;
    for (unsigned i = 0; i < 8; ++i)
      n |= uint64_t(uint8_t(in[at++])) << (8 * i);
    return n;
  }
  std::string text() {
    uint64_t n = number();
    if (!good || n > in.size() - at)
      return good = false, "";
    at += n;
    return in.substr(at - n, n);
  }
};
} // namespace

std::string serialise(const Image &image) {
  Writer w;
  w.text(image.entry);
  w.number(image.arenaBytes);
  w.number(image.stack.caller);
  w.number(image.stack.helpers.size());
  for (const Stack::Helper &helper : image.stack.helpers) {
    w.number(helper.pieces);
    w.number(helper.bytes);
  }
  w.number(image.resultAliasesArg.size());
  for (int alias : image.resultAliasesArg)
    w.number(uint64_t(int64_t(alias)));
  w.number(image.kernels.size());
  for (const std::string &kernel : image.kernels)
    w.text(kernel);
  w.text(image.object);
  return std::move(w.out);
}

std::optional<Image> parseImage(const std::string &bytes) {
  Reader r{bytes};
  Image image;
  image.entry = r.text();
  image.arenaBytes = r.number();
  image.stack.caller = r.number();
  for (uint64_t n = r.number(); n > 0 && r.good; --n) {
    uint64_t pieces = r.number();
    image.stack.helpers.push_back({pieces, r.number()});
  }
  for (uint64_t n = r.number(); n > 0 && r.good; --n)
    image.resultAliasesArg.push_back(int(int64_t(r.number())));
  for (uint64_t n = r.number(); n > 0 && r.good; --n)
    image.kernels.push_back(r.text());
  image.object = r.text();
  if (!r.good || r.at != bytes.size())
    return std::nullopt;
  return image;
}

//===-- Identity ----------------------------------------------------------===//
/// The build id of the library (or program) that `address` is in, as its linker
/// wrote it; where it wrote none, size and time of the file.
static std::string buildOf(void *address) {
  struct Search {
    uintptr_t address;
    std::string id;
  } search{reinterpret_cast<uintptr_t>(address), ""};
  auto visit = [](dl_phdr_info *info, size_t, void *to) {
    auto &search = *static_cast<Search *>(to);
    const ElfW(Phdr) *end = info->dlpi_phdr + info->dlpi_phnum;
    bool here = false;
    for (const ElfW(Phdr) *p = info->dlpi_phdr; p != end; ++p)
      here |= p->p_type == PT_LOAD &&
              search.address - (info->dlpi_addr + p->p_vaddr) < p->p_memsz;
    if (!here)
      return 0;
    for (const ElfW(Phdr) *p = info->dlpi_phdr; p != end; ++p) {
      if (p->p_type != PT_NOTE)
        continue;
      auto *at = reinterpret_cast<const char *>(info->dlpi_addr + p->p_vaddr);
      for (const char *last = at + p->p_memsz; at + 12 <= last;) {
        ElfW(Nhdr) note;
        std::memcpy(&note, at, sizeof note);
        const char *name = at + sizeof note;
        const char *id = name + (note.n_namesz + 3) / 4 * 4;
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
            !std::memcmp(name, "GNU", 4))
          for (unsigned i = 0; i < note.n_descsz; ++i)
            search.id += "0123456789abcdef"[uint8_t(id[i]) >> 4],
                search.id += "0123456789abcdef"[id[i] & 15];
        at = id + (note.n_descsz + 3) / 4 * 4;
      }
    }
    return 1;
  };
  dl_iterate_phdr(visit, &search);
  if (!search.id.empty())
    return search.id;
  Dl_info info;
  struct stat st {};
  if (dladdr(address, &info) && info.dli_fname)
    stat(info.dli_fname, &st);
  return std::to_string(st.st_size) + "@" + std::to_string(st.st_mtim.tv_sec) +
         "." + std::to_string(st.st_mtim.tv_nsec);
}

std::string codeIdentity(const CompileOptions &options) {
  static const auto &builds = *new std::string(
      buildOf(reinterpret_cast<void *>(&codeIdentity)) + " llvm " +
      LLVM_VERSION_STRING + " " +
      buildOf(reinterpret_cast<void *>(&llvm::sys::getHostCPUName)));
  const TargetSpec &t = options.target;
  return builds + "|" + t.triple + "|" + t.cpu + "|" + t.features + "|" +
         ir::toText(options.tuning) + (options.sanitize ? " sanitize" : "") +
         (options.fastMath ? " fast" : "") + (permitTiles() ? " tiles" : "");
}

} // namespace weft::cpu

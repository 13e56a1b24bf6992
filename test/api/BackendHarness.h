// Compiles linalg text and runs it on buffers that end at a guard page, so
// that an access past the end is a crash and not luck.
#ifndef WEFT_TEST_BACKENDHARNESS_H
#define WEFT_TEST_BACKENDHARNESS_H

#include "Backend/Cpu/Compiler.h"
#include "Lowering/Registration.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"

#include <cstring>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>

namespace backend {

inline mlir::MLIRContext &context() {
  static mlir::MLIRContext *ctx = [] {
    mlir::DialectRegistry registry;
    weft::ir::registerLoweringDialects(registry);
    return new mlir::MLIRContext(registry,
                                 mlir::MLIRContext::Threading::DISABLED);
  }();
  return *ctx;
}

inline mlir::OwningOpRef<mlir::ModuleOp> parse(const std::string &text) {
  auto module = mlir::parseSourceString<mlir::ModuleOp>(text, &context());
  EXPECT_TRUE(bool(module)) << text;
  return module;
}

/// Memory whose last byte is followed by an unmapped page.
class Buffer {
public:
  explicit Buffer(size_t bytes) : bytes(bytes) {
    size_t page = sysconf(_SC_PAGESIZE);
    mapped = (bytes + page - 1) / page * page + page;
    base = static_cast<char *>(mmap(nullptr, mapped, PROT_READ | PROT_WRITE,
                                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    mprotect(base + mapped - page, page, PROT_NONE);
    memory = base + mapped - page - bytes;
    std::memset(memory, 0xA5, bytes);
  }
  template <typename T>
  explicit Buffer(const std::vector<T> &values)
      : Buffer(values.size() * sizeof(T)) {
    if (bytes) // memcpy takes no null, not even for 0 bytes
      std::memcpy(memory, values.data(), bytes);
  }
  Buffer(Buffer &&other) noexcept
      : bytes(other.bytes), mapped(other.mapped), base(other.base),
        memory(other.memory) {
    other.base = nullptr;
  }
  Buffer(const Buffer &) = delete;
  ~Buffer() {
    if (base)
      munmap(base, mapped);
  }
  template <typename T> std::vector<T> as() const {
    std::vector<T> values(bytes / sizeof(T));
    std::memcpy(values.data(), memory, bytes);
    return values;
  }
  void *data() const { return memory; }

private:
  size_t bytes, mapped;
  char *base, *memory;
};

/// Cuts the range into `pieces`, run one after the other from the last, with
/// an empty one before each.
struct Pool {
  int64_t pieces;
};
inline void parallelFor(void *pool, int64_t n, int64_t grain,
                        weft_range_body body, void *env) {
  int64_t pieces = static_cast<Pool *>(pool)->pieces;
  int64_t step = std::max(grain, (n + pieces - 1) / pieces);
  int64_t last = (n + step - 1) / step;
  for (int64_t i = last; i-- > 0;) {
    body(i * step, i * step, env);
    body(i * step, std::min(n, (i + 1) * step), env);
  }
}

struct Program {
  std::shared_ptr<const weft::cpu::Executable> exe;
  std::vector<size_t> resultBytes;

  explicit Program(const std::string &text,
                   weft::cpu::CompileOptions options = {}) {
    auto module = parse(text);
    if (!module)
      return;
    auto func = module->lookupSymbol<mlir::func::FuncOp>("main");
    for (mlir::Type type : func.getResultTypes()) {
      auto shaped = mlir::cast<mlir::ShapedType>(type);
      mlir::Type element = shaped.getElementType();
      size_t bits = 0;
      if (auto complex = mlir::dyn_cast<mlir::ComplexType>(element))
        bits = 2 * complex.getElementType().getIntOrFloatBitWidth();
      else
        bits = element.getIntOrFloatBitWidth();
      resultBytes.push_back(shaped.getNumElements() * ((bits + 7) / 8));
    }
    auto compiled = weft::cpu::compile(*module, "main", options);
    EXPECT_TRUE(compiled.ok()) << compiled.status() << "\n" << text;
    if (compiled.ok())
      exe = *compiled;
  }

  /// pieces 0: serial.
  std::vector<Buffer> operator()(const std::vector<Buffer> &args,
                                 int64_t pieces = 0) const {
    std::vector<Buffer> results;
    for (size_t bytes : resultBytes)
      results.emplace_back(bytes);
    if (!exe) // already reported
      return results;
    std::vector<void *> pointers;
    for (const Buffer &arg : args)
      pointers.push_back(arg.data());
    for (size_t i = 0; i < resultBytes.size(); ++i) {
      int alias = exe->resultAliasesArg[i];
      pointers.push_back(alias < 0 ? results[i].data() : pointers[alias]);
    }
    void *arena =
        std::aligned_alloc(64, (exe->arenaBytes + 64) / 64 * 64 + 64);
    std::memset(arena, 0x7F, exe->arenaBytes);
    Pool pool{pieces};
    weft_context ctx{arena, pieces ? parallelFor : nullptr, &pool};
    exe->entry(pointers.data(), &ctx);
    std::free(arena);
    return results;
  }
};

template <typename... Ts>
std::vector<Buffer> buffers(const std::vector<Ts> &...values) {
  std::vector<Buffer> list;
  (list.emplace_back(values), ...);
  return list;
}

/// Reproducible numbers in [low, high).
template <typename T>
std::vector<T> numbers(size_t n, double low = -1, double high = 1,
                       uint64_t seed = 1) {
  std::vector<T> values(n);
  for (T &v : values) {
    seed = seed * 6364136223846793005ull + 1442695040888963407ull;
    v = T(low + (high - low) * double(seed >> 40) / double(1 << 24));
  }
  return values;
}

template <typename T>
void expectNear(const std::vector<T> &got, const std::vector<T> &want,
                double tolerance) {
  ASSERT_EQ(got.size(), want.size());
  for (size_t i = 0; i < got.size(); ++i)
    ASSERT_NEAR(got[i], want[i],
                tolerance * std::max(1.0, std::abs(double(want[i]))))
        << "at " << i;
}

} // namespace backend
#endif

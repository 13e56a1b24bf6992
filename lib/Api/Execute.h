// Bodies as native code: compiled once for each structure, then run.
#pragma once
#include "Runtime/Arena.h"
#include "Trace/Allocate.h"
#include "Trace/Trace.h"
#include "weft/Jit.h"

namespace weft::cpu {
struct Executable;
} // namespace weft::cpu

namespace weft::ir {
class Closure;
struct Program;
/// What compilation depends on besides the body.
struct ProgramOptions {
  bool fastMath = false;
  int threads = 0; // at most so many; 0: as many as the machine has
  Tune tune = Tune::None;
  std::function<void(const Program &)> sample; // runs it once, for the tuner
  llvm::SmallBitVector donated; // per argument; empty: none
};

/// A compiled body: (arguments…) → results.
struct Program {
  using Result = weft::detail::ArrayType;
  std::shared_ptr<const cpu::Executable> executable;
  std::vector<Result> results;
  int threads = 0; // of the options
  bool fromDisk = false;
  std::string tuning;
  uint64_t argumentBytes = 0;
  llvm::SmallBitVector donated; // per argument; empty: none
  std::vector<std::shared_ptr<const Closure>> closures; // what it calls
  mutable rt::ArenaPool arenas;
};

/// Compiles `body`, which is simplified first. Throws.
std::shared_ptr<const Program> compileBody(Region &body, ArrayRef<bool> weak,
                                           const ProgramOptions &options,
                                           const std::source_location &where);
/// As compileBody, shared with every body of the same structure; not shared
/// where it calls closures, which would live as long as what is shared.
std::shared_ptr<const Program> compileShared(Region &body, ArrayRef<bool> weak,
                                             const std::source_location &where);

/// Runs on concrete arguments, with at most so many threads (0: as many as it
/// is compiled for). `op` and `where` are for messages.
Arrays run(const Program &program, std::span<const Array *const> args,
           std::span<const Array> more, const char *op,
           const std::source_location &where = {}, int threads = 0);
/// The same into room for as many results as there are.
void run(const Program &program, std::span<const Array *const> args,
         std::span<const Array> more, std::span<Array> results, const char *op,
         const std::source_location &where, int threads);

/// Into the enclosing trace where there is one, else compiled and run. `body`
/// is simplified.
Arrays emitBody(Region &body, const Arrays &args, ArrayRef<bool> weak,
                const char *op);

JitStats statsOf(const Program &program);

/// How often code has been generated in this process, and how often it came
/// from the cache on disk instead.
uint64_t compilations();
uint64_t loadsFromDisk();
/// How many programs of eager operations are kept, and how many may be: one
/// more, and the cache starts anew.
size_t eagerPrograms();
void setMostEagerPrograms(size_t most);
} // namespace weft::ir

// Functions of a model: what the command line and exportObject work on. The
// model is MLIR text or bytecode, or what a program has registered by
// WEFT_EXPORT. No MLIR in here: tools/weft includes this.
#pragma once
#include "Aot/Aot.h"
#include "Runtime/Roofline.h"
#include "weft/Aot.h"
#include "weft/Jit.h"

#include <memory>

namespace weft::ir {
struct Function;
struct Program;
} // namespace weft::ir

namespace weft::detail {

/// A function as machine code of this process.
class CompiledFunction {
public:
  explicit CompiledFunction(std::shared_ptr<const ir::Program> program)
      : program(std::move(program)) {}
  Leaves operator()(const Leaves &args) const;
  JitStats stats() const;

private:
  std::shared_ptr<const ir::Program> program;
};

/// Immutable; transforms give new ones. Mistakes of the user are UserErrors.
class ModelFunction {
public:
  /// Takes a function in weft form.
  explicit ModelFunction(ir::Function function);
  /// Traces what was exported.
  explicit ModelFunction(const Exported &exported);

  const std::string &name() const;
  std::vector<aot::Port> args() const;
  std::vector<aot::Port> results() const;
  /// "f(arg0: f32[3], arg1_w: f32[3,2]) -> (out0: f32[])".
  std::string type() const;

  /// The gradient in the leaves of the arguments with these numbers, after
  /// the value if that is asked for.
  ModelFunction grad(const std::vector<int> &argnums, bool value) const;
  /// Tangents of all float leaves follow the arguments, those of the results
  /// follow the results.
  ModelFunction jvp() const;
  /// Maps over an axis of size n: an entry per argument, or one for all.
  /// Negative axes count from the end of the mapped argument.
  ModelFunction vmap(const std::vector<std::optional<int>> &axes,
                     int64_t n) const;
  /// The leaf of the arguments, and its axis, that vmap(axes) maps first.
  std::pair<size_t, int>
  firstMapped(const std::vector<std::optional<int>> &axes) const;

  /// As "jaxpr", "weft", "linalg", "llvm" or "asm"; the latter two for a
  /// target and a CPU as in ExportOptions. As "ptx" for the target sm_80 (if
  /// empty) or sm_90.
  std::string show(const std::string &form, const std::string &target = {},
                   const std::string &cpu = {}) const;
  /// Runs it on this machine, on arrays of the types of args(). The device is
  /// "cpu", or "emulated-gpu": the GPU's kernels, slowly, on the CPU.
  Leaves run(const Leaves &args, const std::string &device = "cpu") const;
  /// With at most so many threads; 0: as many as the machine has. `sample`
  /// is what a tuner runs it on.
  CompiledFunction compiled(int threads = 0, Tune tune = Tune::None,
                            const Leaves &sample = {}) const;
  /// Operations of a call (lib/Lowering/Work.h says which count), and whether
  /// they are at least so many: there are loops of unknown length.
  std::pair<rt::Operations, bool> operations() const;
  /// Bytes that a call moves at least (lib/Lowering/Traffic.h).
  double traffic() const;
  /// Whether it has operations of matrices that only some matrices are fit for,
  /// such as a Cholesky decomposition.
  bool factorises() const;
  /// What the function becomes: each loop nest, each chain of nests that is done
  /// by blocks of rows, and each operation that is lowered by itself, as a
  /// function of its own.
  struct Part;
  std::vector<Part> parts() const;
  /// `name` is the C function's.
  aot::Artifact compile(const std::string &name,
                        const aot::Options &options,
                        const std::source_location &where = {}) const;

private:
  std::vector<std::optional<int64_t>>
  leafAxes(const std::vector<std::optional<int>> &axes) const;
  std::shared_ptr<const ir::Function> held;
};

struct ModelFunction::Part {
  std::string what;  // names of operations
  std::string place; // lines of the user's program, where they are known
  ModelFunction function;
};

/// The functions of a .mlir file in their order.
std::vector<ModelFunction> readModel(const std::string &path);
/// What WEFT_EXPORT has registered so far in this process.
const std::vector<Exported> &allExported();

/// A hash of the parts and of where each ends, in letters and digits.
std::string digest(const std::vector<std::string> &parts);

/// Replaces a file. Throws IoError.
void writeText(const std::string &path, const std::string &text,
               const std::string &where = "");

} // namespace weft::detail

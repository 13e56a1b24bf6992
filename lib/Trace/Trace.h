// Traces: functions of arrays in the making, and how values enter them.
#pragma once
#include "Bodies.h"
#include "Trace/Node.h"
#include "Trace/Types.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <functional>
#include <optional>

namespace weft::ir {
using Arrays = std::vector<Array>;

/// Who traces: what a message calls it, and whether values can be found
/// before the trace has ended.
enum class Tracer { Grad, Jit, Vmap, Body, Eager };

/// A function that has been traced: (arguments…, captures…) → results.
struct TracedFunction {
  std::unique_ptr<Region> body;
  Arrays captures;         // each a concrete array or a value one trace out
  std::vector<bool> weak;  // of the results
  bool capturedTraced() const;
};

/// A function that is being traced: explicit arguments, then captures.
struct Trace {
  std::unique_ptr<Region> body = std::make_unique<Region>();
  OpBuilder builder{context()};
  Tracer tracer;
  unsigned depth;
  uint64_t id;
  /// What the first arguments stand for in the enclosing trace, where they
  /// have values (grad, jvp, vjp, linearize).
  std::optional<Arrays> inputs;
  Arrays captures; // per trailing argument: its value one trace out
  llvm::DenseMap<const void *, Value> known; // outer value → value here
  Arrays alive;                              // keys of `known`
  llvm::DenseMap<Value, Array> values;       // what item() has evaluated

  /// The value of `a` in this trace. A value of an outer trace becomes a
  /// trailing argument here and, by recursion, in each trace in between; a
  /// concrete array becomes a constant or a trailing argument here.
  Value lift(const Array &a, const char *op,
             const std::source_location *where = nullptr);
  Array wrap(Value v, bool weak = false) const;

private:
  Value capture(const void *key, Type type, const Array &outer);
};

/// The innermost live trace of this thread, or null.
Trace *currentTrace();
/// The trace that `a` is a value of; a TraceError naming `op` where it has
/// ended or lives on another thread.
Trace &traceOf(const weft::detail::Node &a, const char *op,
               const std::source_location *where = nullptr);

/// Runs `f` on a new trace. `preset` become captures up front, in this order.
using TraceFn = llvm::function_ref<Arrays(const Arrays &)>;
struct TraceOptions {
  Tracer tracer;
  std::optional<Arrays> inputs = std::nullopt;
  ArrayRef<bool> weak = {}; // of the arguments
  const Arrays *preset = nullptr;
  /// Of the transform, for what the function gives.
  const std::source_location *where = nullptr;
};
TracedFunction trace(TraceFn f, TypeRange types, const TraceOptions &options);

/// The value of a traced array, from the program so far; TraceError where
/// the trace has none to give.
Array evaluate(const Array &a, const char *op,
               const std::source_location *where = nullptr);

/// Builds operations from lifted operands, in the innermost trace; where there
/// is none, as a function of its own that is run at once. `weak` says of each
/// result whether its dtype gives way.
using StageFn =
    llvm::function_ref<SmallVector<Value>(OpBuilder &, Location, ValueRange)>;
Arrays stage(const char *op, const std::source_location &where,
             ArrayRef<Array> operands, StageFn build, bool weak = false);

/// Compiles and runs a body; the Api sets it, so that Trace does not depend
/// on what lowers and runs.
extern Arrays (*executeBody)(Region &body, const Arrays &args,
                             ArrayRef<bool> weak);
} // namespace weft::ir

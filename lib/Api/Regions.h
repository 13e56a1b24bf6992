// What the public functions that become operations with bodies share: traced
// bodies, and the words of messages about their types.
#pragma once
#include "Api/Errors.h"
#include "RuleHelpers.h"
#include "Trace/Trace.h"
#include "weft/detail/Flat.h"

namespace weft::api {
using ir::TracedFunction;
using mlir::ArrayRef;
using mlir::SmallVector;
using mlir::Type;
using mlir::TypeRange;
using mlir::Value;
using mlir::ValueRange;
using weft::detail::FlatFn;
using weft::detail::Leaves;
using weft::detail::nodeOf;
using weft::detail::Where;

/// Traced as a body and simplified. `preset` are captured up front.
TracedFunction traceBody(FlatFn f, TypeRange types, ArrayRef<bool> weak = {},
                         const Leaves *preset = nullptr);
SmallVector<Type> typesOf(const Leaves &leaves, const char *op);
SmallVector<bool> weakOf(const Leaves &leaves);
/// The types of a body's results.
TypeRange resultsOf(const TracedFunction &fn);
/// The results of an op, weak where those of its body are.
Leaves marked(Leaves results, const std::vector<bool> &weak);
Leaves append(Leaves a, const Leaves &b);
/// Bodies that were traced one after another, each with the captures of the
/// one before it preset, all get those of the last as trailing arguments.
void shareCaptures(ArrayRef<TracedFunction *> bodies);
/// "(f32[3], i32[])".
std::string describeTypes(TypeRange types);
/// Results that are weak (C++ scalars) take the dtypes that the others ask
/// for.
void fitWeakResults(TracedFunction &fn, TypeRange wanted);
/// A DtypeError where only dtypes differ, else a ShapeError.
[[noreturn]] void throwDiffer(TypeRange a, TypeRange b,
                              const Message &message);
} // namespace weft::api

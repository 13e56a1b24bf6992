// The sizes that a compiled function's caller has to provide.
#include "weft/MemoryPlan.h"
#include "Api/Errors.h"
#include "Api/Execute.h"
#include "Backend/Cpu/Executable.h"
#include "Trace/Trace.h"
using namespace weft;
using namespace weft::ir;
using weft::detail::nodeOf;

MemoryPlan weft::detail::flatMemoryPlan(FlatFn f, const Leaves &like,
                                        const JitOptions &options,
                                        Where where) {
  MemoryPlan plan;
  SmallVector<Type> types;
  SmallVector<bool> weak;
  for (const Array &a : like) {
    const Node &n = nodeOf(a, "memoryPlan", &where);
    plan.arguments += n.byteSize();
    types.push_back(ir::tensorType(n));
    weak.push_back(n.weak);
  }
  TracedFunction fn = trace([&](const Arrays &in) { return f(in); }, types,
                            {Tracer::Jit, std::nullopt, weak, nullptr, &where});
  for (const Array &a : fn.captures)
    plan.arguments += nodeOf(a, "memoryPlan", &where).byteSize();
  ProgramOptions how;
  how.fastMath = options.fastMath;
  how.threads = options.threads;
  SmallVector<bool> weakResults(fn.weak.begin(), fn.weak.end());
  auto program = compileBody(*fn.body, weakResults, how, where);
  for (const Program::Result &r : program->results) {
    uint64_t bytes = itemSize(r.dtype);
    for (int64_t d : r.dims)
      bytes *= d;
    plan.results += bytes;
  }
  plan.temporaries = program->executable->arenaBytes;
  return plan;
}

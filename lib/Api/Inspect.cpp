// The print of a function that has been traced and not run.
#include "weft/Inspect.h"
#include "Api/Errors.h"
#include "Interchange/Jaxpr.h"
#include "Interchange/Module.h"
#include "Trace/Trace.h"
using namespace weft;
using namespace weft::ir;
using weft::detail::nodeOf;

std::string weft::detail::flatShow(FlatFn f, const Leaves &like,
                                   const char *form) {
  SmallVector<Type> types;
  SmallVector<bool> weak;
  for (const Array &a : like) {
    types.push_back(ir::tensorType(nodeOf(a, "makeJaxpr")));
    weak.push_back(a.isWeak());
  }
  TracedFunction fn = trace([&](const Arrays &in) { return f(in); }, types,
                            {Tracer::Jit, std::nullopt, weak});
  // Nothing is folded, shared or dropped: the print is what was written.
  if (std::string_view(form) == "jaxpr")
    return toJaxpr(*fn.body);
  ir::Function shown{"main", std::move(fn.body), {}, {}};
  return printModule(&shown);
}

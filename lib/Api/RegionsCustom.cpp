// Derivatives that the user gives: customVjp.
#include "Api/Regions.h"
#include "CustomOps.h"
#include "weft/Custom.h"
using namespace weft;
using namespace weft::ir;
using namespace weft::api;

//===-- customVjp ---------------------------------------------------------===//
Leaves weft::detail::flatCustomVjp(FlatFn f, FlatFn forward, FlatFn backward,
                                   const Leaves &x, Where where) {
  auto types = typesOf(x, "customVjp");
  TracedFunction body = traceBody(f, types), fwd = traceBody(forward, types);
  // backward: (residuals…, ct of y…)
  SmallVector<Type> in(terminator(*fwd.body)->getOperandTypes());
  size_t n = terminator(*body.body)->getNumOperands();
  if (in.size() < n ||
      TypeRange(in).take_front(n) != terminator(*body.body)->getOperandTypes())
    throw ShapeError(
        Message{"customVjp", "forward must give the function's result first",
                describeTypes(in) + " for " +
                    describeTypes(terminator(*body.body)->getOperandTypes()),
                place(where), "return std::pair{f(x), residuals}"});
  std::rotate(in.begin(), in.begin() + n, in.end());
  TracedFunction bwd = traceBody(backward, in);
  for (TracedFunction *fn : {&body, &fwd, &bwd})
    if (!fn->captures.empty())
      throw TraceError(Message{"customVjp",
                               "a rule must not capture arrays from outside",
                               describe(nodeOf(fn->captures[0])), place(where),
                               "make it an argument"});
  if (terminator(*bwd.body)->getOperandTypes() != TypeRange(types))
    throw ShapeError(
        Message{"customVjp", "backward must give a cotangent for each argument",
                describeTypes(terminator(*bwd.body)->getOperandTypes()) +
                    " for " + describeTypes(types),
                place(where), ""});
  return stage("customVjp", where, x,
               [&](OpBuilder &b, Location loc, ValueRange in) {
                 auto op = CustomVjpOp::create(
                     b, loc, terminator(*body.body)->getOperandTypes(), in);
                 op.getBody().takeBody(*body.body);
                 op.getForward().takeBody(*fwd.body);
                 op.getBackward().takeBody(*bwd.body);
                 return SmallVector<Value>(op.getResults());
               });
}

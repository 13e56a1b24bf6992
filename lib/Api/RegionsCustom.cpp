// Derivatives and batching that the user gives: customJvp, customVjp,
// customVmap.
#include "Api/Regions.h"
#include "CustomOps.h"
#include "ShapeOps.h"
#include "RegionHelpers.h"
#include "weft/Custom.h"
#include "weft/ops/Create.h"
using namespace weft;
using namespace weft::ir;
using namespace weft::api;

//===-- customJvp ---------------------------------------------------------===//
/// Checks that a rule gives what the function does.
static void checkRule(const char *op, const char *rule, TypeRange gives,
                      TypeRange wanted, const Where &where,
                      const char *hint = "") {
  if (gives != wanted)
    throwDiffer(gives, wanted,
                {op, rule, describeTypes(gives) + " for " +
                               describeTypes(wanted),
                 place(where), hint});
}
Leaves weft::detail::flatCustomJvp(FlatFn f, FlatFn rule, const Leaves &x,
                                   Where where) {
  const char *op = "customJvp";
  auto types = typesOf(x, op);
  TracedFunction body = traceBody(f, types);
  size_t n = types.size(), m = resultsOf(body).size();
  SmallVector<Type> in(types), wanted(resultsOf(body));
  for (Type t : types)
    if (isInexact(t))
      in.push_back(t);
  for (Type t : resultsOf(body))
    if (isInexact(t))
      wanted.push_back(t);
  // The user's rule has a tangent for every leaf, the op's for floats only.
  auto whole = [&](const Leaves &leaves) {
    Leaves all(leaves.begin(), leaves.begin() + n);
    size_t next = n;
    for (size_t i = 0; i < n; ++i)
      all.push_back(isInexact(types[i]) ? leaves[next++]
                                        : zeros(x[i].shape(), Dtype::Bool));
    Leaves y = rule(all);
    if (y.size() != 2 * m)
      throw ShapeError(Message{
          op, "the rule must give the result and its tangent",
          std::to_string(y.size()) + " arrays for " + std::to_string(m) +
              " and as many tangents",
          place(where), "return std::pair{y, tangent}"});
    Leaves out(y.begin(), y.begin() + m);
    for (size_t i = 0; i < m; ++i)
      if (isInexact(resultsOf(body)[i]))
        out.push_back(y[m + i]);
    return out;
  };
  TracedFunction along = traceBody(whole, in, {}, &body.captures);
  fitWeakResults(along, wanted);
  checkRule(op, "the rule must give the result and its tangent",
            resultsOf(along), wanted, where, "use astype and broadcastTo");
  shareCaptures({&body, &along});
  return stage(op, where, append(x, along.captures),
               [&](OpBuilder &b, Location loc, ValueRange in) {
                 auto made = CustomJvpOp::create(b, loc, resultsOf(body),
                                                 in.take_front(n),
                                                 in.drop_front(n));
                 made.getBody().takeBody(*body.body);
                 made.getRule().takeBody(*along.body);
                 return SmallVector<Value>(made.getResults());
               });
}

//===-- customVjp ---------------------------------------------------------===//
Leaves weft::detail::flatCustomVjp(FlatFn f, FlatFn forward, FlatFn backward,
                                   const Leaves &x, Where where) {
  auto types = typesOf(x, "customVjp");
  TracedFunction body = traceBody(f, types);
  TracedFunction fwd = traceBody(forward, types, {}, &body.captures);
  // backward: (residuals…, ct of y…)
  SmallVector<Type> in(resultsOf(fwd));
  size_t n = resultsOf(body).size();
  if (in.size() < n || TypeRange(in).take_front(n) != resultsOf(body))
    throw ShapeError(
        Message{"customVjp", "forward must give the function's result first",
                describeTypes(in) + " for " + describeTypes(resultsOf(body)),
                place(where), "return std::pair{f(x), residuals}"});
  std::rotate(in.begin(), in.begin() + n, in.end());
  TracedFunction bwd = traceBody(backward, in, {}, &fwd.captures);
  if (resultsOf(bwd) != TypeRange(types))
    throw ShapeError(
        Message{"customVjp", "backward must give a cotangent for each argument",
                describeTypes(resultsOf(bwd)) + " for " + describeTypes(types),
                place(where), ""});
  shareCaptures({&body, &fwd, &bwd});
  size_t na = x.size();
  return stage("customVjp", where, append(x, bwd.captures),
               [&](OpBuilder &b, Location loc, ValueRange in) {
                 auto op = CustomVjpOp::create(b, loc, resultsOf(body),
                                               in.take_front(na),
                                               in.drop_front(na));
                 op.getBody().takeBody(*body.body);
                 op.getForward().takeBody(*fwd.body);
                 op.getBackward().takeBody(*bwd.body);
                 return SmallVector<Value>(op.getResults());
               });
}

//===-- customVmap --------------------------------------------------------===//
namespace {
struct UserRule : BatchingRule {
  UserRule(weft::detail::VmapRule rule, const Where &where)
      : rule(std::move(rule)), where(where) {}
  void write(Region &body, const Mask &batched, int64_t n,
             Region &dst) const override;

  weft::detail::VmapRule rule;
  Where where;
};
} // namespace

/// The rule, traced on n lanes.
void UserRule::write(Region &body, const Mask &batched, int64_t n,
                     Region &dst) const {
  SmallVector<Type> types(body.getArgumentTypes()), wanted;
  std::vector<bool> mapped(types.size());
  for (unsigned i : batched.set_bits()) {
    types[i] = withLeading(types[i], n);
    mapped[i] = true;
  }
  for (Type t : terminator(body)->getOperandTypes())
    wanted.push_back(withLeading(t, n));
  TracedFunction fn = traceBody(
      [&](const Leaves &in) { return rule(n, mapped, in); }, types);
  fitWeakResults(fn, wanted);
  checkRule("customVmap",
            "the rule must give the results of all lanes, with a leading axis",
            resultsOf(fn), wanted, where);
  OpBuilder b(context());
  b.setInsertionPointToStart(&fn.body->front());
  for (const Array &a : fn.captures) {
    const auto &node = nodeOf(a);
    if (node.isTraced())
      throw TraceError(Message{"customVmap",
                               "a rule may capture concrete arrays only",
                               weft::detail::describe(node), place(where),
                               "make it an argument"});
    auto arg = fn.body->getArgument(types.size());
    arg.replaceAllUsesWith(ConstantOp::create(b, UnknownLoc::get(context()),
                                              attributeOf(node)));
    fn.body->front().eraseArgument(types.size());
  }
  dst.takeBody(*fn.body);
}

Leaves weft::detail::flatCustomVmap(FlatFn f, VmapRule rule, const Leaves &x,
                                    Where where) {
  // Outside a trace nothing is ever mapped; without a rule it is compiled once.
  ClosureRef kept;
  if (currentTrace())
    kept = ClosureRef(std::make_shared<const UserRule>(std::move(rule), where));
  auto types = typesOf(x, "customVmap");
  TracedFunction fn = traceBody(f, types, weakOf(x));
  if (!fn.captures.empty())
    throw TraceError(Message{"customVmap",
                             "the function must not capture arrays from "
                             "outside, as its rule could not know them",
                             describe(nodeOf(fn.captures[0])), place(where),
                             "make it an argument"});
  auto build = [&](OpBuilder &b, Location loc, ValueRange in) {
    auto op = CustomVmapOp::create(b, loc, resultsOf(fn), in, kept);
    op.getBody().takeBody(*fn.body);
    return SmallVector<Value>(op.getResults());
  };
  return marked(stage("customVmap", where, x, build), fn.weak);
}

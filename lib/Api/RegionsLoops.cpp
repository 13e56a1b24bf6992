// Public functions that become loops: scan, whileLoop, foriLoop, mapOver; and
// associativeScan, which is a tree of calls.
#include "Api/Regions.h"
#include "CallOps.h"
#include "ControlOps.h"
#include "IndexOps.h"
#include "ShapeOps.h"
#include "Transforms/Simplify.h"
#include "weft/Control.h"
#include "weft/Ops.h"
#include <cmath>
using namespace weft;
using namespace weft::ir;
using namespace weft::api;

//===-- What loops share --------------------------------------------------===//
namespace {
/// A traced step, and what its carry starts from.
struct Step {
  Leaves start;
  TracedFunction fn; // (carry…, more…) → (carry…, …)
  /// Of the loop's results: a carry is weak where it starts and stays so.
  std::vector<bool> weak() const {
    std::vector<bool> out = fn.weak;
    for (size_t i = 0; i < start.size(); ++i)
      out[i] = start[i].isWeak();
    return out;
  }
};
} // namespace

void weft::detail::throwCarryStructure(const char *op, const TreeDef &before,
                                       const TreeDef &after, Where where) {
  throw ShapeError(Message{op, "the carry must keep its structure",
                           after.toString() + " after " + before.toString(),
                           place(where), ""});
}

static Step traceStep(const char *op, FlatFn f, const Leaves &init,
                      TypeRange more, const Where &where) {
  Step step{init, {}};
  auto types = typesOf(init, op);
  size_t nk = init.size();
  llvm::append_range(types, more);
  // A carry that starts as a C++ scalar takes the dtype that a step gives it,
  // and is weak while what a step gives is. Dtypes only grow, so this ends.
  for (bool again = true; std::exchange(again, false);) {
    step.fn = traceBody(f, types, weakOf(step.start));
    for (size_t i = 0; i < nk && i < resultsOf(step.fn).size(); ++i) {
      auto has = ir::tensorType(types[i]);
      auto gets = ir::tensorType(resultsOf(step.fn)[i]);
      bool same = has == gets && step.fn.weak[i];
      if (!step.start[i].isWeak() || same || has.getShape() != gets.getShape())
        continue;
      step.start[i] =
          astype(Operand(init[i], where), ir::dtypeOf(gets.getElementType()));
      step.start[i].get()->weak = step.fn.weak[i];
      types[i] = gets;
      again = true;
    }
  }
  TypeRange before = TypeRange(types).take_front(nk);
  fitWeakResults(step.fn, before);
  TypeRange carry = resultsOf(step.fn).take_front(nk);
  if (carry != before)
    throwDiffer(carry, before,
                {op, "the carry must keep its types",
                 describeTypes(carry) + " after " + describeTypes(before),
                 place(where), "use astype and broadcastTo"});
  return step;
}

//===-- scan --------------------------------------------------------------===//
/// The size that the leading axes of xs agree on.
static int64_t leadingSize(const char *op, const Leaves &xs,
                           std::optional<int64_t> length, const Where &where) {
  for (const Array &x : xs) {
    const auto &node = nodeOf(x, op);
    if (node.dims.empty())
      throw ShapeError(Message{op, "xs must have a leading axis",
                               weft::detail::describe(node), weft::place(where),
                               ""});
    if (length && *length != node.dims[0])
      throw ShapeError(Message{
          op, "the leading axes of xs must have one size",
          std::to_string(*length) + " and " + weft::detail::describe(node),
          weft::place(where), ""});
    length = node.dims[0];
  }
  if (!length)
    throw ShapeError(Message{op,
                             std::string_view(op) == "scan"
                                 ? "needs xs or a length"
                                 : "needs an array to go over",
                             std::string_view(op) == "scan" ? "neither"
                                                            : "none",
                             weft::place(where), ""});
  return *length;
}
static SmallVector<Type> elementTypes(const Leaves &xs) {
  SmallVector<Type> types;
  for (const Array &x : xs) {
    auto type = ir::tensorType(nodeOf(x));
    types.push_back(type.clone(type.getShape().drop_front()));
  }
  return types;
}

/// Operations of a scan in the making: (carry…, xs…, consts…) → (carry…, ys…).
namespace {
struct ScanBuilder {
  OpBuilder &b;
  Location loc;
  Region &step;
  unsigned nk, nx;
  bool reverse;

  SmallVector<Type> resultTypes(Region &body, int64_t n) const {
    SmallVector<Type> types(terminator(body)->getOperandTypes());
    for (Type &type : llvm::drop_begin(types, nk))
      type = withLeading(type, n);
    return types;
  }
  /// A scan of `body`, which it takes.
  SmallVector<Value> scan(OpBuilder &at, Region &body, ValueRange in,
                          int64_t n) const {
    auto made = ScanOp::create(at, loc, resultTypes(body, n), in.take_front(nk),
                               in.slice(nk, nx), in.drop_front(nk + nx), n,
                               reverse);
    made.getBody().takeBody(body);
    return made.getResults();
  }
  /// n steps, whose backward pass starts from their first carry.
  SmallVector<Value> segment(OpBuilder &at, ValueRange in, int64_t n) const {
    Region whole, copy;
    IRMapping map;
    step.cloneInto(&copy, map);
    OpBuilder inner = openBody(whole, in.getTypes());
    auto results = scan(inner, copy, whole.getArguments(), n);
    closeBody(inner, loc, results);
    auto made = CheckpointOp::create(
        at, loc, terminator(whole)->getOperandTypes(), in, ArrayAttr(),
        ArrayAttr(), false);
    made.getBody().takeBody(whole);
    return made.getResults();
  }
  Value part(Value x, int64_t from, int64_t to) const {
    SmallVector<int64_t> start(typeOf(x).getRank(), 0),
        limit(typeOf(x).getShape()), stride(start.size(), 1);
    start[0] = from;
    limit[0] = to;
    return SliceOp::create(b, loc, x, start, limit, stride);
  }
  Value reshaped(Value x, ArrayRef<int64_t> leading, unsigned drop) const {
    SmallVector<int64_t> dims(leading);
    llvm::append_range(dims, typeOf(x).getShape().drop_front(drop));
    return ReshapeOp::create(b, loc, typeOf(x).clone(dims), x);
  }
  /// The same in segments of `size` steps: a scan of checkpointed scans, and
  /// the rest after it (in reverse: before).
  SmallVector<Value> segmented(ValueRange in, int64_t n, int64_t size) const {
    int64_t whole = n / size, rest = n % size;
    SmallVector<Value> carry(in.take_front(nk)), last, ys;
    auto over = [&](auto &&xs) {
      SmallVector<Value> all(carry);
      for (Value x : in.slice(nk, nx))
        all.push_back(xs(x));
      llvm::append_range(all, in.drop_front(nk + nx));
      return all;
    };
    auto take = [&](ArrayRef<Value> results) {
      carry.assign(results.begin(), results.begin() + nk);
      return SmallVector<Value>(results.drop_front(nk));
    };
    auto theRest = [&] {
      if (rest > 0)
        last = take(segment(
            b, over([&](Value x) { return part(x, whole * size, n); }), rest));
    };
    if (reverse)
      theRest();
    auto blocks = over([&](Value x) {
      return reshaped(part(x, 0, whole * size), {whole, size}, 1);
    });
    Region body;
    SmallVector<Type> types(ValueRange(blocks).getTypes());
    for (Type &type : MutableArrayRef(types).slice(nk, nx)) {
      auto block = ir::tensorType(type);
      type = block.clone(block.getShape().drop_front());
    }
    OpBuilder inner = openBody(body, types);
    closeBody(inner, loc, segment(inner, body.getArguments(), size));
    ys = take(scan(b, body, blocks, whole));
    for (Value &y : ys)
      y = reshaped(y, {whole * size}, 2);
    if (!reverse)
      theRest();
    for (auto [y, more] : llvm::zip(ys, last))
      y = ConcatenateOp::create(b, loc, ValueRange{y, more}, 0);
    llvm::append_range(carry, ys);
    return carry;
  }
};
} // namespace

/// `segment`: steps between the carries that reverse mode keeps; 0: all.
static Leaves scanAs(const char *op, FlatFn f, const Leaves &init,
                     const Leaves &xs, std::optional<int64_t> length,
                     bool reverse, int64_t segment, const Where &where) {
  int64_t n = leadingSize(op, xs, length, where);
  if (n < 0)
    throw ShapeError(Message{op, "the length must not be negative",
                             std::to_string(n), place(where), ""});
  if (segment < 0)
    throw UserError(Message{op, "there must be a step between checkpoints",
                            std::to_string(segment), place(where),
                            "checkpointEvery = ScanOptions::sqrt is √length"});
  unsigned nk = init.size(), nx = xs.size();
  Step step = traceStep(op, f, init, elementTypes(xs), where);
  auto build = [&](OpBuilder &b, Location loc, ValueRange in) {
    ScanBuilder builder{b, loc, *step.fn.body, nk, nx, reverse};
    return segment > 0 && segment < n ? builder.segmented(in, n, segment)
                                      : builder.scan(b, *step.fn.body, in, n);
  };
  Leaves all = append(append(step.start, xs), step.fn.captures);
  return marked(stage(op, where, all, build), step.weak());
}
Leaves weft::detail::flatScan(FlatFn f, const Leaves &init, const Leaves &xs,
                              const ScanOptions &options, Where where) {
  std::optional<int64_t> length = options.length;
  int64_t segment = options.checkpointEvery;
  if (segment == ScanOptions::sqrt) {
    int64_t n = std::max<int64_t>(
        leadingSize("scan", xs, length, where), 1);
    segment = static_cast<int64_t>(std::ceil(std::sqrt(double(n))));
  }
  return scanAs("scan", f, init, xs, length, options.reverse, segment, where);
}

//===-- whileLoop, foriLoop -----------------------------------------------===//
static Leaves whileAs(const char *op, FlatFn cond, FlatFn body,
                      const Leaves &init, const Where &where) {
  Step step = traceStep(op, body, init, {}, where);
  auto types = typesOf(step.start, op);
  TracedFunction test = traceBody(cond, types, weakOf(step.start));
  auto scalarBool = ir::tensorType(Dtype::Bool, {});
  if (resultsOf(test) != TypeRange(scalarBool)) {
    Message message{op, "the condition must give one scalar bool",
                    describeTypes(resultsOf(test)), place(where),
                    "compare the carry with something, or reduce with any"};
    bool one = resultsOf(test).size() == 1;
    if (one && elementOf(resultsOf(test)[0]) != scalarBool.getElementType())
      throw DtypeError(message);
    throw ShapeError(message);
  }
  size_t nk = step.start.size(), nc = test.captures.size();
  Leaves all = append(append(step.start, test.captures), step.fn.captures);
  auto build = [&](OpBuilder &b, Location loc, ValueRange in) {
    auto made =
        WhileOp::create(b, loc, TypeRange(types), in.take_front(nk),
                        in.slice(nk, nc), in.drop_front(nk + nc));
    made.getCond().takeBody(*test.body);
    made.getBody().takeBody(*step.fn.body);
    return SmallVector<Value>(made.getResults());
  };
  return marked(stage(op, where, all, build), step.weak());
}
Leaves weft::detail::flatWhile(FlatFn cond, FlatFn body, const Leaves &init,
                               Where where) {
  return whileAs("whileLoop", cond, body, init, where);
}

/// A bound of foriLoop: one integer.
static void checkBound(const Array &bound, const Where &where) {
  const auto &node = nodeOf(bound, "foriLoop");
  Message message{"foriLoop", "bounds must be scalar integers",
                  weft::detail::describe(node), weft::place(where), ""};
  if (!isInteger(node.dtype))
    throw DtypeError(message);
  if (!node.dims.empty())
    throw ShapeError(message);
}
Leaves weft::detail::flatFori(FlatFn f, const Array &lower, const Array &upper,
                              const Leaves &init, Where where) {
  checkBound(lower, where);
  checkBound(upper, where);
  Dtype dtype = lower.isWeak()   ? upper.dtype()
                : upper.isWeak() ? lower.dtype()
                                 : promoteTypes(lower.dtype(), upper.dtype());
  Array from = astype(Operand(lower, where), dtype);
  from.get()->weak = lower.isWeak(); // so is i, as in JAX
  auto step = [&](const Leaves &in) {
    Leaves out{Operand(in[0], where) + Operand(1, where)};
    return ::append(out, f(in));
  };
  Leaves start = ::append({from}, init), out;
  if (!lower.isTraced() && !upper.isTraced()) {
    int64_t n = upper.item<int64_t>() - lower.item<int64_t>();
    out = scanAs("foriLoop", step, start, {}, std::max<int64_t>(n, 0), false,
                 0, where);
  } else {
    Array to = astype(Operand(upper, where), dtype);
    auto more = [&](const Leaves &in) {
      return Leaves{Operand(in[0], where) < Operand(to, where)};
    };
    out = whileAs("foriLoop", more, step, start, where);
  }
  out.erase(out.begin());
  return out;
}

//===-- mapOver -----------------------------------------------------------===//
static Leaves rows(const Leaves &xs, int64_t from, int64_t to,
                   const Where &where) {
  Leaves out;
  for (const Array &x : xs)
    out.push_back(sliceInDim(Operand(x, where), from, to));
  return out;
}
Leaves weft::detail::flatMap(FlatFn f, const Leaves &xs,
                             std::optional<int64_t> batchSize, Where where) {
  int64_t n = leadingSize("mapOver", xs, std::nullopt, where);
  if (!batchSize)
    return scanAs("mapOver", f, {}, xs, n, false, 0, where);
  int64_t size = *batchSize;
  if (size < 1)
    throw ShapeError(Message{"mapOver", "the batch size must be positive",
                             std::to_string(size), place(where), ""});
  auto mapped = [&](const Leaves &in) {
    std::vector<std::optional<int>> axes(in.size(), 0);
    return flatVmap(f, in, axes, Axes(0), std::nullopt, where);
  };
  int64_t whole = n / size, rest = n % size;
  if (whole == 0 && rest > 0)
    return mapped(xs);
  Leaves blocks = rows(xs, 0, whole * size, where);
  for (Array &x : blocks) {
    Shape shape = x.shape();
    shape[0] = size;
    shape.insert(shape.begin(), whole);
    x = reshape(Operand(x, where), shape);
  }
  Leaves out = scanAs("mapOver", mapped, {}, blocks, whole, false, 0, where);
  for (Array &y : out) {
    Shape shape = y.shape();
    shape.erase(shape.begin());
    shape[0] = whole * size;
    y = reshape(Operand(y, where), shape);
  }
  if (rest == 0)
    return out;
  Leaves last = mapped(rows(xs, whole * size, n, where));
  for (size_t i = 0; i < out.size(); ++i)
    out[i] = concatenate({out[i], last[i]}, 0);
  return out;
}

//===-- associativeScan ---------------------------------------------------===//
namespace {
/// Blelloch's tree: pairs are combined, their prefixes found by recursion, and
/// the places between are filled in. 2 n calls' worth of work in 2 log n calls.
struct PrefixTree {
  FlatFn combine; // (a…, b…) → c…
  int64_t axis;
  const Where &where;

  Array part(const Array &x, int64_t from, std::optional<int64_t> to,
             int64_t stride) const {
    return sliceInDim(Operand(x, where), from, to, stride, axis);
  }
  Leaves parts(const Leaves &xs, int64_t from, std::optional<int64_t> to,
               int64_t stride) const {
    Leaves out;
    for (const Array &x : xs)
      out.push_back(part(x, from, to, stride));
    return out;
  }
  Array interleaved(const Array &even, const Array &odd) const {
    int64_t n = odd.dim(axis);
    Array pairs = stack({part(even, 0, n, 1), odd}, axis + 1);
    Shape shape = odd.shape();
    shape[axis] = 2 * n;
    Array out = reshape(Operand(pairs, where), shape);
    return even.dim(axis) == n
               ? out
               : concatenate({out, part(even, n, std::nullopt, 1)}, axis);
  }
  Leaves combined(const Leaves &a, const Leaves &b) const {
    Leaves out = combine(append(a, b));
    bool fits = out.size() == a.size();
    for (size_t i = 0; fits && i < out.size(); ++i)
      fits = out[i].shape() == a[i].shape();
    if (!fits)
      throw ShapeError(Message{
          "associativeScan", "the function must give what it takes",
          describeTypes(typesOf(out, "associativeScan")) + " of " +
              describeTypes(typesOf(a, "associativeScan")),
          weft::place(where), "it is called on many elements at once"});
    return out;
  }
  Leaves scan(const Leaves &xs) const {
    int64_t n = xs[0].dim(axis);
    if (n < 2)
      return xs;
    Leaves odd = scan(combined(parts(xs, 0, n - 1, 2), parts(xs, 1, n, 2)));
    Leaves later = parts(xs, 2, n, 2), even = parts(xs, 0, 1, 1), out;
    if (n > 2) {
      Leaves before = n % 2 ? odd : parts(odd, 0, n / 2 - 1, 1);
      Leaves filled = combined(before, later);
      for (size_t i = 0; i < even.size(); ++i)
        even[i] = concatenate({even[i], filled[i]}, axis);
    }
    for (size_t i = 0; i < xs.size(); ++i)
      out.push_back(interleaved(even[i], odd[i]));
    return out;
  }
};
} // namespace

Leaves weft::detail::flatAssociativeScan(FlatFn combine, const Leaves &xs,
                                         int64_t axis, bool reverse,
                                         Where where) {
  const char *op = "associativeScan";
  if (xs.empty())
    throw UserError(Message{op, "needs an array to go over", "none",
                            place(where), ""});
  int64_t rank = nodeOf(xs[0], op).dims.size();
  if (axis < -rank || axis >= rank)
    throw ShapeError(Message{op,
                             "the axis must be in [-" + std::to_string(rank) +
                                 ", " + std::to_string(rank) + ")",
                             std::to_string(axis) + " of " +
                                 describe(nodeOf(xs[0])),
                             place(where), ""});
  axis = axis < 0 ? axis + rank : axis;
  for (const Array &x : xs)
    if (x.rank() <= axis || x.dim(axis) != xs[0].dim(axis))
      throw ShapeError(Message{
          op, "all arrays must have one size along the axis",
          describeTypes(typesOf(xs, op)), place(where), ""});
  auto turned = [&](Leaves list) {
    for (Array &x : list)
      if (reverse)
        x = flip(Operand(x, where), axis);
    return list;
  };
  auto whole = [&] {
    return turned(PrefixTree{combine, axis, where}.scan(turned(xs)));
  };
  if (currentTrace())
    return whole();
  auto fn = ir::trace([&](const Arrays &) { return whole(); }, {}, {Tracer::Eager});
  SmallVector<bool> weak(fn.weak.begin(), fn.weak.end());
  return executeBody(*fn.body, fn.captures, weak);
}

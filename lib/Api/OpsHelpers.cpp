// What the public operations share.
#include "Extent.h"
#include "IndexOps.h"
#include "LogicOps.h"
#include "ShapeOps.h"
#include "Api/OpsHelpers.h"
using namespace weft;
using namespace weft::api;
using namespace weft::ir;
using weft::detail::describe;
using weft::detail::describeShape;

//===-- Errors ------------------------------------------------------------===//
static thread_local const Site *enclosing = nullptr;

Site::Site(const char *op, const std::source_location &where)
    : op(enclosing ? enclosing->op : op),
      where(enclosing ? enclosing->where : where) {}

void api::failShape(const Site &site, const std::string &rule,
                    const std::string &received, const std::string &hint) {
  throw ShapeError(Message{site.op, rule, received, place(site.where), hint});
}
void api::failDtype(const Site &site, const std::string &rule,
                    const std::string &received, const std::string &hint) {
  throw DtypeError(Message{site.op, rule, received, place(site.where), hint});
}

std::string api::said(const Site &site, ArrayRef<Array> xs) {
  std::string text;
  for (size_t i = 0; i < xs.size(); ++i)
    text += (i == 0              ? ""
             : i + 1 < xs.size() ? ", "
                                 : " and ") +
            describe(nodeOf(site, xs[i]));
  return text;
}

//===-- Dtypes ------------------------------------------------------------===//
static unsigned kindOf(Dtype dtype) {
  return isBool(dtype)      ? Bools
         : isInteger(dtype) ? Ints
         : isFloat(dtype)   ? Floats
                            : Complexes;
}

static void checkKind(const Site &site, ArrayRef<Array> xs, Dtype dtype,
                      unsigned kinds) {
  if (kindOf(dtype) & kinds)
    return;
  SmallVector<const char *> names;
  const char *all[] = {"bools", "integers", "floats", "complex numbers"};
  for (unsigned i = 0; i < 4; ++i)
    if (kinds >> i & 1)
      names.push_back(all[i]);
  std::string rule = "takes ";
  for (size_t i = 0; i < names.size(); ++i)
    rule += std::string(i == 0                  ? ""
                        : i + 1 == names.size() ? " and "
                                                : ", ") +
            names[i];
  failDtype(site, rule, said(site, xs),
            isBool(dtype) ? "convert it with astype" : "");
}

static Typed promoteAs(const Site &site, ArrayRef<Array> xs, unsigned kinds,
                       Dtype (*as)(Dtype)) {
  SmallVector<Typed> types;
  for (const Array &x : xs) {
    const Node &n = nodeOf(site, x);
    types.push_back({as(n.dtype), n.weak});
  }
  auto type = promoted(types);
  if (!type)
    failDtype(site, "no dtype holds the values of both", said(site, xs),
              "convert one with astype");
  checkKind(site, xs, type->dtype, kinds);
  return *type;
}
Typed api::promote(const Site &site, ArrayRef<Array> xs, unsigned kinds) {
  return promoteAs(site, xs, kinds, [](Dtype d) { return d; });
}
Typed api::promoteInexact(const Site &site, ArrayRef<Array> xs,
                          unsigned kinds) {
  Typed type = promoteAs(site, xs, Anything, [](Dtype d) {
    return d == Dtype::I4 ? Dtype::I8 : d == Dtype::U4 ? Dtype::U8 : d;
  });
  type.dtype = inexact(type.dtype);
  checkKind(site, xs, type.dtype, kinds);
  return type;
}

//===-- Shapes ------------------------------------------------------------===//
Dims api::broadcastDims(const Site &site, ArrayRef<Array> xs) {
  size_t rank = 0;
  for (const Array &x : xs)
    rank = std::max(rank, nodeOf(site, x).dims.size());
  Dims out(rank, 1);
  for (const Array &x : xs) {
    const Dims &dims = x.get()->dims;
    for (size_t i = 0, lead = rank - dims.size(); i < dims.size(); ++i) {
      int64_t &d = out[lead + i];
      if (d != dims[i] && d != 1 && dims[i] != 1)
        failShape(site, "shapes do not broadcast", said(site, xs));
      if (d == 1)
        d = dims[i];
    }
  }
  return out;
}

int64_t api::axisOf(const Site &site, const Array &x, int64_t axis,
                    std::optional<int64_t> rank) {
  int64_t n = rank ? *rank : nodeOf(site, x).dims.size();
  if (axis >= -n && axis < n)
    return axis < 0 ? axis + n : axis;
  failShape(site, "axis " + std::to_string(axis) + " is out of range",
            said(site, x),
            n == 0 ? "a scalar has no axes"
                   : "axes are " + std::to_string(-n) + " to " +
                         std::to_string(n - 1));
}
List api::axesOf(const Site &site, const Array &x, const AxisSet &set,
                 std::optional<int64_t> rank) {
  if (!set.list())
    return axes(0, rank ? *rank : nodeOf(site, x).dims.size());
  List out;
  for (int64_t axis : *set.list()) {
    int64_t at = axisOf(site, x, axis, rank);
    if (llvm::is_contained(out, at))
      failShape(site, "axis " + std::to_string(axis) + " is named twice",
                said(site, x) + " and axes " + describeShape(*set.list()));
    out.push_back(at);
  }
  return out;
}
List api::sortedAxesOf(const Site &site, const Array &x, const AxisSet &set) {
  auto out = axesOf(site, x, set);
  llvm::sort(out);
  return out;
}
void api::checkSizes(const Site &site, std::span<const int64_t> shape) {
  for (int64_t d : shape)
    if (d < 0)
      failShape(site, "sizes must not be negative", describeShape(shape));
  if (!isCountable(shape))
    failShape(site, countableRule, describeShape(shape));
}
int64_t api::product(const Site &site, int64_t size, int64_t times) {
  int64_t n;
  if (llvm::MulOverflow(size, times, n))
    failShape(site, countableRule,
              std::to_string(size) + " times " + std::to_string(times));
  return n;
}

//===-- Staging -----------------------------------------------------------===//
Value Words::convert(Value x, Dtype to) const {
  Type element = elementType(to);
  if (elementOf(x.getType()) == element)
    return x;
  return ConvertOp::create(b, loc, typeOf(x).clone(element), x);
}
Value Words::reshape(Value x, ArrayRef<int64_t> dims) const {
  if (typeOf(x).getShape() == dims)
    return x;
  return ReshapeOp::create(b, loc, typeOf(x).clone(dims), x);
}
Value Words::transpose(Value x, ArrayRef<int64_t> perm) const {
  return llvm::is_sorted(perm) ? x
                               : Value(TransposeOp::create(b, loc, x, perm));
}
Value Words::broadcast(Value x, ArrayRef<int64_t> dims) const {
  int64_t rank = typeOf(x).getRank();
  return broadcast(x, dims, axes(dims.size() - rank, rank));
}
Value Words::broadcast(Value x, ArrayRef<int64_t> dims,
                       ArrayRef<int64_t> at) const {
  if (typeOf(x).getShape() == dims)
    return x;
  return BroadcastInDimOp::create(b, loc, typeOf(x).clone(dims), x, at);
}
Value Words::expand(Value x, ArrayRef<int64_t> at) const {
  auto type = typeOf(x);
  int64_t rank = type.getRank() + at.size();
  List dims(rank, 1), old = otherAxes(rank, at);
  for (auto [size, d] : llvm::zip(type.getShape(), old))
    dims[d] = size;
  return broadcast(x, dims, old);
}
Value Words::slice(Value x, ArrayRef<int64_t> start, ArrayRef<int64_t> limit,
                   ArrayRef<int64_t> strides) const {
  bool whole = limit == typeOf(x).getShape() &&
               llvm::all_of(start, [](int64_t s) { return s == 0; }) &&
               llvm::all_of(strides, [](int64_t s) { return s == 1; });
  return whole ? x : Value(SliceOp::create(b, loc, x, start, limit, strides));
}

Array api::stage(const Site &site, ArrayRef<Array> xs, bool weak,
                 WordsFn build) {
  auto one = [&](OpBuilder &b, Location loc, ValueRange in) {
    return SmallVector<Value>{build(Words{b, loc}, in)};
  };
  return ir::stage(site.op, site.where, xs, one, weak)[0];
}

Arrays api::stageAll(
    const Site &site, ArrayRef<Array> xs,
    llvm::function_ref<SmallVector<Value>(const Words &, ValueRange)> build) {
  auto all = [&](OpBuilder &b, Location loc, ValueRange in) {
    return build(Words{b, loc}, in);
  };
  return ir::stage(site.op, site.where, xs, all, false);
}

int api::mantissaBits(Dtype dtype) {
  switch (dtype) {
  case Dtype::F64:
  case Dtype::C128:
    return 52;
  case Dtype::F16:
    return 10;
  case Dtype::BF16:
    return 7;
  case Dtype::F8E4M3FN:
    return 3;
  case Dtype::F8E5M2:
    return 2;
  default:
    return 23;
  }
}
double api::epsilonOf(Dtype dtype) {
  return std::ldexp(1, -mantissaBits(dtype));
}
Dtype api::working(Dtype dtype) {
  return isFloat(dtype) && itemSize(dtype) < 4 ? Dtype::F32 : dtype;
}
Array api::inDtype(const Site &site, const Array &x, Dtype dtype) {
  return elementwise(site, x, dtype, x.isWeak(),
                     [](const Words &, ValueRange in) { return in[0]; });
}
Array api::literalAs(const Array &x, Dtype dtype) {
  const Node &n = *x.get();
  if (n.dtype == dtype || n.isTraced() || !n.weak || !n.dims.empty())
    return x;
  std::complex<double> value = *literalValue(x);
  Array y = scalarOf(dtype, value);
  // A whole number that the dtype has not wraps, as an array's do.
  bool wraps = isInteger(dtype) && isInteger(n.dtype) &&
               y.toVector<double>()[0] != value.real();
  return wraps ? x : y;
}

Array api::elementwise(const Site &site, ArrayRef<Array> xs, Dtype dtype,
                       bool weak, WordsFn build) {
  Dims dims = broadcastDims(site, xs);
  SmallVector<Array> exact;
  for (const Array &x : xs)
    exact.push_back(literalAs(x, dtype));
  return stage(site, exact, weak, [&](const Words &w, ValueRange in) {
    SmallVector<Value> same;
    for (Value v : in)
      same.push_back(w.broadcast(w.convert(v, dtype), dims));
    return build(w, same);
  });
}

Array api::withShape(const Site &site, const Array &x, ArrayRef<int64_t> dims) {
  const Node &n = nodeOf(site, x);
  if (dimsOf(n) == dims)
    return x;
  if (!n.isTraced()) {
    Array out = weft::detail::makeConcrete(
        n.dtype, Dims(dims.begin(), dims.end()), n.weak, n.buffer);
    out.get()->made = site.where;
    return out;
  }
  return stage(site, x, n.weak, [&](const Words &w, ValueRange in) {
    return w.reshape(in[0], dims);
  });
}

Arrays api::compositeAll(const Site &site, const Arrays &xs,
                         llvm::function_ref<Arrays(const Arrays &)> f) {
  struct Enter {
    const Site *before = std::exchange(enclosing, nullptr);
    Enter(const Site &site) { enclosing = before ? before : &site; }
    ~Enter() { enclosing = before; }
  } enter(site);
  if (currentTrace())
    return f(xs);
  auto fn =
      ir::trace([&](const Arrays &) { return f(xs); }, {}, {Tracer::Eager});
  SmallVector<bool> weak(fn.weak.begin(), fn.weak.end());
  Arrays out = executeBody(*fn.body, fn.captures, weak);
  for (const Array &y : out)
    y.get()->made = site.where;
  return out;
}
Array api::composite(const Site &site, const Arrays &xs,
                     llvm::function_ref<Array(const Arrays &)> f) {
  return compositeAll(site, xs,
                      [&](const Arrays &in) { return Arrays{f(in)}; })[0];
}
Array api::inFloats(const Site &site, ArrayRef<Array> xs, unsigned kinds,
                    llvm::function_ref<Array(const Arrays &)> f) {
  Dtype dtype = promoteInexact(site, xs, kinds).dtype;
  Dtype steps = working(dtype);
  Arrays exact;
  for (const Array &x : xs)
    exact.push_back(literalAs(x, dtype));
  return composite(site, exact, [&](const Arrays &in) {
    Arrays same;
    for (const Array &x : in) // as an operand of the dtype first
      same.push_back(inDtype(site, inDtype(site, x, dtype), steps));
    Array y = f(same);
    return y.dtype() == steps ? inDtype(site, y, dtype) : y;
  });
}

// See Oracle.h and Leaves.h. The one file of the numeric tests that includes
// MLIR.
#include "Leaves.h"
#include "Api/Errors.h"
#include "Bodies.h"
#include "Interchange/Module.h"
#include "Interp/Interp.h"
#include "Trace/Trace.h"
#include "Transforms/Simplify.h"
#include <cmath>
#include <cstring>
using namespace weft;
using namespace weft::ir;
using weft::detail::Leaves;
using weft::detail::Where;
namespace t = weft::test;

//===-- Traced functions --------------------------------------------------===//
struct t::Traced::State {
  std::unique_ptr<Region> body;
  Leaves captures;
};
t::Traced::Traced() : state(std::make_unique<State>()) {}
t::Traced::~Traced() = default;
t::Traced::Traced(Traced &&) noexcept = default;

t::Traced::Traced(const LeavesFn &f, const Leaves &like) : Traced() {
  SmallVector<Type> types;
  for (const Array &a : like)
    types.push_back(tensorType(weft::detail::nodeOf(a)));
  TracedFunction fn =
      trace([&](const Arrays &in) { return f(in); }, types, {Tracer::Jit});
  state->body = std::move(fn.body);
  state->captures = std::move(fn.captures);
  verifyBody(*state->body, "test");
}

static Tensor tensorOf(const Array &a) {
  const auto &node = weft::detail::nodeOf(a);
  auto *data = static_cast<const char *>(node.buffer->data());
  return {tensorType(node), {data, data + node.byteSize()}};
}
Leaves t::Traced::interpret(const Leaves &args) const {
  SmallVector<Tensor> in;
  for (const Array &a : args)
    in.push_back(tensorOf(a));
  for (const Array &a : state->captures)
    in.push_back(tensorOf(a));
  Diagnostics diagnostics("interpret");
  auto out = ir::evaluate(*state->body, in);
  diagnostics.check(out, Where());
  Leaves arrays;
  for (const Tensor &r : *out)
    arrays.push_back(arrayFromBytes(r.bytes.data(),
                                    ir::dtypeOf(r.type.getElementType()),
                                    Shape(r.type.getShape())));
  return arrays;
}

t::Traced t::Traced::simplified() const {
  Traced copy;
  copy.state->body = std::make_unique<Region>();
  IRMapping map;
  state->body->cloneInto(copy.state->body.get(), map);
  copy.state->captures = state->captures;
  simplify(*copy.state->body);
  verifyBody(*copy.state->body, "test");
  return copy;
}
std::set<std::string> t::Traced::ops() const {
  std::set<std::string> names;
  state->body->walk(
      [&](Operation *op) { names.insert(op->getName().stripDialect().str()); });
  return names;
}
size_t t::Traced::size() const {
  size_t n = 0;
  state->body->walk([&](Operation *) { ++n; });
  return n;
}
std::string t::Traced::text() const {
  std::string s;
  llvm::raw_string_ostream os(s);
  for (Operation &op : state->body->front())
    os << op << "\n";
  return s;
}

//===-- Building ----------------------------------------------------------===//
static Attribute attributeOf(OpBuilder &b, const t::Attr &a) {
  if (auto *list = std::get_if<std::vector<int64_t>>(&a))
    return b.getDenseI64ArrayAttr(*list);
  if (auto *e = std::get_if<t::EnumCase>(&a))
    return DirectionAttr::get(b.getContext(), static_cast<Direction>(e->value));
  if (std::holds_alternative<t::Flag>(a))
    return b.getUnitAttr();
  return b.getI64IntegerAttr(std::get<int64_t>(a));
}
/// The result's type, inferred where the op says how, or that of operand 0.
static Type inferred(const OperationState &of) {
  OperationState state(of.location, of.name);
  state.addOperands(of.operands);
  state.addAttributes(of.attributes);
  state.addTypes(of.operands[0].getType());
  auto *infer = state.name.getInterface<InferTypeOpInterface>();
  if (!infer)
    return state.types[0];
  // Inference reads properties; an operation makes them of attributes.
  Operation *probe = Operation::create(state);
  SmallVector<Type> types;
  bool ok = succeeded(infer->inferReturnTypes(
      context(), state.location, state.operands, probe->getAttrDictionary(),
      probe->getPropertiesStorage(), {}, types));
  probe->destroy();
  if (!ok)
    throw InternalError("[test] no type for " +
                        state.name.getStringRef().str());
  return types[0];
}
Array t::emitOp(const std::string &name, const Leaves &operands,
                const std::map<std::string, Attr> &attrs,
                const std::optional<ResultType> &result) {
  auto build = [&](OpBuilder &b, Location loc, ValueRange in) {
    OperationState s(loc, "weft." + name);
    s.addOperands(in);
    for (const auto &[key, value] : attrs)
      s.addAttribute(key, attributeOf(b, value));
    if (result)
      s.addTypes(tensorType(result->dtype, result->shape));
    else
      s.addTypes(inferred(s));
    return SmallVector<Value>(b.create(s)->getResults());
  };
  return stage(name.c_str(), Where(), operands, build)[0];
}

std::vector<t::OpInfo> t::registeredOps() {
  std::vector<OpInfo> out;
  for (RegisteredOperationName op :
       context()->getRegisteredOperationsByDialect("weft")) {
    OpInfo info{op.stripDialect().str(), {}, {}};
    auto note = [&](bool has, const char *what) {
      if (has)
        info.interfaces.insert(what);
    };
    note(op.hasInterface<Differentiable>() || op.hasInterface<HigherOrder>(),
         "jvp");
    note(op.hasInterface<Transposable>(), "transpose");
    note(op.hasInterface<Batchable>(), "batch");
    note(op.hasInterface<Fusible>() || op.hasInterface<Reducing>() ||
             op.hasInterface<Lowerable>(),
         "lower");
    auto said = [&](bool has, const char *what) {
      if (has)
        info.lacks.insert(what);
    };
    said(op.hasTrait<LacksJvp>(), "jvp");
    said(op.hasTrait<LacksTranspose>(), "transpose");
    said(op.hasTrait<LacksBatch>(), "batch");
    said(op.hasTrait<LacksLower>(), "lower");
    said(op.hasTrait<LacksRow>(), "row");
    out.push_back(std::move(info));
  }
  return out;
}

//===-- Transforms over leaves --------------------------------------------===//
bool t::isInexact(const Array &x) {
  return isFloat(x.dtype()) || isComplex(x.dtype());
}
std::pair<Leaves, Leaves> t::forward(const LeavesFn &f, const Leaves &x,
                                     const Leaves &tangents) {
  return weft::detail::flatJvp(f, x, tangents, {"jvp", {}, false, false, {}},
                               Where());
}
Leaves t::pulledBack(const LeavesFn &f, const Leaves &x, const Leaves &cts) {
  auto [y, linear] =
      weft::detail::flatLinearize(f, x, {"vjp", {}, false, false, {}}, Where());
  Leaves out = weft::detail::pullBack(*linear, cts, Where());
  for (size_t i = 0; i < x.size(); ++i)
    if (!isInexact(x[i]))
      out[i] = Array();
  return out;
}
Leaves t::mapped(const LeavesFn &f, const Leaves &x,
                 const std::vector<bool> &mapped) {
  std::vector<std::optional<int>> axes;
  for (bool m : mapped)
    axes.push_back(m ? std::optional(0) : std::nullopt);
  return weft::detail::flatVmap(f, x, axes, 0, std::nullopt, Where());
}

//===-- Comparing ---------------------------------------------------------===//
bool t::near(double a, double b, double tolerance) {
  if (std::isnan(a) || std::isnan(b))
    return std::isnan(a) && std::isnan(b);
  if (a == b)
    return true;
  return std::isfinite(a) && std::isfinite(b) &&
         std::abs(a - b) <= tolerance * (1 + std::abs(b));
}
std::vector<double> t::partsOf(const Array &x) {
  if (!isComplex(x.dtype()))
    return x.toVector<double>();
  std::vector<double> parts;
  for (std::complex<double> z : x.toVector<std::complex<double>>()) {
    parts.push_back(z.real());
    parts.push_back(z.imag());
  }
  return parts;
}
std::string t::difference(const Array &got, const std::vector<double> &want,
                          double tolerance) {
  auto a = partsOf(got);
  if (a.size() != want.size())
    return "has " + std::to_string(a.size()) + " elements, expected " +
           std::to_string(want.size());
  char line[200];
  for (size_t i = 0; i < a.size(); ++i) {
    if (near(a[i], want[i], tolerance))
      continue;
    std::snprintf(line, sizeof line, "element %zu is %.17g, expected %.17g", i,
                  a[i], want[i]);
    return line;
  }
  return "";
}
std::string t::difference(const Array &got, const Array &want,
                          double tolerance) {
  if (got.shape() != want.shape() || got.dtype() != want.dtype())
    return "is " + weft::detail::describe(weft::detail::nodeOf(got)) +
           ", expected " + weft::detail::describe(weft::detail::nodeOf(want));
  if (isInexact(got))
    return difference(got, partsOf(want), tolerance);
  bool same = std::memcmp(got.bytes(), want.bytes(),
                          got.size() * itemSize(got.dtype())) == 0;
  return same ? "" : "is " + got.toString() + ", expected " + want.toString();
}
double t::dot(const Leaves &x, const Leaves &y) {
  double sum = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    if (x[i].isNull() || y[i].isNull())
      continue;
    auto a = partsOf(x[i]), b = partsOf(y[i]);
    bool isPair = isComplex(x[i].dtype());
    for (size_t k = 0; k < a.size(); ++k)
      sum += isPair && k % 2 ? -a[k] * b[k] : a[k] * b[k];
  }
  return sum;
}

/// The bytes of v as an element of `type`.
static void append(std::string &bytes, Type type, double v) {
  APInt bits(8, v != 0);
  if (auto f = dyn_cast<FloatType>(type)) {
    APFloat x(v);
    bool lossy = false;
    x.convert(f.getFloatSemantics(), APFloat::rmNearestTiesToEven, &lossy);
    bits = x.bitcastToAPInt();
  } else if (!type.isInteger(1)) {
    unsigned width = type.getIntOrFloatBitWidth();
    bits = APInt(64, v < 0 ? static_cast<uint64_t>(static_cast<int64_t>(v))
                           : static_cast<uint64_t>(v))
               .trunc(width);
    if (width < 8)
      bits = type.isUnsignedInteger() ? bits.zext(8) : bits.sext(8);
  }
  uint64_t word = bits.getZExtValue();
  bytes.append(reinterpret_cast<const char *>(&word), bits.getBitWidth() / 8);
}
Array t::arrayOf(Dtype dtype, const Shape &shape,
                 const std::vector<double> &values) {
  Type element = elementType(dtype);
  if (auto c = dyn_cast<ComplexType>(element))
    element = c.getElementType();
  std::string bytes;
  for (double v : values)
    append(bytes, element, v);
  return arrayFromBytes(bytes.data(), dtype, shape);
}
Leaves t::moved(const Leaves &x, const Leaves &tangents, double h) {
  Leaves out(x);
  for (size_t i = 0; i < x.size(); ++i) {
    if (tangents[i].isNull())
      continue;
    auto v = partsOf(x[i]), dv = partsOf(tangents[i]);
    for (size_t k = 0; k < v.size(); ++k)
      v[k] += h * dv[k];
    out[i] = arrayOf(x[i].dtype(), x[i].shape(), v);
  }
  return out;
}

uint64_t t::Random::next() { // splitmix64
  uint64_t x = state += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}
double t::Random::uniform(double lo, double hi) {
  return lo + (hi - lo) * static_cast<double>(next() >> 11) * 0x1p-53;
}
Array t::randomArray(Random &random, const Shape &shape, Dtype dtype, double lo,
                     double hi) {
  size_t n = 1;
  for (int64_t d : shape)
    n *= d;
  std::vector<double> values;
  n *= isComplex(dtype) ? 2 : 1;
  for (size_t i = 0; i < n; ++i) {
    double v = random.uniform(lo, hi);
    if (isInteger(dtype))
      v = std::floor(v);
    values.push_back(isBool(dtype) ? random.next() >> 40 & 1 : v);
  }
  return arrayOf(dtype, shape, values);
}

//===-- Lists of arrays ---------------------------------------------------===//
Leaves t::directions(Random &random, const Leaves &x) {
  Leaves out;
  for (const Array &a : x)
    out.push_back(isInexact(a)
                      ? randomArray(random, a.shape(), a.dtype(), -1, 1)
                      : Array());
  return out;
}
Leaves t::withoutNull(const Leaves &x) {
  Leaves out;
  for (const Array &a : x)
    if (!a.isNull())
      out.push_back(a);
  return out;
}
Array t::rowOf(const Array &x, int64_t at, int64_t n) {
  Shape shape = x.shape();
  shape.erase(shape.begin());
  size_t bytes = x.size() * itemSize(x.dtype()) / n;
  return arrayFromBytes(static_cast<const char *>(x.bytes()) + at * bytes,
                        x.dtype(), shape);
}
Array t::stackOf(const std::vector<Array> &rows) {
  Shape shape = rows[0].shape();
  shape.insert(shape.begin(), rows.size());
  std::string bytes;
  for (const Array &r : rows)
    bytes.append(static_cast<const char *>(r.bytes()),
                 r.size() * itemSize(r.dtype()));
  return arrayFromBytes(bytes.data(), rows[0].dtype(), shape);
}
Array t::retyped(const Array &x, Dtype dtype) {
  return arrayOf(dtype, x.shape(), partsOf(x));
}

t::LeavesFn t::imported(const std::string &text, const std::string &name) {
  auto functions = parseModuleText(text, name);
  if (!functions.ok())
    throw UserError(std::string(functions.status().message()));
  auto f = std::make_shared<ir::Function>(std::move(functions->front()));
  return [f](const Leaves &x) {
    auto build = [&](OpBuilder &b, Location, ValueRange in) {
      Region copy;
      IRMapping map;
      f->body->cloneInto(&copy, map);
      return SmallVector<Value>(inlineBody(b, copy, in));
    };
    return stage("import", Where(), x, build);
  };
}

// Bodies as JAX prints them (jax/_src/core.py, pp_jaxpr): the notation of
// lambdas, equations, variables and literals. What an operation is called is
// in JaxprOps.cpp.
#include "Interchange/Jaxpr.h"
#include "Bodies.h"
#include "Trace/Types.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/APSInt.h"
#include <charconv>
#include <cmath>
using namespace weft;
using namespace weft::ir;
using pretty::Doc;

//===-- Types and numbers -------------------------------------------------===//
std::string ir::dtypeName(Type type) {
  return weft::name(ir::dtypeOf(elementOf(type)));
}
std::string ir::avalOf(Type type) {
  auto tensor = ir::tensorType(type);
  std::string out = shortName(ir::dtypeOf(tensor.getElementType()));
  out += '[';
  for (auto [i, n] : llvm::enumerate(tensor.getShape()))
    out += (i ? "," : "") + std::to_string(n);
  return out + ']';
}
std::string ir::tupleOf(ArrayRef<int64_t> list) {
  std::string out = "(";
  for (auto [i, n] : llvm::enumerate(list))
    out += (i ? ", " : "") + std::to_string(n);
  return out + (list.size() == 1 ? ",)" : ")");
}

/// Python's repr: the shortest digits, an exponent below 1e-4 and from 1e16.
static std::string pythonFloat(double x) {
  if (std::isnan(x))
    return "nan";
  if (std::isinf(x))
    return x < 0 ? "-inf" : "inf";
  char buffer[64];
  double size = std::fabs(x);
  bool plain = size == 0 || (size >= 1e-4 && size < 1e16);
  auto end = std::to_chars(buffer, buffer + sizeof buffer, x,
                           plain ? std::chars_format::fixed
                                 : std::chars_format::scientific)
                 .ptr;
  std::string out(buffer, end);
  return plain && out.find('.') == std::string::npos ? out + ".0" : out;
}
/// A part of a complex number: without ".0", as Python prints them.
static std::string pythonPart(double x) {
  std::string out = pythonFloat(x);
  return StringRef(out).ends_with(".0") ? out.substr(0, out.size() - 2) : out;
}
static double toDouble(APFloat x) {
  bool ignored;
  x.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &ignored);
  return x.convertToDouble();
}
static std::string pythonComplex(const std::complex<APFloat> &x) {
  double re = toDouble(x.real()), im = toDouble(x.imag());
  std::string imaginary = pythonPart(im) + "j";
  if (re == 0 && !std::signbit(re))
    return imaginary;
  return "(" + pythonPart(re) + (StringRef(imaginary)[0] == '-' ? "" : "+") +
         imaginary + ")";
}

/// `2.0:f32[]`, of a splat.
static std::string literal(DenseElementsAttr value) {
  Type element = value.getElementType();
  std::string number;
  if (isa<FloatType>(element))
    number = pythonFloat(toDouble(value.getSplatValue<APFloat>()));
  else if (auto complex = dyn_cast<ComplexType>(element))
    number = isa<FloatType>(complex.getElementType())
                 ? pythonComplex(value.getSplatValue<std::complex<APFloat>>())
                 : "?";
  else if (element.isInteger(1))
    number = value.getSplatValue<bool>() ? "True" : "False";
  else
    llvm::raw_string_ostream(number) << llvm::APSInt(
        value.getSplatValue<APInt>(), element.isUnsignedInteger());
  return number + ":" + avalOf(RankedTensorType::get({}, element));
}

//===-- Values ------------------------------------------------------------===//
static DenseElementsAttr splatOf(Value value) {
  DenseElementsAttr attr;
  if (!matchPattern(value, m_Constant(&attr)) || !attr.isSplat())
    return {};
  return attr;
}
/// Whether every user reads this splat element by element, so that a scalar
/// says as much.
static bool isLiteral(Value value) {
  if (!splatOf(value))
    return false;
  return typeOf(value).getRank() == 0 ||
         llvm::all_of(value.getUsers(), [](Operation *user) {
           return user->hasTrait<OpTrait::Elementwise>();
         });
}

/// a, b, … z, ba, bb, …: numbers to the base 26.
std::string JaxprPrinter::fresh() {
  std::string out;
  unsigned n = next++;
  do
    out.insert(out.begin(), static_cast<char>('a' + n % 26));
  while (n /= 26);
  return out;
}
std::string JaxprPrinter::name(Value value) {
  std::string &out = names[value]; // literals too: their users are many
  if (out.empty())
    out = isLiteral(value) ? literal(splatOf(value)) : fresh();
  return out;
}
void JaxprPrinter::share(Value inner, Value outer) {
  if (isLiteral(outer) || isLiteral(inner) || outer.use_empty())
    return;
  std::string known = name(outer);
  names.try_emplace(inner, std::move(known));
}
std::string JaxprPrinter::before(const std::string &aval,
                                 const std::string &right) {
  std::string variable = fresh();
  lines->push_back(pretty::text(variable + ":" + aval + " = " + right));
  return variable;
}

/// Words with breaks where the line is full.
static Doc fill(const std::vector<Doc> &words, const char *separator) {
  Doc gap =
      pretty::concat({pretty::text(separator), pretty::group(pretty::brk())});
  return pretty::nest(2, pretty::group(pretty::join(gap, words)));
}
Doc JaxprPrinter::binders(ValueRange values) {
  std::vector<Doc> words;
  for (Value v : values) {
    bool unused = v.use_empty() && !isa<BlockArgument>(v);
    words.push_back(
        pretty::text((unused ? "_" : name(v)) + ":" + avalOf(v.getType())));
  }
  return fill(words, "");
}
Doc JaxprPrinter::uses(const Equation &equation) {
  std::vector<Doc> words;
  if (!equation.index.empty())
    words.push_back(pretty::text(equation.index));
  for (Value v : equation.operands)
    words.push_back(pretty::text(name(v)));
  return fill(words, "");
}

//===-- Equations and bodies ----------------------------------------------===//
static Doc parameters(const Equation &equation) {
  if (equation.params.empty())
    return {};
  std::vector<Doc> pairs;
  for (auto &[key, value] : equation.params)
    pairs.push_back(pretty::concat({pretty::text(key + "="), value}));
  return pretty::group(pretty::concat(
      {pretty::nest(2, pretty::concat({pretty::text("["), pretty::brk(""),
                                       pretty::join(pretty::brk(), pairs)})),
       pretty::brk(""), pretty::text("]")}));
}
Doc JaxprPrinter::equation(Operation &op) {
  // Names in the order of print: results first.
  Doc left = binders(op.getResults());
  if (DenseElementsAttr splat =
          op.getNumResults() == 1 ? splatOf(op.getResult(0)) : nullptr)
    return pretty::concat(
        {left, pretty::text(" = broadcast_in_dim " + literal(splat))});
  Equation e = describe(op, *this);
  return pretty::concat({left, pretty::text(" = " + e.primitive), parameters(e),
                         pretty::text(" "), uses(e)});
}

Doc JaxprPrinter::body(Region &region, ArrayRef<unsigned> argOrder) {
  Block &block = region.front();
  SmallVector<Value> constants, args(block.getArguments());
  for (auto [to, from] : llvm::zip(args, argOrder))
    to = block.getArgument(from);
  for (Operation &op : block)
    if (op.hasTrait<OpTrait::ConstantLike>() && !splatOf(op.getResult(0)))
      constants.push_back(op.getResult(0));
  Doc consts = binders(constants), params = binders(args);
  std::vector<Doc> here, *outer = std::exchange(lines, &here);
  for (Operation &op : block.without_terminator()) {
    bool constant = op.hasTrait<OpTrait::ConstantLike>();
    if (constant && (isLiteral(op.getResult(0)) ||
                     llvm::is_contained(constants, op.getResult(0))))
      continue;
    Doc line = equation(op);
    here.push_back(line);
  }
  lines = outer;
  std::vector<Doc> results;
  for (Value v : terminator(region)->getOperands())
    results.push_back(pretty::text(name(v)));
  Doc in = pretty::concat({pretty::text("in ("), fill(results, ","),
                           pretty::text(results.size() == 1 ? ",)" : ")")});
  return pretty::group(pretty::concat(
      {pretty::nest(
           2,
           pretty::concat(
               {pretty::text("{ lambda "), consts, pretty::text("; "), params,
                pretty::text(". let"),
                pretty::nest(
                    2, pretty::concat({pretty::brk(),
                                       pretty::join(pretty::brk("; "), here)})),
                pretty::brk(), in})),
       pretty::text(" }")}));
}

std::string ir::toJaxpr(Region &body) {
  JaxprPrinter printer;
  return pretty::format(printer.body(body));
}

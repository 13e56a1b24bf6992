// Element by element: each function is written once for floats of every
// width, once for integers, once for complex numbers.
#include "ArithmeticOps.h"
#include "LogicOps.h"
#include "MultiplyAddOps.h"
#include "Interp/Values.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/StringMap.h"
#include <bit>
#include <cmath>
using namespace weft::ir;
using namespace weft::ir::interp;
using Complex = std::complex<double>;

double interp::maxOf(double x, double y) {
  if (std::isnan(x) || std::isnan(y))
    return std::numeric_limits<double>::quiet_NaN();
  if (x == y) // 0 counts as larger than -0
    return std::signbit(x) ? y : x;
  return x < y ? y : x;
}
double interp::minOf(double x, double y) { return -maxOf(-x, -y); }

//===-- Floats ------------------------------------------------------------===//
namespace {
using RealUnary = double (*)(double);
double signOf(double x) {
  return std::isnan(x) || x == 0 ? x : std::copysign(1., x);
}

const llvm::StringMap<RealUnary> &realUnary() {
  static const auto &table = *new llvm::StringMap<RealUnary>{
      {"neg", [](double x) { return -x; }},
      {"abs", [](double x) { return std::fabs(x); }},
      {"sign", signOf},
      {"floor", [](double x) { return std::floor(x); }},
      {"ceil", [](double x) { return std::ceil(x); }},
      {"round", [](double x) { return std::round(x); }},
      {"round_even", [](double x) { return std::nearbyint(x); }},
      {"exp", [](double x) { return std::exp(x); }},
      {"exp2", [](double x) { return std::exp2(x); }},
      {"expm1", [](double x) { return std::expm1(x); }},
      {"log", [](double x) { return std::log(x); }},
      {"log1p", [](double x) { return std::log1p(x); }},
      {"tanh", [](double x) { return std::tanh(x); }},
      {"logistic", [](double x) { return 1 / (1 + std::exp(-x)); }},
      {"sin", [](double x) { return std::sin(x); }},
      {"cos", [](double x) { return std::cos(x); }},
      {"tan", [](double x) { return std::tan(x); }},
      {"asin", [](double x) { return std::asin(x); }},
      {"acos", [](double x) { return std::acos(x); }},
      {"atan", [](double x) { return std::atan(x); }},
      {"sinh", [](double x) { return std::sinh(x); }},
      {"cosh", [](double x) { return std::cosh(x); }},
      {"asinh", [](double x) { return std::asinh(x); }},
      {"acosh", [](double x) { return std::acosh(x); }},
      {"atanh", [](double x) { return std::atanh(x); }},
      {"sqrt", [](double x) { return std::sqrt(x); }},
      {"rsqrt", [](double x) { return 1 / std::sqrt(x); }},
      {"cbrt", [](double x) { return std::cbrt(x); }},
      {"erf", [](double x) { return std::erf(x); }},
      {"stop_gradient", [](double x) { return x; }},
      {"copy", [](double x) { return x; }},
      {"square", [](double x) { return x * x; }},
  };
  return table;
}
const llvm::StringMap<RealFn> &realBinary() {
  static const auto &table = *new llvm::StringMap<RealFn>{
      {"add", [](double x, double y) { return x + y; }},
      {"sub", [](double x, double y) { return x - y; }},
      {"mul", [](double x, double y) { return x * y; }},
      {"div", [](double x, double y) { return x / y; }},
      {"rem", [](double x, double y) { return std::fmod(x, y); }},
      {"max", maxOf},
      {"min", minOf},
      {"pow", [](double x, double y) { return std::pow(x, y); }},
      {"atan2", [](double x, double y) { return std::atan2(x, y); }},
  };
  return table;
}

//===-- Integers ----------------------------------------------------------===//
using IntUnary = int64_t (*)(int64_t x, Type element);
uint64_t bitsOf(int64_t x, Type element) {
  unsigned unused = 64 - element.getIntOrFloatBitWidth();
  return static_cast<uint64_t>(x) << unused >> unused;
}
bool less(int64_t x, int64_t y, Type e) {
  if (isUnsignedElement(e))
    return static_cast<uint64_t>(x) < static_cast<uint64_t>(y);
  return x < y;
}
int64_t quotient(int64_t x, int64_t y, Type e) {
  if (y == 0)
    return -1;
  if (isUnsignedElement(e))
    return static_cast<uint64_t>(x) / static_cast<uint64_t>(y);
  return y == -1 ? static_cast<int64_t>(-static_cast<uint64_t>(x)) : x / y;
}
int64_t remainder(int64_t x, int64_t y, Type e) {
  if (y == 0)
    return x;
  if (isUnsignedElement(e))
    return static_cast<uint64_t>(x) % static_cast<uint64_t>(y);
  return y == -1 ? 0 : x % y;
}
int64_t intPow(int64_t x, int64_t n, Type e) {
  if (n < 0 && !isUnsignedElement(e)) {
    if (x == 0)
      return -1;
    return x == 1 || x == -1 ? (n % 2 ? x : 1) : 0;
  }
  uint64_t r = 1, square = x;
  for (auto bits = static_cast<uint64_t>(n); bits; bits >>= 1) {
    r *= bits & 1 ? square : 1;
    square *= square;
  }
  return r;
}
int64_t shifted(int64_t x, int64_t y, Type e, bool left, bool arithmetic) {
  uint64_t width = e.getIntOrFloatBitWidth(), by = bitsOf(y, e);
  if (arithmetic) {
    uint64_t signExtended = bitsOf(x, e) << (64 - width);
    return static_cast<int64_t>(signExtended) >> (64 - width) >>
           std::min(by, width - 1);
  }
  if (by >= width)
    return 0;
  return left ? bitsOf(x, e) << by : bitsOf(x, e) >> by;
}

const llvm::StringMap<IntUnary> &intUnary() {
  static const auto &table = *new llvm::StringMap<IntUnary>{
      {"neg",
       [](int64_t x, Type) -> int64_t { return -static_cast<uint64_t>(x); }},
      {"abs",
       [](int64_t x, Type e) -> int64_t {
         return isUnsignedElement(e) || x >= 0 ? x : -static_cast<uint64_t>(x);
       }},
      {"sign",
       [](int64_t x, Type e) -> int64_t {
         return isUnsignedElement(e) ? x != 0 : (x > 0) - (x < 0);
       }},
      {"not", [](int64_t x, Type) -> int64_t { return ~x; }},
      {"population_count",
       [](int64_t x, Type e) -> int64_t {
         return std::popcount(bitsOf(x, e));
       }},
      {"clz",
       [](int64_t x, Type e) -> int64_t {
         return std::countl_zero(bitsOf(x, e)) - 64 + e.getIntOrFloatBitWidth();
       }},
      {"stop_gradient", [](int64_t x, Type) -> int64_t { return x; }},
      {"copy", [](int64_t x, Type) -> int64_t { return x; }},
      {"square",
       [](int64_t x, Type) -> int64_t { return uint64_t(x) * uint64_t(x); }},
  };
  return table;
}
const llvm::StringMap<IntFn> &intBinary() {
  using U = uint64_t;
  static const auto &table = *new llvm::StringMap<IntFn>{
      {"add",
       [](int64_t x, int64_t y, Type) -> int64_t { return U(x) + U(y); }},
      {"sub",
       [](int64_t x, int64_t y, Type) -> int64_t { return U(x) - U(y); }},
      {"mul",
       [](int64_t x, int64_t y, Type) -> int64_t { return U(x) * U(y); }},
      {"div", quotient},
      {"rem", remainder},
      {"pow", intPow},
      {"max",
       [](int64_t x, int64_t y, Type e) { return less(x, y, e) ? y : x; }},
      {"min",
       [](int64_t x, int64_t y, Type e) { return less(y, x, e) ? y : x; }},
      {"and", [](int64_t x, int64_t y, Type) { return x & y; }},
      {"or", [](int64_t x, int64_t y, Type) { return x | y; }},
      {"xor", [](int64_t x, int64_t y, Type) { return x ^ y; }},
      {"shift_left", [](int64_t x, int64_t y,
                        Type e) { return shifted(x, y, e, true, false); }},
      {"shift_right_logical",
       [](int64_t x, int64_t y, Type e) {
         return shifted(x, y, e, false, false);
       }},
      {"shift_right_arithmetic",
       [](int64_t x, int64_t y, Type e) {
         return shifted(x, y, e, false, true);
       }},
  };
  return table;
}

//===-- Complex numbers ---------------------------------------------------===//
using ComplexUnary = Complex (*)(const Complex &);
using ComplexBinary = Complex (*)(const Complex &, const Complex &);
const llvm::StringMap<ComplexUnary> &complexUnary() {
  using C = const Complex &;
  static const auto &table = *new llvm::StringMap<ComplexUnary>{
      {"neg", [](C x) { return -x; }},
      {"exp", [](C x) { return std::exp(x); }},
      {"exp2", [](C x) { return std::exp(x * std::log(2.)); }},
      {"expm1", [](C x) { return std::exp(x) - 1.; }},
      {"log", [](C x) { return std::log(x); }},
      {"log1p", [](C x) { return std::log(1. + x); }},
      {"tanh", [](C x) { return std::tanh(x); }},
      {"logistic", [](C x) { return 1. / (1. + std::exp(-x)); }},
      {"sin", [](C x) { return std::sin(x); }},
      {"cos", [](C x) { return std::cos(x); }},
      {"tan", [](C x) { return std::tan(x); }},
      {"asin", [](C x) { return std::asin(x); }},
      {"acos", [](C x) { return std::acos(x); }},
      {"atan", [](C x) { return std::atan(x); }},
      {"sinh", [](C x) { return std::sinh(x); }},
      {"cosh", [](C x) { return std::cosh(x); }},
      {"asinh", [](C x) { return std::asinh(x); }},
      {"acosh", [](C x) { return std::acosh(x); }},
      {"atanh", [](C x) { return std::atanh(x); }},
      {"sqrt", [](C x) { return std::sqrt(x); }},
      {"rsqrt", [](C x) { return 1. / std::sqrt(x); }},
      {"cbrt", [](C x) { return std::pow(x, 1. / 3); }},
      {"stop_gradient", [](C x) { return x; }},
      {"copy", [](C x) { return x; }},
      {"square", [](C x) { return x * x; }},
  };
  return table;
}
const llvm::StringMap<ComplexBinary> &complexBinary() {
  using C = const Complex &;
  static const auto &table = *new llvm::StringMap<ComplexBinary>{
      {"add", [](C x, C y) { return x + y; }},
      {"sub", [](C x, C y) { return x - y; }},
      {"mul", [](C x, C y) { return x * y; }},
      {"div", [](C x, C y) { return x / y; }},
      {"pow", [](C x, C y) { return std::pow(x, y); }},
  };
  return table;
}

//===-- Visiting ----------------------------------------------------------===//
/// nextafter steps in the dtype's own grid.
DataRef nextafter(Type type, const Data &x, const Data &y) {
  const Reals &a = x.reals(), &b = y.reals();
  const auto &own = cast<FloatType>(elementOf(type)).getFloatSemantics();
  return filled<Reals>(type, [&](size_t i) {
    if (a[i] == b[i] || std::isnan(a[i]) || std::isnan(b[i]))
      return a[i] == b[i] ? b[i] : a[i] + b[i];
    APFloat v(a[i]);
    bool lossy = false;
    v.convert(own, APFloat::rmNearestTiesToEven, &lossy);
    v.next(/*nextDown=*/b[i] < a[i]);
    v.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &lossy);
    return v.convertToDouble();
  });
}
DataRef integerPow(IntegerPowOp op, const Data &x) {
  int64_t n = op.getN();
  Type t = op.getType(), e = elementOf(t);
  if (auto *v = std::get_if<Reals>(&x.elements))
    return filled<Reals>(
        t, [&](size_t i) { return std::pow((*v)[i], static_cast<double>(n)); });
  if (auto *v = std::get_if<Ints>(&x.elements))
    return filled<Ints>(t, [&](size_t i) {
      if (n >= 0)
        return intPow((*v)[i], n, IntegerType::get(t.getContext(), 64));
      auto wide = IntegerType::get(t.getContext(), 64);
      return quotient(1, rounded(e, intPow((*v)[i], -n, wide)), e);
    });
  return filled<Complexes>(t, [&](size_t i) {
    return std::pow(x.complexes()[i], static_cast<double>(n));
  });
}

DataRef compare(CompareOp op, const Data &x, const Data &y) {
  bool isUns = isUnsignedElement(elementOf(op.getX().getType()));
  return std::visit(
      [&](const auto &a) {
        const auto &b = std::get<std::decay_t<decltype(a)>>(y.elements);
        return filled<Ints>(op.getType(), [&](size_t i) -> int64_t {
          if constexpr (std::is_same_v<std::decay_t<decltype(a)>, Ints>)
            if (isUns)
              return holds<uint64_t>(op.getDirection(), a[i], b[i]);
          return holds(op.getDirection(), a[i], b[i]);
        });
      },
      x.elements);
}
DataRef select(SelectOp op, ArrayRef<DataRef> in) {
  return std::visit(
      [&](const auto &x) {
        using Elements = std::decay_t<decltype(x)>;
        const auto &y = std::get<Elements>(in[2]->elements);
        return filled<Elements>(op.getType(), [&](size_t i) {
          return in[0]->ints()[i] ? x[i] : y[i];
        });
      },
      in[1]->elements);
}
DataRef clamp(ClampOp op, ArrayRef<DataRef> in) {
  Type t = op.getType(), e = elementOf(t);
  if (isa<FloatType>(e))
    return filled<Reals>(t, [&](size_t i) {
      return minOf(maxOf(in[0]->reals()[i], in[1]->reals()[i]),
                   in[2]->reals()[i]);
    });
  return filled<Ints>(t, [&](size_t i) {
    int64_t lo = in[0]->ints()[i], x = in[1]->ints()[i], hi = in[2]->ints()[i];
    x = less(x, lo, e) ? lo : x;
    return less(hi, x, e) ? hi : x;
  });
}

DataRef multiplyAdd(Type t, ArrayRef<DataRef> in, double product, double sum) {
  return filled<Reals>(t, [&](size_t i) {
    return std::fma(product * in[0]->reals()[i], in[1]->reals()[i],
                    sum * in[2]->reals()[i]);
  });
}

//===-- Conversion --------------------------------------------------------===//
int64_t toInt(double x, Type to) {
  if (to.isInteger(1))
    return x != 0;
  bool isUns = isUnsignedElement(to);
  int width = to.getIntOrFloatBitWidth();
  double high = std::ldexp(1, isUns ? width : width - 1);
  double low = isUns ? 0 : -high;
  uint64_t ones = ~uint64_t(0) >> (64 - width);
  if (std::isnan(x))
    return 0;
  if (x >= high)
    return isUns ? ones : ones >> 1;
  if (x < low)
    return isUns ? 0 : ~(ones >> 1);
  return isUns ? static_cast<int64_t>(static_cast<uint64_t>(x))
               : static_cast<int64_t>(x);
}
double toReal(int64_t x, Type from, Type to) {
  bool isUns = isUnsignedElement(from);
  if (to.isF32()) // not by way of double: two roundings
    return isUns ? static_cast<float>(static_cast<uint64_t>(x))
                 : static_cast<float>(x);
  return isUns ? static_cast<double>(static_cast<uint64_t>(x))
               : static_cast<double>(x);
}
template <class To, class From>
To converted(const From &x, Type from, Type to) {
  if constexpr (std::is_same_v<To, From>) {
    if constexpr (std::is_same_v<To, int64_t>)
      return to.isInteger(1) ? x != 0 : x;
    return x;
  } else if constexpr (std::is_same_v<From, Complex>) {
    if (to.isInteger(1))
      return x != Complex(0);
    return converted<To>(x.real(), from, to);
  } else if constexpr (std::is_same_v<To, Complex>) {
    auto part = cast<ComplexType>(to).getElementType();
    return converted<double>(x, from, part);
  } else if constexpr (std::is_same_v<To, double>) {
    return toReal(x, from, to);
  } else {
    return toInt(x, to);
  }
}
DataRef convert(ConvertOp op, const Data &x) {
  Type t = op.getType(), from = elementOf(op.getX().getType());
  Data like = zerosOf(t);
  return std::visit(
      [&](const auto &a, const auto &b) {
        using Elements = std::decay_t<decltype(b)>;
        using To = typename Elements::value_type;
        return filled<Elements>(t, [&](size_t i) {
          return converted<To>(a[i], from, elementOf(t));
        });
      },
      x.elements, like.elements);
}

//===-- By name -----------------------------------------------------------===//
DataRef unary(StringRef name, Type t, const Data &x) {
  Type e = elementOf(t);
  if (auto *v = std::get_if<Reals>(&x.elements)) {
    if (auto f = realUnary().lookup(name))
      return filled<Reals>(t, [&](size_t i) { return f((*v)[i]); });
  } else if (auto *v = std::get_if<Ints>(&x.elements)) {
    if (auto f = intUnary().lookup(name))
      return filled<Ints>(t, [&](size_t i) { return f((*v)[i], e); });
  } else if (auto f = complexUnary().lookup(name)) {
    return filled<Complexes>(t, [&](size_t i) { return f(x.complexes()[i]); });
  }
  return nullptr;
}
DataRef binary(StringRef name, Type t, const Data &x, const Data &y) {
  Type e = elementOf(t);
  if (isa<FloatType>(e)) {
    if (auto f = realBinary().lookup(name))
      return filled<Reals>(
          t, [&](size_t i) { return f(x.reals()[i], y.reals()[i]); });
  } else if (isa<IntegerType>(e)) {
    if (auto f = intBinary().lookup(name))
      return filled<Ints>(
          t, [&](size_t i) { return f(x.ints()[i], y.ints()[i], e); });
  } else if (auto f = complexBinary().lookup(name)) {
    return filled<Complexes>(
        t, [&](size_t i) { return f(x.complexes()[i], y.complexes()[i]); });
  }
  return nullptr;
}
} // namespace

DataRef interp::evaluateElementwise(Operation *op, ArrayRef<DataRef> in) {
  if (!op->hasTrait<OpTrait::Elementwise>())
    return nullptr;
  StringRef name = op->getName().stripDialect();
  Type t = op->getResult(0).getType();
  return llvm::TypeSwitch<Operation *, DataRef>(op)
      .Case([&](NextafterOp) { return nextafter(t, *in[0], *in[1]); })
      .Case([&](IntegerPowOp o) { return integerPow(o, *in[0]); })
      .Case([&](CompareOp o) { return compare(o, *in[0], *in[1]); })
      .Case([&](IsFiniteOp) {
        return filled<Ints>(
            t, [&](size_t i) { return std::isfinite(in[0]->reals()[i]); });
      })
      .Case([&](SelectOp o) { return select(o, in); })
      .Case([&](ClampOp o) { return clamp(o, in); })
      .Case([&](MultiplyAddOp) { return multiplyAdd(t, in, 1, 1); })
      .Case([&](MultiplySubOp) { return multiplyAdd(t, in, 1, -1); })
      .Case([&](SubMultiplyOp) { return multiplyAdd(t, in, -1, 1); })
      .Case([&](ConvertOp o) { return convert(o, *in[0]); })
      .Default([&](Operation *) {
        return in.size() == 1 ? unary(name, t, *in[0])
                              : binary(name, t, *in[0], *in[1]);
      });
}

// Element by element: complex numbers and their parts, bits, total order.
#include "ArithmeticOps.h"
#include "BitsOps.h"
#include "ComplexOps.h"
#include "LogicOps.h"
#include "UnaryOps.h"
#include "Interp/Values.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/APInt.h"
#include <cmath>
using namespace weft::ir;
using namespace weft::ir::interp;
using Complex = std::complex<double>;

namespace {
//===-- Complex numbers ---------------------------------------------------===//
DataRef abs(Type t, const Data &x) {
  auto *z = std::get_if<Complexes>(&x.elements);
  if (!z)
    return nullptr;
  return filled<Reals>(t, [&](size_t i) { return std::abs((*z)[i]); });
}
DataRef sign(Type t, const Data &x) {
  auto *z = std::get_if<Complexes>(&x.elements);
  if (!z)
    return nullptr;
  return filled<Complexes>(t, [&](size_t i) {
    Complex v = (*z)[i];
    return v == 0. ? v : v / std::abs(v);
  });
}
DataRef extremum(Type t, const Data &x, const Data &y, bool greatest) {
  auto *z = std::get_if<Complexes>(&x.elements);
  if (!z)
    return nullptr;
  return filled<Complexes>(t, [&](size_t i) {
    Complex a = (*z)[i], b = y.complexes()[i];
    for (Complex v : {a, b})
      if (std::isnan(v.real()) || std::isnan(v.imag()))
        return v;
    bool less = a.real() == b.real() ? a.imag() < b.imag()
                                     : a.real() < b.real();
    bool more = a.real() == b.real() ? a.imag() > b.imag()
                                     : a.real() > b.real();
    return (greatest ? more : less) ? a : b;
  });
}

//===-- Bits --------------------------------------------------------------===//
unsigned widthOf(Type element) { return element.getIntOrFloatBitWidth(); }

APInt bitsOf(const Data &x, size_t i) {
  Type e = x.type.getElementType();
  if (auto f = dyn_cast<FloatType>(e)) {
    APFloat v(x.reals()[i]);
    bool lossy = false;
    v.convert(f.getFloatSemantics(), APFloat::rmNearestTiesToEven, &lossy);
    return v.bitcastToAPInt();
  }
  return APInt(widthOf(e), x.ints()[i], /*isSigned=*/false,
               /*implicitTrunc=*/true);
}
DataRef ofBits(Type t, llvm::function_ref<APInt(size_t)> bits) {
  Type e = elementOf(t);
  if (auto f = dyn_cast<FloatType>(e))
    return filled<Reals>(t, [&](size_t i) {
      APFloat v(f.getFloatSemantics(), bits(i));
      bool lossy = false;
      v.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &lossy);
      return v.convertToDouble();
    });
  return filled<Ints>(t, [&](size_t i) {
    return isUnsignedElement(e) ? static_cast<int64_t>(bits(i).getZExtValue())
                                : bits(i).getSExtValue();
  });
}
DataRef bitcast(BitcastConvertOp op, const Data &x) {
  unsigned have = widthOf(x.type.getElementType());
  unsigned want = widthOf(elementOf(op.getType())), parts = have / want;
  return ofBits(op.getType(), [&](size_t i) {
    return bitsOf(x, i / parts).extractBits(want, i % parts * want);
  });
}
/// By the definition: the nearest multiple of a unit of the format.
double reduced(double x, int64_t exponent, int64_t mantissa, Type e) {
  const auto &own = cast<FloatType>(e).getFloatSemantics();
  if (!std::isfinite(x) || x == 0)
    return x;
  int power = std::ilogb(x);
  int64_t digits = APFloat::semanticsPrecision(own) - 1;
  if (mantissa < digits) {
    int least = std::max(power, APFloat::semanticsMinExponent(own));
    double unit = std::ldexp(1., least - static_cast<int>(mantissa));
    x = std::nearbyint(x / unit) * unit;
  }
  int64_t width = cast<FloatType>(e).getWidth() - 1 - digits;
  if (exponent < width) {
    int most = (1 << (exponent - 1)) - 1;
    if (x != 0 && std::ilogb(x) > most)
      return std::copysign(HUGE_VAL, x);
    if (x == 0 || std::ilogb(x) < 1 - most)
      return std::copysign(0., x);
  }
  return x;
}
DataRef mulhi(Type t, const Data &x, const Data &y) {
  unsigned width = widthOf(elementOf(t));
  bool isUns = isUnsignedElement(elementOf(t));
  return ofBits(t, [&](size_t i) {
    APInt a = bitsOf(x, i), b = bitsOf(y, i);
    a = isUns ? a.zext(2 * width) : a.sext(2 * width);
    b = isUns ? b.zext(2 * width) : b.sext(2 * width);
    return (a * b).extractBits(width, width);
  });
}

//===-- Order, selection --------------------------------------------------===//
/// Sign and magnitude: -∞ to ∞ with NaNs beyond.
int64_t totalKey(const Data &x, size_t i) {
  APInt bits = bitsOf(x, i);
  bool isNegative = bits.isNegative();
  bits.clearBit(bits.getBitWidth() - 1);
  auto size = static_cast<int64_t>(bits.getZExtValue());
  return isNegative ? -1 - size : size;
}
DataRef compareTotal(CompareOp op, const Data &x, const Data &y) {
  if (!op.getTotal() || !std::holds_alternative<Reals>(x.elements))
    return nullptr;
  return filled<Ints>(op.getType(), [&](size_t i) -> int64_t {
    return holds(op.getDirection(), totalKey(x, i), totalKey(y, i));
  });
}
DataRef selectN(SelectNOp op, ArrayRef<DataRef> in) {
  bool isUns = isUnsignedElement(elementOf(op.getWhich().getType()));
  auto at = [&](size_t i) -> size_t {
    int64_t w = in[0]->ints()[i], last = static_cast<int64_t>(in.size()) - 2;
    if (isUns)
      return std::min<uint64_t>(w, last) + 1;
    return std::clamp<int64_t>(w, 0, last) + 1;
  };
  return std::visit(
      [&](const auto &like) {
        using Elements = std::decay_t<decltype(like)>;
        return filled<Elements>(op.getType(), [&](size_t i) {
          return std::get<Elements>(in[at(i)]->elements)[i];
        });
      },
      in[1]->elements);
}
} // namespace

DataRef interp::evaluateBits(Operation *op, ArrayRef<DataRef> in) {
  return llvm::TypeSwitch<Operation *, DataRef>(op)
      .Case([&](AbsOp o) { return abs(o.getType(), *in[0]); })
      .Case([&](SignOp o) { return sign(o.getType(), *in[0]); })
      .Case<MaxOp, MinOp>([&](auto o) {
        return extremum(o.getType(), *in[0], *in[1],
                        std::is_same_v<decltype(o), MaxOp>);
      })
      .Case([&](RealOp o) {
        return filled<Reals>(o.getType(), [&](size_t i) {
          return in[0]->complexes()[i].real();
        });
      })
      .Case([&](ImagOp o) {
        return filled<Reals>(o.getType(), [&](size_t i) {
          return in[0]->complexes()[i].imag();
        });
      })
      .Case([&](ConjOp o) {
        return filled<Complexes>(o.getType(), [&](size_t i) {
          return std::conj(in[0]->complexes()[i]);
        });
      })
      .Case([&](ComplexOp o) {
        return filled<Complexes>(o.getType(), [&](size_t i) {
          return Complex(in[0]->reals()[i], in[1]->reals()[i]);
        });
      })
      .Case([&](BitcastConvertOp o) { return bitcast(o, *in[0]); })
      .Case([&](ReducePrecisionOp o) {
        return filled<Reals>(o.getType(), [&](size_t i) {
          return reduced(in[0]->reals()[i], o.getExponent(), o.getMantissa(),
                         elementOf(o.getType()));
        });
      })
      .Case([&](MulhiOp o) { return mulhi(o.getType(), *in[0], *in[1]); })
      .Case([&](CompareOp o) { return compareTotal(o, *in[0], *in[1]); })
      .Case([&](SelectNOp o) { return selectN(o, in); })
      .Default([](Operation *) { return nullptr; });
}

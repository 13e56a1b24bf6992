// Element by element: complex numbers, and the bits of numbers.
#include "BitsOps.h"
#include "ComplexOps.h"
#include "LogicOps.h"
#include "Api/OpsHelpers.h"
#include "Bitcast.h"
using namespace weft;
using namespace weft::api;

//===-- Complex numbers ---------------------------------------------------===//
Array weft::complex(const Operand &x, const Operand &y) {
  Site site("complex", x.where);
  Typed type = promoteInexact(site, {x.array, y.array}, Floats);
  Dtype part = type.dtype == Dtype::F64 ? Dtype::F64 : Dtype::F32;
  return elementwise(site, {x.array, y.array}, part, type.weak,
                     [](const Words &w, ValueRange in) {
                       return ir::ComplexOp::create(w.b, w.loc, in[0], in[1]);
                     });
}
template <class Op>
static Array partOf(const char *op, const Operand &x, bool isImaginary) {
  Site site(op, x.where);
  Typed type = promote(site, x.array, Numbers);
  if (isComplex(type.dtype))
    return stage(site, x.array, type.weak, [](const Words &w, ValueRange in) {
      return Op::create(w.b, w.loc, in[0]);
    });
  return isImaginary ? stage(site, x.array, type.weak,
                             [](const Words &w, ValueRange in) {
                               return w.like(in[0], 0);
                             })
                     : x.array;
}
Array weft::real(const Operand &x) {
  return partOf<ir::RealOp>("real", x, false);
}
Array weft::imag(const Operand &x) {
  return partOf<ir::ImagOp>("imag", x, true);
}
Array weft::conj(const Operand &x) {
  return partOf<ir::ConjOp>("conj", x, false);
}
Array weft::angle(const Operand &x) {
  Site site("angle", x.where);
  promote(site, x.array, Numbers);
  return composite(site, {x.array}, [](const ir::Arrays &in) {
    return atan2(imag(in[0]), real(in[0]));
  });
}

//===-- Bits --------------------------------------------------------------===//
static size_t bitsOf(Dtype dtype) {
  bool isNibble = dtype == Dtype::I4 || dtype == Dtype::U4;
  return isNibble ? 4 : 8 * itemSize(dtype);
}
Array weft::bitcastConvertType(const Operand &x, Dtype dtype) {
  Site site("bitcastConvertType", x.where);
  const Node &n = nodeOf(site, x.array);
  if (n.dtype == dtype)
    return x.array;
  auto isPlain = [](Dtype d) { return isInteger(d) || isFloat(d); };
  if (!isPlain(n.dtype) || !isPlain(dtype))
    failDtype(site, "takes integers and floats to integers and floats",
              said(site, x.array) + " and " + shortName(dtype));
  size_t from = bitsOf(n.dtype), to = bitsOf(dtype);
  List dims(n.dims.begin(), n.dims.end());
  if (from > to)
    dims.push_back(from / to);
  if (from < to) {
    if (dims.empty() || dims.back() * from != to)
      failShape(site,
                "of a wider dtype the last axis must hold the parts of one "
                "element, here " +
                    std::to_string(to / from),
                said(site, x.array) + " and " + shortName(dtype));
    dims.pop_back();
  }
  return stage(site, x.array, false, [&](const Words &w, ValueRange in) {
    return ir::bitcastConvert(w.b, w.loc, in[0], ir::tensorType(dtype, dims));
  });
}
Array weft::reducePrecision(const Operand &x, int exponentBits,
                            int mantissaBits) {
  Site site("reducePrecision", x.where);
  Typed type = promoteInexact(site, x.array, Floats);
  if (exponentBits < 1 || mantissaBits < 0)
    failShape(site, "a format has at least 1 bit of exponent and 0 of mantissa",
              std::to_string(exponentBits) + " and " +
                  std::to_string(mantissaBits));
  return elementwise(site, x.array, type.dtype, type.weak,
                     [&](const Words &w, ValueRange in) {
                       return ir::ReducePrecisionOp::create(
                           w.b, w.loc, in[0], exponentBits, mantissaBits);
                     });
}
Array weft::mulhi(const Operand &x, const Operand &y) {
  Site site("mulhi", x.where);
  Typed type = promote(site, {x.array, y.array}, Ints);
  return elementwise(site, {x.array, y.array}, type.dtype, type.weak,
                     [](const Words &w, ValueRange in) {
                       return ir::MulhiOp::create(w.b, w.loc, in[0], in[1]);
                     });
}

static Array compareTotal(const char *op, ir::Direction direction,
                          const Operand &x, const Operand &y) {
  Site site(op, x.where);
  Typed type = promote(site, {x.array, y.array}, Ordered);
  return elementwise(site, {x.array, y.array}, type.dtype, false,
                     [&](const Words &w, ValueRange in) {
                       return ir::CompareOp::create(w.b, w.loc, direction,
                                                    in[0], in[1],
                                                    /*total=*/true);
                     });
}
Array weft::eqTo(const Operand &x, const Operand &y) {
  return compareTotal("eqTo", ir::Direction::Eq, x, y);
}
Array weft::ltTo(const Operand &x, const Operand &y) {
  return compareTotal("ltTo", ir::Direction::Lt, x, y);
}
Array weft::leTo(const Operand &x, const Operand &y) {
  return compareTotal("leTo", ir::Direction::Le, x, y);
}

// Bodies, and values in and out of memory.
#include "CallOps.h"
#include "CustomOps.h"
#include "SolveOps.h"
#include "SortOps.h"
#include "Interp/Values.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/APInt.h"
#include <cstring>
using namespace weft::ir;
using namespace weft::ir::interp;

//===-- Rounding ----------------------------------------------------------===//
bool interp::isUnsignedElement(Type element) {
  return element.isUnsignedInteger() || element.isInteger(1);
}
double interp::rounded(Type element, double value) {
  if (element.isF64())
    return value;
  if (element.isF32())
    return static_cast<float>(value);
  APFloat v(value);
  bool lossy = false;
  v.convert(cast<FloatType>(element).getFloatSemantics(),
            APFloat::rmNearestTiesToEven, &lossy);
  v.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &lossy);
  return v.convertToDouble();
}
int64_t interp::rounded(Type element, int64_t value) {
  unsigned unused = 64 - element.getIntOrFloatBitWidth();
  uint64_t high = static_cast<uint64_t>(value) << unused;
  return isUnsignedElement(element) ? static_cast<int64_t>(high >> unused)
                                    : static_cast<int64_t>(high) >> unused;
}
std::complex<double> interp::rounded(Type element, std::complex<double> value) {
  Type part = cast<ComplexType>(element).getElementType();
  return {rounded(part, value.real()), rounded(part, value.imag())};
}

//===-- Memory ------------------------------------------------------------===//
Data interp::zerosOf(Type type) {
  auto t = cast<RankedTensorType>(type);
  size_t n = t.getNumElements();
  if (isa<FloatType>(t.getElementType()))
    return {t, Reals(n)};
  if (isa<IntegerType>(t.getElementType()))
    return {t, Ints(n)};
  return {t, Complexes(n)};
}

/// Bytes of an element; those of 4 bits and bools have one each.
static size_t itemSize(Type element) {
  if (auto c = dyn_cast<ComplexType>(element))
    return 2 * itemSize(c.getElementType());
  return (element.getIntOrFloatBitWidth() + 7) / 8;
}
static double loadReal(FloatType type, const char *at) {
  uint64_t bits = 0;
  std::memcpy(&bits, at, itemSize(type));
  APFloat v(type.getFloatSemantics(), APInt(type.getWidth(), bits));
  bool lossy = false;
  v.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &lossy);
  return v.convertToDouble();
}
static void storeReal(FloatType type, double value, char *at) {
  APFloat v(value);
  bool lossy = false;
  v.convert(type.getFloatSemantics(), APFloat::rmNearestTiesToEven, &lossy);
  uint64_t bits = v.bitcastToAPInt().getZExtValue();
  std::memcpy(at, &bits, itemSize(type));
}

static DataRef load(const Tensor &t) {
  Data out = zerosOf(t.type);
  Type element = t.type.getElementType();
  const char *at = t.bytes.data();
  size_t size = itemSize(element);
  if (auto *reals = std::get_if<Reals>(&out.elements)) {
    for (double &v : *reals)
      v = loadReal(cast<FloatType>(element), std::exchange(at, at + size));
  } else if (auto *ints = std::get_if<Ints>(&out.elements)) {
    for (int64_t &v : *ints) {
      std::memcpy(&v, std::exchange(at, at + size), size);
      v = rounded(element, v);
    }
  } else {
    auto part = cast<FloatType>(cast<ComplexType>(element).getElementType());
    for (auto &v : std::get<Complexes>(out.elements)) {
      v = {loadReal(part, at), loadReal(part, at + size / 2)};
      at += size;
    }
  }
  return std::make_shared<Data>(std::move(out));
}
static Tensor store(const Data &d) {
  Type element = d.type.getElementType();
  size_t size = itemSize(element);
  Tensor out{d.type, std::vector<char>(d.type.getNumElements() * size)};
  char *at = out.bytes.data();
  if (isa<FloatType>(element)) {
    for (double v : d.reals())
      storeReal(cast<FloatType>(element), v, std::exchange(at, at + size));
  } else if (isa<IntegerType>(element)) {
    for (int64_t v : d.ints())
      std::memcpy(std::exchange(at, at + size), &v, size);
  } else {
    auto part = cast<FloatType>(cast<ComplexType>(element).getElementType());
    for (auto v : d.complexes()) {
      storeReal(part, v.real(), at);
      storeReal(part, v.imag(), at + size / 2);
      at += size;
    }
  }
  return out;
}

//===-- Bodies ------------------------------------------------------------===//
static FailureOr<DataRefs> evaluateOp(Operation *op, ArrayRef<DataRef> in) {
  if (DataRef r = evaluateBits(op, in))
    return DataRefs{r};
  if (DataRef r = evaluateSpecial(op, in))
    return DataRefs{r};
  if (DataRef r = evaluateElementwise(op, in))
    return DataRefs{r};
  if (DataRef r = evaluateStructure(op, in))
    return DataRefs{r};
  if (DataRef r = evaluateCumulative(op, in))
    return DataRefs{r};
  if (DataRefs r = evaluateLinalg(op, in); !r.empty())
    return r;
  if (auto results = evaluateControl(op, in))
    return *results;
  if (DataRef r = evaluateWindows(op, in))
    return DataRefs{r};
  if (DataRefs r = evaluateConvolve(op, in, evaluateBody); !r.empty())
    return r;
  return llvm::TypeSwitch<Operation *, FailureOr<DataRefs>>(op)
      .Case([&](CallOp o) { return evaluateBody(o.getBody(), in); })
      .Case([&](CheckpointOp o) { return evaluateBody(o.getBody(), in); })
      .Case([&](CustomJvpOp o) { return evaluateBody(o.getBody(), in); })
      .Case([&](CustomVjpOp o) { return evaluateBody(o.getBody(), in); })
      .Case([&](CustomVmapOp o) { return evaluateBody(o.getBody(), in); })
      .Case([&](LinearSolveOp o) { return evaluateBody(o.getSolve(), in); })
      .Case([&](RootOp o) { return evaluateBody(o.getSolve(), in); })
      .Case([&](NameOp) -> FailureOr<DataRefs> { return DataRefs{in[0]}; })
      .Case([&](SortOp o) { return evaluateSort(o, in, evaluateBody); })
      .Default([](Operation *o) -> FailureOr<DataRefs> {
        return o->emitOpError("[interpret] cannot be evaluated: ")
               << o->getName();
      });
}

FailureOr<DataRefs> interp::evaluateBody(Region &body,
                                         ArrayRef<DataRef> args) {
  llvm::DenseMap<Value, DataRef> values;
  for (auto [arg, v] : llvm::zip_equal(body.getArguments(), args))
    values[arg] = v;
  auto look = [&](ValueRange list) {
    return llvm::map_to_vector(list, [&](Value v) { return values.at(v); });
  };
  for (Operation &op : body.front().without_terminator()) {
    auto out = evaluateOp(&op, look(op.getOperands()));
    if (failed(out))
      return failure();
    for (auto [r, v] : llvm::zip_equal(op.getResults(), *out))
      values[r] = v;
  }
  return DataRefs(look(body.front().getTerminator()->getOperands()));
}

FailureOr<SmallVector<Tensor>> weft::ir::evaluate(Region &body,
                                                  ArrayRef<Tensor> args) {
  auto out = evaluateBody(body, llvm::map_to_vector(args, load));
  if (failed(out))
    return failure();
  return SmallVector<Tensor>(
      llvm::map_range(*out, [](const DataRef &d) { return store(*d); }));
}

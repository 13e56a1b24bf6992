// The interpreter's values, and the rules that its files give one another.
#pragma once
#include "Interp/Interp.h"
#include "LogicOps.h"
#include <complex>
#include <variant>

namespace weft::ir::interp {
using Reals = std::vector<double>;
/// Every width: sign- or zero-extended, as the dtype says.
using Ints = std::vector<int64_t>;
using Complexes = std::vector<std::complex<double>>;

/// Elements that have been rounded to the type's dtype.
struct Data {
  RankedTensorType type;
  std::variant<Reals, Ints, Complexes> elements;

  ArrayRef<int64_t> shape() const { return type.getShape(); }
  const Reals &reals() const { return std::get<Reals>(elements); }
  const Ints &ints() const { return std::get<Ints>(elements); }
  const Complexes &complexes() const { return std::get<Complexes>(elements); }
};
using DataRef = std::shared_ptr<const Data>;
using DataRefs = SmallVector<DataRef>;

/// Zeros of a type.
Data zerosOf(Type type);
double rounded(Type element, double value);
int64_t rounded(Type element, int64_t value);
std::complex<double> rounded(Type element, std::complex<double> value);

/// out[i] = f(i), rounded.
template <class Elements, class F> DataRef filled(Type type, F f) {
  Data out = zerosOf(type);
  Type element = elementOf(type);
  auto &to = std::get<Elements>(out.elements);
  for (size_t i = 0; i < to.size(); ++i)
    to[i] = rounded(element, typename Elements::value_type(f(i)));
  return std::make_shared<Data>(std::move(out));
}
/// x ◦ y; complex numbers are equal or not.
template <class T> bool holds(Direction d, const T &x, const T &y) {
  if (d == Direction::Eq)
    return x == y;
  if (d == Direction::Ne)
    return x != y;
  if constexpr (!std::is_same_v<T, std::complex<double>>) {
    if (d == Direction::Lt)
      return x < y;
    if (d == Direction::Le)
      return x <= y;
    return d == Direction::Gt ? x > y : x >= y;
  }
  return false;
}

/// The result of an op without bodies; null where the file has no such op.
DataRef evaluateElementwise(Operation *op, ArrayRef<DataRef> in);
DataRef evaluateBits(Operation *op, ArrayRef<DataRef> in);
DataRef evaluateSpecial(Operation *op, ArrayRef<DataRef> in);
DataRef evaluateStructure(Operation *op, ArrayRef<DataRef> in);
DataRef evaluateCumulative(Operation *op, ArrayRef<DataRef> in);
/// All results of an op; none where the file has no such op.
DataRefs evaluateLinalg(Operation *op, ArrayRef<DataRef> in);

using RunBody =
    llvm::function_ref<FailureOr<DataRefs>(Region &, ArrayRef<DataRef>)>;
FailureOr<DataRefs> evaluateSort(Operation *op, ArrayRef<DataRef> in,
                                 RunBody run);
/// The results of an op with bodies that run by a value; none of another op.
std::optional<FailureOr<DataRefs>> evaluateControl(Operation *op,
                                                   ArrayRef<DataRef> in);
FailureOr<DataRefs> evaluateBody(Region &body, ArrayRef<DataRef> args);
DataRef evaluateWindows(Operation *op, ArrayRef<DataRef> in);
/// Windows, convolution, reductions by a body; empty where the file has no such
/// op.
DataRefs evaluateConvolve(Operation *op, ArrayRef<DataRef> in, RunBody run);

/// x · y, x / y … of integers in the dialect's sense: the elementwise ops and
/// the reductions agree on them.
using IntFn = int64_t (*)(int64_t x, int64_t y, Type element);
using RealFn = double (*)(double x, double y);
double maxOf(double x, double y);
double minOf(double x, double y);
bool isUnsignedElement(Type element);
} // namespace weft::ir::interp

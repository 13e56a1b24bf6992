// Where elements are, and axes that disappear: shapes, parts, reductions,
// contractions.
#include "ContractOps.h"
#include "IndexOps.h"
#include "ReduceOps.h"
#include "ShapeOps.h"
#include "Interp/Indices.h"
#include "Interp/Values.h"
#include "llvm/ADT/APFloat.h"
#include <cmath>
using namespace weft::ir;
using namespace weft::ir::interp;
using Complex = std::complex<double>;

namespace {
DataRef shared(Data d) { return std::make_shared<Data>(std::move(d)); }

/// y[index] = x[place(index)].
template <class Place> DataRef gathered(Type type, const Data &x, Place place) {
  Data out = zerosOf(type);
  Dims strides = stridesOf(x.shape());
  std::visit(
      [&](auto &to) {
        const auto &from = std::get<std::decay_t<decltype(to)>>(x.elements);
        size_t i = 0;
        walk(out.shape(), [&](ArrayRef<int64_t> index) {
          to[i++] = from[offset(place(index), strides)];
        });
      },
      out.elements);
  return shared(std::move(out));
}
/// y[place(index of x)] = x[index], where place gives one.
template <class Place> void scatter(Data &out, const Data &x, Place place) {
  Dims strides = stridesOf(out.shape());
  std::visit(
      [&](auto &to) {
        const auto &from = std::get<std::decay_t<decltype(to)>>(x.elements);
        size_t i = 0;
        walk(x.shape(), [&](ArrayRef<int64_t> index) {
          auto v = from[i++];
          if (std::optional<Dims> at = place(index))
            to[offset(*at, strides)] = v;
        });
      },
      out.elements);
}

//===-- Shape -------------------------------------------------------------===//
DataRef constant(ConstantOp op) {
  Data out = zerosOf(op.getType());
  auto value = dyn_cast<DenseElementsAttr>(op.getValue());
  if (!value)
    return nullptr;
  auto real = [](APFloat v) {
    bool lossy = false;
    v.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &lossy);
    return v.convertToDouble();
  };
  Type e = elementOf(op.getType());
  if (auto *to = std::get_if<Reals>(&out.elements)) {
    for (auto [v, a] : llvm::zip(*to, value.getValues<APFloat>()))
      v = real(a);
  } else if (auto *to = std::get_if<Ints>(&out.elements)) {
    for (auto [v, a] : llvm::zip(*to, value.getValues<APInt>()))
      v = rounded(e, static_cast<int64_t>(a.getZExtValue()));
  } else {
    auto &all = std::get<Complexes>(out.elements);
    for (auto [v, a] : llvm::zip(all, value.getValues<std::complex<APFloat>>()))
      v = {real(a.real()), real(a.imag())};
  }
  return shared(std::move(out));
}
DataRef iota(IotaOp op) {
  Data out = zerosOf(op.getType());
  Type e = elementOf(op.getType());
  std::visit(
      [&](auto &to) {
        using T = typename std::decay_t<decltype(to)>::value_type;
        size_t i = 0;
        walk(out.shape(), [&](ArrayRef<int64_t> index) {
          to[i++] = rounded(e, static_cast<T>(index[op.getDim()]));
        });
      },
      out.elements);
  return shared(std::move(out));
}
DataRef broadcast(BroadcastInDimOp op, const Data &x) {
  return gathered(op.getType(), x, [&](ArrayRef<int64_t> index) {
    Dims at;
    for (auto [d, size] : llvm::zip_equal(op.getDims(), x.shape()))
      at.push_back(size == 1 ? 0 : index[d]);
    return at;
  });
}
DataRef transposed(TransposeOp op, const Data &x) {
  return gathered(op.getType(), x, [&](ArrayRef<int64_t> index) {
    Dims at(index.size());
    for (auto [i, p] : llvm::enumerate(op.getPerm()))
      at[p] = index[i];
    return at;
  });
}
DataRef reversed(RevOp op, const Data &x) {
  return gathered(op.getType(), x, [&](ArrayRef<int64_t> index) {
    Dims at(index);
    for (int64_t d : op.getDims())
      at[d] = x.shape()[d] - 1 - at[d];
    return at;
  });
}

//===-- Parts -------------------------------------------------------------===//
DataRef sliced(SliceOp op, const Data &x) {
  return gathered(op.getType(), x, [&](ArrayRef<int64_t> index) {
    Dims at;
    for (auto [i, start, stride] :
         llvm::zip_equal(index, op.getStart(), op.getStride()))
      at.push_back(start + i * stride);
    return at;
  });
}
DataRef padded(PadOp op, const Data &x, const Data &value) {
  Data out = zerosOf(op.getType());
  std::visit(
      [&](auto &to) {
        auto v = std::get<std::decay_t<decltype(to)>>(value.elements)[0];
        std::fill(to.begin(), to.end(), v);
      },
      out.elements);
  scatter(out, x, [&](ArrayRef<int64_t> index) -> std::optional<Dims> {
    Dims at;
    for (size_t d = 0; d < index.size(); ++d) {
      at.push_back(op.getLow()[d] + index[d] * (op.getInterior()[d] + 1));
      if (at[d] < 0 || at[d] >= out.shape()[d])
        return std::nullopt;
    }
    return at;
  });
  return shared(std::move(out));
}
DataRef concatenated(ConcatenateOp op, ArrayRef<DataRef> in) {
  Data out = zerosOf(op.getType());
  int64_t before = 0, dim = op.getDim();
  for (const DataRef &x : in) {
    scatter(out, *x, [&](ArrayRef<int64_t> index) -> std::optional<Dims> {
      Dims at(index);
      at[dim] += before;
      return at;
    });
    before += x->shape()[dim];
  }
  return shared(std::move(out));
}

//===-- Reductions --------------------------------------------------------===//
/// y[index without dims] = f(y, x[index]); `start` in every place.
template <class T, class F>
DataRef folded(Type type, const Data &x, ArrayRef<int64_t> dims, T start, F f) {
  Data out = zerosOf(type);
  auto &to = std::get<std::vector<T>>(out.elements);
  const auto &from = std::get<std::vector<T>>(x.elements);
  std::fill(to.begin(), to.end(), start);
  Dims kept = stridesOf(out.shape()), strides;
  for (size_t d = 0, k = 0; d < x.shape().size(); ++d)
    strides.push_back(llvm::is_contained(dims, d) ? 0 : kept[k++]);
  size_t i = 0;
  walk(x.shape(), [&](ArrayRef<int64_t> index) {
    T &y = to[offset(index, strides)];
    y = f(y, from[i++]);
  });
  for (T &y : to)
    y = rounded(elementOf(type), y);
  return shared(std::move(out));
}
template <class T>
DataRef sumOrProduct(Operation *op, const Data &x, ArrayRef<int64_t> dims) {
  bool sum = isa<ReduceSumOp>(op);
  return folded<T>(op->getResult(0).getType(), x, dims, T(sum ? 0 : 1),
                   [&](T a, T b) -> T {
                     if constexpr (std::is_same_v<T, int64_t>) {
                       using U = uint64_t;
                       return sum ? U(a) + U(b) : U(a) * U(b);
                     } else {
                       return sum ? a + b : a * b;
                     }
                   });
}
DataRef extremum(Operation *op, const Data &x, ArrayRef<int64_t> dims) {
  bool max = isa<ReduceMaxOp>(op);
  Type t = op->getResult(0).getType(), e = elementOf(t);
  if (isa<FloatType>(e)) {
    double start = max ? -HUGE_VAL : HUGE_VAL;
    return folded<double>(t, x, dims, start, max ? maxOf : minOf);
  }
  // The order of unsigned numbers is that of signed ones with the top bit
  // turned.
  uint64_t turn = isUnsignedElement(e) ? uint64_t(1) << 63 : 0;
  auto key = [&](int64_t v) { return static_cast<int64_t>(v ^ turn); };
  unsigned width = e.getIntOrFloatBitWidth();
  uint64_t ones = ~uint64_t(0) >> (64 - width);
  int64_t least = turn ? 0 : ~static_cast<int64_t>(ones >> 1);
  int64_t greatest = turn ? ones : ones >> 1;
  return folded<int64_t>(
      t, x, dims, max ? least : greatest,
      [&](int64_t a, int64_t b) { return (key(a) < key(b)) == max ? b : a; });
}
DataRef bitwise(Operation *op, const Data &x, ArrayRef<int64_t> dims) {
  bool isAnd = isa<ReduceAndOp>(op), isOr = isa<ReduceOrOp>(op);
  return folded<int64_t>(op->getResult(0).getType(), x, dims, isAnd ? -1 : 0,
                         [&](int64_t a, int64_t b) {
                           return isAnd ? a & b : isOr ? a | b : a ^ b;
                         });
}
DataRef reduced(Operation *op, const Data &x, ArrayRef<int64_t> dims) {
  if (isa<ReduceMaxOp, ReduceMinOp>(op))
    return extremum(op, x, dims);
  if (!isa<ReduceSumOp, ReduceProdOp>(op))
    return bitwise(op, x, dims);
  if (std::holds_alternative<Reals>(x.elements))
    return sumOrProduct<double>(op, x, dims);
  if (std::holds_alternative<Ints>(x.elements))
    return sumOrProduct<int64_t>(op, x, dims);
  return sumOrProduct<Complex>(op, x, dims);
}

DataRef argExtremum(Operation *op, const Data &x, int64_t dim, bool max) {
  Data out = zerosOf(op->getResult(0).getType());
  auto &to = std::get<Ints>(out.elements);
  Dims strides = stridesOf(x.shape());
  int64_t n = x.shape()[dim], step = strides[dim];
  bool isUns = isUnsignedElement(x.type.getElementType());
  auto beats = [&](int64_t i, int64_t j) { // strictly: the first one stays
    if (auto *v = std::get_if<Reals>(&x.elements)) {
      double a = (*v)[i], b = (*v)[j];
      if (std::isnan(a) || std::isnan(b))
        return std::isnan(a) && !std::isnan(b);
      return max ? a > b : a < b;
    }
    int64_t a = x.ints()[i], b = x.ints()[j];
    if (isUns)
      return max ? uint64_t(a) > uint64_t(b) : uint64_t(a) < uint64_t(b);
    return max ? a > b : a < b;
  };
  strides.erase(strides.begin() + dim);
  size_t k = 0;
  walk(out.shape(), [&](ArrayRef<int64_t> index) {
    int64_t base = offset(index, strides), best = 0;
    for (int64_t i = 1; i < n; ++i)
      if (beats(base + i * step, base + best * step))
        best = i;
    to[k++] = best;
  });
  return shared(std::move(out));
}

//===-- Contraction -------------------------------------------------------===//
/// Offsets of an operand for each index of some of its axes.
SmallVector<int64_t> offsets(const Data &x, ArrayRef<int64_t> axes) {
  Dims strides = stridesOf(x.shape()), shape, picked;
  for (int64_t a : axes) {
    shape.push_back(x.shape()[a]);
    picked.push_back(strides[a]);
  }
  SmallVector<int64_t> out;
  walk(shape,
       [&](ArrayRef<int64_t> index) { out.push_back(offset(index, picked)); });
  return out;
}
Dims freeAxes(const Data &x, ArrayRef<int64_t> batch,
              ArrayRef<int64_t> contract) {
  Dims out;
  for (int64_t d = 0; d < static_cast<int64_t>(x.shape().size()); ++d)
    if (!llvm::is_contained(batch, d) && !llvm::is_contained(contract, d))
      out.push_back(d);
  return out;
}
template <class T>
DataRef contracted(DotGeneralOp op, const Data &x, const Data &y) {
  Data out = zerosOf(op.getType());
  auto &to = std::get<std::vector<T>>(out.elements);
  const auto &a = std::get<std::vector<T>>(x.elements);
  const auto &b = std::get<std::vector<T>>(y.elements);
  auto xb = offsets(x, op.getXBatch()), yb = offsets(y, op.getYBatch());
  auto xc = offsets(x, op.getXContract()), yc = offsets(y, op.getYContract());
  auto xf = offsets(x, freeAxes(x, op.getXBatch(), op.getXContract()));
  auto yf = offsets(y, freeAxes(y, op.getYBatch(), op.getYContract()));
  using Sum = std::conditional_t<std::is_same_v<T, int64_t>, uint64_t, T>;
  size_t at = 0;
  for (auto [p, q] : llvm::zip_equal(xb, yb))
    for (int64_t i : xf)
      for (int64_t j : yf) {
        Sum sum = 0;
        for (auto [s, t] : llvm::zip_equal(xc, yc))
          sum += Sum(a[p + i + s]) * Sum(b[q + j + t]);
        if (elementOf(op.getType()).isInteger(1)) // of bools, a count
          sum = sum != Sum(0) ? 1 : 0;
        to[at++] = rounded(elementOf(op.getType()), static_cast<T>(sum));
      }
  return shared(std::move(out));
}
DataRef dotGeneral(DotGeneralOp op, const Data &x, const Data &y) {
  if (std::holds_alternative<Reals>(x.elements))
    return contracted<double>(op, x, y);
  if (std::holds_alternative<Ints>(x.elements))
    return contracted<int64_t>(op, x, y);
  return contracted<Complex>(op, x, y);
}
} // namespace

DataRef interp::evaluateStructure(Operation *op, ArrayRef<DataRef> in) {
  return llvm::TypeSwitch<Operation *, DataRef>(op)
      .Case([&](ConstantOp o) { return constant(o); })
      .Case([&](IotaOp o) { return iota(o); })
      .Case([&](BroadcastInDimOp o) { return broadcast(o, *in[0]); })
      .Case([&](ReshapeOp o) {
        return shared({cast<RankedTensorType>(o.getType()), in[0]->elements});
      })
      .Case([&](TransposeOp o) { return transposed(o, *in[0]); })
      .Case([&](RevOp o) { return reversed(o, *in[0]); })
      .Case([&](SliceOp o) { return sliced(o, *in[0]); })
      .Case([&](PadOp o) { return padded(o, *in[0], *in[1]); })
      .Case([&](ConcatenateOp o) { return concatenated(o, in); })
      .Case<ReduceSumOp, ReduceProdOp, ReduceMaxOp, ReduceMinOp, ReduceAndOp,
            ReduceOrOp, ReduceXorOp>(
          [&](auto o) { return reduced(o, *in[0], o.getDims()); })
      .Case(
          [&](ArgmaxOp o) { return argExtremum(o, *in[0], o.getDim(), true); })
      .Case(
          [&](ArgminOp o) { return argExtremum(o, *in[0], o.getDim(), false); })
      .Case([&](DotGeneralOp o) { return dotGeneral(o, *in[0], *in[1]); })
      .Default([](Operation *) { return nullptr; });
}

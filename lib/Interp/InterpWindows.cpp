// Parts of arrays at computed places, as StableHLO's specification words them.
#include "DynamicSliceOps.h"
#include "GatherOps.h"
#include "Interp/Indices.h"
#include "Interp/Values.h"
#include "ScatterOps.h"
using namespace weft::ir;
using namespace weft::ir::interp;
using Complex = std::complex<double>;

namespace {
/// min(max(start, 0), bound). Unsigned numbers of 64 bits are kept as signed.
int64_t clamped(int64_t start, Type dtype, int64_t bound) {
  if (dtype.isUnsignedInteger() && start < 0)
    return bound;
  return std::min(std::max<int64_t>(start, 0), bound);
}

//===-- One block ---------------------------------------------------------===//
Dims starts(const Data &x, ArrayRef<DataRef> in, ArrayRef<int64_t> sizes) {
  Dims out;
  for (auto [i, s] : llvm::enumerate(in))
    out.push_back(clamped(s->ints()[0], s->type.getElementType(),
                          x.shape()[i] - sizes[i]));
  return out;
}
DataRef dynamicSlice(DynamicSliceOp op, ArrayRef<DataRef> in) {
  const Data &x = *in[0];
  Data out = zerosOf(op.getType());
  Dims at = starts(x, in.drop_front(), out.shape());
  Dims strides = stridesOf(x.shape());
  int64_t base = offset(at, strides);
  std::visit(
      [&](auto &to) {
        const auto &from = std::get<std::decay_t<decltype(to)>>(x.elements);
        size_t i = 0;
        walk(out.shape(), [&](ArrayRef<int64_t> index) {
          to[i++] = from[base + offset(index, strides)];
        });
      },
      out.elements);
  return std::make_shared<Data>(std::move(out));
}
DataRef dynamicUpdateSlice(ArrayRef<DataRef> in) {
  Data out = *in[0];
  const Data &u = *in[1];
  Dims at = starts(out, in.drop_front(2), u.shape());
  Dims strides = stridesOf(out.shape());
  int64_t base = offset(at, strides);
  std::visit(
      [&](auto &to) {
        const auto &from = std::get<std::decay_t<decltype(to)>>(u.elements);
        size_t i = 0;
        walk(u.shape(), [&](ArrayRef<int64_t> index) {
          to[base + offset(index, strides)] = from[i++];
        });
      },
      out.elements);
  return std::make_shared<Data>(std::move(out));
}

//===-- gather ------------------------------------------------------------===//
/// The index vector that belongs to these places on the other axes of indices.
Dims indexVector(const Data &indices, ArrayRef<int64_t> outer, int64_t axis,
                 int64_t components) {
  Dims strides = stridesOf(indices.shape()), out;
  for (int64_t k = 0; k < components; ++k) {
    Dims at(outer);
    if (axis < static_cast<int64_t>(indices.shape().size()))
      at.insert(at.begin() + axis, k);
    out.push_back(indices.ints()[offset(at, strides)]);
  }
  return out;
}
/// Splits an index of y into places over windows and places in a window.
std::pair<Dims, Dims> split(ArrayRef<int64_t> index, ArrayRef<int64_t> inner) {
  std::pair<Dims, Dims> out;
  for (auto [d, i] : llvm::enumerate(index))
    (llvm::is_contained(inner, d) ? out.second : out.first).push_back(i);
  return out;
}
/// Adds what an axis of x does not get from its start: the place in the
/// window, or along a batching axis.
void addPlaces(Dims &at, ArrayRef<int64_t> outer, ArrayRef<int64_t> inner,
               ArrayRef<int64_t> collapsed, ArrayRef<int64_t> batching,
               ArrayRef<int64_t> indexBatching, int64_t vector) {
  size_t next = 0;
  for (int64_t d = 0; d < static_cast<int64_t>(at.size()); ++d) {
    const auto *b = llvm::find(batching, d);
    if (b != batching.end()) {
      int64_t axis = indexBatching[b - batching.begin()];
      at[d] += outer[axis > vector ? axis - 1 : axis];
    } else if (!llvm::is_contained(collapsed, d)) {
      at[d] += inner[next++];
    }
  }
}
DataRef gather(GatherOp op, const Data &x, const Data &indices) {
  Data out = zerosOf(op.getType());
  Type dtype = indices.type.getElementType();
  Dims strides = stridesOf(x.shape());
  auto map = op.getStartIndexMap();
  auto place = [&](ArrayRef<int64_t> index) {
    auto [outer, inner] = split(index, op.getOffsetDims());
    Dims start =
        indexVector(indices, outer, op.getIndexVectorDim(), map.size());
    Dims at(x.shape().size(), 0);
    for (auto [k, d] : llvm::enumerate(map))
      at[d] = clamped(start[k], dtype, x.shape()[d] - op.getSliceSizes()[d]);
    addPlaces(at, outer, inner, op.getCollapsedSliceDims(),
              op.getOperandBatchingDims(), op.getStartIndicesBatchingDims(),
              op.getIndexVectorDim());
    return offset(at, strides);
  };
  std::visit(
      [&](auto &to) {
        const auto &from = std::get<std::decay_t<decltype(to)>>(x.elements);
        size_t i = 0;
        walk(out.shape(), [&](ArrayRef<int64_t> index) {
          to[i++] = from[place(index)];
        });
      },
      out.elements);
  return std::make_shared<Data>(std::move(out));
}

//===-- scatter -----------------------------------------------------------===//
template <class Op> int64_t combineInts(Op, int64_t x, int64_t u, Type e) {
  using U = uint64_t;
  // The order of unsigned numbers is that of signed ones with the top bit
  // turned.
  U turn = isUnsignedElement(e) ? U(1) << 63 : 0;
  bool less = static_cast<int64_t>(U(u) ^ turn) <
              static_cast<int64_t>(U(x) ^ turn);
  if constexpr (std::is_same_v<Op, ScatterAddOp>)
    return rounded(e, static_cast<int64_t>(U(x) + U(u)));
  else if constexpr (std::is_same_v<Op, ScatterMulOp>)
    return rounded(e, static_cast<int64_t>(U(x) * U(u)));
  else if constexpr (std::is_same_v<Op, ScatterMinOp>)
    return less ? u : x;
  else if constexpr (std::is_same_v<Op, ScatterMaxOp>)
    return less ? x : u;
  else
    return u;
}
template <class Op, class T> T combine(Op op, T x, T u, Type e) {
  if constexpr (std::is_same_v<T, int64_t>)
    return combineInts(op, x, u, e);
  else if constexpr (std::is_same_v<Op, ScatterOp>)
    return u;
  else if constexpr (std::is_same_v<Op, ScatterAddOp>)
    return rounded(e, x + u);
  else if constexpr (std::is_same_v<Op, ScatterMulOp>)
    return rounded(e, x * u);
  else if constexpr (std::is_same_v<T, double>)
    return std::is_same_v<Op, ScatterMinOp> ? minOf(x, u) : maxOf(x, u);
  else
    return x; // complex numbers have no order: the verifier says so
}
template <class Op> DataRef scatter(Op op, ArrayRef<DataRef> in) {
  Data out = *in[0];
  const Data &indices = *in[1], &u = *in[2];
  Type e = out.type.getElementType(), dtype = indices.type.getElementType();
  Dims strides = stridesOf(out.shape()), size(out.shape().size(), 1);
  size_t next = 0;
  for (size_t d = 0; d < size.size(); ++d)
    if (!llvm::is_contained(op.getInsertedWindowDims(), d) &&
        !llvm::is_contained(op.getInputBatchingDims(), d))
      size[d] = u.shape()[op.getUpdateWindowDims()[next++]];
  auto map = op.getScatterDimsToOperandDims();
  auto place = [&](ArrayRef<int64_t> index) -> std::optional<int64_t> {
    auto [outer, inner] = split(index, op.getUpdateWindowDims());
    Dims start =
        indexVector(indices, outer, op.getIndexVectorDim(), map.size());
    Dims at(size.size(), 0);
    for (auto [k, d] : llvm::enumerate(map)) {
      at[d] = start[k];
      if (at[d] != clamped(at[d], dtype, out.shape()[d] - size[d]))
        return std::nullopt;
    }
    addPlaces(at, outer, inner, op.getInsertedWindowDims(),
              op.getInputBatchingDims(), op.getScatterIndicesBatchingDims(),
              op.getIndexVectorDim());
    return offset(at, strides);
  };
  std::visit(
      [&](auto &to) {
        const auto &from = std::get<std::decay_t<decltype(to)>>(u.elements);
        size_t i = 0;
        walk(u.shape(), [&](ArrayRef<int64_t> index) {
          auto v = from[i++];
          if (auto at = place(index))
            to[*at] = combine(op, to[*at], v, e);
        });
      },
      out.elements);
  return std::make_shared<Data>(std::move(out));
}
} // namespace

DataRef interp::evaluateWindows(Operation *op, ArrayRef<DataRef> in) {
  return llvm::TypeSwitch<Operation *, DataRef>(op)
      .Case([&](DynamicSliceOp o) { return dynamicSlice(o, in); })
      .Case([&](DynamicUpdateSliceOp) { return dynamicUpdateSlice(in); })
      .Case([&](GatherOp o) { return gather(o, *in[0], *in[1]); })
      .Case<ScatterOp, ScatterAddOp, ScatterMulOp, ScatterMinOp, ScatterMaxOp>(
          [&](auto o) { return scatter(o, in); })
      .Default([](Operation *) { return nullptr; });
}

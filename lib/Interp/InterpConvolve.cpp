// Windows, convolution, and reductions by a body: straight from their
// definitions, one element of the result after another.
#include "BodyReduceOps.h"
#include "ConvolveOps.h"
#include "WindowOps.h"
#include "Interp/Values.h"
#include <cmath>
#include <functional>
using namespace weft::ir;
using namespace weft::ir::interp;
using Complex = std::complex<double>;

namespace {
using Dims = SmallVector<int64_t>;

Dims stridesOf(ArrayRef<int64_t> shape) {
  Dims s(shape.size(), 1);
  for (int64_t i = static_cast<int64_t>(shape.size()) - 2; i >= 0; --i)
    s[i] = s[i + 1] * shape[i + 1];
  return s;
}
int64_t place(ArrayRef<int64_t> index, ArrayRef<int64_t> shape) {
  int64_t at = 0;
  for (auto [i, s] : llvm::zip_equal(index, stridesOf(shape)))
    at += i * s;
  return at;
}
/// Calls f(index) for each index of `shape` in row-major order.
void walk(ArrayRef<int64_t> shape,
          const std::function<void(ArrayRef<int64_t>)> &f) {
  int64_t n = 1;
  for (int64_t d : shape)
    n *= d;
  Dims index(shape.size(), 0);
  for (int64_t i = 0; i < n; ++i) {
    f(index);
    for (int64_t d = static_cast<int64_t>(shape.size()) - 1; d >= 0; --d) {
      if (++index[d] < shape[d])
        break;
      index[d] = 0;
    }
  }
}
DataRef shared(Data d) { return std::make_shared<Data>(std::move(d)); }

/// The element at `place` as a scalar of its own, and back.
DataRef scalarAt(const Data &x, int64_t at) {
  Data out = zerosOf(RankedTensorType::get({}, x.type.getElementType()));
  std::visit(
      [&](auto &to) {
        to[0] = std::get<std::decay_t<decltype(to)>>(x.elements)[at];
      },
      out.elements);
  return shared(std::move(out));
}
void setAt(Data &to, int64_t at, const Data &scalar) {
  std::visit(
      [&](auto &all) {
        all[at] = std::get<std::decay_t<decltype(all)>>(scalar.elements)[0];
      },
      to.elements);
}

//===-- Windows -----------------------------------------------------------===//
/// Calls f(place in x, or nothing in the padding) for each element of the
/// window of this result.
template <class Op>
void eachInWindow(Op op, ArrayRef<int64_t> shape, ArrayRef<int64_t> result,
                  const std::function<void(std::optional<int64_t>)> &f) {
  walk(op.getWindow(), [&](ArrayRef<int64_t> inside) {
    Dims at;
    bool outside = false;
    for (size_t d = 0; d < shape.size(); ++d) {
      int64_t padded = result[d] * op.getStrides()[d] +
                       inside[d] * op.getDilation()[d] - op.getLow()[d];
      int64_t base = op.getBase()[d];
      outside |= padded < 0 || padded % base || padded / base >= shape[d];
      at.push_back(padded / base);
    }
    f(outside ? std::nullopt : std::optional(place(at, shape)));
  });
}
template <class T, class Op>
DataRef foldWindows(Op op, const Data &x, T start,
                    const std::function<T(T, T)> &f) {
  Data out = zerosOf(op.getType());
  auto &to = std::get<std::vector<T>>(out.elements);
  const auto &from = std::get<std::vector<T>>(x.elements);
  size_t i = 0;
  walk(out.shape(), [&](ArrayRef<int64_t> index) {
    T y = start;
    eachInWindow(op, x.shape(), index, [&](std::optional<int64_t> at) {
      if (at)
        y = f(y, from[*at]);
    });
    to[i++] = rounded(elementOf(op.getType()), y);
  });
  return shared(std::move(out));
}
template <class Op> DataRef sumOrProduct(Op op, const Data &x, bool sum) {
  if (std::holds_alternative<Reals>(x.elements))
    return foldWindows<double>(op, x, sum ? 0 : 1, [&](double a, double b) {
      return sum ? a + b : a * b;
    });
  if (std::holds_alternative<Complexes>(x.elements))
    return foldWindows<Complex>(op, x, sum ? 0 : 1, [&](Complex a, Complex b) {
      return sum ? a + b : a * b;
    });
  return foldWindows<int64_t>(op, x, sum ? 0 : 1, [&](int64_t a, int64_t b) {
    using U = uint64_t;
    return static_cast<int64_t>(sum ? U(a) + U(b) : U(a) * U(b));
  });
}
/// Order of integers as the dtype says.
bool less(Type element, int64_t a, int64_t b) {
  return isUnsignedElement(element) ? uint64_t(a) < uint64_t(b) : a < b;
}
template <class Op> DataRef extremum(Op op, const Data &x, bool max) {
  Type e = elementOf(op.getType());
  if (isa<FloatType>(e))
    return foldWindows<double>(op, x, max ? -HUGE_VAL : HUGE_VAL,
                               max ? maxOf : minOf);
  unsigned width = e.getIntOrFloatBitWidth();
  uint64_t ones = ~uint64_t(0) >> (64 - width);
  bool plain = isUnsignedElement(e);
  int64_t least = plain ? 0 : ~static_cast<int64_t>(ones >> 1);
  int64_t greatest = plain ? ones : ones >> 1;
  return foldWindows<int64_t>(
      op, x, max ? least : greatest,
      [&](int64_t a, int64_t b) { return less(e, a, b) == max ? b : a; });
}
template <class Op> DataRef bitwise(Op op, const Data &x, bool isAnd) {
  return foldWindows<int64_t>(
      op, x, isAnd ? -1 : 0,
      [&](int64_t a, int64_t b) { return isAnd ? a & b : a | b; });
}

/// The place in x that the window of this result selects; -1 if it has none.
template <class Op>
int64_t selected(Op op, const Data &x, ArrayRef<int64_t> result) {
  bool max = !op.getLeast();
  int64_t best = -1;
  eachInWindow(op, x.shape(), result, [&](std::optional<int64_t> at) {
    if (!at)
      return;
    if (best < 0) {
      best = *at;
      return;
    }
    if (auto *v = std::get_if<Reals>(&x.elements)) {
      double a = (*v)[*at], b = (*v)[best];
      bool wins = std::isnan(a) || std::isnan(b)
                      ? std::isnan(a) && !std::isnan(b)
                      : (max ? a > b : a < b);
      best = wins ? *at : best;
      return;
    }
    Type e = x.type.getElementType();
    int64_t a = x.ints()[*at], b = x.ints()[best];
    best = (max ? less(e, b, a) : less(e, a, b)) ? *at : best;
  });
  return best;
}
DataRef selectAndGather(SelectAndGatherAddOp op, const Data &t, const Data &x) {
  Data out = zerosOf(op.getType());
  int64_t i = 0;
  walk(out.shape(), [&](ArrayRef<int64_t> index) {
    int64_t at = selected(op, x, index);
    if (at >= 0)
      setAt(out, i, *scalarAt(t, at));
    ++i;
  });
  return shared(std::move(out));
}
DataRef selectAndScatter(SelectAndScatterAddOp op, const Data &t,
                         const Data &x) {
  Data out = zerosOf(op.getType());
  Type e = elementOf(op.getType());
  int64_t i = 0;
  walk(t.shape(), [&](ArrayRef<int64_t> index) {
    int64_t at = selected(op, x, index), from = i++;
    if (at < 0)
      return;
    std::visit(
        [&](auto &to) {
          to[at] += std::get<std::decay_t<decltype(to)>>(t.elements)[from];
        },
        out.elements);
  });
  std::visit(
      [&](auto &all) {
        for (auto &v : all)
          v = rounded(e, v);
      },
      out.elements);
  return shared(std::move(out));
}

//===-- Reductions by a body ----------------------------------------------===//
/// acc ← body(acc, x); false where the body cannot be evaluated.
bool step(RunBody run, Region &body, DataRefs &acc, ArrayRef<DataRef> x) {
  DataRefs args(acc);
  llvm::append_range(args, x);
  auto next = run(body, args);
  if (failed(next))
    return false;
  acc = std::move(*next);
  return true;
}
/// The inits of one result: they have the first of its indices.
DataRefs initsAt(ArrayRef<DataRef> inits, ArrayRef<int64_t> index) {
  return llvm::map_to_vector(inits, [&](const DataRef &init) {
    return scalarAt(*init, place(index.take_front(init->shape().size()),
                                 init->shape()));
  });
}
DataRefs sharedAll(std::vector<Data> &all) {
  DataRefs results;
  for (Data &d : all)
    results.push_back(shared(std::move(d)));
  return results;
}
DataRefs reduced(ReduceOp op, ArrayRef<DataRef> in, RunBody run) {
  size_t n = op.getXs().size();
  std::vector<Data> out;
  for (Type t : op.getResultTypes())
    out.push_back(zerosOf(t));
  auto shape = in[0]->shape();
  Dims inner;
  for (int64_t d : op.getDims())
    inner.push_back(shape[d]);
  int64_t i = 0;
  bool ok = true;
  walk(out[0].shape(), [&](ArrayRef<int64_t> index) {
    DataRefs acc = initsAt(in.drop_front(n), index);
    walk(inner, [&](ArrayRef<int64_t> gone) {
      Dims at;
      size_t kept = 0, lost = 0;
      for (int64_t d = 0; d < int64_t(shape.size()); ++d)
        at.push_back(llvm::is_contained(op.getDims(), d) ? gone[lost++]
                                                         : index[kept++]);
      DataRefs x;
      for (const DataRef &v : in.take_front(n))
        x.push_back(scalarAt(*v, place(at, shape)));
      ok = ok && step(run, op.getBody(), acc, x);
    });
    for (auto [to, v] : llvm::zip(out, acc))
      setAt(to, i, *v);
    ++i;
  });
  return ok ? sharedAll(out) : DataRefs();
}
DataRefs reducedWindows(ReduceWindowOp op, ArrayRef<DataRef> in, RunBody run) {
  size_t n = op.getXs().size();
  std::vector<Data> out;
  for (Type t : op.getResultTypes())
    out.push_back(zerosOf(t));
  int64_t i = 0;
  bool ok = true;
  walk(out[0].shape(), [&](ArrayRef<int64_t> index) {
    DataRefs acc = initsAt(in.drop_front(n), index);
    eachInWindow(op, in[0]->shape(), index, [&](std::optional<int64_t> at) {
      if (!at) // not an element
        return;
      DataRefs x;
      for (size_t k = 0; k < n; ++k)
        x.push_back(scalarAt(*in[k], *at));
      ok = ok && step(run, op.getBody(), acc, x);
    });
    for (auto [to, v] : llvm::zip(out, acc))
      setAt(to, i, *v);
    ++i;
  });
  return ok ? sharedAll(out) : DataRefs();
}

//===-- Convolution -------------------------------------------------------===//
template <class T>
DataRef convolved(ConvGeneralDilatedOp op, const Data &x, const Data &y) {
  Data out = zerosOf(op.getType());
  auto &to = std::get<std::vector<T>>(out.elements);
  const auto &a = std::get<std::vector<T>>(x.elements);
  const auto &b = std::get<std::vector<T>>(y.elements);
  auto xd = op.getXDims(), yd = op.getYDims(), zd = op.getZDims();
  int64_t fg = op.getFeatureGroups(), bg = op.getBatchGroups();
  int64_t perGroup = y.shape()[yd[0]] / (fg * bg);
  int64_t features = y.shape()[yd[1]];
  int64_t batches = x.shape()[xd[0]] / bg;
  Dims window; // features, then space
  for (int64_t d : yd.drop_front())
    window.push_back(y.shape()[d]);
  using Sum = std::conditional_t<std::is_same_v<T, int64_t>, uint64_t, T>;
  size_t i = 0;
  walk(out.shape(), [&](ArrayRef<int64_t> index) {
    int64_t o = index[zd[1]], group = o / perGroup;
    Sum sum = 0;
    walk(window, [&](ArrayRef<int64_t> k) {
      Dims at(index.size()), by(index.size());
      at[xd[0]] = index[zd[0]] + (bg > 1 ? group * batches : 0);
      at[xd[1]] = k[0] + (fg > 1 ? group * features : 0);
      by[yd[0]] = o, by[yd[1]] = k[0];
      for (size_t s = 0; s + 2 < index.size(); ++s) {
        int64_t padded = index[zd[2 + s]] * op.getStrides()[s] +
                         k[1 + s] * op.getYDilation()[s] - op.getLow()[s];
        int64_t base = op.getXDilation()[s];
        if (padded < 0 || padded % base ||
            padded / base >= x.shape()[xd[2 + s]])
          return;
        at[xd[2 + s]] = padded / base;
        bool back = llvm::is_contained(op.getReversed(), s);
        by[yd[2 + s]] = back ? window[1 + s] - 1 - k[1 + s] : k[1 + s];
      }
      sum += Sum(a[place(at, x.shape())]) * Sum(b[place(by, y.shape())]);
    });
    to[i++] = rounded(elementOf(op.getType()), static_cast<T>(sum));
  });
  return shared(std::move(out));
}
DataRef convolution(ConvGeneralDilatedOp op, const Data &x, const Data &y) {
  if (std::holds_alternative<Reals>(x.elements))
    return convolved<double>(op, x, y);
  if (std::holds_alternative<Ints>(x.elements))
    return convolved<int64_t>(op, x, y);
  return convolved<Complex>(op, x, y);
}
} // namespace

DataRefs interp::evaluateConvolve(Operation *op, ArrayRef<DataRef> in,
                                  RunBody run) {
  return llvm::TypeSwitch<Operation *, DataRefs>(op)
      .Case([&](ReduceWindowSumOp o) -> DataRefs {
        return {sumOrProduct(o, *in[0], true)};
      })
      .Case([&](ReduceWindowProdOp o) -> DataRefs {
        return {sumOrProduct(o, *in[0], false)};
      })
      .Case([&](ReduceWindowMaxOp o) -> DataRefs {
        return {extremum(o, *in[0], true)};
      })
      .Case([&](ReduceWindowMinOp o) -> DataRefs {
        return {extremum(o, *in[0], false)};
      })
      .Case([&](ReduceWindowAndOp o) -> DataRefs {
        return {bitwise(o, *in[0], true)};
      })
      .Case([&](ReduceWindowOrOp o) -> DataRefs {
        return {bitwise(o, *in[0], false)};
      })
      .Case([&](SelectAndGatherAddOp o) -> DataRefs {
        return {selectAndGather(o, *in[0], *in[1])};
      })
      .Case([&](SelectAndScatterAddOp o) -> DataRefs {
        return {selectAndScatter(o, *in[0], *in[1])};
      })
      .Case([&](ReduceOp o) { return reduced(o, in, run); })
      .Case([&](ReduceWindowOp o) { return reducedWindows(o, in, run); })
      .Case([&](ConvGeneralDilatedOp o) -> DataRefs {
        return {convolution(o, *in[0], *in[1])};
      })
      .Default([](Operation *) { return DataRefs(); });
}

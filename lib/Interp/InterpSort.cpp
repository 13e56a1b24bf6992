// Along one axis: running totals and sorting.
#include "CumulativeOps.h"
#include "SortOps.h"
#include "Interp/Values.h"
#include <cmath>
#include <numeric>
using namespace weft::ir;
using namespace weft::ir::interp;

namespace {
/// The places of a row's elements, for each row along `dim`.
template <class F> void eachRow(ArrayRef<int64_t> shape, int64_t dim, F f) {
  int64_t outer = 1, inner = 1, n = shape[dim];
  for (int64_t d : shape.take_front(dim))
    outer *= d;
  for (int64_t d : shape.drop_front(dim + 1))
    inner *= d;
  std::vector<int64_t> places(n);
  for (int64_t i = 0; i < outer * inner; ++i) {
    for (int64_t k = 0; k < n; ++k)
      places[k] = (i / inner * n + k) * inner + i % inner;
    f(ArrayRef<int64_t>(places));
  }
}

template <class T, class F>
DataRef running(Type type, const Data &x, int64_t dim, bool reverse, T start,
                F f) {
  Data out = zerosOf(type);
  auto &to = std::get<std::vector<T>>(out.elements);
  const auto &from = std::get<std::vector<T>>(x.elements);
  Type element = elementOf(type);
  eachRow(x.shape(), dim, [&](ArrayRef<int64_t> row) {
    T total = start;
    for (size_t k = 0; k < row.size(); ++k) {
      int64_t at = reverse ? row[row.size() - 1 - k] : row[k];
      total = f(total, from[at]);
      to[at] = rounded(element, total);
    }
  });
  return std::make_shared<Data>(std::move(out));
}

template <class Op> DataRef sumOrProduct(Op op, const Data &x) {
  constexpr bool isSum = std::is_same_v<Op, CumsumOp>;
  auto run = [&](auto start) {
    using T = decltype(start);
    return running<T>(op.getType(), x, op.getDim(), op.getReverse(), start,
                      [](T a, T b) -> T {
                        if constexpr (std::is_same_v<T, int64_t>) {
                          using U = uint64_t;
                          return isSum ? U(a) + U(b) : U(a) * U(b);
                        } else {
                          return isSum ? a + b : a * b;
                        }
                      });
  };
  if (std::holds_alternative<Reals>(x.elements))
    return run(isSum ? 0. : 1.);
  if (std::holds_alternative<Ints>(x.elements))
    return run(int64_t(isSum ? 0 : 1));
  return run(std::complex<double>(isSum ? 0 : 1));
}

template <class Op> DataRef extremum(Op op, const Data &x) {
  constexpr bool max = std::is_same_v<Op, CummaxOp>;
  Type e = elementOf(op.getType());
  if (isa<FloatType>(e))
    return running<double>(op.getType(), x, op.getDim(), op.getReverse(),
                           max ? -HUGE_VAL : HUGE_VAL, max ? maxOf : minOf);
  // Unsigned numbers are ordered as signed ones with the top bit turned.
  uint64_t turn = isUnsignedElement(e) ? uint64_t(1) << 63 : 0;
  auto key = [=](int64_t v) { return static_cast<int64_t>(v ^ turn); };
  bool started = false;
  Data out = zerosOf(op.getType());
  eachRow(x.shape(), op.getDim(), [&](ArrayRef<int64_t> row) {
    started = false;
    int64_t best = 0;
    for (size_t k = 0; k < row.size(); ++k) {
      int64_t at = op.getReverse() ? row[row.size() - 1 - k] : row[k];
      int64_t v = x.ints()[at];
      if (!started || (max ? key(v) > key(best) : key(v) < key(best)))
        best = v;
      started = true;
      std::get<Ints>(out.elements)[at] = best;
    }
  });
  return std::make_shared<Data>(std::move(out));
}

double logAddExp(double a, double b) {
  if (a == b)
    return a + (std::isinf(a) ? 0 : std::log(2.));
  double most = std::fmax(a, b), least = std::fmin(a, b);
  return std::isnan(a) || std::isnan(b) ? a + b : most + std::log1p(std::exp(least - most));
}
} // namespace

DataRef interp::evaluateCumulative(Operation *op, ArrayRef<DataRef> in) {
  return llvm::TypeSwitch<Operation *, DataRef>(op)
      .Case<CumsumOp, CumprodOp>([&](auto o) { return sumOrProduct(o, *in[0]); })
      .Case<CummaxOp, CumminOp>([&](auto o) { return extremum(o, *in[0]); })
      .Case([&](CumlogsumexpOp o) {
        return running<double>(o.getType(), *in[0], o.getDim(), o.getReverse(),
                               -HUGE_VAL, logAddExp);
      })
      .Default([](Operation *) { return nullptr; });
}

FailureOr<DataRefs> interp::evaluateSort(Operation *op, ArrayRef<DataRef> in,
                                         RunBody run) {
  auto sort = cast<SortOp>(op);
  std::vector<Data> ys;
  for (Value y : sort.getResults())
    ys.push_back(zerosOf(y.getType()));
  auto element = [](const Data &x, int64_t at) {
    Data out = zerosOf(x.type.clone(ArrayRef<int64_t>()));
    std::visit(
        [&](auto &to) {
          to[0] = std::get<std::decay_t<decltype(to)>>(x.elements)[at];
        },
        out.elements);
    return std::make_shared<const Data>(std::move(out));
  };
  bool ok = true;
  auto before = [&](int64_t i, int64_t j) {
    DataRefs args;
    for (const DataRef &x : in) {
      args.push_back(element(*x, i));
      args.push_back(element(*x, j));
    }
    auto r = run(sort.getComparator(), args);
    ok &= succeeded(r);
    return ok && (*r)[0]->ints()[0] != 0;
  };
  eachRow(in[0]->shape(), sort.getDim(), [&](ArrayRef<int64_t> row) {
    // By insertion: the plainest stable sort.
    std::vector<int64_t> order;
    for (int64_t at : row) {
      auto place = order.end();
      while (place != order.begin() && before(at, *(place - 1)))
        --place;
      order.insert(place, at);
    }
    for (auto [x, y] : llvm::zip_equal(in, ys))
      std::visit(
          [&](auto &to) {
            const auto &from = std::get<std::decay_t<decltype(to)>>(x->elements);
            for (size_t k = 0; k < row.size(); ++k)
              to[row[k]] = from[order[k]];
          },
          y.elements);
  });
  if (!ok)
    return failure();
  DataRefs out;
  for (Data &y : ys)
    out.push_back(std::make_shared<Data>(std::move(y)));
  return out;
}

// Sums of products: all of them one dot_general, and a transpose where its
// order of axes is not NumPy's.
#include "ContractOps.h"
#include "Api/OpsHelpers.h"
using namespace weft;
using namespace weft::api;
using weft::detail::describeShape;

namespace {
/// A contraction whose axes have been checked.
struct Dot {
  List xBatch, yBatch, xContract, yContract;
};
} // namespace

/// Result axes of `dot`: batch, free of x, free of y.
static List resultDims(const Node &x, const Node &y, const Dot &dot) {
  List dims;
  for (int64_t d : dot.xBatch)
    dims.push_back(x.dims[d]);
  auto addFree = [&](const Node &n, ArrayRef<int64_t> batch,
                     ArrayRef<int64_t> contract) {
    for (int64_t d = 0, rank = n.dims.size(); d < rank; ++d)
      if (!llvm::is_contained(batch, d) && !llvm::is_contained(contract, d))
        dims.push_back(n.dims[d]);
  };
  addFree(x, dot.xBatch, dot.xContract);
  addFree(y, dot.yBatch, dot.yContract);
  return dims;
}

/// Stages it on operands that are reshaped first (matmul drops axes).
static Array contraction(const Site &site, const Array &x, const Array &y,
                         const Dot &dot, ArrayRef<int64_t> perm = {}) {
  Typed type = promote(site, {x, y});
  List dims = resultDims(*x.get(), *y.get(), dot);
  Array exact[] = {literalAs(x, type.dtype), literalAs(y, type.dtype)};
  return stage(site, exact, type.weak, [&](const Words &w, ValueRange in) {
    Value z = ir::DotGeneralOp::create(
        w.b, w.loc, ir::tensorType(type.dtype, dims), in[0], in[1], dot.xBatch,
        dot.yBatch, dot.xContract, dot.yContract);
    return perm.empty() ? z : w.transpose(z, perm);
  });
}
/// Pairs of axes have one size.
static void checkPairs(const Site &site, const Array &x, const Array &y,
                       ArrayRef<int64_t> xs, ArrayRef<int64_t> ys,
                       const char *what) {
  if (xs.size() != ys.size())
    failShape(site,
              std::string("as many axes of both operands must be ") + what,
              describeShape(xs) + " and " + describeShape(ys));
  for (auto [i, j] : llvm::zip(xs, ys))
    if (x.get()->dims[i] != y.get()->dims[j])
      failShape(site,
                "axes " + std::to_string(i) + " and " + std::to_string(j) +
                    ", which are " + what + ", must have one size",
                said(site, {x, y}));
}

Array weft::dotGeneral(const Operand &x, const Operand &y,
                       const DotAxes &axes) {
  Site site("dotGeneral", x.where);
  auto both = [&](const Array &a, Shape first, const Shape &second) {
    first.insert(first.end(), second.begin(), second.end());
    return axesOf(site, a, first); // each named once
  };
  auto xs = both(x.array, axes.xBatch, axes.xContract);
  auto ys = both(y.array, axes.yBatch, axes.yContract);
  ArrayRef xAll(xs), yAll(ys);
  size_t xb = axes.xBatch.size(), yb = axes.yBatch.size();
  Dot dot{List(xAll.take_front(xb)), List(yAll.take_front(yb)),
          List(xAll.drop_front(xb)), List(yAll.drop_front(yb))};
  checkPairs(site, x.array, y.array, dot.xBatch, dot.yBatch, "batched");
  checkPairs(site, x.array, y.array, dot.xContract, dot.yContract,
             "contracted");
  return contraction(site, x.array, y.array, dot);
}

//===-- matmul ------------------------------------------------------------===//
namespace {
/// One operand of a matmul: its leading axes, aligned with the result's. An
/// axis of size 1 that the other repeats is dropped: no copy is made.
struct MatmulSide {
  const Node &node;
  int64_t matrixAxes;
  List kept, free, batch; // sizes; free and batch: result axis per axis

  MatmulSide(const Node &node, int64_t most)
      : node(node), matrixAxes(std::min<int64_t>(node.dims.size(), most)) {}
  int64_t leading() const { return node.dims.size() - matrixAxes; }
};
} // namespace

/// Sorts the leading axes of both sides and gives the result's.
static List alignLeading(const Site &site, ArrayRef<Array> xs, MatmulSide &x,
                         MatmulSide &y) {
  int64_t rank = std::max(x.leading(), y.leading());
  List dims;
  for (int64_t i = 0; i < rank; ++i) {
    auto sizeOf = [&](MatmulSide &s) {
      int64_t at = i - (rank - s.leading());
      return at < 0 ? 1 : s.node.dims[at];
    };
    int64_t m = sizeOf(x), n = sizeOf(y);
    if (m != n && m != 1 && n != 1)
      failShape(site, "leading axes do not broadcast", said(site, xs));
    dims.push_back(m == 1 ? n : m);
    if (m == n && m != 1) {
      x.batch.push_back(i);
      y.batch.push_back(i);
    } else if (m != 1) {
      x.free.push_back(i);
    } else if (n != 1) {
      y.free.push_back(i);
    }
  }
  for (MatmulSide *s : {&x, &y}) {
    for (int64_t i = 0; i < rank; ++i)
      if (llvm::is_contained(s->batch, i) || llvm::is_contained(s->free, i))
        s->kept.push_back(dims[i]);
    s->kept.append(s->node.dims.end() - s->matrixAxes, s->node.dims.end());
  }
  return dims;
}

/// Where the kept leading axes in `which` stand among all that are kept.
static List placesOf(const MatmulSide &s, ArrayRef<int64_t> which) {
  List all(s.batch), out;
  llvm::append_range(all, s.free);
  llvm::sort(all);
  for (int64_t i : which)
    out.push_back(llvm::find(all, i) - all.begin());
  return out;
}

Array weft::matmul(const Operand &x, const Operand &y) {
  Site site("matmul", x.where);
  Array both[] = {x.array, y.array};
  MatmulSide a(nodeOf(site, x.array), 2), b(nodeOf(site, y.array), 2);
  promote(site, both);
  if (!a.matrixAxes || !b.matrixAxes)
    failShape(site, "operands must have axes", said(site, both),
              "use * to scale by a scalar");
  int64_t k = a.node.dims.back();
  if (k != *(b.node.dims.end() - b.matrixAxes))
    failShape(site,
              b.matrixAxes == 1
                  ? "the last axis of the first must be as long as the second"
                  : "the last axis of the first must be as long as the last "
                    "but one of the second",
              said(site, both));
  List dims = alignLeading(site, both, a, b);
  Dot dot{placesOf(a, a.batch), placesOf(b, b.batch), {}, {}};
  dot.xContract = {static_cast<int64_t>(a.kept.size()) - 1};
  dot.yContract = {static_cast<int64_t>(b.kept.size()) - b.matrixAxes};
  // What comes out: batch, x's free leading axes and rows, y's the same.
  // Result axes are named by their leading place; rows and columns last.
  int64_t rank = dims.size();
  List order(a.batch), perm;
  llvm::append_range(order, a.free);
  if (a.matrixAxes == 2)
    order.push_back(rank);
  llvm::append_range(order, b.free);
  if (b.matrixAxes == 2)
    order.push_back(rank + 1);
  for (int64_t i = 0; i < rank + 2; ++i)
    if (auto at = llvm::find(order, i); at != order.end())
      perm.push_back(at - order.begin());
  if (a.matrixAxes == 2)
    dims.push_back(*(a.node.dims.end() - 2));
  if (b.matrixAxes == 2)
    dims.push_back(b.node.dims.back());
  return composite(site, {x.array, y.array}, [&](const Arrays &in) {
    Array z = contraction(site, withShape(site, in[0], a.kept),
                          withShape(site, in[1], b.kept), dot, perm);
    return withShape(site, z, dims);
  });
}

//===-- The others --------------------------------------------------------===//
static bool isScalar(const Site &site, const Operand &x) {
  return nodeOf(site, x.array).dims.empty();
}
/// Contracts one axis of each.
static Array along(const Site &site, const Operand &x, const Operand &y,
                   int64_t xAxis, int64_t yAxis) {
  Dot dot{
      {}, {}, {axisOf(site, x.array, xAxis)}, {axisOf(site, y.array, yAxis)}};
  checkPairs(site, x.array, y.array, dot.xContract, dot.yContract,
             "contracted");
  return contraction(site, x.array, y.array, dot);
}
static Array scaled(const Site &site, const Operand &x, const Operand &y) {
  promote(site, {x.array, y.array}, Numbers);
  return composite(site, {x.array, y.array},
                   [](const Arrays &in) { return in[0] * in[1]; });
}

Array weft::dot(const Operand &x, const Operand &y) {
  Site site("dot", x.where);
  if (isScalar(site, x) || isScalar(site, y))
    return scaled(site, x, y);
  return along(site, x, y, -1, y.array.rank() == 1 ? -1 : -2);
}
Array weft::inner(const Operand &x, const Operand &y) {
  Site site("inner", x.where);
  if (isScalar(site, x) || isScalar(site, y))
    return scaled(site, x, y);
  return along(site, x, y, -1, -1);
}
Array weft::tensordot(const Operand &x, const Operand &y, int64_t axes) {
  Site site("tensordot", x.where);
  int64_t xRank = nodeOf(site, x.array).dims.size();
  int64_t yRank = nodeOf(site, y.array).dims.size();
  if (axes < 0 || axes > xRank || axes > yRank)
    failShape(site, "both operands must have " + std::to_string(axes) + " axes",
              said(site, {x.array, y.array}));
  Dot dot{{}, {}, ir::axes(xRank - axes, axes), ir::axes(0, axes)};
  checkPairs(site, x.array, y.array, dot.xContract, dot.yContract,
             "contracted");
  return contraction(site, x.array, y.array, dot);
}
Array weft::tensordot(const Operand &x, const Operand &y, const Shape &xAxes,
                      const Shape &yAxes) {
  Site site("tensordot", x.where);
  Dot dot{{}, {}, axesOf(site, x.array, xAxes), axesOf(site, y.array, yAxes)};
  checkPairs(site, x.array, y.array, dot.xContract, dot.yContract,
             "contracted");
  return contraction(site, x.array, y.array, dot);
}
Array weft::outer(const Operand &x, const Operand &y) {
  Site site("outer", x.where);
  Array u = x.array, v = y.array;
  promote(site, {u, v}, Numbers);
  return composite(site, {u, v}, [](const Arrays &in) {
    return expandDims(ravel(in[0]), 1) * expandDims(ravel(in[1]), 0);
  });
}
Array weft::vdot(const Operand &x, const Operand &y) {
  Site site("vdot", x.where);
  Array both[] = {x.array, y.array};
  Dtype dtype = promote(site, both).dtype;
  int64_t n = both[0].get()->size();
  if (n != both[1].get()->size())
    failShape(site, "both operands must have as many elements",
              said(site, both));
  return composite(site, {both[0], both[1]}, [&](const Arrays &in) {
    Array x = isComplex(dtype) ? conj(in[0]) : in[0];
    return contraction(site, withShape(site, x, n), withShape(site, in[1], n),
                       {{}, {}, {0}, {0}});
  });
}

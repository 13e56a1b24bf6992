// Rows of Sort.
#include "ShapeOps.h"
#include "IndexOps.h"
#include "Interchange/Stablehlo/Import.h"
#include "Bodies.h"
#include "LogicOps.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
LogicalResult sort(Import &i) {
  int64_t rank = i.in.empty() ? 0 : typeOf(i.in[0]).getRank();
  int64_t dim = i.integer("dimension", -1);
  Operation *made = i.build("sort", i.op->getResultTypes(), i.in,
                            Attrs()
                                .number("dim", dim < 0 ? dim + rank : dim)
                                .mark("isStable", i.flag("is_stable")),
                            1);
  if (failed(i.closedBody(0, made->getRegion(0))))
    return failure();
  return i.give(made);
}

/// The first k of a sort by the total order, downwards; among equals the lower
/// index comes first.
LogicalResult topK(Import &i) {
  auto type = typeOf(i.in[0]);
  int64_t dim = type.getRank() - 1, k = i.integer("k", 0);
  auto places = type.clone(i.type(1).getElementType());
  Value place = i.make<IotaOp>(places, dim);
  Operation *sorted =
      i.build("sort", {type, places}, {i.in[0], place},
              Attrs().number("dim", dim).mark("isStable", true), 1);
  auto x = type.clone(ArrayRef<int64_t>()), at = places.clone(x.getShape());
  OpBuilder inner = openBody(sorted->getRegion(0), {x, x, at, at});
  ValueRange args = sorted->getRegion(0).getArguments();
  OperationState compare(i.loc, "weft.compare", {args[0], args[1]},
                         {x.clone(i.b.getI1Type())},
                         Attrs()
                             .set("direction", DirectionAttr::get(
                                                   context(), Direction::Gt))
                             .mark("total", isa<FloatType>(x.getElementType())));
  closeBody(inner, i.loc, inner.create(compare)->getResults());
  SmallVector<int64_t> start(type.getRank()), limit(type.getShape()),
      stride(type.getRank(), 1);
  limit[dim] = k;
  for (auto [n, v] : llvm::enumerate(sorted->getResults()))
    i.out.push_back(i.make<SliceOp>(i.type(n), v, start, limit, stride));
  return success();
}

constexpr Row rows[] = {
    {"stablehlo.sort", flat, sort},
    {"chlo.top_k", flat, topK},
};
} // namespace

ArrayRef<Row> stablehlo::sortRows() { return rows; }

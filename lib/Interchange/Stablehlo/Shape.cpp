// Rows of constants and of where elements are: Shape, Index, Contract.
#include "ShapeOps.h"
#include "ContractOps.h"
#include "IndexOps.h"
#include "Interchange/Stablehlo/Import.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
LogicalResult constant(Import &i) {
  auto value = dyn_cast_or_null<ElementsAttr>(i.attr("value"));
  if (!value || value.getType() != i.type())
    return i.refuse("has no value of its type");
  return i.give<ConstantOp>(value);
}
LogicalResult iota(Import &i) {
  return i.give<IotaOp>(i.type(), i.integer("iota_dimension", 0));
}

/// Result axes in any order; Weft wants them ascending.
LogicalResult broadcastInDim(Import &i) {
  if (i.in[0].getType() == i.type()) // what a body starts from is seen through
    return i.give(i.in[0]);
  auto dims = i.ints("broadcast_dimensions");
  auto order = axes(0, dims.size());
  llvm::stable_sort(order,
                    [&](int64_t a, int64_t b) { return dims[a] < dims[b]; });
  Value x = i.in[0];
  if (!llvm::is_sorted(order)) {
    SmallVector<int64_t> shape;
    for (int64_t axis : order)
      shape.push_back(typeOf(x).getDimSize(axis));
    x = i.make<TransposeOp>(
        RankedTensorType::get(shape, elementOf(x.getType())), x, order);
    llvm::sort(dims);
  }
  return i.give<BroadcastInDimOp>(i.type(), x, dims);
}
/// New axes in front.
LogicalResult broadcast(Import &i) {
  int64_t rank = typeOf(i.in[0]).getRank();
  return i.give<BroadcastInDimOp>(i.type(), i.in[0],
                                  axes(i.type().getRank() - rank, rank));
}
LogicalResult transpose(Import &i) {
  return i.give<TransposeOp>(i.type(), i.in[0], i.ints("permutation"));
}
LogicalResult reverse(Import &i) {
  auto dims = i.ints("dimensions");
  llvm::sort(dims);
  return i.give<RevOp>(i.type(), i.in[0], dims);
}
LogicalResult slice(Import &i) {
  return i.give<SliceOp>(i.type(), i.in[0], i.ints("start_indices"),
                         i.ints("limit_indices"), i.ints("strides"));
}
LogicalResult pad(Import &i) {
  return i.give<PadOp>(i.type(), i.in[0], i.in[1], i.ints("edge_padding_low"),
                       i.ints("edge_padding_high"),
                       i.ints("interior_padding"));
}
LogicalResult concatenate(Import &i) {
  return i.give<ConcatenateOp>(i.type(), i.in, i.integer("dimension", 0));
}
LogicalResult getDimensionSize(Import &i) {
  int64_t dim = i.integer("dimension", 0);
  auto from = typeOf(i.in[0]);
  if (dim < 0 || dim >= from.getRank())
    return i.refuse("names an axis that is not there. Received axis " +
                    Twine(dim) + " of " + Twine(from.getRank()));
  return i.give(i.splat(i.type(), from.getDimSize(dim)));
}
LogicalResult constantLike(Import &i) {
  auto value = dyn_cast_or_null<TypedAttr>(i.attr("value"));
  if (!value || value.getType() != i.type().getElementType())
    return i.refuse("has no value of its type");
  return i.give<ConstantOp>(DenseElementsAttr::get(i.type(), value));
}

//===-- Contraction -------------------------------------------------------===//
/// In the pretty form the axes are attributes of their own, pairs of lists.
LogicalResult dotGeneral(Import &i) {
  SmallVector<int64_t> lists[4];
  if (Attribute all = i.attr("dot_dimension_numbers")) {
    lists[0] = Import::ints(all, "lhs_batching_dimensions");
    lists[1] = Import::ints(all, "rhs_batching_dimensions");
    lists[2] = Import::ints(all, "lhs_contracting_dimensions");
    lists[3] = Import::ints(all, "rhs_contracting_dimensions");
  } else {
    for (auto [n, key] : {std::pair{0, "batching_dims"},
                          std::pair{2, "contracting_dims"}})
      if (auto pair = dyn_cast_or_null<ArrayAttr>(i.attr(key));
          pair && pair.size() == 2)
        for (int side : {0, 1})
          if (auto list = dyn_cast<DenseI64ArrayAttr>(pair[side]))
            llvm::append_range(lists[n + side], list.asArrayRef());
  }
  return i.give<DotGeneralOp>(i.type(), i.in[0], i.in[1], lists[0], lists[1],
                              lists[2], lists[3]);
}
/// The last axis of x with the first of y.
LogicalResult dot(Import &i) {
  int64_t last = typeOf(i.in[0]).getRank() - 1;
  return i.give<DotGeneralOp>(i.type(), i.in[0], i.in[1], ArrayRef<int64_t>{},
                              ArrayRef<int64_t>{}, ArrayRef<int64_t>{last},
                              ArrayRef<int64_t>{0});
}

constexpr Row rows[] = {
    {"stablehlo.constant", {parseConstant, ""}, constant},
    {"stablehlo.iota", flatWith("dim=iota_dimension"), iota},
    {"stablehlo.broadcast", flatWith("sizes=broadcast_sizes"), broadcast},
    {"stablehlo.broadcast_in_dim", flatWith("dims=broadcast_dimensions"),
     broadcastInDim},
    {"stablehlo.dynamic_broadcast_in_dim",
     flatWith("dims=broadcast_dimensions"), broadcastInDim},
    {"stablehlo.reshape", flat, as<ReshapeOp>},
    {"stablehlo.transpose", flatWith("dims=permutation"), transpose},
    {"stablehlo.reverse", flatWith("dims=dimensions"), reverse},
    {"stablehlo.slice", {parseSlice, ""}, slice},
    {"stablehlo.pad",
     flatWith("low=edge_padding_low,high=edge_padding_high,"
              "interior=interior_padding"),
     pad},
    {"stablehlo.concatenate", flatWith("dim=dimension"), concatenate},
    {"stablehlo.get_dimension_size", flatWith("dim=dimension"),
     getDimensionSize},
    {"stablehlo.dot_general", flat, dotGeneral},
    {"stablehlo.dot", flat, dot},
    {"chlo.constant", {parseConstant, ""}, constant},
    {"chlo.constant_like", flat, constantLike},
};
} // namespace

ArrayRef<Row> stablehlo::shapeRows() { return rows; }

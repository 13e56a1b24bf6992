// Rows out: where elements are, contraction, linear algebra.
#include "ShapeOps.h"
#include "Interchange/Stablehlo/Export.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
LogicalResult constant(Export &e) {
  return e.give(e.constant(cast<ConstantOp>(e.op).getValue()));
}
LogicalResult iota(Export &e) {
  return e.give(e.make("iota", e.type(), {},
                       Attrs().number("iota_dimension", e.integer("dim"))));
}
LogicalResult broadcastInDim(Export &e) {
  return e.give(e.make("broadcast_in_dim", e.type(), e.in,
                       Attrs().list("broadcast_dimensions", e.ints("dims"))));
}
LogicalResult transpose(Export &e) {
  return e.give(e.make("transpose", e.type(), e.in,
                       Attrs().list("permutation", e.ints("perm"))));
}
LogicalResult reverse(Export &e) {
  return e.give(e.make("reverse", e.type(), e.in,
                       Attrs().list("dimensions", e.ints("dims"))));
}
LogicalResult slice(Export &e) {
  return e.give(e.make("slice", e.type(), e.in,
                       Attrs()
                           .list("start_indices", e.ints("start"))
                           .list("limit_indices", e.ints("limit"))
                           .list("strides", e.ints("stride"))));
}
LogicalResult pad(Export &e) {
  return e.give(e.make("pad", e.type(), e.in,
                       Attrs()
                           .list("edge_padding_low", e.ints("low"))
                           .list("edge_padding_high", e.ints("high"))
                           .list("interior_padding", e.ints("interior"))));
}
LogicalResult concatenate(Export &e) {
  return e.give(e.make("concatenate", e.type(), e.in,
                       Attrs().number("dimension", e.integer("dim"))));
}
LogicalResult dynamicSlice(Export &e) {
  return e.give(e.make("dynamic_slice", e.type(), e.in,
                       Attrs().list("slice_sizes", e.ints("sizes"))));
}

//===-- Gather and scatter ------------------------------------------------===//
std::string listText(StringRef key, ArrayRef<int64_t> list) {
  return (key + " = " + said(list) + ", ").str();
}
LogicalResult gather(Export &e) {
  std::string text = "gather<";
  for (StringRef key :
       {"offset_dims", "collapsed_slice_dims", "operand_batching_dims",
        "start_indices_batching_dims", "start_index_map"})
    text += listText(key, e.ints(key));
  text +=
      "index_vector_dim = " + std::to_string(e.integer("index_vector_dim")) +
      ">";
  return e.give(
      e.make("gather", e.type(), e.in,
             Attrs()
                 .set("dimension_numbers", textAttr(context(), text))
                 .list("slice_sizes", e.ints("slice_sizes"))
                 .truth("indices_are_sorted", e.flag("indices_are_sorted"))));
}
/// `combine` is an operation on what is there and the update; none: the update.
LogicalResult scatterBy(Export &e, StringRef combine) {
  std::string text = "scatter<";
  for (StringRef key :
       {"update_window_dims", "inserted_window_dims", "input_batching_dims",
        "scatter_indices_batching_dims", "scatter_dims_to_operand_dims"})
    text += listText(key, e.ints(key));
  text +=
      "index_vector_dim = " + std::to_string(e.integer("index_vector_dim")) +
      ">";
  Operation *made = e.build(
      "scatter", e.type(), e.in,
      Attrs()
          .set("scatter_dimension_numbers", textAttr(context(), text))
          .truth("indices_are_sorted", e.flag("indices_are_sorted"))
          .truth("unique_indices", e.flag("unique_indices")),
      1);
  auto scalar = RankedTensorType::get({}, e.type().getElementType());
  if (failed(e.region(made, 0, {scalar, scalar},
                      [&](ValueRange args, Values &out) {
                        out.push_back(combine.empty()
                                          ? args[1]
                                          : e.make(combine, scalar, args));
                        return success();
                      })))
    return failure();
  return e.give(made);
}
LogicalResult scatter(Export &e) { return scatterBy(e, ""); }
LogicalResult scatterAdd(Export &e) { return scatterBy(e, "add"); }
LogicalResult scatterMul(Export &e) { return scatterBy(e, "multiply"); }
LogicalResult scatterMin(Export &e) { return scatterBy(e, "minimum"); }
LogicalResult scatterMax(Export &e) { return scatterBy(e, "maximum"); }

//===-- Contraction and linear algebra ------------------------------------===//
LogicalResult dotGeneral(Export &e) {
  std::string text = "dot<" +
                     listText("lhs_batching_dimensions", e.ints("xBatch")) +
                     listText("rhs_batching_dimensions", e.ints("yBatch")) +
                     listText("lhs_contracting_dimensions",
                              e.ints("xContract")) +
                     "rhs_contracting_dimensions = " +
                     said(e.ints("yContract")) + ">";
  return e.give(e.make(
      "dot_general", e.type(), e.in,
      Attrs().set("dot_dimension_numbers", textAttr(context(), text))));
}
LogicalResult fft(Export &e) {
  auto kind = e.op->getAttrOfType<StringAttr>("kind").getValue();
  return e.give(
      e.make("fft", e.type(), e.in,
             Attrs()
                 .set("fft_type",
                      textAttr(context(), "fft_type " + kind.upper()))
                 .list("fft_length", e.ints("lengths"))));
}
/// What StableHLO leaves open above the diagonal is zero here.
LogicalResult cholesky(Export &e) {
  auto type = e.type();
  Value l = e.make("cholesky", type, e.in, Attrs().truth("lower", true));
  auto ints = type.clone(e.b.getI32Type());
  int64_t rank = type.getRank();
  Value row = e.make("iota", ints, {},
                     Attrs().number("iota_dimension", rank - 2));
  Value column = e.make("iota", ints, {},
                        Attrs().number("iota_dimension", rank - 1));
  return e.give(e.make(
      "select", type, {e.compare("GE", row, column), l, e.splat(type, 0)}));
}
LogicalResult triangularSolve(Export &e) {
  bool transposed = e.flag("transpose"), conjugate = e.flag("conjugate");
  if (conjugate && !transposed) { // StableHLO conjugates as it transposes
    auto type = typeOf(e.in[0]);
    if (auto element = dyn_cast<ComplexType>(type.getElementType())) {
      auto real = type.clone(element.getElementType());
      Value re = e.make("real", real, e.in[0]),
            im = e.make("imag", real, e.in[0]);
      im = e.make("negate", real, im);
      e.in[0] = e.make("complex", type, {re, im});
    }
    conjugate = false;
  }
  StringRef kind = conjugate    ? "transpose ADJOINT"
                   : transposed ? "transpose TRANSPOSE"
                                : "transpose NO_TRANSPOSE";
  return e.give(e.make("triangular_solve", e.type(), e.in,
                       Attrs()
                           .truth("left_side", e.flag("left"))
                           .truth("lower", e.flag("lower"))
                           .truth("unit_diagonal", e.flag("unit_diagonal"))
                           .set("transpose_a", textAttr(context(), kind))));
}

constexpr OutRow rows[] = {
    {"weft.broadcast_in_dim", broadcastInDim},
    {"weft.cholesky", cholesky},
    {"weft.concatenate", concatenate},
    {"weft.constant", constant},
    {"weft.dot_general", dotGeneral},
    {"weft.dynamic_slice", dynamicSlice},
    {"weft.dynamic_update_slice", same<"dynamic_update_slice">},
    {"weft.fft", fft},
    {"weft.gather", gather},
    {"weft.iota", iota},
    {"weft.pad", pad},
    {"weft.reshape", same<"reshape">},
    {"weft.rev", reverse},
    {"weft.scatter", scatter},
    {"weft.scatter_add", scatterAdd},
    {"weft.scatter_max", scatterMax},
    {"weft.scatter_min", scatterMin},
    {"weft.scatter_mul", scatterMul},
    {"weft.slice", slice},
    {"weft.transpose", transpose},
    {"weft.triangular_solve", triangularSolve},
};
} // namespace

ArrayRef<OutRow> stablehlo::structureOut() { return rows; }

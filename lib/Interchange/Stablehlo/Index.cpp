// Rows of DynamicSlice, Gather and Scatter.
#include "Interchange/Stablehlo/Import.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
LogicalResult dynamicSlice(Import &i) {
  return i.give(i.build("dynamic_slice", i.type(), i.in,
                        Attrs().list("sizes", i.ints("slice_sizes"))));
}

/// The batching axes are left out where there are none.
Attrs &batching(Attrs &attrs, StringRef first, ArrayRef<int64_t> ofX,
                StringRef second, ArrayRef<int64_t> ofIndices) {
  return ofX.empty() ? attrs
                     : attrs.list(first, ofX).list(second, ofIndices);
}
LogicalResult gather(Import &i) {
  Attribute all = i.attr("dimension_numbers");
  auto of = [&](StringRef key) { return Import::ints(all, key); };
  Attrs attrs;
  attrs.list("offset_dims", of("offset_dims"))
      .list("collapsed_slice_dims", of("collapsed_slice_dims"))
      .list("start_index_map", of("start_index_map"))
      .number("index_vector_dim", Import::integer(all, "index_vector_dim", 0))
      .list("slice_sizes", i.in.size() == 3 ? *i.constant(i.in[2])
                                            : i.ints("slice_sizes"))
      .mark("indices_are_sorted", i.flag("indices_are_sorted"));
  batching(attrs, "operand_batching_dims", of("operand_batching_dims"),
           "start_indices_batching_dims", of("start_indices_batching_dims"));
  return i.give(i.build("gather", i.type(), {i.in[0], i.in[1]}, attrs));
}
/// Slice sizes are an operand; they must be constants.
LogicalResult dynamicGather(Import &i) {
  if (!i.constant(i.in[2]))
    return i.refuse("has slice sizes that depend on data; shapes are static: "
                    "export the program with concrete sizes");
  return gather(i);
}

/// The kind of a scatter by its body: set gives back the update.
StringRef scatterKind(Region &body) {
  Block &block = body.front();
  if (block.getOperations().size() == 1 &&
      block.back().getOperand(0) == block.getArgument(1))
    return "scatter";
  StringRef combiner = combinerOf(body);
  bool bools = block.getNumArguments() == 2 &&
               elementOf(block.getArgument(0).getType()).isInteger(1);
  return llvm::StringSwitch<StringRef>(combiner)
      .Case("add", "scatter_add")
      .Case("mul", "scatter_mul")
      .Case("min", "scatter_min")
      .Case("max", "scatter_max")
      .Case("or", bools ? "scatter_max" : "")
      .Case("and", bools ? "scatter_min" : "")
      .Default("");
}
LogicalResult scatter(Import &i) {
  Region body;
  if (failed(i.closedBody(0, body)))
    return failure();
  StringRef kind = i.in.size() == 3 ? scatterKind(body) : "";
  if (kind.empty() && bodyText(body) == "(0,1) sub 0 1; return 2" &&
      i.in.size() == 3) {
    kind = "scatter_add";
    i.in[2] = i.named("neg", i.in[2], i.in[2].getType());
  }
  if (kind.empty())
    return scatterByBody(i, body);
  Attribute all = i.attr("scatter_dimension_numbers");
  auto of = [&](StringRef key) { return Import::ints(all, key); };
  Attrs attrs;
  attrs.list("update_window_dims", of("update_window_dims"))
      .list("inserted_window_dims", of("inserted_window_dims"))
      .list("scatter_dims_to_operand_dims", of("scatter_dims_to_operand_dims"))
      .number("index_vector_dim", Import::integer(all, "index_vector_dim", 0))
      .mark("indices_are_sorted", i.flag("indices_are_sorted"))
      .mark("unique_indices", i.flag("unique_indices"));
  batching(attrs, "input_batching_dims", of("input_batching_dims"),
           "scatter_indices_batching_dims",
           of("scatter_indices_batching_dims"));
  return i.give(i.build(kind, i.type(), i.in, attrs));
}

constexpr Row rows[] = {
    {"stablehlo.dynamic_slice", flatWith("sizes=slice_sizes"), dynamicSlice},
    {"stablehlo.dynamic_update_slice", flat, asNamed<"dynamic_update_slice">},
    {"stablehlo.gather", flat, gather},
    {"stablehlo.dynamic_gather", flat, dynamicGather},
    {"stablehlo.scatter", flat, scatter},
};
} // namespace

ArrayRef<Row> stablehlo::indexRows() { return rows; }

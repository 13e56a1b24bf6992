// See Calls.h.
#include "ShapeOps.h"
#include "IndexOps.h"
#include "Bodies.h"
#include "Interchange/Stablehlo/Calls.h"
#include "LogicOps.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
LogicalResult through(Import &i) {
  i.out = i.in;
  return success();
}
LogicalResult callback(Import &i) {
  return i.refuse("calls back into Python, which is not in the text; use "
                  "pureCallback or hostCallback of a function of your own");
}

/// approx_max_k and approx_min_k, exactly: that is what they are on the CPU,
/// where all that is left without aggregate_to_topk is sorted too.
/// Operands are x, its indices, and what the two are where there is nothing.
LogicalResult approxTopK(Import &i) {
  DictionaryAttr config;
  for (StringRef key : {"mhlo.backend_config", "backend_config"})
    if (auto found = dyn_cast_or_null<DictionaryAttr>(i.attr(key)))
      config = found;
  auto called = dyn_cast_or_null<ArrayAttr>(i.attr("called_computations"));
  auto by = called && called.size() == 1
                ? dyn_cast<FlatSymbolRefAttr>(called[0])
                : FlatSymbolRefAttr();
  bool most = by && by.getValue().starts_with("top_k_gt_");
  if (!config || i.in.size() != 4 ||
      (!most && !(by && by.getValue().starts_with("top_k_lt_"))))
    return i.refuse("is no call of approx_max_k or approx_min_k as JAX "
                    "writes it: four operands, a configuration, a comparator "
                    "top_k_gt_… or top_k_lt_…");
  auto type = typeOf(i.in[0]), places = typeOf(i.in[1]);
  int64_t dim = Import::integer(config, "reduction_dim", -1);
  if (dim < 0 || dim >= type.getRank())
    return i.refuse("names an axis that is not there. Received axis " +
                    Twine(dim) + " of " + Twine(type.getRank()));
  Operation *sorted =
      i.build("sort", {type, places}, {i.in[0], i.in[1]},
              Attrs().number("dim", dim).mark("isStable", true), 1);
  auto x = type.clone(ArrayRef<int64_t>()), at = places.clone(x.getShape());
  OpBuilder inner = openBody(sorted->getRegion(0), {x, x, at, at});
  ValueRange args = sorted->getRegion(0).getArguments();
  Value first = CompareOp::create(inner, i.loc, x.clone(i.b.getI1Type()),
                                  most ? Direction::Gt : Direction::Lt,
                                  args[0], args[1]);
  closeBody(inner, i.loc, first);
  SmallVector<int64_t> start(type.getRank()), limit(type.getShape()),
      stride(type.getRank(), 1);
  if (i.type(0).getRank() == type.getRank())
    limit[dim] = i.type(0).getDimSize(dim);
  for (auto [n, v] : llvm::enumerate(sorted->getResults()))
    i.out.push_back(i.make<SliceOp>(i.type(n), v, start, limit, stride));
  return success();
}

struct Call {
  StringLiteral name;
  LogicalResult (*build)(Import &);
};
constexpr Call calls[] = {
    {"ApproxTopK", approxTopK},
    {"Sharding", through},
    {"SPMDFullToShardShape", through},
    {"SPMDShardToFullShape", through},
    {"annotate_device_placement", through},
    {"xla_ffi_partitioned_python_cpu_callback", callback},
    {"xla_ffi_python_cpu_callback", callback},
    {"xla_python_cpu_callback", callback},
};
} // namespace

LogicalResult stablehlo::callByName(Import &i) {
  StringRef target = i.word("call_target_name");
  for (const Call &call : calls)
    if (target == call.name)
      return call.build(i);
  return i.refuse("calls @" + target + ", which Weft does not know");
}

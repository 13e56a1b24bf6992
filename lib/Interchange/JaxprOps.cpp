// What JAX calls each operation of the dialect. One table, for the print of a
// jaxpr only; operations that it does not know print under their own names, so
// a new family need not come here.
#include "ArithmeticOps.h"
#include "BitsOps.h"
#include "CallOps.h"
#include "ContractOps.h"
#include "ControlOps.h"
#include "DecomposeOps.h"
#include "DynamicSliceOps.h"
#include "FftOps.h"
#include "GatherOps.h"
#include "ConvolveOps.h"
#include "IndexOps.h"
#include "LinalgOps.h"
#include "LogicOps.h"
#include "ReduceOps.h"
#include "Residuals.h"
#include "ScatterOps.h"
#include "ShapeOps.h"
#include "SortOps.h"
#include "Bodies.h"
#include "Interchange/Jaxpr.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSwitch.h"
using namespace weft;
using namespace weft::ir;
using pretty::Doc;

namespace {
using Describe = void (*)(Operation &, JaxprPrinter &, Equation &);

void add(Equation &e, const char *key, std::string value) {
  e.params.emplace_back(key, pretty::text(std::move(value)));
}
std::string listOf(ArrayRef<int64_t> list) {
  std::string out = "[";
  for (auto [i, n] : llvm::enumerate(list))
    out += (i ? ", " : "") + std::to_string(n);
  return out + "]";
}
std::string pairOf(ArrayRef<int64_t> a, ArrayRef<int64_t> b) {
  return "(" + listOf(a) + ", " + listOf(b) + ")";
}
const char *boolean(bool value) { return value ? "True" : "False"; }

//===-- Elementwise -------------------------------------------------------===//
void select(Operation &, JaxprPrinter &, Equation &e) {
  e.primitive = "select_n"; // which, where it is 0, where it is 1
  std::swap(e.operands[1], e.operands[2]);
}
void compare(Operation &op, JaxprPrinter &, Equation &e) {
  auto c = cast<CompareOp>(op);
  e.primitive = stringifyDirection(c.getDirection()).str();
  if (c.getTotal())
    e.primitive += "_to";
}
void convert(Operation &op, JaxprPrinter &, Equation &e) {
  e.primitive = "convert_element_type";
  add(e, "new_dtype", dtypeName(op.getResult(0).getType()));
  add(e, "weak_type", "False");
}
void bitcastConvert(Operation &op, JaxprPrinter &, Equation &e) {
  e.primitive = "bitcast_convert_type";
  add(e, "new_dtype", dtypeName(op.getResult(0).getType()));
}
void reducePrecision(Operation &op, JaxprPrinter &, Equation &e) {
  auto r = cast<ReducePrecisionOp>(op);
  add(e, "exponent_bits", std::to_string(r.getExponent()));
  add(e, "mantissa_bits", std::to_string(r.getMantissa()));
}
void conj(Operation &op, JaxprPrinter &, Equation &e) {
  add(e, "input_dtype", dtypeName(op.getOperand(0).getType()));
}
void integerPow(Operation &op, JaxprPrinter &, Equation &e) {
  add(e, "y", std::to_string(cast<IntegerPowOp>(op).getN()));
}
void roundAway(Operation &, JaxprPrinter &, Equation &e) {
  add(e, "rounding_method", "RoundingMethod.AWAY_FROM_ZERO");
}
void roundEven(Operation &, JaxprPrinter &, Equation &e) {
  e.primitive = "round";
  add(e, "rounding_method", "RoundingMethod.TO_NEAREST_EVEN");
}

//===-- Shape, Index ------------------------------------------------------===//
void iota(Operation &op, JaxprPrinter &, Equation &e) {
  auto type = tensorType(op.getResult(0).getType());
  add(e, "dimension", std::to_string(cast<IotaOp>(op).getDim()));
  add(e, "dtype", dtypeName(type));
  add(e, "shape", tupleOf(type.getShape()));
  add(e, "sharding", "None");
}
void broadcastInDim(Operation &op, JaxprPrinter &, Equation &e) {
  ArrayRef<int64_t> dims = cast<BroadcastInDimOp>(op).getDims();
  if (!dims.empty())
    add(e, "broadcast_dimensions", tupleOf(dims));
}
void reshape(Operation &op, JaxprPrinter &, Equation &e) {
  add(e, "dimensions", "None");
  add(e, "new_sizes", tupleOf(typeOf(op.getResult(0)).getShape()));
  add(e, "sharding", "None");
}
void transpose(Operation &op, JaxprPrinter &, Equation &e) {
  add(e, "permutation", tupleOf(cast<TransposeOp>(op).getPerm()));
}
void rev(Operation &op, JaxprPrinter &, Equation &e) {
  add(e, "dimensions", tupleOf(cast<RevOp>(op).getDims()));
}
void slice(Operation &op, JaxprPrinter &, Equation &e) {
  auto s = cast<SliceOp>(op);
  bool unit = llvm::all_of(s.getStride(), [](int64_t n) { return n == 1; });
  add(e, "limit_indices", tupleOf(s.getLimit()));
  add(e, "start_indices", tupleOf(s.getStart()));
  add(e, "strides", unit ? "None" : tupleOf(s.getStride()));
}
void pad(Operation &op, JaxprPrinter &, Equation &e) {
  auto p = cast<PadOp>(op);
  std::string config = "(";
  for (auto [i, low] : llvm::enumerate(p.getLow()))
    config +=
        (i ? ", " : "") + tupleOf({low, p.getHigh()[i], p.getInterior()[i]});
  add(e, "padding_config", config + (p.getLow().size() == 1 ? ",)" : ")"));
}
void concatenate(Operation &op, JaxprPrinter &, Equation &e) {
  add(e, "dimension", std::to_string(cast<ConcatenateOp>(op).getDim()));
}

//===-- DynamicSlice, Gather, Scatter -------------------------------------===//
void dynamicSlice(Operation &op, JaxprPrinter &, Equation &e) {
  add(e, "slice_sizes", tupleOf(cast<DynamicSliceOp>(op).getSizes()));
}
/// JAX's index vectors lie along the last axis; other places have no notation
/// there, and a field of their own here.
void addVector(Equation &e, Value indices, int64_t axis) {
  if (axis != tensorType(indices.getType()).getRank() - 1)
    add(e, "index_vector_dim", std::to_string(axis));
}
void gather(Operation &op, JaxprPrinter &, Equation &e) {
  auto g = cast<GatherOp>(op);
  add(e, "dimension_numbers",
      "GatherDimensionNumbers(offset_dims=" + tupleOf(g.getOffsetDims()) +
          ", collapsed_slice_dims=" + tupleOf(g.getCollapsedSliceDims()) +
          ", start_index_map=" + tupleOf(g.getStartIndexMap()) +
          ", operand_batching_dims=" + tupleOf(g.getOperandBatchingDims()) +
          ", start_indices_batching_dims=" +
          tupleOf(g.getStartIndicesBatchingDims()) + ")");
  add(e, "fill_value", "None");
  addVector(e, g.getIndices(), g.getIndexVectorDim());
  add(e, "indices_are_sorted", boolean(g.getIndicesAreSorted()));
  add(e, "mode", "GatherScatterMode.CLIP");
  add(e, "slice_sizes", tupleOf(g.getSliceSizes()));
  add(e, "unique_indices", "False");
}
template <class Op> void scatter(Operation &op, JaxprPrinter &, Equation &e) {
  auto s = cast<Op>(op);
  if (isa<ScatterAddOp>(op))
    e.primitive = "scatter-add";
  else if (isa<ScatterMulOp>(op))
    e.primitive = "scatter-mul";
  else if (isa<ScatterMinOp>(op))
    e.primitive = "scatter-min";
  else if (isa<ScatterMaxOp>(op))
    e.primitive = "scatter-max";
  add(e, "dimension_numbers",
      "ScatterDimensionNumbers(update_window_dims=" +
          tupleOf(s.getUpdateWindowDims()) +
          ", inserted_window_dims=" + tupleOf(s.getInsertedWindowDims()) +
          ", scatter_dims_to_operand_dims=" +
          tupleOf(s.getScatterDimsToOperandDims()) +
          ", operand_batching_dims=" + tupleOf(s.getInputBatchingDims()) +
          ", scatter_indices_batching_dims=" +
          tupleOf(s.getScatterIndicesBatchingDims()) + ")");
  addVector(e, s.getIndices(), s.getIndexVectorDim());
  add(e, "indices_are_sorted", boolean(s.getIndicesAreSorted()));
  add(e, "mode", "GatherScatterMode.FILL_OR_DROP");
  add(e, "unique_indices", boolean(s.getUniqueIndices()));
  // JAX shows the body here; the primitive's name says as much.
  add(e, "update_consts", "()");
  add(e, "update_jaxpr", "None");
}

//===-- Reduce, Contract --------------------------------------------------===//
void reduce(Operation &op, JaxprPrinter &, Equation &e) {
  add(e, "axes", tupleOf(cast<Reducing>(op).reducedAxes()));
  if (isa<ReduceSumOp>(op))
    add(e, "out_sharding", "None");
}
template <class Op> void argReduce(Operation &op, JaxprPrinter &, Equation &e) {
  add(e, "axes", tupleOf(int64_t(cast<Op>(op).getDim())));
  add(e, "index_dtype", dtypeName(op.getResult(0).getType()));
}
void dotGeneral(Operation &op, JaxprPrinter &, Equation &e) {
  auto d = cast<DotGeneralOp>(op);
  add(e, "dimension_numbers",
      "(" + pairOf(d.getXContract(), d.getYContract()) + ", " +
          pairOf(d.getXBatch(), d.getYBatch()) + ")");
  add(e, "preferred_element_type", dtypeName(d.getType()));
}

//===-- Cumulative, Sort --------------------------------------------------===//
void cumulative(Operation &op, JaxprPrinter &, Equation &e) {
  auto dim = op.getAttrOfType<IntegerAttr>("dim");
  add(e, "axis", std::to_string(dim.getInt()));
  add(e, "reverse", boolean(bool(op.getAttr("reverse"))));
}
void sort(Operation &op, JaxprPrinter &p, Equation &e) {
  auto s = cast<SortOp>(op);
  add(e, "dimension", std::to_string(s.getDim()));
  add(e, "is_stable", boolean(s.getIsStable()));
  if (s.getNumKeys())
    add(e, "num_keys", std::to_string(*s.getNumKeys()));
  else
    e.params.emplace_back("comparator", p.body(s.getComparator()));
}

//===-- Window, BodyReduce, Convolve --------------------------------------===//
std::string pairsOf(ArrayRef<int64_t> low, ArrayRef<int64_t> high) {
  std::string out = "(";
  for (auto [i, n] : llvm::enumerate(low))
    out += (i ? ", " : "") + tupleOf({n, high[i]});
  return out + (low.size() == 1 ? ",)" : ")");
}
/// The lists of an op with windows, by their names in JAX.
void windowLists(Operation &op, Equation &e, bool dilated = true) {
  auto list = [&](const char *name) {
    return op.getAttrOfType<DenseI64ArrayAttr>(name).asArrayRef();
  };
  if (dilated)
    add(e, "base_dilation", tupleOf(list("base")));
  add(e, "padding", pairsOf(list("low"), list("high")));
  if (dilated)
    add(e, "window_dilation", tupleOf(list("dilation")));
  add(e, "window_dimensions", tupleOf(list("window")));
  add(e, "window_strides", tupleOf(list("strides")));
}
void window(Operation &op, JaxprPrinter &, Equation &e) { windowLists(op, e); }
void selectInWindow(Operation &op, JaxprPrinter &, Equation &e) {
  // JAX's scattering one has no dilations; its x is dilated beforehand.
  bool gather = op.getName().stripDialect() == "select_and_gather_add";
  windowLists(op, e, gather);
  auto prim = std::pair{std::string("select_prim"),
                        pretty::text(op.hasAttr("least") ? "le" : "ge")};
  e.params.insert(e.params.end() - (gather ? 3 : 2), prim);
}
void bodyReduce(Operation &op, JaxprPrinter &p, Equation &e) {
  if (auto dims = op.getAttrOfType<DenseI64ArrayAttr>("dims"))
    add(e, "dimensions", tupleOf(dims.asArrayRef()));
  e.params.emplace_back("jaxpr", p.body(op.getRegion(0)));
  if (op.hasAttr("window"))
    windowLists(op, e);
}
void convolution(Operation &op, JaxprPrinter &, Equation &e) {
  auto c = cast<ConvGeneralDilatedOp>(op);
  add(e, "batch_group_count", std::to_string(c.getBatchGroups()));
  add(e, "dimension_numbers",
      "ConvDimensionNumbers(lhs_spec=" + tupleOf(c.getXDims()) +
          ", rhs_spec=" + tupleOf(c.getYDims()) +
          ", out_spec=" + tupleOf(c.getZDims()) + ")");
  add(e, "feature_group_count", std::to_string(c.getFeatureGroups()));
  add(e, "lhs_dilation", tupleOf(c.getXDilation()));
  add(e, "out_sharding", "None");
  add(e, "padding", pairsOf(c.getLow(), c.getHigh()));
  add(e, "precision", "None");
  add(e, "preferred_element_type", "None");
  if (!c.getReversed().empty()) // JAX turns the kernel around beforehand
    add(e, "reversed", tupleOf(c.getReversed()));
  add(e, "rhs_dilation", tupleOf(c.getYDilation()));
  add(e, "window_strides", tupleOf(c.getStrides()));
}

//===-- Bodies ------------------------------------------------------------===//
void call(Operation &op, JaxprPrinter &p, Equation &e) {
  Region &body = op.getRegion(0);
  // A call's variables keep their names inside, as JAX prints them.
  for (auto [arg, operand] : llvm::zip(body.getArguments(), op.getOperands()))
    p.share(arg, operand);
  for (auto [inner, outer] :
       llvm::zip(terminator(body)->getOperands(), op.getResults()))
    p.share(inner, outer);
  e.primitive = "jit";
  add(e, "name", cast<CallOp>(op).getName().value_or("fn").str());
  e.params.emplace_back("jaxpr", p.body(body));
}
void checkpoint(Operation &op, JaxprPrinter &p, Equation &e) {
  add(e, "differentiated", "False");
  e.params.emplace_back("jaxpr", p.body(op.getRegion(0)));
  add(e, "policy", "None");
  add(e, "prevent_cse", "True");
}
/// `( … … )`, each on its own line where they do not fit.
Doc tuple(const std::vector<Doc> &parts) {
  return pretty::group(pretty::concat(
      {pretty::nest(2, pretty::concat({pretty::text("("), pretty::brk(""),
                                       pretty::join(pretty::brk(), parts)})),
       pretty::brk(""), pretty::text(")")}));
}
void cond(Operation &op, JaxprPrinter &p, Equation &e) {
  // JAX's index is an integer, and branch 0 is what runs on false.
  e.index = p.before("i32[]", "convert_element_type[new_dtype=int32 "
                              "weak_type=False] " +
                                  p.name(e.operands[0]));
  e.operands.erase(e.operands.begin());
  e.params.emplace_back(
      "branches", tuple({p.body(op.getRegion(1)), p.body(op.getRegion(0))}));
}
void scan(Operation &op, JaxprPrinter &p, Equation &e) {
  auto s = cast<ScanOp>(op);
  unsigned carries = s.getInits().size(), xs = s.getXs().size(),
           consts = s.getConsts().size();
  // Ours are (carry, x, const); JAX's are (const, carry, x).
  SmallVector<unsigned> order;
  for (unsigned i = 0; i < carries + xs + consts; ++i)
    order.push_back((i + carries + xs) % (carries + xs + consts));
  SmallVector<Value> operands;
  for (unsigned i : order)
    operands.push_back(e.operands[i]);
  e.operands = operands;
  e.params.emplace_back("jaxpr", p.body(s.getBody(), order));
  add(e, "length", std::to_string(s.getLength()));
  add(e, "num_carry", std::to_string(carries));
  add(e, "num_consts", std::to_string(consts));
  add(e, "reverse", boolean(s.getReverse()));
  add(e, "unroll", "1");
}
void switchOf(Operation &op, JaxprPrinter &p, Equation &e) {
  e.primitive = "cond"; // JAX's index is clamped where it is made
  std::string name = p.name(e.operands[0]);
  if (op.getNumRegions() > 1)
    name = p.before("i32[]", "clamp 0:i32[] " + name + " " +
                                 std::to_string(op.getNumRegions() - 1) +
                                 ":i32[]");
  e.index = name;
  e.operands.erase(e.operands.begin());
  std::vector<Doc> bodies;
  for (Region &body : op.getRegions())
    bodies.push_back(p.body(body));
  e.params.emplace_back("branches", tuple(bodies));
}
void whileOf(Operation &op, JaxprPrinter &p, Equation &e) {
  auto w = cast<WhileOp>(op);
  unsigned carries = w.getInits().size(), tests = w.getCondConsts().size(),
           steps = w.getBodyConsts().size();
  // Ours are (carry, consts of cond, consts of body); JAX's carry comes last.
  auto constsFirst = [&](unsigned consts) {
    SmallVector<unsigned> order;
    for (unsigned i = 0; i < carries + consts; ++i)
      order.push_back((i + carries) % (carries + consts));
    return order;
  };
  std::rotate(e.operands.begin(), e.operands.begin() + carries,
              e.operands.end());
  e.params.emplace_back("body_jaxpr", p.body(w.getBody(), constsFirst(steps)));
  add(e, "body_nconsts", std::to_string(steps));
  e.params.emplace_back("cond_jaxpr", p.body(w.getCond(), constsFirst(tests)));
  add(e, "cond_nconsts", std::to_string(tests));
}
void customVjp(Operation &op, JaxprPrinter &p, Equation &e) {
  e.primitive = "custom_vjp_call";
  add(e, "name", "fn");
  const char *keys[] = {"call_jaxpr", "fwd_jaxpr", "bwd_jaxpr"};
  for (auto [key, region] : llvm::zip(keys, op.getRegions()))
    e.params.emplace_back(key, p.body(region));
}

void customJvp(Operation &op, JaxprPrinter &p, Equation &e) {
  e.primitive = "custom_jvp_call";
  add(e, "name", "fn");
  e.params.emplace_back("call_jaxpr", p.body(op.getRegion(0)));
  e.params.emplace_back("jvp_jaxpr_fun", p.body(op.getRegion(1)));
}

//===-- Fourier transforms and linear algebra -----------------------------===//
void fft(Operation &op, JaxprPrinter &, Equation &e) {
  auto f = cast<FftOp>(op);
  int type = llvm::StringSwitch<int>(f.getKind())
                 .Case("fft", 0)
                 .Case("ifft", 1)
                 .Case("rfft", 2)
                 .Default(3);
  add(e, "fft_lengths", tupleOf(f.getLengths()));
  add(e, "fft_type", std::to_string(type));
}
void triangularSolve(Operation &op, JaxprPrinter &, Equation &e) {
  auto t = cast<TriangularSolveOp>(op);
  add(e, "conjugate_a", boolean(t.getConjugate()));
  add(e, "left_side", boolean(t.getLeft()));
  add(e, "lower", boolean(t.getLower()));
  add(e, "transpose_a", boolean(t.getTranspose()));
  add(e, "unit_diagonal", boolean(t.getUnitDiagonal()));
}
void tridiagonalSolve(Operation &, JaxprPrinter &, Equation &e) {
  add(e, "perturb_singular", "False");
}
void qr(Operation &op, JaxprPrinter &, Equation &e) {
  add(e, "full_matrices", boolean(cast<QrOp>(op).getFull()));
  add(e, "pivoting", "False");
  add(e, "use_magma", "None");
}
void schur(Operation &, JaxprPrinter &, Equation &e) {
  add(e, "compute_schur_vectors", "True");
  add(e, "select_callable", "None");
  add(e, "sort_eig_vals", "False");
}
void eigh(Operation &op, JaxprPrinter &, Equation &e) {
  add(e, "algorithm", "None");
  add(e, "lower", boolean(cast<EighOp>(op).getLower()));
  add(e, "sort_eigenvalues", "True");
  add(e, "subset_by_index", "None");
}
void svd(Operation &op, JaxprPrinter &, Equation &e) {
  add(e, "algorithm", "None");
  add(e, "compute_uv", boolean(cast<SvdOp>(op).getVectors()));
  add(e, "full_matrices", boolean(cast<SvdOp>(op).getFull()));
  add(e, "subset_by_index", "None");
}
void eig(Operation &op, JaxprPrinter &, Equation &e) {
  add(e, "compute_left_eigenvectors", "False");
  add(e, "compute_right_eigenvectors", boolean(cast<EigOp>(op).getVectors()));
  add(e, "enable_eigvec_derivs", "True");
  add(e, "implementation", "None");
}

//===-- Anything else -----------------------------------------------------===//
std::string printed(Attribute attr) {
  if (auto list = dyn_cast<DenseI64ArrayAttr>(attr))
    return tupleOf(list.asArrayRef());
  if (auto flag = dyn_cast<BoolAttr>(attr))
    return boolean(flag.getValue());
  if (isa<UnitAttr>(attr))
    return "True";
  if (auto text = dyn_cast<StringAttr>(attr))
    return text.str();
  if (auto number = dyn_cast<IntegerAttr>(attr))
    return std::to_string(number.getInt());
  std::string out;
  llvm::raw_string_ostream(out) << attr;
  return out;
}
void anything(Operation &op, JaxprPrinter &p, Equation &e) {
  for (NamedAttribute attr : op.getAttrDictionary())
    if (attr.getName() != sameBitsAttr) // is for lowering
      add(e, attr.getName().str().c_str(), printed(attr.getValue()));
  for (auto [i, region] : llvm::enumerate(op.getRegions())) {
    if (region.empty())
      continue;
    std::string key = "jaxpr" + (i ? std::to_string(i) : std::string());
    e.params.emplace_back(key, p.body(region));
  }
}

const llvm::StringMap<Describe> &table() {
  static const llvm::StringMap<Describe> all = {
      {"weft.select", select},
      {"weft.compare", compare},
      {"weft.convert", convert},
      {"weft.bitcast_convert", bitcastConvert},
      {"weft.reduce_precision", reducePrecision},
      {"weft.conj", conj},
      {"weft.integer_pow", integerPow},
      {"weft.round", roundAway},
      {"weft.round_even", roundEven},
      {"weft.iota", iota},
      {"weft.broadcast_in_dim", broadcastInDim},
      {"weft.reshape", reshape},
      {"weft.transpose", transpose},
      {"weft.rev", rev},
      {"weft.slice", slice},
      {"weft.pad", pad},
      {"weft.concatenate", concatenate},
      {"weft.dynamic_slice", dynamicSlice},
      {"weft.gather", gather},
      {"weft.scatter", scatter<ScatterOp>},
      {"weft.scatter_add", scatter<ScatterAddOp>},
      {"weft.scatter_mul", scatter<ScatterMulOp>},
      {"weft.scatter_min", scatter<ScatterMinOp>},
      {"weft.scatter_max", scatter<ScatterMaxOp>},
      {"weft.argmax", argReduce<ArgmaxOp>},
      {"weft.argmin", argReduce<ArgminOp>},
      {"weft.dot_general", dotGeneral},
      {"weft.cumsum", cumulative},
      {"weft.cumprod", cumulative},
      {"weft.cummax", cumulative},
      {"weft.cummin", cumulative},
      {"weft.cumlogsumexp", cumulative},
      {"weft.sort", sort},
      {"weft.reduce_window_sum", window},
      {"weft.reduce_window_prod", window},
      {"weft.reduce_window_max", window},
      {"weft.reduce_window_min", window},
      {"weft.reduce_window_and", window},
      {"weft.reduce_window_or", window},
      {"weft.select_and_gather_add", selectInWindow},
      {"weft.select_and_scatter_add", selectInWindow},
      {"weft.reduce", bodyReduce},
      {"weft.reduce_window", bodyReduce},
      {"weft.conv_general_dilated", convolution},
      {"weft.fft", fft},
      {"weft.triangular_solve", triangularSolve},
      {"weft.tridiagonal_solve", tridiagonalSolve},
      {"weft.qr", qr},
      {"weft.schur", schur},
      {"weft.eigh", eigh},
      {"weft.svd", svd},
      {"weft.eig", eig},
      {"weft.call", call},
      {"weft.checkpoint", checkpoint},
      {"weft.cond", cond},
      {"weft.scan", scan},
      {"weft.switch", switchOf},
      {"weft.while", whileOf},
      {"weft.custom_vjp", customVjp},
      {"weft.custom_jvp", customJvp},
  };
  return all;
}
} // namespace

Equation ir::describe(Operation &op, JaxprPrinter &printer) {
  Equation e;
  e.primitive = op.getName().stripDialect().str();
  e.operands.assign(op.operand_begin(), op.operand_end());
  if (Describe known = table().lookup(op.getName().getStringRef()))
    known(op, printer, e);
  else if (isa<Reducing>(op))
    reduce(op, printer, e);
  else
    anything(op, printer, e);
  return e;
}

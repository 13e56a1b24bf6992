// Axes that disappear.
#include "ReduceOps.h"
#include "Api/OpsHelpers.h"

#include <limits>
#include <numeric>

using namespace weft;
using namespace weft::api;

/// How many elements of x meet in one of the result.
static int64_t countOf(const Array &x, ArrayRef<int64_t> dims) {
  int64_t n = 1;
  for (int64_t d : dims)
    n *= x.get()->dims[d];
  return n;
}
static void checkNotEmpty(const Site &site, const Array &x,
                          ArrayRef<int64_t> dims) {
  if (countOf(x, dims) == 0)
    failShape(site, "no element has no extremum", said(site, x));
}

/// The op over the axes of x, made a `dtype` before.
template <class Op>
static Array reduction(const Site &site, const Array &x, ArrayRef<int64_t> dims,
                       bool keepDims, Typed type) {
  return elementwise(site, x, type.dtype, type.weak,
                     [&](const Words &w, ValueRange in) {
                       if (dims.empty())
                         return Value(in[0]);
                       Value y = Op::create(w.b, w.loc, in[0], dims);
                       return keepDims ? w.expand(y, dims) : y;
                     });
}

//===-- Sums and products -------------------------------------------------===//
/// Short integers would overflow soon.
static Dtype accumulated(Dtype dtype) {
  if (isBool(dtype))
    return Dtype::I32;
  if (isInteger(dtype) && itemSize(dtype) < 4)
    return isSigned(dtype) ? Dtype::I32 : Dtype::U32;
  return dtype;
}
template <class Op>
static Array accumulation(const char *op, const Operand &x, const AxisSet &axes,
                          bool keepDims) {
  Site site(op, x.where);
  Typed type = promote(site, x.array);
  type = {accumulated(type.dtype), false};
  return reduction<Op>(site, x.array, sortedAxesOf(site, x.array, axes),
                       keepDims, type);
}
Array weft::sum(const Operand &x, const AxisSet &axes, bool keepDims) {
  return accumulation<ir::ReduceSumOp>("sum", x, axes, keepDims);
}
Array weft::prod(const Operand &x, const AxisSet &axes, bool keepDims) {
  return accumulation<ir::ReduceProdOp>("prod", x, axes, keepDims);
}

//===-- Extrema -----------------------------------------------------------===//
template <class Op>
static Array extremum(const char *op, const Operand &x, const AxisSet &axes,
                      bool keepDims) {
  Site site(op, x.where);
  Typed type = promote(site, x.array, Ordered);
  auto dims = sortedAxesOf(site, x.array, axes);
  checkNotEmpty(site, x.array, dims);
  return reduction<Op>(site, x.array, dims, keepDims, {type.dtype, false});
}
Array weft::max(const Operand &x, const AxisSet &axes, bool keepDims) {
  return extremum<ir::ReduceMaxOp>("max", x, axes, keepDims);
}
Array weft::min(const Operand &x, const AxisSet &axes, bool keepDims) {
  return extremum<ir::ReduceMinOp>("min", x, axes, keepDims);
}

template <class Op>
static Array argExtremum(const char *op, const Operand &x,
                         std::optional<int64_t> axis, bool keepDims) {
  Site site(op, x.where);
  promote(site, x.array, Ordered);
  const Node &n = nodeOf(site, x.array);
  List from(dimsOf(n));
  if (!axis)
    from = {n.size()};
  int64_t dim = axis ? axisOf(site, x.array, *axis) : 0;
  if (from[dim] == 0)
    failShape(site, "no element has no extremum", said(site, x.array));
  if (from[dim] > std::numeric_limits<int32_t>::max())
    failShape(site, "a place is an i32, which counts to 2147483647",
              said(site, x.array), "look at parts of the axis");
  List to = from, gone = axis ? List{dim} : ir::axes(0, n.dims.size());
  to.erase(to.begin() + dim);
  return stage(site, x.array, false, [&](const Words &w, ValueRange in) {
    Value y = Op::create(w.b, w.loc, ir::tensorType(Dtype::I32, to),
                         w.reshape(in[0], from), dim);
    return keepDims ? w.expand(y, gone) : y;
  });
}
Array weft::argmax(const Operand &x, std::optional<int64_t> axis,
                   bool keepDims) {
  return argExtremum<ir::ArgmaxOp>("argmax", x, axis, keepDims);
}
Array weft::argmin(const Operand &x, std::optional<int64_t> axis,
                   bool keepDims) {
  return argExtremum<ir::ArgminOp>("argmin", x, axis, keepDims);
}

//===-- Logic -------------------------------------------------------------===//
template <class Op>
static Array logical(const char *op, const Operand &x, const AxisSet &axes,
                     bool keepDims) {
  Site site(op, x.where);
  return reduction<Op>(site, x.array, sortedAxesOf(site, x.array, axes),
                       keepDims, {Dtype::Bool, false});
}
Array weft::any(const Operand &x, const AxisSet &axes, bool keepDims) {
  return logical<ir::ReduceOrOp>("any", x, axes, keepDims);
}
Array weft::all(const Operand &x, const AxisSet &axes, bool keepDims) {
  return logical<ir::ReduceAndOp>("all", x, axes, keepDims);
}

//===-- Statistics --------------------------------------------------------===//
// Each is one compiled function where it is eager. Half types are computed in
// f32 and rounded once.

Array weft::mean(const Operand &x, const AxisSet &axes, bool keepDims) {
  Site site("mean", x.where);
  Dtype dtype = promoteInexact(site, x.array).dtype;
  auto n = countOf(x.array, sortedAxesOf(site, x.array, axes));
  return composite(site, {x.array}, [&](const Arrays &in) {
    Array wide = inDtype(site, in[0], working(dtype));
    return inDtype(site, sum(wide, axes, keepDims) / static_cast<double>(n),
                   dtype);
  });
}

static Array spread(const Site &site, const Array &x, const AxisSet &axes,
                    bool keepDims, double ddof, bool root) {
  Dtype dtype = promoteInexact(site, x).dtype;
  double n = countOf(x, sortedAxesOf(site, x, axes)) - ddof;
  return composite(site, {x}, [&](const Arrays &in) {
    Array wide = inDtype(site, in[0], working(dtype));
    Array centred = wide - mean(wide, axes, true);
    // Of complex numbers: the mean of |x - mean|², which is real.
    Array size = isComplex(dtype) ? real(centred * conj(centred))
                                  : square(centred);
    Array y = sum(size, axes, keepDims) / n;
    return inDtype(site, root ? sqrt(y) : y,
                   isComplex(dtype) ? size.dtype() : dtype);
  });
}
Array weft::var(const Operand &x, const AxisSet &axes, bool keepDims,
                double ddof) {
  return spread(Site("var", x.where), x.array, axes, keepDims, ddof, false);
}
Array weft::stdDev(const Operand &x, const AxisSet &axes, bool keepDims,
                   double ddof) {
  return spread(Site("stdDev", x.where), x.array, axes, keepDims, ddof, true);
}

static Array normSteps(const Array &x, const AxisSet &axes, bool keepDims,
                       double ord) {
  if (ord == 2)
    return sqrt(sum(square(x), axes, keepDims));
  Array size = abs(x);
  if (std::isinf(ord))
    return ord > 0 ? max(size, axes, keepDims) : min(size, axes, keepDims);
  if (ord == 0)
    return sum(astype(x != 0, x.dtype()), axes, keepDims);
  if (ord == 1)
    return sum(size, axes, keepDims);
  return pow(sum(pow(size, ord), axes, keepDims), 1 / ord);
}
Array weft::norm(const Operand &x, const AxisSet &axes, bool keepDims,
                 double ord) {
  Site site("norm", x.where);
  Dtype dtype = promoteInexact(site, x.array, Floats).dtype;
  auto dims = sortedAxesOf(site, x.array, axes);
  if (std::isinf(ord))
    checkNotEmpty(site, x.array, dims);
  return composite(site, {x.array}, [&](const Arrays &in) {
    Array wide = inDtype(site, in[0], working(dtype));
    return inDtype(site, normSteps(wide, axes, keepDims, ord), dtype);
  });
}

//===-- Exponentials without overflow -------------------------------------===//
// The maximum is subtracted; it cancels in the value, so it is a constant to
// derivatives.

Array weft::logsumexp(const Operand &x, const AxisSet &axes, bool keepDims) {
  Site site("logsumexp", x.where);
  Dtype dtype = promoteInexact(site, x.array).dtype;
  auto dims = sortedAxesOf(site, x.array, axes);
  return inFloats(site, x.array, Inexacts, [&](const Arrays &in) {
    Array wide = in[0];
    if (countOf(in[0], dims) == 0)
      return log(sum(wide, axes, keepDims));
    Array parts = isComplex(dtype) ? real(wide) : wide;
    Array most = stopGradient(max(parts, axes, keepDims));
    // Infinities would give inf - inf.
    most = weft::where(isFinite(most), most, 0.0);
    Array under = keepDims
                      ? most
                      : expandDims(most, std::vector(dims.begin(), dims.end()));
    return log(sum(exp(wide - under), axes, keepDims)) + most;
  });
}

/// What softmax and logSoftmax begin with: x less its maximum.
static Array shifted(const Array &x, const AxisSet &axes) {
  return x - stopGradient(max(x, axes, true));
}
Array weft::softmax(const Operand &x, const AxisSet &axes) {
  Site site("softmax", x.where);
  Dtype dtype = promoteInexact(site, x.array, Floats).dtype;
  if (countOf(x.array, sortedAxesOf(site, x.array, axes)) == 0)
    return inDtype(site, x.array, dtype);
  return inFloats(site, x.array, Floats, [&](const Arrays &in) {
    Array e = exp(shifted(in[0], axes));
    return e / sum(e, axes, true);
  });
}
Array weft::logSoftmax(const Operand &x, const AxisSet &axes) {
  Site site("logSoftmax", x.where);
  Dtype dtype = promoteInexact(site, x.array, Floats).dtype;
  if (countOf(x.array, sortedAxesOf(site, x.array, axes)) == 0)
    return inDtype(site, x.array, dtype);
  return inFloats(site, x.array, Floats, [&](const Arrays &in) {
    Array y = shifted(in[0], axes);
    return y - log(sum(exp(y), axes, true));
  });
}

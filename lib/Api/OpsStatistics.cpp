// Statistics by NumPy's names.
#include "Api/OpsHelpers.h"

#include <cmath>
using namespace weft;
using namespace weft::api;

//===-- Averages ----------------------------------------------------------===//
Array weft::average(const Operand &x, const Operand &weights,
                    const AxisSet &axes, bool keepDims) {
  Site site("average", x.where);
  promoteInexact(site, {x.array, weights.array});
  List list = axesOf(site, x.array, axes);
  const Dims &given = nodeOf(site, weights.array).dims;
  Shape along(given.begin(), given.end());
  if (along.size() == 1 && list.size() == 1 && x.array.rank() > 1) {
    // NumPy's: they are those of the axis, whichever it is.
    if (along[0] != x.array.dim(list[0]))
      failShape(site, "weights of one axis must have the size of the axis",
                said(site, {x.array, weights.array}) + " along axis " +
                    std::to_string(list[0]));
    along.assign(x.array.rank(), 1);
    along[list[0]] = weights.array.size();
  } else if (broadcastDims(site, {x.array, weights.array}) !=
             nodeOf(site, x.array).dims) {
    failShape(site, "the weights must broadcast to x",
              said(site, {x.array, weights.array}));
  }
  Array both[] = {x.array, weights.array};
  return inFloats(site, both, Inexacts, [&](const Arrays &in) {
    Array v = in[0], w = broadcastTo(reshape(in[1], along), v.shape());
    return sum(v * w, axes, keepDims) / sum(w, axes, keepDims);
  });
}
Array weft::ptp(const Operand &x, const AxisSet &axes, bool keepDims) {
  Site site("ptp", x.where);
  promote(site, x.array, Reals);
  for (int64_t d : axesOf(site, x.array, axes))
    if (x.array.get()->dims[d] == 0)
      failShape(site, "no element has no extremum", said(site, x.array));
  return composite(site, {x.array}, [&](const Arrays &in) {
    return max(in[0], axes, keepDims) - min(in[0], axes, keepDims);
  });
}
Array weft::countNonzero(const Operand &x, const AxisSet &axes,
                         bool keepDims) {
  Site site("countNonzero", x.where);
  axesOf(site, x.array, axes);
  return composite(site, {x.array}, [&](const Arrays &in) {
    return sum(astype(astype(in[0], Dtype::Bool), Dtype::I32), axes, keepDims);
  });
}

//===-- Covariance --------------------------------------------------------===//
static Array covariance(const Array &x, const CovOptions &options) {
  Array rows = x.shape().size() == 1 ? reshape(x, {1, x.size()}) : x;
  if (!options.rowVariables && rows.shape()[0] != 1)
    rows = transpose(rows);
  double n = static_cast<double>(rows.shape()[1]) - options.ddof;
  Array centred = rows - mean(rows, 1, true);
  return matmul(centred, transpose(centred)) / n;
}
static void checkVariables(const Site &site, const Array &x) {
  promoteInexact(site, x, Floats);
  size_t rank = nodeOf(site, x).dims.size();
  if (rank != 1 && rank != 2)
    failShape(site, "takes an array of one or two axes", said(site, x));
}
Array weft::cov(const Operand &x, CovOptions options) {
  Site site("cov", x.where);
  checkVariables(site, x.array);
  return inFloats(site, x.array, Floats, [&](const Arrays &in) {
    Array c = covariance(in[0], options);
    return c.size() == 1 ? reshape(c, {}) : c;
  });
}
Array weft::corrcoef(const Operand &x, bool rowVariables) {
  Site site("corrcoef", x.where);
  checkVariables(site, x.array);
  return inFloats(site, x.array, Floats, [&](const Arrays &in) {
    Array c = covariance(in[0], {rowVariables, 1});
    if (c.size() == 1)
      return reshape(c / c, {});
    Array deviation = sqrt(diagonal(c));
    c = c / expandDims(deviation, 1) / expandDims(deviation, 0);
    return clip(c, -1.0, 1.0);
  });
}

//===-- Without NaNs ------------------------------------------------------===//
/// `f` on x and where it has numbers; in floats, of halves in f32, where the
/// result is one (`inexact`).
static Array withoutNans(const char *op, const Operand &x, const AxisSet &axes,
                         unsigned kinds, bool inexact,
                         llvm::function_ref<Array(const Array &, const Array &)>
                             f) {
  Site site(op, x.where);
  axesOf(site, x.array, axes);
  if (inexact)
    return inFloats(site, x.array, kinds, [&](const Arrays &in) {
      return f(in[0], !isNan(in[0]));
    });
  Dtype dtype = promote(site, x.array, kinds).dtype;
  return composite(site, {x.array}, [&](const Arrays &in) {
    Array v = astype(in[0], dtype);
    return f(v, isFloat(dtype) || isComplex(dtype) ? !isNan(v)
                                                   : onesLike(v, Dtype::Bool));
  });
}
static Array like(const Array &x, double value) {
  return scalarOf(x.dtype(), value);
}
Array weft::nanSum(const Operand &x, const AxisSet &axes, bool keepDims) {
  return withoutNans("nanSum", x, axes, Anything, false,
                     [&](const Array &v, const Array &is) {
                       return sum(where(is, v, like(v, 0)), axes, keepDims);
                     });
}
Array weft::nanProd(const Operand &x, const AxisSet &axes, bool keepDims) {
  return withoutNans("nanProd", x, axes, Anything, false,
                     [&](const Array &v, const Array &is) {
                       return prod(where(is, v, like(v, 1)), axes, keepDims);
                     });
}
static Array nanExtremum(const char *op, const Operand &x, const AxisSet &axes,
                         bool keepDims, bool largest) {
  Site site(op, x.where);
  for (int64_t d : axesOf(site, x.array, axes))
    if (x.array.get()->dims[d] == 0)
      failShape(site, "no element has no extremum", said(site, x.array));
  return withoutNans(
      op, x, axes, Ordered, false, [&](const Array &v, const Array &is) {
        auto extremum = [&](const Array &a) {
          return largest ? max(a, axes, keepDims) : min(a, axes, keepDims);
        };
        if (!isFloat(v.dtype()))
          return extremum(v);
        Array y = extremum(where(is, v, like(v, largest ? -HUGE_VAL : HUGE_VAL)));
        return where(any(is, axes, keepDims), y, like(v, NAN));
      });
}
Array weft::nanMax(const Operand &x, const AxisSet &axes, bool keepDims) {
  return nanExtremum("nanMax", x, axes, keepDims, true);
}
Array weft::nanMin(const Operand &x, const AxisSet &axes, bool keepDims) {
  return nanExtremum("nanMin", x, axes, keepDims, false);
}
static Array meanOf(const Array &v, const Array &is, const AxisSet &axes,
                    bool keepDims) {
  Array n = sum(astype(is, v.dtype()), axes, keepDims);
  return sum(where(is, v, like(v, 0)), axes, keepDims) / n;
}
Array weft::nanMean(const Operand &x, const AxisSet &axes, bool keepDims) {
  return withoutNans("nanMean", x, axes, Inexacts, true,
                     [&](const Array &v, const Array &is) {
                       return meanOf(v, is, axes, keepDims);
                     });
}
static Array spreadOf(const Array &v, const Array &is, const AxisSet &axes,
                      bool keepDims, double ddof) {
  Array centred = where(is, v - meanOf(v, is, axes, true), like(v, 0));
  Array n = sum(astype(is, v.dtype()), axes, keepDims) - ddof;
  Array y = sum(centred * centred, axes, keepDims) / n;
  return where(n <= 0.0, like(v, NAN), y);
}
Array weft::nanVar(const Operand &x, const AxisSet &axes, bool keepDims,
                   double ddof) {
  return withoutNans("nanVar", x, axes, Floats, true,
                     [&](const Array &v, const Array &is) {
                       return spreadOf(v, is, axes, keepDims, ddof);
                     });
}
Array weft::nanStd(const Operand &x, const AxisSet &axes, bool keepDims,
                   double ddof) {
  return withoutNans("nanStd", x, axes, Floats, true,
                     [&](const Array &v, const Array &is) {
                       return sqrt(spreadOf(v, is, axes, keepDims, ddof));
                     });
}
Array weft::nanCumsum(const Operand &x, std::optional<int64_t> axis) {
  AxisSet axes = axis ? AxisSet(*axis) : AxisSet();
  return withoutNans("nanCumsum", x, axes, Anything, false,
                     [&](const Array &v, const Array &is) {
                       return cumsum(where(is, v, like(v, 0)), axis);
                     });
}

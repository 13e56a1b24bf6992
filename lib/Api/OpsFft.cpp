// Fourier transforms: one operation over the last axes, and what brings others
// there.
#include "FftOps.h"
#include "Api/OpsHelpers.h"
#include "ComplexOps.h"
#include "weft/Fft.h"

#include <cmath>

using namespace weft;
using namespace weft::api;

namespace {
/// A transform that has been checked: axes from the front, in order, and the
/// size of each (of the real side, for rfft and irfft).
struct Plan {
  const char *kind;
  List axes, sizes;
  FftNorm norm;

  bool is(const char *other) const { return std::string(kind) == other; }
  bool inverse() const { return is("ifft") || is("irfft"); }
};
} // namespace

static Dtype complexOf(Dtype dtype) {
  return dtype == Dtype::F64 || dtype == Dtype::C128 ? Dtype::C128 : Dtype::C64;
}
/// The dtype that is transformed.
static Dtype checkedDtype(const Site &site, const Array &x, const Plan &plan) {
  Dtype dtype = promoteInexact(site, x).dtype;
  if (isFloat(dtype) && itemSize(dtype) < 4)
    failDtype(site, "takes f32, f64 and complex numbers", said(site, x),
              "convert it with astype");
  if (plan.is("rfft")) {
    if (isComplex(dtype))
      failDtype(site, "takes real numbers", said(site, x), "use fft");
    return dtype;
  }
  return complexOf(dtype);
}
static Plan planOf(const Site &site, const Array &x, const char *kind,
                   const AxisSet &axes, ArrayRef<int64_t> sizes,
                   FftNorm norm) {
  Plan plan{kind, {}, List(sizes), norm};
  int64_t rank = nodeOf(site, x).dims.size();
  if (axes.list() || sizes.empty())
    plan.axes = axesOf(site, x, axes);
  else if (static_cast<int64_t>(sizes.size()) <= rank)
    plan.axes = ir::axes(rank - sizes.size(), sizes.size());
  if (plan.axes.empty() || (!sizes.empty() && sizes.size() != plan.axes.size()))
    failShape(site, "there must be an axis, and a size for each axis",
              said(site, x) + " and " + std::to_string(sizes.size()) +
                  " sizes");
  bool toReal = plan.is("irfft");
  if (sizes.empty()) {
    for (int64_t a : plan.axes)
      plan.sizes.push_back(x.get()->dims[a]);
    if (toReal)
      plan.sizes.back() = std::max<int64_t>(0, 2 * (plan.sizes.back() - 1));
  }
  // rfft gives one element more than half of those that it takes.
  bool mayBeEmpty = sizes.empty() && !plan.is("rfft");
  for (int64_t n : plan.sizes)
    if (n < (mayBeEmpty ? 0 : 1))
      failShape(site, "there must be at least 1 element to transform",
                said(site, x) + " and size " + std::to_string(n));
  return plan;
}

/// Cut, or filled with zeros behind.
static Array resized(const Array &x, int64_t axis, int64_t n) {
  int64_t size = x.shape()[axis];
  if (size >= n)
    return size == n ? x : sliceInDim(x, 0, n, 1, axis);
  Shape none(x.rank(), 0), high(x.rank(), 0);
  high[axis] = n - size;
  return pad(x, none, high);
}
static Array transformed(const Site &site, const Array &in, const Plan &plan,
                         Dtype dtype) {
  Array x = in;
  for (auto [axis, n] : llvm::zip(plan.axes, plan.sizes)) {
    bool halved = plan.is("irfft") && axis == plan.axes.back();
    x = resized(x, axis, halved ? n / 2 + 1 : n);
  }
  Shape from(plan.axes.begin(), plan.axes.end());
  List ends = ir::axes(x.rank() - from.size(), from.size());
  Shape last(ends.begin(), ends.end());
  x = moveaxis(astype(x, dtype), from, last);
  x = stage(site, x, false, [&](const Words &w, ValueRange in) {
    return ir::FftOp::create(w.b, w.loc, in[0], plan.kind, plan.sizes);
  });
  x = moveaxis(x, last, from);
  double n = 1;
  for (int64_t size : plan.sizes)
    n *= size;
  if (plan.norm == FftNorm::Ortho)
    return x * (plan.inverse() ? std::sqrt(n) : 1 / std::sqrt(n));
  if (plan.norm == FftNorm::Forward)
    return x * (plan.inverse() ? n : 1 / n);
  return x;
}
/// The transform where an axis has no elements, as JAX has it.
static std::optional<Array> nothing(const Array &x, const Plan &plan,
                                    Dtype dtype) {
  if (!llvm::is_contained(plan.sizes, 0))
    return std::nullopt;
  Shape shape = x.shape();
  for (auto [axis, n] : llvm::zip(plan.axes, plan.sizes))
    shape[axis] = n;
  if (plan.is("irfft"))
    dtype = dtype == Dtype::C128 ? Dtype::F64 : Dtype::F32;
  return zeros(shape, dtype);
}
static Array transform(const char *op, const Operand &x, const char *kind,
                       const AxisSet &axes, ArrayRef<int64_t> sizes,
                       FftNorm norm) {
  Site site(op, x.where);
  Plan plan = planOf(site, x.array, kind, axes, sizes, norm);
  Dtype dtype = checkedDtype(site, x.array, plan);
  if (auto none = nothing(x.array, plan, dtype))
    return *none;
  return composite(site, {x.array}, [&](const Arrays &in) {
    return transformed(site, in[0], plan, dtype);
  });
}
static List listed(std::optional<int64_t> n) { return n ? List{*n} : List(); }

//===-- One axis ----------------------------------------------------------===//
Array weft::fft(const Operand &x, std::optional<int64_t> n, int64_t axis,
                FftNorm norm) {
  return transform("fft", x, "fft", axis, listed(n), norm);
}
Array weft::ifft(const Operand &x, std::optional<int64_t> n, int64_t axis,
                 FftNorm norm) {
  return transform("ifft", x, "ifft", axis, listed(n), norm);
}
Array weft::rfft(const Operand &x, std::optional<int64_t> n, int64_t axis,
                 FftNorm norm) {
  return transform("rfft", x, "rfft", axis, listed(n), norm);
}
Array weft::irfft(const Operand &x, std::optional<int64_t> n, int64_t axis,
                  FftNorm norm) {
  return transform("irfft", x, "irfft", axis, listed(n), norm);
}
/// The factor stands where it stands for the transform in the other direction.
static FftNorm turned(FftNorm norm) {
  return norm == FftNorm::Backward  ? FftNorm::Forward
         : norm == FftNorm::Forward ? FftNorm::Backward
                                    : norm;
}
static Array conjugated(const Site &site, const Array &x) {
  return stage(site, x, false, [](const Words &w, ValueRange in) {
    return ir::ConjOp::create(w.b, w.loc, in[0]);
  });
}
Array weft::hfft(const Operand &x, std::optional<int64_t> n, int64_t axis,
                 FftNorm norm) {
  Site site("hfft", x.where);
  Plan plan =
      planOf(site, x.array, "irfft", axis, listed(n), turned(norm));
  Dtype dtype = checkedDtype(site, x.array, plan);
  if (auto none = nothing(x.array, plan, dtype))
    return *none;
  return composite(site, {x.array}, [&](const Arrays &in) {
    return transformed(site, conjugated(site, astype(in[0], dtype)), plan,
                       dtype);
  });
}
Array weft::ihfft(const Operand &x, std::optional<int64_t> n, int64_t axis,
                  FftNorm norm) {
  Site site("ihfft", x.where);
  Plan plan = planOf(site, x.array, "rfft", axis, listed(n), turned(norm));
  Dtype dtype = checkedDtype(site, x.array, plan);
  return composite(site, {x.array}, [&](const Arrays &in) {
    return conjugated(site, transformed(site, in[0], plan, dtype));
  });
}

//===-- Several axes ------------------------------------------------------===//
Array weft::fftn(const Operand &x, const Shape &sizes, const AxisSet &axes,
                 FftNorm norm) {
  return transform("fftn", x, "fft", axes, sizes, norm);
}
Array weft::ifftn(const Operand &x, const Shape &sizes, const AxisSet &axes,
                  FftNorm norm) {
  return transform("ifftn", x, "ifft", axes, sizes, norm);
}
Array weft::rfftn(const Operand &x, const Shape &sizes, const AxisSet &axes,
                  FftNorm norm) {
  return transform("rfftn", x, "rfft", axes, sizes, norm);
}
Array weft::irfftn(const Operand &x, const Shape &sizes, const AxisSet &axes,
                   FftNorm norm) {
  return transform("irfftn", x, "irfft", axes, sizes, norm);
}
static Array plane(const char *op, const Operand &x, const char *kind,
                   const Shape &sizes, const AxisSet &axes, FftNorm norm) {
  if (axes.list() && axes.list()->size() != 2)
    failShape(Site(op, x.where), "there must be two axes",
              std::to_string(axes.list()->size()) + " of them");
  return transform(op, x, kind, axes, sizes, norm);
}
Array weft::fft2(const Operand &x, const Shape &sizes, const AxisSet &axes,
                 FftNorm norm) {
  return plane("fft2", x, "fft", sizes, axes, norm);
}
Array weft::ifft2(const Operand &x, const Shape &sizes, const AxisSet &axes,
                  FftNorm norm) {
  return plane("ifft2", x, "ifft", sizes, axes, norm);
}
Array weft::rfft2(const Operand &x, const Shape &sizes, const AxisSet &axes,
                  FftNorm norm) {
  return plane("rfft2", x, "rfft", sizes, axes, norm);
}
Array weft::irfft2(const Operand &x, const Shape &sizes, const AxisSet &axes,
                   FftNorm norm) {
  return plane("irfft2", x, "irfft", sizes, axes, norm);
}

//===-- Frequencies -------------------------------------------------------===//
/// k / (n · spacing) for `count` elements; from `turn` on they are k - n.
static Array frequencies(const Site &site, int64_t n, double spacing,
                         Dtype dtype, int64_t count, int64_t turn) {
  if (n < 1)
    failShape(site, "there must be at least 1 sample", std::to_string(n));
  if (!isFloat(dtype))
    failDtype(site, "makes floats", name(dtype));
  std::vector<double> values;
  for (int64_t k = 0; k < count; ++k)
    values.push_back(static_cast<double>(k < turn ? k : k - n) /
                     (static_cast<double>(n) * spacing));
  return astype(array<double>(values), dtype);
}
Array weft::fftfreq(int64_t n, double spacing, Dtype dtype,
                    std::source_location where) {
  return frequencies(Site("fftfreq", where), n, spacing, dtype, n,
                     (n + 1) / 2);
}
Array weft::rfftfreq(int64_t n, double spacing, Dtype dtype,
                     std::source_location where) {
  return frequencies(Site("rfftfreq", where), n, spacing, dtype, n / 2 + 1,
                     n / 2 + 1);
}
static Array shifted(const char *op, const Operand &x, const AxisSet &axes,
                     bool back) {
  Site site(op, x.where);
  nodeOf(site, x.array);
  List all = axesOf(site, x.array, axes);
  return composite(site, {x.array}, [&](const Arrays &in) {
    Array y = in[0];
    for (int64_t a : all) {
      int64_t n = y.shape()[a];
      y = n == 0 ? y : roll(y, back ? -(n / 2) : n / 2, a);
    }
    return y;
  });
}
Array weft::fftshift(const Operand &x, const AxisSet &axes) {
  return shifted("fftshift", x, axes, false);
}
Array weft::ifftshift(const Operand &x, const AxisSet &axes) {
  return shifted("ifftshift", x, axes, true);
}

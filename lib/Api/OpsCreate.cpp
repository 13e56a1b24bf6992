// New arrays. Where nothing is being traced they are filled in memory, as long
// as that is exact; else they are constants and iotas of the trace.
#include "Extent.h"
#include "ShapeOps.h"
#include "Api/OpsHelpers.h"
#include "Trace/Allocate.h"

#include <cstring>

using namespace weft;
using namespace weft::api;

static Array allocated(const Site &site, Dtype dtype, ArrayRef<int64_t> dims) {
  return weft::detail::allocate(site.op, site.where, dtype,
                                Dims(dims.begin(), dims.end()));
}

/// Elements f(0), f(1), … in memory.
static Array inMemory(const Site &site, Dtype dtype, ArrayRef<int64_t> dims,
                      llvm::function_ref<int64_t(int64_t)> f) {
  Array x = allocated(site, dtype, dims);
  void *data = x.get()->buffer->data();
  int64_t n = x.get()->size();
  withElementType(dtype, [&](auto zero) {
    using T = decltype(zero);
    for (int64_t i = 0; i < n; ++i)
      static_cast<T *>(data)[i] = convertElement<T>(f(i));
  });
  return x;
}

//===-- One value ---------------------------------------------------------===//
static Array filled(const Site &site, std::span<const int64_t> shape,
                    Dtype dtype, std::complex<double> value) {
  checkSizes(site, shape);
  Dims dims(shape.begin(), shape.end());
  Array one = scalarOf(dtype, value);
  if (ir::currentTrace())
    return stage(site, one, false, [&](const Words &w, ValueRange in) {
      return w.broadcast(in[0], dims);
    });
  Array x = allocated(site, dtype, dims);
  auto *to = static_cast<std::byte *>(x.get()->buffer->data());
  auto *from = one.get()->buffer->data();
  size_t size = itemSize(dtype);
  for (size_t i = 0, n = x.get()->byteSize(); i < n; i += size)
    std::memcpy(to + i, from, size);
  return x;
}
Array weft::zeros(const Shape &shape, Dtype dtype, std::source_location where) {
  return filled(Site("zeros", where), shape, dtype, 0);
}
Array weft::ones(const Shape &shape, Dtype dtype, std::source_location where) {
  return filled(Site("ones", where), shape, dtype, 1);
}

static Array fullOf(const Site &site, const Shape &shape, const Array &value,
                    Dtype dtype) {
  checkSizes(site, shape);
  nodeOf(site, value);
  if (auto number = literalValue(value))
    return filled(site, shape, dtype, *number);
  return composite(site, {value}, [&](const Arrays &in) {
    return broadcastTo(astype(in[0], dtype), shape);
  });
}
Array weft::full(const Shape &shape, const Operand &value,
                 std::optional<Dtype> dtype) {
  Site site("full", value.where);
  return fullOf(site, shape, value.array,
                dtype ? *dtype : nodeOf(site, value.array).dtype);
}
Array weft::zerosLike(const Operand &x, std::optional<Dtype> dtype) {
  Site site("zerosLike", x.where);
  const Node &n = nodeOf(site, x.array);
  return filled(site, n.dims, dtype ? *dtype : n.dtype, 0);
}
Array weft::onesLike(const Operand &x, std::optional<Dtype> dtype) {
  Site site("onesLike", x.where);
  const Node &n = nodeOf(site, x.array);
  return filled(site, n.dims, dtype ? *dtype : n.dtype, 1);
}
Array weft::fullLike(const Operand &x, const Operand &value,
                     std::optional<Dtype> dtype) {
  Site site("fullLike", x.where);
  return fullOf(site, x.array.shape(), value.array,
                dtype ? *dtype : nodeOf(site, x.array).dtype);
}

//===-- Counting ----------------------------------------------------------===//
static Array counted(const Site &site, const Shape &shape, int64_t axis,
                     Dtype dtype) {
  checkSizes(site, shape);
  if (isBool(dtype))
    failDtype(site, "takes integers, floats and complex numbers", "bool");
  int64_t rank = shape.size();
  if (axis < -rank || axis >= rank)
    failShape(site, "axis " + std::to_string(axis) + " is out of range",
              "shape " + weft::detail::describeShape(shape));
  int64_t at = axis < 0 ? axis + rank : axis, inner = 1;
  if (ir::currentTrace())
    return stage(site, {}, false, [&](const Words &w, ValueRange) {
      return ir::IotaOp::create(w.b, w.loc, ir::tensorType(dtype, shape), at);
    });
  for (int64_t i = at + 1; i < rank; ++i)
    inner *= shape[i];
  return inMemory(site, dtype, shape,
                  [&](int64_t i) { return i / inner % shape[at]; });
}
Array weft::iota(int64_t n, Dtype dtype, std::source_location where) {
  return counted(Site("iota", where), {n}, 0, dtype);
}
Array weft::iota(const Shape &shape, int64_t axis, Dtype dtype,
                 std::source_location where) {
  return counted(Site("iota", where), shape, axis, dtype);
}

Array weft::eye(int64_t n, std::optional<int64_t> m, int64_t k, Dtype dtype,
                std::source_location where) {
  Site site("eye", where);
  int64_t columns = m.value_or(n);
  Shape shape{n, columns};
  checkSizes(site, shape);
  if (!ir::currentTrace())
    return inMemory(site, dtype, shape,
                    [&](int64_t i) { return i % columns - i / columns == k; });
  return composite(site, {}, [&](const Arrays &) {
    Array row = iota(shape, 0, Dtype::I64), column = iota(shape, 1, Dtype::I64);
    return astype(column == row + scalar<int64_t>(k), dtype);
  });
}

//===-- Steps -------------------------------------------------------------===//
/// A bound that is known: the number of elements depends on it.
static double bound(const Site &site, const Operand &x) {
  const Node &n = nodeOf(site, x.array);
  if (n.isTraced() || !n.dims.empty() || isComplex(n.dtype))
    throw TraceError(
        Message{site.op, "bounds must be real scalars that are not traced",
                x.array.toString(), place(site.where),
                "the size of an array does not depend on traced values"});
  if (auto number = literalValue(x.array))
    return number->real();
  return x.array.item<double>();
}
static Array steps(const Site &site, const Operand &start, const Operand &stop,
                   const Operand &step, std::optional<Dtype> wanted) {
  double from = bound(site, start), to = bound(site, stop);
  double by = bound(site, step);
  if (by == 0)
    failShape(site, "the step must not be 0", "0");
  Dtype dtype = wanted ? *wanted
                       : promote(site, {start.array, stop.array, step.array},
                                 Bools | Reals)
                             .dtype;
  double count = std::max(0.0, std::ceil((to - from) / by));
  if (!(count < 0x1p59)) // nor NaN
    failShape(site, ir::countableRule,
              "from " + std::to_string(from) + " to " + std::to_string(to) +
                  " by " + std::to_string(by));
  auto n = static_cast<int64_t>(count);
  if (isInteger(dtype) && !ir::currentTrace())
    return inMemory(site, dtype, n, [&](int64_t i) {
      return static_cast<int64_t>(from + by * static_cast<double>(i));
    });
  return composite(site, {}, [&](const Arrays &) {
    Array i = iota(n, dtype);
    if (by != 1)
      i = i * scalarOf(dtype, by);
    return from == 0 ? i : i + scalarOf(dtype, from);
  });
}
Array weft::arange(const Operand &stop) {
  Operand zero(0, stop.where), one(1, stop.where);
  return steps(Site("arange", stop.where), zero, stop, one, std::nullopt);
}
Array weft::arange(const Operand &start, const Operand &stop,
                   const Operand &step, std::optional<Dtype> dtype) {
  return steps(Site("arange", start.where), start, stop, step, dtype);
}

Array weft::linspace(const Operand &start, const Operand &stop, int64_t n,
                     bool endpoint, Dtype dtype) {
  Site site("linspace", start.where);
  if (isBool(dtype))
    failDtype(site, "makes numbers", shortName(dtype));
  Shape shape{n};
  for (int64_t d : broadcastDims(site, {start.array, stop.array}))
    shape.push_back(d);
  checkSizes(site, shape);
  Shape column(shape.size(), 1);
  column[0] = n;
  // Integers are rounded down at the end: the way there is without an error
  // where the step is whole, as NumPy's is.
  Dtype wide = isInteger(dtype) ? Dtype::F64 : dtype;
  Dtype steps = working(wide);
  Dtype real = wide == Dtype::C64 ? Dtype::F32
               : isComplex(wide)  ? Dtype::F64
                                  : steps;
  double parts = endpoint ? std::max<int64_t>(n - 1, 1) : n;
  return composite(
      site, {literalAs(start.array, wide), literalAs(stop.array, wide)},
      [&](const Arrays &in) {
        Array from = astype(in[0], steps), to = astype(in[1], steps);
        Array i = reshape(iota(n, real), column);
        if (wide == dtype) { // at the ends one weight is 0, the other 1
          Array t = i / parts;
          return inDtype(site, from * (1 - t) + to * t, dtype);
        }
        Array y = from + (to - from) / parts * i;
        if (endpoint && n > 1)
          y = where(i == n - 1, to, y);
        return astype(floor(y), dtype);
      });
}

Array weft::oneHot(const Operand &labels, int64_t n, Dtype dtype) {
  Site site("oneHot", labels.where);
  promote(site, labels.array, Ints);
  checkSizes(site, {&n, 1});
  return composite(site, {labels.array}, [&](const Arrays &in) {
    // Among i64, so that labels out of a small dtype's range stay so.
    Array column = astype(expandDims(in[0], -1), Dtype::I64);
    return astype(column == iota(n, Dtype::I64), dtype);
  });
}

// Running totals along one axis.
#include "CumulativeOps.h"
#include "Api/OpsHelpers.h"
using namespace weft;
using namespace weft::api;

template <class Op>
static Array running(const Site &site, const Array &x,
                     std::optional<int64_t> axis, bool reverse, Typed type) {
  int64_t dim = axis ? axisOf(site, x, *axis) : 0, size = x.get()->size();
  return elementwise(site, x, type.dtype, type.weak,
                     [&](const Words &w, ValueRange in) -> Value {
                       Value v = axis ? in[0] : w.reshape(in[0], size);
                       return Op::create(w.b, w.loc, v, dim, reverse);
                     });
}

template <class Op>
static Array accumulation(const char *op, const Operand &x,
                          std::optional<int64_t> axis, bool reverse) {
  Site site(op, x.where);
  Typed type = promote(site, x.array);
  if (isBool(type.dtype))
    type.dtype = Dtype::I32;
  return running<Op>(site, x.array, axis, reverse, type);
}
Array weft::cumsum(const Operand &x, std::optional<int64_t> axis,
                   bool reverse) {
  return accumulation<ir::CumsumOp>("cumsum", x, axis, reverse);
}
Array weft::cumprod(const Operand &x, std::optional<int64_t> axis,
                    bool reverse) {
  return accumulation<ir::CumprodOp>("cumprod", x, axis, reverse);
}

template <class Op>
static Array extremum(const char *op, const Operand &x,
                      std::optional<int64_t> axis, bool reverse) {
  Site site(op, x.where);
  return running<Op>(site, x.array, axis, reverse,
                     promote(site, x.array, Ordered));
}
Array weft::cummax(const Operand &x, std::optional<int64_t> axis,
                   bool reverse) {
  return extremum<ir::CummaxOp>("cummax", x, axis, reverse);
}
Array weft::cummin(const Operand &x, std::optional<int64_t> axis,
                   bool reverse) {
  return extremum<ir::CumminOp>("cummin", x, axis, reverse);
}
Array weft::cumlogsumexp(const Operand &x, std::optional<int64_t> axis,
                         bool reverse) {
  Site site("cumlogsumexp", x.where);
  return running<ir::CumlogsumexpOp>(site, x.array, axis, reverse,
                                     promoteInexact(site, x.array, Floats));
}

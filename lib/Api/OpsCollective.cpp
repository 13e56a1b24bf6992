// What the lanes of a named vmap tell one another.
#include "CollectiveOps.h"
#include "Api/AxisNames.h"
#include "Api/OpsHelpers.h"
using namespace weft;
using namespace weft::api;

static thread_local std::vector<AxisName> bound;

api::BoundAxis::BoundAxis(AxisName axis) { bound.push_back(std::move(axis)); }
api::BoundAxis::~BoundAxis() { bound.pop_back(); }

const AxisName &api::boundAxis(const std::string &name, const char *op,
                               const std::source_location &where) {
  for (auto it = bound.rbegin(); it != bound.rend(); ++it)
    if (it->name == name)
      return *it;
  std::string names;
  for (const AxisName &axis : bound)
    names += (names.empty() ? "\"" : ", \"") + axis.name + "\"";
  throw UserError(Message{op, "no vmap around the call has this axis name",
                          "\"" + name + "\"" +
                              (names.empty() ? "" : "; there is " + names),
                          place(where),
                          "vmap(f, {.axisName = \"" + name + "\"})"});
}

/// One op of the family; `more` are its attributes and result after the four
/// that all have.
template <class Op>
static Array collective(const Site &site, const Array &x,
                        const std::string &name) {
  const AxisName &axis = boundAxis(name, site.op, site.where);
  return stage(site, {x, axis.lane}, x.isWeak(),
               [&](const Words &w, ValueRange in) -> Value {
                 return Op::create(w.b, w.loc, in[0].getType(), in[0], in[1],
                                   axis.name, axis.size);
               });
}
/// The operand in a dtype of `kinds`; bools count as integers where those are
/// asked for.
static Array counted(const Operand &x) {
  return x.array.dtype() == Dtype::Bool ? astype(x, Dtype::I32) : x.array;
}

Array weft::psum(const Operand &x, const std::string &axis) {
  Site site("psum", x.where);
  nodeOf(site, x.array);
  return collective<ir::PsumOp>(site, counted(x), axis);
}
Array weft::pmean(const Operand &x, const std::string &axis) {
  Site site("pmean", x.where);
  nodeOf(site, x.array);
  int64_t n = boundAxis(axis, site.op, x.where).size;
  return composite(site, {x.array}, [&](const Arrays &in) -> Array {
    Array sum = collective<ir::PsumOp>(site, counted(Operand(in[0], x.where)),
                                       axis);
    return Operand(sum, x.where) / Operand(int(n), x.where);
  });
}
template <class Op>
static Array extremum(const char *op, const Operand &x,
                      const std::string &axis) {
  Site site(op, x.where);
  promote(site, x.array, Ordered);
  return collective<Op>(site, x.array, axis);
}
Array weft::pmax(const Operand &x, const std::string &axis) {
  return extremum<ir::PmaxOp>("pmax", x, axis);
}
Array weft::pmin(const Operand &x, const std::string &axis) {
  return extremum<ir::PminOp>("pmin", x, axis);
}

Array weft::axisIndex(const std::string &axis, std::source_location where) {
  return boundAxis(axis, "axisIndex", where).lane;
}
int64_t weft::axisSize(const std::string &axis, std::source_location where) {
  return boundAxis(axis, "axisSize", where).size;
}

//===-- Between places of an array and lanes ------------------------------===//
static Value toFront(const Words &w, Value x, int64_t axis) {
  return ir::moveAxis(w.b, x, axis, 0);
}
/// Axis `at`, which n divides, as two: n in front of the rest.
static Value parted(const Words &w, Value x, int64_t at, int64_t n) {
  List dims(ir::typeOf(x).getShape());
  dims[at] /= n;
  dims.insert(dims.begin() + at, n);
  return w.reshape(x, dims);
}
static void checkAxisSize(const Site &site, const Array &x, int64_t at,
                          const AxisName &axis, bool tiled) {
  int64_t size = x.dim(at);
  if (tiled ? size % axis.size != 0 : size != axis.size)
    failShape(site,
              std::string("axis ") + std::to_string(at) +
                  (tiled ? " must be a multiple of the map's size "
                         : " must have the map's size ") +
                  std::to_string(axis.size),
              said(site, x));
}

Array weft::allGather(const Operand &x, const std::string &name, int64_t at,
                      bool tiled) {
  Site site("allGather", x.where);
  const Node &n = nodeOf(site, x.array);
  const AxisName &axis = boundAxis(name, site.op, x.where);
  int64_t place = axisOf(site, x.array, at, n.dims.size() + !tiled);
  return stage(site, {x.array, axis.lane}, n.weak,
               [&](const Words &w, ValueRange in) {
                 Value all = ir::AllGatherOp::create(
                     w.b, w.loc, ir::withLeading(in[0].getType(), axis.size),
                     in[0], in[1], axis.name, axis.size);
                 Value y = ir::moveAxis(w.b, all, 0, place);
                 if (!tiled)
                   return y;
                 List dims(ir::typeOf(in[0]).getShape());
                 dims[place] *= axis.size;
                 return w.reshape(y, dims);
               });
}
Array weft::psumScatter(const Operand &x, const std::string &name, int64_t at,
                        bool tiled) {
  Site site("psumScatter", x.where);
  nodeOf(site, x.array);
  const AxisName &axis = boundAxis(name, site.op, x.where);
  Array whole = counted(x);
  int64_t place = axisOf(site, whole, at);
  checkAxisSize(site, whole, place, axis, tiled);
  return stage(site, {whole, axis.lane}, whole.isWeak(),
               [&](const Words &w, ValueRange in) -> Value {
                 Value v = tiled ? parted(w, in[0], place, axis.size) : in[0];
                 v = toFront(w, v, place);
                 auto type = ir::typeOf(v);
                 return ir::PsumScatterOp::create(
                     w.b, w.loc, type.clone(type.getShape().drop_front()), v,
                     in[1], axis.name, axis.size);
               });
}
Array weft::ppermute(const Operand &x, const std::string &name,
                     const std::vector<std::pair<int64_t, int64_t>> &pairs) {
  Site site("ppermute", x.where);
  nodeOf(site, x.array);
  const AxisName &axis = boundAxis(name, site.op, x.where);
  List from, to;
  std::string list;
  for (auto [a, b] : pairs) {
    list += (list.empty() ? "{" : ", {") + std::to_string(a) + ", " +
            std::to_string(b) + "}";
    from.push_back(a);
    to.push_back(b);
  }
  auto areLanes = [&](List lanes) {
    llvm::sort(lanes);
    return std::adjacent_find(lanes.begin(), lanes.end()) == lanes.end() &&
           llvm::all_of(lanes,
                        [&](int64_t l) { return l >= 0 && l < axis.size; });
  };
  if (!areLanes(from) || !areLanes(to))
    failShape(site,
              "a lane sends once and receives once, and is below " +
                  std::to_string(axis.size),
              list);
  return stage(site, {x.array, axis.lane}, x.array.isWeak(),
               [&](const Words &w, ValueRange in) -> Value {
                 return ir::PpermuteOp::create(w.b, w.loc, in[0].getType(),
                                               in[0], in[1], axis.name,
                                               axis.size, from, to);
               });
}
Array weft::allToAll(const Operand &x, const std::string &name, int64_t split,
                     int64_t concat) {
  Site site("allToAll", x.where);
  nodeOf(site, x.array);
  const AxisName &axis = boundAxis(name, site.op, x.where);
  int64_t from = axisOf(site, x.array, split),
          to = axisOf(site, x.array, concat);
  checkAxisSize(site, x.array, from, axis, false);
  return stage(site, {x.array, axis.lane}, x.array.isWeak(),
               [&](const Words &w, ValueRange in) {
                 Value v = toFront(w, in[0], from);
                 v = ir::AllToAllOp::create(w.b, w.loc, v.getType(), v, in[1],
                                            axis.name, axis.size);
                 return ir::moveAxis(w.b, v, 0, to);
               });
}

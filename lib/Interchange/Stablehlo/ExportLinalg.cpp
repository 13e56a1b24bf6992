// Rows out: factorisations, as the calls of LAPACK that JAX writes on the CPU
// (jaxlib's lapack_*_ffi), which Linalg.cpp reads back.
#include "DecomposeOps.h"
#include "SchurOps.h"
#include "Interchange/Stablehlo/Export.h"
#include "Matrix.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
/// Least varying first: columns of matrices, batches by rows.
Attribute layoutOf(Type type, bool matrix) {
  int64_t rank = tensorType(type).getRank();
  SmallVector<int64_t> order;
  for (int64_t i = rank - 1; i >= 0; --i)
    order.push_back(i);
  if (matrix)
    std::swap(order[0], order[1]);
  Builder b(context());
  SmallVector<Attribute> places;
  for (int64_t i : order)
    places.push_back(b.getIndexAttr(i));
  return DenseElementsAttr::get(
      RankedTensorType::get(rank, b.getIndexType()), places);
}

/// One routine on a batch of matrices.
struct Call {
  Call(Export &e, Value matrix) : e(e), x(typeOf(matrix)) {}

  Export &e;
  RankedTensorType x;
  Type element = x.getElementType();
  bool complex = isa<ComplexType>(element);
  Sizes sizes{x};
  int64_t k = std::min(sizes.rows, sizes.columns);
  SmallVector<Type> types;
  SmallVector<Attribute> layouts;
  Attrs config;

  RankedTensorType shaped(ArrayRef<int64_t> last, Type of) const {
    return shapedLike(x, last, of);
  }
  RankedTensorType infoType() const {
    return shaped({}, e.b.getI32Type());
  }
  Call &give(ArrayRef<int64_t> last, Type of) {
    types.push_back(shaped(last, of));
    layouts.push_back(layoutOf(types.back(), last.size() == 2));
    return *this;
  }
  Call &matrix(int64_t m, int64_t n) { return give({m, n}, element); }
  Call &vector(int64_t n) { return give({n}, element); }
  Call &info() { return give({}, e.b.getI32Type()); }
  Call &letter(StringRef key, char c) {
    auto byte = IntegerType::get(context(), 8, IntegerType::Unsigned);
    config.set(key, IntegerAttr::get(byte, c));
    return *this;
  }
  /// `matrices`: which operands are, by bits.
  Operation *make(StringRef routine, ValueRange in, unsigned matrices = 1) {
    Type real = realPartOf(element);
    bool wide = cast<FloatType>(real).getWidth() == 64;
    std::string letter(1, complex ? (wide ? 'z' : 'c') : (wide ? 'd' : 's'));
    SmallVector<Attribute> from;
    for (auto [i, v] : llvm::enumerate(in))
      from.push_back(layoutOf(v.getType(), matrices >> i & 1));
    Operation *made = e.build(
        "custom_call", types, in,
        Attrs()
            .text("backend_config", "")
            .text("call_target_name", "lapack_" + letter + routine.str() +
                                          "_ffi")
            .set("operand_layouts", e.b.getArrayAttr(from))
            .set("result_layouts", e.b.getArrayAttr(layouts)));
    made->setDiscardableAttr("mhlo.backend_config",
                             e.b.getDictionaryAttr(config));
    return made;
  }

  //===-- What is made of its results --------------------------------------===//
  /// v, or NaN in the matrices whose `info` is not 0.
  Value checked(Value v, Value info) {
    auto type = typeOf(v);
    Type e1 = type.getElementType();
    Value fine = e.compare("EQ", info, e.splat(info.getType(), 0));
    fine = e.broadcast(fine, type.clone(e.b.getI1Type()),
                       axes(0, typeOf(info).getRank()));
    Value nan = e.splat(type.clone(realPartOf(e1)),
                        std::numeric_limits<double>::quiet_NaN());
    if (isa<ComplexType>(e1))
      nan = e.make("complex", type, {nan, nan});
    return e.make("select", type, {fine, v, nan});
  }
  Value iota(RankedTensorType type, int64_t axis) {
    return e.make("iota", type, {}, Attrs().number("iota_dimension", axis));
  }
  /// A part of the last two axes, from the first.
  Value part(Value v, int64_t rows, int64_t columns) {
    auto type = typeOf(v);
    SmallVector<int64_t> limit(type.getShape());
    int64_t rank = type.getRank();
    limit[rank - 2] = rows, limit[rank - 1] = columns;
    auto to = RankedTensorType::get(limit, type.getElementType());
    if (to == type)
      return v;
    return e.make("slice", to, v,
                  Attrs()
                      .list("start_indices", SmallVector<int64_t>(rank, 0))
                      .list("limit_indices", limit)
                      .list("strides", SmallVector<int64_t>(rank, 1)));
  }
  Value upperHalf(Value v) {
    auto type = typeOf(v), ints = type.clone(e.b.getI32Type());
    int64_t rank = type.getRank();
    Value keep =
        e.compare("LE", iota(ints, rank - 2), iota(ints, rank - 1));
    return e.make("select", type, {keep, v, e.splat(type, 0)});
  }
};

/// LAPACK is not asked about nothing.
bool isEmpty(Export &e) {
  return typeOf(e.in[0]).getNumElements() == 0;
}
LogicalResult nothing(Export &e) {
  for (Type t : e.op->getResultTypes()) {
    if (tensorType(t).getNumElements() > 0)
      return e.refuse("of a matrix without elements has no counterpart in "
                      "StableHLO");
    (void)e.give(e.splat(t, 0));
  }
  return success();
}

//===-- LU ----------------------------------------------------------------===//
/// 0, 1, … with the swaps of rows applied in order: while (i, swaps, order).
LogicalResult permutation(Call &c, Value pivots) {
  Export &e = c.e;
  RankedTensorType order = c.shaped({c.sizes.rows}, e.b.getI32Type()),
                   one = c.shaped({1}, e.b.getI32Type()),
                   flat = c.infoType();
  auto counter = RankedTensorType::get({}, e.b.getI32Type());
  int64_t last = order.getRank() - 1;
  auto spread = [&](Value v, ArrayRef<int64_t> at) {
    return e.broadcast(v, order, at);
  };
  auto rowAt = [&](Value v, Value i) {
    SmallVector<Value> operands{v};
    operands.append(last, e.splat(counter, 0));
    operands.push_back(i);
    return spread(e.make("dynamic_slice", one, operands,
                         Attrs().list("slice_sizes", one.getShape())),
                  axes(0, last + 1));
  };
  Value start[] = {e.splat(counter, 0), pivots, c.iota(order, last)};
  Operation *loop =
      e.build("while", ValueRange(start).getTypes(), start, {}, 2);
  auto again = [&](ValueRange args, Values &out) {
    out.push_back(e.compare("LT", args[0], e.splat(counter, c.k)));
    return success();
  };
  LogicalResult swapped = success();
  auto swap = [&](ValueRange args, Values &out) {
    Value i = args[0], rows = args[2], place = c.iota(order, last);
    Value other = rowAt(args[1], i);
    Value here = e.compare("EQ", place, spread(i, {})),
          there = e.compare("EQ", place, other);
    Value picked =
        e.make("select", order, {there, rows, e.splat(order, 0)});
    Operation *sum = e.build("reduce", flat, {picked, e.splat(counter, 0)},
                             Attrs().list("dimensions", last), 1);
    swapped = e.region(sum, 0, {counter, counter},
                       [&](ValueRange v, Values &out) {
                         out.push_back(e.make("add", counter, v));
                         return success();
                       });
    Value atOther = spread(sum->getResult(0), axes(0, last));
    Value next = e.make("select", order, {there, rowAt(rows, i), rows});
    next = e.make("select", order, {here, atOther, next});
    out.append({e.make("add", counter, {i, e.splat(counter, 1)}), args[1],
                next});
    return success();
  };
  if (failed(e.region(loop, 0, ValueRange(start).getTypes(), again)) ||
      failed(e.region(loop, 1, ValueRange(start).getTypes(), swap)) ||
      failed(swapped))
    return failure();
  return e.give(loop->getResult(2));
}
LogicalResult lu(Export &e) {
  if (isEmpty(e))
    return nothing(e);
  Call c(e, e.in[0]);
  c.matrix(c.sizes.rows, c.sizes.columns);
  c.give({c.k}, e.b.getI32Type());
  Operation *made = c.info().make("getrf", e.in);
  Value pivots = made->getResult(1);
  pivots = e.make("subtract", pivots.getType(),
                  {pivots, e.splat(pivots.getType(), 1)});
  e.out.append({made->getResult(0), pivots});
  return permutation(c, pivots);
}

//===-- Orthogonal factors ------------------------------------------------===//
Operation *reflectors(Export &e) {
  Call c(e, e.in[0]);
  c.matrix(c.sizes.rows, c.sizes.columns);
  return c.vector(c.k).make("geqrf", e.in);
}
Value product(Export &e, Value x, Value taus) {
  Call c(e, x);
  c.matrix(c.sizes.rows, c.sizes.columns);
  return c.make(c.complex ? "ungqr" : "orgqr", {x, taus})
      ->getResult(0);
}
LogicalResult geqrf(Export &e) {
  return isEmpty(e) ? nothing(e) : e.give(reflectors(e));
}
LogicalResult householderProduct(Export &e) {
  return isEmpty(e) ? nothing(e) : e.give(product(e, e.in[0], e.in[1]));
}
LogicalResult qr(Export &e) {
  if (isEmpty(e))
    return nothing(e);
  Call c(e, e.in[0]);
  Operation *made = reflectors(e);
  Value x = made->getResult(0);
  int64_t m = c.sizes.rows, columns = Sizes(e.type(0)).columns;
  Value r = c.upperHalf(c.part(x, std::min(m, columns), c.sizes.columns));
  if (columns <= c.sizes.columns) {
    x = c.part(x, m, columns);
  } else {
    SmallVector<int64_t> none(c.x.getRank(), 0), high(none);
    high.back() = columns - c.sizes.columns;
    x = e.make("pad", e.type(0),
               {x, e.splat(RankedTensorType::get({}, c.element), 0)},
               Attrs()
                   .list("edge_padding_low", none)
                   .list("edge_padding_high", high)
                   .list("interior_padding", none));
  }
  e.out.append({product(e, x, made->getResult(1)), r});
  return success();
}

LogicalResult geqp3(Export &e) {
  if (isEmpty(e))
    return nothing(e);
  Call c(e, e.in[0]);
  RankedTensorType order = e.type(1);
  c.matrix(c.sizes.rows, c.sizes.columns);
  c.give({c.sizes.columns}, e.b.getI32Type()).vector(c.k);
  Operation *made = c.make("geqp3", {e.in[0], e.splat(order, 0)});
  // LAPACK counts columns from 1.
  Value from0 = e.make("subtract", order,
                       {made->getResult(1), e.splat(order, 1)});
  e.out.append({made->getResult(0), from0, made->getResult(2)});
  return success();
}

//===-- Forms -------------------------------------------------------------===//
/// The first results of a call, or NaN where its last says that it failed.
LogicalResult giveChecked(Call &c, Operation *made, unsigned n) {
  Value info = made->getResults().back();
  for (unsigned i = 0; i < n; ++i)
    c.e.out.push_back(c.checked(made->getResult(i), info));
  return success();
}
LogicalResult hessenberg(Export &e) {
  if (isEmpty(e))
    return nothing(e);
  Call c(e, e.in[0]);
  c.config.set("low", e.b.getI32IntegerAttr(1));
  c.config.set("high", e.b.getI32IntegerAttr(static_cast<int32_t>(c.k)));
  c.matrix(c.k, c.k).vector(c.k - 1).info();
  return giveChecked(c, c.make("gehrd", e.in), 2);
}
LogicalResult tridiagonal(Export &e) {
  if (isEmpty(e))
    return nothing(e);
  Call c(e, e.in[0]);
  Type real = realPartOf(c.element);
  c.letter("uplo", e.flag("lower") ? 'L' : 'U');
  c.matrix(c.k, c.k).give({c.k}, real).give({c.k - 1}, real);
  c.vector(c.k - 1).info();
  return giveChecked(c, c.make(c.complex ? "hetrd" : "sytrd", e.in), 4);
}
LogicalResult schur(Export &e) {
  if (isEmpty(e))
    return nothing(e);
  Call c(e, e.in[0]);
  c.letter("mode", 'V').letter("sort", 'N');
  c.matrix(c.k, c.k).matrix(c.k, c.k).vector(c.k);
  if (!c.complex)
    c.vector(c.k);
  c.info().info();
  return giveChecked(c, c.make("gees", e.in), 2);
}

//===-- Spectra -----------------------------------------------------------===//
LogicalResult eigh(Export &e) {
  if (isEmpty(e))
    return nothing(e);
  Call c(e, e.in[0]);
  int64_t n = c.k;
  c.letter("mode", 'V').letter("uplo", e.flag("lower") ? 'L' : 'U');
  c.matrix(n, n).give({n}, realPartOf(c.element)).info();
  Operation *made = c.make(c.complex ? "heevd" : "syevd", e.in);
  for (unsigned i : {0, 1})
    e.out.push_back(c.checked(made->getResult(i), made->getResult(2)));
  return success();
}
LogicalResult svd(Export &e) {
  if (isEmpty(e))
    return nothing(e);
  Call c(e, e.in[0]);
  bool vectors = e.flag("vectors"), whole = !vectors || e.flag("full");
  int64_t m = c.sizes.rows, n = c.sizes.columns;
  c.letter("mode", !vectors ? 'N' : whole ? 'A' : 'S');
  c.matrix(m, n).give({c.k}, realPartOf(c.element));
  c.matrix(m, whole ? m : c.k).matrix(whole ? n : c.k, n).info();
  Operation *made = c.make("gesdd", e.in);
  for (unsigned i = 0; i < e.op->getNumResults(); ++i)
    e.out.push_back(c.checked(made->getResult(i + 1), made->getResult(4)));
  return success();
}
LogicalResult eig(Export &e) {
  if (isEmpty(e))
    return nothing(e);
  Call c(e, e.in[0]);
  int64_t n = c.k;
  bool vectors = e.flag("vectors");
  Type whole = e.type().getElementType();
  c.letter("compute_left", 'N').letter("compute_right", vectors ? 'V' : 'N');
  c.vector(n);
  if (!c.complex)
    c.vector(n);
  Operation *made =
      c.give({n, n}, whole).give({n, n}, whole).info().make("geev", e.in);
  unsigned left = c.complex ? 1 : 2;
  Value w = made->getResult(0), info = made->getResult(left + 2);
  if (!c.complex)
    w = e.make("complex", e.type(), {w, made->getResult(1)});
  e.out.push_back(c.checked(w, info));
  if (vectors)
    e.out.push_back(c.checked(made->getResult(left + 1), info));
  return success();
}

//===-- Three diagonals ---------------------------------------------------===//
/// As JAX's, whose outer diagonals have the length of the middle one.
LogicalResult tridiagonalSolve(Export &e) {
  Value b = e.in[3];
  if (typeOf(b).getNumElements() == 0)
    return nothing(e);
  Call c(e, b);
  for (int diagonal = 0; diagonal < 3; ++diagonal)
    c.vector(c.sizes.rows);
  c.matrix(c.sizes.rows, c.sizes.columns);
  Operation *made = c.info().make("gtsv", e.in, /*matrices=*/8);
  return e.give(c.checked(made->getResult(3), made->getResult(4)));
}

constexpr OutRow rows[] = {
    {"weft.eig", eig},
    {"weft.eigh", eigh},
    {"weft.geqp3", geqp3},
    {"weft.geqrf", geqrf},
    {"weft.hessenberg", hessenberg},
    {"weft.householder_product", householderProduct},
    {"weft.lu", lu},
    {"weft.qr", qr},
    {"weft.schur", schur},
    {"weft.svd", svd},
    {"weft.tridiagonal", tridiagonal},
    {"weft.tridiagonal_solve", tridiagonalSolve},
};
} // namespace

ArrayRef<OutRow> stablehlo::linalgOut() { return rows; }

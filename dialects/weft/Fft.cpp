// Fourier transforms.
#include "FftOps.h"
#include "ArithmeticOps.h"
#include "ComplexOps.h"
#include "ExternHelpers.h"
#include "LogicOps.h"
#include "RuleHelpers.h"
#include "ShapeOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include <cmath>
#include <numbers>
using namespace weft::ir;

//===-- fft ---------------------------------------------------------------===//
static bool isSingleOrDouble(Type t) {
  return isa<Float32Type, Float64Type>(t);
}
LogicalResult FftOp::inferReturnTypes(MLIRContext *,
                                      std::optional<Location> loc, Adaptor a,
                                      SmallVectorImpl<Type> &out) {
  auto x = typeOf(a.getX());
  StringRef kind = a.getKind();
  auto lengths = a.getLengths();
  auto fail = [&](StringRef rule) {
    return emitOptionalError(loc, "[fft] ", rule, ". Received ", kind, " of ",
                             x, " with lengths ", said(lengths));
  };
  bool toComplex = kind == "rfft", toReal = kind == "irfft";
  if (!toComplex && !toReal && kind != "fft" && kind != "ifft")
    return fail("(fft-C1) the kind must be fft, ifft, rfft or irfft");
  int64_t first = x.getRank() - static_cast<int64_t>(lengths.size());
  if (lengths.empty() || first < 0 ||
      llvm::any_of(lengths, [](int64_t n) { return n < 1; }))
    return fail("(fft-C2) there must be 1 to rank lengths, each at least 1");
  Type element = x.getElementType();
  if (toComplex ? !isSingleOrDouble(element) : !isa<ComplexType>(element))
    return fail("(fft-C3) rfft takes f32 or f64, the others complex numbers");
  SmallVector<int64_t> shape(x.getShape());
  for (auto [i, n] : llvm::enumerate(lengths)) {
    bool halved = i + 1 == lengths.size() && (toComplex || toReal);
    int64_t half = n / 2 + 1, &size = shape[first + i];
    if (size != (halved && toReal ? half : n))
      return fail("(fft-C4) lengths must be the sizes of the last axes (of the "
                  "last one for irfft, n/2 + 1)");
    size = halved && toComplex ? half : n;
  }
  Type to = toComplex ? Type(ComplexType::get(element))
            : toReal  ? cast<ComplexType>(element).getElementType()
                      : element;
  out.push_back(RankedTensorType::get(shape, to));
  return success();
}
static Value likewise(OpBuilder &b, FftOp op, Value x, StringRef kind) {
  return FftOp::create(b, op.getLoc(), x, kind, op.getLengths());
}
LogicalResult FftOp::jvp(OpBuilder &b, ArrayRef<Value> t, Values &out) {
  return give(out, likewise(b, *this, t[0], getKind()));
}
/// Of a half spectrum: 2 where a number stands for its mirror image as well.
static Value timesTheyCount(OpBuilder &b, FftOp op, Type type) {
  Emit e(b, op);
  auto t = tensorType(type);
  auto ints = RankedTensorType::get(t.getShape(), b.getI32Type());
  Value k = IotaOp::create(b, op.getLoc(), ints, t.getRank() - 1);
  auto is = [&](int64_t at) {
    return e.compare(Direction::Eq, k, splat(b, op.getLoc(), ints, at));
  };
  Value once = is(0);
  if (int64_t n = op.getLengths().back(); n % 2 == 0)
    once = OrOp::create(b, op.getLoc(), once, is(n / 2));
  return e.select(once, splat(b, op.getLoc(), t, 1),
                  splat(b, op.getLoc(), t, 2));
}
/// The matrix of a transform is symmetric. Those of rfft and irfft are each
/// other's up to the factor and how often a number counts, as in JAX
/// (_rfft_transpose, _irfft_transpose).
LogicalResult FftOp::transpose(OpBuilder &b, ArrayRef<Value>,
                               ArrayRef<Value> cts, Values &out) {
  Emit e(b, *this);
  double count = 1;
  for (int64_t n : getLengths())
    count *= n;
  Value ct = cts[0];
  if (getKind() == "rfft") {
    Value times = timesTheyCount(b, *this, ct.getType());
    Value x = ConjOp::create(b, getLoc(), e.div(ct, times));
    x = likewise(b, *this, x, "irfft");
    return give(out, e.mul(x, e.constant(x, count)));
  }
  if (getKind() == "irfft") {
    Value x = likewise(b, *this, ct, "rfft");
    x = e.mul(x, timesTheyCount(b, *this, x.getType()));
    x = e.mul(x, e.constant(x, 1 / count));
    return give(out, ConjOp::create(b, getLoc(), x));
  }
  return give(out, likewise(b, *this, ct, getKind()));
}
LogicalResult FftOp::batch(OpBuilder &b, ValueRange in, const Mask &, int64_t,
                           Values &out, Mask &outBatched) {
  outBatched.set();
  return give(out, likewise(b, *this, in[0], getKind()));
}

//===-- lowering ----------------------------------------------------------===//
/// e^(-2πik/n).
static std::pair<double, double> rootOfUnity(int64_t k, int64_t n) {
  k %= n;
  if (4 * k % n == 0) { // exactly 1, -i, -1, i
    static constexpr double re[] = {1, 0, -1, 0}, im[] = {0, -1, 0, 1};
    return {re[4 * k / n], im[4 * k / n]};
  }
  long double angle = -2 * std::numbers::pi_v<long double> * k / n;
  return {std::cos(angle), std::sin(angle)};
}
/// Two short tables, the roots w^j and w^(step · j), from which the kernel
/// makes every power of w by one product: the constant of a long transform
/// stays small, at an error of one more rounding in double precision.
static Value rootTable(OpBuilder &b, Location loc, int64_t order) {
  int64_t step = 1;
  while (step * step < order)
    step *= 2;
  std::vector<double> parts;
  auto add = [&](int64_t k) {
    auto [re, im] = rootOfUnity(k, order);
    parts.insert(parts.end(), {re, im});
  };
  for (int64_t j = 0; j < step; ++j)
    add(j);
  for (int64_t j = 0; j * step < order; ++j)
    add(j * step);
  auto type = RankedTensorType::get(static_cast<int64_t>(parts.size()),
                                    b.getF64Type());
  return arith::ConstantOp::create(
      b, loc, DenseElementsAttr::get(type, ArrayRef(parts)));
}
/// Whether stages of small radix make up n; a radix costs its square.
static bool isSmooth(int64_t n) {
  for (int64_t p : {2, 3, 5, 7, 11, 13})
    while (n % p == 0)
      n /= p;
  return n == 1;
}
/// The shortest good length of a cyclic convolution that holds 2n - 1.
static int64_t convolutionLength(int64_t n) {
  int64_t best = 0;
  for (int64_t odd : {1, 3, 5, 15}) {
    int64_t m = odd;
    while (m < 2 * n - 1)
      m *= 2;
    best = best ? std::min(best, m) : m;
  }
  return best;
}

/// Long columns that a kernel takes out together; as fftColumns in
/// lib/Kernels/Fft.cpp.
static constexpr int64_t fftColumns = 8;
/// Up to which length lines are lanes of vectors: as many together should stay
/// in the second cache.
static constexpr int64_t mostLanes = 4096;

namespace {
/// What the kernels are told of one axis (lib/Kernels/Fft.cpp), of which there
/// are `outer` × `inner` lines of `length` complex numbers. A real transform
/// (`half`) needs the roots of twice as many.
struct AxisPlan {
  int64_t length, order, convolution, split = 0;
  int64_t lanes, columns; // of a vector; taken out together
  AxisPlan(Type real, int64_t length, bool half, int64_t outer, int64_t inner)
      : length(length), lanes(512 / real.getIntOrFloatBitWidth()),
        columns(inner > 1 ? std::min(inner, fftColumns) : 0) {
    convolution = isSmooth(length) ? 0 : convolutionLength(length);
    order = half || convolution ? 2 * length : length;
    bool lonely = inner == 1 && 2 * outer < lanes && size() >= 64;
    if (size() <= mostLanes && !lonely)
      return;
    for (int64_t n1 = 1; n1 * n1 <= size(); ++n1)
      if (size() % n1 == 0)
        split = n1;
  }
  int64_t size() const { return convolution ? convolution : length; }
  /// Of complex numbers, as LaneTransform and LineTransform lay it out.
  int64_t memory() const {
    int64_t filter = convolution ? convolution + length : 0;
    if (!split)
      return 2 * (size() + 1) * lanes + size() + filter;
    int64_t n2 = size() / split;
    return 2 * std::max(split, n2) * lanes +
           llvm::alignTo(n2, lanes) * split + split + n2 + 2 * size() + filter +
           columns * length;
  }
};
/// The lowering of one op, axis by axis.
struct Axes {
  OpBuilder &b;
  FftOp op;

  Value call(StringRef name, Value x, Type result, SmallVector<int64_t> sizes,
             const AxisPlan &plan, bool inverse) {
    Type y = elementOf(result);
    auto complex = isa<ComplexType>(y) ? cast<ComplexType>(y)
                                       : ComplexType::get(y);
    auto memory = RankedTensorType::get(plan.memory(), complex);
    Value table = rootTable(b, op.getLoc(), plan.order), table2 = table;
    if (plan.convolution)
      table2 = rootTable(b, op.getLoc(), plan.convolution);
    sizes.append({plan.length, plan.order, plan.convolution, plan.split});
    if (name == "fft")
      sizes.push_back(inverse);
    // Kernels apart, as each is compiled when a process first calls it.
    std::string kernel = plan.split ? name.str() + "Long" : name.str();
    return callExtern(b, op.getLoc(),
                      kernelName(kernel, complex.getElementType()),
                      {x, table, table2}, {result, memory}, sizes)[0];
  }
  /// All axes transformed but the last `skip`.
  Value complexAxes(Value x, unsigned skip, bool inverse) {
    auto type = typeOf(x);
    unsigned count = op.getLengths().size();
    for (unsigned i = skip; i < count; ++i) {
      int64_t axis = type.getRank() - 1 - i, n = type.getDimSize(axis);
      if (n == 1)
        continue;
      auto product = [](ArrayRef<int64_t> list) {
        int64_t p = 1;
        for (int64_t s : list)
          p *= s;
        return p;
      };
      int64_t outer = product(type.getShape().take_front(axis)),
              inner = product(type.getShape().drop_front(axis + 1));
      Type real = cast<ComplexType>(type.getElementType()).getElementType();
      x = call("fft", x, type, {outer, inner},
               AxisPlan(real, n, false, outer, inner), inverse);
    }
    return x;
  }
  /// The last axis, from or to n real numbers.
  Value realAxis(StringRef name, Value x, RankedTensorType result) {
    int64_t n = op.getLengths().back();
    int64_t lines = result.getNumElements() / result.getShape().back();
    bool half = n % 2 == 0;
    Type real = elementOf(result);
    if (auto complex = dyn_cast<ComplexType>(real))
      real = complex.getElementType();
    return call(name, x, result, {lines, n},
                AxisPlan(real, half ? n / 2 : n, half, lines, 1), false);
  }
};
} // namespace

LogicalResult FftOp::lower(Lowering &, OpBuilder &b, ValueRange in,
                           Values &out) {
  Axes axes{b, *this};
  auto type = tensorType(getType());
  if (getKind() == "rfft")
    return give(out,
                axes.complexAxes(axes.realAxis("rfft", in[0], type), 1, false));
  if (getKind() == "irfft")
    return give(
        out, axes.realAxis("irfft", axes.complexAxes(in[0], 1, true), type));
  return give(out, axes.complexAxes(in[0], 0, getKind() == "ifft"));
}

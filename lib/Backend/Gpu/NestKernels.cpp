// See NestKernels.h. Three ways to share a nest among threads: a thread for
// each element that is written, a block for each element (reductions along
// dense memory), and a block for each row of a whole group, with barriers
// between its nests.
#include "Backend/Gpu/NestKernels.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace weft::gpu {
using namespace mlir;
using ir::Access;
using ir::Nest;

/// A row shorter than this is one thread's work, a longer one than that is
/// more than a block's.
static constexpr int64_t shortRow = 16, longRow = 1 << 16;
static constexpr int64_t shortSum = 32; // a reduction that one thread does
static constexpr int64_t flatBlock = 256, rowBlock = 256, sumBlock = 1024;

static constexpr int64_t vectorWidth = 4; // elements

using Dims = SmallVector<unsigned>;

/// Dims of a kind from `first` on, the one that memory likes best last.
static Dims dimsOf(const Nest &nest, bool reduction, unsigned first = 0) {
  Dims dims;
  for (unsigned d = first; d < nest.dims.size(); ++d)
    if (nest.dims[d].reduction == reduction)
      dims.push_back(d);
  llvm::stable_sort(dims, [&](unsigned a, unsigned b) {
    auto unit = [&](unsigned d) {
      return llvm::count_if(nest.accesses, [&](const Access &access) {
        return !access.isScalar && std::abs(access.strides[d]) == 1;
      });
    };
    return unit(a) < unit(b);
  });
  return dims;
}

static int64_t points(const Nest &nest, ArrayRef<unsigned> dims) {
  int64_t n = 1;
  for (unsigned d : dims)
    n *= nest.dims[d].size;
  return n;
}

/// Whether the out is a running value over these loops.
static bool isCarried(const Access &access, ArrayRef<unsigned> reduced) {
  return access.isOut && access.isRead && !access.general &&
         llvm::none_of(reduced, [&](unsigned d) { return access.uses(d); });
}

/// The binary op by which the body adds to an out that it carries, and which
/// of its operands that out is; null if the body is not of that form.
static Operation *combinerOf(const Nest &nest, unsigned access,
                             unsigned &accumulator) {
  Block *body = nest.body();
  unsigned numInputs = cast<linalg::LinalgOp>(nest.op).getNumDpsInputs();
  Value argument = body->getArgument(access);
  Value yielded = body->getTerminator()->getOperand(access - numInputs);
  Operation *op = yielded.getDefiningOp();
  if (!argument.hasOneUse() || !yielded.hasOneUse() || !op ||
      op->getBlock() != body || op->getNumOperands() != 2 ||
      op->getOperand(0).getType() != op->getOperand(1).getType() ||
      *argument.user_begin() != op || !arith::getNeutralElement(op))
    return nullptr;
  accumulator = op->getOperand(0) == argument ? 0 : 1;
  return op;
}

static bool isCombinable(const Nest &nest, ArrayRef<unsigned> reduced) {
  for (auto [i, access] : llvm::enumerate(nest.accesses)) {
    if (!access.isOut)
      continue;
    unsigned accumulator;
    if (isCarried(access, reduced) ? !combinerOf(nest, i, accumulator)
                                   : !llvm::all_of(reduced, [&](unsigned d) {
                                       return access.uses(d);
                                     }))
      return false;
  }
  return true;
}

namespace {
/// One nest inside a kernel. `ivs` has a value for each loop entered.
class NestBody {
public:
  using Values = SmallVector<Value>;
  NestBody(Kernel &kernel, const Nest &nest)
      : k(kernel), e(kernel.e), nest(nest), ivs(nest.dims.size()) {}

  void bind(unsigned dim, Value iv) { ivs[dim] = iv; }
  Value iv(unsigned dim) const { return ivs[dim]; }
  /// Loops `dims` at point `flat` of them, counted in row-major order.
  void bind(ArrayRef<unsigned> dims, Value flat);
  /// By this thread alone: the loops `inner`, then the sums.
  LogicalResult serial(ArrayRef<unsigned> inner, ArrayRef<unsigned> reduced);
  /// By all threads of the block: one sum over `reduced`.
  LogicalResult together(ArrayRef<unsigned> reduced);

private:
  LogicalResult reduce(ArrayRef<unsigned> left, ArrayRef<unsigned> reduced,
                       Values &carried);
  LogicalResult body(const Values &carried, Values &yields);
  LogicalResult clone(Operation &op, IRMapping &map);
  FailureOr<Value> address(const Access &access);
  FailureOr<Value> start(const Access &access);
  LogicalResult storeAt(const Access &access, Value value);
  LogicalResult storeDirect(const Values &yields, ArrayRef<unsigned> reduced);
  Value affine(AffineExpr expr);
  Value ivOf(unsigned original);
  unsigned outNumber(unsigned access) const {
    return nest.isCopy()
               ? 0
               : access - cast<linalg::LinalgOp>(nest.op).getNumDpsInputs();
  }

  Kernel &k;
  ir::Emission &e;
  const Nest &nest;
  Values ivs;
};
} // namespace

void NestBody::bind(ArrayRef<unsigned> dims, Value flat) {
  for (unsigned i = dims.size(); i-- > 0;) {
    Value size = e.constant(nest.dims[dims[i]].size);
    ivs[dims[i]] =
        i == 0 ? flat : Value(arith::RemUIOp::create(e.b, e.loc, flat, size));
    if (i > 0)
      flat = arith::DivUIOp::create(e.b, e.loc, flat, size);
  }
}

//===-- Addresses ---------------------------------------------------------===//
Value NestBody::ivOf(unsigned original) {
  for (auto [d, dim] : llvm::enumerate(nest.dims))
    if (dim.original == int(original))
      return ivs[d];
  return e.constant(0); // a loop of one iteration
}

Value NestBody::affine(AffineExpr expr) {
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return ivOf(dim.getPosition());
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return e.constant(constant.getValue());
  auto binary = cast<AffineBinaryOpExpr>(expr);
  Value a = affine(binary.getLHS()), c = affine(binary.getRHS());
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    return e.add(a, c);
  case AffineExprKind::Mul:
    return arith::MulIOp::create(e.b, e.loc, a, c);
  case AffineExprKind::FloorDiv:
    return arith::FloorDivSIOp::create(e.b, e.loc, a, c);
  case AffineExprKind::CeilDiv:
    return arith::CeilDivSIOp::create(e.b, e.loc, a, c);
  default: // a mod c = a - c * floor(a / c)
    Value whole = arith::FloorDivSIOp::create(e.b, e.loc, a, c);
    whole = arith::MulIOp::create(e.b, e.loc, whole, c);
    return arith::SubIOp::create(e.b, e.loc, a, whole);
  }
}

FailureOr<Value> NestBody::address(const Access &access) {
  FailureOr<Value> base = k.pointer(access.operand);
  if (failed(base))
    return failure();
  Value at = e.at(*base, access.element, access.offset);
  if (access.general)
    return e.at(at, access.element, affine(access.general));
  Value index;
  for (auto [iv, stride] : llvm::zip(ivs, access.strides)) {
    if (stride == 0 || !iv)
      continue;
    Value step = e.mul(iv, stride);
    index = index ? e.add(index, step) : step;
  }
  return index ? e.at(at, access.element, index) : at;
}

/// What an out holds before the nest.
FailureOr<Value> NestBody::start(const Access &access) {
  if (access.init)
    return e.constant(access.init);
  FailureOr<Value> at = address(access);
  if (failed(at))
    return failure();
  return e.load(access.element, *at);
}

LogicalResult NestBody::storeAt(const Access &access, Value value) {
  FailureOr<Value> at = address(access);
  if (failed(at))
    return failure();
  e.store(value, *at);
  return success();
}

/// Stores what is not carried from one point of the reduction to the next.
LogicalResult NestBody::storeDirect(const Values &yields,
                                    ArrayRef<unsigned> reduced) {
  for (auto [i, access] : llvm::enumerate(nest.accesses))
    if (access.isOut && (reduced.empty() || !isCarried(access, reduced)) &&
        failed(storeAt(access, yields[outNumber(i)])))
      return failure();
  return success();
}

//===-- The body ----------------------------------------------------------===//
LogicalResult NestBody::clone(Operation &op, IRMapping &map) {
  if (auto index = dyn_cast<linalg::IndexOp>(op)) {
    map.map(index.getResult(), e.toIndex(ivOf(index.getDim())));
    return success();
  }
  if (auto load = dyn_cast<memref::LoadOp>(op)) {
    FailureOr<Value> at = k.pointer(load.getMemRef());
    SmallVector<int64_t> strides;
    if (failed(at) || failed(ir::staticStrides(load.getMemRefType(), strides)))
      return failure();
    for (auto [index, stride] : llvm::zip(load.getIndices(), strides)) {
      if (!map.contains(index)) {
        FailureOr<Value> outside = k.scalar(index);
        if (failed(outside))
          return failure();
        map.map(index, *outside);
      }
      at = e.at(*at, load.getType(), e.mul(e.toI64(map.lookup(index)), stride));
    }
    map.map(load.getResult(), e.load(load.getType(), *at));
    return success();
  }
  WalkResult walk = op.walk([&](Operation *inner) {
    if (inner != &op &&
        (isa<linalg::IndexOp>(inner) ||
         llvm::any_of(inner->getOperandTypes(), llvm::IsaPred<MemRefType>)))
      return inner->emitOpError("under control flow has no GPU code yet"),
             WalkResult::interrupt();
    for (Value v : inner->getOperands()) {
      Operation *def = v.getDefiningOp();
      bool inside =
          map.contains(v) || op.isAncestor(v.getParentBlock()->getParentOp());
      if (inside || (def && op.isAncestor(def)))
        continue;
      FailureOr<Value> outside = k.scalar(v);
      if (failed(outside))
        return WalkResult::interrupt();
      map.map(v, *outside);
    }
    return WalkResult::advance();
  });
  if (walk.wasInterrupted())
    return failure();
  e.b.clone(op, map);
  return success();
}

/// The values that the nest yields at this point, with the carried outs as
/// they are so far (null: as in memory).
LogicalResult NestBody::body(const Values &carried, Values &yields) {
  if (nest.isCopy()) {
    FailureOr<Value> from = address(nest.accesses[0]);
    if (failed(from))
      return failure();
    yields = {e.load(nest.accesses[0].element, *from)};
    return success();
  }
  IRMapping map;
  Block *block = nest.body();
  for (auto [i, access] : llvm::enumerate(nest.accesses)) {
    if (!access.isRead)
      continue;
    FailureOr<Value> value;
    if (access.isScalar)
      value = k.scalar(access.operand);
    else if (carried[i])
      value = carried[i];
    else
      value = start(access);
    if (failed(value))
      return failure();
    map.map(block->getArgument(i), *value);
  }
  for (Operation &op : block->without_terminator())
    if (failed(clone(op, map)))
      return failure();
  for (Value v : block->getTerminator()->getOperands()) {
    FailureOr<Value> value = map.contains(v) ? map.lookup(v) : k.scalar(v);
    if (failed(value))
      return failure();
    yields.push_back(*value);
  }
  return success();
}

//===-- Loops -------------------------------------------------------------===//
/// The loops `left` of a reduction; updates what is carried.
LogicalResult NestBody::reduce(ArrayRef<unsigned> left,
                               ArrayRef<unsigned> reduced, Values &carried) {
  if (left.empty()) {
    Values yields;
    if (failed(body(carried, yields)) || failed(storeDirect(yields, reduced)))
      return failure();
    for (auto [i, value] : llvm::enumerate(carried))
      if (value)
        value = yields[outNumber(i)];
    return success();
  }
  Values flat;
  for (Value v : carried)
    if (v)
      flat.push_back(v);
  LogicalResult result = success();
  auto refill = [&](ValueRange values) {
    unsigned next = 0;
    for (Value &v : carried)
      if (v)
        v = values[next++];
  };
  Values sums =
      e.loop(e.constant(0), e.constant(nest.dims[left[0]].size), 1, flat,
             [&](Value iv, ValueRange now) {
               refill(now);
               ivs[left[0]] = iv;
               if (failed(reduce(left.drop_front(), reduced, carried)))
                 result = failure();
               Values next;
               for (Value v : carried)
                 if (v)
                   next.push_back(v);
               return next;
             });
  refill(sums);
  return result;
}

LogicalResult NestBody::serial(ArrayRef<unsigned> inner,
                               ArrayRef<unsigned> reduced) {
  if (!inner.empty()) {
    LogicalResult result = success();
    e.loop(e.constant(0), e.constant(nest.dims[inner[0]].size), 1, {},
           [&](Value iv, ValueRange) {
             ivs[inner[0]] = iv;
             result = serial(inner.drop_front(), reduced);
             return Values();
           });
    return result;
  }
  Values carried(nest.accesses.size());
  for (auto [i, access] : llvm::enumerate(nest.accesses)) {
    if (reduced.empty() || !isCarried(access, reduced))
      continue;
    FailureOr<Value> value = start(access);
    if (failed(value))
      return failure();
    carried[i] = *value;
  }
  if (failed(reduce(reduced, reduced, carried)))
    return failure();
  for (auto [access, value] : llvm::zip(nest.accesses, carried))
    if (value && failed(storeAt(access, value)))
      return failure();
  return success();
}

LogicalResult NestBody::together(ArrayRef<unsigned> reduced) {
  Values flat;
  Dims carried, accumulators;
  SmallVector<Operation *> combiners;
  for (auto [i, access] : llvm::enumerate(nest.accesses)) {
    if (!isCarried(access, reduced))
      continue;
    unsigned accumulator = 0;
    Operation *op = combinerOf(nest, i, accumulator);
    carried.push_back(i);
    accumulators.push_back(accumulator);
    combiners.push_back(op);
    flat.push_back(e.constant(Attribute(*arith::getNeutralElement(op))));
  }
  LogicalResult result = success();
  Values parts = e.loop(k.thread, e.constant(points(nest, reduced)),
                        k.shape.block, flat, [&](Value iv, ValueRange now) {
                          bind(reduced, iv);
                          Values values(nest.accesses.size()), yields, next;
                          for (auto [i, v] : llvm::zip(carried, now))
                            values[i] = v;
                          if (failed(body(values, yields)) ||
                              failed(storeDirect(yields, reduced))) {
                            result = failure();
                            return Values(now);
                          }
                          for (unsigned i : carried)
                            next.push_back(yields[outNumber(i)]);
                          return next;
                        });
  if (failed(result))
    return failure();
  for (auto [part, op, accumulator] : llvm::zip(parts, combiners, accumulators))
    part = k.reduceBlock(part, op, accumulator);
  k.when(k.less(k.thread, 1), [&] {
    for (auto [i, part, op, accumulator] :
         llvm::zip(carried, parts, combiners, accumulators)) {
      FailureOr<Value> before = start(nest.accesses[i]);
      if (failed(before) ||
          failed(storeAt(nest.accesses[i],
                         k.combine(op, accumulator, *before, part))))
        result = failure();
    }
  });
  return result;
}

/// Whether a thread may take `vectorWidth` neighbours of the last of `dims`,
/// which LLVM then loads and stores as vectors: every operand moves along them
/// densely from an aligned start, or not at all.
static bool takesVectors(const Nest &nest, ArrayRef<unsigned> dims) {
  if (dims.empty() || nest.dims[dims.back()].size % vectorWidth != 0)
    return false;
  return llvm::all_of(nest.accesses, [&](const Access &access) {
    if (access.isScalar)
      return true;
    int64_t along = access.strides[dims.back()];
    if (access.general || along < 0 || along > 1)
      return false;
    return along == 0 || (access.offset % vectorWidth == 0 &&
                          llvm::all_of(dims.drop_back(), [&](unsigned d) {
                            return access.strides[d] % vectorWidth == 0;
                          }));
  });
}

//===-- Kernels -----------------------------------------------------------===//
namespace {
class GroupWriter {
public:
  mlir::gpu::GPUModuleOp module;
  const ir::LoweringOptions &options;
  function_ref<std::string()> name;
  function_ref<void(Kernel &)> launch;

  LogicalResult write(const ir::Group &group);

private:
  LogicalResult single(const Nest &nest);
  LogicalResult threadPerRow(ArrayRef<Nest> nests, int64_t rows);
  LogicalResult blockPerRow(ArrayRef<Nest> nests, int64_t rows);
  LogicalResult blockPerSum(const Nest &nest, const Dims &outer,
                            const Dims &reduced);
  template <class Body>
  LogicalResult perThread(ArrayRef<Nest> nests, int64_t threads, Body body);
};
} // namespace

/// A kernel whose thread i does body(kernel, i), for `threads` of them.
template <class Body>
LogicalResult GroupWriter::perThread(ArrayRef<Nest> nests, int64_t threads,
                                     Body body) {
  KernelShape shape;
  shape.block = flatBlock;
  shape.grid[0] = llvm::divideCeil(threads, flatBlock);
  Kernel kernel(module, name(), nests, shape, options);
  ir::Emission &e = kernel.e;
  Value i = e.add(e.mul(kernel.block[0], flatBlock), kernel.thread);
  LogicalResult result = success();
  kernel.when(kernel.less(i, threads), [&] { result = body(kernel, i); });
  kernel.finish();
  launch(kernel);
  return result;
}

LogicalResult GroupWriter::threadPerRow(ArrayRef<Nest> nests, int64_t rows) {
  return perThread(nests, rows, [&](Kernel &kernel, Value row) {
    for (const Nest &nest : nests) {
      NestBody body(kernel, nest);
      body.bind(0u, row);
      if (failed(body.serial(dimsOf(nest, false, 1), dimsOf(nest, true, 1))))
        return failure();
    }
    return success();
  });
}

LogicalResult GroupWriter::blockPerSum(const Nest &nest, const Dims &outer,
                                       const Dims &reduced) {
  KernelShape shape;
  shape.grid[0] = points(nest, outer);
  int64_t most = outer.empty() ? sumBlock : rowBlock;
  shape.block = 32;
  while (shape.block < most && shape.block < points(nest, reduced))
    shape.block *= 2;
  Kernel kernel(module, name(), nest, shape, options);
  NestBody body(kernel, nest);
  body.bind(outer, kernel.block[0]);
  LogicalResult result = body.together(reduced);
  kernel.finish();
  launch(kernel);
  return result;
}

LogicalResult GroupWriter::single(const Nest &nest) {
  Dims outer = dimsOf(nest, false), reduced = dimsOf(nest, true);
  int64_t count = points(nest, outer), length = points(nest, reduced);
  if (count == 0)
    return success();
  bool dense = !reduced.empty() &&
               llvm::any_of(nest.accesses, [&](const Access &access) {
                 return !access.isScalar && !access.isOut &&
                        std::abs(access.strides[reduced.back()]) == 1;
               });
  if (length >= shortSum && isCombinable(nest, reduced) &&
      (dense || count < flatBlock))
    return blockPerSum(nest, outer, reduced);
  bool vectors = reduced.empty() && takesVectors(nest, outer) &&
                 count >= vectorWidth * flatBlock;
  int64_t each = vectors ? vectorWidth : 1;
  return perThread(nest, count / each, [&](Kernel &kernel, Value i) {
    NestBody body(kernel, nest);
    ir::Emission &e = kernel.e;
    body.bind(outer, e.mul(i, each));
    Value first = vectors ? body.iv(outer.back()) : Value();
    for (int64_t at = 0; at < each; ++at) {
      if (vectors)
        body.bind(outer.back(), e.add(first, e.constant(at)));
      if (failed(body.serial({}, reduced)))
        return failure();
    }
    return success();
  });
}

LogicalResult GroupWriter::blockPerRow(ArrayRef<Nest> nests, int64_t rows) {
  KernelShape shape;
  shape.grid[0] = rows;
  shape.block = 32;
  shape.exchanges = true;
  for (const Nest &nest : nests)
    while (shape.block < rowBlock && shape.block * rows < nest.iterations())
      shape.block *= 2;
  Kernel kernel(module, name(), nests, shape, options);
  ir::Emission &e = kernel.e;
  LogicalResult result = success();
  for (const Nest &nest : nests) {
    if (&nest != nests.data())
      kernel.barrier(); // what the row's nests so far have written
    NestBody body(kernel, nest);
    body.bind(0u, kernel.block[0]);
    Dims inner = dimsOf(nest, false, 1), reduced = dimsOf(nest, true, 1);
    int64_t count = points(nest, inner), length = points(nest, reduced);
    bool sums = length >= shortSum && count < shape.block &&
                isCombinable(nest, reduced);
    if (sums && count == 1) {
      result = body.together(reduced);
    } else {
      Value from = sums ? e.constant(0) : kernel.thread;
      e.loop(from, e.constant(count), sums ? 1 : shape.block, {},
             [&](Value i, ValueRange) {
               body.bind(inner, i);
               result =
                   sums ? body.together(reduced) : body.serial({}, reduced);
               return SmallVector<Value>();
             });
    }
    if (failed(result))
      return failure();
  }
  kernel.finish();
  launch(kernel);
  return success();
}

LogicalResult GroupWriter::write(const ir::Group &group) {
  int64_t longest = 0;
  for (const Nest &nest : group.nests)
    longest = std::max(longest, nest.iterations());
  if (group.rows > 0 && longest <= group.rows * shortRow)
    return threadPerRow(group.nests, group.rows);
  if (group.rows > 0 && longest <= group.rows * longRow)
    return blockPerRow(group.nests, group.rows);
  for (const Nest &nest : group.nests)
    if (failed(single(nest)))
      return failure();
  return success();
}

LogicalResult writeGroup(mlir::gpu::GPUModuleOp module, const ir::Group &group,
                         const ir::LoweringOptions &options,
                         function_ref<std::string()> name,
                         function_ref<void(Kernel &)> launch) {
  return GroupWriter{module, options, name, launch}.write(group);
}

} // namespace weft::gpu

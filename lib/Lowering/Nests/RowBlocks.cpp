// See RowBlocks.h. Recognition is arithmetic on strides, as everywhere on
// nests. No op, no function and no axis order is named.
#include "Lowering/Nests/RowSteps.h"
#include "Lowering/Nests/RowsAgain.h"

#include "Lowering/Buffers/Arena.h"
#include "Lowering/Buffers/Bufferise.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace weft::ir {
using namespace mlir;

/// Bytes of scratch that stay in the second cache beside what passes through
/// it; and the most that a thread's stack is asked for.
static constexpr int64_t cacheBytes = 512 << 10, stackBytes = 1 << 20;
/// What each block reads whole, the products' other operands, is to stay near
/// as well, or to be little beside what lies between.
static constexpr int64_t nearBytes = 1 << 20, timesLarger = 4;
/// What threads share is to be so many pieces at least.
static constexpr int64_t minUnits = 16;

const RowBlocks::Scratch *RowBlocks::scratchOf(Value memref) const {
  auto found = scratch.find(rootBuffer(memref));
  return found == scratch.end() ? nullptr : &found->second;
}

Operation *RowBlocks::place() const {
  Operation *last = steps.back().op;
  for (const Step &step : steps)
    if (last->isBeforeInBlock(step.op))
      last = step.op;
  return last;
}

int64_t RowBlocks::blocksOfPart() const {
  ArrayRef<int64_t> serial = ArrayRef(loops).drop_back().drop_front(shared());
  return llvm::divideCeil(
      ShapedType::getNumElements(serial) * blocks(), parts);
}

bool RowChains::isScratch(Operation *alloc) const {
  Value v = alloc->getResult(0);
  return llvm::any_of(all, [&](const RowBlocks &chain) {
    return chain.scratch.contains(v) || llvm::is_contained(chain.dropped, v);
  });
}

namespace {
class Finder {
public:
  Finder(RowSteps steps, const LoweringOptions &options)
      : options(options), written(std::move(steps.written)) {
    chain.steps = std::move(steps.steps);
  }
  std::optional<RowBlocks> find();

private:
  using Step = RowBlocks::Step;
  bool sumsOverRows(const Step &step) const;
  bool isIndependent() const;
  bool chooseScratch();
  void gatherRows();
  bool takesOver(unsigned step, const Access &in, const Access &out) const;
  void shareScratch();
  bool matchProducts();
  bool pays() const;
  bool chooseBlock();
  bool isLocal(Value alloc, int64_t &length) const;

  const LoweringOptions &options;
  RowBlocks chain;
  llvm::SetVector<Value> written; // by steps
};
} // namespace

//===-- What they touch ---------------------------------------------------===//
/// What an access touches of a row: strides and sizes, by stride; and the same
/// of the chain's loops. Loops that do not move it are left out of the former.
using Strides = SmallVector<std::pair<int64_t, int64_t>, 4>;
static std::pair<Strides, Strides> footprint(const Nest &nest,
                                             const Access &access,
                                             unsigned loops) {
  Strides row, rows;
  for (auto [d, dim] : llvm::enumerate(nest.dims)) {
    if (d < loops)
      rows.push_back({access.strides[d], dim.size});
    else if (access.strides[d] != 0)
      row.push_back({access.strides[d], dim.size});
  }
  llvm::sort(row);
  return {row, rows};
}

/// Whether each stride passes over all that smaller ones reach.
static bool passOver(Strides strides, int64_t reach) {
  llvm::sort(strides);
  for (auto [stride, size] : strides) {
    if (stride <= reach)
      return false;
    reach += stride * (size - 1);
  }
  return true;
}

/// Whether rows of the access lie apart, each in an interval of its own.
static bool rowsApart(const Nest &nest, const Access &access, unsigned loops) {
  if (access.general || access.offset < 0)
    return false;
  auto [row, rows] = footprint(nest, access, loops);
  int64_t reach = 0;
  for (auto [stride, size] : row) {
    if (stride < 0)
      return false;
    reach += stride * (size - 1);
  }
  return passOver(rows, reach);
}

/// Whether a row of one access never meets another row of the other: both are
/// apart, or the rows are interleaved, in both alike.
static bool neverMeet(const Nest &a, const Access &x, const Nest &b,
                      const Access &y, unsigned loops) {
  if (rowsApart(a, x, loops) && rowsApart(b, y, loops))
    return true;
  if (x.general || y.general || x.offset < 0)
    return false;
  auto [row, rows] = footprint(a, x, loops);
  if (footprint(b, y, loops) != std::pair(row, rows))
    return false;
  llvm::append_range(row, rows);
  return passOver(row, 0);
}

bool Finder::sumsOverRows(const Step &step) const {
  return step.nest.dims[chain.loops.size() - 1].reduction;
}

/// Whether no row of any step touches what another row writes, but for what is
/// summed over all, which nobody else touches.
bool Finder::isIndependent() const {
  unsigned loops = chain.loops.size();
  DenseMap<Value, std::pair<const Nest *, const Access *>> writes;
  for (const Step &step : chain.steps)
    for (const Access &access : step.nest.accesses)
      if (access.isOut)
        writes[rootBuffer(access.operand)] = {&step.nest, &access};
  for (const Step &step : chain.steps) {
    bool sums = sumsOverRows(step);
    for (unsigned d = 0; d < loops; ++d)
      if (step.nest.dims[d].reduction != (sums && d >= chain.shared()) ||
          (sums && !step.product))
        return false;
    for (const Access &access : step.nest.accesses) {
      if (access.isScalar)
        continue;
      Value root = rootBuffer(access.operand);
      Operation *def = root.getDefiningOp();
      if (def && !isa<memref::AllocOp, memref::GetGlobalOp>(def))
        return false;
      auto found = writes.find(root);
      if (found == writes.end())
        continue;
      auto [nest, other] = found->second;
      if (sums && &access == other) {
        if (!rowsApart(step.nest, access, chain.shared()))
          return false;
        continue;
      }
      if (!neverMeet(step.nest, access, *nest, *other, loops) ||
          ArrayRef(access.strides).take_front(loops) !=
              ArrayRef(other->strides).take_front(loops) ||
          access.offset != other->offset ||
          withoutReshapes(access.operand) != withoutReshapes(other->operand))
        return false;
    }
    if (Block *body = step.nest.body())
      for (Operation &op : *body)
        for (Value v : memrefsOf(&op))
          if (writes.contains(rootBuffer(v)))
            return false;
  }
  return true;
}

/// Whether nobody but the steps knows of the allocation; `length` is what its
/// rows take, in elements.
bool Finder::isLocal(Value alloc, int64_t &length) const {
  SmallVector<Value> worklist{alloc};
  while (!worklist.empty())
    for (Operation *user : worklist.pop_back_val().getUsers()) {
      if (isa<memref::ExpandShapeOp, memref::CollapseShapeOp, memref::CastOp>(
              user))
        worklist.push_back(user->getResult(0));
      else if (llvm::none_of(chain.steps,
                             [&](const Step &s) { return s.op == user; }))
        return false;
    }
  length = 0;
  unsigned loops = chain.loops.size();
  for (const Step &step : chain.steps)
    for (const Access &access : step.nest.accesses) {
      if (access.isScalar || rootBuffer(access.operand) != alloc)
        continue;
      if (!rowsApart(step.nest, access, loops))
        return false;
      int64_t last = access.offset;
      for (unsigned d = loops; d < step.nest.dims.size(); ++d)
        last += access.strides[d] * (step.nest.dims[d].size - 1);
      length = std::max(length, last + 1);
    }
  return true;
}

bool Finder::chooseScratch() {
  llvm::SmallDenseSet<Value, 2> sums;
  for (const Step &step : chain.steps)
    if (sumsOverRows(step))
      sums.insert(rootBuffer(step.nest.accesses.back().operand));
  for (Value root : written) {
    int64_t length;
    if (sums.contains(root) || !root.getDefiningOp<memref::AllocOp>() ||
        !isLocal(root, length))
      continue;
    Type element = cast<MemRefType>(root.getType()).getElementType();
    // A line more than a multiple of lines: rows of a page's length would meet
    // in the same sets of the first cache.
    int64_t line = std::max<int64_t>(1, 64 / elementBytes(element));
    int64_t stride =
        length < line ? length : llvm::alignTo(length, line) + line;
    chain.scratch[root] = {stride, element};
  }
  return chain.scratchOf(chain.steps[0].nest.accesses.back().operand);
}

/// Work on rows goes in front of products that have nothing to do with it: what
/// comes before and after them is one loop.
void Finder::gatherRows() {
  auto meet = [](const Step &x, const Step &y) {
    for (const Access &a : x.nest.accesses)
      for (const Access &b : y.nest.accesses)
        if (!a.isScalar && !b.isScalar && (a.isOut || b.isOut) &&
            rootBuffer(a.operand) == rootBuffer(b.operand))
          return true;
    return false;
  };
  auto &steps = chain.steps;
  for (unsigned i = 1; i < steps.size(); ++i)
    for (unsigned j = i; !steps[j].product && j > 1 && steps[j - 1].product &&
                         !meet(steps[j - 1], steps[j]);
         --j)
      std::swap(steps[j - 1], steps[j]);
}

/// Whether the step may write `out` over `in`: it is the last to read the one
/// and the first to touch the other, element by element.
bool Finder::takesOver(unsigned step, const Access &in,
                       const Access &out) const {
  const auto *from = in.isScalar ? nullptr : chain.scratchOf(in.operand),
             *to = chain.scratchOf(out.operand);
  Value source = in.isScalar ? Value() : rootBuffer(in.operand),
        target = rootBuffer(out.operand);
  if (!from || !to || source == target || in.element != out.element ||
      from->rowStride != to->rowStride || out.isRead || out.init ||
      in.offset != out.offset || in.strides != out.strides ||
      llvm::is_contained(out.strides, 0))
    return false;
  for (auto [i, other] : llvm::enumerate(chain.steps))
    for (const Access &access : other.nest.accesses) {
      if (access.isScalar || &access == &in || &access == &out)
        continue;
      Value root = rootBuffer(access.operand);
      if ((root == source && i >= step) || (root == target && i <= step))
        return false;
    }
  return true;
}

/// Scores and what softmax makes of them are one array: twice the rows.
void Finder::shareScratch() {
  for (unsigned i = 1; i + 1 < chain.steps.size(); ++i) {
    Nest &nest = chain.steps[i].nest;
    if (chain.steps[i].product)
      continue;
    for (Access &out : nest.accesses)
      for (const Access &in : nest.accesses) {
        if (!out.isOut || in.isOut || !takesOver(i, in, out))
          continue;
        Value from = rootBuffer(in.operand), to = rootBuffer(out.operand);
        chain.dropped.push_back(to);
        chain.scratch.erase(to);
        for (Step &step : chain.steps)
          for (Access &access : step.nest.accesses)
            if (!access.isScalar && rootBuffer(access.operand) == to)
              access.operand = from;
        break;
      }
  }
}

//===-- Products and blocks -----------------------------------------------===//
bool Finder::matchProducts() {
  unsigned loops = chain.loops.size();
  for (Step &step : chain.steps) {
    if (!step.product)
      continue;
    auto op = cast<linalg::LinalgOp>(step.op);
    step.product = matchContraction(op, options, &step.nest, loops);
    if (!step.product || step.product->outer.size() != loops - 1 ||
        !step.product->outerK.empty() ||
        !step.product->kind.readsInPlace())
      return false;
    Contraction &product = *step.product;
    // What a product in scratch starts with is not there.
    if (chain.scratchOf(product.c) &&
        (product.accumulate || product.rows != Contraction::Rows::M))
      return false;
    for (auto [memref, stride] : {std::pair(product.a, &Contraction::Loop::a),
                                  std::pair(product.b, &Contraction::Loop::b),
                                  std::pair(product.c, &Contraction::Loop::c)})
      if (const RowBlocks::Scratch *scratch = chain.scratchOf(memref)) {
        for (Contraction::Loop &loop : product.outer)
          loop.*stride = 0;
        product.rowLoop().*stride = scratch->rowStride;
      }
  }
  // In scratch, a row is found by its number in the block.
  for (Step &step : chain.steps)
    for (Access &access : step.nest.accesses)
      if (!access.isScalar && chain.scratchOf(access.operand))
        std::fill_n(access.strides.begin(), loops, 0);
  return true;
}

/// Each block of rows passes over all of the products' other operands, and of
/// what it adds to, which a product by itself does less often.
bool Finder::pays() const {
  int64_t between = 0, other = 0,
          outer =
              ShapedType::getNumElements(ArrayRef(chain.loops).drop_back());
  for (const Step &step : chain.steps) {
    if (!step.product)
      continue;
    const Contraction &p = *step.product;
    int64_t bytes = elementBytes(p.kind.operand);
    if (chain.scratchOf(p.c))
      between += p.m.size * p.n.size * bytes;
    other += bytes * (p.rows == Contraction::Rows::M   ? p.k.size * p.n.size
                      : p.rows == Contraction::Rows::N ? p.k.size * p.m.size
                                                       : 2 * p.m.size *
                                                             p.n.size);
  }
  return outer * between >= minBytesBetween &&
         (other <= nearBytes || between >= timesLarger * other);
}

bool Finder::chooseBlock() {
  int64_t rowBytes = 0, outer = ShapedType::getNumElements(
                            ArrayRef(chain.loops).drop_back());
  for (auto &[alloc, scratch] : chain.scratch)
    rowBytes += scratch.rowStride * elementBytes(scratch.element);
  GemmShape shape = gemmShape(chain.steps[0].product->kind);
  int64_t most = std::max(cacheBytes / rowBytes, 4 * shape.mr);
  most = std::min(most, stackBytes / rowBytes);
  if (most < 1)
    return false;
  // Enough blocks for many threads, of about one size, and whole tiles.
  while (outer * llvm::divideCeil(chain.rows(), most) < minUnits &&
         most > 8 * shape.mr)
    most /= 2;
  chain.block = chain.rows();
  if (most >= chain.rows())
    return true;
  bool columns = llvm::any_of(chain.steps, [](const Step &step) {
    return step.product && step.product->rows == Contraction::Rows::N;
  });
  int64_t unit = columns ? shape.nr : shape.mr;
  if (most >= unit)
    most -= most % unit;
  int64_t rows =
      llvm::divideCeil(chain.rows(), llvm::divideCeil(chain.rows(), most));
  chain.block = std::min<int64_t>(most, llvm::alignTo(rows, unit));
  return true;
}

std::optional<RowBlocks> Finder::find() {
  if (!shareRowLoops(chain, written) || !isIndependent() || !chooseScratch())
    return std::nullopt;
  gatherRows();
  shareScratch();
  if (!matchProducts() || !pays() || !chooseBlock())
    return std::nullopt;
  chain.parts = chain.summed > 0 ? 1 : chain.blocks();
  unsigned loops = chain.loops.size();
  for (Step &step : chain.steps) {
    if (sumsOverRows(step))
      step.product->k.size = chain.block;
    mergeDims(step.nest, loops);
    orderDims(step.nest, loops);
  }
  return std::move(chain);
}

/// The sum of the first axis' slices, behind `place`.
static Operation *sumSlices(Operation *place, Value slices, Value out,
                            bool toContents) {
  OpBuilder b(place->getContext());
  b.setInsertionPointAfter(place);
  auto type = cast<MemRefType>(out.getType());
  unsigned rank = type.getRank();
  SmallVector<AffineExpr> of;
  for (unsigned d = 0; d < rank; ++d)
    of.push_back(b.getAffineDimExpr(d));
  auto map = [&] { return AffineMap::get(rank + 1, 0, of, b.getContext()); };
  AffineMap to = map();
  of.insert(of.begin(), b.getAffineDimExpr(rank));
  SmallVector<utils::IteratorType> loops(rank, utils::IteratorType::parallel);
  loops.push_back(utils::IteratorType::reduction);
  auto sum = linalg::GenericOp::create(
      b, place->getLoc(), slices, out, {map(), to}, loops,
      [](OpBuilder &b, Location loc, ValueRange in) {
        linalg::YieldOp::create(
            b, loc, Value(arith::AddFOp::create(b, loc, in[0], in[1])));
      });
  if (!toContents)
    sum->setAttr(initAttr, b.getArrayAttr(b.getZeroAttr(type.getElementType())));
  return sum;
}

/// Where few heads are there for many threads, each sums parts of the rows, and
/// these sums are added up behind the chain, if they are little beside what is
/// not kept. Returns the last op.
static Operation *splitSums(RowBlocks &chain, Operation *end) {
  int64_t between = 0, sums = 0;
  for (auto &[alloc, scratch] : chain.scratch)
    between += bufferBytes(cast<MemRefType>(alloc.getType()));
  SmallVector<Contraction *, 2> products;
  for (RowBlocks::Step &step : chain.steps) {
    if (!step.product || step.product->rows != Contraction::Rows::K)
      continue;
    auto type = cast<MemRefType>(step.product->c.getType());
    if (!type.getLayout().isIdentity())
      return end;
    products.push_back(&*step.product);
    sums += bufferBytes(type);
  }
  int64_t blocks = chain.blocksOfPart(),
          outer = ShapedType::getNumElements(
              ArrayRef(chain.loops).take_front(chain.shared()));
  int64_t parts = std::min<int64_t>(blocks, llvm::divideCeil(minUnits, outer));
  if (products.empty() || parts == 1 || timesLarger * parts * sums > between)
    return end;
  chain.parts = parts;
  chain.parts = llvm::divideCeil(blocks, chain.blocksOfPart()); // none is empty
  for (Contraction *product : products) {
    auto type = cast<MemRefType>(product->c.getType());
    SmallVector<int64_t> shape{chain.parts};
    llvm::append_range(shape, type.getShape());
    OpBuilder b(chain.steps.front().op);
    Value slices = memref::AllocOp::create(
        b, end->getLoc(), MemRefType::get(shape, type.getElementType()));
    end = sumSlices(end, slices, product->c, product->accumulate);
    product->outer.push_back({chain.parts, 0, 0, type.getNumElements()});
    product->c = slices;
    product->accumulate = false;
  }
  return end;
}

namespace {
struct Found {
  RowBlocks chain;
  SmallVector<Operation *> waiting;
};
} // namespace

/// The longest chain that begins with a product.
static std::optional<Found> findRowChain(linalg::LinalgOp first,
                                         const LoweringOptions &options) {
  for (Operation *end : rowChainEnds(first, options)) {
    std::optional<RowSteps> steps = collectRowSteps(first, end, options);
    if (!steps)
      continue;
    SmallVector<Operation *> waiting = steps->waiting;
    if (auto chain = Finder(std::move(*steps), options).find())
      return Found{std::move(*chain), std::move(waiting)};
  }
  return std::nullopt;
}

/// Whether `chain` has steps of `other`, or needs what those do, though it runs
/// before them.
static bool isInTheWay(const RowBlocks &other, const RowBlocks &chain) {
  Operation *place = chain.place();
  bool later = place->getBlock() == other.place()->getBlock() &&
               place->isBeforeInBlock(other.place());
  for (const RowBlocks::Step &x : other.steps)
    for (const RowBlocks::Step &y : chain.steps)
      if (x.op == y.op || (later && (mayMeet(x.op, y.op))))
        return true;
  return false;
}

static void add(RowChains &chains, Found found) {
  RowBlocks &chain = found.chain;
  Operation *last = splitSums(chain, chain.place());
  for (Operation *op : llvm::reverse(found.waiting))
    op->moveAfter(last);
  // For who reads the stages.
  auto rows = Builder(last).getI64IntegerAttr(chain.block);
  for (const RowBlocks::Step &step : chain.steps) {
    chains.of[step.op] = chains.all.size();
    step.op->setAttr(rowBlocksAttr, rows);
  }
  for (auto &[alloc, scratch] : chain.scratch)
    alloc.getDefiningOp()->setAttr(rowBlocksAttr, rows);
  chains.all.push_back(std::move(chain));
}

static bool fits(const RowChains &chains, const Found &found) {
  return llvm::none_of(chains.all, [&](const RowBlocks &other) {
    return isInTheWay(other, found.chain);
  });
}

/// A chain that keeps arrays for a later one, and that one, as two that keep
/// none: the later one makes them again.
static bool addBoth(RowChains &chains, linalg::LinalgOp op, const Found &found,
                    const LoweringOptions &options) {
  std::optional<RowsAgain> again = RowsAgain::copy(found.chain);
  if (!again)
    return false;
  std::optional<Found> later = findRowChain(again->first(), options),
                       earlier = findRowChain(op, options);
  if (!earlier || !later || !again->isInside(later->chain) ||
      !fits(chains, *earlier) || !fits(chains, *later) ||
      isInTheWay(earlier->chain, later->chain)) {
    again->undo();
    return false;
  }
  add(chains, std::move(*earlier));
  add(chains, std::move(*later));
  return true;
}

RowChains findRowChains(func::FuncOp func, const LoweringOptions &options) {
  RowChains chains;
  SmallVector<linalg::LinalgOp> products;
  func.walk([&](linalg::LinalgOp op) {
    if (matchContraction(op, options))
      products.push_back(op);
  });
  for (linalg::LinalgOp op : products) {
    if (chains.contains(op))
      continue;
    std::optional<Found> found = findRowChain(op, options);
    if (found && fits(chains, *found) &&
        !addBoth(chains, op, *found, options))
      add(chains, std::move(*found));
  }
  return chains;
}

} // namespace weft::ir

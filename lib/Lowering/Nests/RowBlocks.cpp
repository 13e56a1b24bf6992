// See RowBlocks.h. Recognition is arithmetic on strides, as everywhere on
// nests: loops of two ops are the same loop where they walk an array that both
// touch by the same stride. No op, no function and no axis order is named.
#include "Lowering/Nests/RowSteps.h"

#include "Lowering/Buffers/Views.h"

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

const RowBlocks::Scratch *RowBlocks::scratchOf(Value memref) const {
  auto found = scratch.find(rootBuffer(memref));
  return found == scratch.end() ? nullptr : &found->second;
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
  Finder(linalg::LinalgOp first, const LoweringOptions &options)
      : first(first), options(options) {}
  std::optional<RowBlocks> find();

private:
  using Step = RowBlocks::Step;
  bool start();
  bool align(Step &step);
  bool alignLoop(Step &step, unsigned &loop, const Access &access,
                 int64_t stride);
  bool splitLoop(unsigned loop, int64_t outer);
  bool chooseRows();
  bool isIndependent() const;
  bool chooseScratch();
  bool takesOver(unsigned step, const Access &in, const Access &out) const;
  void shareScratch();
  bool matchProducts();
  bool pays() const;
  bool chooseBlock();
  bool isLocal(Value alloc, int64_t &length) const;

  linalg::LinalgOp first;
  const LoweringOptions &options;
  RowBlocks chain;
  llvm::SetVector<Value> written; // by steps, in their order
  /// By step: which of its loops each loop of the chain is.
  SmallVector<SmallVector<unsigned>> at;
  /// Strides of the chain's loops in the arrays that steps write.
  DenseMap<Value, SmallVector<int64_t>> rowStrides;
};
} // namespace

//===-- The loops that they share -----------------------------------------===//
/// The chain's loops, as the first product has them: all of its result's but
/// the one that is dense.
bool Finder::start() {
  Nest &nest = chain.steps[0].nest;
  const Access &out = nest.accesses.back();
  if (out.general)
    return false;
  auto &loops = at.emplace_back();
  auto &strides = rowStrides[rootBuffer(out.operand)];
  bool dense = false;
  for (auto [d, dim] : llvm::enumerate(nest.dims)) {
    dense |= out.strides[d] == 1;
    if (out.strides[d] == 0 || out.strides[d] == 1)
      continue;
    loops.push_back(d);
    strides.push_back(out.strides[d]);
    chain.loops.push_back(dim.size);
  }
  return dense && !loops.empty();
}

/// Makes two of a loop of the chain, in the steps that are aligned already.
bool Finder::splitLoop(unsigned loop, int64_t outer) {
  int64_t inner = chain.loops[loop] / outer;
  for (auto [step, dims] : llvm::zip(chain.steps, at)) {
    unsigned d = dims[loop];
    if (step.nest.dims[d].pinned)
      return false;
    splitDim(step.nest, d, outer);
    for (unsigned &other : dims)
      other += other > d;
    dims.insert(dims.begin() + loop + 1, d + 1);
  }
  for (auto &[root, strides] : rowStrides)
    strides.insert(strides.begin() + loop, strides[loop] * inner);
  chain.loops[loop] = inner;
  chain.loops.insert(chain.loops.begin() + loop, outer);
  return true;
}

/// Finds the step's own loop for one of the chain; if it is shorter, the
/// chain's is split and `loop` is the inner half.
bool Finder::alignLoop(Step &step, unsigned &loop, const Access &access,
                       int64_t stride) {
  for (unsigned d = 0; d < step.nest.dims.size(); ++d) {
    if (access.strides[d] != stride)
      continue;
    int64_t own = step.nest.dims[d].size, size = chain.loops[loop];
    if (own > size && own % size == 0 && !step.nest.dims[d].pinned) {
      splitDim(step.nest, d, own / size);
      return true;
    }
    if (own < size && size % own == 0) {
      if (!splitLoop(loop, size / own))
        return false;
      ++loop;
      return true;
    }
    return own == size;
  }
  return false;
}

bool Finder::align(Step &step) {
  for (const Access &access : step.nest.accesses) {
    Value root = access.isScalar ? Value() : rootBuffer(access.operand);
    auto known = rowStrides.find(root);
    if (!root || known == rowStrides.end() || access.general)
      continue;
    // Innermost first: what is left of a longer loop is found by its stride.
    for (unsigned j = chain.loops.size(); j-- > 0;) {
      unsigned loop = j;
      if (!alignLoop(step, loop, access, rowStrides[root][j]))
        return false;
      j = loop;
    }
    SmallVector<unsigned> dims;
    for (int64_t stride : rowStrides[root])
      dims.push_back(llvm::find(access.strides, stride) -
                     access.strides.begin());
    at.push_back(dims);
    for (const Access &out : step.nest.accesses) {
      if (!out.isOut)
        continue;
      SmallVector<int64_t> strides;
      for (unsigned d : dims)
        strides.push_back(out.strides[d]);
      rowStrides.insert({rootBuffer(out.operand), strides});
    }
    return true;
  }
  return false;
}

/// The rows are the longest loop along which both products read rows of one
/// operand and all of the other.
bool Finder::chooseRows() {
  auto isRows = [](const Step &step, unsigned dim) {
    return step.nest.accesses[0].uses(dim) != step.nest.accesses[1].uses(dim);
  };
  int best = -1;
  for (unsigned j = 0; j < chain.loops.size(); ++j)
    if (isRows(chain.steps.front(), at.front()[j]) &&
        isRows(chain.steps.back(), at.back()[j]) &&
        (best < 0 || chain.loops[j] > chain.loops[best]))
      best = j;
  if (best < 0)
    return false;
  auto toEnd = [&](auto &list) {
    std::rotate(list.begin() + best, list.begin() + best + 1, list.end());
  };
  toEnd(chain.loops);
  for (auto &[root, strides] : rowStrides)
    toEnd(strides);
  for (auto [step, dims] : llvm::zip(chain.steps, at)) {
    toEnd(dims);
    SmallVector<unsigned> order(dims);
    for (unsigned d = 0; d < step.nest.dims.size(); ++d)
      if (!llvm::is_contained(dims, d))
        order.push_back(d);
    permuteDims(step.nest, order);
  }
  return true;
}

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

/// Whether no row of any step touches what another row writes.
bool Finder::isIndependent() const {
  unsigned loops = chain.loops.size();
  DenseMap<Value, std::pair<const Nest *, const Access *>> writes;
  for (const Step &step : chain.steps)
    for (const Access &access : step.nest.accesses)
      if (access.isOut)
        writes[rootBuffer(access.operand)] = {&step.nest, &access};
  for (const Step &step : chain.steps) {
    for (unsigned d = 0; d < loops; ++d)
      if (step.nest.dims[d].reduction)
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
  for (Value root : written) {
    int64_t length;
    if (!root.getDefiningOp<memref::AllocOp>() || !isLocal(root, length))
      continue;
    Type element = cast<MemRefType>(root.getType()).getElementType();
    // A line more than a multiple of lines: rows of a page's length would meet
    // in the same sets of the first cache.
    int64_t line = std::max<int64_t>(1, 64 / elementBytes(element));
    int64_t stride =
        length < line ? length : llvm::alignTo(length, line) + line;
    chain.scratch[root] = {stride, element};
  }
  const Step &last = chain.steps.back();
  auto isHeld = [&](const Access &a) { return chain.scratchOf(a.operand); };
  return isHeld(chain.steps[0].nest.accesses.back()) &&
         !isHeld(last.nest.accesses[0]) != !isHeld(last.nest.accesses[1]);
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
  for (Step *step : {&chain.steps.front(), &chain.steps.back()}) {
    auto op = cast<linalg::LinalgOp>(step->op);
    step->product = matchContraction(op, options, &step->nest, loops);
    if (!step->product || step->product->outer.size() != loops - 1 ||
        !step->product->outerK.empty() ||
        !step->product->kind.readsInPlace())
      return false;
    Contraction &product = *step->product;
    bool makes = step == &chain.steps.front();
    bool columns = product.rowsAreColumns;
    Value held = makes ? product.c : columns ? product.b : product.a;
    auto stride = makes     ? &Contraction::Loop::c
                  : columns ? &Contraction::Loop::b
                            : &Contraction::Loop::a;
    const RowBlocks::Scratch *scratch = chain.scratchOf(held);
    // What the first one starts with is not there.
    if (!scratch || (makes && (product.accumulate || columns)))
      return false;
    for (Contraction::Loop &loop : product.outer)
      loop.*stride = 0;
    Contraction::Loop &rows = columns ? product.n : product.m;
    rows.*stride = scratch->rowStride;
  }
  // In scratch, a row is found by its number in the block.
  for (Step &step : chain.steps)
    for (Access &access : step.nest.accesses)
      if (!access.isScalar && chain.scratchOf(access.operand))
        std::fill_n(access.strides.begin(), loops, 0);
  return true;
}

/// Each block of rows passes over all of the products' other operands, which a
/// product by itself does less often.
bool Finder::pays() const {
  const Contraction &first = *chain.steps.front().product,
                    &last = *chain.steps.back().product;
  int64_t bytes = elementBytes(first.kind.operand), outer = 1;
  int64_t between = chain.rows() * first.n.size * bytes,
          depth = first.k.size +
                  (last.rowsAreColumns ? last.m.size : last.n.size),
          other = depth * first.n.size * bytes;
  for (const Contraction::Loop &loop : first.outer)
    outer *= loop.size;
  return outer * between >= minBytesBetween &&
         (other <= nearBytes || between >= timesLarger * other);
}

bool Finder::chooseBlock() {
  int64_t rowBytes = 0, outer = 1;
  for (auto &[alloc, scratch] : chain.scratch)
    rowBytes += scratch.rowStride * elementBytes(scratch.element);
  for (int64_t size : ArrayRef(chain.loops).drop_back())
    outer *= size;
  GemmShape shape = gemmShape(chain.steps[0].product->kind);
  int64_t most = std::max(cacheBytes / rowBytes, 4 * shape.mr);
  most = std::min(most, stackBytes / rowBytes);
  if (most < 1)
    return false;
  // Enough blocks for many threads, of about one size, and whole tiles.
  while (outer * llvm::divideCeil(chain.rows(), most) < 16 &&
         most > 8 * shape.mr)
    most /= 2;
  chain.block = chain.rows();
  if (most >= chain.rows())
    return true;
  int64_t unit =
      chain.steps.back().product->rowsAreColumns ? shape.nr : shape.mr;
  if (most >= unit)
    most -= most % unit;
  int64_t rows =
      llvm::divideCeil(chain.rows(), llvm::divideCeil(chain.rows(), most));
  chain.block = std::min<int64_t>(most, llvm::alignTo(rows, unit));
  return true;
}

std::optional<RowBlocks> Finder::find() {
  std::optional<RowSteps> ops = collectRowSteps(first, options);
  if (!ops)
    return std::nullopt;
  chain.steps = std::move(ops->steps);
  written = std::move(ops->written);
  if (!start())
    return std::nullopt;
  for (Step &step : MutableArrayRef(chain.steps).drop_front())
    if (!align(step))
      return std::nullopt;
  if (!chooseRows() || !isIndependent() || !chooseScratch())
    return std::nullopt;
  shareScratch();
  if (!matchProducts() || !pays() || !chooseBlock())
    return std::nullopt;
  unsigned loops = chain.loops.size();
  for (Step &step : chain.steps) {
    mergeDims(step.nest, loops);
    orderDims(step.nest, loops);
  }
  return std::move(chain);
}

RowChains findRowChains(func::FuncOp func, const LoweringOptions &options) {
  RowChains chains;
  func.walk([&](linalg::LinalgOp op) {
    if (chains.contains(op) || !matchContraction(op, options))
      return;
    std::optional<RowBlocks> chain = Finder(op, options).find();
    if (!chain)
      return;
    for (const RowBlocks::Step &step : chain->steps)
      if (chains.contains(step.op))
        return;
    // For who reads the stages.
    auto rows = Builder(op).getI64IntegerAttr(chain->block);
    for (const RowBlocks::Step &step : chain->steps) {
      chains.of[step.op] = chains.all.size();
      step.op->setAttr(rowBlocksAttr, rows);
    }
    for (auto &[alloc, scratch] : chain->scratch)
      alloc.getDefiningOp()->setAttr(rowBlocksAttr, rows);
    chains.all.push_back(std::move(*chain));
  });
  return chains;
}

} // namespace weft::ir

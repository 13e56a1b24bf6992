// The loops that the steps of a chain (RowBlocks.h) share: loops of two ops are
// the same loop where they walk an array that both touch by the same stride.
#include "Lowering/Nests/RowSteps.h"

#include "Lowering/Buffers/Views.h"

namespace weft::ir {
using namespace mlir;

namespace {
class Sharer {
public:
  Sharer(RowBlocks &chain, const llvm::SetVector<Value> &written)
      : chain(chain), written(written) {}
  bool share() { return start() && align() && chooseRows(); }

private:
  using Step = RowBlocks::Step;
  bool start();
  bool align();
  std::optional<bool> align(unsigned step);
  bool alignLoop(Step &step, unsigned &loop, const Access &access,
                 int64_t stride);
  bool splitLoop(unsigned loop, int64_t outer);
  bool isSummed(unsigned loop) const;
  bool isRows(unsigned loop) const;
  bool chooseRows();

  RowBlocks &chain;
  const llvm::SetVector<Value> &written; // by steps
  /// By step: which of its loops each loop of the chain is; empty at first.
  SmallVector<SmallVector<unsigned>> at;
  /// Strides of the chain's loops in the arrays that steps write.
  DenseMap<Value, SmallVector<int64_t>> rowStrides;
};
} // namespace

/// The chain's loops, as the first product has them: all of its result's but
/// the one that is dense.
bool Sharer::start() {
  Nest &nest = chain.steps[0].nest;
  const Access &out = nest.accesses.back();
  if (out.general)
    return false;
  at.resize(chain.steps.size());
  auto &loops = at[0];
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
bool Sharer::splitLoop(unsigned loop, int64_t outer) {
  int64_t inner = chain.loops[loop] / outer;
  for (auto [step, dims] : llvm::zip(chain.steps, at)) {
    if (dims.empty())
      continue;
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
bool Sharer::alignLoop(Step &step, unsigned &loop, const Access &access,
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

/// By an array that is known; nothing where there is none yet.
std::optional<bool> Sharer::align(unsigned i) {
  Step &step = chain.steps[i];
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
    SmallVector<unsigned> &dims = at[i];
    for (int64_t stride : rowStrides[root])
      dims.push_back(llvm::find(access.strides, stride) -
                     access.strides.begin());
    for (const Access &other : step.nest.accesses) {
      if (other.isScalar || !written.contains(rootBuffer(other.operand)) ||
          other.general)
        continue;
      SmallVector<int64_t> strides;
      for (unsigned d : dims)
        strides.push_back(other.strides[d]);
      rowStrides.insert({rootBuffer(other.operand), strides});
    }
    return true;
  }
  return std::nullopt;
}

/// A product that another step reads beside the first one's is known by that.
bool Sharer::align() {
  for (bool more = true; more;) {
    more = false;
    for (unsigned i = 0; i < chain.steps.size(); ++i) {
      if (!at[i].empty())
        continue;
      std::optional<bool> aligned = align(i);
      if (aligned == false)
        return false;
      more |= aligned.has_value();
    }
  }
  return llvm::none_of(at, [](auto &dims) { return dims.empty(); });
}

/// Whether a step sums over the loop.
bool Sharer::isSummed(unsigned loop) const {
  for (auto [step, dims] : llvm::zip(chain.steps, at))
    if (step.nest.dims[dims[loop]].reduction)
      return true;
  return false;
}

/// Whether all products read rows of one operand along the loop and all of the
/// other; or rows of both, where they sum over it.
bool Sharer::isRows(unsigned loop) const {
  for (auto [step, dims] : llvm::zip(chain.steps, at)) {
    if (!step.product)
      continue;
    unsigned d = dims[loop];
    bool a = step.nest.accesses[0].uses(d), b = step.nest.accesses[1].uses(d);
    if (step.nest.dims[d].reduction ? !a || !b : a == b)
      return false;
  }
  return true;
}

/// The rows are the longest loop that can be; one that is summed over, if any
/// is. In front of it are the others that are summed over.
bool Sharer::chooseRows() {
  SmallVector<unsigned> order, summed;
  for (unsigned j = 0; j < chain.loops.size(); ++j)
    (isSummed(j) ? summed : order).push_back(j);
  auto &from = summed.empty() ? order : summed;
  auto *best = from.end();
  for (auto *j = from.begin(); j != from.end(); ++j)
    if (isRows(*j) &&
        (best == from.end() || chain.loops[*j] > chain.loops[*best]))
      best = j;
  if (best == from.end())
    return false;
  std::rotate(best, best + 1, from.end());
  chain.summed = summed.size();
  order.append(summed);
  auto reorder = [&](auto &list) {
    auto old = list;
    for (auto [j, from] : llvm::enumerate(order))
      list[j] = old[from];
  };
  reorder(chain.loops);
  for (auto &[root, strides] : rowStrides)
    reorder(strides);
  for (auto [step, dims] : llvm::zip(chain.steps, at)) {
    reorder(dims);
    SmallVector<unsigned> all(dims);
    for (unsigned d = 0; d < step.nest.dims.size(); ++d)
      if (!llvm::is_contained(dims, d))
        all.push_back(d);
    permuteDims(step.nest, all);
  }
  return true;
}

bool shareRowLoops(RowBlocks &chain, const llvm::SetVector<Value> &written) {
  return Sharer(chain, written).share();
}

} // namespace weft::ir

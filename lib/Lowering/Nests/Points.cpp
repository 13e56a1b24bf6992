// See Points.h. As everywhere on nests, loops of two ops are the same loop
// where they walk an array that both touch by the same stride.
#include "Lowering/Nests/Points.h"

#include "Lowering/Math/MathFunctions.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace weft::ir {
using namespace mlir;

/// Iterations of a nest's own loops, which are written out.
static constexpr int64_t mostShort = 4;
/// Nests, and operations of all of them with what is written out.
static constexpr unsigned mostNests = 8, mostCode = 400;

void forEachShort(const Nest &nest, unsigned shared,
                  function_ref<void(ArrayRef<int64_t>)> f) {
  int64_t count = 1;
  for (const Dim &dim : ArrayRef(nest.dims).drop_front(shared))
    count *= dim.size;
  for (int64_t index = 0; index < count; ++index) {
    SmallVector<int64_t> offsets;
    for (const Access &access : nest.accesses)
      offsets.push_back(access.offset);
    int64_t rest = index;
    for (unsigned d = nest.dims.size(); d-- > shared;) {
      int64_t at = rest % nest.dims[d].size;
      rest /= nest.dims[d].size;
      for (auto [offset, access] : llvm::zip(offsets, nest.accesses))
        offset += at * access.strides[d];
    }
    f(offsets);
  }
}

namespace {
class Finder {
public:
  Finder(linalg::LinalgOp last, function_ref<bool(Operation *)> skip)
      : last(last), skip(skip) {}
  std::optional<Group> find(unsigned vectorBits);

private:
  struct Part {
    Nest nest;
    SmallVector<unsigned> at; // which of its loops each shared one is
  };
  std::optional<Nest> plainNest(Operation *op) const;
  bool start();
  bool take(Value buffer);
  bool align(Part &part, Value buffer, ArrayRef<int64_t> strides) const;
  bool isValue(const Access &access) const {
    return llvm::is_contained(values, rootBuffer(access.operand));
  }
  bool isTogether();
  bool isSafe() const;
  bool isSmall() const;
  int64_t lanesOf(unsigned loop, unsigned vectorBits) const;
  bool readsWhatIsThere(const Group &group) const;

  linalg::LinalgOp last;
  function_ref<bool(Operation *)> skip;
  SmallVector<int64_t> sizes; // of the shared loops
  SmallVector<bool> reduced;  // by the last nest
  std::vector<Part> parts; // the last nest first
  SmallVector<Value, 4> values;
};
} // namespace

/// Without what needs the numbers of its loops, or loads by itself.
std::optional<Nest> Finder::plainNest(Operation *op) const {
  if (!isa<linalg::LinalgOp>(op) || skip(op))
    return {};
  FailureOr<Nest> nest = buildNest(op);
  if (failed(nest) || nest->iterations() == 0)
    return {};
  for (const Dim &dim : nest->dims)
    if (dim.pinned)
      return {};
  bool plain = true;
  nest->body()->walk([&](Operation *inner) {
    plain &= !takesAngle(inner) && !isa<linalg::IndexOp>(inner);
    for (Value v : inner->getOperands())
      plain &= !isa<MemRefType>(v.getType());
  });
  if (!plain)
    return {};
  return std::move(*nest);
}

static int64_t iterationsBeside(const Nest &nest, ArrayRef<unsigned> loops) {
  int64_t n = nest.iterations();
  for (unsigned d : loops)
    n /= nest.dims[d].size;
  return n;
}

/// All loops of the last nest are shared but the short ones. It starts from
/// constants: the last lanes may be computed twice.
bool Finder::start() {
  std::optional<Nest> nest = plainNest(last);
  if (!nest)
    return false;
  Part part{std::move(*nest), {}};
  for (auto [d, dim] : llvm::enumerate(part.nest.dims)) {
    for (const Access &access : part.nest.accesses)
      if (access.isOut && (!access.init || access.uses(d) == dim.reduction))
        return false;
    if (dim.size <= mostShort)
      continue;
    part.at.push_back(d);
    sizes.push_back(dim.size);
    reduced.push_back(dim.reduction);
  }
  bool fits = llvm::is_contained(reduced, true) &&
              llvm::is_contained(reduced, false) &&
              iterationsBeside(part.nest, part.at) <= mostShort;
  parts.push_back(std::move(part));
  return fits;
}

/// The ops that are given the buffer or all of it in another shape; false if
/// something else is.
static bool usersOf(Value buffer, llvm::SetVector<Operation *> &users) {
  for (Operation *user : buffer.getUsers()) {
    if (isa<bufferization::ToTensorOp>(user) && user->use_empty())
      continue;
    if (isa<memref::ExpandShapeOp, memref::CollapseShapeOp, memref::CastOp>(
            user)) {
      if (!usersOf(user->getResult(0), users))
        return false;
      continue;
    }
    if (!isa<linalg::LinalgOp>(user))
      return false;
    users.insert(user);
  }
  return true;
}

bool Finder::align(Part &part, Value buffer, ArrayRef<int64_t> strides) const {
  auto access = llvm::find_if(part.nest.accesses, [&](const Access &access) {
    return rootBuffer(access.operand) == buffer;
  });
  for (auto [stride, size] : llvm::zip(strides, sizes)) {
    unsigned d = 0;
    while (d < part.nest.dims.size() &&
           (access->strides[d] != stride || part.nest.dims[d].size != size ||
            part.nest.dims[d].reduction || llvm::is_contained(part.at, d)))
      ++d;
    if (d == part.nest.dims.size())
      return false;
    part.at.push_back(d);
  }
  return iterationsBeside(part.nest, part.at) <= mostShort;
}

/// Makes values of a buffer's elements, if all that touches it can be a part.
bool Finder::take(Value buffer) {
  SmallVector<int64_t> strides;
  for (const Part &part : parts)
    for (const Access &access : part.nest.accesses)
      if (strides.empty() && rootBuffer(access.operand) == buffer)
        for (unsigned d : part.at)
          strides.push_back(access.strides[d]);
  for (auto [i, stride] : llvm::enumerate(strides))
    if (stride == 0 ||
        llvm::is_contained(ArrayRef(strides).take_front(i), stride))
      return false;
  llvm::SetVector<Operation *> users;
  if (!usersOf(buffer, users) || users.size() > mostNests)
    return false;
  std::vector<Part> added;
  for (Operation *user : users) {
    if (llvm::any_of(parts, [&](Part &p) { return p.nest.op == user; }))
      continue;
    if (user->getBlock() != last->getBlock() || !user->isBeforeInBlock(last))
      return false;
    std::optional<Nest> nest = plainNest(user);
    if (!nest)
      return false;
    for (const Access &access : nest->accesses)
      if (access.isOut && !isValue(access) &&
          rootBuffer(access.operand) != buffer)
        return false;
    Part part{std::move(*nest), {}};
    if (!align(part, buffer, strides))
      return false;
    added.push_back(std::move(part));
  }
  auto isAligned = [&](const Part &part) {
    return llvm::all_of(part.nest.accesses, [&](const Access &access) {
      if (access.isScalar || rootBuffer(access.operand) != buffer)
        return true;
      for (auto [d, stride] : llvm::zip(part.at, strides))
        if (access.strides[d] != stride)
          return false;
      return withoutReshapes(access.operand) == buffer;
    });
  };
  if (!llvm::all_of(parts, isAligned) || !llvm::all_of(added, isAligned) ||
      parts.size() + added.size() > mostNests)
    return false;
  std::move(added.begin(), added.end(), std::back_inserter(parts));
  values.push_back(buffer);
  return true;
}

/// Whether nothing else happens between them.
bool Finder::isTogether() {
  llvm::sort(parts, [](const Part &a, const Part &b) {
    return a.nest.op->isBeforeInBlock(b.nest.op);
  });
  auto next = parts.begin();
  for (Operation *op = next->nest.op; next != parts.end();
       op = op->getNextNode()) {
    if (op == next->nest.op)
      ++next;
    else if (op->getNumRegions() > 0 ||
             !(isa<memref::AllocOp>(op) || isPure(op)))
      return false;
  }
  return true;
}

/// Whether what the last nest writes, while others are not done, is none of
/// what they read.
bool Finder::isSafe() const {
  llvm::SmallDenseSet<Value, 4> written;
  auto isKnown = [](Value root) {
    return isa<BlockArgument>(root) ||
           isa<memref::AllocOp, memref::GetGlobalOp>(root.getDefiningOp());
  };
  for (const Access &access : parts.back().nest.accesses)
    if (access.isOut && !written.insert(rootBuffer(access.operand)).second)
      return false;
  for (const Part &part : parts)
    for (const Access &access : part.nest.accesses) {
      if (access.isScalar)
        continue;
      Value root = rootBuffer(access.operand);
      bool isResult = access.isOut && &part == &parts.back();
      if (!isKnown(root) || (!isResult && written.contains(root)))
        return false;
    }
  return true;
}

bool Finder::isSmall() const {
  int64_t code = 0;
  bool anyShort = false; // else all of this was up to the plan of fusion
  for (const Part &part : parts) {
    int64_t copies = iterationsBeside(part.nest, part.at);
    anyShort |= copies > 1;
    code += copies * codeSize(part.nest);
  }
  return anyShort && code <= mostCode;
}

/// How many points of that loop a block has, if each operand lies well for it:
/// side by side, the same for all, or, from elsewhere, read once for a block.
int64_t Finder::lanesOf(unsigned loop, unsigned vectorBits) const {
  Type element = parts.back().nest.accesses.back().element;
  int64_t lanes =
      std::max<int64_t>(4, vectorBits / 8 / elementBytes(element));
  if (reduced[loop] || sizes[loop] < lanes)
    return 0;
  for (const Part &part : parts)
    for (const Access &access : part.nest.accesses) {
      if (access.isScalar || access.isOut || isValue(access))
        continue;
      int64_t stride = access.strides[part.at[loop]];
      for (auto [d, isReduced] : llvm::zip(part.at, reduced))
        if (stride != 0 && stride != 1 && isReduced && access.uses(d))
          return 0;
    }
  return lanes;
}

/// Whether each element that is read has been written at the same point.
bool Finder::readsWhatIsThere(const Group &group) const {
  llvm::DenseSet<std::pair<Value, int64_t>> made;
  bool all = true;
  for (const Nest &nest : group.nests) {
    auto visit = [&](bool starts) {
      forEachShort(nest, group.points->shared, [&](ArrayRef<int64_t> offsets) {
        for (auto [access, offset] : llvm::zip(nest.accesses, offsets)) {
          if (access.isScalar || !isValue(access))
            continue;
          std::pair key(rootBuffer(access.operand), offset);
          if (starts && access.isOut && access.init)
            made.insert(key);
          if (!starts && access.isRead)
            all &= made.contains(key);
          if (!starts && access.isOut)
            made.insert(key);
        }
      });
    };
    visit(/*starts=*/true);
    visit(/*starts=*/false);
  }
  return all;
}

std::optional<Group> Finder::find(unsigned vectorBits) {
  if (!start())
    return {};
  llvm::SmallDenseSet<Value, 8> seen;
  for (unsigned i = 0; i < parts.size(); ++i)
    for (unsigned k = 0; k < parts[i].nest.accesses.size(); ++k) {
      const Access &access = parts[i].nest.accesses[k];
      if (access.isScalar || access.isOut)
        continue;
      Value root = rootBuffer(access.operand);
      if (root.getDefiningOp<memref::AllocOp>() && seen.insert(root).second)
        take(root);
    }
  if (values.empty() || !isTogether() || !isSafe() || !isSmall())
    return {};
  Points points;
  unsigned inner = 0;
  for (unsigned loop = 0; loop < sizes.size(); ++loop)
    if (int64_t lanes = lanesOf(loop, vectorBits);
        lanes > 0 && (!points.lanes || sizes[loop] > sizes[inner])) {
      points.lanes = lanes;
      inner = loop;
    }
  if (!points.lanes)
    return {};
  SmallVector<unsigned> order;
  for (unsigned loop = 0; loop < sizes.size(); ++loop)
    if (!reduced[loop] && loop != inner)
      order.push_back(loop);
  order.push_back(inner);
  points.parallel = order.size();
  for (unsigned loop = 0; loop < sizes.size(); ++loop)
    if (reduced[loop])
      order.push_back(loop);
  points.shared = order.size();
  points.values = values;
  Group group;
  for (Part &part : parts) {
    SmallVector<unsigned> dims;
    for (unsigned loop : order)
      dims.push_back(part.at[loop]);
    for (unsigned d = 0; d < part.nest.dims.size(); ++d)
      if (!llvm::is_contained(part.at, d))
        dims.push_back(d);
    permuteDims(part.nest, dims);
    group.nests.push_back(std::move(part.nest));
  }
  group.points = std::move(points);
  if (!readsWhatIsThere(group))
    return {};
  return group;
}

std::optional<Group> findPoints(linalg::LinalgOp last,
                                function_ref<bool(Operation *)> skip,
                                unsigned vectorBits) {
  if (last.getNumReductionLoops() == 0)
    return {};
  return Finder(last, skip).find(vectorBits);
}

} // namespace weft::ir

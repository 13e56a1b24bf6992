// See NestWriter.h. An out operand that the innermost loops do not index is
// carried through them in a register: LLVM then sees a plain reduction, which
// its vectoriser splits into several accumulators (the combining op alone is
// allowed to reassociate).
#include "Lowering/Nests/NestWriter.h"

#include "LoopHelpers.h"
#include "Lowering/Math/MathFunctions.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/Support/SaveAndRestore.h"

namespace weft::ir {
using namespace mlir;

/// Sums that a loop inside keeps in memory should stay in the first cache.
static constexpr int64_t sumTile = 1024;
/// Blocks that threads share of a loop that is alone.
static constexpr int64_t threadTile = 8192;

void NestWriter::plan(unsigned first, bool forThreads) {
  unsigned n = nest.dims.size();
  loops.clear();
  if (first < n && !planTransposed(first)) {
    unsigned inner = n - 1;
    int64_t tile = 0, outside = 1;
    for (unsigned d = first; d < inner; ++d)
      if (nest.dims[d].reduction && nest.dims[inner].size > sumTile)
        tile = sumTile;
      else if (!nest.dims[d].reduction)
        outside *= nest.dims[d].size;
    if (forThreads && outside < 16 && !tile &&
        nest.dims[inner].size >= 2 * threadTile)
      tile = threadTile;
    if (nest.dims[inner].reduction)
      tile = 0;
    for (unsigned d = first; d < inner; ++d)
      if (!nest.dims[d].reduction)
        loops.push_back({d});
    int tileLevel = loops.size();
    if (tile)
      loops.push_back({inner, tile});
    for (unsigned d = first; d < inner; ++d)
      if (nest.dims[d].reduction)
        loops.push_back({d});
    loops.push_back({inner, 0, tile ? tileLevel : -1});
  }
  findRegisters();
}

bool NestWriter::usesLevel(const Access &access, unsigned level) const {
  return access.uses(loops[level].dim);
}

void NestWriter::findRegisters() {
  registerLevel.assign(nest.accesses.size(), -1);
  fillLevel.assign(nest.accesses.size(), -1);
  for (auto [i, access] : llvm::enumerate(nest.accesses)) {
    if (!access.isOut)
      continue;
    int level = loops.size();
    while (level > 0 && !usesLevel(access, level - 1))
      --level;
    registerLevel[i] = level;
    if (!access.init)
      continue;
    for (int l = 0; l < level && fillLevel[i] < 0; ++l)
      if (!usesLevel(access, l))
        fillLevel[i] = l;
  }
}

unsigned NestWriter::parallelLevels() const {
  unsigned n = 0;
  while (n + 1 < loops.size() && !nest.dims[loops[n].dim].reduction &&
         loops[n].tileLoop < 0 && !(stage.paired && int(n) == stage.innerTile))
    ++n;
  for (unsigned i = 0; i < nest.accesses.size(); ++i)
    if (nest.accesses[i].isOut) {
      n = std::min<unsigned>(n, registerLevel[i]);
      if (fillLevel[i] >= 0)
        n = std::min<unsigned>(n, fillLevel[i]);
    }
  return n;
}

int64_t NestWriter::trips(unsigned level) const {
  const LoopSpec &spec = loops[level];
  int64_t size = nest.dims[spec.dim].size;
  return spec.tile ? llvm::divideCeil(size, spec.tile) : size;
}

/// Whether a view of a result starts at a multiple of 64 bytes, as that does.
static bool startsAligned(Value memref) {
  auto type = cast<MemRefType>(memref.getType());
  SmallVector<int64_t> strides;
  int64_t offset = 0;
  return succeeded(type.getStridesAndOffset(strides, offset)) &&
         !ShapedType::isDynamic(offset) &&
         offset * elementBytes(type.getElementType()) % 64 == 0;
}

NestWriter::State NestWriter::start() {
  State state;
  for (const Access &access : nest.accesses) {
    if (access.isScalar) {
      state.pointers.push_back(Value());
      continue;
    }
    Value base = map.lookup(access.operand);
    if (access.isOut && scopes.streams(access.operand) &&
        startsAligned(access.operand))
      e.assumeAligned(base);
    state.pointers.push_back(e.at(base, access.element, access.offset));
  }
  state.ivs.resize(nest.dims.size());
  state.tiles.resize(nest.dims.size() * 2 + 2);
  return state;
}

NestWriter::State NestWriter::enter(const State &state, unsigned dim,
                                    Value iv) {
  State next = state;
  next.ivs[dim] = iv;
  for (auto [i, access] : llvm::enumerate(nest.accesses)) {
    if (access.isScalar || access.general || access.strides[dim] == 0)
      continue;
    Value index = iv;
    int64_t stride = access.strides[dim];
    if (state.staged && isStaged(i)) {
      bool across = dim == stage.across;
      index = arith::SubIOp::create(
          e.b, e.loc, iv,
          state.tiles[across ? stage.acrossTile : stage.innerTile]);
      stride = across ? stage.columns : 1;
    }
    next.pointers[i] =
        e.at(state.pointers[i], access.element, e.mul(index, stride));
  }
  return next;
}

NestWriter::State NestWriter::enterLoop(const State &state, unsigned level,
                                        Value index) {
  if (!loops[level].tile)
    return enter(state, loops[level].dim, index);
  State next = state;
  next.tiles[level] = e.mul(index, loops[level].tile);
  return next;
}

/// Which input the body gives on as it is; -1: it does something.
static int copiedInput(const Nest &nest) {
  if (nest.isCopy())
    return 0;
  Block *body = nest.body();
  if (body->getTerminator()->getNumOperands() != 1 || nest.accesses.back().init)
    return -1;
  auto arg = dyn_cast<BlockArgument>(body->getTerminator()->getOperand(0));
  return arg && arg.getOwner() == body &&
                 arg.getArgNumber() + 1 < nest.accesses.size()
             ? int(arg.getArgNumber())
             : -1;
}

/// Of which access the innermost loop copies whole lines of the cache to a
/// result that is streamed; -1 if it does not. LLVM would call memcpy for each
/// row.
int NestWriter::copiedPastCaches(const State &state) const {
  const Access &to = nest.accesses.back();
  int source = copiedInput(nest);
  unsigned inner = loops.back().dim;
  bool whole = loops.back().tileLoop < 0 || state.staged;
  if (source < 0 || !whole || to.general || !scopes.streams(to.operand) ||
      !startsAligned(to.operand) || to.strides[inner] != 1)
    return -1;
  const Access &from = nest.accesses[source];
  bool along = state.staged && isStaged(source);
  if (from.isScalar || from.general || (!along && from.strides[inner] != 1))
    return -1;
  int64_t bytes = elementBytes(to.element);
  int64_t size = state.staged ? stage.columns : nest.dims[inner].size;
  for (unsigned d = 0; d < nest.dims.size(); ++d)
    if ((d == inner ? size : to.strides[d]) * bytes % 64 != 0)
      return -1;
  return source;
}

void NestWriter::copyPastCaches(const State &state, unsigned source,
                                Value lower, Value upper) {
  Type element = nest.accesses.back().element;
  auto line = VectorType::get(16, e.b.getI32Type());
  e.loop(lower, upper, 64 / elementBytes(element), {},
         [&](Value iv, ValueRange) {
           State at = enter(state, loops.back().dim, iv);
           Value v =
               LLVM::LoadOp::create(e.b, e.loc, line, at.pointers[source], 1);
           LLVM::StoreOp::create(e.b, e.loc, v, at.pointers.back(), 64,
                                 /*isVolatile=*/false, /*isNonTemporal=*/true);
           return Values();
         });
}

void NestWriter::planChunks(int64_t chunk) {
  unsigned inner = nest.dims.size() - 1;
  loops.clear();
  stage = Stage();
  for (unsigned d = 0; d < inner; ++d)
    loops.push_back({d});
  loops.push_back({inner, chunk});
  loops.push_back({inner, 0, int(inner)});
  findRegisters();
}

NestWriter::State NestWriter::enterRow(const State &state, Value row) {
  State next = state;
  for (unsigned d = nest.dims.size() - 1; d-- > 0;) {
    Value size = e.constant(nest.dims[d].size);
    Value iv =
        d == 0 ? row : Value(arith::RemUIOp::create(e.b, e.loc, row, size));
    next = enter(next, d, iv);
    row = arith::DivUIOp::create(e.b, e.loc, row, size);
  }
  return next;
}

LogicalResult NestWriter::writeChunk(const State &state, Value index,
                                     Values &sums) {
  unsigned level = loops.size() - 1;
  return writeLevel(level, enterLoop(state, level - 1, index), sums);
}

Value NestWriter::lowerBound(unsigned level, const State &state) {
  if (stage.paired && int(level) == stage.innerTile)
    return state.tiles[stage.acrossTile];
  int tiles = loops[level].tileLoop;
  return tiles < 0 ? e.constant(0) : state.tiles[tiles];
}

Value NestWriter::upperBound(const LoopSpec &spec, const State &state) {
  int64_t size = nest.dims[spec.dim].size;
  if (spec.tileLoop < 0)
    return e.constant(size);
  int64_t tile = loops[spec.tileLoop].tile;
  Value end = e.add(state.tiles[spec.tileLoop], e.constant(tile));
  if (size % tile == 0)
    return end;
  return arith::MinSIOp::create(e.b, e.loc, end, e.constant(size));
}

NestWriter::Values
NestWriter::loopOver(unsigned level, const State &state, ValueRange carried,
                     function_ref<Values(Value iv, ValueRange carried)> body) {
  const LoopSpec &spec = loops[level];
  Value first = lowerBound(level, state);
  int64_t tile = spec.tileLoop < 0 ? 0 : loops[spec.tileLoop].tile;
  if (!tile || nest.dims[spec.dim].size % tile != 0)
    return e.loop(first, upperBound(spec, state), spec.tile ? spec.tile : 1,
                  carried, body);
  // A count that LLVM knows: it writes no code for what may be left over.
  return e.loop(e.constant(0), e.constant(tile), 1, carried,
                [&](Value i, ValueRange values) {
                  return body(e.add(first, i), values);
                });
}

void NestWriter::fill(unsigned level, const State &state, unsigned out) {
  const Access &access = nest.accesses[out];
  if (level == loops.size()) {
    e.store(e.constant(access.init), address(state, out),
            scopes.of(access.operand));
    return;
  }
  const LoopSpec &spec = loops[level];
  if (!usesLevel(access, level))
    return fill(level + 1, state, out);
  loopOver(level, state, {}, [&](Value iv, ValueRange) {
    State next = state;
    if (spec.tile)
      next.tiles[level] = iv;
    else
      next = enter(state, spec.dim, iv);
    fill(level + 1, next, out);
    return Values();
  });
}

LogicalResult NestWriter::write(unsigned level, const State &state) {
  Values sums(nest.accesses.size());
  return writeLevel(level, state, sums);
}

LogicalResult NestWriter::writeLevel(unsigned level, const State &state,
                                     Values &sums) {
  if (int(level) == stage.level && !state.staged && !state.isEdge)
    return writeTiles(state);
  SmallVector<unsigned> starting;
  for (auto [i, access] : llvm::enumerate(nest.accesses)) {
    if (!access.isOut)
      continue;
    if (fillLevel[i] == int(level))
      fill(level, state, i);
    if (registerLevel[i] != int(level) || level == loops.size())
      continue;
    starting.push_back(i);
    sums[i] = access.init && fillLevel[i] < 0
                  ? e.constant(access.init)
                  : e.load(access.element, address(state, i),
                           scopes.of(access.operand));
  }
  if (level == loops.size())
    return writeBody(state, sums);
  LogicalResult result = level + 1 == loops.size() && hasAngles()
                             ? writeVersions(level, state, sums)
                             : writeLoop(level, state, sums);
  for (unsigned i : starting) {
    e.store(sums[i], address(state, i), scopes.of(nest.accesses[i].operand));
    sums[i] = Value();
  }
  return result;
}

LogicalResult NestWriter::writeLoop(unsigned level, const State &state,
                                    Values &sums) {
  SmallVector<unsigned> carried;
  Values inits;
  for (unsigned i = 0; i < sums.size(); ++i)
    if (sums[i]) {
      carried.push_back(i);
      inits.push_back(sums[i]);
    }
  const LoopSpec &spec = loops[level];
  if (int source = level + 1 == loops.size() ? copiedPastCaches(state) : -1;
      source >= 0) {
    copyPastCaches(state, source, lowerBound(level, state),
                   upperBound(spec, state));
    return success();
  }
  if (carried.empty() && addsRowsTogether(level))
    return addRows(level, state);
  if (carried.empty() && writeShiftReuse(level, state))
    return success();
  LogicalResult result = success();
  bool isShort = isShortRow(level);
  auto iteration = [&](Value iv, ValueRange values) {
    if (isShort)
      vectorsFirst(e.b.getInsertionBlock()->getParentOp());
    State next = state;
    if (spec.tile)
      next.tiles[level] = iv;
    else
      next = enter(state, spec.dim, iv);
    Values inner(sums.size());
    for (auto [i, v] : llvm::zip(carried, values))
      inner[i] = v;
    if (failed(writeLevel(level + 1, next, inner)))
      result = failure();
    Values yielded;
    for (unsigned i : carried)
      yielded.push_back(inner[i]);
    return yielded;
  };
  if (int64_t lanes = isShort && inits.empty() ? lanesLeftOver(level) : 0) {
    int64_t size = nest.dims[spec.dim].size;
    for (int64_t from = 0; from < size; lanes /= 2) {
      int64_t to = size - (size - from) % lanes;
      if (from < to)
        e.loop(e.constant(from), e.constant(to), 1, {}, iteration);
      from = to;
    }
    return result;
  }
  Values out = loopOver(level, state, inits, iteration);
  for (auto [i, v] : llvm::zip(carried, out))
    sums[i] = v;
  return result;
}

bool NestWriter::hasAngles() const {
  Block *body = nest.body();
  return body &&
         llvm::any_of(*body, [](Operation &op) { return takesAngle(&op); });
}

/// A loop without stores that says whether any argument of sin, cos or tan in
/// the loop at `level` is too large for the vectorised versions.
Value NestWriter::anyLargeAngle(unsigned level, const State &state,
                                const Values &sums) {
  llvm::SaveAndRestore saved(mode, Mode::Check);
  const LoopSpec &spec = loops[level];
  Value none = arith::ConstantOp::create(e.b, e.loc, e.b.getBoolAttr(false));
  Values flags =
      loopOver(level, state, none, [&](Value iv, ValueRange carried) {
        Values ignored = sums;
        large = carried[0];
        (void)writeBody(enter(state, spec.dim, iv), ignored);
        return Values{large};
      });
  return flags[0];
}

/// sin, cos and tan are polynomials behind a reduction that holds up to
/// smallAngle. Beyond it libm is called, which no loop is vectorised with: so
/// a loop has two versions, and a cheap one before them that chooses.
LogicalResult NestWriter::writeVersions(unsigned level, const State &state,
                                        Values &sums) {
  Value flag = anyLargeAngle(level, state, sums);
  SmallVector<unsigned> carried;
  SmallVector<Type> types;
  for (auto [i, sum] : llvm::enumerate(sums))
    if (sum) {
      carried.push_back(i);
      types.push_back(sum.getType());
    }
  auto branch = scf::IfOp::create(e.b, e.loc, types, flag,
                                  /*addThenBlock=*/true,
                                  /*addElseBlock=*/true);
  auto version = [&](Block *block, Mode how) {
    OpBuilder::InsertionGuard guard(e.b);
    llvm::SaveAndRestore saved(mode, how);
    e.b.setInsertionPointToStart(block);
    Values inner = sums, yielded;
    LogicalResult result = writeLoop(level, state, inner);
    for (unsigned i : carried)
      yielded.push_back(inner[i]);
    e.b.setInsertionPointToEnd(block);
    scf::YieldOp::create(e.b, e.loc, yielded);
    return result;
  };
  if (failed(version(branch.thenBlock(), Mode::Plain)) ||
      failed(version(branch.elseBlock(), Mode::SmallAngles)))
    return failure();
  for (auto [i, value] : llvm::zip(carried, branch.getResults()))
    sums[i] = value;
  return success();
}

Value NestWriter::ivOf(unsigned originalDim, const State &state) {
  for (auto [i, dim] : llvm::enumerate(nest.dims))
    if (dim.original == int(originalDim))
      return state.ivs[i];
  return e.constant(0);
}

/// The value of an affine expression of the linalg op's own loops.
Value NestWriter::affine(AffineExpr expr, const State &state) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return e.constant(constant.getValue());
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return ivOf(dim.getPosition(), state);
  auto binary = cast<AffineBinaryOpExpr>(expr);
  Value x = affine(binary.getLHS(), state), y = affine(binary.getRHS(), state);
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    return arith::AddIOp::create(e.b, e.loc, x, y);
  case AffineExprKind::Mul:
    return arith::MulIOp::create(e.b, e.loc, x, y);
  case AffineExprKind::FloorDiv:
    return arith::FloorDivSIOp::create(e.b, e.loc, x, y);
  case AffineExprKind::CeilDiv:
    return arith::CeilDivSIOp::create(e.b, e.loc, x, y);
  default: { // Mod is never negative.
    Value q = arith::FloorDivSIOp::create(e.b, e.loc, x, y);
    Value back = arith::MulIOp::create(e.b, e.loc, q, y);
    return arith::SubIOp::create(e.b, e.loc, x, back);
  }
  }
}

Value NestWriter::address(const State &state, unsigned i) {
  const Access &access = nest.accesses[i];
  if (!access.general)
    return state.pointers[i];
  return e.at(state.pointers[i], access.element, affine(access.general, state));
}

void NestWriter::checkAngle(Value angle) {
  Value size = math::AbsFOp::create(e.b, e.loc, angle);
  Value limit = arith::ConstantOp::create(
      e.b, e.loc, e.b.getFloatAttr(angle.getType(), smallAngle));
  Value above =
      arith::CmpFOp::create(e.b, e.loc, arith::CmpFPredicate::OGT, size, limit);
  large = arith::OrIOp::create(e.b, e.loc, large, above);
}

LogicalResult NestWriter::writeBody(const State &state, Values &sums) {
  auto read = [&](unsigned i) {
    const Access &access = nest.accesses[i];
    return e.load(access.element, address(state, i), scopesOf(access));
  };
  if (nest.isCopy()) {
    e.store(read(0), address(state, 1), scopes.of(nest.accesses[1].operand));
    return success();
  }
  Block *body = nest.body();
  SmallVector<Value> accumulators;
  for (auto [i, access] : llvm::enumerate(nest.accesses)) {
    BlockArgument arg = body->getArgument(i);
    if (sums[i])
      map.map(arg, sums[i]);
    else if (access.isScalar)
      map.map(arg, map.lookup(access.operand));
    else if (access.isOut && access.init && fillLevel[i] < 0)
      map.map(arg, e.constant(access.init));
    else if (access.isRead)
      map.map(arg, read(i));
    if (access.isOut)
      accumulators.push_back(arg);
  }
  body->walk([&](linalg::IndexOp index) {
    map.map(index.getResult(), e.toIndex(ivOf(index.getDim(), state)));
  });
  for (Operation &op : body->without_terminator()) {
    if (isa<linalg::IndexOp>(op))
      continue;
    if (mode == Mode::Check && takesAngle(&op))
      checkAngle(map.lookup(op.getOperand(0)));
    if (failed(e.translate(&op, map)))
      return failure();
    if (mode != Mode::Plain && takesAngle(&op))
      map.lookup(op.getResult(0))
          .getDefiningOp()
          ->setAttr(smallAngleAttr, e.b.getUnitAttr());
    if (regroups && op.getNumResults() == 1 && op.getNumRegions() == 0 &&
        isa<arith::AddFOp, arith::MulFOp, complex::AddOp>(op) &&
        llvm::any_of(op.getOperands(), [&](Value v) {
          return llvm::is_contained(accumulators, v);
        }))
      if (Operation *made = map.lookup(op.getResult(0)).getDefiningOp())
        permit(made, arith::FastMathFlags::reassoc);
  }
  if (mode == Mode::Check)
    return success();
  unsigned firstOut =
      nest.accesses.size() - body->getTerminator()->getNumOperands();
  for (auto [k, v] : llvm::enumerate(body->getTerminator()->getOperands())) {
    unsigned i = firstOut + k;
    Value value = map.lookup(v);
    if (sums[i])
      sums[i] = value;
    else
      e.store(value, address(state, i), scopes.of(nest.accesses[i].operand));
  }
  return success();
}

} // namespace weft::ir

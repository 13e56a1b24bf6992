// Nests in which an operand is walked across its rows (a transpose, x + xᵀ).
// Tile by tile, what of it the tile reads is turned into a buffer in the first
// cache, by shuffles of whole vectors; the loops over the tile then read all
// operands along their rows, which LLVM vectorises. Left to itself it gathers.
// Of an operand that is read both ways (x + xᵀ), tiles that lie across the
// diagonal from each other come one after the other: the second finds in the
// caches what the first has read, and memory is passed over once.
#include "Lowering/Nests/NestWriter.h"

#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace weft::ir {
using namespace mlir;

/// Rows and columns of a tile.
static constexpr int64_t stageTile = 32;
/// Bytes in a row of one of a pair, and of a square of the operand from which
/// on tiles come in pairs; a smaller one stays in the second cache.
static constexpr int64_t pairedRow = 256, leastPaired = 2 << 20;
/// Elements of a row, and bytes in a column, of tiles of lines, bytes from
/// there to what is asked for, and columns from which on what is left over is
/// little (docs/decisions/streaming.md).
static constexpr int64_t lineElements = 16, lineColumn = 256, lineAhead = 256,
                         leastLined = 512;
/// Buffers that a function has for operands of one nest, and bytes of each.
static constexpr unsigned mostStages = 4;
static constexpr int64_t stageBytes = 2 * stageTile * stageTile * 8;

/// A dim that some operand walks with stride one although the innermost loop
/// jumps through it; -1 if there is none.
static int transposedDim(const Nest &nest, unsigned first) {
  unsigned inner = nest.dims.size() - 1;
  if (nest.dims[inner].size < stageTile)
    return -1;
  for (const Access &access : nest.accesses) {
    if (access.general || std::abs(access.strides[inner]) <= 4)
      continue;
    for (unsigned d = first; d < inner; ++d)
      if (std::abs(access.strides[d]) == 1 && !nest.dims[d].reduction &&
          nest.dims[d].size >= stageTile)
        return d;
  }
  return -1;
}

bool NestWriter::isStaged(unsigned i) const {
  return stage.level >= 0 && stage.accesses[i];
}

/// Whether one operand is turned and also read as it lies, the same square of
/// it both times.
bool NestWriter::readsBothWays(unsigned across) const {
  unsigned inner = nest.dims.size() - 1;
  int64_t size = nest.dims[inner].size;
  if (size != nest.dims[across].size)
    return false;
  auto isMirrored = [&](const Access &turned, const Access &straight) {
    if (straight.isOut || straight.isScalar || straight.general ||
        straight.offset != turned.offset ||
        straight.element != turned.element ||
        (straight.operand != turned.operand &&
         rootBuffer(straight.operand) != rootBuffer(turned.operand)))
      return false;
    for (unsigned d = 0; d < nest.dims.size(); ++d) {
      unsigned mirror = d == across ? inner : d == inner ? across : d;
      if (straight.strides[d] != turned.strides[mirror])
        return false;
    }
    return true;
  };
  for (auto [i, turned] : llvm::enumerate(nest.accesses))
    if (stage.accesses[i] &&
        size * size * elementBytes(turned.element) >= leastPaired)
      for (const Access &straight : nest.accesses)
        if (isMirrored(turned, straight))
          return true;
  return false;
}

bool NestWriter::planTransposed(unsigned first) {
  unsigned inner = nest.dims.size() - 1;
  stage = Stage();
  int found = nest.dims[inner].reduction ? -1 : transposedDim(nest, first);
  if (found < 0)
    return false;
  unsigned across = found;
  bool sums = false, streams = false, alongRows = false;
  for (unsigned d = first; d < inner; ++d)
    sums |= nest.dims[d].reduction;
  unsigned count = 0;
  int64_t widest = 4;
  for (const Access &access : nest.accesses) {
    int64_t bytes = access.isScalar ? 0 : elementBytes(access.element);
    bool turned = !access.isScalar && !access.isOut && !access.general &&
                  access.strides[across] == 1 &&
                  std::abs(access.strides[inner]) > 4 &&
                  (bytes == 4 || bytes == 8) && !sums && count < mostStages;
    stage.accesses.push_back(turned);
    count += turned;
    if (turned)
      widest = std::max(widest, bytes);
    streams |= access.isOut && scopes.streams(access.operand);
    alongRows |= !access.isOut && !access.isScalar && !access.general &&
                 std::abs(access.strides[inner]) == 1;
  }
  stage.across = across;
  stage.rows = stageTile;
  // Measured of 4096 × 4096 floats: stores that bypass the caches like best
  // that what is turned is read along its rows; else what is stored is.
  bool readRows = streams && !alongRows;
  stage.columns = streams && alongRows ? 2 * stageTile : stageTile;
  stage.lines = readRows && e.options.target.foreseesStreams &&
                nest.dims[inner].size >= leastLined;
  if (stage.lines) {
    stage.rows = lineElements;
    stage.columns = lineColumn / widest;
  }
  stage.paired = readsBothWays(across);
  stage.ahead = stage.lines ||
                (stage.paired && e.options.target.foreseesStreams);
  if (stage.paired)
    stage.rows = stage.columns = pairedRow / widest;
  for (unsigned d = first; d < inner; ++d)
    if (d != across && !nest.dims[d].reduction)
      loops.push_back({d});
  stage.acrossTile = loops.size() + (readRows ? 1 : 0);
  stage.innerTile = loops.size() + (readRows ? 0 : 1);
  loops.resize(loops.size() + 2);
  loops[stage.acrossTile] = {across, stage.rows};
  loops[stage.innerTile] = {inner, stage.columns};
  stage.level = count ? int(loops.size()) : -1;
  loops.push_back({across, 0, stage.acrossTile});
  for (unsigned d = first; d < inner; ++d)
    if (nest.dims[d].reduction)
      loops.push_back({d});
  loops.push_back({inner, 0, stage.innerTile});
  return true;
}

/// Of rows i and i + D, D a power of two, the squares of D × D off the diagonal
/// change places.
static void exchange(Emission &e, Value &x, Value &y, int lanes, int d) {
  SmallVector<int32_t> upper, lower;
  for (int j = 0; j < lanes; ++j) {
    upper.push_back(j & d ? lanes + j - d : j);
    lower.push_back(j & d ? lanes + j : j + d);
  }
  Value first = LLVM::ShuffleVectorOp::create(e.b, e.loc, x, y, upper);
  y = LLVM::ShuffleVectorOp::create(e.b, e.loc, x, y, lower);
  x = first;
}

/// Elements from what a tile turns to what a later one does: of a pair, the
/// next pair's.
Value NestWriter::aheadOf(const Access &access, const State &state) {
  if (!stage.ahead)
    return {};
  if (stage.lines)
    return e.constant(lineAhead / elementBytes(access.element));
  return arith::SelectOp::create(
      e.b, e.loc, state.isFirst,
      e.constant(stage.columns * access.strides.back()),
      e.constant(stage.rows));
}

/// to[row · columns + column] = from[column · stride + row], in the tile. What
/// lies `ahead` of it is asked for.
void NestWriter::turn(const Access &access, Value from, Value to,
                      Value ahead) {
  int64_t bytes = elementBytes(access.element), align = bytes;
  int lanes = std::min<int64_t>(e.options.target.vectorBits / 8, 64) / bytes;
  Type bits = e.b.getIntegerType(8 * bytes);
  auto vector = VectorType::get(lanes, bits);
  if (isa<ComplexType>(access.element))
    align /= 2;
  int64_t stride = access.strides.back();
  AliasScopes::Pair own = scopes.of(access.operand);
  e.loop(e.constant(0), e.constant(stage.columns), lanes, {}, [&](Value column,
                                                                  ValueRange) {
    e.loop(e.constant(0), e.constant(stage.rows), lanes, {}, [&](Value row,
                                                                 ValueRange) {
      Value corner = e.at(e.at(from, bits, row), bits, e.mul(column, stride));
      SmallVector<Value> rows;
      for (int l = 0; ahead && l < lanes; ++l) {
        // (Past the operand's end in the last tile: not in bounds.)
        Value later = LLVM::GEPOp::create(
            e.b, e.loc, e.ptr, bits, corner,
            ValueRange{e.add(ahead, e.constant(l * stride))});
        LLVM::Prefetch::create(e.b, e.loc, later, /*rw=*/0,
                               /*hint=*/2, // to the second cache
                               /*cache=*/1);
      }
      for (int l = 0; l < lanes; ++l) {
        auto load = LLVM::LoadOp::create(
            e.b, e.loc, vector, e.at(corner, bits, l * stride), align);
        if (own.first)
          load.setAliasScopesAttr(own.first);
        if (own.second)
          load.setNoaliasScopesAttr(own.second);
        rows.push_back(load);
      }
      for (int d = 1; d < lanes; d *= 2)
        for (int l = 0; l < lanes; ++l)
          if (!(l & d))
            exchange(e, rows[l], rows[l + d], lanes, d);
      Value target = e.at(e.at(to, bits, column), bits,
                          e.mul(row, stage.columns));
      for (int l = 0; l < lanes; ++l)
        LLVM::StoreOp::create(e.b, e.loc, rows[l],
                              e.at(target, bits, l * stage.columns),
                              lanes * bytes);
      return SmallVector<Value>();
    });
    return SmallVector<Value>();
  });
}

/// The loops over a tile that is whole.
LogicalResult NestWriter::writeStaged(const State &state) {
  State next = state;
  next.staged = true;
  SmallVector<Value> &buffers = e.frame().stages;
  unsigned used = 0;
  unsigned inner = nest.dims.size() - 1;
  for (auto [i, access] : llvm::enumerate(nest.accesses)) {
    if (!stage.accesses[i])
      continue;
    if (used == buffers.size())
      buffers.push_back(e.stackBytes(stageBytes));
    Value own = buffers[used++];
    Value from = e.at(state.pointers[i], access.element,
                      e.add(state.tiles[stage.acrossTile],
                            e.mul(state.tiles[stage.innerTile],
                                  access.strides[inner])));
    turn(access, from, own, aheadOf(access, state));
    next.pointers[i] = own;
  }
  Values none(nest.accesses.size());
  return writeLevel(stage.level, next, none);
}

/// The tile, and where they come in pairs and it is not on the diagonal, the
/// one across from it.
LogicalResult NestWriter::writeTiles(const State &state) {
  if (!stage.paired)
    return writeTile(state);
  Value row = state.tiles[stage.acrossTile],
        column = state.tiles[stage.innerTile];
  Value apart = arith::CmpIOp::create(e.b, e.loc, arith::CmpIPredicate::ne,
                                      row, column);
  Value tiles = arith::SelectOp::create(e.b, e.loc, apart, e.constant(2),
                                        e.constant(1));
  LogicalResult result = success();
  e.loop(e.constant(0), tiles, 1, {}, [&](Value number, ValueRange) {
    Value first = arith::CmpIOp::create(e.b, e.loc, arith::CmpIPredicate::eq,
                                        number, e.constant(0));
    State next = state;
    next.isFirst = first;
    next.tiles[stage.acrossTile] =
        arith::SelectOp::create(e.b, e.loc, first, row, column);
    next.tiles[stage.innerTile] =
        arith::SelectOp::create(e.b, e.loc, first, column, row);
    result = writeTile(next);
    return Values();
  });
  return result;
}

LogicalResult NestWriter::writeTile(const State &state) {
  int64_t rows = nest.dims[stage.across].size,
          columns = nest.dims.back().size;
  Value whole;
  auto check = [&](int64_t size, int64_t tile, int level) {
    if (size % tile == 0)
      return;
    Value one = arith::CmpIOp::create(
        e.b, e.loc, arith::CmpIPredicate::sle, state.tiles[level],
        e.constant(size - tile));
    whole = whole ? arith::AndIOp::create(e.b, e.loc, whole, one) : one;
  };
  check(rows, stage.rows, stage.acrossTile);
  check(columns, stage.columns, stage.innerTile);
  if (!whole)
    return writeStaged(state);
  auto branch = scf::IfOp::create(e.b, e.loc, TypeRange(), whole,
                                  /*addThenBlock=*/true, /*addElseBlock=*/true);
  auto way = [&](Block *block, auto write) {
    OpBuilder::InsertionGuard guard(e.b);
    e.b.setInsertionPointToStart(block);
    LogicalResult result = write();
    e.b.setInsertionPointToEnd(block);
    scf::YieldOp::create(e.b, e.loc, ValueRange());
    return result;
  };
  return failure(failed(way(branch.thenBlock(),
                            [&] { return writeStaged(state); })) ||
                 failed(way(branch.elseBlock(), [&] {
                   State plain = state;
                   plain.isEdge = true;
                   Values none(nest.accesses.size());
                   return writeLevel(stage.level, plain, none);
                 })));
}

} // namespace weft::ir

// Of NestWriter: rows that are vectors though they are short, and rows that are
// added to sums in memory several at a time.
#include "Lowering/Nests/LargeResults.h"
#include "Lowering/Nests/NestWriter.h"

#include "llvm/Support/SaveAndRestore.h"

namespace weft::ir {
using namespace mlir;

/// Elements of a row that LLVM would unroll before it makes vectors, which it
/// then makes of the loop around, of so many rows, with strided accesses.
static constexpr int64_t leastShort = 8, mostShort = 32, leastRows = 8;
/// Elements of such a row times operations, where its rest is not masked.
static constexpr int64_t mostShortCode = 512;
/// Rows that are added to sums in memory at once: each sum is read and written
/// once for all of them, and the processor reads along so many rows ahead. More
/// of what no cache holds: rows that a cache does are apart by what makes them
/// meet in few of its sets, but one by one where streams are foreseen, which
/// several in a page are not, and an element is not so small that its sum is
/// what takes long. Of rows that are long enough, and bodies of so few
/// operations.
static constexpr int64_t rowsAtOnce = 4, largeRowsAtOnce = 8, leastLong = 64;
static constexpr int64_t pageBytes = 4096, leastElement = 4;
/// Rows from which on those that follow are asked for: in times of so many at
/// once, as what the last ones ask for is not there.
static constexpr int64_t leastTimes = 4;
static constexpr size_t mostOfRows = 8;

/// Elements of a vector of the widest type that the body reads or writes.
int64_t NestWriter::widestLanes() const {
  int64_t bytes = 1;
  for (const Access &access : nest.accesses)
    if (!access.isScalar)
      bytes = std::max(bytes, elementBytes(access.element));
  return e.options.target.vectorBits / 8 / bytes;
}

/// Whether the loop is over short rows that can be vectors. Sums of 8 LLVM
/// makes of several rows at a time, by shuffles. Few rows, as in each step of a
/// scan, are better unrolled where they are not whole vectors.
bool NestWriter::isShortRow(unsigned level) const {
  const LoopSpec &spec = loops[level];
  const Dim &dim = nest.dims[spec.dim];
  return level + 1 == loops.size() && spec.tileLoop < 0 &&
         dim.size >= leastShort + dim.reduction && dim.size <= mostShort &&
         (nest.iterations() / dim.size >= leastRows ||
          dim.size % widestLanes() == 0) &&
         llvm::all_of(nest.accesses, [&](const Access &access) {
           if (access.isScalar || access.general)
             return !access.isOut;
           int64_t stride = access.strides[spec.dim];
           return stride == 1 ||
                  (stride == 0 && (dim.reduction || !access.isOut));
         });
}

/// Elements of a vector where a short row of little work is a loop over whole
/// ones and one for each power of two that is left over; 0 where it is one
/// loop, whose rest LLVM masks.
int64_t NestWriter::lanesLeftOver(unsigned level) const {
  const LoopSpec &spec = loops[level];
  int64_t size = nest.dims[spec.dim].size, lanes = widestLanes();
  Block *body = nest.body();
  int64_t code =
      nest.accesses.size() + (body ? body->getOperations().size() : 0);
  return !spec.tile && size > lanes && size % lanes != 0 &&
                 size * code <= mostShortCode
             ? lanes
             : 0;
}

/// Whether the loop is over rows that are added, or the like, to sums in
/// memory by the one loop inside.
bool NestWriter::addsRowsTogether(unsigned level) const {
  if (level + 2 != loops.size() || stage.level >= 0 || mode != Mode::Plain)
    return false;
  const Dim &rows = nest.dims[loops[level].dim];
  const Dim &along = nest.dims[loops.back().dim];
  Block *body = nest.body();
  return rows.reduction && !along.reduction && rows.size >= rowsAtOnce &&
         along.size >= leastLong && body &&
         body->getOperations().size() <= mostOfRows && !hasAngles() &&
         llvm::none_of(nest.accesses, [&](const Access &access) {
           return access.general || (access.isOut && usesLevel(access, level));
         });
}

AliasScopes::Pair NestWriter::scopesOf(const Access &access) const {
  int64_t step = rowsAhead.count > 0 && isLargeOperand(nest, access)
                     ? access.strides[rowsAhead.dim]
                     : 0;
  return step == 0 ? scopes.of(access.operand)
                   : scopes.ofRows(access.operand,
                                   rowsAhead.count * step *
                                       elementBytes(access.element));
}

/// In the order of the rows, as one at a time would add them.
LogicalResult NestWriter::addRows(unsigned level, const State &state) {
  llvm::SaveAndRestore saved(regroups, false);
  LogicalResult result = success();
  auto add = [&](Value first, int64_t count) {
    loopOver(level + 1, state, {}, [&](Value iv, ValueRange) {
      State column = enter(state, loops.back().dim, iv);
      Values sums(nest.accesses.size());
      for (auto [i, access] : llvm::enumerate(nest.accesses))
        if (access.isOut)
          sums[i] = e.load(access.element, address(column, i),
                           scopes.of(access.operand));
      for (int64_t k = 0; k < count; ++k)
        if (failed(writeBody(enter(column, loops[level].dim,
                                   e.add(first, e.constant(k))),
                             sums)))
          result = failure();
      for (auto [i, access] : llvm::enumerate(nest.accesses))
        if (access.isOut)
          e.store(sums[i], address(column, i), scopes.of(access.operand));
      return Values();
    });
  };
  unsigned dim = loops[level].dim;
  bool isLarge = false, inOnePage = e.options.target.foreseesStreams;
  for (const Access &access : nest.accesses) {
    if (!isLargeOperand(nest, access))
      continue;
    int64_t element = elementBytes(access.element);
    int64_t step = access.strides[dim] * element;
    isLarge = true;
    inOnePage &= element >= leastElement && step >= 0 && step < pageBytes;
  }
  int64_t atOnce = !isLarge ? rowsAtOnce : inOnePage ? 1 : largeRowsAtOnce;
  int64_t size = nest.dims[dim].size, left = size % atOnce;
  if (size > left) {
    bool asks = isLarge && size >= leastTimes * atOnce;
    llvm::SaveAndRestore ahead(rowsAhead, {dim, asks ? atOnce : 0});
    e.loop(e.constant(0), e.constant(size - left), atOnce, {},
           [&](Value row, ValueRange) {
             add(row, atOnce);
             return Values();
           });
  }
  if (left)
    add(e.constant(size - left), left);
  return result;
}

} // namespace weft::ir

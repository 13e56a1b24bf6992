// The code around the matrix kernels: pack what has to be packed, then run
// blocks of C, each the business of one thread from beginning to end, so that
// the order of every sum is the same for any number of threads.
#include "Lowering/Contraction.h"
#include "Lowering/Parallel.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace weft::ir {
using namespace mlir;

namespace {
using Loop = Contraction::Loop;

class ContractionWriter {
public:
  ContractionWriter(Emission &e, const Contraction &op)
      : e(e), op(op), shape(gemmShape(op.kind)),
        steps(llvm::alignTo(op.k.size, shape.kUnit)) {
    tiles = llvm::divideCeil(op.m.size, shape.mr);
    panels = llvm::divideCeil(op.n.size, shape.nr);
  }

  LogicalResult packB(IRMapping &map);
  LogicalResult packA(IRMapping &map);
  LogicalResult multiply(IRMapping &map);
  void rows(const RowRange &rows, IRMapping &map);

private:
  struct Offsets {
    Value a, b, c;          // elements from the operand's start
    Value matrixA, matrixB; // which packed matrix
  };

  void call(GemmPart part, ValueRange arguments) {
    LLVM::CallOp::create(e.b, e.loc, declareGemm(e.module, part, op.kind),
                         arguments);
  }
  Value inOperand(Value base, Value index) {
    return e.at(base, op.kind.operand, index);
  }
  Value inPacked(Value base, Value index) {
    return e.at(base, op.kind.packed, index);
  }
  Value rem(Value x, int64_t n) {
    return arith::RemUIOp::create(e.b, e.loc, x, e.constant(n));
  }
  Value div(Value x, int64_t n) {
    return n == 1 ? x
                  : Value(arith::DivUIOp::create(e.b, e.loc, x, e.constant(n)));
  }
  SmallVector<Loop> matrixLoops(int64_t Loop::*stride) const;
  LogicalResult pack(GemmPart part, Value source, Value target, int64_t offset,
                     int64_t Loop::*stride, const Loop &rows, int64_t pieces,
                     int64_t width, IRMapping &map);
  void addLoops(ArrayRef<Loop> loops, Value index, Offsets &offsets);
  void addLoops(ArrayRef<Loop> loops, ArrayRef<Value> ivs, Offsets &offsets);
  std::pair<Value, Value> scratch();
  void sum(const Offsets &start, Value columns, ValueRange range,
           IRMapping &map);

  Emission &e;
  const Contraction &op;
  GemmShape shape;
  int64_t steps; // of k, where packed
  int64_t tiles, panels;
};
} // namespace

/// The loops around the kernel that move through an operand, summed ones last:
/// they number its packed matrices.
SmallVector<Loop> ContractionWriter::matrixLoops(int64_t Loop::*stride) const {
  SmallVector<Loop> loops;
  for (const auto *list : {&op.outer, &op.outerK})
    for (const Loop &loop : *list)
      if (loop.*stride != 0)
        loops.push_back(loop);
  return loops;
}

LogicalResult ContractionWriter::pack(GemmPart part, Value source, Value target,
                                      int64_t offset, int64_t Loop::*stride,
                                      const Loop &rows, int64_t pieces,
                                      int64_t width, IRMapping &map) {
  SmallVector<Loop> loops = matrixLoops(stride);
  int64_t matrices = 1;
  for (const Loop &loop : loops)
    matrices *= loop.size;
  int64_t size = pieces * width * steps;
  double cost = 0.3 * op.k.size * width;
  int64_t range = matrices * pieces;
  return parallelRange(
      e, range, parallelGrain(range, cost), {source, target}, map,
      [&](Value lo, Value hi, IRMapping &inner) {
        Value from = inner.lookup(source), to = inner.lookup(target);
        e.loop(lo, hi, 1, {}, [&](Value index, ValueRange) {
          Value piece = matrices == 1 ? index : rem(index, pieces);
          Value start = e.constant(offset), rest = div(index, pieces);
          Value matrix = rest;
          for (const Loop &loop : llvm::reverse(loops)) {
            Value i = rem(rest, loop.size);
            start = e.add(start, e.mul(i, loop.*stride));
            rest = div(rest, loop.size);
          }
          Value dst = matrices == 1 ? to : inPacked(to, e.mul(matrix, size));
          Value past = e.add(piece, e.constant(1));
          Value src = inOperand(from, start);
          if (part == GemmPart::PackB)
            call(part, {src, e.constant(op.k.b), e.constant(rows.b),
                        e.constant(op.k.size), e.constant(rows.size), piece,
                        past, dst});
          else
            call(part, {src, e.constant(rows.a), e.constant(op.k.a),
                        e.constant(rows.size), e.constant(op.k.size), piece,
                        past, dst});
          return SmallVector<Value>();
        });
        return success();
      });
}

LogicalResult ContractionWriter::packB(IRMapping &map) {
  return pack(GemmPart::PackB, op.b, op.packedB, op.offsetB, &Loop::b, op.n,
              panels, shape.nr, map);
}

LogicalResult ContractionWriter::packA(IRMapping &map) {
  return pack(GemmPart::PackA, op.a, op.packedA, op.offsetA, &Loop::a, op.m,
              tiles, shape.mr, map);
}

/// Decomposes `index` over `loops` (the last runs fastest) into offsets.
void ContractionWriter::addLoops(ArrayRef<Loop> loops, Value index,
                                 Offsets &o) {
  SmallVector<Value> ivs(loops.size());
  Value rest = index;
  for (unsigned i = loops.size(); i-- > 0;) {
    ivs[i] = i == 0 ? rest : rem(rest, loops[i].size);
    rest = div(rest, loops[i].size);
  }
  addLoops(loops, ivs, o);
}

void ContractionWriter::addLoops(ArrayRef<Loop> loops, ArrayRef<Value> ivs,
                                 Offsets &o) {
  for (auto [loop, iv] : llvm::zip(loops, ivs)) {
    auto move = [&](Value &total, Value &matrix, int64_t stride) {
      if (stride == 0)
        return;
      total = e.add(total, e.mul(iv, stride));
      matrix = e.add(e.mul(matrix, loop.size), iv);
    };
    move(o.a, o.matrixA, loop.a);
    move(o.b, o.matrixB, loop.b);
    if (loop.c != 0)
      o.c = e.add(o.c, e.mul(iv, loop.c));
  }
}

/// Where the kernel copies rows of A and packs a panel of B; null where it does
/// not.
std::pair<Value, Value> ContractionWriter::scratch() {
  int64_t forRows = op.copiesRows ? copiedBytes(op.kind, op.m.size) : 0,
          forPanel = op.packsPanels ? panelBytes(op.kind, op.k.size) : 0;
  Value none = LLVM::ZeroOp::create(e.b, e.loc, e.ptr);
  Value memory = forRows + forPanel ? e.scratch(forRows + forPanel) : none;
  return {forRows ? memory : none,
          forPanel ? e.at(memory, e.b.getI8Type(), forRows) : none};
}

/// The product at `start`, summed over all of k: rows and panels of `range`.
void ContractionWriter::sum(const Offsets &start, Value columns,
                            ValueRange range, IRMapping &map) {
  Value baseA = map.lookup(op.packedA ? op.packedA : op.a),
        baseB = map.lookup(op.packedB ? op.packedB : op.b),
        baseC = map.lookup(op.c);
  int64_t sums = 1;
  for (const Loop &loop : op.outerK)
    sums *= loop.size;
  auto [rows, panel] = scratch();
  auto one = [&](Value q, ValueRange) {
    Offsets o = start;
    addLoops(op.outerK, q, o);
    Value a, b, add = e.constant(op.accumulate ? 1 : 0);
    SmallVector<Value> args;
    if (op.packedA) {
      a = inPacked(baseA, e.mul(o.matrixA, tiles * shape.mr * steps));
      args = {a, e.constant(shape.mr * steps), e.constant(1),
              e.constant(shape.mr)};
    } else {
      a = inOperand(baseA, o.a);
      args = {a, e.constant(shape.mr * op.m.a), e.constant(op.m.a),
              e.constant(op.k.a)};
    }
    if (op.packedB) {
      b = inPacked(baseB, e.mul(o.matrixB, panels * shape.nr * steps));
      args.append({b, e.constant(shape.nr * steps), e.constant(shape.nr),
                   e.constant(0)});
    } else {
      b = inOperand(baseB, o.b);
      args.append({b, e.constant(shape.nr), e.constant(op.k.b),
                   e.constant(op.packsPanels ? op.n.b : 0)});
    }
    if (sums > 1)
      add = op.accumulate ? add : q; // any but the first adds
    args.append({e.at(baseC, op.kind.sum, o.c), e.constant(op.m.c),
                 e.constant(op.m.size), columns, e.constant(op.k.size)});
    llvm::append_range(args, range);
    args.append({add, rows, panel});
    call(GemmPart::Multiply, args);
    return SmallVector<Value>();
  };
  if (sums == 1)
    one(e.constant(0), {});
  else
    e.loop(e.constant(0), e.constant(sums), 1, {}, one);
}

void ContractionWriter::rows(const RowRange &range, IRMapping &map) {
  Offsets start{e.constant(op.offsetA), e.constant(op.offsetB),
                e.constant(op.offsetC), e.constant(0), e.constant(0)};
  addLoops(op.outer, range.outer, start);
  Value zero = e.constant(0);
  if (op.rowsAreColumns) {
    start.b = e.add(start.b, e.mul(range.first, op.n.b));
    start.c = e.add(start.c, e.mul(range.firstOfC, op.n.c));
    Value past = div(e.add(range.count, e.constant(shape.nr - 1)), shape.nr);
    return sum(start, range.count, {zero, e.constant(op.m.size), zero, past},
               map);
  }
  start.a = e.add(start.a, e.mul(range.first, op.m.a));
  start.c = e.add(start.c, e.mul(range.firstOfC, op.m.c));
  sum(start, e.constant(op.n.size),
      {zero, range.count, zero, e.constant(panels)}, map);
}

/// Where one thread has all pieces they are one: a panel is packed once, and
/// read for all rows.
static void wholeOr(Emission &e, int64_t range, Value lo, Value hi,
                    function_ref<void()> whole, function_ref<void()> pieces) {
  Value size = arith::SubIOp::create(e.b, e.loc, hi, lo);
  Value all = arith::CmpIOp::create(e.b, e.loc, arith::CmpIPredicate::eq, size,
                                    e.constant(range));
  auto branch = scf::IfOp::create(e.b, e.loc, all, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(e.b);
  e.b.setInsertionPointToStart(branch.thenBlock());
  whole();
  e.b.setInsertionPointToStart(branch.elseBlock());
  pieces();
}

LogicalResult ContractionWriter::multiply(IRMapping &map) {
  // A piece is some rows by some panels; about 200 microseconds, so that
  // threads share evenly, and never cut by how many there are.
  int64_t outer = 1, sums = 1;
  for (const Loop &loop : op.outer)
    outer *= loop.size;
  for (const Loop &loop : op.outerK)
    sums *= loop.size;
  double flops = 2.0 * op.k.size * sums;
  auto nanoseconds = [&](int64_t rows, int64_t columns) {
    return flops * rows * columns / (op.kind.tiles ? 1000 : 100);
  };
  int64_t rowStep = op.m.size, panelStep = panels;
  auto isLong = [&] {
    return nanoseconds(rowStep, panelStep * shape.nr) > 200000;
  };
  auto cutRows = [&] {
    while (rowStep > 4 * shape.mr && isLong())
      rowStep = llvm::alignTo((rowStep + 1) / 2, shape.mr);
  };
  auto cutPanels = [&] {
    while (panelStep > 4 && isLong())
      panelStep = (panelStep + 1) / 2;
  };
  // Once there are enough pieces for many threads, longer ones are better:
  // a panel of B passes over all rows of a block, and a block of A, that may
  // have been copied for it, meets all panels.
  auto few = [&] {
    return outer * llvm::divideCeil(op.m.size, rowStep) *
               llvm::divideCeil(panels, panelStep) <
           16;
  };
  // A panel is packed once more for each piece of the rows.
  if (op.packsPanels) {
    cutPanels(), cutRows();
  } else if (op.kind.tiles) {
    cutRows(), cutPanels();
  } else {
    if (isLong())
      rowStep = llvm::alignTo(
          llvm::divideCeil(op.m.size, llvm::divideCeil(op.m.size, shape.mc)),
          shape.mr);
    while (few() && isLong() && panelStep > 8)
      panelStep = (panelStep + 1) / 2;
    while (few() && isLong() && rowStep > 8 * shape.mr)
      rowStep = llvm::alignTo((rowStep + 1) / 2, shape.mr);
    while (few() && isLong() && panelStep > 4)
      panelStep = (panelStep + 1) / 2;
  }
  // A short product is cut as the elementwise code around it is, by rows, so
  // that a thread finds in its cache what it wrote; but a panel that is packed
  // on the way belongs to one thread. One of 31 µs gained nothing, as its
  // operands come out of another core's cache; one of 42 did.
  constexpr int64_t shortPieces = 8;
  constexpr double worthSharing = 40000;
  if (outer == 1 && rowStep >= op.m.size && panelStep >= panels &&
      nanoseconds(op.m.size, op.n.size) >= worthSharing) {
    if (op.packsPanels)
      panelStep = llvm::divideCeil(panels, shortPieces);
    else
      rowStep = llvm::alignTo(llvm::divideCeil(op.m.size, shortPieces),
                              shape.mr);
  }
  int64_t rowPieces = llvm::divideCeil(op.m.size, rowStep);
  int64_t panelPieces = llvm::divideCeil(panels, panelStep);
  int64_t range = outer * rowPieces * panelPieces;
  double cost = nanoseconds(std::min(rowStep, op.m.size),
                            std::min(panelStep * shape.nr, op.n.size));
  SmallVector<Value> captures{op.packedA ? op.packedA : op.a,
                              op.packedB ? op.packedB : op.b, op.c};
  auto body = [&](Value lo, Value hi, IRMapping &inner) {
    // Pieces lo to hi, where they lie one after another.
    auto pieces = [&](Value lo, Value hi) {
      Value last = e.add(hi, e.constant(-1));
      Value panelPiece =
          panelPieces == 1 ? e.constant(0) : rem(lo, panelPieces);
      Value lastPanel =
          panelPieces == 1 ? e.constant(0) : rem(last, panelPieces);
      Value rest = div(lo, panelPieces), lastRest = div(last, panelPieces);
      Value rowPiece = rowPieces == 1 ? e.constant(0) : rem(rest, rowPieces);
      Value lastRow = rowPieces == 1 ? e.constant(0) : rem(lastRest, rowPieces);
      rest = div(rest, rowPieces);
      auto upTo = [&](Value piece, int64_t step, int64_t size) {
        Value end = e.mul(e.add(piece, e.constant(1)), step);
        return arith::MinSIOp::create(e.b, e.loc, end, e.constant(size));
      };
      Value row0 = e.mul(rowPiece, rowStep),
            row1 = upTo(lastRow, rowStep, op.m.size),
            panel0 = e.mul(panelPiece, panelStep),
            panel1 = upTo(lastPanel, panelStep, panels);
      Offsets start{e.constant(op.offsetA), e.constant(op.offsetB),
                    e.constant(op.offsetC), e.constant(0), e.constant(0)};
      addLoops(op.outer, rest, start);
      sum(start, e.constant(op.n.size), {row0, row1, panel0, panel1}, inner);
    };
    if (range == 1)
      pieces(e.constant(0), e.constant(1));
    else if (outer == 1 && (panelPieces == 1 || rowPieces == 1))
      e.loop(lo, hi, range, {}, [&](Value first, ValueRange) {
        pieces(first, hi); // once
        return SmallVector<Value>();
      });
    else
      wholeOr(
          e, range, lo, hi,
          [&] {
            e.loop(e.constant(0), e.constant(outer), 1, {},
                   [&](Value index, ValueRange) {
                     Value first = e.mul(index, rowPieces * panelPieces);
                     pieces(first,
                            e.add(first, e.constant(rowPieces * panelPieces)));
                     return SmallVector<Value>();
                   });
          },
          [&] {
            e.loop(lo, hi, 1, {}, [&](Value index, ValueRange) {
              pieces(index, e.add(index, e.constant(1)));
              return SmallVector<Value>();
            });
          });
    return success();
  };
  return parallelRange(e, range, parallelGrain(range, cost), captures, map,
                       body);
}

LogicalResult packOperands(Emission &e, const Contraction &op,
                           IRMapping &map) {
  ContractionWriter writer(e, op);
  bool b = op.packedB && !op.packedBeforeB, a = op.packedA && !op.packedBeforeA;
  return failure((b && failed(writer.packB(map))) ||
                 (a && failed(writer.packA(map))));
}

void multiplyRows(Emission &e, const Contraction &op, const RowRange &rows,
                  IRMapping &map) {
  ContractionWriter(e, op).rows(rows, map);
}

LogicalResult emitContraction(Emission &e, const Contraction &op,
                              IRMapping &map) {
  if (failed(packOperands(e, op, map)))
    return failure();
  return op.packs ? success() : ContractionWriter(e, op).multiply(map);
}

} // namespace weft::ir

// The code around the matrix kernels: pack what has to be packed, then run
// blocks of C, each the business of one thread from beginning to end, so that
// the order of every sum is the same for any number of threads.
#include "Lowering/Products/Contraction.h"
#include "Lowering/Nests/Parallel.h"

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
        stepsOfA(llvm::alignTo(op.k.size, shape.kUnit)),
        stepsOfB(shape.stepsOfB(op.k.size)) {
    tiles = llvm::divideCeil(op.m.size, shape.mr);
    panels = llvm::divideCeil(op.n.size, shape.nr);
    for (const Loop &loop : op.outer)
      outer *= loop.size;
    for (const Loop &loop : op.outerK)
      sums *= loop.size;
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
  /// Of how many rows and panels a piece is, and how many pieces these are of.
  struct Pieces {
    int64_t rows, panels, ofRows, ofPanels;
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
  Offsets origin() {
    return {e.constant(op.offsetA), e.constant(op.offsetB),
            e.constant(op.offsetC), e.constant(0), e.constant(0)};
  }
  double nanoseconds(int64_t rows, int64_t columns) const {
    double perNanosecond =
        op.kind.unit == GemmUnit::Tiles ? 1000
        : op.kind.unit == GemmUnit::Dots
            ? 3200. / op.kind.packed.getIntOrFloatBitWidth()
            : 100;
    return 2.0 * op.k.size * sums * rows * columns / perNanosecond;
  }
  Pieces cut() const;
  void pieces(const Pieces &p, Value lo, Value hi, IRMapping &map);
  void addLoops(ArrayRef<Loop> loops, Value index, Offsets &offsets);
  void addLoops(ArrayRef<Loop> loops, ArrayRef<Value> ivs, Offsets &offsets);
  std::pair<Value, Value> scratch(int64_t rows, int64_t steps);
  /// What of the kernel's sizes is told when it runs (null: all, as it is), and
  /// how many rows and steps that may be.
  struct Extent {
    Value columns, steps, add;
    int64_t mostRows, mostSteps;
  };
  void sum(const Offsets &start, const Extent &extent, ValueRange range,
           IRMapping &map);

  Emission &e;
  const Contraction &op;
  GemmShape shape;
  int64_t stepsOfA, stepsOfB; // of k, where packed
  int64_t tiles, panels;
  int64_t outer = 1, sums = 1; // products, and of how many each is the sum
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
  int64_t size =
      pieces * width * (part == GemmPart::PackB ? stepsOfB : stepsOfA);
  double cost = 0.3 * op.k.size * width;
  int64_t range = matrices * pieces;
  auto ofMatrix = [&](Value from, Value to, Value matrix, Value p0, Value p1) {
    Value start = e.constant(offset), rest = matrix;
    for (const Loop &loop : llvm::reverse(loops)) {
      start = e.add(start, e.mul(rem(rest, loop.size), loop.*stride));
      rest = div(rest, loop.size);
    }
    Value src = inOperand(from, start);
    Value dst = matrices == 1 ? to : inPacked(to, e.mul(matrix, size));
    if (part == GemmPart::PackB)
      call(part, {src, e.constant(op.k.b), e.constant(rows.b),
                  e.constant(op.k.size), e.constant(rows.size), p0, p1, dst});
    else
      call(part, {src, e.constant(rows.a), e.constant(op.k.a),
                  e.constant(rows.size), e.constant(op.k.size), p0, p1, dst});
  };
  return parallelRange(
      e, range, parallelGrain(range, cost), {source, target}, map,
      [&](Value lo, Value hi, IRMapping &inner) {
        Value from = inner.lookup(source), to = inner.lookup(target);
        if (matrices == 1) {
          ofMatrix(from, to, e.constant(0), lo, hi);
          return success();
        }
        Value past = div(e.add(hi, e.constant(pieces - 1)), pieces);
        e.loop(div(lo, pieces), past, 1, {}, [&](Value matrix, ValueRange) {
          auto within = [&](Value piece) -> Value {
            Value i = arith::SubIOp::create(e.b, e.loc, piece,
                                            e.mul(matrix, pieces));
            i = arith::MaxSIOp::create(e.b, e.loc, i, e.constant(0));
            return arith::MinSIOp::create(e.b, e.loc, i, e.constant(pieces));
          };
          ofMatrix(from, to, matrix, within(lo), within(hi));
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

/// Where the kernel copies rows of A and packs a panel of B, at most so many
/// rows and steps; null where it does not.
std::pair<Value, Value> ContractionWriter::scratch(int64_t rows,
                                                   int64_t steps) {
  int64_t forRows = op.copiesRows ? copiedBytes(op.kind, rows) : 0,
          forPanel = op.packsPanels ? panelBytes(op.kind, steps) : 0;
  Value none = LLVM::ZeroOp::create(e.b, e.loc, e.ptr);
  Value memory = forRows + forPanel ? e.scratch(forRows + forPanel) : none;
  return {forRows ? memory : none,
          forPanel ? e.at(memory, e.b.getI8Type(), forRows) : none};
}

/// The product at `start`, summed over all of k: rows and panels of `range`.
void ContractionWriter::sum(const Offsets &start, const Extent &extent,
                            ValueRange range, IRMapping &map) {
  Value baseA = map.lookup(op.packedA ? op.packedA : op.a),
        baseB = map.lookup(op.packedB ? op.packedB : op.b),
        baseC = map.lookup(op.c);
  auto [rows, panel] = scratch(extent.mostRows, extent.mostSteps);
  auto one = [&](Value q, ValueRange) {
    Offsets o = start;
    addLoops(op.outerK, q, o);
    Value a, b, add = extent.add ? extent.add
                                 : e.constant(op.accumulate ? 1 : 0);
    SmallVector<Value> args;
    if (op.packedA) {
      a = inPacked(baseA, e.mul(o.matrixA, tiles * shape.mr * stepsOfA));
      args = {a, e.constant(shape.mr * stepsOfA), e.constant(1),
              e.constant(shape.mr)};
    } else {
      a = inOperand(baseA, o.a);
      args = {a, e.constant(shape.mr * op.m.a), e.constant(op.m.a),
              e.constant(op.k.a)};
    }
    if (op.packedB) {
      b = inPacked(baseB, e.mul(o.matrixB, panels * shape.nr * stepsOfB));
      args.append({b, e.constant(shape.nr * stepsOfB), e.constant(shape.nr),
                   e.constant(0)});
    } else {
      b = inOperand(baseB, o.b);
      args.append({b, e.constant(shape.nr), e.constant(op.k.b),
                   e.constant(op.packsPanels ? op.n.b : 0)});
    }
    if (sums > 1)
      add = op.accumulate ? add : q; // any but the first adds
    args.append({e.at(baseC, op.kind.sum, o.c), e.constant(op.m.c),
                 e.constant(op.m.size),
                 extent.columns ? extent.columns : e.constant(op.n.size),
                 extent.steps ? extent.steps : e.constant(op.k.size)});
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
  Offsets start = origin();
  addLoops(op.outer, range.outer, start);
  const Loop &loop = op.rowLoop();
  for (auto [offset, first, stride] :
       {std::tuple(&start.a, range.a, loop.a),
        std::tuple(&start.b, range.b, loop.b),
        std::tuple(&start.c, range.c, loop.c)})
    if (stride != 0)
      *offset = e.add(*offset, e.mul(first, stride));
  Value zero = e.constant(0);
  if (op.rows == Contraction::Rows::N) {
    Value past = div(e.add(range.count, e.constant(shape.nr - 1)), shape.nr);
    return sum(start, {range.count, {}, range.add, op.m.size, op.k.size},
               {zero, e.constant(op.m.size), zero, past}, map);
  }
  if (op.rows == Contraction::Rows::K)
    return sum(start,
               {{}, range.count, range.add, op.m.size,
                std::min(op.k.size, range.most)},
               {zero, e.constant(op.m.size), zero, e.constant(panels)}, map);
  sum(start,
      {{}, {}, range.add, std::min(op.m.size, range.most), op.k.size},
      {zero, range.count, zero, e.constant(panels)}, map);
}

static void unlessEmpty(Emission &e, Value lo, Value hi,
                        function_ref<void()> body) {
  Value some =
      arith::CmpIOp::create(e.b, e.loc, arith::CmpIPredicate::slt, lo, hi);
  auto branch = scf::IfOp::create(e.b, e.loc, some, /*withElseRegion=*/false);
  OpBuilder::InsertionGuard guard(e.b);
  e.b.setInsertionPointToStart(branch.thenBlock());
  body();
}

/// A piece is some rows by some panels; about 200 microseconds, so that threads
/// share evenly, and never cut by how many there are.
ContractionWriter::Pieces ContractionWriter::cut() const {
  int64_t rows = op.m.size, step = panels;
  auto isLong = [&] { return nanoseconds(rows, step * shape.nr) > 200000; };
  auto halfRows = [&] { rows = llvm::alignTo((rows + 1) / 2, shape.mr); };
  auto halfPanels = [&] { step = (step + 1) / 2; };
  auto cutRows = [&] {
    while (rows > 4 * shape.mr && isLong())
      halfRows();
  };
  auto cutPanels = [&](int64_t least) {
    while (step > least && isLong())
      halfPanels();
  };
  // Once there are enough pieces for many threads, longer ones are better:
  // a panel of B passes over all rows of a block, and a block of A, that may
  // have been copied for it, meets all panels.
  auto goesOn = [&] {
    return isLong() && outer * llvm::divideCeil(op.m.size, rows) *
                               llvm::divideCeil(panels, step) <
                           16;
  };
  // A panel is packed once more for each piece of the rows, and these are
  // copied once more for each thread that has some of the panels.
  if (op.packsPanels) {
    cutPanels(2 * op.m.size <= op.n.size ? 1 : 4), cutRows();
  } else if (op.kind.unit == GemmUnit::Tiles) {
    cutRows(), cutPanels(4);
  } else {
    if (isLong())
      rows = llvm::alignTo(
          llvm::divideCeil(op.m.size, llvm::divideCeil(op.m.size, shape.mc)),
          shape.mr);
    while (goesOn() && step > 8)
      halfPanels();
    while (goesOn() && rows > 12 * shape.mr)
      halfRows();
    while (goesOn() && step > 4)
      halfPanels();
  }
  // A short product is cut as the elementwise code around it is, by rows, so
  // that a thread finds in its cache what it wrote; but a panel that is packed
  // on the way belongs to one thread, and of few rows B is what takes long.
  // Packed panels are few, and their rows come out of another core's cache: a
  // product of 31 µs took 50 so, others of 20 to 31 two thirds.
  constexpr int64_t shortPieces = 8;
  const double worthSharing = op.packsPanels ? 40000 : 20000;
  if (outer == 1 && rows >= op.m.size && step >= panels &&
      nanoseconds(op.m.size, op.n.size) >= worthSharing) {
    if (op.packsPanels || op.m.size <= 2 * shape.mr)
      step = llvm::divideCeil(panels, shortPieces);
    else
      rows = llvm::alignTo(llvm::divideCeil(op.m.size, shortPieces), shape.mr);
  }
  return {rows, step, int64_t(llvm::divideCeil(op.m.size, rows)),
          int64_t(llvm::divideCeil(panels, step))};
}

/// Pieces lo to hi, some.
void ContractionWriter::pieces(const Pieces &p, Value lo, Value hi,
                               IRMapping &map) {
  auto upTo = [&](Value past, int64_t step, int64_t size) -> Value {
    return arith::MinSIOp::create(e.b, e.loc, e.mul(past, step),
                                  e.constant(size));
  };
  auto at = [&](const Offsets &start, Value row, Value pastRow, Value panel,
                Value pastPanel) {
    sum(start, {{}, {}, {}, op.m.size, op.k.size},
        {e.mul(row, p.rows), upTo(pastRow, p.rows, op.m.size),
         e.mul(panel, p.panels), upTo(pastPanel, p.panels, panels)},
        map);
  };
  Value zero = e.constant(0), one = e.constant(1);
  if (outer == 1 && p.ofPanels == 1)
    return at(origin(), lo, hi, zero, one);
  if (outer == 1 && p.ofRows == 1)
    return at(origin(), zero, one, lo, hi);
  // Those of the same rows at a time: what is copied of A serves all of them.
  // Where one thread has all pieces, all rows of a product: a panel is packed
  // once, and read for all of them.
  Value step = one;
  if (p.ofRows != 1) {
    Value count = arith::SubIOp::create(e.b, e.loc, hi, lo);
    Value all = arith::CmpIOp::create(
        e.b, e.loc, arith::CmpIPredicate::eq, count,
        e.constant(outer * p.ofRows * p.ofPanels));
    step = arith::SelectOp::create(e.b, e.loc, all, e.constant(p.ofRows), one);
  }
  Value past = div(e.add(hi, e.constant(p.ofPanels - 1)), p.ofPanels);
  e.loop(div(lo, p.ofPanels), past, step, {}, [&](Value rows, ValueRange) {
    Value first = e.mul(rows, p.ofPanels), panel = zero, pastPanel = one;
    if (p.ofPanels != 1) {
      panel = arith::MaxSIOp::create(
          e.b, e.loc, arith::SubIOp::create(e.b, e.loc, lo, first), zero);
      pastPanel = arith::MinSIOp::create(
          e.b, e.loc, arith::SubIOp::create(e.b, e.loc, hi, first),
          e.constant(p.ofPanels));
    }
    Offsets start = origin();
    addLoops(op.outer, div(rows, p.ofRows), start);
    Value row = p.ofRows == 1 ? zero : outer == 1 ? rows : rem(rows, p.ofRows);
    at(start, row, e.add(row, step), panel, pastPanel);
    return SmallVector<Value>();
  });
}

LogicalResult ContractionWriter::multiply(IRMapping &map) {
  Pieces p = cut();
  int64_t range = outer * p.ofRows * p.ofPanels;
  double cost = nanoseconds(std::min(p.rows, op.m.size),
                            std::min(p.panels * shape.nr, op.n.size));
  SmallVector<Value> captures{op.packedA ? op.packedA : op.a,
                              op.packedB ? op.packedB : op.b, op.c};
  return parallelRange(e, range, parallelGrain(range, cost), captures, map,
                       [&](Value lo, Value hi, IRMapping &inner) {
                         auto all = [&] { pieces(p, lo, hi, inner); };
                         range == 1 ? all() : unlessEmpty(e, lo, hi, all);
                         return success();
                       });
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

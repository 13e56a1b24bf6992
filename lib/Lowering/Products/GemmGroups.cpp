// See GemmGroups.h.
#include "Lowering/Products/GemmGroups.h"

namespace weft::ir {
using namespace mlir;

Value GroupWriter::upToUnit(Value k) {
  Value unit = e.constant(shape.kUnit);
  return times(arith::CeilDivUIOp::create(b, e.loc, k, unit), unit);
}

/// Element k of a line, zero from K on.
Value GroupWriter::guarded(Value from, Value k, Value K, Value stride) {
  Value last = sub(K, e.constant(1));
  Value v = e.load(bits, inOperand(from, times(min(k, last), stride)));
  Value none = e.constant(b.getIntegerAttr(bits, 0));
  return arith::SelectOp::create(
      b, e.loc, compare(arith::CmpIPredicate::slt, k, K), v, none);
}

/// A step of a whole dense panel: perStep rows become one.
void GroupWriter::interleave(Value from, Value kStride, Value to) {
  // Each row is in a line of its own, which the processor does not foresee.
  constexpr int64_t rowsAhead = 32;
  auto row = VectorType::get({shape.nr}, bits);
  auto rowAt = [&](int64_t j) {
    return inOperand(from, times(kStride, e.constant(j)));
  };
  Values rows;
  for (int64_t j = 0; j < perStep; ++j) {
    LLVM::Prefetch::create(b, e.loc, rowAt(rowsAhead + j), /*rw=*/0, /*hint=*/3,
                           /*cache=*/1);
    rows.push_back(vectorLoad(row, rowAt(j)));
  }
  auto zip = [&](Value x, Value y) -> Value {
    SmallVector<int32_t> lanes;
    int32_t n = cast<VectorType>(x.getType()).getNumElements();
    for (int32_t i = 0; i < n; ++i)
      lanes.append({i, n + i});
    return LLVM::ShuffleVectorOp::create(b, e.loc, x, y, lanes);
  };
  Value mixed = perStep == 2
                    ? zip(rows[0], rows[1])
                    : zip(zip(rows[0], rows[2]), zip(rows[1], rows[3]));
  vectorStore(mixed, to);
}

/// K steps of some columns, and zeros.
void GroupWriter::packBlock(Value from, Value ks, Value ns, Value K,
                            Value columns, Value to) {
  Value nr = e.constant(shape.nr), one = e.constant(1);
  Value denseN = compare(arith::CmpIPredicate::eq, ns, one),
        denseK = compare(arith::CmpIPredicate::eq, ks, one);
  Value wide = both(denseN, compare(arith::CmpIPredicate::eq, columns, nr));
  loop(e.constant(0), upToUnit(K), perStep, [&](Value k) {
    Value full =
        compare(arith::CmpIPredicate::sle, e.add(k, e.constant(perStep)), K);
    Value target = inPacked(to, times(k, nr));
    auto oneByOne = [&](bool together) {
      loop(e.constant(0), columns, 1, [&](Value n) {
        Value line = inOperand(from, times(n, ns));
        Value cell = inPacked(target, e.mul(n, perStep));
        if (together) {
          Value step = LLVM::LoadOp::create(b, e.loc, b.getI32Type(),
                                            inOperand(line, k), 1);
          LLVM::StoreOp::create(b, e.loc, step, cell, 4);
          return;
        }
        for (int64_t j = 0; j < perStep; ++j)
          e.store(guarded(line, e.add(k, e.constant(j)), K, ks),
                  e.at(cell, kind.packed, j));
      });
    };
    ifElse(
        both(wide, full),
        [&] { interleave(inOperand(from, times(k, ks)), ks, target); },
        [&] {
          ifElse(
              both(denseK, full), [&] { oneByOne(true); },
              [&] { oneByOne(false); });
        });
  });
}

void GroupWriter::packB(LLVM::LLVMFuncOp func) {
  auto arg = [&](unsigned i) -> Value { return func.getArgument(i); };
  Value src = arg(0), ks = arg(1), ns = arg(2), K = arg(3), N = arg(4),
        dst = arg(7);
  Value nr = e.constant(shape.nr), none = e.constant(0);
  // Where the panel's steps begin, and where they end: past its last block.
  Value lastBlock =
      times(arith::DivUIOp::create(b, e.loc, sub(K, e.constant(1)),
                                   e.constant(shape.kc)),
            e.constant(shape.kc));
  Value panelSteps = e.add(e.add(afterHeads(lastBlock), e.constant(shape.head)),
                           upToUnit(sub(K, lastBlock)));
  loop(arg(5), arg(6), 1, [&](Value panel) {
    Value n0 = times(panel, nr);
    Value columns = min(nr, sub(N, n0));
    Value from = inOperand(src, times(n0, ns));
    Value to = inPacked(dst, times(panel, times(panelSteps, nr)));
    loop(none, K, shape.kc, [&](Value k0) {
      Value head = inPacked(to, times(afterHeads(k0), nr));
      Value block = e.at(head, kind.packed, shape.head * shape.nr);
      Value steps = min(sub(K, k0), e.constant(shape.kc));
      packBlock(inOperand(from, times(k0, ks)), ks, ns, steps, columns, block);
      fillHead(head, block, upToUnit(steps));
    });
  });
}

void GroupWriter::packA(LLVM::LLVMFuncOp func) {
  auto arg = [&](unsigned i) -> Value { return func.getArgument(i); };
  Value src = arg(0), ms = arg(1), ks = arg(2), M = arg(3), K = arg(4),
        dst = arg(7);
  Value mr = e.constant(shape.mr), unit = e.constant(shape.kUnit);
  Value padded = upToUnit(K);
  Value dense = compare(arith::CmpIPredicate::eq, ks, e.constant(1));
  auto line = VectorType::get({shape.kUnit}, bits);
  loop(arg(5), arg(6), 1, [&](Value tile) {
    Value m0 = times(tile, mr);
    Value rows = min(mr, sub(M, m0));
    Value to = inPacked(dst, times(tile, times(padded, mr)));
    loop(e.constant(0), rows, 1, [&](Value m) {
      Value from = inOperand(src, times(e.add(m0, m), ms));
      loop(e.constant(0), padded, shape.kUnit, [&](Value k) {
        Value cell = inPacked(inPacked(to, times(k, mr)), times(m, unit));
        Value full = compare(arith::CmpIPredicate::sle, e.add(k, unit), K);
        ifElse(
            both(dense, full),
            [&] {
              vectorStore(packedA(vectorLoad(line, inOperand(from, k))), cell);
            },
            [&] {
              loop(e.constant(0), unit, 1, [&](Value j) {
                e.store(packedA(guarded(from, e.add(k, j), K, ks)),
                        inPacked(cell, j));
              });
            });
      });
    });
  });
}

} // namespace weft::ir

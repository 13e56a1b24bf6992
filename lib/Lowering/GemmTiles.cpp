// Matrix kernels for a tile unit: Intel's AMX, 8 tiles of 16 rows of 64 bytes.
// A product of tiles adds to C[16][16] the sums over 64 bytes of k, where a
// row of A has them side by side, and a row of B holds the 4 bytes of k of 16
// columns. So the packed forms are, for each 64 bytes of k,
//   A: [32 rows][64 bytes]       B: [16 steps of 4 bytes][32 columns][4 bytes]
// (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 1,
// chapter 18). bf16 numbers below the normal range count as zero here.
#include "Lowering/GemmWriter.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

namespace weft::ir {
using namespace mlir;

namespace {
class TileWriter : public GemmWriter {
public:
  TileWriter(Emission &e, const GemmKind &kind)
      : GemmWriter(e, kind),
        bits(e.b.getIntegerType(kind.operand.getIntOrFloatBitWidth())),
        perStep(32 / kind.operand.getIntOrFloatBitWidth()) {}

  void packB(LLVM::LLVMFuncOp func) override;
  void packA(LLVM::LLVMFuncOp func) override;

protected:
  void tile(const Micro &op) override;
  void enter() override;
  void leave() override { intrinsic("llvm.x86.tilerelease", {}); }

private:
  /// Tiles: four of C, then two of A and two of B.
  static constexpr int firstA = 4, firstB = 6;

  void intrinsic(StringRef name, ValueRange arguments) {
    LLVM::CallIntrinsicOp::create(b, e.loc, b.getStringAttr(name), arguments);
  }
  Value number(int tile) {
    return LLVM::ConstantOp::create(b, e.loc, b.getI8Type(),
                                    b.getI8IntegerAttr(tile));
  }
  Value bytes(Value base, int64_t offset) {
    return e.at(base, b.getI8Type(), offset);
  }
  void moveTile(StringRef name, int tile, Value at, Value stride) {
    intrinsic(name, {number(tile), at, stride});
  }
  /// The four tiles of C at `c`, rows `stride` bytes apart.
  void moveSums(StringRef name, Value c, Value stride);
  void products(const Micro &op);
  void storeEdge(const Micro &op, Value scratch);
  Value guarded(Value from, Value k, Value K, Value stride);
  void interleave(Value from, Value kStride, Value to);

  Type bits;
  int64_t perStep; // elements in 4 bytes
};
} // namespace

void TileWriter::enter() {
  Value config = e.stackBytes(64);
  int64_t words[8] = {1, 0, 0x0040004000400040, 0x0040004000400040,
                      0, 0, 0x1010101010101010, 0};
  for (int64_t i = 0; i < 8; ++i)
    LLVM::StoreOp::create(b, e.loc, e.constant(words[i]), bytes(config, 8 * i),
                          8);
  intrinsic("llvm.x86.ldtilecfg", {config});
}

void TileWriter::moveSums(StringRef name, Value c, Value stride) {
  Value below = inC(c, times(stride, e.constant(16 / 4)));
  for (int i : {0, 1})
    for (int j : {0, 1})
      moveTile(name, 2 * i + j, bytes(i ? below : c, 64 * j), stride);
}

void TileWriter::products(const Micro &op) {
  Value aRow = e.constant(64), bRow = e.constant(128);
  StringRef multiply = isa<IntegerType>(kind.operand) ? "llvm.x86.tdpbssd"
                                                      : "llvm.x86.tdpbf16ps";
  loop(e.constant(0), op.steps, shape.kUnit, [&](Value k) {
    Value a = inPacked(op.a, times(k, e.constant(shape.mr)));
    Value right = inPacked(op.b, times(k, e.constant(shape.nr)));
    for (int i : {0, 1}) {
      moveTile("llvm.x86.tileloadd64", firstA + i, bytes(a, 1024 * i), aRow);
      moveTile("llvm.x86.tileloadd64", firstB + i, bytes(right, 64 * i), bRow);
    }
    for (int i : {0, 1})
      for (int j : {0, 1})
        intrinsic(multiply,
                  {number(2 * i + j), number(firstA + i), number(firstB + j)});
  });
}

/// The rows and columns that lie inside, out of whole tiles in `scratch`.
void TileWriter::storeEdge(const Micro &op, Value scratch) {
  Values lanes = masks(op.columns, 2);
  auto rows = [&](bool add) {
    loop(e.constant(0), op.rows, 1, [&](Value i) {
      Value from = inC(scratch, times(i, e.constant(shape.nr)));
      Values row{vectorLoad(sums, from), vectorLoad(sums, bytes(from, 64))};
      storeRow(inC(op.c, times(i, op.cm)), row, lanes, add);
    });
  };
  ifElse(op.add, [&] { rows(true); }, [&] { rows(false); });
}

void TileWriter::tile(const Micro &op) {
  Value stride = e.mul(op.cm, 4), inner = e.constant(shape.nr * 4);
  auto zero = [&] {
    for (int i = 0; i < firstA; ++i)
      intrinsic("llvm.x86.tilezero", {number(i)});
  };
  ifElse(
      op.whole,
      [&] {
        ifElse(
            op.add, [&] { moveSums("llvm.x86.tileloadd64", op.c, stride); },
            zero);
        products(op);
        moveSums("llvm.x86.tilestored64", op.c, stride);
      },
      [&] {
        Value scratch = e.stackBytes(shape.mr * shape.nr * 4);
        zero();
        products(op);
        moveSums("llvm.x86.tilestored64", scratch, inner);
        storeEdge(op, scratch);
      });
}

/// Element k of a line, zero from K on.
Value TileWriter::guarded(Value from, Value k, Value K, Value stride) {
  Value last = sub(K, e.constant(1));
  Value v = e.load(bits, inOperand(from, times(min(k, last), stride)));
  Value none = e.constant(b.getIntegerAttr(bits, 0));
  return arith::SelectOp::create(
      b, e.loc, compare(arith::CmpIPredicate::slt, k, K), v, none);
}

/// A step of a whole dense panel: perStep rows become one.
void TileWriter::interleave(Value from, Value kStride, Value to) {
  auto row = VectorType::get({shape.nr}, bits);
  Values rows;
  for (int64_t j = 0; j < perStep; ++j)
    rows.push_back(
        vectorLoad(row, inOperand(from, times(kStride, e.constant(j)))));
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

void TileWriter::packB(LLVM::LLVMFuncOp func) {
  auto arg = [&](unsigned i) -> Value { return func.getArgument(i); };
  Value src = arg(0), ks = arg(1), ns = arg(2), K = arg(3), N = arg(4),
        dst = arg(7);
  Value nr = e.constant(shape.nr), one = e.constant(1);
  Value padded = e.mul(
      arith::CeilDivUIOp::create(b, e.loc, K, e.constant(shape.kUnit)),
      shape.kUnit);
  Value denseN = compare(arith::CmpIPredicate::eq, ns, one),
        denseK = compare(arith::CmpIPredicate::eq, ks, one);
  loop(arg(5), arg(6), 1, [&](Value panel) {
    Value n0 = times(panel, nr);
    Value columns = min(nr, sub(N, n0));
    Value from = inOperand(src, times(n0, ns));
    Value to = inPacked(dst, times(panel, times(padded, nr)));
    Value wide = both(denseN, compare(arith::CmpIPredicate::eq, columns, nr));
    loop(e.constant(0), padded, perStep, [&](Value k) {
      Value full = compare(arith::CmpIPredicate::sle,
                           e.add(k, e.constant(perStep)), K);
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
  });
}

/// Rows past the end are not written: what is there ends in sums that are not
/// stored.
void TileWriter::packA(LLVM::LLVMFuncOp func) {
  auto arg = [&](unsigned i) -> Value { return func.getArgument(i); };
  Value src = arg(0), ms = arg(1), ks = arg(2), M = arg(3), K = arg(4),
        dst = arg(7);
  Value mr = e.constant(shape.mr), unit = e.constant(shape.kUnit);
  Value padded =
      e.mul(arith::CeilDivUIOp::create(b, e.loc, K, unit), shape.kUnit);
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
            [&] { vectorStore(vectorLoad(line, inOperand(from, k)), cell); },
            [&] {
              loop(e.constant(0), unit, 1, [&](Value j) {
                e.store(guarded(from, e.add(k, j), K, ks), inPacked(cell, j));
              });
            });
      });
    });
  });
}

std::unique_ptr<GemmWriter> tileWriter(Emission &e, const GemmKind &kind) {
  return std::make_unique<TileWriter>(e, kind);
}

} // namespace weft::ir

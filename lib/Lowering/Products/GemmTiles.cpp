// Matrix kernels for a tile unit: Intel's AMX, 8 tiles of 16 rows of 64 bytes.
// A product of tiles adds to C[16][16] the sums over 64 bytes of k, where a
// row of A has them side by side, and a row of B holds the 4 bytes of k of 16
// columns (GemmGroups.h; Intel 64 and IA-32 Architectures Software Developer's
// Manual, volume 1, chapter 18). bf16 numbers below the normal range count as
// zero here.
#include "Lowering/Products/GemmGroups.h"

namespace weft::ir {
using namespace mlir;

namespace {
class TileWriter : public GroupWriter {
public:
  using GroupWriter::GroupWriter;

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
  void moveTile(StringRef name, int tile, Value at, Value stride) {
    intrinsic(name, {number(tile), at, stride});
  }
  /// The four tiles of C at `c`, rows `stride` bytes apart.
  void moveSums(StringRef name, Value c, Value stride);
  void products(const Micro &op);
  void storeEdge(const Micro &op, Value scratch);
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
  ifElse(
      op.add, [&] { rows(true); }, [&] { rows(false); });
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

std::unique_ptr<GemmWriter> tileWriter(Emission &e, const GemmKind &kind) {
  return std::make_unique<TileWriter>(e, kind);
}

} // namespace weft::ir

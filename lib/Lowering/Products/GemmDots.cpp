// Matrix kernels for instructions that add to each of 16 sums the products of
// what 4 bytes hold (Intel 64 and IA-32 Architectures Software Developer's
// Manual, volume 2C).
//
// Of bf16, two (vdpbf16ps of AVX-512 BF16): the odd one's product first, each
// with one rounding. Numbers below the normal range count as zero.
//
// Of i8, four, unsigned ones by signed ones (vpdpbusd of AVX-512 VNNI). A's
// numbers are signed, too, so they are packed with 128 added,
//   sum a b = sum (a + 128) b - 128 sum b,
// and what is too much, a number of each column, stands in the head of each
// block of a panel of B: a tile's sums start from it. All is modulo 2^32, so
// exact.
#include "Lowering/Products/GemmGroups.h"

namespace weft::ir {
using namespace mlir;

namespace {
class DotWriter : public GroupWriter {
public:
  DotWriter(Emission &e, const GemmKind &kind)
      : GroupWriter(e, kind),
        groups(VectorType::get({shape.lanes * perStep}, kind.packed)) {}

protected:
  void tile(const Micro &op) override;
  Value packedA(Value v) override;
  void fillHead(Value head, Value block, Value steps) override;

private:
  /// `sums` and the products of 4 bytes of `a` by 4 of `right` each.
  Value dots(Value sums, Value a, Value right) {
    StringRef name = isa<IntegerType>(kind.packed)
                         ? "llvm.x86.avx512.vpdpbusd.512"
                         : "llvm.x86.avx512bf16.dpbf16ps.512";
    return LLVM::CallIntrinsicOp::create(b, e.loc, sums.getType(),
                                         b.getStringAttr(name),
                                         ValueRange{sums, a, right})
        .getResult(0);
  }
  Value filled(VectorType type, int64_t number) {
    return LLVM::ConstantOp::create(
        b, e.loc, type,
        DenseElementsAttr::get(
            type, APInt(type.getElementTypeBitWidth(), number, true, true)));
  }
  /// 4 bytes at `from`, in all lanes.
  Value broadcast(Value from);
  /// What the sums of a tile start from, a vector of each row.
  Values starts(const Micro &op, int64_t vectors);
  Values steps(const Micro &op, int64_t height, int64_t vectors);
  void micro(const Micro &op, int64_t height, int64_t vectors, bool edge);

  VectorType groups; // of `perStep` elements, one of each lane
};
} // namespace

/// Adding 128 turns the first bit.
Value DotWriter::packedA(Value v) {
  if (!shape.head)
    return v;
  auto type = dyn_cast<VectorType>(v.getType());
  Value first = type ? filled(type, -128)
                     : Value(e.constant(b.getIntegerAttr(v.getType(), -128)));
  return LLVM::XOrOp::create(b, e.loc, v, first);
}

void DotWriter::fillHead(Value head, Value block, Value steps) {
  if (!shape.head)
    return;
  int64_t vectors = shape.nr / shape.lanes;
  Values zeros(vectors, LLVM::ZeroOp::create(b, e.loc, sums));
  Value a = filled(groups, -128); // 128, unsigned
  Values much = e.loop(
      e.constant(0), steps, perStep, zeros, [&](Value k, ValueRange carried) {
        Value from = inPacked(block, times(k, e.constant(shape.nr)));
        Values next;
        for (int64_t v = 0; v < vectors; ++v)
          next.push_back(
              dots(carried[v], a, vectorLoad(groups, bytes(from, 64 * v))));
        return next;
      });
  for (int64_t v = 0; v < vectors; ++v)
    vectorStore(LLVM::SubOp::create(b, e.loc, zeros[0], much[v]),
                bytes(head, 64 * v));
}

Value DotWriter::broadcast(Value from) {
  Value four = LLVM::LoadOp::create(b, e.loc, b.getI32Type(), from, 4);
  return LLVM::BitcastOp::create(b, e.loc, groups, e.splat(four, shape.lanes));
}

GemmWriter::Values DotWriter::starts(const Micro &op, int64_t vectors) {
  Values row;
  for (int64_t v = 0; v < vectors; ++v)
    row.push_back(shape.head ? vectorLoad(sums, bytes(op.b, 64 * v))
                             : Value(LLVM::ZeroOp::create(b, e.loc, sums)));
  return row;
}

/// The sums of a tile over its steps.
GemmWriter::Values DotWriter::steps(const Micro &op, int64_t height,
                                    int64_t vectors) {
  Values row = starts(op, vectors), start;
  for (int64_t i = 0; i < height; ++i)
    llvm::append_range(start, row);
  Value block = e.at(op.b, kind.packed, shape.head * shape.nr);
  // 4 groups in each turn; LLVM would unroll all 16 of a unit.
  int64_t turn = 4 * perStep, size = elementBytes(kind.packed);
  Value share = shareOfNext(op, turn);
  auto add = [&](Value k0, Value left, Value right, ValueRange carried) {
    fetchAhead(share, k0, turn);
    Values next(carried);
    for (int64_t k = 0; k < turn; k += perStep) {
      Values columns;
      for (int64_t v = 0; v < vectors; ++v)
        columns.push_back(
            vectorLoad(groups, bytes(right, k * shape.nr * size + 64 * v)));
      for (int64_t i = 0; i < height; ++i) {
        Value row = broadcast(bytes(left, (i * shape.kUnit + k) * size));
        for (int64_t v = 0; v < vectors; ++v)
          next[i * vectors + v] = dots(next[i * vectors + v], row, columns[v]);
      }
    }
    return next;
  };
  return e.loop(
      e.constant(0), op.steps, shape.kUnit, start,
      [&](Value k0, ValueRange carried) {
        // A row of C at a time: all at once would keep B waiting.
        Value unit =
            arith::DivUIOp::create(b, e.loc, k0, e.constant(shape.kUnit));
        fetchRow(op, min(unit, e.constant(height - 1)), vectors);
        Value left = inPacked(op.a, times(k0, e.constant(shape.mr))),
              right = inPacked(block, times(k0, e.constant(shape.nr)));
        return Values(e.loop(
            e.constant(0), e.constant(shape.kUnit), turn, carried,
            [&](Value k, ValueRange inner) {
              return add(e.add(k0, k), inPacked(left, k),
                         inPacked(right, times(k, e.constant(shape.nr))),
                         inner);
            }));
      });
}

void DotWriter::micro(const Micro &op, int64_t height, int64_t vectors,
                      bool edge) {
  Values sums = steps(op, height, vectors), lanes;
  if (edge)
    lanes = masks(op.columns, vectors);
  auto rows = [&](bool add) {
    for (int64_t i = 0; i < height; ++i) {
      auto store = [&] {
        storeRow(inC(op.c, times(op.cm, e.constant(i))),
                 ValueRange(sums).slice(i * vectors, vectors), lanes, add);
      };
      if (edge)
        ifElse(compare(arith::CmpIPredicate::slt, e.constant(i), op.rows),
               store);
      else
        store();
    }
  };
  ifElse(
      op.add, [&] { rows(true); }, [&] { rows(false); });
}

/// Few rows and few columns have code of their own.
void DotWriter::tile(const Micro &op) {
  int64_t vectors = shape.nr / shape.lanes;
  auto upTo = [&](Value x, int64_t size) {
    return compare(arith::CmpIPredicate::sle, x, e.constant(size));
  };
  auto high = [&] { micro(op, shape.mr, vectors, true); };
  auto low = [&] {
    ifElse(
        upTo(op.rows, 2), [&] { micro(op, 2, vectors, true); }, high);
  };
  auto partial = [&] {
    ifElse(
        upTo(op.columns, shape.lanes), [&] { micro(op, shape.mr, 1, true); },
        low);
  };
  ifElse(
      op.whole, [&] { micro(op, shape.mr, vectors, false); }, partial);
}

std::unique_ptr<GemmWriter> dotWriter(Emission &e, const GemmKind &kind) {
  return std::make_unique<DotWriter>(e, kind);
}

} // namespace weft::ir

// See GemmKernel.h. The micro-kernel is the outer-product one: nr/lanes
// vectors of a row of B times mr broadcast elements of A per step of k. Edges
// run the same code: rows past the end read the last row again and are not
// stored, columns past the end are masked. So one loop nest serves all sizes.
#include "Lowering/GemmKernel.h"

#include "Lowering/Emission.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace weft::ir {
using namespace mlir;

GemmShape gemmShape(Type element, unsigned vectorBits) {
  int64_t lanes = vectorBits / element.getIntOrFloatBitWidth();
  // 24 sums of the 32 vector registers of AVX-512, 12 of the 16 before it. A
  // wide block beats a tall one (6 x 4 vectors 240 GFLOP/s, 8 x 2 200 on a
  // Zen 5 core): it broadcasts less often.
  if (vectorBits >= 512)
    return {lanes, 6, 4 * lanes, 192, 240};
  return {lanes, 6, 2 * lanes, 256, 240};
}

static StringRef partName(GemmPart part) {
  switch (part) {
  case GemmPart::PackB:
    return "packb";
  case GemmPart::PackA:
    return "packa";
  case GemmPart::Multiply:
    return "multiply";
  }
  return "";
}

std::string gemmSymbol(GemmPart part, Type element, unsigned vectorBits) {
  return ("weft.gemm." + partName(part) +
          (element.isF64() ? ".f64." : ".f32.") + Twine(vectorBits))
      .str();
}

bool isKernelSymbol(StringRef name) { return name.starts_with("weft.gemm."); }

static LLVM::LLVMFuncOp getOrDeclare(ModuleOp module, GemmPart part,
                                     Type element, unsigned vectorBits) {
  std::string name = gemmSymbol(part, element, vectorBits);
  if (auto func = module.lookupSymbol<LLVM::LLVMFuncOp>(name))
    return func;
  OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
  Type p = LLVM::LLVMPointerType::get(b.getContext()), i = b.getI64Type();
  SmallVector<Type> types;
  switch (part) {
  case GemmPart::PackB:
  case GemmPart::PackA:
    types = {p, i, i, i, i, i, i, p};
    break;
  case GemmPart::Multiply:
    types = {p, i, i, i, p, i, i, p, i, i, i, i, i, i, i, i, i};
    break;
  }
  return LLVM::LLVMFuncOp::create(
      b, module.getLoc(), name,
      LLVM::LLVMFunctionType::get(LLVM::LLVMVoidType::get(b.getContext()),
                                  types));
}

void declareGemm(ModuleOp module, GemmPart part, Type element,
                 unsigned vectorBits) {
  getOrDeclare(module, part, element, vectorBits);
}

namespace {
/// Writes the kernels of one element type.
class GemmWriter {
public:
  GemmWriter(Emission &e, Type element, unsigned vectorBits)
      : e(e), b(e.b), element(element), shape(gemmShape(element, vectorBits)),
        vector(VectorType::get({shape.lanes}, element)) {}

  void packB(LLVM::LLVMFuncOp func);
  void packA(LLVM::LLVMFuncOp func);
  void multiply(LLVM::LLVMFuncOp func);

private:
  struct Micro {
    Value a, am, ak; // tile of A and its strides
    Value b, bk;     // panel of B at its first k
    Value c, cm;     // tile of C
    Value steps, rows, columns;
    Value add; // i1: C has contents that count
  };
  using Values = SmallVector<Value>;

  Value element_(Value base, Value index) { return e.at(base, element, index); }
  Value times(Value x, Value y) {
    return arith::MulIOp::create(b, e.loc, x, y,
                                 arith::IntegerOverflowFlags::nsw);
  }
  Value sub(Value x, Value y) {
    return arith::SubIOp::create(b, e.loc, x, y,
                                 arith::IntegerOverflowFlags::nsw);
  }
  Value min(Value x, Value y) { return arith::MinSIOp::create(b, e.loc, x, y); }
  Value compare(arith::CmpIPredicate p, Value x, Value y) {
    return arith::CmpIOp::create(b, e.loc, p, x, y);
  }
  void loop(Value lo, Value hi, int64_t step, function_ref<void(Value)> body) {
    e.loop(lo, hi, step, {}, [&](Value iv, ValueRange) {
      body(iv);
      return Values();
    });
  }
  void ifElse(Value condition, function_ref<void()> then,
              function_ref<void()> otherwise = nullptr);
  Value splat(Value scalar);
  Values masks(Value columns, int64_t vectors);
  /// `vectors` of a row are computed; with masks unless the tile is whole.
  void micro(const Micro &op, int64_t vectors, bool edge);
  void edges(const Micro &op, int64_t vectors);
  void copyPanel(Value from, Value to, Value kStride, Value K);
  void storeTile(const Micro &op, int64_t vectors, ValueRange sums,
                 ValueRange masks, bool add);

  Emission &e;
  OpBuilder &b;
  Type element;
  GemmShape shape;
  VectorType vector;
};
} // namespace

void GemmWriter::ifElse(Value condition, function_ref<void()> then,
                        function_ref<void()> otherwise) {
  auto op = scf::IfOp::create(b, e.loc, condition, otherwise != nullptr);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(op.thenBlock());
  then();
  if (!otherwise)
    return;
  b.setInsertionPointToStart(op.elseBlock());
  otherwise();
}

Value GemmWriter::splat(Value scalar) {
  Value poison = LLVM::PoisonOp::create(b, e.loc, vector);
  Value zero = LLVM::ConstantOp::create(b, e.loc, b.getI64Type(),
                                        b.getI64IntegerAttr(0));
  Value first = LLVM::InsertElementOp::create(b, e.loc, poison, scalar, zero);
  SmallVector<int32_t> lanes(shape.lanes, 0);
  return LLVM::ShuffleVectorOp::create(b, e.loc, first, poison, lanes);
}

/// Which lanes of each vector of a row lie before `columns`.
GemmWriter::Values GemmWriter::masks(Value columns, int64_t vectors) {
  Values result;
  auto type = VectorType::get({shape.lanes}, b.getI64Type());
  for (int64_t v = 0; v < vectors; ++v) {
    SmallVector<int64_t> lanes;
    for (int64_t i = 0; i < shape.lanes; ++i)
      lanes.push_back(v * shape.lanes + i);
    Value iota = LLVM::ConstantOp::create(
        b, e.loc, type, DenseElementsAttr::get(type, ArrayRef<int64_t>(lanes)));
    Value poison = LLVM::PoisonOp::create(b, e.loc, type);
    Value zero = LLVM::ConstantOp::create(b, e.loc, b.getI64Type(),
                                          b.getI64IntegerAttr(0));
    Value one = LLVM::InsertElementOp::create(b, e.loc, poison, columns, zero);
    Value all = LLVM::ShuffleVectorOp::create(
        b, e.loc, one, poison, SmallVector<int32_t>(shape.lanes, 0));
    result.push_back(
        LLVM::ICmpOp::create(b, e.loc, LLVM::ICmpPredicate::slt, iota, all));
  }
  return result;
}

void GemmWriter::storeTile(const Micro &op, int64_t vectors, ValueRange sums,
                           ValueRange masks, bool add) {
  unsigned align = elementBytes(element);
  for (int64_t i = 0; i < shape.mr; ++i) {
    auto row = [&] {
      Value base = element_(op.c, times(op.cm, e.constant(i)));
      for (int64_t v = 0; v < vectors; ++v) {
        Value to = e.at(base, element, v * shape.lanes);
        Value sum = sums[i * vectors + v];
        if (masks.empty()) {
          if (add)
            sum = arith::AddFOp::create(
                b, e.loc, LLVM::LoadOp::create(b, e.loc, vector, to, align),
                sum);
          LLVM::StoreOp::create(b, e.loc, sum, to, align);
          continue;
        }
        if (add) {
          Value none = LLVM::ZeroOp::create(b, e.loc, vector);
          Value old = LLVM::MaskedLoadOp::create(b, e.loc, vector, to, masks[v],
                                                 none, align);
          sum = arith::AddFOp::create(b, e.loc, old, sum);
        }
        LLVM::MaskedStoreOp::create(b, e.loc, sum, to, masks[v], align);
      }
    };
    if (masks.empty())
      row();
    else
      ifElse(compare(arith::CmpIPredicate::slt, e.constant(i), op.rows), row);
  }
}

/// One tile: mr rows, nr columns, `steps` of k. `edge`: some rows or columns
/// lie outside.
void GemmWriter::micro(const Micro &op, int64_t vectors, bool edge) {
  unsigned align = elementBytes(element);
  Values rows, lanes;
  Value last = sub(op.rows, e.constant(1));
  for (int64_t i = 0; i < shape.mr; ++i) {
    Value row = e.constant(i);
    if (edge)
      row = min(row, last);
    rows.push_back(element_(op.a, times(op.am, row)));
  }
  if (edge)
    lanes = masks(op.columns, vectors);
  Values zeros(shape.mr * vectors, LLVM::ZeroOp::create(b, e.loc, vector));
  Value none = zeros[0];
  Values sums = e.loop(
      e.constant(0), op.steps, 1, zeros, [&](Value k, ValueRange carried) {
        Value from = element_(op.b, times(k, op.bk));
        Values right, next;
        for (int64_t v = 0; v < vectors; ++v) {
          Value at = e.at(from, element, v * shape.lanes);
          if (edge)
            right.push_back(LLVM::MaskedLoadOp::create(b, e.loc, vector, at,
                                                       lanes[v], none, align));
          else
            right.push_back(LLVM::LoadOp::create(b, e.loc, vector, at, align));
        }
        Value step = times(k, op.ak);
        for (int64_t i = 0; i < shape.mr; ++i) {
          Value left = splat(LLVM::LoadOp::create(
              b, e.loc, element, element_(rows[i], step), align));
          for (int64_t v = 0; v < vectors; ++v)
            next.push_back(LLVM::FMulAddOp::create(b, e.loc, left, right[v],
                                                   carried[i * vectors + v]));
        }
        return next;
      });
  ifElse(
      op.add, [&] { storeTile(op, vectors, sums, lanes, true); },
      [&] { storeTile(op, vectors, sums, lanes, false); });
}

/// The narrowest of some widths that covers the columns, for thin matrices.
void GemmWriter::edges(const Micro &op, int64_t vectors) {
  if (vectors == 1)
    return micro(op, 1, true);
  Value half = e.constant(vectors / 2 * shape.lanes);
  ifElse(
      compare(arith::CmpIPredicate::sle, op.columns, half),
      [&] { edges(op, vectors / 2); }, [&] { micro(op, vectors, true); });
}

/// for k blocks, row blocks, panels, tiles: the panel of B stays in the first
/// cache while the tiles of the row block pass, the row block in the second.
void GemmWriter::multiply(LLVM::LLVMFuncOp func) {
  auto arg = [&](unsigned i) -> Value { return func.getArgument(i); };
  Value a = arg(0), tileStride = arg(1), bPanels = arg(4), panelStride = arg(5),
        bk = arg(6), c = arg(7), cm = arg(8), N = arg(10), K = arg(11),
        firstRow = arg(12), lastRow = arg(13), firstPanel = arg(14),
        lastPanel = arg(15);
  Value accumulate = compare(arith::CmpIPredicate::ne, arg(16), e.constant(0));
  Value mr = e.constant(shape.mr), nr = e.constant(shape.nr);
  loop(e.constant(0), K, shape.kc, [&](Value k0) {
    Value steps = min(sub(K, k0), e.constant(shape.kc));
    Value later = compare(arith::CmpIPredicate::sgt, k0, e.constant(0));
    Value add = arith::OrIOp::create(b, e.loc, accumulate, later);
    loop(firstRow, lastRow, shape.mc, [&](Value m0) {
      Value m1 = min(lastRow, e.add(m0, e.constant(shape.mc)));
      loop(firstPanel, lastPanel, 1, [&](Value panel) {
        Value n0 = times(panel, nr);
        Value columns = min(nr, sub(N, n0));
        Value bPanel = element_(element_(bPanels, times(panel, panelStride)),
                                times(k0, bk));
        loop(m0, m1, shape.mr, [&](Value m) {
          Value tile = arith::DivUIOp::create(b, e.loc, m, mr);
          Micro op;
          op.a =
              element_(element_(a, times(tile, tileStride)), times(k0, arg(3)));
          op.am = arg(2);
          op.ak = arg(3);
          op.b = bPanel;
          op.bk = bk;
          op.c = element_(element_(c, times(m, cm)), n0);
          op.cm = cm;
          op.steps = steps;
          op.rows = min(mr, sub(m1, m));
          op.columns = columns;
          op.add = add;
          Value whole = arith::AndIOp::create(
              b, e.loc, compare(arith::CmpIPredicate::eq, op.rows, mr),
              compare(arith::CmpIPredicate::eq, columns, nr));
          int64_t vectors = shape.nr / shape.lanes;
          ifElse(
              whole, [&] { micro(op, vectors, false); },
              [&] { edges(op, vectors); });
        });
      });
    });
  });
}

/// A panel that is whole and dense, a row of vectors at a time.
void GemmWriter::copyPanel(Value from, Value to, Value kStride, Value K) {
  unsigned align = elementBytes(element);
  loop(e.constant(0), K, 1, [&](Value k) {
    Value source = element_(from, times(k, kStride));
    Value target = element_(to, times(k, e.constant(shape.nr)));
    for (int64_t i = 0; i < shape.nr; i += shape.lanes)
      LLVM::StoreOp::create(b, e.loc,
                            LLVM::LoadOp::create(b, e.loc, vector,
                                                 e.at(source, element, i),
                                                 align),
                            e.at(target, element, i), align);
  });
}

/// B[k, n] to [panel][k][nr]. Two loop orders, so that memory is read along
/// its unit stride.
void GemmWriter::packB(LLVM::LLVMFuncOp func) {
  auto arg = [&](unsigned i) -> Value { return func.getArgument(i); };
  Value src = arg(0), ks = arg(1), ns = arg(2), K = arg(3), N = arg(4),
        dst = arg(7);
  Value nr = e.constant(shape.nr);
  Value dense = compare(arith::CmpIPredicate::eq, ns, e.constant(1));
  loop(arg(5), arg(6), 1, [&](Value panel) {
    Value n0 = times(panel, nr);
    Value columns = min(nr, sub(N, n0));
    Value from = element_(src, times(n0, ns));
    Value to = element_(dst, times(panel, times(K, nr)));
    auto move = [&](Value k, Value n, Value nStride) {
      Value v = e.load(
          element, element_(element_(from, times(k, ks)), times(n, nStride)));
      e.store(v, element_(element_(to, times(k, nr)), n));
    };
    Value whole = arith::AndIOp::create(
        b, e.loc, dense, compare(arith::CmpIPredicate::eq, columns, nr));
    ifElse(
        whole, [&] { copyPanel(from, to, ks, K); },
        [&] {
          ifElse(
              dense,
              [&] {
                loop(e.constant(0), K, 1, [&](Value k) {
                  loop(e.constant(0), columns, 1,
                       [&](Value n) { move(k, n, e.constant(1)); });
                });
              },
              [&] {
                loop(e.constant(0), columns, 1, [&](Value n) {
                  loop(e.constant(0), K, 1, [&](Value k) { move(k, n, ns); });
                });
              });
        });
  });
}

/// A[m, k] to [tile][k][mr]; rows past the end are not written (and not used).
void GemmWriter::packA(LLVM::LLVMFuncOp func) {
  auto arg = [&](unsigned i) -> Value { return func.getArgument(i); };
  Value src = arg(0), ms = arg(1), ks = arg(2), M = arg(3), K = arg(4),
        dst = arg(7);
  Value mr = e.constant(shape.mr);
  loop(arg(5), arg(6), 1, [&](Value tile) {
    Value m0 = times(tile, mr);
    Value rows = min(mr, sub(M, m0));
    Value from = element_(src, times(m0, ms));
    Value to = element_(dst, times(tile, times(K, mr)));
    loop(e.constant(0), K, 1, [&](Value k) {
      loop(e.constant(0), rows, 1, [&](Value m) {
        Value v = e.load(element,
                         element_(element_(from, times(k, ks)), times(m, ms)));
        e.store(v, element_(element_(to, times(k, mr)), m));
      });
    });
  });
}

void defineGemm(ModuleOp module, Type element, unsigned vectorBits,
                bool internal) {
  LoweringOptions options;
  Emission e(module, "weft.gemm", options);
  GemmWriter writer(e, element, vectorBits);
  for (GemmPart part : {GemmPart::PackB, GemmPart::PackA, GemmPart::Multiply}) {
    LLVM::LLVMFuncOp func = getOrDeclare(module, part, element, vectorBits);
    if (!func.isExternal())
      continue;
    func.setLinkage(internal ? LLVM::Linkage::Internal
                             : LLVM::Linkage::External);
    Block *entry = func.addEntryBlock(e.b);
    e.entryBlock = entry;
    e.b.setInsertionPointToStart(entry);
    switch (part) {
    case GemmPart::PackB:
      writer.packB(func);
      break;
    case GemmPart::PackA:
      writer.packA(func);
      break;
    case GemmPart::Multiply:
      writer.multiply(func);
      break;
    }
    LLVM::ReturnOp::create(e.b, e.loc, ValueRange());
  }
}

} // namespace weft::ir

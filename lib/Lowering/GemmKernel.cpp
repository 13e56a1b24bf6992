// See GemmKernel.h. The blocks around a tile; tiles are in GemmVectors.cpp and
// GemmTiles.cpp.
#include "Lowering/GemmWriter.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

namespace weft::ir {
using namespace mlir;

std::optional<GemmKind> gemmKind(Type operand, const LoweringOptions &options) {
  MLIRContext *ctx = operand.getContext();
  Type f32 = Float32Type::get(ctx);
  GemmKind kind{operand, operand, operand, options.vectorBits, false};
  if (operand.isF32() || operand.isF64())
    return kind;
  bool isInt8 = operand.isInteger(8);
  // Before AVX-512 a conversion of f16 may be a call.
  if (!isInt8 && !operand.isBF16() &&
      !(operand.isF16() && options.vectorBits >= 512))
    return std::nullopt;
  kind.sum = isInt8 ? IntegerType::get(ctx, 32) : f32;
  kind.tiles = isInt8 ? options.int8Tiles
                      : operand.isBF16() && options.bf16Tiles;
  if (!kind.tiles)
    kind.packed = f32;
  return kind;
}

GemmShape gemmShape(const GemmKind &kind) {
  if (kind.tiles) {
    // Two by two tiles of sums; a k block is the 64 bytes of a tile's row.
    int64_t unit = 512 / kind.packed.getIntOrFloatBitWidth();
    return {16, 32, 32, 16 * unit, 256, 16, unit};
  }
  int64_t lanes = kind.vectorBits / kind.packed.getIntOrFloatBitWidth();
  // 24 sums of the 32 vector registers of AVX-512, 12 of the 16 before it. A
  // wide block beats a tall one (6 x 4 vectors 240 GFLOP/s, 8 x 2 200 on a
  // Zen 5 core): it broadcasts less often.
  if (kind.vectorBits >= 512)
    return {lanes, 6, 4 * lanes, 256, 132, 32};
  return {lanes, 6, 2 * lanes, 256, 132, 64};
}

int64_t copiedBytes(const GemmKind &kind, int64_t rows) {
  GemmShape shape = gemmShape(kind);
  return llvm::alignTo(std::min(rows, shape.mc) * shape.rowStride() *
                           elementBytes(kind.packed),
                       64);
}
int64_t panelBytes(const GemmKind &kind, int64_t steps) {
  GemmShape shape = gemmShape(kind);
  return std::min<int64_t>(llvm::alignTo(steps, shape.kUnit), shape.kc) *
         shape.nr * elementBytes(kind.packed);
}

static StringRef partName(GemmPart part) {
  switch (part) {
  case GemmPart::PackB:
    return "packb";
  case GemmPart::PackA:
    return "packa";
  case GemmPart::CopyRows:
    return "copyrows";
  case GemmPart::Multiply:
    return "multiply";
  }
  return "";
}

std::string gemmSymbol(GemmPart part, const GemmKind &kind) {
  std::string type;
  llvm::raw_string_ostream(type) << kind.operand;
  return ("weft.gemm." + partName(part) + "." + type + "." +
          Twine(kind.vectorBits) + (kind.tiles ? ".tiles" : ""))
      .str();
}

bool isKernelSymbol(StringRef name) { return name.starts_with("weft.gemm."); }

LLVM::LLVMFuncOp declareGemm(ModuleOp module, GemmPart part,
                             const GemmKind &kind) {
  std::string name = gemmSymbol(part, kind);
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
  case GemmPart::CopyRows:
    types = {p, i, i, i, i, p};
    break;
  case GemmPart::Multiply:
    types = {p, i, i, i, p, i, i, i, p, i, i, i, i, i, i, i, i, i, p, p};
    break;
  }
  return LLVM::LLVMFuncOp::create(
      b, module.getLoc(), name,
      LLVM::LLVMFunctionType::get(LLVM::LLVMVoidType::get(b.getContext()),
                                  types));
}

Value GemmWriter::times(Value x, Value y) {
  return arith::MulIOp::create(b, e.loc, x, y,
                               arith::IntegerOverflowFlags::nsw);
}
Value GemmWriter::sub(Value x, Value y) {
  return arith::SubIOp::create(b, e.loc, x, y,
                               arith::IntegerOverflowFlags::nsw);
}
Value GemmWriter::min(Value x, Value y) {
  return arith::MinSIOp::create(b, e.loc, x, y);
}
Value GemmWriter::both(Value x, Value y) {
  return arith::AndIOp::create(b, e.loc, x, y);
}
Value GemmWriter::compare(arith::CmpIPredicate p, Value x, Value y) {
  return arith::CmpIOp::create(b, e.loc, p, x, y);
}
void GemmWriter::loop(Value lo, Value hi, int64_t step,
                      function_ref<void(Value)> body) {
  e.loop(lo, hi, step, {}, [&](Value iv, ValueRange) {
    body(iv);
    return Values();
  });
}

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

Value GemmWriter::vectorLoad(VectorType type, Value from) {
  return LLVM::LoadOp::create(b, e.loc, type, from,
                              elementBytes(type.getElementType()));
}
void GemmWriter::vectorStore(Value v, Value to) {
  auto type = cast<VectorType>(v.getType());
  LLVM::StoreOp::create(b, e.loc, v, to, elementBytes(type.getElementType()));
}

Value GemmWriter::sumUp(Value x, Value y) {
  if (isa<IntegerType>(kind.sum))
    return arith::AddIOp::create(b, e.loc, x, y);
  return arith::AddFOp::create(b, e.loc, x, y);
}

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

void GemmWriter::storeRow(Value to, ValueRange row, ValueRange masks,
                          bool add) {
  unsigned align = elementBytes(kind.sum);
  for (auto [v, sum] : llvm::enumerate(row)) {
    Value at = e.at(to, kind.sum, v * shape.lanes);
    if (masks.empty()) {
      vectorStore(add ? sumUp(vectorLoad(sums, at), sum) : sum, at);
      continue;
    }
    Value result = sum;
    if (add) {
      Value none = LLVM::ZeroOp::create(b, e.loc, sums);
      Value old = LLVM::MaskedLoadOp::create(b, e.loc, sums, at, masks[v], none,
                                             align);
      result = sumUp(old, sum);
    }
    LLVM::MaskedStoreOp::create(b, e.loc, result, at, masks[v], align);
  }
}

/// for blocks of C, k blocks, panels, tiles: the panel of B stays near while
/// the tiles of the row block pass, the block of A in the second cache.
void GemmWriter::multiply(LLVM::LLVMFuncOp func) {
  auto arg = [&](unsigned i) -> Value { return func.getArgument(i); };
  Value a = arg(0), tileStride = arg(1), c = arg(8), N = arg(11), K = arg(12);
  Value accumulate = compare(arith::CmpIPredicate::ne, arg(17), e.constant(0));
  Value mr = e.constant(shape.mr), nr = e.constant(shape.nr);
  Value steps = K; // with the zeros at the end of packed operands
  if (shape.kUnit > 1)
    steps =
        e.mul(arith::CeilDivUIOp::create(b, e.loc, K, e.constant(shape.kUnit)),
              shape.kUnit);
  Value rows = arg(18), scratch = arg(19);
  bool mayCopy = kind.readsInPlace();
  Value copies =
      LLVM::ICmpOp::create(b, e.loc, LLVM::ICmpPredicate::ne, rows,
                           LLVM::ZeroOp::create(b, e.loc, e.ptr));
  Micro op;
  op.cm = arg(9);
  auto panelOfB = [&](Value n0, Value panel, Value k0) {
    Value kStride = arg(6), nStride = arg(7);
    Value packs = compare(arith::CmpIPredicate::ne, nStride, e.constant(0));
    ifElse(packs, [&] {
      Value from = inOperand(inOperand(arg(4), times(n0, nStride)),
                             times(k0, kStride));
      LLVM::CallOp::create(b, e.loc,
                           declareGemm(e.module, GemmPart::PackB, kind),
                           ValueRange{from, kStride, nStride,
                                      min(sub(K, k0), e.constant(shape.kc)),
                                      sub(N, n0), e.constant(0), e.constant(1),
                                      scratch});
    });
    Value there = inPacked(inPacked(arg(4), times(panel, arg(5))),
                           times(k0, kStride));
    op.b = arith::SelectOp::create(b, e.loc, packs, scratch, there);
    op.bk = arith::SelectOp::create(b, e.loc, packs, nr, kStride);
  };
  // Of A, from row m0 and step k0: a tile's distance from the next as well.
  Value block, nextTile = tileStride;
  auto blockOfA = [&](Value m0, Value m1, Value k0) {
    op.am = arg(2), op.ak = arg(3);
    Value number = arith::DivUIOp::create(b, e.loc, m0, mr);
    block = inPacked(inPacked(a, times(number, tileStride)), times(k0, op.ak));
    if (!mayCopy)
      return;
    ifElse(copies, [&] {
      LLVM::CallOp::create(
          b, e.loc, declareGemm(e.module, GemmPart::CopyRows, kind),
          ValueRange{block, op.am, op.ak, sub(m1, m0),
                     min(sub(K, k0), e.constant(shape.kc)), rows});
    });
    auto either = [&](Value copied, Value there) -> Value {
      return arith::SelectOp::create(b, e.loc, copies, copied, there);
    };
    Value stride = e.constant(shape.rowStride());
    block = either(rows, block);
    op.am = either(stride, op.am);
    op.ak = either(e.constant(1), op.ak);
    nextTile = either(e.mul(stride, shape.mr), tileStride);
  };
  auto tileAt = [&](Value m, Value m0, Value m1, Value n0, Value k0) {
    Value number = arith::DivUIOp::create(b, e.loc, sub(m, m0), mr);
    op.a = inPacked(block, times(number, nextTile));
    op.c = inC(inC(c, times(m, op.cm)), n0);
    op.steps = min(sub(steps, k0), e.constant(shape.kc));
    op.rows = min(mr, sub(m1, m));
    op.columns = min(nr, sub(N, n0));
    Value later = compare(arith::CmpIPredicate::sgt, k0, e.constant(0));
    op.add = arith::OrIOp::create(b, e.loc, accumulate, later);
    op.whole = both(compare(arith::CmpIPredicate::eq, op.rows, mr),
                    compare(arith::CmpIPredicate::eq, op.columns, nr));
    tile(op);
  };
  auto blocks = [&](Value lo, Value hi, int64_t step,
                    function_ref<void(Value, Value)> body) {
    loop(lo, hi, step, [&](Value first) {
      body(first, min(hi, e.add(first, e.constant(step))));
    });
  };
  enter();
  blocks(arg(15), arg(16), shape.panels, [&](Value p0, Value p1) {
    blocks(arg(13), arg(14), shape.mc, [&](Value m0, Value m1) {
      loop(e.constant(0), steps, shape.kc, [&](Value k0) {
        blockOfA(m0, m1, k0);
        loop(p0, p1, 1, [&](Value panel) {
          Value n0 = times(panel, nr);
          panelOfB(n0, panel, k0);
          loop(m0, m1, shape.mr, [&](Value m) { tileAt(m, m0, m1, n0, k0); });
        });
      });
    });
  });
  leave();
}

void defineGemm(ModuleOp module, const GemmKind &kind, bool internal) {
  LoweringOptions options;
  Emission e(module, "weft.gemm", options);
  std::unique_ptr<GemmWriter> writer =
      kind.tiles ? tileWriter(e, kind) : vectorWriter(e, kind);
  for (GemmPart part : {GemmPart::PackB, GemmPart::PackA, GemmPart::CopyRows,
                        GemmPart::Multiply}) {
    if (part == GemmPart::CopyRows && !kind.readsInPlace())
      continue;
    LLVM::LLVMFuncOp func = declareGemm(module, part, kind);
    if (!func.isExternal())
      continue;
    func.setLinkage(internal ? LLVM::Linkage::Internal
                             : LLVM::Linkage::External);
    Block *entry = func.addEntryBlock(e.b);
    e.entryBlock = entry;
    e.b.setInsertionPointToStart(entry);
    switch (part) {
    case GemmPart::PackB:
      writer->packB(func);
      break;
    case GemmPart::PackA:
      writer->packA(func);
      break;
    case GemmPart::CopyRows:
      func.setNoInline(true);
      writer->copyRows(func);
      break;
    case GemmPart::Multiply:
      for (unsigned scratch : {18, 19})
        func.setArgAttr(scratch, LLVM::LLVMDialect::getNoAliasAttrName(),
                        e.b.getUnitAttr());
      writer->multiply(func);
      break;
    }
    LLVM::ReturnOp::create(e.b, e.loc, ValueRange());
  }
}

} // namespace weft::ir

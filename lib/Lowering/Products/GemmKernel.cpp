// See GemmKernel.h. The blocks around a tile; tiles are in GemmVectors.cpp and
// GemmTiles.cpp.
#include "Lowering/Products/GemmWriter.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

namespace weft::ir {
using namespace mlir;

std::optional<GemmKind> gemmKind(Type operand, const LoweringOptions &options) {
  MLIRContext *ctx = operand.getContext();
  Type f32 = Float32Type::get(ctx);
  const TargetTraits &target = options.target;
  GemmKind kind{operand, operand, operand, target.vectorBits};
  if (operand.isF32() || operand.isF64())
    return kind;
  bool isInt8 = operand.isInteger(8);
  // Before AVX-512 a conversion of f16 may be a call.
  if (!isInt8 && !operand.isBF16() &&
      !(operand.isF16() && target.vectorBits >= 512))
    return std::nullopt;
  kind.sum = isInt8 ? IntegerType::get(ctx, 32) : f32;
  if (isInt8 ? target.int8Tiles : operand.isBF16() && target.bf16Tiles)
    kind.unit = GemmUnit::Tiles;
  else if (isInt8 ? target.int8Dots : operand.isBF16() && target.bf16Dots)
    kind.unit = GemmUnit::Dots;
  else
    kind.packed = f32;
  return kind;
}

GemmShape gemmShape(const GemmKind &kind) {
  // A k block is 64 bytes: a tile's row.
  int64_t unit = 512 / kind.packed.getIntOrFloatBitWidth();
  if (kind.unit == GemmUnit::Dots)
    return {16, 6, 64, 16 * unit, 132, 32, unit,
            isa<IntegerType>(kind.packed) ? 4 : 0};
  if (kind.unit == GemmUnit::Tiles) // two by two tiles of sums
    return {16, 32, 32, 16 * unit, 256, 16, unit};
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
  return shape.stepsOfB(std::min(steps, shape.kc)) * shape.nr *
         elementBytes(kind.packed);
}

static StringRef partName(GemmPart part) {
  switch (part) {
  case GemmPart::PackB:
    return "packb";
  case GemmPart::PackA:
    return "packa";
  case GemmPart::CopyRows:
    return "copyrows";
  case GemmPart::TallTile:
    return "talltile";
  case GemmPart::Multiply:
    return "multiply";
  }
  return "";
}

std::string gemmSymbol(GemmPart part, const GemmKind &kind) {
  std::string type;
  llvm::raw_string_ostream(type) << kind.operand;
  StringRef unit = kind.unit == GemmUnit::Tiles  ? ".tiles"
                   : kind.unit == GemmUnit::Dots ? ".dots"
                                                 : "";
  return ("weft.gemm." + partName(part) + "." + type + "." +
          Twine(kind.vectorBits) + unit)
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
  case GemmPart::TallTile:
    types = {p, i, i, p, i, p, i, i, i, i, i};
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
Value GemmWriter::select(Value which, Value x, Value y) {
  return arith::SelectOp::create(b, e.loc, which, x, y);
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
  auto op = scf::IfOp::create(b, e.loc, condition, static_cast<bool>(otherwise));
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

Value GemmWriter::shareOfNext(const Micro &op, int64_t turn) {
  int64_t line = lineOfStep(turn);
  Value isInside = compare(arith::CmpIPredicate::slt, op.number,
                           e.constant(shape.nr / line));
  Value share = inPacked(op.following, times(op.number, e.mul(op.steps, line)));
  return select(isInside, share, op.b);
}
void GemmWriter::fetchAhead(Value share, Value k, int64_t turn) {
  LLVM::Prefetch::create(b, e.loc, inPacked(share, e.mul(k, lineOfStep(turn))),
                         /*rw=*/0, /*hint=*/2, /*cache=*/1);
}

void GemmWriter::fetchRow(const Micro &op, Value row, int64_t vectors) {
  for (int64_t v = 0; v < vectors; ++v)
    LLVM::Prefetch::create(
        b, e.loc, e.at(inC(op.c, times(op.cm, row)), kind.sum, v * shape.lanes),
        /*rw=*/1, /*hint=*/3, /*cache=*/1);
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
    result.push_back(LLVM::ICmpOp::create(b, e.loc, LLVM::ICmpPredicate::slt,
                                          iota, e.splat(columns, shape.lanes)));
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

Value GemmWriter::afterHeads(Value k) {
  if (shape.head == 0)
    return k;
  Value blocks = arith::DivUIOp::create(b, e.loc, k, e.constant(shape.kc));
  return e.add(k, e.mul(blocks, shape.head));
}

/// The arguments of `multiply` (GemmKernel.h), and what its blocks share.
struct GemmWriter::Product {
  Value a, tileStride, mStride, kStride;
  Value b, panelStride, bkStride, bnStride;
  Value c, cmStride, N, K, accumulate, copies;
  Value steps;         // with the zeros at the end of packed operands
  Value packs;         // i1: B is packed on the way, panel by panel
  Value rows, scratch; // for a copied block of A, and a packed panel of B
};
/// Of A, from a row and a step on: a tile's distance from the next as well.
struct GemmWriter::Block {
  Value at, nextTile;
};

/// Step k, the first of a block, of a panel that was packed before.
Value GemmWriter::inPanels(const Product &p, Value panel, Value k) {
  return inPacked(inPacked(p.b, times(panel, p.panelStride)),
                  times(afterHeads(k), p.bkStride));
}

void GemmWriter::takePanel(const Product &p, Value panel, Value k0, Micro &op) {
  Value n0 = times(panel, e.constant(shape.nr));
  ifElse(p.packs, [&] {
    Value from = inOperand(inOperand(p.b, times(n0, p.bnStride)),
                           times(k0, p.bkStride));
    LLVM::CallOp::create(
        b, e.loc, declareGemm(e.module, GemmPart::PackB, kind),
        ValueRange{from, p.bkStride, p.bnStride,
                   min(sub(p.K, k0), e.constant(shape.kc)), sub(p.N, n0),
                   e.constant(0), e.constant(1), p.scratch});
  });
  op.b = select(p.packs, p.scratch, inPanels(p, panel, k0));
  op.bk = select(p.packs, e.constant(shape.nr), p.bkStride);
}

/// The panel that is read after this one of p0 to p1, in these steps or the
/// next ones.
Value GemmWriter::panelAfter(const Product &p, Value panel, Value p0, Value p1,
                             Value k0, Value present) {
  auto isLess = [&](Value x, Value y) {
    return compare(arith::CmpIPredicate::slt, x, y);
  };
  Value next = e.add(panel, e.constant(1));
  Value k1 = e.add(k0, e.constant(shape.kc));
  Value more = isLess(next, p1);
  Value k = select(more, k0, select(isLess(k1, p.steps), k1, e.constant(0)));
  return select(p.packs, present, inPanels(p, select(more, next, p0), k));
}

GemmWriter::Block GemmWriter::takeBlock(const Product &p, Value m0, Value m1,
                                        Value k0, Micro &op) {
  op.am = p.mStride, op.ak = p.kStride;
  op.steps = min(sub(p.steps, k0), e.constant(shape.kc));
  op.add = arith::OrIOp::create(
      b, e.loc, p.accumulate,
      compare(arith::CmpIPredicate::sgt, k0, e.constant(0)));
  Value number = arith::DivUIOp::create(b, e.loc, m0, e.constant(shape.mr));
  Value there = inPacked(inPacked(p.a, times(number, p.tileStride)),
                         times(k0, op.ak));
  if (!kind.readsInPlace())
    return {there, p.tileStride};
  ifElse(p.copies, [&] {
    LLVM::CallOp::create(
        b, e.loc, declareGemm(e.module, GemmPart::CopyRows, kind),
        ValueRange{there, op.am, op.ak, sub(m1, m0),
                   min(sub(p.K, k0), e.constant(shape.kc)), p.rows});
  });
  auto either = [&](Value copied, Value inPlace) {
    return select(p.copies, copied, inPlace);
  };
  Value stride = e.constant(shape.rowStride());
  op.am = either(stride, op.am);
  op.ak = either(e.constant(1), op.ak);
  return {either(p.rows, there),
          either(e.mul(stride, shape.mr), p.tileStride)};
}

/// Rows m to m1, at most a tile's, of a block that begins at row m0.
void GemmWriter::tileOf(const Product &p, const Block &block, Value m, Value m0,
                        Value m1, Value n0, Micro &op) {
  Value mr = e.constant(shape.mr), nr = e.constant(shape.nr);
  op.number = arith::DivUIOp::create(b, e.loc, sub(m, m0), mr);
  op.a = inPacked(block.at, times(op.number, block.nextTile));
  op.c = inC(inC(p.c, times(m, p.cmStride)), n0);
  op.cm = p.cmStride;
  op.rows = min(mr, sub(m1, m));
  op.columns = min(nr, sub(p.N, n0));
  op.whole = both(compare(arith::CmpIPredicate::eq, op.rows, mr),
                  compare(arith::CmpIPredicate::eq, op.columns, nr));
  tile(op);
}

/// All rows of a block at the halves of a panel.
void GemmWriter::tallTiles(const Product &p, const Block &block, Value m0,
                           Value m1, Value n0, const Micro &op) {
  Value half = e.constant(shape.nr / 2);
  Value columns = min(sub(p.N, n0), e.constant(shape.nr));
  Value c = inC(inC(p.c, times(m0, p.cmStride)), n0);
  Value add = arith::ExtUIOp::create(b, e.loc, b.getI64Type(), op.add);
  loop(e.constant(0), columns, shape.nr / 2, [&](Value n) {
    LLVM::CallOp::create(
        b, e.loc, declareGemm(e.module, GemmPart::TallTile, kind),
        ValueRange{block.at, op.am, op.ak, inPacked(op.b, n), op.bk, inC(c, n),
                   p.cmStride, sub(m1, m0), min(half, sub(columns, n)),
                   op.steps, add});
  });
}

/// for blocks of C, k blocks, panels, tiles: the panel of B stays near while
/// the tiles of the row block pass, the block of A in the second cache.
void GemmWriter::multiply(LLVM::LLVMFuncOp func) {
  auto arg = [&](unsigned i) -> Value { return func.getArgument(i); };
  auto isSet = [&](Value v) {
    return compare(arith::CmpIPredicate::ne, v, e.constant(0));
  };
  Value copies =
      LLVM::ICmpOp::create(b, e.loc, LLVM::ICmpPredicate::ne, arg(18),
                           LLVM::ZeroOp::create(b, e.loc, e.ptr));
  Product p{arg(0), arg(1), arg(2), arg(3),  arg(4),          arg(5),
            arg(6), arg(7), arg(8), arg(9),  arg(11),         arg(12),
            isSet(arg(17)), copies, /*steps=*/arg(12), isSet(arg(7)), arg(18),
            arg(19)};
  if (shape.kUnit > 1)
    p.steps = e.mul(
        arith::CeilDivUIOp::create(b, e.loc, p.K, e.constant(shape.kUnit)),
        shape.kUnit);
  auto blocks = [&](Value lo, Value hi, int64_t step,
                    function_ref<void(Value, Value)> body) {
    loop(lo, hi, step, [&](Value first) {
      body(first, min(hi, e.add(first, e.constant(step))));
    });
  };
  Micro op;
  enter();
  blocks(arg(15), arg(16), shape.panels, [&](Value p0, Value p1) {
    blocks(arg(13), arg(14), shape.mc, [&](Value m0, Value m1) {
      loop(e.constant(0), p.steps, shape.kc, [&](Value k0) {
        Block block = takeBlock(p, m0, m1, k0, op);
        Value rows = sub(m1, m0);
        Value isTall = both(
            compare(arith::CmpIPredicate::sgt, rows, e.constant(shape.mr)),
            compare(arith::CmpIPredicate::sle, rows,
                    select(p.copies, e.constant(0), e.constant(2 * shape.mr))));
        loop(p0, p1, 1, [&](Value panel) {
          Value n0 = times(panel, e.constant(shape.nr));
          takePanel(p, panel, k0, op);
          op.following = panelAfter(p, panel, p0, p1, k0, op.b);
          auto tiles = [&] {
            loop(m0, m1, shape.mr, [&](Value m) {
              tileOf(p, block, m, m0, m1, n0, op);
            });
          };
          if (kind.readsInPlace())
            ifElse(isTall, [&] { tallTiles(p, block, m0, m1, n0, op); },
                   tiles);
          else
            tiles();
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
      kind.unit == GemmUnit::Tiles  ? tileWriter(e, kind)
      : kind.unit == GemmUnit::Dots ? dotWriter(e, kind)
                                    : vectorWriter(e, kind);
  for (GemmPart part : {GemmPart::PackB, GemmPart::PackA, GemmPart::CopyRows,
                        GemmPart::TallTile, GemmPart::Multiply}) {
    bool ofInPlace = part == GemmPart::CopyRows || part == GemmPart::TallTile;
    if (ofInPlace && !kind.readsInPlace())
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
    case GemmPart::TallTile:
      func.setNoInline(true);
      writer->tallTile(func);
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

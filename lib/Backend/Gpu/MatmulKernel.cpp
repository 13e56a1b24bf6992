// See MatmulKernel.h. A block of 256 threads makes a 64x64 tile of C, 4x4
// elements a thread in registers; 16 columns of A and rows of B at a time pass
// through shared memory. Loads follow the operand's unit stride, so that a
// transposed operand is read as densely as a plain one.
#include "Backend/Gpu/MatmulKernel.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"

namespace weft::gpu {
using namespace mlir;
using ir::Access;

static constexpr int64_t tile = 64, depth = 16, each = 4;
static constexpr int64_t threads = (tile / each) * (tile / each);
/// Rows of a tile in shared memory are apart by this much: a multiple of four
/// for vector loads, no multiple of 32 banks for transposing stores.
static constexpr int64_t pitch = tile + 4;

/// yield(acc + a * b), in any order.
static bool isMultiplyAdd(Block &body) {
  if (body.getNumArguments() != 3 ||
      body.getTerminator()->getNumOperands() != 1)
    return false;
  Value acc = body.getArgument(2);
  auto add = body.getTerminator()->getOperand(0).getDefiningOp<arith::AddFOp>();
  if (!add || (add.getLhs() != acc && add.getRhs() != acc))
    return false;
  Value product = add.getLhs() == acc ? add.getRhs() : add.getLhs();
  auto mul = product.getDefiningOp<arith::MulFOp>();
  Value a = body.getArgument(0), b = body.getArgument(1);
  return mul && ((mul.getLhs() == a && mul.getRhs() == b) ||
                 (mul.getLhs() == b && mul.getRhs() == a));
}

/// Gives each loop its role; false where one has none, or a role has two.
static bool setLoops(Matmul &out) {
  const ir::Nest &nest = out.nest;
  Matmul::Loop *taken[4] = {};
  for (auto [d, dim] : llvm::enumerate(nest.dims)) {
    Matmul::Loop loop{dim.size, nest.accesses[out.a].strides[d],
                      nest.accesses[out.b].strides[d],
                      nest.accesses[2].strides[d]};
    bool a = loop.a != 0, b = loop.b != 0, c = loop.c != 0;
    if (a + b + c < 2)
      return false;
    unsigned role = a && b ? (c ? 0 : 1) : (a ? 2 : 3);
    Matmul::Loop *to[] = {&out.batch, &out.k, &out.m, &out.n};
    if (taken[role])
      return false;
    *(taken[role] = to[role]) = loop;
  }
  return taken[1] && taken[2] && taken[3];
}

std::optional<Matmul> matchMatmul(Operation *op) {
  auto linalg = dyn_cast<linalg::LinalgOp>(op);
  if (!linalg || linalg.getNumDpsInputs() != 2 ||
      linalg.getNumDpsInits() != 1 || !linalg.hasPureBufferSemantics() ||
      !isMultiplyAdd(*linalg.getBlock()))
    return std::nullopt;
  FailureOr<ir::Nest> nest = ir::buildNest(op);
  if (failed(nest) || nest->iterations() == 0)
    return std::nullopt;
  mergeDims(*nest);
  for (const Access &access : nest->accesses)
    if (!access.element.isF32() || access.isScalar || access.general)
      return std::nullopt;
  if (Attribute init = nest->accesses[2].init;
      init && !matchPattern(init, m_AnyZeroFloat()))
    return std::nullopt;
  Matmul out;
  out.nest = *nest;
  if (!setLoops(out))
    return std::nullopt;
  if (out.n.c != 1 && out.m.c == 1) { // columns are where C is dense
    std::swap(out.a, out.b);
    out.batch = out.m = out.n = out.k = Matmul::Loop();
    setLoops(out);
  }
  bool small = out.m.size < 8 || out.n.size < 8 || out.k.size < 8;
  bool far = out.batch.size > 65535 || out.m.size > 65535 * tile;
  return small || far ? std::nullopt : std::optional(std::move(out));
}

namespace {
class MatmulWriter {
public:
  using Values = SmallVector<Value>;
  MatmulWriter(Kernel &kernel, const Matmul &op)
      : k(kernel), e(kernel.e), op(op) {}
  LogicalResult write();

private:
  Value index(Value a, int64_t strideA, Value b, int64_t strideB);
  Value inRange(Value a, int64_t endA, Value b, int64_t endB);
  void stage(Value from, Value to, Value first, int64_t end, int64_t stride,
             Value k0, int64_t strideK);
  Value four(Value memory, Value row, Value column);
  Values multiply(Value sharedA, Value sharedB, ValueRange sums);
  void storeTile(Value to, const Values &sums);

  Kernel &k;
  ir::Emission &e;
  const Matmul &op;
  Value tx, ty;        // of 16x16 threads
  Value row0, column0; // of the tile of C
};
} // namespace

Value MatmulWriter::index(Value a, int64_t strideA, Value b, int64_t strideB) {
  return e.add(e.mul(a, strideA), e.mul(b, strideB));
}

Value MatmulWriter::inRange(Value a, int64_t endA, Value b, int64_t endB) {
  return arith::AndIOp::create(e.b, e.loc, k.less(a, endA), k.less(b, endB));
}

/// Copies a tile of an operand to shared memory as [depth][pitch], zero
/// beyond its edges: rows or columns from `first` on, k from k0 on.
void MatmulWriter::stage(Value from, Value to, Value first, int64_t end,
                         int64_t stride, Value k0, int64_t strideK) {
  OpBuilder &b = e.b;
  Type f32 = b.getF32Type();
  int64_t inner = strideK == 1 ? depth : tile; // the dense direction
  for (int64_t part = 0; part < tile * depth / threads; ++part) {
    Value flat = e.add(k.thread, e.constant(part * threads));
    Value size = e.constant(inner);
    Value fast = arith::RemUIOp::create(b, e.loc, flat, size);
    Value slow = arith::DivUIOp::create(b, e.loc, flat, size);
    Value inK = strideK == 1 ? fast : slow, inTile = strideK == 1 ? slow : fast;
    Value at = e.add(first, inTile), atK = e.add(k0, inK);
    auto load =
        scf::IfOp::create(b, e.loc, f32, inRange(at, end, atK, op.k.size),
                          /*withElse=*/true);
    {
      OpBuilder::InsertionGuard guard(b);
      b.setInsertionPointToStart(load.thenBlock());
      Value v = e.load(f32, e.at(from, f32, index(at, stride, atK, strideK)));
      scf::YieldOp::create(b, e.loc, v);
      b.setInsertionPointToStart(load.elseBlock());
      scf::YieldOp::create(b, e.loc, e.constant(b.getF32FloatAttr(0)));
    }
    e.store(load.getResult(0),
            k.sharedAt(to, f32, index(inK, pitch, inTile, 1)));
  }
}

/// Four neighbours in a row of a tile.
Value MatmulWriter::four(Value memory, Value row, Value column) {
  Type f32 = e.b.getF32Type();
  return LLVM::LoadOp::create(
      e.b, e.loc, VectorType::get(each, f32),
      k.sharedAt(memory, f32, index(row, pitch, column, each)), 16);
}

SmallVector<Value> MatmulWriter::multiply(Value sharedA, Value sharedB,
                                          ValueRange sums) {
  OpBuilder &b = e.b;
  auto step = [&](Value iv, ValueRange now) {
    Value rows = four(sharedA, iv, ty), columns = four(sharedB, iv, tx);
    Values next;
    for (int64_t i = 0; i < each * each; ++i) {
      auto element = [&](Value v, int64_t at) {
        return LLVM::ExtractElementOp::create(b, e.loc, v, e.constant(at));
      };
      next.push_back(math::FmaOp::create(b, e.loc, element(rows, i / each),
                                         element(columns, i % each), now[i]));
    }
    return next;
  };
  return e.loop(e.constant(0), e.constant(depth), 1, sums, step);
}

void MatmulWriter::storeTile(Value to, const Values &sums) {
  Type f32 = e.b.getF32Type();
  bool accumulate = !op.nest.accesses[2].init;
  for (int64_t i = 0; i < each * each; ++i) {
    Value row = e.add(row0, e.add(e.mul(ty, each), e.constant(i / each)));
    Value column = e.add(column0, e.add(e.mul(tx, each), e.constant(i % each)));
    k.when(inRange(row, op.m.size, column, op.n.size), [&] {
      Value at = e.at(to, f32, index(row, op.m.c, column, op.n.c));
      Value sum = sums[i];
      if (accumulate)
        sum = arith::AddFOp::create(e.b, e.loc, e.load(f32, at), sum);
      e.store(sum, at);
    });
  }
}

LogicalResult MatmulWriter::write() {
  OpBuilder &b = e.b;
  Type f32 = b.getF32Type();
  Value base[3];
  const unsigned which[] = {op.a, op.b, 2};
  const int64_t perBatch[] = {op.batch.a, op.batch.b, op.batch.c};
  for (unsigned i = 0; i < 3; ++i) {
    const Access &access = op.nest.accesses[which[i]];
    FailureOr<Value> at = k.pointer(access.operand);
    if (failed(at))
      return failure();
    base[i] = e.at(e.at(*at, f32, access.offset), f32,
                   e.mul(k.block[2], perBatch[i]));
  }
  Value side = e.constant(tile / each);
  tx = arith::RemUIOp::create(b, e.loc, k.thread, side);
  ty = arith::DivUIOp::create(b, e.loc, k.thread, side);
  column0 = e.mul(k.block[0], tile);
  row0 = e.mul(k.block[1], tile);
  Value sharedA = k.shared(f32, depth * pitch);
  Value sharedB = k.shared(f32, depth * pitch);
  Values zeros(each * each, e.constant(b.getF32FloatAttr(0)));
  Values sums =
      e.loop(e.constant(0), e.constant(op.k.size), depth, zeros,
             [&](Value k0, ValueRange now) {
               stage(base[0], sharedA, row0, op.m.size, op.m.a, k0, op.k.a);
               stage(base[1], sharedB, column0, op.n.size, op.n.b, k0, op.k.b);
               k.barrier(); // the tiles are there
               Values next = multiply(sharedA, sharedB, now);
               k.barrier(); // nobody reads them any more
               return next;
             });
  storeTile(base[2], sums);
  return success();
}

LogicalResult writeMatmul(mlir::gpu::GPUModuleOp module, const Matmul &matmul,
                          const ir::LoweringOptions &options, StringRef name,
                          function_ref<void(Kernel &)> launch) {
  KernelShape shape;
  shape.grid[0] = llvm::divideCeil(matmul.n.size, tile);
  shape.grid[1] = llvm::divideCeil(matmul.m.size, tile);
  shape.grid[2] = matmul.batch.size;
  shape.block = threads;
  Kernel kernel(module, name, matmul.nest, shape, options);
  LogicalResult result = MatmulWriter(kernel, matmul).write();
  kernel.finish();
  launch(kernel);
  return result;
}

} // namespace weft::gpu

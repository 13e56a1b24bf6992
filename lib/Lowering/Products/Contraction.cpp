// See Contraction.h. Here: recognition, the choice between kernel and plain
// loops, and what is packed. ContractionEmit.cpp writes the calls.
#include "Lowering/Products/Contraction.h"

#include "Lowering/Buffers/Bufferise.h"
#include "Lowering/Buffers/Invariants.h"
#include "Lowering/Products/PackedConstants.h"
#include "Lowering/Nests/RowBlocks.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Matchers.h"

namespace weft::ir {
using namespace mlir;

static constexpr StringLiteral marker = "weft.contract",
                               packMarker = "weft.pack";

bool isContractionCall(Operation *op) {
  auto call = dyn_cast<func::CallOp>(op);
  return call &&
         (call.getCallee() == marker || call.getCallee() == packMarker);
}
bool isPacked(Value buffer) {
  return llvm::any_of(buffer.getUses(), [](OpOperand &use) {
    auto call = dyn_cast<func::CallOp>(use.getOwner());
    return call && isContractionCall(call) &&
           use.getOperandNumber() >= (call.getCallee() == marker ? 3 : 1);
  });
}

/// What `v` is widened from: by extf or extsi, or the bits of a bf16 moved to
/// the upper half of an f32, as the dialect's conversions write it.
static Value narrow(Value v) {
  Operation *op = v.getDefiningOp();
  if (isa_and_nonnull<arith::ExtFOp, arith::ExtSIOp>(op))
    return op->getOperand(0);
  APInt shift;
  auto cast = v.getDefiningOp<arith::BitcastOp>();
  auto moved = cast ? cast.getIn().getDefiningOp<arith::ShLIOp>() : nullptr;
  auto wide =
      moved && matchPattern(moved.getRhs(), m_ConstantInt(&shift)) &&
              shift == 16
          ? moved.getLhs().getDefiningOp<arith::ExtUIOp>()
          : nullptr;
  auto inner = wide ? wide.getIn().getDefiningOp<arith::BitcastOp>() : nullptr;
  return inner && inner.getIn().getType().isBF16() ? inner.getIn() : v;
}

/// yield(acc + a * b), the factors in either order, both widened or neither.
static bool isMultiplyAdd(Block &body) {
  if (body.getNumArguments() != 3 ||
      body.getTerminator()->getNumOperands() != 1)
    return false;
  auto operandsOf = [](Value v, bool add) -> std::pair<Value, Value> {
    Operation *op = v.getDefiningOp();
    bool fits = add ? isa_and_nonnull<arith::AddFOp, arith::AddIOp>(op)
                    : isa_and_nonnull<arith::MulFOp, arith::MulIOp>(op);
    return fits ? std::pair(op->getOperand(0), op->getOperand(1))
                : std::pair(Value(), Value());
  };
  Value acc = body.getArgument(2);
  auto [x, y] = operandsOf(body.getTerminator()->getOperand(0), true);
  if (!x || (x != acc && y != acc))
    return false;
  auto [a, b] = operandsOf(x == acc ? y : x, false);
  if (!a)
    return false;
  a = narrow(a), b = narrow(b);
  Value first = body.getArgument(0), second = body.getArgument(1);
  return (a == first && b == second) || (a == second && b == first);
}

namespace {
enum class Role { Batch, M, N, K, None };
}

static Role roleOf(const Contraction::Loop &loop) {
  bool a = loop.a != 0, b = loop.b != 0, c = loop.c != 0;
  if (a && b)
    return c ? Role::Batch : Role::K;
  if (c && a)
    return Role::M;
  return c && b ? Role::N : Role::None;
}

/// Takes the best loop of a role out of the list: the one with unit stride in
/// C if there is one, the longest otherwise.
static std::optional<Contraction::Loop>
take(SmallVectorImpl<Contraction::Loop> &loops, Role role) {
  int best = -1;
  for (auto [i, loop] : llvm::enumerate(loops)) {
    if (roleOf(loop) != role)
      continue;
    auto better = [&](const Contraction::Loop &x, const Contraction::Loop &y) {
      if (role == Role::N && (x.c == 1) != (y.c == 1))
        return x.c == 1;
      return x.size > y.size;
    };
    if (best < 0 || better(loop, loops[best]))
      best = i;
  }
  if (best < 0)
    return std::nullopt;
  Contraction::Loop loop = loops[best];
  loops.erase(loops.begin() + best);
  return loop;
}

static void swapOperands(Contraction &op,
                         SmallVectorImpl<Contraction::Loop> &loops) {
  std::swap(op.a, op.b);
  std::swap(op.offsetA, op.offsetB);
  for (Contraction::Loop &loop : loops)
    std::swap(loop.a, loop.b);
}

static bool paysAsKernel(const Contraction &op);
static bool packsTooMuch(const Contraction &op);

std::optional<Contraction> matchContraction(linalg::LinalgOp op,
                                            const LoweringOptions &options,
                                            const Nest *given,
                                            unsigned fixed) {
  if (op.getNumDpsInputs() != 2 || op.getNumDpsInits() != 1 ||
      !op.hasPureBufferSemantics() || !isMultiplyAdd(*op.getBlock()))
    return std::nullopt;
  FailureOr<Nest> nest = given ? FailureOr<Nest>(*given) : buildNest(op);
  if (failed(nest) || nest->iterations() == 0)
    return std::nullopt;
  mergeDims(*nest, fixed);
  Contraction out;
  const Access &a = nest->accesses[0], &b = nest->accesses[1],
               &c = nest->accesses[2];
  std::optional<GemmKind> kind = gemmKind(a.element, options);
  if (!kind || b.element != a.element || c.element != kind->sum || a.general ||
      b.general || c.general || a.isScalar || b.isScalar)
    return std::nullopt;
  out.kind = *kind;
  if (c.init && !matchPattern(c.init, m_AnyZeroFloat()) &&
      !matchPattern(c.init, m_Zero()))
    return std::nullopt;
  out.accumulate = !c.init;
  out.a = a.operand, out.b = b.operand, out.c = c.operand;
  out.offsetA = a.offset, out.offsetB = b.offset, out.offsetC = c.offset;
  SmallVector<Contraction::Loop> loops;
  for (unsigned d = 0; d < nest->dims.size(); ++d)
    loops.push_back(
        {nest->dims[d].size, a.strides[d], b.strides[d], c.strides[d]});
  if (llvm::any_of(loops, [](auto &l) { return roleOf(l) == Role::None; }))
    return std::nullopt;
  // The columns of the kernel are where C is dense.
  if (llvm::any_of(loops,
                   [](auto &l) { return roleOf(l) == Role::M && l.c == 1; }))
    swapOperands(out, loops);
  std::optional<Contraction::Loop> m, n, k;
  if (fixed) {
    Contraction::Loop rows = loops[fixed - 1];
    Role role = roleOf(rows);
    if (role == Role::Batch)
      return std::nullopt;
    (role == Role::M ? m : role == Role::N ? n : k) = rows;
    out.rows = role == Role::M   ? Contraction::Rows::M
               : role == Role::N ? Contraction::Rows::N
                                 : Contraction::Rows::K;
    out.outer.assign(loops.begin(), loops.begin() + fixed - 1);
    loops.erase(loops.begin(), loops.begin() + fixed);
  }
  if (!m)
    m = take(loops, Role::M);
  if (!n)
    n = take(loops, Role::N);
  if (!k)
    k = take(loops, Role::K);
  if (!m) // a vector times a matrix
    m = Contraction::Loop{1, 0, 0, 0};
  if (!n || !k || n->c != 1)
    return std::nullopt;
  out.m = *m, out.n = *n, out.k = *k;
  for (const Contraction::Loop &loop : loops)
    (roleOf(loop) == Role::K ? out.outerK : out.outer).push_back(loop);
  if (!paysAsKernel(out) || packsTooMuch(out))
    return std::nullopt;
  return out;
}

/// Below this a call and its edges cost more than LLVM's own loops.
static bool paysAsKernel(const Contraction &op) {
  int64_t sums = 1;
  for (const Contraction::Loop &loop : op.outerK)
    sums *= loop.size;
  int64_t work = op.m.size * op.n.size * op.k.size;
  // One row: a matrix that the second cache holds is read panel by panel, with
  // the sums in registers; a larger one line by line, by plain loops.
  if (op.m.size == 1)
    return op.kind.readsInPlace() && op.n.b == 1 && op.n.size >= 16 &&
           op.k.size >= 8 && work >= 1024 &&
           work * elementBytes(op.kind.operand) <= 1 << 19;
  // Plain loops go through a mask where a row is a part of a wide vector: of f32
  // the kernel pays from 1,024 steps on, of f64 from 2,048.
  int64_t lanes = gemmShape(op.kind).lanes;
  bool masks = op.kind.vectorBits == 512 && op.kind.readsInPlace() &&
               op.n.b == 1 && op.n.size < lanes && 2 * op.n.size > lanes;
  int64_t least =
      masks ? 256 * elementBytes(op.kind.operand) : 24 * 24 * 24;
  return op.m.size >= 2 && op.n.size >= 4 && op.k.size >= 4 &&
         (work >= least || (work >= 1024 && work * sums >= 1 << 14));
}

/// The product of the sizes of the loops around the kernel along which an
/// operand moves: so many separate matrices it consists of.
static int64_t matrices(const Contraction &op,
                        int64_t Contraction::Loop::*stride) {
  int64_t count = 1;
  for (const auto *list : {&op.outer, &op.outerK})
    for (const Contraction::Loop &loop : *list)
      if (loop.*stride != 0)
        count *= loop.size;
  return count;
}

/// Whether a packed operand would hold its elements several times: windows
/// that overlap (a convolution's) are never copied one by one.
static bool repeats(const Contraction &op, int64_t Contraction::Loop::*stride,
                    Value operand, int64_t length) {
  auto type = cast<MemRefType>(operand.getType());
  return matrices(op, stride) * op.k.size * length > 2 * type.getNumElements();
}

/// Whether an operand that has to be packed would hold elements many times.
static bool packsTooMuch(const Contraction &op) {
  bool may = op.kind.readsInPlace();
  return ((!may || op.n.b != 1) &&
          repeats(op, &Contraction::Loop::b, op.b, op.n.size)) ||
         (!may && repeats(op, &Contraction::Loop::a, op.a, op.m.size));
}

namespace {
/// Turns the products of one function into calls. The one place that says
/// which operands are packed, where, and when.
class Packer {
public:
  Packer(func::FuncOp func, Contractions &contractions)
      : module(func->getParentOfType<ModuleOp>()), invariants(func),
        contractions(contractions) {}

  /// `often`: the call is asked for a few rows at a time, so that what it packs
  /// meanwhile would be packed each time (unless those are what it packs).
  Operation *replace(linalg::LinalgOp op, Contraction &match, bool often);

private:
  void choose(OpBuilder &b, Operation *at, Contraction &op, bool often);
  Value packed(OpBuilder &b, Operation *at, Contraction &op, GemmPart part);
  Operation *call(OpBuilder &b, Location loc, StringRef name,
                  ValueRange operands, const Contraction &op);

  ModuleOp module;
  Invariants invariants;
  Contractions &contractions;
  struct Early {
    Operation *loop;
    Contraction op;
  };
  std::vector<Early> early; // operands that are packed in front of a loop
};
} // namespace

/// Whether two products read the same packed form of one operand.
static bool samePacking(const Contraction &x, const Contraction &y,
                        GemmPart part) {
  bool b = part == GemmPart::PackB;
  auto stride = b ? &Contraction::Loop::b : &Contraction::Loop::a;
  auto layout = [&](const Contraction &op) {
    SmallVector<int64_t> list;
    auto add = [&](const Contraction::Loop &loop) {
      list.append({loop.size, loop.*stride});
    };
    add(op.k), add(b ? op.n : op.m);
    for (const auto *loops : {&op.outer, &op.outerK})
      for (const Contraction::Loop &loop : *loops)
        if (loop.*stride != 0)
          add(loop);
    return list;
  };
  return x.packs == y.packs && x.kind.operand == y.kind.operand &&
         (b ? x.b == y.b && x.offsetB == y.offsetB
            : x.a == y.a && x.offsetA == y.offsetA) &&
         layout(x) == layout(y);
}

/// Scratch for the packed operand: of this product alone, or filled in front
/// of the loops that keep it, by whichever product asks first.
Value Packer::packed(OpBuilder &b, Operation *at, Contraction &op,
                     GemmPart part) {
  bool right = part == GemmPart::PackB;
  auto stride = right ? &Contraction::Loop::b : &Contraction::Loop::a;
  GemmShape shape = gemmShape(op.kind);
  int64_t length = right ? llvm::alignTo(op.n.size, shape.nr)
                         : llvm::alignTo(op.m.size, shape.mr);
  int64_t steps = right ? shape.stepsOfB(op.k.size)
                        : llvm::alignTo(op.k.size, shape.kUnit);
  auto type = MemRefType::get(matrices(op, stride) * steps * length,
                              op.kind.packed);
  Value operand = right ? op.b : op.a;
  Operation *loop = invariants.loopThatKeeps(at, operand);
  if (!loop)
    return memref::AllocOp::create(b, at->getLoc(), type);
  Contraction first = op;
  first.packs = part;
  (right ? first.b : first.a) = Invariants::inFrontOf(loop, operand);
  (right ? op.packedBeforeB : op.packedBeforeA) = true;
  for (const Early &e : early)
    if (e.loop == loop && samePacking(e.op, first, part))
      return right ? e.op.packedB : e.op.packedA;
  OpBuilder outside(loop);
  Value there = memref::AllocOp::create(outside, at->getLoc(), type);
  (right ? first.packedB : first.packedA) = there;
  (right ? first.packedA : first.packedB) = Value();
  call(outside, at->getLoc(), packMarker,
       {right ? first.b : first.a, there}, first);
  early.push_back({loop, first});
  return there;
}

void Packer::choose(OpBuilder &b, Operation *at, Contraction &op,
                    bool often) {
  GemmShape shape = gemmShape(op.kind);
  int64_t bytes = op.k.size * op.n.size * elementBytes(op.kind.operand);
  bool may = op.kind.readsInPlace();
  // A block of A that many columns meet is copied, and the panels of B that it
  // meets packed: the kernel is faster where distances are constants
  // (decisions/matrix-kernels.md). So is a long transposed A: its columns lie
  // on many pages.
  bool farApart = std::abs(op.k.a) * elementBytes(op.kind.operand) >= 256 &&
                  op.n.size > 2 * shape.nr && op.k.size > shape.kc;
  bool kept = often || invariants.loopThatKeeps(at, op.b);
  bool shared = llvm::any_of(op.outer, [](auto &loop) { return loop.b == 0; });
  // Of rows that are whole pages apart all are in few sets of the first cache,
  // so that each tile reads them from the second one.
  bool pagesApart = op.k.b * elementBytes(op.kind.operand) % 4096 == 0;
  bool near = op.n.b == 1 && !pagesApart && !kept && !shared;
  int64_t few = (near ? 7 : 4) * shape.mr;
  bool blocks = may && op.m.size > few && op.k.size >= 16 &&
                (op.n.size >= 4 * shape.nr || farApart);
  // Else B is read in place where it is dense along n and is passed over a few
  // times only, small enough to stay near as it is, or hardly wider than the
  // one panel that is read of it; A, whose elements are broadcast, always.
  // A constant is packed when it is compiled, and rows that are read in place
  // are copied however few: they meet all of a panel at constant distances.
  if (op.rows == Contraction::Rows::M && op.m.size > 1 && op.k.size >= 16 &&
      op.n.size >= shape.nr)
    if (Value there = packedConstant(at, op)) {
      op.b = op.packedB = there;
      op.packedBeforeB = true;
      op.copiesRows = may;
      if (!may)
        op.packedA = packed(b, at, op, GemmPart::PackA);
      return;
    }
  bool windows = repeats(op, &Contraction::Loop::b, op.b, op.n.size);
  bool onePanel = op.n.size <= shape.nr && std::abs(op.k.b) <= 2 * shape.nr;
  bool inPlace = may && op.n.b == 1 &&
                 (windows || (!blocks && (op.m.size <= few ||
                                          bytes <= 64 * 1024 || onePanel)));
  op.copiesRows = blocks && (!inPlace || farApart);
  // What few passes over the rows read, or the second cache holds, is packed
  // panel by panel meanwhile; what a loop keeps, once.
  op.packsPanels =
      op.rows == Contraction::Rows::N ||
      (op.rows == Contraction::Rows::K && !inPlace) ||
      (!inPlace && !kept &&
       ((blocks && bytes <= 512 * 1024) || (op.m.size <= 256 && !shared)));
  if (!inPlace && !op.packsPanels)
    op.packedB = packed(b, at, op, GemmPart::PackB);
  if (!may)
    op.packedA = packed(b, at, op, GemmPart::PackA);
}

Operation *Packer::call(OpBuilder &b, Location loc, StringRef name,
                        ValueRange operands, const Contraction &op) {
  auto call = func::CallOp::create(b, loc, name, TypeRange(), operands);
  contractions[call] = op;
  for (GemmPart part : {GemmPart::PackB, GemmPart::PackA, GemmPart::Multiply})
    if (part == GemmPart::Multiply
            ? !op.packs
            : bool(part == GemmPart::PackA ? op.packedA : op.packedB))
      declareGemm(module, part, op.kind);
  return call;
}

Operation *Packer::replace(linalg::LinalgOp op, Contraction &match,
                           bool often) {
  OpBuilder b(op);
  choose(b, op, match, often);
  SmallVector<Value> operands{match.a, match.b, match.c};
  for (Value scratch : {match.packedA, match.packedB})
    if (scratch)
      operands.push_back(scratch);
  return call(b, op.getLoc(), marker, operands, match);
}

/// The op that adds what `op` makes, and nothing else reads, to a buffer in
/// place: sum = sum + product.
static linalg::GenericOp addedTo(linalg::LinalgOp op, Value made) {
  auto alloc = made.getDefiningOp<memref::AllocOp>();
  if (!alloc || !llvm::hasNItems(made.getUses(), 2))
    return {};
  linalg::GenericOp add;
  for (Operation *user : made.getUsers())
    if (user != op)
      add = dyn_cast<linalg::GenericOp>(user);
  if (!add || add->getBlock() != op->getBlock() || add.getNumDpsInputs() != 2 ||
      add.getNumDpsInits() != 1 || !llvm::all_of(add.getIndexingMapsArray(),
                                                 [](AffineMap map) {
                                                   return map.isIdentity();
                                                 }))
    return {};
  Value sum = add.getDpsInits()[0];
  Block &body = *add.getBody();
  Operation *plus = body.getTerminator()->getOperand(0).getDefiningOp();
  auto isInput = [&](Value v) {
    auto arg = dyn_cast<BlockArgument>(v);
    return arg && arg.getOwner() == &body && arg.getArgNumber() < 2;
  };
  bool adds = isa_and_nonnull<arith::AddFOp, arith::AddIOp>(plus) &&
              llvm::hasNItems(body, 2) && isInput(plus->getOperand(0)) &&
              isInput(plus->getOperand(1)) &&
              plus->getOperand(0) != plus->getOperand(1);
  if (!adds || !llvm::is_contained(add.getDpsInputs(), sum) ||
      !llvm::is_contained(add.getDpsInputs(), made) ||
      sum.getType() != made.getType())
    return {};
  // The sum is there before the product, and stays as it is until the addition.
  Operation *def = sum.getDefiningOp();
  if (def && def->getBlock() == op->getBlock() && !def->isBeforeInBlock(op))
    return {};
  Value root = rootBuffer(sum);
  auto touches = [&](Operation *inner) {
    bool found = llvm::any_of(inner->getOperands(), [&](Value v) {
      return isa<MemRefType>(v.getType()) && rootBuffer(v) == root;
    });
    return found ? WalkResult::interrupt() : WalkResult::advance();
  };
  for (Operation *at = op; at != add; at = at->getNextNode())
    if (at->walk(touches).wasInterrupted())
      return {};
  return add;
}

/// A product that is added to a sum adds to it itself.
static void accumulateInto(Contraction &match, linalg::LinalgOp op) {
  linalg::GenericOp add =
      match.accumulate ? linalg::GenericOp() : addedTo(op, match.c);
  if (!add)
    return;
  auto alloc = match.c.getDefiningOp<memref::AllocOp>();
  match.c = add.getDpsInits()[0];
  match.accumulate = true;
  add.erase();
  op.getDpsInitsMutable()[0].set(match.c);
  alloc.erase();
}

LogicalResult contractionsToCalls(func::FuncOp func,
                                  const LoweringOptions &options,
                                  RowChains &chains,
                                  Contractions &contractions) {
  // An elementwise op is no product, but may go with one.
  SmallVector<linalg::LinalgOp> ops;
  func.walk([&](linalg::LinalgOp op) {
    if (op.getNumReductionLoops() > 0)
      ops.push_back(op);
  });
  Packer packer(func, contractions);
  for (linalg::LinalgOp op : ops) {
    RowBlocks *chain = nullptr;
    RowBlocks::Step *step = nullptr;
    if (chains.contains(op)) {
      chain = &chains.all[chains.of.lookup(op)];
      step = llvm::find_if(chain->steps, [&](auto &s) { return s.op == op; });
    }
    std::optional<Contraction> match =
        step ? step->product : matchContraction(op, options);
    if (!match)
      continue;
    if (!step)
      accumulateInto(*match, op);
    Operation *call = packer.replace(op, *match, chain && chain->blocks() > 1);
    if (step) {
      chains.of[call] = chains.of.lookup(op);
      chains.of.erase(op);
      step->op = call;
      step->product = match;
    }
    op.erase();
  }
  return success();
}

} // namespace weft::ir

// See ScanParts.h. Found are
//   before: x W, a product of what x and consts make with what consts make;
//   after:  carry + (aᵀ b) and carry + Σ b, where the carry is read for nothing
//           else: gradients of weights.
#include "ScanParts.h"
#include "ArithmeticOps.h"
#include "ContractOps.h"
#include "ReduceOps.h"
#include "RuleHelpers.h"
using namespace weft::ir;

/// Products of fewer multiply-adds a step are left where they are.
static constexpr int64_t leastWork = 1024;
/// Steps are taken together until a product has so many rows (or terms), while
/// what is kept of them stays in the second cache.
static constexpr int64_t enoughRows = 128, mostBytes = 1 << 20;

namespace {
enum Kind : uint8_t { FromConst = 0, FromX = 1, FromCarry = 2 };

/// A product that is made before the steps.
struct Early {
  DotGeneralOp op;
  bool swapped; // the scanned operand is y, a vector
};
/// What is added to a sum in each step.
struct Late {
  Operation *term; // a product or a reduction
  AddOp add;
  unsigned carry;
};

class Splitter {
public:
  explicit Splitter(ScanOp op)
      : op(op), body(op.getBody().front()), nk(op.getInits().size()),
        nx(op.getXs().size()), ret(terminator(op.getBody())) {}
  std::unique_ptr<ScanParts> run();

private:
  void findKinds();
  bool canBeMadeEarly(Value v, unsigned depth = 0);
  void findEarly(DotGeneralOp dot);
  void findLate();
  bool isLateProduct(Operation *term);
  bool sumsOnly(Operation *term);
  bool chooseChunk();
  LogicalResult buildBefore();
  void buildStep();
  void buildAfter();
  void cloneSlice(OpBuilder &b, Value v, IRMapping &map);

  bool isX(Value v) const {
    auto arg = dyn_cast<BlockArgument>(v);
    return arg && arg.getArgNumber() >= nk && arg.getArgNumber() < nk + nx;
  }

  ScanOp op;
  Block &body;
  unsigned nk, nx;
  Operation *ret;
  llvm::DenseMap<Value, uint8_t> kinds;
  SmallVector<Early> early;
  SmallVector<Late> late;
  llvm::SetVector<Value> stacks; // of values that are not an x
  int64_t leastRows = 0;         // of all products found
  std::unique_ptr<ScanParts> parts = std::make_unique<ScanParts>();
};
} // namespace

static int64_t sizeOf(Value v, ArrayRef<int64_t> dims) {
  int64_t size = 1;
  for (int64_t d : dims)
    size *= typeOf(v).getDimSize(d);
  return size;
}
static int64_t elements(Value v) { return typeOf(v).getNumElements(); }
static int64_t bytes(Value v) {
  Type e = signless(elementOf(v.getType()));
  if (auto complex = dyn_cast<ComplexType>(e))
    return elements(v) * complex.getElementType().getIntOrFloatBitWidth() / 4;
  return elements(v) * ((e.getIntOrFloatBitWidth() + 7) / 8);
}

void Splitter::findKinds() {
  for (BlockArgument arg : body.getArguments())
    kinds[arg] = arg.getArgNumber() < nk ? FromCarry
                 : isX(arg)              ? FromX
                                         : FromConst;
  for (Operation &o : body.without_terminator()) {
    uint8_t kind = FromConst;
    for (Value v : o.getOperands())
      kind |= kinds.lookup(v);
    for (Value v : o.getResults())
      kinds[v] = kind;
  }
}

/// Whether `v` is little work to make of x and consts: what else reads it makes
/// it once more.
bool Splitter::canBeMadeEarly(Value v, unsigned depth) {
  Operation *def = v.getDefiningOp();
  if (!def)
    return true;
  if (depth > 4 || def->getNumRegions() > 0 || !isMemoryEffectFree(def) ||
      (kinds.lookup(v) == FromX && !isa<Fusible>(def)))
    return false;
  return llvm::all_of(def->getOperands(), [&](Value operand) {
    return canBeMadeEarly(operand, depth + 1);
  });
}

void Splitter::findEarly(DotGeneralOp dot) {
  uint8_t x = kinds.lookup(dot.getX()), y = kinds.lookup(dot.getY());
  if (!dot.getXBatch().empty() || (x | y) != FromX || (x & y) == FromX ||
      !isa<FloatType, IntegerType>(elementOf(dot.getType())))
    return;
  bool swapped = y == FromX;
  int64_t terms = sizeOf(dot.getX(), dot.getXContract());
  if (terms == 0 || elements(dot) == 0)
    return;
  int64_t scanned = elements(swapped ? dot.getY() : dot.getX()) / terms;
  // The scanned side's axes come first, or it has none.
  if ((swapped && dot.getYContract().size() !=
                      static_cast<size_t>(typeOf(dot.getY()).getRank())) ||
      scanned >= enoughRows || elements(dot) * terms < leastWork ||
      !canBeMadeEarly(dot.getX()) || !canBeMadeEarly(dot.getY()))
    return;
  early.push_back({dot, swapped});
  leastRows = leastRows ? std::min(leastRows, scanned) : scanned;
}

/// Whether all that reads the term adds it to a carry that nothing else reads.
bool Splitter::sumsOnly(Operation *term) {
  return llvm::all_of(term->getResult(0).getUsers(), [&](Operation *user) {
    auto add = dyn_cast<AddOp>(user);
    if (!add || !add->hasOneUse() || *add->getUsers().begin() != ret)
      return false;
    unsigned i = add->getUses().begin()->getOperandNumber();
    if (i >= nk)
      return false;
    Value carry = body.getArgument(i);
    return carry.hasOneUse() && (add.getX() == carry) != (add.getY() == carry);
  });
}

bool Splitter::isLateProduct(Operation *term) {
  auto dot = dyn_cast<DotGeneralOp>(term);
  if (!dot || !dot.getXBatch().empty() || !sumsOnly(term) ||
      kinds.lookup(dot.getX()) == FromConst ||
      kinds.lookup(dot.getY()) == FromConst || elements(dot) == 0)
    return false;
  Type e = elementOf(dot.getType());
  // A half or an integer is rounded, or widened, in each step.
  if (!e.isF32() && !e.isF64())
    return false;
  int64_t terms = sizeOf(dot.getX(), dot.getXContract());
  return elementOf(dot.getX().getType()) == e &&
         elementOf(dot.getY().getType()) == e && terms > 0 &&
         terms < enoughRows && elements(dot) * terms >= leastWork;
}

void Splitter::findLate() {
  auto keep = [&](Value v) {
    if (!isX(v))
      stacks.insert(v);
  };
  auto take = [&](Operation *term) {
    for (Operation *user : term->getResult(0).getUsers()) {
      auto add = cast<AddOp>(user);
      late.push_back({term, add, add->getUses().begin()->getOperandNumber()});
    }
  };
  for (Operation &o : body.without_terminator()) {
    if (!isLateProduct(&o))
      continue;
    auto dot = cast<DotGeneralOp>(o);
    keep(dot.getX()), keep(dot.getY());
    int64_t terms = sizeOf(dot.getX(), dot.getXContract());
    leastRows = leastRows ? std::min(leastRows, terms) : terms;
    take(dot);
  }
  // Of what is kept anyway, sums (gradients of biases) need nothing more.
  for (Operation &o : body.without_terminator())
    if (auto sum = dyn_cast<ReduceSumOp>(o))
      if (stacks.contains(sum.getX()) && sumsOnly(sum))
        take(sum);
}

bool Splitter::chooseChunk() {
  int64_t length = op.getLength(), perStep = 0, chunk = 2;
  for (Early &e : early)
    perStep += bytes(e.op);
  for (Value v : stacks)
    perStep += bytes(v);
  while (chunk < length &&
         (length % chunk != 0 || chunk * leastRows < enoughRows))
    ++chunk;
  parts->chunk = chunk;
  return chunk <= length && chunk * perStep <= mostBytes;
}

void Splitter::cloneSlice(OpBuilder &b, Value v, IRMapping &map) {
  Operation *def = v.getDefiningOp();
  if (!def || map.contains(v))
    return;
  for (Value operand : def->getOperands())
    cloneSlice(b, operand, map);
  b.clone(*def, map);
}

LogicalResult Splitter::buildBefore() {
  if (early.empty())
    return success();
  Region one;
  auto args = body.getArguments().drop_front(nk);
  OpBuilder b = openBody(one, TypeRange(body.getArgumentTypes()).drop_front(nk));
  IRMapping map;
  map.map(args, one.getArguments());
  SmallVector<Value> made;
  for (Early &e : early) {
    DotGeneralOp dot = e.op;
    cloneSlice(b, dot.getX(), map);
    cloneSlice(b, dot.getY(), map);
    Value x = map.lookup(dot.getX()), y = map.lookup(dot.getY());
    made.push_back(
        e.swapped
            ? DotGeneralOp::create(b, dot.getLoc(), dot.getType(), y, x,
                                   dot.getYBatch(), dot.getXBatch(),
                                   dot.getYContract(), dot.getXContract())
            : DotGeneralOp::create(b, dot.getLoc(), dot.getType(), x, y,
                                   dot.getXBatch(), dot.getYBatch(),
                                   dot.getXContract(), dot.getYContract()));
  }
  closeBody(b, op.getLoc(), made);
  return batchBody(one, firstN(nx, args.size()), Mask(made.size(), true),
                   parts->chunk, parts->before);
}

void Splitter::buildStep() {
  IRMapping map;
  op.getBody().cloneInto(&parts->step, map);
  Block &to = parts->step.front();
  for (Early &e : early) {
    Value made = to.addArgument(e.op.getType(), e.op.getLoc());
    map.lookup(e.op.getResult()).replaceAllUsesWith(made);
    map.map(e.op.getResult(), made);
  }
  Operation *end = to.getTerminator();
  SmallVector<Value> results;
  for (auto [i, v] : llvm::enumerate(end->getOperands()))
    if (i >= nk || !parts->isSum[i])
      results.push_back(v);
  for (Value v : stacks)
    results.push_back(map.lookup(v));
  end->setOperands(results);
  removeDeadOps(parts->step);
  for (unsigned i = nk; i-- > 0;)
    if (parts->isSum[i])
      to.eraseArgument(i);
}

void Splitter::buildAfter() {
  if (late.empty())
    return;
  SmallVector<Type> types;
  for (unsigned i : parts->isSum.set_bits())
    types.push_back(body.getArgument(i).getType());
  IRMapping chunks; // a value of one step to those of a chunk
  auto add = [&](Value v) {
    types.push_back(withLeading(v.getType(), parts->chunk));
  };
  for (Value v : stacks)
    add(v);
  for (unsigned i = 0; i < nx; ++i)
    add(body.getArgument(nk + i));
  OpBuilder b = openBody(parts->after, types);
  auto args = parts->after.getArguments();
  unsigned nSums = parts->isSum.count();
  for (auto [i, v] : llvm::enumerate(stacks))
    chunks.map(v, args[nSums + i]);
  for (unsigned i = 0; i < nx; ++i)
    chunks.map(body.getArgument(nk + i), args[nSums + stacks.size() + i]);
  llvm::DenseMap<Operation *, Value> terms;
  SmallVector<Value> sums(args.begin(), args.begin() + nSums);
  for (Late &l : late) {
    Value &term = terms[l.term];
    if (auto dot = dyn_cast<DotGeneralOp>(l.term); dot && !term)
      term = DotGeneralOp::create(
          b, dot.getLoc(), dot.getType(), chunks.lookup(dot.getX()),
          chunks.lookup(dot.getY()), ArrayRef<int64_t>(), ArrayRef<int64_t>(),
          shifted(dot.getXContract(), true), shifted(dot.getYContract(), true));
    else if (auto sum = dyn_cast<ReduceSumOp>(l.term); sum && !term)
      term = ReduceSumOp::create(b, sum.getLoc(), chunks.lookup(sum.getX()),
                                 shifted(sum.getDims(), true));
    Value &sum = sums[slice(parts->isSum, 0, l.carry).count()];
    sum = AddOp::create(b, l.add.getLoc(), sum, term);
  }
  closeBody(b, op.getLoc(), sums);
}

std::unique_ptr<ScanParts> Splitter::run() {
  if (op.getLength() < 2)
    return nullptr;
  findKinds();
  for (auto dot : body.getOps<DotGeneralOp>())
    findEarly(dot);
  findLate();
  if ((early.empty() && late.empty()) || !chooseChunk())
    return nullptr;
  parts->isSum = Mask(nk);
  for (Late &l : late)
    parts->isSum.set(l.carry);
  parts->nMade = early.size();
  parts->nStacks = stacks.size();
  if (failed(buildBefore()))
    return nullptr;
  buildStep();
  buildAfter();
  return std::move(parts);
}

std::unique_ptr<ScanParts> weft::ir::splitScan(ScanOp op) {
  bool hasProduct = !op.getBody().front().getOps<DotGeneralOp>().empty();
  return hasProduct ? Splitter(op).run() : nullptr;
}

// See Loops.h. The shapes are those that lax.scan and lax.fori_loop export:
//   while (i, xs, c, ys) cond: i < n
//     do: x = dynamic_slice xs at i; (c, y) = f(c, x);
//         ys = dynamic_update_slice ys, y at i; i = i + 1
#include "Interchange/Stablehlo/Loops.h"
#include "ArithmeticOps.h"
#include "ControlOps.h"
#include "IndexOps.h"
#include "LogicOps.h"
#include "ShapeOps.h"
#include "Bodies.h"
#include "RuleHelpers.h"
#include "Transforms/Simplify.h"
#include "mlir/IR/Matchers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
/// start + step · t in step t = 0, 1, …
struct Affine {
  int64_t start = 0, step = 0;
  int64_t at(int64_t t) const { return start + step * t; }
};
using Maybe = std::optional<Affine>;

bool isScalarInt(Type type) {
  auto tensor = weft::ir::tensorType(type);
  return tensor.getRank() == 0 && isa<IntegerType>(tensor.getElementType());
}
std::optional<int64_t> constantInt(Value v) {
  DenseIntElementsAttr value;
  if (!isScalarInt(v.getType()) || !matchPattern(v, m_Constant(&value)))
    return std::nullopt;
  APInt x = value.getSplatValue<APInt>();
  bool isSigned = !isUnsigned(elementOf(v.getType()));
  if (!isSigned && x.getActiveBits() > 62)
    return std::nullopt;
  return isSigned ? x.getSExtValue() : x.getZExtValue();
}

/// Whether the type has the numbers of steps 0 to `last`: arithmetic wraps.
bool fits(Type type, Affine a, int64_t last) {
  auto integer = cast<IntegerType>(elementOf(type));
  unsigned bits = integer.getWidth();
  bool isSigned = bits > 1 && !isUnsigned(integer);
  auto low = isSigned ? -(__int128(1) << (bits - 1)) : __int128(0);
  auto high = (__int128(1) << (isSigned ? bits - 1 : bits)) - 1;
  __int128 end = a.start + __int128(a.step) * last;
  return low <= a.start && a.start <= high && low <= end && end <= high &&
         end == static_cast<int64_t>(end);
}

/// What scalars of a body are as functions of the step, as far as that is
/// affine over the whole loop.
class Counting {
public:
  int64_t length = 1; // steps, once it is known

  void know(Value v, Affine a) {
    known.try_emplace(v, fits(v.getType(), a, length - 1) ? Maybe(a) : Maybe());
  }
  Maybe of(Value v) {
    if (auto at = known.find(v); at != known.end())
      return at->second;
    Maybe found = compute(v);
    if (found && !fits(v.getType(), *found, length - 1))
      found.reset();
    known.try_emplace(v, found);
    return found;
  }

private:
  Maybe compute(Value v);
  Maybe decided(Operation *compare);
  Maybe extreme(Affine a, Affine b, bool larger);

  llvm::DenseMap<Value, Maybe> known;
};

Maybe Counting::extreme(Affine a, Affine b, bool larger) {
  bool first = a.at(0) >= b.at(0), last = a.at(length - 1) >= b.at(length - 1);
  if (first != last)
    return std::nullopt;
  return first == larger ? a : b;
}
/// A comparison that has one answer in all steps; lines cross at most once.
Maybe Counting::decided(Operation *op) {
  auto compare = cast<CompareOp>(op);
  if (!isScalarInt(compare.getX().getType()))
    return std::nullopt;
  Maybe x = of(compare.getX()), y = of(compare.getY());
  if (!x || !y)
    return std::nullopt;
  auto holds = [&](int64_t t) {
    int64_t a = x->at(t), b = y->at(t);
    switch (compare.getDirection()) {
    case Direction::Eq:
      return a == b;
    case Direction::Ne:
      return a != b;
    case Direction::Lt:
      return a < b;
    case Direction::Le:
      return a <= b;
    case Direction::Gt:
      return a > b;
    case Direction::Ge:
      return a >= b;
    }
    return false;
  };
  bool equality = compare.getDirection() == Direction::Eq ||
                  compare.getDirection() == Direction::Ne;
  if (holds(0) != holds(length - 1) ||
      (equality && (x->step != y->step) && length > 1))
    return std::nullopt;
  return Affine{holds(0), 0};
}
Maybe Counting::compute(Value v) {
  if (!isScalarInt(v.getType()))
    return std::nullopt;
  if (auto c = constantInt(v))
    return Affine{*c, 0};
  Operation *op = v.getDefiningOp();
  if (!op)
    return std::nullopt;
  if (isa<CompareOp>(op))
    return decided(op);
  if (auto select = dyn_cast<SelectOp>(op)) {
    Maybe p = of(select.getP());
    return p ? of(p->start ? select.getX() : select.getY()) : std::nullopt;
  }
  SmallVector<Affine> in;
  for (Value operand : op->getOperands()) {
    Maybe one = of(operand);
    if (!one)
      return std::nullopt;
    in.push_back(*one);
  }
  return llvm::TypeSwitch<Operation *, Maybe>(op)
      .Case<ConvertOp, ReshapeOp, BroadcastInDimOp>([&](auto) { return in[0]; })
      .Case<AddOp>([&](auto) {
        return Affine{in[0].start + in[1].start, in[0].step + in[1].step};
      })
      .Case<SubOp>([&](auto) {
        return Affine{in[0].start - in[1].start, in[0].step - in[1].step};
      })
      .Case<NegOp>([&](auto) { return Affine{-in[0].start, -in[0].step}; })
      .Case<MulOp>([&](auto) -> Maybe {
        if (in[0].step && in[1].step)
          return std::nullopt;
        return Affine{in[0].start * in[1].start,
                      in[0].step * in[1].start + in[1].step * in[0].start};
      })
      .Case<MaxOp>([&](auto) { return extreme(in[0], in[1], true); })
      .Case<MinOp>([&](auto) { return extreme(in[0], in[1], false); })
      .Default(Maybe());
}

/// Rewrites one loop.
class Counted {
public:
  Counted(Loop &loop, OpBuilder &b, Location loc)
      : loop(loop), b(b), loc(loc), n(loop.inits.size()) {}
  std::optional<SmallVector<Value>> rewrite();

private:
  enum class Role { Carry, Counter, Invariant, Stacked };
  struct Read { // an x: where the body reads it, and the array in row order
    Operation *slice;
    Value rows;
  };
  struct Write { // a y
    Operation *update = nullptr;
    bool backwards = false;
  };

  bool count();
  std::optional<int64_t> steps(Direction direction, Affine counter,
                               int64_t bound);
  bool growsByConstant(unsigned k, int64_t &step);
  Value outer(Value v);
  bool atRow(ValueRange starts, Affine &row);
  bool isStacked(unsigned k);
  void findReads();
  struct Parts;
  void sortArguments(Parts &parts);
  void fillBody(Parts &parts);
  static void dropUnusedConsts(Parts &parts);
  SmallVector<Value> resultsOf(ScanOp scan, unsigned carries);
  SmallVector<Value> build();
  Value counterArray(unsigned k);
  Value finalCounter(unsigned k);

  Block &block() { return loop.body.front(); }
  Value result(unsigned k) { return terminator(loop.body)->getOperand(k); }

  Loop &loop;
  OpBuilder &b;
  Location loc;
  unsigned n;
  int64_t length = 0;
  Counting counting;
  SmallVector<Role> roles;
  SmallVector<int64_t> growth; // of counters
  SmallVector<Write> writes;   // of stacked carries
  SmallVector<Read> reads;
};

/// What an argument of the body is outside, if it is the same in all steps.
Value Counted::outer(Value v) {
  auto arg = dyn_cast<BlockArgument>(v);
  if (!arg || arg.getOwner() != &block())
    return {};
  unsigned k = arg.getArgNumber();
  if (k >= n)
    return loop.bodyConsts[k - n];
  return roles[k] == Role::Invariant ? loop.inits[k] : Value();
}

bool Counted::growsByConstant(unsigned k, int64_t &step) {
  Value arg = block().getArgument(k);
  if (!isScalarInt(arg.getType()))
    return false;
  Operation *op = result(k).getDefiningOp();
  if (!op || !isa<AddOp, SubOp>(op))
    return false;
  bool swapped = isa<AddOp>(op) && op->getOperand(1) == arg;
  if (op->getOperand(swapped ? 1 : 0) != arg)
    return false;
  auto by = constantInt(op->getOperand(swapped ? 0 : 1));
  if (!by)
    return false;
  step = isa<SubOp>(op) ? -*by : *by;
  return true;
}

std::optional<int64_t> Counted::steps(Direction direction, Affine i,
                                      int64_t bound) {
  int64_t distance, step = i.step;
  if (llvm::SubOverflow(bound, i.start, distance) ||
      std::abs(distance / 2) >= INT64_MAX / 4)
    return std::nullopt;
  if (step < 0) { // the same loop, mirrored
    distance = -distance;
    step = -step;
    direction = direction == Direction::Gt   ? Direction::Lt
                : direction == Direction::Ge ? Direction::Le
                : direction == Direction::Ne ? Direction::Ne
                                             : Direction::Eq;
  }
  if (step == 0)
    return std::nullopt;
  if (direction == Direction::Lt)
    return distance <= 0 ? 0 : (distance + step - 1) / step;
  if (direction == Direction::Le)
    return distance < 0 ? 0 : distance / step + 1;
  if (direction == Direction::Ne && distance >= 0 && distance % step == 0)
    return distance / step;
  return std::nullopt;
}

/// Finds the roles of the carries that do not depend on the number of steps,
/// and then that number.
bool Counted::count() {
  roles.assign(n, Role::Carry);
  growth.assign(n, 0);
  for (unsigned k = 0; k < n; ++k) {
    if (result(k) == block().getArgument(k))
      roles[k] = Role::Invariant;
    else if (growsByConstant(k, growth[k]) && constantInt(loop.inits[k]))
      roles[k] = Role::Counter;
  }
  Block &cond = loop.cond.front();
  auto compare = terminator(loop.cond)->getOperand(0).getDefiningOp<CompareOp>();
  if (!compare || !isScalarInt(compare.getX().getType()))
    return false;
  // Each side is a counter, or a constant under whatever name.
  std::optional<Affine> sides[2];
  for (auto [side, v] : llvm::zip(sides, compare->getOperands())) {
    if (auto c = constantInt(v))
      side = Affine{*c, 0};
    auto arg = dyn_cast<BlockArgument>(v);
    if (!arg || arg.getOwner() != &cond)
      continue;
    unsigned k = arg.getArgNumber();
    Value from = k < n ? loop.inits[k] : loop.condConsts[k - n];
    auto start = constantInt(from);
    if (start && (k >= n || roles[k] != Role::Carry))
      side = Affine{*start, k < n ? growth[k] : 0};
  }
  if (!sides[0] || !sides[1])
    return false;
  Direction direction = compare.getDirection();
  if (sides[0]->step == 0) { // bound > i
    std::swap(sides[0], sides[1]);
    direction = direction == Direction::Lt   ? Direction::Gt
                : direction == Direction::Le ? Direction::Ge
                : direction == Direction::Gt ? Direction::Lt
                : direction == Direction::Ge ? Direction::Le
                                             : direction;
  }
  if (sides[1]->step != 0)
    return false;
  auto found = steps(direction, *sides[0], sides[1]->start);
  // The condition is asked once more than there are steps.
  if (!found || !fits(compare.getX().getType(), *sides[0], *found))
    return false;
  length = *found;
  return true;
}

/// Whether a block of one row begins at a row that goes through the steps one
/// by one, forwards or backwards, and at 0 on the other axes.
bool Counted::atRow(ValueRange starts, Affine &row) {
  for (auto [axis, start] : llvm::enumerate(starts)) {
    Maybe at = counting.of(start);
    if (!at || (axis > 0 && (at->step != 0 || at->start != 0)))
      return false;
    if (axis == 0)
      row = *at;
  }
  return !starts.empty() && (row.step == 1 || row.step == -1);
}

static bool isRowOf(Type block, Type array) {
  auto small = weft::ir::tensorType(block), large = weft::ir::tensorType(array);
  return large.getRank() > 0 && small.getRank() == large.getRank() &&
         small.getDimSize(0) == 1 &&
         small.getShape().drop_front() == large.getShape().drop_front();
}

bool Counted::isStacked(unsigned k) {
  Value arg = block().getArgument(k);
  Operation *op = result(k).getDefiningOp();
  if (!op || op->getName().getStringRef() != "weft.dynamic_update_slice" ||
      op->getOperand(0) != arg || !arg.hasOneUse() || !result(k).hasOneUse() ||
      !isRowOf(op->getOperand(1).getType(), arg.getType()) ||
      typeOf(arg).getDimSize(0) != length)
    return false;
  Affine row;
  if (!atRow(op->getOperands().drop_front(2), row) ||
      std::min(row.at(0), row.at(length - 1)) != 0)
    return false;
  writes[k] = {op, row.step < 0};
  return true;
}

void Counted::findReads() {
  for (Operation &op : block()) {
    if (op.getName().getStringRef() != "weft.dynamic_slice")
      continue;
    Value array = outer(op.getOperand(0));
    Affine row;
    if (!array || !isRowOf(op.getResult(0).getType(), array.getType()) ||
        !atRow(op.getOperands().drop_front(), row))
      continue;
    int64_t low = std::min(row.at(0), row.at(length - 1));
    auto type = typeOf(array);
    if (low < 0 || low + length > type.getDimSize(0)) // a start is moved
      continue;
    SmallVector<int64_t> start(type.getRank()), stride(type.getRank(), 1);
    SmallVector<int64_t> limit(type.getShape());
    start[0] = low;
    limit[0] = low + length;
    Value rows = array;
    if (length != type.getDimSize(0))
      rows = SliceOp::create(b, loc, array, start, limit, stride);
    if (row.step < 0)
      rows = RevOp::create(b, loc, rows.getType(), rows, ArrayRef<int64_t>{0});
    reads.push_back({&op, rows});
  }
}

/// start + step · t for all t.
Value Counted::counterArray(unsigned k) {
  auto type = RankedTensorType::get(
      {length}, elementOf(loop.inits[k].getType()));
  Value steps = IotaOp::create(b, loc, type, 0);
  if (growth[k] != 1)
    steps = MulOp::create(b, loc, steps, splat(b, loc, type, growth[k]));
  int64_t start = *constantInt(loop.inits[k]);
  if (start != 0)
    steps = AddOp::create(b, loc, steps, splat(b, loc, type, start));
  return steps;
}
/// start + step · length, of the bits that the type has.
Value Counted::finalCounter(unsigned k) {
  auto type = typeOf(loop.inits[k]);
  APInt value(64, *constantInt(loop.inits[k]), /*isSigned=*/true);
  value += APInt(64, growth[k], true) * APInt(64, length);
  unsigned bits = type.getElementTypeBitWidth();
  return ConstantOp::create(
      b, loc, DenseElementsAttr::get(type, value.trunc(bits)));
}

/// The scan in the making: its operands, the arguments of the old body that they
/// are given to, and the new body.
struct Counted::Parts {
  SmallVector<Value> carries, xs, consts;
  SmallVector<Value> carryArgs, xArgs, constArgs;
  Region body;
  SmallVector<Type> outTypes;
};

static RankedTensorType rowType(Type t) {
  auto tensor = weft::ir::tensorType(t);
  return RankedTensorType::get(tensor.getShape().drop_front(),
                               tensor.getElementType());
}

void Counted::sortArguments(Parts &parts) {
  for (unsigned k = 0; k < n; ++k) {
    Value arg = block().getArgument(k);
    if (roles[k] == Role::Carry) {
      parts.carries.push_back(loop.inits[k]);
      parts.carryArgs.push_back(arg);
    } else if (roles[k] == Role::Counter && !arg.use_empty()) {
      parts.xs.push_back(counterArray(k));
      parts.xArgs.push_back(arg);
    } else if (roles[k] == Role::Invariant) {
      parts.consts.push_back(loop.inits[k]);
      parts.constArgs.push_back(arg);
    }
  }
  for (auto [k, v] : llvm::enumerate(loop.bodyConsts)) {
    parts.consts.push_back(v);
    parts.constArgs.push_back(block().getArgument(n + k));
  }
}

/// The old body on rows: what read one is an x, what wrote one is a y.
void Counted::fillBody(Parts &parts) {
  SmallVector<Type> types(ValueRange(parts.carries).getTypes());
  parts.outTypes = types;
  for (Value v : parts.xs)
    types.push_back(rowType(v.getType()));
  for (const Read &read : reads) {
    parts.xs.push_back(read.rows);
    types.push_back(rowType(read.rows.getType()));
  }
  llvm::append_range(types, ValueRange(parts.consts).getTypes());

  OpBuilder inner = openBody(parts.body, types);
  IRMapping map;
  unsigned at = 0;
  for (Value v : parts.carryArgs)
    map.map(v, parts.body.getArgument(at++));
  for (Value v : parts.xArgs)
    map.map(v, parts.body.getArgument(at++));
  llvm::DenseMap<Operation *, Value> rowOf;
  for (const Read &read : reads)
    rowOf[read.slice] = parts.body.getArgument(at++);
  for (Value v : parts.constArgs)
    map.map(v, parts.body.getArgument(at++));
  SmallPtrSet<Operation *, 8> updates;
  for (const Write &write : writes)
    if (write.update)
      updates.insert(write.update);
  for (Operation &op : block().without_terminator()) {
    if (auto row = rowOf.find(&op); row != rowOf.end())
      map.map(op.getResult(0),
              ReshapeOp::create(inner, op.getLoc(), op.getResult(0).getType(),
                                row->second));
    else if (!updates.contains(&op))
      inner.clone(op, map);
  }
  SmallVector<Value> results;
  for (unsigned k = 0; k < n; ++k)
    if (roles[k] == Role::Carry)
      results.push_back(map.lookup(result(k)));
  for (unsigned k = 0; k < n; ++k)
    if (roles[k] == Role::Stacked) {
      Value row = map.lookup(writes[k].update->getOperand(1));
      results.push_back(ReshapeOp::create(inner, loc, rowType(row.getType()),
                                          row));
      parts.outTypes.push_back(loop.inits[k].getType());
    }
  closeBody(inner, loc, results);
  removeDeadOps(parts.body);
}

/// Constants that only the slices read are no longer wanted.
void Counted::dropUnusedConsts(Parts &parts) {
  unsigned first = parts.body.getNumArguments() - parts.consts.size();
  for (unsigned k = parts.consts.size(); k-- > 0;)
    if (parts.body.getArgument(first + k).use_empty()) {
      parts.body.front().eraseArgument(first + k);
      parts.consts.erase(parts.consts.begin() + k);
    }
}

SmallVector<Value> Counted::resultsOf(ScanOp scan, unsigned carries) {
  SmallVector<Value> out;
  unsigned carry = 0, y = carries;
  for (unsigned k = 0; k < n; ++k) {
    if (roles[k] == Role::Invariant) {
      out.push_back(loop.inits[k]);
    } else if (roles[k] == Role::Counter) {
      out.push_back(finalCounter(k));
    } else if (roles[k] == Role::Carry) {
      out.push_back(scan.getResult(carry++));
    } else {
      Value stacked = scan.getResult(y++);
      if (writes[k].backwards)
        stacked = RevOp::create(b, loc, stacked.getType(), stacked,
                                ArrayRef<int64_t>{0});
      out.push_back(stacked);
    }
  }
  return out;
}

SmallVector<Value> Counted::build() {
  Parts parts;
  sortArguments(parts);
  fillBody(parts);
  dropUnusedConsts(parts);
  auto scan = ScanOp::create(b, loc, parts.outTypes, parts.carries, parts.xs,
                             parts.consts, length, /*reverse=*/false);
  scan.getBody().takeBody(parts.body);
  return resultsOf(scan, parts.carries.size());
}

std::optional<SmallVector<Value>> Counted::rewrite() {
  simplify(loop.cond);
  simplify(loop.body);
  if (!count())
    return std::nullopt;
  if (length == 0)
    return loop.inits;
  counting.length = length;
  for (unsigned k = 0; k < block().getNumArguments(); ++k) {
    Value arg = block().getArgument(k);
    if (k < n && roles[k] == Role::Counter)
      counting.know(arg, {*constantInt(loop.inits[k]), growth[k]});
    else if (Value from = outer(arg); from && constantInt(from))
      counting.know(arg, {*constantInt(from), 0});
  }
  writes.resize(n);
  for (unsigned k = 0; k < n; ++k)
    if (roles[k] == Role::Carry && isStacked(k))
      roles[k] = Role::Stacked;
  findReads();
  return build();
}
} // namespace

std::optional<SmallVector<Value>> stablehlo::scanOf(Loop &loop, OpBuilder &b,
                                                    Location loc) {
  return Counted(loop, b, loc).rewrite();
}

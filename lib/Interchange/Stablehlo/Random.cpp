// Rows of random bits. rng_bit_generator gives what XLA gives on the CPU:
// Threefry-2x32 (20 rounds) and Philox-4x32 (10 rounds) of Salmon et al.,
// "Parallel random numbers: as easy as 1, 2, 3", SC 2011, over a counter. The
// order of the bits in the result is XLA's.
#include "ArithmeticOps.h"
#include "LogicOps.h"
#include "ShapeOps.h"
#include "IndexOps.h"
#include "Interchange/Stablehlo/Import.h"
#include "RuleHelpers.h"
#include <numeric>
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
/// Words of 32 and 64 bits, element by element.
struct Words {
  Import &i;

  Value number(Value like, uint32_t n) { return i.splat(like.getType(), n); }
  Value add(Value x, Value y) { return i.make<AddOp>(x.getType(), x, y); }
  Value mul(Value x, Value y) { return i.make<MulOp>(x.getType(), x, y); }
  Value exclusive(Value x, Value y) {
    return i.make<XorOp>(x.getType(), x, y);
  }
  Value either(Value x, Value y) { return i.make<OrOp>(x.getType(), x, y); }
  Value left(Value x, unsigned n) {
    return i.make<ShiftLeftOp>(x.getType(), x, number(x, n));
  }
  Value right(Value x, unsigned n) {
    return i.make<ShiftRightLogicalOp>(x.getType(), x, number(x, n));
  }
  Value rotated(Value x, unsigned n) {
    return either(left(x, n), right(x, 32 - n));
  }
  Value low(Value x) { return i.convert(x, unsignedOf(32)); }
  Value high(Value x) { return low(right(x, 32)); }
  Value joined(Value lower, Value upper) {
    return either(i.convert(lower, unsignedOf(64)),
                  left(i.convert(upper, unsignedOf(64)), 32));
  }
  /// Elements [from, from + n) of a list; `shape` is theirs.
  Value part(Value x, int64_t from, int64_t n) {
    auto type = RankedTensorType::get({n}, elementOf(x.getType()));
    return i.make<SliceOp>(type, x, ArrayRef<int64_t>{from},
                           ArrayRef<int64_t>{from + n}, ArrayRef<int64_t>{1});
  }
  Value shaped(Value x, ArrayRef<int64_t> shape) {
    return i.make<ReshapeOp>(
        RankedTensorType::get(shape, elementOf(x.getType())), x);
  }
  Value one(Value x, int64_t at) { return shaped(part(x, at, 1), {}); }
  Value list(int64_t n) {
    return i.make<IotaOp>(RankedTensorType::get({n}, unsignedOf(64)), 0);
  }
  /// Lists of n elements as the columns of an array, row by row.
  Value woven(ArrayRef<Value> lists) {
    int64_t n = typeOf(lists[0]).getDimSize(0), k = lists.size();
    Type element = elementOf(lists[0].getType());
    SmallVector<Value> columns;
    for (Value v : lists)
      columns.push_back(shaped(v, {n, 1}));
    Value all = i.make<ConcatenateOp>(RankedTensorType::get({n, k}, element),
                                      columns, 1);
    return shaped(all, {n * k});
  }
  Value chained(ArrayRef<Value> scalars) {
    SmallVector<Value> parts;
    for (Value v : scalars)
      parts.push_back(shaped(v, {1}));
    auto type = RankedTensorType::get({static_cast<int64_t>(parts.size())},
                                      elementOf(scalars[0].getType()));
    return i.make<ConcatenateOp>(type, parts, 0);
  }
  Type unsignedOf(unsigned width) {
    return IntegerType::get(context(), width, IntegerType::Unsigned);
  }
};

struct Drawn {
  Value bits;  // a list, or an array of the result's shape
  Value state; // what follows the key in the new state
};

//===-- Threefry ----------------------------------------------------------===//
std::pair<Value, Value> threefry(Words &w, Value key, Value counter) {
  constexpr unsigned turns[2][4] = {{13, 15, 26, 6}, {17, 29, 16, 24}};
  Value x = w.low(counter), y = w.high(counter);
  ArrayRef<int64_t> shape = typeOf(x).getShape();
  Value a = w.low(key), b = w.high(key);
  Value c = w.exclusive(w.exclusive(a, b), w.number(a, 0x1BD11BDA));
  Value keys[] = {w.i.spread(a, shape), w.i.spread(b, shape),
                  w.i.spread(c, shape)};
  x = w.add(x, keys[0]);
  y = w.add(y, keys[1]);
  for (unsigned round = 0; round < 5; ++round) {
    for (unsigned turn : turns[round % 2]) {
      x = w.add(x, y);
      y = w.exclusive(x, w.rotated(y, turn));
    }
    x = w.add(x, keys[(round + 1) % 3]);
    y = w.add(w.add(y, keys[(round + 2) % 3]), w.number(y, round + 1));
  }
  return {x, y};
}
/// The axis along which two halves alternate: the first of even size, or else
/// the longest.
int64_t splitAxis(ArrayRef<int64_t> shape) {
  for (auto [axis, size] : llvm::enumerate(shape))
    if (size % 2 == 0)
      return axis;
  return std::max_element(shape.begin(), shape.end()) - shape.begin();
}
Drawn threefryBits(Words &w, Value key, Value state, ArrayRef<int64_t> shape,
                   bool wide) {
  auto counted = [&](int64_t n) {
    return w.add(w.i.spread(state, {n}), w.list(n));
  };
  auto product = [](ArrayRef<int64_t> sizes) {
    return std::accumulate(sizes.begin(), sizes.end(), int64_t(1),
                           std::multiplies<>());
  };
  auto drawn = [&](Value bits, int64_t n) {
    Value next = w.add(state, w.i.splat(state.getType(), n));
    return Drawn{bits, next};
  };
  if (wide || shape.empty()) {
    int64_t n = product(shape);
    auto [x, y] = threefry(w, key, counted(n));
    return drawn(w.shaped(wide ? w.joined(x, y) : x, shape), n);
  }
  int64_t axis = splitAxis(shape), half = (shape[axis] + 1) / 2;
  SmallVector<int64_t> column(shape), both(shape), whole(shape);
  column[axis] = half;
  column.insert(column.begin() + axis + 1, 1);
  both = column;
  both[axis + 1] = 2;
  whole[axis] = 2 * half;
  auto [x, y] = threefry(w, key, counted(product(column)));
  auto type = RankedTensorType::get(both, w.unsignedOf(32));
  Value all = w.i.make<ConcatenateOp>(
      type, ValueRange{w.shaped(x, column), w.shaped(y, column)}, axis + 1);
  all = w.shaped(all, whole);
  if (whole != SmallVector<int64_t>(shape))
    all = w.i.make<SliceOp>(RankedTensorType::get(shape, w.unsignedOf(32)),
                            all, SmallVector<int64_t>(shape.size(), 0), shape,
                            SmallVector<int64_t>(shape.size(), 1));
  return drawn(all, product(column));
}

//===-- Philox ------------------------------------------------------------===//
using Four = std::array<Value, 4>;
Four philox(Words &w, Value key, Four x) {
  ArrayRef<int64_t> shape = typeOf(x[0]).getShape();
  Value a = w.i.spread(w.low(key), shape), b = w.i.spread(w.high(key), shape);
  auto product = [&](Value v, uint32_t factor) {
    Value wide = w.i.convert(v, w.unsignedOf(64));
    return w.mul(wide, w.number(wide, factor));
  };
  for (unsigned round = 0; round < 10; ++round) {
    Value p = product(x[0], 0xD2511F53), q = product(x[2], 0xCD9E8D57);
    x = {w.exclusive(w.exclusive(w.high(q), x[1]), a), w.low(q),
         w.exclusive(w.exclusive(w.high(p), x[3]), b), w.low(p)};
    a = w.add(a, w.number(a, 0x9E3779B9));
    b = w.add(b, w.number(b, 0xBB67AE85));
  }
  return x;
}
/// A counter of 128 bits, moved on.
std::pair<Value, Value> moved(Words &w, Value low, Value high, Value by) {
  Value sum = w.add(low, by);
  auto bools = typeOf(sum).clone(w.i.b.getI1Type());
  Value carry = w.i.make<CompareOp>(bools, Direction::Lt, sum, low);
  return {sum, w.add(high, w.i.convert(carry, w.unsignedOf(64)))};
}
Drawn philoxBits(Words &w, Value key, Value low, Value high, int64_t n,
                 bool wide, bool wholeState) {
  int64_t blocks = (n * (wide ? 2 : 1) + 3) / 4;
  auto [at, over] = moved(w, w.i.spread(low, {blocks}),
                          w.i.spread(high, {blocks}), w.list(blocks));
  Four x = philox(w, key, {w.low(at), w.high(at), w.low(over), w.high(over)});
  Value bits = wide ? w.woven({w.joined(x[0], x[1]), w.joined(x[2], x[3])})
                    : w.woven(x);
  auto [newLow, newHigh] =
      moved(w, low, high, w.i.splat(low.getType(), blocks));
  SmallVector<Value> state{newLow};
  if (wholeState)
    state.push_back(newHigh);
  return {w.part(bits, 0, n), w.chained(state)};
}

//===-- Rows --------------------------------------------------------------===//
LogicalResult rngBitGenerator(Import &i) {
  auto type = i.type(1), state = i.type(0);
  auto dtype = dyn_cast<IntegerType>(type.getElementType());
  unsigned width = dtype ? dtype.getWidth() : 0;
  int64_t size = state.getRank() == 1 ? state.getDimSize(0) : 0;
  Words w{i};
  if (width < 8 || state.getElementType() != w.unsignedOf(64) ||
      (size != 2 && size != 3) || i.in[0].getType() != state)
    return i.op->emitError()
           << "'" << i.op->getName()
           << "' is supported for integers of 8 to 64 bits and a state of two "
              "or three ui64. Received "
           << type << " and " << state;
  StringRef algorithm = i.word("rng_algorithm");
  if (algorithm != "THREE_FRY" && algorithm != "PHILOX" &&
      algorithm != "DEFAULT")
    return i.refuse("names an algorithm that is none of DEFAULT, PHILOX and "
                    "THREE_FRY. Received " +
                    algorithm);
  if (algorithm == "THREE_FRY" && size != 2)
    return i.refuse("takes a state of two ui64 for THREE_FRY. Received " +
                    Twine(size));
  bool wide = width == 64;
  Value key = w.one(i.in[0], 0), second = w.one(i.in[0], 1);
  // A state of two has no place for the counter's upper half: it is the key.
  Drawn drawn =
      algorithm == "THREE_FRY"
          ? threefryBits(w, key, second, type.getShape(), wide)
          : philoxBits(w, key, second, size == 3 ? w.one(i.in[0], 2) : key,
                       type.getNumElements(), wide, size == 3);
  Value rest = typeOf(drawn.state).getRank() ? drawn.state
                                             : w.shaped(drawn.state, {1});
  i.out.push_back(i.make<ConcatenateOp>(
      state, ValueRange{w.shaped(key, {1}), rest}, 0));
  Value bits = i.convert(w.shaped(drawn.bits, type.getShape()),
                         w.unsignedOf(width));
  return i.give(dtype.isUnsigned() ? bits
                                   : i.named("bitcast_convert", bits, type));
}
LogicalResult rng(Import &i) {
  return i.refuse("draws numbers that depend on the implementation and on how "
                  "often it ran; use rng_bit_generator, or keys as jax.random "
                  "does");
}

constexpr Row rows[] = {
    {"stablehlo.rng", flatWith("distribution=rng_distribution"), rng},
    {"stablehlo.rng_bit_generator", flatWith("algorithm=rng_algorithm"),
     rngBitGenerator},
};
} // namespace

ArrayRef<Row> stablehlo::randomRows() { return rows; }

// Matrix kernels by fused multiply-adds. The micro-kernel is the outer-product
// one: nr/lanes vectors of a row of B times mr broadcast elements of A per step
// of k. Edges run the same code: rows past the end read the last row again and
// are not stored, columns past the end are masked. So one loop nest serves all
// sizes.
#include "Lowering/Products/GemmWriter.h"

namespace weft::ir {
using namespace mlir;

namespace {
/// By fused multiply-adds.
class VectorWriter : public GemmWriter {
public:
  VectorWriter(Emission &e, const GemmKind &kind)
      : GemmWriter(e, kind),
        vector(VectorType::get({shape.lanes}, kind.packed)) {}

  void packB(LLVM::LLVMFuncOp func) override;
  void packA(LLVM::LLVMFuncOp func) override;

protected:
  void tile(const Micro &op) override;
  void tallTile(LLVM::LLVMFuncOp func) override;
  void copyRows(LLVM::LLVMFuncOp func) override;

private:
  static constexpr int64_t stepsATurn = 4, stepsAhead = 8;

  Value widened(Value v);
  /// One element to where it is packed.
  void move(Value from, Value to) {
    e.store(widened(e.load(kind.operand, from)), to);
  }
  /// `height` rows of `vectors` are computed; with masks unless all columns
  /// lie inside. `dense`: A was copied and B packed.
  void micro(const Micro &op, int64_t height, int64_t vectors, bool edge,
             bool dense = false);
  void edges(const Micro &op, int64_t height, int64_t vectors);
  using Step = function_ref<Values(Value k, int64_t ahead, ValueRange sums)>;
  Values turns(const Micro &op, Value past, Values sums, Step step);
  void copyPanels(Value src, Value dst, Value kStride, Value K, Value first,
                  Value past);
  void transpose(Values &rows);
  void turn(Value from, Value to, Value nStride, Value columns, Value K,
            int64_t toStride);
  void storeTile(const Micro &op, int64_t height, ValueRange sums,
                 ValueRange masks, bool add);

  VectorType vector;
};
} // namespace

/// What memory holds (an element or a vector) as what is packed.
Value VectorWriter::widened(Value v) {
  if (kind.operand == kind.packed)
    return v;
  Type type = kind.packed;
  if (auto from = dyn_cast<VectorType>(v.getType()))
    type = VectorType::get(from.getShape(), type);
  if (isa<IntegerType>(kind.operand))
    return arith::SIToFPOp::create(b, e.loc, type, v);
  return arith::ExtFOp::create(b, e.loc, type, v);
}

void VectorWriter::storeTile(const Micro &op, int64_t height, ValueRange sums,
                             ValueRange masks, bool add) {
  int64_t vectors = sums.size() / height;
  for (int64_t i = 0; i < height; ++i) {
    auto row = [&] {
      Values exact(sums.slice(i * vectors, vectors));
      if (isa<IntegerType>(kind.sum))
        for (Value &v : exact)
          v = arith::FPToSIOp::create(b, e.loc, this->sums, v);
      storeRow(inC(op.c, times(op.cm, e.constant(i))), exact, masks, add);
    };
    if (masks.empty())
      row();
    else
      ifElse(compare(arith::CmpIPredicate::slt, e.constant(i), op.rows), row);
  }
}

/// The steps of a tile of mr rows up to `past`, four a turn: the loop's own
/// additions and jump take slots of the ports that multiply, and a step in each
/// turn takes a tenth longer. Where distances are not constants LLVM mixes the
/// steps and spills.
///   Each turn asks for a line of the following panel; the first turns for a
/// row of C each, since all at once keep B's lines waiting.
VectorWriter::Values VectorWriter::turns(const Micro &op, Value past,
                                         Values sums, Step step) {
  constexpr int64_t unroll = stepsATurn;
  Value share = shareOfNext(op, unroll);
  auto some = [&](Value lo, Value hi, bool fetches) {
    sums = e.loop(lo, hi, unroll, sums, [&](Value k, ValueRange carried) {
      fetchAhead(share, k, unroll);
      if (fetches)
        fetchRow(op, arith::DivUIOp::create(b, e.loc, k, e.constant(unroll)),
                 shape.nr / shape.lanes);
      Values next(carried);
      for (int64_t ahead = 0; ahead < unroll; ++ahead)
        next = step(k, ahead, next);
      return next;
    });
  };
  Value fetched = min(past, e.constant(unroll * shape.mr));
  some(e.constant(0), fetched, true);
  some(fetched, past, false);
  return sums;
}

/// One tile: mr rows, nr columns, `steps` of k. `edge`: some rows or columns
/// lie outside.
void VectorWriter::micro(const Micro &op, int64_t height, int64_t vectors,
                         bool edge, bool dense) {
  unsigned align = elementBytes(kind.packed);
  Values rows, lanes;
  Value last = sub(op.rows, e.constant(1));
  for (int64_t i = 0; i < height; ++i) {
    Value row = e.constant(i);
    if (edge && height > 1)
      row = min(row, last);
    rows.push_back(dense ? e.at(op.a, kind.packed, i * shape.rowStride())
                         : inPacked(op.a, times(op.am, row)));
  }
  bool inTurns = dense && height == shape.mr;
  if (edge)
    lanes = masks(op.columns, vectors);
  else if (!inTurns)
    for (int64_t i = 0; i < height; ++i)
      fetchRow(op, e.constant(i), vectors);
  Values zeros(height * vectors, LLVM::ZeroOp::create(b, e.loc, vector));
  Value none = zeros[0];
  // B's rows may be too far apart for the processor to ask for them. Those of
  // narrow tiles that begin in the midst of a line have a part of one more.
  int64_t lastColumn = vectors * shape.lanes - 1;
  bool isTall = height > shape.mr, asks = !dense && height >= 4;
  int64_t lines = asks && (!edge || isTall) ? vectors + isTall : 0;
  Value later = lines ? inPacked(op.b, e.mul(op.bk, stepsAhead)) : Value();
  // `ahead` steps after step k.
  auto step = [&](Value k, int64_t ahead, ValueRange carried) {
    Value from =
        dense ? e.at(inPacked(op.b, e.mul(k, shape.nr)), kind.packed,
                     ahead * shape.nr)
              : inPacked(op.b, times(k, op.bk));
    Values right, next;
    for (int64_t v = 0; v < lines; ++v)
      LLVM::Prefetch::create(b, e.loc,
                             e.at(inPacked(later, times(k, op.bk)), kind.packed,
                                  std::min(v * shape.lanes, lastColumn)),
                             /*rw=*/0, /*hint=*/3, /*cache=*/1);
    for (int64_t v = 0; v < vectors; ++v) {
      Value at = e.at(from, kind.packed, v * shape.lanes);
      if (edge)
        right.push_back(LLVM::MaskedLoadOp::create(b, e.loc, vector, at,
                                                   lanes[v], none, align));
      else
        right.push_back(LLVM::LoadOp::create(b, e.loc, vector, at, align));
    }
    Value along = dense ? k : times(k, op.ak);
    for (int64_t i = 0; i < height; ++i) {
      Value at = e.at(inPacked(rows[i], along), kind.packed, ahead);
      Value left =
          e.splat(LLVM::LoadOp::create(b, e.loc, kind.packed, at, align),
                  shape.lanes);
      for (int64_t v = 0; v < vectors; ++v)
        next.push_back(LLVM::FMulAddOp::create(b, e.loc, left, right[v],
                                               carried[i * vectors + v]));
    }
    return next;
  };
  Value first = e.constant(0);
  Values sums = zeros;
  if (inTurns) {
    first = sub(op.steps, arith::RemUIOp::create(b, e.loc, op.steps,
                                                 e.constant(stepsATurn)));
    sums = turns(op, first, sums, step);
  }
  sums = e.loop(first, op.steps, 1, sums, [&](Value k, ValueRange carried) {
    return step(k, 0, carried);
  });
  ifElse(
      op.add, [&] { storeTile(op, height, sums, lanes, true); },
      [&] { storeTile(op, height, sums, lanes, false); });
}

/// The narrowest of some widths that covers the columns, for thin matrices.
void VectorWriter::edges(const Micro &op, int64_t height, int64_t vectors) {
  if (vectors == 1)
    return micro(op, height, 1, true);
  Value half = e.constant(vectors / 2 * shape.lanes);
  ifElse(
      compare(arith::CmpIPredicate::sle, op.columns, half),
      [&] { edges(op, height, vectors / 2); },
      [&] { micro(op, height, vectors, true); });
}

void VectorWriter::tile(const Micro &op) {
  int64_t vectors = shape.nr / shape.lanes;
  auto is = [&](Value x, int64_t size) {
    return compare(arith::CmpIPredicate::eq, x, e.constant(size));
  };
  Value dense = both(both(is(op.ak, 1), is(op.am, shape.rowStride())),
                     is(op.bk, shape.nr));
  Value full = is(op.columns, shape.nr);
  auto rows = [&](int64_t height, bool constant, function_ref<void()> others) {
    Value fits = both(is(op.rows, height), constant ? both(full, dense) : full);
    ifElse(
        fits, [&] { micro(op, height, vectors, false, constant); }, others);
  };
  auto edge = [&] {
    ifElse(
        is(op.rows, 1), [&] { edges(op, 1, vectors); },
        [&] { edges(op, shape.mr, vectors); });
  };
  // A single row is the product of a vector and a matrix. What is left of even
  // sizes has code of its own.
  auto fourApart = [&] { rows(4, false, edge); };
  auto twoApart = [&] { rows(2, false, fourApart); };
  auto four = [&] { rows(4, true, twoApart); };
  auto two = [&] { rows(2, true, four); };
  auto partial = [&] { rows(1, false, two); };
  auto whole = [&] { micro(op, shape.mr, vectors, false); };
  ifElse(
      op.whole, [&] { rows(shape.mr, true, whole); }, partial);
}

void VectorWriter::tallTile(LLVM::LLVMFuncOp func) {
  auto arg = [&](unsigned i) -> Value { return func.getArgument(i); };
  auto is = [&](Value x, int64_t size) {
    return compare(arith::CmpIPredicate::eq, x, e.constant(size));
  };
  Micro op;
  op.a = arg(0), op.am = arg(1), op.ak = arg(2);
  op.b = arg(3), op.bk = arg(4);
  op.c = arg(5), op.cm = arg(6);
  op.rows = arg(7), op.columns = arg(8), op.steps = arg(9);
  op.add = compare(arith::CmpIPredicate::ne, arg(10), e.constant(0));
  int64_t vectors = shape.nr / shape.lanes / 2;
  Value full = is(op.columns, vectors * shape.lanes);
  std::function<void(int64_t)> from = [&](int64_t height) {
    if (height > 2 * shape.mr)
      return micro(op, 2 * shape.mr, vectors, true);
    ifElse(
        both(full, is(op.rows, height)),
        [&] { micro(op, height, vectors, false); }, [&] { from(height + 1); });
  };
  from(shape.mr + 1);
}

/// Panels that are whole and dense along n, a row of several at a time: of long
/// runs the processor reads ahead by itself.
void VectorWriter::copyPanels(Value src, Value dst, Value kStride, Value K,
                              Value first, Value past) {
  constexpr int64_t several = 16;
  auto stored = VectorType::get({shape.lanes}, kind.operand);
  Value nr = e.constant(shape.nr), size = times(K, nr);
  loop(first, past, several, [&](Value p0) {
    Value p1 = min(past, e.add(p0, e.constant(several)));
    loop(e.constant(0), K, 1, [&](Value k) {
      Value row = inOperand(src, times(k, kStride));
      Value to = inPacked(dst, times(k, nr));
      loop(p0, p1, 1, [&](Value panel) {
        Value source = inOperand(row, times(panel, nr));
        Value target = inPacked(to, times(panel, size));
        for (int64_t i = 0; i < shape.nr; i += shape.lanes)
          vectorStore(
              widened(vectorLoad(stored, e.at(source, kind.operand, i))),
              e.at(target, kind.packed, i));
      });
    });
  });
}

/// `lanes` vectors, in log2(lanes) steps that swap ever larger squares.
void VectorWriter::transpose(Values &rows) {
  int32_t lanes = shape.lanes;
  for (int32_t d = 1; d < lanes; d *= 2) {
    SmallVector<int32_t> upper, lower; // of two rows, one after the other
    for (int32_t j = 0; j < lanes; ++j) {
      upper.push_back(j & d ? lanes + j - d : j);
      lower.push_back(j & d ? lanes + j : j + d);
    }
    for (int32_t i = 0; i < lanes; ++i) {
      if (i & d)
        continue;
      Value x = rows[i], y = rows[i + d];
      rows[i] = LLVM::ShuffleVectorOp::create(b, e.loc, x, y, upper);
      rows[i + d] = LLVM::ShuffleVectorOp::create(b, e.loc, x, y, lower);
    }
  }
}

/// Element (n, k), dense along k, to to[k * toStride + n], by squares of
/// lanes × lanes.
void VectorWriter::turn(Value from, Value to, Value nStride, Value columns,
                        Value K, int64_t toStride) {
  auto stored = VectorType::get({shape.lanes}, kind.operand);
  Value nr = e.constant(toStride);
  auto floor = [&](Value x) {
    return sub(x, arith::RemUIOp::create(b, e.loc, x, e.constant(shape.lanes)));
  };
  Value n1 = floor(columns), k1 = floor(K);
  loop(e.constant(0), n1, shape.lanes, [&](Value n) {
    Value source = inOperand(from, times(n, nStride));
    loop(e.constant(0), k1, shape.lanes, [&](Value k) {
      Values rows;
      for (int64_t i = 0; i < shape.lanes; ++i)
        rows.push_back(widened(vectorLoad(
            stored, inOperand(inOperand(source, times(nStride, e.constant(i))),
                              k))));
      transpose(rows);
      Value target = inPacked(inPacked(to, times(k, nr)), n);
      for (int64_t i = 0; i < shape.lanes; ++i)
        vectorStore(rows[i], e.at(target, kind.packed, i * toStride));
    });
  });
  auto rest = [&](Value n0, Value n1, Value k0) {
    loop(n0, n1, 1, [&](Value n) {
      Value source = inOperand(from, times(n, nStride));
      loop(k0, K, 1, [&](Value k) {
        move(inOperand(source, k), inPacked(inPacked(to, times(k, nr)), n));
      });
    });
  };
  rest(e.constant(0), n1, k1);
  rest(n1, columns, e.constant(0));
}

/// A block of A to rows that are dense along k, and not a multiple of a page
/// apart: those of a long matrix would meet in the same lines of the caches.
void VectorWriter::copyRows(LLVM::LLVMFuncOp func) {
  Value from = func.getArgument(0), mStride = func.getArgument(1),
        kStride = func.getArgument(2), rows = func.getArgument(3),
        steps = func.getArgument(4), to = func.getArgument(5);
  int64_t stride = shape.rowStride();
  // Rows are too short for the processor to read ahead.
  constexpr int64_t rowsAhead = 2;
  auto is = [&](Value x, int64_t size) {
    return compare(arith::CmpIPredicate::eq, x, e.constant(size));
  };
  auto cell = [&](Value m, Value k) {
    return inPacked(inPacked(to, e.mul(m, stride)), k);
  };
  auto oneByOne = [&](Value first) {
    loop(e.constant(0), rows, 1, [&](Value m) {
      Value source = inOperand(from, times(m, mStride));
      loop(first, steps, 1, [&](Value k) {
        move(inOperand(source, times(k, kStride)), cell(m, k));
      });
    });
  };
  auto byVectors = [&] {
    Value past = sub(steps, arith::RemUIOp::create(b, e.loc, steps,
                                                   e.constant(shape.lanes)));
    loop(e.constant(0), rows, 1, [&](Value m) {
      Value source = inOperand(from, times(m, mStride));
      Value later = inOperand(source, e.mul(mStride, rowsAhead));
      loop(e.constant(0), past, shape.lanes, [&](Value k) {
        LLVM::Prefetch::create(b, e.loc, inOperand(later, k), /*rw=*/0,
                               /*hint=*/3, /*cache=*/1);
        vectorStore(vectorLoad(vector, inOperand(source, k)), cell(m, k));
      });
    });
    oneByOne(past);
  };
  ifElse(is(kStride, 1), byVectors, [&] {
    ifElse(
        is(mStride, 1), [&] { turn(from, to, kStride, steps, rows, stride); },
        [&] { oneByOne(e.constant(0)); });
  });
}

/// B[k, n] to [panel][k][nr], by vectors where it is dense along n or k.
void VectorWriter::packB(LLVM::LLVMFuncOp func) {
  auto arg = [&](unsigned i) -> Value { return func.getArgument(i); };
  Value src = arg(0), ks = arg(1), ns = arg(2), K = arg(3), N = arg(4),
        first = arg(5), past = arg(6), dst = arg(7);
  Value nr = e.constant(shape.nr), one = e.constant(1);
  Value denseK = compare(arith::CmpIPredicate::eq, ks, one),
        denseN = compare(arith::CmpIPredicate::eq, ns, one);
  Value whole = min(past, arith::DivUIOp::create(b, e.loc, N, nr));
  Value rest = arith::SelectOp::create(
      b, e.loc, both(denseN, compare(arith::CmpIPredicate::slt, first, whole)),
      whole, first);
  copyPanels(src, dst, ks, K, first, rest);
  loop(rest, past, 1, [&](Value panel) {
    Value n0 = times(panel, nr);
    Value columns = min(nr, sub(N, n0));
    Value from = inOperand(src, times(n0, ns));
    Value to = inPacked(dst, times(panel, times(K, nr)));
    ifElse(
        denseK, [&] { turn(from, to, ns, columns, K, shape.nr); },
        [&] {
          loop(e.constant(0), K, 1, [&](Value k) {
            loop(e.constant(0), columns, 1, [&](Value n) {
              move(inOperand(inOperand(from, times(k, ks)), times(n, ns)),
                   inPacked(inPacked(to, times(k, nr)), n));
            });
          });
        });
  });
}

/// A[m, k] to [tile][k][mr]; rows past the end are not written (and not used).
void VectorWriter::packA(LLVM::LLVMFuncOp func) {
  auto arg = [&](unsigned i) -> Value { return func.getArgument(i); };
  Value src = arg(0), ms = arg(1), ks = arg(2), M = arg(3), K = arg(4),
        dst = arg(7);
  Value mr = e.constant(shape.mr);
  auto column = VectorType::get({shape.mr}, kind.operand);
  Value dense = compare(arith::CmpIPredicate::eq, ms, e.constant(1));
  loop(arg(5), arg(6), 1, [&](Value tile) {
    Value m0 = times(tile, mr);
    Value rows = min(mr, sub(M, m0));
    Value from = inOperand(src, times(m0, ms));
    Value to = inPacked(dst, times(tile, times(K, mr)));
    Value whole = both(dense, compare(arith::CmpIPredicate::eq, rows, mr));
    ifElse(
        whole,
        [&] {
          loop(e.constant(0), K, 1, [&](Value k) {
            Value v = vectorLoad(column, inOperand(from, times(k, ks)));
            vectorStore(widened(v), inPacked(to, times(k, mr)));
          });
        },
        [&] {
          loop(e.constant(0), K, 1, [&](Value k) {
            loop(e.constant(0), rows, 1, [&](Value m) {
              move(inOperand(inOperand(from, times(k, ks)), times(m, ms)),
                   inPacked(inPacked(to, times(k, mr)), m));
            });
          });
        });
  });
}

std::unique_ptr<GemmWriter> vectorWriter(Emission &e, const GemmKind &kind) {
  return std::make_unique<VectorWriter>(e, kind);
}

} // namespace weft::ir

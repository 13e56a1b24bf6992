// StableHLO out: a table with a row for each operation of Weft, as Import.h has
// one for each of StableHLO's. What is written is the generic form, in the two
// dialects of Text.h; bodies with derivatives of their own, calls and
// checkpoints are inlined.
#ifndef WEFT_INTERCHANGE_STABLEHLO_EXPORT_H
#define WEFT_INTERCHANGE_STABLEHLO_EXPORT_H

#include "Interchange/Stablehlo/Import.h"

namespace weft::ir::stablehlo {

/// One operation on its way out: what a row's function sees.
class Export {
public:
  Export(OpBuilder &b, Operation *op, IRMapping &map);

  Operation *op; // Weft's
  OpBuilder &b;
  Location loc;
  SmallVector<Value> in;  // its operands as StableHLO has them
  SmallVector<Value> out; // its results, in order

  RankedTensorType type(unsigned result = 0) const {
    return typeOf(op->getResult(result));
  }
  SmallVector<int64_t> ints(StringRef key) const;
  int64_t integer(StringRef key) const;
  bool flag(StringRef key) const; // a unit or bool attribute

  /// An operation of StableHLO, or of CHLO where the name says so.
  Operation *build(StringRef name, TypeRange types, ValueRange operands,
                   ArrayRef<NamedAttribute> attrs = {}, unsigned regions = 0);
  Value make(StringRef name, Type type, ValueRange operands,
             ArrayRef<NamedAttribute> attrs = {}) {
    return build(name, type, operands, attrs)->getResult(0);
  }
  LogicalResult give(Value v) {
    out.push_back(v);
    return success();
  }
  LogicalResult give(Operation *made) {
    llvm::append_range(out, made->getResults());
    return success();
  }
  Value constant(ElementsAttr value);
  /// A number in all places; complex numbers are real.
  Value splat(Type type, double value);
  /// The least or the greatest value of a dtype, 0-d.
  Value extreme(Type element, bool least);
  Value broadcast(Value v, Type type, ArrayRef<int64_t> dims);
  Value reshape(Value v, ArrayRef<int64_t> shape);
  Value compare(StringRef direction, Value x, Value y, bool total = false);

  /// A block with arguments in a region of an operation built before; `write`
  /// gives what it returns.
  using Write = llvm::function_ref<LogicalResult(ValueRange args, Values &)>;
  LogicalResult region(Operation *made, unsigned n, TypeRange args,
                       Write write);
  /// A body of Weft's on these arguments, written here.
  LogicalResult body(Region &body, ValueRange args, Values &results);

  LogicalResult refuse(const Twine &why) const;
};

struct OutRow {
  StringLiteral name; // Weft's
  LogicalResult (*build)(Export &);
};

/// The operations of a body, written at b.
LogicalResult exportBody(Region &body, OpBuilder &b, ValueRange args,
                         Values &results);

/// Rows for what has the same operands and results: `same<"exponential">`.
template <Name name> LogicalResult same(Export &e) {
  return e.give(e.build(name.text, e.op->getResultTypes(), e.in));
}

ArrayRef<OutRow> elementwiseOut();
ArrayRef<OutRow> structureOut();
ArrayRef<OutRow> reduceOut();
ArrayRef<OutRow> windowOut();
ArrayRef<OutRow> linalgOut();
ArrayRef<OutRow> controlOut();

} // namespace weft::ir::stablehlo

#endif // WEFT_INTERCHANGE_STABLEHLO_EXPORT_H

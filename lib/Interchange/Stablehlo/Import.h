// StableHLO in: a table with a row for each operation. A row says what the
// operation is called, how it is written and which operations of Weft it
// becomes. Rows stand in the file of their Weft family beside this one; a new
// one is three lines there:
//
//   LogicalResult rev(Import &i) {
//     return i.give<RevOp>(i.type(), i.in[0], i.ints("dimensions"));
//   }
//   …{"stablehlo.reverse", flatWith("dims=dimensions"), rev},
#ifndef WEFT_INTERCHANGE_STABLEHLO_IMPORT_H
#define WEFT_INTERCHANGE_STABLEHLO_IMPORT_H

#include "Dialect.h"
#include "Interchange/Stablehlo/Text.h"

namespace weft::ir::stablehlo {

class Importer;

/// One operation on its way in: what a row's function sees.
class Import {
public:
  Import(Importer &importer, Operation *op, OpBuilder b, IRMapping &map);

  Operation *op; // the StableHLO operation
  OpBuilder b;
  Location loc;
  SmallVector<Value> in;  // its operands as Weft has them
  SmallVector<Value> out; // its results, in order

  //===-- What the operation says -----------------------------------------===//
  /// The type of a result; it has a static shape and a dtype of Weft's.
  RankedTensorType type(unsigned result = 0) const;
  Attribute attr(StringRef key) const; // null if it is not there
  bool has(StringRef key) const { return attr(key) != nullptr; }
  /// A list of integers, in any of the forms that attributes have; where it is
  /// not there, `n` times `otherwise`.
  SmallVector<int64_t> ints(StringRef key, size_t n = 0,
                            int64_t otherwise = 0) const;
  SmallVector<bool> flags(StringRef key, size_t n) const;
  int64_t integer(StringRef key, int64_t otherwise) const;
  bool flag(StringRef key, bool otherwise = false) const;
  /// The word of an enumeration or a string: "THREE_FRY".
  StringRef word(StringRef key) const;
  /// `key` of a dictionary, #stablehlo.gather<…> and the like.
  static SmallVector<int64_t> ints(Attribute dictionary, StringRef key);
  static int64_t integer(Attribute dictionary, StringRef key,
                         int64_t otherwise);

  //===-- What it becomes -------------------------------------------------===//
  template <class Op, class... Args> Value make(Args &&...args) {
    return Op::create(b, loc, std::forward<Args>(args)...);
  }
  LogicalResult give(Value v) {
    out.push_back(v);
    return success();
  }
  template <class Op, class... Args> LogicalResult give(Args &&...args) {
    for (Value v :
         Op::create(b, loc, std::forward<Args>(args)...)->getResults())
      out.push_back(v);
    return success();
  }
  /// An operation of the dialect by its name, "reduce_sum". Rows of families
  /// that are not included say so; a wrong name or attribute is found when the
  /// operation is verified.
  Operation *build(StringRef name, TypeRange types, ValueRange operands,
                   ArrayRef<NamedAttribute> attrs = {}, unsigned regions = 0);
  Value named(StringRef name, ValueRange operands, Type type,
              ArrayRef<NamedAttribute> attrs = {}) {
    return build(name, type, operands, attrs)->getResult(0);
  }
  LogicalResult give(Operation *made) {
    llvm::append_range(out, made->getResults());
    return success();
  }
  /// The integers of a value that is a constant, or of what folds to one.
  std::optional<SmallVector<int64_t>> constant(Value v);
  /// A scalar where an array is wanted; arrays as they are.
  Value spread(Value v, ArrayRef<int64_t> shape);
  Value splat(Type type, double value);
  Value convert(Value v, Type element);

  /// An error at the operation's line: "'stablehlo.infeed' " + why.
  LogicalResult refuse(const Twine &why) const;

  //===-- Regions ---------------------------------------------------------===//
  /// The values that the regions, or one of them, use from outside, as Weft
  /// has them.
  SmallVector<Value> captures() { return captures(op->getRegions()); }
  SmallVector<Value> captures(unsigned n) { return captures(op->getRegion(n)); }
  /// Region `n` as a body over its block's arguments and then what `captures`
  /// gave last.
  LogicalResult body(unsigned n, Region &to);
  /// Region `n` as a body over its block's arguments alone; what it uses from
  /// outside must be constants.
  LogicalResult closedBody(unsigned n, Region &to);
  /// A function of the module by name, inlined.
  LogicalResult call(StringRef callee);

private:
  SmallVector<Value> captures(MutableArrayRef<Region> regions);
  LogicalResult importBody(unsigned n, ValueRange captured, Region &to);

  Importer &importer;
  IRMapping &map;
  SetVector<Value> used; // captures, as the source has them
};

/// Attributes for `build`.
struct Attrs : SmallVector<NamedAttribute> {
  Builder b{context()};
  Attrs &set(StringRef key, Attribute value) {
    push_back(b.getNamedAttr(key, value));
    return *this;
  }
  Attrs &list(StringRef key, ArrayRef<int64_t> v) {
    return set(key, b.getDenseI64ArrayAttr(v));
  }
  Attrs &number(StringRef key, int64_t v) {
    return set(key, b.getI64IntegerAttr(v));
  }
  Attrs &truth(StringRef key, bool v) { return set(key, b.getBoolAttr(v)); }
  Attrs &text(StringRef key, StringRef v) {
    return set(key, b.getStringAttr(v));
  }
  /// A unit attribute, there or not.
  Attrs &mark(StringRef key, bool v) {
    return v ? set(key, b.getUnitAttr()) : *this;
  }
};

struct Row {
  StringLiteral name;
  Syntax syntax;
  LogicalResult (*build)(Import &);
};

/// Null if no file has a row for it.
const Row *findRow(StringRef name);

/// A row's function for what has the same operands and result types in Weft.
template <class Op> LogicalResult as(Import &i) {
  return i.give<Op>(TypeRange(i.op->getResultTypes()), ValueRange(i.in));
}
/// One operation if it is on bools, another if not: add is or.
template <class Op, class OfBools> LogicalResult asOr(Import &i) {
  bool bools = elementOf(i.type()).isInteger(1);
  return bools ? as<OfBools>(i) : as<Op>(i);
}

/// A row's function for an operation of the same operands and result types
/// that is not included, by name: `asNamed<"gather">`.
template <size_t N> struct Name {
  char text[N];
  constexpr Name(const char (&from)[N]) { std::copy_n(from, N, text); }
};
template <Name name> LogicalResult asNamed(Import &i) {
  return i.give(i.build(name.text, i.op->getResultTypes(), i.in));
}

/// What a body of two scalars computes if it is one operation on them, "add",
/// "max"…; as Weft calls it. Empty for other bodies.
StringRef combinerOf(Region &body);
/// A body in one line, to be compared with what JAX writes:
/// "(0,1) add 0 1; return 2".
std::string bodyText(Region &body);
/// Whether a start value changes nothing: -inf for max. False if not known.
bool isNeutral(StringRef combiner, Value init);

/// A scatter by any body, window after window: Composed.cpp.
LogicalResult scatterByBody(Import &i, Region &body);

//===-- The files of rows -------------------------------------------------===//
ArrayRef<Row> elementwiseRows();
ArrayRef<Row> shapeRows();
ArrayRef<Row> indexRows();
ArrayRef<Row> reduceRows();
ArrayRef<Row> windowRows();
ArrayRef<Row> sortRows();
ArrayRef<Row> linalgRows();
ArrayRef<Row> randomRows();
ArrayRef<Row> composedRows();
ArrayRef<Row> controlRows();

} // namespace weft::ir::stablehlo

#endif // WEFT_INTERCHANGE_STABLEHLO_IMPORT_H

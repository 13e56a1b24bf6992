// What bodies over scalars compute, where a family has a name for it.
#include "LogicOps.h"
#include "ShapeOps.h"
#include "Bodies.h"
#include "Interchange/Stablehlo/Import.h"
#include "mlir/IR/Matchers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

StringRef stablehlo::combinerOf(Region &body) {
  Block &block = body.front();
  if (block.getNumArguments() != 2 || block.getOperations().size() != 2)
    return "";
  Operation &op = block.front();
  Value a = block.getArgument(0), b = block.getArgument(1);
  auto is = [&](Value x, Value y) {
    return op.getNumOperands() == 2 && op.getOperand(0) == x &&
           op.getOperand(1) == y;
  };
  if ((!is(a, b) && !is(b, a)) ||
      block.back().getOperands() != ValueRange(op.getResults()))
    return "";
  StringRef name = op.getName().stripDialect();
  // The order of complex numbers is the body's; reduce_max and others have none.
  if (isa<ComplexType>(elementOf(a.getType())) && name != "add" &&
      name != "mul")
    return "";
  bool known = llvm::is_contained(
      {"add", "mul", "max", "min", "and", "or", "xor"}, name);
  return known ? name : StringRef();
}

std::string stablehlo::bodyText(Region &body) {
  std::string text = "(";
  llvm::raw_string_ostream os(text);
  llvm::DenseMap<Value, unsigned> number;
  for (Value arg : body.getArguments()) {
    os << (number.empty() ? "" : ",") << number.size();
    number.try_emplace(arg, number.size());
  }
  os << ")";
  for (Operation &op : body.front()) {
    os << (&op == &body.front().front() ? " " : "; ")
       << op.getName().stripDialect();
    if (auto compare = dyn_cast<CompareOp>(op))
      os << " " << stringifyDirection(compare.getDirection());
    DenseElementsAttr value;
    if (matchPattern(&op, m_Constant(&value)))
      os << " " << value;
    for (Value v : op.getOperands())
      os << " " << number.lookup(v);
    for (Value v : op.getResults())
      number.try_emplace(v, number.size());
  }
  return text;
}

/// The least or greatest value of a float or integer type.
static bool isExtreme(Attribute value, Type element, bool least) {
  if (auto f = dyn_cast<FloatAttr>(value))
    return f.getValue().isInfinity() && f.getValue().isNegative() == least;
  APInt x = cast<IntegerAttr>(value).getValue();
  unsigned width = x.getBitWidth();
  if (element.isInteger(1) || element.isUnsignedInteger())
    return least ? x.isZero() : x.isAllOnes();
  return x == (least ? APInt::getSignedMinValue(width)
                     : APInt::getSignedMaxValue(width));
}
bool stablehlo::isNeutral(StringRef combiner, Value init) {
  DenseElementsAttr value;
  if (!matchPattern(init, m_Constant(&value)) || !value.isSplat())
    return false;
  Attribute one = value.getSplatValue<Attribute>();
  Type element = value.getElementType();
  if (isa<ComplexType>(element)) {
    auto parts = dyn_cast<ArrayAttr>(one);
    auto part = [&](unsigned k) {
      auto f = dyn_cast<FloatAttr>(parts[k]);
      return f ? f.getValueAsDouble() : 2;
    };
    return parts && part(1) == 0 &&
           ((combiner == "add" && part(0) == 0) ||
            (combiner == "mul" && part(0) == 1));
  }
  auto isNumber = [&](double n) {
    auto f = dyn_cast<FloatAttr>(one);
    auto i = dyn_cast<IntegerAttr>(one);
    return f   ? f.getValueAsDouble() == n
           : i ? i.getValue() == APInt(i.getValue().getBitWidth(), n)
               : false;
  };
  if (combiner == "add" || combiner == "or" || combiner == "xor")
    return isNumber(0); // -0 too: x + -0 is x
  if (combiner == "mul")
    return isNumber(1);
  if (combiner == "and")
    return isa<IntegerAttr>(one) &&
           cast<IntegerAttr>(one).getValue().isAllOnes();
  return isExtreme(one, element, combiner == "max");
}

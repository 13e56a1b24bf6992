// See Values.h.
#include "Interchange/Stablehlo/Values.h"
#include "mlir/IR/Builders.h"
using namespace mlir;
using namespace weft::ir::stablehlo;

/// `key = value, …` up to what closes it; `first` is a key read already.
static ParseResult parsePairs(AsmParser &parser, std::string first,
                              Attribute &out) {
  NamedAttrList pairs;
  auto pair = [&]() -> ParseResult {
    std::string key = std::exchange(first, "");
    Attribute value = UnitAttr::get(parser.getContext());
    if (key.empty() && parser.parseKeywordOrString(&key))
      return failure();
    if (succeeded(parser.parseOptionalEqual()) && parseValue(parser, value))
      return failure();
    pairs.set(key, value);
    return success();
  };
  if (parser.parseCommaSeparatedList(pair))
    return failure();
  out = pairs.getDictionary(parser.getContext());
  return success();
}

/// What stands behind a `[`.
static ParseResult parseListRest(AsmParser &parser, Attribute &out) {
  Builder b(parser.getContext());
  SmallVector<Attribute> all;
  SmallVector<int64_t> numbers;
  auto element = [&]() -> ParseResult {
    Attribute one;
    if (succeeded(parser.parseOptionalQuestion()))
      one = b.getI64IntegerAttr(ShapedType::kDynamic);
    else if (parseValue(parser, one))
      return failure();
    all.push_back(one);
    if (auto number = dyn_cast<IntegerAttr>(one);
        number && number.getType().isInteger(64))
      numbers.push_back(number.getInt());
    return success();
  };
  if (failed(parser.parseOptionalRSquare()) &&
      (parser.parseCommaSeparatedList(element) || parser.parseRSquare()))
    return failure();
  if (numbers.size() == all.size())
    out = b.getDenseI64ArrayAttr(numbers);
  else
    out = b.getArrayAttr(all);
  return success();
}

/// Lists joined by x or an arrow: one behind a `[`, then the others.
static ParseResult parseLists(AsmParser &parser, Attribute &out) {
  SmallVector<Attribute> lists(1);
  if (parseListRest(parser, lists[0]))
    return failure();
  while (succeeded(parser.parseOptionalKeyword("x")) ||
         succeeded(parser.parseOptionalArrow()))
    if (parser.parseLSquare() ||
        parseListRest(parser, lists.emplace_back(Attribute())))
      return failure();
  out = lists.size() == 1 ? lists[0]
                          : ArrayAttr::get(parser.getContext(), lists);
  return success();
}

ParseResult weft::ir::stablehlo::parseValue(AsmParser &parser, Attribute &out) {
  Builder b(parser.getContext());
  if (succeeded(parser.parseOptionalLSquare()))
    return parseLists(parser, out);
  if (succeeded(parser.parseOptionalLess()))
    return parseFields(parser, out);
  if (succeeded(parser.parseOptionalLBrace())) {
    out = b.getDictionaryAttr({});
    if (succeeded(parser.parseOptionalRBrace()))
      return success();
    return failure(parsePairs(parser, "", out) || parser.parseRBrace());
  }
  StringRef word;
  if (succeeded(parser.parseOptionalKeyword(&word))) {
    if (word == "true" || word == "false")
      out = b.getBoolAttr(word == "true");
    else
      out = b.getStringAttr(word);
    return success();
  }
  int64_t number;
  OptionalParseResult isNumber = parser.parseOptionalInteger(number);
  if (!isNumber.has_value())
    return parser.parseAttribute(out);
  Type type = b.getI64Type();
  if (failed(*isNumber) ||
      (succeeded(parser.parseOptionalColon()) && parser.parseType(type)))
    return failure();
  out = b.getIntegerAttr(type, number);
  return success();
}

ParseResult weft::ir::stablehlo::parseFields(AsmParser &parser,
                                             Attribute &out) {
  Builder b(parser.getContext());
  out = b.getDictionaryAttr({});
  if (succeeded(parser.parseOptionalGreater()))
    return success();
  if (succeeded(parser.parseOptionalLSquare()))
    return failure(parseLists(parser, out) || parser.parseGreater());
  StringRef word;
  if (parser.parseKeyword(&word))
    return failure();
  if (succeeded(parser.parseOptionalGreater())) {
    out = b.getStringAttr(word);
    return success();
  }
  if (word == "raw") // the axes of a convolution, said one by one
    return failure(parsePairs(parser, "", out) || parser.parseGreater());
  std::string first = word.str();
  return failure(parsePairs(parser, first, out) || parser.parseGreater());
}

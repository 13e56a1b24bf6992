// See Text.h.
#include "Interchange/Stablehlo/Text.h"
#include "Interchange/Stablehlo/Values.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
using namespace mlir;
using namespace weft::ir::stablehlo;
using Operand = OpAsmParser::UnresolvedOperand;

/// The generic form's name of what the pretty form calls `key`.
static StringRef rename(StringRef key, StringRef keys) {
  SmallVector<StringRef> pairs;
  keys.split(pairs, ',', -1, false);
  for (StringRef pair : pairs)
    if (pair.split('=').first == key)
      return pair.split('=').second;
  return key;
}

//===-- Types -------------------------------------------------------------===//
/// The types of operands and results from a list that says less.
static ParseResult spreadTypes(OpAsmParser &parser, ArrayRef<Type> types,
                               size_t operands, bool parts,
                               SmallVectorImpl<Type> &in,
                               SmallVectorImpl<Type> &out) {
  if (types.size() == 1) { // of all
    Type each = types[0];
    if (auto tuple = dyn_cast<TupleType>(each)) {
      llvm::append_range(in, tuple.getTypes());
    } else {
      auto tensor = dyn_cast<RankedTensorType>(each);
      auto complex = tensor ? dyn_cast<ComplexType>(tensor.getElementType())
                            : ComplexType();
      if (complex && parts)
        each = tensor.clone(complex.getElementType());
      in.append(operands, each);
    }
    out.push_back(types[0]);
  } else if (types.size() == operands) { // as many results as operands
    llvm::append_range(in, types);
    llvm::append_range(out, types);
  } else if (types.size() == 2 && operands == 3) { // select: predicate, rest
    in.append({types[0], types[1], types[1]});
    out.push_back(types[1]);
  } else {
    return parser.emitError(parser.getCurrentLocation())
           << types.size() << " types for " << operands << " operands";
  }
  return success();
}

/// The type behind the colon, and with it operands and results.
static ParseResult parseTypes(OpAsmParser &parser, OperationState &state,
                              ArrayRef<Operand> operands, bool parts = false) {
  SMLoc at = parser.getCurrentLocation();
  SmallVector<Type> types, in, out;
  if (parser.parseTypeList(types))
    return failure();
  if (auto f = types.size() == 1 ? dyn_cast<FunctionType>(types[0]) : nullptr) {
    llvm::append_range(in, f.getInputs());
    llvm::append_range(out, f.getResults());
  } else if (succeeded(parser.parseOptionalArrow())) {
    in = types;
    if (succeeded(parser.parseOptionalLParen())) {
      if (parser.parseTypeList(out) || parser.parseRParen())
        return failure();
    } else if (parser.parseType(out.emplace_back())) {
      return failure();
    }
  } else if (spreadTypes(parser, types, operands.size(), parts, in, out)) {
    return failure();
  }
  state.addTypes(out);
  return parser.resolveOperands(operands, in, at, state.operands);
}

//===-- Flat --------------------------------------------------------------===//
/// A word, or `key = value`; words are told by their number.
static ParseResult parseWord(OpAsmParser &parser, OperationState &state,
                             StringRef word, StringRef keys, unsigned &words) {
  if (failed(parser.parseOptionalEqual())) {
    state.addAttribute(rename(std::to_string(words++), keys),
                       parser.getBuilder().getStringAttr(word));
    return success();
  }
  std::string key = rename(word, keys).str();
  Attribute value;
  int64_t number; // what follows its colon is the operation's type
  OptionalParseResult isNumber = parser.parseOptionalInteger(number);
  if (isNumber.has_value())
    value = parser.getBuilder().getI64IntegerAttr(number);
  if (isNumber.has_value() ? *isNumber : parseValue(parser, value))
    return failure();
  state.addAttribute(key, value);
  return success();
}

/// Reads one item if there is one and says so.
static FailureOr<bool> parseItem(OpAsmParser &parser, OperationState &state,
                                 StringRef keys, unsigned &words,
                                 SmallVectorImpl<Operand> &operands) {
  Builder &b = parser.getBuilder();
  if (succeeded(parser.parseOptionalComma()) ||
      succeeded(parser.parseOptionalLParen()) ||
      succeeded(parser.parseOptionalRParen()))
    return true;
  Operand operand;
  OptionalParseResult read = parser.parseOptionalOperand(operand);
  if (read.has_value()) {
    operands.push_back(operand);
    return failed(*read) ? FailureOr<bool>(failure()) : true;
  }
  std::string text;
  StringAttr symbol;
  StringRef word;
  if (succeeded(parser.parseOptionalString(&text)))
    state.addAttribute("name", b.getStringAttr(text));
  else if (succeeded(parser.parseOptionalSymbolName(symbol)))
    state.addAttribute("call_target_name", symbol);
  else if (failed(parser.parseOptionalKeyword(&word)))
    return false;
  else if (parseWord(parser, state, word, keys, words))
    return failure();
  return true;
}

static ParseResult parseItems(OpAsmParser &parser, OperationState &state,
                              StringRef keys, bool parts) {
  SmallVector<Operand> operands;
  unsigned words = 0;
  FailureOr<bool> more = true;
  while (succeeded(more) && *more)
    more = parseItem(parser, state, keys, words, operands);
  if (failed(more) || parser.parseOptionalAttrDict(state.attributes))
    return failure();
  if (failed(parser.parseOptionalColon()))
    return parser.resolveOperands(operands, ArrayRef<Type>(),
                                  parser.getNameLoc(), state.operands);
  return parseTypes(parser, state, operands, parts);
}
ParseResult weft::ir::stablehlo::parseFlat(OpAsmParser &parser,
                                           OperationState &state,
                                           StringRef keys) {
  return parseItems(parser, state, keys, /*parts=*/false);
}
ParseResult weft::ir::stablehlo::parseParts(OpAsmParser &parser,
                                            OperationState &state,
                                            StringRef keys) {
  return parseItems(parser, state, keys, /*parts=*/true);
}

//===-- Operations that are written otherwise -----------------------------===//
ParseResult weft::ir::stablehlo::parseConstant(OpAsmParser &parser,
                                               OperationState &state,
                                               StringRef) {
  TypedAttr value;
  if (parser.parseOptionalAttrDict(state.attributes) ||
      parser.parseAttribute(value, "value", state.attributes))
    return failure();
  state.addTypes(value.getType());
  return success();
}

ParseResult weft::ir::stablehlo::parseReturn(OpAsmParser &parser,
                                             OperationState &state, StringRef) {
  SmallVector<Operand> operands;
  SmallVector<Type> types;
  if (parser.parseOperandList(operands) ||
      parser.parseOptionalAttrDict(state.attributes) ||
      parser.parseOptionalColonTypeList(types))
    return failure();
  return parser.resolveOperands(operands, types, parser.getNameLoc(),
                                state.operands);
}

/// %x [0:4:2, 1:3] : (T) -> T
ParseResult weft::ir::stablehlo::parseSlice(OpAsmParser &parser,
                                            OperationState &state, StringRef) {
  Operand x;
  SmallVector<int64_t> start, limit, stride;
  auto range = [&]() -> ParseResult {
    if (parser.parseInteger(start.emplace_back()) || parser.parseColon() ||
        parser.parseInteger(limit.emplace_back()))
      return failure();
    stride.push_back(1);
    if (failed(parser.parseOptionalColon()))
      return success();
    return parser.parseInteger(stride.back());
  };
  if (parser.parseOperand(x) ||
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, range) ||
      parser.parseOptionalAttrDict(state.attributes) || parser.parseColon())
    return failure();
  Builder &b = parser.getBuilder();
  state.addAttribute("start_indices", b.getDenseI64ArrayAttr(start));
  state.addAttribute("limit_indices", b.getDenseI64ArrayAttr(limit));
  state.addAttribute("strides", b.getDenseI64ArrayAttr(stride));
  return parseTypes(parser, state, x);
}

/// %tuple[1] : (tuple<…>) -> T
ParseResult weft::ir::stablehlo::parseElement(OpAsmParser &parser,
                                              OperationState &state,
                                              StringRef) {
  Operand x;
  int64_t index;
  if (parser.parseOperand(x) || parser.parseLSquare() ||
      parser.parseInteger(index) || parser.parseRSquare() ||
      parser.parseOptionalAttrDict(state.attributes) || parser.parseColon())
    return failure();
  state.addAttribute("index", parser.getBuilder().getI32IntegerAttr(index));
  return parseTypes(parser, state, x);
}

/// %x, format = e5m10 : T
ParseResult weft::ir::stablehlo::parsePrecision(OpAsmParser &parser,
                                                OperationState &state,
                                                StringRef) {
  Operand x;
  StringRef format, exponent, mantissa;
  SMLoc at;
  unsigned e, m;
  if (parser.parseOperand(x) || parser.parseComma() ||
      parser.parseKeyword("format") || parser.parseEqual() ||
      parser.getCurrentLocation(&at) || parser.parseKeyword(&format))
    return failure();
  std::tie(exponent, mantissa) = format.split('m');
  if (!exponent.consume_front("e") || exponent.getAsInteger(10, e) ||
      mantissa.getAsInteger(10, m))
    return parser.emitError(at, "a format is e and m with their bits, e5m10");
  Builder &b = parser.getBuilder();
  state.addAttribute("exponent_bits", b.getI32IntegerAttr(e));
  state.addAttribute("mantissa_bits", b.getI32IntegerAttr(m));
  if (parser.parseOptionalAttrDict(state.attributes) || parser.parseColon())
    return failure();
  return parseTypes(parser, state, x);
}

//===-- Operations with regions -------------------------------------------===//
/// `applies op`: a body of that one operation on its two arguments.
static void makeReducer(OpAsmParser &parser, OperationState &state,
                        StringRef name, Type scalar) {
  Location loc = parser.getEncodedSourceLoc(parser.getNameLoc());
  Block &block = state.addRegion()->emplaceBlock();
  block.addArguments({scalar, scalar}, {loc, loc});
  OpBuilder b(parser.getContext()); // the block has no operation yet
  b.setInsertionPointToStart(&block);
  OperationState apply(loc, name, block.getArguments(), scalar);
  Value result = b.create(apply)->getResult(0);
  b.create(OperationState(loc, "stablehlo.return", result, TypeRange()));
}
/// `reducer(%a: T, %b: T) (%c: U, %d: U) {…}`: a pair for each operand; the
/// block's arguments are all firsts, then all seconds.
static ParseResult parseReducer(OpAsmParser &parser, OperationState &state,
                                size_t pairs) {
  SmallVector<OpAsmParser::Argument> firsts, seconds;
  for (size_t i = 0; i < pairs; ++i)
    if (parser.parseLParen() ||
        parser.parseArgument(firsts.emplace_back(), /*allowType=*/true) ||
        parser.parseComma() ||
        parser.parseArgument(seconds.emplace_back(), /*allowType=*/true) ||
        parser.parseRParen())
      return failure();
  llvm::append_range(firsts, seconds);
  return parser.parseRegion(*state.addRegion(), firsts);
}

/// (%x init: %v), … [applies op] across dimensions = […] : type [reducer…]
ParseResult weft::ir::stablehlo::parseReduce(OpAsmParser &parser,
                                             OperationState &state, StringRef) {
  SmallVector<Operand> operands, inits;
  do
    if (parser.parseLParen() || parser.parseOperand(operands.emplace_back()) ||
        parser.parseKeyword("init") || parser.parseColon() ||
        parser.parseOperand(inits.emplace_back()) || parser.parseRParen())
      return failure();
  while (succeeded(parser.parseOptionalComma()));
  size_t n = operands.size();
  llvm::append_range(operands, inits);
  std::string applied;
  if (succeeded(parser.parseOptionalKeyword("applies"))) {
    FailureOr<OperationName> name = parser.parseCustomOperationName();
    if (failed(name))
      return failure();
    applied = name->getStringRef().str();
  }
  Attribute dims;
  if (parser.parseKeyword("across") || parser.parseKeyword("dimensions") ||
      parser.parseEqual() || parseValue(parser, dims) ||
      parser.parseOptionalAttrDict(state.attributes) || parser.parseColon() ||
      parseTypes(parser, state, operands))
    return failure();
  state.addAttribute("dimensions", dims);
  std::optional<Location> loc;
  if (parser.parseOptionalLocationSpecifier(loc))
    return failure();
  if (loc)
    state.location = *loc;
  if (applied.empty())
    return failure(parser.parseKeyword("reducer") ||
                   parseReducer(parser, state, n));
  auto init = dyn_cast<RankedTensorType>(state.operands.back().getType());
  if (!init)
    return parser.emitError(parser.getNameLoc(), "the operands are no tensors");
  makeReducer(parser, state, applied, init);
  return success();
}

/// (%arg = %init, …) : types [attributes {…}] cond {…} do {…}
ParseResult weft::ir::stablehlo::parseWhile(OpAsmParser &parser,
                                            OperationState &state, StringRef) {
  SmallVector<OpAsmParser::Argument> args;
  SmallVector<Operand> inits;
  SMLoc at = parser.getCurrentLocation();
  if (parser.parseAssignmentList(args, inits) ||
      parser.parseOptionalColonTypeList(state.types) ||
      parser.resolveOperands(inits, state.types, at, state.operands))
    return failure();
  for (auto [arg, type] : llvm::zip_equal(args, state.types))
    arg.type = type;
  return failure(
      parser.parseOptionalAttrDictWithKeyword(state.attributes) ||
      parser.parseKeyword("cond") ||
      parser.parseRegion(*state.addRegion(), args) ||
      parser.parseKeyword("do") ||
      parser.parseRegion(*state.addRegion(), args));
}

/// (%x, …) inits (%c, …) dimension=0 attributes {…} { body } : type
ParseResult weft::ir::stablehlo::parseScan(OpAsmParser &parser,
                                           OperationState &state, StringRef) {
  SmallVector<Operand> operands, inits;
  int64_t dim;
  if (parser.parseOperandList(operands, AsmParser::Delimiter::Paren) ||
      parser.parseKeyword("inits") ||
      parser.parseOperandList(inits, AsmParser::Delimiter::Paren) ||
      parser.parseKeyword("dimension") || parser.parseEqual() ||
      parser.parseInteger(dim) ||
      parser.parseOptionalAttrDictWithKeyword(state.attributes) ||
      parser.parseRegion(*state.addRegion()) || parser.parseColon())
    return failure();
  int32_t xs = operands.size(), carries = inits.size();
  llvm::append_range(operands, inits);
  Builder &b = parser.getBuilder();
  state.addAttribute("dimension", b.getI64IntegerAttr(dim));
  if (parseTypes(parser, state, operands))
    return failure();
  state.addAttribute("operandSegmentSizes",
                     b.getDenseI32ArrayAttr({xs, carries}));
  int32_t ys = static_cast<int32_t>(state.types.size()) - carries;
  state.addAttribute("resultSegmentSizes",
                     b.getDenseI32ArrayAttr({ys, carries}));
  return success();
}

// The dialects of Text.h: which syntax an operation has is asked of the rows
// of Import.h, so that a row is all an operation needs.
#include "Dialect.h"
#include "Interchange/Stablehlo/Import.h"
#include "Interchange/Stablehlo/Values.h"
#include "mlir/IR/DialectImplementation.h"
using namespace mlir;
using namespace weft::ir::stablehlo;

namespace {
/// An attribute of theirs as its text, for what is written out.
struct TextStorage : AttributeStorage {
  using KeyTy = StringRef;
  explicit TextStorage(StringRef text) : text(text) {}
  bool operator==(KeyTy key) const { return key == text; }
  static TextStorage *construct(AttributeStorageAllocator &allocator,
                                KeyTy key) {
    return new (allocator.allocate<TextStorage>())
        TextStorage(allocator.copyInto(key));
  }
  StringRef text;
};
} // namespace
namespace weft::ir::stablehlo {
struct TextAttr : Attribute::AttrBase<TextAttr, Attribute, TextStorage> {
  using Base::Base;
  static constexpr StringLiteral name = "stablehlo.text";
};
} // namespace weft::ir::stablehlo
Attribute weft::ir::stablehlo::textAttr(MLIRContext *context, StringRef text) {
  return TextAttr::Base::get(context, text);
}

namespace {
ParseResult parseOperation(OpAsmParser &parser, OperationState &state) {
  const Row *row = findRow(state.name.getStringRef());
  Syntax syntax = row ? row->syntax : flat;
  return syntax.parse(parser, state, syntax.keys);
}

/// What both dialects are.
class TextDialect : public Dialect {
public:
  Attribute parseAttribute(DialectAsmParser &parser, Type) const override {
    StringRef kind;
    Attribute out;
    if (parser.parseKeyword(&kind))
      return {};
    // #stablehlo<kind VALUE> or #stablehlo.kind<…>
    StringRef word;
    if (succeeded(parser.parseOptionalKeyword(&word)))
      return StringAttr::get(getContext(), word);
    if (parser.parseLess() || parseFields(parser, out))
      return {};
    return out;
  }
  /// Tokens and futures: an operation on them is refused when it is reached.
  Type parseType(DialectAsmParser &parser) const override {
    StringRef kind;
    if (parser.parseKeyword(&kind))
      return {};
    return NoneType::get(getContext());
  }
  std::optional<ParseOpHook> getParseOperationHook(StringRef) const override {
    return ParseOpHook(parseOperation);
  }

protected:
  TextDialect(StringRef name, MLIRContext *context, TypeID id)
      : Dialect(name, context, id) {
    allowUnknownOperations();
  }
};
} // namespace

using Delimiter = AsmParser::Delimiter;
/// @mesh = <["x"=2, …], device_ids=[0, …]>, read and forgotten.
static ParseResult parseMesh(OpAsmParser &parser, OperationState &state) {
  StringAttr name;
  auto axis = [&]() -> ParseResult {
    std::string text;
    int64_t size;
    return failure(parser.parseString(&text) || parser.parseEqual() ||
                   parser.parseInteger(size));
  };
  auto device = [&]() -> ParseResult {
    int64_t id;
    return parser.parseInteger(id);
  };
  if (parser.parseSymbolName(name) || parser.parseEqual() ||
      parser.parseLess() ||
      parser.parseCommaSeparatedList(Delimiter::Square, axis))
    return failure();
  if (succeeded(parser.parseOptionalComma()) &&
      (parser.parseKeyword("device_ids") || parser.parseEqual() ||
       parser.parseCommaSeparatedList(Delimiter::Square, device)))
    return failure();
  return failure(parser.parseGreater() ||
                 parser.parseOptionalAttrDict(state.attributes));
}
/// %x <@mesh, [{"x"}, {?}]> : type, of which %x is read.
static ParseResult parseConstraint(OpAsmParser &parser, OperationState &state) {
  OpAsmParser::UnresolvedOperand x;
  StringAttr mesh;
  Type type;
  auto axis = [&]() -> ParseResult {
    std::string text;
    if (succeeded(parser.parseOptionalQuestion()))
      return success();
    return parser.parseString(&text);
  };
  auto axes = [&]() -> ParseResult {
    return parser.parseCommaSeparatedList(Delimiter::Braces, axis);
  };
  if (parser.parseOperand(x) || parser.parseLess() ||
      parser.parseSymbolName(mesh) || parser.parseComma() ||
      parser.parseCommaSeparatedList(Delimiter::Square, axes))
    return failure();
  StringRef kind; // replicated={…}, unreduced={…}
  while (succeeded(parser.parseOptionalComma()))
    if (parser.parseKeyword(&kind) || parser.parseEqual() || axes())
      return failure();
  if (parser.parseGreater() || parser.parseOptionalAttrDict(state.attributes) ||
      parser.parseColonType(type) ||
      parser.resolveOperand(x, type, state.operands))
    return failure();
  state.addTypes(type);
  return success();
}
static ParseResult parseShardy(OpAsmParser &parser, OperationState &state) {
  if (state.name.getStringRef() == "sdy.mesh")
    return parseMesh(parser, state);
  if (state.name.getStringRef() == "sdy.sharding_constraint")
    return parseConstraint(parser, state);
  return parser.emitError(parser.getNameLoc())
         << "is not supported: export the program for one device";
}

namespace weft::ir::stablehlo {
struct StablehloText : TextDialect {
  explicit StablehloText(MLIRContext *c)
      : TextDialect(getDialectNamespace(), c, TypeID::get<StablehloText>()) {
    addAttributes<TextAttr>();
  }
  void printAttribute(Attribute attr, DialectAsmPrinter &p) const override {
    p << cast<TextAttr>(attr).getImpl()->text;
  }
  static constexpr StringLiteral getDialectNamespace() { return "stablehlo"; }
};
struct ChloText : TextDialect {
  explicit ChloText(MLIRContext *c)
      : TextDialect(getDialectNamespace(), c, TypeID::get<ChloText>()) {}
  static constexpr StringLiteral getDialectNamespace() { return "chlo"; }
};
/// How an array is spread over devices says nothing here: attributes of Shardy
/// are their text.
struct ShardyText : Dialect {
  explicit ShardyText(MLIRContext *c)
      : Dialect(getDialectNamespace(), c, TypeID::get<ShardyText>()) {
    allowUnknownOperations();
  }
  std::optional<ParseOpHook> getParseOperationHook(StringRef) const override {
    return ParseOpHook(parseShardy);
  }
  static constexpr StringLiteral getDialectNamespace() { return "sdy"; }
  Attribute parseAttribute(DialectAsmParser &parser, Type) const override {
    return StringAttr::get(getContext(), parser.getFullSymbolSpec());
  }
};
void loadTextDialects(MLIRContext &context) {
  context.getOrLoadDialect<StablehloText>();
  context.getOrLoadDialect<ChloText>();
  context.getOrLoadDialect<ShardyText>();
}
} // namespace weft::ir::stablehlo

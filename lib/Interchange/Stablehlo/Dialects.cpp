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
      : Dialect(getDialectNamespace(), c, TypeID::get<ShardyText>()) {}
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

// See Import.h.
#include "weft/Import.h"
#include "Api/Execute.h"
#include "Api/Model.h"
#include "Interchange/Module.h"
using namespace weft;
using weft::detail::ModelFunction;
using weft::detail::nodeOf;

struct ImportedFunction::Held {
  ir::Function function;
  std::vector<aot::Port> ports;
  std::string type;
};

const std::string &ImportedFunction::name() const {
  return held->function.name;
}
const std::string &ImportedFunction::type() const { return held->type; }

std::vector<Array>
ImportedFunction::operator()(const std::vector<Array> &args) const {
  const char *op = name().c_str();
  if (args.size() != held->ports.size())
    throw UserError(Message{op, "the function is " + type(),
                            std::to_string(args.size()) + " arrays", "", ""});
  for (auto [i, a] : llvm::enumerate(args)) {
    std::string given = describe(nodeOf(a, op)), want = held->ports[i].type();
    if (given != want)
      throw ShapeError(Message{op,
                               "argument " + std::to_string(i) + " must be " +
                                   want,
                               given, "", ""});
  }
  ir::Function mine = held->function.copy(); // which is simplified
  return ir::emitBody(*mine.body, args, {}, op);
}

ImportedFunction weft::importStablehlo(const std::string &text,
                                       const std::string &function,
                                       detail::Where where) {
  auto functions = ir::parseModuleText(text, "text");
  if (!functions.ok())
    throw UserError(Message{"importStablehlo",
                            std::string(functions.status().message()), "",
                            place(where), ""});
  std::string names;
  for (ir::Function &f : *functions) {
    if (f.name == function) {
      ModelFunction model(f.copy());
      return ImportedFunction(std::make_shared<ImportedFunction::Held>(
          std::move(f), model.args(), model.type()));
    }
    names += (names.empty() ? "" : ", ") + f.name;
  }
  throw UserError(Message{"importStablehlo",
                          "there must be a function '" + function + "'",
                          "a module of " + (names.empty() ? "none" : names),
                          place(where), ""});
}

// Where IR code's diagnostics and the runtime's statuses become exceptions.
#include "Api/Errors.h"
#include "Interchange/Module.h"
#include "Trace/Trace.h"
#include <thread>
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
using namespace weft;
using namespace weft::ir;

Diagnostics::Diagnostics(const char *op)
    : op(op), handler(context(), [this, thread = std::this_thread::get_id()](
                                     Diagnostic &d) {
        if (std::this_thread::get_id() != thread)
          return failure();
        if (text.empty()) {
          text = d.str();
          place = ir::place(d.getLocation());
        }
        return success();
      }) {}

/// 'tensor<2x3xf32>' as f32[2,3], which is how messages of the API have it.
static std::string inUsersWords(std::string text) {
  static constexpr char begin[] = "'tensor<", end[] = ">'";
  for (size_t at = 0; (at = text.find(begin, at)) != text.npos; ++at) {
    size_t last = text.find(end, at);
    if (last == text.npos)
      break;
    Type type = parseType(text.substr(at + 1, last - at), context());
    auto tensor = dyn_cast_or_null<RankedTensorType>(type);
    if (tensor && tensor.hasStaticShape() && hasDtype(tensor.getElementType()))
      text.replace(at, last + 2 - at,
                   weft::detail::describe(dtypeOf(tensor.getElementType()),
                                          tensor.getShape()));
  }
  return text;
}

void Diagnostics::raise(const std::source_location &where) {
  text = inUsersWords(std::move(text));
  // "'weft.x' op [rule] said": the rule names itself.
  StringRef rule = text;
  size_t at = rule.find("op [");
  Message m;
  m.op = op;
  if (at != StringRef::npos) {
    auto [name, rest] = rule.drop_front(at + 4).split("] ");
    m.op = name.str();
    rule = rest;
  }
  auto [said, hint] = rule.split("; ");
  m.rule = said.str();
  m.hint = hint.str();
  m.where = place.empty() ? weft::place(where) : place;
  throw UserError(m);
}

void ir::checkStatus(const absl::Status &status, const char *op,
                     const std::source_location &where) {
  if (status.ok())
    return;
  Message m{op, std::string(status.message()), "", weft::place(where), ""};
  if (absl::IsInternal(status))
    throw InternalError(m);
  if (absl::IsInvalidArgument(status) || absl::IsUnimplemented(status))
    throw UserError(m);
  throw DeviceError(m);
}

void ir::verifyBody(Region &body, const char *op) {
  // The verifier wants an operation around the region.
  OpBuilder b(context());
  auto type = b.getFunctionType(body.getArgumentTypes(),
                                terminator(body)->getOperandTypes());
  OwningOpRef<func::FuncOp> fn =
      func::FuncOp::create(UnknownLoc::get(context()), "main", type);
  fn->getBody().takeBody(body);
  Diagnostics diagnostics(op);
  bool ok = succeeded(mlir::verify(*fn));
  body.takeBody(fn->getBody());
  if (ok)
    return;
  try {
    diagnostics.raise(std::source_location());
  } catch (const UserError &e) {
    throw InternalError(std::string("a transform made an invalid function: ") +
                        e.what());
  }
}

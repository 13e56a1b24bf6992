// See ScalarBody.h.
#include "ScalarBody.h"
#include "CallOps.h"
#include "RuleHelpers.h"
using namespace weft::ir;

static Region *plainBodyOf(Operation &op) {
  auto lowerable = dyn_cast<Lowerable>(op);
  return lowerable ? lowerable.plainBody() : nullptr;
}

LogicalResult weft::ir::emitScalars(Region &body, OpBuilder &b, ValueRange args,
                                    Values &results) {
  IRMapping map;
  map.map(body.getArguments(), args);
  auto look = [&](ValueRange list) {
    return llvm::map_to_vector(list, [&](Value v) { return map.lookup(v); });
  };
  for (Operation &op : body.front().without_terminator()) {
    SmallVector<Value> in = look(op.getOperands()), out;
    if (Region *inner = plainBodyOf(op)) {
      if (failed(emitScalars(*inner, b, in, out)))
        return failure();
    } else {
      auto fusible = dyn_cast<Fusible>(op);
      Value v = fusible ? fusible.emitElement(
                              b, in, [](unsigned) -> Value { return {}; })
                        : Value();
      if (!v)
        return op.emitOpError("[lower] cannot stand in a body over scalars");
      out.push_back(v);
    }
    map.map(op.getResults(), out);
  }
  llvm::append_range(results, look(terminator(body)->getOperands()));
  return success();
}

Operation *weft::ir::notElementwise(Region &body) {
  for (Operation &op : body.front().without_terminator()) {
    Operation *found = nullptr;
    if (Region *plain = plainBodyOf(op))
      found = notElementwise(*plain);
    else if (!isa<Fusible>(op) || typeOf(op.getResult(0)).getRank() != 0)
      found = &op;
    if (found)
      return found;
  }
  return nullptr;
}
LogicalResult weft::ir::verifyScalarBody(Operation *op, Region &body,
                                         ArrayRef<Type> elements,
                                         ArrayRef<Type> results, StringRef id) {
  auto fail = [&](const Twine &what) {
    return op->emitOpError() << "(" << id << ") " << what;
  };
  auto scalars = [](ArrayRef<Type> list) {
    return llvm::map_to_vector(list, [](Type t) -> Type {
      return RankedTensorType::get({}, t);
    });
  };
  if (!body.hasOneBlock() || body.front().empty() ||
      !isa<ReturnOp>(body.front().back()))
    return fail("the body must be one block that ends in weft.return");
  if (body.front().getArgumentTypes() != TypeRange(scalars(elements)))
    return fail("the body must take the accumulators, then an element of each "
                "operand, as scalars");
  if (terminator(body)->getOperandTypes() != TypeRange(scalars(results)))
    return fail("the body must return scalars of the operands' dtypes");
  if (Operation *other = notElementwise(body))
    return fail("the body must be of elementwise operations on scalars. "
                "Received " +
                other->getName().getStringRef());
  return success();
}

// See ScanOnce.h. Fusion is planned for each body by itself, so that a loop's
// edge keeps what is on either side apart.
#include "ScanOnce.h"
#include "Bodies.h"
#include "ControlOps.h"
#include "RuleHelpers.h"
#include "ShapeOps.h"
using namespace weft::ir;

static bool isOnce(ScanOp scan) { return scan.getLength() == 1; }

static void inlineStep(ScanOp scan) {
  OpBuilder b(scan);
  Location loc = scan.getLoc();
  SmallVector<Value> args(scan.getInits());
  for (Value x : scan.getXs()) {
    auto type = typeOf(x);
    args.push_back(
        ReshapeOp::create(b, loc, type.clone(type.getShape().drop_front()), x));
  }
  llvm::append_range(args, scan.getConsts());
  unsigned nk = scan.getInits().size();
  SmallVector<Value> results = inlineBody(b, scan.getBody(), args);
  for (Value &y : llvm::drop_begin(results, nk))
    y = ReshapeOp::create(b, loc, withLeading(y.getType(), 1), y);
  scan.replaceAllUsesWith(results);
  scan.erase();
}

std::unique_ptr<Region> weft::ir::singleStepsInline(Region &body) {
  std::unique_ptr<Region> copy = copyWith(body, [](Operation *op) {
    auto scan = dyn_cast<ScanOp>(op);
    return scan && isOnce(scan);
  });
  if (!copy)
    return nullptr;
  SmallVector<ScanOp> all;
  copy->walk([&](ScanOp scan) { // an inner one comes before the one around it
    if (isOnce(scan))
      all.push_back(scan);
  });
  for (ScanOp scan : all)
    inlineStep(scan);
  removeDeadOps(*copy);
  return copy;
}

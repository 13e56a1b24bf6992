// Names an op, and one that it may name.
bool both(Operation *op) { return isa<ReturnOp>(op) || isa<ir::AddOp>(op); }

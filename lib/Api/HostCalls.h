// Calls from compiled code back into this process.
#pragma once
#include "Bodies.h"
#include "weft/Host.h"

namespace weft::ir {
/// Throws what a callback has thrown on this thread since the last time.
void rethrowFromHost();
/// A UserError where `body` calls a C function that this process has not.
void checkExternCalls(Region &body);
/// A UserError where `body` calls functions of this process: an object file
/// could not.
void refuseHostCalls(Region &body);
} // namespace weft::ir

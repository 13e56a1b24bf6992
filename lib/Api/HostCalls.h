// Calls from compiled code back into this process.
#pragma once
#include "Bodies.h"
#include "Closure.h"
#include "weft/Host.h"

namespace weft::ir {
/// Throws what a callback has thrown on this thread since the last time.
void rethrowFromHost();
/// What code that is compiled of `body` calls in this process.
std::vector<std::shared_ptr<const Closure>> calledFrom(Region &body);
/// A UserError where `body` calls a function that this process has not.
void checkExternCalls(Region &body);
/// A UserError where `body` calls functions of this process: an object file
/// could not.
void refuseHostCalls(Region &body);
} // namespace weft::ir

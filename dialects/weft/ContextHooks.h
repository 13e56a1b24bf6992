// What other rooms do when the process's context is made.
#ifndef WEFT_DIALECT_CONTEXTHOOKS_H
#define WEFT_DIALECT_CONTEXTHOOKS_H

#include <thread>

namespace weft::ir {

/// Starts a thread that works while the context is made, or none. It is joined
/// before the context is handed out, so that it cannot meet the end of the
/// process, and must not ask for the context. Set before main.
extern std::jthread (*besideContext)();

} // namespace weft::ir
#endif

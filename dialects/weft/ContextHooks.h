// What other rooms do when the process's context is made.
#ifndef WEFT_DIALECT_CONTEXTHOOKS_H
#define WEFT_DIALECT_CONTEXTHOOKS_H

namespace weft::ir {

/// Starts what is to be done in another thread while the context is made, which
/// must not ask for the context. Set before main.
extern void (*besideContext)();

} // namespace weft::ir
#endif

// The stack of the running thread.
#ifndef WEFT_RUNTIME_THREADSTACK_H
#define WEFT_RUNTIME_THREADSTACK_H

#include <cstdint>
#include <optional>

namespace weft::rt {

/// Bytes of it that are left; none where the system does not know the stack (a
/// coroutine's).
std::optional<uint64_t> stackLeft();

} // namespace weft::rt
#endif

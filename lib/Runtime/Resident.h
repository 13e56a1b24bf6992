// What a piece of work really takes of memory, as the system sees it.
#ifndef WEFT_RUNTIME_RESIDENT_H
#define WEFT_RUNTIME_RESIDENT_H

#include <cstdint>
#include <functional>

namespace weft::rt {

/// Runs `work` and gives by how many bytes the process's own memory (not of
/// files) that is resident has grown: whole pages of all that `work` made and
/// did not drop, and of all stacks that it reached into. It runs on a thread
/// whose stack is untouched; kept blocks are given back first. Huge pages are off
/// meanwhile, as one would count whole for a byte. Memory that was touched
/// before is missing: whoever wants all of it asks before anything has run. 0
/// where the system does not tell.
uint64_t residentGrowth(const std::function<void()> &work);

} // namespace weft::rt

#endif // WEFT_RUNTIME_RESIDENT_H

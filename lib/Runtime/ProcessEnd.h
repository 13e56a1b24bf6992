// Work that the end of the process waits for.
#ifndef WEFT_RUNTIME_PROCESSEND_H
#define WEFT_RUNTIME_PROCESSEND_H

namespace weft::rt {

/// While one lives, `exit` in another thread waits before it frees what
/// libraries hold. After that none may begin but in the thread that ends the
/// process: it waits for the end itself, and if that does not come for a second
/// (as something is destroyed that waits for this thread) it is false. Of a
/// child that was forked meanwhile none of them are.
class BeforeProcessEnds {
public:
  BeforeProcessEnds();
  ~BeforeProcessEnds();
  BeforeProcessEnds(const BeforeProcessEnds &) = delete;
  BeforeProcessEnds &operator=(const BeforeProcessEnds &) = delete;
  explicit operator bool() const { return may; }

private:
  bool may = true;
};

} // namespace weft::rt
#endif

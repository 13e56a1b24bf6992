// Work that the end of the process waits for.
#ifndef WEFT_RUNTIME_PROCESSEND_H
#define WEFT_RUNTIME_PROCESSEND_H

namespace weft::rt {

/// While one lives, `exit` in another thread waits before it frees what
/// libraries hold; after that none begins but in the thread that ends the
/// process. A child that was forked meanwhile waits for none of them.
class BeforeProcessEnds {
public:
  BeforeProcessEnds();
  ~BeforeProcessEnds();
  BeforeProcessEnds(const BeforeProcessEnds &) = delete;
  BeforeProcessEnds &operator=(const BeforeProcessEnds &) = delete;
};

} // namespace weft::rt
#endif

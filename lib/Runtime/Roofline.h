// What this machine can do at most: the yardstick of `weft bench`.
#ifndef WEFT_RUNTIME_ROOFLINE_H
#define WEFT_RUNTIME_ROOFLINE_H

namespace weft::rt {

/// Per second, by one thread and by all of the machine's.
struct Roofline {
  double fma1 = 0, fmaAll = 0;   // f32 operations, an FMA being two
  double read1 = 0, readAll = 0; // bytes, from memory beyond the caches
  double copy1 = 0, copyAll = 0; // bytes read and bytes written

  /// The least seconds for so many operations, and bytes each moved once.
  double seconds(double operations, double bytes, int threads) const;
};

/// As the cache on disk remembers it of this machine; measured (about a second)
/// and remembered where it does not, or where `again` is set.
Roofline roofline(bool again = false);

} // namespace weft::rt

#endif // WEFT_RUNTIME_ROOFLINE_H

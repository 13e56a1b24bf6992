// What this machine can do at most: the yardstick of `weft bench`.
#ifndef WEFT_RUNTIME_ROOFLINE_H
#define WEFT_RUNTIME_ROOFLINE_H

#include <array>

namespace weft::rt {

/// Of each kind of arithmetic: so many operations, or so many a second. A
/// product that is added to a sum is two. F16 is rounded to f16 each time; the
/// products are summed in f32 and i32, by the tile unit where there is one.
enum Arithmetic {
  F16, F32, F64, Bf16Products, I8Products, I8, I16, I32, I64, NumArithmetics
};
using Operations = std::array<double, NumArithmetics>;
/// "f32", "bf16 products".
const char *nameOf(Arithmetic kind);

/// Per second, by so many threads together.
struct Roofline {
  /// Bytes that are read or written again and again, all threads' together:
  /// 16 KiB, 32 KiB … 256 MiB.
  static constexpr int workingSets = 15;
  static double workingSet(int i);

  int threads = 1;
  Operations operations = {};
  std::array<double, workingSets> bytes = {};

  /// Where `size` bytes stay between two calls: between two working sets that
  /// were measured the rate goes with the logarithm.
  double bandwidth(double size) const;
  /// What takes longest of the arithmetic, and its seconds.
  Arithmetic longest(const Operations &work) const;
  double seconds(const Operations &work) const;
  /// The least seconds for that, and to move so many bytes once.
  double seconds(const Operations &work, double moved) const;
};

/// As the cache on disk remembers it of this machine; measured and remembered
/// where it does not. 0 threads: as many as the process may use, and no more
/// than these are measured.
Roofline roofline(int threads);
/// Forgets what was measured, and measures anew for some seconds: the best of
/// rounds that lie apart, as other programs only ever make a machine slower.
void measureAgain();
/// Of `rounds` rounds with so many seconds between; remembers nothing.
Roofline measureRoofline(int threads, int rounds, double pause);

} // namespace weft::rt

#endif // WEFT_RUNTIME_ROOFLINE_H

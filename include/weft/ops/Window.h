// Windows that move over arrays: their sums and extrema, pooling. Shapes and
// windows that do not fit are a ShapeError. Differentiable in floats.
#ifndef WEFT_OPS_WINDOW_H
#define WEFT_OPS_WINDOW_H

#include "weft/Array.h"

namespace weft {

/// What is put before and after each axis that a window moves along.
/// "VALID": nothing; "SAME": as much as it takes for size / stride results,
/// rounded up, the odd one after ("SAME_LOWER": before); or a pair for each
/// axis, where a negative number cuts elements off.
class Padding {
public:
  using Pairs = std::vector<std::pair<int64_t, int64_t>>;
  Padding(const char *name) : text(name) {}
  Padding(const std::string &name) : text(name) {}
  Padding(std::initializer_list<std::pair<int64_t, int64_t>> pairs)
      : list(pairs) {}
  Padding(const Pairs &pairs) : list(pairs) {}

  const std::string &name() const { return text; } // empty: pairs
  const Pairs &pairs() const { return list; }

private:
  std::string text;
  Pairs list;
};

/// One entry per axis; lists that are left out are all 1. `size` elements,
/// `dilation` apart, meet in one result; the next window is `strides` on; the
/// elements themselves are `baseDilation` apart.
struct Window {
  Shape size;
  Shape strides = {};
  Padding padding = "VALID";
  Shape baseDilation = {};
  Shape dilation = {};
};

/// Of each window, as jax.lax.reduce_window with the neutral start value;
/// padding changes nothing. Half types are accumulated in f32.
Array reduceWindowSum(const Operand &x, const Window &window);
Array reduceWindowProd(const Operand &x, const Window &window);
/// NaN if one element is; the first of equals has the derivative. Not of
/// complex numbers.
Array reduceWindowMax(const Operand &x, const Window &window);
Array reduceWindowMin(const Operand &x, const Window &window);
/// Bitwise, of integers and bools. No derivative.
Array reduceWindowAnd(const Operand &x, const Window &window);
Array reduceWindowOr(const Operand &x, const Window &window);

/// Of each window, the element of t where x is largest (smallest); the shape
/// of t is that of x. Linear in t, no derivative in x.
Array selectAndGatherAdd(const Operand &t, const Operand &x,
                         const Window &window, bool least = false);
/// Zeros of the shape of x, and each element of t added where x is largest
/// (smallest) in its window. Linear in t, no derivative in x.
Array selectAndScatterAdd(const Operand &t, const Operand &x,
                          const Window &window, bool least = false);

/// Where the features stand: (batch, features, space…) or (batch, space…,
/// features).
enum class Layout { ChannelsFirst, ChannelsLast };

struct PoolOptions {
  Shape strides = {}; // left out: the window's sizes
  Padding padding = "VALID"; // of the axes of space
  Layout layout = Layout::ChannelsLast;
  Shape dilation = {};
  /// Averages count what was padded as zeros, or leave it out.
  bool countPadding = true;
};
/// The largest element, and the mean, of windows that move over the axes of
/// space; x has those, a batch and features. Floats (max: integers, too).
Array maxPool(const Operand &x, const Shape &window,
              const PoolOptions &options = {});
Array avgPool(const Operand &x, const Shape &window,
              const PoolOptions &options = {});

} // namespace weft

#endif // WEFT_OPS_WINDOW_H

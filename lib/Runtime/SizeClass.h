// Size classes of the buffer pool: every multiple of a unit up to 16 units,
// then four a doubling, so that at most a fifth of a block is slack.
#ifndef WEFT_RUNTIME_SIZECLASS_H
#define WEFT_RUNTIME_SIZECLASS_H

#include <bit>
#include <cstddef>
#include <cstdint>

namespace weft::rt {

struct SizeClass {
  uint8_t index;
  size_t units; // what blocks of the class hold, at least as asked
};

/// The class of a block of `units` (at least 1, under 2^50).
constexpr SizeClass sizeClass(size_t units) {
  if (units <= 16)
    return {uint8_t(units), units};
  unsigned shift = std::bit_width(units - 1) - 3;
  size_t quarter = (units - 1) >> shift; // 4 to 7
  return {uint8_t(16 + (shift - 2) * 4 + quarter - 3), (quarter + 1) << shift};
}

/// The units of a class, by its index.
constexpr size_t classUnits(uint8_t index) {
  if (index <= 16)
    return index;
  return size_t((index - 17) % 4 + 5) << ((index - 17) / 4 + 2);
}

static_assert(classUnits(17) == 20 && classUnits(36) == 512);
static_assert(sizeClass(17).units == 20 && sizeClass(17).index == 17);
static_assert(sizeClass(512).units == 512 && sizeClass(512).index == 36);
static_assert(sizeClass(size_t(1) << 50).index < 255);

} // namespace weft::rt

#endif // WEFT_RUNTIME_SIZECLASS_H

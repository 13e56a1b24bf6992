// The digits data set: 8×8 images of handwritten digits, small enough to ship
// (data/README.md names the source).
#ifndef WEFT_DATA_DIGITS_H
#define WEFT_DATA_DIGITS_H

#include <cstdint>
#include <source_location>
#include <string>
#include <vector>

namespace weft::data {

struct Digits {
  static constexpr int64_t pixels = 64, classes = 10;

  int64_t rows = 0;
  /// rows × 64, row-major: intensities from 0 to 16.
  std::vector<float> images;
  /// rows labels, 0 to 9.
  std::vector<int32_t> labels;
};

/// Reads a table of 65 columns, 64 pixels and the label, plain or compressed
/// by gzip, in the order of the file. Throws IoError.
Digits loadDigits(const std::string &path,
                  std::source_location where = std::source_location::current());

} // namespace weft::data

#endif // WEFT_DATA_DIGITS_H

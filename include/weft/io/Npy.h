// NumPy's .npy files, format versions 1 to 3.
#ifndef WEFT_IO_NPY_H
#define WEFT_IO_NPY_H

#include "weft/Dtype.h"
#include "weft/Error.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <source_location>
#include <span>
#include <string>
#include <vector>

namespace weft::io {

/// An array to write: row-major elements of the machine's byte order.
struct NpyView {
  Dtype dtype = Dtype::F32;
  std::span<const int64_t> shape;
  const void *data = nullptr;
};

/// An array read, in the same form.
struct NpyData {
  Dtype dtype = Dtype::F32;
  std::vector<int64_t> shape;
  std::vector<std::byte> bytes;

  NpyView view() const { return {dtype, shape, bytes.data()}; }
};

/// Reads a file of either byte order and either element order. NumPy has no
/// name for some dtypes: two bytes of no type (`V2`, as ml_dtypes writes them)
/// are read as bfloat16, and `as` says what the file holds where it is one
/// byte (`V1`: float8, int4) or a dtype stored as integers (`u2`, `u1`, `i1`).
/// Throws IoError; DtypeError where the file holds something else than `as`.
NpyData readNpy(const std::string &path, std::optional<Dtype> as = {},
                std::source_location where = std::source_location::current());

/// Writes version 1, little-endian, row-major. bfloat16 is written as `<V2`,
/// float8 as `|V1`, int4 as `|i1` and uint4 as `|u1`. Throws IoError.
void writeNpy(const std::string &path, const NpyView &array,
              std::source_location where = std::source_location::current());

} // namespace weft::io

#endif // WEFT_IO_NPY_H

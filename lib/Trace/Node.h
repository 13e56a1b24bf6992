// What stands behind an Array: values in memory, or a value of a live trace.
#ifndef WEFT_TRACE_NODE_H
#define WEFT_TRACE_NODE_H

#include "Runtime/Buffer.h"
#include "weft/Array.h"

#include "absl/container/inlined_vector.h"

#include <atomic>

namespace weft::detail {

using Dims = absl::InlinedVector<int64_t, 4>;

struct Node {
  std::atomic<uint32_t> references{1};
  Dtype dtype = Dtype::F32;
  bool weak = false;
  // By donate(): the next jitted call may overwrite the memory, and then this
  // node and the donor's are gone.
  bool donated = false, gone = false;
  Dims dims;
  rt::BufferRef buffer; // concrete: the elements, in row-major order
  // Traced: an mlir::Value, the depth of its trace on its thread's stack, and
  // the trace's id. Ids are never used twice, so a value that outlived its
  // trace is noticed, and never read.
  void *value = nullptr;
  Array donor = {}; // of a donated one
  uint32_t depth = 0;
  uint64_t trace = 0;
  // Concrete: the operation that gave it, for messages that know no better.
  Where made = {};

  bool isTraced() const { return value != nullptr; }
  int64_t size() const {
    int64_t n = 1;
    for (int64_t d : dims)
      n *= d;
    return n;
  }
  size_t byteSize() const { return size() * itemSize(dtype); }
};

/// The node behind `x`; a null array is a UserError that names `op`, and the
/// place where it is known.
const Node &nodeOf(const Array &x, const char *op = "array",
                   const Where *where = nullptr);

/// An array of this type whose memory is not yet filled.
Array makeConcrete(Dtype dtype, const Dims &dims, bool weak = false);
Array makeConcrete(Dtype dtype, const Dims &dims, bool weak,
                   rt::BufferRef buffer);

/// "f32[2,3]".
std::string describe(const Node &node);
std::string describe(Dtype dtype, std::span<const int64_t> dims);
/// "(2, 3)", "(3,)", "()", as Python prints tuples.
std::string describeShape(std::span<const int64_t> dims);

} // namespace weft::detail

#endif // WEFT_TRACE_NODE_H

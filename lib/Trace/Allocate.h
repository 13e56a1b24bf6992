// Memory for arrays that a user's call makes: what fails names the call.
#ifndef WEFT_TRACE_ALLOCATE_H
#define WEFT_TRACE_ALLOCATE_H

#include "Trace/Node.h"

namespace weft::detail {

/// What there is to know of an array before there is one.
struct ArrayType {
  Dtype dtype;
  Dims dims;
  bool weak;
  size_t bytes; // more than any memory has where they cannot be counted
};
/// As makeConcrete; a ShapeError or DeviceError names `op` and the place.
Array allocate(const char *op, const Where &where, Dtype dtype,
               const Dims &dims, bool weak = false);
/// The same of a type that is kept, so that nothing is checked or computed.
Array allocate(const char *op, const Where &where, const ArrayType &type);

} // namespace weft::detail

#endif // WEFT_TRACE_ALLOCATE_H

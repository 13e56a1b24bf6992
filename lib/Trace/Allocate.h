// Memory for arrays that a user's call makes: what fails names the call.
#ifndef WEFT_TRACE_ALLOCATE_H
#define WEFT_TRACE_ALLOCATE_H

#include "Trace/Node.h"

namespace weft::detail {

/// As makeConcrete; a ShapeError or DeviceError names `op` and the place.
Array allocate(const char *op, const Where &where, Dtype dtype,
               const Dims &dims, bool weak = false);

} // namespace weft::detail

#endif // WEFT_TRACE_ALLOCATE_H

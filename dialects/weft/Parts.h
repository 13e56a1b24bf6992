// Elementwise work on what is put together of parts, done part by part.
#pragma once
#include "Dialect.h"

namespace weft::ir {
/// A copy of `body` in which elementwise operations that read a shifted array
/// (a large part with a narrow border, put together by concatenate or pad) are
/// done on the border and on the large part by themselves, which is a view of
/// what it was cut from. Null where nothing reads one. For lowering alone.
std::unique_ptr<Region> workOnParts(Region &body);
} // namespace weft::ir

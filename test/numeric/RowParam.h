// What a test over rows is instantiated with.
#pragma once
#include "Row.h"

namespace weft::test {
struct RowParam {
  const Row *row;
  Dtype dtype;
};
inline std::string nameOf(const RowParam &p) {
  std::string name = p.row->op;
  if (!p.row->label.empty())
    name += "_" + p.row->label;
  return name + "_" + shortName(p.dtype);
}
} // namespace weft::test

// Arrays put together and taken apart by NumPy's names.
#include "Api/OpsHelpers.h"
using namespace weft;
using namespace weft::api;

//===-- At least so many axes ---------------------------------------------===//
static Array withAxes(const Array &x, size_t rank) {
  Shape shape = x.shape();
  if (rank == 3 && shape.size() == 2)
    shape.push_back(1);
  if (rank == 3 && shape.size() == 1)
    shape = {1, shape[0], 1};
  while (shape.size() < rank)
    shape.insert(shape.begin(), 1);
  return shape == x.shape() ? x : reshape(x, shape);
}
static Array atleast(const char *op, const Operand &x, size_t rank) {
  Site site(op, x.where);
  nodeOf(site, x.array);
  return composite(site, {x.array},
                   [&](const Arrays &in) { return withAxes(in[0], rank); });
}
Array weft::atleast1d(const Operand &x) { return atleast("atleast1d", x, 1); }
Array weft::atleast2d(const Operand &x) { return atleast("atleast2d", x, 2); }
Array weft::atleast3d(const Operand &x) { return atleast("atleast3d", x, 3); }

//===-- Together ----------------------------------------------------------===//
static Array together(const char *op, const std::vector<Array> &xs,
                      std::source_location where,
                      llvm::function_ref<Array(const Array &)> prepare,
                      llvm::function_ref<int64_t(const Array &)> axis) {
  Site site(op, where);
  if (xs.empty())
    failShape(site, "needs at least one array", "none");
  for (const Array &x : xs)
    nodeOf(site, x);
  return composite(site, xs, [&](const Arrays &in) {
    std::vector<Array> parts;
    for (const Array &x : in)
      parts.push_back(prepare(x));
    return concatenate(parts, axis(parts[0]));
  });
}
Array weft::vstack(const std::vector<Array> &xs, std::source_location where) {
  return together(
      "vstack", xs, where, [](const Array &x) { return withAxes(x, 2); },
      [](const Array &) { return 0; });
}
Array weft::hstack(const std::vector<Array> &xs, std::source_location where) {
  return together(
      "hstack", xs, where, [](const Array &x) { return withAxes(x, 1); },
      [](const Array &first) { return first.shape().size() == 1 ? 0 : 1; });
}
Array weft::dstack(const std::vector<Array> &xs, std::source_location where) {
  return together(
      "dstack", xs, where, [](const Array &x) { return withAxes(x, 3); },
      [](const Array &) { return 2; });
}
Array weft::columnStack(const std::vector<Array> &xs,
                        std::source_location where) {
  auto column = [](const Array &x) {
    return x.shape().size() < 2 ? reshape(x, {x.size(), 1}) : x;
  };
  return together("columnStack", xs, where, column,
                  [](const Array &) { return 1; });
}
Array weft::block(const std::vector<std::vector<Array>> &rows,
                  std::source_location where) {
  Site site("block", where);
  Arrays all;
  size_t rank = 1;
  for (const auto &row : rows) {
    if (row.empty())
      failShape(site, "a row needs at least one array", "none");
    for (const Array &x : row) {
      rank = std::max(rank, nodeOf(site, x).dims.size());
      all.push_back(x);
    }
  }
  if (rows.empty())
    failShape(site, "needs at least one row", "none");
  if (rows.size() > 1)
    rank = std::max<size_t>(rank, 2);
  return composite(site, all, [&](const Arrays &in) {
    std::vector<Array> done;
    auto next = in.begin();
    for (const auto &row : rows) {
      std::vector<Array> parts;
      for (size_t i = 0; i < row.size(); ++i) {
        Shape shape = next->shape();
        shape.insert(shape.begin(), rank - shape.size(), 1);
        parts.push_back(reshape(*next++, shape));
      }
      done.push_back(concatenate(parts, -1));
    }
    return done.size() == 1 ? done[0] : concatenate(done, -2);
  });
}
Array weft::append(const Operand &x, const Operand &values,
                   std::optional<int64_t> axis) {
  Site site("append", x.where);
  nodeOf(site, x.array);
  nodeOf(site, values.array);
  return composite(site, {x.array, values.array}, [&](const Arrays &in) {
    if (axis)
      return concatenate({in[0], in[1]}, *axis);
    return concatenate({ravel(in[0]), ravel(in[1])});
  });
}

//===-- Apart -------------------------------------------------------------===//
std::vector<Array> weft::arraySplit(const Operand &x, int64_t sections,
                                    int64_t axis) {
  Site site("arraySplit", x.where);
  int64_t at = axisOf(site, x.array, axis), size = x.array.get()->dims[at];
  if (sections < 1)
    failShape(site, "there must be at least one section",
              std::to_string(sections));
  Shape places;
  int64_t longer = size % sections, length = size / sections, place = 0;
  for (int64_t i = 0; i + 1 < sections; ++i)
    places.push_back(place += length + (i < longer ? 1 : 0));
  return splitAt(x, places, at);
}
static std::vector<Array> splitOn(const char *op, const Operand &x,
                                  int64_t sections, int64_t axis) {
  Site site(op, x.where);
  int64_t rank = nodeOf(site, x.array).dims.size();
  if (rank <= axis)
    failShape(site, "needs at least " + std::to_string(axis + 1) + " axes",
              said(site, x.array));
  int64_t size = x.array.get()->dims[axis];
  if (sections < 1 || size % sections)
    failShape(site, "the sections must be equal",
              said(site, x.array) + " and " + std::to_string(sections) +
                  " sections",
              "arraySplit takes any number");
  return split(x, sections, axis);
}
std::vector<Array> weft::vsplit(const Operand &x, int64_t sections) {
  return splitOn("vsplit", x, sections, 0);
}
std::vector<Array> weft::hsplit(const Operand &x, int64_t sections) {
  Site site("hsplit", x.where);
  bool one = nodeOf(site, x.array).dims.size() == 1;
  return splitOn("hsplit", x, sections, one ? 0 : 1);
}
std::vector<Array> weft::dsplit(const Operand &x, int64_t sections) {
  return splitOn("dsplit", x, sections, 2);
}

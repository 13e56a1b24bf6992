// What jacfwd, jacrev and ravelTree do with single arrays.
#include "weft/Jacobian.h"
#include "Trace/Node.h"
#include "weft/Error.h"
#include "weft/Ops.h"

#include <numeric>

using namespace weft;
using weft::detail::describe;
using weft::detail::Leaves;
using weft::detail::nodeOf;

/// Row i of the result is the basis vector of element i: the identity matrix,
/// its second axis folded into x's shape.
Array weft::detail::basisOf(const Array &x) {
  int64_t n = x.size();
  Shape shape = x.shape();
  shape.insert(shape.begin(), n);
  return reshape(eye(n, std::nullopt, 0, x.dtype()), shape);
}

/// A row holds the derivatives of one element of `like` (reverse mode), or
/// those in one element of it (`byColumn`, forward mode): then the leading
/// axis goes to the end.
Array weft::detail::jacobianOf(const Array &rows, const Array &like,
                               bool byColumn) {
  Shape rest = rows.shape(), shape = like.shape();
  rest.erase(rest.begin());
  if (!byColumn) {
    shape.insert(shape.end(), rest.begin(), rest.end());
    return reshape(rows, shape);
  }
  rest.insert(rest.end(), shape.begin(), shape.end());
  return reshape(moveaxis(rows, 0, -1), rest);
}

Array weft::detail::ravelLeaves(const Leaves &leaves, Where where) {
  if (leaves.empty())
    return zeros({0});
  std::vector<Array> flat;
  for (const Array &leaf : leaves) {
    if (leaf.dtype() != leaves[0].dtype())
      throw DtypeError(Message{"ravelTree", "the leaves must have one dtype",
                               describe(nodeOf(leaves[0])) + " and " +
                                   describe(nodeOf(leaf)),
                               place(where),
                               "convert them with treeMap and astype"});
    flat.push_back(ravel(leaf));
  }
  return flat.size() == 1 ? flat[0] : concatenate(flat);
}

Leaves weft::detail::unravelLeaves(const Array &flat, const Leaves &like,
                                   Where where) {
  int64_t n = 0;
  for (const Array &leaf : like)
    n += leaf.size();
  const Node &node = nodeOf(flat, "ravelTree", &where);
  if (node.dims != Dims{n})
    throw ShapeError(Message{
        "ravelTree",
        "a vector with an element for each of the tree's "
        "is needed",
        describe(node) + " for " + std::to_string(n) + " elements",
        place(where), ""});
  Leaves out;
  int64_t at = 0;
  for (const Array &leaf : like) {
    int64_t size = leaf.size();
    out.push_back(reshape(slice(flat, {at}, {at + size}), leaf.shape()));
    at += size;
  }
  return out;
}

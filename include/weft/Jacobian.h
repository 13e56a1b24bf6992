// Matrices of derivatives: jacfwd, jacrev, hessian; trees as vectors.
#ifndef WEFT_JACOBIAN_H
#define WEFT_JACOBIAN_H

#include "weft/Transforms.h"

namespace weft {

namespace detail {
/// Basis vectors of x's shape, one per element, stacked in front.
Array basisOf(const Array &x);
/// [n, out…] for each of the n elements of `like` as [out…, like…].
Array jacobianOf(const Array &rows, const Array &like, bool byColumn);

/// f in its first argument, the others being those of `in`.
template <class F, class In> auto inFirst(const F &f, const In &in) {
  using First = std::tuple_element_t<0, In>;
  using Y = CallResult<F, In>;
  using Result = std::conditional_t<std::is_convertible_v<Y, Array>, Array, Y>;
  return [&f, in](const First &first) -> Result {
    In args = in;
    std::get<0>(args) = first;
    return std::apply(f, args);
  };
}
/// blocks[k][i], the derivatives of leaf k of `y` in leaf i of `x`, as what
/// jacfwd says that it gives.
template <class X, class Y>
auto jacobianTree(const X &x, const Y &y, const std::vector<Leaves> &blocks) {
  if constexpr (std::is_same_v<Y, Array>) {
    return treeUnflatten(x, blocks[0]);
  } else if constexpr (std::is_same_v<X, Array>) {
    Leaves all;
    for (const Leaves &row : blocks)
      all.push_back(row[0]);
    return treeUnflatten(y, all);
  } else {
    std::vector<X> rows;
    for (const Leaves &row : blocks)
      rows.push_back(treeUnflatten(x, row));
    return rows;
  }
}
Array ravelLeaves(const Leaves &leaves, Where where);
Leaves unravelLeaves(const Array &flat, const Leaves &like, Where where);
} // namespace detail

/// The Jacobian of a function in its first argument, by forward mode. Cheap
/// for few inputs. The argument X and the result Y are trees; for leaf y of Y
/// and leaf x of X there is an array of shape y.shape + x.shape. Where Y is one
/// Array these are an X, where X is one Array a Y. Where both are other trees
/// (JAX: a tree of trees) they are a std::vector<X>, an X for each leaf of Y in
/// the order of treeLeaves and leafPaths.
template <class F>
auto jacfwd(F f, detail::Where where = detail::Where::current()) {
  return [f = std::move(f), where](const auto &x, const auto &...rest) {
    auto in = detail::argumentTuple<F>(x, rest...);
    auto at = std::get<0>(in);
    auto leaves = treeLeaves(at);
    auto ofFirst = detail::inFirst(f, in);
    std::optional<decltype(ofFirst(at))> y; // of which the structure counts
    if (leaves.empty())
      y.emplace(ofFirst(at));
    std::vector<detail::Leaves> blocks(y ? treeLeafCount(*y) : 0);
    for (size_t i = 0; i < leaves.size(); ++i) {
      auto ofLeaf = [&](const Array &leaf) {
        auto moved = leaves;
        moved[i] = leaf;
        return ofFirst(treeUnflatten(at, moved));
      };
      y.emplace(vmap(
          [&](const Array &e) {
            return jvp(ofLeaf, leaves[i], e, where).second;
          },
          {}, where)(detail::basisOf(leaves[i])));
      auto columns = treeLeaves(*y);
      blocks.resize(columns.size());
      for (size_t k = 0; k < columns.size(); ++k)
        blocks[k].push_back(detail::jacobianOf(columns[k], leaves[i], true));
    }
    return detail::jacobianTree(at, *y, blocks);
  };
}

/// As jacfwd, by reverse mode. Cheap for few outputs.
template <class F>
auto jacrev(F f, detail::Where where = detail::Where::current()) {
  return [f = std::move(f), where](const auto &x, const auto &...rest) {
    auto in = detail::argumentTuple<F>(x, rest...);
    auto at = std::get<0>(in);
    const auto both = vjp(detail::inFirst(f, in), at, where);
    auto values = treeLeaves(both.first);
    std::vector<detail::Leaves> blocks(values.size());
    for (size_t k = 0; k < values.size(); ++k) {
      auto rows = vmap(
          [&](const Array &e) {
            detail::Leaves cts(values.size()); // null: zero
            cts[k] = e;
            return both.second(treeUnflatten(both.first, cts));
          },
          {}, where)(detail::basisOf(values[k]));
      for (const Array &r : treeLeaves(rows))
        blocks[k].push_back(detail::jacobianOf(r, values[k], false));
    }
    return detail::jacobianTree(at, both.first, blocks);
  };
}

/// Second derivatives of a scalar function in its first argument, a tree: as
/// jacfwd of jacrev, so h[i] is the derivative of the gradient's leaf i.
template <class F>
auto hessian(F f, detail::Where where = detail::Where::current()) {
  return jacfwd(jacrev(std::move(f), where), where);
}

/// {all leaves of `t` as one vector, a function that gives the tree back}.
/// The leaves must have one dtype. \throws DtypeError where they do not.
template <class T>
auto ravelTree(const T &t, detail::Where where = detail::Where::current()) {
  auto leaves = treeLeaves(t);
  auto unravel = [t, where](const Array &flat) {
    return treeUnflatten(t, detail::unravelLeaves(flat, treeLeaves(t), where));
  };
  return std::pair{detail::ravelLeaves(leaves, where), unravel};
}

} // namespace weft

#endif // WEFT_JACOBIAN_H

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
Array ravelLeaves(const Leaves &leaves, Where where);
Leaves unravelLeaves(const Array &flat, const Leaves &like, Where where);
} // namespace detail

/// The Jacobian of a function with one array as its result in its first
/// argument (a tree), by forward mode: a tree of arrays of shape
/// result.shape + leaf.shape. Cheap for few inputs.
template <class F>
auto jacfwd(F f, detail::Where where = detail::Where::current()) {
  return [f = std::move(f), where](const auto &x, const auto &...rest) {
    auto in = detail::argumentTuple<F>(x, rest...);
    auto at = std::get<0>(in);
    auto leaves = treeLeaves(at);
    auto ofFirst = [&](const decltype(at) &first) -> Array {
      auto args = in;
      std::get<0>(args) = first;
      return std::apply(f, args);
    };
    std::vector<Array> out;
    for (size_t i = 0; i < leaves.size(); ++i) {
      auto ofLeaf = [&](const Array &leaf) -> Array {
        auto moved = leaves;
        moved[i] = leaf;
        return ofFirst(treeUnflatten(at, moved));
      };
      auto columns = vmap([&](const Array &e) -> Array {
        return jvp(ofLeaf, leaves[i], e, where).second;
      }, {}, where)(detail::basisOf(leaves[i]));
      out.push_back(detail::jacobianOf(columns, leaves[i], true));
    }
    return treeUnflatten(at, out);
  };
}

/// As jacfwd, by reverse mode. Cheap for few outputs.
template <class F>
auto jacrev(F f, detail::Where where = detail::Where::current()) {
  return [f = std::move(f), where](const auto &x, const auto &...rest) {
    auto in = detail::argumentTuple<F>(x, rest...);
    auto at = std::get<0>(in);
    auto ofFirst = [&](const decltype(at) &first) -> Array {
      auto args = in;
      std::get<0>(args) = first;
      return std::apply(f, args);
    };
    auto [y, pullback] = vjp(ofFirst, at, where);
    auto rows = vmap([&, pull = pullback](const Array &e) {
      return pull(e);
    }, {}, where)(detail::basisOf(y));
    return treeMap(rows, [&, value = y](const Array &r) {
      return detail::jacobianOf(r, value, false);
    });
  };
}

/// Second derivatives of a scalar function in its first argument, an array.
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

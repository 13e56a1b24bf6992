// jit: a function traced and compiled once for each structure, shape and
// dtype of its arguments.
#ifndef WEFT_JIT_H
#define WEFT_JIT_H

#include "weft/detail/JitCall.h"

namespace weft {

using JitOptions = detail::JitOptions;
using Tune = detail::Tune;

/// What one compiled form needs of memory, in bytes.
struct JitStats {
  uint64_t argumentBytes = 0; // arrays that the function captured included
  uint64_t resultBytes = 0; // without those in the memory of donated arguments
  uint64_t arenaBytes = 0;  // scratch, kept between calls
  /// Of the stacks of all threads that take part: as many as the options allow
  /// and loops have pieces for. Without what libm's functions take.
  uint64_t stackBytes = 0;
  /// The most at once during a call: the sum of the four.
  uint64_t peakBytes = 0;
  /// The code came from the cache on disk.
  bool fromDisk = false;
  /// What a tuner chose (JitOptions::tune), as text; empty where none was asked
  /// for.
  std::string tuning;
};

namespace detail {
/// Compiles the form if it is not yet.
JitStats jitStats(const JitEntry &entry, std::span<const Array *const> leaves,
                  Where where);
} // namespace detail

/// A compiled function. Copies share what has been compiled. Plain values and
/// concrete arrays that f captured are those of the first trace (as in JAX):
/// what changes is an argument. Any number of threads may call at once; f
/// itself may then be run by several, and one of their traces is kept.
template <class F> class Jit {
public:
  Jit(F f, JitOptions options, detail::Where where)
      : f(std::make_shared<F>(std::move(f))), where(where),
        cache(std::make_shared<detail::JitCache>(options)) {}

  template <class... A> auto operator()(const A &...args) const {
    return call(detail::argumentTuple<F>(args...));
  }
  /// The common case needs no conversion, and no copy of a tree.
  template <class... A>
  requires(sizeof...(A) > 0 &&
           std::same_as<typename detail::Parameters<F>::Types,
                        std::tuple<A...>>) auto
  operator()(const A &...args) const {
    return call(std::tuple<const A &...>(args...));
  }

  /// What the form for these arguments needs of memory. It is compiled if it is
  /// not yet; nothing is run but by a tuner. Inside a trace a TraceError.
  template <class... A> JitStats stats(const A &...args) const {
    return withEntry(detail::argumentTuple<F>(args...),
                     [&](const detail::JitEntry &entry, const auto &leaves) {
                       return detail::jitStats(entry, leaves.all(), where);
                     });
  }

  /// This function with at most so many threads in a call, which no result
  /// depends on. It shares what has been compiled.
  Jit withThreads(int most) const {
    Jit other = *this;
    other.threads = most;
    return other;
  }

  /// How many forms have been compiled.
  size_t compilations() const { return cache->size(); }

private:
  template <class Tuple> struct Values;
  template <class... A> struct Values<std::tuple<A...>> {
    using Type = std::tuple<std::remove_cvref_t<A>...>;
  };

  template <class Tuple> auto call(const Tuple &args) const {
    using Held = typename Values<Tuple>::Type;
    using Result = detail::CallResult<F, Held>;
    return withEntry(args, [&](const detail::JitEntry &entry,
                               const detail::LeafPointers &leaves) {
      const TreeDef &result = detail::JitCache::resultOf(entry);
      detail::ResultLeaves out(result.leafCount());
      cache->call(entry, leaves.all(), out.all(), threads, where);
      return result.template unflattenMoved<Result>(out.all());
    });
  }

  /// use(the form for these arguments, their leaves).
  template <class Tuple, class Use>
  auto withEntry(const Tuple &args, Use use) const {
    using Held = typename Values<Tuple>::Type;
    detail::LeafPointers leaves;
    std::vector<Array> made; // where a tree makes its leaves when it is read
    std::apply(
        [&](const auto &...a) {
          if constexpr ((treeHoldsLeaves<decltype(a)> && ...)) {
            (treeVisitLeaves(a, leaves), ...);
          } else {
            (treeFlatten(a, made), ...);
            for (const Array &leaf : made)
              leaves(leaf);
          }
        },
        args);
    auto [entry, hash] =
        cache->find(leaves.all(), detail::StructureOf(args), where);
    std::shared_ptr<const detail::JitEntry> fresh;
    if (!entry) {
      fresh = trace(hash, Held(args));
      entry = fresh.get();
    }
    return use(*entry, leaves);
  }

  template <class Held>
  std::shared_ptr<const detail::JitEntry> trace(uint64_t hash,
                                                const Held &args) const {
    detail::FlatCall<F, Held> flat(*f, args);
    auto defs = std::apply(
        [](const auto &...a) {
          return std::vector<TreeDef>{TreeDef::of(a)...};
        },
        args);
    return cache->add(hash, flat, treeLeaves(args), std::move(defs),
                      [&] { return TreeDef::of(*flat.result); }, where);
  }

  std::shared_ptr<F> f;
  detail::Where where;
  std::shared_ptr<detail::JitCache> cache;
  int threads = 0;
};

/// `x` for the next call of a jitted function, which may write its result into
/// x's memory. After that call every use of x is a UserError; so is a call that
/// is given x once more, or whose function captures it. Elsewhere, and inside a
/// trace, it is x.
///   params = step(donate(params), batch);
Array donate(const Operand &x);
/// Each leaf of a tree donated.
template <class T>
requires(!std::convertible_to<const T &, Array>) T donate(const T &tree) {
  return treeMap(
      tree, [](const Array &leaf) -> Array { return donate(Operand(leaf)); });
}

/// The compiled form of a pure function over trees. Compiled at the first
/// call for each structure, shape and dtype; later calls run native code.
/// Inside another trace it becomes a call there.
template <class F>
auto jit(F f, JitOptions options = {},
         detail::Where where = detail::Where::current()) {
  return Jit<F>(std::move(f), options, where);
}

} // namespace weft

#endif // WEFT_JIT_H

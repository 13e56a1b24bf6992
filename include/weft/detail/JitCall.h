// What a call of a jitted function hands on: its leaves, the structure of its
// arguments, room for its results.
#ifndef WEFT_DETAIL_JITCALL_H
#define WEFT_DETAIL_JITCALL_H

#include "weft/detail/Call.h"

#include <array>

namespace weft::detail {

/// Pointers to leaves, without an allocation where they are few.
class LeafPointers {
public:
  void operator()(const Array &leaf) {
    if (n < few.size())
      few[n++] = &leaf;
    else
      addToMany(leaf);
  }
  std::span<const Array *const> all() const {
    return {n > few.size() ? many.data() : few.data(), n};
  }

private:
  [[gnu::noinline]] void addToMany(const Array &leaf) {
    if (n++ == few.size())
      many.assign(few.begin(), few.end());
    many.push_back(&leaf);
  }

  std::array<const Array *, 32> few;
  std::vector<const Array *> many;
  size_t n = 0;
};

/// Room for results, likewise.
class ResultLeaves {
public:
  explicit ResultLeaves(size_t n) : n(n) {
    if (n > few.size())
      many.resize(n);
  }
  std::span<Array> all() {
    return {n > few.size() ? many.data() : few.data(), n};
  }

private:
  std::array<Array, 8> few;
  std::vector<Array> many;
  size_t n;
};

/// The structure of a tuple of arguments.
template <class Tuple> class StructureOf final : public Structure {
public:
  explicit StructureOf(const Tuple &args) : args(args) {}
  uint64_t hash() const override {
    return std::apply([](const auto &...a) { return treeHash(a...); }, args);
  }
  bool matches(const std::vector<TreeDef> &defs) const override {
    auto each = [&](const auto &...a) {
      size_t i = 0;
      return (defs[i++].matches(a) && ...);
    };
    return defs.size() == std::tuple_size_v<Tuple> && std::apply(each, args);
  }

private:
  const Tuple &args;
};

} // namespace weft::detail

#endif // WEFT_DETAIL_JITCALL_H

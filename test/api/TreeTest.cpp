// Trees: what is one, the order and the paths of leaves, structures as keys,
// and putting trees together again.
#include "weft/Tree.h"
#include "weft/TreeDef.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <cstdlib>
#include <limits>
#include <new>
#include <string_view>
#include <unordered_map>
#include <variant>

using namespace weft;
using namespace std::string_literals;
using testing::ElementsAre;
using Ints = std::vector<int>;
using Strings = std::vector<std::string>;

// Counts what this thread allocates. Out of line, or GCC takes new and free
// for a pair that does not match.
static thread_local long allocations = 0;

[[gnu::noinline]] void *operator new(std::size_t size) {
  ++allocations;
  if (void *p = std::malloc(size ? size : 1))
    return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void *p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void *p, std::size_t) noexcept {
  std::free(p);
}

namespace lib {

struct Dense {
  Array w, b;
};

enum class Activation { Relu, Tanh };

struct Mlp {
  std::vector<Dense> layers;
  std::map<std::string, Array> extra;
  std::optional<Dense> head;
  Activation activation = Activation::Relu;
  std::string name;
  float rate = 0.5f;
  bool bias = true;
};

struct Named {
  Array w, b;
  int steps = 0;
  Dense inner;
};
WEFT_FIELDS(Named, w, b, steps, inner)

struct Base {
  Array a;
};
struct Derived : Base {
  Array b;
};
struct NamedDerived : Base {
  Array b;
};
WEFT_FIELDS(NamedDerived, b, a);

struct Node {
  Array value;
  std::vector<Node> children;
};

class Module {
public:
  Module(float w, float b, int width) : w(w), b(b), width(width) {}
  float sum() const { return w.item<float>() + b.item<float>(); }

private:
  friend struct weft::TreeTraits<Module>;
  Array w, b;
  int width;
};

// Holds its two Arrays packed into one list.
class Packed {
public:
  explicit Packed(std::vector<Array> parts) : parts(std::move(parts)) {}
  const std::vector<Array> &get() const { return parts; }

private:
  std::vector<Array> parts;
};

struct Wide {
  Array a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15,
      a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30,
      a31;
};

struct Empty {};
struct Hollow {
  Empty e;
  std::monostate m;
  std::tuple<> t;
  std::vector<Array> none;
};

struct Tagged {
  Array (*function)(Array) = nullptr;
  std::vector<bool> mask;
  const int constant = 3;
  std::pair<int, Array> pair;
  std::array<Dense, 2> both;
};

struct NoDefault {
  explicit NoDefault(int n) : n(n) {}
  int n;
  bool operator==(const NoDefault &) const = default;
};

struct HoldsNoDefault {
  Array a;
  NoDefault n;
  Array b;
};

struct CArray {
  Array a;
  float f[3];
};
struct CArrays {
  Dense d[2];
};
struct Reference {
  Array a;
  Array &r;
};
struct ConstReference {
  const Array &r;
};
struct ConstLeaf {
  const Array a;
};
struct ConstPart {
  const Dense d;
};
struct ConstConfig {
  const struct Config {
    int n = 1;
    std::string s;
  } config;
  Array a;
};
struct TooWide {
  Wide w;
  Array a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15,
      a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30,
      a31;
};
struct Deep {
  std::map<std::string, std::vector<std::optional<CArray>>> bad;
};

} // namespace lib

template <> struct std::hash<lib::NoDefault> {
  std::size_t operator()(const lib::NoDefault &x) const { return x.n; }
};

template <> struct weft::TreeTraits<lib::Module> {
  static auto fields(lib::Module &m) { return std::tie(m.w, m.b, m.width); }
  static constexpr const char *names[] = {"w", "b", "width"};
};

template <> struct weft::TreeTraits<lib::Packed> {
  static auto flatten(const lib::Packed &p) {
    return std::tuple(p.get().at(0), p.get().at(1));
  }
  static lib::Packed unflatten(std::tuple<Array, Array> parts) {
    return lib::Packed({std::get<0>(parts), std::get<1>(parts)});
  }
};

namespace {

using namespace lib;

float number(const Array &a) { return a.item<float>(); }

// The leaves of a tree as numbers.
template <class T> Ints numbers(const T &t) {
  Ints result;
  treeVisitLeaves(t, [&](const Array &a) { result.push_back(number(a)); });
  return result;
}

std::vector<Array> arrays(std::initializer_list<float> values) {
  std::vector<Array> result;
  for (float v : values)
    result.push_back(Array(v));
  return result;
}

Array plus(const Array &a, float x) { return Array(number(a) + x); }

Mlp mlp() {
  Mlp m;
  m.layers = {{1.f, 2.f}, {3.f, 4.f}};
  m.extra = {{"z", Array(6.f)}, {"scale", Array(5.f)}};
  m.head = Dense{7.f, 8.f};
  m.name = "net";
  return m;
}

template <class Fn> std::string fullMessageOf(Fn &&fn) {
  try {
    fn();
  } catch (const UserError &error) {
    return error.what();
  }
  return "no error";
}
/// Without the place.
template <class Fn> std::string messageOf(Fn &&fn) {
  std::string text = fullMessageOf(fn);
  return text.substr(0, text.find(" (" __FILE__));
}

TEST(Tree, concept) {
  static_assert(Tree<Array> && Tree<const Array &> && Tree<int>);
  static_assert(Tree<Mlp> && Tree<Named> && Tree<Wide> && Tree<Hollow>);
  static_assert(Tree<Node> && Tree<Module> && Tree<Packed> && Tree<Tagged>);
  static_assert(Tree<std::tuple<Array, std::pair<int, Mlp>>>);
  static_assert(Tree<std::array<Array, 3>> && Tree<std::monostate>);
  static_assert(Tree<NamedDerived> && Tree<HoldsNoDefault>);
  static_assert(Tree<ConstConfig> && Tree<std::variant<int, std::string>>);
  static_assert(!Tree<Derived> && !Tree<CArray> && !Tree<CArrays>);
  static_assert(!Tree<Reference> && !Tree<ConstReference> && !Tree<TooWide>);
  static_assert(!Tree<ConstLeaf> && !Tree<ConstPart> && !Tree<Deep>);
  static_assert(!Tree<std::tuple<Array &>> && !Tree<std::string_view>);
  static_assert(!Tree<const char *> && !Tree<std::shared_ptr<Array>>);
  static_assert(!Tree<std::unordered_map<std::string, Array>>);
  static_assert(!Tree<std::variant<Array, int>> && !Tree<std::span<Array>>);
  static_assert(!Tree<std::vector<std::function<void()>>>);
  static_assert(!Tree<std::map<std::complex<float>, Array>>);
  static_assert(std::is_same_v<TreeOf<const Mlp &>, Mlp>);
}

TEST(Tree, whereLeavesLie) {
  static_assert(treeHoldsLeaves<Mlp> && treeHoldsLeaves<const Node &>);
  static_assert(treeHoldsLeaves<Module> && treeHoldsLeaves<int>);
  static_assert(!treeHoldsLeaves<Packed>);
  static_assert(!treeHoldsLeaves<std::tuple<int, std::vector<Packed>>>);
  Mlp m = mlp();
  const Array *first = nullptr;
  treeVisitLeaves(m, [&](const Array &a) { first = first ? first : &a; });
  EXPECT_EQ(first, &m.layers[0].w);
}

TEST(Tree, leavesComeInTheOrderOfFieldsAndKeys) {
  EXPECT_THAT(numbers(Array(4.f)), ElementsAre(4));
  EXPECT_THAT(numbers(mlp()), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8));
  EXPECT_THAT(numbers(std::tuple(Array(1.f), 5, std::pair(Array(2.f), "x"s))),
              ElementsAre(1, 2));
  EXPECT_THAT(numbers(std::array<Dense, 2>{{{1.f, 2.f}, {3.f, 4.f}}}),
              ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(numbers(Module(1, 2, 3)), ElementsAre(1, 2));
  EXPECT_THAT(numbers(Packed(arrays({7, 8}))), ElementsAre(7, 8));
  EXPECT_TRUE(numbers(Hollow()).empty());
  EXPECT_TRUE(numbers(3).empty());
  std::vector<Array> leaves = arrays({9});
  treeFlatten(Dense{1.f, 2.f}, leaves);
  EXPECT_THAT(numbers(leaves), ElementsAre(9, 1, 2));
  EXPECT_EQ(treeLeafCount(mlp()), 8u);
}

TEST(Tree, thirtyTwoFields) {
  Wide wide;
  std::vector<Array> leaves;
  Ints expected;
  for (int i = 0; i < 32; ++i) {
    leaves.push_back(Array(float(i)));
    expected.push_back(i);
  }
  wide = treeUnflatten(wide, leaves);
  EXPECT_EQ(number(wide.a31), 31);
  EXPECT_EQ(numbers(wide), expected);
  EXPECT_EQ(leafPaths(wide).back(), ".31");
}

TEST(Tree, leafPaths) {
  EXPECT_EQ(leafPaths(mlp()),
            (Strings{".0[0].0", ".0[0].1", ".0[1].0", ".0[1].1",
                     ".1[\"scale\"]", ".1[\"z\"]", ".2.0", ".2.1"}));
  EXPECT_EQ(leafPaths(Named()), (Strings{".w", ".b", ".inner.0", ".inner.1"}));
  EXPECT_EQ(leafPaths(Module(1, 2, 3)), (Strings{".w", ".b"}));
  EXPECT_EQ(leafPaths(NamedDerived()), (Strings{".b", ".a"}));
  EXPECT_EQ(leafPaths(Array()), Strings{""});
  EXPECT_EQ(leafPaths(std::map<int, Array>{{-1, {}}, {2, {}}}),
            (Strings{"[-1]", "[2]"}));
  EXPECT_EQ(leafPaths(std::tuple(Dense(), std::optional<Array>())),
            (Strings{".0.0", ".0.1"}));
}

TEST(Tree, unflattenCopiesStaticFields) {
  Mlp like = mlp();
  like.activation = Activation::Tanh;
  Mlp out = treeUnflatten(like, arrays({10, 20, 30, 40, 50, 60, 70, 80}));
  EXPECT_THAT(numbers(out), ElementsAre(10, 20, 30, 40, 50, 60, 70, 80));
  EXPECT_THAT(numbers(like), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8));
  EXPECT_EQ(number(out.extra.at("z")), 60);
  EXPECT_EQ(out.activation, Activation::Tanh);
  EXPECT_EQ(out.name, "net");

  HoldsNoDefault none{1.f, NoDefault(4), 2.f};
  auto filled = treeUnflatten(none, arrays({5, 6}));
  EXPECT_EQ(filled.n.n, 4);
  EXPECT_EQ(number(filled.b), 6);
  EXPECT_EQ(treeUnflatten(Module(1, 2, 3), arrays({5, 6})).sum(), 11);
  EXPECT_THAT(
      numbers(treeUnflatten(Packed(arrays({1, 2})), arrays({5, 6})).get()),
      ElementsAre(5, 6));
  ConstConfig config{{7, "seven"}, 1.f};
  EXPECT_EQ(treeUnflatten(config, arrays({2})).config.n, 7);
}

TEST(Tree, unflattenByCursor) {
  std::vector<Array> leaves = arrays({1, 2, 3, 4, 5});
  LeafCursor cursor{leaves};
  EXPECT_THAT(numbers(treeUnflatten(Dense(), cursor)), ElementsAre(1, 2));
  EXPECT_THAT(numbers(treeUnflatten(Array(), cursor)), ElementsAre(3));
  EXPECT_EQ(cursor.remaining(), 2u);
  EXPECT_EQ(messageOf([&] { treeUnflatten(mlp(), cursor); }),
            "[treeUnflatten] there must be one leaf for each Array of the "
            "tree. Received 2 leaves for a tree of 8.");
  EXPECT_EQ(cursor.remaining(), 2u);
  EXPECT_EQ(messageOf([&] { treeUnflatten(Array(), leaves); }),
            "[treeUnflatten] there must be one leaf for each Array of the "
            "tree. Received 5 leaves for a tree of 1.");
}

TEST(Tree, recursiveTypes) {
  Node tree{1.f, {{2.f, {{3.f, {}}}}, {4.f, {}}}};
  EXPECT_THAT(numbers(tree), ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(leafPaths(tree),
            (Strings{".0", ".1[0].0", ".1[0].1[0].0", ".1[1].0"}));
  Node other{1.f, {{2.f, {}}, {4.f, {}}}};
  EXPECT_FALSE(treeStaticEqual(tree, other));
}

TEST(Tree, mapTakesTheFunctionLast) {
  Mlp p = mlp(), g = mlp();
  Mlp sum = treeMap(p, g, g, [](Array a, Array b, Array c) {
    return Array(number(a) + number(b) + number(c));
  });
  EXPECT_THAT(numbers(sum), ElementsAre(3, 6, 9, 12, 15, 18, 21, 24));
  EXPECT_EQ(sum.name, "net");
  EXPECT_THAT(numbers(treeMap(Packed(arrays({1, 2})),
                              [](const Array &a) { return plus(a, 1); })),
              ElementsAre(2, 3));
}

TEST(Tree, forEachAndReduce) {
  Ints seen;
  treeForEach(Dense{1.f, 2.f}, Dense{3.f, 4.f},
              [&](const Array &a, const Array &b) {
                seen.push_back(number(a) * 10 + number(b));
              });
  EXPECT_THAT(seen, ElementsAre(13, 24));
  float total = treeReduce(
      mlp(), 100.f, [](float sum, const Array &a) { return sum + number(a); });
  EXPECT_EQ(total, 136);
}

TEST(Tree, mapNamesTheFirstDifference) {
  auto mapped = [](auto change) {
    Mlp other = mlp();
    change(other);
    return messageOf([&] {
      treeMap(mlp(), mlp(), other, [](Array a, Array, Array) { return a; });
    });
  };
  const std::string rule = "[treeMap] trees must have the same structure. ";
  EXPECT_EQ(mapped([](Mlp &m) { m.layers.pop_back(); }),
            rule + "Received 2 elements at .0 in tree 0 and 1 element in "
                   "tree 2.");
  EXPECT_EQ(mapped([](Mlp &m) { m.head.reset(); }),
            rule + "Received a value at .2 in tree 0 and an empty optional in "
                   "tree 2.");
  EXPECT_EQ(mapped([](Mlp &m) {
              m.extra.erase("z");
              m.extra["y"] = 1.f;
            }),
            rule + "Received the key \"z\" at .1 in tree 0 and the key \"y\" "
                   "in tree 2.");
  EXPECT_EQ(mapped([](Mlp &m) { m.name = "nut"; }),
            rule + "Received \"net\" at .4 in tree 0 and \"nut\" in tree 2.");
  EXPECT_EQ(mapped([](Mlp &m) { m.rate = 1e-5f; }),
            rule + "Received 0.5 at .5 in tree 0 and 1e-05 in tree 2.");
  Named a, b;
  b.steps = 2;
  EXPECT_EQ(messageOf([&] { treeForEach(a, b, [](Array, Array) {}); }),
            "[treeForEach] trees must have the same structure. Received 0 at "
            ".steps in tree 0 and 2 in tree 1.");
}

TEST(Tree, messagesNameTheLineOfTheCall) {
  std::string file = __FILE__;
  auto where = [&](unsigned line) {
    return " (" + file + ":" + std::to_string(line) + ")";
  };
  using List = std::vector<Array>;
  List one(1, Array(1.f)), two(2, Array(1.f));
  auto ends = [](const std::string &text, const std::string &end) {
    EXPECT_TRUE(text.ends_with(end)) << text << " instead of " << end;
  };
  auto first = [](Array a, auto...) { return a; };
  ends(fullMessageOf([&] { treeMap(one, two, first); }), where(__LINE__));
  ends(fullMessageOf([&] { treeMap(one, one, two, first); }), where(__LINE__));
  ends(fullMessageOf([&] { treeForEach(one, two, first); }), where(__LINE__));
  ends(fullMessageOf([&] { treeForEach(one, one, two, first); }), where(__LINE__));
  ends(fullMessageOf([&] { treeUnflatten(one, two); }), where(__LINE__));
  LeafCursor cursor{one};
  ends(fullMessageOf([&] { treeUnflatten(two, cursor); }), where(__LINE__));
  TreeDef def = TreeDef::of(one);
  ends(fullMessageOf([&] { def.unflatten<List>(two); }), where(__LINE__));
  ends(fullMessageOf([&] { def.unflatten<Array>(one); }), where(__LINE__));
  // A place cannot follow a pack.
  ends(fullMessageOf([&] { treeMap(one, one, one, two, first); }), "in tree 3.");
}

TEST(Tree, hashAndEqualityAreOfTheStructureOnly) {
  Mlp a = mlp(), b = treeMap(a, [](const Array &x) { return plus(x, 1); });
  EXPECT_EQ(treeHash(a), treeHash(b));
  EXPECT_TRUE(treeStaticEqual(a, b));
  auto differs = [&](auto change) {
    Mlp c = mlp();
    change(c);
    EXPECT_FALSE(treeStaticEqual(a, c));
    EXPECT_NE(treeHash(a), treeHash(c));
  };
  differs([](Mlp &m) { m.activation = Activation::Tanh; });
  differs([](Mlp &m) { m.name = "x"; });
  differs([](Mlp &m) { m.bias = false; });
  differs([](Mlp &m) { m.head.reset(); });
  differs([](Mlp &m) { m.layers.emplace_back(); });
  differs([](Mlp &m) { m.extra["new"] = 1.f; });
  differs([](Mlp &m) {
    m.extra.erase("z");
    m.extra["y"] = 1.f;
  });
  EXPECT_NE(treeHash(1, 2), treeHash(2, 1));
  EXPECT_NE(treeHash(Dense()), treeHash(std::pair<Array, Array>()));
}

TEST(Tree, keysAreComparedWithoutAllocation) {
  const Mlp a = mlp(), b = mlp();
  const TreeDef def = TreeDef::of(a);
  const long before = allocations;
  const bool same = treeStaticEqual(a, b) && treeHash(a) == treeHash(b) &&
                    def.matches(b) && def.hash() == treeHash(b);
  std::size_t leaves = 0;
  treeVisitLeaves(a, [&](const Array &) { ++leaves; });
  EXPECT_EQ(allocations, before);
  EXPECT_TRUE(same);
  EXPECT_EQ(leaves, 8u);
}

TEST(Tree, floatingStaticsAreComparedByBits) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(treeStaticEqual(nan, nan));
  EXPECT_EQ(treeHash(nan), treeHash(nan));
  EXPECT_FALSE(treeStaticEqual(0.0f, -0.0f));
}

TEST(Tree, otherStatics) {
  Tagged a, b;
  EXPECT_TRUE(treeStaticEqual(a, b));
  b.mask = {true};
  EXPECT_FALSE(treeStaticEqual(a, b));
  b.mask.clear();
  b.function = [](Array x) { return x; };
  EXPECT_FALSE(treeStaticEqual(a, b));
  auto lambda = [](int x) { return x; };
  std::tuple<decltype(lambda), Array> tagged(lambda, Array(1.f));
  EXPECT_TRUE(treeStaticEqual(tagged, tagged));
  EXPECT_THAT(numbers(tagged), ElementsAre(1));
}

TEST(Tree, skeletonsHoldNoArray) {
  Mlp skeleton = treeSkeleton(mlp());
  treeVisitLeaves(skeleton, [](const Array &a) { EXPECT_TRUE(a.isNull()); });
  EXPECT_TRUE(treeStaticEqual(skeleton, mlp()));
}

TEST(TreeDef, isAKeyAndRebuilds) {
  TreeDef def = TreeDef::of(mlp());
  EXPECT_TRUE(def.matches(mlp()));
  EXPECT_FALSE(def.matches(Dense()));
  EXPECT_EQ(def.hash(), treeHash(mlp()));
  EXPECT_EQ(def.leafCount(), 8u);
  EXPECT_EQ(def, TreeDef::of(mlp()));
  EXPECT_FALSE(def == TreeDef::of(Dense()));
  EXPECT_FALSE(def == TreeDef());
  Mlp other = mlp();
  other.name = "other";
  EXPECT_FALSE(def == TreeDef::of(other));
  auto leaves = arrays({8, 7, 6, 5, 4, 3, 2, 1});
  EXPECT_THAT(numbers(def.unflatten<Mlp>(leaves)),
              ElementsAre(8, 7, 6, 5, 4, 3, 2, 1));
  EXPECT_THROW(def.unflatten<Dense>(leaves), UserError);
  const auto *first = leaves[0].get();
  EXPECT_EQ(treeLeaves(def.unflattenMoved<Mlp>(leaves))[0].get(), first);
  EXPECT_TRUE(leaves[0].isNull());
  leaves.pop_back();
  EXPECT_THROW(def.unflattenMoved<Mlp>(leaves), UserError);
  EXPECT_THROW(def.unflattenMoved<Dense>(leaves), UserError);
  EXPECT_EQ(def.leafPaths(), leafPaths(mlp()));
}

TEST(TreeDef, text) {
  EXPECT_EQ(TreeDef::of(mlp()).toString(),
            "{[{*, *}, {*, *}], {\"scale\": *, \"z\": *}, {*, *}, 0, \"net\", "
            "0.5, true}");
  EXPECT_EQ(TreeDef::of(Named()).toString(),
            "{w: *, b: *, steps: 0, inner: {*, *}}");
  EXPECT_EQ(TreeDef::of(std::tuple(std::optional<Array>(), Array())).toString(),
            "{none, *}");
  EXPECT_EQ(TreeDef::of(Array()).toString(), "*");
}

TEST(Axes, oneForAllOrOneForEach) {
  using List = std::vector<std::optional<int>>;
  EXPECT_EQ(broadcastAxes(-1, Dense()), (List{-1, -1}));
  EXPECT_EQ(broadcastAxes(std::nullopt, Dense()),
            (List{std::nullopt, std::nullopt}));
  EXPECT_EQ(broadcastAxes({0, std::nullopt}, Dense()), (List{0, std::nullopt}));
  EXPECT_EQ(messageOf([] {
              broadcastAxes({0, 1, 2}, Dense());
            }),
            "[vmap] axes are one for all leaves or one for each leaf. Received "
            "3 axes for 2 leaves.");
}

} // namespace

// As jax.lax: a carry that starts as a C++ scalar is one in the body too, stays
// weak if each step leaves it so, and takes the dtype of a step that does not.
#include "Check.h"

using namespace weft;
using namespace weft::test;

namespace {
struct Kind {
  Dtype dtype;
  bool weak;
  bool operator==(const Kind &) const = default;
};
std::ostream &operator<<(std::ostream &os, const Kind &k) {
  return os << shortName(k.dtype) << (k.weak ? "*" : "");
}
Kind kindOf(const Array &x) { return {x.dtype(), x.isWeak()}; }
} // namespace

TEST(WeakCarry, StaysWeak) {
  const Kind weak{Dtype::F32, true};
  auto twice = [](Array, Array c) { return c * 2; };
  auto both = [](auto f) {
    Array eager = f(Array(2.0)), jitted = jit(f)(2.0);
    EXPECT_EQ(kindOf(eager), kindOf(jitted));
    near("jit", jitted, {eager.item()});
    return kindOf(eager);
  };
  EXPECT_EQ(both([&](Array x) { return foriLoop(0, 3, twice, x); }), weak);
  EXPECT_EQ(both([](Array x) {
              return whileLoop([](Array c) { return c < 5; },
                               [](Array c) { return c * 2; }, x);
            }),
            weak);
  EXPECT_EQ(both([](Array x) {
              return scan([](Array c) { return std::pair{c * 2, nothing}; }, x,
                          {.length = 3})
                  .first;
            }),
            weak);
  auto [last, all] =
      scan([](Array c, Array x) { return std::pair{c * 2, x * c}; }, 2.0,
           ones({3}, Dtype::F16));
  EXPECT_EQ(kindOf(last), weak);
  EXPECT_EQ(kindOf(all), (Kind{Dtype::F16, false})) << "c gives way to x";
  near("all", all, {2, 4, 8});
}
TEST(WeakCarry, TheCounterIsWeakWhereItStartsSo) {
  auto product = [](const Operand &from) {
    return foriLoop(from, 4, [](Array i, Array c) { return c * i; },
                    scalar<int8_t>(1));
  };
  EXPECT_EQ(kindOf(product(1)), (Kind{Dtype::I8, false}));
  near("3!", product(1), {6});
  EXPECT_THROW(product(scalar(1)), DtypeError) << "i8 times i32";
  auto sums = jit([](Array n) {
    return foriLoop(0, n, [](Array i, Array c) { return c + i; },
                    scalar<uint8_t>(0));
  });
  EXPECT_EQ(kindOf(sums(5)), (Kind{Dtype::U8, false}));
  near("0 + … + 4", sums(5), {10});
}
TEST(WeakCarry, TakesTheDtypeOfAStep) {
  auto grown = [](auto init, const Array &factor) {
    return foriLoop(0, 3, [&](Array, Array c) { return c * factor; }, init);
  };
  EXPECT_EQ(kindOf(grown(2.0, scalar(Half(2.f)))), (Kind{Dtype::F16, false}));
  EXPECT_EQ(kindOf(grown(2.0, scalar(2.f))), (Kind{Dtype::F32, false}));
  EXPECT_EQ(kindOf(grown(Array(2), Array(0.5))), (Kind{Dtype::F32, true}));
  EXPECT_EQ(kindOf(grown(Array(2), scalar(0.5))), (Kind{Dtype::F64, false}));
  EXPECT_EQ(kindOf(grown(scalar(2.f), Array(2.0))), (Kind{Dtype::F32, false}));
  near("values", grown(Array(2), Array(0.5)), {.25});
  // One carry after another.
  auto [a, b] = foriLoop(
      0, 3,
      [](Array, std::pair<Array, Array> c) {
        return std::pair{c.second * 1.0, c.first + scalar(Half(1.f))};
      },
      std::pair<Array, Array>(0, 0));
  EXPECT_EQ(kindOf(a), (Kind{Dtype::F16, false}));
  EXPECT_EQ(kindOf(b), (Kind{Dtype::F16, false}));
  near("a", a, {1});
  near("b", b, {2});
}

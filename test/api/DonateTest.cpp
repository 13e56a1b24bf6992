// donate: a result in the memory of an argument, which is gone afterwards.
#include "weft/Error.h"
#include "weft/weft.h"
#include <gtest/gtest.h>

using namespace weft;

namespace {
struct Params {
  Array w, b;
};
Array start(float from) { return arange(from, from + 4000.f); }
} // namespace

TEST(Donate, ResultLiesInTheDonatedMemory) {
  auto f = jit([](const Array &x, const Array &y) -> Array {
    return x - 0.5f * y;
  });
  Array x = start(1), y = start(3);
  const void *memory = x.bytes();
  auto want = f(x, y).toVector<float>();
  Array z = f(donate(x), y);
  EXPECT_EQ(z.bytes(), memory);
  EXPECT_EQ(z.toVector<float>(), want);
  EXPECT_EQ(f.compilations(), 2u);
}

TEST(Donate, TheDonorIsGone) {
  auto f = jit([](const Array &x) -> Array { return x * 2.f; });
  Array x = start(1);
  Array copy = x;
  f(donate(x));
  try {
    x + 1.f;
    FAIL();
  } catch (const UserError &e) {
    EXPECT_EQ(std::string(e.what()),
              "[add] the array was donated and is gone. Received f32[4000]. "
              "(" __FILE__ ":" +
                  std::to_string(__LINE__ - 6) +
                  ") Hint: use the result of the call it was donated to.");
  }
  EXPECT_THROW(copy.toVector(), UserError);
}

TEST(Donate, SharedMemoryIsCopied) {
  auto f = jit([](const Array &x) -> Array { return x * 2.f; });
  Array x = start(1);
  Array view = reshape(x, {4, 1000}); // on the same elements
  auto before = view.toVector<float>();
  Array y = f(donate(x));
  EXPECT_EQ(view.toVector<float>(), before);
  EXPECT_EQ(y.toVector<float>()[3], 8.f);
}

TEST(Donate, TreesAndLoops) {
  auto step = jit([](const Params &p, const Array &g) {
    return treeMap(p, [&](const Array &leaf) -> Array { return leaf - g; });
  });
  Params p{start(0), start(10)};
  const void *w = p.w.bytes();
  for (int i = 0; i < 5; ++i)
    p = step(donate(p), Array(1.f));
  EXPECT_EQ(p.w.bytes(), w);
  EXPECT_EQ(p.w.toVector<float>()[7], 2.f);
  EXPECT_EQ(p.b.toVector<float>()[0], 5.f);
  EXPECT_EQ(step.compilations(), 1u);
}

TEST(Donate, InsideATraceItIsTheArray) {
  auto f = jit([](const Array &x) -> Array {
    return jit([](const Array &y) -> Array { return y + 1.f; })(donate(x)) + x;
  });
  EXPECT_EQ(f(Array({1.f, 2.f})).toVector<float>(),
            (std::vector<float>{3.f, 5.f}));
}

/// What the call would write over must not be read by it, either; nothing is
/// taken where it is refused.
TEST(Donate, NothingIsGivenTwice) {
  auto f = jit([](const Array &g, const Array &m) -> Array {
    return m * 0.5f + flip(g);
  });
  Array x = start(1);
  auto message = [&](auto call) {
    try {
      call();
    } catch (const UserError &e) {
      std::string text = e.what();
      return text.substr(0, text.find(" (")) +
             text.substr(text.find(") Hint") + 1);
    }
    return std::string("nothing is thrown");
  };
  std::string head = "[jit] a donated array must not be given twice. "
                     "Received f32[4000] as ",
              hint = " Hint: donate a copy of it, or do not donate it.";
  EXPECT_EQ(message([&] { f(x, donate(x)); }),
            head + "arguments 0 and 1." + hint);
  EXPECT_EQ(message([&] { f(donate(x), x); }),
            head + "arguments 0 and 1." + hint);
  EXPECT_EQ(message([&] { f(donate(x), donate(x)); }),
            head + "arguments 0 and 1." + hint);
  auto g = jit([x](const Array &y) -> Array { return y * 2.f + flip(x); });
  EXPECT_EQ(message([&] { g(donate(x)); }),
            head + "argument 0 and captured by the function." + hint);
  // An array that is gone is noticed before another is taken.
  Array y = x + 0.f, gone = x + 0.f;
  jit([](const Array &a) -> Array { return a + 1.f; })(donate(gone));
  EXPECT_THROW(f(donate(y), gone), UserError);
  EXPECT_EQ(x.toVector<float>()[3], 4.f);
  EXPECT_EQ(y.toVector<float>()[3], 4.f);
  // Views are of the same elements, not the same array.
  Array view = reshape(x, {4, 1000});
  EXPECT_EQ(f(ravel(view), donate(x)).toVector<float>()[0], 4000.5f);
}

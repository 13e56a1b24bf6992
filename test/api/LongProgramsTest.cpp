// Chains of loops and branches, of which each is a function of its own and
// equal ones are one: what they compute is what single operations do.
#include "Check.h"

using namespace weft;
using namespace weft::test;

namespace {
struct Links {
  const char *name;
  Array (*link)(const Array &x, int i);
};
/// Some are alike, some not, some depend on what came before.
const Links links[] = {
    {"scans",
     [](const Array &x, int i) -> Array {
       auto step = [=](Array c, Array v) {
         Array next = c * .5f + .3f * sin(v * (1.f + .01f * float(i % 5)));
         return std::pair(next, next + c);
       };
       auto [last, ys] = scan(step, x[0], x);
       return ys * .4f + .1f * last + x * .5f;
     }},
    {"whiles",
     [](const Array &x, int i) -> Array {
       using State = std::pair<Array, Array>;
       auto more = [](State s) { return s.first < 4; };
       auto next = [=](State s) -> State {
         return {s.first + 1, s.second * .9f + float(i % 3)};
       };
       auto [n, y] = whileLoop(more, next, State(Array(i % 2), x));
       return y / (astype(n, Dtype::F32) + sum(abs(y)));
     }},
    {"branches",
     [](const Array &x, int i) -> Array {
       return cond(
           sum(x) > .1f * float(i % 4), [=](Array x) { return sin(x) - .1f; },
           [=](Array x) { return x * x + .2f * float(i % 2); }, x);
     }},
    {"sorts",
     [](const Array &x, int i) -> Array {
       return sort(x * (i % 2 ? -1.1f : 1.2f)) + .1f * x;
     }},
    {"nested",
     [](const Array &x, int i) -> Array {
       auto step = [=](Array c, Array v) {
         Array next = cond(
             c > v, [](Array c, Array v) { return c - .5f * v; },
             [=](Array c, Array v) { return c * .3f + v * float(i % 2); }, c,
             v);
         return std::pair(next, next);
       };
       return scan(step, sum(x) * .1f, x).second;
     }},
};
void PrintTo(const Links &test, std::ostream *os) { *os << test.name; }

class LongPrograms : public testing::TestWithParam<Links> {};
Array chain(const Links &test, Array x, int n) {
  for (int i = 0; i < n; ++i)
    x = test.link(x, i);
  return x;
}
constexpr int many = 30; // 24 of one block stay in its function
Array start() { return sin(arange(0, 17) * 1.7f); }
} // namespace

TEST_P(LongPrograms, AreTheirOperations) {
  Links test = GetParam();
  auto f = [=](Array x) { return chain(test, x, many); };
  same("value", jit(f)(start()), f(start()), 1e-5);
}
TEST_P(LongPrograms, HaveTheirGradients) {
  Links test = GetParam();
  auto f = [=](Array x) -> Array { return sum(chain(test, x, many) * x); };
  auto along = [=](Array x) { return jvp(f, x, x * x).second; };
  same("tangent", jit(along)(start()), along(start()), 1e-4);
  if (test.name != std::string("whiles")) // which have no reverse derivatives
    same("gradient", jit(grad(f))(start()), grad(f)(start()), 1e-4);
}
TEST_P(LongPrograms, InALoop) {
  Links test = GetParam();
  auto f = [=](Array x) {
    auto step = [=](Array c) {
      return std::pair(chain(test, c, many), nothing);
    };
    return scan(step, x, {.length = 2}).first;
  };
  same("value", jit(f)(start()), f(start()), 1e-5);
}
TEST_P(LongPrograms, OfManyThreads) {
  Links test = GetParam();
  auto f = [=](Array x) { return chain(test, x, many); };
  Array x = sin(arange(0, 5000) * 1.7f);
  if (test.name == std::string("sorts"))
    x = sin(arange(0, 70000) * 1.7f);
  auto compiled = jit(f);
  same("value", compiled.withThreads(2)(x), compiled.withThreads(1)(x), 0);
}
/// So many calls are handed places in the arena as numbers.
TEST(Branches, OfAThousandLinks) {
  auto f = [](Array x) { return chain(links[2], x, 1100); };
  same("value", jit(f)(start()), f(start()), 1e-4);
}
/// What is updated once many have read it, and what is updated between them.
TEST(Branches, ReadOneArray) {
  for (int updated : {-1, 15, many}) {
    auto f = [=](Array x, Array w) {
      Array all = sin(w);
      for (int i = 0; i < many; ++i) {
        if (i == updated)
          all = all.at(3).set(x[0]);
        auto step = [=](Array c) {
          return std::pair<Array, Nothing>(c * .5f + all, nothing);
        };
        x = scan(step, x, {.length = 3}).first;
        x = cond(
            sum(x) > .1f * float(i % 4), [=](Array x) { return x * all; },
            [=](Array x) { return x - all[i % 17]; }, x);
      }
      return std::pair(x, all.at(5).set(2.f));
    };
    Array x = start(), w = cos(start());
    auto compiled = jit(f)(x, w);
    auto apart = f(x, w);
    same("value", compiled.first, apart.first, 1e-5);
    same("array", compiled.second, apart.second, 1e-6);
  }
}
/// Another shape of an array that is updated, and both often in one step.
TEST(Branches, ReadAnotherShapeOfOneArray) {
  auto f = [](Array x, Array w) {
    Array all = sin(w), shaped = reshape(all, {1, 17});
    for (int i = 0; i < many; ++i) {
      if (i == 0)
        all = all.at(3).set(x[1]);
      auto step = [=](Array c) {
        return std::pair<Array, Nothing>(c * .5f + sum(shaped) * .01f +
                                             all * .1f,
                                         nothing);
      };
      x = scan(step, x, {.length = 2}).first;
    }
    auto often = [=](Array c) {
      for (int i = 0; i < many; ++i)
        c = sin(c * all + cos(w));
      return std::pair<Array, Nothing>(c, nothing);
    };
    return scan(often, x, {.length = 2}).first;
  };
  Array x = start(), w = cos(start());
  same("value", jit(f)(x, w), f(x, w), 1e-5);
}
/// What many loops read may lie in donated memory, in which a result ends: it is
/// not read past the analysis.
TEST(Branches, ReadWhatLiesInDonatedMemory) {
  auto f = [](Array x, const Array &w) {
    Array v = w.at(2).set(3.f), y = x;
    for (int i = 0; i < many; ++i) {
      auto step = [=](const Array &c) {
        return std::pair<Array, Nothing>(c * .5f + v, nothing);
      };
      x = scan(step, x, {.length = 2}).first;
      if (i == 5)
        y = x * .5f + y;
    }
    return std::pair<Array, Array>(x, y);
  };
  auto [x, y] = f(start(), cos(start()));
  Array a = start(), b = cos(start());
  auto [jx, jy] = jit(f)(donate(a), donate(b));
  same("loops", jx, x, 1e-5);
  same("one on the way", jy, y, 1e-5);
}
/// Past a thousand calls, and the arena's start in the slot of a result.
TEST(Branches, HandOnTheStartOfTheArena) {
  auto f = [](Array x, Array w) {
    std::vector<Array> read;
    for (int k = 0; k < 6; ++k)
      read.push_back(sin(w * float(k + 1)));
    for (int i = 0; i < 520; ++i) {
      x = cond(
          x[0] > .1f, [](Array q) { return q * .5f; },
          [](Array q) { return q + 1.f; }, x);
      auto step = [=](Array q) {
        for (int k = 0; k < 6; ++k)
          q = q * .5f + read[(i + k) % 6];
        return std::pair<Array, Nothing>(q, nothing);
      };
      x = scan(step, x, {.length = 2}).first;
    }
    return x;
  };
  Array x = sin(arange(0, 3000) * .1f);
  same("value", jit(f)(x, x), f(x, x), 1e-4);
}
/// Calls are handed what the call before was, but for what that returned.
TEST(Branches, OfFewAndOfManyOperands) {
  auto f = [](Array x) {
    std::vector<Array> read;
    for (int i = 0; i < 8; ++i)
      read.push_back(cos(x * float(i + 1)));
    for (int i = 0; i < many; ++i) {
      auto step = [=](Array c) {
        for (const Array &a : read)
          c = c * .8f + a;
        return std::pair<Array, Nothing>(c, nothing);
      };
      x = scan(step, x, {.length = 2}).first;
      x = cond(
          sum(x) > .1f * float(i % 4), [](Array x) { return sin(x); },
          [](Array x) { return x * .5f; }, x);
    }
    return x;
  };
  same("value", jit(f)(start()), f(start()), 1e-4);
}
/// What a branch that is not taken would have handed to a call is not there.
TEST(Branches, BesideLoopsOfTheirFunction) {
  auto f = [](Array x, Array on) {
    std::vector<Array> read;
    for (int i = 0; i < 3; ++i)
      read.push_back(cos(x * float(i + 1)));
    auto link = [](Array x, const Array &a, float by) -> Array {
      Array h = x * by + a;
      return where(h > max(h) / 2.f, h - .1f, tanh(h) + .01f * sum(a * x));
    };
    for (int i = 0; i < 60; ++i) {
      x = link(x, read[i % 3], .5f + .01f * float(i % 7));
      if (i % 6 == 0)
        x = cond(
            on > float(i), [=](Array x) { return link(x, read[1], .3f); },
            [=](Array x) { return link(x, read[2], .4f); }, x);
    }
    return x;
  };
  Array x = sin(arange(0, 150) * 1.7f);
  for (float on : {-1.f, 20.f, 90.f})
    same("value", jit(f)(x, on), f(x, on), 1e-4);
}
INSTANTIATE_TEST_SUITE_P(All, LongPrograms, testing::ValuesIn(links),
                         [](const auto &info) { return info.param.name; });

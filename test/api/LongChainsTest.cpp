// Hundreds of updates of one array and arrays of hundreds of parts: the time
// to compile either grew with the fourth power (200 updates took 79 s). What
// is done so that it does not is not to be seen in any value.
#include "Check.h"

using namespace weft;
using namespace weft::test;

namespace {
void expectSame(const Array &got, const Array &want) {
  ASSERT_EQ(got.shape(), want.shape());
  EXPECT_EQ(got.toVector<float>(), want.toVector<float>());
}
template <class F, class... Args> void expectAsEager(F f, Args... args) {
  std::vector<Array> got = jit(f)(args...), want = f(args...);
  ASSERT_EQ(got.size(), want.size());
  for (size_t i = 0; i < got.size(); ++i) {
    SCOPED_TRACE(i);
    expectSame(got[i], want[i]);
  }
}
Array updated(Array s, int n) {
  for (int k = 0; k < n; ++k)
    s = s.at(k % 64).set(s[(k * 7) % 64] * 0.5f);
  return s;
}
} // namespace

TEST(LongChains, Updates) {
  std::vector<float> want;
  for (int i = 0; i < 64; ++i)
    want.push_back(float(i + 1));
  Array x = array(want);
  for (int k = 0; k < 300; ++k)
    want[k % 64] = want[(k * 7) % 64] * 0.5f;
  auto f = jit([](Array x) { return updated(x, 300); });
  EXPECT_EQ(f(x).toVector<float>(), want);
  EXPECT_EQ(x[5].item<float>(), 6.f); // not in place of the argument
}

TEST(LongChains, OlderValuesAreStillRead) {
  expectAsEager(
      [](Array x) {
        std::vector<Array> all{updated(x, 10), updated(x, 16)};
        Array s = x;
        for (int k = 0; k < 50; ++k) {
          s = s.at(k % 64).add(s[(k * 7) % 64]);
          if (k % 7 == 3 || k == 15 || k == 16)
            all.push_back(s);
        }
        for (int k : {3, 5})
          all.push_back(all[k].at(1).set(9.f) + s);
        return all;
      },
      arange(64.f));
}

TEST(LongChains, InLoops) {
  expectAsEager(
      [](Array x) {
        Array y = foriLoop(
            0, 5, [](Array, Array s) { return updated(s, 40) + 1.f; }, x);
        Array z = foriLoop(
            0, 3, [](Array, Array s) { return updated(s, 40); }, x + 1.f);
        return std::vector<Array>{y, z, x};
      },
      arange(64.f));
}

TEST(LongChains, Parts) {
  expectAsEager(
      [](Array x) {
        std::vector<Array> parts;
        for (int k = 0; k < 200; ++k)
          parts.push_back(x = x * 0.5f + float(k));
        return std::vector<Array>{stack(parts), stack(parts, 1)};
      },
      arange(8.f));
}

TEST(LongChains, PartsThatAreUsedAfterwards) {
  expectAsEager(
      [](Array x) {
        std::vector<Array> parts;
        for (int k = 0; k < 12; ++k)
          parts.push_back(x * float(k + 1));
        Array old = x + 0.5f;
        parts[4] = old.at(0).set(-1.f);
        parts[6] = x;
        parts[8] = parts[7];
        Array view = flip(reshape(parts[9], {2, 4}), {0});
        Array all = concatenate(parts);
        Array other = old.at(1).set(-5.f);           // its memory is a part's
        Array part = parts[3].at(0).set(100.f);      // a part
        Array whole = all.at(9).set(7.f) * 1.f;      // the whole
        Array later = parts[1] + parts[2] + parts[9]; // parts, after that
        return std::vector<Array>{all,   other, part,
                                  whole, later, view.at(idx::at(0, 1)).set(3.f),
                                  all + flip(all)};
      },
      arange(8.f));
}

TEST(LongChains, PartsInLoopsAndBranches) {
  auto step = [](Array x) {
    std::vector<Array> parts;
    for (int k = 0; k < 10; ++k) {
      Array y = x * 0.5f + float(k);
      if (k % 3 == 0)
        y = cond(
            sum(y) > 20.f, [](Array y) { return y + 1.f; },
            [](Array y) { return y; }, y);
      parts.push_back(y);
    }
    Array all = concatenate(parts);
    return all.at(3).set(parts[2][1]);
  };
  expectAsEager(
      [&](Array x) {
        Array y = foriLoop(
            0, 4,
            [&](Array, Array x) {
              Array rows = reshape(step(x), {10, 8});
              return rows[3] + rows[7];
            },
            x);
        return std::vector<Array>{y, step(y)};
      },
      arange(8.f));
}

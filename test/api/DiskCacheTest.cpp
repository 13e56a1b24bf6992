// The compile cache on disk: what is found again, what is not trusted, and how
// much is kept.
#include "Runtime/Buffer.h"
#include "Runtime/DiskCache.h"
#include "weft/weft.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

using namespace weft;
namespace fs = std::filesystem;

namespace weft::ir {
uint64_t compilations(); // lib/Api/Execute.h, without MLIR's headers
uint64_t loadsFromDisk();
} // namespace weft::ir

namespace {
/// A folder of the test's own as the cache.
class DiskCache : public testing::Test {
protected:
  void SetUp() override {
    folder = (fs::temp_directory_path() / "weft-cache-XXXXXX").string();
    ASSERT_TRUE(mkdtemp(folder.data()));
    setenv("WEFT_CACHE_DIR", folder.c_str(), 1);
    setenv("WEFT_CACHE_MIB", "64", 1);
  }
  void TearDown() override {
    setenv("WEFT_CACHE_DIR", "", 1);
    unsetenv("WEFT_CACHE_MIB");
    fs::remove_all(folder);
  }
  std::vector<fs::path> files() const {
    std::vector<fs::path> out;
    for (const auto &entry : fs::directory_iterator(folder))
      out.push_back(entry.path());
    return out;
  }
  std::string folder;
};

struct Counts {
  uint64_t made, found;
  bool operator==(const Counts &) const = default;
};
std::ostream &operator<<(std::ostream &os, const Counts &c) {
  return os << c.made << " made, " << c.found << " found";
}
template <class F> Counts during(F f) {
  uint64_t made = ir::compilations(), found = ir::loadsFromDisk();
  f();
  return {ir::compilations() - made, ir::loadsFromDisk() - found};
}
/// A new jit of the same function each time: nothing is shared in memory.
std::vector<float> run(float factor = 2, JitOptions options = {}) {
  auto f = jit([factor](Array x) { return sin(x) * factor + x; }, options);
  return f(Array{1.f, 2.f, 3.f}).toVector<float>();
}
constexpr Counts made{1, 0}, found{0, 1};
} // namespace

TEST_F(DiskCache, FindsTheSameFunction) {
  std::vector<float> first, second;
  EXPECT_EQ(during([&] { first = run(); }), made);
  EXPECT_EQ(files().size(), 1u);
  EXPECT_EQ(during([&] { second = run(); }), found);
  EXPECT_EQ(first, second);
}

TEST_F(DiskCache, IsKeyedOnAllThatMatters) {
  run();
  EXPECT_EQ(during([] { run(3); }), made) << "another constant";
  EXPECT_EQ(during([] { run(2, {.fastMath = true}); }), made);
  EXPECT_EQ(during([] { run(2, {.threads = 1}); }), found) << "the same code";
  auto shape = [](Array x) { return jit([](Array x) { return x * x; })(x); };
  shape(Array{1.f, 2.f});
  EXPECT_EQ(during([&] { shape(Array{1.f, 2.f, 3.f}); }), made);
  EXPECT_EQ(during([&] { shape(Array{1, 2}); }), made);
  auto minus = [](bool swap) {
    jit([swap](Array x, Array y) { return swap ? y - x : x - y; })(
        Array{1.f, 2.f}, Array{5.f, 6.f});
  };
  minus(false);
  EXPECT_EQ(during([&] { minus(true); }), made) << "the operands' order";
  EXPECT_EQ(during([&] { minus(true); }), found);
  auto donated = [](bool give) {
    Array x = arange(0.f, 100.f);
    Array y = jit([](Array x) { return x + 1; })(give ? donate(x) : x);
    EXPECT_EQ(y.toVector<float>()[99], 100.f);
  };
  donated(false);
  EXPECT_EQ(during([&] { donated(true); }), made);
  EXPECT_EQ(during([&] { donated(true); }), found);
}

TEST_F(DiskCache, ConstantsCountByTheirBytes) {
  auto f = [](float last) {
    Array table{1.f, 1.f, last};
    return jit([table](Array x) { return sum(table * x); })(2.f).item<float>();
  };
  EXPECT_EQ(f(1), 6.f);
  EXPECT_EQ(f(11), 26.f);
}

TEST_F(DiskCache, EverySortOfFunctionComesBack) {
  auto all = [] {
    std::vector<float> out;
    Array m = reshape(arange(0.f, 96.f * 96), {96, 96}) / 9216;
    auto add = [&](const Array &x) {
      for (float v : reshape(x, {-1}).toVector<float>())
        out.push_back(v);
    };
    add(jit([](Array m) { return matmul(m, m); })(m)); // a shared kernel
    add(jit([](Array m) {
      return foriLoop(0, 5, [](Array, Array x) { return x * 0.5f + 1; }, m);
    })(m));
    add(jit([](Array m) { return sort(m, 0); })(m));
    add(jit(grad([](Array m) { return sum(tanh(m) / (1 + m * m)); }))(m));
    return out;
  };
  auto first = all();
  std::vector<float> second;
  Counts again = during([&] { second = all(); });
  EXPECT_EQ(again.made, 0u);
  EXPECT_GE(again.found, 4u);
  EXPECT_EQ(first, second);
}

TEST_F(DiskCache, CallbacksAreNotKept) {
  auto call = [] {
    int calls = 0;
    jit([&](Array x) {
      hostCallback([&](const std::vector<Array> &) { ++calls; }, {x});
      return x + 1;
    })(Array{1.f, 2.f});
    return calls;
  };
  EXPECT_EQ(during([&] { EXPECT_EQ(call(), 1); }), made);
  EXPECT_EQ(during([&] { EXPECT_EQ(call(), 1); }), made);
}

TEST_F(DiskCache, WhatIsDamagedIsMadeAnew) {
  auto want = run();
  ASSERT_EQ(files().size(), 1u);
  fs::path file = files()[0];
  std::string good;
  {
    std::ifstream in(file, std::ios::binary);
    good.assign(std::istreambuf_iterator<char>(in), {});
  }
  auto replace = [&](const std::string &text) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
  };
  auto flipped = [&](size_t at) {
    std::string bad = good;
    bad[at] ^= 4;
    return bad;
  };
  for (const std::string &bad :
       {std::string(), std::string("hello"), good.substr(0, good.size() / 2),
        good + "x", flipped(0), flipped(20), flipped(75), flipped(84),
        flipped(good.size() / 2), flipped(good.size() - 1)}) {
    replace(bad);
    EXPECT_EQ(during([&] { EXPECT_EQ(run(), want); }), made);
    EXPECT_EQ(during([&] { EXPECT_EQ(run(), want); }), found) << "replaced";
  }
  // Another function's file under this name.
  run(7);
  for (const fs::path &other : files())
    if (other != file)
      fs::copy_file(other, file, fs::copy_options::overwrite_existing);
  EXPECT_EQ(during([&] { EXPECT_EQ(run(), want); }), made);
}

TEST_F(DiskCache, EveryChangedByteIsNoticed) {
  run();
  ASSERT_EQ(files().size(), 1u);
  fs::path file = files()[0];
  std::string key = file.stem().string(), good;
  {
    std::ifstream in(file, std::ios::binary);
    good.assign(std::istreambuf_iterator<char>(in), {});
  }
  ASSERT_TRUE(rt::disk::load(key));
  size_t step = std::max<size_t>(1, good.size() / 400), tried = 0;
  for (size_t at = 0; at < good.size(); at += step, ++tried) {
    std::string bad = good;
    bad[at] ^= char(1 << at % 8);
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bad;
    EXPECT_FALSE(rt::disk::load(key)) << "byte " << at;
  }
  EXPECT_GE(tried, 200u);
  // Two that a sum of the words would not see.
  for (size_t at = 100; at + 16 < good.size(); at += good.size() / 7) {
    std::string bad = good;
    std::swap(bad[at], bad[at + 8]);
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bad;
    EXPECT_EQ(rt::disk::load(key).has_value(), bad == good) << "byte " << at;
  }
}

TEST_F(DiskCache, WhatOthersMayWriteIsNotRead) {
  run();
  fs::path file = files()[0];
  chmod(file.c_str(), 0666);
  EXPECT_EQ(during([] { run(); }), made);
  struct stat st;
  ASSERT_EQ(stat(file.c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0600u);
  fs::path moved = file.string() + ".moved";
  fs::rename(file, moved);
  fs::create_symlink(moved, file);
  EXPECT_EQ(during([] { run(); }), made);
}

TEST_F(DiskCache, WorksWhereNothingCanBeKept) {
  fs::path file = folder + "/file";
  std::ofstream(file) << "no folder";
  setenv("WEFT_CACHE_DIR", file.c_str(), 1);
  EXPECT_EQ(during([] { run(); }), made);
  setenv("WEFT_CACHE_DIR", "", 1);
  EXPECT_EQ(during([] { run(); }), made);
  setenv("WEFT_CACHE_DIR", (folder + "/a/b").c_str(), 1);
  EXPECT_EQ(during([] { run(); }), made);
  EXPECT_EQ(during([] { run(); }), found) << "the folder has been made";
}

TEST_F(DiskCache, KeepsNoMoreThanTheLimit) {
  setenv("WEFT_CACHE_MIB", "1", 1);
  std::string bytes(100000, 'x');
  for (int i = 0; i < 40; ++i)
    rt::disk::store("key" + std::to_string(i), bytes);
  EXPECT_LE(rt::disk::usage().bytes, 1u << 20);
  EXPECT_TRUE(rt::disk::load("key39")) << "the newest stay";
  EXPECT_FALSE(rt::disk::load("key0"));
  // Larger than all: not kept.
  rt::disk::store("huge", std::string(2 << 20, 'y'));
  EXPECT_FALSE(rt::disk::load("huge"));
}

TEST_F(DiskCache, ManyAtOnce) {
  // Threads stand in for processes: nothing but the file system is shared.
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([] {
      for (int i = 0; i < 200; ++i) {
        std::string key = "k" + std::to_string(i % 5);
        if (auto bytes = rt::disk::load(key)) {
          EXPECT_EQ(*bytes, std::string(5000, key[1]));
        }
        rt::disk::store(key, std::string(5000, key[1]));
      }
    });
  for (std::thread &t : threads)
    t.join();
  EXPECT_EQ(files().size(), 5u) << "no part is left";
}

TEST_F(DiskCache, StatsSayWhereTheCodeIsFrom) {
  auto f = [](Array x) { return cumsum(exp(x), 0); };
  Array x = ones({100});
  EXPECT_FALSE(jit(f).stats(x).fromDisk);
  EXPECT_TRUE(jit(f).stats(x).fromDisk);
}

TEST(JitStats, ThePlannedPeakIsTheTruth) {
  auto f = jit([](Array x, Array w) {
    Array h = tanh(matmul(x, w)); // an array of its own: softmax reads it twice
    return std::pair{matmul(h, transpose(w)), sum(exp(h - max(h, 1, true)), 0)};
  });
  rt::releaseKeptMemory();
  uint64_t before = rt::memoryStats().liveBytes;
  Array x = ones({600, 500}), w = ones({500, 400});
  JitStats stats = f.stats(x, w);
  EXPECT_EQ(stats.argumentBytes, 4u * (600 * 500 + 500 * 400));
  EXPECT_EQ(stats.resultBytes, 4u * (600 * 500 + 400));
  EXPECT_GT(stats.arenaBytes, 4u * 600 * 400 - 1);
  rt::resetPeak();
  auto y = f(x, w);
  double real = rt::memoryStats().peakBytes - before;
  double planned = stats.peakBytes - stats.stackBytes; // FootprintTest has that
  EXPECT_NEAR(real, planned, 0.05 * planned);
  EXPECT_EQ(f.compilations(), 1u);
}

// The hidden layers of a step are dead by the time that its last product writes
// the larger result, and lie in that result's memory until then.
TEST(JitStats, WhatIsDeadBeforeAResultLiesInIt) {
  auto step = [](Array x, Array w, Array v) {
    Array a = tanh(matmul(x, w)), b = tanh(matmul(a, w));
    Array c = a * b + sin(matmul(b, w));
    return matmul(transpose(c), matmul(c, v));
  };
  Array x = sin(iota({128, 512}, 1, Dtype::F32)),
        w = cos(iota({512, 512}, 0, Dtype::F32) * 0.37f) * 0.05f,
        v = cos(iota({512, 700}, 1, Dtype::F32)) * 0.05f;
  auto f = jit(step);
  uint64_t layer = 4 * 128 * 512, last = 4 * 128 * 700;
  EXPECT_LT(f.stats(x, w, v).arenaBytes, layer + last + layer / 2);
  Array got = f(x, w, v), want = step(x, w, v); // the second op by op
  EXPECT_LT(max(abs(got - want)).item<float>(),
            1e-4f * max(abs(want)).item<float>());
  EXPECT_TRUE(all(got == f(x, w, v)).item<bool>());
}

// A loop over differences of pairs keeps places, not pairs.
TEST(JitStats, ALoopKeepsWhatItsBackwardPassCannotComputeAgain) {
  auto energy = [](Array x) {
    auto step = [](Array x, std::tuple<>) {
      Array d = expandDims(x, 0) - expandDims(x, 1); // [24, 24, 3]
      Array r = 1 / sqrt(sum(square(d), 2) + 0.1);
      Array pull = sum(d * expandDims(r * r * r, 2), 1);
      return std::pair{x + 0.01 * pull, std::tuple<>()};
    };
    return sum(square(
        scan(step, x, std::tuple<>(), {.length = 20}).first));
  };
  Array x = sin(iota({72}, 0, Dtype::F64) * 1.7);
  x = reshape(x, {24, 3});
  auto f = jit(grad(energy));
  // Less than three numbers a pair and step; there were more than twelve.
  EXPECT_LT(f.stats(x).arenaBytes, 3u * 8 * 20 * 24 * 24);
  Array t = cos(iota({72}, 0, Dtype::F64)), g = f(x);
  t = reshape(t, {24, 3});
  double h = 1e-6;
  double want = (energy(x + h * t) - energy(x - h * t)).item<double>() / (2 * h);
  EXPECT_NEAR(sum(g * t).item<double>(), want, 1e-4 * std::abs(want));
}

TEST(JitStats, DonatedMemoryCountsOnce) {
  auto f = jit([](Array x) { return x * 2; });
  Array x = ones({1000});
  JitStats twice = f.stats(x), once = f.stats(donate(x));
  EXPECT_EQ(twice.peakBytes - twice.stackBytes, 8000u);
  EXPECT_EQ(once.peakBytes - once.stackBytes, 4000u);
  jit([&](Array y) {
    EXPECT_THROW(f.stats(y), TraceError);
    return y;
  })(x);
}

TEST(JitStats, TheArenaIsInCacheLines) {
  auto f = jit([](Array x) { return sum(sort(x, 0) * sort(-x, 0)); });
  for (int64_t n : {1025, 1031, 2001}) {
    uint64_t bytes = f.stats(ones({n})).arenaBytes;
    EXPECT_GE(bytes, 2u * 4 * n);
    EXPECT_EQ(bytes % 64, 0u);
  }
}

//===-- The tuner's choice ------------------------------------------------===//
namespace {
constexpr Tune choices[] = {Tune::Threads, Tune::Any};
std::string tuningOf(Tune tune) {
  auto f = jit([](Array x) { return sin(x) * 3 + x; }, {.tune = tune});
  return f.stats(Array{1.f, 2.f, 3.f}).tuning;
}
} // namespace

TEST_F(DiskCache, WhatATunerChoseIsFoundAgain) {
  for (Tune tune : choices) {
    EXPECT_TRUE(tuningOf(tune).starts_with("grain=")) << tuningOf(tune);
    // No measurement can give this one.
    const std::string strange = "grain=7 reads=5 writes=3 level=2";
    int records = 0;
    for (const fs::path &file : files()) {
      auto text = rt::disk::load(file.stem());
      if (text && text->starts_with("grain=")) {
        rt::disk::store(file.stem(), strange);
        ++records;
      }
    }
    EXPECT_EQ(records, 1 + (tune == Tune::Any)); // one for each choice
    EXPECT_EQ(tuningOf(tune), strange);
  }
  // A record that is none is made anew.
  for (const fs::path &file : files())
    if (auto text = rt::disk::load(file.stem());
        text && text->starts_with("grain="))
      rt::disk::store(file.stem(), "grain=7 reads=5");
  EXPECT_TRUE(tuningOf(Tune::Any).ends_with(" level=2") ||
              tuningOf(Tune::Any).ends_with(" level=3"));
  EXPECT_EQ(run(2, {}), run(2, {.tune = Tune::Threads}));
}

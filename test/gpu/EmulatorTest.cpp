// The GPU's kernels on the emulator against the CPU's code, and the emulator
// itself against kernels that are wrong.
#include "Api/Model.h"
#include "Backend/Gpu/Fibers.h"
#include "weft/Error.h"
#include "weft/weft.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace weft;
using detail::Leaves;
using detail::ModelFunction;

namespace {
ModelFunction program(const std::string &name) {
  static const auto all = detail::readModel(WEFT_GPU_PROGRAMS);
  for (const ModelFunction &f : all)
    if (f.name() == name)
      return f;
  throw UserError("no program " + name);
}

/// Inputs of the types of programs.mlir, by number.
Leaves inputs(const std::vector<int> &which) {
  static const Leaves all = program("inputs").run({});
  Leaves out;
  for (int i : which)
    out.push_back(all[i]);
  return out;
}

/// Largest difference between the two devices, and that the values are some.
template <class T>
void expectClose(const std::string &name, const std::vector<int> &which,
                 double tolerance) {
  ModelFunction f = program(name);
  Leaves in = inputs(which);
  Leaves want = f.run(in, "cpu"), got = f.run(in, "emulated-gpu");
  ASSERT_EQ(want.size(), got.size());
  for (size_t r = 0; r < want.size(); ++r) {
    auto a = want[r].toVector<T>(), b = got[r].toVector<T>();
    ASSERT_EQ(a.size(), b.size());
    double largest = 0;
    for (size_t i = 0; i < a.size(); ++i) {
      ASSERT_NEAR(a[i], b[i], tolerance)
          << name << ", result " << r << ", " << i;
      largest = std::max(largest, std::abs(double(a[i])));
    }
    EXPECT_GT(largest, 100 * tolerance) << name;
  }
}
} // namespace

TEST(Emulator, Elementwise) { expectClose<float>("elementwise", {0, 1}, 1e-6); }
TEST(Emulator, Softmax) { expectClose<float>("softmax", {0}, 1e-7); }
TEST(Emulator, Matmul) { expectClose<float>("matmul", {0, 2}, 2e-5); }
TEST(Emulator, Layer) { expectClose<float>("layer", {0, 3, 4}, 2e-5); }
TEST(Emulator, Sums) { expectClose<float>("sums", {0}, 2e-4); }
TEST(Emulator, Columns) { expectClose<float>("columns", {2}, 1e-5); }
TEST(Emulator, WideSum) { expectClose<double>("wide_sum", {0}, 1e-12); }

TEST(Emulator, GradientOfAProduct) {
  ModelFunction f = program("loss").grad({0}, /*value=*/true);
  Leaves in = inputs({2, 0});
  Leaves want = f.run(in, "cpu"), got = f.run(in, "emulated-gpu");
  ASSERT_EQ(want.size(), 2u);
  EXPECT_NEAR(want[0].item<float>(), got[0].item<float>(), 1e-4);
  auto a = want[1].toVector<float>(), b = got[1].toVector<float>();
  for (size_t i = 0; i < a.size(); ++i)
    ASSERT_NEAR(a[i], b[i], 1e-5) << i;
}

TEST(Emulator, NoGpuCodeIsAnErrorOfTheUser) {
  ModelFunction f = program("loop");
  Leaves in{zeros({4}), zeros({3, 4})};
  EXPECT_THROW(f.run(in, "emulated-gpu"), UserError);
  EXPECT_NO_THROW(f.run(in, "cpu"));
}

//===-- Mathematics -------------------------------------------------------===//
namespace {
using Function = std::function<Array(const Leaves &)>;

/// What f gives on a device.
Array on(const char *device, const Function &f, const Leaves &args) {
  detail::Exported one;
  one.name = "one";
  one.like = args;
  for (size_t i = 0; i < args.size(); ++i)
    one.paths.push_back("." + std::to_string(i));
  one.call = [&](const Leaves &in) { return Leaves{f(in)}; };
  one.resultPaths = [] { return std::vector<std::string>{""}; };
  return ModelFunction(one).run(args, device)[0];
}

/// Sizes from the smallest to the largest of T, and the ends themselves, with
/// both signs; where `dense`, 200 more in (-8, 8).
template <class T> std::vector<T> numbers(bool dense) {
  using Limits = std::numeric_limits<T>;
  std::vector<T> out = {0,    1,   2,   3,    0.5, Limits::denorm_min(),
                        1e9f, 2e9f, Limits::min(), Limits::max(),
                        Limits::infinity()};
  int steps = dense ? 200 : 12;
  for (int i = 0; i < steps; ++i)
    out.push_back(std::exp2((Limits::max_exponent - 2) * (2.0 * i / steps - 1)) *
                  (1 + std::fmod(i * 0.6180339887, 1)));
  for (int i = 0; dense && i < 200; ++i)
    out.push_back(std::fmod(i * 4.9442719, 8));
  for (size_t i = 0, n = out.size(); i < n; ++i)
    out.push_back(-out[i]);
  out.push_back(Limits::quiet_NaN());
  return out;
}

/// How many floats lie between, at most; NaN equals NaN.
template <class T> double apart(T a, T b) {
  if (std::isnan(a) || std::isnan(b))
    return std::isnan(a) == std::isnan(b) ? 0 : HUGE_VAL;
  if (a == b)
    return std::signbit(a) == std::signbit(b) ? 0 : HUGE_VAL;
  T unit = std::max(std::nextafter(std::abs(b), T(HUGE_VAL)) - std::abs(b),
                    std::numeric_limits<T>::denorm_min());
  return std::isinf(a) || std::isinf(b) ? HUGE_VAL : std::abs(a - b) / unit;
}

template <class T>
void expectSame(const char *name, const Function &f,
                const std::vector<std::vector<T>> &columns, double units) {
  Leaves args;
  for (const auto &column : columns)
    args.push_back(array<T>(column));
  auto want = on("cpu", f, args).toVector<T>();
  auto got = on("emulated-gpu", f, args).toVector<T>();
  for (size_t i = 0; i < want.size(); ++i) {
    std::string in;
    for (const auto &column : columns)
      in += (in.empty() ? "" : ", ") + testing::PrintToString(column[i]);
    EXPECT_LE(apart(got[i], want[i]), units)
        << name << "(" << in << ") is " << got[i] << ", not " << want[i];
  }
}

template <class T> class EmulatedLibm : public testing::Test {};
using Floats = testing::Types<float, double>;
TYPED_TEST_SUITE(EmulatedLibm, Floats);
} // namespace

TYPED_TEST(EmulatedLibm, OfOneNumber) {
  using T = TypeParam;
  auto x = numbers<T>(true);
  x.push_back(T(16367173 * 0x1p72)); // the closest of f32 to a multiple of pi/2
  expectSame<T>("sin", [](const Leaves &v) { return sin(v[0]); }, {x}, 2);
  expectSame<T>("cos", [](const Leaves &v) { return cos(v[0]); }, {x}, 2);
  expectSame<T>("tan", [](const Leaves &v) { return tan(v[0]); }, {x}, 3);
  expectSame<T>("exp2", [](const Leaves &v) { return exp2(v[0]); }, {x}, 1);
}

/// The closest that an f64 comes to a multiple of pi/2. The value is of 2,400
/// bits of pi; C's libm (glibc 2.36) is 7 units off.
TEST(EmulatedAngle, Hardest) {
  Leaves x{array<double>({6381956970095103 * 0x1p797})};
  auto at = [&](const Function &f) {
    return on("emulated-gpu", f, x).item<double>();
  };
  const double r = 4.687165924254628e-19;
  EXPECT_LE(apart(at([](const Leaves &v) { return cos(v[0]); }), -r), 1);
  EXPECT_EQ(at([](const Leaves &v) { return sin(v[0]); }), 1);
  EXPECT_LE(apart(at([](const Leaves &v) { return tan(v[0]); }), -1 / r), 2);
}

TYPED_TEST(EmulatedLibm, OfTwo) {
  using T = TypeParam;
  std::vector<T> x, y;
  for (T a : numbers<T>(false))
    for (T b : numbers<T>(false))
      x.push_back(a), y.push_back(b);
  // Powers in range, whose exponent's error counts most at its ends.
  for (int i = 0; i < 400; ++i) {
    T base = std::exp2(std::fmod(i * 1.6180339887, 8) - 4);
    x.push_back(base);
    y.push_back((i / 200.0 - 1) * std::numeric_limits<T>::max_exponent /
                std::log2(base));
  }
  expectSame<T>("pow", [](const Leaves &v) { return pow(v[0], v[1]); }, {x, y},
                1);
  expectSame<T>("rem", [](const Leaves &v) { return rem(v[0], v[1]); },
                {x, y}, 0);
}

//===-- Fibers ------------------------------------------------------------===//
using gpu::WarpOrder;
static const unsigned oneBlock[3] = {1, 1, 1};

template <class F> static F *get(const char *name) {
  return reinterpret_cast<F *>(gpu::intrinsic(name));
}
static uint32_t thread() { return get<uint32_t()>("read.ptx.sreg.tid.x")(); }
static void barrier() {
  get<void(uint32_t)>("barrier.cta.sync.aligned.all")(0);
}

/// Each thread reads what its neighbour in the next warp writes.
static std::vector<int> passOn(WarpOrder order, bool withBarrier) {
  std::vector<int> shared(64, -1), out(64);
  EXPECT_TRUE(gpu::runBlocks(oneBlock, 64, order, [&] {
    unsigned me = thread();
    shared[me] = me;
    if (withBarrier)
      barrier();
    out[me] = shared[(me + 32) % 64];
  }));
  return out;
}

TEST(Fibers, BothOrdersShowAMissingBarrier) {
  EXPECT_EQ(passOn(WarpOrder::Forward, true),
            passOn(WarpOrder::Backward, true));
  EXPECT_EQ(passOn(WarpOrder::Forward, true)[3], 35);
  EXPECT_NE(passOn(WarpOrder::Forward, false),
            passOn(WarpOrder::Backward, false));
}

TEST(Fibers, ABarrierThatSomeThreadsMissIsNoticed) {
  EXPECT_FALSE(gpu::runBlocks(oneBlock, 64, WarpOrder::Forward, [] {
    if (thread() != 5)
      barrier();
  }));
}

TEST(Fibers, ShufflesSumAWarp) {
  auto shuffle = get<uint32_t(uint32_t, uint32_t, uint32_t, uint32_t)>(
      "shfl.sync.bfly.i32");
  const unsigned grid[3] = {2, 3, 1};
  int blocks = 0;
  EXPECT_TRUE(gpu::runBlocks(grid, 64, WarpOrder::Backward, [&] {
    uint32_t sum = thread();
    for (uint32_t lanes = 16; lanes > 0; lanes /= 2)
      sum += shuffle(~0u, sum, lanes, 31);
    EXPECT_EQ(sum, thread() < 32 ? 496u : 1520u);
    blocks += thread() == 0;
  }));
  EXPECT_EQ(blocks, 6);
}

// The GPU's kernels on the emulator against the CPU's code, and the emulator
// itself against kernels that are wrong.
#include "Api/Model.h"
#include "Backend/Gpu/Fibers.h"
#include "weft/Error.h"
#include "weft/weft.h"

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

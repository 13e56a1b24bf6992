// Ten programs that need no memory beyond their results: chains of
// element-by-element operations with a trailing reduction are one loop nest.
#include "Api/Execute.h"
#include "Backend/Cpu/Executable.h"
#include "Lowering/Linalg/Fusion.h"
#include "Runtime/Buffer.h"
#include "weft/weft.h"
#include <gtest/gtest.h>

using namespace weft;
using namespace weft::ir;

namespace {
using F = Arrays (*)(const Arrays &);

struct Case {
  const char *name;
  F f;
  std::vector<Shape> args;
};

const Case cases[] = {
    {"chain",
     [](const Arrays &a) -> Arrays {
       return {tanh(exp(a[0] * -0.5f) * a[0] + 1.f)};
     },
     {{64, 33}}},
    {"chainThenSum",
     [](const Arrays &a) -> Arrays { return {sum(exp(a[0]) * sin(a[0]))}; },
     {{64, 33}}},
    {"rowSums",
     [](const Arrays &a) -> Arrays { return {sum(square(a[0]), 1)}; },
     {{64, 33}}},
    {"columnMaxima",
     [](const Arrays &a) -> Arrays { return {max(a[0] - 2.f * a[0], 0)}; },
     {{64, 33}}},
    {"squaredError",
     [](const Arrays &a) -> Arrays { return {mean(square(a[0] - a[1]))}; },
     {{64, 33}, {64, 33}}},
    {"broadcastBias",
     [](const Arrays &a) -> Arrays { return {maximum(a[0] + a[1], 0.f)}; },
     {{64, 33}, {33}}},
    {"transposedSum",
     [](const Arrays &a) -> Arrays {
       return {sum(transpose(a[0]) * 2.f + 1.f, 1)};
     },
     {{64, 33}}},
    {"twoResults",
     [](const Arrays &a) -> Arrays { return {exp(a[0]), sin(a[0])}; },
     {{64, 33}}},
    {"sgd",
     [](const Arrays &a) -> Arrays { return {a[0] - 0.01f * a[1]}; },
     {{64, 33}, {64, 33}}},
    {"gradientOfSquaredError",
     [](const Arrays &a) -> Arrays {
       auto f = [&](const Array &x) -> Array {
         return mean(square(x - a[1]));
       };
       return {grad(f)(a[0])};
     },
     {{64, 33}, {64, 33}}},
};

class Fusion : public testing::TestWithParam<Case> {};
} // namespace

TEST_P(Fusion, NeedsNoTemporary) {
  SmallVector<Type> types;
  Arrays args;
  std::vector<const Array *> pointers;
  for (const Shape &shape : GetParam().args) {
    types.push_back(ir::tensorType(Dtype::F32, shape));
    args.push_back(ones(shape));
  }
  for (const Array &a : args)
    pointers.push_back(&a);
  TracedFunction fn = trace([](const Arrays &in) { return GetParam().f(in); },
                            types, {Tracer::Jit});
  ASSERT_TRUE(fn.captures.empty());
  auto program = compileBody(*fn.body, {}, {}, std::source_location());
  EXPECT_EQ(program->executable->arenaBytes, 0u);

  // And a call allocates its results and nothing else.
  ir::run(*program, pointers, {}, "test");
  auto before = rt::memoryStats();
  Arrays out = ir::run(*program, pointers, {}, "test");
  auto after = rt::memoryStats();
  uint64_t bytes = 0;
  for (const Array &a : out)
    bytes += a.size() * itemSize(a.dtype());
  EXPECT_EQ(after.allocations - before.allocations, out.size());
  EXPECT_EQ(after.allocatedBytes - before.allocatedBytes, bytes);
}

INSTANTIATE_TEST_SUITE_P(Programs, Fusion, testing::ValuesIn(cases),
                         [](const auto &info) { return info.param.name; });

//===-- Which nests reductions share --------------------------------------===//
/// Nests of f on [n, n].
static size_t nests(F f, int64_t n) {
  TracedFunction fn = trace([=](const Arrays &in) { return f(in); },
                            {ir::tensorType(Dtype::F32, {n, n})},
                            {Tracer::Jit});
  return planFusion(*fn.body).units.size();
}
static Arrays withRowSums(const Arrays &a) {
  Array e = exp(a[0]);
  return {e, sum(e, 1)};
}
static Arrays withColumnSums(const Arrays &a) {
  Array e = exp(a[0]);
  return {e, sum(e, 0)};
}
TEST(Mixing, LargeNestsReduceInsideOnly) {
  // Threads share rows, each with its sum; those of columns they cannot.
  EXPECT_EQ(nests(withRowSums, 1024), 1u);
  EXPECT_EQ(nests(withColumnSums, 1024), 2u);
  // What one thread does anyway is one nest.
  EXPECT_EQ(nests(withRowSums, 32), 1u);
  EXPECT_EQ(nests(withColumnSums, 32), 1u);
}

//===-- Memory of a backward pass -----------------------------------------===//
/// Bytes that the gradient of a scan over 64 floats plans.
static uint64_t plannedBytes(Array (*next)(const Array &),
                             ScanOptions options) {
  auto f = [=](const Array &x) {
    auto step = [=](Array c, std::tuple<>) {
      return std::pair{next(c), std::tuple<>()};
    };
    return sum(scan(step, x, std::tuple<>(), options).first);
  };
  auto gradient = [&](const Arrays &in) { return Arrays{grad(f)(in[0])}; };
  TracedFunction fn = trace(
      gradient, {ir::tensorType(Dtype::F32, {64})}, {Tracer::Jit});
  return compileBody(*fn.body, {}, {}, std::source_location())
      ->executable->arenaBytes;
}
TEST(ScanMemory, SquareRootCheckpoints) {
  auto bytes = [](int64_t every) {
    auto next = [](const Array &c) -> Array { return sin(c) * 1.01f; };
    return plannedBytes(next, {.length = 10000, .checkpointEvery = every});
  };
  uint64_t all = bytes(0), some = bytes(ScanOptions::sqrt);
  std::printf("backward pass of 10,000 steps of 256 bytes: %llu bytes, with "
              "checkpoints %llu\n",
              static_cast<unsigned long long>(all),
              static_cast<unsigned long long>(some));
  EXPECT_GE(all, 10000u * 256);
  // A hundred carries and the residuals of a hundred steps, and little else.
  EXPECT_LE(some, 4u * 100 * 256);
}
TEST(ScanMemory, WhichOfEachPairIsLargerIsFoundAgain) {
  auto next = [](const Array &c) -> Array {
    Array all = reshape(c, {64, 1}), others = reshape(c, {1, 64});
    return sum(maximum(all, others), 0) * .01f;
  };
  // A hundred carries, where the pairs' comparisons would be 409,600 bytes.
  EXPECT_LE(plannedBytes(next, {.length = 100}), 2u * 100 * 256);
}

//===-- Stages of a stencil -----------------------------------------------===//
static Arrays stencil(const Arrays &in) {
  Array x = in[0];
  auto step = [&](const Array &y, std::tuple<>) {
    auto slope = [&](const Array &v) -> Array {
      return x * concatenate({ones({1}), sliceInDim(v, 0, -1)});
    };
    Array k1 = slope(y), k2 = slope(y + .5f * k1), k3 = slope(y + .5f * k2);
    return std::pair{Array(y + .1f * (k1 + k2 + k3)), std::tuple<>()};
  };
  return {scan(step, zerosLike(x), std::tuple<>(), {.length = 4}).first};
}
TEST(Stencils, HaveOneArrayBesideTheirCarry) {
  // Neither shifted arrays nor stages are arrays, nor are places of the carry
  // copied so that the next value can be written over it.
  TracedFunction fn =
      trace(stencil, {ir::tensorType(Dtype::F32, {1000})}, {Tracer::Jit});
  EXPECT_LE(compileBody(*fn.body, {}, {}, std::source_location())
                ->executable->arenaBytes,
            2u * 4000);
}

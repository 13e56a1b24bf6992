// Which buffers are left, and what finding that out costs.
#include "BackendHarness.h"

#include "Lowering/Buffers/Bufferise.h"
#include "Lowering/Buffers/Coalesce.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Verifier.h"

#include <algorithm>
#include <ctime>
#include <sstream>

using namespace backend;
using namespace weft::ir;

/// x -> x / 2 + x of `n` steps, each a nest; `inPlace`: each writes over what
/// the one before has made.
static std::string chain(int n, bool inPlace) {
  std::ostringstream os;
  os << "#id = affine_map<(i) -> (i)>\n"
        "func.func @main(%y0: tensor<2000xf32>) -> tensor<2000xf32> {\n"
        "%h = arith.constant 0.5 : f32\n";
  for (int i = 0; i < n; ++i) {
    bool over = inPlace && i > 0;
    os << "%e" << i << " = tensor.empty() : tensor<2000xf32>\n%y" << i + 1
       << " = linalg.generic {indexing_maps = [" << (over ? "" : "#id, ")
       << "#id], iterator_types = [\"parallel\"]} ";
    if (!over)
      os << "ins(%y" << i << " : tensor<2000xf32>) ";
    os << "outs(" << (over ? "%y" : "%e") << i << " : tensor<2000xf32>) {\n"
       << (over ? "^bb0(%a: f32):\n" : "^bb0(%a: f32, %o: f32):\n")
       << "%1 = arith.mulf %a, %h : f32\n%2 = arith.addf %1, %h : f32\n"
          "linalg.yield %2 : f32 } -> tensor<2000xf32>\n";
  }
  os << "return %y" << n << " : tensor<2000xf32>\n}";
  return os.str();
}

/// To memrefs, as the pipeline does it. Gives the processor's seconds and how
/// many allocations are left.
static std::pair<double, int> bufferised(const std::string &text) {
  auto module = parse(text);
  auto func = module->lookupSymbol<mlir::func::FuncOp>("main");
  loadLoweringDialects(context());
  llvm::SmallVector<int> aliases;
  std::clock_t begin = std::clock();
  markConstantInits(func);
  separateOuts(func);
  resultsToOutParams(func, aliases);
  EXPECT_TRUE(mlir::succeeded(bufferise(func)));
  coalesceBuffers(func);
  double seconds = double(std::clock() - begin) / CLOCKS_PER_SEC;
  EXPECT_TRUE(mlir::succeeded(mlir::verify(*module)));
  int allocs = 0;
  func.walk([&](mlir::memref::AllocOp) { ++allocs; });
  return {seconds, allocs};
}

TEST(Buffers, ChainLivesInItsResult) {
  for (bool inPlace : {false, true}) {
    EXPECT_EQ(bufferised(chain(50, inPlace)).second, 0);
    Program f(chain(50, inPlace));
    EXPECT_EQ(f.exe->arenaBytes, 0u);
    auto x = numbers<float>(2000);
    auto want = x;
    for (int i = 0; i < 50; ++i)
      for (float &v : want)
        v = v * 0.5f + 0.5f;
    auto args = buffers(x);
    expectNear(f(args)[0].as<float>(), want, 1e-6);
    EXPECT_EQ(args[0].as<float>(), x);
  }
}

// A loop's carry is written over by the nest that also sums it.
TEST(Buffers, SumsWhatItWritesOver) {
  std::string text = R"(
#id = affine_map<(i) -> (i)>
#one = affine_map<(i) -> ()>
func.func @main(%x: tensor<2000xf32>) -> (tensor<2000xf32>, tensor<8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %z = arith.constant 0.0 : f32
  %h = arith.constant 0.5 : f32
  %sums = tensor.empty() : tensor<8xf32>
  %r:2 = scf.for %k = %c0 to %c8 step %c1 iter_args(%y = %x, %s = %sums)
      -> (tensor<2000xf32>, tensor<8xf32>) {
    %e = tensor.empty() : tensor<f32>
    %f = linalg.fill ins(%z : f32) outs(%e : tensor<f32>) -> tensor<f32>
    %n = tensor.empty() : tensor<2000xf32>
    %g:2 = linalg.generic {indexing_maps = [#id, #one, #id],
        iterator_types = ["reduction"]}
        ins(%y : tensor<2000xf32>) outs(%f, %n : tensor<f32>, tensor<2000xf32>) {
    ^bb0(%a: f32, %t: f32, %o: f32):
      %1 = arith.addf %t, %a : f32
      %2 = arith.mulf %a, %h : f32
      linalg.yield %1, %2 : f32, f32
    } -> (tensor<f32>, tensor<2000xf32>)
    %t = tensor.insert_slice %g#0 into %s[%k] [1] [1]
      : tensor<f32> into tensor<8xf32>
    scf.yield %g#1, %t : tensor<2000xf32>, tensor<8xf32>
  }
  return %r#0, %r#1 : tensor<2000xf32>, tensor<8xf32>
})";
  EXPECT_EQ(bufferised(text).second, 0);
  Program f(text);
  std::vector<float> x(2000);
  for (size_t i = 0; i < x.size(); ++i)
    x[i] = float(i % 16) * 256;
  auto args = buffers(x);
  auto out = f(args);
  auto y = out[0].as<float>(), sums = out[1].as<float>();
  for (int k = 0; k < 8; ++k)
    EXPECT_EQ(sums[k], 2000 * 7.5f * 256 / float(1 << k));
  for (size_t i = 0; i < x.size(); ++i)
    EXPECT_EQ(y[i], float(i % 16));
  EXPECT_EQ(args[0].as<float>(), x);
}

// One buffer for 1,600 nests took 64 times what it took for 400, and minutes.
TEST(Buffers, TimeGrowsWithTheChain) {
  for (bool inPlace : {false, true}) {
    double few = 1e9, many = 1e9;
    for (int i = 0; i < 3; ++i) {
      few = std::min(few, bufferised(chain(400, inPlace)).first);
      many = std::min(many, bufferised(chain(1600, inPlace)).first);
    }
    EXPECT_LT(many, 20 * std::max(few, 1e-3)) << few << " s, " << many << " s";
  }
}

// What is read after the buffer is written anew, or out of step, keeps a
// buffer of its own.
TEST(Buffers, KeptWhereStillRead) {
  Program f(R"(
#id = affine_map<(i, j) -> (i, j)>
#tr = affine_map<(i, j) -> (j, i)>
func.func @main(%x: tensor<40x40xf32>) -> (tensor<40x40xf32>, tensor<40x40xf32>) {
  %e0 = tensor.empty() : tensor<40x40xf32>
  %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<40x40xf32>) outs(%e0 : tensor<40x40xf32>) {
  ^bb0(%p: f32, %o: f32):
    %1 = arith.addf %p, %p : f32
    linalg.yield %1 : f32 } -> tensor<40x40xf32>
  %e1 = tensor.empty() : tensor<40x40xf32>
  %b = linalg.generic {indexing_maps = [#id, #tr, #id], iterator_types = ["parallel", "parallel"]} ins(%a, %a : tensor<40x40xf32>, tensor<40x40xf32>) outs(%e1 : tensor<40x40xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %1 = arith.subf %p, %q : f32
    linalg.yield %1 : f32 } -> tensor<40x40xf32>
  %e2 = tensor.empty() : tensor<40x40xf32>
  %c = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%a, %b : tensor<40x40xf32>, tensor<40x40xf32>) outs(%e2 : tensor<40x40xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %1 = arith.mulf %p, %q : f32
    linalg.yield %1 : f32 } -> tensor<40x40xf32>
  return %b, %c : tensor<40x40xf32>, tensor<40x40xf32>
})");
  auto x = numbers<float>(1600);
  auto results = f(buffers(x));
  auto b = results[0].as<float>(), c = results[1].as<float>();
  for (int i = 0; i < 40; ++i)
    for (int j = 0; j < 40; ++j) {
      float p = 2 * x[i * 40 + j], q = 2 * x[j * 40 + i];
      ASSERT_EQ(b[i * 40 + j], p - q);
      ASSERT_EQ(c[i * 40 + j], p * (p - q));
    }
  EXPECT_EQ(f.exe->arenaBytes, 0u); // the doubled x is in the second result
}

// What a nest reads elsewhere than where it writes is not overwritten by it,
// though it is read for the last time.
TEST(Buffers, KeptWhereReadOutOfStep) {
  for (const char *map : {"(j, i)", "(i, -j + 39)", "(i, 0)"}) {
    Program f(std::string(R"(
#id = affine_map<(i, j) -> (i, j)>
#of = affine_map<(i, j) -> )") + map + R"(>
func.func @main(%x: tensor<40x40xf32>) -> tensor<40x40xf32> {
  %e0 = tensor.empty() : tensor<40x40xf32>
  %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<40x40xf32>) outs(%e0 : tensor<40x40xf32>) {
  ^bb0(%p: f32, %o: f32):
    %1 = arith.addf %p, %p : f32
    linalg.yield %1 : f32 } -> tensor<40x40xf32>
  %e1 = tensor.empty() : tensor<40x40xf32>
  %b = linalg.generic {indexing_maps = [#id, #of, #id], iterator_types = ["parallel", "parallel"]} ins(%a, %a : tensor<40x40xf32>, tensor<40x40xf32>) outs(%e1 : tensor<40x40xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %1 = arith.subf %p, %q : f32
    linalg.yield %1 : f32 } -> tensor<40x40xf32>
  return %b : tensor<40x40xf32>
})");
    auto x = numbers<float>(1600);
    auto b = f(buffers(x))[0].as<float>();
    for (int i = 0; i < 40; ++i)
      for (int j = 0; j < 40; ++j) {
        int at = map[1] == 'j'   ? j * 40 + i
                 : map[4] == '-' ? i * 40 + 39 - j
                                 : i * 40;
        float p = 2 * x[i * 40 + j], q = 2 * x[at];
        ASSERT_EQ(b[i * 40 + j], p - q) << map << i << ", " << j;
      }
    EXPECT_EQ(f.exe->arenaBytes, 40u * 40 * 4) << map;
  }
}

// A loop's body reads what an iteration before has left in a carry before the
// carry is written.
TEST(Buffers, CarriesAreReadBeforeTheyAreWritten) {
  Program f(R"(
#id = affine_map<(i) -> (i)>
#rev = affine_map<(i) -> (-i + 699)>
func.func @main(%x: tensor<700xf32>, %y: tensor<700xf32>) -> (tensor<700xf32>, tensor<700xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %r:2 = scf.for %i = %c0 to %c5 step %c1 iter_args(%a = %x, %b = %y) -> (tensor<700xf32>, tensor<700xf32>) {
    %e = tensor.empty() : tensor<700xf32>
    %t = linalg.generic {indexing_maps = [#id, #rev, #id], iterator_types = ["parallel"]} ins(%a, %b : tensor<700xf32>, tensor<700xf32>) outs(%e : tensor<700xf32>) {
    ^bb0(%p: f32, %q: f32, %o: f32):
      %1 = arith.subf %p, %q : f32
      linalg.yield %1 : f32 } -> tensor<700xf32>
    %e1 = tensor.empty() : tensor<700xf32>
    %u = linalg.generic {indexing_maps = [#id, #rev, #id], iterator_types = ["parallel"]} ins(%t, %a : tensor<700xf32>, tensor<700xf32>) outs(%e1 : tensor<700xf32>) {
    ^bb0(%p: f32, %q: f32, %o: f32):
      %1 = arith.addf %p, %q : f32
      linalg.yield %1 : f32 } -> tensor<700xf32>
    scf.yield %u, %t : tensor<700xf32>, tensor<700xf32>
  }
  return %r#0, %r#1 : tensor<700xf32>, tensor<700xf32>
})");
  auto x = numbers<float>(700), y = numbers<float>(700, -1, 1, 7);
  auto results = f(buffers(x, y));
  for (int step = 0; step < 5; ++step) {
    std::vector<float> t(700), u(700);
    for (int i = 0; i < 700; ++i)
      t[i] = x[i] - y[699 - i];
    for (int i = 0; i < 700; ++i)
      u[i] = t[i] + x[699 - i];
    x = u;
    y = t;
  }
  EXPECT_EQ(results[0].as<float>(), x);
  EXPECT_EQ(results[1].as<float>(), y);
}

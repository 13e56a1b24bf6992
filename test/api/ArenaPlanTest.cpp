// Which buffers share bytes. What a round of a loop reads, the next one reads
// again.
#include "BackendHarness.h"

#include "Lowering/Buffers/Arena.h"
#include "Lowering/Buffers/CarryPlaces.h"
#include "Lowering/Buffers/Coalesce.h"
#include "Lowering/Buffers/Copies.h"
#include "Lowering/Nests/RowBlocks.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace backend;
using namespace weft::ir;

namespace {
constexpr int64_t bufferSize = 4096;

struct Planned {
  std::vector<int64_t> offsets; // of the allocs in their order
  int64_t bytes;
};

Planned planned(const std::string &body) {
  auto module = parse("func.func @main(%x: memref<1024xf32>, "
                      "%out: memref<1024xf32>, %go: i1) {\n"
                      "%c0 = arith.constant 0 : index\n"
                      "%c1 = arith.constant 1 : index\n"
                      "%c3 = arith.constant 3 : index\n" +
                      body + "return\n}\n");
  if (!module)
    return {};
  auto func = module->lookupSymbol<mlir::func::FuncOp>("main");
  ArenaPlan plan = planArena(func, Grouping(), RowChains(), CarryPlaces(), {});
  Planned out{{}, plan.bytes};
  func.walk([&](mlir::memref::AllocOp alloc) {
    out.offsets.push_back(plan.places.lookup(alloc).offset);
  });
  return out;
}
std::string fresh(const std::string &name) {
  return name + " = memref.alloc() : memref<1024xf32>\n";
}
std::string copy(const std::string &from, const std::string &to) {
  return "memref.copy " + from + ", " + to +
         " : memref<1024xf32> to memref<1024xf32>\n";
}
std::string made(const std::string &name) {
  return fresh(name) + copy("%x", name);
}
std::string used(const std::string &name) { return copy(name, "%out"); }
std::string loop(const std::string &body) {
  static int n = 0;
  return "scf.for %i" + std::to_string(n++) + " = %c0 to %c3 step %c1 {\n" +
         body + "}\n";
}
} // namespace

TEST(ArenaPlan, OneAfterTheOtherShareBytes) {
  Planned p = planned(made("%a") + used("%a") + made("%b") + used("%b"));
  EXPECT_EQ(p.offsets, (std::vector<int64_t>{0, 0}));
  EXPECT_EQ(p.bytes, bufferSize);
}
TEST(ArenaPlan, WhatALoopReadsLivesAsLongAsTheLoop) {
  Planned p = planned(made("%a") + loop(used("%a") + made("%b") + used("%b")) +
                      made("%c") + used("%c"));
  ASSERT_EQ(p.offsets.size(), 3u);
  EXPECT_NE(p.offsets[0], p.offsets[1]);
  EXPECT_EQ(p.bytes, 2 * bufferSize); // the third is after the loop
}
TEST(ArenaPlan, AndAsTheOuterLoop) {
  Planned p =
      planned(made("%a") + loop(loop(used("%a")) + made("%b") + used("%b")));
  ASSERT_EQ(p.offsets.size(), 2u);
  EXPECT_NE(p.offsets[0], p.offsets[1]);
}
TEST(ArenaPlan, WhatIsMadeInTheLoopDiesWithTheRound) {
  Planned p =
      planned(loop(made("%a") + loop(used("%a")) + made("%b") + used("%b")));
  EXPECT_EQ(p.offsets, (std::vector<int64_t>{0, 0}));
}
TEST(ArenaPlan, WhatTheConditionReadsLivesAsLongAsTheLoop) {
  Planned p = planned(made("%a") + "scf.while : () -> () {\n" + used("%a") +
                      "scf.condition(%go)\n} do {\n" + made("%b") + used("%b") +
                      "scf.yield\n}\n");
  ASSERT_EQ(p.offsets.size(), 2u);
  EXPECT_NE(p.offsets[0], p.offsets[1]);
}
TEST(ArenaPlan, WhatALoopCarriesLivesToItsResultsLastUse) {
  Planned p =
      planned(made("%a") +
              "%r = scf.for %i = %c0 to %c3 step %c1 iter_args(%m = %a) -> "
              "(memref<1024xf32>) {\n" +
              copy("%x", "%m") + "scf.yield %m : memref<1024xf32>\n}\n" +
              made("%b") + used("%b") + used("%r"));
  ASSERT_EQ(p.offsets.size(), 2u);
  EXPECT_NE(p.offsets[0], p.offsets[1]);
}

//===-- Rows beside each other --------------------------------------------===//
/// `count` arrays of 128 rows of 3 and 4 floats in turn, which one loop writes
/// and another reads, row by row; `after` names the last one, %a.
static Planned rowByRow(int count, const std::string &after = "") {
  std::string allocs, writes, reads;
  for (int i = 0; i < count; ++i) {
    bool last = i + 1 == count;
    std::string n = std::to_string(i), name = last ? "%a" : "%a" + n,
                row = "memref<" + std::to_string(3 + i % 2) + "xf32",
                type = "memref<128x" + row.substr(7);
    auto part = [&](const std::string &to, const std::string &at) {
      return to + n + " = memref.subview " + name + "[" + at + ", 0] [1, " +
             std::to_string(3 + i % 2) + "] [1, 1] : " + type + "> to " + row +
             ", strided<[1], offset: ?>>\nmemref.copy " + to + n + ", %s" +
             n + " : " + row + ", strided<[1], offset: ?>> to " + row + ">\n";
    };
    allocs += name + " = memref.alloc() : " + type + ">\n%s" + n +
              " = memref.alloc() : " + row + ">\n";
    writes += part("%w", "%i");
    reads += part("%r", "%j");
  }
  Planned p = planned(allocs + "scf.for %i = %c0 to %c3 step %c1 {\n" +
                      writes + "}\nscf.for %j = %c0 to %c3 step %c1 {\n" +
                      reads + "}\n" + after);
  llvm::erase(p.offsets, -1); // rows on the stack
  return p;
}
TEST(ArenaPlan, RowsOfManyArraysLieBesideEachOther) {
  Planned p = rowByRow(32);
  ASSERT_EQ(p.offsets.size(), 32u);
  EXPECT_EQ(p.offsets[1], 3 * 4);
  EXPECT_EQ(p.offsets[2], 7 * 4);
  EXPECT_EQ(p.offsets[31], (15 * 7 + 3) * 4);
  EXPECT_EQ(p.bytes, 128 * 16 * 7 * 4);
}
TEST(ArenaPlan, RowsOfFewArraysAreApart) {
  Planned p = rowByRow(31);
  EXPECT_EQ(p.offsets[3] - p.offsets[1], 128 * 4 * 4);
}
TEST(ArenaPlan, WhatIsUsedAsAWholeIsApart) {
  Planned p = rowByRow(33, "memref.dealloc %a : memref<128x3xf32>\n");
  ASSERT_EQ(p.offsets.size(), 33u);
  EXPECT_EQ(p.offsets[31], (15 * 7 + 3) * 4);
  EXPECT_EQ(p.offsets[32], 128 * 16 * 7 * 4);
}

/// Allocations and copies that are left of a part of %a that is copied into
/// %out, with `between` in front of the copy.
static std::pair<int, int> leftOfPart(const std::string &between) {
  const std::string part = "memref<40x3xf32, strided<[11, 1]>>";
  auto module = parse(
      "func.func @main(%x: memref<40x3xf32>, %y: memref<40x11xf32>, "
      "%out: memref<40x11xf32>) {\n"
      "%a = memref.alloc() : memref<40x11xf32>\n"
      "%p = memref.subview %a[0, 0] [40, 3] [1, 1] : memref<40x11xf32> to " +
      part +
      "\nlinalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, "
      "affine_map<(i, j) -> (i, j)>], iterator_types = [\"parallel\", "
      "\"parallel\"]} ins(%x : memref<40x3xf32>) outs(%p : " +
      part + ") {\n^bb0(%u: f32, %v: f32):\n%n = arith.negf %u : f32\n"
      "linalg.yield %n : f32\n}\n" +
      between +
      "%q = memref.subview %out[0, 0] [40, 3] [1, 1] : memref<40x11xf32> to " +
      part + "\nmemref.copy %p, %q : " + part + " to " + part +
      "\nreturn\n}\n");
  if (!module)
    return {-1, -1};
  auto func = module->lookupSymbol<mlir::func::FuncOp>("main");
  coalesceBuffers(func);
  eraseDeadCopies(func);
  std::pair<int, int> left;
  func.walk([&](mlir::memref::AllocOp) { ++left.first; });
  func.walk([&](mlir::memref::CopyOp) { ++left.second; });
  return left;
}
/// A part of an allocation of which nothing else is used is made where it is
/// copied to, if nothing else touches that meanwhile.
TEST(Coalesce, PartsAreMadeInTheirPlace) {
  EXPECT_EQ(leftOfPart(""), std::pair(0, 0));
  EXPECT_EQ(leftOfPart("memref.copy %y, %out : memref<40x11xf32> to "
                       "memref<40x11xf32>\n"),
            std::pair(1, 2));
  EXPECT_EQ(leftOfPart("memref.copy %a, %y : memref<40x11xf32> to "
                       "memref<40x11xf32>\n"),
            std::pair(1, 2));
}

//===-- In a result's memory ----------------------------------------------===//
static std::string wide(std::string text) {
  for (size_t at; (at = text.find("<1024xf32")) != std::string::npos;)
    text.replace(at, 9, "<16384xf32");
  return text;
}
/// Which allocs of `body`, all of it in 16384 elements, come to lie in %out:
/// its memory may be used until it is first written.
static std::vector<bool> inResult(const std::string &body) {
  auto module = parse(wide(
      "func.func private @weft.contract(memref<1024xf32>, memref<1024xf32>, "
      "memref<1024xf32>, memref<1024xf32>)\n"
      "func.func @main(%x: memref<1024xf32>, %y: memref<1024xf32>, "
      "%out: memref<1024xf32>) {\n" +
      body + "return\n}\n"));
  if (!module)
    return {};
  auto func = module->lookupSymbol<mlir::func::FuncOp>("main");
  ArenaPlan plan = planArena(func, Grouping(), RowChains(), CarryPlaces(),
                             func.getArguments().take_back());
  std::vector<bool> out;
  func.walk([&](mlir::memref::AllocOp alloc) {
    out.push_back(bool(plan.places.lookup(alloc).result));
  });
  return out;
}
static std::string into(const std::string &to, const std::string &from) {
  return copy(from, to);
}
using In = std::vector<bool>;

TEST(ArenaPlan, WhatIsDeadBeforeAResultIsWrittenIsInIt) {
  EXPECT_EQ(inResult(made("%a") + into("%y", "%a") + used("%x")),
            In{true});
}
TEST(ArenaPlan, WhatIsReadWhenAResultIsWrittenIsNot) {
  EXPECT_EQ(inResult(made("%a") + used("%a")), In{false});
  // Nor what is read after its first write.
  EXPECT_EQ(inResult(made("%a") + used("%x") + into("%y", "%a")),
            In{false});
}
TEST(ArenaPlan, WhatStaysInTheFirstCacheIsNotInAResult) {
  auto small = [](const std::string &size) {
    return "%a = memref.alloc() : memref<" + size + ">\nmemref.copy %a, %a : " +
           "memref<" + size + "> to memref<" + size + ">\n";
  };
  EXPECT_EQ(inResult(small("4096xf32") + used("%x")), In{false});
  EXPECT_EQ(inResult(small("4097xf32") + used("%x")), In{true});
}
TEST(ArenaPlan, ScratchOfAKernelIsNotInAResult) {
  std::string call = "func.call @weft.contract(%x, %y, %y, %a) : "
                     "(memref<1024xf32>, memref<1024xf32>, memref<1024xf32>, "
                     "memref<1024xf32>) -> ()\n";
  EXPECT_EQ(inResult(fresh("%a") + call + used("%x")), In{false});
  // Nor where it was packed before, or is for two.
  EXPECT_EQ(inResult(made("%a") + call + call + used("%x")), In{false});
}

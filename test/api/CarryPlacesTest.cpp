// Which carries of loops move from place to place, and which stay where they
// are because something else knows where they lie. (CarriesTest has results.)
#include "BackendHarness.h"

#include "Lowering/Buffers/CarryPlaces.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace backend;
using namespace weft::ir;

namespace {
struct Found {
  std::vector<MovingCarry> carries;
  size_t copiesLeftOut = 0, copies = 0; // of the function, in the end
};

/// A loop of 5 steps with a carry %y and rows %all of those; %next is made, and
/// `before` and `after` it is copied to %y.
Found found(const std::string &before, const std::string &after,
            const std::string &behind = "") {
  auto module = parse(R"(
#id = affine_map<(i) -> (i)>
func.func @main(%x: memref<512xf32>, %out: memref<512xf32>, %outs: memref<6x512xf32>) {
%c0 = arith.constant 0 : index
%c1 = arith.constant 1 : index
%c4 = arith.constant 4 : index
%c5 = arith.constant 5 : index
%start = memref.alloc() : memref<512xf32>
memref.copy %x, %start : memref<512xf32> to memref<512xf32>
%view = memref.subview %start[0] [8] [1] : memref<512xf32> to memref<8xf32, strided<[1]>>
%r:2 = scf.for %i = %c0 to %c5 step %c1 iter_args(%y = %start, %all = %outs)
    -> (memref<512xf32>, memref<6x512xf32>) {
  %back = arith.subi %c4, %i : index
  %next = memref.alloc() : memref<512xf32>
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%y : memref<512xf32>) outs(%next : memref<512xf32>) {
  ^bb0(%a: f32, %o: f32):
    %1 = arith.addf %a, %a : f32
    linalg.yield %1 : f32 }
)" + before + "memref.copy %next, %y : memref<512xf32> to memref<512xf32>\n" +
                      after + R"(
  scf.yield %y, %all : memref<512xf32>, memref<6x512xf32>
}
)" + behind + "return\n}\n");
  if (!module)
    return {};
  auto func = module->lookupSymbol<mlir::func::FuncOp>("main");
  CarryPlaces places =
      placeCarries(func, [](mlir::Operation *) { return false; });
  Found result;
  for (auto &[loop, carries] : places.of)
    result.carries.insert(result.carries.end(), carries.begin(), carries.end());
  result.copiesLeftOut = places.copies.size();
  func.walk([&](mlir::memref::CopyOp) { ++result.copies; });
  return result;
}
std::string rowAt(const std::string &at, const std::string &name) {
  return name + " = memref.subview %all[" + at +
         ", 0] [1, 512] [1, 1] : "
         "memref<6x512xf32> to memref<512xf32, strided<[1], offset: ?>>\n";
}
std::string kept(const std::string &at) {
  return rowAt(at, "%row") + "memref.copy %y, %row : memref<512xf32> to "
                             "memref<512xf32, strided<[1], offset: ?>>\n";
}
const std::string wanted =
    "memref.copy %r#0, %out : memref<512xf32> to memref<512xf32>\n";
} // namespace

TEST(CarryPlaces, TwoPlacesTakeTurns) {
  Found f = found("", "", wanted);
  ASSERT_EQ(f.carries.size(), 1u);
  EXPECT_EQ(f.carries[0].distance, 0);
  EXPECT_EQ(f.copiesLeftOut, 1u);
  // After five steps it is in the other place, from which it is copied.
  EXPECT_EQ(f.copies, 4u);
  EXPECT_EQ(found("", "").copies, 2u) << "where that is wanted";
}
TEST(CarryPlaces, TheCarryLiesWhereItIsKept) {
  Found f = found(kept("%i"), "", wanted);
  ASSERT_EQ(f.carries.size(), 1u);
  EXPECT_EQ(f.carries[0].first, 0);
  EXPECT_EQ(f.carries[0].distance, 1);
  EXPECT_FALSE(f.carries[0].lastIsRow);
  EXPECT_EQ(f.copiesLeftOut, 2u);
  Found back = found(kept("%back"), "", wanted);
  ASSERT_EQ(back.carries.size(), 1u);
  EXPECT_EQ(back.carries[0].first, 4);
  EXPECT_EQ(back.carries[0].distance, -1);
}
TEST(CarryPlaces, SoDoesWhatTheLastStepMakes) {
  auto last = [](const std::string &row) {
    return "%last = memref.subview %r#1[" + row +
           ", 0] [1, 512] [1, 1] : memref<6x512xf32> to "
           "memref<512xf32, strided<[1], offset: " +
           std::to_string(512 * std::stoi(row)) +
           ">>\nmemref.copy %r#0, %last : memref<512xf32> to "
           "memref<512xf32, strided<[1], offset: " +
           std::to_string(512 * std::stoi(row)) + ">>\n";
  };
  Found f = found(kept("%i"), "", last("5"));
  ASSERT_EQ(f.carries.size(), 1u);
  EXPECT_TRUE(f.carries[0].lastIsRow);
  EXPECT_EQ(f.copiesLeftOut, 3u);
  Found other = found(kept("%i"), "", last("4"));
  ASSERT_EQ(other.carries.size(), 1u);
  EXPECT_FALSE(other.carries[0].lastIsRow);
  Found both = found(kept("%i"), "", last("5") + wanted);
  ASSERT_EQ(both.carries.size(), 1u);
  EXPECT_FALSE(both.carries[0].lastIsRow);
}
TEST(CarryPlaces, NotWhatIsUsedAfterTheCopy) {
  EXPECT_TRUE(found("", "memref.copy %next, %out : memref<512xf32> to "
                        "memref<512xf32>\n")
                  .carries.empty());
  EXPECT_TRUE(found("", "memref.copy %y, %out : memref<512xf32> to "
                        "memref<512xf32>\n")
                  .carries.empty());
}
TEST(CarryPlaces, NotWhatHasAnotherName) {
  // The start, or a view of it that was made in front of the loop.
  EXPECT_TRUE(found("memref.copy %start, %out : memref<512xf32> to "
                    "memref<512xf32>\n",
                    "")
                  .carries.empty());
  EXPECT_TRUE(
      found("%v = memref.load %view[%c0] : memref<8xf32, strided<[1]>>\n"
            "memref.store %v, %out[%c0] : memref<512xf32>\n",
            "")
          .carries.empty());
}
TEST(CarryPlaces, RowsThatAreUsedOrOverwrittenAreCopiedTo) {
  // The places take turns, and the carry is copied to its row.
  std::string read = kept("%i") + rowAt("%c0", "%one") +
                     "%v = memref.load %one[%c0] : "
                     "memref<512xf32, strided<[1], offset: ?>>\n"
                     "memref.store %v, %out[%c0] : memref<512xf32>\n";
  std::string changed = kept("%i") + "%v = memref.load %x[%c0] : "
                                     "memref<512xf32>\n"
                                     "memref.store %v, %y[%c0] : "
                                     "memref<512xf32>\n";
  for (const std::string &body : {read, changed}) {
    Found f = found(body, "");
    ASSERT_EQ(f.carries.size(), 1u);
    EXPECT_EQ(f.carries[0].distance, 0);
    EXPECT_EQ(f.copiesLeftOut, 1u);
  }
}

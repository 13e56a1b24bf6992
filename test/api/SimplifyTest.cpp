// simplify on operations that it has never heard of: what it promises holds for
// whatever folds.
#include "BackendHarness.h"
#include "Transforms/Simplify.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace backend;

/// Whether the sum of a constant of n different i32s with itself is folded.
static bool foldsSumOf(int n, bool splat = false) {
  std::string value = "7";
  if (!splat) {
    value = "\"0x";
    for (int i = 0; i < n; ++i) {
      char word[9];
      std::snprintf(word, sizeof word, "%02X%02X0000", i & 255, i >> 8 & 255);
      value += word;
    }
    value += "\"";
  }
  std::string type = "tensor<" + std::to_string(n) + "xi32>";
  auto module = parse("func.func @f() -> " + type +
                      " {\n  %c = arith.constant dense<" + value + "> : " + type +
                      "\n  %s = arith.addi %c, %c : " + type +
                      "\n  return %s : " + type + "\n}");
  auto f = *module->getOps<mlir::func::FuncOp>().begin();
  weft::ir::simplify(f.getBody());
  return f.getBody().getOps<mlir::arith::AddIOp>().empty();
}

TEST(Simplify, FoldsUpToItsBudget) {
  constexpr int most = weft::ir::foldBudget / 4;
  EXPECT_TRUE(foldsSumOf(2));
  EXPECT_TRUE(foldsSumOf(most));
  EXPECT_FALSE(foldsSumOf(most + 1));
  EXPECT_TRUE(foldsSumOf(1 << 20, /*splat=*/true)) << "a splat is one value";
}

// A chain of two products in linalg, on arguments and results that end at a
// guard page: rows that do not divide, serially and in any pieces.
#include "BackendHarness.h"

using namespace backend;

namespace {
struct Sizes {
  int64_t heads, rows, keys, depth, width;
};
} // namespace

static std::string text(const Sizes &s) {
  auto tensor = [](std::vector<int64_t> shape) {
    std::string text = "tensor<";
    for (int64_t n : shape)
      text += std::to_string(n) + "x";
    return text + "f32>";
  };
  std::string q = tensor({s.heads, s.rows, s.depth}),
              k = tensor({s.heads, s.keys, s.depth}),
              v = tensor({s.heads, s.keys, s.width}),
              p = tensor({s.heads, s.rows, s.keys}),
              o = tensor({s.heads, s.rows, s.width});
  auto filled = [](std::string name, std::string type) {
    return "%" + name + "e = tensor.empty() : " + type + "\n%" + name +
           "i = linalg.fill ins(%zero : f32) outs(%" + name + "e : " + type +
           ") -> " + type + "\n";
  };
  auto product = [](std::string name, std::string maps, std::string ins,
                    std::string out) {
    return "%" + name +
           " = linalg.generic {indexing_maps = [" + maps +
           "], iterator_types = [\"parallel\", \"parallel\", \"parallel\", "
           "\"reduction\"]} ins(" + ins + ") outs(%" + name + "i : " + out +
           ") {\n^bb0(%x: f32, %y: f32, %z: f32):\n%m = arith.mulf %x, %y : "
           "f32\n%a = arith.addf %z, %m : f32\nlinalg.yield %a : f32\n} -> " +
           out + "\n";
  };
  std::string row = "affine_map<(b, m, n) -> (b, m, n)>";
  return "func.func @main(%q: " + q + ", %k: " + k + ", %v: " + v + ") -> " +
         o + " {\n%zero = arith.constant 0.0 : f32\n" + filled("s", p) +
         product("s",
                 "affine_map<(b, m, n, k) -> (b, m, k)>, "
                 "affine_map<(b, m, n, k) -> (b, n, k)>, "
                 "affine_map<(b, m, n, k) -> (b, m, n)>",
                 "%q, %k : " + q + ", " + k, p) +
         "%pe = tensor.empty() : " + p +
         "\n%p = linalg.generic {indexing_maps = [" + row + ", " + row +
         "], iterator_types = [\"parallel\", \"parallel\", \"parallel\"]} "
         "ins(%s : " + p + ") outs(%pe : " + p +
         ") {\n^bb0(%x: f32, %y: f32):\n%t = arith.mulf %x, %x : f32\n"
         "linalg.yield %t : f32\n} -> " + p + "\n" + filled("o", o) +
         product("o",
                 "affine_map<(b, m, n, k) -> (b, m, k)>, "
                 "affine_map<(b, m, n, k) -> (b, k, n)>, "
                 "affine_map<(b, m, n, k) -> (b, m, n)>",
                 "%p, %v : " + p + ", " + v, o) +
         "return %o : " + o + "\n}\n";
}

TEST(RowBlocks, StayInsideAndKeepTheirSumsInAnyPieces) {
  for (const Sizes &s : {Sizes{2, 523, 517, 9, 5}, Sizes{1, 1031, 300, 33, 70},
                         Sizes{3, 64, 4099, 4, 4}}) {
    auto q = numbers<float>(s.heads * s.rows * s.depth),
         k = numbers<float>(s.heads * s.keys * s.depth, -1, 1, 5),
         v = numbers<float>(s.heads * s.keys * s.width, -1, 1, 9);
    std::vector<float> want(s.heads * s.rows * s.width);
    for (int64_t b = 0; b < s.heads; ++b)
      for (int64_t i = 0; i < s.rows; ++i) {
        std::vector<double> sums(s.width);
        for (int64_t j = 0; j < s.keys; ++j) {
          double x = 0;
          for (int64_t c = 0; c < s.depth; ++c)
            x += double(q[(b * s.rows + i) * s.depth + c]) *
                 k[(b * s.keys + j) * s.depth + c];
          for (int64_t c = 0; c < s.width; ++c)
            sums[c] += x * x * v[(b * s.keys + j) * s.width + c];
        }
        std::copy(sums.begin(), sums.end(),
                  want.begin() + (b * s.rows + i) * s.width);
      }
    Program f(text(s));
    ASSERT_TRUE(f.exe);
    // Only what is packed: no rows × keys.
    EXPECT_LT(f.exe->arenaBytes, uint64_t(4 * s.heads * s.rows * s.keys));
    auto serial = f(buffers(q, k, v))[0].as<float>();
    expectNear(serial, want, 1e-4);
    for (int64_t pieces : {1, 2, 7})
      EXPECT_EQ(f(buffers(q, k, v), pieces)[0].as<float>(), serial) << pieces;
  }
}

// What a block of rows takes is on the stack, and counts as well.
TEST(RowBlocks, KeepNoWholeMatrixAnywhere) {
  const Sizes s{1, 2048, 2048, 64, 64};
  const uint64_t between = s.rows * s.keys * sizeof(float);
  auto module = parse(text(s));
  auto object = weft::cpu::compileToObject(*module, "main", {});
  ASSERT_TRUE(object.ok()) << object.status();
  EXPECT_GT(object->stackBytes, 0u);
  EXPECT_LT(object->stackBytes, between / 8);
  EXPECT_LT(object->stackBytes + object->arenaBytes, between / 4);
}

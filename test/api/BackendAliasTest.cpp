// Which values may share memory (AliasCopies.h): results, donated arguments, what
// loops carry and branches choose.
#include "BackendHarness.h"

#include <set>

using namespace backend;

/// Two results that are updates of one array, which is to be in the memory of
/// one of them at most.
TEST(Aliases, TwoUpdatesOfOneArray) {
  auto text = [](const std::string &update, const std::string &made) {
    auto updated = [&](std::string text, const std::string &name) {
      for (size_t at; (at = text.find('$')) != std::string::npos;)
        text.replace(at, 1, name);
      return text + "\n";
    };
    return R"(
#id = affine_map<(i) -> (i)>
#all = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (i)>
func.func @main(%x: tensor<6xf32>, %u: tensor<6x2xf32>, %v: tensor<6x2xf32>) -> (tensor<6xf32>, tensor<6xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c6 = arith.constant 6 : index
  %e = tensor.empty() : tensor<6xf32>
)" + made + updated(update, "u") +
           updated(update, "v") +
           "  return %ru, %rv : tensor<6xf32>, tensor<6xf32>\n}";
  };
  const std::string nest = R"(
  %s = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%x : tensor<6xf32>) outs(%e : tensor<6xf32>) {
  ^bb0(%a: f32, %o: f32):
    %1 = arith.addf %a, %a : f32
    linalg.yield %1 : f32 } -> tensor<6xf32>
)",
                    loop = R"(
  %s = scf.for %i = %c0 to %c6 step %c1 iter_args(%t = %e) -> tensor<6xf32> {
    %a = tensor.extract %x[%i] : tensor<6xf32>
    %1 = arith.addf %a, %a : f32
    %n = tensor.insert %1 into %t[%i] : tensor<6xf32>
    scf.yield %n : tensor<6xf32>
  }
)",
                    part = R"(
  %p$ = tensor.extract_slice %$[0, 1] [2, 1] [1, 1] : tensor<6x2xf32> to tensor<2xf32>
  %r$ = tensor.insert_slice %p$ into %s[0] [2] [1] : tensor<2xf32> into tensor<6xf32>
)",
                    element = R"(
  %p$ = tensor.extract %$[%c0, %c1] : tensor<6x2xf32>
  %r$ = tensor.insert %p$ into %s[%c0] : tensor<6xf32>
)",
                    sums = R"(
  %r$ = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]} ins(%$ : tensor<6x2xf32>) outs(%s : tensor<6xf32>) {
  ^bb0(%a: f32, %o: f32):
    %1 = arith.addf %a, %o : f32
    linalg.yield %1 : f32 } -> tensor<6xf32>
)";
  std::vector<float> x{1, 2, 3, 4, 5, 6}, u(12, 7), v(12, 9);
  auto check = [&](const std::string &update, const std::string &made,
                   const std::vector<float> &ofU,
                   const std::vector<float> &ofV) {
    auto results = Program(text(update, made))(buffers(x, u, v));
    EXPECT_EQ(results[0].as<float>(), ofU) << update << made;
    EXPECT_EQ(results[1].as<float>(), ofV) << update << made;
  };
  for (const std::string &made : {nest, loop}) {
    check(part, made, {7, 7, 6, 8, 10, 12}, {9, 9, 6, 8, 10, 12});
    check(element, made, {7, 4, 6, 8, 10, 12}, {9, 4, 6, 8, 10, 12});
    check(sums, made, {16, 18, 20, 22, 24, 26}, {20, 22, 24, 26, 28, 30});
  }
}

/// Donated arrays that change places are copied, a loop beside them carries its
/// own in place: what its branches hand on is not copied at each step.
TEST(Aliases, SwapsLeaveLoopsAlone) {
  auto text = [](const std::string &chosen, const std::string &a,
                 const std::string &b) {
    return R"(
func.func @main(%x: tensor<4x256xf32> {weft.donated}, %y: tensor<1024xf32> {weft.donated}, %z: tensor<1024xf32>, %p: tensor<i1>) -> (tensor<4x256xf32>, tensor<1024xf32>, tensor<1024xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %k = arith.constant 7.0 : f32
  %if = tensor.extract %p[] : tensor<i1>
  %back = tensor.expand_shape %y [[0, 1]] output_shape [4, 256] : tensor<1024xf32> into tensor<4x256xf32>
  %flat = tensor.collapse_shape %x [[0, 1]] : tensor<4x256xf32> into tensor<1024xf32>
)" + chosen + R"(
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%c = %z) -> tensor<1024xf32> {
    %n = scf.if %if -> tensor<1024xf32> {
      %u = tensor.insert %k into %c[%i] : tensor<1024xf32>
      scf.yield %u : tensor<1024xf32>
    } else {
      scf.yield %c : tensor<1024xf32>
    }
    scf.yield %n : tensor<1024xf32>
  }
  return )" + a + ", " + b + R"(, %r : tensor<4x256xf32>, tensor<1024xf32>, tensor<1024xf32>
})";
  };
  const std::string chosen = R"(
  %a, %b = scf.if %if -> (tensor<4x256xf32>, tensor<1024xf32>) {
    scf.yield %back, %flat : tensor<4x256xf32>, tensor<1024xf32>
  } else {
    scf.yield %x, %y : tensor<4x256xf32>, tensor<1024xf32>
  }
)";
  std::vector<float> x(1024, 1), y(1024, 2), z(1024, 3);
  for (bool always : {true, false})
    for (uint8_t p : {0, 1}) {
      Program f(always ? text("", "%back", "%flat") : text(chosen, "%a", "%b"));
      ASSERT_TRUE(f.exe);
      EXPECT_EQ(f.exe->resultAliasesArg, (std::vector<int>{0, 1, -1}));
      EXPECT_EQ(f.exe->arenaBytes, always ? 4096u : 8192u);
      auto args = buffers(x, y, z);
      args.emplace_back(std::vector<uint8_t>{p});
      auto results = f(args);
      bool isSwapped = p || always;
      EXPECT_EQ(args[0].as<float>(), isSwapped ? y : x);
      EXPECT_EQ(args[1].as<float>(), isSwapped ? x : y);
      std::vector<float> want = z;
      std::fill_n(want.begin(), p ? 3 : 0, 7.f);
      EXPECT_EQ(results[2].as<float>(), want);
    }
}

/// Two carries start from what branches made, each from memory of its own: which
/// of the two is made where both start must not depend on addresses.
TEST(Aliases, SameCodeEachTime) {
  const char *text = R"(
#id = affine_map<(i) -> (i)>
func.func @main(%x: tensor<1000xf32>, %p: tensor<i1>) -> (tensor<1000xf32>, tensor<1000xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %if = tensor.extract %p[] : tensor<i1>
  %e = tensor.empty() : tensor<1000xf32>
  %y = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%x : tensor<1000xf32>) outs(%e : tensor<1000xf32>) {
  ^bb0(%v: f32, %o: f32):
    %1 = arith.addf %v, %v : f32
    linalg.yield %1 : f32 } -> tensor<1000xf32>
  %z = scf.if %if -> tensor<1000xf32> {
    %f = tensor.empty() : tensor<1000xf32>
    %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%y : tensor<1000xf32>) outs(%f : tensor<1000xf32>) {
    ^bb0(%v: f32, %o: f32):
      %2 = math.sin %v : f32
      linalg.yield %2 : f32 } -> tensor<1000xf32>
    scf.yield %1 : tensor<1000xf32>
  } else {
    scf.yield %y : tensor<1000xf32>
  }
  %r:2 = scf.for %i = %c0 to %c5 step %c1 iter_args(%a = %z, %b = %z) -> (tensor<1000xf32>, tensor<1000xf32>) {
    %g = tensor.extract %x[%i] : tensor<1000xf32>
    %u = tensor.insert %g into %a[%i] : tensor<1000xf32>
    %w = tensor.insert %g into %b[%c0] : tensor<1000xf32>
    scf.yield %u, %w : tensor<1000xf32>, tensor<1000xf32>
  }
  return %r#0, %r#1 : tensor<1000xf32>, tensor<1000xf32>
})";
  std::set<std::string> texts;
  weft::cpu::CompileOptions options;
  options.dump = [&](std::string_view stage, const std::string &text) {
    if (stage == "bufferise")
      texts.insert(text);
  };
  for (int i = 0; i < 20; ++i)
    Program(text, options);
  EXPECT_EQ(texts.size(), 1u);
}

// Buffers and control flow of the CPU backend: what lands where, what is
// copied, loops that carry tensors, objects, bad input.
#include "BackendHarness.h"

#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Object/ObjectFile.h"

#include <fstream>
#include <set>

using namespace backend;

TEST(Boundary, ArgumentsAndConstantsAreCopied) {
  Program f(R"(
func.func @main(%x: tensor<5xf32>) -> (tensor<5xf32>, tensor<5xf32>, tensor<3xi32>, tensor<2xi1>) {
  %c = arith.constant dense<[1, 2, 3]> : tensor<3xi32>
  %b = arith.constant dense<[true, false]> : tensor<2xi1>
  return %x, %x, %c, %b : tensor<5xf32>, tensor<5xf32>, tensor<3xi32>, tensor<2xi1>
})");
  std::vector<float> x{1, 2, 3, 4, 5};
  auto results = f(buffers(x));
  EXPECT_EQ(results[0].as<float>(), x);
  EXPECT_EQ(results[1].as<float>(), x);
  EXPECT_EQ(results[2].as<int32_t>(), (std::vector<int32_t>{1, 2, 3}));
  EXPECT_EQ(results[3].as<uint8_t>(), (std::vector<uint8_t>{1, 0}));
}

TEST(Boundary, OneResultTwice) {
  Program f(R"(
#id = affine_map<(i) -> (i)>
func.func @main(%x: tensor<6xf32>) -> (tensor<6xf32>, tensor<6xf32>) {
  %e = tensor.empty() : tensor<6xf32>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%x : tensor<6xf32>) outs(%e : tensor<6xf32>) {
  ^bb0(%a: f32, %o: f32):
    %1 = arith.addf %a, %a : f32
    linalg.yield %1 : f32 } -> tensor<6xf32>
  return %r, %r : tensor<6xf32>, tensor<6xf32>
})");
  EXPECT_EQ(f.exe->arenaBytes, 0u);
  auto results = f(buffers(std::vector<float>{1, 2, 3, 4, 5, 6}));
  std::vector<float> want{2, 4, 6, 8, 10, 12};
  EXPECT_EQ(results[0].as<float>(), want);
  EXPECT_EQ(results[1].as<float>(), want);
}

TEST(Donation, UpdatesInPlace) {
  Program f(R"(
#id = affine_map<(i) -> (i)>
func.func @main(%w: tensor<4096xf32> {weft.donated}, %g: tensor<4096xf32>) -> tensor<4096xf32> {
  %e = tensor.empty() : tensor<4096xf32>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]} ins(%w, %g : tensor<4096xf32>, tensor<4096xf32>) outs(%e : tensor<4096xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %1 = arith.subf %a, %b : f32
    linalg.yield %1 : f32 } -> tensor<4096xf32>
  return %r : tensor<4096xf32>
})");
  EXPECT_EQ(f.exe->resultAliasesArg, std::vector<int>{0});
  EXPECT_EQ(f.exe->arenaBytes, 0u);
  auto args = buffers(std::vector<float>(4096, 3), std::vector<float>(4096, 1));
  f(args);
  EXPECT_EQ(args[0].as<float>(), std::vector<float>(4096, 2));
}

TEST(Donation, SwapAndTranspose) {
  Program swap(R"(
func.func @main(%x: tensor<700xf32> {weft.donated}, %y: tensor<700xf32> {weft.donated}) -> (tensor<700xf32>, tensor<700xf32>) {
  return %y, %x : tensor<700xf32>, tensor<700xf32>
})");
  auto args = buffers(std::vector<float>(700, 1), std::vector<float>(700, 2));
  auto results = swap(args);
  auto value = [&](int i) {
    int alias = swap.exe->resultAliasesArg[i];
    return (alias < 0 ? results[i] : args[alias]).as<float>();
  };
  EXPECT_EQ(value(0), std::vector<float>(700, 2));
  EXPECT_EQ(value(1), std::vector<float>(700, 1));

  Program plus(R"(
func.func @main(%x: tensor<40x40xf32> {weft.donated}) -> tensor<40x40xf32> {
  %e = tensor.empty() : tensor<40x40xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j, i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} ins(%x, %x : tensor<40x40xf32>, tensor<40x40xf32>) outs(%e : tensor<40x40xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %1 = arith.addf %a, %b : f32
    linalg.yield %1 : f32 } -> tensor<40x40xf32>
  return %r : tensor<40x40xf32>
})");
  auto x = numbers<float>(1600);
  auto matrix = buffers(x);
  plus(matrix);
  auto got = matrix[0].as<float>();
  for (int i = 0; i < 40; ++i)
    for (int j = 0; j < 40; ++j)
      ASSERT_EQ(got[i * 40 + j], x[i * 40 + j] + x[j * 40 + i]);
}

TEST(Loops, CarriesTensorsInPlace) {
  // x <- x / 2 + i, 10 times; the loop runs in the result's own buffer.
  Program f(R"(
#id = affine_map<(i) -> (i)>
func.func @main(%x: tensor<1000xf32>) -> tensor<1000xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c10 = arith.constant 10 : index
  %h = arith.constant 0.5 : f32
  %r = scf.for %i = %c0 to %c10 step %c1 iter_args(%a = %x) -> tensor<1000xf32> {
    %k = arith.index_cast %i : index to i32
    %v = arith.sitofp %k : i32 to f32
    %e = tensor.empty() : tensor<1000xf32>
    %n = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%a : tensor<1000xf32>) outs(%e : tensor<1000xf32>) {
    ^bb0(%p: f32, %o: f32):
      %1 = arith.mulf %p, %h : f32
      %2 = arith.addf %1, %v : f32
      linalg.yield %2 : f32 } -> tensor<1000xf32>
    scf.yield %n : tensor<1000xf32>
  }
  return %r : tensor<1000xf32>
})");
  auto x = numbers<float>(1000);
  auto want = x;
  for (int i = 0; i < 10; ++i)
    for (float &v : want)
      v = v * 0.5f + i;
  auto args = buffers(x);
  expectNear(f(args)[0].as<float>(), want, 1e-6);
  EXPECT_EQ(args[0].as<float>(), x); // not donated: unchanged
  EXPECT_EQ(f.exe->arenaBytes, 0u);
}

TEST(Loops, FibonacciSwapsCarries) {
  Program f(R"(
#id = affine_map<(i) -> (i)>
func.func @main(%x: tensor<3xi64>, %y: tensor<3xi64>) -> (tensor<3xi64>, tensor<3xi64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %r:2 = scf.for %i = %c0 to %c9 step %c1 iter_args(%a = %x, %b = %y) -> (tensor<3xi64>, tensor<3xi64>) {
    %e = tensor.empty() : tensor<3xi64>
    %n = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]} ins(%a, %b : tensor<3xi64>, tensor<3xi64>) outs(%e : tensor<3xi64>) {
    ^bb0(%p: i64, %q: i64, %o: i64):
      %1 = arith.addi %p, %q : i64
      linalg.yield %1 : i64 } -> tensor<3xi64>
    scf.yield %b, %n : tensor<3xi64>, tensor<3xi64>
  }
  %s:2 = scf.for %i = %c0 to %c9 step %c1 iter_args(%a = %r#0, %b = %r#1) -> (tensor<3xi64>, tensor<3xi64>) {
    scf.yield %b, %a : tensor<3xi64>, tensor<3xi64>
  }
  return %s#0, %s#1 : tensor<3xi64>, tensor<3xi64>
})");
  std::vector<int64_t> a{0, 1, 5}, b{1, 1, 7};
  auto results = f(buffers(a, b));
  for (int i = 0; i < 9; ++i)
    for (int k = 0; k < 3; ++k) {
      int64_t next = a[k] + b[k];
      a[k] = b[k];
      b[k] = next;
    }
  EXPECT_EQ(results[0].as<int64_t>(), b); // nine swaps
  EXPECT_EQ(results[1].as<int64_t>(), a);
}

TEST(Loops, ScanReadsAndWritesSlices) {
  // Running sums of the rows of x: carry, and stacked outputs.
  Program f(R"(
#id = affine_map<(i) -> (i)>
func.func @main(%x: tensor<20x50xf32>) -> (tensor<50xf32>, tensor<20x50xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c20 = arith.constant 20 : index
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<50xf32>
  %init = linalg.fill ins(%z : f32) outs(%e : tensor<50xf32>) -> tensor<50xf32>
  %ys = tensor.empty() : tensor<20x50xf32>
  %r:2 = scf.for %i = %c0 to %c20 step %c1 iter_args(%c = %init, %s = %ys) -> (tensor<50xf32>, tensor<20x50xf32>) {
    %row = tensor.extract_slice %x[%i, 0] [1, 50] [1, 1] : tensor<20x50xf32> to tensor<50xf32>
    %e2 = tensor.empty() : tensor<50xf32>
    %n = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]} ins(%c, %row : tensor<50xf32>, tensor<50xf32>) outs(%e2 : tensor<50xf32>) {
    ^bb0(%p: f32, %q: f32, %o: f32):
      %1 = arith.addf %p, %q : f32
      linalg.yield %1 : f32 } -> tensor<50xf32>
    %t = tensor.insert_slice %n into %s[%i, 0] [1, 50] [1, 1] : tensor<50xf32> into tensor<20x50xf32>
    scf.yield %n, %t : tensor<50xf32>, tensor<20x50xf32>
  }
  return %r#0, %r#1 : tensor<50xf32>, tensor<20x50xf32>
})");
  auto x = numbers<float>(1000);
  std::vector<float> carry(50, 0), stacked;
  for (int i = 0; i < 20; ++i)
    for (int j = 0; j < 50; ++j) {
      carry[j] += x[i * 50 + j];
      stacked.push_back(carry[j]);
    }
  auto results = f(buffers(x));
  EXPECT_EQ(results[0].as<float>(), carry);
  EXPECT_EQ(results[1].as<float>(), stacked);
  EXPECT_EQ(f.exe->arenaBytes, 0u);
}

TEST(Loops, WhileAndIf) {
  // Doubles x until its sum passes 100; then negates it if the flag is set.
  Program f(R"(
#id = affine_map<(i) -> (i)>
#z = affine_map<(i) -> ()>
func.func @main(%x: tensor<8xf32>, %flag: tensor<i1>) -> tensor<8xf32> {
  %zero = arith.constant 0.0 : f32
  %limit = arith.constant 100.0 : f32
  %r = scf.while (%a = %x) : (tensor<8xf32>) -> tensor<8xf32> {
    %e = tensor.empty() : tensor<f32>
    %f = linalg.fill ins(%zero : f32) outs(%e : tensor<f32>) -> tensor<f32>
    %s = linalg.generic {indexing_maps = [#id, #z], iterator_types = ["reduction"]} ins(%a : tensor<8xf32>) outs(%f : tensor<f32>) {
    ^bb0(%p: f32, %o: f32):
      %1 = arith.addf %p, %o : f32
      linalg.yield %1 : f32 } -> tensor<f32>
    %v = tensor.extract %s[] : tensor<f32>
    %c = arith.cmpf olt, %v, %limit : f32
    scf.condition(%c) %a : tensor<8xf32>
  } do {
  ^bb0(%a: tensor<8xf32>):
    %e = tensor.empty() : tensor<8xf32>
    %n = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) {
    ^bb0(%p: f32, %o: f32):
      %1 = arith.addf %p, %p : f32
      linalg.yield %1 : f32 } -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  }
  %c = tensor.extract %flag[] : tensor<i1>
  %q = scf.if %c -> tensor<8xf32> {
    %e = tensor.empty() : tensor<8xf32>
    %n = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%r : tensor<8xf32>) outs(%e : tensor<8xf32>) {
    ^bb0(%p: f32, %o: f32):
      %1 = arith.negf %p : f32
      linalg.yield %1 : f32 } -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  } else {
    scf.yield %r : tensor<8xf32>
  }
  return %q : tensor<8xf32>
})");
  std::vector<float> x(8, 1), want(8, 16);
  auto run = [&](uint8_t flag) {
    return f(buffers(x, std::vector<uint8_t>{flag}))[0].as<float>();
  };
  EXPECT_EQ(run(0), want);
  for (float &v : want)
    v = -v;
  EXPECT_EQ(run(1), want);
}

TEST(Shapes, PadConcatGatherReshape) {
  Program f(R"(
#id = affine_map<(i) -> (i)>
func.func @main(%x: tensor<2x3xf32>, %i: tensor<4xi32>) -> (tensor<4x3xf32>, tensor<3x4xf32>, tensor<4xf32>, tensor<6xf32>) {
  %z = arith.constant 9.0 : f32
  %cat = tensor.concat dim(0) %x, %x : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<4x3xf32>
  %pad = tensor.pad %x low[1, 0] high[0, 1] {
  ^bb0(%p: index, %q: index):
    tensor.yield %z : f32
  } : tensor<2x3xf32> to tensor<3x4xf32>
  %flat = tensor.collapse_shape %x [[0, 1]] : tensor<2x3xf32> into tensor<6xf32>
  %e = tensor.empty() : tensor<4xf32>
  %g = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%i : tensor<4xi32>) outs(%e : tensor<4xf32>) {
  ^bb0(%p: i32, %o: f32):
    %k = arith.index_cast %p : i32 to index
    %v = tensor.extract %flat[%k] : tensor<6xf32>
    linalg.yield %v : f32 } -> tensor<4xf32>
  return %cat, %pad, %g, %flat : tensor<4x3xf32>, tensor<3x4xf32>, tensor<4xf32>, tensor<6xf32>
})");
  std::vector<float> x{1, 2, 3, 4, 5, 6};
  auto results = f(buffers(x, std::vector<int32_t>{5, 0, 3, 3}));
  EXPECT_EQ(results[0].as<float>(),
            (std::vector<float>{1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(results[1].as<float>(),
            (std::vector<float>{9, 9, 9, 9, 1, 2, 3, 9, 4, 5, 6, 9}));
  EXPECT_EQ(results[2].as<float>(), (std::vector<float>{6, 1, 4, 4}));
  EXPECT_EQ(results[3].as<float>(), x);
}

TEST(Arena, DisjointLivesShareBytes) {
  // Matrix products in a chain: each intermediate dies after the next.
  std::string text = "func.func @main(%x0: tensor<64x64xf32>, "
                     "%w: tensor<64x64xf32>) -> tensor<64x64xf32> {\n"
                     "%z = arith.constant 0.0 : f32\n";
  for (int i = 0; i < 6; ++i) {
    std::string n = std::to_string(i), m = std::to_string(i + 1);
    text += "%e" + n + " = tensor.empty() : tensor<64x64xf32>\n%f" + n +
            " = linalg.fill ins(%z : f32) outs(%e" + n +
            " : tensor<64x64xf32>) -> tensor<64x64xf32>\n%x" + m +
            " = linalg.matmul ins(%x" + n +
            ", %w : tensor<64x64xf32>, tensor<64x64xf32>) outs(%f" + n +
            " : tensor<64x64xf32>) -> tensor<64x64xf32>\n";
  }
  text += "return %x6 : tensor<64x64xf32>\n}";
  Program f(text);
  EXPECT_LE(f.exe->arenaBytes, 3u * 64 * 64 * 4); // two products, packing
  std::vector<float> eye(64 * 64, 0);
  for (int i = 0; i < 64; ++i)
    eye[i * 65] = 2;
  auto x = numbers<float>(64 * 64);
  auto got = f(buffers(x, eye))[0].as<float>();
  for (size_t i = 0; i < x.size(); ++i)
    ASSERT_EQ(got[i], 64 * x[i]);
}

static const char *both = R"(
#id = affine_map<(i) -> (i)>
func.func @main(%x: tensor<64xf32>, %a: tensor<50x60xf64>, %b: tensor<60x70xf64>) -> (tensor<64xf32>, tensor<50x70xf64>) {
  %e = tensor.empty() : tensor<64xf32>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%x : tensor<64xf32>) outs(%e : tensor<64xf32>) {
  ^bb0(%p: f32, %o: f32):
    %1 = math.exp %p : f32
    %2 = math.sinh %1 : f32
    linalg.yield %2 : f32 } -> tensor<64xf32>
  %z = arith.constant 0.0 : f64
  %e2 = tensor.empty() : tensor<50x70xf64>
  %f = linalg.fill ins(%z : f64) outs(%e2 : tensor<50x70xf64>) -> tensor<50x70xf64>
  %m = linalg.matmul ins(%a, %b : tensor<50x60xf64>, tensor<60x70xf64>) outs(%f : tensor<50x70xf64>) -> tensor<50x70xf64>
  return %r, %m : tensor<64xf32>, tensor<50x70xf64>
})";

TEST(Object, NeedsOnlyTheCLibraries) {
  for (const char *cpu : {"native", "x86-64", "x86-64-v3"}) {
    weft::cpu::CompileOptions options;
    options.target = weft::cpu::TargetSpec{"", cpu, ""};
    auto module = parse(both);
    auto file =
        weft::cpu::compileToObject(*module, "main", options,
                                   weft::cpu::ObjectForm::Object, "model");
    ASSERT_TRUE(file.ok()) << file.status();
    auto object = llvm::object::ObjectFile::createObjectFile(
        llvm::MemoryBufferRef(file->bytes, "model.o"));
    ASSERT_TRUE(bool(object));
    std::set<std::string> defined;
    std::set<std::string> allowed{"memcpy", "memset", "memmove", "sinhf",
                                  "floorf"};
    for (const auto &symbol : (*object)->symbols()) {
      uint32_t flags = llvm::cantFail(symbol.getFlags());
      std::string name = llvm::cantFail(symbol.getName()).str();
      if (flags & llvm::object::SymbolRef::SF_Undefined) {
        EXPECT_TRUE(name.empty() || allowed.count(name)) << name;
      } else if (flags & llvm::object::SymbolRef::SF_Global) {
        defined.insert(name);
      }
    }
    EXPECT_EQ(defined, std::set<std::string>{"model"}) << cpu;
  }
}

TEST(Object, TextFormsAndUnknownCpu) {
  weft::cpu::CompileOptions options;
  auto module = parse(both);
  auto ir = weft::cpu::compileToObject(*module, "main", options,
                                       weft::cpu::ObjectForm::LlvmIr, "model");
  ASSERT_TRUE(ir.ok()) << ir.status();
  EXPECT_NE(ir->bytes.find("i32 @model(ptr"), std::string::npos);
  options.target.cpu = "no-such-cpu";
  module = parse(both);
  auto bad = weft::cpu::compileToObject(*module, "main", options);
  EXPECT_EQ(bad.status().message().find("unknown CPU 'no-such-cpu'"), 0u)
      << bad.status();
}

TEST(Errors, UnsupportedOpsAreReported) {
  auto module = parse(R"(
func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %r = tensor.cast %x : tensor<4xf32> to tensor<?xf32>
  %c = tensor.cast %r : tensor<?xf32> to tensor<4xf32>
  %n = func.call @other(%c) : (tensor<4xf32>) -> tensor<4xf32>
  return %n : tensor<4xf32>
}
func.func private @other(tensor<4xf32>) -> tensor<4xf32>
)");
  auto result = weft::cpu::compile(*module, "main", {});
  EXPECT_FALSE(result.ok());
  EXPECT_FALSE(result.status().message().empty());
  auto missing = weft::cpu::compile(*parse(both), "nothing", {});
  EXPECT_EQ(missing.status().message(), "no function named nothing");
}

TEST(Sanitize, CatchesTheElementAfterTheLast) {
  // x[i] for the given i, unchecked by the language.
  const char *text = R"(
func.func @main(%x: tensor<100xf32>, %i: tensor<i32>) -> tensor<f32> {
  %k = tensor.extract %i[] : tensor<i32>
  %n = arith.index_cast %k : i32 to index
  %v = tensor.extract %x[%n] : tensor<100xf32>
  %r = tensor.from_elements %v : tensor<f32>
  return %r : tensor<f32>
})";
  weft::cpu::CompileOptions options;
  options.sanitize = true;
  auto exe = weft::cpu::compile(*parse(text), "main", options);
#ifdef __SANITIZE_ADDRESS__
  ASSERT_TRUE(exe.ok()) << exe.status();
  std::vector<float> x(100, 1.5f);
  float result = 0;
  weft_context ctx{};
  auto call = [&](int32_t i) {
    void *arguments[] = {x.data(), &i, &result};
    (*exe)->entry(arguments, &ctx);
    return result;
  };
  EXPECT_EQ(call(99), 1.5f);
  EXPECT_DEATH(call(100), "heap-buffer-overflow");
#else
  EXPECT_EQ(exe.status().message(),
            "sanitize needs a process built with -fsanitize=address");
#endif
}

static long residentKb() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "VmRSS:") {
      long kb = 0;
      status >> kb;
      return kb;
    }
  return 0;
}

TEST(Memory, FreedWithTheExecutable) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "AddressSanitizer keeps what is freed for a while";
#endif
  auto once = [](int i) {
    Program f("func.func @main(%x: tensor<" + std::to_string(i % 7 + 1) +
              "xf32>) -> tensor<" + std::to_string(i % 7 + 1) +
              "xf32> { return %x : tensor<" + std::to_string(i % 7 + 1) +
              "xf32> }");
    ASSERT_TRUE(f.exe);
  };
  for (int i = 0; i < 50; ++i)
    once(i);
  long before = residentKb();
  for (int i = 0; i < 400; ++i)
    once(i);
  EXPECT_LT(residentKb() - before, 8000);
}

TEST(Threads, CompileAtOnce) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([] {
      mlir::DialectRegistry registry;
      weft::ir::registerLoweringDialects(registry);
      mlir::MLIRContext ctx(registry,
                            mlir::MLIRContext::Threading::DISABLED);
      for (int i = 0; i < 3; ++i) {
        auto module = mlir::parseSourceString<mlir::ModuleOp>(both, &ctx);
        auto exe = weft::cpu::compile(*module, "main", {});
        ASSERT_TRUE(exe.ok()) << exe.status();
      }
    });
  for (std::thread &thread : threads)
    thread.join();
}

//===-- Long programs -----------------------------------------------------===//
/// `n` loops, each of a buffer: `kinds` of them differ. Of so many elements, or
/// all in a step of a loop around.
static std::string loops(int n, int kinds, int size = 70, bool inStep = false) {
  const std::string type = "tensor<" + std::to_string(size) + "xf32>";
  std::string text = R"(
#id = affine_map<(i) -> (i)>
func.func @main(%x: )" + type + ") -> " + type + R"( {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
)";
  auto loop = [&](const std::string &name, const std::string &start,
                  const std::string &body) {
    return "%" + name + " = scf.for %i" + name +
           " = %c0 to %c3 step %c1 iter_args(%c" + name + " = " + start +
           ") -> (" + type + ") {\n" + body + "}\n";
  };
  std::string step, y = inStep ? "%cz" : "%x";
  for (int i = 0; i < n; ++i) {
    std::string name = "y" + std::to_string(i);
    step += loop(name, y,
                 "%r = linalg.generic {indexing_maps = [#id], iterator_types = "
                 "[\"parallel\"]} outs(%c" +
                     name + " : " + type +
                     ") {\n^bb0(%o: f32):\n%k = arith.constant 0." +
                     std::to_string(i % kinds + 1) +
                     " : f32\n%1 = arith.addf %o, %k : f32\n"
                     "linalg.yield %1 : f32 } -> " +
                     type + "\nscf.yield %r : " + type + "\n");
    y = "%" + name;
  }
  if (inStep) {
    step = loop("z", "%x", step + "scf.yield " + y + " : " + type + "\n");
    y = "%z";
  }
  return text + step + "return " + y + " : " + type + "\n}\n";
}
/// Functions of the program beside its entry, when loops have been written.
static std::set<std::string> functionsOf(const std::string &program) {
  std::string stage;
  weft::cpu::CompileOptions options;
  options.dump = [&](std::string_view name, const std::string &text) {
    if (name == "loops")
      stage = text;
  };
  Program compiled(program, options);
  std::set<std::string> names;
  const std::string start = "llvm.func internal @";
  for (size_t at = stage.find(start); at != stage.npos;
       at = stage.find(start, at + 1))
    names.insert(stage.substr(at, stage.find('(', at) - at));
  return names;
}

TEST(Loops, EqualOnesAreOneFunction) {
  EXPECT_EQ(functionsOf(loops(24, 3)).size(), 0u);
  EXPECT_EQ(functionsOf(loops(25, 3)).size(), 3u);
  EXPECT_EQ(functionsOf(loops(60, 1)).size(), 1u);
  // In a step, only what is worth a call each time, or very many.
  EXPECT_EQ(functionsOf(loops(25, 3, 70, true)).size(), 3u);
  EXPECT_EQ(functionsOf(loops(60, 3, 4, true)).size(), 0u);
  EXPECT_EQ(functionsOf(loops(60, 3, 4)).size(), 3u);
  EXPECT_EQ(functionsOf(loops(320, 3, 4, true)).size(), 3u);
  Program f(loops(60, 3));
  std::vector<float> x = numbers<float>(70), want = x;
  for (float &v : want)
    for (int i = 0; i < 60; ++i)
      for (int step = 0; step < 3; ++step)
        v += std::stof("0." + std::to_string(i % 3 + 1));
  EXPECT_EQ(f(buffers(x))[0].as<float>(), want);
}

/// Loops that differ in what reads what are not equal.
TEST(Loops, OfOtherWiringAreOthers) {
  std::string text = loops(30, 1);
  for (size_t at = 0, n = 0; (at = text.find("%1 = arith.addf %o, %k", at)) !=
                             text.npos;
       ++n, ++at)
    text.replace(at, 22, n % 2 ? "%1 = arith.subf %o, %k"
                               : "%1 = arith.subf %k, %o");
  EXPECT_EQ(functionsOf(text).size(), 2u);
  Program f(text);
  std::vector<float> x = numbers<float>(70), want = x;
  for (float &v : want)
    for (int i = 0; i < 30; ++i)
      for (int step = 0; step < 3; ++step)
        v = i % 2 ? v - .1f : .1f - v;
  EXPECT_EQ(f(buffers(x))[0].as<float>(), want);
}

// Sums behind a mask (Backend/Cpu/MaskedSums.h): which leave their loop, and
// that rows of every length give what the sums are.
#include "BackendHarness.h"
#include "Backend/Cpu/MaskedSums.h"

#include "llvm/AsmParser/Parser.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"

using namespace backend;

namespace {
const std::string head = R"(
declare <8 x float> @llvm.masked.load.v8f32.p0(ptr, <8 x i1>, <8 x float>)
declare void @llvm.masked.store.v8f32.p0(<8 x float>, ptr, <8 x i1>)
declare void @other(ptr)
define void @f(ptr noalias %sum, ptr noalias %x, i1 %c, <8 x i1> %m) {
entry:
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %end ]
  %row = getelementptr [6 x float], ptr %x, i64 %i
)";
const std::string tail = R"(
  br label %end
end:
  %next = add i64 %i, 1
  %more = icmp slt i64 %next, 100
  br i1 %more, label %loop, label %exit
exit:
  ret void
})";
std::string load(const std::string &name, const std::string &from,
                 const std::string &mask = "%m") {
  return name + " = call <8 x float> @llvm.masked.load.v8f32.p0(ptr " + from +
         ", <8 x i1> " + mask + ", <8 x float> poison)\n";
}
std::string store(const std::string &value, const std::string &to,
                  const std::string &mask = "%m") {
  return "call void @llvm.masked.store.v8f32.p0(<8 x float> " + value +
         ", ptr " + to + ", <8 x i1> " + mask + ")\n";
}
const std::string add = load("%old", "%sum") + load("%v", "%row") +
                        "%new = fadd <8 x float> %old, %v\n";

struct Counts {
  int inLoop = 0, outside = 0;
  bool operator==(const Counts &) const = default;
};
std::ostream &operator<<(std::ostream &os, const Counts &c) {
  return os << c.inLoop << " in the loop, " << c.outside << " outside";
}

/// Stores after the pass, of f with this body in its loop.
Counts storesOf(const std::string &body) {
  llvm::LLVMContext context;
  llvm::SMDiagnostic error;
  auto module = llvm::parseAssemblyString(head + body + tail, error, context);
  EXPECT_TRUE(module) << error.getMessage().str() << "\n" << body;
  if (!module)
    return {};
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager sccs;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder;
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(sccs);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, sccs, modules);
  llvm::Function &f = *module->getFunction("f");
  weft::cpu::KeepMaskedSums().run(f, functions);
  std::string errors;
  llvm::raw_string_ostream os(errors);
  EXPECT_FALSE(llvm::verifyModule(*module, &os)) << errors;
  Counts counts;
  for (llvm::BasicBlock &block : f)
    for (llvm::Instruction &each : block) {
      auto *call = llvm::dyn_cast<llvm::IntrinsicInst>(&each);
      if (call && call->getIntrinsicID() == llvm::Intrinsic::masked_store)
        ++(block.getName() == "exit" ? counts.outside : counts.inLoop);
    }
  return counts;
}
} // namespace

TEST(MaskedSums, AreWrittenAfterTheLoop) {
  EXPECT_EQ(storesOf(add + store("%new", "%sum")), (Counts{0, 1}));
  // Unrolled: the second step reads what the first one wrote.
  std::string twice = add + store("%new", "%sum") + load("%again", "%sum") +
                      "%twice = fadd <8 x float> %again, %v\n" +
                      store("%twice", "%sum");
  EXPECT_EQ(storesOf(twice), (Counts{0, 1}));
}

TEST(MaskedSums, StayWhereTheirMemoryIsNotTheirs) {
  // Another name for it, another mask, a function that may read it.
  EXPECT_EQ(storesOf(add + store("%new", "%sum") +
                     "%p = getelementptr float, ptr %sum, i64 %i\n"
                     "store float 1.0, ptr %p\n"),
            (Counts{1, 0}));
  EXPECT_EQ(storesOf(add + store("%new", "%sum") +
                     load("%part", "%sum", "splat (i1 true)")),
            (Counts{1, 0}));
  EXPECT_EQ(storesOf(add + store("%new", "%sum") +
                     "call void @other(ptr %sum)\n"),
            (Counts{1, 0}));
  // Each step at its own place.
  EXPECT_EQ(storesOf(add + store("%new", "%row")), (Counts{1, 0}));
  // In some steps only, or written in some steps only.
  std::string some = "br i1 %c, label %some, label %end\nsome:\n";
  EXPECT_EQ(storesOf(some + add + store("%new", "%sum")), (Counts{1, 0}));
  EXPECT_EQ(storesOf(add + some + store("%new", "%sum")), (Counts{1, 0}));
  // Another mask in each step.
  std::string mask = "%b = icmp eq i64 %i, 3\n"
                     "%mask = insertelement <8 x i1> %m, i1 %b, i64 0\n";
  EXPECT_EQ(storesOf(mask + load("%old", "%sum", "%mask") +
                     load("%v", "%row") +
                     "%new = fadd <8 x float> %old, %v\n" +
                     store("%new", "%sum", "%mask")),
            (Counts{1, 0}));
  // What is written is what was read, which would be gone.
  EXPECT_EQ(storesOf(load("%old", "%sum") + store("%old", "%sum")),
            (Counts{1, 0}));
}

TEST(MaskedSums, OneMayBeWhatAnotherOneWas) {
  EXPECT_EQ(storesOf(load("%old", "%sum") + load("%v", "%x") +
                     "%new = fadd <8 x float> %old, %v\n" +
                     store("%new", "%sum") + store("%old", "%x")),
            (Counts{0, 2}));
}

TEST(MaskedSums, WhatIsReadBetweenIsWritten) {
  EXPECT_EQ(storesOf(add + store("%new", "%sum") +
                     "call void @other(ptr %sum)\n" + store("%v", "%sum")),
            (Counts{2, 0}));
  EXPECT_EQ(storesOf(add + store("%new", "%sum") +
                     "%r = getelementptr float, ptr %sum, i64 %i\n"
                     "%one = load volatile float, ptr %r\n" +
                     store("%v", "%sum")),
            (Counts{2, 0}));
}

TEST(MaskedSums, AnotherOneIsNotForwarded) {
  // What a store between may have changed is read again.
  std::string between = add + store("%new", "%sum") +
                        "%p = getelementptr float, ptr %sum, i64 %i\n"
                        "store float 1.0, ptr %p\n" +
                        load("%again", "%sum") + store("%again", "%row");
  EXPECT_EQ(storesOf(between), (Counts{2, 0}));
}

/// Sums of rows of 1 to 33 numbers, along the outer axis.
TEST(MaskedSums, RowsOfEveryLength) {
  for (int64_t n = 1; n <= 33; ++n) {
    std::string in = "tensor<50x" + std::to_string(n) + "xf32>",
                out = "tensor<" + std::to_string(n) + "xf32>";
    Program f("func.func @main(%x: " + in + ") -> " + out +
              " {\n%z = arith.constant 0.0 : f32\n%e = tensor.empty() : " + out +
              "\n%i = linalg.fill ins(%z : f32) outs(%e : " + out + ") -> " +
              out +
              "\n%s = linalg.generic {indexing_maps = ["
              "affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (c)>], "
              "iterator_types = [\"reduction\", \"parallel\"]} ins(%x : " +
              in + ") outs(%i : " + out +
              ") {\n^bb0(%a: f32, %o: f32):\n%t = arith.addf %o, %a : f32\n"
              "linalg.yield %t : f32\n} -> " +
              out + "\nreturn %s : " + out + "\n}");
    std::vector<float> x(50 * n), want(n);
    for (int64_t i = 0; i < 50 * n; ++i) {
      x[i] = float(i * 37 % 101) - 50;
      want[i % n] += x[i];
    }
    EXPECT_EQ(f(buffers(x))[0].as<float>(), want) << n;
  }
}

// LLVM's passes on code that LLVM 22 breaks where memory on the stack bears no
// marks, or that it would give to a library (MarkStack and passBits in
// Backend/Cpu/Codegen.cpp), and ours after them (Prefetch.h).
#include "Backend/Cpu/Codegen.h"
#include "Backend/Cpu/Prefetch.h"
#include "Backend/Cpu/Target.h"

#include "llvm/AsmParser/Parser.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"

#include <gtest/gtest.h>

using namespace weft::cpu;

namespace {
using See = std::string(llvm::Module &, llvm::TargetMachine &);
/// What `see` says of the module after the passes for a machine, and after what
/// comes before them.
std::string afterPasses(const std::string &text, const char *cpu,
                        llvm::function_ref<See> see,
                        llvm::function_ref<void(llvm::Module &)> before = {}) {
  auto machine = createTargetMachine({"x86_64-unknown-linux-gnu", cpu, ""});
  EXPECT_TRUE(machine.ok()) << machine.status();
  llvm::LLVMContext context;
  llvm::SMDiagnostic error;
  auto module = llvm::parseAssemblyString(text, error, context);
  if (!module || !machine.ok())
    return "no module: " + error.getMessage().str();
  prepareModule(*module, **machine);
  if (before)
    before(*module);
  optimise(*module, **machine, /*level=*/3, /*sanitize=*/false);
  return see(*module, **machine);
}
/// What LLVM's verifier says.
std::string errorsAfterPasses(const std::string &text) {
  return afterPasses(text, "haswell", [](llvm::Module &module, auto &) {
    std::string errors;
    llvm::raw_string_ostream os(errors);
    llvm::verifyModule(module, &os);
    return errors;
  });
}
std::string printed(const auto &of) {
  std::string text;
  llvm::raw_string_ostream os(text);
  of.print(os, nullptr);
  return text;
}
std::string assemblyAfterPasses(const std::string &text, const char *cpu) {
  return afterPasses(text, cpu, [](llvm::Module &module, auto &machine) {
    llvm::SmallVector<char, 0> bytes;
    emit(module, machine, /*assembly=*/true, bytes);
    return std::string(bytes.begin(), bytes.end());
  });
}

/// A function that adds `step` to what a pointer points to.
std::string adds(const std::string &name, const std::string &step) {
  return "define void @" + name + R"((ptr %x) {
  %old = load <8 x float>, ptr %x
  %new = fadd <8 x float> %old, splat (float )" + step + R"()
  store <8 x float> %new, ptr %x
  ret void
})";
}

/// %NAMEn = x to the power n + 1, an instruction for each.
std::string power(const std::string &name, const std::string &x, int n) {
  std::string text, last = x;
  for (int i = 1; i <= n; ++i) {
    std::string next = name + std::to_string(i);
    text += next + " = fmul float " + last + ", " + x + "\n";
    last = next;
  }
  return text;
}
} // namespace

/// Rows from the last to the first, as a sum from the end has them; all are
/// read at once.
TEST(Codegen, MemoryFilledFromItsEnd) {
  EXPECT_EQ(errorsAfterPasses(R"(
define void @f(ptr %in, ptr %out) {
  %rows = alloca [32 x i8], align 64
  %last = getelementptr i8, ptr %rows, i64 16
  %x = load <4 x float>, ptr %in
  store <4 x float> %x, ptr %last
  %y = fadd <4 x float> %x, %x
  store <4 x float> %y, ptr %rows
  %all = load <8 x float>, ptr %rows
  store <8 x float> %all, ptr %out
  ret void
})"),
            "");
}

/// Its copy is what is read. LLVM keeps one of the two, without its marks, and
/// has loops unrolled, as these are too long before, once they are vectors.
TEST(Codegen, CopyOfMemoryFilledFromItsEnd) {
  EXPECT_EQ(errorsAfterPasses(R"(
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
define void @f(ptr noalias %in, ptr noalias %out) {
  %rows = alloca [32 x i8], align 64
  %copy = alloca [32 x i8], align 64
  br label %row
row:
  %r = phi i64 [ 1, %0 ], [ %above, %column.end ]
  br label %column
column:
  %c = phi i64 [ 0, %row ], [ %right, %column ]
  %from = getelementptr [4 x float], ptr %in, i64 %r, i64 %c
  %to = getelementptr [4 x float], ptr %rows, i64 %r, i64 %c
  %x = load float, ptr %from
)" + power("%a", "%x", 90) + R"(
  store float %a90, ptr %to
  %right = add i64 %c, 1
  %is.last = icmp eq i64 %right, 4
  br i1 %is.last, label %column.end, label %column
column.end:
  %above = add i64 %r, -1
  %is.first = icmp eq i64 %r, 0
  br i1 %is.first, label %filled, label %row
filled:
  call void @llvm.memcpy.p0.p0.i64(ptr %copy, ptr %rows, i64 32, i1 false)
  br label %read
read:
  %i = phi i64 [ 0, %filled ], [ %next, %read ]
  %element = getelementptr float, ptr %copy, i64 %i
  %y = load float, ptr %element
)" + power("%b", "%y", 45) + R"(
  %result = getelementptr float, ptr %out, i64 %i
  store float %b45, ptr %result
  %next = add i64 %i, 1
  %all = icmp eq i64 %next, 8
  br i1 %all, label %end, label %read
end:
  ret void
})"),
            "");
}

/// `text` for each type of halves and several processors, compiled without a
/// call.
static void callsNothing(const std::string &text) {
  for (const char *type : {"bfloat", "half"})
    for (const char *cpu : {"x86-64", "haswell", "cascadelake"}) {
      std::string own = text;
      for (size_t at; (at = own.find("TYPE")) != std::string::npos;)
        own.replace(at, 4, type);
      if (size_t at = own.find("0xR");
          at != std::string::npos && std::string(type) == "half")
        own.replace(at, 3, "0xH");
      std::string code = assemblyAfterPasses(own, cpu);
      EXPECT_NE(code.find("ret"), std::string::npos) << code;
      EXPECT_EQ(code.find("call"), std::string::npos) << cpu << code;
    }
}
/// The greatest of some halves and its place, as maxima of windows have it.
TEST(Codegen, HalvesAreChosenWithoutALibrary) {
  callsNothing(R"(
define void @f(ptr %x, ptr %out, i64 %n) {
  br label %loop
loop:
  %i = phi i64 [ 0, %0 ], [ %next, %loop ]
  %best = phi TYPE [ 0xR0000, %0 ], [ %better, %loop ]
  %at = getelementptr TYPE, ptr %x, i64 %i
  %one = load TYPE, ptr %at
  %bits = bitcast TYPE %one to i16
  %bestBits = bitcast TYPE %best to i16
  %more = icmp sgt i16 %bits, %bestBits
  %better = select i1 %more, TYPE %one, TYPE %best
  store TYPE %better, ptr %out
  %next = add i64 %i, 1
  %done = icmp eq i64 %next, %n
  br i1 %done, label %end, label %loop
end:
  ret void
}
)");
}
/// The same of rows side by side, as argmax has them.
TEST(Codegen, VectorsOfHalvesAreChosenWithoutALibrary) {
  callsNothing(R"(
define void @f(ptr %x, ptr %out, i64 %n) {
  br label %loop
loop:
  %i = phi i64 [ 0, %0 ], [ %next, %loop ]
  %best = phi <4 x TYPE> [ splat (TYPE 0xR0000), %0 ], [ %better, %loop ]
  %at = getelementptr <4 x TYPE>, ptr %x, i64 %i
  %one = load <4 x TYPE>, ptr %at
  %bits = bitcast <4 x TYPE> %one to <4 x i16>
  %bestBits = bitcast <4 x TYPE> %best to <4 x i16>
  %wide = sext <4 x i16> %bits to <4 x i32>
  %bestWide = sext <4 x i16> %bestBits to <4 x i32>
  %more = icmp sgt <4 x i32> %wide, %bestWide
  %better = select <4 x i1> %more, <4 x TYPE> %one, <4 x TYPE> %best
  %next = add i64 %i, 1
  %done = icmp eq i64 %next, %n
  br i1 %done, label %end, label %loop
end:
  store <4 x TYPE> %better, ptr %out
  ret void
}
)");
}

/// A copy that is marked, past the caches, from a loop that LLVM unrolls.
constexpr const char *markedCopy = R"(
define void @f(ptr noalias %from, ptr noalias %to) {
entry:
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %x = getelementptr float, ptr %from, i64 %i
  %y = getelementptr float, ptr %to, i64 %i
  %v = load <16 x i32>, ptr %x, align 4
  store <16 x i32> %v, ptr %y, align 64, !nontemporal !0
  %next = add nuw nsw i64 %i, 16
  %more = icmp slt i64 %next, 2048
  br i1 %more, label %loop, label %end
end:
  ret void
}
!0 = !{i32 1})";

TEST(Codegen, StoresPastCachesWhereTheyAreFast) {
  for (auto [cpu, marked] : {std::pair{"cascadelake", false},
                             {"icelake-server", true}}) {
    std::string text =
        afterPasses(markedCopy, cpu, [](llvm::Module &module, auto &machine) {
          fetchAhead(module, traitsOf(machine));
          return printed(module);
        });
    EXPECT_EQ(text.find(", !nontemporal") != text.npos, marked) << text;
    for (const char *asked : {"i32 0, i32 3, i32 1)", "i32 1, i32 3, i32 1)"})
      EXPECT_EQ(text.find(asked) == text.npos, marked) << text;
  }
}

/// A sum of what is larger than caches are, or of what is not.
std::string sumOf(bool large) {
  return std::string(R"(
define <16 x float> @f(ptr noalias %from) {
entry:
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %s = phi <16 x float> [ zeroinitializer, %entry ], [ %t, %loop ]
  %x = getelementptr float, ptr %from, i64 %i
  %v = load <16 x float>, ptr %x, align 64, !alias.scope !0
  %t = fadd <16 x float> %s, %v
  %next = add nuw nsw i64 %i, 16
  %more = icmp slt i64 %next, 8192
  br i1 %more, label %loop, label %end
end:
  ret <16 x float> %t
}
!0 = !{!1}
!2 = distinct !{!2, !"group"}
!1 = !{!"group.0)") +
         (large ? ".large" : "") + "\", !2}";
}

TEST(Codegen, LargeSumsAskForTheNextPageWhereStreamsAreForeseen) {
  for (bool large : {false, true})
    for (auto [cpu, asked] : {std::pair{"cascadelake", "i32 0, i32 3, i32 1)"},
                              {"znver4", "i32 0, i32 2, i32 1)"}}) {
      std::string text =
          afterPasses(sumOf(large), cpu, [](auto &module, auto &machine) {
            fetchAhead(module, traitsOf(machine));
            return printed(module);
          });
      EXPECT_EQ(text.find(asked) != text.npos, large) << text;
      EXPECT_EQ(text.find("llvm.prefetch") != text.npos, large) << text;
    }
}

/// Rows of 64 bytes, or of 256, of a table of 4 MiB or 16, at places that are
/// loaded, or at places in a list at places that are loaded.
std::string rowsAt(bool twice, bool wide) {
  const char *shift = wide ? "6" : "4";
  std::string copies;
  for (int at = 0; at < (wide ? 256 : 64); at += 64) {
    std::string n = std::to_string(at);
    copies += "  %x" + n + " = getelementptr i8, ptr %x, i64 " + n + "\n  %v" +
              n + " = load <16 x float>, ptr %x" + n + ", align 64\n  %y" + n +
              " = getelementptr i8, ptr %y, i64 " + n +
              "\n  store <16 x float> %v" + n + ", ptr %y" + n +
              ", align 64\n";
  }
  return std::string(R"(
define void @f(ptr noalias %table, ptr noalias %places, ptr noalias %list,
               ptr noalias %to) {
entry:
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %a = getelementptr i32, ptr %places, i64 %i
  %p = load i32, ptr %a, align 4
  %m = and i32 %p, 65535
  %z = zext i32 %m to i64
)") + (twice ? R"(
  %b = getelementptr i32, ptr %list, i64 %z
  %q = load i32, ptr %b, align 4
  %k = and i32 %q, 65535
  %place = zext i32 %k to i64
)"
             : "  %place = add i64 %z, 0\n") +
         "  %row = shl nuw nsw i64 %place, " + shift + R"(
  %x = getelementptr float, ptr %table, i64 %row
  %w = shl nuw nsw i64 %i, )" + shift + R"(
  %y = getelementptr float, ptr %to, i64 %w
)" + copies + R"(  %next = add nuw nsw i64 %i, 1
  %done = icmp eq i64 %next, 4096
  br i1 %done, label %end, label %loop
end:
  ret void
})";
}

TEST(Codegen, RowsAreAskedForUnlessTheirPlacesAreLookedUp) {
  struct Case {
    const char *cpu;
    bool wide, read, written;
  };
  // Where streams are foreseen, no short rows and nothing that is written.
  for (Case c : {Case{"cascadelake", false, true, true},
                 {"cascadelake", true, true, true},
                 {"znver4", false, false, false},
                 {"znver4", true, true, false}})
    for (bool twice : {false, true}) {
      std::string text = afterPasses(rowsAt(twice, c.wide), c.cpu,
                                     [](auto &module, auto &machine) {
                                       fetchRowsAhead(module,
                                                      traitsOf(machine));
                                       return printed(module);
                                     });
      EXPECT_EQ(text.find("i32 0, i32 3, i32 1)") != text.npos,
                c.read && !twice)
          << c.cpu << text;
      EXPECT_EQ(text.find("i32 1, i32 3, i32 1)") != text.npos, c.written)
          << c.cpu << text;
    }
}

/// Rows of 12 floats, added up: sums are written once, behind a mask.
TEST(Codegen, SumsBehindAMaskAreWrittenOnce) {
  std::string text = R"(
define void @f(ptr noalias %sum, ptr noalias %x) {
entry:
  br label %rows
rows:
  %r = phi i64 [ 0, %entry ], [ %nextr, %endr ]
  %row = getelementptr [12 x float], ptr %x, i64 %r
  br label %columns
columns:
  %c = phi i64 [ 0, %rows ], [ %nextc, %columns ]
  %from = getelementptr float, ptr %row, i64 %c
  %to = getelementptr float, ptr %sum, i64 %c
  %old = load float, ptr %to
  %v = load float, ptr %from
  %new = fadd float %old, %v
  store float %new, ptr %to
  %nextc = add i64 %c, 1
  %morec = icmp slt i64 %nextc, 12
  br i1 %morec, label %columns, label %endr, !llvm.loop !0
endr:
  %nextr = add i64 %r, 1
  %morer = icmp slt i64 %nextr, 100
  br i1 %morer, label %rows, label %exit
exit:
  ret void
}
!0 = distinct !{!0, !1}
!1 = !{!"llvm.loop.unroll.disable"})";
  std::string after = afterPasses(
      text, "skylake-avx512",
      [](llvm::Module &module, auto &) { return printed(module); });
  size_t stores = 0, at = 0;
  while ((at = after.find("call void @llvm.masked.store", at)) != after.npos)
    ++stores, ++at;
  EXPECT_EQ(stores, 1u) << after;
}

/// Which functions LLVM's passes leave as they are: what only calls, once or in
/// a loop, and neither computes on floats nor goes through memory.
TEST(Codegen, CallersAreNotOptimised) {
  std::string text = R"(
declare void @kernel(ptr, i64)
define void @calls(ptr %x, i64 %n) {
  %memory = alloca i64
  %first = load i64, ptr %x
  store i64 %first, ptr %memory
  br label %loop
loop:
  %i = phi i64 [ 0, %0 ], [ %next, %loop ]
  %same = add i64 %i, 0
  call void @kernel(ptr %memory, i64 %same)
  %next = add i64 %i, 1
  %more = icmp slt i64 %next, %n
  br i1 %more, label %loop, label %end
end:
  ret void
}
define void @copies(ptr %x, i64 %n) {
  call void @kernel(ptr %x, i64 %n)
  br label %loop
loop:
  %i = phi i64 [ 0, %0 ], [ %next, %loop ]
  %same = add i64 %i, 0
  %to = getelementptr i64, ptr %x, i64 %same
  store i64 %i, ptr %to
  %next = add i64 %i, 1
  %more = icmp slt i64 %next, %n
  br i1 %more, label %loop, label %end
end:
  ret void
}
define i64 @computes(i64 %x) {
  %same = add i64 %x, 0
  ret i64 %same
}
define void @adds(ptr %x, i64 %n) {
  %same = add i64 %n, 0
  %old = load float, ptr %x
  %new = fadd float %old, 1.0
  store float %new, ptr %x
  call void @kernel(ptr %x, i64 %same)
  ret void
})";
  int functions = 0;
  afterPasses(
      text, "haswell",
      [&](llvm::Module &module, auto &) {
        for (const llvm::Function &function : module)
          if (!function.isDeclaration() && ++functions)
            EXPECT_EQ(printed(function).find("%same") != std::string::npos,
                      function.getName() == "calls")
                << printed(function);
        return std::string();
      },
      leaveCallers);
  EXPECT_EQ(functions, 4);
}

/// The lists of passes that an emitter keeps have nothing left of the modules
/// before, whose contexts are gone.
TEST(Codegen, OneEmitterForManyModules) {
  auto machine =
      createTargetMachine({"x86_64-unknown-linux-gnu", "haswell", ""});
  ASSERT_TRUE(machine.ok()) << machine.status();
  ObjectEmitter emitter(**machine);
  for (std::string text :
       {adds("f", "1.0"), adds("g", "2.0"), adds("f", "1.0")}) {
    std::string objects[2];
    for (std::string &object : objects) {
      llvm::LLVMContext context;
      llvm::SMDiagnostic error;
      auto module = llvm::parseAssemblyString(text, error, context);
      ASSERT_TRUE(module) << error.getMessage().str();
      prepareModule(*module, **machine);
      llvm::SmallVector<char, 0> alone;
      if (&object == objects)
        emit(*module, **machine, /*assembly=*/false, alone);
      auto bytes = alone.empty() ? emitter.emit(*module)
                                 : llvm::ArrayRef<char>(alone);
      object.assign(bytes.begin(), bytes.end());
    }
    EXPECT_EQ(objects[0], objects[1]);
    EXPECT_GT(objects[0].size(), 100u);
  }
}

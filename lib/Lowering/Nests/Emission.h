// What the writers of loops share: a builder, small helpers on bare pointers,
// and the alias scopes of one group.
#ifndef WEFT_LOWERING_NESTS_EMISSION_H
#define WEFT_LOWERING_NESTS_EMISSION_H

#include "Lowering/Buffers/Arena.h"
#include "Lowering/Lowering.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/IRMapping.h"

namespace weft::ir {

/// Alias information of one group of nests: buffers with different roots do
/// not overlap while the group runs. Scopes are never shared between groups,
/// as the arena gives the same bytes to buffers that are alive at other times.
class AliasScopes {
public:
  /// `number` tells the groups of a module apart. Stores to `streamed` are to
  /// bypass the caches.
  AliasScopes(mlir::MLIRContext *ctx, const Group &group, unsigned number,
              llvm::ArrayRef<mlir::Value> streamed = {});
  /// {alias_scopes, noalias_scopes} of an access to `memref`; null if unknown.
  using Pair = std::pair<mlir::ArrayAttr, mlir::ArrayAttr>;
  Pair of(mlir::Value memref) const;
  /// Of a read of rows that others follow (LargeResults.h), so far on.
  Pair ofRows(mlir::Value memref, int64_t bytesToNext) const;
  /// Whether stores to it bypass the caches (Streaming.h).
  bool streams(mlir::Value memref) const;

private:
  llvm::DenseMap<mlir::Value, Pair> map;
  llvm::SmallVector<mlir::Value> streamed;
};

struct Emission {
  Emission(mlir::ModuleOp module, llvm::StringRef name,
           const LoweringOptions &options);

  mlir::OpBuilder b;
  mlir::Location loc;
  mlir::ModuleOp module;
  std::string name; // of the entry, prefix of its helpers
  const LoweringOptions &options;
  mlir::LLVM::LLVMPointerType ptr;
  /// Of the function being written: its weft_context, the arena that is in it
  /// (null: none is needed), and its first block.
  mlir::Value context, arena;
  mlir::Block *entryBlock = nullptr;
  unsigned numBodies = 0, numGroups = 0;
  /// The function has so many loops that each group is to be one of its own;
  /// and so many of those that no pointer should live from one to another.
  bool manyLoops = false, manyCalls = false;
  /// Of the group being written, for what bodies load by themselves.
  const AliasScopes *scopes = nullptr;
  /// Translates one op of the old body (set by the Translator).
  std::function<mlir::LogicalResult(mlir::Operation *, mlir::IRMapping &)>
      translate;
  /// Memory that all of a function uses in turn: what kernels take for
  /// themselves, what bodies written apart are called with, and where operands
  /// are turned (NestStage.cpp).
  struct Frame {
    mlir::LLVM::AllocaOp scratch, environment;
    llvm::SmallVector<mlir::Value> stages;
    /// What the slots of the environment hold, in this block (Parallel.cpp): a
    /// value, a number, or who knows what.
    struct Held {
      mlir::Value value;
      int64_t number = -1;
      bool operator==(const Held &) const = default;
    };
    mlir::Block *heldIn = nullptr;
    llvm::SmallVector<Held> held;
  };
  llvm::DenseMap<mlir::Block *, Frame> frames; // by entry blocks
  Frame &frame() { return frames[entryBlock]; }
  /// What was written apart (Parallel.h), by its hash.
  llvm::DenseMap<size_t, llvm::SmallVector<mlir::LLVM::LLVMFuncOp>> apart;

  mlir::Value constant(int64_t value);
  mlir::Value constant(mlir::Attribute value);
  mlir::Value toI64(mlir::Value index);
  mlir::Value toIndex(mlir::Value i64);
  mlir::Value add(mlir::Value a, mlir::Value b);
  mlir::Value mul(mlir::Value a, int64_t factor);
  /// base + index elements, in bounds.
  mlir::Value at(mlir::Value base, mlir::Type element, mlir::Value index);
  mlir::Value at(mlir::Value base, mlir::Type element, int64_t index);

  /// An element as the body sees it (i1 from its byte, complex from its two
  /// parts), with optional alias scopes. Or a vector of plain ones.
  using Scopes = std::pair<mlir::ArrayAttr, mlir::ArrayAttr>;
  mlir::Value load(mlir::Type element, mlir::Value address, Scopes scopes = {});
  void store(mlir::Value value, mlir::Value address, Scopes scopes = {});

  /// A vector of that in each lane.
  mlir::Value splat(mlir::Value scalar, int64_t lanes);

  /// Tells LLVM that the pointer is aligned as buffers of the runtime are.
  void assumeAligned(mlir::Value pointer);

  /// An alloca in the current function's entry block.
  mlir::Value stackBytes(int64_t bytes);
  /// The same memory at each call in a function, as large as the largest asked
  /// for: for kernels, no two of which run at once.
  mlir::Value scratch(int64_t bytes) { return inTurn(frame().scratch, bytes); }
  /// The same for what a body written apart is called with.
  mlir::Value environment(int64_t bytes) {
    return inTurn(frame().environment, bytes);
  }

  /// for (iv = lower; iv < upper; iv += step), i64. `body` gets the iv and the
  /// carried values and returns the next ones.
  llvm::SmallVector<mlir::Value>
  loop(mlir::Value lower, mlir::Value upper, mlir::Value step,
       mlir::ValueRange carried,
       llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::Value,
                                                         mlir::ValueRange)>
           body);
  auto loop(mlir::Value lower, mlir::Value upper, int64_t step,
            mlir::ValueRange carried, auto &&body) {
    return loop(lower, upper, constant(step), carried, body);
  }

private:
  mlir::Value inTurn(mlir::LLVM::AllocaOp &known, int64_t bytes);
};

/// How an element type lies in memory: i1 as i8, index as i64, complex as its
/// part (twice).
mlir::Type storageType(mlir::Type element);

} // namespace weft::ir
#endif

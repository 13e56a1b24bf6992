// Writes one nest. Split from Loops.cpp, which decides what runs where.
#ifndef WEFT_LOWERING_NESTS_NESTWRITER_H
#define WEFT_LOWERING_NESTS_NESTWRITER_H

#include "Lowering/Nests/Emission.h"

namespace weft::ir {

/// One loop to write: over the points of a dim, or over its tiles.
struct LoopSpec {
  unsigned dim;
  int64_t tile = 0;  // > 0: this loop steps by so many points
  int tileLoop = -1; // the level of the loop over tiles around this one
};

class NestWriter {
public:
  /// What is known at some depth: a pointer for each access, an iv for each
  /// dim, and for tile loops where the tile starts, by level.
  struct State {
    llvm::SmallVector<mlir::Value> pointers, ivs, tiles;
    /// In a tile: whether operands that are turned are read from their
    /// buffers, or the tile is not whole and none is.
    bool staged = false, isEdge = false;
    mlir::Value isFirst; // of a pair of tiles
  };

  NestWriter(Emission &e, const Nest &nest, const AliasScopes &scopes,
             mlir::IRMapping &map)
      : e(e), nest(nest), scopes(scopes), map(map) {}

  /// Chooses loops for dims first, first + 1, … Blocks of the innermost one
  /// are added where that is what threads could share.
  void plan(unsigned first, bool forThreads);

  /// Base pointers, nothing iterated yet.
  State start();
  /// The state inside iteration `iv` of `dim`.
  State enter(const State &state, unsigned dim, mlir::Value iv);
  /// The loops from `level` on.
  mlir::LogicalResult write(unsigned level, const State &state);

  /// How many leading loops are independent and may go to threads, and the
  /// number of iterations of each.
  unsigned parallelLevels() const;
  int64_t trips(unsigned level) const;
  /// The state inside iteration `index` of loop `level`.
  State enterLoop(const State &state, unsigned level, mlir::Value index);

  /// For SplitReduce: the parallel loops are one row number, the last dim is
  /// reduced in chunks. writeChunk carries `sums` (by access) through one.
  void planChunks(int64_t chunk);
  State enterRow(const State &state, mlir::Value row);
  mlir::LogicalResult writeChunk(const State &state, mlir::Value index,
                                 llvm::SmallVector<mlir::Value> &sums);

private:
  using Values = llvm::SmallVector<mlir::Value>;
  /// NestStage.cpp: tiles of which some operands are turned beforehand.
  struct Stage {
    int level = -1; // of the loop over a tile's rows; -1: nothing is turned
    int acrossTile = -1, innerTile = -1; // levels
    unsigned across = 0;                 // the dim of rows
    int64_t rows = 0, columns = 0;
    llvm::SmallVector<bool> accesses;
    /// What is turned is asked for ahead; tiles of single lines of many rows.
    bool ahead = false, lines = false;
    /// After each tile comes the one across the diagonal, which reads what
    /// this one has read: the inner loop over tiles starts at the diagonal.
    bool paired = false;
  };
  bool planTransposed(unsigned first);
  bool readsBothWays(unsigned across) const;
  mlir::Value lowerBound(unsigned level, const State &state);
  bool isStaged(unsigned access) const;
  mlir::Value aheadOf(const Access &access, const State &state);
  void turn(const Access &access, mlir::Value from, mlir::Value to,
            mlir::Value ahead);
  mlir::LogicalResult writeTiles(const State &state);
  mlir::LogicalResult writeTile(const State &state);
  mlir::LogicalResult writeStaged(const State &state);
  int copiedPastCaches(const State &state) const;
  void copyPastCaches(const State &state, unsigned source, mlir::Value lower,
                      mlir::Value upper);
  void findRegisters();
  bool usesLevel(const Access &access, unsigned level) const;
  // NestRows.cpp: short rows, and rows that are added together.
  int64_t widestLanes() const;
  bool isShortRow(unsigned level) const;
  int64_t lanesLeftOver(unsigned level) const;
  bool addsRowsTogether(unsigned level) const;
  mlir::LogicalResult addRows(unsigned level, const State &state);
  /// Of what an element is read by.
  AliasScopes::Pair scopesOf(const Access &access) const;
  mlir::Value upperBound(const LoopSpec &spec, const State &state);
  /// The loop at `level`, over a tile where it is inside of one.
  Values loopOver(unsigned level, const State &state,
                  mlir::ValueRange carried,
                  llvm::function_ref<Values(mlir::Value iv,
                                            mlir::ValueRange carried)>
                      body);
  void fill(unsigned level, const State &state, unsigned out);
  mlir::LogicalResult writeVersions(unsigned level, const State &state,
                                    Values &sums);
  mlir::LogicalResult writeLevel(unsigned level, const State &state,
                                 Values &sums);
  mlir::LogicalResult writeLoop(unsigned level, const State &state,
                                Values &sums);
  bool writeShiftReuse(unsigned level, const State &state); // ShiftReuseEmit.cpp
  bool hasAngles() const;
  void checkAngle(mlir::Value angle);
  mlir::Value anyLargeAngle(unsigned level, const State &state,
                            const Values &sums);
  mlir::LogicalResult writeBody(const State &state, Values &sums);
  mlir::Value address(const State &state, unsigned access);
  mlir::Value affine(mlir::AffineExpr expr, const State &state);
  mlir::Value ivOf(unsigned originalDim, const State &state);

  Emission &e;
  const Nest &nest;
  const AliasScopes &scopes;
  mlir::IRMapping &map;
  llvm::SmallVector<LoopSpec> loops;
  Stage stage;
  /// Per access: from which level on an out lives in a register, and at which
  /// level memory is first set to its constant start (or -1).
  llvm::SmallVector<int> registerLevel, fillLevel;
  /// How the body is written: as it is; with angles known to be small; or
  /// without stores, `large` collecting whether an angle is not.
  enum class Mode { Plain, SmallAngles, Check } mode = Mode::Plain;
  mlir::Value large;
  /// Whether sums may be regrouped, for LLVM to hold several parts of one.
  bool regroups = true;
  /// Of this dim, by how many rows on lie those that are asked for, of what is
  /// large (none: 0).
  struct RowsAhead {
    unsigned dim;
    int64_t count;
  } rowsAhead{0, 0};
};

} // namespace weft::ir
#endif

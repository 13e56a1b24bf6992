// What a loop computes at an element, and computed at one of its neighbours
// before, is taken from there. A stencil of several stages, each of which reads
// neighbours in the one before, is one nest that has every stage at several
// places: of two vectors in a row that are made of the rightmost (or leftmost)
// one, the others are parts.
#ifndef WEFT_LOWERING_NESTS_SHIFTREUSE_H
#define WEFT_LOWERING_NESTS_SHIFTREUSE_H

#include "Lowering/Lowering.h"
#include "Lowering/Nests/Nest.h"

namespace weft::ir {

/// A value of a body, at one place.
struct ShiftNode {
  enum class Is { Load, Outside, Constant, Op };
  ShiftNode(Is is, mlir::Type element) : is(is), element(element) {}

  Is is;
  mlir::Type element;
  /// Values that are the same but for the place have one kind.
  unsigned kind = 0;
  int64_t shift = 0;
  bool everywhere = false; // it does not depend on the place
  unsigned access = 0;      // Load
  mlir::Value outside;      // Outside
  mlir::Attribute constant; // Constant
  std::optional<mlir::OperationName> name; // Op
  mlir::DictionaryAttr attributes;
  llvm::SmallVector<unsigned, 3> operands; // nodes
};

struct ShiftReuse {
  std::vector<ShiftNode> nodes; // operands first
  llvm::SmallVector<unsigned> results;
  /// Nodes of which the vector before is kept, and of those that are parts of
  /// two the one that is farthest away.
  struct Kept {
    unsigned node, farthest;
    int64_t distance; // elements
  };
  llvm::SmallVector<Kept> kept;
  /// By node: of which of those it is a part, and how far away from it.
  struct Part {
    unsigned kept;
    int64_t distance;
  };
  llvm::DenseMap<unsigned, Part> parts;
  bool leftward = false; // the way of the loop
  int64_t lanes = 0;     // of a vector
};

/// For the nest's loop over `dim`, the innermost one. None where too little
/// would be saved, or where the loop may not be written so. NestWriter writes it.
std::optional<ShiftReuse> findShiftReuse(const Nest &nest, unsigned dim,
                                         const LoweringOptions &options);

} // namespace weft::ir
#endif

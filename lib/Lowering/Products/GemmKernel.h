// The matrix kernels as code: one module an element type and target, compiled
// once per process and linked to every executable that multiplies matrices
// (design decision 16); an AOT object gets its own copy.
#ifndef WEFT_LOWERING_PRODUCTS_GEMMKERNEL_H
#define WEFT_LOWERING_PRODUCTS_GEMMKERNEL_H

#include "Lowering/Lowering.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

namespace weft::ir {

/// How products of one operand type are computed.
struct GemmKind {
  mlir::Type operand; // in memory: f32, f64, f16, bf16 or i8
  mlir::Type packed;  // in panels and tiles
  mlir::Type sum;     // of C: f32, f64 or i32
  unsigned vectorBits;
  GemmUnit unit = GemmUnit::Vectors;

  /// Operands are in memory what the kernel multiplies.
  bool readsInPlace() const {
    return operand == packed && unit == GemmUnit::Vectors;
  }
};

/// The kind for operands of type `operand`, or none. Half types are widened to
/// f32 as they are packed, where there is no unit for them. So is i8: the sums
/// of one block are below 2^24, which f32 holds exactly.
std::optional<GemmKind> gemmKind(mlir::Type operand,
                                 const LoweringOptions &options);

/// Block sizes, in elements. mr × nr sums stay in registers; a panel of B
/// (kc × nr) and a block of A (mc × kc) in the second cache. Packed operands
/// have zeros up to a multiple of kUnit; in front of each block of kc steps of
/// a panel, `head` steps' memory has what its sums start from.
struct GemmShape {
  int64_t lanes, mr, nr, kc, mc, panels, kUnit = 1, head = 0;
  /// Between rows of a copied block of A.
  int64_t rowStride() const { return kc + lanes; }
  /// Of k steps, in a packed panel of B.
  int64_t stepsOfB(int64_t k) const {
    return llvm::alignTo(k, kUnit) + head * llvm::divideCeil(k, kc);
  }
};

GemmShape gemmShape(const GemmKind &kind);

/// Bytes of `rows` and of `panel` (see declareGemm), for products of at most so
/// many rows and steps.
int64_t copiedBytes(const GemmKind &kind, int64_t rows);
int64_t panelBytes(const GemmKind &kind, int64_t steps);

/// Names of the kernels of a kind: pack B into panels, pack A into tiles, copy
/// a block of A to rows (only where operands are read in place, as the next),
/// multiply few rows by half a panel, multiply.
enum class GemmPart { PackB, PackA, CopyRows, TallTile, Multiply };
std::string gemmSymbol(GemmPart part, const GemmKind &kind);
bool isKernelSymbol(llvm::StringRef name);

/// The declaration of a kernel in `module`, made where it is missing:
///   packB(src, kStride, nStride, K, N, firstPanel, lastPanel, dst)
///   packA(src, mStride, kStride, M, K, firstTile, lastTile, dst)
///   copyRows(src, mStride, kStride, rows, steps, dst)
///   tallTile(A, mStride, kStride, B, bkStride, C, cmStride, rows, columns,
///            steps, accumulate)
///   multiply(A, tileStride, mStride, kStride, B, panelStride, bkStride,
///            bnStride, C, cmStride, M, N, K, firstRow, lastRow, firstPanel,
///            lastPanel, accumulate, rows, panel)
/// All but pointers are i64. Rows start at multiples of mr. Where bnStride is
/// not 0, B lies in memory as it is, and kc steps of a panel are packed, at
/// `panel`, whenever mc rows meet them. Where `rows` is not null, mc rows of A
/// are copied there before the panels pass. Both are the caller's memory, which
/// knows how small a product is.
mlir::LLVM::LLVMFuncOp declareGemm(mlir::ModuleOp module, GemmPart part,
                                   const GemmKind &kind);

/// Defines the kernels of `kind` in `module` (in scf and the LLVM dialect,
/// still to be converted). Existing declarations of them become definitions.
void defineGemm(mlir::ModuleOp module, const GemmKind &kind, bool internal);

} // namespace weft::ir
#endif

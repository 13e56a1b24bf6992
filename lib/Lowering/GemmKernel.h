// The matrix kernels as code: one module a float type and vector width,
// compiled once per process and linked to every executable that multiplies
// matrices (design decision 16); an AOT object gets its own copy.
#ifndef WEFT_LOWERING_GEMMKERNEL_H
#define WEFT_LOWERING_GEMMKERNEL_H

#include "Lowering/Lowering.h"

#include "mlir/IR/OwningOpRef.h"

namespace weft::ir {

/// Block sizes, in elements. mr × nr sums stay in registers; a panel of B
/// (kc × nr) in the first cache, a block of A (mc × kc) in the second.
struct GemmShape {
  int64_t lanes, mr, nr, kc, mc;
};

GemmShape gemmShape(mlir::Type element, unsigned vectorBits);

/// Names of the kernels of an element type ("f32" or "f64"):
/// pack B into panels, pack A into tiles, multiply.
enum class GemmPart { PackB, PackA, Multiply };
std::string gemmSymbol(GemmPart part, mlir::Type element, unsigned vectorBits);
bool isKernelSymbol(llvm::StringRef name);

/// The declaration of a kernel in `module`, made where it is missing:
///   packB(src, kStride, nStride, K, N, firstPanel, lastPanel, dst)
///   packA(src, mStride, kStride, M, K, firstTile, lastTile, dst)
///   multiply(A, tileStride, mStride, kStride, B, panelStride, bkStride,
///            C, cmStride, M, N, K, firstRow, lastRow, firstPanel, lastPanel,
///            accumulate)
/// All but pointers are i64. Rows start at multiples of mr.
void declareGemm(mlir::ModuleOp module, GemmPart part, mlir::Type element,
                 unsigned vectorBits);

/// Defines the kernels of `element` in `module` (in scf and the LLVM dialect,
/// still to be converted). Existing declarations of them become definitions.
void defineGemm(mlir::ModuleOp module, mlir::Type element, unsigned vectorBits,
                bool internal);

} // namespace weft::ir
#endif

// What the functions of linear algebra share.
#pragma once
#include "Api/OpsHelpers.h"
#include "weft/Linalg.h"

namespace weft::api {
/// The last two axes, and those before.
struct Matrix {
  int64_t rows, columns;
  List leading;
};
/// f32, f64, c64 or c128; others are refused.
Dtype linalgDtype(const Site &site, ArrayRef<Array> xs);
Matrix matrixOf(const Site &site, const Array &x, bool square);
Shape shapeOf(ArrayRef<int64_t> leading, int64_t rows, int64_t columns);
List commonLeading(const Site &site, ArrayRef<Array> xs, ArrayRef<int64_t> a,
                   ArrayRef<int64_t> b);

Array matrixTransposed(const Array &x);
/// x itself where it is real.
Array conjugated(const Site &site, const Array &x);
Array realPart(const Site &site, const Array &x);
Array adjoint(const Site &site, const Array &x);
Array unitMatrices(ArrayRef<int64_t> leading, int64_t n, Dtype dtype);
/// The checked operand's matrices in the dtype that they are computed in, then
/// all results of `build`.
Arrays decomposed(
    const Site &site, const Array &x, bool square,
    llvm::function_ref<Array(const Array &)> prepare,
    llvm::function_ref<SmallVector<Value>(const Words &, Value)> build);
inline SmallVector<Value> allOf(ir::Operation *op) {
  return SmallVector<Value>(op->getResults());
}
/// The operation, on operands that fit.
Array triangular(const Site &site, const Array &a, const Array &b,
                 const TriangularSolve &options);
} // namespace weft::api

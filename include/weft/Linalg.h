// Linear algebra, as numpy.linalg and scipy.linalg have it.
//
// A matrix is the last two axes; leading axes are a batch, and those of two
// operands broadcast. f32, f64 and complex numbers; integers count as floats
// as in float functions. Throw ShapeError for shapes that do not fit (fewer
// than two axes; not square), DtypeError for half floats. All are
// differentiable in both directions unless it says otherwise; sources of the
// formulas stand beside the rules in dialects/weft. Factors that are only
// determined up to signs, phases or the order of equal values (eigenvectors,
// singular vectors) have derivatives where the values are distinct, and NaN or
// infinities instead where they are not.
#ifndef WEFT_LINALG_H
#define WEFT_LINALG_H

#include "weft/Array.h"

#include <optional>
#include <utility>
#include <vector>

namespace weft {

//===-- Triangles ---------------------------------------------------------===//
/// The lower triangle l with l lᴴ = x, or with `upper` its adjoint. Of the mean
/// of x and xᴴ if `symmetrize`, else of x's lower (upper) half. NaN where a
/// matrix is not positive definite.
Array cholesky(const Operand &x, bool upper = false, bool symmetrize = true);

struct TriangularSolve {
  /// op(a) x = b, or x op(a) = b.
  bool left = true;
  /// Which half of a is read.
  bool lower = false;
  /// op(a) is aᵀ, is conjugated.
  bool transpose = false, conjugate = false;
  /// The diagonal of a is ones; it is not read.
  bool unitDiagonal = false;
};
/// Solves a system with a triangle. b may be a vector if a is a matrix.
Array triangularSolve(const Operand &a, const Operand &b,
                      const TriangularSolve &options = {});

/// x[permutation] = l u: `lu` holds u and, below its diagonal, l without the
/// ones of its diagonal. Row i was swapped with row pivots[i], in order.
struct Lu {
  Array lu, pivots, permutation;
};
Lu luFactor(const Operand &x);
/// x of a x = b (aᵀ x = b, aᴴ x = b) from a's factors.
enum class Transposed { No, Transpose, Adjoint };
Array luSolve(const Lu &a, const Operand &b, Transposed how = Transposed::No);
/// x = p l u with a permutation p.
struct Plu {
  Array p, l, u;
};
Plu lu(const Operand &x);

/// a x = b for square a; b is a vector (one axis) or a batch of matrices.
Array solve(const Operand &a, const Operand &b);
Array inv(const Operand &x);
Array det(const Operand &x);
/// det = sign · e^logAbs, where det itself would overflow. logAbs is real.
struct Slogdet {
  Array sign, logAbs;
};
Slogdet slogdet(const Operand &x);
/// a x = b for a with row i lower[i], diagonal[i], upper[i] (lower[0] and the
/// last of upper are not read); b has one axis more than the diagonals.
Array tridiagonalSolve(const Operand &lower, const Operand &diagonal,
                       const Operand &upper, const Operand &b);
/// x of a x = b, given the Cholesky factor of a.
Array choSolve(const Operand &factor, const Operand &b, bool lower = true);

//===-- Orthogonal factors ------------------------------------------------===//
/// x = q r with orthonormal columns q and an upper triangle r. For m × n and k
/// the smaller size, q is m × k, or m × m with `full` (as of an x with more
/// rows than columns; its derivative needs independent columns).
struct Qr {
  Array q, r;
};
Qr qr(const Operand &x, bool full = false);
/// x[…, permutation] = q r, by columns: each time the longest of what is left
/// comes next, so that the sizes of r's diagonal descend. permutation holds
/// i32. The derivative is along one order.
struct PivotedQr {
  Array q, r, permutation;
};
PivotedQr pivotedQr(const Operand &x, bool full = false);
/// The same as LAPACK keeps it: r above, reflectors below the diagonal of
/// `factored`, which `taus` scale; householderProduct makes q of them. Where qr is
/// differentiable, so are these.
struct Reflectors {
  Array factored, taus;
};
Reflectors geqrf(const Operand &x);
Array householderProduct(const Operand &factored, const Operand &taus);

/// x v = v diag(w) for a Hermitian x: w ascends, the columns of v are
/// orthonormal. Of the mean of x and xᴴ if `symmetrize`, else of the lower (or
/// upper) half.
struct Eigh {
  Array w, v;
};
Eigh eigh(const Operand &x, bool lower = true, bool symmetrize = true);
Array eigvalsh(const Operand &x, bool lower = true, bool symmetrize = true);
/// x = u diag(s) vh: s descends, columns of u and rows of vh are orthonormal.
/// For m × n and k the smaller size, u is m × k and vh k × n; with `full` m × m
/// and n × n, which has no derivative where m ≠ n.
struct Svd {
  Array u, s, vh;
};
Svd svd(const Operand &x, bool full = false);
Array svdvals(const Operand &x);
/// x v = v diag(w) for any square x. Complex numbers; conjugate pairs of a real
/// x stand side by side. Columns of v have length 1 and a real component of the
/// largest modulus.
struct Eig {
  Array w, v;
};
Eig eig(const Operand &x);
Array eigvals(const Operand &x);

//===-- Forms by unitary matrices -----------------------------------------===//
// These have no derivatives, as in JAX.
/// x = q h qᴴ with a unitary q, and zeros below h's first lower diagonal.
struct Hessenberg {
  Array h, q;
};
Hessenberg hessenberg(const Operand &x);
/// x = q t qᴴ for a Hermitian x, of which one half is read: t is real with
/// diagonal d and e beside it. q is kept as LAPACK does: reflectors, scaled by
/// taus, in that half of `factored`, as jax.lax.linalg.tridiagonal.
struct Tridiagonal {
  Array factored, d, e, taus;
};
Tridiagonal tridiagonal(const Operand &x, bool lower = true);
/// x = z t zᴴ with a unitary z and a triangle t, eigenvalues on its diagonal in
/// no particular order. Of a real x both are real, and pairs of complex
/// eigenvalues are 2 × 2 blocks of t, unless complex ones are asked for. NaN
/// where the iteration does not converge.
struct Schur {
  Array t, z;
};
Schur schur(const Operand &x, bool complex = false);
/// The principal square root, complex: y y = x, eigenvalues of y in the right
/// half plane; infinities or NaN where there is none (Björck and Hammarling,
/// Linear Algebra Appl. 52, 1983).
Array sqrtm(const Operand &x);

//===-- By singular values ------------------------------------------------===//
/// The pseudo-inverse; singular values up to rtol times the largest count as 0
/// (10 max(m, n) ε where it is not given). The derivative is that along matrices
/// of the same rank (Golub and Pereyra, SIAM J. Numer. Anal. 10, 1973).
Array pinv(const Operand &x, std::optional<double> rtol = std::nullopt);
/// The least ‖a x - b‖, of the least ‖x‖ where there are several; a has two
/// axes, b one or two. Singular values below rcond times the largest count as 0
/// (max(m, n) ε). residuals are ‖a x - b‖² per column, rank is an i32, s the
/// singular values. Differentiable as pinv.
struct Lstsq {
  Array x, residuals, rank, s;
};
Lstsq lstsq(const Operand &a, const Operand &b,
            std::optional<double> rcond = std::nullopt);
/// How many singular values exceed rtol times the largest (max(m, n) ε): i32.
Array matrixRank(const Operand &x, std::optional<double> rtol = std::nullopt);

//===-- Norms -------------------------------------------------------------===//
/// √Σ|x|²; Σ s; the largest (least) Σ|x| of a column; the largest (least) s;
/// the largest (least) Σ|x| of a row.
enum class MatrixNorm {
  Frobenius,
  Nuclear,
  One,
  MinusOne,
  Two,
  MinusTwo,
  Infinity,
  MinusInfinity
};
/// Real. The largest of nothing is 0; the least of nothing is a ShapeError.
Array matrixNorm(const Operand &x, MatrixNorm kind = MatrixNorm::Frobenius,
                 bool keepDims = false);
/// ‖x‖ ‖x⁻¹‖: s[0] / s[k - 1] of the norm Two. Of a matrix with elements.
Array conditionNumber(const Operand &x, MatrixNorm kind = MatrixNorm::Two);

//===-- Products ----------------------------------------------------------===//
/// x · x · …, n times, by squaring; of x⁻¹ for a negative n.
Array matrixPower(const Operand &x, int64_t n);
/// Σ xᵏ / k!, by scaling, Padé and squaring (Higham, SIAM J. Matrix Anal. Appl.
/// 26, 2005), up to ‖x‖ of about 2¹⁶.
Array expm(const Operand &x);
/// The product of two matrices or more in the order that takes the fewest
/// multiplications; the first and the last may be vectors.
Array multiDot(const std::vector<Array> &xs,
               std::source_location where = std::source_location::current());

} // namespace weft

#endif // WEFT_LINALG_H

// Words that rules on matrices are written in; leading axes are a batch.
#pragma once
#include "RuleHelpers.h"

namespace weft::ir {
/// Sizes of the last two axes, and how many matrices there are.
struct Sizes {
  int64_t batch = 1, rows, columns;
  explicit Sizes(Type t) {
    auto shape = tensorType(t).getShape();
    for (int64_t d : shape.drop_back(2))
      batch *= d;
    rows = shape[shape.size() - 2];
    columns = shape.back();
  }
};
inline ArrayRef<int64_t> leading(Type t, unsigned without = 2) {
  return tensorType(t).getShape().drop_back(without);
}
inline bool isSquare(Type t) {
  return tensorType(t).getRank() >= 2 && Sizes(t).rows == Sizes(t).columns;
}
/// Memory of so many elements of an array's dtype.
inline Type scratch(Type like, int64_t elements) {
  return RankedTensorType::get(elements, elementOf(like));
}
/// With other last sizes, or another element type.
inline RankedTensorType shapedLike(Type t, ArrayRef<int64_t> last,
                                   Type element = {}) {
  SmallVector<int64_t> shape(leading(t));
  llvm::append_range(shape, last);
  return RankedTensorType::get(shape, element ? element : elementOf(t));
}
inline Type realPartOf(Type element) {
  auto complex = dyn_cast<ComplexType>(element);
  return complex ? complex.getElementType() : element;
}

/// What inference says of x where its last two axes differ.
LogicalResult needsSquare(std::optional<Location> loc, StringRef op, Value x);
/// What a block of reflectors on m rows needs, applied to n columns; as
/// reflectorScratch in lib/Kernels/Householder.h.
inline int64_t reflectorScratch(int64_t m, int64_t n) {
  constexpr int64_t block = 32;
  return 2 * block * (m + block + n);
}

/// Attributes of triangular_solve.
struct Triangle {
  bool left = true, lower = true, transpose = false, conjugate = false,
       unitDiagonal = false;
};

/// Every method emits at the rule's place.
struct Matrices : Emit {
  using Emit::Emit;

  Value matmul(Value x, Value y) const;
  /// The last two axes swapped; conjugated as well.
  Value transposed(Value x) const;
  Value adjoint(Value x) const;
  Value conj(Value x) const;
  /// The real part of complex numbers; x itself where it is real.
  Value real(Value x) const;
  /// As an array of `like`'s dtype, which may be complex where x is real.
  Value as(Value x, Value like) const;
  /// Where column - row ≤ k (or ≥ k); zero elsewhere.
  Value lowerHalf(Value x, int64_t k = 0) const;
  Value upperHalf(Value x, int64_t k = 0) const;
  /// Unit matrices of x's type.
  Value eye(Value x) const;
  /// x's diagonal elements only; as a batch of vectors.
  Value onDiagonal(Value x) const;
  Value diagonal(Value x) const;
  /// A batch of vectors along each row (element j in column j) or along each
  /// column, in a matrix of this shape and its own dtype.
  Value acrossRows(Value v, Value shape) const;
  Value acrossColumns(Value v, Value shape) const;
  /// x[…, rows, columns]
  Value part(Value x, int64_t row, int64_t endRow, int64_t column,
             int64_t endColumn) const;
  /// x with zeros below and to the right up to this many rows and columns.
  Value padded(Value x, int64_t rows, int64_t columns) const;
  Value solve(Value a, Value b, Triangle t) const;
  /// a⁻¹ y for any square a, by lu.
  Value solve(Value a, Value y) const;
  /// x's rows in the order of a permutation, by a product with ones.
  Value permuted(Value permutation, Value x) const;
  /// The Hermitian matrix whose lower (or upper) half is x's.
  Value hermitian(Value x, bool lower) const;
  Value scaled(Value x, double factor) const {
    return mul(x, constant(x, factor));
  }

private:
  Value within(Value x, Direction d, int64_t k) const;
};

/// What a rule without a derivative says; "; " begins a hint.
LogicalResult notDifferentiable(Operation *op, StringRef hint);
} // namespace weft::ir

// Fourier transforms and linear algebra by definition: sums of n terms,
// textbook elimination, dense products of reflectors. Slow, and no code of
// lib/Kernels.
#include "FftOps.h"
#include "Interp/Dense.h"
#include "LinalgOps.h"
#include <cmath>
#include <numbers>
#include <numeric>
using namespace weft::ir;
using namespace weft::ir::interp;
using Complex = std::complex<double>;

//===-- Fourier -----------------------------------------------------------===//
namespace {
/// Σ x[j] e^(∓2πi jk/n) along one axis of dims.
Complexes dft(const Complexes &x, ArrayRef<int64_t> dims, size_t axis,
              bool inverse) {
  int64_t n = dims[axis], inner = 1;
  for (int64_t d : dims.drop_front(axis + 1))
    inner *= d;
  int64_t outer = static_cast<int64_t>(x.size()) / (n * inner);
  Complexes y(x.size());
  for (int64_t o = 0; o < outer; ++o)
    for (int64_t i = 0; i < inner; ++i)
      for (int64_t k = 0; k < n; ++k) {
        std::complex<long double> sum = 0;
        for (int64_t j = 0; j < n; ++j) {
          long double angle = 2 * std::numbers::pi_v<long double> *
                              static_cast<long double>(j * k % n) / n;
          std::complex<long double> w(std::cos(angle), std::sin(angle));
          Complex v = x[(o * n + j) * inner + i];
          sum += std::complex<long double>(v) * (inverse ? w : std::conj(w));
        }
        if (inverse)
          sum /= n;
        y[(o * n + k) * inner + i] = Complex(sum);
      }
  return y;
}
DataRef fft(FftOp op, const Data &in) {
  Data out = zerosOf(op.getType());
  ArrayRef<int64_t> lengths = op.getLengths();
  StringRef kind = op.getKind();
  size_t rank = in.shape().size(), first = rank - lengths.size();
  int64_t n = lengths.back(), half = n / 2 + 1;
  SmallVector<int64_t> dims(in.shape());
  Complexes x;
  if (kind == "rfft") {
    x.assign(in.reals().begin(), in.reals().end());
  } else if (kind == "irfft") {
    // The mirrored half is filled in after the other axes are done.
    x = in.complexes();
    for (size_t a = first; a + 1 < rank; ++a)
      x = dft(x, dims, a, true);
    Complexes all;
    for (size_t line = 0; line < x.size() / half; ++line)
      for (int64_t k = 0; k < n; ++k) {
        Complex v = x[line * half + (k < half ? k : n - k)];
        bool real = k == 0 || 2 * k == n;
        all.push_back(real ? v.real() : k < half ? v : std::conj(v));
      }
    dims.back() = n;
    x = dft(all, dims, rank - 1, true);
    for (auto [to, v] : llvm::zip(std::get<Reals>(out.elements), x))
      to = rounded(elementOf(op.getType()), v.real());
    return std::make_shared<Data>(std::move(out));
  } else {
    x = in.complexes();
  }
  for (size_t a = first; a < rank; ++a)
    x = dft(x, dims, a, kind == "ifft");
  auto &to = std::get<Complexes>(out.elements);
  int64_t kept = kind == "rfft" ? half : n;
  for (size_t i = 0; i < to.size(); ++i)
    to[i] = rounded(elementOf(op.getType()), x[i / kept * n + i % kept]);
  return std::make_shared<Data>(std::move(out));
}

//===-- Triangles ---------------------------------------------------------===//
template <class T> Dense<T> choleskyOf(const Dense<T> &a) {
  int64_t n = a.rows;
  Dense<T> l(n, n);
  for (int64_t j = 0; j < n; ++j) {
    double d = std::real(a(j, j));
    for (int64_t k = 0; k < j; ++k)
      d -= std::norm(l(j, k));
    if (!(d > 0)) {
      for (int64_t i = 0; i < n; ++i)
        for (int64_t k = 0; k <= i; ++k)
          l(i, k) = notANumber<T>();
      return l;
    }
    l(j, j) = std::sqrt(d);
    for (int64_t i = j + 1; i < n; ++i) {
      T sum = a(i, j);
      for (int64_t k = 0; k < j; ++k)
        sum -= l(i, k) * conjugate(l(j, k));
      l(i, j) = sum / l(j, j);
    }
  }
  return l;
}
template <class T>
Dense<T> triangularSolve(TriangularSolveOp op, const Dense<T> &a,
                         const Dense<T> &b) {
  Dense<T> m(a.rows, a.rows);
  for (int64_t i = 0; i < a.rows; ++i)
    for (int64_t j = 0; j < a.rows; ++j) {
      bool inside = op.getLower() ? j <= i : j >= i;
      T v = !inside                              ? T(0)
            : i == j && op.getUnitDiagonal() ? T(1)
                                                 : a(i, j);
      (op.getTranspose() ? m(j, i) : m(i, j)) =
          op.getConjugate() ? conjugate(v) : v;
    }
  return op.getLeft() ? solved(m, b) : solved(m.transposed(), b.transposed())
                                           .transposed();
}
/// In place; rows are numbered in `perm` as they end up.
template <class T>
void luOf(Dense<T> &a, std::vector<int64_t> &pivots,
          std::vector<int64_t> &perm) {
  auto weight = [](T v) {
    return std::abs(std::real(v)) + std::abs(std::imag(v));
  };
  perm.resize(a.rows);
  std::iota(perm.begin(), perm.end(), 0);
  for (int64_t j = 0; j < std::min(a.rows, a.columns); ++j) {
    int64_t best = j;
    for (int64_t i = j + 1; i < a.rows; ++i)
      if (weight(a(i, j)) > weight(a(best, j)))
        best = i;
    pivots.push_back(best);
    std::swap(perm[j], perm[best]);
    for (int64_t c = 0; c < a.columns; ++c)
      std::swap(a(j, c), a(best, c));
    if (a(j, j) == T(0))
      continue;
    for (int64_t i = j + 1; i < a.rows; ++i) {
      a(i, j) /= a(j, j);
      for (int64_t c = j + 1; c < a.columns; ++c)
        a(i, c) -= a(i, j) * a(j, c);
    }
  }
}
template <class T> DataRefs lu(LuOp op, const Data &x) {
  Data lu = zerosOf(op.getResult(0).getType()),
       pivots = zerosOf(op.getResult(1).getType()),
       perm = zerosOf(op.getResult(2).getType());
  for (int64_t at = 0; at < batchOf(x); ++at) {
    Dense<T> a = matrixAt<T>(x, at);
    Ints p, q;
    luOf(a, p, q);
    setMatrix(lu, at, a);
    setPart(pivots, at, p);
    setPart(perm, at, q);
  }
  return {shared(std::move(lu)), shared(std::move(pivots)),
          shared(std::move(perm))};
}
template <class T>
DataRef tridiagonal(TridiagonalSolveOp op, ArrayRef<DataRef> in) {
  Data out = zerosOf(op.getType());
  int64_t n = in[1]->shape().back();
  auto part = [&](int i, int64_t at, int64_t k) {
    return std::get<std::vector<T>>(in[i]->elements)[at * n + k];
  };
  for (int64_t at = 0; at < batchOf(out); ++at) {
    Dense<T> m(n, n);
    for (int64_t i = 0; i < n; ++i) {
      m(i, i) = part(1, at, i);
      if (i > 0)
        m(i, i - 1) = part(0, at, i);
      if (i + 1 < n)
        m(i, i + 1) = part(2, at, i);
    }
    setMatrix(out, at, solved(m, matrixAt<T>(*in[3], at)));
  }
  return shared(std::move(out));
}

template <class T> DataRefs evaluateIn(Operation *op, ArrayRef<DataRef> in) {
  auto each = [&](auto f) {
    Data out = zerosOf(op->getResult(0).getType());
    for (int64_t at = 0; at < batchOf(out); ++at)
      setMatrix(out, at, f(at));
    return DataRefs{shared(std::move(out))};
  };
  return llvm::TypeSwitch<Operation *, DataRefs>(op)
      .Case([&](CholeskyOp) {
        return each([&](int64_t at) {
          return choleskyOf(matrixAt<T>(*in[0], at));
        });
      })
      .Case([&](TriangularSolveOp o) {
        return each([&](int64_t at) {
          return triangularSolve(o, matrixAt<T>(*in[0], at),
                                 matrixAt<T>(*in[1], at));
        });
      })
      .Case([&](LuOp o) { return lu<T>(o, *in[0]); })
      .Case([&](TridiagonalSolveOp o) {
        return DataRefs{tridiagonal<T>(o, in)};
      })
      .Default([](Operation *) { return DataRefs(); });
}
} // namespace

DataRefs interp::evaluateLinalg(Operation *op, ArrayRef<DataRef> in) {
  if (auto f = dyn_cast<FftOp>(op))
    return {fft(f, *in[0])};
  if (in.empty())
    return {};
  if (DataRefs r = evaluateDecompose(op, in); !r.empty())
    return r;
  if (DataRefs r = evaluateSchur(op, in); !r.empty())
    return r;
  if (std::holds_alternative<Reals>(in[0]->elements))
    return evaluateIn<double>(op, in);
  if (std::holds_alternative<Complexes>(in[0]->elements))
    return evaluateIn<Complex>(op, in);
  return {};
}

// Forms by unitary matrices, by methods that lib/Kernels does not use: dense
// reflectors; Schur's by taking one eigenvector after another off the matrix.
#include "Interp/Spectra.h"
#include "SchurOps.h"
using namespace weft::ir;
using namespace weft::ir::interp;
using Complex = std::complex<double>;

namespace {
//===-- Reflectors --------------------------------------------------------===//
/// x := qᴴ x q, by reflectors that make columns zero from the second element
/// below the diagonal on; they stay in `packed`, and taus are given.
template <class T> std::vector<T> reduce(Dense<T> &x, Dense<T> &packed) {
  std::vector<T> taus;
  for (int64_t j = 0; j + 1 < x.rows; ++j) {
    auto [v, tau] = reflectorOf(x, j + 1, j);
    x = reflection(v, conjugate(tau)) * x * reflection(v, tau);
    for (int64_t i = j + 2; i < x.rows; ++i)
      packed(i, j) = v[i];
    taus.push_back(tau);
  }
  return taus;
}
template <class T> DataRefs hessenberg(HessenbergOp op, const Data &x) {
  Data out = zerosOf(op.getFactored().getType()),
       taus = zerosOf(op.getTaus().getType());
  for (int64_t at = 0; at < batchOf(x); ++at) {
    Dense<T> h = matrixAt<T>(x, at), packed(h.rows, h.rows);
    setPart(taus, at, reduce(h, packed));
    for (int64_t i = 0; i < h.rows; ++i)
      for (int64_t j = std::max<int64_t>(i - 1, 0); j < h.rows; ++j)
        packed(i, j) = h(i, j);
    setMatrix(out, at, packed);
  }
  return {shared(std::move(out)), shared(std::move(taus))};
}
template <class T> Dense<T> turned(const Dense<T> &x) {
  Dense<T> out = x;
  std::reverse(out.elements.begin(), out.elements.end());
  return out;
}
/// The upper half is reduced as the lower one of the matrix in the opposite
/// order of rows and columns.
template <class T> DataRefs tridiagonal(TridiagonalOp op, const Data &x) {
  Data out = zerosOf(op.getFactored().getType()),
       d = zerosOf(op.getD().getType()), e = zerosOf(op.getE().getType()),
       taus = zerosOf(op.getTaus().getType());
  bool lower = op.getLower();
  for (int64_t at = 0; at < batchOf(x); ++at) {
    Dense<T> a = matrixAt<T>(x, at);
    a = lower ? a : turned(a);
    int64_t n = a.rows;
    Dense<T> h = a, packed = a;
    for (int64_t i = 0; i < n; ++i) {
      h(i, i) = std::real(a(i, i));
      for (int64_t j = i + 1; j < n; ++j)
        h(i, j) = conjugate(a(j, i));
    }
    std::vector<T> scales = reduce(h, packed);
    Reals diagonal, beside;
    for (int64_t i = 0; i < n; ++i) {
      diagonal.push_back(std::real(h(i, i)));
      packed(i, i) = diagonal.back();
      if (i + 1 == n)
        break;
      beside.push_back(std::real(h(i + 1, i)));
      packed(i + 1, i) = beside.back();
    }
    if (!lower) {
      packed = turned(packed);
      std::reverse(diagonal.begin(), diagonal.end());
      std::reverse(beside.begin(), beside.end());
      std::reverse(scales.begin(), scales.end());
    }
    setMatrix(out, at, packed);
    setPart(d, at, diagonal);
    setPart(e, at, beside);
    setPart(taus, at, scales);
  }
  return {shared(std::move(out)), shared(std::move(d)), shared(std::move(e)),
          shared(std::move(taus))};
}

//===-- Schur -------------------------------------------------------------===//
/// Columns of u that span the space of an eigenvector: one, or of a real matrix
/// and a complex eigenvalue two. How many.
template <class T>
int64_t eigenspace(const Dense<T> &a, Dense<T> &u) {
  int64_t n = a.rows;
  Matrix whole(n, n);
  llvm::copy(a.elements, whole.elements.begin());
  double all = 0;
  for (T x : a.elements)
    all = std::hypot(all, std::abs(x));
  Complex w = eigenvalues(whole)[0];
  bool pair = std::is_same_v<T, double> && std::abs(w.imag()) > 1e-9 * all;
  if (std::is_same_v<T, double> && !pair)
    w = w.real();
  auto v = eigenvector(whole, w, 0);
  auto give = [&](int64_t column, auto part) {
    double length = 0;
    for (int64_t i = 0; i < n; ++i)
      length = std::hypot(length, std::abs(u(i, column) = part(v[i])));
    for (int64_t i = 0; i < n; ++i)
      u(i, column) /= length;
  };
  if constexpr (!std::is_same_v<T, double>) {
    give(0, [](Complex x) { return x; });
    return 1;
  } else {
    give(0, [](Complex x) { return x.real(); });
    if (!pair)
      return 1;
    double inner = 0;
    for (int64_t i = 0; i < n; ++i)
      inner += u(i, 0) * v[i].imag();
    int64_t row = 0;
    give(1, [&](Complex x) { return x.imag() - inner * u(row++, 0); });
    return 2;
  }
}
/// A rotation that makes the diagonal elements of a block of two equal.
void balance(Dense<double> &t, Dense<double> &z, int64_t k) {
  double angle = std::atan2(t(k + 1, k + 1) - t(k, k), t(k, k + 1) + t(k + 1, k));
  Dense<double> g = identityOf<double>(t.rows);
  g(k, k) = g(k + 1, k + 1) = std::cos(angle / 2);
  g(k + 1, k) = -(g(k, k + 1) = std::sin(angle / 2));
  // Which of two senses the angle has is left to what comes of it.
  Dense<double> one = g.transposed() * t * g, other = g * t * g.transposed();
  auto gap = [&](const Dense<double> &x) {
    return std::abs(x(k, k) - x(k + 1, k + 1));
  };
  bool first = gap(one) <= gap(other);
  t = first ? one : other;
  z = z * (first ? g : g.transposed());
}
template <class T> DataRefs schur(SchurOp op, const Data &x) {
  Data out = zerosOf(op.getT().getType()), vectors = out;
  for (int64_t at = 0; at < batchOf(x); ++at) {
    Dense<T> t = matrixAt<T>(x, at), z = identityOf<T>(t.rows);
    int64_t n = t.rows;
    if (!isFinite(t)) {
      llvm::fill(t.elements, notANumber<T>());
      z = t;
    }
    for (int64_t done = 0, k; isFinite(t) && done < n; done += k) {
      Dense<T> rest(n - done, n - done), u = rest, whole = identityOf<T>(n);
      for (int64_t i = done; i < n; ++i)
        for (int64_t j = done; j < n; ++j)
          rest(i - done, j - done) = t(i, j);
      k = eigenspace(rest, u);
      complete(u, k);
      for (int64_t i = done; i < n; ++i)
        for (int64_t j = done; j < n; ++j)
          whole(i, j) = u(i - done, j - done);
      t = adjoint(whole) * t * whole;
      z = z * whole;
      for (int64_t i = done + k; i < n; ++i)
        for (int64_t j = done; j < done + k; ++j)
          t(i, j) = 0;
      if constexpr (std::is_same_v<T, double>)
        if (k == 2)
          balance(t, z, done);
    }
    setMatrix(out, at, t);
    setMatrix(vectors, at, z);
  }
  return {shared(std::move(out)), shared(std::move(vectors))};
}

template <class T> DataRefs evaluateIn(Operation *op, ArrayRef<DataRef> in) {
  return llvm::TypeSwitch<Operation *, DataRefs>(op)
      .Case([&](HessenbergOp o) { return hessenberg<T>(o, *in[0]); })
      .Case([&](TridiagonalOp o) { return tridiagonal<T>(o, *in[0]); })
      .Case([&](SchurOp o) { return schur<T>(o, *in[0]); })
      .Default([](Operation *) { return DataRefs(); });
}
} // namespace

DataRefs interp::evaluateSchur(Operation *op, ArrayRef<DataRef> in) {
  if (std::holds_alternative<Reals>(in[0]->elements))
    return evaluateIn<double>(op, in);
  if (std::holds_alternative<Complexes>(in[0]->elements))
    return evaluateIn<Complex>(op, in);
  return {};
}

// Orthogonal factors and spectra by methods that lib/Kernels does not use:
// dense reflectors, Jacobi's rotations of Hermitian matrices (of (0 x; xᴴ 0) for
// singular values), QR iterations with dense factors and inverse iteration.
#include "DecomposeOps.h"
#include "Interp/Spectra.h"
#include <cmath>
#include <numeric>
using namespace weft::ir;
using namespace weft::ir::interp;
using Complex = std::complex<double>;

namespace {
//===-- Reflectors --------------------------------------------------------===//
template <class T> struct Householder {
  Dense<T> q, r;            // both whole
  std::vector<std::vector<T>> v; // each of m elements, the first ones 0
  std::vector<T> taus;
};
template <class T> Householder<T> reflected(const Dense<T> &x) {
  int64_t m = x.rows;
  Householder<T> out{identityOf<T>(m), x, {}, {}};
  for (int64_t j = 0; j < std::min(m, x.columns); ++j) {
    auto [v, tau] = reflectorOf(out.r, j, j);
    out.r = reflection(v, conjugate(tau)) * out.r;
    for (int64_t i = j + 1; i < m; ++i)
      out.r(i, j) = 0;
    out.q = out.q * reflection(v, tau);
    out.v.push_back(std::move(v));
    out.taus.push_back(tau);
  }
  return out;
}
template <class T> DataRefs geqrf(GeqrfOp op, const Data &x) {
  Data a = zerosOf(op.getFactored().getType()),
       taus = zerosOf(op.getTaus().getType());
  for (int64_t at = 0; at < batchOf(x); ++at) {
    auto h = reflected(matrixAt<T>(x, at));
    for (size_t j = 0; j < h.v.size(); ++j)
      for (int64_t i = j + 1; i < h.r.rows; ++i)
        h.r(i, j) = h.v[j][i];
    setMatrix(a, at, h.r);
    setPart(taus, at, h.taus);
  }
  return {shared(std::move(a)), shared(std::move(taus))};
}
/// The longest of the columns that are left, counted anew each time.
template <class T> DataRefs geqp3(Geqp3Op op, const Data &x) {
  Data a = zerosOf(op.getFactored().getType()),
       order = zerosOf(op.getPermutation().getType()),
       taus = zerosOf(op.getTaus().getType());
  for (int64_t at = 0; at < batchOf(x); ++at) {
    Dense<T> r = matrixAt<T>(x, at), packed(r.rows, r.columns);
    Ints places(r.columns);
    std::iota(places.begin(), places.end(), 0);
    std::vector<T> all;
    auto length = [&](int64_t column, int64_t from) {
      double sum = 0;
      for (int64_t i = from; i < r.rows; ++i)
        sum += std::norm(r(i, column));
      return sum;
    };
    for (int64_t j = 0; j < std::min(r.rows, r.columns); ++j) {
      int64_t best = j;
      for (int64_t c = j + 1; c < r.columns; ++c)
        if (length(c, j) > length(best, j) * (1 + 1e-12))
          best = c;
      std::swap(places[j], places[best]);
      for (int64_t i = 0; i < r.rows; ++i) {
        std::swap(r(i, j), r(i, best));
        std::swap(packed(i, j), packed(i, best));
      }
      auto [v, tau] = reflectorOf(r, j, j);
      r = reflection(v, conjugate(tau)) * r;
      for (int64_t i = j + 1; i < r.rows; ++i)
        r(i, j) = 0, packed(i, j) = v[i];
      all.push_back(tau);
    }
    for (size_t i = 0; i < r.elements.size(); ++i)
      packed.elements[i] += r.elements[i];
    setMatrix(a, at, packed);
    setPart(order, at, places);
    setPart(taus, at, all);
  }
  return {shared(std::move(a)), shared(std::move(order)),
          shared(std::move(taus))};
}
template <class T>
DataRefs householderProduct(HouseholderProductOp op, const Data &x,
                            const Data &taus) {
  Data out = zerosOf(op.getType());
  int64_t k = taus.shape().back();
  for (int64_t at = 0; at < batchOf(x); ++at) {
    Dense<T> a = matrixAt<T>(x, at), q = identityOf<T>(a.rows);
    for (int64_t j = 0; j < k; ++j) {
      std::vector<T> v(a.rows);
      v[j] = 1;
      for (int64_t i = j + 1; i < a.rows; ++i)
        v[i] = a(i, j);
      q = q * reflection(v, std::get<std::vector<T>>(taus.elements)[at * k + j]);
    }
    setMatrix(out, at, corner(q, a.rows, a.columns));
  }
  return {shared(std::move(out))};
}
template <class T> DataRefs qr(QrOp op, const Data &x) {
  Data q = zerosOf(op.getQ().getType()), r = zerosOf(op.getR().getType());
  int64_t columns = q.shape().back();
  for (int64_t at = 0; at < batchOf(x); ++at) {
    auto h = reflected(matrixAt<T>(x, at));
    setMatrix(q, at, corner(h.q, h.q.rows, columns));
    setMatrix(r, at, corner(h.r, columns, h.r.columns));
  }
  return {shared(std::move(q)), shared(std::move(r))};
}

//===-- Hermitian matrices ------------------------------------------------===//
template <class T> struct Spectrum {
  std::vector<double> w; // ascending
  Dense<T> v;
};
/// Jacobi's rotations, every pair in turn (Golub and Van Loan 8.5).
template <class T> Spectrum<T> jacobi(Dense<T> a) {
  int64_t n = a.rows;
  Dense<T> v = identityOf<T>(n);
  double all = 0;
  for (T x : a.elements)
    all = std::hypot(all, std::abs(x));
  for (int sweep = 0; sweep < 60; ++sweep) {
    bool turned = false;
    for (int64_t p = 0; p < n; ++p)
      for (int64_t q = p + 1; q < n; ++q) {
        double size = std::abs(a(p, q));
        if (size <= 1e-18 * all)
          continue;
        turned = true;
        double ratio = std::real(a(q, q) - a(p, p)) / (2 * size);
        double t = (ratio < 0 ? -1 : 1) / (std::abs(ratio) + std::hypot(1, ratio));
        double c = 1 / std::hypot(1, t);
        T s = t * c * (a(p, q) / size);
        for (int64_t i = 0; i < n; ++i) { // columns
          T x = a(i, p), y = a(i, q);
          a(i, p) = c * x - conjugate(s) * y;
          a(i, q) = s * x + c * y;
          x = v(i, p), y = v(i, q);
          v(i, p) = c * x - conjugate(s) * y;
          v(i, q) = s * x + c * y;
        }
        for (int64_t i = 0; i < n; ++i) { // rows
          T x = a(p, i), y = a(q, i);
          a(p, i) = c * x - s * y;
          a(q, i) = conjugate(s) * x + c * y;
        }
      }
    if (!turned)
      break;
  }
  std::vector<int64_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int64_t i, int64_t j) {
    return std::real(a(i, i)) < std::real(a(j, j));
  });
  Spectrum<T> out{{}, Dense<T>(n, n)};
  for (int64_t k = 0; k < n; ++k) {
    out.w.push_back(std::real(a(order[k], order[k])));
    for (int64_t i = 0; i < n; ++i)
      out.v(i, k) = v(i, order[k]);
  }
  return out;
}
template <class T> DataRefs eigh(EighOp op, const Data &x) {
  Data v = zerosOf(op.getV().getType()), w = zerosOf(op.getW().getType());
  for (int64_t at = 0; at < batchOf(x); ++at) {
    Dense<T> a = matrixAt<T>(x, at), h(a.rows, a.rows);
    for (int64_t i = 0; i < a.rows; ++i)
      for (int64_t j = 0; j <= i; ++j) {
        h(i, j) = op.getLower() ? a(i, j) : conjugate(a(j, i));
        if (i == j)
          h(i, j) = std::real(h(i, j));
        h(j, i) = conjugate(h(i, j));
      }
    if (!isFinite(h))
      llvm::fill(h.elements, notANumber<T>());
    Spectrum<T> s = jacobi(h);
    setMatrix(v, at, s.v);
    setPart(w, at, s.w);
  }
  return {shared(std::move(v)), shared(std::move(w))};
}

//===-- Singular values ---------------------------------------------------===//
/// (0 x; xᴴ 0) has eigenvalues ±s with vectors (u; ±v) / √2.
template <class T>
std::vector<double> singular(const Dense<T> &x, Dense<T> &u, Dense<T> &v) {
  int64_t m = x.rows, n = x.columns, k = std::min(m, n);
  Dense<T> both(m + n, m + n);
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = 0; j < n; ++j) {
      both(i, m + j) = x(i, j);
      both(m + j, i) = conjugate(x(i, j));
    }
  Spectrum<T> s = jacobi(both);
  std::vector<double> values;
  int64_t rank = 0;
  double most = m + n ? s.w.back() : 0;
  for (int64_t i = 0; i < k; ++i) {
    int64_t at = m + n - 1 - i;
    values.push_back(std::max(s.w[at], 0.));
    if (values.back() <= 1e-15 * most)
      continue;
    for (int64_t r = 0; r < m; ++r)
      u(r, rank) = s.v(r, at) * std::sqrt(2.);
    for (int64_t r = 0; r < n; ++r)
      v(r, rank) = s.v(m + r, at) * std::sqrt(2.);
    ++rank;
  }
  complete(u, rank);
  complete(v, rank);
  return values;
}
template <class T> DataRefs svd(SvdOp op, const Data &x) {
  Data s = zerosOf(op.getS().getType());
  auto shape = x.shape().take_back(2);
  int64_t m = shape[0], n = shape[1], k = std::min(m, n);
  SmallVector<Data> uv;
  for (Value r : op.getUv())
    uv.push_back(zerosOf(r.getType()));
  for (int64_t at = 0; at < batchOf(x); ++at) {
    Dense<T> a = matrixAt<T>(x, at), u(m, op.getFull() ? m : k),
             v(n, op.getFull() ? n : k);
    if (isFinite(a)) {
      setPart(s, at, singular(a, u, v));
    } else {
      setPart(s, at, Reals(k, notANumber<double>()));
      llvm::fill(u.elements, notANumber<T>());
      llvm::fill(v.elements, notANumber<T>());
    }
    if (uv.empty())
      continue;
    setMatrix(uv[0], at, u);
    setMatrix(uv[1], at, adjoint(v));
  }
  DataRefs out{shared(std::move(s))};
  for (Data &d : uv)
    out.push_back(shared(std::move(d)));
  return out;
}

//===-- General matrices --------------------------------------------------===//
} // namespace
/// r q + shift of a - shift = q r, until the last row is the eigenvalue alone.
std::vector<Complex> interp::eigenvalues(Matrix a) {
  std::vector<Complex> w;
  double all = 0;
  for (Complex x : a.elements)
    all = std::hypot(all, std::abs(x));
  for (int count = 0; a.rows > 0; ++count) {
    int64_t n = a.rows;
    double rest = 0;
    for (int64_t j = 0; j + 1 < n; ++j)
      rest = std::hypot(rest, std::abs(a(n - 1, j)));
    if (rest <= 1e-16 * all || count == 2000) {
      w.push_back(a(n - 1, n - 1));
      a = corner(a, n - 1, n - 1);
      count = 0;
      continue;
    }
    // An eigenvalue of the last two rows; sometimes another shift.
    Complex half = (a(n - 2, n - 2) - a(n - 1, n - 1)) / 2.;
    Complex square = std::sqrt(half * half + a(n - 2, n - 1) * a(n - 1, n - 2));
    Complex plus = half + square, minus = half - square;
    Complex shift =
        a(n - 1, n - 1) + (std::abs(plus) < std::abs(minus) ? plus : minus);
    if (count % 10 == 9)
      shift += rest;
    for (int64_t i = 0; i < n; ++i)
      a(i, i) -= shift;
    auto h = reflected(a);
    a = h.r * h.q;
    for (int64_t i = 0; i < n; ++i)
      a(i, i) += shift;
  }
  return w;
}
/// By inverse iteration next to w.
std::vector<Complex> interp::eigenvector(Matrix a, Complex w, int64_t seed) {
  int64_t n = a.rows;
  double all = 1e-300;
  for (Complex x : a.elements)
    all = std::hypot(all, std::abs(x));
  for (int64_t i = 0; i < n; ++i)
    a(i, i) -= w + 1e-13 * all;
  Matrix x(n, 1);
  for (int64_t i = 0; i < n; ++i)
    x(i, 0) = {1 + 0.3 * static_cast<double>((i * 7 + seed * 3) % 5),
               0.1 * static_cast<double>(i)};
  for (int step = 0; step < 4; ++step) {
    x = solved(a, x);
    double length = 0;
    for (Complex v : x.elements)
      length = std::hypot(length, std::abs(v));
    for (Complex &v : x.elements)
      v /= length;
  }
  auto best = std::max_element(
      x.elements.begin(), x.elements.end(),
      [](Complex u, Complex v) { return std::abs(u) < std::abs(v); });
  Complex phase = std::conj(*best) / std::abs(*best);
  for (Complex &v : x.elements)
    v *= phase;
  return x.elements;
}

namespace {
template <class T> DataRefs eig(EigOp op, const Data &x) {
  Data w = zerosOf(op.getW().getType());
  bool vectors = op.getVectors();
  Data v = vectors ? zerosOf(op.getV()[0].getType()) : w;
  for (int64_t at = 0; at < batchOf(x); ++at) {
    Dense<T> part = matrixAt<T>(x, at);
    int64_t n = part.rows;
    Matrix a(n, n), all(n, n);
    llvm::copy(part.elements, a.elements.begin());
    if (!isFinite(a)) {
      setPart(w, at, Complexes(n, notANumber<Complex>()));
      if (vectors)
        setPart(v, at, Complexes(n * n, notANumber<Complex>()));
      continue;
    }
    auto values = eigenvalues(a);
    setPart(w, at, values);
    for (int64_t k = 0; vectors && k < n; ++k) {
      auto column = eigenvector(a, values[k], k);
      for (int64_t i = 0; i < n; ++i)
        all(i, k) = column[i];
    }
    if (vectors)
      setMatrix(v, at, all);
  }
  DataRefs out{shared(std::move(w))};
  if (vectors)
    out.push_back(shared(std::move(v)));
  return out;
}

template <class T> DataRefs evaluateIn(Operation *op, ArrayRef<DataRef> in) {
  return llvm::TypeSwitch<Operation *, DataRefs>(op)
      .Case([&](GeqrfOp o) { return geqrf<T>(o, *in[0]); })
      .Case([&](Geqp3Op o) { return geqp3<T>(o, *in[0]); })
      .Case([&](HouseholderProductOp o) {
        return householderProduct<T>(o, *in[0], *in[1]);
      })
      .Case([&](QrOp o) { return qr<T>(o, *in[0]); })
      .Case([&](EighOp o) { return eigh<T>(o, *in[0]); })
      .Case([&](SvdOp o) { return svd<T>(o, *in[0]); })
      .Case([&](EigOp o) { return eig<T>(o, *in[0]); })
      .Default([](Operation *) { return DataRefs(); });
}
} // namespace

DataRefs interp::evaluateDecompose(Operation *op, ArrayRef<DataRef> in) {
  if (std::holds_alternative<Reals>(in[0]->elements))
    return evaluateIn<double>(op, in);
  if (std::holds_alternative<Complexes>(in[0]->elements))
    return evaluateIn<Complex>(op, in);
  return {};
}

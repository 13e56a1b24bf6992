// Rows of dialects/weft/Schur.td: what reflectors give, and what Schur's form must
// be, whatever the order of its eigenvalues.
#include "RefMatrix.h"
using namespace weft;
using namespace weft::test;

namespace {
Row rowOf(const char *op, const Kind &kind, const std::string &label,
          int64_t n) {
  Row r{op, std::string(kind.label) + label,
        operandsOf({{2, n, n}}, kind.complex), nullptr, floats};
  r.checks = Values; // none has derivatives
  r.tolerance32 = 3e-5;
  r.tolerance64 = 1e-12;
  return r;
}

/// a = q h qᴴ by dense reflectors, with what LAPACK would keep of them.
struct Reduced {
  Ref h, q, packed;
  std::vector<C> taus;
};
Reduced reduced(Ref a) {
  int64_t n = a.rows;
  Reduced r{a, unit(n), Ref(n, n), {}};
  for (int64_t j = 0; j + 1 < n; ++j) {
    double rest = 0;
    for (int64_t i = j + 2; i < n; ++i)
      rest += std::norm(r.h(i, j));
    C alpha = r.h(j + 1, j), tau = 0;
    std::vector<C> v(n);
    v[j + 1] = 1;
    if (rest != 0 || alpha.imag() != 0) {
      double beta = std::sqrt(std::norm(alpha) + rest);
      beta = alpha.real() > 0 ? -beta : beta;
      tau = (beta - alpha) / beta;
      for (int64_t i = j + 2; i < n; ++i)
        v[i] = r.packed(i, j) = r.h(i, j) / (alpha - beta);
    }
    Ref g = unit(n);
    for (int64_t i = 0; i < n; ++i)
      for (int64_t k = 0; k < n; ++k)
        g(i, k) -= tau * v[i] * std::conj(v[k]);
    r.h = times(adjoint(g), times(r.h, g));
    r.q = times(r.q, g);
    r.taus.push_back(tau);
  }
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j)
      r.h(i, j) = j + 1 < i ? 0 : r.h(i, j);
  return r;
}
std::string sized(int64_t n) { return "_" + std::to_string(n); }

void addHessenberg(std::vector<Row> &t) {
  for (const Kind &kind : kinds)
    for (int64_t n : {1, 2, 5}) {
      bool complex = kind.complex;
      Row r = rowOf("hessenberg", kind, sized(n), n);
      r.build = [=](const Leaves &x) {
        Hessenberg f = hessenberg(joined(x, 0, complex));
        Leaves out;
        append(out, f.h);
        append(out, f.q);
        return out;
      };
      r.whole = [=](const Elements &x) {
        std::vector<Ref> h, q;
        for (int64_t at : {0, 1}) {
          Reduced f = reduced(take(x, 0, at, n, n, complex));
          h.push_back(f.h);
          q.push_back(f.q);
        }
        std::vector<double> out;
        append(out, h, complex);
        append(out, q, complex);
        return out;
      };
      t.push_back(r);
    }
}

/// Rows and columns, or elements, in the opposite order.
template <class T> T turned(T v) {
  std::reverse(v.begin(), v.end());
  return v;
}
struct Diagonals {
  Ref packed;
  std::vector<C> d, e, taus;
};
/// The upper half is that of the matrix in the opposite order.
Diagonals tridiagonalOf(Ref a, bool lower) {
  int64_t n = a.rows;
  a.v = lower ? a.v : turned(a.v);
  Ref whole = a;
  for (int64_t i = 0; i < n; ++i) {
    whole(i, i) = a(i, i).real();
    for (int64_t j = i + 1; j < n; ++j)
      whole(i, j) = std::conj(a(j, i));
  }
  Reduced f = reduced(whole);
  Diagonals out{a, {}, {}, f.taus};
  for (int64_t i = 0; i < n; ++i) {
    out.d.push_back(out.packed(i, i) = f.h(i, i).real());
    if (i > 0)
      out.e.push_back(out.packed(i, i - 1) = f.h(i, i - 1).real());
    for (int64_t j = 0; j + 1 < i; ++j)
      out.packed(i, j) = f.packed(i, j);
  }
  if (!lower) {
    out.packed.v = turned(out.packed.v);
    out = {out.packed, turned(out.d), turned(out.e), turned(out.taus)};
  }
  return out;
}
void addTridiagonal(std::vector<Row> &t) {
  for (const Kind &kind : kinds)
    for (int64_t n : {1, 2, 5})
      for (bool lower : {true, false}) {
        bool complex = kind.complex;
        Row r = rowOf("tridiagonal", kind, sized(n) + (lower ? "" : "_upper"),
                      n);
        r.build = [=](const Leaves &x) {
          Tridiagonal f = tridiagonal(joined(x, 0, complex), lower);
          Leaves out;
          append(out, f.factored);
          out.push_back(f.d);
          out.push_back(f.e);
          append(out, f.taus);
          return out;
        };
        r.whole = [=](const Elements &x) {
          std::vector<Ref> packed, d, e, taus;
          auto row = [](const std::vector<C> &v) {
            Ref out(1, static_cast<int64_t>(v.size()));
            out.v = v;
            return out;
          };
          for (int64_t at : {0, 1}) {
            Diagonals f =
                tridiagonalOf(take(x, 0, at, n, n, complex), lower);
            packed.push_back(f.packed);
            d.push_back(row(f.d));
            e.push_back(row(f.e));
            taus.push_back(row(f.taus));
          }
          std::vector<double> out;
          append(out, packed, complex);
          append(out, d, false);
          append(out, e, false);
          append(out, taus, complex);
          return out;
        };
        t.push_back(r);
      }
}

/// z t zᴴ = x, z zᴴ = 1, and what t must have zeros in: below its diagonal, or
/// of a real x below its blocks, two of which share no row, whose diagonal
/// elements are equal.
void addSchur(std::vector<Row> &t, const Kind &kind, int64_t n) {
  bool complex = kind.complex;
  Row r = rowOf("schur", kind, sized(n), n);
  r.tolerance32 = 1e-4;
  r.build = [=](const Leaves &x) {
    Schur f = schur(joined(x, 0, complex));
    Leaves out;
    append(out, matmul(matmul(f.z, f.t), adjointOf(f.z)));
    append(out, matmul(f.z, adjointOf(f.z)));
    append(out, tril(f.t, complex ? -1 : -2));
    if (complex || n < 3)
      return out;
    auto beside = [&](int64_t row, int64_t column) {
      Array part = sliceInDim(f.t, row, n - 1 + row, 1, -2);
      return diagonal(sliceInDim(part, column, n - 1 + column, 1, -1), 0, -2,
                      -1);
    };
    Array below = beside(1, 0);
    out.push_back(below * (beside(0, 0) - beside(1, 1)));
    out.push_back(maximum(below * beside(0, 1), 0));
    out.push_back(sliceInDim(below, 0, n - 2, 1, -1) *
                  sliceInDim(below, 1, n - 1, 1, -1));
    return out;
  };
  r.whole = [=](const Elements &x) {
    std::vector<Ref> all, units, none;
    for (int64_t at : {0, 1}) {
      all.push_back(take(x, 0, at, n, n, complex));
      units.push_back(unit(n));
      none.push_back(Ref(n, n));
    }
    std::vector<double> out;
    append(out, all, complex);
    append(out, units, complex);
    append(out, none, complex);
    if (!complex && n > 2)
      out.insert(out.end(), 2 * (3 * n - 4), 0);
    return out;
  };
  t.push_back(r);
}
} // namespace

void weft::test::addSchur(std::vector<Row> &t) {
  addHessenberg(t);
  addTridiagonal(t);
  for (const Kind &kind : kinds)
    for (int64_t n : {1, 2, 3, 6})
      ::addSchur(t, kind, n);
}

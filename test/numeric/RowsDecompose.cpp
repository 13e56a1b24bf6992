// Rows of dialects/weft/Decompose.td. Factors that have a sign or a phase of
// their own are judged by what has not: products of them.
#include "RefMatrix.h"
using namespace weft;
using namespace weft::test;

namespace {
struct Size {
  int64_t rows, columns;
};
Row rowOf(const char *op, const Kind &kind, const std::string &label,
          const Shape &shape) {
  Row r{op, std::string(kind.label) + label,
        operandsOf({shape}, kind.complex), nullptr, floats};
  if (kind.complex) // second order is the same formulas, and slow to compile
    r.checks = First;
  r.tolerance32 = 3e-5;
  r.tolerance64 = 1e-12;
  return r;
}
std::string named(Size s) {
  return "_" + std::to_string(s.rows) + "x" + std::to_string(s.columns);
}

/// q and r by reflectors as LAPACK defines them, each a dense matrix.
struct Factors {
  Ref q, r;
};
Factors byReflectors(Ref a) {
  int64_t m = a.rows;
  Ref q(m, m);
  for (int64_t i = 0; i < m; ++i)
    q(i, i) = 1;
  for (int64_t j = 0; j < std::min(m, a.columns); ++j) {
    double rest = 0;
    for (int64_t i = j + 1; i < m; ++i)
      rest += std::norm(a(i, j));
    C alpha = a(j, j);
    if (rest == 0 && alpha.imag() == 0)
      continue;
    double beta = std::sqrt(std::norm(alpha) + rest);
    beta = alpha.real() > 0 ? -beta : beta;
    C tau = (beta - alpha) / beta;
    Ref h(m, m);
    std::vector<C> v(m);
    v[j] = 1;
    for (int64_t i = j + 1; i < m; ++i)
      v[i] = a(i, j) / (alpha - beta);
    for (int64_t i = 0; i < m; ++i)
      for (int64_t k = 0; k < m; ++k)
        h(i, k) = (i == k ? 1. : 0.) - tau * v[i] * std::conj(v[k]);
    a = times(adjoint(h), a);
    q = times(q, h);
  }
  return {q, a};
}
Ref part(const Ref &x, int64_t rows, int64_t columns) {
  Ref out(rows, columns);
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < columns; ++j)
      out(i, j) = x(i, j);
  return out;
}

/// q of householder_product ∘ geqrf, and r above the reflectors.
void addReflectors(std::vector<Row> &t) {
  for (const Kind &kind : kinds) {
    bool complex = kind.complex;
    for (const char *op : {"geqrf", "householder_product"}) {
      Row r = rowOf(op, kind, "_5x3", {2, 5, 3});
      r.build = [=](const Leaves &x) {
        Reflectors f = geqrf(joined(x, 0, complex));
        Leaves out;
        append(out, householderProduct(f.factored, f.taus));
        append(out, triu(sliceInDim(f.factored, 0, 3, 1, -2)));
        return out;
      };
      r.whole = [=](const Elements &x) {
        std::vector<Ref> q, r;
        for (int64_t at : {0, 1}) {
          Factors f = byReflectors(take(x, 0, at, 5, 3, complex));
          q.push_back(part(f.q, 5, 3));
          r.push_back(part(f.r, 3, 3));
        }
        std::vector<double> out;
        append(out, q, complex);
        append(out, r, complex);
        return out;
      };
      t.push_back(r);
    }
  }
}

/// The columns of a in the order in which the longest rest comes next, by Gram
/// and Schmidt.
Ref pivoted(Ref a) {
  Ref rest = a;
  for (int64_t j = 0; j < std::min(a.rows, a.columns); ++j) {
    auto inner = [&](int64_t c, int64_t d) {
      C sum = 0;
      for (int64_t i = 0; i < a.rows; ++i)
        sum += std::conj(rest(i, c)) * rest(i, d);
      return sum;
    };
    int64_t best = j;
    for (int64_t c = j + 1; c < a.columns; ++c)
      if (inner(c, c).real() > inner(best, best).real())
        best = c;
    for (int64_t i = 0; i < a.rows; ++i) {
      std::swap(a(i, j), a(i, best));
      std::swap(rest(i, j), rest(i, best));
    }
    for (int64_t c = j + 1; c < a.columns; ++c) {
      C part = inner(j, c) / inner(j, j);
      for (int64_t i = 0; i < a.rows; ++i)
        rest(i, c) -= part * rest(i, j);
    }
  }
  return a;
}
/// qr, and with columns taken in LAPACK's order.
void addQr(std::vector<Row> &t, bool pivots, std::initializer_list<Size> sizes) {
  for (const Kind &kind : kinds)
    for (Size s : sizes)
      for (bool full : {false, true}) {
        if (full && s.rows <= s.columns)
          continue;
        bool complex = kind.complex;
        int64_t k = full ? s.rows : std::min(s.rows, s.columns);
        Row r = rowOf(pivots ? "geqp3" : "qr", kind,
                      named(s) + (full ? "_full" : ""),
                      {2, s.rows, s.columns});
        // q's columns beyond x's are differentiated as reflectors.
        r.build = [=](const Leaves &x) {
          Leaves out;
          auto both = [&](const auto &f) {
            append(out, f.q);
            append(out, f.r);
          };
          if (pivots)
            both(pivotedQr(joined(x, 0, complex), full));
          else
            both(qr(joined(x, 0, complex), full));
          return out;
        };
        r.whole = [=](const Elements &x) {
          std::vector<Ref> q, r;
          for (int64_t at : {0, 1}) {
            Ref a = take(x, 0, at, s.rows, s.columns, complex);
            Factors f = byReflectors(pivots ? pivoted(a) : a);
            q.push_back(part(f.q, s.rows, k));
            r.push_back(part(f.r, k, s.columns));
          }
          std::vector<double> out;
          append(out, q, complex);
          append(out, r, complex);
          return out;
        };
        t.push_back(r);
      }
}

/// Of z = (a + aᴴ) / 2: Σ w, Σ w², … are traces of powers; v diag(w³) vᴴ is z³.
void addEigh(std::vector<Row> &t) {
  for (const Kind &kind : kinds)
    for (int64_t n : {1, 2, 4})
      for (bool lower : {true, false}) {
        bool complex = kind.complex;
        Row r = rowOf("eigh", kind,
                      "_" + std::to_string(n) + (lower ? "" : "_upper"),
                      {2, n, n});
        r.tolerance32 = 2e-4;
        r.build = [=](const Leaves &x) {
          Array z = joined(x, 0, complex);
          z = (z + adjointOf(z)) * 0.5;
          // Only one half is read.
          z = lower ? tril(z) : triu(z);
          Eigh f = eigh(z, lower, /*symmetrize=*/false);
          Array cubes = expandDims(f.w * f.w * f.w, -2);
          Leaves out{f.w};
          append(out, matmul(f.v * cubes, adjointOf(f.v)));
          return out;
        };
        r.whole = [=](const Elements &x) {
          std::vector<double> out;
          std::vector<Ref> cubes;
          for (int64_t at : {0, 1}) {
            Ref a = take(x, 0, at, n, n, complex), z = adjoint(a);
            for (size_t i = 0; i < z.v.size(); ++i)
              z.v[i] = (z.v[i] + a.v[i]) * 0.5;
            for (double w : hermitianValues(z))
              out.push_back(w);
            cubes.push_back(times(z, times(z, z)));
          }
          append(out, cubes, complex);
          return out;
        };
        t.push_back(r);
      }
}

/// u diag(s²) … : x, and uᴴ u where `full` adds to it.
void addSvd(std::vector<Row> &t) {
  for (const Kind &kind : kinds)
    for (Size s : {Size{3, 3}, {4, 2}, {2, 4}, {1, 1}}) {
      bool complex = kind.complex;
      int64_t k = std::min(s.rows, s.columns);
      auto singular = [=](const Elements &x) {
        std::vector<double> out;
        for (int64_t at : {0, 1}) {
          Ref a = take(x, 0, at, s.rows, s.columns, complex);
          auto squares = hermitianValues(s.rows < s.columns
                                             ? times(a, adjoint(a))
                                             : times(adjoint(a), a));
          for (int64_t i = 0; i < k; ++i)
            out.push_back(std::sqrt(squares[k - 1 - i]));
        }
        return out;
      };
      Row values = rowOf("svd", kind, named(s) + "_values",
                         {2, s.rows, s.columns});
      values.build = [=](const Leaves &x) {
        return Leaves{svdvals(joined(x, 0, complex))};
      };
      values.whole = singular;
      t.push_back(values);
      for (bool full : {false, true}) {
        Row r = rowOf("svd", kind, named(s) + (full ? "_full" : ""),
                      {2, s.rows, s.columns});
        // The full bases of what is not square have no derivative.
        if (full && s.rows != s.columns)
          r.checks = Values;
        r.tolerance32 = 2e-4;
        r.build = [=](const Leaves &x) {
          Svd f = svd(joined(x, 0, complex), full);
          Array u = sliceInDim(f.u, 0, k, 1, -1);
          Array vh = sliceInDim(f.vh, 0, k, 1, -2);
          // x (xᴴ x), which the values alone do not say.
          Array cubes = expandDims(f.s * f.s * f.s, -2);
          Leaves out{f.s};
          append(out, matmul(u * cubes, vh));
          append(out, matmul(f.u, adjointOf(f.u)));
          append(out, matmul(adjointOf(f.vh), f.vh));
          return out;
        };
        r.whole = [=](const Elements &x) {
          std::vector<double> out = singular(x);
          std::vector<Ref> cubes, us, vs;
          for (int64_t at : {0, 1}) {
            Ref a = take(x, 0, at, s.rows, s.columns, complex);
            cubes.push_back(times(a, times(adjoint(a), a)));
            // The projections onto the rows and columns of x.
            us.push_back(full || s.rows <= s.columns
                             ? unit(s.rows)
                             : times(a, solved(times(adjoint(a), a),
                                               adjoint(a))));
            vs.push_back(full || s.columns <= s.rows
                             ? unit(s.columns)
                             : times(adjoint(a), solved(times(a, adjoint(a)),
                                                        a)));
          }
          append(out, cubes, complex);
          append(out, us, complex);
          append(out, vs, complex);
          return out;
        };
        t.push_back(r);
      }
    }
}

/// Σ w = trace, Σ w² = trace of x², Π w = det; and v diag(w²) v⁻¹ = x².
void addEig(std::vector<Row> &t) {
  for (const Kind &kind : kinds)
    for (int64_t n : {1, 2, 3}) {
      bool complex = kind.complex;
      Row values = rowOf("eig", kind, "_values_" + std::to_string(n),
                         {2, n, n});
      values.tolerance32 = 3e-4;
      values.build = [=](const Leaves &x) {
        Array w = eigvals(joined(x, 0, complex));
        Leaves out;
        append(out, sum(w, -1));
        append(out, sum(w * w, -1));
        append(out, sum(w * w * w, -1));
        return out;
      };
      values.whole = [=](const Elements &x) {
        std::vector<double> out;
        std::vector<std::vector<Ref>> sums(3);
        for (int64_t at : {0, 1}) {
          Ref a = take(x, 0, at, n, n, complex), power = a;
          for (auto &list : sums) {
            Ref trace(1, 1);
            for (int64_t i = 0; i < n; ++i)
              trace(0, 0) += power(i, i);
            list.push_back(trace);
            power = times(power, a);
          }
        }
        for (auto &list : sums)
          append(out, list, true);
        return out;
      };
      t.push_back(values);
      Row r = rowOf("eig", kind, "_" + std::to_string(n), {2, n, n});
      r.tolerance32 = 5e-4;
      r.tolerance64 = 1e-11;
      r.build = [=](const Leaves &x) {
        Eig f = eig(joined(x, 0, complex));
        Array squares = expandDims(f.w * f.w, -2);
        Leaves out;
        // vᴴ… from the right: (v⁻ᴴ …)ᴴ
        append(out, adjointOf(solve(adjointOf(f.v),
                                    adjointOf(f.v * squares))));
        // The columns' lengths.
        append(out, sum(f.v * emitOp("conj", {f.v}), -2));
        return out;
      };
      r.whole = [=](const Elements &x) {
        std::vector<Ref> all, lengths;
        for (int64_t at : {0, 1}) {
          Ref a = take(x, 0, at, n, n, complex), ones(1, n);
          all.push_back(times(a, a));
          ones.v.assign(n, 1);
          lengths.push_back(ones);
        }
        std::vector<double> out;
        append(out, all, true);
        append(out, lengths, true);
        return out;
      };
      t.push_back(r);
    }
}
} // namespace

void weft::test::addDecompose(std::vector<Row> &t) {
  addQr(t, /*pivots=*/false, {{3, 3}, {4, 2}, {2, 4}, {1, 1}});
  addReflectors(t);
  addQr(t, /*pivots=*/true, {{3, 3}, {4, 2}, {3, 5}, {1, 1}});
  addEigh(t);
  addSvd(t);
  addEig(t);
}

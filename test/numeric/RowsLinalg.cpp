// Rows of dialects/weft/Linalg.td.
#include "RefMatrix.h"
#include "weft/Linalg.h"
using namespace weft;
using namespace weft::test;

namespace {
void addCholesky(std::vector<Row> &t, const Shape &shape, const char *label,
                 unsigned checks = Second) {
  int64_t n = shape.back(), batch = shape.size() == 3 ? shape[0] : 1;
  for (const Kind &kind : kinds) {
    bool complex = kind.complex;
    Row r{"cholesky", std::string(kind.label) + label,
          operandsOf({shape}, complex), nullptr, floats, checks};
    r.build = [=](const Leaves &x) {
      Array z = joined(x, 0, complex);
      Array zh = swapaxes(z, -1, -2);
      if (complex)
        zh = emitOp("conj", {zh});
      return apart(
          cholesky(matmul(z, zh) + 2 * eye(n, std::nullopt, 0, x[0].dtype())));
    };
    r.whole = [=](const Elements &x) {
      std::vector<Ref> all;
      for (int64_t at = 0; at < batch; ++at) {
        Ref z = take(x, 0, at, n, n, complex), a = times(z, adjoint(z));
        Ref l(n, n);
        for (int64_t j = 0; j < n; ++j)
          for (int64_t i = j; i < n; ++i) {
            C sum = a(i, j) + (i == j ? 2. : 0.);
            for (int64_t k = 0; k < j; ++k)
              sum -= l(i, k) * std::conj(l(j, k));
            l(i, j) = i == j ? std::sqrt(sum) : sum / l(j, j);
          }
        all.push_back(l);
      }
      return flat(all, complex);
    };
    r.tolerance32 = 2e-5;
    r.tolerance64 = 1e-13;
    t.push_back(r);
  }
}
/// NaN where there is no factor, and in no other matrix of the batch.
void addCholeskyOfIndefinite(std::vector<Row> &t) {
  Row r{"cholesky", "indefinite", {{{2, 2, 2}}}, opOf("cholesky"), floats,
        Values | Unmapped};
  r.in[0].values = {4, 9, 2, 5, 1, 0, 2, 1};
  r.whole = [](const Elements &) {
    return std::vector<double>{2, 0, 1, 2, NAN, 0, NAN, NAN};
  };
  t.push_back(r);
}

/// Every way to say it: the solution times the triangle is b again, so that
/// the reference is b itself; and one by substitution.
void addTriangularSolve(std::vector<Row> &t) {
  for (int flags = 0; flags < 32; ++flags) {
    bool complex = flags & 16;
    TriangularSolve o{bool(flags & 1), bool(flags & 2), bool(flags & 4),
                      complex && flags & 4, bool(flags & 8)};
    int64_t n = 3, rows = o.left ? n : 2, columns = o.left ? 2 : n;
    Row r{"triangular_solve", "", operandsOf({{n, n}, {rows, columns}}, complex),
          nullptr, floats, flags % 4 == 1 || flags == 22 ? Second : Values};
    for (auto [on, word] :
         {std::pair{o.left, "left"}, {o.lower, "lower"}, {o.transpose, "t"},
          {o.conjugate, "conj"}, {o.unitDiagonal, "unit"}, {complex, "c"}})
      r.label += on ? std::string(r.label.empty() ? "" : "_") + word : "";
    if (r.label.empty())
      r.label = "right_upper";
    r.build = [=](const Leaves &x) {
      Array a = joined(x, 0, complex), b = joined(x, complex ? 2 : 1, complex);
      a = a + 3 * eye(n, std::nullopt, 0, x[0].dtype());
      return apart(triangularSolve(a, b, o));
    };
    r.whole = [=](const Elements &x) {
      Ref a = take(x, 0, 0, n, n, complex), m(n, n);
      Ref b = take(x, complex ? 2 : 1, 0, rows, columns, complex);
      for (int64_t i = 0; i < n; ++i)
        for (int64_t j = 0; j < n; ++j) {
          if (o.lower ? j > i : j < i)
            continue;
          C v = i == j ? (o.unitDiagonal ? 1. : a(i, j) + 3.) : a(i, j);
          (o.transpose ? m(j, i) : m(i, j)) = o.conjugate ? std::conj(v) : v;
        }
      auto turned = [](const Ref &m) {
        Ref t(m.columns, m.rows);
        for (int64_t i = 0; i < m.rows; ++i)
          for (int64_t j = 0; j < m.columns; ++j)
            t(j, i) = m(i, j);
        return t;
      };
      Ref out = o.left ? solved(m, b) : turned(solved(turned(m), turned(b)));
      return flat({out}, complex);
    };
    r.tolerance32 = 1e-4;
    r.tolerance64 = 1e-12;
    t.push_back(r);
  }
  // A batch, more right-hand sides than rows, and one.
  for (int64_t columns : {1, 5}) {
    Row r{"triangular_solve", "batch_" + std::to_string(columns),
          {{{2, 3, 3}, 1, 2}, {{2, 3, columns}}}, nullptr, floats};
    r.build = [](const Leaves &x) {
      return Leaves{triangularSolve(x[0], x[1], {.lower = true})};
    };
    r.whole = [=](const Elements &x) {
      std::vector<Ref> all;
      for (int64_t at : {0, 1}) {
        Ref a = take(x, 0, at, 3, 3, false);
        a(0, 1) = a(0, 2) = a(1, 2) = 0;
        all.push_back(solved(a, take(x, 1, at, 3, columns, false)));
      }
      return flat(all, false);
    };
    r.tolerance32 = 1e-4;
    t.push_back(r);
  }
}

/// u of elimination with pivots, the largest |re| + |im| each time.
Ref upperFactor(Ref a) {
  int64_t k = std::min(a.rows, a.columns);
  auto weight = [](C z) { return std::abs(z.real()) + std::abs(z.imag()); };
  Ref u(k, a.columns);
  for (int64_t p = 0; p < k; ++p) {
    int64_t best = p;
    for (int64_t i = p + 1; i < a.rows; ++i)
      if (weight(a(i, p)) > weight(a(best, p)))
        best = i;
    for (int64_t j = 0; j < a.columns; ++j)
      std::swap(a(p, j), a(best, j));
    for (int64_t i = p + 1; i < a.rows; ++i) {
      C f = a(i, p) / a(p, p);
      for (int64_t j = p; j < a.columns; ++j)
        a(i, j) -= f * a(p, j);
    }
    for (int64_t j = p; j < a.columns; ++j)
      u(p, j) = a(p, j);
  }
  return u;
}
void addLu(std::vector<Row> &t) {
  for (const Kind &kind : kinds)
    for (auto [rows, columns] : {std::pair<int64_t, int64_t>{3, 3}, {4, 2},
                                 {2, 4}, {1, 1}}) {
      bool complex = kind.complex;
      Shape shape{2, rows, columns};
      Row r{"lu",
            std::string(kind.label) + "_" + std::to_string(rows) + "x" +
                std::to_string(columns),
            operandsOf({shape}, complex), nullptr, floats};
      if (complex)
        r.checks = First;
      // l u in the order of the rows of x is x.
      r.build = [=](const Leaves &x) {
        Plu f = lu(joined(x, 0, complex));
        Leaves out = apart(matmul(f.p, matmul(f.l, f.u)));
        for (const Array &part : apart(f.u))
          out.push_back(part);
        return out;
      };
      r.whole = [=](const Elements &x) {
        std::vector<Ref> all, us;
        for (int64_t at : {0, 1}) {
          all.push_back(take(x, 0, at, rows, columns, complex));
          us.push_back(upperFactor(all.back()));
        }
        auto out = flat(all, complex), u = flat(us, complex);
        out.insert(out.end(), u.begin(), u.end());
        return out;
      };
      r.tolerance32 = 1e-5;
      r.tolerance64 = 1e-13;
      t.push_back(r);
    }
  Row pivots{"lu", "pivots", {{{3, 3}}}, nullptr, floats, Values};
  pivots.build = [](const Leaves &x) {
    Lu f = luFactor(x[0]);
    return Leaves{f.lu, f.pivots, f.permutation};
  };
  pivots.in[0].values = {1, 2, 3, 2, 4, 1, 4, 4, 8};
  // By hand: row 2 first, then row 1 (2 - 0.5 · 4 = 2) before row 0 (1).
  pivots.whole = [](const Elements &) {
    return std::vector<double>{4, 4, 8, 0.5, 2, -3, 0.25, 0.5, 2.5,
                               2, 1, 2, 2, 1, 0};
  };
  t.push_back(pivots);
}

void addTridiagonal(std::vector<Row> &t) {
  for (const Kind &kind : kinds)
    for (int64_t n : {1, 4}) {
      bool complex = kind.complex;
      Shape d{2, n}, b{2, n, 2};
      Row r{"tridiagonal_solve",
            std::string(kind.label) + "_" + std::to_string(n),
            operandsOf({d, d, d, b}, complex), nullptr, floats};
      if (complex) // eight operands would be mapped in 256 ways
        r.checks = First | Unmapped;
      size_t step = complex ? 2 : 1;
      // Row 0 has a small diagonal, so that rows are swapped.
      r.build = [=](const Leaves &x) {
        Array k = iota(n, x[0].dtype());
        Array diagonal = joined(x, step, complex) * 0.1 + k * 3 + 0.5;
        return apart(tridiagonalSolve(joined(x, 0, complex) + 1, diagonal,
                                      joined(x, 2 * step, complex),
                                      joined(x, 3 * step, complex)));
      };
      r.whole = [=](const Elements &x) {
        std::vector<Ref> all;
        for (int64_t at : {0, 1}) {
          Ref lower = take(x, 0, at, 1, n, complex), a(n, n);
          Ref diagonal = take(x, step, at, 1, n, complex);
          Ref upper = take(x, 2 * step, at, 1, n, complex);
          for (int64_t i = 0; i < n; ++i) {
            a(i, i) = diagonal.v[i] * 0.1 + 3. * i + 0.5;
            if (i > 0)
              a(i, i - 1) = lower.v[i] + 1.;
            if (i + 1 < n)
              a(i, i + 1) = upper.v[i];
          }
          all.push_back(solved(a, take(x, 3 * step, at, n, 2, complex)));
        }
        return flat(all, complex);
      };
      r.tolerance32 = 2e-4;
      r.tolerance64 = 1e-12;
      t.push_back(r);
    }
}
} // namespace

void weft::test::addLinalg(std::vector<Row> &t) {
  addCholesky(t, {3, 3}, "");
  addCholesky(t, {2, 2, 2}, "_batch");
  addCholesky(t, {1, 1}, "_1");
  addCholesky(t, {45, 45}, "_blocks", Values);
  addCholeskyOfIndefinite(t);
  addTriangularSolve(t);
  addLu(t);
  addTridiagonal(t);
}

// Schur, Hessenberg, tridiagonal forms, QR with pivoting and square roots: what
// JAX gives (0.10.2, x64), what must hold of the factors, and the matrices that
// QR steps find hard.
#include "Check.h"

#include <cmath>
#include <random>

using namespace weft;
using namespace weft::test;

namespace {
/// sin(3 i + 7 j + 1), 2 more on the diagonal.
Array given(int64_t m, int64_t n) {
  std::vector<double> v;
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = 0; j < n; ++j)
      v.push_back(std::sin(1 + 3. * i + 7. * j) + (i == j ? 2 : 0));
  return array(v, {m, n});
}
Array random(const Shape &shape, Dtype dtype, unsigned seed) {
  std::mt19937 bits(seed);
  std::normal_distribution<double> normal;
  int64_t size = 1;
  for (int64_t d : shape)
    size *= d;
  auto numbers = [&] {
    std::vector<double> v(size);
    for (double &x : v)
      x = normal(bits);
    return array(v, shape);
  };
  Array re = numbers();
  return astype(isComplex(dtype) ? complex(re, numbers()) : re, dtype);
}
double largest(const Array &x) {
  return x.size() == 0 ? 0 : max(ravel(abs(x))).item();
}
Array adjoint(const Array &x) {
  Array t = swapaxes(x, -1, -2);
  return isComplex(x.dtype()) ? conj(t) : t;
}
/// How far z t zᴴ is from x and z from unitary, and t from its form.
double error(const Array &x, const Schur &s) {
  int64_t n = x.shape().back();
  bool real = !isComplex(x.dtype());
  double e = largest(matmul(matmul(s.z, s.t), adjoint(s.z)) - x);
  e = std::max(e, largest(matmul(s.z, adjoint(s.z)) - eye(n)));
  e = std::max(e, largest(tril(s.t, real ? -2 : -1)));
  if (!real || n < 3)
    return e;
  Array below = diagonal(s.t, -1, -2, -1);
  return std::max(e, largest(sliceInDim(below, 0, n - 2, 1, -1) *
                             sliceInDim(below, 1, n - 1, 1, -1)));
}
const Dtype dtypes[] = {Dtype::F32, Dtype::F64, Dtype::C64, Dtype::C128};
double epsilonOf(Dtype d) {
  return d == Dtype::F32 || d == Dtype::C64 ? 1.2e-7 : 2.3e-16;
}

TEST(Forms, ValuesAreJaxs) {
  std::vector<double> v;
  for (int k : {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    v.push_back(std::sin(k * k + 1.));
  near("schur", schur(array(v, {4, 4})).t,
       {0.8487824884952876, -1.566298252658139, -0.21040519661431503,
        -0.2018288986325727, 1.4206078163444058, 0.8487824884952876,
        -0.057663151775182865, 0.13870681339215804, 0, 0, 0.7506089408495692,
        0.23975811585805537, 0, 0, 0, -0.5855625125333024},
       1e-13);
  near("hessenberg", hessenberg(given(4, 4)).h,
       {2.8414709848078967, -0.2777306321748165, -0.6750980957025695,
        0.9321430244466757, 1.1403246804720546, 1.4818196357958577,
        -0.8272563034859821, 2.0246787692536476, 0, 0.07962815033342324,
        1.9508081508664301, -0.4275745853094448, 0, 0, 0, 2},
       1e-13);
  Tridiagonal t = tridiagonal(given(4, 4));
  near("d", t.d,
       {2.8414709848078967, 0.8767658006346204, 3.271594762796799,
        1.2842672232308665},
       1e-13);
  near("e", t.e, {1.1403246804720546, -1.3289679037751916, 0.442349904730366},
       1e-13);
  near("taus", t.taus, {1.6636728190383798, 1.9269739050569021, 0}, 1e-13);
  PivotedQr p = pivotedQr(given(4, 3));
  near("permutation", p.permutation, {2, 0, 1});
  EXPECT_EQ(p.permutation.dtype(), Dtype::I32);
  near("r", p.r,
       {-3.139035441221222, -1.5203464973364218, -1.1382495705310696, 0,
        -2.6576012233658606, -0.563562874801752, 0, 0, -1.507057463747253},
       1e-13);
  Array y = sqrtm(given(3, 3));
  EXPECT_EQ(y.dtype(), Dtype::C128);
  near("sqrtm", real(y),
       {1.69641527773107, 0.3305568537557953, 0.2162133991122772,
        -0.2528333766379226, 1.0801088616766843, -0.2509311974455185,
        0.2184045761654183, 0.3309654397809698, 1.6948401685288728},
       1e-13);
  near("sqrtm", imag(y), Numbers(9, 0), 1e-13);
}
TEST(Forms, PivotedQrHasJaxsGradient) {
  auto weighted = [](const Array &y) -> Array {
    return sum(cos(ravel(y)) * (iota(y.size(), y.dtype()) + 1));
  };
  auto f = [&](Array x) -> Array {
    PivotedQr p = pivotedQr(x);
    return weighted(p.q) + weighted(p.r);
  };
  near("value", f(given(4, 3)), {90.87333675767772}, 1e-12);
  near("gradient", grad(f)(given(4, 3)),
       {-2.5931612921623066, -4.642783485146761, 0.2604151469046533,
        0.9685618260067242, -6.45907522721662, 1.659092477342425,
        -1.144256031809233, -1.7968182487822981, 0.051820342423987684,
        0.6742033778229959, 5.835369525994573, -1.0176798484862692},
       1e-11);
}
TEST(Forms, FactorsGiveTheMatrixBack) {
  for (Dtype dtype : dtypes)
    for (const Shape &shape : {Shape{1, 1}, {2, 2}, {2, 3, 5, 5}, {40, 40}}) {
      double n = static_cast<double>(shape.back());
      double enough = 20 * n * epsilonOf(dtype);
      Array x = random(shape, dtype, 3);
      std::string name = std::string(shortName(dtype)) + " of " + std::to_string(n);
      EXPECT_LT(error(x, schur(x)), enough) << name;
      Schur c = schur(x, /*complex=*/true);
      EXPECT_TRUE(isComplex(c.t.dtype()));
      EXPECT_LT(error(astype(x, c.t.dtype()), c), enough) << name;
      Hessenberg h = hessenberg(x);
      EXPECT_LT(largest(matmul(matmul(h.q, h.h), adjoint(h.q)) - x), enough);
      EXPECT_LT(largest(matmul(h.q, adjoint(h.q)) - eye(shape.back())), enough);
      EXPECT_EQ(largest(tril(h.h, -2)), 0);
      for (bool lower : {true, false}) {
        Tridiagonal t = tridiagonal(x, lower);
        EXPECT_EQ(isComplex(t.d.dtype()), false);
        Array w = eigvalsh(x, lower, /*symmetrize=*/false);
        EXPECT_LT(largest(sum(t.d, -1) - sum(w, -1)), enough) << name;
        Array squares = sum(t.d * t.d, -1) + 2. * sum(t.e * t.e, -1);
        EXPECT_LT(largest(squares - sum(w * w, -1)), 10 * n * enough) << name;
      }
    }
}
TEST(Forms, OrderOfColumns) {
  for (Dtype dtype : dtypes)
    for (const Shape &shape : {Shape{2, 6, 4}, {2, 4, 6}, {50, 50}, {3, 1}})
      for (bool full : {false, true}) {
        Array x = random(shape, dtype, 5);
        PivotedQr p = pivotedQr(x, full);
        double enough =
            20 * static_cast<double>(shape.back()) * epsilonOf(dtype);
        Array order = expandDims(p.permutation, -2);
        Array chosen = takeAlongAxis(
            x, broadcastTo(order, x.shape()), -1);
        EXPECT_LT(largest(matmul(p.q, p.r) - chosen), enough);
        EXPECT_LT(largest(matmul(adjoint(p.q), p.q) -
                          eye(p.q.shape().back())),
                  enough);
        Array sizes = abs(diagonal(p.r, 0, -2, -1));
        int64_t k = sizes.shape().back();
        Array steps = sliceInDim(sizes, 1, k, 1, -1) -
                      sliceInDim(sizes, 0, k - 1, 1, -1);
        EXPECT_TRUE(all(steps < enough).item<bool>());
      }
  // Of rank 2: the third diagonal element is rounding.
  Array x = matmul(random({5, 2}, Dtype::F64, 1), random({2, 4}, Dtype::F64, 2));
  EXPECT_LT(std::fabs(diagonal(pivotedQr(x).r).toVector()[2]), 1e-14);
}
TEST(Forms, OfNothing) {
  Array x = zeros({0, 0}), many = zeros({2, 0, 0}), none = zeros({0, 3, 3});
  EXPECT_EQ(schur(many).t.shape(), (Shape{2, 0, 0}));
  EXPECT_EQ(schur(none).z.shape(), (Shape{0, 3, 3}));
  EXPECT_EQ(hessenberg(x).q.shape(), (Shape{0, 0}));
  EXPECT_EQ(hessenberg(none).h.shape(), (Shape{0, 3, 3}));
  EXPECT_EQ(tridiagonal(x).e.shape(), Shape{0});
  EXPECT_EQ(tridiagonal(ones({2, 1, 1})).taus.shape(), (Shape{2, 0}));
  EXPECT_EQ(sqrtm(many).dtype(), Dtype::C64);
  near("full", pivotedQr(zeros({3, 0}), /*full=*/true).q,
       {1, 0, 0, 0, 1, 0, 0, 0, 1});
  near("order", pivotedQr(zeros({0, 3})).permutation, {0, 1, 2});
  near("one", sqrtm(array<double>({-4}, {1, 1})) / 2., {0});
  EXPECT_NEAR(imag(sqrtm(array<double>({-4}, {1, 1}))).item(), 2, 1e-15);
}
/// Permutations, which plain shifts do not move; blocks that are there already;
/// eigenvalues several times; numbers next to the ends of their range.
TEST(Forms, HardMatrices) {
  Array cycle = roll(eye(6, {}, 0, Dtype::F64), 1, 0);
  Array jordan = 2. * eye(5, {}, 0, Dtype::F64) + eye(5, {}, 1, Dtype::F64);
  Array turn = array<double>({0, -1, 1, 0}, {2, 2});
  Array blocks = kron(eye(3, {}, 0, Dtype::F64), turn);
  Array backwards = flip(jordan, {0});
  for (const Array &x : {cycle, Array(transpose(cycle)), jordan, turn, blocks,
                         Array(transpose(jordan)), backwards,
                         ones({7, 7}, Dtype::F64), zeros({4, 4}, Dtype::F64)})
    for (bool complex : {false, true}) {
      Schur s = schur(x, complex);
      EXPECT_LT(error(astype(x, s.t.dtype()), s), 1e-13) << x.toString();
    }
  for (double scale : {1e-30, 1e30}) {
    Array x = random({8, 8}, Dtype::F32, 9);
    Schur s = schur(x * static_cast<float>(scale));
    EXPECT_LT(error(x, {s.t / static_cast<float>(scale), s.z}), 3e-5);
    Tridiagonal t = tridiagonal(x * static_cast<float>(scale)),
                u = tridiagonal(x);
    same("d", t.d / static_cast<float>(scale), u.d, 1e-5);
  }
  // A block of complex eigenvalues: equal on the diagonal, opposite beside it.
  Numbers t = schur(array<double>({1, 5, -2, 3}, {2, 2})).t.toVector();
  EXPECT_EQ(t[0], t[3]);
  EXPECT_LT(t[1] * t[2], 0);
  EXPECT_NEAR(t[0], 2, 1e-14);
  for (const Array &y : {schur(full({3, 3}, NAN)).t, schur(full({3, 3}, NAN)).z})
    EXPECT_TRUE(all(isNan(y)).item<bool>());
}
TEST(Forms, MappedAsInALoop) {
  Array x = random({3, 4, 4}, Dtype::F64, 4);
  vmapCheck("schur", fn1([](Array a) { return schur(a).t; }), {x}, {0});
  vmapCheck("sqrtm", fn1([](Array a) { return real(sqrtm(a)); }), {x}, {0});
  vmapCheck("hessenberg", fn1([](Array a) { return hessenberg(a).q; }), {x},
            {0});
  vmapCheck("pivotedQr", fn1([](Array a) { return pivotedQr(a).r; }), {x}, {0});
}
TEST(Forms, RootsSquareToTheMatrix) {
  for (Dtype dtype : dtypes) {
    Array x = random({2, 5, 5}, dtype, 6), y = sqrtm(x);
    EXPECT_LT(largest(matmul(y, y) - x), 200 * epsilonOf(dtype));
    EXPECT_TRUE(all(real(eigvals(y)) > -1e-5).item<bool>());
  }
  near("zero", real(sqrtm(zeros({2, 2}))), Numbers(4, 0));
  near("singular", real(sqrtm(diag(array<double>({0, 0, 4})))),
       {0, 0, 0, 0, 0, 0, 0, 0, 2});
  EXPECT_TRUE(any(isNan(sqrtm(array<double>({0, 1, 0, 0}, {2, 2}))) |
                  isInf(sqrtm(array<double>({0, 1, 0, 0}, {2, 2}))))
                  .item<bool>()); // it has none
}
} // namespace

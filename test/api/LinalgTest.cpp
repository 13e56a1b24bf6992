// Linear algebra and Fourier transforms as a user calls them: values and
// gradients that JAX gives (0.10.2, x64), residuals of larger matrices,
// NumPy's conventions of numpy.fft, batches, and an object without libraries.
#include "Check.h"

#include <cmath>
#include <complex>
#include <random>

using namespace weft;
using namespace weft::test;

namespace {
/// sin(p + 3 i + 7 j), 2 more on the diagonal.
Array given(int64_t m, int64_t n, double p = 1, Dtype dtype = Dtype::F64) {
  std::vector<double> v;
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = 0; j < n; ++j)
      v.push_back(std::sin(p + 3. * i + 7. * j) + (i == j ? 2 : 0));
  return astype(array(v, {m, n}), dtype);
}
/// Σ (k + 1) cos y[k]
Array weighted(const Array &y) {
  Array k = iota(y.size(), y.dtype()) + 1;
  return sum(cos(ravel(y)) * k);
}
const Array one = eye(3, {}, 0, Dtype::F64);

struct Case {
  const char *name;
  Shape shape;
  Array (*f)(Array);
  double value;
  Numbers gradient;
};
TEST(Linalg, ValuesAndGradientsAreJaxs) {
  const Case cases[] = {
      {"solve",
       {3, 3},
       [](Array x) -> Array {
         return weighted(solve(x, given(3, 2, 0.5)));
       },
       18.511810720468546,
       {0.365221564937784, 0.675077922380678, -0.123954734296636,
        0.272979139261804, 2.71129104362975, -0.265497220004271,
        -0.278375522982565, 0.33713512755036, 0.0277680170189312}},
      {"inv",
       {3, 3},
       [](Array x) -> Array {
         return weighted(inv(x));
       },
       42.891214627864656,
       {0.0381209442670077, 0.387404885258766, -0.272811711227633,
        -0.365347732402008, 1.95776680131582, -0.553840820412939,
        -0.230691662067391, 0.1459925926521, 0.405854890684612}},
      {"det",
       {4, 4},
       [](Array x) -> Array {
         return det(x);
       },
       17.915346087282636,
       {5.91323742584547, 2.83924991314638, -2.57723660218091,
        2.26363988309989, -3.50808225627896, 12.7749075906478,
        -4.04998486232189, 4.20167470308163, -2.24506662506507,
        2.9163935475443, 5.42832421030077, 4.07166417824106,
        0.122960676704024, 0.580116793085335, -1.27158322131681,
        10.8952719463693}},
      {"slogdet",
       {4, 4},
       [](Array x) -> Array {
         return slogdet(x).logAbs;
       },
       2.8856576688668678,
       {0.330065486708238, 0.158481443747372, -0.143856367028845,
        0.126352004146141, -0.195814372727592, 0.713070656207763,
        -0.226062329055245, 0.234529362849665, -0.125315280772541,
        0.162787452351508, 0.30299856803515, 0.227272426577981,
        0.00686342737142595, 0.0323809984054473, -0.0709773182790735,
        0.608153026644761}},
      {"cholesky",
       {3, 3},
       [](Array x) -> Array {
         return weighted(cholesky(matmul(x, transpose(x)) + one));
       },
       12.022545725603454,
       {1.15856149328684, -1.53607656507394, -3.09462830769763,
        1.12900479178962, -0.884544335072309, 7.1877406555944,
        -6.17226484605058, -0.218803719471142, -5.12957650096773}},
      {"pinv",
       {4, 2},
       [](Array x) -> Array {
         return weighted(pinv(x));
       },
       34.71134423749664,
       {0.0436375368147178, -0.0188876108685878, -0.419248523755017,
        1.22231662465391, -0.211147086878636, 0.629678654831713,
        0.172132532766017, -0.531850822081294}},
      {"lstsq",
       {4, 2},
       [](Array x) -> Array {
         return weighted(lstsq(x, ravel(given(4, 1, 0.3))).x);
       },
       2.7335676710250989,
       {0.111001462451387, 0.0263862069416807, -0.239223418734683,
        0.096305272664892, -0.00374114003428763, -0.0498129176724554,
        0.00322557163679048, 0.0580870914246286}},
      {"expm",
       {3, 3},
       [](Array x) -> Array {
         return weighted(expm(x));
       },
       -5.6592526373374792,
       {-35.1906942294738, 5.43416021489401, -47.125351876108,
        26.3284915576029, -8.40377779274463, 17.7554781595499,
        -51.4266291795096, 21.4052885120529, -93.3600638062238}},
      {"nuclear",
       {4, 2},
       [](Array x) -> Array {
         return matrixNorm(x, MatrixNorm::Nuclear);
       },
       4.8430617806790979,
       {0.904378316064059, 0.208395794107433, -0.406072934277531,
        0.685097164247767, 0.109495503468649, 0.494739439391238,
        -0.0722175061915051, -0.492388013307436}},
      {"two",
       {2, 3},
       [](Array x) -> Array {
         return matrixNorm(x, MatrixNorm::Two);
       },
       3.1351756390508179,
       {0.915966531831568, 0.236311160964488, 0.247403085102935,
        -0.196399206799207, -0.0506692362202589, -0.0530475382945847}},
      {"cond",
       {3, 3},
       [](Array x) -> Array {
         return conditionNumber(x);
       },
       2.9270675643076753,
       {0.423687329436994, -0.113361817226883, 0.422691895355346,
        0.389649871194386, -2.13841318187449, 0.395257482558204,
        0.421336892142918, -0.10659342607886, 0.420327292323485}},
      {"one",
       {2, 3},
       [](Array x) -> Array {
         return matrixNorm(x, MatrixNorm::One);
       },
       3.5982734801158252,
       {1, 0, 0, -1, 0, 0}},
      {"power",
       {3, 3},
       [](Array x) -> Array {
         return weighted(matrixPower(x, -3));
       },
       44.699569613165146,
       {-0.0792152112277964, 0.34476532149175, -0.129843104768186,
        -0.351680707294965, 1.09287843436764, -0.355155605749695,
        -0.0588521235214268, 0.131099264782688, 0.0171148089691691}},
      {"eigvals",
       {3, 3},
       [](Array x) -> Array {
         return sum(abs(eigvals(x)));
       },
       6.6781364167932491,
       {1, 0, 0, 0, 1, 0, 0, -0, 1}},
      {"eigvalsh",
       {3, 3},
       [](Array x) -> Array {
         return weighted(eigvalsh(x));
       },
       -3.4089980709401679,
       {-0.285180219344974, 0.0905701019567554, 1.34433300315923,
        0.0905701019567554, -0.827009755365808, 0.0876419949565392,
        1.34433300315923, 0.0876419949565392, -0.294073600697699}},
      {"eighvec",
       {3, 3},
       [](Array x) -> Array {
         return weighted(square(eigh(x).v));
       },
       40.495933905916999,
       {-0.0210184429857144, 0.0504542767979619, -0.010662246868145,
        0.0504542767979619, 0.0222404881736839, 0.180094074807743,
        -0.010662246868145, 0.180094074807743, -0.00122204518796682}},
      {"qr",
       {4, 2},
       [](Array x) -> Array {
         return weighted(qr(x).q) + weighted(qr(x).r);
       },
       35.334547021693091,
       {-0.0232647483647325, -1.32701505911783, 0.422517707675687,
        -2.05655202086083, 0.0619740951429126, -2.35867560767772,
        -0.185555990915635, 2.86952169104597}},
      {"svdvec",
       {2, 4},
       [](Array x) -> Array {
         return weighted(square(svd(x).u)) + weighted(square(svd(x).vh));
       },
       41.633909848375716,
       {-0.0465860271972549, 0.224376713176268, -0.326810481482552,
        -0.134280958095045, 0.161166314129523, -0.738775487685686,
        -1.2223033313925, -0.487608141397149}},
      {"cross",
       {2, 3},
       [](Array x) -> Array {
         return weighted(cross(x, flip(x, 0)));
       },
       -7.7227938917683936,
       {-1.33985226002607, -0.741540016381349, 0.36279744601127,
        -8.40279798047938, 7.89214511628953, 24.709285344322}},
      {"multidot",
       {2, 3},
       [](Array x) -> Array {
         return weighted(multiDot({x, transpose(x), x, take(x, 0)}));
       },
       1.7407253489852632,
       {97.7595315429953, 38.7192798274499, 20.2323728717777,
        12.0222525065781, 1.68887024855428, 3.89325375547936}},
      {"trace",
       {3, 3},
       [](Array x) -> Array {
         return trace(x, 1) + weighted(diagonal(x, -1));
       },
       2.0617701195665776,
       {0, 1, 0, 0.686600260738625, 0, 1, 0, -1.67271814858911, 0}},
  };
  for (const Case &c : cases) {
    Array x = given(c.shape[0], c.shape[1]);
    auto [value, gradient] = valueAndGrad(c.f)(x);
    near(c.name, value, {c.value}, 1e-12);
    near(std::string("gradient of ") + c.name, gradient, c.gradient, 1e-10);
  }
}

//===-- Residuals ---------------------------------------------------------===//
double largest(const Array &x) { return max(abs(x)).item(); }
Array random(const Shape &shape, Dtype dtype, uint32_t seed) {
  std::mt19937 engine(seed);
  std::normal_distribution<double> normal;
  int64_t n = 1;
  for (int64_t d : shape)
    n *= d;
  std::vector<std::complex<double>> v;
  std::vector<double> re;
  for (int64_t i = 0; i < n; ++i) {
    re.push_back(normal(engine));
    v.emplace_back(re.back(), normal(engine));
  }
  return astype(isComplex(dtype) ? array(v, shape) : array(re, shape), dtype);
}
Array adjoint(const Array &x) { return conj(swapaxes(x, -1, -2)); }
double unitError(const Array &q) {
  Array product = matmul(adjoint(q), q);
  return largest(product - eye(q.shape().back(), {}, 0, q.dtype()));
}
class Residuals : public testing::TestWithParam<Dtype> {};
TEST_P(Residuals, AreRounding) {
  Dtype dtype = GetParam();
  bool wide = dtype == Dtype::F64 || dtype == Dtype::C128;
  double unit = wide ? 0x1p-52 : 0x1p-23;
  for (auto [m, n] : {std::pair<int64_t, int64_t>{70, 70}, {100, 45}, {33, 90},
                      {1, 5}, {5, 1}}) {
    Array x = random({2, m, n}, dtype, static_cast<uint32_t>(m));
    double bound = 40 * unit * std::sqrt(double(m) * double(n));
    std::string at = std::to_string(m) + " x " + std::to_string(n);
    for (bool full : {false, true}) {
      Qr f = qr(x, full);
      EXPECT_LT(largest(matmul(f.q, f.r) - x), bound) << at;
      EXPECT_LT(unitError(f.q), bound) << at;
      Svd s = svd(x, full);
      int64_t k = std::min(m, n);
      Array u = sliceInDim(s.u, 0, k, 1, -1);
      Array scaled = u * astype(expandDims(s.s, -2), dtype);
      EXPECT_LT(largest(matmul(scaled, sliceInDim(s.vh, 0, k, 1, -2)) - x),
                bound)
          << at;
      EXPECT_LT(unitError(s.u), bound) << at;
      EXPECT_LT(unitError(adjoint(s.vh)), bound) << at;
      EXPECT_LT(largest(s.s - svdvals(x)), bound) << at;
    }
    Plu f = lu(x);
    EXPECT_LT(largest(matmul(f.p, matmul(f.l, f.u)) - x), bound) << at;
    if (m != n)
      continue;
    Array h = x + adjoint(x);
    for (bool lower : {true, false}) {
      Eigh e = eigh(lower ? tril(h) : triu(h), lower, /*symmetrize=*/false);
      Array scaled = e.v * astype(expandDims(e.w, -2), dtype);
      EXPECT_LT(largest(matmul(h, e.v) - scaled), bound);
      EXPECT_LT(unitError(e.v), bound);
    }
    Eig e = eig(x);
    Array complexX = astype(x, e.w.dtype());
    EXPECT_LT(largest(matmul(complexX, e.v) - e.v * expandDims(e.w, -2)),
              bound * 4);
    Array p = matmul(x, adjoint(x)) + eye(m, {}, 0, dtype);
    Array l = cholesky(p);
    EXPECT_LT(largest(matmul(l, adjoint(l)) - p), bound * 70);
    Array b = random({2, m, 3}, dtype, 5);
    EXPECT_LT(largest(matmul(p, solve(p, b)) - b), bound * 100);
    EXPECT_LT(largest(matmul(p, choSolve(l, b)) - b), bound * 100);
  }
}
INSTANTIATE_TEST_SUITE_P(Dtypes, Residuals,
                         testing::Values(Dtype::F32, Dtype::F64, Dtype::C64,
                                         Dtype::C128),
                         [](const auto &p) { return shortName(p.param); });

//===-- Edges -------------------------------------------------------------===//
TEST(Linalg, DeficientMatricesHaveOrthonormalFactors) {
  for (const Array &x : {zeros({4, 4}, Dtype::F64), ones({5, 3}, Dtype::F64),
                         ones({3, 5}, Dtype::F64)}) {
    Svd s = svd(x, /*full=*/true);
    EXPECT_LT(unitError(s.u), 1e-14);
    EXPECT_LT(unitError(adjoint(s.vh)), 1e-14);
    EXPECT_LT(unitError(qr(x).q), 1e-14);
  }
  EXPECT_EQ(matrixRank(ones({5, 3})).item<int>(), 1);
  EXPECT_EQ(matrixRank(zeros({5, 3})).item<int>(), 0);
  EXPECT_EQ(matrixRank(eye(3)).item<int>(), 3);
  // Below max(m, n) times epsilon of the largest, above epsilon alone.
  EXPECT_EQ(matrixRank(diag(array<float>({1, 4e-7f, 1, 1, 1, 1}))).item<int>(),
            5);
  Array x = given(4, 2), p = pinv(matmul(x, transpose(x)));
  same("pinv", matmul(matmul(p, matmul(x, transpose(x))), p), p, 1e-12);
}
TEST(Linalg, ReflectorsDifferentiate) {
  auto packed = fn1([](Array x) {
    Reflectors f = geqrf(x);
    return weighted(f.factored) + weighted(2 * f.taus);
  });
  for (Shape shape : {Shape{4, 3}, {2, 3}, {3, 1}}) {
    Arrays x{given(shape[0], shape[1], 1, Dtype::F32)};
    gradCheck("geqrf", packed, x);
    modesAgree("geqrf", packed, x);
  }
  // Of any reflectors and taus, fewer than there are columns.
  auto product = fn2(
      [](Array v, Array t) { return weighted(householderProduct(v, t)); });
  Arrays x{given(5, 3, 1, Dtype::F32), array<float>({0.3f, 0.7f})};
  gradCheck("householderProduct", product, x);
  modesAgree("householderProduct", product, x);
  // A tau of 0: nothing is below the diagonal.
  Array upper = triu(given(3, 3));
  auto q = [](Array x) {
    Reflectors f = geqrf(x);
    return weighted(householderProduct(f.factored, f.taus)) +
           weighted(triu(f.factored));
  };
  auto ofQr = [](Array x) {
    auto [q, r] = qr(x);
    return weighted(q) + weighted(r);
  };
  same("a triangle", grad(q)(upper), grad(ofQr)(upper), 1e-9);
}
TEST(Linalg, NothingAndOne) {
  EXPECT_EQ(cholesky(zeros({0, 0})).shape(), (Shape{0, 0}));
  EXPECT_EQ(inv(zeros({2, 0, 0})).shape(), (Shape{2, 0, 0}));
  EXPECT_EQ(qr(zeros({3, 0})).q.shape(), (Shape{3, 0}));
  EXPECT_EQ(svd(zeros({0, 3})).vh.shape(), (Shape{0, 3}));
  EXPECT_EQ(svd(zeros({3, 0}), /*full=*/true).u.shape(), (Shape{3, 3}));
  EXPECT_EQ(eigvals(zeros({0, 0})).shape(), (Shape{0}));
  EXPECT_EQ(solve(zeros({2, 3, 3}) + eye(3), ones({3, 0})).shape(),
            (Shape{2, 3, 0}));
  EXPECT_EQ(det(zeros({2, 0, 0})).toVector(), (Numbers{1, 1}));
  EXPECT_EQ(det(full({1, 1}, 3)).item(), 3);
  EXPECT_EQ(pinv(zeros({2, 0})).shape(), (Shape{0, 2}));
}
TEST(Linalg, NormsAndSolutionsOfNothing) {
  using enum MatrixNorm;
  for (Shape shape : {Shape{0, 0}, Shape{3, 0}, Shape{0, 3}}) {
    for (MatrixNorm kind : {Frobenius, Nuclear, One, Two, Infinity})
      EXPECT_EQ(matrixNorm(zeros(shape), kind).item(), 0);
    Lstsq s = lstsq(zeros(shape, Dtype::F64), full({shape[0], 2}, 2));
    EXPECT_EQ(s.x.shape(), (Shape{shape[1], 2}));
    near("x", s.x, Numbers(shape[1] * 2, 0));
    near("residuals", s.residuals, Numbers(2, 4. * shape[0]));
    EXPECT_EQ(s.rank.item<int>(), 0);
    EXPECT_EQ(s.s.shape(), Shape{0});
    auto total = [&](Array x) { return sum(lstsq(x, ones({shape[0]})).x); };
    EXPECT_EQ(grad(total)(zeros(shape)).shape(), shape);
  }
  EXPECT_EQ(matrixNorm(zeros({2, 3, 0}), Two).shape(), Shape{2});
  EXPECT_EQ(matrixNorm(zeros({0, 3}), MinusOne).item(), 0);
  EXPECT_EQ(matrixNorm(zeros({3, 0}), MinusInfinity).item(), 0);
  EXPECT_EQ(lstsq(one, one).rank.dtype(), Dtype::I32);
  EXPECT_EQ(lstsq(complex(one, one), one).s.dtype(), Dtype::F64);
}
TEST(Linalg, PseudoInversesOfAnyRankHaveGradients) {
  auto g = grad([](Array x) {
    return sum(pinv(x) * reshape(iota(9, Dtype::F64), {3, 3}));
  });
  near("nothing", g(zeros({3, 3}, Dtype::F64)), Numbers(9, 0));
  near("equal values", g(one), {0, -1, -2, -3, -4, -5, -6, -7, -8}, 1e-12);
  near("rank 1", g(ones({3, 3}, Dtype::F64)),
       {-8. / 9, -5. / 9, -2. / 9, -7. / 9, -4. / 9, -1. / 9, -2. / 3, -1. / 3,
        0},
       1e-12);
  // (s sᵀ)⁺ is s sᵀ / |s|⁴, and all derivatives stay at rank 1.
  auto f = [](Array s) { return sum(pinv(outer(s, s))); };
  Array s = array<double>({1, 2, 3});
  auto exact = [](Array s) -> Array {
    return square(sum(s)) / square(sum(s * s));
  };
  same("slope", grad(f)(s), grad(exact)(s), 1e-11);
  same("curve", hessian(f)(s), hessian(exact)(s), 1e-10);
  Array b = array<double>({1, -2, 4});
  auto x = [&](Array a) { return sum(lstsq(a, b).x * b); };
  auto y = [&](Array a) { return sum(solve(a, b) * b); };
  same("lstsq", grad(x)(one), grad(y)(one), 1e-12);
  same("lstsq", hessian(x)(one), hessian(y)(one), 1e-11);
  Array tall = given(4, 2);
  gradCheck("lstsq", fn2([](Array a, Array b) {
              Lstsq l = lstsq(a, b);
              return Array(sum(l.x * l.x) + sum(l.s) + sum(l.residuals));
            }),
            {tall, given(4, 2, 0.5)}, 1e-3);
  vmapCheck("pinv", fn1([](Array a) {
              return grad([](Array a) { return sum(square(pinv(a))); })(a);
            }),
            {stack({given(3, 2), ones({3, 2}, Dtype::F64)})}, {0});
}
TEST(Linalg, NotANumberComesOutAsSuch) {
  Array x = full({3, 3}, NAN);
  for (const Array &y : {cholesky(x), eigvalsh(x), svdvals(x), inv(x),
                         abs(eigvals(x)), qr(x).r})
    EXPECT_TRUE(any(isNan(y)).item<bool>());
}
TEST(Linalg, RealMatricesHaveConjugatePairs) {
  Array w = eigvals(array<double>({0, 1, 0, 0, 0, 1, 1, 0, 0}, {3, 3}));
  Numbers im = imag(w).toVector();
  int zeros = 0;
  double sum = 0;
  for (double v : im)
    zeros += v == 0, sum += v;
  EXPECT_EQ(zeros, 1); // exactly
  EXPECT_EQ(sum, 0);
}
TEST(Linalg, SolvesVectorsAndBroadcasts) {
  Array a = given(3, 3), b = given(3, 1);
  near("vector", matmul(a, solve(a, ravel(b))), ravel(b).toVector(), 1e-13);
  Array many = stack({a, a + one});
  Array x = solve(many, b);
  EXPECT_EQ(x.shape(), (Shape{2, 3, 1}));
  same("broadcast", matmul(many, x), broadcastTo(b, {2, 3, 1}), 1e-13);
  Lu f = luFactor(a);
  same("transpose", matmul(transpose(a), luSolve(f, b, Transposed::Transpose)),
       b, 1e-13);
  Array z = complex(a, 0.3 * transpose(a)), y = complex(b, b);
  same("adjoint",
       real(matmul(adjoint(z), luSolve(luFactor(z), y, Transposed::Adjoint))),
       real(y), 1e-12);
}
TEST(Linalg, DeterminantsOfSingularMatricesHaveGradients) {
  auto g = grad([](Array x) { return det(x); });
  near("cofactors", g(array<double>({1, 2, 2, 4}, {2, 2})), {4, -2, -2, 1});
  near("cofactors", g(ones({3, 3})), Numbers(9, 0));
  Slogdet s = slogdet(given(4, 4) * -1.);
  near("sign", s.sign, {1});
  near("sign", slogdet(array<double>({0, 1, 1, 0}, {2, 2})).sign, {-1});
}
TEST(Linalg, PhasesOfDeterminantsHaveGradients) {
  // e^{it} turns the phase of a 3 x 3 determinant by 3t.
  Array a = complex(given(3, 3), transpose(given(3, 3)));
  Array i = complex(zeros({}, Dtype::F64), ones({}, Dtype::F64));
  auto turned = [&](Array t) { return slogdet(a * exp(i * t)).sign; };
  auto [value, tangent] =
      jvp(turned, full({}, 0.3, Dtype::F64), ones({}, Dtype::F64));
  same("phase", real(tangent), real(value * i * 3.), 1e-12);
  same("phase", imag(tangent), imag(value * i * 3.), 1e-12);
  EXPECT_EQ(abs(slogdet(zeros({2, 2}, Dtype::C64)).sign).item(), 0);
}
TEST(Linalg, ExponentialsOfLargeAndSmallMatrices) {
  // A rotation by 20 radians, and a nilpotent matrix.
  Array r = expm(array<double>({0, -20, 20, 0}, {2, 2}));
  near("rotation", r,
       {std::cos(20.), -std::sin(20.), std::sin(20.), std::cos(20.)}, 1e-12);
  near("nilpotent", expm(array<double>({0, 3, 0, 0}, {2, 2})), {1, 3, 0, 1},
       1e-15);
  near("batch", expm(stack({zeros({2, 2}), eye(2)})),
       {1, 0, 0, 1, std::exp(1.), 0, 0, std::exp(1.)}, 1e-6);
}

//===-- Fourier -----------------------------------------------------------===//
TEST(Fourier, ConventionsAreNumPys) {
  Array x = array<double>({1, 2, 4, 8, 16});
  near("n", real(fft(x, 3)), {7, -2, -2}, 1e-14);
  near("filled", real(fft(x, 6)),
       {31, 1 + 1 - 2 - 8 - 8., 1 - 1 - 2 + 8 - 8., 1 - 2 + 4 - 8 + 16.,
        1 - 1 - 2 + 8 - 8., 1 + 1 - 2 - 8 - 8.},
       1e-13);
  near("ortho", real(fft(x, {}, -1, FftNorm::Ortho)),
       (real(fft(x)) / std::sqrt(5.)).toVector(), 1e-14);
  near("forward", real(ifft(x, {}, -1, FftNorm::Forward)),
       (real(ifft(x)) * 5).toVector(), 1e-13);
  same("round trip", irfft(rfft(x), 5), x, 1e-14);
  same("hfft", hfft(ihfft(x), 5), x, 1e-14);
  // norm = Forward scales the way there: hfft by 1 / n, ihfft not at all.
  same("hfft forward", hfft(ihfft(x), 5, -1, FftNorm::Forward), x / 5., 1e-14);
  same("ihfft forward", real(ihfft(x, {}, -1, FftNorm::Forward)),
       5. * real(ihfft(x)), 1e-13);
  EXPECT_EQ(irfft(rfft(x)).shape(), Shape{4});
  Array y = given(4, 6);
  same("columns", real(fft(y, {}, 0)),
       transpose(real(fft(transpose(y), {}, 1))), 1e-13);
  same("plane", real(ifft2(fft2(y))), y, 1e-14);
  same("real plane", irfft2(rfft2(y)), y, 1e-14);
  same("all", real(ifftn(fftn(y, {}, {0}), {}, {0})), y, 1e-14);
  EXPECT_EQ(rfft(ones({4})).dtype(), Dtype::C64);
  EXPECT_EQ(fft(ones({4}, Dtype::F64)).dtype(), Dtype::C128);
  EXPECT_EQ(fft(iota(4)).dtype(), Dtype::C64);
}
TEST(Fourier, Frequencies) {
  near("even", fftfreq(4, 0.5), {0, 0.5, -1, -0.5});
  near("odd", fftfreq(5), {0, 0.2, 0.4, -0.4, -0.2});
  near("half", rfftfreq(5), {0, 0.2, 0.4});
  near("shift", fftshift(array<double>({0, 1, 2, 3, 4})), {3, 4, 0, 1, 2});
  near("back", ifftshift(fftshift(array<double>({0, 1, 2, 3, 4}))),
       {0, 1, 2, 3, 4});
  near("axis", fftshift(array<double>({0, 1, 2, 3}, {2, 2}), 1), {1, 0, 3, 2});
}
TEST(Fourier, OfNothing) {
  EXPECT_EQ(irfft(ones({2, 1})).shape(), (Shape{2, 0}));
  EXPECT_EQ(irfft(ones({1}, Dtype::C128)).dtype(), Dtype::F64);
  EXPECT_EQ(hfft(ones({1})).shape(), Shape{0});
  EXPECT_EQ(fftn(zeros({0, 3})).shape(), (Shape{0, 3}));
  EXPECT_EQ(ifft(zeros({0})).dtype(), Dtype::C64);
  near("to one", irfft(ones({1}), 3), {1. / 3, 1. / 3, 1. / 3});
  Array g = grad([](Array x) { return sum(irfft(x)); })(ones({1}));
  near("gradient", g, {0});
}
TEST(Fourier, LongTransformsStayExact) {
  // 2¹⁵, a product of all small primes, a prime: there and back.
  for (int64_t n : {32768, 30030, 32749}) {
    Array x = random({n}, Dtype::F64, 3);
    EXPECT_LT(largest(real(ifft(fft(x))) - x), 2e-14) << n;
    EXPECT_LT(largest(irfft(rfft(x), n) - x), 2e-14) << n;
    Array y = astype(x, Dtype::F32);
    EXPECT_LT(largest(irfft(rfft(y), n) - y), 4e-6) << n;
  }
}
} // namespace

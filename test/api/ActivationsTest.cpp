// Activations and their derivatives against jax 0.10.2 (jax.nn, f32), and
// functions that choose by conditions or fit.
#include "weft/weft.h"
#include <complex>
#include <functional>
#include <gtest/gtest.h>
using namespace weft;

namespace {
using D = std::vector<double>;
struct Activation {
  std::function<Array(Array)> f;
  D values, slopes;
};
void near(const Array &got, const D &want, double tolerance = 2e-6) {
  D v = got.toVector<double>();
  ASSERT_EQ(v.size(), want.size());
  for (size_t i = 0; i < v.size(); ++i)
    EXPECT_NEAR(v[i], want[i], tolerance * (1 + std::abs(want[i]))) << i;
}
TEST(Activations, ValuesAndSlopesOfJax) {
  const Array x({-7.f, -1.5f, -.5f, 0.f, .25f, 1.f, 3.5f, 8.f});
  const Activation all[] = {
      {[](Array x) -> Array { return relu(x); },
       {0., 0., 0., 0., 0.25, 1., 3.5, 8.},
       {0., 0., 0., 0., 1., 1., 1., 1.}},
      {[](Array x) -> Array { return relu6(x); },
       {0., 0., 0., 0., 0.25, 1., 3.5, 6.},
       {0., 0., 0., 0., 1., 1., 1., 0.}},
      {[](Array x) -> Array { return leakyRelu(x); },
       {-0.0700000003, -0.0149999997, -0.00499999989, 0., 0.25, 1., 3.5, 8.},
       {0.00999999978, 0.00999999978, 0.00999999978, 1., 1., 1., 1., 1.}},
      {[](Array x) -> Array { return elu(x); },
       {-0.999088109, -0.776869833, -0.393469334, 0., 0.25, 1., 3.5, 8.},
       {0.00091189146, 0.223130167, 0.606530666, 1., 1., 1., 1., 1.}},
      {[](Array x) -> Array { return celu(x, 2); },
       {-1.93960524, -1.05526686, -0.442398399, 0., 0.25, 1., 3.5, 8.},
       {0.030197382, 0.472366571, 0.778800786, 1., 1., 1., 1., 1.}},
      {[](Array x) -> Array { return selu(x); },
       {-1.75649607, -1.36581433, -0.691758215, 0., 0.262675256, 1.05070102,
        3.67745352, 8.40560818},
       {0.00160319579, 0.392284989, 1.06634116, 1.75809932, 1.05070102,
        1.05070102, 1.05070102, 1.05070102}},
      {[](Array x) -> Array { return gelu(x); },
       {-0., -0.100428432, -0.154285997, 0., 0.149675354, 0.841192007,
        3.49938369, 8.},
       {0., -0.127710804, 0.13263011, 0.5, 0.695354104, 1.08296394, 1.00242233,
        1.}},
      {[](Array x) -> Array { return gelu(x, false); },
       {-8.95868796e-12, -0.100210831, -0.154268771, 0., 0.149676576,
        0.841344714, 3.4991858, 8.},
       {-6.26632357e-11, -0.127469182, 0.13250488, 0.5, 0.695373356, 1.08331549,
        1.0028218, 1.}},
      {[](Array x) -> Array { return silu(x); },
       {-0.00637735799, -0.273638308, -0.188770339, 0., 0.140544131,
        0.731058598, 3.39740705, 7.99731731},
       {-0.00546049699, -0.0412941724, 0.260038823, 0.5, 0.623710036,
        0.927670538, 1.0702734, 1.0023464}},
      {[](Array x) -> Array { return mish(x); },
       {-0.00638026278, -0.298099697, -0.220743775, 0., 0.169572413,
        0.865098476, 3.49399066, 8.},
       {-0.00546588842, -0.0640978366, 0.289510667, 0.600000024, 0.754172683,
        1.04903615, 1.00993955, 1.}},
      {[](Array x) -> Array { return logSigmoid(x); },
       {-7.00091124, -1.70141327, -0.974076986, -0.693147182, -0.575939417,
        -0.313261688, -0.0297504179, -0.000335406367},
       {0.999089181, 0.817574501, 0.622459352, 0.5, 0.437823504, 0.268941402,
        0.0293122325, 0.000335350021}},
      {[](Array x) -> Array { return softSign(x); },
       {-0.875, -0.600000024, -0.333333343, 0., 0.200000003, 0.5, 0.777777791,
        0.888888896},
       {0.015625, 0.160000011, 0.444444478, 1., 0.639999986, 0.25, 0.0493827164,
        0.0123456791}},
      {[](Array x) -> Array { return squareplus(x); },
       {0.140054941, 0.5, 0.780776381, 1., 1.13278222, 1.61803401, 3.76556444,
        8.123106},
       {0.0192380473, 0.199999988, 0.378732175, 0.5, 0.562017381, 0.723606825,
        0.934121549, 0.985071301}},
      {[](Array x) -> Array { return hardTanh(x); },
       {-1., -1., -0.5, 0., 0.25, 1., 1., 1.},
       {0., 0., 1., 1., 1., 1., 0., 0.}},
      {[](Array x) -> Array { return hardSigmoid(x); },
       {0., 0.25, 0.416666687, 0.5, 0.541666687, 0.666666687, 1., 1.},
       {0., 0.166666672, 0.166666672, 0.166666672, 0.166666672, 0.166666672, 0.,
        0.}},
      {[](Array x) -> Array { return hardSilu(x); },
       {-0., -0.375, -0.208333343, 0., 0.135416672, 0.666666687, 3.5, 8.},
       {0., 0., 0.333333343, 0.5, 0.583333373, 0.833333373, 1., 1.}},
      {[](Array x) -> Array { return glu(x); },
       {-3.93523574, -1.0965879, -0.485343874, 0.},
       {0.562176526, 0.731058598, 0.970687747, 0.999664664, -1.72293854,
        -0.294917881, -0.0142265223, 0.}},
  };
  for (const Activation &a : all) {
    near(a.f(x), a.values);
    near(grad([&](Array x) -> Array { return sum(a.f(x)); })(x), a.slopes);
  }
}
TEST(Activations, KindsOfOperands) {
  EXPECT_EQ(relu(Array({-1, 2})).dtype(), Dtype::F32);
  EXPECT_TRUE(std::isnan(relu(Array(NAN)).item<float>()));
  EXPECT_EQ(gelu(astype(Array({1.f}), Dtype::BF16)).dtype(), Dtype::BF16);
  EXPECT_EQ(silu(zeros({0, 3})).shape(), (Shape{0, 3}));
  Array m = reshape(arange(0.f, 12.f), {3, 4});
  near(vmap([](Array r) -> Array { return glu(r); })(m),
       glu(m, 1).toVector<double>());
}
TEST(Conditions, Select) {
  Array x = arange(6);
  near(select({x < 2, x < 4}, {x, x * 10}, -1), {0, 1, 20, 30, -1, -1});
  EXPECT_EQ(select({x < 2}, {ones({6})}).dtype(), Dtype::F32);
  EXPECT_EQ(select({Array(true)}, {ones({2, 1})}, zeros({3})).shape(),
            (Shape{2, 3}));
}
TEST(Conditions, Piecewise) {
  Array x({-2.f, -1.f, 0.f, 1.f, 2.f});
  auto f = [](Array x) -> Array {
    return piecewise(x, {x < 0, x > 0.5},
                     {[](const Array &v) -> Array { return -v; },
                      [](const Array &v) -> Array { return v * v; },
                      [](const Array &) -> Array { return Array(7.f); }});
  };
  near(f(x), {2, 1, 7, 1, 4});
  near(grad([&](Array x) -> Array { return sum(f(x)); })(x),
       {-1, -1, 0, 2, 4});
  // The last condition that holds decides; where none does it is 0.
  near(piecewise(x, {x > -1.5, x > 0},
                 {[](const Array &v) -> Array { return v; },
                  [](const Array &) -> Array { return Array(9.f); }}),
       {0, -1, 0, 9, 9});
}
TEST(Polyfit, NumPysCoefficients) {
  Array x({0.f, 1.f, 2.f, 3.f, 4.5f}), y({1.f, 3.f, 2.f, 5.f, 7.f});
  near(polyfit(x, y, 2), {0.14409263, 0.6349252, 1.2796229}, 2e-5);
  near(polyfit(x, y, 1, Array({1.f, 2.f, 1.f, 1.f, 3.f})),
       {1.2517791, 1.3148079}, 2e-5);
  Array both = polyfit(x, stack({y, 2.f * y}, 1), 1);
  near(both * Array({2.f, 1.f}), (2.f * stack({polyfit(x, y, 1),
                                               polyfit(x, y, 1)}, 1))
                                     .toVector<double>(), 2e-5);
}
TEST(Logsumexp, OfComplexNumbers) {
  using C = std::complex<float>;
  Array x = array(std::vector<C>{{1, 2}, {-3, .5f}, {2, -1}});
  C y = logsumexp(x).item<C>();
  EXPECT_NEAR(y.real(), 1.5521098, 2e-6);
  EXPECT_NEAR(y.imag(), -0.90810466, 2e-6);
}
} // namespace

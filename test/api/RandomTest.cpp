// Random numbers against those of jax 0.10.2 for the key 3
// (jax_threefry_partitionable=True; RandomTable.inc says how they were made).
#include "RandomTable.inc"
#include "weft/Random.h"
#include "weft/weft.h"
#include <cmath>
#include <gtest/gtest.h>

using namespace weft;
using Words = std::vector<uint32_t>;

namespace {
const Array key = random::key(3);
using Values = std::vector<double>;

void same(const char *name, const Array &got) {
  EXPECT_EQ(got.toVector<double>(), jaxRandom().at(name)) << name;
}
/// To a few units in the last place of the dtype.
void near(const char *name, Array got, double tolerance = 0) {
  const Values &want = jaxRandom().at(name);
  Values values;
  if (isComplex(got.dtype()))
    for (auto z : got.toVector<std::complex<double>>()) {
      values.push_back(z.real());
      values.push_back(z.imag());
    }
  else
    values = got.toVector<double>();
  size_t size = itemSize(got.dtype()) / (isComplex(got.dtype()) ? 2 : 1);
  if (tolerance == 0)
    tolerance = size == 8 ? 1e-13 : size == 4 ? 4e-6 : 2e-2;
  ASSERT_EQ(values.size(), want.size()) << name;
  for (size_t i = 0; i < want.size(); ++i)
    EXPECT_NEAR(values[i], want[i], tolerance * (0.1 + std::abs(want[i])))
        << name << " " << i;
}

TEST(Random, KeysAndBits) {
  EXPECT_EQ(key.toVector<uint32_t>(), (Words{0, 3}));
  EXPECT_EQ(random::split(key, 3).toVector<uint32_t>(),
            (Words{3716834203, 3481239269, 1946498123, 2217676430, 1024511538,
                   2603795180}));
  same("split23", random::split(key, Shape{2, 3}));
  EXPECT_EQ(random::foldIn(key, 7).toVector<uint32_t>(),
            (Words{2647473427, 4234374204}));
  same("bits u8", random::bits(key, {4}, Dtype::U8));
  same("bits u16", random::bits(key, {4}, Dtype::U16));
  same("bits u32", random::bits(key, {4}));
  EXPECT_EQ(random::bits(key, {4}, Dtype::U64).toVector<uint64_t>(),
            (std::vector<uint64_t>{15963681350020464357u, 8360145782228061838u,
                                   4400243552688456428u,
                                   3767515194893970219u}));
  EXPECT_EQ(random::bits(key, {2, 0}).shape(), (Shape{2, 0}));
}

TEST(Random, Uniform) {
  auto of = [](Dtype d) { return random::uniform(key, {4}, 0.f, 1.f, d); };
  same("uniform f16", of(Dtype::F16));
  same("uniform bf16", of(Dtype::BF16));
  same("uniform f32", of(Dtype::F32));
  same("uniform f64", of(Dtype::F64));
  auto in = [](Dtype d) { return random::uniform(key, {6}, 0.1, 0.7, d); };
  same("uniform bounds f16", in(Dtype::F16));
  same("uniform bounds bf16", in(Dtype::BF16));
  auto about = [](Dtype d) { return random::uniform(key, {6}, -2.7, 3.1, d); };
  same("uniform about f16", about(Dtype::F16));
  same("uniform about bf16", about(Dtype::BF16));
  same("uniform bounds f32", in(Dtype::F32));
  same("uniform bounds f64", in(Dtype::F64));
  same("uniform bounds arrays",
       random::uniform(key, {2, 3}, Array({0.1f, -2.5f, 3.3f}),
                       reshape(Array({0.7f, 4.9f}), {2, 1})));
}

TEST(Random, Integers) {
  auto of = [](Dtype d) { return random::randint(key, {5}, 3, 100, d); };
  same("randint i8", of(Dtype::I8));
  same("randint u8", of(Dtype::U8));
  same("randint i16", of(Dtype::I16));
  same("randint i32", of(Dtype::I32));
  same("randint u32", of(Dtype::U32));
  same("randint i64", of(Dtype::I64));
  same("randint u64", of(Dtype::U64));
  same("randint full u8", random::randint(key, {5}, 0, 256, Dtype::U8));
  same("randint full i32",
       random::randint(key, {5}, -2147483648ll, scalar<int64_t>(2147483648)));
  same("randint empty", random::randint(key, {3}, 7, 7));
  same("randint arrays", random::randint(key, {2, 3}, Array({0, -10, 5}),
                                         reshape(Array({10, 1000}), {2, 1})));
  same("bernoulli", random::bernoulli(key, 0.3f, Shape{8}));
  same("bernoulli arrays",
       random::bernoulli(key, Array({0.1f, 0.5f, 0.9f}), Shape{2, 3}));
  same("rademacher", random::rademacher(key, {6}));
  same("geometric", random::geometric(key, 0.2f, Shape{5}));
}

TEST(Random, Orders) {
  same("permutation 10", random::permutation(key, 10));
  same("permutation 5000 first",
       sliceInDim(random::permutation(key, 5000), 0, 5));
  Array x = reshape(iota(12), {3, 4});
  same("permutation x axis1", random::permutation(key, x, 1));
  same("permutation independent", random::permutation(key, x, 1, true));
  Array p({0.1f, 0.2f, 0.3f, 0.4f});
  same("choice", random::choice(key, 10, {5}));
  same("choice noreplace", random::choice(key, 10, {5}, {.replace = false}));
  same("choice p", random::choice(key, 4, {5}, {.p = p}));
  same("choice p noreplace",
       random::choice(key, 4, {3}, {.replace = false, .p = p}));
  same("choice array", random::choice(key, x, {2}, {.axis = 1}));
  Array logits = reshape(
      log(Array({0.1f, 0.2f, 0.7f, 0.5f, 0.25f, 0.25f})), {2, 3});
  same("categorical", random::categorical(key, logits));
  same("categorical shape", random::categorical(key, logits, -1, Shape{4, 2}));
  same("categorical axis0", random::categorical(key, logits, 0));
  same("categorical noreplace",
       random::categorical(key, logits, -1, Shape{2, 2}, false));
}

TEST(Random, Distributions) {
  using namespace random;
  for (Dtype d : {Dtype::F32, Dtype::F64}) {
    std::string dtype = d == Dtype::F32 ? " f32" : " f64";
    auto is = [&](const char *name, const Array &got) {
      near((name + dtype).c_str(), got);
    };
    Shape four{4};
    is("normal", normal(key, four, d));
    is("truncated", truncatedNormal(key, -1, 0.5, four, d));
    is("lognormal", lognormal(key, 0.5, four, d));
    is("exponential", exponential(key, four, d));
    is("gumbel", gumbel(key, four, d));
    is("laplace", laplace(key, four, d));
    is("logistic", random::logistic(key, four, d));
    is("cauchy", cauchy(key, four, d));
    is("maxwell", maxwell(key, four, d));
    is("pareto", pareto(key, 2, four, d));
    is("rayleigh", rayleigh(key, 2, four, d));
    is("weibullMin", weibullMin(key, 2, 1.5, four, d));
    is("triangular", triangular(key, -1, 0.5, 2, four, d));
    is("wald", wald(key, 1.5, four, d));
  }
  Array a = array<double>({0.3, 1., 2.5, 40.});
  for (Dtype d : {Dtype::F32, Dtype::F64}) {
    std::string dtype = d == Dtype::F32 ? " f32" : " f64";
    auto is = [&](const char *name, const Array &got) {
      near((name + dtype).c_str(), got, d == Dtype::F32 ? 2e-5 : 1e-12);
    };
    is("gamma", gamma(key, a, {}, d));
    is("loggamma", loggamma(key, array<double>({0.001, 1., 2.5, 40.}), {}, d));
    is("beta", beta(key, a, 2, {}, d));
    is("dirichlet", dirichlet(key, a, Shape{2}, d));
    is("t", t(key, a, {}, d));
    is("chisquare", chisquare(key, a, {}, d));
    is("f", f(key, a, 3, {}, d));
  }
  Array covariance = reshape(
      array<double>({2, 0.5, 0.3, 0.5, 1, -0.2, 0.3, -0.2, 1.5}), {3, 3});
  Array mean = array<double>({1, -2, 0.5}), p = array<double>({0.2, 0.3, 0.5});
  for (Dtype d : {Dtype::F32, Dtype::F64}) {
    std::string dtype = d == Dtype::F32 ? " f32" : " f64";
    auto is = [&](const char *name, const Array &got) {
      near((name + dtype).c_str(), got, d == Dtype::F32 ? 2e-5 : 1e-12);
    };
    is("multivariate", multivariateNormal(key, mean, covariance, Shape{2}, d));
    is("ball", ball(key, 3, 2, {2}, d));
    is("ball p", ball(key, 2, 1.5, {2}, d));
    is("generalized", generalizedNormal(key, 1.5, {4}, d));
    is("maxwell2", doubleSidedMaxwell(key, 1, 2, Shape{4}, d));
    is("orthogonal", orthogonal(key, 3, {}, d));
    is("orthogonal 2x3", orthogonal(key, 2, {2}, d, 3));
    is("multinomial", multinomial(key, 20, p, {}, d));
    is("multinomial shape",
       multinomial(key, Array({7.f, 100.f}), p, Shape{2, 3}, d));
  }
  // Signs of eigenvectors are free: the spread is what is asked for.
  for (Factor factor : {Factor::Eigh, Factor::Svd}) {
    Array x = multivariateNormal(key, mean, covariance, Shape{50000},
                                 Dtype::F64, factor);
    Array apart = max(abs(cov(swapaxes(x, 0, 1)) - covariance));
    EXPECT_LT(apart.item<double>(), 0.05);
  }
  same("poisson", poisson(key, Array({0.f, 0.5f, 3.f, 20.f, 1000.f})));
  same("binomial",
       binomial(key, Array({5.f, 20.f, 100.f, 1000.f}), 0.3f));
  // To a few units in the last place: XLA's logarithm of f16 is one of f16.
  for (Dtype d : {Dtype::F16, Dtype::BF16}) {
    std::string dtype = d == Dtype::F16 ? " f16" : " bf16";
    auto is = [&](const char *name, const Array &got) {
      near((name + dtype).c_str(), got, d == Dtype::F16 ? 2e-3 : 8e-3);
    };
    is("laplace", laplace(key, {6}, d));
    is("gumbel", gumbel(key, {6}, d));
    is("logistic", random::logistic(key, {6}, d));
    is("exponential", exponential(key, {6}, d));
    is("cauchy", cauchy(key, {6}, d));
  }
  near("normal f16", normal(key, {4}, Dtype::F16));
  near("normal bf16", normal(key, {4}, Dtype::BF16));
  near("normal c64", normal(key, {4}, Dtype::C64));
  near("normal c128", normal(key, {4}, Dtype::C128));
}

TEST(Random, SameUnderJitAndVmap) {
  auto f = [](const Array &key) -> Array { return random::normal(key, {9}); };
  EXPECT_EQ(jit(f)(key).toVector<float>(), f(key).toVector<float>());
  auto shuffle = [](const Array &key) -> Array {
    return random::permutation(key, 10);
  };
  Array keys = stack({key, random::key(4)});
  Array both = vmap(shuffle)(keys);
  EXPECT_EQ(take(both, 0).toVector<int>(), shuffle(key).toVector<int>());
  EXPECT_EQ(take(both, 1).toVector<int>(),
            shuffle(random::key(4)).toVector<int>());
}
TEST(Random, DerivativesInParameters) {
  auto f = [](Array low) -> Array {
    return sum(random::uniform(key, {3}, low, 2.f));
  };
  Array u = random::uniform(key, {3});
  EXPECT_NEAR(grad(f)(Array(0.5f)).item<float>(),
              sum(1.f - u).item<float>(), 1e-6);
}
TEST(Random, DerivativesOfGamma) {
  Array a({0.3f, 1.f, 2.5f, 40.f});
  auto total = [](Array a) -> Array { return sum(random::gamma(key, a)); };
  near("gamma grad", grad(total)(a), 1e-4);
  auto logs = [](Array a) -> Array { return sum(random::loggamma(key, a)); };
  near("loggamma grad", grad(logs)(a), 1e-4);
}
TEST(Random, Refusals) {
  EXPECT_THROW(random::uniform(Array(1), {3}), DtypeError);
  EXPECT_THROW(random::uniform(key, {3}, Array({1.f, 2.f})), ShapeError);
  EXPECT_THROW(random::uniform(key, {3}, 0.f, 1.f, Dtype::I32), DtypeError);
  EXPECT_THROW(random::normal(key, {-1}), ShapeError);
  EXPECT_THROW(random::bits(key, {3}, Dtype::I32), DtypeError);
  EXPECT_THROW(random::randint(key, {3}, 0.5f, 2), DtypeError);
  EXPECT_THROW(random::categorical(key, ones({2, 3}), -1, Shape{3}),
               ShapeError);
  EXPECT_THROW(random::choice(key, 3, {4}, {.replace = false}), ShapeError);
  EXPECT_THROW(random::choice(key, 3, {4}, {.p = ones({2})}), ShapeError);
  EXPECT_THROW(random::categorical(key, ones({3}), -1, Shape{4}, false),
               ShapeError);
}
} // namespace

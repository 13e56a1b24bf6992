// Random numbers: counter-based, so the same key gives the same numbers on
// every device and with any number of threads. Keys and bits are those of JAX
// (threefry2x32, jax_threefry_partitionable=True), and every distribution uses
// them as jax 0.10.2 does: split, foldIn, bits, uniform, randint, bernoulli,
// permutation and choice give JAX's numbers, the others agree to rounding.
//
// A key is u32[2]; another array is a DtypeError. Dtypes of results are given:
// floats (not float8), unless said otherwise. Where a distribution has
// parameters, `shape` is the result's, to which they broadcast (ShapeError if
// they do not); left out, it is theirs. Differentiable in parameters that are
// floats, unless said otherwise.
#ifndef WEFT_RANDOM_H
#define WEFT_RANDOM_H

#include "weft/ops/Index.h"

#include <array>
#include <optional>

namespace weft::random {

using ShapeOr = std::optional<Shape>;

//===-- Keys and bits -----------------------------------------------------===//
/// The key of a seed: u32[2], {seed's high word, its low word}.
Array key(uint64_t seed);
/// n new keys, u32[n, 2]; or as many as a shape has, u32[…, 2]. A key that was
/// split is not used again.
Array split(const Operand &key, int64_t n = 2);
Array split(const Operand &key, const Shape &shape);
/// auto [a, b] = split<2>(key);
template <size_t N> std::array<Array, N> split(const Operand &key) {
  Array keys = random::split(key, Shape{static_cast<int64_t>(N)});
  std::array<Array, N> all;
  for (size_t i = 0; i < N; ++i)
    all[i] = take(keys, static_cast<int64_t>(i));
  return all;
}
/// The key that goes with a number, such as a step or a layer.
Array foldIn(const Operand &key, const Operand &data);
/// Uniform bits, u8, u16, u32 or u64.
Array bits(const Operand &key, const Shape &shape, Dtype dtype = Dtype::U32);

//===-- Uniform and normal ------------------------------------------------===//
/// In [low, high).
Array uniform(const Operand &key, const Shape &shape, const Operand &low = 0.f,
              const Operand &high = 1.f, Dtype dtype = Dtype::F32);
/// Mean 0 and variance 1. Complex dtypes: parts of variance 1/2.
Array normal(const Operand &key, const Shape &shape, Dtype dtype = Dtype::F32);
/// A normal one of those between lower and upper.
Array truncatedNormal(const Operand &key, const Operand &lower,
                      const Operand &upper, const ShapeOr &shape = {},
                      Dtype dtype = Dtype::F32);
/// e^(sigma · normal).
Array lognormal(const Operand &key, const Operand &sigma = 1.f,
                const ShapeOr &shape = {}, Dtype dtype = Dtype::F32);

//===-- Integers and choices: no derivatives ------------------------------===//
/// True with probability p.
Array bernoulli(const Operand &key, const Operand &p = 0.5f,
                const ShapeOr &shape = {});
/// -1 or 1.
Array rademacher(const Operand &key, const Shape &shape,
                 Dtype dtype = Dtype::I32);
/// Integers in [low, high), where high ≤ low all of them low.
Array randint(const Operand &key, const Shape &shape, const Operand &low,
              const Operand &high, Dtype dtype = Dtype::I32);
/// How many trials up to the first success: (0, ∞), i32.
Array geometric(const Operand &key, const Operand &p, const ShapeOr &shape = {},
                Dtype dtype = Dtype::I32);
/// The index of a category with probability softmax(logits) along the axis,
/// i32. `shape` ends with the shape of logits without the axis.
Array categorical(const Operand &key, const Operand &logits, int64_t axis = -1,
                  const ShapeOr &shape = {}, bool replace = true);
/// The numbers below n in another order, i32.
Array permutation(const Operand &key, int64_t n);
/// x in another order along the axis; if independent, each row in one of its
/// own. Differentiable in x.
Array permutation(const Operand &key, const Operand &x, int64_t axis = 0,
                  bool independent = false);

struct ChoiceOptions {
  bool replace = true;
  /// How probable each element is (they sum to 1); null: all alike.
  Array p = Array();
  int64_t axis = 0;
};
/// Numbers below n, i32; rows of x along the axis, in whose place the axes of
/// `shape` stand. Without replacement each at most once. Differentiable in x.
Array choice(const Operand &key, int64_t n, const Shape &shape,
             const ChoiceOptions &options = {});
Array choice(const Operand &key, const Operand &x, const Shape &shape,
             const ChoiceOptions &options = {});

//===-- Other distributions -----------------------------------------------===//
/// Rate 1.
Array exponential(const Operand &key, const Shape &shape,
                  Dtype dtype = Dtype::F32);
Array gumbel(const Operand &key, const Shape &shape, Dtype dtype = Dtype::F32);
Array laplace(const Operand &key, const Shape &shape, Dtype dtype = Dtype::F32);
Array logistic(const Operand &key, const Shape &shape,
               Dtype dtype = Dtype::F32);
Array cauchy(const Operand &key, const Shape &shape, Dtype dtype = Dtype::F32);
Array maxwell(const Operand &key, const Shape &shape, Dtype dtype = Dtype::F32);
Array pareto(const Operand &key, const Operand &b, const ShapeOr &shape = {},
             Dtype dtype = Dtype::F32);
Array rayleigh(const Operand &key, const Operand &scale,
               const ShapeOr &shape = {}, Dtype dtype = Dtype::F32);
Array weibullMin(const Operand &key, const Operand &scale,
                 const Operand &concentration, const ShapeOr &shape = {},
                 Dtype dtype = Dtype::F32);
/// Density ∝ z² e^(-z²/2), z = (x - loc) / scale.
Array doubleSidedMaxwell(const Operand &key, const Operand &loc,
                         const Operand &scale, const ShapeOr &shape = {},
                         Dtype dtype = Dtype::F32);
Array triangular(const Operand &key, const Operand &left, const Operand &mode,
                 const Operand &right, const ShapeOr &shape = {},
                 Dtype dtype = Dtype::F32);
/// Inverse Gaussian of scale 1.
Array wald(const Operand &key, const Operand &mean, const ShapeOr &shape = {},
           Dtype dtype = Dtype::F32);

//===-- By rejection ------------------------------------------------------===//
// Loops that run until every element has been accepted. Derivatives in a, b,
// alpha and df are those of samples at fixed values of the distribution
// function.

/// Shape a > 0 and scale 1; its logarithm, which does not underflow for small
/// a.
Array gamma(const Operand &key, const Operand &a, const ShapeOr &shape = {},
            Dtype dtype = Dtype::F32);
Array loggamma(const Operand &key, const Operand &a, const ShapeOr &shape = {},
               Dtype dtype = Dtype::F32);
Array beta(const Operand &key, const Operand &a, const Operand &b,
           const ShapeOr &shape = {}, Dtype dtype = Dtype::F32);
/// Rows that sum to 1, along the last axis of alpha; `shape` is without it.
Array dirichlet(const Operand &key, const Operand &alpha,
                const ShapeOr &shape = {}, Dtype dtype = Dtype::F32);
Array chisquare(const Operand &key, const Operand &df,
                const ShapeOr &shape = {}, Dtype dtype = Dtype::F32);
Array f(const Operand &key, const Operand &numerator,
        const Operand &denominator, const ShapeOr &shape = {},
        Dtype dtype = Dtype::F32);
/// Student's.
Array t(const Operand &key, const Operand &df, const ShapeOr &shape = {},
        Dtype dtype = Dtype::F32);
/// Integers; no derivative.
Array poisson(const Operand &key, const Operand &lambda,
              const ShapeOr &shape = {}, Dtype dtype = Dtype::I32);
/// Whole numbers as floats; no derivative.
Array binomial(const Operand &key, const Operand &n, const Operand &p,
               const ShapeOr &shape = {}, Dtype dtype = Dtype::F32);
/// How often each of the categories along the last axis of p came in n draws,
/// of whole numbers as floats; `shape` is the result's, n broadcasts to it
/// without its last axis. No derivative.
Array multinomial(const Operand &key, const Operand &n, const Operand &p,
                  const ShapeOr &shape = {}, Dtype dtype = Dtype::F32);
/// Density ∝ e^(-|x|ᵖ), for the shape parameter p > 0.
Array generalizedNormal(const Operand &key, const Operand &p,
                        const Shape &shape = {}, Dtype dtype = Dtype::F32);

//===-- Vectors and matrices ----------------------------------------------===//
/// How a covariance is factored.
enum class Factor { Cholesky, Eigh, Svd };
/// Normal vectors of this mean (…, n) and covariance (…, n, n), which is
/// symmetric and positive definite (else NaN, by Cholesky; the others take a
/// semidefinite one). `shape` is that of the batch, without n; left out, what
/// the parameters' batches broadcast to.
Array multivariateNormal(const Operand &key, const Operand &mean,
                         const Operand &cov, const ShapeOr &shape = {},
                         Dtype dtype = Dtype::F32,
                         Factor factor = Factor::Cholesky);
/// Uniform in {x : Σ |xᵢ|ᵖ ≤ 1} of d dimensions, which are the last axis. p is
/// a scalar.
Array ball(const Operand &key, int64_t d, const Operand &p = 2.f,
           const Shape &shape = {}, Dtype dtype = Dtype::F32);
/// Matrices n × m (n × n where m is not given) with orthonormal rows or
/// columns, whichever are fewer, by Haar's measure; `shape` is in front.
Array orthogonal(const Operand &key, int64_t n, const Shape &shape = {},
                 Dtype dtype = Dtype::F32,
                 std::optional<int64_t> m = std::nullopt);

} // namespace weft::random

#endif // WEFT_RANDOM_H

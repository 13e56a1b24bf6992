// Every public function on arrays refuses something, and says so in its own
// name: a call each, and the message in full. tools/dev/check holds that no
// function is missing from this folder. What most functions say alike is one
// table; the place, a line of this file, is written (here).
#include "weft/Fft.h"
#include "weft/Linalg.h"
#include "weft/Random.h"
#include "weft/Special.h"
#include "weft/weft.h"
#include <functional>
#include <gtest/gtest.h>
#include <regex>
using namespace weft;

namespace {
const Array x3 = ones({3}), x2 = ones({2}), x23 = ones({2, 3}),
            x22 = ones({2, 2}), x222 = ones({2, 2, 2}),
            c3 = ones({3}, Dtype::C64), b3 = ones({3}, Dtype::Bool), none,
            key = random::key(0);

struct Refusal {
  const char *text; // what is called, or the name that the message has
  std::function<void()> call;
  std::string message;
};
void expect(const Refusal &r, const std::string &message) {
  try {
    r.call();
    ADD_FAILURE() << r.text << " is not refused";
  } catch (const Error &error) {
    static const std::regex place(R"(\([^() ]*EveryFunction\.cpp:\d+\))");
    EXPECT_EQ(std::regex_replace(error.what(), place, "(here)"), message);
  }
}
/// "[name]" and `rest`, of each.
void expectAll(const std::vector<Refusal> &refusals, const std::string &rest) {
  for (const Refusal &r : refusals)
    expect(r, "[" + std::string(r.text) + "]" + rest);
}
#define OF(name, call) {#name, [] { (void)(call); }, ""}
#define CALL(call, message) {#call, [] { (void)(call); }, message}

TEST(EveryFunction, NeedsAnArray) {
  expectAll(
      {
          OF(abs, abs(none)),
          OF(sign, sign(none)),
          OF(exp, exp(none)),
          OF(exp2, exp2(none)),
          OF(expm1, expm1(none)),
          OF(log1p, log1p(none)),
          OF(log, log(none)),
          OF(log2, log2(none)),
          OF(log10, log10(none)),
          OF(sigmoid, sigmoid(none)),
          OF(logistic, logistic(none)),
          OF(sin, sin(none)),
          OF(cos, cos(none)),
          OF(tan, tan(none)),
          OF(asin, asin(none)),
          OF(acos, acos(none)),
          OF(atan, atan(none)),
          OF(sinh, sinh(none)),
          OF(cosh, cosh(none)),
          OF(tanh, tanh(none)),
          OF(asinh, asinh(none)),
          OF(acosh, acosh(none)),
          OF(atanh, atanh(none)),
          OF(sqrt, sqrt(none)),
          OF(rsqrt, rsqrt(none)),
          OF(cbrt, cbrt(none)),
          OF(square, square(none)),
          OF(negative, negative(none)),
          OF(copy, copy(none)),
          OF(stopGradient, stopGradient(none)),
          OF(isFinite, isFinite(none)),
          OF(isNan, isNan(none)),
          OF(isInf, isInf(none)),
          OF(logicalNot, logicalNot(none)),
          OF(real, real(none)),
          OF(imag, imag(none)),
          OF(conj, conj(none)),
          OF(angle, angle(none)),
          OF(arrayEqual, arrayEqual(none, x2)),
          OF(nanToNum, nanToNum(none)),
          OF(sinc, sinc(none)),
          OF(reciprocal, reciprocal(none)),
          OF(ravel, ravel(none)),
          OF(atleast1d, atleast1d(none)),
          OF(atleast2d, atleast2d(none)),
          OF(atleast3d, atleast3d(none)),
          OF(zerosLike, zerosLike(none)),
          OF(onesLike, onesLike(none)),
          OF(isIn, isIn(none, x3)),
          OF(outer, outer(none, x3)),
          OF(kron, kron(none, x3))
      },
      " needs an array. Received a default-constructed Array. (here) Hint: "
      "give every Array a value before its use.");
}
TEST(EveryFunction, HasTheAxis) {
  expectAll(
      {
          OF(unwrap, unwrap(x3, 1)),
          OF(prod, prod(x3, 1)),
          OF(min, min(x3, 1)),
          OF(any, any(x3, 1)),
          OF(all, all(x3, 1)),
          OF(argmin, argmin(x3, 1)),
          OF(argmax, argmax(x3, 1)),
          OF(mean, mean(x3, 1)),
          OF(var, var(x3, 1)),
          OF(stdDev, stdDev(x3, 1)),
          OF(logsumexp, logsumexp(x3, 1)),
          OF(logSoftmax, logSoftmax(x3, 1)),
          OF(norm, norm(x3, 1)),
          OF(cumsum, cumsum(x3, 1)),
          OF(cumprod, cumprod(x3, 1)),
          OF(cummax, cummax(x3, 1)),
          OF(cummin, cummin(x3, 1)),
          OF(cumlogsumexp, cumlogsumexp(x3, 1)),
          OF(ptp, ptp(x3, 1)),
          OF(countNonzero, countNonzero(x3, 1)),
          OF(nanSum, nanSum(x3, 1)),
          OF(nanProd, nanProd(x3, 1)),
          OF(nanMax, nanMax(x3, 1)),
          OF(nanMin, nanMin(x3, 1)),
          OF(nanMean, nanMean(x3, 1)),
          OF(nanVar, nanVar(x3, 1)),
          OF(nanStd, nanStd(x3, 1)),
          OF(nanCumsum, nanCumsum(x3, 1)),
          OF(swapaxes, swapaxes(x3, 0, 1)),
          OF(flip, flip(x3, 1)),
          OF(roll, roll(x3, 1, 1)),
          OF(trace, trace(x3)),
          OF(trapezoid, trapezoid(x3, 1.f, 1)),
          OF(quantile, quantile(x3, 0.5f, 1)),
          OF(percentile, percentile(x3, 50.f, 1)),
          OF(dynamicUpdateIndexInDim, dynamicUpdateIndexInDim(x3, x3, 0, 1)),
          OF(fftn, fftn(x3, {}, {1})),
          OF(ifftn, ifftn(x3, {}, {1})),
          OF(irfftn, irfftn(x3, {}, {1})),
          OF(fftshift, fftshift(x3, 1)),
          OF(ifftshift, ifftshift(x3, 1)),
          OF(categorical, random::categorical(key, x3, 1)),
          OF(permutation, random::permutation(key, x3, 1))
      },
      " axis 1 is out of range. Received f32[3]. (here) Hint: axes are -1 to "
      "0.");
}
TEST(EveryFunction, Broadcasts) {
  expectAll(
      {
          OF(sub, sub(x3, x2)),
          OF(mul, mul(x3, x2)),
          OF(div, div(x3, x2)),
          OF(power, power(x3, x2)),
          OF(maximum, maximum(x3, x2)),
          OF(minimum, minimum(x3, x2)),
          OF(atan2, atan2(x3, x2)),
          OF(nextafter, nextafter(x3, x2)),
          OF(logicalAnd, logicalAnd(x3, x2)),
          OF(logicalOr, logicalOr(x3, x2)),
          OF(logicalXor, logicalXor(x3, x2)),
          OF(eqTo, eqTo(x3, x2)),
          OF(leTo, leTo(x3, x2)),
          OF(isClose, isClose(x3, x2)),
          OF(allClose, allClose(x3, x2)),
          OF(fmax, fmax(x3, x2)),
          OF(fmin, fmin(x3, x2)),
          OF(copysign, copysign(x3, x2)),
          OF(heaviside, heaviside(x3, x2)),
          OF(hypot, hypot(x3, x2)),
          OF(logaddexp, logaddexp(x3, x2)),
          OF(logaddexp2, logaddexp2(x3, x2)),
          OF(floorDivide, floorDivide(x3, x2)),
          OF(divmod, divmod(x3, x2)),
          OF(zeta, zeta(x3, x2)),
          OF(igamma, igamma(x3, x2)),
          OF(igammac, igammac(x3, x2)),
          OF(igammaGradA, igammaGradA(x3, x2)),
          OF(randomGammaGrad, randomGammaGrad(x3, x2)),
          OF(xlogy, xlogy(x3, x2)),
          OF(xlog1py, xlog1py(x3, x2)),
          OF(truncatedNormal, random::truncatedNormal(key, x3, x2)),
          OF(weibullMin, random::weibullMin(key, x3, x2)),
          OF(beta, random::beta(key, x3, x2)),
          OF(f, random::f(key, x3, x2)),
          OF(binomial, random::binomial(key, x3, x2)),
          OF(doubleSidedMaxwell, random::doubleSidedMaxwell(key, x3, x2))
      },
      " shapes do not broadcast. Received f32[3] and f32[2]. (here)");
}
TEST(EveryFunction, TakesFloats) {
  expectAll(
      {
          OF(floor, floor(c3)),
          OF(ceil, ceil(c3)),
          OF(relu, relu(c3)),
          OF(relu6, relu6(c3)),
          OF(leakyRelu, leakyRelu(c3)),
          OF(elu, elu(c3)),
          OF(celu, celu(c3)),
          OF(selu, selu(c3)),
          OF(gelu, gelu(c3)),
          OF(silu, silu(c3)),
          OF(swish, swish(c3)),
          OF(mish, mish(c3)),
          OF(logSigmoid, logSigmoid(c3)),
          OF(softSign, softSign(c3)),
          OF(squareplus, squareplus(c3)),
          OF(hardTanh, hardTanh(c3)),
          OF(hardSigmoid, hardSigmoid(c3)),
          OF(hardSilu, hardSilu(c3)),
          OF(signbit, signbit(c3)),
          OF(deg2rad, deg2rad(c3)),
          OF(rad2deg, rad2deg(c3)),
          OF(modf, modf(c3)),
          OF(digamma, digamma(c3)),
          OF(lgamma, lgamma(c3)),
          OF(i0, i0(c3)),
          OF(i1, i1(c3)),
          OF(besselI0e, besselI0e(c3)),
          OF(besselI1e, besselI1e(c3)),
          OF(erf, erf(c3)),
          OF(erfc, erfc(c3)),
          OF(erfInv, erfInv(c3)),
          OF(ndtr, ndtr(c3)),
          OF(ndtri, ndtri(c3)),
          OF(logNdtr, logNdtr(c3)),
          OF(logit, logit(c3)),
          OF(entr, entr(c3))
      },
      " takes floats. Received c64[3]. (here)");
}
TEST(EveryFunction, IsSquare) {
  expectAll(
      {
          OF(cholesky, cholesky(x23)),
          OF(slogdet, slogdet(x23)),
          OF(det, det(x23)),
          OF(inv, inv(x23)),
          OF(choSolve, choSolve(x23, x3)),
          OF(eigh, eigh(x23)),
          OF(eigvalsh, eigvalsh(x23)),
          OF(eig, eig(x23)), OF(eigvals, eigvals(x23)),
          OF(matrixPower, matrixPower(x23, 2)),
          OF(expm, expm(x23)), OF(sqrtm, sqrtm(x23)),
          OF(hessenberg, hessenberg(x23)), OF(schur, schur(x23)),
          OF(tridiagonal, tridiagonal(x23))
      },
      " the last two axes must have one size. Received f32[2,3]. (here)");
}
TEST(EveryFunction, IsAMatrix) {
  expectAll(
      {
          OF(luFactor, luFactor(x3)),
          OF(lu, lu(x3)),
          OF(qr, qr(x3)), OF(pivotedQr, pivotedQr(x3)),
          OF(svd, svd(x3)), OF(svdvals, svdvals(x3)),
          OF(pinv, pinv(x3)),
          OF(lstsq, lstsq(x3, x3)),
          OF(matrixRank, matrixRank(x3)),
          OF(conditionNumber, conditionNumber(x3)),
          OF(matrixNorm, matrixNorm(x3))
      },
      " a matrix must have two axes at least. Received f32[3]. (here)");
}
TEST(EveryFunction, IsNotNegative) {
  expectAll(
      {
          OF(full, full({-1}, 1.f)),
          OF(indices, indices({-1})),
          OF(unique, unique(x3, -1)),
          OF(permutation, random::permutation(key, -1)),
          OF(exponential, random::exponential(key, {-1})),
          OF(gumbel, random::gumbel(key, {-1})),
          OF(laplace, random::laplace(key, {-1})),
          OF(logistic, random::logistic(key, {-1})),
          OF(cauchy, random::cauchy(key, {-1})),
          OF(maxwell, random::maxwell(key, {-1}))
      },
      " sizes must not be negative. Received (-1,). (here)");
}
TEST(EveryFunction, FitsTheShape) {
  expectAll(
      {
          OF(lognormal, random::lognormal(key, x3, Shape{2})),
          OF(bernoulli, random::bernoulli(key, x3, Shape{2})),
          OF(pareto, random::pareto(key, x3, Shape{2})),
          OF(rayleigh, random::rayleigh(key, x3, Shape{2})),
          OF(wald, random::wald(key, x3, Shape{2})),
          OF(gamma, random::gamma(key, x3, Shape{2})),
          OF(loggamma, random::loggamma(key, x3, Shape{2})),
          OF(chisquare, random::chisquare(key, x3, Shape{2})),
          OF(t, random::t(key, x3, Shape{2})),
          OF(generalizedNormal, random::generalizedNormal(key, x3, Shape{2}))
      },
      " the parameters must broadcast to the shape. Received f32[3] and "
      "shape (2,). (here)");
}
TEST(EveryFunction, SaysWhatItTakes) {
  const std::vector<Refusal> all = {
      CALL(rem(c3, c3),
           "[rem] takes integers and floats. Received c64[3] and c64[3]. "
           "(here)"),
      CALL(round(c3),
           "[round] takes integers and floats. Received c64[3]. (here)"),
      CALL(roundAway(c3),
           "[roundAway] takes integers and floats. Received c64[3]. (here)"),
      CALL(clz(x3),
           "[clz] takes integers. Received f32[3]. (here)"),
      CALL(populationCount(x3),
           "[populationCount] takes integers. Received f32[3]. (here)"),
      CALL(glu(x3),
           "[glu] the axis must have an even size. Received f32[3]. (here)"),
      CALL(isPosInf(c3),
           "[isPosInf] takes bools, integers and floats. Received c64[3]. "
           "(here)"),
      CALL(isNegInf(c3),
           "[isNegInf] takes bools, integers and floats. Received c64[3]. "
           "(here)"),
      CALL(ldexp(x3, x3),
           "[ldexp] takes bools and integers. Received f32[3]. (here)"),
      CALL(trunc(c3),
           "[trunc] takes integers and floats. Received c64[3]. (here)"),
      CALL(lcm(x3, x3),
           "[lcm] takes integers. Received f32[3] and f32[3]. (here)"),
      CALL(polygamma(c3, x3),
           "[polygamma] takes floats. Received c64[3] and f32[3]. (here)"),
      CALL(betainc(x3, x2, x3),
           "[betainc] shapes do not broadcast. Received f32[3], f32[2] and "
           "f32[3]. (here)"),
      CALL(corrcoef(x222),
           "[corrcoef] takes an array of one or two axes. Received "
           "f32[2,2,2]. (here)"),
      CALL(cov(x222),
           "[cov] takes an array of one or two axes. Received f32[2,2,2]. "
           "(here)"),
      CALL(tril(x3),
           "[tril] needs two axes. Received f32[3]. (here)"),
      CALL(triu(x3),
           "[triu] needs two axes. Received f32[3]. (here)"),
      CALL(hstack({}),
           "[hstack] needs at least one array. Received none. (here)"),
      CALL(vstack({}),
           "[vstack] needs at least one array. Received none. (here)"),
      CALL(dstack({}),
           "[dstack] needs at least one array. Received none. (here)"),
      CALL(columnStack({}),
           "[columnStack] needs at least one array. Received none. (here)"),
      CALL((stack({x3, x2})),
           "[stack] shapes must be alike. Received f32[3] and f32[2]. (here)"),
      CALL(block({}),
           "[block] needs at least one row. Received none. (here)"),
      CALL(append(x23, x3, 0),
           "[append] sizes must agree on all axes but 0. Received f32[2,3] "
           "and f32[3]. (here)"),
      CALL(arraySplit(x3, 0),
           "[arraySplit] there must be at least one section. Received 0. "
           "(here)"),
      CALL(hsplit(x3, 2),
           "[hsplit] the sections must be equal. Received f32[3] and 2 "
           "sections. (here) Hint: arraySplit takes any number."),
      CALL(vsplit(x3, 2),
           "[vsplit] the sections must be equal. Received f32[3] and 2 "
           "sections. (here) Hint: arraySplit takes any number."),
      CALL(dsplit(x23, 1),
           "[dsplit] needs at least 3 axes. Received f32[2,3]. (here)"),
      CALL(fullLike(x3, x2),
           "[fullLike] the shape is not one that the array broadcasts to. "
           "Received f32[2] and shape (3,). (here)"),
      CALL(eye(-1),
           "[eye] sizes must not be negative. Received (-1, -1). (here)"),
      CALL(logspace(0.f, x2, -1),
           "[logspace] sizes must not be negative. Received (-1, 2). (here)"),
      CALL(logspace(0.f, 1.f, 3, true, x2),
           "[logspace] the base must be a scalar. Received f32[2]. (here)"),
      CALL(geomspace(1.f, x2, -1),
           "[geomspace] sizes must not be negative. Received (-1, 2). "
           "(here)"),
      CALL(linspace(0.f, x2, -1),
           "[linspace] sizes must not be negative. Received (-1, 2). (here)"),
      CALL(linspace(x3, x2),
           "[linspace] shapes do not broadcast. Received f32[3] and f32[2]. "
           "(here)"),
      CALL(tri(-1),
           "[tri] sizes must not be negative. Received (-1, -1). (here)"),
      CALL(vander(x23),
           "[vander] takes an array of one axis. Received f32[2,3]. (here)"),
      CALL(trapezoidAt(x3, x2),
           "[trapezoidAt] the places must have the shape of y, or of its "
           "axis. Received f32[3] and f32[2]. (here)"),
      CALL(correlate(x23, x3),
           "[correlate] takes arrays of one axis, not empty. Received "
           "f32[2,3] and f32[3]. (here)"),
      CALL(polyadd(x23, x3),
           "[polyadd] coefficients are an array of one axis. Received "
           "f32[2,3]. (here)"),
      CALL(polymul(x23, x3),
           "[polymul] coefficients are an array of one axis. Received "
           "f32[2,3]. (here)"),
      CALL(polyder(x3, -1),
           "[polyder] m must not be negative. Received -1. (here)"),
      CALL(polyint(x3, -1),
           "[polyint] m must not be negative. Received -1. (here)"),
      CALL(polyfit(x3, x2, 1),
           "[polyfit] x must have one axis that is not empty, y as many "
           "values on its first of at most two axes. Received f32[3] and "
           "f32[2]. (here)"),
      CALL(polyfit(x3, x3, -1),
           "[polyfit] the degree must not be negative. Received -1. (here)"),
      CALL(polyfit(x3, x3, 1, x2),
           "[polyfit] weights must have the shape of x. Received f32[3] and "
           "f32[2]. (here)"),
      CALL(select({x3}, {x3}),
           "[select] takes bools. Received f32[3]. (here)"),
      CALL((select({b3}, {x3, x3})),
           "[select] there must be a choice for each condition. Received 1 "
           "conditions and 2 choices. (here)"),
      CALL(select({b3}, {x2}),
           "[select] shapes do not broadcast. Received bool[3], f32[2] and "
           "f32[]. (here)"),
      CALL(piecewise(x3, {x3}, {}),
           "[piecewise] takes bools. Received f32[3]. (here)"),
      CALL(piecewise(x3, {b3}, {}),
           "[piecewise] there must be a function for each condition, and at "
           "most one more. Received 1 conditions and 0 functions. (here)"),
      CALL(digitize(x3, x23),
           "[digitize] takes an array of one axis. Received f32[2,3]. (here)"),
      CALL(histogram(x3, 0),
           "[histogram] needs at least one bin. Received 0 bins. (here) "
           "Hint: give the edges."),
      CALL(histogram(x3, 2, std::pair(1., 0.)),
           "[histogram] the range must be finite and not descend. Received "
           "1.000000 to 0.000000. (here)"),
      CALL(searchsorted(x23, x3),
           "[searchsorted] takes an array of one axis. Received f32[2,3]. "
           "(here)"),
      CALL(inner(x3, x2),
           "[inner] axes 0 and 0, which are contracted, must have one size. "
           "Received f32[3] and f32[2]. (here)"),
      CALL(matmul(x3, x2),
           "[matmul] the last axis of the first must be as long as the "
           "second. Received f32[3] and f32[2]. (here)"),
      CALL(dot(x3, x2),
           "[dot] axes 0 and 0, which are contracted, must have one size. "
           "Received f32[3] and f32[2]. (here)"),
      CALL(vdot(x3, x2),
           "[vdot] both operands must have as many elements. Received f32[3] "
           "and f32[2]. (here)"),
      CALL(tensordot(x3, x2, 1),
           "[tensordot] axes 0 and 0, which are contracted, must have one "
           "size. Received f32[3] and f32[2]. (here)"),
      CALL((einsumPath("ij,jk", {{2, 3}})),
           "[einsumPath] there must be a term for each of 1 operands. "
           "Received \"ij,jk\" of shapes (2, 3). (here)"),
      CALL(convTranspose(x23, x3, {1}),
           "[convTranspose] both operands must have as many axes, two or "
           "more. Received f32[2,3] and f32[3]. (here) Hint: a batch and "
           "features, output and input features, and space."),
      CALL(dynamicSliceInDim(x3, 0, 4),
           "[dynamicSliceInDim] sizes must be at least 0 and at most the "
           "axis. Received f32[3] and sizes (4,). (here)"),
      CALL(dynamicUpdateSliceInDim(x3, x23, 0),
           "[dynamicUpdateSliceInDim] the update must have the array's rank "
           "and no larger axis. Received f32[3] and f32[2,3]. (here)"),
      CALL(indexInDim(x3, 3, 0),
           "[indexInDim] index 3 is out of range on axis 0. Received f32[3]. "
           "(here)"),
      CALL(scatter(x3, x3, x3, {}),
           "[scatter] indices must be integers. Received f32[3]. (here) "
           "Hint: convert them with astype."),
      CALL(scatterMin(x3, x3, x3, {}),
           "[scatterMin] indices must be integers. Received f32[3]. (here) "
           "Hint: convert them with astype."),
      CALL(scatterMax(x3, x3, x3, {}),
           "[scatterMax] indices must be integers. Received f32[3]. (here) "
           "Hint: convert them with astype."),
      CALL(scatterAdd(x3, x3, x3, {}),
           "[scatterAdd] indices must be integers. Received f32[3]. (here) "
           "Hint: convert them with astype."),
      CALL(scatterMul(x3, x3, x3, {}),
           "[scatterMul] indices must be integers. Received f32[3]. (here) "
           "Hint: convert them with astype."),
      CALL((reduceWindowSum(x3, {{2, 2}})),
           "[reduceWindowSum] the window must have one size per axis. "
           "Received f32[3] and window (2, 2). (here) Hint: 1 along axes "
           "that it does not move over."),
      CALL((reduceWindowMax(x3, {{2, 2}})),
           "[reduceWindowMax] the window must have one size per axis. "
           "Received f32[3] and window (2, 2). (here) Hint: 1 along axes "
           "that it does not move over."),
      CALL((reduceWindowMin(x3, {{2, 2}})),
           "[reduceWindowMin] the window must have one size per axis. "
           "Received f32[3] and window (2, 2). (here) Hint: 1 along axes "
           "that it does not move over."),
      CALL((reduceWindowProd(x3, {{2, 2}})),
           "[reduceWindowProd] the window must have one size per axis. "
           "Received f32[3] and window (2, 2). (here) Hint: 1 along axes "
           "that it does not move over."),
      CALL(reduceWindowAnd(x3, {{2}}),
           "[reduceWindowAnd] takes bools and integers. Received f32[3]. "
           "(here)"),
      CALL(reduceWindowOr(x3, {{2}}),
           "[reduceWindowOr] takes bools and integers. Received f32[3]. "
           "(here)"),
      CALL(selectAndGatherAdd(x3, x2, {{2}}),
           "[selectAndGatherAdd] the first operand must have shape (2,). "
           "Received f32[3] and f32[2]. (here)"),
      CALL(selectAndScatterAdd(x3, x2, {{2}}),
           "[selectAndScatterAdd] the first operand must have shape (1,). "
           "Received f32[3] and f32[2]. (here)"),
      CALL(solve(x22, x3),
           "[solve] b must have as many rows as a. Received f32[2,2] and "
           "f32[3]. (here)"),
      CALL(fft(x3, 0),
           "[fft] there must be at least 1 element to transform. Received "
           "f32[3] and size 0. (here)"),
      CALL(ifft(x3, 0),
           "[ifft] there must be at least 1 element to transform. Received "
           "f32[3] and size 0. (here)"),
      CALL(rfft(c3),
           "[rfft] takes real numbers. Received c64[3]. (here) Hint: use fft."),
      CALL(irfft(x3, 0),
           "[irfft] there must be at least 1 element to transform. Received "
           "f32[3] and size 0. (here)"),
      CALL(hfft(x3, 0),
           "[hfft] there must be at least 1 element to transform. Received "
           "f32[3] and size 0. (here)"),
      CALL(ihfft(c3),
           "[ihfft] takes real numbers. Received c64[3]. (here) Hint: use "
           "fft."),
      CALL(rfftn(c3),
           "[rfftn] takes real numbers. Received c64[3]. (here) Hint: use "
           "fft."),
      CALL(fft2(x3),
           "[fft2] axis -2 is out of range. Received f32[3]. (here) Hint: "
           "axes are -1 to 0."),
      CALL(ifft2(x3),
           "[ifft2] axis -2 is out of range. Received f32[3]. (here) Hint: "
           "axes are -1 to 0."),
      CALL(rfft2(x3),
           "[rfft2] axis -2 is out of range. Received f32[3]. (here) Hint: "
           "axes are -1 to 0."),
      CALL(irfft2(x3),
           "[irfft2] axis -2 is out of range. Received f32[3]. (here) Hint: "
           "axes are -1 to 0."),
      CALL(fftfreq(0),
           "[fftfreq] there must be at least 1 sample. Received 0. (here)"),
      CALL(rfftfreq(0),
           "[rfftfreq] there must be at least 1 sample. Received 0. (here)"),
      CALL(random::split(x3),
           "[split] a key must be u32[2]. Received f32[3]. (here) Hint: make "
           "it with random::key."),
      CALL(random::foldIn(key, x3),
           "[foldIn] the number must be a scalar. Received f32[3]. (here)"),
      CALL(random::bits(key, {2}, Dtype::F32),
           "[bits] makes u8, u16, u32 and u64. Received f32. (here)"),
      CALL(random::uniform(key, {2}, 0.f, 1.f, Dtype::I32),
           "[uniform] makes floats of at least 16 bits. Received i32. (here)"),
      CALL(random::normal(key, {2}, Dtype::I32),
           "[normal] makes floats of at least 16 bits. Received i32. (here)"),
      CALL(random::rademacher(key, {2}, Dtype::U8),
           "[rademacher] makes signed numbers. Received u8. (here)"),
      CALL(random::randint(key, {2}, 0, 9, Dtype::F32),
           "[randint] makes integers of 8 to 64 bits. Received f32. (here)"),
      CALL(random::geometric(key, 0.5f, {}, Dtype::F32),
           "[geometric] makes integers. Received f32. (here)"),
      CALL(random::choice(key, 0, {2}),
           "[choice] there is nothing to choose from. Received 0. (here)"),
      CALL(random::triangular(key, x3, x2, 1.f),
           "[triangular] shapes do not broadcast. Received f32[3], f32[2] "
           "and f32[]. (here)"),
      CALL(random::dirichlet(key, 1.f),
           "[dirichlet] alpha must have an axis. Received f32[]. (here)"),
      CALL(random::poisson(key, 1.f, {}, Dtype::F32),
           "[poisson] makes integers. Received f32. (here)"),
      CALL(random::multinomial(key, 3.f, 1.f),
           "[multinomial] p must have an axis of categories. Received f32[]. "
           "(here)"),
      CALL(random::multivariateNormal(key, x3, x22),
           "[multivariateNormal] the mean must be (..., n) and the "
           "covariance (..., n, n). Received f32[3] and f32[2,2]. (here)"),
      CALL(random::multivariateNormal(key, x2, x22, Shape{2}, Dtype::I32),
           "[multivariateNormal] makes floats of at least 16 bits. Received "
           "i32. (here)"),
      CALL(random::ball(key, 2, x2),
           "[ball] p must be a scalar. Received f32[2]. (here)"),
      CALL(random::orthogonal(key, -1),
           "[orthogonal] sizes must not be negative. Received (-1, -1). "
           "(here)"),
      CALL(pmax(x3, "i"),
           "[pmax] no vmap around the call has this axis name. Received "
           "\"i\". (here) Hint: vmap(f, {.axisName = \"i\"})."),
      CALL(pmin(x3, "i"),
           "[pmin] no vmap around the call has this axis name. Received "
           "\"i\". (here) Hint: vmap(f, {.axisName = \"i\"})."),
      CALL(allGather(x3, "i"),
           "[allGather] no vmap around the call has this axis name. Received "
           "\"i\". (here) Hint: vmap(f, {.axisName = \"i\"})."),
  };
  for (const Refusal &r : all)
    expect(r, r.message);
}
} // namespace

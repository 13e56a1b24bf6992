// Models with something hidden, filters, chance.
#include "Case.h"

#include <cmath>

using namespace weft;
using namespace weft::test;
using idx::at, idx::none;

namespace {
/// The most likely path, backwards from where it most likely ends.
std::pair<Array, Array> viterbi(const Array &moves, const Array &scores) {
  auto forward = [&](const Array &s, const Array &e) {
    Array all = expandDims(s, 1) + moves;
    return std::pair{max(all, 0) + e, argmax(all, 0)};
  };
  auto [last, from] =
      scan(forward, scores[0], scores[idx::slice(1, none)]);
  auto back = [](const Array &state, const Array &from) {
    Array before = from[state];
    return std::pair{before, before};
  };
  auto [first, path] = scan(back, argmax(last), from, {.reverse = true});
  return {max(last), path};
}

struct Hmm {
  Array prior, moves, means;
};
/// The forward algorithm in logarithms; states emit normal numbers.
std::pair<Array, Array> hmm(const Hmm &model, const Array &x) {
  Array moves = logSoftmax(model.moves);
  Array emitted = -0.5 * square(expandDims(x, 1) - model.means) -
                  0.5 * std::log(2 * M_PI);
  auto step = [&](const Array &s, const Array &e) {
    Array next = logsumexp(expandDims(s, 1) + moves, 0) + e;
    return std::pair{next, next};
  };
  auto [last, all] = scan(step, logSoftmax(model.prior) + emitted[0],
                          emitted[idx::slice(1, none)]);
  return {logsumexp(last), all};
}

struct Belief {
  Array mean, covariance, logLikelihood;
};
/// A place and its velocity, of which the place is measured.
std::pair<Array, Array> kalman(const Array &f, const Array &q, const Array &r,
                               const Array &measured) {
  Array h{{1.f, 0.f}};
  auto step = [&](const Belief &b, const Array &z) {
    Array x = matmul(f, b.mean);
    Array p = matmul(matmul(f, b.covariance), transpose(f)) + diag(q);
    Array e = z - matmul(h, x);
    Array s = matmul(matmul(h, p), transpose(h)) + diag(r);
    Array gain = matmul(p, transpose(h)) / s;
    Array s0 = s[at(0, 0)];
    Array log = -0.5 * (vdot(e, e) / s0 + weft::log(2 * M_PI * s0));
    Belief next{x + matmul(gain, e), p - matmul(matmul(gain, h), p),
                b.logLikelihood + log};
    return std::pair{next, next.mean};
  };
  auto [last, means] =
      scan(step, Belief{zeros({2}), eye(2), zeros({})}, measured);
  return {last.logLikelihood, means};
}

/// The price of an Asian option and how it depends on the share's price and
/// its volatility.
auto asianOption(const Array &key, const Array &share, const Array &strike,
                 const Array &volatility) {
  constexpr double rate = 0.02, dt = 1.0 / 8;
  auto price = [&](const Array &share, const Array &sigma) {
    Array drift = (rate - square(sigma) / 2) * dt;
    Array steps =
        drift + sigma * std::sqrt(dt) * random::normal(key, {256, 8});
    Array path = share * exp(cumsum(steps, 1));
    return std::exp(-rate) * mean(maximum(mean(path, 1) - strike, 0));
  };
  return valueAndGrad<0, 1>(price)(share, volatility);
}

auto logsumexpGradient(const Array &x) {
  auto total = [](const Array &x) { return sum(logsumexp(x, 1)); };
  return std::pair{logsumexp(x, 1), grad(total)(x)};
}

/// A random walk whose steps are accepted or not.
std::pair<Array, Array> metropolis(const Array &key, const Array &mu,
                                   const Array &width) {
  auto energy = [&](const Array &x) { return 0.5 * sum(square(x - mu)); };
  auto step = [&](const Array &x, const Array &key) {
    auto [forStep, forChoice] = random::split<2>(key);
    Array to = x + width * random::normal(forStep, {2});
    Array accept =
        random::uniform(forChoice, {}) < exp(energy(x) - energy(to));
    Array next = where(accept, to, x);
    return std::pair{next, std::pair{next, accept}};
  };
  auto [last, walk] = scan(step, zeros({2}), random::split(key, 40));
  return {mean(walk.first, 0), sum(walk.second)};
}

TEST(Statistics, Viterbi) { matchesJax("viterbi", viterbi); }
TEST(Statistics, HiddenMarkov) { matchesJax("hmm", hmm); }
TEST(Statistics, Kalman) { matchesJax("kalman", kalman); }
TEST(Statistics, AsianOption) {
  matchesJax("monte_carlo_asian_option", asianOption);
}
TEST(Statistics, LogSumExp) {
  matchesJax("logsumexp_grad", logsumexpGradient);
}
TEST(Statistics, Metropolis) { matchesJax("metropolis", metropolis); }
} // namespace

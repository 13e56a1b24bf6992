// Derivatives inside of what is differentiated: saddle finds a minimum of
// maxima, particle steers a charge whose path takes gradients. Each search is
// a loop with a test; forward mode goes through it as it is, for reverse mode
// it gets a bound that it does not reach.
#include "Tool.h"

#include <limits>

using namespace weft;
using namespace gradbench;

namespace {
enum Mode { Forward, Reverse };

/// The gradient of a scalar function of a vector.
template <class F> Array slope(F f, const Array &x, Mode mode) {
  return mode == Forward ? jacfwd(f)(x) : grad(f)(x);
}

/// Steps until `done` holds of the state. `reverse`: so that reverse mode can
/// go through, at most `bound` times; the state is done then, or its numbers
/// are not to be used.
template <class Done, class Step, class State>
State repeat(Done done, Step step, const State &start, Mode through,
             int64_t bound) {
  if (through == Forward)
    return whileLoop([&](const State &s) { return !done(s); }, step, start);
  auto next = [&](const State &s, std::tuple<>) {
    State moved = cond(
        done(s), [](const State &s) { return s; }, step, s);
    return std::pair{moved, std::tuple<>()};
  };
  return scan(next, start, std::tuple<>(), {.length = bound}).first;
}

/// A search along the gradient: the steps grow after ten that went well, and
/// are halved after one that did not.
struct Descent {
  Array x, value, gradient, size, good, done;
};
/// Where f is least, from `start`. `inside` is the mode of f's gradient,
/// `through` the mode in which the search itself will be differentiated.
template <class F>
Array argmin(F f, const Array &start, Mode inside, Mode through) {
  auto accepted = [&](const Descent &s, const Array &x, const Array &value) {
    return Descent{x,      value,      slope(f, x, inside),
                   s.size, s.good + 1, s.done};
  };
  auto attempt = [&](const Descent &s) {
    Array x = s.x - s.size * s.gradient, value = f(x);
    Descent stays = s, halved = s;
    stays.done = Array(true);
    halved.size = s.size / 2;
    halved.good = zerosLike(s.good);
    // Roots of 0 have no derivative: the square is compared.
    return cond(
        sum(square(x - s.x)) <= 1e-10, [=] { return stays; },
        [&] {
          return cond(
              value < s.value, [&] { return accepted(s, x, value); },
              [=] { return halved; });
        });
  };
  auto step = [&](const Descent &s) {
    Descent done = s, grown = s;
    done.done = Array(true);
    grown.size = s.size * 2;
    grown.good = zerosLike(s.good);
    return cond(
        sum(square(s.gradient)) <= 1e-10, [=] { return done; },
        [&] {
          return cond(
              s.good == 10, [=] { return grown; },
              [&] { return attempt(s); });
        });
  };
  Descent s{start,
            f(start),
            slope(f, start, inside),
            scalar<double>(1e-5),
            scalar<int32_t>(0),
            Array(false)};
  s = repeat([](const Descent &s) { return s.done; }, step, s, through, 2048);
  return where(s.done, s.x, std::numeric_limits<double>::quiet_NaN());
}

/// A module of four functions: the mode outside, then the mode inside.
template <class F> Module inFourModes(F evaluation) {
  Module out;
  for (auto [a, outer] : {std::pair{'f', Forward}, {'r', Reverse}})
    for (auto [b, inner] : {std::pair{'f', Forward}, {'r', Reverse}})
      out[{a, b}] = [=, outer = outer, inner = inner](const Json &in) {
        return evaluation(in, outer, inner);
      };
  return out;
}
} // namespace

//===-- saddle ------------------------------------------------------------===//
Module gradbench::saddle() {
  auto find = [](const Array &start, Mode outer, Mode inner) {
    auto f = [](const Array &p, const Array &q) -> Array {
      return sum(square(p)) - sum(square(q));
    };
    auto negative = [=](const Array &p) {
      return [=](const Array &q) -> Array { return -f(p, q); };
    };
    auto greatest = [=](const Array &p) {
      return f(p, argmin(negative(p), start, inner, outer));
    };
    Array p = argmin(greatest, start, outer, Forward);
    return concatenate({p, argmin(negative(p), start, inner, Forward)});
  };
  return inFourModes([=](const Json &in, Mode outer, Mode inner) {
    return prepare(
        [=](const Array &s) { return find(s, outer, inner); }, numbers,
        vector(in.at("start")));
  });
}

//===-- particle ----------------------------------------------------------===//
namespace {
struct Motion {
  Array x, v, landed;
};
/// The square of where the charge crosses the axis, by Euler's method.
Array landing(const Array &w, Mode outer, Mode inner) {
  const double dt = 0.1;
  auto potential = [&](const Array &x) -> Array {
    auto near = [&](const Array &charge) -> Array {
      return 1 / sqrt(sum(square(x - charge)));
    };
    Array upper = concatenate({full({1}, scalar<double>(10)), 10 - w});
    return near(upper) + near(array(Numbers{10, 0}));
  };
  auto step = [&](const Motion &m) {
    Array force = -slope(potential, m.x, inner);
    Array x = m.x + dt * m.v, landed = take(x, 1) <= 0;
    return Motion{x, where(landed, m.v, m.v + dt * force), landed};
  };
  Motion m{array(Numbers{0, 8}), array(Numbers{0.75, 0}), Array(false)};
  m = repeat([](const Motion &m) { return m.landed; }, step, m, outer, 2048);
  Array left = -take(m.x, 1) / take(m.v, 1);
  Array at = square(take(m.x, 0) + left * take(m.v, 0));
  return where(m.landed, at, std::numeric_limits<double>::quiet_NaN());
}
} // namespace

Module gradbench::particle() {
  return inFourModes([](const Json &in, Mode outer, Mode inner) {
    auto steer = [=](const Array &w) {
      auto f = [&](const Array &w) { return landing(w, outer, inner); };
      return take(argmin(f, w, outer, Forward), 0);
    };
    return prepare(steer, number, array(Numbers{in.at("w").get<double>()}));
  });
}

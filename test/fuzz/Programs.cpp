// See Programs.h.
#include "Programs.h"
using namespace weft;
using namespace weft::test;

static uint64_t mix(uint64_t x) { // splitmix64
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// Where a function of the program stands while it is made.
struct Program::State {
  const Program &program;
  uint64_t id, random;
  int depth;
  Scope scope;

  uint64_t next(uint64_t n) { return (random = mix(random)) % n; }
  const Array &pick() { // the latest more often than the rest
    return next(2) ? scope.back() : scope[next(scope.size())];
  }
  /// A function of its own, which uses all that is in scope here.
  VectorFn inner(uint64_t tag) {
    return [p = &program, id = mix(id + 31 * tag + random), d = depth - 1,
            scope = scope](const Array &x) {
      Scope s = scope;
      s.push_back(x);
      return p->make(id, d, s);
    };
  }
};

Array Program::of(const std::vector<double> &values, const Shape &shape) const {
  return astype(array<double>(values, shape), dtype);
}
Array Program::operator()(const Array &x) const {
  return sum(make(1, depth, {x}));
}

Array Program::make(uint64_t id, int depth, Scope scope) const {
  State s{*this, id, mix(id ^ mix(seed)), depth, std::move(scope)};
  uint64_t steps = 2 + s.next(3);
  for (uint64_t i = 0; i < steps; ++i) {
    Array x = s.pick(), y = s.pick(), r;
    uint64_t kind = s.next(depth > 0 ? 8 : 3);
    if (kind < 2)
      r = plain(s, x, y);
    else if (kind < 3)
      r = parts(s, x, y);
    else if (kind < 5)
      r = transformed(s, x, y);
    else if (kind < 6)
      r = mapped(s, x, y);
    else if (kind < 7)
      r = controlled(s, x, y);
    else
      r = looped(s, x, y);
    s.scope.push_back(sin(r)); // bounded
  }
  return s.scope.back() * s.pick();
}

//===-- Operations --------------------------------------------------------===//
Array Program::plain(State &s, const Array &x, const Array &y) const {
  switch (s.next(isSmooth() ? 10 : 13)) {
  case 0:
    return x + y;
  case 1:
    return x * y;
  case 2:
    return sin(x) - cos(y);
  case 3:
    return exp(sin(x)) * 0.5;
  case 4:
    return x * (sum(y) * 0.3);
  case 5:
    return -tanh(x);
  case 6:
    return x / (1.5 + y * y);
  case 7:
    return log1p(x * x) + sqrt(1.0 + y * y);
  case 8:
    return logistic(x) * power(y, 3);
  case 9:
    return atan2(x, 2.0 + cos(y));
  case 10: // from here on not smooth
    return x * stopGradient(y);
  case 11:
    return where(x < y, sin(x), y * y);
  default:
    return maximum(x, y) + astype(astype(x * 3.0, Dtype::I32), dtype) * y;
  }
}

Array Program::parts(State &s, const Array &x, const Array &y) const {
  switch (s.next(7)) {
  case 0:
    return matmul(of({.3, -.2, .5, .1, .4, -.6, .7, .2, -.3}, {3, 3}), x);
  case 1: {
    Array m = outer(x, y);
    return matmul(transpose(m), x) + sum(m, 1);
  }
  case 2:
    return concatenate({slice(x, {1}, {3}), slice(y, {0}, {1})});
  case 3: // 0 0 a 0 b 0 c cut to the middle
    return slice(pad(x, {2}, {-1}, {1}, sum(y)), {1}, {6}, {2});
  case 4:
    return flip(x) * prod(y * 0.5 + 1.0);
  case 5:
    return softmax(x) * mean(y);
  default: {
    Array both = stack({x, y, x * y});
    return sum(both, 0) + tensordot(both, both, {0, 1}, {0, 1}) * 0.1;
  }
  }
}

//===-- Transforms --------------------------------------------------------===//
Array Program::transformed(State &s, const Array &x, const Array &y) const {
  VectorFn f = s.inner(1);
  switch (s.next(hasCustom() ? 5 : 7)) {
  case 0:
    return grad([f](Array a) -> Array { return sum(sin(f(a))); })(x);
  case 1:
    return vjp(f, x).second(y);
  case 2:
    return jit(f)(x);
  case 3:
    return checkpoint(f)(x);
  case 4:
    return hasCustom() ? custom(x, y) : jit(checkpoint(f))(y);
  case 5:
    return jvp(f, x, y).second;
  default:
    return linearize(f, x).second(y);
  }
}

/// sin(x y) with a rule of its own, which is the true one.
Array Program::custom(const Array &x, const Array &y) const {
  auto value = [](Array a, Array b) -> Array { return sin(a * b); };
  auto f = customVjp(
      value,
      [=](Array a, Array b) {
        return std::pair{value(a, b), std::pair{a, b}};
      },
      [](std::pair<Array, Array> r, Array ct) {
        Array c = ct * cos(r.first * r.second);
        return std::tuple{Array(c * r.second), Array(c * r.first)};
      });
  return f(x, y);
}

Array Program::mapped(State &s, const Array &x, const Array &y) const {
  Array rows = of({.5, -1, .3, 1.2, .7, -.4}, {2, 3});
  Array m = broadcastTo(x, {2, 3}) * rows;
  VectorFn f = s.inner(2), g = s.inner(3);
  switch (s.next(4)) {
  case 0:
    return sum(vmap(f)(m), 0);
  case 1: { // a pullback of this level
    auto [v, pull] = vjp(f, x);
    return sum(vmap(pull)(m), 0) + v;
  }
  case 2: { // one operand is not mapped, the other along its last axis
    auto both = [f](Array a, Array b) -> Array { return f(a) * b; };
    VmapOptions options{.in = {std::nullopt, -1}, .out = 1};
    return sum(vmap(both, options)(y, transpose(m)), 1);
  }
  default: // in one another
    return sum(vmap([f, g, m](Array a) -> Array {
                 return f(a) + sum(vmap(g)(m * a), 0);
               })(m),
               0);
  }
}

//===-- Control flow ------------------------------------------------------===//
Array Program::controlled(State &s, const Array &x, const Array &y) const {
  double threshold = isSmooth() ? 50 : 0.1;
  VectorFn f = s.inner(4), g = s.inner(5);
  if (s.next(2))
    return cond(sum(x) < threshold, f, g, x);
  auto mappedCond = [=](Array a) -> Array {
    return cond(sum(a) < threshold, f, g, a);
  };
  return sum(vmap(mappedCond)(stack({x, y})), 0);
}

Array Program::looped(State &s, const Array &x, const Array &y) const {
  Array rows = of({.5, -1, .3, 1.2, .7, -.4}, {2, 3});
  Array m = broadcastTo(x, {2, 3}) * rows;
  VectorFn f = s.inner(6), g = s.inner(7);
  ScanOptions options{.reverse = s.next(2) == 1};
  using Carry = std::tuple<Array, Array, Array>;
  auto step = [f, g, this](Carry c, Array row) {
    auto [a, b, n] = c;
    Array weight = astype(n, dtype) * 0.5;
    return std::pair{Carry{sin(f(a)) * weight, b + row, n + 1}, g(a * row)};
  };
  auto [last, ys] = scan(step, Carry{x, y, scalar<int32_t>(1)}, m, options);
  return std::get<0>(last) + std::get<1>(last) + sum(ys * ys, 0);
}

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
    uint64_t kind = s.next(depth > 0 ? (generation > 1 ? 12 : 8) : 3);
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
    else if (kind < 8)
      r = looped(s, x, y);
    else if (kind < 9)
      r = switched(s, x, y);
    else if (kind < 10)
      r = iterated(s, x, y);
    else if (kind < 11)
      r = implicit(s, x, y);
    else
      r = ruled(s, x, y);
    s.scope.push_back(sin(r)); // bounded
  }
  return s.scope.back() * s.pick();
}

//===-- Operations --------------------------------------------------------===//
Array Program::plain(State &s, const Array &x, const Array &y) const {
  switch (s.next(isSmooth() ? 10 : generation > 2 ? 15 : 13)) {
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
  case 12:
    return maximum(x, y) + astype(astype(x * 3.0, Dtype::I32), dtype) * y;
  case 13: { // extrema of sums whose products are read elsewhere
    Array h = x * y, v = h + 0.7 * x;
    return h - 0.3 * max(v, 0, true) * v;
  }
  default: {
    Array v = x - y * y, far = v / sqrt(sum(square(v)) + 0.1);
    return where(v > min(v, 0, true), sin(v) * max(far), y);
  }
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

Array Program::switched(State &s, const Array &x, const Array &y) const {
  VectorFn f = s.inner(8), g = s.inner(9);
  std::vector<VectorFn> branches{f, [](const Array &a) { return a; }, g};
  switch (s.next(3)) {
  case 0: // in range or not
    return switchCase(int(s.next(5)) - 1, branches, x);
  case 1: { // by lane
    Array at = array<int32_t>({int32_t(s.next(3)), int32_t(s.next(3))});
    return sum(vmap([branches](Array i, Array a) -> Array {
                 return switchCase(i, branches, a);
               })(at, stack({x, y})),
               0);
  }
  default: { // by a loop's counter
    using Carry = std::pair<Array, Array>;
    auto step = [branches](Carry c, Array row) {
      Array next = sin(switchCase(c.second, branches, c.first + row));
      return std::pair{Carry{next, c.second + 1}, next};
    };
    auto [last, ys] =
        scan(step, Carry{x, scalar<int32_t>(0)}, stack({x, y, x * y}));
    return last.first + sum(ys * ys, 0);
  }
  }
}

/// Loops of other kinds than scan.
Array Program::iterated(State &s, const Array &x, const Array &y) const {
  VectorFn f = s.inner(10);
  Array rows = of({.5, -1, .3, 1.2, .7, -.4, .2, .9, -.8}, {3, 3}) * x;
  switch (s.next(isSmooth() ? 4 : 5)) {
  case 0:
    return foriLoop(
        -1, 2,
        [f, this](Array i, Array c) -> Array {
          return sin(f(c)) * (astype(i, dtype) + 1.5);
        },
        x);
  case 1: {
    MapOptions options;
    if (s.next(2))
      options.batchSize = 2;
    return sum(mapOver(f, rows, options), 0);
  }
  case 2: { // x ↦ a x + b, composed
    using Affine = std::pair<Array, Array>;
    auto after = [](Affine p, Affine q) {
      return Affine{p.first * q.first, p.second * q.first + q.second};
    };
    auto [a, b] = associativeScan(after, Affine{sin(rows), rows * y},
                                  {.reverse = s.next(2) == 1});
    return sum(a, 0) + f(sum(sin(b), 0));
  }
  case 3: { // five steps, of which every second carry is kept
    auto step = [f](Array c, Array row) {
      Array next = sin(f(c) + row);
      return std::pair{next, c * row};
    };
    auto [last, ys] =
        scan(step, y, slice(concatenate({rows, rows * .5}), {0, 0}, {5, 3}),
             {.reverse = s.next(2) == 1, .checkpointEvery = 2});
    return last + sum(ys, 0);
  }
  default: { // as many steps as values ask for, outside of derivatives
    using Carry = std::pair<Array, Array>;
    auto more = [](Carry c) -> Array {
      return (sum(c.first) < 5.0) & (c.second < 6);
    };
    auto step = [f](Carry c) {
      return Carry{stopGradient(abs(f(c.first))) + .5, c.second + 1};
    };
    auto [last, n] = whileLoop(
        more, step, Carry{stopGradient(x), scalar<int32_t>(0)});
    return sin(last) * y + astype(n, dtype) * x;
  }
  }
}

/// Equations whose solutions have derivatives of their own; each is solved by
/// a whileLoop.
Array Program::implicit(State &s, const Array &x, const Array &y) const {
  Array c = s.inner(11)(x);
  if (s.next(2)) // v = y / 2 + 0.3 sin(v c)
    return fixedPoint(
        [=](Array v) -> Array { return y * 0.5 + 0.3 * sin(v + c); },
        zerosLike(y), {.tolerance = dtype == Dtype::F64 ? 1e-15 : 1e-6});
  // (2 + sin c) v + mean v = y: a contraction with step 0.35
  Array d = 2.0 + sin(c);
  auto matvec = [=](Array v) -> Array { return d * v + mean(v) * 0.5; };
  auto solve = [](auto matvec, Array b) {
    using Carry = std::pair<Array, Array>;
    auto step = [&](Carry p) {
      return Carry{p.first + (b - matvec(p.first)) * 0.35, p.second + 1};
    };
    auto more = [](Carry p) -> Array { return p.second < 100; };
    return whileLoop(more, step, Carry{b, scalar<int32_t>(0)}).first;
  };
  if (s.next(2))
    return linearSolve(matvec, y, solve, solve);
  return linearSolve(matvec, y, solve, Symmetric{});
}

/// Rules that say what is true anyway, policies, and maps with a name.
Array Program::ruled(State &s, const Array &x, const Array &y) const {
  VectorFn f = s.inner(12);
  switch (s.next(6)) {
  case 0: {
    auto value = [](Array a, Array b) -> Array { return sin(a * b); };
    auto g = customJvp(value, [=](Array a, Array b, Array ta, Array tb) {
      return std::pair{value(a, b), Array(cos(a * b) * (ta * b + a * tb))};
    });
    return g(f(x), y);
  }
  case 1: {
    auto value = [](Array a) -> Array { return sin(a) * exp(-a * a); };
    auto g = customVmap(value, [=](int64_t n, const std::vector<bool> &mapped,
                                   Array a) {
      return value(mapped[0] ? a : broadcastTo(a, {n, a.dim(0)}));
    });
    return sum(vmap([g, f](Array a) -> Array { return g(f(a)); })(stack({x, y})),
               0) +
           g(y);
  }
  case 2: {
    auto named = [f](Array a) -> Array {
      return checkpointName(sin(f(a)), "a") * matmul(outer(a, a), a);
    };
    CheckpointPolicy policies[] = {
        CheckpointPolicy::dots(), CheckpointPolicy::everything(),
        CheckpointPolicy::only({"a"}), CheckpointPolicy::allNamesBut({"a"})};
    return checkpoint(named, policies[s.next(4)])(x);
  }
  case 3:
  case 4: {
    auto lane = [f](Array a) -> Array {
      return f(a) * (1.0 + 0.1 * psum(a, "i")) +
             pmean(a * a, "i") * axisIndex("i");
    };
    return sum(vmap(lane, {.axisName = "i"})(stack({x, y, x * y})), 0);
  }
  default: {
    auto lane = [f](Array a) -> Array {
      Array next = ppermute(a, "j", {{0, 1}, {1, 2}, {2, 0}});
      Array all = allGather(a, "j");
      return f(next) + matmul(all, a) + allToAll(a, "j", 0, 0);
    };
    return sum(vmap(lane, {.axisName = "j"})(stack({x, y, x + y})), 0);
  }
  }
}

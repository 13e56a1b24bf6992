// See Nests.h. A body draws from a copy of its generator, so that each trace of
// it is of the same function.
#include "Nests.h"
using namespace weft;
using namespace weft::test;

namespace {
using Arrays = std::vector<Array>;
int draw(std::mt19937 &random, int n) { return random() % n; }
Array pick(std::mt19937 &random, const Arrays &values) {
  return values[draw(random, values.size())];
}
Arrays pickMany(std::mt19937 &random, const Arrays &values, int n) {
  Arrays out;
  for (int i = 0; i < n; ++i)
    out.push_back(pick(random, values));
  return out;
}
Arrays joined(Arrays a, const Arrays &b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
Array predicate(std::mt19937 &random, const Arrays &values, const Array &turn) {
  if (draw(random, 4) == 0)
    return sum(pick(random, values)) > .1234f;
  return (turn + draw(random, 2)) % 2 == 0;
}
/// What a body gives: what it carries by one place further on, or what is
/// newest, or anything.
Arrays yielded(std::mt19937 &random, const Arrays &values, int carried,
               int wanted) {
  Arrays out;
  int how = draw(random, 4);
  for (int i = 0; i < wanted; ++i) {
    if (how == 0 && i < carried)
      out.push_back(values[(i + 1) % carried]);
    else if (how == 1 || draw(random, 2))
      out.push_back(values[values.size() - 1 -
                           draw(random, std::min<int>(values.size(), 3))]);
    else
      out.push_back(pick(random, values));
  }
  return out;
}
} // namespace

Nest::Nest(unsigned seed, int depth, NestMode mode) : depth(depth), mode(mode) {
  Random random(seed * 7919 + 13);
  size = 3 + draw(random, 2);
  inputs = 1 + draw(random, 3);
  outputs = 1 + draw(random, 3);
  start = random();
  counted = draw(random, 4);
}

Arrays Nest::arguments() const {
  Arrays x{Array(static_cast<int>(counted))};
  Array numbers = astype(arange(size * size), Dtype::F32);
  for (int i = 0; i < inputs; ++i)
    x.push_back(reshape(sin(numbers * (1.3f + i)), {size, size}));
  return x;
}

Arrays Nest::results(const Arrays &x) const {
  Arrays values(x.begin() + 1, x.end());
  return body(Random(start), {values, x[0], x[0], depth}, inputs, outputs);
}

Arrays Nest::operator()(const Arrays &x) const {
  Arrays values(x.begin() + 1, x.end());
  auto with = [&](const Arrays &v) { return results(joined({x[0]}, v)); };
  switch (mode) {
  case NestMode::Gradient:
    return grad([&](const Arrays &v) -> Array {
      Array total(0.f);
      for (const Array &r : with(v))
        total = total + sum(r * r) * .1f;
      return total;
    })(values);
  case NestMode::Mapped: {
    Arrays rows;
    for (const Array &v : values)
      rows.push_back(stack({v, v * -.7f}));
    return vmap(with)(rows);
  }
  default:
    return results(x);
  }
}

Array Nest::plain(Random &random, const Arrays &values) const {
  Array a = pick(random, values), b = pick(random, values);
  int n = size;
  switch (draw(random, 14)) {
  case 0:
    return sin(a) + b * .5f;
  case 1:
    return tanh(matmul(a, b));
  case 2:
    return transpose(a);
  case 3:
    return flip(a, {draw(random, 2)});
  case 4:
    return a * 1.f;
  case 5: {
    Array row = slice(b, {1, 0}, {2, n});
    return dynamicUpdateSlice(a, row, {draw(random, n), 0});
  }
  case 6:
    return concatenate({slice(a, {1, 0}, {n, n}), slice(b, {0, 0}, {1, n})}, 0);
  case 7:
    return cos(a);
  case 8:
    return a * .5f - broadcastTo(sum(b, {0}) * .25f, {n, n});
  case 9:
    return zeros({n, n});
  case 10:
    return ones({n, n}) * .5f;
  case 11:
    return where(a > b, a, b * .5f);
  case 12:
    return cumsum(a, 0) * .3f;
  default:
    return a;
  }
}

Arrays Nest::body(Random random, Scope scope, int carried, int wanted) const {
  Arrays &values = scope.values;
  int steps = 1 + draw(random, 4);
  for (int i = 0; i < steps; ++i)
    nested(random, scope).swap(values);
  return yielded(random, values, carried, wanted);
}

/// A cond or a switch of which some branches hand on what they are given.
Arrays Nest::branches(Random &random, const Scope &scope, const Turn &turn,
                      const Arrays &around, const Arrays &init, bool ofTwo,
                      Random inside) const {
  int n = init.size();
  auto first = [=](const Arrays &c) { return turn(scope.turn, c); };
  auto same = [](const Arrays &c) { return c; };
  if (!draw(random, 2)) {
    auto one = [=, this](const Arrays &c) {
      Random own = inside;
      Arrays out;
      for (int i = 0; i < n; ++i)
        out.push_back(plain(own, joined(c, around)));
      return out;
    };
    auto other = [=](const Arrays &c) {
      Random own = inside;
      own.discard(17);
      return draw(own, 2) ? c : pickMany(own, joined(c, around), n);
    };
    return cond(predicate(random, scope.values, scope.turn), one, other, init);
  }
  if (!ofTwo) {
    auto reversed = [](const Arrays &c) { return Arrays(c.rbegin(), c.rend()); };
    return switchCase((scope.turn + 1) % 3,
                      std::vector<std::function<Arrays(Arrays)>>{
                          first, reversed, same},
                      init);
  }
  auto other = [=, this](const Arrays &c) {
    Random own = inside;
    own.discard(5);
    if (draw(own, 2))
      return c;
    Scope in{joined(c, around), scope.count, scope.turn, scope.depth - 1};
    return body(Random(own()), in, n, n);
  };
  return cond(predicate(random, scope.values, scope.turn), first, other, init);
}

/// One step of a body: its values once it is done.
Arrays Nest::nested(Random &random, const Scope &scope) const {
  Arrays values = scope.values;
  int kind = scope.depth > 0 ? draw(random, 12) : 0;
  Random inside(random());
  int carried = 1 + draw(random, 3);
  bool replaces = draw(random, 2);
  auto add = [&](const Arrays &made) {
    for (const Array &v : made)
      if (replaces)
        values[draw(random, values.size())] = v;
      else
        values.push_back(v);
  };
  // What a body sees: what it carries, then some of what is around it.
  Scope around{values, scope.count, scope.turn, scope.depth - 1};
  if (!draw(random, 2))
    around.values = pickMany(random, values, 1 + draw(random, 2));
  if (draw(random, 3) == 0)
    around.values.clear();
  Arrays init = pickMany(random, values, carried);
  int steps = draw(random, 4);
  Turn turn = [=, this](const Array &i, const Arrays &carry) {
    Scope in = around;
    in.turn = i;
    in.values = joined(carry, around.values);
    return body(inside, in, carried, carried);
  };
  bool reverse = mode == NestMode::Gradient; // no loop of unknown length then
  if (kind == 5 || kind == 6) {
    add(foriLoop(0, steps, turn, init));
  } else if (kind == 7 && !reverse) {
    add(foriLoop(0, scope.count, turn, init));
  } else if ((kind == 7 || kind == 8) && !reverse) {
    using State = std::pair<Arrays, Array>;
    add(whileLoop([=](const State &s) -> Array { return s.second < steps; },
                  [=](const State &s) {
                    return State{turn(s.second, s.first), s.second + 1};
                  },
                  State{init, Array(0)})
            .first);
  } else if (kind >= 7 && kind <= 10) {
    add(branches(random, scope, turn, around.values, init, kind == 9, inside));
  } else if (kind == 11) {
    Array rows = stack({pick(random, values), pick(random, values)});
    int made = 1 + draw(random, 2);
    auto each = [=, this](const Arrays &carry, const Array &x) {
      Scope in = around;
      in.values = joined(joined(carry, {x}), around.values);
      Arrays out = body(inside, in, carried, carried + made);
      return std::pair{Arrays(out.begin(), out.begin() + carried),
                       Arrays(out.begin() + carried, out.end())};
    };
    auto [last, stacked] =
        scan(each, init, rows, {.reverse = draw(random, 2) == 0});
    add(last);
    for (const Array &y : stacked) {
      if (draw(random, 2))
        add({y[0]});
      add({y[draw(random, 2)]});
    }
  } else {
    add({plain(random, values)});
  }
  return values;
}

// Rows of the ops with bodies: Call.td, Control.td, Custom.td. What a body
// uses from outside (w below) is captured.
#include "Row.h"
#include "weft/weft.h"
using namespace weft;
using namespace weft::test;

namespace {
using D = std::vector<double>;
/// f on each element of operand 0, with the same element of operand 1.
WholeRef each(double (*f)(double, double)) {
  return [=](const Elements &x) {
    D y;
    for (size_t i = 0; i < x[0].size(); ++i)
      y.push_back(f(x[0][i], x[1][i]));
    return y;
  };
}
Row plain(const char *op, LeavesFn build, double (*f)(double, double)) {
  Row r{op, "", {{{3}}, {{3}}}, std::move(build), floats};
  r.whole = each(f);
  r.tolerance32 = 4e-6;
  return r;
}

void addCalls(std::vector<Row> &t) {
  auto f = [](double x, double w) { return std::sin(x * w) * w; };
  t.push_back(plain(
      "call",
      [](const Leaves &in) {
        Array w = in[1];
        auto g = jit([=](Array x) -> Array { return sin(x * w) * w; });
        return Leaves{g(in[0])};
      },
      f));
  t.push_back(plain(
      "checkpoint",
      [](const Leaves &in) {
        Array w = in[1];
        auto g = checkpoint([=](Array x) -> Array { return sin(x * w) * w; });
        return Leaves{g(in[0])};
      },
      f));
  // The rule given is the true one, so that differences agree.
  Row custom = plain(
      "custom_vjp",
      [](const Leaves &in) {
        auto y = [](Array x, Array w) -> Array { return sin(x * w) * w; };
        auto g = customVjp(
            y,
            [=](Array x, Array w) {
              return std::pair{y(x, w), std::pair{x, w}};
            },
            [](std::pair<Array, Array> r, Array ct) {
              auto [x, w] = r;
              Array c = cos(x * w);
              return std::tuple{ct * c * w * w, ct * (c * x * w + sin(x * w))};
            });
        return Leaves{g(in[0], in[1])};
      },
      f);
  custom.checks = Second | NoForward;
  t.push_back(custom);
}
void addCustom(std::vector<Row> &t) {
  auto f = [](double x, double w) { return std::sin(x * w) * w; };
  t.push_back(plain(
      "custom_jvp",
      [](const Leaves &in) {
        auto y = [](Array x, Array w) -> Array { return sin(x * w) * w; };
        auto g = customJvp(y, [=](Array x, Array w, Array tx, Array tw) {
          Array c = cos(x * w);
          return std::pair{y(x, w), Array(tx * c * w * w +
                                          tw * (c * x * w + sin(x * w)))};
        });
        return Leaves{g(in[0], in[1])};
      },
      f));
  t.push_back(plain(
      "custom_vmap",
      [](const Leaves &in) {
        auto y = [](Array x, Array w) -> Array { return sin(x * w) * w; };
        auto g = customVmap(y, [=](int64_t n, const std::vector<bool> &,
                                   Array x, Array w) {
          return broadcastTo(y(x, w), {n, x.dim(-1)});
        });
        return Leaves{g(in[0], in[1])};
      },
      f));
  t.push_back(plain(
      "name",
      [](const Leaves &in) {
        return Leaves{checkpointName(sin(in[0] * in[1]), "s") * in[1]};
      },
      f));
  // (2 + w²) y = x, and y³ + y = x w: solved exactly, derived by rule.
  t.push_back(plain(
      "linear_solve",
      [](const Leaves &in) {
        Array d = 2. + in[1] * in[1];
        auto times = [=](Array x) -> Array { return d * x; };
        auto over = [=](auto, Array b) -> Array { return b / d; };
        return Leaves{linearSolve(times, in[0], over, over)};
      },
      [](double x, double w) { return x / (2 + w * w); }));
  Row root = plain(
      "root",
      [](const Leaves &in) {
        Array c = in[0] * in[1];
        auto f = [=](Array y) -> Array { return y * y * y + y - c; };
        auto newton = [=](auto f, Array y) {
          for (int i = 0; i < 9; ++i)
            y = y - f(y) / (3. * y * y + 1.);
          return y;
        };
        auto tangent = [](auto g, Array b) -> Array {
          return b / g(onesLike(b)); // g is diagonal
        };
        return Leaves{customRoot(f, zerosLike(c), newton, tangent)};
      },
      [](double x, double w) {
        double y = 0;
        for (int i = 0; i < 60; ++i)
          y -= (y * y * y + y - x * w) / (3 * y * y + 1);
        return y;
      });
  root.in[0].lo = root.in[1].lo = -1;
  root.in[0].hi = root.in[1].hi = 1;
  t.push_back(root);
}

/// exp(x w) or x² w, by p; the second branch alone uses v.
LeavesFn branches() {
  return [](const Leaves &in) {
    Array w = in[2], v = in[3];
    Array y = cond(
        in[0], [=](Array x) -> Array { return exp(x * w); },
        [=](Array x) -> Array { return x * x * w + v; }, in[1]);
    return Leaves{y};
  };
}
void addConds(std::vector<Row> &t) {
  for (bool which : {false, true}) {
    In p{{}};
    p.dtype = Dtype::Bool;
    p.values = {which ? 1. : 0.};
    Row r{"cond",
          which ? "first" : "second",
          {p, {{2}}, {{2}}, {{}}},
          branches(),
          floats};
    r.whole = [=](const Elements &x) {
      D y;
      for (size_t i = 0; i < 2; ++i)
        y.push_back(which ? std::exp(x[1][i] * x[2][i])
                          : x[1][i] * x[1][i] * x[2][i] + x[3][0]);
      return y;
    };
    r.tolerance32 = 4e-6;
    t.push_back(r);
  }
}

/// exp(x w), x² w or sin(x) v; only some use v.
void addSwitches(std::vector<Row> &t) {
  for (int which : {-3, 0, 1, 7}) {
    In p{{}};
    p.dtype = Dtype::I32;
    p.values = {double(which)};
    // A mapped index takes every branch, in range or not.
    Row r{"switch",
          which < 0 ? "below" : "at" + std::to_string(which),
          {p, {{2}}, {{2}}, {{}}},
          nullptr,
          floats};
    r.build = [](const Leaves &in) {
      Array w = in[2], v = in[3];
      auto b0 = [=](Array x) -> Array { return exp(x * w); };
      auto b1 = [=](Array x) -> Array { return x * x * w; };
      auto b2 = [=](Array x) -> Array { return sin(x) * v; };
      return Leaves{switchCase(in[0], std::tuple{b0, b1, b2}, in[1])};
    };
    r.whole = [=](const Elements &x) {
      D y;
      for (size_t i = 0; i < 2; ++i)
        y.push_back(which <= 0   ? std::exp(x[1][i] * x[2][i])
                    : which == 1 ? x[1][i] * x[1][i] * x[2][i]
                                 : std::sin(x[1][i]) * x[3][0]);
      return y;
    };
    r.tolerance32 = 4e-6;
    t.push_back(r);
  }
}

/// c' = sin(c w) + i v while i < n (an integer of the operands).
void addWhiles(std::vector<Row> &t) {
  In n{{}};
  n.dtype = Dtype::I32;
  n.values = {4};
  Row r{"while", "", {n, {{2}}, {{2}}, {{}}}, nullptr, floats};
  r.checks = Second | NoReverse;
  r.build = [](const Leaves &in) {
    Array n = in[0], w = in[2], v = in[3];
    using Carry = std::pair<Array, Array>;
    auto more = [=](Carry c) -> Array { return c.first < n; };
    auto step = [=](Carry c) {
      Array i = astype(c.first, v.dtype());
      return Carry{c.first + 1, sin(c.second * w) + i * v};
    };
    Carry last = whileLoop(more, step, Carry{scalar<int32_t>(0), in[1]});
    return Leaves{last.first, last.second};
  };
  r.whole = [](const Elements &x) {
    D c = x[1];
    for (int i = 0; i < 4; ++i)
      for (int k = 0; k < 2; ++k)
        c[k] = std::sin(c[k] * x[2][k]) + i * x[3][0];
    c.insert(c.begin(), 4);
    return c;
  };
  r.tolerance32 = 4e-6;
  t.push_back(r);
}

/// c' = sin(c w) + x, y = c' x; an integer is carried along.
LeavesFn loop(bool reverse) {
  return [=](const Leaves &in) {
    Array w = in[2];
    using Carry = std::pair<Array, Array>;
    auto step = [=](Carry c, Array x) {
      Array next = sin(c.first * w) + x;
      return std::pair{Carry{next, c.second + 1}, Array(next * x)};
    };
    auto [last, ys] = scan(step, Carry{in[0], scalar<int32_t>(0)}, in[1],
                           {.reverse = reverse});
    return Leaves{last.first, ys, last.second};
  };
}
void addScans(std::vector<Row> &t) {
  for (bool reverse : {false, true}) {
    Row r{"scan",
          reverse ? "reverse" : "",
          {{{2}}, {{4, 2}}, {{2}}},
          loop(reverse),
          floats};
    r.whole = [=](const Elements &x) {
      D c = x[0], ys(8);
      for (int step = 0; step < 4; ++step) {
        int at = reverse ? 3 - step : step;
        for (int i = 0; i < 2; ++i) {
          c[i] = std::sin(c[i] * x[2][i]) + x[1][2 * at + i];
          ys[2 * at + i] = c[i] * x[1][2 * at + i];
        }
      }
      c.insert(c.end(), ys.begin(), ys.end());
      c.push_back(4);
      return c;
    };
    r.tolerance32 = 1e-5;
    r.tolerance64 = 1e-13;
    t.push_back(r);
  }
  // No xs and no ys: a power of a captured value.
  Row power{"scan", "power", {{{3}, 0.5, 1.2}}, nullptr, floats};
  power.build = [](const Leaves &in) {
    Array x = in[0];
    auto step = [=](Array c, std::tuple<>) {
      return std::pair{Array(c * x), std::tuple<>()};
    };
    auto out = scan(step, onesLike(x), std::tuple<>(), {.length = 5});
    return Leaves{out.first};
  };
  power.whole = [](const Elements &x) {
    D y;
    for (double v : x[0])
      y.push_back(std::pow(v, 5));
    return y;
  };
  t.push_back(power);
}
} // namespace

void weft::test::addControl(std::vector<Row> &t) {
  addCalls(t);
  addCustom(t);
  addConds(t);
  addSwitches(t);
  addWhiles(t);
  addScans(t);
}

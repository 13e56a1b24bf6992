// Transforms in and around control flow, checkpoints, custom rules and
// dynamic graphs, against differences.
#include "Check.h"

#include <cmath>

using namespace weft;
using namespace weft::test;

static Array v3() { return {0.3f, -0.7f, 1.1f}; }
static Array m33() {
  return {{1.f, .5f, -.3f}, {.2f, .8f, .1f}, {-.4f, .6f, .9f}};
}
static Array xs4() {
  return {{.1f, .2f, .3f}, {-.4f, .5f, .6f}, {.7f, -.8f, .9f}, {.2f, .1f, .4f}};
}
static const std::nullopt_t no = std::nullopt;

//===-- Rules -------------------------------------------------------------===//
static Fn contraction() {
  return fn2([](Array a, Array b) {
    Array p = matmul(a, b);
    Array q = transpose(p) + sin(p);
    Array r = where(0.5f < q, exp(q), cos(q) * q);
    return sum(matmul(r, sum(a, 1)) * Array{1.f, 2.f});
  });
}
static Array a23() { return {{.1f, .2f, -.3f}, {.4f, .5f, .6f}}; }
static Array b32() { return {{1.f, -1.f}, {.5f, 2.f}, {.3f, .7f}}; }
static Array a223() {
  return array<float>({.1f, .2f, -.3f, .4f, .5f, .6f, 1, 2, 3, .1f, .1f, .2f},
                      {2, 2, 3});
}
static Array b232() {
  return array<float>({1, -1, .5f, 2, .3f, .7f, .2f, .4f, .9f, .8f, .1f, -.5f},
                      {2, 3, 2});
}

TEST(NestingRules, Gradients) {
  Fn f = contraction();
  gradCheck("rules", f, {a23(), b32()});
  modesAgree("rules", f, {a23(), b32()});
  gradCheck("second", fn2([&](Array a, Array b) {
              return sum(gradOf(f)({a, b})[1] * sin(b));
            }),
            {a23(), b32()});
}
TEST(NestingRules, Vmap) {
  Fn f = contraction();
  vmapCheck("both", f, {a223(), b232()}, {0, 0});
  vmapCheck("left", f, {a223(), b32()}, {0, no});
  vmapCheck("right", f, {a23(), b232()}, {no, 0});
  vmapCheck("grad both", gradOf(f), {a223(), b232()}, {0, 0});
  vmapCheck("grad left", gradOf(f), {a223(), b32()}, {0, no});
  vmapCheck("grad right", gradOf(f), {a23(), b232()}, {no, 0});
}
TEST(NestingRules, VmapInVmap) {
  Fn nested = fn2([](Array a, Array b) {
    return sum(vmapOf(fn2([](Array r, Array s) { return matmul(r, s); }))(
        {a, transpose(b)})[0]);
  });
  gradCheck("vmap dot", nested, {a23(), b32()});
  vmapCheck("vmap of vmap", gradOf(nested), {a223(), b232()}, {0, 0});
}

//===-- scan --------------------------------------------------------------===//
/// Carries c (3) and n (3, not touched by w); captures w and a constant.
static Fn recurrent() {
  return [](Arrays a) {
    Array w = a[1];
    auto step = [&](std::pair<Array, Array> s, Array x) {
      auto [c, n] = s;
      Array next = sin(matmul(m33(), c) * w + x);
      return std::pair{std::pair{next, n + x}, next * exp(w) * n};
    };
    auto [last, ys] = scan(step, std::pair{a[0], zeros({3})}, a[2]);
    return Arrays{sum(last.first * last.second) + sum(ys * ys)};
  };
}
static Array w3() { return {.9f, -.4f, .3f}; }

TEST(NestingScan, Gradients) {
  Fn f = recurrent();
  Fn second = [f](Arrays a) {
    Arrays g = gradOf(f)(a);
    return Arrays{sum(g[0] * g[1]) + sum(sin(g[2]))};
  };
  Arrays in{v3(), w3(), xs4()};
  gradCheck("scan", f, in);
  modesAgree("scan", f, in);
  gradCheck("reverse over reverse", second, in, 4e-2);
  modesAgree("second", second, in);
}
TEST(NestingScan, VmapOfEveryMixOfOperands) {
  Fn f = recurrent();
  std::vector<float> v(24);
  for (int i = 0; i < 24; ++i)
    v[i] = std::sin(i * .7f);
  Array xb = array(v, {2, 4, 3});
  Array w2{{.9f, -.4f, .3f}, {.1f, .2f, -.3f}}, c2 = w2 * 2.f;
  for (int mask = 1; mask < 8; ++mask) {
    LeafAxes axes(3);
    Arrays in{v3(), w3(), xs4()}, mapped{c2, w2, xb};
    for (int i = 0; i < 3; ++i)
      if (mask >> i & 1) {
        axes[i] = 0;
        in[i] = mapped[i];
      }
    std::string name = "mix " + std::to_string(mask);
    vmapCheck(name, f, in, axes);
    vmapCheck(name + " grad", gradOf(f), in, axes);
    Fn total = [&](Arrays a) { return Arrays{sum(vmapOf(f, axes)(a)[0])}; };
    modesAgree(name + " grad of vmap", total, in);
    if (mask == 5)
      gradCheck(name + " grad of vmap", total, in);
  }
}
TEST(NestingScan, CarryThatIsNotMappedStaysSo) {
  Array w2{{.9f, -.4f, .3f}, {.1f, .2f, -.3f}};
  std::string ir =
      makeIr(vmapOf(recurrent(), {no, 0, no}))(Arrays{v3(), w2, xs4()});
  EXPECT_NE(ir.find("tensor<2x3xf32>, %arg4: tensor<3xf32>, %arg5: "
                    "tensor<3xf32>"),
            std::string::npos)
      << ir;
}
TEST(NestingScan, Reverse) {
  gradCheck(
      "reverse", fn1([](Array xs) {
        auto step = [](Array c, Array x) {
          return std::pair{sin(c) + x * x, c * x};
        };
        auto [c, ys] = scan(step, Array{.1f, .2f, .3f}, xs, {.reverse = true});
        return sum(c) + sum(ys * ys);
      }),
      {xs4()});
}
TEST(NestingScan, ScanInScan) {
  Fn f = fn2([](Array c, Array w) {
    auto outer = [&](Array c, Array x) {
      auto inner = [&](Array t, Array u) {
        Array n = sin(t * w) + c * exp(w) * u;
        return std::pair{n, n * c};
      };
      auto [last, ys] = scan(inner, c, x);
      return std::pair{last, sum(ys)};
    };
    auto [last, ys] = scan(outer, c, xs4());
    return sum(last) + sum(ys * ys);
  });
  gradCheck("scan in scan", f, {.3f, .6f}, 4e-2);
  modesAgree("scan in scan", f, {.3f, .6f});
  vmapCheck("vmap grad", gradOf(f), {v3(), .6f}, {0, no});
  modesAgree("second", fn2([&](Array c, Array w) {
               Arrays g = gradOf(f)({c, w});
               return g[0] * g[1];
             }),
             {.3f, .6f});
}
static Array power(Array x, int n) {
  auto step = [&](Array c, std::tuple<>) { return std::pair{c * x, nothing}; };
  return scan(step, Array(1.f), nothing, {.length = n}).first;
}
TEST(NestingScan, WithoutXs) {
  gradCheck("power", fn1([](Array x) { return power(x, 5); }), {1.2f});
  near("vmap(grad(grad(power)))",
       vmapOf(gradOf(gradOf(fn1([](Array x) { return power(x, 4); }))))(
           {v3()})[0],
       {12 * .09, 12 * .49, 12 * 1.21});
}
TEST(NestingScan, InvariantsAreNotStacked) {
  // Of the residuals c, x and exp(w) the first alone is stacked.
  auto f = [](Array w) {
    auto step = [&](Array c, Array x) {
      return std::pair{c * exp(w) * x, nothing};
    };
    return scan(step, Array(1.f), Array{1.f, 2.f, 3.f}).first;
  };
  std::string ir = makeIr(grad(f))(.5f);
  size_t scan = ir.find("\"weft.scan\"");
  EXPECT_EQ(ir.substr(scan - 5, 5), ":2 = ") << ir;
}

//===-- cond --------------------------------------------------------------===//
static Fn branching() {
  return fn2([](Array x, Array w) {
    Array y = x * 2.f, k = sum(w);
    return cond(
        x < 0.5f, [&](Array a) { return sin(a) * y * k; },
        [&](Array a) { return sum(exp(a * w) * sin(w)) * a; }, x);
  });
}
TEST(NestingCond, Gradients) {
  Fn f = branching();
  for (float x : {.3f, .9f}) {
    gradCheck("cond", f, {x, v3()});
    modesAgree("cond", f, {x, v3()});
    modesAgree("second", fn2([&](Array x, Array w) {
                 Arrays g = gradOf(f)({x, w});
                 return g[0] * sum(g[1] * g[1]);
               }),
               {x, v3()});
  }
  gradCheck("a branch that does not depend", fn1([](Array x) {
              return cond(
                  x < 0.f, [&] { return x * x; }, [] { return Array(3.f); });
            }),
            {-.5f});
}
TEST(NestingCond, Vmap) {
  Fn f = branching();
  Array x3{.3f, .9f, -1.f};
  vmapCheck("mapped", f, {x3, v3()}, {0, no});
  vmapCheck("grad, mapped", gradOf(f), {x3, m33()}, {0, 0});
  vmapCheck("whole", f, {.9f, m33()}, {no, 0});
  vmapCheck("grad, whole", gradOf(f), {.9f, m33()}, {no, 0});
  modesAgree("grad of vmap", fn2([&](Array x, Array w) {
               return sum(vmapOf(f, {0, no})({x, w})[0]);
             }),
             {x3, v3()});
  std::string whole = makeIr(vmapOf(f, {no, 0}))(Arrays{.9f, m33()});
  std::string mapped = makeIr(vmapOf(f, {0, no}))(Arrays{x3, v3()});
  EXPECT_EQ(count(whole, "weft.cond"), 1) << whole;
  EXPECT_EQ(count(whole, "weft.select"), 0) << whole;
  EXPECT_EQ(count(mapped, "weft.cond"), 0) << mapped;
  EXPECT_EQ(count(mapped, "weft.select"), 1) << mapped;
}
TEST(NestingCond, InScan) {
  Fn g = fn2([](Array c, Array w) {
    auto step = [&](Array c, Array x) {
      Array n = cond(
          c < 0.4f, [&](Array a) { return a + sin(w) * x; },
          [&](Array a) { return a * a * .3f * w; }, c);
      return std::pair{n, n * n};
    };
    auto [last, ys] = scan(step, c, Array{.3f, .5f, .7f, .2f});
    return last + sum(ys);
  });
  gradCheck("cond in scan", g, {.1f, .8f});
  modesAgree("cond in scan", g, {.1f, .8f});
  vmapCheck("vmap grad", gradOf(g), {Array{.1f, .2f, .9f}, .8f}, {0, no});
}
TEST(NestingCond, AroundScanAroundJit) {
  Fn h = fn2([](Array c, Array w) {
    auto step = [&](Array q, Array x) {
      auto body = jit([&](Array q) { return sin(q * w) + x; });
      return std::pair{body(q), nothing};
    };
    return cond(
        c < 1.f,
        [&](Array a) {
          return scan(step, a, Array{1.f, 2.f}).first;
        },
        [&](Array a) { return a * w; }, c);
  });
  gradCheck("scan in cond", h, {.5f, .8f});
  gradCheck("second", fn2([&](Array c, Array w) {
              return gradOf(h)({c, w})[0] * gradOf(h)({c, w})[1];
            }),
            {.5f, .8f});
  same("jit", jitOf(gradOf(h))({.5f, .8f})[1], gradOf(h)({.5f, .8f})[1]);
}

//===-- Dynamic graphs ----------------------------------------------------===//
TEST(NestingDynamic, LoopsAndBranchesOnValues) {
  int steps = 0;
  Fn f = fn1([&](Array x) { // its length comes from the values
    steps = 0;
    while (x < 10.f) {
      x = x * x + sin(x);
      ++steps;
    }
    return x;
  });
  gradCheck("loop", f, {1.1f});
  EXPECT_GT(steps, 1);
  near("grad of grad", d(fn1([&](Array x) { return d(f, x) * x; }), 1.5f),
       {(d(f, 1.501f).item() * 1.501 - d(f, 1.499f).item() * 1.499) / .002},
       5e-2);
  near("item under jvp",
       along(fn1([](Array x) { return x.item() > 1 ? x * x : x; }), 3.f, 1.f),
       {6});
  Array k = 2.f; // a capture of an outer traced value, looked at inside
  near("item of a capture",
       d(fn1([&](Array x) {
           Array y = x * k;
           return d(fn1([&](Array z) { return y.item() > 1 ? z * y * y : z; }),
                    x);
         }),
         2.f),
       {16});
}
TEST(NestingDynamic, PrintingShowsTheValueWhereThereIsOne) {
  std::string under, inside;
  grad([&](Array x) {
    under = (x * x).toString();
    return x * x;
  })(3.f);
  jit([&](Array x) {
    inside = x.toString();
    return x;
  })(3.f);
  EXPECT_EQ(under, "9.0");
  EXPECT_EQ(inside, "Traced<f32[]>");
}
TEST(NestingDynamic, NoValueUnderJitAndVmap) {
  auto looks = fn1([](Array x) { return sum(x).item() > 0 ? x : -x; });
  auto hidden = fn1([&](Array x) { // an outer value, inside a jit
    Fn inner = jitOf(
        fn1([&](Array y) { return sum(x).item() > 0 ? sum(y) : -sum(y); }));
    return inner({x})[0];
  });
  auto between = jitOf(fn1([&](Array x) {
    return d(fn1([&](Array y) { return sum(looks({y})[0]); }), x);
  }));
  for (const Fn &t : {jitOf(looks), vmapOf(looks), gradOf(jitOf(looks)),
                      gradOf(hidden), between}) {
    std::string message = thrown<TraceError>([&] { t({v3()}); });
    EXPECT_EQ(message.find("[item] the array is being traced by"), 0u)
        << message;
  }
}
TEST(NestingDynamic, LooksAreEvaluatedOnce) {
  // 1,000 looks at a chain of 1,000 operations; without a memory this would
  // take minutes.
  Array g = grad([](Array x) {
    for (int i = 0; i < 1000; ++i) {
      x = x * 1.0001f;
      if (x.item() < 0)
        break;
    }
    return x;
  })(1.f);
  near("gradient", g, {std::pow(1.0001, 1000)}, 1e-3);
}

//===-- checkpoint and customVjp ------------------------------------------===//
TEST(NestingCheckpoint, Gradients) {
  Fn body = fn2([](Array x, Array w) { return sum(sin(x * w) * exp(sin(x))); });
  Fn f = checkpointOf(body);
  gradCheck("checkpoint", f, {v3(), v3() * 2.f});
  same("as without", gradOf(f)({v3(), v3()})[1], gradOf(body)({v3(), v3()})[1]);
  modesAgree("second", fn2([&](Array x, Array w) {
               Arrays g = gradOf(f)({x, w});
               return sum(g[0] * g[1]);
             }),
             {v3(), v3() * 2.f});
  vmapCheck("vmap grad", gradOf(f), {m33(), v3()}, {0, no});
  std::string ir = makeIr(fn2([&](Array x, Array w) {
    auto [y, pull] = vjp(f, Arrays{x, w});
    return y[0];
  }))(Arrays{v3(), v3()});
  EXPECT_EQ(count(ir, "weft.cos"), 0) << "a residual but the operands: " << ir;
}
TEST(NestingCheckpoint, InScanAroundScanAndCond) {
  Fn deep = fn2([](Array c, Array w) {
    auto inner = [&](Array t, Array a) {
      Array branch = cond(
          t < .3f, [&] { return sin(t * w); }, [&] { return t * exp(-w); });
      return branch + a;
    };
    auto body = [&](Array a) {
      auto step = [&](Array t, std::tuple<>) {
        return std::pair{inner(t, a), nothing};
      };
      return scan(step, a, nothing, {.length = 2}).first * w;
    };
    auto step = [&](Array s, std::tuple<>) {
      return std::pair{checkpoint(body)(s), nothing};
    };
    return scan(step, c, nothing, {.length = 3}).first;
  });
  gradCheck("deep", deep, {.2f, .4f});
  modesAgree("second", fn2([&](Array c, Array w) {
               Arrays g = gradOf(deep)({c, w});
               return g[0] * sin(g[1]);
             }),
             {.2f, .4f});
}
TEST(NestingCustom, RuleIsUsedEverywhere) {
  // sin, with a gradient that is three times too large.
  auto odd = customVjp([](Array x) { return sin(x); },
                       [](Array x) {
                         return std::pair{sin(x), cos(x)};
                       },
                       [](Array c, Array ct) { return c * ct * 3.f; });
  Fn g = fn1([&](Array x) { return odd(x * 2.f); });
  Numbers tripled;
  for (double x : {.3, -.7, 1.1})
    tripled.push_back(6 * std::cos(2 * x));
  near("custom", d(g, .4f), {6 * std::cos(.8)});
  near("vmap(grad)", vmapOf(gradOf(g))({v3()})[0], tripled);
  near("grad(vmap)",
       d(fn1([&](Array x) { return sum(vmapOf(g)({x})[0]); }), v3()), tripled);
  near("jit(grad)", jitOf(gradOf(g))({.4f})[0], {6 * std::cos(.8)});
  near("grad(grad)", d(gradOf(g), .4f), {-12 * std::sin(.8)});
  near("jvp(grad)", along(gradOf(g), .4f, 1.f), {-12 * std::sin(.8)});
  near("in scan",
       d(fn1([&](Array x) {
           auto step = [&](Array c, std::tuple<>) {
             return std::pair{odd(c), nothing};
           };
           return scan(step, x, nothing, {.length = 2}).first;
         }),
         .4f),
       {9 * std::cos(.4) * std::cos(std::sin(.4))});
  std::string message = thrown<UserError>([&] { along(g, .4f, 1.f); });
  EXPECT_NE(message.find("custom vjp"), std::string::npos) << message;
}

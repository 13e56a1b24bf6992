// Transforms in transforms, against closed forms and differences. The first
// of them is d/dx [x · d/dy (x + y)] = 1, which implementations that confuse
// perturbations get wrong.
#include "Check.h"

#include <cmath>

using namespace weft;
using namespace weft::test;

//===-- Every order of transforms -----------------------------------------===//
namespace {
using Scalar = std::function<Array(Array)>;

/// A transform of functions of a scalar, and how often it differentiates.
struct Letter {
  char name;
  int order;
  Scalar (*apply)(Scalar);
};
const Letter letters[] = {
    {'g', 1, [](Scalar f) -> Scalar { return grad(f); }},
    {'j', 1,
     [](Scalar f) -> Scalar {
       return [f](Array x) { return jvp(f, x, 1.f).second; };
     }},
    {'r', 1,
     [](Scalar f) -> Scalar {
       return [f](Array x) { return vjp(f, x).second(1.f); };
     }},
    {'l', 1,
     [](Scalar f) -> Scalar {
       return [f](Array x) { return linearize(f, x).second(1.f); };
     }},
    {'F', 1, [](Scalar f) -> Scalar { return jacfwd(f); }},
    {'R', 1, [](Scalar f) -> Scalar { return jacrev(f); }},
    {'v', 0,
     [](Scalar f) -> Scalar {
       return [f](Array x) { return take(vmap(f)(stack({x + 1, x})), 1); };
     }},
    {'c', 0, [](Scalar f) -> Scalar { return jit(f); }},
    {'k', 0, [](Scalar f) -> Scalar { return checkpoint(f); }},
    {'b', 0,
     [](Scalar f) -> Scalar {
       return [f](Array x) {
         return cond(
             x < 1.f, f, [](Array y) { return y; }, x);
       };
     }},
    {'s', 0,
     [](Scalar f) -> Scalar {
       return [f](Array x) { // the last of f(0), f(x)
         auto step = [&](Array, Array y) { return std::pair{f(y), y}; };
         return scan(step, x, stack({x * 0, x})).first;
       };
     }},
};
Numbers sines(double x, double s, int order) {
  const double pi = 3.14159265358979;
  return {std::pow(s, order) * std::sin(s * x + order * pi / 2)};
}
} // namespace

TEST(Nesting, PerturbationConfusion) {
  auto f = [](Array x) {
    return x * grad([&](Array y) { return x + y; })(1.f);
  };
  near("x · d/dy (x + y)", grad(f)(2.f), {1});
}

// 1,331 words of three letters; a third of them here, and all of two.
TEST(Nesting, EveryOrderOfTwo) {
  Scalar f = [](Array x) { return sin(2 * x); };
  for (const Letter &a : letters)
    for (const Letter &b : letters)
      near({a.name, b.name}, a.apply(b.apply(f))(0.3f),
           sines(0.3, 2, a.order + b.order));
}
TEST(Nesting, ThreeLevels) {
  Scalar f = [](Array x) { return sin(2 * x); };
  int i = 0;
  for (const Letter &a : letters)
    for (const Letter &b : letters)
      for (const Letter &c : letters)
        if (i++ % 7 == 0)
          near({a.name, b.name, c.name}, a.apply(b.apply(c.apply(f)))(0.3f),
               sines(0.3, 2, a.order + b.order + c.order), 1e-3);
}
// x · B(y ↦ sin(x·y)) at y = x, under A: the inner function touches the outer
// argument. With B a derivative p(x) = x² cos x², else q(x) = x sin x².
TEST(Nesting, EveryPairWithAClosure) {
  const double x = 0.6, s = std::sin(x * x), c = std::cos(x * x);
  for (const Letter &a : letters)
    for (const Letter &b : letters) {
      Scalar f = [&](Array x) {
        return x * b.apply([&](Array y) { return sin(x * y); })(x);
      };
      double expected[2][2] = {{x * s, s + 2 * x * x * c},
                               {x * x * c, 2 * x * c - 2 * x * x * x * s}};
      near({a.name, '(', b.name, ')'}, a.apply(f)(0.6f),
           {expected[b.order][a.order]});
    }
}

//===-- The prototype's checks --------------------------------------------===//
static Array v3() { return {0.3f, -0.7f, 1.1f}; }
static Array m33() {
  return {{1.f, .5f, -.3f}, {.2f, .8f, .1f}, {-.4f, .6f, .9f}};
}

TEST(Nesting, PerturbationsOfTwoLevels) {
  // d/dy (x y) = x, so x², 2x
  near("at y = x", grad([](Array x) {
         return x * grad([&](Array y) { return x * y; })(x);
       })(3.f),
       {6});
  auto inner = [](Array x) {
    return x * jvp([&](Array y) { return x + y; }, Array(1.f), 1.f).second;
  };
  auto byGrad = [](Array x) {
    return x * grad([&](Array y) { return x + y; })(1.f);
  };
  near("jvp in grad", grad(inner)(2.f), {1});
  near("jvp in jvp", jvp(inner, Array(2.f), 1.f).second, {1});
  near("grad in jvp", jvp(byGrad, Array(2.f), 1.f).second, {1});
}
TEST(Nesting, PerturbationsOfThreeLevels) {
  // innermost: 2xyz at z = x: 2x²y; times y; d/dy at y = x: 4x³; 12x²
  auto f = [](Array x) {
    return grad([&](Array y) {
      return y * grad([&](Array z) { return x * y * z * z; })(x);
    })(x);
  };
  near("three levels", grad(f)(1.5f), {27});
}

TEST(Nesting, ThirdDerivatives) {
  auto f = [](Array x) { return sin(x) * exp(x) * x; };
  auto d2 = grad(grad(f));
  auto d3 = grad(d2);
  float h = 1e-2f;
  double expected = (d2(0.7f + h).item() - d2(0.7f - h).item()) / (2 * h);
  near("grad³", d3(0.7f), {expected}, 1e-2);
  auto derivative = [](auto g) {
    return [g](Array x) { return jvp(g, x, 1.f).second; };
  };
  near("jvp³ = grad³", derivative(derivative(derivative(f)))(0.7f),
       {d3(0.7f).item()});
  near("vmap(grad³)", vmap(d3)(v3()),
       {d3(0.3f).item(), d3(-.7f).item(), d3(1.1f).item()});
  Fn flat = fn1(f);
  Fn total = fn1([flat](Array x) { return sum(vmapOf(flat)({x})[0]); });
  same("grad(sum ∘ vmap) = vmap(grad)", d(total, v3()),
       vmapOf(gradOf(flat))({v3()})[0]);
}

TEST(Nesting, Hessians) {
  auto scalar = [](Array x) {
    return sum(sin(matmul(m33(), x)) * exp(x)) * sum(x * x);
  };
  Fn q = fn1(scalar);
  gradCheck("gradient", q, {v3()});
  modesAgree("modes", q, {v3()});
  Array t{1.f, 2.f, -1.f}, unit = eye(3);
  Array hvp = along(gradOf(q), v3(), t);
  Fn byMap = fn1([&](Array x) {
    return vmapOf(fn1([&](Array e) { return along(gradOf(q), x, e); }))(
        {unit})[0];
  });
  Array h = byMap({v3()})[0];
  same("H t", hvp, matmul(h, t));
  same("symmetric", h, transpose(h));
  same("reverse over reverse",
       d(fn1([&](Array x) { return sum(d(q, x) * t); }), v3()), hvp);
  same("jit", jitOf(byMap)({v3()})[0], h);
  Fn byPullback = fn1([&](Array x) {
    auto [y, pull] = vjp([&](Array z) { return d(q, z); }, x);
    return vmap(pull)(unit);
  });
  same("vmap(vjp)", byPullback({v3()})[0], h);
  same("hessian", hessian(scalar)(v3()), h);
  same("jacfwd(jacfwd)", jacfwd(jacfwd(scalar))(v3()), h);
  same("jacrev(jacrev)", jacrev(jacrev(scalar))(v3()), h);
  same("jacrev(jacfwd)", jacrev(jacfwd(scalar))(v3()), h);
  same("jacrev(grad)", jacrev(grad(scalar))(v3()), h);
  same("jit(hessian)", jit(hessian(scalar))(v3()), h);
  same("vmap(hessian)", take(vmap(hessian(scalar))(m33()), 1),
       hessian(scalar)(take(m33(), 1)));
  gradCheck("grad of the trace of a hessian",
            fn1([&](Array x) { return sum(hessian(scalar)(x) * eye(3)); }),
            {v3()}, 5e-2);
}

TEST(Nesting, Closures) {
  // vmap inside grad inside jit; the innermost touches all three.
  Fn f = fn2([](Array x, Array w) {
    Array s = sum(x);
    auto loss = fn1([&](Array v) {
      return sum(vmapOf(fn1([&](Array r) { return sin(r * v) * s * sum(w); }))(
          {w})[0]);
    });
    return sum(d(loss, s * 2.f) * w);
  });
  Array w{0.2f, 0.5f};
  same("jit = eager", jitOf(f)({v3(), w})[0], f({v3(), w})[0]);
  gradCheck("closures", f, {v3(), w});
  modesAgree("closures", f, {v3(), w});
  gradCheck("grad of jit", jitOf(f), {v3(), w});
  Fn outer = fn1([](Array x) { // a jit that captures a traced value
    Array y = x * 3.f;
    Fn g = jitOf(fn1([&](Array z) { return sin(z) * y; }));
    return g({x})[0] * g({y})[0];
  });
  gradCheck("jit captures", outer, {0.4f});
  near("vmap of a jit that captures", vmapOf(outer)({v3()})[0],
       {outer({0.3f})[0].item(), outer({-.7f})[0].item(),
        outer({1.1f})[0].item()});
  gradCheck("grad∘grad∘jit", fn1([&](Array x) { return d(outer, x); }), {0.4f});
}

TEST(Nesting, LargeCaptureIsAParameter) {
  Array big = full({20}, 0.5f);
  auto f = [&](Array x) {
    return sum(vmap([&](Array b) { return b * x; })(big)) + sum(big * x);
  };
  near("gradient", grad(f)(2.f), {20});
  std::string ir = makeIr(grad(f))(2.f);
  EXPECT_NE(ir.find("tensor<20xf32>"), std::string::npos) << ir;
  EXPECT_EQ(ir.find("dense<5.0"), std::string::npos) << ir;
  Array small{1.f, 2.f};
  ir = makeIr([&](Array x) { return sum(small * x); })(2.f);
  EXPECT_NE(ir.find("dense<[1.0"), std::string::npos) << ir;
}

TEST(Nesting, Pullbacks) {
  auto [y, pull] = vjp([](Array x) { return sin(x); }, v3());
  same("vmap(pullback)", vmap(pull)(m33()), m33() * cos(v3()));
  same("jit(pullback)", jit(pull)(v3()), v3() * cos(v3()));
  auto total = [&, p = pull](Array c) { return sum(p(c * c)); };
  same("grad of a pullback", grad(total)(v3()), 2 * v3() * cos(v3()));
  auto [z, push] = linearize([](Array x) { return sin(x); }, v3());
  auto pushed = [p = push](Array t) -> Array { return p(t); };
  same("vmap(pushforward)", vmap(pushed)(m33()), m33() * cos(v3()));
  same("jit(pushforward)", jit(pushed)(v3()), v3() * cos(v3()));
  same("linearTranspose of a pushforward", linearTranspose(pushed, v3())(v3()),
       v3() * cos(v3()));
  // The pullback of an inner function, used in an outer gradient.
  gradCheck("vjp in grad", fn1([](Array x) {
              auto [y, p] = vjp([&](Array z) { return sin(z * x) * x; }, x * x);
              return sum(p(y));
            }),
            {v3()});
  gradCheck("linearize in grad", fn1([](Array x) {
              auto [y, p] =
                  linearize([&](Array z) { return sin(z * x) * x; }, x * x);
              return sum(p(y));
            }),
            {v3()});
}

TEST(Nesting, Axes) {
  auto product = [](Array x, Array y) { return matmul(x, y); };
  same("columns", vmap(product, {.in = {1, std::nullopt}})(m33(), v3()),
       matmul(transpose(m33()), v3()));
  same("vmap in vmap", vmap([&](Array a) {
         return vmap([&](Array b) { return product(a, b); })(m33());
       })(m33()),
       matmul(m33(), transpose(m33())));
  auto unused = grad<0, 1>([](Array x, Array) { return x; })(1.f, v3());
  near("unused argument", std::get<1>(unused), {0, 0, 0});
}

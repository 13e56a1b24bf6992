// Transforms over trees: what arguments and results may be, which of them are
// differentiated or mapped, and what callables are accepted.
#include "Check.h"

#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

using namespace weft;
using namespace weft::test;

namespace lib {
struct Dense {
  Array w, b;
};
enum class Act { Sin, Cos };
struct Model {
  std::vector<Dense> layers;
  std::map<std::string, Array> extra;
  std::optional<Array> scale;
  std::array<Array, 2> shift;
  std::pair<Array, std::tuple<Array>> rest;
  Act act = Act::Sin;
  int power = 1;
};
struct Empty {};
struct WithStatics {
  Array x;
  int n = 0;
  std::string name;
};
} // namespace lib
using namespace lib;

static Model model() {
  return {{{Array{1.f, 2.f}, 0.5f}, {Array{3.f, -1.f}, 0.25f}},
          {{"bias", 2.f}, {"gain", 1.5f}},
          Array(0.5f),
          {Array(1.f), Array(2.f)},
          {Array(3.f), {Array(4.f)}},
          Act::Cos,
          2};
}
/// Its gradient: 2 w x² + b's 1, and so on: one closed form for each leaf.
static Array apply(const Model &m, const Array &x) {
  Array y = m.extra.at("bias") * m.extra.at("gain");
  for (const Dense &layer : m.layers)
    y = y + sum(layer.w * layer.w * x) + layer.b;
  if (m.scale)
    y = y * *m.scale;
  y = y + m.shift[0] * m.shift[1] + m.rest.first * std::get<0>(m.rest.second);
  return m.act == Act::Cos ? y * m.power : sin(y);
}

TEST(TransformTrees, GradOfEveryKindOfTree) {
  Model m = model();
  Model g = grad(apply)(m, Array{1.f, 10.f});
  EXPECT_EQ(g.act, Act::Cos);
  EXPECT_EQ(g.power, 2);
  ASSERT_EQ(g.layers.size(), 2u);
  near("w", g.layers[0].w, {2, 40});
  near("w", g.layers[1].w, {6, -20});
  near("b", g.layers[1].b, {1});
  near("bias", g.extra.at("bias"), {1.5});
  near("gain", g.extra.at("gain"), {2});
  // y before the scale: 3 + (1 + 40) + 0.5 + (9 + 10) + 0.25
  near("scale", *g.scale, {2 * 63.75});
  near("shift", g.shift[0], {4});
  near("rest", std::get<0>(g.rest.second), {6});
  m.scale.reset();
  g = grad(apply)(m, Array{1.f, 10.f});
  EXPECT_FALSE(g.scale.has_value());
  near("w", g.layers[0].w, {4, 80});
}
TEST(TransformTrees, EveryTransformTakesAndGivesTrees) {
  Model m = model();
  Array x{1.f, 10.f};
  auto twice = [](const Model &m) {
    return treeMap(m, [](Array a) { return a * a; });
  };
  auto expectTwice = [&](const Model &r, double factor, const char *name) {
    EXPECT_EQ(r.power, 2) << name;
    near(name, r.layers[1].w, {9 * factor, factor});
    near(name, r.extra.at("gain"), {2.25 * factor});
    near(name, *r.scale, {.25 * factor});
    near(name, std::get<0>(r.rest.second), {16 * factor});
  };
  expectTwice(jit(twice)(m), 1, "jit");
  expectTwice(checkpoint(twice)(m), 1, "checkpoint");
  auto [y, t] = jvp(twice, m, m);
  expectTwice(y, 1, "jvp");
  expectTwice(t, 2, "jvp");
  auto [z, pull] = vjp(twice, m);
  expectTwice(z, 1, "vjp");
  expectTwice(pull(m), 2, "vjp");
  auto [l, push] = linearize(twice, m);
  expectTwice(l, 1, "linearize");
  expectTwice(push(m), 2, "linearize");
  auto three = [](const Model &m) {
    return treeMap(m, [](Array a) { return a * 3; });
  };
  Model c = linearTranspose(three, m)(m);
  near("linearTranspose", c.layers[1].w, {9, -3});
  Model batch = treeMap(m, [](Array a) { return stack({a, a * 2}); });
  Model v = vmap(twice)(batch);
  expectTwice(treeMap(v, [](Array a) { return take(a, 0); }), 1, "vmap");
  expectTwice(treeMap(v, [](Array a) { return take(a, 1); }), 4, "vmap");
  expectTwice(cond(true, twice, three, m), 1, "cond");
  auto [last, ys] = scan(
      [&](const Model &m, Array) {
        return std::pair{three(m), m};
      },
      m, x);
  near("scan: carry", last.layers[1].w, {27, -9});
  near("scan: ys", ys.extra.at("gain"), {1.5, 4.5});
  Model shapes = evalShape(twice, m);
  EXPECT_EQ(shapes.layers[1].w.shape(), Shape{2});
}
TEST(TransformTrees, EmptyOnes) {
  auto f = [](const Empty &, const Array &x, std::vector<Array> none) {
    return std::tuple{Empty{}, x * 2, none};
  };
  near("jit", std::get<1>(jit(f)(Empty{}, Array(2.f), std::vector<Array>{})),
       {4});
  auto g = grad<0, 1>([](const Empty &, const Array &x) { return x * x; })(
      Empty{}, Array(3.f));
  static_assert(std::is_same_v<decltype(g), std::tuple<Empty, Array>>);
  near("grad", std::get<1>(g), {6});
  EXPECT_TRUE(grad([](std::vector<Array>, Array x) { return x; })(
                  std::vector<Array>{}, Array(1.f))
                  .empty());
  jit([] { return Empty{}; })();
  near("no argument", jit([] { return zeros({2}) + 1; })(), {1, 1});
}
TEST(TransformTrees, StaticFieldsAreCopied) {
  auto f = [](const WithStatics &s) { return sum(s.x) * s.n; };
  WithStatics s{Array{1.f, 2.f}, 3, "three"};
  WithStatics g = grad(f)(s);
  EXPECT_EQ(g.n, 3);
  EXPECT_EQ(g.name, "three");
  near("x", g.x, {3, 3});
  auto named = jit([](const WithStatics &s) {
    return WithStatics{s.x * s.n, s.n + 1, s.name + "!"};
  });
  WithStatics r = named(s);
  EXPECT_EQ(r.n, 4);
  EXPECT_EQ(r.name, "three!");
  EXPECT_EQ(named(s).name, "three!");
  s.n = 5;
  near("another static field", named(s).x, {5, 10});
}

//===-- Arguments ---------------------------------------------------------===//
static Array three(Array x, Array y, Array z) { return x * y * y + z; }

TEST(TransformArguments, Argnums) {
  near("0", grad(three)(2.f, 3.f, 4.f), {9});
  near("1", grad<1>(three)(2.f, 3.f, 4.f), {12});
  auto [a, c] = grad<0, 2>(three)(2.f, 3.f, 4.f);
  near("0 of two", a, {9});
  near("2 of two", c, {1});
  auto [value, g] = valueAndGrad<2, 1>(three)(2.f, 3.f, 4.f);
  near("value", value, {22});
  near("2 first", std::get<0>(g), {1});
  near("1 last", std::get<1>(g), {12});
}
TEST(TransformArguments, Aux) {
  auto f = [](Array x, Array y) {
    return std::pair{x * x * y, std::map<std::string, Array>{{"x", x + y}}};
  };
  auto [value, g] = valueAndGrad<Aux>(f)(2.f, 3.f);
  near("value", value.first, {12});
  near("aux", value.second.at("x"), {5});
  near("gradient", g, {12});
  auto [g1, aux] = grad<Aux, 1>(f)(2.f, 3.f);
  near("gradient", g1, {4});
  near("aux", aux.at("x"), {5});
  // The aux of an inner gradient is differentiated by an outer one.
  auto outer = [&](Array x) {
    auto [g, aux] = grad<Aux>(f)(x, Array(3.f));
    return g * aux.at("x"); // 6x (x + 3)
  };
  near("through aux", grad(outer)(2.f), {42});
}
TEST(TransformArguments, IntegersAndBools) {
  auto f = [](std::pair<Array, Array> a) { return sum(a.first) * a.second; };
  auto g = grad(f, {.allowInt = true})(std::pair{Array{1, 2}, Array(2.f)});
  EXPECT_EQ(g.first.dtype(), Dtype::Bool);
  EXPECT_EQ(g.first.shape(), Shape{2});
  near("float leaf", g.second, {3});
  // A leaf that is not differentiated may be of any dtype.
  near("grad<1>", grad<1>([](Array n, Array x) { return n * x; })(3, 2.f), {3});
  auto [y, t] = jvp(
      [](Array x) {
        return std::pair{x * x, x > 1.f};
      },
      Array(2.f), 1.f);
  EXPECT_TRUE(y.second.item<bool>());
  near("tangent", t.first, {4});
  EXPECT_EQ(t.second.dtype(), Dtype::Bool);
}
TEST(TransformArguments, NumbersBecomeArrays) {
  auto declared = [](Array x) { return x * x; };
  auto generic = [](auto x) { return x * x; };
  near("int", jit(declared)(3), {9});
  near("double", grad(declared)(3.0), {6});
  near("generic", grad(generic)(3.0), {6});
  near("generic, jit", jit(generic)(3.0f), {9});
  near("jvp", jvp(declared, 3.f, 2.f).second, {12});
  // Integers of a generic lambda are static: they may be sizes.
  auto repeated = [](auto x, auto n) {
    auto y = x;
    for (int i = 1; i < n; ++i)
      y = y * x;
    return y;
  };
  near("static integer", grad(repeated)(2.0, 3), {12});
}
TEST(TransformArguments, WeakTypesStayWeak) {
  Array x = array<double>({1, 2});
  auto f = [](Array x, Array s) { return sum(x * s); };
  EXPECT_EQ(f(x, 2.f).dtype(), Dtype::F64);
  EXPECT_EQ(jit(f)(x, 2.f).dtype(), Dtype::F64);
  auto [y, g] = valueAndGrad<0, 1>(f)(x, 2.f);
  EXPECT_EQ(y.dtype(), Dtype::F64);
  EXPECT_EQ(std::get<0>(g).dtype(), Dtype::F64);
  EXPECT_EQ(std::get<1>(g).dtype(), Dtype::F32);
  EXPECT_TRUE(jit([](Array s) { return s * 2; })(1.5f).isWeak());
  EXPECT_FALSE(jit([](Array s) { return s * 2; })(scalar(1.5f)).isWeak());
  EXPECT_EQ(vmap([](Array x, Array s) { return x * s; },
                 {.in = {0, std::nullopt}})(x, 2.f)
                .dtype(),
            Dtype::F64);
  // A weak tangent takes the dtype of its argument.
  EXPECT_EQ(jvp([](Array x) { return x * x; }, scalar(3.0), 1.f).second.dtype(),
            Dtype::F64);
}
TEST(TransformArguments, WeakCarriesAndBranches) {
  auto step = [](Array c, Array x) { return std::pair{c + x, c}; };
  auto [c, ys] = scan(step, 0, array<double>({1, 2, 3}));
  EXPECT_EQ(c.dtype(), Dtype::F64);
  EXPECT_EQ(ys.dtype(), Dtype::F64);
  near("carry", c, {6});
  auto branch = cond(
      true, [](Array x) { return x; }, [](Array) { return Array(0.f); },
      scalar(2.0));
  EXPECT_EQ(branch.dtype(), Dtype::F64);
  EXPECT_FALSE(branch.isWeak());
  auto both = [](Array p) {
    return cond(
        p, [] { return Array(1); }, [] { return Array(.5f); });
  };
  EXPECT_EQ(both(false).dtype(), Dtype::F32);
  EXPECT_TRUE(both(true).isWeak());
  EXPECT_TRUE(checkpoint([](Array x) { return x * 2; })(1.f).isWeak());
}

//===-- Callables ---------------------------------------------------------===//
namespace {
Array loss(const Array &x) { return x * x; }
struct Object {
  Array k;
  Array operator()(const Array &x) const { return x * x * k; }
};
struct Method {
  Array k;
  Array call(Array x) const { return x * k; }
};
} // namespace
TEST(TransformCallables, AreOfEveryKind) {
  near("function", grad(loss)(3.f), {6});
  near("function pointer", grad(&loss)(3.f), {6});
  near("function, jit", jit(loss)(3.f), {9});
  near("function, vmap", vmap(loss)(Array{1.f, 2.f}), {1, 4});
  near("function, vjp", vjp(loss, 3.f).second(1.f), {6});
  near("object", grad(Object{2.f})(3.f), {12});
  near("std::function", grad(std::function<Array(Array)>(loss))(3.f), {6});
  auto generic = [](const auto &x) { return x * x; };
  near("generic", grad(grad(generic))(Array(3.f)), {2});
  Method m{2.f};
  near("bound", grad([&](Array x) { return m.call(x); })(3.f), {2});
  auto mutated = 0;
  auto counts = [&](Array x) {
    ++mutated;
    return x;
  };
  grad(counts)(1.f);
  EXPECT_EQ(mutated, 1) << "a function is traced once";
  near("noexcept", grad([](Array x) noexcept { return x; })(1.f), {1});
}

//===-- vmap's axes -------------------------------------------------------===//
TEST(TransformAxes, PerLeaf) {
  Dense d{{{1.f, 2.f, 3.f}, {4.f, 5.f, 6.f}}, Array{10.f, 20.f, 30.f}};
  auto f = [](const Dense &d, const Array &x) { return sum(d.w) * x + d.b; };
  // w by column, b by element, x whole.
  near("list", vmap(f, {.in = {{1, 0}, std::nullopt}})(d, 2.f), {20, 34, 48});
  near("negative", vmap(f, {.in = {{-1, -1}, std::nullopt}})(d, 2.f),
       {20, 34, 48});
  near("some leaves",
       vmap(f, {.in = {{1, std::nullopt}, 0}})(Dense{d.w, 1.f},
                                               Array{1.f, 2.f, 3.f}),
       {6, 15, 28});
}
TEST(TransformAxes, OfResults) {
  Array x{{1.f, 2.f, 3.f}, {4.f, 5.f, 6.f}};
  auto same = [](Array r) { return r; };
  EXPECT_EQ(vmap(same, {.out = 1})(x).shape(), (Shape{3, 2}));
  EXPECT_EQ(vmap(same, {.out = -1})(x).shape(), (Shape{3, 2}));
  near("back", vmap(same, {.in = {1}, .out = 1})(x), {1, 2, 3, 4, 5, 6});
  auto two = [](Array r) { return std::pair{r, zeros({2})}; };
  auto [a, b] = vmap(two, {.out = {1, std::nullopt}})(x);
  EXPECT_EQ(a.shape(), (Shape{3, 2}));
  EXPECT_EQ(b.shape(), Shape{2}) << "no axis: the one value of all";
  auto [c, d] = vmap(two)(x);
  EXPECT_EQ(d.shape(), (Shape{2, 2})) << "an axis: repeated";
  auto none = vmap([](Array y) { return y; },
                   {.in = {std::nullopt}, .axisSize = 4})(1.f);
  near("axisSize", none, {1, 1, 1, 1});
}
TEST(TransformAxes, UnderOtherTransforms) {
  Array x{{1.f, 2.f}, {3.f, 4.f}};
  auto columns = [](Array x) {
    return sum(vmap([](Array c) { return sum(c * c * c); }, {.in = {1}})(x));
  };
  near("grad", grad(columns)(x), {3, 12, 27, 48});
  near("jit", jit(columns)(x), {100});
}

//===-- The rest ----------------------------------------------------------===//
TEST(TransformMisc, AGradientIsWeakWhereItsArgumentIs) {
  auto f = [](Array x) { return sum(x * x); };
  EXPECT_TRUE(grad(f)(3.0).isWeak());
  EXPECT_FALSE(grad(f)(ones({2})).isWeak());
}
// As JAX has it: both of two equals have half.
TEST(TransformMisc, EqualsShareTheDerivativeOfAnExtremum) {
  Array x{1.f, 2.f, 2.f};
  EXPECT_EQ(grad([](Array x) { return sum(maximum(x, 2.f)); })(x).toVector<float>(),
            (std::vector<float>{0, .5f, .5f}));
  EXPECT_EQ(grad([](Array x) { return sum(minimum(x, 2.f)); })(x).toVector<float>(),
            (std::vector<float>{1, .5f, .5f}));
  EXPECT_EQ(grad([](Array x) { return max(x); })(x).toVector<float>(),
            (std::vector<float>{0, .5f, .5f}));
}
TEST(TransformMisc, StopGradient) {
  near("factor", grad([](Array x) { return x * stopGradient(x); })(3.f), {3});
  near("all", grad([](Array x) { return stopGradient(x * x); })(3.f), {0});
  near("second",
       grad(grad([](Array x) { return x * x * stopGradient(x); }))(3.f), {6});
}
TEST(TransformMisc, EvalShape) {
  int runs = 0;
  auto f = [&](Array x, const Dense &d) {
    ++runs;
    return std::pair{matmul(x, d.w), d.b > 0};
  };
  auto [y, p] = evalShape(f, zeros({4, 3}), Dense{zeros({3, 5}), zeros({2})});
  EXPECT_EQ(y.shape(), (Shape{4, 5}));
  EXPECT_EQ(y.dtype(), Dtype::F32);
  EXPECT_EQ(p.dtype(), Dtype::Bool);
  EXPECT_EQ(runs, 1);
  auto [y2, p2] = evalShape(f, y, Dense{zeros({5, 1}), p});
  EXPECT_EQ(y2.shape(), (Shape{4, 1})) << "a shape serves as an argument";
}
TEST(TransformMisc, MakeJaxpr) {
  auto f = [](Array x) { return sin(x); };
  EXPECT_EQ(makeJaxpr(f)(zeros({3})),
            "{ lambda ; a:f32[3]. let b:f32[3] = sin a in (b,) }");
  EXPECT_NE(makeJaxpr(grad(f))(1.f).find("cos"), std::string::npos);
  EXPECT_NE(makeIr(f)(zeros({3})).find("weft.sin"), std::string::npos);
}
TEST(TransformMisc, RavelTree) {
  Dense d{{{1.f, 2.f}, {3.f, 4.f}}, 5.f};
  auto [flat, unravel] = ravelTree(d);
  near("flat", flat, {1, 2, 3, 4, 5});
  Dense back = unravel(flat * 2);
  EXPECT_EQ(back.w.shape(), (Shape{2, 2}));
  near("w", back.w, {2, 4, 6, 8});
  near("b", back.b, {10});
  auto f = [u = unravel](Array v) {
    Dense d = u(v);
    return sum(d.w * d.w) * d.b;
  };
  near("grad through it", grad(f)(flat), {10, 20, 30, 40, 30});
  EXPECT_EQ(ravelTree(Empty{}).first.shape(), Shape{0});
}
TEST(TransformMisc, Jacobians) {
  auto g = [](Array x, Array k) {
    return stack({sum(x * x) * k, take(x, 0) * k});
  };
  Array x{1.f, 2.f, 3.f};
  near("jacfwd", jacfwd(g)(x, 2.f), {4, 8, 12, 2, 0, 0});
  near("jacrev", jacrev(g)(x, 2.f), {4, 8, 12, 2, 0, 0});
  EXPECT_EQ(jacrev(g)(x, 2.f).shape(), (Shape{2, 3}));
  auto tree = [](const Dense &d) { return matmul(d.w, d.b); };
  Dense d{{{1.f, 2.f}, {3.f, 4.f}}, Array{5.f, 6.f}};
  Dense forward = jacfwd(tree)(d), reverse = jacrev(tree)(d);
  EXPECT_EQ(forward.w.shape(), (Shape{2, 2, 2}));
  near("w", forward.w, {5, 6, 0, 0, 0, 0, 5, 6});
  same("w", forward.w, reverse.w);
  same("b", forward.b, reverse.b);
  near("b", forward.b, {1, 2, 3, 4});
}
TEST(TransformMisc, FailingFunctionsLeaveNothingOpen) {
  struct Mine {};
  auto fails = [](Array) -> Array { throw Mine(); };
  Array x{1.f, 2.f};
  EXPECT_THROW(grad(fails)(x), Mine);
  EXPECT_THROW(jit(fails)(x), Mine);
  EXPECT_THROW(vmap(fails)(x), Mine);
  EXPECT_THROW(jvp(fails, x, x), Mine);
  EXPECT_THROW(vjp(fails, x), Mine);
  EXPECT_THROW(linearize(fails, x), Mine);
  EXPECT_THROW(checkpoint(fails)(x), Mine);
  EXPECT_THROW(evalShape(fails, x), Mine);
  EXPECT_THROW(grad(jit(vmap(fails)))(x), Mine);
  EXPECT_THROW(cond(true, fails, fails, x), Mine);
  EXPECT_THROW(
      scan([](Array, Array) -> std::pair<Array, Array> { throw Mine(); }, 1.f,
           x),
      Mine);
  EXPECT_FALSE(detail::isTracing());
  near("the next one", grad([](Array x) { return sum(x * x); })(x), {2, 4});
}

//===-- Jacobians and Hessians of trees -----------------------------------===//
namespace {
struct Layer {
  Array w, b; // of shapes {2} and {}
};
Array energy(Layer p) { return sum(p.w * p.w * p.w) * p.b + p.b * p.b; }
} // namespace
TEST(Jacobians, HessianOfATree) {
  Layer p{{1.f, 2.f}, 3.f};
  std::vector<Layer> h = hessian(energy)(p);
  ASSERT_EQ(h.size(), 2u); // a tree for each leaf of the gradient
  EXPECT_EQ(h[0].w.shape(), (Shape{2, 2}));
  EXPECT_EQ(h[0].b.shape(), (Shape{2}));
  EXPECT_EQ(h[1].w.shape(), (Shape{2}));
  EXPECT_EQ(h[1].b.shape(), (Shape{}));
  near("ww", h[0].w, {18, 0, 0, 36}); // 6 b w on the diagonal
  near("wb", h[0].b, {3, 12});        // 3 w²
  near("bw", h[1].w, {3, 12});
  near("bb", h[1].b, {2});
  auto compiled = jit(hessian(energy))(p);
  near("jit", compiled[0].w, {18, 0, 0, 36});
  auto other = jacrev(jacfwd(energy))(p);
  near("jacrev(jacfwd)", other[0].b, {3, 12});
  // All blocks are the Hessian of the vector of all leaves.
  auto [flat, unravel] = ravelTree(p);
  Array whole = hessian([&, back = unravel](Array v) {
    return energy(back(v));
  })(flat);
  near("raveled", whole, {18, 0, 3, 0, 36, 12, 3, 12, 2});
}
TEST(Jacobians, OfResultsThatAreTrees) {
  // One Array in: the result's structure, as in JAX.
  auto two = [](Array x) { return std::map<std::string, Array>{
        {"s", sum(x)}, {"v", x * x}}; };
  Array x{1.f, 2.f, 3.f};
  for (auto j : {jacfwd(two)(x), jacrev(two)(x), jit(jacrev(two))(x)}) {
    near("s", j.at("s"), {1, 1, 1});
    near("v", j.at("v"), {2, 0, 0, 0, 4, 0, 0, 0, 6});
    EXPECT_EQ(j.at("v").shape(), (Shape{3, 3}));
  }
  // Trees in and out, one leaf of each without the other's.
  auto both = [](Layer p, float k) {
    return std::tuple{p.w * k, p.b * p.b, sum(p.w) * p.b};
  };
  Layer p{{1.f, 2.f}, 3.f};
  for (const std::vector<Layer> &j : {jacfwd(both)(p, 5.f),
                                      jacrev(both)(p, 5.f)}) {
    ASSERT_EQ(j.size(), 3u);
    near("0.w", j[0].w, {5, 0, 0, 5});
    near("0.b", j[0].b, {0, 0});
    near("1.w", j[1].w, {0, 0});
    near("1.b", j[1].b, {6});
    near("2.w", j[2].w, {3, 3});
    near("2.b", j[2].b, {3});
  }
  using Empty = std::vector<Array>;
  EXPECT_TRUE(jacfwd([](Empty) { return Array(1.f); })(Empty()).empty());
  EXPECT_EQ(jacfwd([](Empty e) { return std::pair{Array(1.f), e}; })(Empty())
                .size(),
            1u);
}

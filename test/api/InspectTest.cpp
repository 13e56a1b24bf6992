// makeJaxpr, makeIr and evalShape: functions looked at and not run.
#include "weft/Jit.h"
#include "weft/weft.h"

#include <gtest/gtest.h>

using namespace weft;

TEST(Inspect, JaxprIsAsJaxPrintsIt) {
  auto f = [](const Array &x) { return sin(x); };
  EXPECT_EQ(makeJaxpr(f)(spec(Dtype::F32, {3})),
            "{ lambda ; a:f32[3]. let b:f32[3] = sin a in (b,) }");
  auto g = [](const Array &x, const Array &y) {
    return std::pair{exp(x) * y, sum(x)};
  };
  EXPECT_EQ(makeJaxpr(g)(spec(Dtype::F64, {2, 3}), spec(Dtype::F64, {2, 3})),
            "{ lambda ; a:f64[2,3] b:f64[2,3]. let\n"
            "    c:f64[2,3] = exp a\n"
            "    d:f64[2,3] = mul c b\n"
            "    e:f64[] = reduce_sum[axes=(0, 1) out_sharding=None] a\n"
            "  in (d, e) }");
}

TEST(Inspect, TransformsAndCallsAreShown) {
  auto cube = [](const Array &x) { return x * x * x; };
  std::string shown = makeJaxpr(jit(cube))(1.0f);
  EXPECT_EQ(shown, "{ lambda ; a:f32[]. let\n"
                   "    b:f32[] = jit[\n"
                   "      name=fn\n"
                   "      jaxpr={ lambda ; a:f32[]. let\n"
                   "          c:f32[] = mul a a\n"
                   "          b:f32[] = mul c a\n"
                   "        in (b,) }\n"
                   "    ] a\n"
                   "  in (b,) }");
  std::string named = makeJaxpr(grad(jit(cube, {.name = "cube"})))(1.0f);
  EXPECT_NE(named.find("name=cube\n"), std::string::npos) << named;
  // The gradient is of first order in the equations of the function.
  std::string gradient = makeJaxpr(grad(cube))(1.0f);
  EXPECT_TRUE(gradient.starts_with("{ lambda ; a:f32[]. let\n")) << gradient;
  EXPECT_LE(std::count(gradient.begin(), gradient.end(), '='), 8) << gradient;
}

TEST(Inspect, MoreVariablesThanLetters) {
  auto f = [](Array x) {
    for (int i = 0; i < 30; ++i)
      x = sin(x);
    return x;
  };
  std::string shown = makeJaxpr(f)(1.0f);
  EXPECT_NE(shown.find("    z:f32[] = sin y\n    ba:f32[] = sin z\n"
                       "    bb:f32[] = sin ba\n"),
            std::string::npos)
      << shown;
}

TEST(Inspect, IrIsMlirText) {
  auto f = [](const Array &x) { return sin(x); };
  std::string text = makeIr(f)(spec(Dtype::F32, {3}));
  EXPECT_NE(text.find("func.func @main(%arg0: tensor<3xf32>)"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("weft.sin %arg0"), std::string::npos) << text;
}

TEST(Inspect, SpecsHaveNoValue) {
  Array x = spec(Dtype::I64, {2, 0});
  EXPECT_EQ(x.shape(), (Shape{2, 0}));
  EXPECT_EQ(x.dtype(), Dtype::I64);
  EXPECT_THROW(x.toVector<int64_t>(), TraceError);
}

TEST(Inspect, StatsCountWhatACallNeeds) {
  Array x = ones({64, 8}), y = ones({64, 8});
  auto add = jit([](const Array &x, const Array &y) -> Array { return x + y; });
  JitStats sum = add.stats(x, y);
  EXPECT_EQ(sum.argumentBytes, 2u * 64 * 8 * 4);
  EXPECT_EQ(sum.resultBytes, 64u * 8 * 4);
  EXPECT_EQ(sum.arenaBytes, 0u);
  EXPECT_LT(sum.stackBytes, 1024u);
  EXPECT_EQ(sum.peakBytes, 3u * 64 * 8 * 4 + sum.stackBytes);
  // A sort needs its rows twice, and captured arrays count as arguments.
  Array large = ones({4096});
  auto order =
      jit([=](const Array &x) -> Array { return sort(x + large); });
  JitStats sorted = order.stats(large);
  EXPECT_EQ(sorted.argumentBytes, 2u * 4096 * 4);
  EXPECT_GE(sorted.arenaBytes, 2u * 4096 * 4);
}

TEST(Inspect, EvalShapeKnowsWhatIsWeak) {
  auto f = [](Array x, Array y) { return std::pair{x * 2.0, y}; };
  auto [a, b] = evalShape(f, Array(1.0), spec(Dtype::F16, {2}));
  EXPECT_TRUE(a.isWeak());
  EXPECT_FALSE(b.isWeak());
  EXPECT_FALSE(evalShape(f, scalar(1.f), Array(1)).first.isWeak());
}

// Named axes: what lanes tell one another, against sums and permutations
// written out, and against JAX where a convention is at stake.
#include "Check.h"

using namespace weft;
using namespace weft::test;

static Array x3() { return {1.f, 2.f, 4.f}; }
static const VmapOptions lanes{.axisName = "i"};

TEST(Collective, SumsAndExtrema) {
  auto f = [](Array x) {
    return std::vector{psum(x, "i"), pmean(x, "i"), pmax(x, "i"),
                       pmin(x, "i")};
  };
  auto y = vmap(f, lanes)(x3());
  near("psum", y[0], {7, 7, 7});
  near("pmean", y[1], {7 / 3., 7 / 3., 7 / 3.});
  near("pmax", y[2], {4, 4, 4});
  near("pmin", y[3], {1, 1, 1});
  near("jit", jit(vmap(f, lanes))(x3())[0], {7, 7, 7});
  near("of ints", vmap([](Array x) { return pmean(x, "i"); }, lanes)(
                      Array{1, 2, 4}),
       {7 / 3., 7 / 3., 7 / 3.});
  near("of what is the same in all lanes",
       vmap([](Array) { return psum(Array(2.f), "i"); }, lanes)(x3()),
       {6, 6, 6});
  near("one for all lanes, and so without an out axis",
       vmap([](Array x) { return psum(x, "i"); },
            {.out = std::nullopt, .axisName = "i"})(x3()),
       {7});
  near("along another axis",
       vmap([](Array x) { return psum(x, "i"); },
            {.in = {-1}, .out = 1, .axisName = "i"})(
           Array{{1.f, 2.f}, {3.f, 4.f}}),
       {3, 3, 7, 7});
}
/// The same within bodies: the result of a psum is known to be one for all
/// lanes before the body is mapped.
TEST(Collective, OneForAllLanesInBodies) {
  VmapOptions none{.out = std::nullopt, .axisName = "i"};
  auto inner = jit([](Array x) -> Array {
    return psum(x, "i") + pmax(x, "i") + sum(allGather(x, "i"));
  });
  near("jit", vmap([&](Array x) -> Array { return inner(x); }, none)(x3()),
       {18});
  auto thrice = [](Array x) -> Array {
    auto step = [=](Array c) {
      return std::pair{Array(c + psum(x, "i")), nothing};
    };
    return scan(step, Array(0.f), {.length = 3}).first;
  };
  near("scan", vmap(thrice, none)(x3()), {21});
  auto either = [](Array x) -> Array {
    auto mean = [](Array x) -> Array { return pmean(x, "i"); };
    auto least = [](Array x) -> Array { return pmin(x, "i"); };
    return cond(psum(x, "i") > 5, mean, least, x);
  };
  near("cond", vmap(either, none)(x3()), {7 / 3.});
  auto loss = [&](Array x) -> Array { return vmap(thrice, none)(x); };
  near("grad", grad(loss)(x3()), {3, 3, 3});
  auto outer = [&](Array x) -> Array { return loss(x); };
  near("mapped again", vmap(outer)(stack({x3(), x3() * 2})), {21, 42});
}
TEST(Collective, IndexAndSize) {
  auto f = [](Array x) {
    EXPECT_EQ(axisSize("i"), 3);
    return x * axisIndex("i");
  };
  near("index", vmap(f, lanes)(x3()), {0, 2, 8});
  near("no argument is mapped",
       vmap([](Array x) { return x + axisIndex("i"); },
            {.in = {std::nullopt}, .axisSize = 3, .axisName = "i"})(1.f),
       {1, 2, 3});
}
TEST(Collective, GatherScatterPermute) {
  auto gather = [](Array x) { return allGather(x, "i"); };
  near("all see all", vmap(gather, lanes)(x3()), {1, 2, 4, 1, 2, 4, 1, 2, 4});
  auto tiled = [](Array x) { return allGather(x, "i", 0, true); };
  Array m{{1.f, 2.f}, {3.f, 4.f}};
  Array t = vmap(tiled, lanes)(m);
  EXPECT_EQ(t.shape(), (Shape{2, 4}));
  near("tiled", t, {1, 2, 3, 4, 1, 2, 3, 4});
  EXPECT_EQ(vmap([](Array x) { return allGather(x, "i", 1); }, lanes)(
                ones({3, 2}))
                .shape(),
            (Shape{3, 2, 3}));
  auto scatter = [](Array x) { return psumScatter(x, "i"); };
  near("scatter", vmap(scatter, lanes)(m), {4, 6});
  auto parts = [](Array x) { return psumScatter(x, "i", 0, true); };
  near("parts", vmap(parts, lanes)(Array{{1.f, 2.f, 3.f, 4.f}, {5.f, 6.f, 7.f, 8.f}}),
       {6, 8, 10, 12});
  // Over axis 1, of lanes with two rows of six.
  Array rows = reshape(arange(24.f), {2, 2, 6});
  near("parts of axis 1",
       vmap([](Array x) { return psumScatter(x, "i", 1, true); }, lanes)(rows),
       {12, 14, 16, 24, 26, 28, 18, 20, 22, 30, 32, 34});
  Array sent = vmap([](Array x) { return allToAll(x, "i", 0, 1); },
                    lanes)(reshape(arange(12.f), {2, 2, 3}));
  EXPECT_EQ(sent.shape(), (Shape{2, 3, 2}));
  near("to all, along axis 1", sent, {0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11});
  auto shift = [](Array x) { return ppermute(x, "i", {{0, 1}, {1, 2}}); };
  near("shift", vmap(shift, lanes)(x3()), {0, 1, 2});
  auto turn = [](Array x) { return ppermute(x, "i", {{0, 2}, {2, 1}, {1, 0}}); };
  near("turn", vmap(turn, lanes)(x3()), {2, 4, 1});
  near("nobody sends",
       vmap([](Array x) { return ppermute(x, "i", {}); }, lanes)(x3()),
       {0, 0, 0});
  near("bools", vmap([](Array x) { return ppermute(x > 1, "i", {{2, 0}}); },
                     lanes)(x3()),
       {1, 0, 0});
  auto all = [](Array x) { return allToAll(x, "i", 0, 0); };
  near("to all", vmap(all, lanes)(m), {1, 3, 2, 4});
  Array w = vmap([](Array x) { return allToAll(x, "i", 1, 0); }, lanes)(
      reshape(arange(18.f), {3, 2, 3}));
  EXPECT_EQ(w.shape(), (Shape{3, 3, 2}));
  near("lane 1", take(w, 1), {1, 4, 7, 10, 13, 16});
}
TEST(Collective, NamesNest) {
  auto f = [](Array x) {
    return vmap(
        [](Array x) {
          return psum(x, "i") * 100 + psum(x, "j") +
                 axisIndex("i") * 10000 + axisIndex("j") * 1000;
        },
        {.axisName = "j"})(x);
  };
  Array m{{1.f, 2.f, 3.f}, {4.f, 5.f, 6.f}};
  near("sums", vmap(f, lanes)(m),
       {506, 1706, 2906, 10515, 11715, 12915});
  // The inner one of a name is meant.
  auto g = [](Array x) {
    return vmap([](Array x) { return psum(x, "i"); }, lanes)(x) +
           psum(x, "i") * 0;
  };
  near("shadowed", vmap(g, lanes)(m), {6, 6, 6, 15, 15, 15});
  // A map without a name in between.
  auto h = [](Array x) {
    return vmap([](Array x) {
      return sum(allGather(x, "i") * Array{1.f, 10.f}) +
             sum(allToAll(broadcastTo(x, {2}), "i", 0, 0));
    })(x);
  };
  near("through", vmap(h, lanes)(m), {46, 59, 72, 46, 59, 72});
}
TEST(Collective, InControlFlow) {
  auto f = [](Array x) {
    auto step = [&](Array c, Array k) {
      Array n = psum(c, "i") * k + axisIndex("i");
      return std::pair{n, n};
    };
    return scan(step, x, Array{1.f, .5f}).first;
  };
  // 7, 8, 9 then 12, 13, 14
  near("scan", vmap(f, lanes)(x3()), {12, 13, 14});
  auto g = [](Array x) {
    return cond(
        axisIndex("i") == 1, [](Array x) { return pmax(x, "i"); },
        [](Array x) { return x; }, x);
  };
  near("cond", vmap(g, lanes)(x3()), {1, 4, 4});
  near("whole cond", vmap([](Array x) {
         return cond(
             true, [](Array x) { return psum(x, "i"); },
             [](Array x) { return x; }, x);
       }, lanes)(x3()),
       {7, 7, 7});
  auto h = [](Array x) {
    return whileLoop([](Array x) { return pmax(x, "i") < 100; },
                     [](Array x) { return x + psum(x, "i"); }, x);
  };
  // 1 2 4 (7) 8 9 11 (28) 36 37 39 (112) 148 …
  near("while", vmap(h, lanes)(x3()), {148, 149, 151});
  near("jit inside", vmap([](Array x) {
         return jit([](Array x) { return psum(x, "i"); })(x);
       }, lanes)(x3()),
       {7, 7, 7});
}
TEST(Collective, Derivatives) {
  auto sumOf = [](auto f) {
    return fn1([f](Array x) { return sum(sin(vmap(f, lanes)(x))); });
  };
  Array x{.3f, -.7f, 1.1f};
  auto check = [&](const char *name, auto f) {
    gradCheck(name, sumOf(f), {x});
    modesAgree(name, sumOf(f), {x});
    modesAgree(name, fn1([&](Array x) {
                 return sum(sin(gradOf(sumOf(f))({x})[0]));
               }),
               {x});
  };
  check("psum", [](Array x) { return psum(x * x, "i") * x; });
  check("pmean", [](Array x) { return pmean(x * x, "i") * x; });
  check("pmax", [](Array x) { return pmax(x, "i") * x; });
  check("pmin", [](Array x) { return pmin(x * x, "i") * x; });
  check("allGather", [](Array x) { return sum(allGather(x, "i") * x); });
  check("ppermute", [](Array x) {
    return ppermute(x, "i", {{0, 1}, {1, 2}}) * x;
  });
  check("psumScatter", [](Array x) {
    return psumScatter(x * Array{1.f, 2.f, 3.f}, "i") * x;
  });
  check("allToAll", [](Array x) {
    return sum(allToAll(x * Array{1.f, 2.f, 3.f}, "i", 0, 0)) * x;
  });
  // Inside the map the transposes are JAX's: that of psum is psum.
  near("grad in vmap",
       vmap(grad([](Array x) { return psum(x * x, "i"); }), lanes)(x3()),
       {6, 12, 24});
  near("of a gather", vmap(grad([](Array x) {
                             return sum(allGather(x * x, "i") *
                                        Array{0.f, 1.f, 2.f});
                           }),
                           lanes)(Array{1.f, 2.f, 3.f}),
       {0, 12, 36});
  // Rules of their own do not take lanes for their own map.
  auto scaled = [](Array x) {
    auto f = customVjp([](Array x) { return x * axisIndex("i"); },
                       [](Array x) {
                         return std::pair{x * axisIndex("i"), std::tuple<>()};
                       },
                       [](std::tuple<>, Array ct) {
                         return psum(ct, "i") * axisIndex("i");
                       });
    return sum(vmap(f)(x * Array{1.f, 2.f}));
  };
  near("customVjp", vmap(grad(scaled), lanes)(x3()), {0, 9, 18});
}

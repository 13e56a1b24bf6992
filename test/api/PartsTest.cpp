// Work on shifted arrays, which lowering does by parts: compiled against the
// same operations one by one.
#include "Check.h"

using namespace weft;
using namespace weft::test;

namespace {
/// The left neighbours along the axis, ones before the first.
Array left(const Array &v, int64_t axis = 0) {
  Shape border = v.shape();
  border[axis] = 1;
  return concatenate({ones(border, v.dtype()), sliceInDim(v, 0, -1, 1, axis)},
                     axis);
}
/// The right neighbours, zeros after the last.
Array right(const Array &v, int64_t axis = 0, int64_t by = 1) {
  Shape low(v.rank(), 0), high(v.rank(), 0);
  high[axis] = by;
  return pad(sliceInDim(v, by, v.dim(axis), 1, axis), low, high);
}
Array stages(const Array &x, const Array &y) {
  Array k1 = x * left(y), k2 = x * left(y + .5f * k1), k3 = x * left(y + k2);
  return y + (k1 + 2.f * k2 + k3) / 6.f;
}
Array steps(const Array &x) {
  auto step = [&](const Array &y, std::tuple<>) {
    return std::pair{stages(x, y), std::tuple<>()};
  };
  return scan(step, zerosLike(x), std::tuple<>(), {.length = 5}).first;
}
Array weights(const Shape &shape) {
  int64_t n = 1;
  for (int64_t size : shape)
    n *= size;
  return sin(reshape(arange(0, n, 1, Dtype::F32), shape)) + .5f;
}

struct Case {
  const char *name;
  Array (*f)(const Array &);
  Shape shape;
};
const Case cases[] = {
    {"stages", [](const Array &x) { return stages(x, sin(x)); }, {1000}},
    {"steps", steps, {777}},
    {"differences",
     [](const Array &x) -> Array { return left(x) + right(x) - 2.f * x; },
     {300}},
    {"rows",
     [](const Array &x) -> Array { return exp(x) * left(x) + right(x) * x; },
     {64, 9}},
    {"columns",
     [](const Array &x) -> Array {
       return left(x, 1) * x + right(left(x, 1) * x, 1, 2);
     },
     {9, 128}},
    {"bothAxes",
     [](const Array &x) -> Array {
       return left(x, 0) * left(x, 1) + right(x, 0) * right(x, 1);
     },
     {65, 66}},
    {"wholeAsWell",
     [](const Array &x) -> Array {
       Array y = x * left(x);
       return y + cumsum(y) + right(y);
     },
     {400}},
    {"chosen",
     [](const Array &x) { return where(left(x) > x, right(x), x * x); },
     {500}},
    {"many",
     [](const Array &x) {
       Array y = x;
       for (int i = 0; i < 20; ++i)
         y = .5f * left(y) + .5f * y;
       return y;
     },
     {640}},
    // Cut along one axis, and then along the other: no part has a whole row.
    {"axesInTurn",
     [](const Array &x) -> Array {
       return left(x, 1) + (right(x, 0) + right(x, 1)) + left(x, 0) - 4.f * x;
     },
     {65, 66}},
    {"axesInTurnAgain",
     [](const Array &x) -> Array {
       Array y = x;
       for (int i = 0; i < 3; ++i)
         y = y + .1f * ((left(y, 1) + left(y, 0)) +
                        (right(y, 0) + right(y, 1)));
       return y;
     },
     {64, 64}},
    // More ends than there may be parts.
    {"filter",
     [](const Array &x) {
       Array y = x;
       for (int64_t by = 1; by <= 16; ++by)
         y = y + 1.f / by * right(x, 0, by);
       return y;
     },
     {1000}},
    {"filters",
     [](const Array &x) {
       Array y = x;
       for (int i = 0; i < 4; ++i) {
         Array sum = y;
         for (int64_t by = 1; by <= 8; ++by)
           sum = sum + .1f * right(y, 0, by);
         y = sum;
       }
       return y;
     },
     {2000}},
    // Of a border that nothing reads in the end, not even the loop is left.
    {"borderOfALoop",
     [](const Array &x) -> Array {
       auto step = [](const Array &y, std::tuple<>) {
         return std::pair{.5f * y + 1.f, std::tuple<>()};
       };
       Array first = scan(step, sliceInDim(x, 0, 1), std::tuple<>(),
                          {.length = 5})
                         .first;
       Array shifted = concatenate({first, sliceInDim(x, 0, -1)}, 0);
       return sliceInDim(shifted * x, 1, x.dim(0));
     },
     {600}},
    {"sum",
     [](const Array &x) -> Array {
       return expandDims(sum(right(x) * x) + max(left(x) - x), 0);
     },
     {900}},
    {"small", [](const Array &x) { return stages(x, sin(x)); }, {12}},
};
class Parts : public testing::TestWithParam<Case> {};
} // namespace

TEST_P(Parts, GiveWhatTheWholeGives) {
  auto [name, f, shape] = GetParam();
  Array x = weights(shape);
  same(name, jit(f)(x), f(x), 1e-5);
  auto slope = grad([f = f](const Array &x) -> Array {
    Array y = f(x);
    return sum(y * weights(y.shape()));
  });
  same(std::string(name) + " grad", jit(slope)(x), slope(x), 1e-4);
  for (int threads : {1, 2})
    EXPECT_TRUE(jit(slope, {.threads = threads})(x).toVector<float>() ==
                jit(slope, {.threads = 1})(x).toVector<float>());
}
INSTANTIATE_TEST_SUITE_P(All, Parts, testing::ValuesIn(cases),
                         [](const auto &info) { return info.param.name; });

// What is kept of each step of such a loop is its carry: every stage, and every
// shifted array, is computed again from it.
TEST(Parts, ALoopOfThemKeepsItsCarry) {
  std::string ir = makeIr(grad([](const Array &x) {
    return sum(steps(x));
  }))(weights({2000}));
  size_t scan = ir.find("\"weft.scan\"");
  EXPECT_EQ(ir.substr(scan - 5, 5), ":2 = ") << ir;
}

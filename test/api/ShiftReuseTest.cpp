// Stencils of several stages, whose loops take what they computed before from
// there: against the same operations one by one, and each element against
// itself where it lies elsewhere in a loop's vectors, or beside them.
#include "Check.h"

using namespace weft;
using namespace weft::test;

namespace {
/// The neighbours `by` to the left along the last axis, ones in front.
Array left(const Array &v, int64_t by = 1) {
  Shape border = v.shape();
  border.back() = by;
  return concatenate({ones(border, v.dtype()), sliceInDim(v, 0, -by, 1, -1)},
                     -1);
}
/// Those to the right, zeros behind.
Array right(const Array &v, int64_t by = 1) {
  Shape low(v.rank(), 0), high(v.rank(), 0);
  high.back() = by;
  return pad(sliceInDim(v, by, v.dim(-1), 1, -1), low, high);
}
Array numbers(const Shape &shape, Dtype dtype) {
  int64_t n = 1;
  for (int64_t size : shape)
    n *= size;
  return sin(reshape(arange(0, n, 1, dtype), shape)) + .5;
}

struct Case {
  const char *name;
  Array (*f)(const Array &);
  int64_t behind = 0; // elements at the end that are a border
};
const Case cases[] = {
    {"leftward",
     [](const Array &x) -> Array {
       Array y = x * left(x) + .1 * x, z = y + .3 * left(y * x);
       return z + left(z) * x - left(y);
     }},
    {"rightward",
     [](const Array &x) -> Array {
       Array y = x * right(x) + .1 * x, z = right(y * x) - .3 * y;
       return z + right(z) * x - right(y, 2);
     },
     4},
    {"productsReadTwice",
     [](const Array &x) -> Array {
       Array p = x * left(x), q = p + left(p * x), r = q * left(q);
       return r + left(r) - left(r, 2);
     }},
    {"bothWays",
     [](const Array &x) -> Array {
       Array y = x * left(x), z = x / 2. - right(y) / 3.;
       return left(z * x, 3) * right(y) - (z * y + right(z) / 4.);
     },
     3},
    {"choices",
     [](const Array &x) -> Array {
       Array y = where(x > left(x), x * x, -x), z = maximum(y, left(y));
       return minimum(z * x, right(z)) + left(where(z > .5, z, y));
     },
     2},
    {"far",
     [](const Array &x) -> Array {
       Array y = x * left(x) * (x + 2.) - left(x);
       return y + left(y, 3) * left(y, 17) + right(y, 9);
     },
     9},
    {"gradient",
     [](const Array &x) -> Array {
       auto f = [](const Array &x) -> Array {
         Array y = x + .1 * x * left(x), z = x + .1 * x * left(y);
         return sum(z * left(z) + y);
       };
       return grad(f)(x);
     },
     6},
};
class ShiftReuse
    : public testing::TestWithParam<std::tuple<Case, Dtype>> {};
} // namespace

TEST_P(ShiftReuse, GivesWhatEachOperationGives) {
  auto [test, dtype] = GetParam();
  double tolerance = dtype == Dtype::F64 ? 1e-13 : 1e-5;
  for (int64_t n : {321, 1000, 16395}) {
    Array x = numbers({n}, dtype);
    same(std::string(test.name) + " of " + std::to_string(n), jit(test.f)(x),
         test.f(x), tolerance);
  }
  Array rows = numbers({5, 300}, dtype);
  same(std::string(test.name) + " of rows", jit(test.f)(rows), test.f(rows),
       tolerance);
}

TEST_P(ShiftReuse, RoundsAnElementTheSameWhereverItLies) {
  auto [test, dtype] = GetParam();
  constexpr int64_t n = 1010, most = 20, before = 32;
  Array x = numbers({n + most}, dtype);
  auto f = jit(test.f);
  auto inside = [&, test = test](int64_t from) {
    Array y = f(sliceInDim(x, from, from + n));
    Array part = sliceInDim(y, before + most - from, n - test.behind - from);
    return astype(part, Dtype::F64).toVector<double>();
  };
  for (int64_t from = 1; from < most; ++from)
    EXPECT_EQ(inside(0), inside(from)) << test.name << " from " << from;
}

TEST_P(ShiftReuse, GivesTheSameForAnyNumberOfThreads) {
  auto [test, dtype] = GetParam();
  Array x = numbers({40001}, dtype);
  EXPECT_TRUE(astype(jit(test.f, {.threads = 2})(x), Dtype::F64)
                  .toVector<double>() ==
              astype(jit(test.f, {.threads = 1})(x), Dtype::F64)
                  .toVector<double>());
}

INSTANTIATE_TEST_SUITE_P(
    All, ShiftReuse,
    testing::Combine(testing::ValuesIn(cases),
                     testing::Values(Dtype::F32, Dtype::F64)),
    [](const auto &info) {
      return std::string(std::get<0>(info.param).name) +
             (std::get<1>(info.param) == Dtype::F32 ? "F32" : "F64");
    });

// A value has one rounding wherever loops compute it: elements equal their own
// maximum, and rows of a softmax add up to 1. The same operations one by one
// round each product.
#include "Check.h"

using namespace weft;
using namespace weft::test;

namespace {
Array numbers(const Shape &shape, Dtype dtype, double start) {
  int64_t n = 1;
  for (int64_t size : shape)
    n *= size;
  return sin(reshape(arange(0, n, 1, dtype), shape) * .37 + start);
}

/// Of rows, a factor of each column, and another array of rows.
struct Case {
  const char *name;
  Array (*f)(const Array &, const Array &, const Array &);
};
const Case cases[] = {
    {"maximum",
     [](const Array &x, const Array &k, const Array &m) -> Array {
       return sum(max(x * k + m, -1));
     }},
    {"maximumAndProduct",
     [](const Array &x, const Array &k, const Array &m) -> Array {
       Array h = x * k;
       return sum(max(h + m, -1)) + sum(square(h));
     }},
    {"difference",
     [](const Array &x, const Array &k, const Array &m) -> Array {
       Array h = x * k;
       return sum(max(abs(m - h), -1) / sqrt(sum(square(h), -1)));
     }},
    {"products",
     [](const Array &x, const Array &k, const Array &m) -> Array {
       return sum(max(k * x - m * m, -1)) - sum(min(x * m + x * k, -1));
     }},
    {"notLess",
     [](const Array &x, const Array &k, const Array &m) -> Array {
       Array v = x * k + m;
       return sum(where(v < max(v, -1, true), 0.f * v, v * v));
     }},
    {"columns",
     [](const Array &x, const Array &k, const Array &m) -> Array {
       return sum(max(x + k * k * sum(m, -1, true), 0));
     }},
    {"chain",
     [](const Array &x, const Array &k, const Array &m) -> Array {
       Array s = matmul(x, transpose(m)) * .3f + matmul(m, transpose(x));
       return sum(matmul(exp(s - max(s, -1, true)), x) * k);
     }},
};
void PrintTo(const Case &test, std::ostream *os) { *os << test.name; }
class MultiplyAdds
    : public testing::TestWithParam<std::tuple<Case, Dtype>> {};
} // namespace

TEST_P(MultiplyAdds, TangentsOfExtremaAreThoseOfEachOperation) {
  auto [test, dtype] = GetParam();
  for (int64_t n : {8, 33, 400}) {
    Array x = numbers({7, n}, dtype, 1), k = numbers({n}, dtype, 2),
          m = numbers({7, n}, dtype, 3);
    for (bool own : {true, false}) {
      auto tangent = [f = test.f, own](Array x, Array k, Array m) -> Array {
        auto along = own ? std::tuple(x, k, m) : std::tuple(m, k, x);
        return jvp(f, std::tuple(x, k, m), along).second;
      };
      same(test.name + std::string(" of ") + std::to_string(n),
           jit(tangent)(x, k, m), tangent(x, k, m), 1e-4);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, MultiplyAdds,
    testing::Combine(testing::ValuesIn(cases),
                     testing::Values(Dtype::F32, Dtype::F64)),
    [](const auto &info) {
      return std::string(std::get<0>(info.param).name) +
             (std::get<1>(info.param) == Dtype::F32 ? "F32" : "F64");
    });

// A loop's backward pass computes some of each step again: to the same bits, as
// the maximum was found by the forward pass.
TEST_P(MultiplyAdds, GradientsOfALoopAreThoseOfItsSteps) {
  auto [test, dtype] = GetParam();
  constexpr int64_t steps = 4, n = 400;
  Array x = numbers({7, n}, dtype, 1), k = numbers({n}, dtype, 2) * .9f,
        ms = numbers({steps, 7, n}, dtype, 3);
  auto step = [f = test.f](const Array &x, const Array &k, const Array &m) {
    Array h = x * k, v = h + m;
    return x * .5f + f(x, k, m) / 1000.f + .1f * max(v, -1, true) +
           sum(square(v) + h, -1, true) / 1000.f;
  };
  auto loop = [=](Array x, Array k, Array ms) -> Array {
    return sum(scan(
                   [&](Array x, Array m) {
                     Array next = step(x, k, m);
                     return std::pair(next, Array(0.f));
                   },
                   x, ms)
                   .first);
  };
  auto unrolled = [=](Array x, Array k, Array ms) -> Array {
    for (int64_t i = 0; i < steps; ++i)
      x = step(x, k, take(ms, i));
    return sum(x);
  };
  auto [a, b, c] = jit(grad<0, 1, 2>(loop))(x, k, ms);
  auto [d, e, f] = jit(grad<0, 1, 2>(unrolled))(x, k, ms);
  same(test.name + std::string(" by x"), a, d, 1e-4);
  same(test.name + std::string(" by k"), b, e, 1e-4);
  same(test.name + std::string(" by m"), c, f, 1e-4);
}

TEST(Softmax, OfLargeProductsAddsUpToOne) {
  auto of = [](const Array &s) { return softmax(s * .3f); };
  Array s = numbers({4, 64}, Dtype::F32, 0);
  for (float large : {-1e6f, -1e9f, -1e30f, 3e38f})
    same(std::to_string(large), sum(jit(of)(s + large), -1), ones({4}), 1e-5);
}

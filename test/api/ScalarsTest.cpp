// C++ scalars of every type beside arrays, and jnp's dtypes where they are not
// what the operation alone would give.
#include "Typed.h"
#include "weft/Jit.h"
#include "weft/Transforms.h"

#include <gtest/gtest.h>

#include <regex>

#include <cmath>
#include <functional>

using namespace weft;
using namespace weft::test;

#define EXPECT_ARRAY(x, type, ...)                                             \
  do {                                                                         \
    Array actual_ = (x);                                                       \
    EXPECT_EQ(typeOf(actual_), type);                                          \
    EXPECT_EQ(actual_.toVector(), (Doubles __VA_ARGS__));                      \
  } while (false)

//===-- Scalars of every C++ type -----------------------------------------===//
namespace {
/// Each is a weak number beside an array, as a Python number is.
template <class T> void scalarsOf(bool whole) {
  SCOPED_TRACE(typeid(T).name());
  const T three = 3;
  for (Dtype dtype : {Dtype::F32, Dtype::F16, Dtype::F64, Dtype::I8, Dtype::U8,
                      Dtype::I64, Dtype::C64}) {
    Array v = astype(Array{2, 4}, dtype);
    bool stays = whole || !isInteger(dtype);
    Dtype both = stays ? dtype : Dtype::F32;
    for (const Array &y : {v * three, three * v}) {
      EXPECT_EQ(y.dtype(), both) << shortName(dtype);
      EXPECT_EQ(y.toVector(), (Doubles{6, 12}));
    }
    EXPECT_EQ((v + three).toVector(), (Doubles{5, 7}));
    EXPECT_EQ((three - v).dtype(), both);
    if (!isComplex(dtype)) {
      EXPECT_EQ((v < three).toVector(), (Doubles{1, 0}));
      EXPECT_EQ((three % v).dtype(), both);
    }
  }
  Array half{1.f};
  half *= three;
  EXPECT_EQ(half.item(), 3);
  EXPECT_EQ((half / three).item(), 1);
  EXPECT_EQ(maximum(half, three).dtype(), Dtype::F32);
  Array alone(three);
  EXPECT_TRUE(alone.isWeak());
  EXPECT_EQ(alone.dtype(), whole ? Dtype::I32 : Dtype::F32);
}
TEST(Scalars, LogarithmsOfComplexZero) {
  Array zero = complex(Array{0.f}, Array{0.f});
  for (const Array &y : {log2(zero), log10(zero)}) {
    EXPECT_EQ(real(y).toVector(), Doubles{-INFINITY});
    EXPECT_EQ(imag(y).toVector(), Doubles{0});
  }
}
TEST(Scalars, LiteralsWrapAsArraysDo) {
  EXPECT_EQ(astype(Array(-1), Dtype::U32).item<uint32_t>(), 4294967295u);
  EXPECT_EQ(astype(Array(300), Dtype::U8).item<int>(), 44);
  auto f = [](Array x) {
    return astype(Array(-1), Dtype::U8) + astype(x, Dtype::U8);
  };
  EXPECT_EQ(jit(f)(Array(1)).item<int>(), 0);
}
TEST(Scalars, OfEveryType) {
  scalarsOf<int8_t>(true);
  scalarsOf<uint8_t>(true);
  scalarsOf<short>(true);
  scalarsOf<unsigned short>(true);
  scalarsOf<int>(true);
  scalarsOf<unsigned>(true);
  scalarsOf<long>(true);
  scalarsOf<unsigned long>(true);
  scalarsOf<long long>(true);
  scalarsOf<unsigned long long>(true);
  scalarsOf<float>(false);
  scalarsOf<double>(false);
  scalarsOf<long double>(false);
}
TEST(Scalars, AsUsersWriteThem) {
  std::vector<int> v(5);
  Array two{2.f};
  EXPECT_ARRAY(two * v.size(), "f32[1]", {10});
  EXPECT_ARRAY(v.size() * two, "f32[1]", {10});
  EXPECT_ARRAY(two + 3u, "f32[1]", {5});
  EXPECT_ARRAY(two / uint32_t(2), "f32[1]", {1});
  EXPECT_ARRAY(two * 0.5L, "f32[1]", {1});
  EXPECT_ARRAY(power(two, 3u), "f32[1]", {8});
  EXPECT_ARRAY((Array{{1, 2, 3}, {4, 5, 6}}[1u]), "i32[3]", {4, 5, 6});
  EXPECT_ARRAY(grad([&](Array y) { return sum(y * v.size()); })(two), "f32[1]",
               {5});
}
std::string messageOf(std::function<void()> f) {
  try {
    f();
  } catch (const DtypeError &e) { // the line of this file as (here)
    return std::regex_replace(e.what(), std::regex(R"(\([^()]*ScalarsTest.cpp:\d+\))"),
                              "(here)");
  }
  return "nothing is thrown";
}
TEST(Scalars, ThatAreTooLarge) {
  EXPECT_EQ(messageOf([] { ones({2}) * 4294967295u; }),
            "[array] a C++ integer becomes an i32. Received 4294967295. (here) "
            "Hint: write scalar<int64_t>(4294967295).");
  EXPECT_EQ(messageOf([] { ones({2}) * ~0ul; }),
            "[array] a C++ integer becomes an i32. Received "
            "18446744073709551615. (here) Hint: write "
            "scalar<uint64_t>(18446744073709551615).");
  EXPECT_EQ(messageOf([] { ones({2}) + (-1L - INT32_MAX - 1L); }),
            "[array] a C++ integer becomes an i32. Received -2147483649. (here) "
            "Hint: write scalar<int64_t>(-2147483649).");
  EXPECT_ARRAY(Array(-1L - INT32_MAX), "i32[]*", {-2147483648.});
}

//===-- jnp's dtypes ------------------------------------------------------===//
TEST(AsJnp, WholeNumbersAndBoolsAreNotRounded) {
  for (Dtype d : {Dtype::I8, Dtype::I32, Dtype::U8, Dtype::U64, Dtype::Bool})
    for (const Array &y : {floor(ints({0, 1}, d)), ceil(ints({0, 1}, d))}) {
      EXPECT_EQ(y.dtype(), d);
      EXPECT_EQ(y.toVector(), (Doubles{0, 1}));
    }
  EXPECT_ARRAY(floor(Array{16777217}), "i32[1]", {16777217});
  EXPECT_ARRAY(floor(Array{1.5f}), "f32[1]", {1});
}
TEST(AsJnp, FunctionsOfBools) {
  Array p{true, false}, q{false, false};
  EXPECT_ARRAY(power(p, q), "i32[2]", {1, 1});
  EXPECT_ARRAY(power(p, 2), "i32[2]", {1, 0});
  EXPECT_ARRAY(power(p, ints({2, 2}, Dtype::I8)), "i32[2]", {1, 0});
  EXPECT_ARRAY(power(p, Array{0.5f, 2.f}), "f32[2]", {1, 0});
  EXPECT_ARRAY(power(scalar(2.f), p), "f32[2]", {2, 1});
  EXPECT_ARRAY(abs(p), "bool[2]", {1, 0});
  EXPECT_ARRAY(square(p), "i32[2]", {1, 0});
}
TEST(AsJnp, ReductionsAreStrong) {
  for (double v : {2.0, -3.0}) {
    EXPECT_ARRAY(sum(v), "f32[]", {v});
    EXPECT_ARRAY(prod(v), "f32[]", {v});
    EXPECT_ARRAY(mean(v), "f32[]", {v});
    EXPECT_ARRAY(max(v), "f32[]", {v});
    EXPECT_ARRAY(min(v), "f32[]", {v});
    EXPECT_ARRAY(var(v), "f32[]", {0});
    EXPECT_ARRAY(logsumexp(v), "f32[]", {v});
  }
  EXPECT_ARRAY(sum(2), "i32[]", {2});
  EXPECT_ARRAY(sum(2) * scalar(Half(1.f)), "f16[]", {2});
  EXPECT_ARRAY(sum(2.0) * scalar(Half(1.f)), "f32[]", {2});
}
TEST(Einsum, OfAListOfOne) {
  Array two{{1., 2.}, {3., 4.}};
  EXPECT_ARRAY(einsum("ii", {two}), "f32[]", {5});
  EXPECT_ARRAY(einsum("ij,j", {two, Array{1., 1.}}), "f32[2]", {3, 7});
  EXPECT_ARRAY(einsum("ij,", {two, 2.0}), "f32[2,2]", {2, 4, 6, 8});
}
} // namespace

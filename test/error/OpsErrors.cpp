// What the operations say to wrong operands, each message in full.
#include "Message.h"
#include "weft/Ops.h"
#include "weft/Special.h"

#include <gtest/gtest.h>

using namespace weft;
using weft::test::message;

namespace {

const Array x3 = ones({3}), x4 = ones({4}), m = ones({2, 3});
const Array flags({true, false}), whole({1, 2});

TEST(OpsErrors, TheUsersLine) {
  std::string text;
  unsigned line = __LINE__ + 2;
  try {
    x3 + x4;
  } catch (const UserError &error) {
    text = error.what();
  }
  EXPECT_EQ(text, "[add] shapes do not broadcast. Received f32[3] and f32[4]. "
                  "(" __FILE__ ":" +
                      std::to_string(line) + ")");
}

TEST(OpsErrors, Dtypes) {
  EXPECT_EQ(message<DtypeError>([] { -flags; }),
            "[negative] takes integers, floats and complex numbers. Received "
            "bool[2]. (here) Hint: convert it with astype.");
  EXPECT_EQ(message<DtypeError>([] { flags - flags; }),
            "[sub] takes integers, floats and complex numbers. Received "
            "bool[2] and bool[2]. (here) Hint: convert it with astype.");
  EXPECT_EQ(message<DtypeError>([] { x3 &x3; }),
            "[bitwiseAnd] takes bools and integers. Received f32[3] and "
            "f32[3]. (here)");
  EXPECT_EQ(message<DtypeError>([] { populationCount(x3); }),
            "[populationCount] takes integers. Received f32[3]. (here)");
  EXPECT_EQ(message<DtypeError>([] { erf(std::complex<double>(0, 1)); }),
            "[erf] takes floats. Received c64[]. (here)");
  EXPECT_EQ(message<DtypeError>([] { pow(whole, -1); }),
            "[power] integers have no negative powers. Received i32[2] and "
            "the exponent -1. (here) Hint: make it a float with astype.");
  EXPECT_EQ(message<DtypeError>([] { oneHot(x3, 3); }),
            "[oneHot] takes integers. Received f32[3]. (here)");
  EXPECT_EQ(message<DtypeError>(
                [] { add(arrayFromBytes("", Dtype::F8E5M2, {0}), ones({0})); }),
            "[add] no dtype holds the values of both. Received f8_e5m2[0] and "
            "f32[0]. (here) Hint: convert one with astype.");
  EXPECT_EQ(message<DtypeError>([] { iota(3, Dtype::Bool); }),
            "[iota] takes integers, floats and complex numbers. Received bool. "
            "(here)");
  EXPECT_EQ(message<DtypeError>([] { linspace(0, 1, 3, true, Dtype::Bool); }),
            "[linspace] makes numbers. Received bool. (here)");
}

TEST(OpsErrors, Elementwise) {
  EXPECT_EQ(message([] { where(x3 > 0, x4, 0); }),
            "[where] shapes do not broadcast. Received bool[3], f32[4] and "
            "i32[]. (here)");
  EXPECT_EQ(message([] { clip(x3, x4, 1.0); }),
            "[clip] shapes do not broadcast. Received f32[3], f32[4] and "
            "f32[]. (here)");
  EXPECT_EQ(message([] { mod(x3, x4); }),
            "[mod] shapes do not broadcast. Received f32[3] and f32[4]. "
            "(here)");
  EXPECT_EQ(message([] {
              Array y = x3;
              y += x4;
            }),
            "[add] shapes do not broadcast. Received f32[3] and f32[4]. "
            "(here)");
  EXPECT_EQ(message<UserError>([] { sin(Array()); }),
            "[sin] needs an array. Received a default-constructed Array. "
            "(here) Hint: give every Array a value before its use.");
}

const Array half = astype(Array(1.5), Dtype::F16);

TEST(OpsErrors, BitsAndComplex) {
  EXPECT_EQ(message<DtypeError>([] { bitcastConvertType(flags, Dtype::U8); }),
            "[bitcastConvertType] takes integers and floats to integers and "
            "floats. Received bool[2] and u8. (here)");
  EXPECT_EQ(message([] { bitcastConvertType(whole, Dtype::F64); }),
            "nothing thrown");
  EXPECT_EQ(message([] { bitcastConvertType(x3, Dtype::F64); }),
            "[bitcastConvertType] of a wider dtype the last axis must hold the "
            "parts of one element, here 2. Received f32[3] and f64. (here)");
  EXPECT_EQ(message([] { bitcastConvertType(half, Dtype::F32); }),
            "[bitcastConvertType] of a wider dtype the last axis must hold the "
            "parts of one element, here 2. Received f16[] and f32. (here)");
  EXPECT_EQ(message([] { reducePrecision(x3, 0, 3); }),
            "[reducePrecision] a format has at least 1 bit of exponent and 0 "
            "of mantissa. Received 0 and 3. (here)");
  EXPECT_EQ(message<DtypeError>([] { mulhi(x3, x3); }),
            "[mulhi] takes integers. Received f32[3] and f32[3]. (here)");
  EXPECT_EQ(message<DtypeError>([] { real(flags); }),
            "[real] takes integers, floats and complex numbers. Received "
            "bool[2]. (here) Hint: convert it with astype.");
  const std::complex<double> i(0, 1);
  EXPECT_EQ(message<DtypeError>([=] { complex(i, x3); }),
            "[complex] takes floats. Received c64[] and f32[3]. (here)");
  EXPECT_EQ(message<DtypeError>([=] { ltTo(i, i); }),
            "[ltTo] takes bools, integers and floats. Received c64[] and "
            "c64[]. (here)");
  EXPECT_EQ(message([] { complex(x3, x4); }),
            "[complex] shapes do not broadcast. Received f32[3] and f32[4]. "
            "(here)");
  EXPECT_EQ(message([] { selectN(whole, {}); }),
            "[selectN] there must be at least one case. Received 0 cases. "
            "(here)");
  EXPECT_EQ(message([] { selectN(flags, {x3, x3, x3}); }),
            "[selectN] a bool selects one of two cases. Received 3 cases. "
            "(here)");
  EXPECT_EQ(message<DtypeError>([] { selectN(x3, {x3}); }),
            "[selectN] takes bools and integers. Received f32[3]. (here)");
}

TEST(OpsErrors, Special) {
  const std::complex<double> i(0, 1);
  EXPECT_EQ(message<DtypeError>([=] { lgamma(i); }),
            "[lgamma] takes floats. Received c64[]. (here)");
  EXPECT_EQ(message<DtypeError>([=] { ndtr(i); }),
            "[ndtr] takes floats. Received c64[]. (here)");
  EXPECT_EQ(message([] { igamma(x3, x4); }),
            "[igamma] shapes do not broadcast. Received f32[3] and f32[4]. "
            "(here)");
  EXPECT_EQ(message([] { betaln(x3, x4); }),
            "[betaln] shapes do not broadcast. Received f32[3] and f32[4]. "
            "(here)");
}

// Nothing of these sizes is made, in a trace or out of it.
TEST(OpsErrors, MoreThanCanBeCounted) {
  const int64_t most = INT64_MAX, much = int64_t(1) << 33;
  EXPECT_EQ(message([=] { zeros({much, much}); }),
            "[zeros] an array has fewer than 2^59 elements. Received "
            "(8589934592, 8589934592). (here)");
  EXPECT_EQ(message([=] { zeros({0, much, much}); }),
            "[zeros] an array has fewer than 2^59 elements. Received "
            "(0, 8589934592, 8589934592). (here)");
  EXPECT_EQ(message([=] { iota({much, much}, 0); }),
            "[iota] an array has fewer than 2^59 elements. Received "
            "(8589934592, 8589934592). (here)");
  EXPECT_EQ(message([=] { broadcastTo(x3, {much, much, 3}); }),
            "[broadcastTo] an array has fewer than 2^59 elements. Received "
            "(8589934592, 8589934592, 3). (here)");
  EXPECT_EQ(message([=] { tile(x3, {most}); }),
            "[tile] an array has fewer than 2^59 elements. Received "
            "(9223372036854775807,). (here)");
  EXPECT_EQ(message([=] { repeat(x3, most); }),
            "[repeat] an array has fewer than 2^59 elements. Received "
            "(9223372036854775807,). (here)");
  EXPECT_EQ(message([=] { tile(x3, {most / 32}); }),
            "[tile] an array has fewer than 2^59 elements. Received "
            "f32[864691128455135229]. (here)");
  EXPECT_EQ(message([=] { reshape(ones({6}), {much, much, -1}); }),
            "[reshape] an array has fewer than 2^59 elements. Received "
            "8589934592 times 8589934592. (here)");
  EXPECT_EQ(message([=] { pad(x3, {most / 4}, {most / 4}); }),
            "[pad] an array has fewer than 2^59 elements. Received "
            "f32[4611686018427387905]. (here)");
  EXPECT_EQ(message([=] { pad(x3, {most}, {most}); }),
            "[pad] no size may overflow. Received f32[3], low "
            "(9223372036854775807,), high (9223372036854775807,) and interior "
            "(0,). (here)");
  EXPECT_EQ(message([=] { pad(x3, {0}, {0}, {most}); }),
            "[pad] no size may overflow. Received f32[3], low (0,), high (0,) "
            "and interior (9223372036854775807,). (here)");
  EXPECT_EQ(message([] { arange(0, 1e30, 1); }),
            "[arange] an array has fewer than 2^59 elements. Received from "
            "0.000000 to 1000000000000000019884624838656.000000 by 1.000000. "
            "(here)");
}

TEST(OpsErrors, Shapes) {
  EXPECT_EQ(message([] { reshape(m, {4}); }),
            "[reshape] both shapes must have as many elements. Received "
            "f32[2,3] and shape (4,). (here)");
  EXPECT_EQ(message([] {
              reshape(m, {-1, -1});
            }),
            "[reshape] only one size can be -1. Received f32[2,3] and shape "
            "(-1, -1). (here)");
  EXPECT_EQ(message([] {
              reshape(ones({0}), {0, -1});
            }),
            "[reshape] the size that is -1 cannot be found. Received f32[0] "
            "and shape (0, -1). (here)");
  EXPECT_EQ(message([] {
              reshape(m, {4, -1});
            }),
            "[reshape] the size that is -1 cannot be found. Received f32[2,3] "
            "and shape (4, -1). (here)");
  EXPECT_EQ(message([] {
              reshape(m, {-2, -3});
            }),
            "[reshape] sizes must not be negative. Received f32[2,3] and shape "
            "(-2, -3). (here) Hint: one may be -1 and is then found.");
  EXPECT_EQ(message([] { transpose(m, {0}); }),
            "[transpose] perm must name every axis once. Received f32[2,3] and "
            "perm (0,). (here)");
  EXPECT_EQ(message([] {
              transpose(m, {0, -2});
            }),
            "[transpose] axis -2 is named twice. Received f32[2,3] and axes "
            "(0, -2). (here)");
  EXPECT_EQ(message([] { squeeze(m, 0); }),
            "[squeeze] axis 0 must have size 1. Received f32[2,3]. (here)");
  EXPECT_EQ(message([] { expandDims(m, 3); }),
            "[expandDims] axis 3 is out of range. Received f32[2,3]. (here) "
            "Hint: axes are -3 to 2.");
  EXPECT_EQ(message([] {
              moveaxis(m, {0, 1}, 0);
            }),
            "[moveaxis] as many axes must be named on both sides. Received "
            "(0, 1) and (0,). (here)");
  EXPECT_EQ(message([] {
              broadcastTo(m, {3, 2});
            }),
            "[broadcastTo] the shape is not one that the array broadcasts to. "
            "Received f32[2,3] and shape (3, 2). (here)");
  EXPECT_EQ(message([] {
              concatenate({m, x3});
            }),
            "[concatenate] sizes must agree on all axes but 0. Received "
            "f32[2,3] and f32[3]. (here)");
  EXPECT_EQ(message([] { concatenate({}); }),
            "[concatenate] needs at least one array. Received none. (here)");
  EXPECT_EQ(message([] {
              stack({x3, x4});
            }),
            "[stack] shapes must be alike. Received f32[3] and f32[4]. (here)");
  EXPECT_EQ(message([] { split(m, 2, 1); }),
            "[split] the axis must fall into equal parts. Received f32[2,3] "
            "and 2 sections. (here) Hint: splitAt takes the places of the "
            "cuts.");
  EXPECT_EQ(message([] {
              splitAt(m, {2, 1}, 1);
            }),
            "[split] indices must be ascending and in the axis. Received "
            "f32[2,3] and indices (2, 1). (here)");
  EXPECT_EQ(message([] { triu(x3); }),
            "[triu] needs two axes. Received f32[3]. (here)");
  EXPECT_EQ(message([] {
              zeros({2, -1});
            }),
            "[zeros] sizes must not be negative. Received (2, -1). (here)");
}

TEST(OpsErrors, Reductions) {
  EXPECT_EQ(message([] { sum(m, 2); }),
            "[sum] axis 2 is out of range. Received f32[2,3]. (here) Hint: "
            "axes are -2 to 1.");
  EXPECT_EQ(message([] {
              sum(m, {1, -1});
            }),
            "[sum] axis -1 is named twice. Received f32[2,3] and axes (1, -1). "
            "(here)");
  EXPECT_EQ(message([] { max(Array(1.0), 0); }),
            "[max] axis 0 is out of range. Received f32[]. (here) Hint: a "
            "scalar has no axes.");
  EXPECT_EQ(message([] { max(zeros({0})); }),
            "[max] no element has no extremum. Received f32[0]. (here)");
  EXPECT_EQ(message([] {
              argmax(zeros({0, 2}), 0);
            }),
            "[argmax] no element has no extremum. Received f32[0,2]. (here)");
  EXPECT_EQ(message([] {
              auto place = [](const Array &x) {
                return argmax(broadcastTo(x, {int64_t(1) << 31}));
              };
              jit(place)(Array(1.f));
            }),
            "[argmax] a place is an i32, which counts to 2147483647. Received "
            "f32[2147483648]. (here) Hint: look at parts of the axis.");
  EXPECT_EQ(message<DtypeError>([] { max(Array(std::complex<float>(1))); }),
            "[max] takes bools, integers and floats. Received c64[]. (here)");
  EXPECT_EQ(message([] { softmax(m, 5); }),
            "[softmax] axis 5 is out of range. Received f32[2,3]. (here) Hint: "
            "axes are -2 to 1.");
}

TEST(OpsErrors, Contractions) {
  EXPECT_EQ(message([] { matmul(m, m); }),
            "[matmul] the last axis of the first must be as long as the last "
            "but one of the second. Received f32[2,3] and f32[2,3]. (here)");
  EXPECT_EQ(message([] { matmul(m, x4); }),
            "[matmul] the last axis of the first must be as long as the "
            "second. Received f32[2,3] and f32[4]. (here)");
  EXPECT_EQ(message([] { matmul(m, 2.0); }),
            "[matmul] operands must have axes. Received f32[2,3] and f32[]. "
            "(here) Hint: use * to scale by a scalar.");
  EXPECT_EQ(message([] {
              matmul(ones({2, 2, 3}), ones({4, 3, 2}));
            }),
            "[matmul] leading axes do not broadcast. Received f32[2,2,3] and "
            "f32[4,3,2]. (here)");
  EXPECT_EQ(message([] { dot(x3, x4); }),
            "[dot] axes 0 and 0, which are contracted, must have one size. "
            "Received f32[3] and f32[4]. (here)");
  EXPECT_EQ(message([] { tensordot(m, m, 3); }),
            "[tensordot] both operands must have 3 axes. Received f32[2,3] and "
            "f32[2,3]. (here)");
  EXPECT_EQ(message([] {
              dotGeneral(m, m, {{0}, {}, {1}, {1}});
            }),
            "[dotGeneral] as many axes of both operands must be batched. "
            "Received (0,) and (). (here)");
  EXPECT_EQ(message([] { vdot(x3, x4); }),
            "[vdot] both operands must have as many elements. Received f32[3] "
            "and f32[4]. (here)");
}

TEST(OpsErrors, Places) {
  EXPECT_EQ(message([] { slice(m, {0}, {1}); }),
            "[slice] start must have one entry per axis. Received f32[2,3] and "
            "(0,). (here)");
  EXPECT_EQ(message([] { slice(x3, {2}, {4}); }),
            "[slice] 0 ≤ start ≤ limit ≤ size must hold on every axis. "
            "Received f32[3], start (2,) and limit (4,). (here) Hint: "
            "sliceInDim counts negative places from the end.");
  EXPECT_EQ(message([] { slice(x3, {0}, {3}, {-1}); }),
            "[slice] strides must be positive. Received f32[3] and strides "
            "(-1,). (here) Hint: flip turns an axis round.");
  EXPECT_EQ(message([] { sliceInDim(x3, 2, 1); }),
            "[sliceInDim] start ≤ limit must be places of the axis, and stride "
            "≥ 1. Received f32[3], start 2, limit 1, stride 1 and axis 0. "
            "(here)");
  EXPECT_EQ(message([] { take(x3, 3); }),
            "[take] index 3 is out of range on axis 0. Received f32[3]. "
            "(here)");
  EXPECT_EQ(message([] { pad(x3, {-2}, {-2}); }),
            "[pad] more is cut off than there is. Received f32[3], low (-2,) "
            "and high (-2,). (here)");
  EXPECT_EQ(message([] { pad(x3, {0}, {0}, {-1}); }),
            "[pad] interior must not be negative. Received f32[3] and interior "
            "(-1,). (here)");
  EXPECT_EQ(message([] { pad(x3, {0}, {0}, {}, x3); }),
            "[pad] the value must be a scalar. Received f32[3]. (here)");
  EXPECT_EQ(message([] { arange(0, 5, 0); }),
            "[arange] the step must not be 0. Received 0. (here)");
  EXPECT_EQ(message<TraceError>([] { arange(x3); }),
            "[arange] bounds must be real scalars that are not traced. "
            "Received [1. 1. 1.]. (here) Hint: the size of an array does not "
            "depend on traced values.");
}

TEST(OpsErrors, Arrays) {
  EXPECT_EQ(message([] {
              Array{{1, 2}, {3}};
            }),
            "[array] rows must have one length. Received rows of 2 and 1 "
            "elements. (here)");
  EXPECT_EQ(message([] {
              array(std::vector<int>{1, 2}, {3});
            }),
            "[array] the shape must have as many elements as are given. "
            "Received 2 elements and shape (3,). (here)");
  EXPECT_EQ(message<DtypeError>([] { Array(5000000000L); }),
            "[array] a C++ integer becomes an i32. Received 5000000000. "
            "(here) Hint: write scalar<int64_t>(5000000000).");
  EXPECT_EQ(message<DtypeError>([] { Array{1, 18446744073709551615u}; }),
            "[array] a C++ integer becomes an i32. Received "
            "18446744073709551615. (here) Hint: write "
            "scalar<uint64_t>(18446744073709551615).");
  EXPECT_EQ(message([] { x3.item(); }),
            "[item] the array must have one element. Received f32[3]. (here) "
            "Hint: toVector gives all of them.");
  EXPECT_EQ(message([] { x3.dim(1); }),
            "[dim] axis 1 is not an axis of the array. Received f32[3]. "
            "(here)");
  EXPECT_EQ(message<DtypeError>([] { x3.data<int>(); }),
            "[data] the C++ type holds i32. Received f32[3]. (here) Hint: "
            "toVector converts.");
}

} // namespace

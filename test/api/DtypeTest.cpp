// Element types: names, kinds, sizes, and the 16-bit conversions against an
// independent definition of rounding.
#include "weft/Dtype.h"
#include "weft/Jit.h"
#include "weft/Ops.h"

#include "gtest/gtest.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace weft;

static_assert(dtypeOf<bool>() == Dtype::Bool);
static_assert(dtypeOf<int8_t>() == Dtype::I8);
static_assert(dtypeOf<int64_t>() == Dtype::I64);
static_assert(dtypeOf<long long>() == Dtype::I64);
static_assert(dtypeOf<uint8_t>() == Dtype::U8);
static_assert(dtypeOf<uint32_t>() == Dtype::U32);
static_assert(dtypeOf<float>() == Dtype::F32);
static_assert(dtypeOf<double>() == Dtype::F64);
static_assert(dtypeOf<Half>() == Dtype::F16);
static_assert(dtypeOf<BFloat16>() == Dtype::BF16);
static_assert(dtypeOf<std::complex<float>>() == Dtype::C64);
static_assert(dtypeOf<std::complex<double>>() == Dtype::C128);

TEST(Dtype, Names) {
  EXPECT_STREQ(name(Dtype::F32), "float32");
  EXPECT_STREQ(name(Dtype::BF16), "bfloat16");
  EXPECT_STREQ(name(Dtype::F8E4M3FN), "float8_e4m3fn");
  EXPECT_STREQ(name(Dtype::C128), "complex128");
  EXPECT_STREQ(shortName(Dtype::Bool), "bool");
  EXPECT_STREQ(shortName(Dtype::I32), "i32");
  EXPECT_STREQ(shortName(Dtype::U8), "u8");
  EXPECT_STREQ(shortName(Dtype::C64), "c64");
  for (size_t i = 0; i < numDtypes; ++i) {
    auto dtype = static_cast<Dtype>(i);
    EXPECT_EQ(dtypeNamed(name(dtype)), dtype);
    EXPECT_EQ(dtypeNamed(shortName(dtype)), dtype);
  }
  EXPECT_EQ(numDtypes, 19u);
  EXPECT_FALSE(dtypeNamed("float31"));
}

TEST(Dtype, KindsAndSizes) {
  for (size_t i = 0; i < numDtypes; ++i) {
    auto dtype = static_cast<Dtype>(i);
    EXPECT_EQ(
        isBool(dtype) + isInteger(dtype) + isFloat(dtype) + isComplex(dtype), 1)
        << name(dtype);
    EXPECT_EQ(isSigned(dtype),
              !isBool(dtype) && std::string(name(dtype))[0] != 'u')
        << name(dtype);
  }
  EXPECT_EQ(itemSize(Dtype::I4), 1u);
  EXPECT_EQ(itemSize(Dtype::BF16), 2u);
  EXPECT_EQ(itemSize(Dtype::C64), 8u);
  EXPECT_EQ(itemSize(Dtype::C128), 16u);
}

// Every 16-bit pattern survives the way through float.
template <class T> void checkRoundTrip(bool (*isNan)(uint16_t)) {
  for (uint32_t bits = 0; bits <= 0xffff; ++bits) {
    T value;
    value.bits = uint16_t(bits);
    auto wide = static_cast<float>(value);
    if (isNan(value.bits))
      EXPECT_TRUE(std::isnan(wide)) << bits;
    else
      ASSERT_EQ(T(wide).bits, bits);
  }
}

TEST(Dtype, SixteenBitRoundTrip) {
  checkRoundTrip<Half>([](uint16_t b) { return (b & 0x7fff) > 0x7c00; });
  checkRoundTrip<BFloat16>([](uint16_t b) { return (b & 0x7fff) > 0x7f80; });
}

// Between two neighbours, the nearer one wins, and of two as near the even.
template <class T> void checkRounding(uint16_t infinity) {
  for (uint16_t bits = 0; bits + 1 < infinity; ++bits) {
    T low, high;
    low.bits = bits;
    high.bits = uint16_t(bits + 1);
    double a = float(low), b = float(high);
    auto middle = float((a + b) / 2);
    uint16_t even = bits % 2 ? high.bits : low.bits;
    ASSERT_EQ(T(middle).bits, even);
    ASSERT_EQ(T(-middle).bits, even | 0x8000);
    ASSERT_EQ(T(std::nextafter(middle, 0.0f)).bits, low.bits);
    ASSERT_EQ(T(std::nextafter(middle, float(b))).bits, high.bits);
    // Closer to the middle than a float can be.
    auto exact = double(middle);
    ASSERT_EQ(T(exact).bits, even);
    ASSERT_EQ(T(std::nextafter(exact, a)).bits, low.bits);
    ASSERT_EQ(T(std::nextafter(exact, b)).bits, high.bits);
    ASSERT_EQ(T(std::nextafter(-exact, -b)).bits, high.bits | 0x8000);
  }
}

TEST(Dtype, SixteenBitRounding) {
  checkRounding<Half>(0x7c00);
  checkRounding<BFloat16>(0x7f80);
  EXPECT_EQ(Half(65504.0f).bits, 0x7bff);
  EXPECT_EQ(Half(65519.996f).bits, 0x7bff);
  EXPECT_EQ(Half(65520.0f).bits, 0x7c00);
  EXPECT_EQ(Half(-1e9f).bits, 0xfc00);
  EXPECT_EQ(BFloat16(std::numeric_limits<float>::max()).bits, 0x7f80);
  EXPECT_EQ(Half(1e300).bits, 0x7c00);
  EXPECT_EQ(Half(1e-300).bits, 0);
  EXPECT_EQ(Half(-3).bits, Half(-3.0f).bits);
  EXPECT_TRUE(std::isnan(float(Half(std::nan("")))));
  EXPECT_TRUE(std::isnan(float(Half(std::nanf("")))));
  EXPECT_TRUE(std::isnan(float(BFloat16(std::nanf("")))));
}

// A nibble fills its byte with its value, whichever kind it was before.
TEST(Dtype, NibblesAreTheBytesOfTheirValues) {
  auto bytes = [](const Array &x) {
    auto *from = static_cast<const uint8_t *>(x.bytes());
    return std::vector<uint8_t>(from, from + x.size());
  };
  Array x = astype(Array{9, 3, 15}, Dtype::U4);
  Array i4 = jit([](Array v) { return astype(v, Dtype::I4); })(x);
  EXPECT_EQ(bytes(i4), (std::vector<uint8_t>{0xf9, 3, 0xff}));
  Array u4 = jit([](Array v) { return astype(v, Dtype::U4); })(i4);
  EXPECT_EQ(bytes(u4), (std::vector<uint8_t>{9, 3, 15}));
}

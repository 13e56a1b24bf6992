// Arrays: making, reading, printing. Printed forms are what NumPy 2 prints for
// the same elements.
#include "weft/Array.h"
#include "weft/Error.h"
#include "weft/Half.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <numeric>

using namespace weft;
using testing::ElementsAre;

namespace {

TEST(Array, FromScalarsAndLists) {
  EXPECT_EQ(Array(1).dtype(), Dtype::I32);
  EXPECT_EQ(Array(1.5f).dtype(), Dtype::F32);
  EXPECT_EQ(Array(std::complex<double>(1, 2)).dtype(), Dtype::C64);
  EXPECT_TRUE(Array(1).isWeak());
  EXPECT_FALSE(Array(true).isWeak());
  EXPECT_FALSE(Array({1, 2}).isWeak());
  EXPECT_EQ(Array({true, false}).dtype(), Dtype::Bool);
  Array x{{1, 2, 3}, {4, 5, 6}};
  EXPECT_THAT(x.shape(), ElementsAre(2, 3));
  EXPECT_EQ(x.dim(-1), 3);
  EXPECT_EQ(x.rank(), 2);
  EXPECT_EQ(x.size(), 6);
  EXPECT_THAT(x.toVector<int>(), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(Array({0.5, 1.5}).data<float>(), ElementsAre(0.5f, 1.5f));
  EXPECT_TRUE(Array().isNull());
}

TEST(Array, FromListsOfSeveralTypes) {
  EXPECT_EQ(Array({1.f, 2}).toString(), "[1. 2.]");
  EXPECT_EQ((Array{2, 0.5, true}).toString(), "[2.  0.5 1. ]");
  EXPECT_EQ((Array{true, 2, char(3)}).toString(), "[1 2 3]");
  EXPECT_EQ((Array{3u, -4L, short(5)}).dtype(), Dtype::I32);
  EXPECT_EQ((Array{{1, 2}, {3, 4.5f}}).toString(), "[[1.  2. ]\n [3.  4.5]]");
  EXPECT_THAT((Array{{2.f}}).shape(), ElementsAre(1, 1));
  EXPECT_THAT((Array{{2}, {3}}).shape(), ElementsAre(2, 1));
  EXPECT_THAT((Array{{true, false}}).dtype(), Dtype::Bool);
}

TEST(Array, FromVectors) {
  EXPECT_EQ(array<double>({1, 2}).dtype(), Dtype::F64);
  EXPECT_EQ(array<uint16_t>({1, 2}).dtype(), Dtype::U16);
  EXPECT_EQ(array(std::vector<Half>(2)).dtype(), Dtype::F16);
  Array x = array(std::vector<int64_t>{1, 2, 3, 4}, {2, 2});
  EXPECT_THAT(x.shape(), ElementsAre(2, 2));
  EXPECT_FALSE(scalar<double>(0.1).isWeak());
  EXPECT_EQ(scalar<double>(0.1).item(), 0.1);
}

TEST(Array, Items) {
  EXPECT_EQ(Array(2.5).item<int32_t>(), 2);
  EXPECT_EQ(Array(1e20).item<int32_t>(), 2147483647);
  EXPECT_EQ(Array(-3).item(), -3.0);
  EXPECT_TRUE(Array(0.5).item<bool>());
  EXPECT_EQ(Array(std::complex<double>(1, 2)).item<std::complex<double>>(),
            std::complex<double>(1, 2));
  EXPECT_TRUE(static_cast<bool>(Array({3})));
  EXPECT_EQ(array<Half>({Half(1.5f)}).item(), 1.5);
}

TEST(Array, Npy) {
  std::string path = testing::TempDir() + "weft_array.npy";
  Array x{{1.5, 2.0}, {3.0, -4.0}};
  saveNpy(path, x);
  Array y = loadNpy(path);
  EXPECT_EQ(y.dtype(), Dtype::F32);
  EXPECT_EQ(y.shape(), x.shape());
  EXPECT_EQ(y.toVector(), x.toVector());
  std::remove(path.c_str());
}

//===-- Printing ----------------------------------------------------------===//
TEST(Print, Scalars) {
  EXPECT_EQ(Array(1.0).toString(), "1.0");
  EXPECT_EQ(Array(0.1).toString(), "0.1");
  EXPECT_EQ(scalar<double>(1.0 / 3).toString(), "0.3333333333333333");
  EXPECT_EQ(Array(1.0f / 3).toString(), "0.33333334");
  EXPECT_EQ(Array(1e-5).toString(), "1e-05");
  EXPECT_EQ(Array(1e10).toString(), "1e+10");
  EXPECT_EQ(Array(1e-4).toString(), "1e-04"); // the float is below 1e-4
  EXPECT_EQ(Array(123456792.f).toString(), "1.2345679e+08");
  EXPECT_EQ(Array(999999.f).toString(), "999999.0");
  EXPECT_EQ(Array(1e6f).toString(), "1e+06");
  EXPECT_EQ(scalar(1e-4).toString(), "0.0001");
  EXPECT_EQ(scalar(1e15).toString(), "1000000000000000.0");
  EXPECT_EQ(scalar(1e16).toString(), "1e+16");
  EXPECT_EQ(scalar(Half(999.f)).toString(), "999.0");
  EXPECT_EQ(scalar(Half(1000.f)).toString(), "1e+03");
  EXPECT_EQ(scalar(Half(1e-4f)).toString(), "0.0001");
  EXPECT_EQ(scalar(std::complex<float>(1e6f, 2)).toString(), "(1e+06+2j)");
  EXPECT_EQ(scalar(std::complex<double>(1e6, 2)).toString(), "(1000000+2j)");
  EXPECT_EQ(scalar<double>(1.5e20).toString(), "1.5e+20");
  EXPECT_EQ(Array(-0.0).toString(), "-0.0");
  EXPECT_EQ(Array(NAN).toString(), "nan");
  EXPECT_EQ(Array(-INFINITY).toString(), "-inf");
  EXPECT_EQ(Array(7).toString(), "7");
  EXPECT_EQ(Array(true).toString(), "True");
  EXPECT_EQ(Array(std::complex<double>(1, -2)).toString(), "(1-2j)");
  EXPECT_EQ(Array(std::complex<double>(0, 2)).toString(), "2j");
  EXPECT_EQ(scalar(Half(0.1f)).toString(), "0.1");
}

TEST(Print, Vectors) {
  EXPECT_EQ(Array({1, -20, 3}).toString(), "[  1 -20   3]");
  EXPECT_EQ(Array({true, false}).toString(), "[ True False]");
  EXPECT_EQ(Array({true, true}).toString(), "[ True  True]");
  EXPECT_EQ(Array({1.0, 2.5}).toString(), "[1.  2.5]");
  EXPECT_EQ(Array({0.5, 100.25}).toString(), "[  0.5  100.25]");
  EXPECT_EQ(Array({0.1, 100.25}).toString(), "[1.0000e-01 1.0025e+02]");
  EXPECT_EQ(Array({1.0, NAN, -INFINITY}).toString(), "[  1.  nan -inf]");
  EXPECT_EQ(Array({1e10, 1.0}).toString(), "[1.e+10 1.e+00]");
  EXPECT_EQ(Array({0.00001, 1.5}).toString(), "[1.0e-05 1.5e+00]");
  EXPECT_EQ(array<double>({1.0 / 3, 2.0 / 3}).toString(),
            "[0.33333333 0.66666667]");
  EXPECT_EQ(array<double>({1e-300, 1e5}).toString(), "[1.e-300 1.e+005]");
  EXPECT_EQ(array<std::complex<float>>({{1, 2}, {-3, -0.5}}).toString(),
            "[ 1.+2.j  -3.-0.5j]");
  EXPECT_EQ(Array({0.1f, 0.2f}).toString(), "[0.1 0.2]");
  EXPECT_EQ(array<float>(std::vector<float>{}).toString(), "[]");
}

// NumPy 2.3 on what its rules depend on: the digits of the value and not zeros
// behind the shortest ones, and a threshold of exponents for each type.
TEST(Print, DigitsOfTheValue) {
  EXPECT_EQ(array<float>({9.9311044e-05f, 1.0283051e-02f, 9.0426407f})
                .toString(),
            "[9.9311044e-05 1.0283051e-02 9.0426407e+00]");
  EXPECT_EQ(array<Half>({Half(43420.f), Half(-26560.f), Half(-1.538e-05f)})
                .toString(),
            "[ 4.342e+04 -2.656e+04 -1.538e-05]");
  EXPECT_EQ(array<Half>({Half(0x1p-6f), Half(0x1p15f)}).toString(),
            "[1.563e-02 3.277e+04]");
  EXPECT_EQ(array<float>({123456792.f, 1.f}).toString(),
            "[1.2345679e+08 1.0000000e+00]");
  EXPECT_EQ(array<float>({1e15f, 3.3946315e-4f}).toString(),
            "[9.9999999e+14 3.3946315e-04]");
  EXPECT_EQ(array<double>({5e-324, 1.25}).toString(), "[4.94e-324 1.25e+000]");
}
TEST(Print, Thresholds) {
  EXPECT_EQ(array<Half>({Half(999.f)}).toString(), "[999.]");
  EXPECT_EQ(array<Half>({Half(1001.f)}).toString(), "[1.001e+03]");
  EXPECT_EQ(array<Half>({Half(1e-4f)}).toString(), "[0.0001]");
  EXPECT_EQ(array<float>({999999.f}).toString(), "[999999.]");
  EXPECT_EQ(array<float>({2500000.f}).toString(), "[2.5e+06]");
  EXPECT_EQ(array<float>({1e-4f}).toString(), "[0.0001]");
  EXPECT_EQ(array<double>({2500000.}).toString(), "[2500000.]");
  EXPECT_EQ(array<double>({1e8}).toString(), "[1.e+08]");
  EXPECT_EQ(array<float>({1.f, 1000.f}).toString(), "[   1. 1000.]");
  EXPECT_EQ(array<std::complex<float>>({{1e6f, 2}}).toString(),
            "[1.e+06+2.j]");
  EXPECT_EQ(array<std::complex<double>>({{1e6, 2}}).toString(),
            "[1000000.+2.j]");
}

TEST(Print, Matrices) {
  EXPECT_EQ((Array{{1., 2.}, {3., 4.}}).toString(), "[[1. 2.]\n [3. 4.]]");
  EXPECT_EQ(array(std::vector<int>{1, 2, 3, 4}, {2, 1, 2}).toString(),
            "[[[1 2]]\n\n [[3 4]]]");
  EXPECT_EQ(array(std::vector<float>{}, {0, 3}).toString(), "[]");
}

TEST(Print, LongOnes) {
  std::vector<int> n(1001);
  std::iota(n.begin(), n.end(), 0);
  EXPECT_EQ(array(n).toString(), "[   0    1    2 ...  998  999 1000]");
  n.resize(30);
  EXPECT_EQ(array(n).toString(),
            "[ 0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 "
            "21 22 23\n 24 25 26 27 28 29]");
  std::vector<int> zeros(2000);
  EXPECT_EQ(array(zeros, {1000, 2}).toString(),
            "[[0 0]\n [0 0]\n [0 0]\n ...\n [0 0]\n [0 0]\n [0 0]]");
}

} // namespace

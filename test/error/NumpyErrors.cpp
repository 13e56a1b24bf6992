// What the functions with NumPy's names say to wrong operands.
#include "Message.h"
#include "weft/Random.h"
#include "weft/weft.h"
#include <gtest/gtest.h>
using namespace weft;
using weft::test::message;

namespace {
const Array x3 = ones({3}), m = ones({2, 3});

TEST(NumpyErrors, Messages) {
  EXPECT_EQ(message([] { meshgrid({x3, m}); }),
            "[meshgrid] takes arrays of one axis. Received f32[2,3]. (here)");
  EXPECT_EQ(message([] { diag(Array(1.f)); }),
            "[diag] takes an array of one or two axes. Received f32[]. (here)");
  EXPECT_EQ(message([] { diagonal(m, 0, 1, 1); }),
            "[diagonal] needs two axes. Received f32[2,3] and axis 1 twice. "
            "(here)");
  EXPECT_EQ(message([] { vstack({}); }),
            "[vstack] needs at least one array. Received none. (here)");
  EXPECT_EQ(message([] { hsplit(m, 2); }),
            "[hsplit] the sections must be equal. Received f32[2,3] and 2 "
            "sections. (here) Hint: arraySplit takes any number.");
  EXPECT_EQ(message([] { diff(x3, -1); }),
            "[diff] n must not be negative. Received -1. (here)");
  EXPECT_EQ(message([] { gradient(ones({1})); }),
            "[gradient] an axis must have at least 2 elements. Received "
            "f32[1]. (here)");
  EXPECT_EQ(message([] { convolve(m, x3); }),
            "[convolve] takes arrays of one axis, not empty. Received f32[2,3] "
            "and f32[3]. (here)");
  EXPECT_EQ(message([] { polyval(m, x3); }),
            "[polyval] coefficients are an array of one axis. Received "
            "f32[2,3]. (here)");
  EXPECT_EQ(message([] { cross(ones({4}), x3); }),
            "[cross] the axis must have size 2 or 3. Received f32[4] and "
            "f32[3]. (here)");
  EXPECT_EQ(message([] { average(m, ones({2})); }),
            "[average] shapes do not broadcast. Received f32[2,3] and f32[2]. "
            "(here)");
  EXPECT_EQ(message([] { average(ones({1, 3}), m); }),
            "[average] the weights must broadcast to x. Received f32[1,3] and "
            "f32[2,3]. (here)");
  EXPECT_EQ(message([] { average(m, x3, 0); }),
            "[average] weights of one axis must have the size of the axis. "
            "Received f32[2,3] and f32[3] along axis 0. (here)");
  EXPECT_EQ(message([] { trapezoid(m, x3); }),
            "[trapezoid] the distance must be a scalar. Received f32[3]. "
            "(here) Hint: trapezoidAt takes places.");
  EXPECT_EQ(message([] { block({{m}, {}}); }),
            "[block] a row needs at least one array. Received none. (here)");
  EXPECT_EQ(message([] { cov(ones({1, 2, 3})); }),
            "[cov] takes an array of one or two axes. Received f32[1,2,3]. "
            "(here)");
  EXPECT_EQ(message([] { searchsorted(m, x3); }),
            "[searchsorted] takes an array of one axis. Received f32[2,3]. "
            "(here)");
  EXPECT_EQ(message<UserError>([] { percentile(x3, 150.f); }),
            "[percentile] q must be from 0 to 100. Received 150. (here)");
  EXPECT_EQ(message<UserError>([] { quantile(x3, array<float>({0.5, -1})); }),
            "[quantile] q must be from 0 to 1. Received -1. (here)");
  EXPECT_EQ(message([] { median(ones({0})); }),
            "[median] no element has no quantile. Received f32[0]. (here)");
  EXPECT_EQ(message([] { interp(x3, x3, ones({2})); }),
            "[interp] xp and fp must have one size, at least 1. Received "
            "f32[3] and f32[2]. (here)");
  EXPECT_EQ(message<DtypeError>([] { gcd(x3, x3); }),
            "[gcd] takes integers. Received f32[3] and f32[3]. (here)");
  EXPECT_EQ(message<DtypeError>([] { bincount(x3, 2); }),
            "[bincount] takes integers. Received f32[3]. (here)");
}
TEST(NumpyErrors, Random) {
  EXPECT_EQ(message<DtypeError>([] { random::normal(x3, {2}); }),
            "[normal] a key must be u32[2]. Received f32[3]. (here) Hint: make "
            "it with random::key.");
  EXPECT_EQ(message<DtypeError>(
                [] { random::gumbel(random::key(0), {2}, Dtype::I32); }),
            "[gumbel] makes floats of at least 16 bits. Received i32. (here)");
  EXPECT_EQ(message([] { random::gamma(random::key(0), x3, Shape{2}); }),
            "[gamma] the parameters must broadcast to the shape. Received "
            "f32[3] and shape (2,). (here)");
  EXPECT_EQ(message([] {
              random::choice(random::key(0), 3, {4}, {.replace = false});
            }),
            "[choice] there are fewer elements than samples without "
            "replacement. Received 3 elements and 4 samples. (here)");
}
} // namespace

// What windows, convolution, einsum and reductions by a function say to wrong
// operands, each message in full.
#include "Message.h"
#include "weft/weft.h"

#include <gtest/gtest.h>

using namespace weft;
using weft::test::message;

namespace {
const Array x = ones({2, 3, 5}), k = ones({4, 3, 2}), m = ones({2, 3});
const Array flags({true, false});

TEST(WindowErrors, Windows) {
  EXPECT_EQ(message([] { reduceWindowSum(m, {{2}}); }),
            "[reduceWindowSum] the window must have one size per axis. "
            "Received f32[2,3] and window (2,). (here) Hint: 1 along axes that "
            "it does not move over.");
  EXPECT_EQ(message([] { reduceWindowMax(m, {{2, 0}}); }),
            "[reduceWindowMax] window sizes must be at least 1. Received "
            "(2, 0). (here)");
  EXPECT_EQ(message([] { reduceWindowMin(m, {{1, 2}, {1}}); }),
            "[reduceWindowMin] strides must have one entry for each of 2 axes. "
            "Received (1,). (here)");
  EXPECT_EQ(message([] { reduceWindowProd(m, {{1, 2}, {}, "FULL"}); }),
            "[reduceWindowProd] padding must be \"SAME\", \"SAME_LOWER\", "
            "\"VALID\" or pairs of numbers. Received \"FULL\". (here)");
  EXPECT_EQ(message([] { reduceWindowSum(m, {{1, 2}, {}, {{1, 1}}}); }),
            "[reduceWindowSum] padding must have one pair for each of 2 axes. "
            "Received 1 pairs. (here) Hint: or say \"SAME\" or \"VALID\".");
  EXPECT_EQ(message([] {
              reduceWindowSum(m, {{1, 2}, {}, {{0, 0}, {-2, -2}}});
            }),
            "[reduceWindowSum] no size may become negative or overflow. "
            "Received f32[2,3] with padding (0, -2) before and (0, -2) after. "
            "(here)");
  EXPECT_EQ(message<DtypeError>([] { reduceWindowSum(flags, {{2}}); }),
            "[reduceWindowSum] takes integers, floats and complex numbers. "
            "Received bool[2]. (here) Hint: convert it with astype.");
  EXPECT_EQ(message<DtypeError>([] { reduceWindowAnd(m, {{1, 2}}); }),
            "[reduceWindowAnd] takes bools and integers. Received f32[2,3]. "
            "(here)");
  EXPECT_EQ(message([] { selectAndScatterAdd(m, m, {{1, 2}}); }),
            "[selectAndScatterAdd] the first operand must have shape (2, 2). "
            "Received f32[2,3] and f32[2,3]. (here)");
  EXPECT_EQ(message([] { maxPool(m, {2}); }),
            "[maxPool] the operand must have a batch, features, and an axis "
            "for each size of the window. Received f32[2,3] and window (2,). "
            "(here)");
  EXPECT_EQ(message([] { avgPool(x, {2}, {.strides = {1, 1}}); }),
            "[avgPool] strides must have one entry for each of 1 axes. "
            "Received (1, 1). (here)");
}
TEST(WindowErrors, Convolution) {
  EXPECT_EQ(message([] { conv(x, m); }),
            "[conv] both operands must have as many axes, two or more. "
            "Received f32[2,3,5] and f32[2,3]. (here) Hint: a batch and "
            "features, output and input features, and space.");
  EXPECT_EQ(message([] { conv(x, ones({4, 2, 2})); }),
            "[conv] the kernel's input features must be the features per group "
            "(3). Received f32[2,3,5] and f32[4,2,2] with 1 feature groups and "
            "1 batch groups. (here)");
  EXPECT_EQ(message([] { conv(x, k, {0}); }),
            "[conv] strides must be at least 1. Received (0,). (here)");
  EXPECT_EQ(message([] { conv(x, ones({4, 3, 0})); }),
            "[conv] the kernel must not be empty, and no size negative after "
            "padding. Received f32[2,3,5] and f32[4,3,0] with padding (0,) "
            "before and (0,) after. (here)");
  ConvOptions o;
  o.dims = {"NCW", "OIH", "NCW"};
  EXPECT_EQ(message([&] { convGeneralDilated(x, k, o); }),
            "[convGeneralDilated] dims must name each axis once: N and C, O "
            "and I, N and C, and the same letters for space. Received \"NCW\", "
            "\"OIH\", \"NCW\". (here)");
  o = {};
  o.featureGroups = 2;
  EXPECT_EQ(message([&] { convGeneralDilated(x, k, o); }),
            "[convGeneralDilated] groups must divide the kernel's output "
            "features and what they share. Received f32[2,3,5] and f32[4,3,2] "
            "with 2 feature groups and 1 batch groups. (here)");
  o.batchGroups = 2;
  EXPECT_EQ(message([&] { convGeneralDilated(x, k, o); }),
            "[convGeneralDilated] either features or the batch may be in "
            "groups. Received f32[2,3,5] and f32[4,3,2] with 2 feature groups "
            "and 2 batch groups. (here)");
  o = {};
  o.lhsDilation = {2};
  o.padding = "SAME";
  EXPECT_EQ(message([&] { convGeneralDilated(x, k, o); }),
            "[convGeneralDilated] padding of a dilated operand must be given "
            "in numbers. Received \"SAME\". (here) Hint: use convTranspose.");
  o = {};
  o.reversed = {1};
  EXPECT_EQ(message([&] { convGeneralDilated(x, k, o); }),
            "[convGeneralDilated] reversed must name axes of space, each once. "
            "Received (1,). (here)");
  o = {};
  o.dtype = Dtype::I32;
  EXPECT_EQ(message<DtypeError>([&] { convGeneralDilated(x, k, o); }),
            "[convGeneralDilated] the result must be of the operands' kind of "
            "number. Received f32[2,3,5] and f32[4,3,2]. (here)");
  EXPECT_EQ(message<DtypeError>([] { conv(x > 0, k > 0); }),
            "[conv] takes integers, floats and complex numbers. Received "
            "bool[2,3,5] and bool[4,3,2]. (here) Hint: convert it with "
            "astype.");
}
TEST(WindowErrors, Einsum) {
  EXPECT_EQ(message([] { einsum("ij,jk", m, m); }),
            "[einsum] axes of one name must have one size: j. Received "
            "\"ij,jk\" of shapes (2, 3), (2, 3). (here)");
  EXPECT_EQ(message([] { einsum("ij", m, m); }),
            "[einsum] there must be a term for each of 2 operands. Received "
            "\"ij\" of shapes (2, 3), (2, 3). (here)");
  EXPECT_EQ(message([] { einsum("ijk", m); }),
            "[einsum] each term must have a letter for each axis of its "
            "operand. Received \"ijk\" of shapes (2, 3). (here)");
  EXPECT_EQ(message([] { einsum("ij->k", m); }),
            "[einsum] the output may name axes of the operands only: k. "
            "Received \"ij->k\" of shapes (2, 3). (here)");
  EXPECT_EQ(message([] { einsum("ij->ii", m); }),
            "[einsum] the output may name an axis once only: i. Received "
            "\"ij->ii\" of shapes (2, 3). (here)");
  EXPECT_EQ(message([] { einsum("ii", m); }),
            "[einsum] an axis named twice in a term must have one size. "
            "Received \"ii\" of shapes (2, 3). (here)");
  EXPECT_EQ(message([] { einsum("i$", m); }),
            "[einsum] subscripts are letters, \"...\", \",\" and \"->\". "
            "Received \"i$\" of shapes (2, 3). (here)");
  EXPECT_EQ(message([] { einsum("...j->j", m); }),
            "[einsum] the output must have \"...\" where the operands do. "
            "Received \"...j->j\" of shapes (2, 3). (here)");
  EXPECT_EQ(message<DtypeError>([] { einsum("i->", flags); }),
            "[einsum] takes integers, floats and complex numbers. Received "
            "bool[2]. (here) Hint: convert it with astype.");
}
TEST(WindowErrors, Reducers) {
  auto plus = [](Array a, Array b) { return a + b; };
  EXPECT_EQ(message([&] { reduce(m, ones({2}), plus); }),
            "[reduce] start values must be scalars. Received f32[2]. (here)");
  EXPECT_EQ(message<DtypeError>([&] { reduce(m, scalar(1.), plus); }),
            "[reduce] a start value must have its operand's dtype. Received "
            "f32[2,3] and f64[]. (here) Hint: convert it with astype.");
  EXPECT_EQ(message<DtypeError>([&] {
              reduce(m, 0.f, [](Array a, Array b) { return a < b; });
            }),
            "[reduce] its function must keep the dtypes of its operands. "
            "Received bool[] for f32[2,3]. (here) Hint: convert it with "
            "astype.");
  EXPECT_EQ(message([&] {
              reduce(m, 0.f, [](Array a, Array) { return ones({2}) * a; });
            }),
            "[reduce] its function must give scalars. Received f32[2]. (here)");
  Array outside = ones({});
  EXPECT_EQ(message<TraceError>([&] {
              jit([&](Array y) {
                return reduce(m, 0.f,
                              [&](Array a, Array b) { return a + b * y; });
              })(outside);
            }).substr(0, 60),
            "[reduce] its function must not use arrays from outside. Rece");
  EXPECT_EQ(message([&] { reduceWindow(m, 0.f, plus, {{2}}); }),
            "[reduceWindow] the window must have one size per axis. Received "
            "f32[2,3] and window (2,). (here) Hint: 1 along axes that it does "
            "not move over.");
}
TEST(WindowErrors, ReverseOfABody) {
  auto f = [](Array x) {
    return reduce(x, 0.f, [](Array a, Array b) { return a + b + a * b; });
  };
  std::string text = message<UserError>([&] { grad(f)(ones({3})); });
  EXPECT_NE(text.find("[reduce] a reduction by a body has forward derivatives "
                      "only"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("Hint: sum, prod, max, min and logsumexp have gradients, "
                      "and scan has of any body"),
            std::string::npos)
      << text;
}
} // namespace

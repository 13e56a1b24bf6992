// What indexing and windows say to wrong operands.
#include "Message.h"
#include "weft/ops/Indexing.h"
#include "weft/weft.h"
#include <gtest/gtest.h>
using namespace weft;
using weft::test::message;

namespace {
const Array x3 = ones({3}), m = ones({2, 3}), whole{1, 2};
const Array at2 = reshape(Array{0, 1}, {2, 1});

TEST(IndexingErrors, Indices) {
  EXPECT_EQ(message([] { m[2]; }),
            "[index] index 2 is out of range on axis 0. Received f32[2,3]. "
            "(here)");
  EXPECT_EQ(message([] { m[idx::at(idx::all, -4)]; }),
            "[index] index -4 is out of range on axis 1. Received f32[2,3]. "
            "(here)");
  EXPECT_EQ(message([] { x3[idx::at(0, idx::ellipsis, 1)]; }),
            "[index] 2 axes are indexed, more than there are. Received f32[3]. "
            "(here)");
  EXPECT_EQ(message([] { m[idx::at(idx::ellipsis, idx::ellipsis)]; }),
            "[index] an index has one ellipsis at most. Received f32[2,3]. "
            "(here)");
  EXPECT_EQ(message([] { x3[idx::slice(0, 2, 0)]; }),
            "[index] the step of a slice must not be 0. Received f32[3]. "
            "(here)");
  EXPECT_EQ(message<DtypeError>([] { m[x3]; }),
            "[index] an index must be integers or bools. Received f32[3]. "
            "(here)");
  EXPECT_EQ(message([] { x3[Array{true, false}]; }),
            "[index] a mask must have the shape of the axes it stands for. "
            "Received f32[3] and bool[2]. (here)");
  EXPECT_EQ(message<TraceError>([] {
              jit([](Array x) { return x[x > 0]; })(x3);
            }),
            "[index] the values of a mask must be known, as the size of the "
            "result depends on them. Received f32[3] and bool[3]. (here) Hint: "
            "where(mask, x, 0) keeps the size.");
  EXPECT_EQ(message([] { m[idx::at(whole, Array{0, 1, 2})]; }),
            "[index] shapes do not broadcast. Received i32[2] and i32[3]. "
            "(here)");
  EXPECT_EQ(message([] { ones({0})[whole]; }),
            "[index] there is nothing on axis 0. Received f32[0]. (here)");
  EXPECT_EQ(message([] { m.at(0).set(whole); }),
            "[at.set] the values do not broadcast to the place. Received "
            "i32[2] and shape (3,). (here)");
}
TEST(IndexingErrors, Blocks) {
  EXPECT_EQ(message([] { dynamicSlice(m, {0}, {1, 1}); }),
            "[dynamicSlice] there must be one start per axis. Received "
            "f32[2,3] and 1. (here)");
  EXPECT_EQ(message([] { dynamicSlice(m, {0, 0}, {1, 4}); }),
            "[dynamicSlice] sizes must be at least 0 and at most the axis. "
            "Received f32[2,3] and sizes (1, 4). (here)");
  EXPECT_EQ(message([] { dynamicSlice(x3, {whole}, {1}); }),
            "[dynamicSlice] a start must be a scalar. Received i32[2]. (here)");
  EXPECT_EQ(message<DtypeError>([] { dynamicSlice(x3, {1.5}, {1}); }),
            "[dynamicSlice] indices must be integers. Received f32[]. (here) "
            "Hint: convert them with astype.");
  EXPECT_EQ(message([] { dynamicUpdateSlice(x3, ones({4}), {0}); }),
            "[dynamicUpdateSlice] the update must have the array's rank and no "
            "larger axis. Received f32[3] and f32[4]. (here)");
  EXPECT_EQ(message([] { dynamicIndexInDim(x3, 0, 1); }),
            "[dynamicIndexInDim] axis 1 is out of range. Received f32[3]. "
            "(here) Hint: axes are -1 to 0.");
}
TEST(IndexingErrors, Windows) {
  EXPECT_EQ(message([] { gather(m, at2, {{1}, {}, {0}}, {1, 3}); }),
            "[gather] offsetDims, collapsedSliceDims and operandBatchingDims "
            "together must be as many as the operand's axes. Received "
            "offsetDims = [1], collapsedSliceDims = [], operandBatchingDims = "
            "[], startIndicesBatchingDims = [], startIndexMap = [0], "
            "index_vector_dim = 1, shape = (2, 3), indices' shape = (2, 1). "
            "(here)");
  EXPECT_EQ(message([] { gather(m, at2, {{1}, {0}, {0}}, {2, 3}); }),
            "[gather] slice sizes must be at least 0 and at most the axis, one "
            "per axis, and 1 on collapsed and batching axes. Received f32[2,3] "
            "and slice sizes (2, 3). (here)");
  EXPECT_EQ(message<DtypeError>([] { gather(m, m, {{1}, {0}, {0}}, {1, 3}); }),
            "[gather] indices must be integers. Received f32[2,3]. (here) "
            "Hint: convert them with astype.");
  EXPECT_EQ(message([] { scatterAdd(m, at2, ones({2, 4}), {{1}, {0}, {0}}); }),
            "[scatterAdd] updates must have the axes of indices (without index "
            "vectors) and windows that fit. Received f32[2,3], i32[2,1] and "
            "f32[2,4] and updateWindowDims (1,). (here)");
  EXPECT_EQ(message<DtypeError>([] {
              scatterAdd(m > 0, at2, m > 0, {{1}, {0}, {0}});
            }),
            "[scatterAdd] takes integers, floats and complex numbers. Received "
            "bool[2,3]. (here) Hint: convert it with astype.");
}
TEST(IndexingErrors, AlongAnAxis) {
  EXPECT_EQ(message<DtypeError>([] { take(m, x3); }),
            "[take] indices must be integers. Received f32[3]. (here)");
  EXPECT_EQ(message([] { take(m, whole, 2); }),
            "[take] axis 2 is out of range. Received f32[2,3]. (here) Hint: "
            "axes are -2 to 1.");
  EXPECT_EQ(message([] { takeAlongAxis(m, whole, 0); }),
            "[takeAlongAxis] both must have as many axes, which broadcast but "
            "for axis 0. Received f32[2,3] and i32[2]. (here)");
  EXPECT_EQ(message([] { putAlongAxis(x3, whole, ones({3}), 0); }),
            "[putAlongAxis] the values must broadcast to the indices. Received "
            "f32[3] and i32[2]. (here)");
  EXPECT_EQ(message([] { putAlongAxis(x3, at2, ones({2, 1}), 0); }),
            "[putAlongAxis] both must have as many axes, which broadcast but "
            "for axis 0. Received f32[3] and i32[2,1]. (here)");
  EXPECT_EQ(message([] {
              putAlongAxis(ones({1, 3}), at2, ones({2, 1}), 1);
            }),
            "[putAlongAxis] the indices must broadcast to the array. Received "
            "f32[1,3] and i32[2,1]. (here)");
  EXPECT_EQ(message([] { takeAlongAxis(x3, whole, 0, Bounds::Wrap); }),
            "[takeAlongAxis] places are clipped or filled, never wrapped. "
            "Received Bounds::Wrap. (here)");
  EXPECT_EQ(message([] { take(ones({0}), whole); }),
            "[take] there is nothing on the axis. Received f32[0] and i32[2]. "
            "(here)");
  EXPECT_EQ(message([] { choose(whole, {}); }),
            "[choose] needs at least one choice. Received i32[2]. (here)");
}
/// The rule is the op's; the line is that of what is differentiated.
TEST(IndexingErrors, DerivativeOfRepeatedProducts) {
  auto f = [](Array u) -> Array {
    return sum(scatterMul(x3, reshape(Array{0, 0}, {2, 1}), u, {{}, {0}, {0}}));
  };
  try {
    grad(f)(ones({2}));
    ADD_FAILURE() << "nothing thrown";
  } catch (const Error &e) {
    EXPECT_NE(std::string(e.what()).find("unique_indices"), std::string::npos)
        << e.what();
  }
}
} // namespace

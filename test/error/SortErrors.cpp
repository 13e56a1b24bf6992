// What sorting and running totals say to wrong operands.
#include "Message.h"
#include "weft/weft.h"
#include <gtest/gtest.h>
using namespace weft;
using weft::test::message;

namespace {
const Array x3 = ones({3}), x4 = ones({4}), m = ones({2, 3});

TEST(SortErrors, Axes) {
  EXPECT_EQ(message([] { cumsum(m, 2); }),
            "[cumsum] axis 2 is out of range. Received f32[2,3]. (here) Hint: "
            "axes are -2 to 1.");
  EXPECT_EQ(message([] { cummax(Array(1.f), 0); }),
            "[cummax] axis 0 is out of range. Received f32[]. (here) Hint: a "
            "scalar has no axes.");
  EXPECT_EQ(message([] { sort(m, -3); }),
            "[sort] axis -3 is out of range. Received f32[2,3]. (here) Hint: "
            "axes are -2 to 1.");
  EXPECT_EQ(message([] { argsort(m, 2); }),
            "[argsort] axis 2 is out of range. Received f32[2,3]. (here) Hint: "
            "axes are -2 to 1.");
}
TEST(SortErrors, Dtypes) {
  Array c = astype(x3, Dtype::C64);
  EXPECT_EQ(message<DtypeError>([&] { cummin(c, 0); }),
            "[cummin] takes bools, integers and floats. Received c64[3]. "
            "(here)");
  EXPECT_EQ(message<DtypeError>([&] { cumlogsumexp(c); }),
            "[cumlogsumexp] takes floats. Received c64[3]. (here)");
  EXPECT_EQ(message<DtypeError>([&] { topK(c, 1); }),
            "[topK] takes bools, integers and floats. Received c64[3]. (here)");
}
TEST(SortErrors, SeveralArrays) {
  EXPECT_EQ(message([] { sort({x3, x4}); }),
            "[sort] the arrays must have one shape. Received f32[3] and "
            "f32[4]. (here) Hint: use broadcastTo.");
  EXPECT_EQ(message([] { sort(std::vector<Array>()); }),
            "[sort] needs at least one array. Received none. (here)");
  EXPECT_EQ(message([] { sort({x3, x3}, 0, 3); }),
            "[sort] numKeys must be 1 to the number of arrays. Received 3 and "
            "2 arrays. (here)");
  EXPECT_EQ(message([] { lexsort({}); }),
            "[lexsort] needs at least one array. Received none. (here)");
}
TEST(SortErrors, TopK) {
  EXPECT_EQ(message([] { topK(m, 4); }),
            "[topK] k must be 0 to the size of the axis. Received f32[2,3] and "
            "k 4. (here)");
  EXPECT_EQ(message([] { topK(m, -1); }),
            "[topK] k must be 0 to the size of the axis. Received f32[2,3] and "
            "k -1. (here)");
}
TEST(SortErrors, Comparators) {
  EXPECT_EQ(message<DtypeError>([] {
              sortBy({x3}, [](const auto &x, const auto &) { return x[0]; });
            }),
            "[sortBy] the comparator must give a scalar bool. Received f32[]. "
            "(here)");
  auto outside = [](Array limit) {
    return sortBy({x3}, [=](const auto &x, const auto &) -> Array {
      return x[0] < limit;
    })[0];
  };
  EXPECT_NE(message<TraceError>([&] { jit(outside)(Array(1.f)); })
                .find("the comparator must not use arrays from outside"),
            std::string::npos);
}
} // namespace

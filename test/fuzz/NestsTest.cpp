// Random nests of loops and branches: compiled against interpreted.
//
//   NestsTest                   some programs of fixed seeds in each mode
//   NestsTest --programs=2000 [--from=SEED] [--depth=4]
#include "../numeric/Oracle.h"
#include "Nests.h"
#include <cstdio>
#include <gtest/gtest.h>
using namespace weft;
using namespace weft::test;

namespace {
int programs = 30, depth = 3;
unsigned from = 0;

Leaves run(const Nest &nest, const Leaves &x, NestMode mode) {
  if (mode != NestMode::Donated)
    return jit(LeavesFn(nest))(x);
  Leaves given; // results may lie in these
  for (size_t i = 1; i < x.size(); ++i)
    given.push_back(x[i] + 0.f);
  auto f = jit([&](const Leaves &taken, const Array &count) {
    Leaves all{count};
    all.insert(all.end(), taken.begin(), taken.end());
    return nest(all);
  });
  return f(donate(given), x[0]);
}

void check(unsigned seed, int deep, NestMode mode) {
  Nest nest(seed, deep, mode);
  Leaves x = nest.arguments();
  try {
    Leaves want = Traced(LeavesFn(nest), x).interpret(x);
    Leaves got = run(nest, x, mode);
    ASSERT_EQ(got.size(), want.size());
    for (size_t i = 0; i < want.size(); ++i)
      EXPECT_EQ(difference(got[i], want[i], 2e-3), "")
          << "seed " << seed << ", depth " << deep << ", mode "
          << static_cast<int>(mode) << ", result " << i;
  } catch (const std::exception &e) {
    ADD_FAILURE() << "seed " << seed << ", depth " << deep << ", mode "
                  << static_cast<int>(mode) << ": " << e.what();
  }
}

class Nests : public testing::TestWithParam<NestMode> {};
TEST_P(Nests, FixedSeeds) {
  for (unsigned s = from; s < from + programs; ++s)
    check(s, depth, GetParam());
}
INSTANTIATE_TEST_SUITE_P(All, Nests,
                         testing::Values(NestMode::Plain, NestMode::Gradient,
                                         NestMode::Mapped, NestMode::Donated));

/// Branches of a switch that swap; stacked arrays without elements; results
/// that lie in one donated array and are read as another one; memory filled
/// from its end, which LLVM broke (docs/decisions/own-loops.md).
TEST(Nests, SeedsThatOnceFailed) {
  check(700147, 4, NestMode::Plain);
  for (unsigned s : {700038, 720032, 720149, 742715, 741287})
    check(s, 4, NestMode::Gradient);
  check(930023, 3, NestMode::Gradient);
  for (unsigned s : {770477, 770975, 771058, 771943, 772412})
    check(s, 4, NestMode::Donated);
}
} // namespace

int main(int argc, char **argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    int n;
    if (std::sscanf(argv[i], "--programs=%d", &n) == 1)
      programs = n;
    else if (std::sscanf(argv[i], "--from=%d", &n) == 1)
      from = n;
    else if (std::sscanf(argv[i], "--depth=%d", &n) == 1)
      depth = n;
    else
      return std::fprintf(stderr, "unknown argument %s\n", argv[i]), 2;
  }
  return RUN_ALL_TESTS();
}

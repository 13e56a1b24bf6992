// What the tuner chooses, by a clock that only the calls move: each call takes
// what the test says.
#include "Api/Tune.h"

#include "gtest/gtest.h"

#include <map>

using namespace weft;
using namespace weft::ir;

namespace {
struct Machine {
  std::function<double(const Tuning &)> cost;               // seconds of a call
  std::function<double(int)> noise = [](int) { return 1; }; // of the nth call

  Tuning choose(Tune what, bool parallel) {
    std::map<const Program *, Tuning> tunings;
    std::vector<std::shared_ptr<const Program>> kept;
    double seconds = 0;
    int calls = 0;
    auto build = [&](const Tuning &tuning) {
      kept.push_back(std::make_shared<Program>());
      tunings[kept.back().get()] = tuning;
      return kept.back();
    };
    auto call = [&](const Program &program) {
      seconds += cost(tunings.at(&program)) * noise(calls++);
    };
    auto clock = [&] { return seconds; };
    return tune(what, parallel, build, call, clock);
  }
};
} // namespace

TEST(Tuner, TakesWhatIsFaster) {
  Machine machine{[](const Tuning &t) {
    return 1e-3 * (t.grain == 4 ? 0.5 : 1) * (t.reads == 12 ? 0.9 : 1) *
           (t.writes == 4 ? 0.8 : 1) * (t.level == 3 ? 0.7 : 1);
  }};
  EXPECT_EQ(machine.choose(Tune::Any, true), (Tuning{4, 12, 4, 3}));
  // Serial code has no grain, and `threads` permits nothing else.
  EXPECT_EQ(machine.choose(Tune::Any, false), (Tuning{1, 12, 4, 3}));
  EXPECT_EQ(machine.choose(Tune::Threads, true), (Tuning{4, 24, 16, 2}));
  EXPECT_EQ(machine.choose(Tune::Threads, false), Tuning());
}
TEST(Tuner, TakesTheFastestOfSeveral) {
  Machine machine{[](const Tuning &t) {
    return 1e-3 * (t.reads == 24 ? 1 : t.reads == 12 ? 0.8 : 0.6);
  }};
  EXPECT_EQ(machine.choose(Tune::Any, true).reads, 6u);
}
TEST(Tuner, LeavesWhatGainsLessThanThreePercent) {
  Machine machine{[](const Tuning &t) {
    return 1e-3 * (t.level == 3 ? 0.98 : t.reads == 24 ? 1 : 1.5);
  }};
  EXPECT_EQ(machine.choose(Tune::Any, true), Tuning());
}
TEST(Tuner, IsNotDeceivedByAMachineThatIsOftenBusy) {
  Machine machine{
      [](const Tuning &t) { return 1e-3 * (t.writes == 4 ? 0.8 : 1); },
      [](int n) { return n % 3 == 0 ? 1 : 7 + n % 5; }};
  EXPECT_EQ(machine.choose(Tune::Any, true), (Tuning{1, 24, 4, 2}));
}

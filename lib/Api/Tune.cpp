// See Tune.h.
#include "Api/Tune.h"

#include <algorithm>
#include <chrono>
#include <vector>

using namespace weft;
using namespace weft::ir;

namespace {
/// How long two candidates are compared, in seconds, and by how many calls of
/// each at least and at most.
constexpr double budget = 0.04;
constexpr int leastCalls = 5, mostCalls = 400;
constexpr double gain = 0.97;

double steadySeconds() {
  using namespace std::chrono;
  return duration<double>(steady_clock::now().time_since_epoch()).count();
}

class Tuner {
public:
  using Build = function_ref<std::shared_ptr<const Program>(const Tuning &)>;
  Tuner(Build build, function_ref<void(const Program &)> call,
        function_ref<double()> now)
      : build(build), call(call), now(now), best(build(Tuning())) {}

  /// Takes the candidate's place where it is faster.
  void consider(const Tuning &candidate) {
    if (candidate == tuning)
      return;
    auto program = build(candidate);
    if (faster(*program)) {
      best = std::move(program);
      tuning = candidate;
    }
  }

  Tuning tuning;

private:
  double timed(const Program &program) {
    double begin = now();
    call(program);
    return now() - begin;
  }
  /// The two take turns: what else the machine does slows both. The least of
  /// many is what each can do.
  bool faster(const Program &program) {
    double ours = timed(*best), theirs = timed(program);
    double end = now() + budget;
    for (int i = 0; i < leastCalls || (i < mostCalls && now() < end); ++i) {
      ours = std::min(ours, timed(*best));
      theirs = std::min(theirs, timed(program));
    }
    return theirs < gain * ours;
  }

  Build build;
  function_ref<void(const Program &)> call;
  function_ref<double()> now;
  std::shared_ptr<const Program> best;
};
} // namespace

Tuning ir::tune(Tune what, bool parallel, Tuner::Build build,
                function_ref<void(const Program &)> call,
                function_ref<double()> clock) {
  function_ref<double()> steady = steadySeconds;
  Tuner tuner(build, call, clock ? clock : steady);
  auto turn = [&](auto member, auto... values) {
    for (auto value : {values...}) {
      Tuning candidate = tuner.tuning;
      candidate.*member = value;
      tuner.consider(candidate);
    }
  };
  if (parallel)
    turn(&Tuning::grain, 0., 4., 0.25);
  if (what != Tune::Any)
    return tuner.tuning;
  turn(&Tuning::reads, 12u, 6u);
  turn(&Tuning::writes, 4u);
  turn(&Tuning::level, 3);
  return tuner.tuning;
}

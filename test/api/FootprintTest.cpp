// The planned peak of training steps against the memory that a call touches:
// arena, results and stacks are painted before it, and looked at after it.
#include "Api/Execute.h"
#include "Backend/Cpu/Executable.h"
#include "Runtime/Resident.h"
#include "weft/weft.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <deque>
#include <functional>
#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/mman.h>
using namespace weft;
using namespace weft::ir;

namespace {
using F = std::function<Arrays(const Arrays &)>;

//===-- Painted memory ----------------------------------------------------===//
class Region {
public:
  static constexpr size_t page = 4096;
  static constexpr unsigned char paint = 0xA5;

  explicit Region(size_t bytes)
      : bytes((bytes + page - 1) / page * page + page),
        start(static_cast<unsigned char *>(
            mmap(nullptr, this->bytes, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))) {
    std::memset(start, paint, this->bytes);
  }
  Region(const Region &) = delete;
  ~Region() { munmap(start, bytes); }

  void *data() const { return start; }
  size_t size() const { return bytes; }
  /// Bytes of blocks of which one has changed. The first that has may begin
  /// before `from`, and the last may end after `to`: their parts count.
  uint64_t touched(size_t from, size_t to, size_t block) const {
    uint64_t sum = 0;
    for (size_t at = to; at > from;) {
      size_t low = at - from > block ? at - block : from;
      auto first = std::find_if(start + low, start + at,
                                [](unsigned char c) { return c != paint; });
      if (first != start + at)
        sum += at - low;
      at = low;
    }
    return sum;
  }
  /// The lowest byte that has changed.
  size_t lowest() const {
    return std::find_if(start, start + bytes,
                        [](unsigned char c) { return c != paint; }) -
           start;
  }

private:
  size_t bytes;
  unsigned char *start;
};

/// A thread on a painted stack, which does what it is given until it ends.
class PaintedThread {
public:
  PaintedThread() : stack(size_t(8) << 20) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, stack.data(), stack.size());
    EXPECT_EQ(pthread_create(&thread, &attributes, serve, this), 0);
    pthread_attr_destroy(&attributes);
    wait();
  }
  ~PaintedThread() {
    start(nullptr);
    pthread_join(thread, nullptr);
  }
  void start(const std::function<void()> *next) {
    task = next;
    state.store(Busy);
    state.notify_all();
  }
  void wait() { state.wait(Busy); }
  /// Below where it waits for work: pages, the deepest as far as it is used.
  uint64_t stackBytes() const {
    size_t lowest = stack.lowest();
    return lowest < base ? stack.touched(lowest, base, Region::page) : 0;
  }

private:
  enum State { Idle, Busy };
  static void *serve(void *pointer) {
    auto &self = *static_cast<PaintedThread *>(pointer);
    while (true) {
      auto *here = static_cast<unsigned char *>(__builtin_frame_address(0));
      self.base = here - static_cast<unsigned char *>(self.stack.data());
      self.state.store(Idle);
      self.state.notify_all();
      self.state.wait(Idle);
      if (!self.task)
        return nullptr;
      (*self.task)();
    }
  }

  Region stack;
  size_t base = 0;
  std::atomic<State> state{Busy};
  const std::function<void()> *task = nullptr;
  pthread_t thread;
};

/// Half of the grains each.
void inTwo(void *helper, int64_t n, int64_t grain, weft_range_body body,
           void *env) {
  int64_t cut = ((n + grain - 1) / grain + 1) / 2 * grain;
  if (cut >= n)
    return body(0, n, env);
  auto &other = *static_cast<PaintedThread *>(helper);
  std::function<void()> rest = [&] { body(cut, n, env); };
  other.start(&rest);
  body(0, cut, env);
  other.wait();
}

//===-- Programs ----------------------------------------------------------===//
struct Step {
  const char *name;
  F f;
  std::vector<std::pair<Dtype, Shape>> args;
};
void PrintTo(const Step &step, std::ostream *os) { *os << step.name; }

Arrays first(const Arrays &a, size_t n) { return {a.begin(), a.begin() + n}; }
/// A step down the gradient of `loss` in the first n arrays.
F descent(size_t n, std::function<Array(const Arrays &)> loss) {
  return [=](const Arrays &a) {
    auto ofParameters = [&](const Arrays &p) -> Array {
      Arrays all(p);
      all.insert(all.end(), a.begin() + n, a.end());
      return loss(all);
    };
    Arrays g = grad(ofParameters)(first(a, n)), out;
    for (size_t i = 0; i < n; ++i)
      out.push_back(a[i] - 0.01f * g[i]);
    return out;
  };
}
Array relu(const Array &x) { return maximum(x, 0.f); }

Array mlpLoss(const Arrays &a) {
  Array h = relu(matmul(a[4], a[0]) + a[1]);
  return mean(square(matmul(h, a[2]) + a[3] - a[5]));
}
Array convLoss(const Arrays &a) {
  Array h = relu(conv(a[3], a[0]));
  h = relu(conv(h, a[1], {2, 2}));
  return mean(square(matmul(reshape(h, {h.dim(0), -1}), a[2])));
}
Array recurrentLoss(const Arrays &a) {
  auto step = [&](const Array &h, const Array &x) {
    Array next = tanh(matmul(x, a[0]) + matmul(h, a[1]));
    return std::pair{next, sum(square(next))};
  };
  return sum(scan(step, a[2], a[3]).second);
}
Array blockLoss(const Arrays &a) {
  const Array &x = a[5];
  Array q = matmul(x, a[0]), k = matmul(x, a[1]), v = matmul(x, a[2]);
  Array y = x + matmul(softmax(matmul(q, swapaxes(k, -1, -2)) * 0.125f), v);
  Array m = mean(y, -1, true);
  y = (y - m) / sqrt(mean(square(y - m), -1, true) + 1e-5f);
  return sum(square(y + matmul(tanh(matmul(y, a[3])), a[4])));
}
Arrays attention(const Arrays &a) {
  return {matmul(softmax(matmul(a[0], swapaxes(a[1], -1, -2))), a[2])};
}
Array solveLoss(const Arrays &a) {
  int64_t n = a[0].dim(0);
  return sum(square(solve(a[0] + double(n) * eye(n, std::nullopt, 0, Dtype::F64), a[1])));
}
Array spectrumLoss(const Arrays &a) {
  return sum(square(abs(fft(a[0] * a[1]))));
}

const Step steps[] = {
    {"mlp",
     descent(4, mlpLoss),
     {{Dtype::F32, {256, 192}},
      {Dtype::F32, {192}},
      {Dtype::F32, {192, 10}},
      {Dtype::F32, {10}},
      {Dtype::F32, {96, 256}},
      {Dtype::F32, {96, 10}}}},
    {"conv",
     descent(3, convLoss),
     {{Dtype::F32, {16, 1, 5, 5}},
      {Dtype::F32, {32, 16, 3, 3}},
      {Dtype::F32, {32 * 11 * 11, 10}},
      {Dtype::F32, {16, 1, 28, 28}}}},
    {"recurrent",
     descent(2, recurrentLoss),
     {{Dtype::F32, {24, 48}},
      {Dtype::F32, {48, 48}},
      {Dtype::F32, {8, 48}},
      {Dtype::F32, {60, 8, 24}}}},
    {"transformer",
     descent(5, blockLoss),
     {{Dtype::F32, {64, 64}},
      {Dtype::F32, {64, 64}},
      {Dtype::F32, {64, 64}},
      {Dtype::F32, {64, 128}},
      {Dtype::F32, {128, 64}},
      {Dtype::F32, {4, 96, 64}}}},
    // (Few rows at a time, beside as many keys as these.)
    {"attention",
     attention,
     {{Dtype::F32, {700, 64}},
      {Dtype::F32, {1100, 64}},
      {Dtype::F32, {1100, 64}}}},
    {"solve",
     descent(1, solveLoss),
     {{Dtype::F64, {96, 96}}, {Dtype::F64, {96, 32}}}},
    {"spectrum",
     descent(1, spectrumLoss),
     {{Dtype::F64, {16, 1000}}, {Dtype::F64, {16, 1000}}}},
};

//===-- Measuring ---------------------------------------------------------===//
struct Parts {
  uint64_t results = 0, arena = 0, stack = 0;
};
Parts touchedBy(const Program &program, const Arrays &args, bool two) {
  Parts parts;
  PaintedThread caller, helper;
  const cpu::Executable &code = *program.executable;
  Region arena(code.arenaBytes);
  std::deque<Region> results;
  std::vector<size_t> sizes;
  std::vector<void *> buffers;
  for (const Array &a : args)
    buffers.push_back(const_cast<void *>(static_cast<const void *>(a.bytes())));
  for (const Program::Result &r : program.results) {
    size_t bytes = itemSize(r.dtype);
    for (int64_t d : r.dims)
      bytes *= d;
    sizes.push_back(bytes);
    buffers.push_back(results.emplace_back(bytes).data());
  }
  weft_context context{arena.data(), two ? inTwo : nullptr, &helper};
  std::function<void()> call = [&] { code.entry(buffers.data(), &context); };
  caller.start(&call);
  caller.wait();
  constexpr size_t line = 64;
  for (size_t i = 0; i < sizes.size(); ++i)
    parts.results += results[i].touched(0, sizes[i], line);
  parts.arena = arena.touched(0, code.arenaBytes, line);
  parts.stack = caller.stackBytes() + helper.stackBytes();
  return parts;
}

class Footprint : public testing::TestWithParam<std::tuple<Step, int>> {};
} // namespace

TEST_P(Footprint, ThePlannedPeakIsWhatACallTouches) {
  auto [step, threads] = GetParam();
  SmallVector<Type> types;
  Arrays args;
  for (auto &[dtype, shape] : step.args) {
    types.push_back(ir::tensorType(dtype, shape));
    int64_t n = 1;
    for (int64_t d : shape)
      n *= d;
    Array wave = sin(iota({n}, 0, Dtype::F32) * (1.3f + 0.1f * args.size()));
    args.push_back(astype(reshape(wave, shape), dtype));
  }
  TracedFunction fn =
      trace([&](const Arrays &in) { return step.f(in); }, types, {Tracer::Jit});
  ASSERT_TRUE(fn.captures.empty());
  ProgramOptions options;
  options.threads = threads;
  auto program = compileBody(*fn.body, {}, options, std::source_location());
  JitStats planned = statsOf(*program);
  // However many CPUs there are here.
  planned.peakBytes -= planned.stackBytes;
  planned.stackBytes = program->executable->stack.bytes(threads);
  planned.peakBytes += planned.stackBytes;
  Parts parts = touchedBy(*program, args, threads > 1);
  double touched =
      planned.argumentBytes + parts.results + parts.arena + parts.stack;
  EXPECT_NEAR(planned.peakBytes, touched, 0.05 * touched)
      << "results " << planned.resultBytes << " " << parts.results << "\narena "
      << planned.arenaBytes << " " << parts.arena << "\nstack "
      << planned.stackBytes << " " << parts.stack;
}

// As the system sees it, with the pool's threads: pages are whole, so that it
// takes a larger step. A call of its own comes first, for what is made once.
TEST(Footprint, ThePlannedPeakIsResident) {
  auto f = jit([](const Arrays &a) { return descent(4, mlpLoss)(a); });
  auto inputs = [] {
    return Arrays{full({784, 640}, 0.01f),  full({640}, 0.1f),
                  full({640, 256}, 0.02f), full({256}, 0.1f),
                  full({512, 784}, 0.3f),  full({512, 256}, 0.2f)};
  };
  Arrays in = inputs(), out;
  JitStats stats = f.stats(in);
  in.clear();
  uint64_t resident = rt::residentGrowth([&] {
    in = inputs();
    out = f(in);
  });
  if (resident == 0)
    GTEST_SKIP() << "the system does not tell";
  EXPECT_NEAR(resident, stats.peakBytes, 0.05 * stats.peakBytes);
}

INSTANTIATE_TEST_SUITE_P(
    Steps, Footprint,
    testing::Combine(testing::ValuesIn(steps), testing::Values(1, 2)),
    [](const auto &info) {
      return std::string(std::get<0>(info.param).name) + "On" +
             std::to_string(std::get<1>(info.param));
    });

// The snippets of docs/ControlFlow.md, run.
#include <weft/weft.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
using namespace weft;

static void expect(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "control_flow: %s\n", what);
  std::exit(1);
}
static bool near(const Array &x, double y) {
  return std::abs(x.item() - y) < 1e-4;
}

static void branches() {
  //[branches
  auto f = jit([](Array i, Array x) {
    Array scale = x * 2; // branches may capture
    return switchCase(
        i, std::tuple{[](Array x) { return sin(x); },
                      [&](Array x) { return x * scale; },
                      [](Array x) { return -x; }},
        x);
  });
  Array y = f(1, 3.f); // 18; -5 would be branch 0, and 7 branch 2
  //]
  expect(near(y, 18) && near(f(7, 3.f), -3), "switchCase");
}

static void whileLoops() {
  //[while
  // Newton's method, until it moves no more.
  auto squareRoot = [](Array a) {
    return whileLoop([=](Array x) { return abs(x * x - a) > 1e-6 * a; },
                     [=](Array x) { return (x + a / x) / 2; }, a);
  };
  Array one = squareRoot(2.f);
  Array many = vmap(squareRoot)(Array{2.f, 9.f, 100.f}); // until all are done
  Array slope = jvp(squareRoot, Array(4.f), 1.f).second; // forward mode: 1/4
  //]
  expect(near(one, std::sqrt(2.)) && near(take(many, 2), 10) &&
             near(slope, .25),
         "whileLoop");
}

static void counting() {
  //[fori
  // Numbers as bounds: a scan, with a gradient.
  auto power = [](Array x) {
    return foriLoop(0, 5, [=](Array, Array c) { return c * x; }, 1.f);
  };
  Array slope = grad(power)(2.f); // 80
  // Bounds that are computed: a whileLoop.
  auto upTo = jit([](Array n) {
    return foriLoop(0, n, [](Array i, Array c) { return c + i; }, 0);
  });
  Array sum10 = upTo(10); // 45; no second compilation for another n
  //]
  expect(near(slope, 80) && near(sum10, 45), "foriLoop");
}

static void scans() {
  //[scan
  // carry, y = step(carry, x), over the rows of xs.
  auto step = [](Array c, Array x) {
    Array next = tanh(c + x);
    return std::pair{next, next};
  };
  Array xs = linspace(0.f, 1.f, 10000);
  auto loss = [&](Array c) {
    auto [last, ys] =
        scan(step, c, xs, {.checkpointEvery = ScanOptions::sqrt});
    return last + mean(ys);
  };
  Array g = grad(loss)(0.5f);
  //]
  auto plain = [&](Array c) {
    auto [last, ys] = scan(step, c, xs);
    return last + mean(ys);
  };
  expect(near(g, grad(plain)(.5f).item()), "scan");
}

static void prefixes() {
  //[prefixes
  // A linear recurrence h = a h + b in a logarithmic number of steps.
  using Affine = std::pair<Array, Array>;
  auto after = [](Affine f, Affine g) {
    return Affine{f.first * g.first, f.second * g.first + g.second};
  };
  Array a{.5f, .5f, .5f, .5f}, b{1.f, 2.f, 3.f, 4.f};
  auto [gains, h] = associativeScan(after, Affine{a, b});
  // One row after another, in memory for two at a time.
  Array norms = mapOver([](Array row) { return sqrt(sum(row * row)); },
                        reshape(arange(12.f), {6, 2}), {.batchSize = 2});
  //]
  expect(near(take(h, -1), 6.125) && near(take(norms, 0), 1), "prefixes");
}

static void lanes() {
  //[lanes
  // Batch normalisation: the mean over the batch, inside the function of one.
  auto normalised = [](Array x) {
    Array mu = pmean(x, "batch");
    Array var = pmean(square(x - mu), "batch");
    return (x - mu) / sqrt(var + 1e-5);
  };
  Array y = vmap(normalised, {.axisName = "batch"})(
      Array{{1.f, 10.f}, {3.f, 30.f}});
  //]
  expect(near(take(take(y, 0), 0), -1), "lanes");
}

int main() {
  branches();
  whileLoops();
  counting();
  scans();
  prefixes();
  lanes();
  std::puts("control_flow: ok");
}

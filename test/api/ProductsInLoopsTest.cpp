// Products in loops: weights packed in front of them, products of what is
// scanned made for many steps at once, gradients of weights summed up after
// them (docs/decisions/products-in-loops.md). Each against the same steps one
// by one, which has none of that.
#include "Check.h"

#include <cmath>

using namespace weft;
using namespace weft::test;

namespace {
Array normals(uint64_t seed, const Shape &shape, Dtype type = Dtype::F32) {
  return astype(0.3f * random::normal(random::key(seed), shape), type);
}

/// A step of a layer: state and x to the next state.
using Step = std::function<Array(Array, Array)>;

Array scanned(const Step &step, const Array &h, const Array &xs,
              bool reverse = false) {
  return scan(
             [&](const Array &h, const Array &x) {
               Array next = step(h, x);
               return std::pair{next, next};
             },
             h, xs, {.reverse = reverse})
      .second;
}
Array oneByOne(const Step &step, Array h, const Array &xs,
               bool reverse = false) {
  int64_t n = xs.dim(0);
  std::vector<Array> ys(n);
  for (int64_t i = 0; i < n; ++i) {
    int64_t at = reverse ? n - 1 - i : i;
    ys[at] = h = step(h, xs[at]);
  }
  return stack(ys);
}

struct Sizes {
  int64_t steps, rows, in, hidden;
};
/// tanh(x W + b + h U): weights a[0], a[1], a[2]; h a[3], xs a[4].
Fn layer(bool reverse, bool loops) {
  return [=](Arrays a) {
    Step step = [=](Array h, Array x) {
      return tanh(matmul(x, a[0]) + a[2] + matmul(h, a[1]));
    };
    return Arrays{loops ? scanned(step, a[3], a[4], reverse)
                        : oneByOne(step, a[3], a[4], reverse)};
  };
}
Arrays inputs(const Sizes &s, Dtype type = Dtype::F32) {
  double scale = 1 / std::sqrt(double(s.hidden));
  auto weights = [&](uint64_t seed, const Shape &shape) {
    return astype(scale * normals(seed, shape), type);
  };
  return {weights(1, {s.in, s.hidden}), weights(2, {s.hidden, s.hidden}),
          normals(3, {s.hidden}, type), normals(4, {s.rows, s.hidden}, type),
          normals(5, {s.steps, s.rows, s.in}, type)};
}
Fn lossOf(const Fn &f) {
  return [f](Arrays a) { return Arrays{sum(square(f(a)[0]))}; };
}
void compare(const std::string &name, const Fn &a, const Fn &b,
             const Arrays &in, double tolerance) {
  Arrays x = jitOf(a)(in), y = b(in);
  ASSERT_EQ(x.size(), y.size());
  for (size_t i = 0; i < x.size(); ++i)
    same(name + " " + std::to_string(i), x[i], y[i], tolerance);
}
} // namespace

// Lengths that have a divisor, that have none, that are shorter than a chunk.
TEST(ProductsInLoops, Layers) {
  for (Sizes s : {Sizes{12, 32, 40, 272}, Sizes{7, 33, 17, 261},
                  Sizes{5, 26, 300, 512}, Sizes{20, 1, 64, 192},
                  Sizes{1, 32, 40, 272}, Sizes{2, 5, 64, 64},
                  Sizes{4, 130, 32, 256}, Sizes{3, 32, 1, 256}})
    for (bool reverse : {false, true}) {
      if (reverse && s.steps < 7)
        continue;
      std::string name = std::to_string(s.steps) + "x" +
                         std::to_string(s.rows) + (reverse ? " back" : "");
      compare(name, layer(reverse, true), layer(reverse, false), inputs(s),
              1e-5);
    }
}
TEST(ProductsInLoops, Dtypes) {
  Sizes s{6, 29, 48, 280};
  for (auto [type, tolerance] :
       {std::pair{Dtype::F64, 1e-12}, std::pair{Dtype::BF16, 4e-2},
        std::pair{Dtype::F16, 4e-3}})
    compare(name(type), layer(false, true), layer(false, false),
            inputs(s, type), tolerance);
}
TEST(ProductsInLoops, Bytes) {
  auto f = [](bool loops) -> Fn {
    return [=](Arrays a) {
      Step step = [=](Array sum, Array x) {
        return sum + matmul(astype(x, Dtype::I32), astype(a[0], Dtype::I32));
      };
      return Arrays{loops ? scanned(step, a[1], a[2])
                          : oneByOne(step, a[1], a[2])};
    };
  };
  Arrays in{astype(100 * normals(1, {70, 300}), Dtype::I8),
            zeros({33, 300}, Dtype::I32),
            astype(100 * normals(2, {6, 33, 70}), Dtype::I8)};
  compare("i8", f(true), f(false), in, 0);
}
TEST(ProductsInLoops, Gradients) {
  for (auto [s, reverse] :
       {std::pair{Sizes{8, 32, 40, 272}, false},
        std::pair{Sizes{5, 33, 17, 261}, true},
        std::pair{Sizes{12, 1, 64, 64}, true}})
    compare(std::to_string(s.steps) + "x" + std::to_string(s.rows),
            gradOf(lossOf(layer(reverse, true))),
            gradOf(lossOf(layer(reverse, false))), inputs(s), 2e-4);
  compare("f64", gradOf(lossOf(layer(false, true))),
          gradOf(lossOf(layer(false, false))),
          inputs({4, 29, 48, 280}, Dtype::F64), 1e-11);
}
TEST(ProductsInLoops, GradientOfGradientAndMaps) {
  Sizes s{4, 6, 16, 64};
  Arrays in = inputs(s);
  auto along = [](const Fn &f) -> Fn { // of the gradient's norm
    return gradOf([f](Arrays a) {
      Array total = 0.f;
      for (const Array &g : gradOf(lossOf(f))(a))
        total = total + sum(square(g));
      return Arrays{total};
    });
  };
  compare("twice", along(layer(false, true)), along(layer(false, false)), in,
          2e-3);
  Arrays many;
  for (const Array &a : in)
    many.push_back(stack(std::vector<Array>{a, 0.5f * a, -a}));
  compare("map", vmapOf(layer(false, true)), vmapOf(layer(false, false)), many,
          1e-5);
  many[0] = in[0], many[1] = in[1], many[2] = in[2];
  LeafAxes shared{std::nullopt, std::nullopt, std::nullopt, 0, 0};
  compare("map, one set of weights", vmapOf(layer(false, true), shared),
          vmapOf(layer(false, false), shared), many, 1e-5);
}
// Weights that a step changes must be packed in each.
TEST(ProductsInLoops, WeightsThatChange) {
  auto f = [](bool loops) -> Fn {
    return [=](Arrays a) {
      Array h = a[0], w = a[1];
      auto step = [](const Array &h, const Array &w) {
        return std::pair{tanh(matmul(h, w)), w * 0.9f + 0.001f};
      };
      if (loops) {
        auto [y, last] = foriLoop(
            0, 5,
            [&](Array, std::pair<Array, Array> s) {
              return step(s.first, s.second);
            },
            std::pair{h, w});
        return Arrays{y, last};
      }
      for (int i = 0; i < 5; ++i)
        std::tie(h, w) = step(h, w);
      return Arrays{h, w};
    };
  };
  compare("decay", f(true), f(false),
          {normals(1, {32, 280}), 0.1f * normals(2, {280, 280})}, 1e-5);
}
// Kept by the inner loop, changed by the outer one; kept by both.
TEST(ProductsInLoops, Nested) {
  auto f = [](bool loops) -> Fn {
    return [=](Arrays a) {
      auto inner = [&](const Array &h, const Array &w) {
        Array y = tanh(matmul(h, w));
        return y + matmul(y, a[2]);
      };
      Array h = a[0], w = a[1];
      if (loops) {
        auto [y, last] = foriLoop(
            0, 3,
            [&](Array, std::pair<Array, Array> s) {
              Array h = foriLoop(
                  0, 4, [&](Array, Array h) { return inner(h, s.second); },
                  s.first);
              return std::pair{h, s.second * 0.8f};
            },
            std::pair{h, w});
        return Arrays{y, last};
      }
      for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 4; ++j)
          h = inner(h, w);
        w = w * 0.8f;
      }
      return Arrays{h, w};
    };
  };
  compare("nested", f(true), f(false),
          {normals(1, {30, 300}), 0.1f * normals(2, {300, 300}),
           0.1f * normals(3, {300, 300})},
          1e-5);
}
TEST(ProductsInLoops, InABranch) {
  auto f = [](bool loops) -> Fn {
    return [=](Arrays a) {
      auto twice = [=](Array h) { return tanh(matmul(matmul(h, a[1]), a[1])); };
      Array h = a[0];
      if (loops)
        return Arrays{foriLoop(
            0, 5,
            [&](Array i, Array h) {
              return cond(i % 2 == 0, twice, [](Array h) { return h * 0.5f; },
                          h);
            },
            h)};
      for (int i = 0; i < 5; ++i)
        h = i % 2 == 0 ? twice(h) : h * 0.5f;
      return Arrays{h};
    };
  };
  compare("branch", f(true), f(false),
          {normals(1, {30, 300}), 0.1f * normals(2, {300, 300})}, 1e-5);
}
TEST(ProductsInLoops, WhileTheResultIsLarge) {
  auto step = [](const Array &w) {
    return [=](Array h) { return matmul(h, w) * 0.9f; };
  };
  Array h = normals(1, {40, 256}), w = 0.2f * normals(2, {256, 256});
  auto f = jit([&](Array h, Array w) {
    return whileLoop([](Array h) { return sum(square(h)) > 1e-3f; }, step(w),
                     h);
  });
  Array y = h;
  while (sum(square(y)).item() > 1e-3f)
    y = step(w)(y);
  same("while", f(h, w), y, 1e-5);
}
// Parts of one matrix, the same weights twice, weights that a step makes of
// constants, a matrix times a vector that is scanned.
TEST(ProductsInLoops, Forms) {
  auto f = [](bool loops) -> Fn {
    return [=](Arrays a) {
      Step step = [=](Array h, Array x) {
        Array w = sliceInDim(a[0], 3, 259, 1, 1), u = transpose(a[1]) * 2.f;
        Array y = tanh(matmul(h, w) + matmul(matmul(h, w), u));
        return tanh(matmul(y, u) + matmul(a[2], x) + matmul(x * 2.f, a[3]));
      };
      return Arrays{loops ? scanned(step, a[4], a[5])
                          : oneByOne(step, a[4], a[5])};
    };
  };
  auto small = [](uint64_t seed, const Shape &shape) {
    return 0.1f * normals(seed, shape);
  };
  compare("forms", f(true), f(false),
          {small(1, {256, 262}), small(2, {256, 256}), small(3, {256, 48}),
           small(4, {48, 256}), normals(5, {32, 256}), normals(6, {9, 48})},
          1e-5);
}
// A carry that is only summed up, but read by the ys or twice, stays a carry.
TEST(ProductsInLoops, SumsThatAreRead) {
  auto f = [](bool loops, int how) -> Fn {
    return [=](Arrays a) {
      using State = std::pair<Array, Array>;
      auto step = [=](const State &s, const Array &x) {
        Array y = tanh(x + s.second);
        Array next = s.first + matmul(transpose(x), y);
        if (how == 1)
          next = next + 0.5f * s.first;
        return std::pair{State{next, y * 0.5f}, how == 2 ? next : y};
      };
      State s{a[0], a[1]};
      if (loops) {
        auto [last, ys] = scan(step, s, a[2]);
        return Arrays{last.first, last.second, ys};
      }
      std::vector<Array> ys;
      for (int64_t i = 0; i < a[2].dim(0); ++i) {
        auto [next, y] = step(s, a[2][i]);
        s = next;
        ys.push_back(y);
      }
      return Arrays{s.first, s.second, stack(ys)};
    };
  };
  Arrays in{normals(1, {64, 64}), normals(2, {16, 64}), normals(3, {10, 16, 64})};
  for (int how : {0, 1, 2})
    compare("how " + std::to_string(how), f(true, how), f(false, how), in,
            1e-5);
}
// Cotangents of parts side by side, in another order, apart, and twice.
TEST(ProductsInLoops, PartsOfGates) {
  Fn cell = [](Arrays a) {
    Step step = [=](Array h, Array x) {
      Array g = matmul(x, a[0]) + matmul(h, a[1]);
      auto part = split(g, 4, 1);
      Array y = sigmoid(part[2]) * tanh(part[0]) + h * sigmoid(part[3]);
      return tanh(y + part[1] * sliceInDim(g, 1, 4, 1, 1));
    };
    return Arrays{sum(square(scanned(step, a[2], a[3])))};
  };
  gradCheck("gates", cell,
            {normals(1, {2, 12}), normals(2, {3, 12}), normals(3, {2, 3}),
             normals(4, {4, 2, 2})});
  Fn few = [](Arrays a) {
    Array x = a[0];
    return Arrays{sum(sin(sliceInDim(x, 0, 2, 1, 0)) *
                      sliceInDim(x, 4, 6, 1, 0)) +
                  sum(exp(sliceInDim(x, 2, 4, 1, 0)))};
  };
  gradCheck("apart", few, {normals(5, {7})});
}

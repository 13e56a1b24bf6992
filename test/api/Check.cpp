// The checks of Check.h.
#include "Check.h"

#include <cmath>

namespace weft::test {

Fn gradOf(Fn f) {
  auto g = grad([f](const Arrays &a) { return f(a)[0]; });
  return [g](Arrays a) { return g(a); };
}
std::pair<Arrays, Arrays> jvpOf(Fn f, const Arrays &x, const Arrays &t) {
  return jvp(f, x, t);
}
Fn vmapOf(Fn f, LeafAxes axes) {
  VmapOptions options;
  if (!axes.empty())
    options.in = {Axes(axes)};
  auto g = vmap(f, options);
  return [g](Arrays a) { return g(a); };
}
Fn jitOf(Fn f) {
  auto g = jit(f);
  return [g](Arrays a) { return g(a); };
}
Fn checkpointOf(Fn f) {
  auto g = checkpoint(f);
  return [g](Arrays a) { return g(a); };
}
Array d(const Fn &f, const Array &x) { return gradOf(f)({x})[0]; }
Array along(const Fn &f, const Array &x, const Array &t) {
  return jvpOf(f, {x}, {t}).second[0];
}

/// Those from `first` on, some of them.
static std::string text(const Numbers &v, size_t first) {
  constexpr size_t most = 12;
  std::string s = first ? "[… " : "[";
  for (size_t i = first; i < v.size() && i < first + most; ++i)
    s += std::to_string(v[i]) + " ";
  return s + (v.size() > first + most ? "…]" : "]");
}

void near(const std::string &name, const Array &a, const Numbers &expected,
          double tolerance) {
  auto x = a.toVector<double>();
  ASSERT_EQ(x.size(), expected.size()) << name;
  size_t at = 0;
  while (at < x.size() &&
         std::abs(x[at] - expected[at]) <=
             tolerance * (1 + std::abs(expected[at])))
    ++at;
  size_t from = x.size() <= 12 ? 0 : at;
  EXPECT_EQ(at, x.size()) << name << ": element " << at << " is wrong: "
                          << text(x, from) << " instead of "
                          << text(expected, from);
}
void same(const std::string &name, const Array &a, const Array &b,
          double tolerance) {
  EXPECT_EQ(a.shape(), b.shape()) << name;
  near(name, a, b.toVector<double>(), tolerance);
}

static Array moved(const Array &x, size_t k, float by) {
  auto data = x.toVector<float>();
  data[k] += by;
  return array(data, x.shape());
}

void gradCheck(const std::string &name, const Fn &f, const Arrays &xs,
               double tolerance) {
  Arrays g = gradOf(f)(xs);
  for (size_t i = 0; i < xs.size(); ++i) {
    Numbers differences;
    for (int64_t k = 0; k < xs[i].size(); ++k) {
      auto at = [&](float by) {
        Arrays args = xs;
        args[i] = moved(xs[i], k, by);
        return f(args)[0].item();
      };
      const float h = 1e-2f;
      differences.push_back((at(h) - at(-h)) / (2 * h));
    }
    near(name + " d" + std::to_string(i), g[i], differences, tolerance);
  }
}

void modesAgree(const std::string &name, const Fn &f, const Arrays &xs) {
  Arrays g = gradOf(f)(xs), ts;
  double reverse = 0;
  for (size_t i = 0; i < xs.size(); ++i) {
    std::vector<float> t(xs[i].size());
    auto gi = g[i].toVector<double>();
    for (size_t k = 0; k < t.size(); ++k) {
      t[k] = std::sin(3.f * k + i + 1);
      reverse += t[k] * gi[k];
    }
    ts.push_back(array(t, xs[i].shape()));
  }
  near(name, jvpOf(f, xs, ts).second[0], {reverse}, 1e-3);
}

void vmapCheck(const std::string &name, const Fn &f, const Arrays &xs,
               const LeafAxes &axes) {
  Arrays batched = vmapOf(f, axes)(xs);
  int64_t n = 0;
  for (size_t i = 0; i < xs.size(); ++i)
    if (axes[i])
      n = xs[i].dim(0);
  std::vector<Numbers> expected(batched.size());
  for (int64_t r = 0; r < n; ++r) {
    Arrays row;
    for (size_t i = 0; i < xs.size(); ++i)
      row.push_back(axes[i] ? take(xs[i], r) : xs[i]);
    Arrays out = f(row);
    for (size_t i = 0; i < out.size(); ++i)
      for (double v : out[i].toVector<double>())
        expected[i].push_back(v);
  }
  for (size_t i = 0; i < batched.size(); ++i)
    near(name, batched[i], expected[i]);
}

int count(const std::string &text, const std::string &what) {
  int n = 0;
  for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; ++at)
    ++n;
  return n;
}

} // namespace weft::test

// Rows of dialects/weft/Fft.td.
#include "Row.h"
#include "weft/Fft.h"
#include <complex>
#include <numbers>
using namespace weft;
using namespace weft::test;
using Complexes = std::vector<std::complex<double>>;

namespace {
/// The last axes.
Shape lastAxes(const Shape &shape, size_t count) {
  Shape out;
  for (size_t i = shape.size() - count; i < shape.size(); ++i)
    out.push_back(i);
  return out;
}
/// The definition along the last axes, over all of them at once.
Complexes dft(const Complexes &x, const Shape &shape, size_t axes,
              bool inverse) {
  Complexes y(x.size());
  size_t total = 1;
  for (size_t i = shape.size() - axes; i < shape.size(); ++i)
    total *= shape[i];
  for (size_t at = 0; at < x.size(); at += total)
    for (size_t k = 0; k < total; ++k)
      for (size_t j = 0; j < total; ++j) {
        double turns = 0;
        size_t restK = k, restJ = j;
        for (size_t i = shape.size(); i-- > shape.size() - axes;) {
          size_t n = shape[i];
          turns += static_cast<double>(restK % n * (restJ % n) % n) / n;
          restK /= n, restJ /= n;
        }
        double angle = 2 * std::numbers::pi * turns * (inverse ? 1 : -1);
        y[at + k] += x[at + j] * std::polar(inverse ? 1. / total : 1., angle);
      }
  return y;
}
std::vector<double> parts(const Complexes &y) {
  std::vector<double> out;
  for (auto v : y)
    out.push_back(v.real());
  for (auto v : y)
    out.push_back(v.imag());
  return out;
}
Leaves partsOf(const Array &z) {
  return {emitOp("real", {z}), emitOp("imag", {z})};
}

void addTransform(std::vector<Row> &t, const char *label, const Shape &shape,
                size_t axes, unsigned checks = Second) {
  for (bool inverse : {false, true}) {
    Row r{"fft", std::string(inverse ? "inverse_" : "") + label,
          {{shape}, {shape}}, nullptr, floats, checks};
    r.build = [=](const Leaves &x) {
      Array z = emitOp("complex", x);
      AxisSet which(lastAxes(shape, axes));
      return partsOf(inverse ? ifftn(z, {}, which) : fftn(z, {}, which));
    };
    r.whole = [=](const Elements &x) {
      Complexes z;
      for (size_t i = 0; i < x[0].size(); ++i)
        z.push_back({x[0][i], x[1][i]});
      return parts(dft(z, shape, axes, inverse));
    };
    r.tolerance32 = 1e-5;
    r.tolerance64 = 1e-13;
    t.push_back(r);
  }
}
/// rfft of real numbers, and irfft of its like.
void addHalf(std::vector<Row> &t, const char *label, const Shape &shape,
             size_t axes, unsigned checks = Second) {
  Shape last(shape.end() - axes, shape.end()), halved(shape);
  int64_t n = shape.back(), half = n / 2 + 1;
  halved.back() = half;
  Row r{"fft", std::string("real_") + label, {{shape}}, nullptr, floats,
        checks};
  r.build = [=](const Leaves &x) {
    return partsOf(rfftn(x[0], {}, lastAxes(shape, axes)));
  };
  r.whole = [=](const Elements &x) {
    Complexes y = dft({x[0].begin(), x[0].end()}, shape, axes, false), kept;
    for (size_t i = 0; i < y.size(); ++i)
      if (static_cast<int64_t>(i) % n < half)
        kept.push_back(y[i]);
    return parts(kept);
  };
  r.tolerance32 = 1e-5;
  r.tolerance64 = 1e-13;
  t.push_back(r);

  r.label = std::string("to_real_") + label;
  r.in = {{halved}, {halved}};
  r.build = [=](const Leaves &x) {
    return Leaves{
        irfftn(emitOp("complex", x), last, lastAxes(shape, axes))};
  };
  r.whole = [=](const Elements &x) {
    // First the other axes, then the last one with its mirrored half.
    Complexes z;
    for (size_t i = 0; i < x[0].size(); ++i)
      z.push_back({x[0][i], x[1][i]});
    for (size_t axis = shape.size() - axes; axis + 1 < shape.size(); ++axis) {
      // Axis by axis, by moving it to the end.
      int64_t size = halved[axis], inner = 1;
      for (size_t i = axis + 1; i < halved.size(); ++i)
        inner *= halved[i];
      Complexes moved(z.size());
      for (size_t i = 0; i < z.size(); ++i) {
        size_t o = i / (size * inner), j = i / inner % size, k = i % inner;
        moved[(o * inner + k) * size + j] = z[i];
      }
      moved = dft(moved, {static_cast<int64_t>(z.size()) / size, size}, 1,
                  true);
      for (size_t i = 0; i < z.size(); ++i) {
        size_t o = i / (size * inner), j = i / inner % size, k = i % inner;
        z[i] = moved[(o * inner + k) * size + j];
      }
    }
    Complexes all;
    for (size_t line = 0; line < z.size() / half; ++line)
      for (int64_t k = 0; k < n; ++k) {
        auto v = z[line * half + (k < half ? k : n - k)];
        if (k == 0 || 2 * k == n)
          v = v.real();
        all.push_back(k < half ? v : std::conj(v));
      }
    std::vector<double> out;
    for (auto v : dft(all, {static_cast<int64_t>(all.size()) / n, n}, 1, true))
      out.push_back(v.real());
    return out;
  };
  t.push_back(r);
}
} // namespace

void weft::test::addFft(std::vector<Row> &t) {
  addTransform(t, "1", {1}, 1);
  addTransform(t, "6", {2, 6}, 1);
  addTransform(t, "8", {8}, 1);
  addTransform(t, "7", {7}, 1, Values);
  addTransform(t, "60", {60}, 1, Values);
  addTransform(t, "143", {143}, 1, Values); // 11 · 13, by definition
  addTransform(t, "17", {17}, 1);           // by convolution
  addTransform(t, "254", {254}, 1, Values); // the same: 2 · 127
  addTransform(t, "plane", {3, 4}, 2);
  addTransform(t, "space", {2, 3, 5}, 3, Values);
  addTransform(t, "space_of_4", {2, 3, 2, 2}, 3, Values);
  addHalf(t, "1", {1}, 1);
  addHalf(t, "2", {2}, 1);
  addHalf(t, "6", {2, 6}, 1);
  addHalf(t, "7", {7}, 1);
  addHalf(t, "34", {34}, 1, Values); // even, by convolution
  addHalf(t, "19", {19}, 1, Values);
  addHalf(t, "plane", {3, 4}, 2);
  addHalf(t, "odd_plane", {4, 5}, 2, Values);
  addHalf(t, "space", {2, 3, 6}, 3, Values);
}

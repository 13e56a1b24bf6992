// Fourier transforms of one axis. Lengths whose prime factors are small go
// through stages (FftStages.h); others are a convolution (Bluestein, IEEE
// Trans. AU-18, 1970), so that every length takes O(n log n). As many lines as
// a vector has lanes are transformed at once. A line that is long, or alone,
// is a matrix of n1 × n2: its columns are transformed, turned, and then its
// rows (Bailey, J. Supercomputing 4, 1990), again as many at once. Powers of
// the root of unity come as tables made at compile time: no sine is computed
// here.
#include "FftStages.h"

namespace weft::kernel {
namespace {
/// What the compiler decided (dialects/weft/Fft.cpp): the complex length; the
/// order of the first table, length or twice that; the convolution's length,
/// or 0 for a direct transform; n1, or 0 where lines are lanes.
struct Lengths {
  I length, order, convolution, split;
  I size() const { return convolution ? convolution : length; }
};
/// w(k) = e^(-2πik/order) as coarse[k / step] · fine[k % step], in double.
struct Roots {
  const double *fine, *coarse;
  I step;
  Cx<double> operator()(I k) const {
    const double *f = fine + 2 * (k % step), *c = coarse + 2 * (k / step);
    return Cx<double>(f[0], f[1]) * Cx<double>(c[0], c[1]);
  }
};
/// The step is the power of two next above √order.
I stepOf(I order) {
  I step = 1;
  while (step * step < order)
    step *= 2;
  return step;
}
Roots rootsOf(const double *table, I order) {
  I step = stepOf(order);
  return {table, table + 2 * step, step};
}
template <class R> Cx<R> narrow(Cx<double> z) {
  return {static_cast<R>(z.re), static_cast<R>(z.im)};
}
template <class R> void spread(Cx<R> *w, const Roots &roots, I n, I stride) {
  for (I k = 0; k < n; ++k)
    w[k] = narrow<R>(roots(k * stride));
}
template <class R> Cx<R> timesI(Cx<R> z) { return {-z.im, z.re}; }
template <class R> Cx<R> swapped(Cx<R> z) { return {z.im, z.re}; }

/// The chirp, and the transform of what it is convolved with, which `transform`
/// takes in `filter`.
template <class R, class F>
void makeFilter(Cx<R> *filter, Cx<R> *chirp, const Roots &roots,
                const Lengths &n, F transform) {
  fill(filter, n.convolution, Cx<R>(0));
  for (I j = 0; j < n.length; ++j) {
    chirp[j] = narrow<R>(roots(j * j % (2 * n.length)));
    filter[j] = conj(chirp[j]);
    if (j > 0)
      filter[n.convolution - j] = filter[j];
  }
  transform();
}

//===-- Lines as lanes ----------------------------------------------------===//
/// Transforms of one length, their tables and memory ready.
template <class R> struct LaneTransform {
  Lengths n;
  Roots roots;
  Wide<R> *a, *b; // one number more than n.size() each
  Cx<R> *w, *filter, *chirp;

  /// Memory: a, b, w, and for a convolution filter and chirp.
  LaneTransform(const Lengths &n, const double *table, const double *table2,
                Cx<R> *memory)
      : n(n), roots(rootsOf(table, n.order)) {
    I size = n.size();
    a = reinterpret_cast<Wide<R> *>(memory);
    b = a + size + 1;
    w = reinterpret_cast<Cx<R> *>(b + size + 1);
    filter = w + size;
    chirp = filter + size;
    if (!n.convolution) {
      spread(w, roots, size, n.order / n.length);
      return;
    }
    spread(w, rootsOf(table2, size), size, I(1));
    makeFilter(filter, chirp, roots, n, [&] {
      for (I j = 0; j < size; ++j)
        a[j] = {filter[j].re + typename Lanes<R>::type{},
                filter[j].im + typename Lanes<R>::type{}};
      const Wide<R> *out = direct(a, b, w, size);
      for (I j = 0; j < size; ++j)
        filter[j] = {out[j].re[0], out[j].im[0]};
    });
  }
  Wide<R> *other(const Wide<R> *x) const { return x == a ? b : a; }
  /// The transform of a, which is lost.
  Wide<R> *run() {
    if (!n.convolution)
      return direct(a, b, w, n.length);
    for (I j = 0; j < n.length; ++j)
      a[j] = chirp[j] * a[j];
    for (I j = n.length; j < n.convolution; ++j)
      a[j] = {};
    Wide<R> *x = direct(a, b, w, n.convolution);
    // Backwards is forwards with real and imaginary parts swapped.
    for (I j = 0; j < n.convolution; ++j)
      x[j] = swapped(filter[j] * x[j]);
    x = direct(x, other(x), w, n.convolution);
    R scale = R(1) / static_cast<R>(n.convolution);
    for (I j = 0; j < n.length; ++j)
      x[j] = chirp[j] * scaled(scale, swapped(x[j]));
    return x;
  }
};

//===-- One line ----------------------------------------------------------===//
/// Number j of n is j1 · n2 + j2, result k is k1 + n1 · k2.
template <class R> struct LineTransform {
  static constexpr I lanes = Wide<R>::count;
  Lengths n;
  Roots roots;
  I n1, n2;
  Cx<R> *line; // the numbers
  Wide<R> *a, *b, *turn;
  Cx<R> *w1, *w2, *middle, *filter, *chirp;
  Cx<R> *end; // of the memory that these take

  /// Memory: a, b, turn, w1, w2, middle, line, and for a convolution filter
  /// and chirp.
  LineTransform(const Lengths &n, const double *table, const double *table2,
                Cx<R> *memory)
      : n(n), roots(rootsOf(table, n.order)), n1(n.split),
        n2(n.size() / n.split) {
    I size = n.size(), longer = larger(n1, n2);
    a = reinterpret_cast<Wide<R> *>(memory);
    b = a + longer;
    turn = b + longer;
    w1 = reinterpret_cast<Cx<R> *>(turn + (n2 + lanes - 1) / lanes * n1);
    w2 = w1 + n1;
    middle = w2 + n2;
    line = middle + size;
    filter = line + size;
    chirp = filter + size;
    end = n.convolution ? chirp + n.length : filter;
    Roots own = n.convolution ? rootsOf(table2, size) : roots;
    I unit = n.convolution ? 1 : n.order / n.length;
    spread(w1, own, n1, n2 * unit);
    spread(w2, own, n2, n1 * unit);
    for (I j2 = 0; j2 < n2; ++j2)
      for (I k1 = 0; k1 < n1; ++k1) {
        Cx<R> root = narrow<R>(own(j2 * k1 * unit));
        Wide<R> &to = turn[j2 / lanes * n1 + k1];
        to.re[j2 % lanes] = root.re;
        to.im[j2 % lanes] = root.im;
      }
    if (n.convolution)
      makeFilter(line, chirp, roots, n, [&] {
        transform();
        copy(filter, line, size);
      });
  }
  /// Of the whole matrix.
  [[gnu::noinline]] void transform() {
    for (I j2 = 0; j2 < n2; j2 += lanes) {
      I columns = smaller(lanes, n2 - j2);
      loadColumns(a, line + j2, n2, columns, n1, I(0));
      Wide<R> *x = direct(a, b, w1, n1);
      const Wide<R> *by = turn + j2 / lanes * n1;
      for (I k1 = 0; k1 < n1; ++k1)
        x[k1] = {x[k1].re * by[k1].re - x[k1].im * by[k1].im,
                 x[k1].re * by[k1].im + x[k1].im * by[k1].re};
      storeColumns(middle + j2, n2, columns, x, n1, I(0), R(1));
    }
    for (I k1 = 0; k1 < n1; k1 += lanes) {
      I lines = smaller(lanes, n1 - k1);
      loadLines(a, middle + k1 * n2, n2, lines, n2, I(0));
      const Wide<R> *x = direct(a, b, w2, n2);
      storeColumns(line + k1, n1, lines, x, n2, I(0), R(1));
    }
  }
  /// line := its transform.
  void run() {
    if (!n.convolution)
      return transform();
    for (I j = 0; j < n.length; ++j)
      line[j] *= chirp[j];
    fill(line + n.length, n.convolution - n.length, Cx<R>(0));
    transform();
    for (I j = 0; j < n.convolution; ++j)
      line[j] = swapped(line[j] * filter[j]);
    transform();
    R scale = R(1) / static_cast<R>(n.convolution);
    for (I j = 0; j < n.length; ++j)
      line[j] = scale * swapped(line[j]) * chirp[j];
  }
};

//===-- Complex -----------------------------------------------------------===//
/// As fftColumns in dialects/weft/Fft.cpp.
constexpr I fftColumns = 8;

} // namespace

/// Along the middle axis of outer × length × inner. Where long lines are
/// columns, some are taken out together, as many as share a line of the cache.
template <class R>
void fftLong(const Cx<R> *x, const double *table, const double *table2,
             Cx<R> *y, Cx<R> *memory, I outer, I inner, const Lengths &n,
             I inverse) {
  LineTransform<R> t(n, table, table2, memory);
  I length = n.length;
  R scale = R(1) / static_cast<R>(length);
  I together = smaller(inner, fftColumns);
  Cx<R> *columns = t.end;
  for (I o = 0; o < outer; ++o)
    for (I i = 0; i < inner; i += together) {
      I count = smaller(inner - i, together);
      const Cx<R> *from = x + o * length * inner + i;
      Cx<R> *to = y + o * length * inner + i;
      if (inner > 1)
        for (I j = 0; j < length; ++j)
          for (I c = 0; c < count; ++c)
            columns[c * length + j] = from[j * inner + c];
      for (I c = 0; c < count; ++c) {
        const Cx<R> *in = inner > 1 ? columns + c * length : from;
        Cx<R> *out = inner > 1 ? columns + c * length : to;
        for (I j = 0; j < length; ++j)
          t.line[j] = inverse ? swapped(in[j]) : in[j];
        t.run();
        for (I j = 0; j < length; ++j)
          out[j] = inverse ? scale * swapped(t.line[j]) : t.line[j];
      }
      if (inner > 1)
        for (I j = 0; j < length; ++j)
          for (I c = 0; c < count; ++c)
            to[j * inner + c] = columns[c * length + j];
    }
}
template <class R>
void fft(const Cx<R> *x, const double *table, const double *table2, Cx<R> *y,
         Cx<R> *memory, I outer, I inner, const Lengths &n, I inverse) {
  LaneTransform<R> t(n, table, table2, memory);
  constexpr I lanes = Wide<R>::count;
  I length = n.length;
  R scale = inverse ? R(1) / static_cast<R>(length) : R(1);
  if (inner == 1) {
    for (I o = 0; o < outer; o += lanes) {
      I lines = smaller(lanes, outer - o);
      loadLines(t.a, x + o * length, length, lines, length, inverse);
      storeLines(y + o * length, length, lines, t.run(), length, inverse,
                 scale);
    }
    return;
  }
  for (I o = 0; o < outer; ++o)
    for (I i = 0; i < inner; i += lanes) {
      I columns = smaller(lanes, inner - i), at = o * length * inner + i;
      loadColumns(t.a, x + at, inner, columns, length, inverse);
      storeColumns(y + at, inner, columns, t.run(), length, inverse, scale);
    }
}

//===-- Real --------------------------------------------------------------===//
/// Of `size` real numbers, last axis. Even sizes are half as many complex ones
/// (Van Loan 4.3).
template <class R>
void rfftLong(const R *x, const double *table, const double *table2, Cx<R> *y,
              Cx<R> *memory, I outer, I size, const Lengths &n) {
  LineTransform<R> t(n, table, table2, memory);
  I half = size / 2;
  for (I o = 0; o < outer; ++o, x += size, y += half + 1) {
    if (t.n.length == size) {
      for (I j = 0; j < size; ++j)
        t.line[j] = Cx<R>(x[j]);
      t.run();
      copy(y, t.line, half + 1);
      continue;
    }
    for (I j = 0; j < half; ++j)
      t.line[j] = {x[2 * j], x[2 * j + 1]};
    t.run();
    for (I k = 0; k <= half; ++k) {
      Cx<R> a = t.line[k == half ? 0 : k];
      Cx<R> b = conj(t.line[k == 0 ? 0 : half - k]);
      Cx<R> w = narrow<R>(t.roots(k));
      y[k] = R(0.5) * (a + b) - R(0.5) * timesI(w * (a - b));
    }
    y[0].im = y[half].im = 0;
  }
}
/// To `size` real numbers; the imaginary parts of what must be real are not
/// read.
template <class R>
void irfftLong(const Cx<R> *x, const double *table, const double *table2, R *y,
               Cx<R> *memory, I outer, I size, const Lengths &n) {
  LineTransform<R> t(n, table, table2, memory);
  R scale = R(1) / static_cast<R>(t.n.length);
  I half = size / 2;
  for (I o = 0; o < outer; ++o, x += half + 1, y += size) {
    auto at = [&](I k) -> Cx<R> {
      return k == 0 || 2 * k == size ? Cx<R>(x[k].re) : x[k];
    };
    if (t.n.length == size) {
      for (I k = 0; k < size; ++k)
        t.line[k] = swapped(k <= half ? at(k) : conj(x[size - k]));
      t.run();
      for (I j = 0; j < size; ++j)
        y[j] = scale * t.line[j].im;
      continue;
    }
    for (I k = 0; k < half; ++k) {
      Cx<R> a = at(k), b = conj(at(half - k));
      Cx<R> w = conj(narrow<R>(t.roots(k)));
      t.line[k] = swapped(R(0.5) * ((a + b) + timesI(w * (a - b))));
    }
    t.run();
    for (I j = 0; j < half; ++j) {
      y[2 * j] = scale * t.line[j].im;
      y[2 * j + 1] = scale * t.line[j].re;
    }
  }
}
template <class R>
void rfft(const R *x, const double *table, const double *table2, Cx<R> *y,
          Cx<R> *memory, I outer, I size, const Lengths &n) {
  LaneTransform<R> t(n, table, table2, memory);
  constexpr I lanes = Wide<R>::count;
  I half = size / 2;
  for (I o = 0; o < outer; o += lanes) {
    I lines = smaller(lanes, outer - o);
    const R *from = x + o * size;
    Cx<R> *to = y + o * (half + 1);
    if (n.length == size) {
      for (I j = 0; j < size; ++j) {
        t.a[j] = {};
        for (I l = 0; l < lines; ++l)
          t.a[j].re[l] = from[l * size + j];
      }
      storeLines(to, half + 1, lines, t.run(), half + 1, I(0), R(1));
      continue;
    }
    loadLines(t.a, reinterpret_cast<const Cx<R> *>(from), half, lines, half,
              I(0));
    const Wide<R> *pairs = t.run();
    Wide<R> *out = t.other(pairs);
    for (I k = 0; k <= half; ++k) {
      const Wide<R> &a = pairs[k == half ? 0 : k];
      Wide<R> b = conj(pairs[k == 0 ? 0 : half - k]);
      Cx<R> w = narrow<R>(t.roots(k));
      out[k] = scaled(R(0.5), a + b) - scaled(R(0.5), timesI(w * (a - b)));
    }
    out[0].im = out[half].im = typename Lanes<R>::type{};
    storeLines(to, half + 1, lines, out, half + 1, I(0), R(1));
  }
}
template <class R>
void irfft(const Cx<R> *x, const double *table, const double *table2, R *y,
           Cx<R> *memory, I outer, I size, const Lengths &n) {
  LaneTransform<R> t(n, table, table2, memory);
  constexpr I lanes = Wide<R>::count;
  R scale = R(1) / static_cast<R>(n.length);
  I half = size / 2;
  for (I o = 0; o < outer; o += lanes) {
    I lines = smaller(lanes, outer - o);
    R *to = y + o * size;
    Wide<R> *in = t.b;
    loadLines(in, x + o * (half + 1), half + 1, lines, half + 1, I(0));
    in[0].im = typename Lanes<R>::type{};
    if (size % 2 == 0)
      in[half].im = typename Lanes<R>::type{};
    if (n.length == size) {
      for (I k = 0; k < size; ++k)
        t.a[k] = k <= half ? swapped(in[k]) : swapped(conj(in[size - k]));
      const Wide<R> *out = t.run();
      for (I j = 0; j < size; ++j)
        for (I l = 0; l < lines; ++l)
          to[l * size + j] = scale * out[j].im[l];
      continue;
    }
    for (I k = 0; k < half; ++k) {
      const Wide<R> &a = in[k];
      Wide<R> b = conj(in[half - k]);
      Cx<R> w = conj(narrow<R>(t.roots(k)));
      t.a[k] =
          swapped(scaled(R(0.5), (a + b) + timesI(w * (a - b))));
    }
    storeLines(reinterpret_cast<Cx<R> *>(to), half, lines, t.run(), half, I(1),
               scale);
  }
}
} // namespace weft::kernel

#define PARAMS(R)                                                              \
  (const weft::kernel::Cx<R> *x, const double *table, const double *table2,    \
   weft::kernel::Cx<R> *y, weft::kernel::Cx<R> *memory, int64_t outer,         \
   int64_t inner, int64_t length, int64_t order, int64_t convolution,          \
   int64_t split, int64_t inverse)
WEFT_KERNEL_REAL(fft, PARAMS,
                 (x, table, table2, y, memory, outer, inner,
                  {length, order, convolution, split}, inverse))
WEFT_KERNEL_REAL(fftLong, PARAMS,
                 (x, table, table2, y, memory, outer, inner,
                  {length, order, convolution, split}, inverse))
#undef PARAMS
#define PARAMS(R)                                                              \
  (const R *x, const double *table, const double *table2,                      \
   weft::kernel::Cx<R> *y, weft::kernel::Cx<R> *memory, int64_t outer,         \
   int64_t size, int64_t length, int64_t order, int64_t convolution,           \
   int64_t split)
WEFT_KERNEL_REAL(rfft, PARAMS,
                 (x, table, table2, y, memory, outer, size,
                  {length, order, convolution, split}))
WEFT_KERNEL_REAL(rfftLong, PARAMS,
                 (x, table, table2, y, memory, outer, size,
                  {length, order, convolution, split}))
#undef PARAMS
#define PARAMS(R)                                                              \
  (const weft::kernel::Cx<R> *x, const double *table, const double *table2,    \
   R *y, weft::kernel::Cx<R> *memory, int64_t outer, int64_t size,             \
   int64_t length, int64_t order, int64_t convolution, int64_t split)
WEFT_KERNEL_REAL(irfft, PARAMS,
                 (x, table, table2, y, memory, outer, size,
                  {length, order, convolution, split}))
WEFT_KERNEL_REAL(irfftLong, PARAMS,
                 (x, table, table2, y, memory, outer, size,
                  {length, order, convolution, split}))
#undef PARAMS

// Fourier transforms of one axis. Lengths whose prime factors are small go
// through Stockham's self-sorting stages (Van Loan, Computational Frameworks
// for the FFT, 1.7); others are a convolution (Bluestein, IEEE Trans. AU-18,
// 1970), so that every length takes O(n log n). Powers of the root of unity
// come as tables made at compile time: no sine is computed here.
#include "Kernel.h"

namespace weft::kernel {
namespace {
/// As fftColumns in dialects/weft/Fft.cpp.
constexpr I fftColumns = 8;
/// What the compiler decided (dialects/weft/Fft.cpp): the complex length; the
/// order of the first table, length or twice that; the convolution's length,
/// or 0 for a direct transform.
struct Lengths {
  I length, order, convolution;
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

//===-- Stages ------------------------------------------------------------===//
/// The transform of `Radix` numbers in place.
template <int Radix, class R> inline void butterfly(Cx<R> *a) {
  if constexpr (Radix == 2) {
    Cx<R> t = a[1];
    a[1] = a[0] - t;
    a[0] += t;
  } else if constexpr (Radix == 3) {
    Cx<R> sum = a[1] + a[2], half = a[0] - R(0.5) * sum;
    Cx<R> turn = timesI(R(0.86602540378443864676) * (a[1] - a[2]));
    a[0] += sum;
    a[1] = half - turn;
    a[2] = half + turn;
  } else if constexpr (Radix == 4) {
    Cx<R> p = a[0] + a[2], q = a[0] - a[2], r = a[1] + a[3];
    Cx<R> s = timesI(a[1] - a[3]);
    a[0] = p + r;
    a[1] = q - s;
    a[2] = p - r;
    a[3] = q + s;
  } else {
    // cos and sin of 2π/5 and 4π/5.
    constexpr R c1 = R(0.30901699437494742410), s1 = R(0.95105651629515357212),
                c2 = R(-0.80901699437494742410), s2 = R(0.58778525229247312917);
    Cx<R> p = a[1] + a[4], q = a[2] + a[3], u = a[1] - a[4], v = a[2] - a[3];
    Cx<R> x = a[0] + c1 * p + c2 * q, y = a[0] + c2 * p + c1 * q;
    Cx<R> s = timesI(s1 * u + s2 * v), t = timesI(s2 * u - s1 * v);
    a[0] += p + q;
    a[1] = x - s;
    a[4] = x + s;
    a[2] = y - t;
    a[3] = y + t;
  }
}
/// One stage: `s` interleaved sequences of radix · m numbers each.
template <int Radix, class R>
void stage(const Cx<R> *x, Cx<R> *y, const Cx<R> *w, I m, I s) {
  for (I p = 0; p < m; ++p) {
    Cx<R> turn[Radix];
    for (int k = 1; k < Radix; ++k)
      turn[k] = w[p * k * s];
    const Cx<R> *from = x + s * p;
    Cx<R> *to = y + s * Radix * p;
    for (I q = 0; q < s; ++q) {
      Cx<R> a[Radix];
#pragma clang loop unroll(full)
      for (int j = 0; j < Radix; ++j)
        a[j] = from[q + s * m * j];
      butterfly<Radix>(a);
      to[q] = a[0];
#pragma clang loop unroll(full)
      for (int k = 1; k < Radix; ++k)
        to[q + s * k] = a[k] * turn[k];
    }
  }
}
/// Any odd radix r; n is the whole length. With a[j] and a[r - j] as their sum
/// and difference, results k and r - k are sums of real multiples: a quarter of
/// the products of the definition. Some sequences at a time, which are lanes.
template <class R>
void stageOf(I radix, const Cx<R> *x, Cx<R> *y, const Cx<R> *w, I m, I s,
             I n) {
  constexpr I lanes = 16, most = 6; // half of 13, the largest there is
  R plus[2][most][lanes], minus[2][most][lanes];
  I half = radix / 2;
  for (I p = 0; p < m; ++p)
    for (I first = 0; first < s; first += lanes) {
      I count = s - first < lanes ? s - first : lanes;
      const Cx<R> *from = x + s * p + first;
      Cx<R> *to = y + s * radix * p + first;
      for (I j = 1; j <= half; ++j)
        for (I q = 0; q < count; ++q) {
          Cx<R> a = from[q + s * m * j], b = from[q + s * m * (radix - j)];
          plus[0][j - 1][q] = a.re + b.re;
          plus[1][j - 1][q] = a.im + b.im;
          minus[0][j - 1][q] = a.re - b.re;
          minus[1][j - 1][q] = a.im - b.im;
        }
      for (I k = 0; k <= half; ++k) {
        R even[2][lanes], odd[2][lanes] = {};
        for (I q = 0; q < count; ++q) {
          even[0][q] = from[q].re;
          even[1][q] = from[q].im;
        }
        I at = 0; // j k mod radix
        for (I j = 0; j < half; ++j) {
          at += k;
          at -= at >= radix ? radix : 0;
          Cx<R> root = w[at * (n / radix)];
          for (I q = 0; q < count; ++q) {
            even[0][q] += root.re * plus[0][j][q];
            even[1][q] += root.re * plus[1][j][q];
            odd[0][q] -= root.im * minus[1][j][q];
            odd[1][q] += root.im * minus[0][j][q];
          }
        }
        Cx<R> turn = w[p * k * s], back = w[k ? p * (radix - k) * s : 0];
        for (I q = 0; q < count; ++q) {
          Cx<R> u = {even[0][q], even[1][q]}, v = {odd[0][q], odd[1][q]};
          if (k > 0)
            to[q + s * (radix - k)] = (u - v) * back;
          to[q + s * k] = (u + v) * turn;
        }
      }
    }
}
template <class R>
void step(I radix, const Cx<R> *x, Cx<R> *y, const Cx<R> *w, I m, I s, I n) {
  switch (radix) {
  case 2:
    return stage<2>(x, y, w, m, s);
  case 3:
    return stage<3>(x, y, w, m, s);
  case 4:
    return stage<4>(x, y, w, m, s);
  case 5:
    return stage<5>(x, y, w, m, s);
  default:
    return stageOf(radix, x, y, w, m, s, n);
  }
}
I radixOf(I n) {
  if (n % 4 == 0)
    return 4;
  for (I r = 5; r > 1; --r)
    if (n % r == 0)
      return r;
  for (I r = 7; r * r <= n; r += 2)
    if (n % r == 0)
      return r;
  return n;
}
/// a := its transform; w[k] = e^(-2πik/n).
template <class R>
void direct(Cx<R> *a, Cx<R> *other, const Cx<R> *w, I n) {
  Cx<R> *x = a, *y = other;
  for (I left = n, s = 1; left > 1;) {
    I radix = radixOf(left), m = left / radix;
    step(radix, x, y, w, m, s, n);
    Cx<R> *t = x;
    x = y;
    y = t;
    left = m;
    s *= radix;
  }
  if (x != a)
    copy(a, x, n);
}

//===-- Lines -------------------------------------------------------------===//
/// A transform of lines of one length, its tables and memory ready.
template <class R> struct Transform {
  Lengths n;
  Roots roots;
  Cx<R> *line, *w; // the numbers; the powers of the direct length
  Cx<R> *other, *chirp = nullptr, *filter = nullptr;
  Cx<R> *end; // of the memory that these take

  /// Memory: line, other, w, and for a convolution chirp and filter.
  Transform(const double *table, const double *table2, Cx<R> *memory, I length,
            I order, I convolution)
      : n{length, order, convolution}, roots(rootsOf(table, order)) {
    I size = convolution ? convolution : length;
    line = memory;
    other = line + size;
    w = other + size;
    end = w + size;
    if (!convolution) {
      spread(w, roots, length, order / length);
      return;
    }
    spread(w, rootsOf(table2, convolution), convolution, I(1));
    filter = w + size;
    chirp = filter + size;
    end = chirp + length;
    makeFilter();
  }
  void makeFilter() {
    fill(filter, n.convolution, Cx<R>(0));
    for (I j = 0; j < n.length; ++j) {
      chirp[j] = narrow<R>(roots(j * j % (2 * n.length)));
      filter[j] = conj(chirp[j]);
      if (j > 0)
        filter[n.convolution - j] = filter[j];
    }
    direct(filter, other, w, n.convolution);
  }
  /// line := its transform.
  void run() {
    if (!n.convolution)
      return direct(line, other, w, n.length);
    for (I j = 0; j < n.length; ++j)
      line[j] *= chirp[j];
    fill(line + n.length, n.convolution - n.length, Cx<R>(0));
    direct(line, other, w, n.convolution);
    // Backwards is forwards with real and imaginary parts swapped.
    for (I j = 0; j < n.convolution; ++j)
      line[j] = swapped(line[j] * filter[j]);
    direct(line, other, w, n.convolution);
    R scale = R(1) / static_cast<R>(n.convolution);
    for (I j = 0; j < n.length; ++j)
      line[j] = scale * swapped(line[j]) * chirp[j];
  }
};
} // namespace

//===-- The kernels -------------------------------------------------------===//
/// Along the middle axis of outer × length × inner. Where lines are columns,
/// some are taken out together, as many as share a line of the cache.
template <class R>
void fft(const Cx<R> *x, const double *table, const double *table2, Cx<R> *y,
         Cx<R> *memory, I outer, I inner, I length, I order, I convolution,
         I inverse) {
  Transform<R> t(table, table2, memory, length, order, convolution);
  R scale = R(1) / static_cast<R>(length);
  I together = inner < fftColumns ? inner : fftColumns;
  Cx<R> *columns = t.end;
  for (I o = 0; o < outer; ++o)
    for (I i = 0; i < inner; i += together) {
      I count = inner - i < together ? inner - i : together;
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
/// Of `size` real numbers, last axis. Even sizes are half as many complex ones
/// (Van Loan 4.3).
template <class R>
void rfft(const R *x, const double *table, const double *table2, Cx<R> *y,
          Cx<R> *memory, I outer, I size, I length, I order, I convolution) {
  Transform<R> t(table, table2, memory, length, order, convolution);
  I half = size / 2;
  for (I o = 0; o < outer; ++o, x += size, y += half + 1) {
    if (length == size) {
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
void irfft(const Cx<R> *x, const double *table, const double *table2, R *y,
           Cx<R> *memory, I outer, I size, I length, I order, I convolution) {
  Transform<R> t(table, table2, memory, length, order, convolution);
  R scale = R(1) / static_cast<R>(length);
  I half = size / 2;
  for (I o = 0; o < outer; ++o, x += half + 1, y += size) {
    auto at = [&](I k) -> Cx<R> {
      return k == 0 || 2 * k == size ? Cx<R>(x[k].re) : x[k];
    };
    if (length == size) {
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
} // namespace weft::kernel

#define PARAMS(R)                                                              \
  (const weft::kernel::Cx<R> *x, const double *table, const double *table2,    \
   weft::kernel::Cx<R> *y, weft::kernel::Cx<R> *memory, int64_t outer,         \
   int64_t inner, int64_t length, int64_t order, int64_t convolution,          \
   int64_t inverse)
WEFT_KERNEL_REAL(fft, PARAMS,
                 (x, table, table2, y, memory, outer, inner, length, order,
                  convolution, inverse))
#undef PARAMS
#define PARAMS(R)                                                              \
  (const R *x, const double *table, const double *table2,                      \
   weft::kernel::Cx<R> *y, weft::kernel::Cx<R> *memory, int64_t outer,         \
   int64_t size, int64_t length, int64_t order, int64_t convolution)
WEFT_KERNEL_REAL(rfft, PARAMS,
                 (x, table, table2, y, memory, outer, size, length, order,
                  convolution))
#undef PARAMS
#define PARAMS(R)                                                              \
  (const weft::kernel::Cx<R> *x, const double *table, const double *table2,    \
   R *y, weft::kernel::Cx<R> *memory, int64_t outer, int64_t size,             \
   int64_t length, int64_t order, int64_t convolution)
WEFT_KERNEL_REAL(irfft, PARAMS,
                 (x, table, table2, y, memory, outer, size, length, order,
                  convolution))
#undef PARAMS

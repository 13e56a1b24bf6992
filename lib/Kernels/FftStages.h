// Stages of a Fourier transform (Stockham's, self-sorting: Van Loan,
// Computational Frameworks for the FFT, 1.7), of as many lines at once as a
// vector has lanes: no stage shuffles, whatever its radix.
#pragma once
#include "FftLanes.h"

namespace weft::kernel {
//===-- Butterflies -------------------------------------------------------===//
/// The transform of `Radix` numbers in place.
template <int Radix, class R>
[[gnu::always_inline]] inline void butterfly(Wide<R> *a) {
  if constexpr (Radix == 2) {
    Wide<R> t = a[1];
    a[1] = a[0] - t;
    a[0] = a[0] + t;
  } else if constexpr (Radix == 3) {
    Wide<R> sum = a[1] + a[2], half = a[0] - scaled(R(0.5), sum);
    Wide<R> turn = timesI(scaled(R(0.86602540378443864676), a[1] - a[2]));
    a[0] = a[0] + sum;
    a[1] = half - turn;
    a[2] = half + turn;
  } else if constexpr (Radix == 4) {
    Wide<R> p = a[0] + a[2], q = a[0] - a[2], r = a[1] + a[3];
    Wide<R> s = timesI(a[1] - a[3]);
    a[0] = p + r;
    a[1] = q - s;
    a[2] = p - r;
    a[3] = q + s;
  } else if constexpr (Radix == 5) {
    // cos and sin of 2π/5 and 4π/5.
    constexpr R c1 = R(0.30901699437494742410), s1 = R(0.95105651629515357212),
                c2 = R(-0.80901699437494742410), s2 = R(0.58778525229247312917);
    Wide<R> p = a[1] + a[4], q = a[2] + a[3], u = a[1] - a[4], v = a[2] - a[3];
    Wide<R> x = a[0] + scaled(c1, p) + scaled(c2, q);
    Wide<R> y = a[0] + scaled(c2, p) + scaled(c1, q);
    Wide<R> s = timesI(scaled(s1, u) + scaled(s2, v));
    Wide<R> t = timesI(scaled(s2, u) - scaled(s1, v));
    a[0] = a[0] + p + q;
    a[1] = x - s;
    a[4] = x + s;
    a[2] = y - t;
    a[3] = y + t;
  } else {
    // Two of four, the second turned by eighths.
    static_assert(Radix == 8);
    constexpr R c = R(0.70710678118654752440);
    Wide<R> even[4] = {a[0], a[2], a[4], a[6]};
    Wide<R> odd[4] = {a[1], a[3], a[5], a[7]};
    butterfly<4>(even);
    butterfly<4>(odd);
    Wide<R> t = odd[1], u = odd[3];
    odd[1] = {c * (t.re + t.im), c * (t.im - t.re)};
    odd[2] = {odd[2].im, -odd[2].re};
    odd[3] = {c * (u.im - u.re), -c * (u.re + u.im)};
#pragma clang loop unroll(full)
    for (int k = 0; k < 4; ++k) {
      a[k] = even[k] + odd[k];
      a[k + 4] = even[k] - odd[k];
    }
  }
}

//===-- Stages ------------------------------------------------------------===//
/// `s` interleaved sequences of radix · m numbers each; w[k] = e^(-2πik/n).
template <int Radix, class R>
[[gnu::noinline]] void stage(const Wide<R> *x, Wide<R> *y, const Cx<R> *w, I m,
                             I s) {
  for (I p = 0; p < m; ++p) {
    Cx<R> turn[Radix];
#pragma clang loop unroll(full)
    for (int k = 1; k < Radix; ++k)
      turn[k] = w[p * k * s];
    const Wide<R> *from = x + s * p;
    Wide<R> *to = y + s * Radix * p;
#pragma clang loop unroll(disable)
    for (I q = 0; q < s; ++q) {
      Wide<R> a[Radix];
#pragma clang loop unroll(full)
      for (int j = 0; j < Radix; ++j)
        a[j] = from[q + s * m * j];
      butterfly<Radix>(a);
      to[q] = a[0];
#pragma clang loop unroll(full)
      for (int k = 1; k < Radix; ++k)
        to[q + s * k] = turn[k] * a[k];
    }
  }
}
/// Where a butterfly of an odd radix r has its numbers: `step` apart, and its
/// results; w[k · turn] is what result k is turned by.
template <class R> struct OddPlaces {
  const Wide<R> *from;
  Wide<R> *to;
  const Cx<R> *w;
  I radix, resultStep, turn, unit; // w[unit] = e^(-2πi/r)
};
/// Results k … k + Some - 1 and r minus those: several sums at once, as each
/// waits for itself. plus[j] and minus[j] are the sum and the difference of
/// numbers j + 1 and r - j - 1.
template <int Some, class R>
[[gnu::always_inline]] inline void
oddResults(const OddPlaces<R> &p, const Wide<R> *plus, const Wide<R> *minus,
           I k) {
  Wide<R> even[Some], odd[Some];
  I at[Some]; // j k mod radix
#pragma clang loop unroll(full)
  for (int i = 0; i < Some; ++i) {
    even[i] = p.from[0];
    odd[i] = {};
    at[i] = 0;
  }
  for (I j = 0; j < p.radix / 2; ++j)
#pragma clang loop unroll(full)
    for (int i = 0; i < Some; ++i) {
      at[i] += k + i;
      at[i] -= at[i] >= p.radix ? p.radix : 0;
      Cx<R> root = p.w[at[i] * p.unit];
      even[i] = even[i] + scaled(root.re, plus[j]);
      odd[i].re -= root.im * minus[j].im;
      odd[i].im += root.im * minus[j].re;
    }
#pragma clang loop unroll(full)
  for (int i = 0; i < Some; ++i) {
    I up = k + i, down = p.radix - up;
    p.to[p.resultStep * up] = p.w[up * p.turn] * (even[i] + odd[i]);
    p.to[p.resultStep * down] = p.w[down * p.turn] * (even[i] - odd[i]);
  }
}
/// Any odd radix; n is the whole length. Results k and r - k are sums of real
/// multiples: a quarter of the products of the definition.
template <class R>
[[gnu::noinline]] void stageOf(I radix, const Wide<R> *x, Wide<R> *y,
                               const Cx<R> *w, I m, I s, I n) {
  constexpr I most = 6; // half of 13, the largest there is
  Wide<R> plus[most], minus[most];
  I half = radix / 2;
  for (I p = 0; p < m; ++p)
    for (I q = 0; q < s; ++q) {
      OddPlaces<R> at = {x + s * p + q, y + s * radix * p + q, w, radix, s,
                         p * s,         n / radix};
      Wide<R> sum = at.from[0];
      for (I j = 1; j <= half; ++j) {
        const Wide<R> &a = at.from[s * m * j],
                      &b = at.from[s * m * (radix - j)];
        plus[j - 1] = a + b;
        minus[j - 1] = a - b;
        sum = sum + plus[j - 1];
      }
      at.to[0] = sum;
      I k = 1;
      for (; k + 1 <= half; k += 2)
        oddResults<2>(at, plus, minus, k);
      for (; k <= half; ++k)
        oddResults<1>(at, plus, minus, k);
    }
}
inline I radixOf(I n) {
  I twos = __builtin_ctzll(static_cast<unsigned long long>(n));
  if (twos >= 3 && twos != 4)
    return 8;
  if (twos >= 2)
    return 4;
  for (I r = 5; r > 1; --r)
    if (n % r == 0)
      return r;
  for (I r = 7; r * r <= n; r += 2)
    if (n % r == 0)
      return r;
  return n;
}
template <class R>
void step(I radix, const Wide<R> *x, Wide<R> *y, const Cx<R> *w, I m, I s,
          I n) {
  switch (radix) {
  case 2:
    return stage<2>(x, y, w, m, s);
  case 3:
    return stage<3>(x, y, w, m, s);
  case 4:
    return stage<4>(x, y, w, m, s);
  case 5:
    return stage<5>(x, y, w, m, s);
  case 8:
    return stage<8>(x, y, w, m, s);
  default:
    return stageOf(radix, x, y, w, m, s, n);
  }
}
/// a := the transforms of its lanes, or other, whichever is returned; w[k] =
/// e^(-2πik/n).
template <class R>
[[gnu::noinline]] Wide<R> *direct(Wide<R> *a, Wide<R> *other, const Cx<R> *w,
                                  I n) {
  Wide<R> *x = a, *y = other;
  for (I left = n, s = 1; left > 1;) {
    I radix = radixOf(left), m = left / radix;
    step(radix, x, y, w, m, s, n);
    Wide<R> *t = x;
    x = y;
    y = t;
    left = m;
    s *= radix;
  }
  return x;
}
} // namespace weft::kernel

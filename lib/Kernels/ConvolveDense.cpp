// Convolutions of one group with f32 or f64: windows against the kernel, as
// blocks of sums (Convolve.h) over a band of an image that lies in scratch
// memory with features last and its padding around it.
#include "ConvolveNumbers.h"

namespace weft::kernel {
/// One axis of one phase: outputs `start` + step · q, q < count, meet element
/// q · stride + t · dilation - low of x by the kernel's first + step · t,
/// t < taps. Without dilation of x there is one phase, of step 1.
struct Phase {
  I start, step, count, first, taps, low;
  Phase(I r, I step, I out, I size, I low)
      : start(r), step(step), count(most(ceilDiv(out - r, step), 0)) {
    first = ((low - r) % step + step) % step;
    taps = most(ceilDiv(size - first, step), 0);
    this->low = (low - r - first) / step;
  }
};
/// What of x outputs q0 … q1 of all phases read along one axis.
struct Reach {
  I first, size;
  Reach(I q0, I q1, I phases, I out, I size, I low, I stride, I dilation) {
    first = q0 * stride;
    I last = first, before = first;
    for (I r = 0; r < phases; ++r) {
      Phase p(r, phases, out, size, low);
      before = least(before, q0 * stride - p.low);
      last = most(last, (q1 - 1) * stride + (p.taps - 1) * dilation - p.low);
    }
    first = before;
    this->size = last + 1 - first;
  }
};

/// How the work is cut.
struct Pieces {
  I bandRows, bands, blockPanels, blocks;
};

template <class R, int Bytes> struct Windows {
  static constexpr I lanes = Vector<R, Bytes>::count, wide = 2 * lanes;
  const R *x, *w;
  R *z;
  const Conv &s;
  const Pieces &cut;
  I panels;            // of one phase
  R *packed, *band, *sums; // scratch
  I *offsets;
  const R *there = nullptr; // the band: there, or where x has it as it should
  I bandFirst = 0, bandColumns = 0, bandLeft = 0;

  I phases() const { return s.eh * s.ew; }
  Phase down(I phase) const {
    return Phase(phase / s.ew, s.eh, s.oh, s.kh, s.lowH);
  }
  Phase across(I phase) const {
    return Phase(phase % s.ew, s.ew, s.ow, s.kw, s.lowW);
  }
  /// Elements of a packed panel, for the phase with the most.
  I panelSize() const {
    return ceilDiv(s.kh, s.eh) * ceilDiv(s.kw, s.ew) * s.c * wide;
  }

  /// [tap][c][wide] of the kernel, zeros past the last output feature.
  void pack(R *to, I panel) {
    Phase v = down(panel % phases()), u = across(panel % phases());
    I k0 = panel / phases() * wide, count = least(wide, s.k - k0);
    if (count < wide)
      zeroed<R, Bytes>(to, v.taps * u.taps * s.c * wide);
    // Dense in all but the output feature: squares are turned.
    bool dense = s.wk != 1 && s.ww == 1 && s.kw * s.kh > 1 &&
                 s.wh == s.kw && s.wc == s.kh * s.kw && phases() == 1;
    if (dense)
      return packTurned(to, k0, count);
    for (I t = 0; t < v.taps; ++t)
      for (I q = 0; q < u.taps; ++q) {
        const R *from = w + s.w0 + k0 * s.wk + (v.first + t * v.step) * s.wh +
                        (u.first + q * u.step) * s.ww;
        R *line = to + (t * u.taps + q) * s.c * wide;
        if (s.wk == 1 && count == wide)
          for (I c = 0; c < s.c; ++c) {
            at<R, Bytes>(line + c * wide) = at<R, Bytes>(from + c * s.wc);
            at<R, Bytes>(line + c * wide + lanes) =
                at<R, Bytes>(from + c * s.wc + lanes);
          }
        else if (s.wc == 1)
          turned<R, Bytes>(line, wide, from, s.wk, count, s.c);
        else
          for (I c = 0; c < s.c; ++c)
            for (I j = 0; j < count; ++j)
              line[c * wide + j] = from[c * s.wc + j * s.wk];
      }
  }
  void packTurned(R *to, I k0, I count) {
    I taps = s.kh * s.kw, all = s.c * taps;
    const R *from = w + s.w0 + k0 * s.wk;
    I tap = 0, c = 0; // of the element that is next
    R piece[lanes * wide];
    for (I e = 0; e < all; e += lanes) {
      I n = least(lanes, all - e);
      turned<R, Bytes>(piece, wide, from + e, s.wk, count, n);
      for (I i = 0; i < n; ++i) {
        R *line = to + (tap * s.c + c) * wide;
        if (count == wide) {
          at<R, Bytes>(line) = at<R, Bytes>(piece + i * wide);
          at<R, Bytes>(line + lanes) = at<R, Bytes>(piece + i * wide + lanes);
        } else {
          copy(line, piece + i * wide, count);
        }
        if (++tap == taps)
          tap = 0, ++c;
      }
    }
  }

  Reach rows(I band) const {
    I all = ceilDiv(s.oh, s.eh), q0 = band * cut.bandRows;
    return Reach(q0, least(all, q0 + cut.bandRows), s.eh, s.oh, s.kh, s.lowH,
                 s.sh, s.dh);
  }
  Reach columns() const {
    return Reach(0, ceilDiv(s.ow, s.ew), s.ew, s.ow, s.kw, s.lowW, s.sw, s.dw);
  }
  void load(I image, I number) {
    Reach r = rows(number), c = columns();
    bandFirst = r.first, bandLeft = c.first, bandColumns = c.size;
    bool inside = r.first >= 0 && r.first + r.size <= s.h && c.first == 0 &&
                  c.size == s.w;
    if (inside && s.xc == 1 && s.xw == s.c && s.xh == s.w * s.c) {
      there = x + image * s.xn + r.first * s.xh;
      return;
    }
    there = band;
    featuresLast<R, Bytes>(band,
                           {x + image * s.xn, s.xc, s.xh, s.xw, s.h, s.w},
                           r.first, r.size, c.first, c.size, s.c, s.c);
  }

  /// One phase's outputs in one band, by panels first … past of it, of which
  /// `b` has the first.
  void phase(I number, I first, I past, const R *b, I image, I band) {
    Phase v = down(number), u = across(number);
    I q0 = band * cut.bandRows, q1 = least(v.count, q0 + cut.bandRows);
    I pixels = (q1 - q0) * u.count;
    if (pixels <= 0 || first >= past)
      return;
    Sums<R> sum;
    sum.offsets = offsets;
    sum.runs = 0;
    bool merged = s.dw == 1;
    for (I t = 0; t < v.taps; ++t)
      for (I q = 0; q < (merged ? least(u.taps, 1) : u.taps); ++q)
        offsets[sum.runs++] = (t * s.dh * bandColumns + q * s.dw) * s.c;
    sum.length = merged ? u.taps * s.c : s.c;
    sum.bRun = sum.length * wide;
    const R *origin =
        there +
        ((q0 * s.sh - v.low - bandFirst) * bandColumns - u.low - bandLeft) *
            s.c;
    R *target = z + image * s.zn;
    I size = panelSize() * phases();
    // Whole vectors of features that lie last are stored where they belong.
    I direct = first;
    if (s.zk == 1)
      while (direct < past &&
             least(wide, s.k - direct * wide) % lanes == 0)
        ++direct;
    auto tiles = [&](I from, I to, bool inPlace) {
      I count = ceilDiv(pixels, blockRows<Bytes>), done = 0, q = 0, p = 0;
      for (I tile = 0; tile < count; ++tile) {
        I height = blockHeight(pixels - done, count - tile);
        for (I i = 0; i < height; ++i) {
          sum.rows[i] = origin + (q * s.sh * bandColumns + p * s.sw) * s.c;
          sum.c[i] = inPlace ? target + from * wide +
                                   (v.start + v.step * (q0 + q)) * s.zh +
                                   (u.start + u.step * p) * s.zw
                             : sums + (done + i) * wide;
          if (++p == u.count)
            p = 0, ++q;
        }
        for (I panel = from; panel < to; ++panel) {
          sum.b = b + (panel - first) * size;
          blockOf<R, Bytes, false>(
              sum, height, least(wide, s.k - panel * wide) <= lanes ? 1 : 2);
          if (panel + 1 < to)
            for (I i = 0; i < height; ++i)
              sum.c[i] += wide;
        }
        done += height;
      }
    };
    // Where sums are short, stores decide: they go through memory in order.
    I step = I(sizeof(R)) * sum.runs * sum.bRun <= 32 << 10 ? direct : 1;
    for (I panel = first; panel < direct; panel += step)
      tiles(panel, least(direct, panel + step), true);
    for (I panel = direct; panel < past; ++panel) {
      tiles(panel, panel + 1, false);
      spread(target + panel * wide * s.zk, v, u, q0, q1,
             least(wide, s.k - panel * wide));
    }
  }
  /// Sums [pixel][wide] to where they belong.
  void spread(R *target, const Phase &v, const Phase &u, I q0, I q1, I count) {
    for (I q = q0; q < q1; ++q) {
      const R *from = sums + (q - q0) * u.count * wide;
      R *to = target + (v.start + v.step * q) * s.zh + u.start * s.zw;
      I step = u.step * s.zw;
      bool whole = step == 1 && s.zh == s.ow && v.step == 1;
      if (whole) { // neighbouring rows are one
        turned<R, Bytes>(to, s.zk, from, wide, (q1 - q) * u.count, count);
        return;
      }
      if (step == 1)
        turned<R, Bytes>(to, s.zk, from, wide, u.count, count);
      else if (s.zk == 1)
        for (I p = 0; p < u.count; ++p)
          copy(to + p * step, from + p * wide, count);
      else
        for (I j = 0; j < count; ++j)
          for (I p = 0; p < u.count; ++p)
            to[j * s.zk + p * step] = from[p * wide + j];
    }
  }
};

/// Units are (block of panels, image, band), the last runs fastest.
template <class R, int Bytes>
inline void convolve(const R *x, const R *w, R *z, Scratch scratch,
                     const Conv &s, Pieces cut, I lo, I hi) {
  cut.blockPanels *= 64 / Bytes; // lowering counts in the widest vectors
  Windows<R, Bytes> t{x, w, z, s, cut, 0, nullptr, nullptr, nullptr, nullptr};
  constexpr I wide = Windows<R, Bytes>::wide;
  t.panels = ceilDiv(s.k, wide) * s.eh * s.ew;
  I most0 = t.rows(0).size, panel = t.panelSize();
  for (I b = 1; b < cut.bands; ++b)
    most0 = most(most0, t.rows(b).size);
  t.packed = scratch.take<R>(panel * cut.blockPanels);
  t.band = scratch.take<R>(most0 * t.columns().size * s.c + 16);
  t.sums = scratch.take<R>(cut.bandRows * ceilDiv(s.ow, s.ew) * wide);
  t.offsets = scratch.take<I>(s.kh * s.kw);
  I blockThere = -1, bandThere = -1;
  for (I unit = lo; unit < hi; ++unit) {
    I band = unit % cut.bands, image = unit / cut.bands % s.n,
      block = unit / (cut.bands * s.n);
    I p0 = block * cut.blockPanels, p1 = least(t.panels, p0 + cut.blockPanels);
    if (block != blockThere)
      for (I p = p0; p < p1; ++p)
        t.pack(t.packed + (p - p0) * panel, p);
    if (unit % (cut.bands * s.n) != bandThere)
      t.load(image, band);
    blockThere = block, bandThere = unit % (cut.bands * s.n);
    // Panel p is of phase p mod phases.
    for (I phase = 0, all = t.phases(); phase < all; ++phase) {
      I first = ceilDiv(p0 - phase, all), past = ceilDiv(p1 - phase, all);
      t.phase(phase, first, past,
              t.packed + (first * all + phase - p0) * panel, image, band);
    }
  }
}
} // namespace weft::kernel

#define PARAMS(R)                                                              \
  (const R *x, const R *w_, R *z, char *memory, int64_t room,                  \
   WEFT_CONV_NUMBERS, int64_t bandRows, int64_t bands, int64_t blockPanels,    \
   int64_t blocks, int64_t lo, int64_t hi)
WEFT_KERNEL_WIDTHS(conv, PARAMS,
                   weft::kernel::convolve<R, Bytes>(
                       x, w_, z, {memory, room}, WEFT_CONV_VALUES,
                       {bandRows, bands, blockPanels, blocks}, lo, hi))
#undef PARAMS

// See Halves.h. Rounding is done here by looking for the two neighbours in the
// list of all numbers, for it to be nobody's bit tricks but the test's.
#include "Halves.h"

#include <cstring>
using namespace weft;

namespace accuracy {

std::span<const Format> formats() {
  static const Format all[] = {{Dtype::F16, 5, 10, true},
                               {Dtype::BF16, 8, 7, true},
                               {Dtype::F8E4M3FN, 4, 3, false},
                               {Dtype::F8E5M2, 5, 2, true}};
  return all;
}

namespace {
class Numbers {
public:
  explicit Numbers(const Format &f) : width(1 + f.exponentBits + f.mantissaBits) {
    uint32_t half = 1u << (width - 1), all = (1u << f.exponentBits) - 1;
    int bias = static_cast<int>(all / 2);
    for (uint32_t bits = 0; bits < half; ++bits) {
      uint32_t e = bits >> f.mantissaBits;
      uint32_t m = bits & ((1u << f.mantissaBits) - 1);
      bool isSpecial = f.hasInfinity ? e == all : bits == half - 1;
      if (isSpecial)
        break;
      double fraction = std::ldexp(m, -f.mantissaBits) + (e != 0);
      finite.push_back(std::ldexp(fraction, (e ? int(e) : 1) - bias));
    }
    infinity = f.hasInfinity ? HUGE_VAL : std::nan("");
  }
  size_t count() const { return size_t(1) << width; }

  float decode(uint32_t bits) const {
    uint32_t size = bits & ((1u << (width - 1)) - 1);
    double x = size < finite.size()                             ? finite[size]
               : size == finite.size() && std::isinf(infinity) ? infinity
                                                                : NAN;
    return static_cast<float>(bits >> (width - 1) ? -x : x);
  }

  /// The number that x is rounded to.
  double round(float x) const {
    double size = std::abs(double(x));
    if (std::isnan(x))
      return x;
    // The neighbours, the upper one perhaps beyond the last.
    size_t above = std::upper_bound(finite.begin(), finite.end(), size) -
                   finite.begin();
    double low = finite[above - 1];
    double high = above < finite.size()
                      ? finite[above]
                      : 2 * low - finite[above - 2];
    bool up = size - low > high - size ||
              (size - low == high - size && above % 2 == 0);
    double y = !up ? low : above < finite.size() ? high : infinity;
    return std::copysign(y, x);
  }

private:
  int width;
  std::vector<double> finite; // by their bits, none negative
  double infinity;
};

template <class F, class... Bits>
Worst compare(F compiled, const Format &format, const Bits &...bits) {
  Numbers numbers(format);
  size_t n = std::get<0>(std::tie(bits...)).size();
  auto narrowed = [&](const std::vector<uint32_t> &v) {
    std::vector<uint8_t> bytes;
    for (uint32_t b : v) {
      bytes.push_back(b & 0xff);
      if (itemSize(format.dtype) == 2)
        bytes.push_back(b >> 8);
    }
    return arrayFromBytes(bytes.data(), format.dtype, {int64_t(n)});
  };
  auto widened = [&](const std::vector<uint32_t> &v) {
    std::vector<float> x;
    for (uint32_t b : v)
      x.push_back(numbers.decode(b));
    return array<float>(x);
  };
  Array narrow = compiled(narrowed(bits)...), wide = compiled(widened(bits)...);
  auto *bytes = static_cast<const uint8_t *>(narrow.bytes());
  auto exact = wide.data<float>();
  const std::vector<uint32_t> *in[] = {&bits...};
  Worst worst;
  size_t wrong = 0;
  for (size_t i = 0; i < n; ++i) {
    uint32_t b = bytes[i];
    if (itemSize(format.dtype) == 2)
      b = bytes[2 * i] | uint32_t(bytes[2 * i + 1]) << 8;
    double got = numbers.decode(b), want = numbers.round(exact[i]);
    bool same = std::isnan(want) ? std::isnan(got)
                                 : got == want &&
                                       std::signbit(got) == std::signbit(want);
    if (!same && wrong++ == 0)
      worst = {0, numbers.decode((*in[0])[i]),
               sizeof...(Bits) > 1 ? numbers.decode((*in[sizeof...(Bits) - 1])[i])
                                   : 0,
               got, want};
  }
  worst.ulps = static_cast<double>(wrong);
  return worst;
}
} // namespace

Worst narrow(const Function &f, const Format &format) {
  auto compiled = jit([&](const Array &x) -> Array { return f.compiled(x); });
  std::vector<uint32_t> all(Numbers(format).count());
  for (size_t i = 0; i < all.size(); ++i)
    all[i] = static_cast<uint32_t>(i);
  return compare(compiled, format, all);
}
Worst narrow(const Function2 &f, const Format &format) {
  auto compiled = jit([&](const Array &x, const Array &y) -> Array {
    return f.compiled(x, y);
  });
  Numbers numbers(format);
  size_t mask = numbers.count() - 1;
  std::vector<uint32_t> x(65536), y(65536);
  uint64_t state = 3;
  for (size_t i = 0; i < x.size(); ++i) {
    x[i] = static_cast<uint32_t>(random(state) & mask);
    y[i] = static_cast<uint32_t>(random(state) & mask);
    if (i % 2) // of about the same size
      y[i] = static_cast<uint32_t>((x[i] ^ (random(state) & mask >> 5)) & mask);
  }
  // C's functions may take a signalling NaN for something else (pow(NaN, 0)).
  uint32_t quiet = 1u << (format.mantissaBits - 1);
  for (auto *bits : {&x, &y})
    for (uint32_t &b : *bits)
      if (std::isnan(numbers.decode(b)))
        b |= quiet;
  return compare(compiled, format, x, y);
}

} // namespace accuracy

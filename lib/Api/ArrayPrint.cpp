// Arrays as NumPy prints them: str() with its default print options
// (precision 8, threshold 1000, three edge items, 75 columns).
// Source of the rules: numpy/_core/arrayprint.py, in words.
#include "Api/Elements.h"
#include "Trace/Trace.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <ostream>

using namespace weft;
using namespace weft::api;
using weft::detail::Dims;
using weft::detail::Node;
using Strings = std::vector<std::string>;

namespace {
constexpr int precision = 8;
constexpr int64_t threshold = 1000, edge = 3, columns = 75;

//===-- Floats ------------------------------------------------------------===//
/// "12.5", "3.", "4.e+05": a number in parts. `exponent` is what stands behind,
/// from 'e' on.
struct Split {
  std::string whole, fraction, exponent;
};

/// One float of an array: its value, and its shortest digits, which depend on
/// its type. What NumPy prints beyond those are the digits of the value.
struct Number {
  double value;
  std::string shortest; // scientific; empty if the value is not finite
};

template <class T, class... Options>
std::string digits(T x, std::chars_format form, Options... options) {
  char text[512];
  auto end = std::to_chars(text, std::end(text), x, form, options...).ptr;
  return std::string(text, end);
}

/// "1.562e-02" as "1.563e-02": one more in the last place.
std::string increased(const std::string &text) {
  std::string out = text;
  for (size_t i = std::min(text.find('e'), text.size()); i-- > 0;) {
    if (out[i] == '.')
      continue;
    if (out[i] < '0' || out[i] > '9')
      break;
    out[i] = out[i] == '9' ? '0' : static_cast<char>(out[i] + 1);
    if (out[i] != '0')
      return out;
  }
  return text; // 9.99: what rounds down to that has shorter digits
}

template <class T> Number number(T x) {
  using Value = std::conditional_t<std::is_same_v<T, double>, double, float>;
  auto value = static_cast<Value>(x);
  if (!std::isfinite(value))
    return {value, ""};
  constexpr auto form = std::chars_format::scientific;
  if constexpr (!isHalfType<T>)
    return {value, digits(value, form)};
  else
    // The fewest digits that read back as x. Powers of two reach further up
    // than down, so the nearest digits are not always among them.
    for (int n = 0;; ++n) {
      std::string nearest = digits(value, form, n);
      for (const std::string &text : {nearest, increased(nearest)}) {
        double y = 0;
        std::from_chars(text.data(), text.data() + text.size(), y);
        if (T(y).bits == x.bits)
          return {value, text};
      }
    }
}

Split cut(const std::string &s) {
  size_t e = std::min(s.find('e'), s.size()), dot = std::min(s.find('.'), e);
  return {s.substr(0, dot),
          s.substr(std::min(dot + 1, e), e - std::min(dot + 1, e)),
          s.substr(e)};
}
/// The shortest digits without an exponent.
Split positional(const Number &x) {
  Split s = cut(x.shortest);
  int e = std::stoi(s.exponent.substr(1));
  std::string sign = s.whole[0] == '-' ? "-" : "";
  std::string all = s.whole.substr(sign.size()) + s.fraction;
  auto n = static_cast<int>(all.size()), before = e + 1;
  if (before <= 0)
    return {sign + "0", std::string(-before, '0') + all, ""};
  if (n < before)
    all += std::string(before - n, '0');
  return {sign + all.substr(0, before), all.substr(before), ""};
}
/// The shortest digits; where those behind the point are more than `limit`, the
/// value rounded to so many, and then without zeros at the end.
Split split(const Number &x, bool scientific, int limit = precision) {
  Split out = scientific ? cut(x.shortest) : positional(x);
  if (static_cast<int>(out.fraction.size()) > limit)
    out = cut(digits(x.value,
                     scientific ? std::chars_format::scientific
                                : std::chars_format::fixed,
                     limit));
  while (!out.fraction.empty() && out.fraction.back() == '0')
    out.fraction.pop_back();
  return out;
}
/// With so many digits behind the point, and an exponent.
Split scientific(const Number &x, int behind) {
  Split out = cut(x.shortest);
  if (static_cast<int>(out.fraction.size()) == behind)
    return out;
  return cut(digits(x.value, std::chars_format::scientific, behind));
}

std::string spaces(size_t n) { return std::string(n, ' '); }
std::string nonFinite(double x, bool plus) {
  std::string sign = std::signbit(x) && !std::isnan(x) ? "-" : plus ? "+" : "";
  return sign + (std::isnan(x) ? "nan" : "inf");
}

/// From where on NumPy writes a number of this type with an exponent, alone and
/// in an array: what its digits do not say is not to be read as zeros. Of types
/// that it does not have, as of double.
struct Cutoff {
  double alone, inArray, least;
  double (*quotient)(double, double); // as the type rounds it
};
template <class T> constexpr Cutoff cutoffOf() {
  if constexpr (std::is_same_v<T, Half>)
    return {1e3, 1e3, 0x1.a38p-14, // the half nearest to 1e-4
            [](double a, double b) {
              return double(static_cast<float>(Half(float(a) / float(b))));
            }};
  else if constexpr (std::is_same_v<T, float>)
    return {1e6, 1e6, 1e-4f,
            [](double a, double b) { return double(float(a) / float(b)); }};
  else
    return {1e16, 1e8, 1e-4, [](double a, double b) { return a / b; }};
}

/// Whether NumPy writes these with exponents.
bool wantsExponents(const std::vector<Number> &xs, const Cutoff &cutoff) {
  double least = std::numeric_limits<double>::infinity(), most = 0;
  for (const Number &x : xs)
    if (std::isfinite(x.value) && x.value != 0) {
      least = std::min(least, std::abs(x.value));
      most = std::max(most, std::abs(x.value));
    }
  if (most == 0)
    return false;
  return most >= cutoff.inArray || least < cutoff.least ||
         cutoff.quotient(most, least) > 1000;
}

/// e+05 beside e+100 becomes e+005.
std::string widened(const std::string &exponent, size_t width) {
  return exponent.substr(0, 2) + std::string(width - exponent.size(), '0') +
         exponent.substr(2);
}

/// All in one width; with `plus`, positive ones have a sign too.
Strings formatFloats(const std::vector<Number> &xs, const Cutoff &cutoff,
                     bool plus = false) {
  bool exponents = wantsExponents(xs, cutoff);
  std::vector<Split> parts(xs.size());
  size_t left = 0, right = 0, exponent = 0;
  for (size_t i = 0; i < xs.size(); ++i) {
    if (!std::isfinite(xs[i].value))
      continue;
    parts[i] = split(xs[i], exponents);
    right = std::max(right, parts[i].fraction.size());
    exponent = std::max(exponent, parts[i].exponent.size());
  }
  for (size_t i = 0; i < xs.size(); ++i) {
    if (!std::isfinite(xs[i].value))
      continue;
    if (exponents) // the first digit may be another than of the shortest
      parts[i] = scientific(xs[i], static_cast<int>(right));
    if (plus && !std::signbit(xs[i].value))
      parts[i].whole.insert(0, "+");
    left = std::max(left, parts[i].whole.size());
  }
  size_t behind = right + 1 + exponent; // the point, and all after it
  for (const Number &x : xs)
    if (size_t n = std::isfinite(x.value) ? 0 : nonFinite(x.value, plus).size();
        n > behind)
      left = std::max(left, n - behind);
  Strings out;
  for (size_t i = 0; i < xs.size(); ++i) {
    const Split &p = parts[i];
    if (!std::isfinite(xs[i].value)) {
      std::string s = nonFinite(xs[i].value, plus);
      out.push_back(spaces(left + behind - s.size()) + s);
      continue;
    }
    out.push_back(spaces(left - p.whole.size()) + p.whole + "." + p.fraction +
                  (exponents ? widened(p.exponent, exponent)
                             : spaces(right - p.fraction.size())));
  }
  return out;
}

/// One float alone: every digit it needs.
std::string plainFloat(const Number &x, const Cutoff &cutoff,
                       bool trim = false) {
  if (!std::isfinite(x.value))
    return nonFinite(x.value, false);
  double size = std::abs(x.value);
  // Here 1e-4 is the double, so that the float nearest to it is below.
  bool exponents = size != 0 && (size < 1e-4 || size >= cutoff.alone);
  Split p = split(x, exponents, 400);
  if (exponents || trim)
    return p.whole + (p.fraction.empty() ? "" : "." + p.fraction) + p.exponent;
  return p.whole + "." + (p.fraction.empty() ? "0" : p.fraction);
}

//===-- Other elements ----------------------------------------------------===//
Strings rightAligned(Strings texts) {
  size_t width = 0;
  for (auto &s : texts)
    width = std::max(width, s.size());
  for (auto &s : texts)
    s.insert(0, width - s.size(), ' ');
  return texts;
}

template <class T> std::string plain(T x) {
  if constexpr (std::is_same_v<T, bool>) {
    return x ? "True" : "False";
  } else if constexpr (isComplexType<T>) {
    constexpr Cutoff cutoff = cutoffOf<typename T::value_type>();
    std::string re = plainFloat(number(x.real()), cutoff, true);
    std::string im = plainFloat(number(x.imag()), cutoff, true);
    if (re == "0")
      return im + "j";
    return "(" + re + (im[0] == '-' ? "" : "+") + im + "j)";
  } else if constexpr (std::is_integral_v<T>) {
    return std::to_string(x);
  } else if constexpr (isNibble<T>) {
    return std::to_string(x.value());
  } else {
    return plainFloat(number(x), cutoffOf<T>());
  }
}

template <class T> Strings formatted(const std::vector<T> &xs) {
  if constexpr (isComplexType<T>) {
    std::vector<Number> re, im;
    for (T x : xs) {
      re.push_back(number(x.real()));
      im.push_back(number(x.imag()));
    }
    constexpr Cutoff cutoff = cutoffOf<typename T::value_type>();
    Strings out = formatFloats(re, cutoff),
            tails = formatFloats(im, cutoff, true);
    for (size_t i = 0; i < out.size(); ++i) {
      size_t end = tails[i].find_last_not_of(' ') + 1;
      out[i] += tails[i].insert(end, "j");
    }
    return out;
  } else if constexpr (std::is_integral_v<T> || isNibble<T>) {
    Strings out;
    for (T x : xs)
      out.push_back(plain(x));
    // NumPy always keeps the width of False.
    if constexpr (std::is_same_v<T, bool>)
      for (auto &s : out)
        s.insert(0, 5 - s.size(), ' ');
    return rightAligned(std::move(out));
  } else {
    std::vector<Number> numbers;
    for (T x : xs)
      numbers.push_back(number(x));
    return formatFloats(numbers, cutoffOf<T>());
  }
}

//===-- Layout ------------------------------------------------------------===//
struct Layout {
  const Dims &dims;
  bool summary;
  Strings words; // of the elements shown, in row-major order
  size_t next = 0;

  /// The indices of an axis that are shown; -1 is the gap.
  std::vector<int64_t> shown(size_t axis) const {
    std::vector<int64_t> out;
    bool gap = summary && dims[axis] > 2 * edge;
    for (int64_t i = 0; i < dims[axis]; ++i)
      if (!gap || i < edge || i >= dims[axis] - edge)
        out.push_back(i);
      else if (i == edge)
        out.push_back(-1);
    return out;
  }
  void collect(size_t axis, int64_t at, std::vector<int64_t> &out) const {
    if (axis == dims.size()) {
      out.push_back(at);
      return;
    }
    for (int64_t i : shown(axis))
      if (i >= 0)
        collect(axis + 1, at * dims[axis] + i, out);
  }

  /// The last axis: words, wrapped where a line would grow too long.
  std::string row(size_t axis, const std::string &indent, int64_t width) {
    std::string done, line = indent;
    auto which = shown(axis);
    for (size_t i = 0; i < which.size(); ++i) {
      std::string word = which[i] < 0 ? "..." : words[next++];
      if (static_cast<int64_t>(line.size() + word.size()) > width - 1 &&
          line.size() > indent.size()) {
        line.erase(line.find_last_not_of(' ') + 1);
        done += line + "\n";
        line = indent;
      }
      line += word + (i + 1 < which.size() ? " " : "");
    }
    return done + line;
  }
  std::string block(size_t axis, const std::string &indent, int64_t width) {
    size_t left = dims.size() - axis;
    std::string text;
    if (left == 1) {
      text = row(axis, indent, width);
    } else {
      bool first = true;
      for (int64_t i : shown(axis)) {
        if (!first)
          text += std::string(left - 1, '\n');
        first = false;
        text +=
            indent + (i < 0 ? "..." : block(axis + 1, indent + ' ', width - 1));
      }
    }
    return "[" + text.substr(indent.size()) + "]";
  }
};
} // namespace

static std::string toText(const Node &node) {
  const void *data = node.buffer->data();
  return withElementType(node.dtype, [&](auto zero) -> std::string {
    using T = decltype(zero);
    if (node.dims.empty())
      return plain(loadElement<T>(node.dtype, data, 0));
    if (node.size() == 0)
      return "[]";
    Layout layout{node.dims, node.size() > threshold, {}};
    std::vector<int64_t> at;
    layout.collect(0, 0, at);
    std::vector<T> xs;
    for (int64_t i : at)
      xs.push_back(loadElement<T>(node.dtype, data, i));
    layout.words = formatted(xs);
    return layout.block(0, " ", columns);
  });
}

std::string Array::toString() const {
  const Node &n = weft::detail::nodeOf(*this, "print");
  if (!n.isTraced())
    return toText(n);
  // Under grad it may have a value, as item() finds it.
  try {
    return toText(*ir::evaluate(*this, "print").get());
  } catch (const TraceError &) {
    return "Traced<" + weft::detail::describe(n) + ">";
  }
}

std::ostream &weft::operator<<(std::ostream &os, const Array &x) {
  return os << x.toString();
}

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
template <class... Options>
std::string digits(double x, std::chars_format form, Options... options) {
  char text[512];
  auto end = std::to_chars(text, std::end(text), x, form, options...).ptr;
  return std::string(text, end);
}
double parsed(const char *begin, const char *end) {
  double x = 0;
  std::from_chars(begin, end, x);
  return x;
}

/// The double whose shortest decimal form is that of x in x's own type.
double asShortest(double x) { return x; }
double asShortest(float x) {
  char text[64];
  if (!std::isfinite(x))
    return x;
  return parsed(text, std::to_chars(text, std::end(text), x).ptr);
}
template <class T>
requires isHalfType<T>
double asShortest(T x) {
  auto value = static_cast<float>(x);
  if (!std::isfinite(value))
    return value;
  for (int n = 0;; ++n) {
    char text[64];
    auto end = std::to_chars(text, std::end(text), value,
                             std::chars_format::scientific, n)
                   .ptr;
    double y = parsed(text, end);
    if (T(static_cast<float>(y)).bits == x.bits)
      return y;
  }
}

/// "12.5", "3.": the shortest digits that say x, at most `precision` of them
/// behind the point. `exponent` is what stands behind, from 'e' on.
struct Split {
  std::string whole, fraction, exponent;
};
Split split(double x, bool scientific, int limit = precision) {
  auto form =
      scientific ? std::chars_format::scientific : std::chars_format::fixed;
  auto cut = [](const std::string &s) {
    size_t e = std::min(s.find('e'), s.size()), dot = std::min(s.find('.'), e);
    return Split{s.substr(0, dot),
                 s.substr(std::min(dot + 1, e), e - std::min(dot + 1, e)),
                 s.substr(e)};
  };
  Split out = cut(digits(x, form));
  if (out.fraction.size() > static_cast<size_t>(limit)) {
    out = cut(digits(x, form, limit));
    while (!out.fraction.empty() && out.fraction.back() == '0')
      out.fraction.pop_back();
  }
  return out;
}

std::string spaces(size_t n) { return std::string(n, ' '); }
std::string nonFinite(double x, bool plus) {
  std::string sign = std::signbit(x) && !std::isnan(x) ? "-" : plus ? "+" : "";
  return sign + (std::isnan(x) ? "nan" : "inf");
}

/// Whether NumPy writes these with exponents.
bool wantsExponents(const std::vector<double> &xs) {
  double least = std::numeric_limits<double>::infinity(), most = 0;
  for (double x : xs)
    if (std::isfinite(x) && x != 0) {
      least = std::min(least, std::abs(x));
      most = std::max(most, std::abs(x));
    }
  return most > 0 && (most >= 1e8 || least < 1e-4 || most / least > 1000);
}

/// All in one width; with `plus`, positive ones have a sign too.
Strings formatFloats(const std::vector<double> &xs, bool plus = false) {
  bool scientific = wantsExponents(xs);
  std::vector<Split> parts(xs.size());
  size_t left = 0, right = 0, exponent = 0;
  for (size_t i = 0; i < xs.size(); ++i) {
    if (!std::isfinite(xs[i]))
      continue;
    parts[i] = split(xs[i], scientific);
    if (plus && !std::signbit(xs[i]))
      parts[i].whole.insert(0, "+");
    left = std::max(left, parts[i].whole.size());
    right = std::max(right, parts[i].fraction.size());
    exponent = std::max(exponent, parts[i].exponent.size());
  }
  size_t behind = right + 1 + exponent; // the point, and all after it
  for (double x : xs)
    if (size_t n = std::isfinite(x) ? 0 : nonFinite(x, plus).size(); n > behind)
      left = std::max(left, n - behind);
  Strings out;
  for (size_t i = 0; i < xs.size(); ++i) {
    const Split &p = parts[i];
    std::string s;
    if (!std::isfinite(xs[i])) {
      s = nonFinite(xs[i], plus);
      out.push_back(spaces(left + behind - s.size()) + s);
      continue;
    }
    s = spaces(left - p.whole.size()) + p.whole + "." + p.fraction;
    if (scientific) // e+05 beside e+100 becomes e+005
      s += std::string(right - p.fraction.size(), '0') +
           p.exponent.substr(0, 2) +
           std::string(exponent - p.exponent.size(), '0') +
           p.exponent.substr(2);
    else
      s += spaces(right - p.fraction.size());
    out.push_back(s);
  }
  return out;
}

/// One float alone: every digit it needs.
std::string plainFloat(double x, bool trim = false) {
  if (!std::isfinite(x))
    return nonFinite(x, false);
  double size = std::abs(x);
  bool scientific = size != 0 && (size < 1e-4 || size >= 1e16);
  Split p = split(x, scientific, 400);
  if (scientific || trim)
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
    std::string re = plainFloat(asShortest(x.real()), true);
    std::string im = plainFloat(asShortest(x.imag()), true);
    if (re == "0")
      return im + "j";
    return "(" + re + (im[0] == '-' ? "" : "+") + im + "j)";
  } else if constexpr (std::is_integral_v<T>) {
    return std::to_string(x);
  } else if constexpr (isNibble<T>) {
    return std::to_string(x.value());
  } else {
    return plainFloat(asShortest(x));
  }
}

template <class T> Strings formatted(const std::vector<T> &xs) {
  if constexpr (isComplexType<T>) {
    std::vector<double> re, im;
    for (T x : xs) {
      re.push_back(asShortest(x.real()));
      im.push_back(asShortest(x.imag()));
    }
    Strings out = formatFloats(re), tails = formatFloats(im, true);
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
    std::vector<double> shortest;
    for (T x : xs)
      shortest.push_back(asShortest(x));
    return formatFloats(shortest);
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

// Plots as SVG files: scatters and lines over two axes.
#ifndef WEFT_IO_SVG_H
#define WEFT_IO_SVG_H

#include <ranges>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace weft::io {

namespace detail {
// Not texts, which are ranges of numbers too: they are names here.
template <class T>
concept Numbers = std::ranges::input_range<T> &&
    std::is_arithmetic_v<std::ranges::range_value_t<T>> &&
    !std::is_convertible_v<const T &, std::string_view>;

template <Numbers T> std::vector<double> toDoubles(const T &values) {
  std::vector<double> out;
  for (auto value : values)
    out.push_back(static_cast<double>(value));
  return out;
}
} // namespace detail

/// A plot of any number of series, drawn in the order they are added:
///   Plot().title("Fit").xLabel("x").yLabel("y")
///       .scatter(x, y, "data").line(x, fit, "fit").save("fit.svg");
/// A point that is not finite (or beyond 1e150), or not positive on a
/// logarithmic axis, is left out and breaks a line. Series with a name appear
/// in a legend.
class Plot {
public:
  Plot &title(std::string text);
  Plot &xLabel(std::string text);
  Plot &yLabel(std::string text);
  /// In pixels; 640 × 420 at the start. At least 160 × 120.
  Plot &size(int width, int height);
  Plot &logX(bool on = true);
  Plot &logY(bool on = true);

  /// A dot for each (x[i], y[i]). Throws ShapeError where the two differ in
  /// length.
  template <detail::Numbers X, detail::Numbers Y>
  Plot &scatter(const X &x, const Y &y, std::string name = "") {
    return add(
        {false, std::move(name), detail::toDoubles(x), detail::toDoubles(y)});
  }

  /// A line through the points, in their order.
  template <detail::Numbers X, detail::Numbers Y>
  Plot &line(const X &x, const Y &y, std::string name = "") {
    return add(
        {true, std::move(name), detail::toDoubles(x), detail::toDoubles(y)});
  }

  /// A line through (0, y[0]), (1, y[1]), …
  template <detail::Numbers Y> Plot &line(const Y &y, std::string name = "") {
    auto values = detail::toDoubles(y);
    std::vector<double> x;
    while (x.size() < values.size())
      x.push_back(static_cast<double>(x.size()));
    return add({true, std::move(name), std::move(x), std::move(values)});
  }

  /// The document: XML in UTF-8.
  std::string svg() const;

  /// Writes svg(). Throws IoError.
  void save(const std::string &path,
            std::source_location where = std::source_location::current()) const;

private:
  friend class Drawing;

  struct Series {
    bool isLine;
    std::string name;
    std::vector<double> x, y;
  };
  Plot &add(Series added);

  std::string titleText, xText, yText;
  int width = 640, height = 420;
  bool isLogX = false, isLogY = false;
  std::vector<Series> series;
};

} // namespace weft::io

#endif // WEFT_IO_SVG_H

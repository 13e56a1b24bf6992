// Draws a Plot: scales and ticks first, then grid, series, axes and legend.
// Numbers are formatted by to_chars, since printf writes the comma of some
// locales.
#include "weft/io/Svg.h"

#include "Io/Files.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace weft::io {
namespace {

constexpr std::array colours = {"#4269d0", "#ff725c", "#3ca951", "#efb118",
                                "#a463f2", "#6cc5b0", "#ff8ab7", "#9c6b4e",
                                "#97bbf5", "#9498a0"};
// Values beyond are not drawn, so that no arithmetic on ranges overflows.
constexpr double most = 1e150;
constexpr double textSize = 12, charWidth = 6.6; // of the axes' text

std::string fixed(double value, int decimals) {
  char text[400];
  auto end = std::to_chars(text, text + sizeof(text), value,
                           std::chars_format::fixed, decimals)
                 .ptr;
  std::string out(text, end);
  return out.find_first_not_of("-0.") == out.npos && out[0] == '-'
             ? out.substr(1)
             : out;
}

// A coordinate in the drawing.
std::string px(double value) {
  std::string text = fixed(value, 2);
  while (text.back() == '0')
    text.pop_back();
  if (text.back() == '.')
    text.pop_back();
  return text;
}

std::string escape(const std::string &text) {
  std::string out;
  for (char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (static_cast<unsigned char>(c) >= 0x20) // XML has no others
      out += c;
  }
  return out;
}

// Characters, not bytes, of a UTF-8 text.
size_t characters(const std::string &text) {
  return size_t(std::count_if(text.begin(), text.end(),
                              [](char c) { return (c & 0xc0) != 0x80; }));
}

// Six digits, with an exponent where that is shorter.
std::string general(double value) {
  char text[32];
  auto end = std::to_chars(text, text + sizeof(text), value,
                           std::chars_format::general, 6)
                 .ptr;
  return {text, end};
}

struct Tick {
  double value;
  std::string text;
};

// One axis: which values are seen, and where they lie.
class Scale {
public:
  Scale(bool isLog) : isLog(isLog) {}

  bool shows(double value) const {
    return std::abs(value) <= most && (!isLog || value >= 1 / most);
  }
  void include(double value) {
    low = std::min(low, inner(value));
    high = std::max(high, inner(value));
  }
  void settle();
  void place(double at, double to) {
    begin = at;
    end = to;
  }
  double at(double value) const {
    return begin + (inner(value) - low) / (high - low) * (end - begin);
  }
  std::vector<Tick> ticks(int about) const;

private:
  double inner(double value) const { return isLog ? std::log10(value) : value; }
  std::vector<Tick> linearTicks(int about) const;
  std::vector<Tick> logTicks() const;

  bool isLog;
  double low = std::numeric_limits<double>::infinity(), high = -low;
  double begin = 0, end = 1;
};

// Gives the range a margin, and an extent where it has none.
void Scale::settle() {
  if (low > high) {
    low = 0;
    high = 1;
  }
  double margin = (high - low) * 0.05;
  if (!(margin > std::max(std::abs(low), std::abs(high)) * 1e-12))
    margin = low == 0 ? 0.5 : std::max(std::abs(low) * 0.1, 1e-300);
  low -= margin;
  high += margin;
}

std::vector<Tick> Scale::linearTicks(int about) const {
  double rough = (high - low) / about;
  double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = power;
  for (double factor : {2.0, 5.0, 10.0})
    if (step < 0.7 * rough)
      step = power * factor;
  auto decimals = int(std::max(0.0, -std::floor(std::log10(step) + 1e-9)));
  double largest = std::max(std::abs(low), std::abs(high));
  bool isPlain = largest < 1e6 && decimals <= 6;
  std::vector<Tick> ticks;
  for (double i = std::ceil(low / step); i * step <= high; ++i) {
    double value = i * step + 0.0; // no negative zero
    ticks.push_back({value, isPlain ? fixed(value, decimals) : general(value)});
  }
  return ticks;
}

// Powers of ten, thinned where there are many; 2 and 5 between where few.
std::vector<Tick> Scale::logTicks() const {
  std::vector<Tick> ticks;
  double step = std::max(1.0, std::ceil((high - low) / 8));
  for (double power = std::floor(low); power <= high; power += step)
    for (int digit : {1, 2, 5}) {
      double position = power + std::log10(digit);
      if (position < low || position > high || (digit > 1 && high - low > 3))
        continue;
      double value = digit * std::pow(10.0, power);
      ticks.push_back({value, general(value)});
    }
  return ticks;
}

std::vector<Tick> Scale::ticks(int about) const {
  if (isLog)
    if (std::vector<Tick> ticks = logTicks(); ticks.size() >= 2)
      return ticks;
  if (!isLog)
    return linearTicks(std::max(about, 2));
  // Less than a decade: ticks at round values, not at round logarithms.
  Scale plain(false);
  plain.low = std::pow(10.0, low);
  plain.high = std::pow(10.0, high);
  return plain.linearTicks(std::max(about, 2));
}

} // namespace

class Drawing {
public:
  explicit Drawing(const Plot &plot)
      : plot(plot), x(plot.isLogX), y(plot.isLogY) {}
  std::string draw();

private:
  void layOut();
  void text(double atX, double atY, const std::string &what,
            const std::string &attributes);
  void grid();
  void labels();
  void line(const Plot::Series &series, const std::string &colour);
  void scatter(const Plot::Series &series, const std::string &colour);
  void legend();
  std::array<double, 2> freeCorner(double boxWidth, double boxHeight) const;
  bool shows(const Plot::Series &series, size_t i) const {
    return x.shows(series.x[i]) && y.shows(series.y[i]);
  }

  const Plot &plot;
  Scale x, y;
  std::vector<Tick> xTicks, yTicks;
  double left = 0, right = 0, top = 0, bottom = 0;
  std::string out;
};

void Drawing::layOut() {
  for (const Plot::Series &series : plot.series)
    for (size_t i = 0; i < series.x.size(); ++i)
      if (shows(series, i)) {
        x.include(series.x[i]);
        y.include(series.y[i]);
      }
  x.settle();
  y.settle();
  top = plot.titleText.empty() ? 16 : 42;
  bottom = plot.height - (plot.xText.empty() ? 30.0 : 50.0);
  yTicks = y.ticks(int((bottom - top) / 50));
  size_t longest = 0;
  for (const Tick &tick : yTicks)
    longest = std::max(longest, tick.text.size());
  left = 18 + double(longest) * charWidth + (plot.yText.empty() ? 0 : 22);
  right = plot.width - 20.0;
  xTicks = x.ticks(int((right - left) / 80));
  x.place(left, right);
  y.place(bottom, top);
}

void Drawing::text(double atX, double atY, const std::string &what,
                   const std::string &attributes) {
  out += "<text x=\"" + px(atX) + "\" y=\"" + px(atY) + "\" " + attributes +
         ">" + escape(what) + "</text>\n";
}

void Drawing::grid() {
  std::string path;
  for (const Tick &tick : xTicks)
    path += "M" + px(x.at(tick.value)) + " " + px(top) + "V" + px(bottom);
  for (const Tick &tick : yTicks)
    path += "M" + px(left) + " " + px(y.at(tick.value)) + "H" + px(right);
  out += "<path d=\"" + path +
         "\" fill=\"none\" stroke=\"#e8eaee\" stroke-width=\"1\"/>\n";
}

void Drawing::labels() {
  out += "<path d=\"M" + px(left) + " " + px(top) + "V" + px(bottom) + "H" +
         px(right) + "\" fill=\"none\" stroke=\"#6b7280\"/>\n";
  for (const Tick &tick : xTicks)
    text(x.at(tick.value), bottom + 17, tick.text, "text-anchor=\"middle\"");
  for (const Tick &tick : yTicks)
    text(left - 7, y.at(tick.value) + 4, tick.text, "text-anchor=\"end\"");
  if (!plot.titleText.empty())
    text((left + right) / 2, 26, plot.titleText,
         "text-anchor=\"middle\" font-size=\"16\" font-weight=\"600\" "
         "fill=\"#111827\"");
  if (!plot.xText.empty())
    text((left + right) / 2, plot.height - 12.0, plot.xText,
         "text-anchor=\"middle\" font-size=\"13\"");
  if (!plot.yText.empty())
    text(0, 0, plot.yText,
         "text-anchor=\"middle\" font-size=\"13\" transform=\"translate(18 " +
             px((top + bottom) / 2) + ") rotate(-90)\"");
}

void Drawing::line(const Plot::Series &series, const std::string &colour) {
  std::string path;
  bool isDown = false;
  for (size_t i = 0; i < series.x.size(); ++i) {
    if (shows(series, i))
      path += (isDown ? "L" : "M") + px(x.at(series.x[i])) + " " +
              px(y.at(series.y[i]));
    isDown = shows(series, i);
  }
  out += "<path d=\"" + path + "\" fill=\"none\" stroke=\"" + colour +
         "\" stroke-width=\"2\" stroke-linejoin=\"round\" "
         "stroke-linecap=\"round\"/>\n";
}

void Drawing::scatter(const Plot::Series &series, const std::string &colour) {
  out += "<g fill=\"" + colour + "\" fill-opacity=\"0.65\">\n";
  for (size_t i = 0; i < series.x.size(); ++i)
    if (shows(series, i))
      out += "<circle cx=\"" + px(x.at(series.x[i])) + "\" cy=\"" +
             px(y.at(series.y[i])) + "\" r=\"3\"/>\n";
  out += "</g>\n";
}

// Where the legend hides least: the upper left of a box in one of the corners.
std::array<double, 2> Drawing::freeCorner(double boxWidth,
                                          double boxHeight) const {
  constexpr double gap = 8;
  double atRight = right - boxWidth - gap, atBottom = bottom - boxHeight - gap;
  std::array<std::array<double, 2>, 4> corners = {{{atRight, top + gap},
                                                   {left + gap, top + gap},
                                                   {atRight, atBottom},
                                                   {left + gap, atBottom}}};
  std::array<size_t, 4> hidden{};
  auto look = [&](double pointX, double pointY) {
    for (size_t k = 0; k < 4; ++k) {
      double inX = pointX - corners[k][0], inY = pointY - corners[k][1];
      hidden[k] += inX > -gap && inX < boxWidth + gap && inY > -gap &&
                   inY < boxHeight + gap;
    }
  };
  for (const Plot::Series &series : plot.series) {
    // A line of few points is seen between them as well.
    int steps = series.isLine && series.x.size() < 100 ? 20 : 1;
    for (size_t i = 0; i < series.x.size(); ++i) {
      size_t next = steps > 1 && i + 1 < series.x.size() ? i + 1 : i;
      if (!shows(series, i) || !shows(series, next))
        continue;
      double x0 = x.at(series.x[i]), dx = x.at(series.x[next]) - x0;
      double y0 = y.at(series.y[i]), dy = y.at(series.y[next]) - y0;
      for (int k = 0; k < steps; ++k)
        look(x0 + dx * k / steps, y0 + dy * k / steps);
    }
  }
  return corners[size_t(std::min_element(hidden.begin(), hidden.end()) -
                        hidden.begin())];
}

void Drawing::legend() {
  size_t longest = 0, rows = 0;
  for (const Plot::Series &series : plot.series)
    if (!series.name.empty()) {
      longest = std::max(longest, characters(series.name));
      ++rows;
    }
  if (rows == 0)
    return;
  double width = 44 + double(longest) * charWidth, row = 19;
  double height = double(rows) * row + 8;
  auto [atX, atY] = freeCorner(width, height);
  out += "<rect x=\"" + px(atX) + "\" y=\"" + px(atY) + "\" width=\"" +
         px(width) + "\" height=\"" + px(height) +
         "\" rx=\"4\" fill=\"#ffffff\" fill-opacity=\"0.85\" "
         "stroke=\"#d1d5db\"/>\n";
  double at = atY + 4 + row / 2;
  for (size_t i = 0; i < plot.series.size(); ++i) {
    const Plot::Series &series = plot.series[i];
    if (series.name.empty())
      continue;
    std::string colour = colours[i % colours.size()];
    if (series.isLine)
      out += "<path d=\"M" + px(atX + 8) + " " + px(at) + "h18\" stroke=\"" +
             colour + "\" stroke-width=\"2\"/>\n";
    else
      out += "<circle cx=\"" + px(atX + 17) + "\" cy=\"" + px(at) +
             "\" r=\"3.5\" fill=\"" + colour + "\"/>\n";
    text(atX + 33, at + 4, series.name, "text-anchor=\"start\"");
    at += row;
  }
}

std::string Drawing::draw() {
  layOut();
  std::string w = std::to_string(plot.width), h = std::to_string(plot.height);
  out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" +
        w + "\" height=\"" + h + "\" viewBox=\"0 0 " + w + " " + h +
        "\" font-family=\"system-ui, 'Segoe UI', Helvetica, Arial, "
        "sans-serif\" font-size=\"" +
        px(textSize) + "\" fill=\"#374151\">\n";
  if (!plot.titleText.empty())
    out += "<title>" + escape(plot.titleText) + "</title>\n";
  out += "<rect width=\"" + w + "\" height=\"" + h + "\" fill=\"#ffffff\"/>\n";
  grid();
  for (size_t i = 0; i < plot.series.size(); ++i) {
    const Plot::Series &series = plot.series[i];
    std::string colour = colours[i % colours.size()];
    series.isLine ? line(series, colour) : scatter(series, colour);
  }
  labels();
  legend();
  return std::move(out) + "</svg>\n";
}

Plot &Plot::title(std::string text) {
  titleText = std::move(text);
  return *this;
}

Plot &Plot::xLabel(std::string text) {
  xText = std::move(text);
  return *this;
}

Plot &Plot::yLabel(std::string text) {
  yText = std::move(text);
  return *this;
}

Plot &Plot::size(int newWidth, int newHeight) {
  width = std::max(newWidth, 160);
  height = std::max(newHeight, 120);
  return *this;
}

Plot &Plot::logX(bool on) {
  isLogX = on;
  return *this;
}

Plot &Plot::logY(bool on) {
  isLogY = on;
  return *this;
}

Plot &Plot::add(Series added) {
  if (added.x.size() != added.y.size())
    throw ShapeError(Message{added.isLine ? "line" : "scatter",
                             "x and y have the same length",
                             std::to_string(added.x.size()) + " and " +
                                 std::to_string(added.y.size()),
                             "", ""});
  series.push_back(std::move(added));
  return *this;
}

std::string Plot::svg() const { return Drawing(*this).draw(); }

void Plot::save(const std::string &path, std::source_location where) const {
  writeAll({"Plot::save", path, where}, svg());
}

} // namespace weft::io

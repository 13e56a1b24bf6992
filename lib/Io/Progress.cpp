// The progress bar: when to draw, and the line.
#include "weft/io/Progress.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <sys/ioctl.h>
#include <unistd.h>

namespace weft::io {

using std::chrono::steady_clock;

static bool isTerminal(std::FILE *out) {
  const char *kind = std::getenv("TERM");
  return isatty(fileno(out)) && kind && std::strcmp(kind, "dumb") != 0;
}

static int terminalColumns(std::FILE *out) {
  winsize size{};
  if (ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return 80;
}

// Three digits where that is fewer than the whole number.
static std::string rateText(double rate) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.*f",
                rate < 10    ? 2
                : rate < 100 ? 1
                             : 0,
                rate);
  return std::string(text) + "/s";
}

static std::string clockText(double seconds) {
  auto whole = int64_t(std::llround(seconds));
  char text[48];
  if (whole >= 3600)
    std::snprintf(text, sizeof(text), "%lld:%02lld:%02lld",
                  (long long)(whole / 3600), (long long)(whole / 60 % 60),
                  (long long)(whole % 60));
  else
    std::snprintf(text, sizeof(text), "%lld:%02lld", (long long)(whole / 60),
                  (long long)(whole % 60));
  return text;
}

std::string progressLine(const ProgressState &state, int columns) {
  int64_t total = std::max<int64_t>(state.total, 1);
  int64_t done = state.total > 0 ? std::min(state.done, total) : total;
  std::string head = state.label.empty() ? "" : state.label + " ";
  head += std::to_string(done * 100 / total) + " %";
  std::string tail = " " + std::to_string(state.done) + "/" +
                     std::to_string(std::max<int64_t>(state.total, 0));
  if (state.done > 0 && state.seconds > 0) {
    double rate = double(state.done) / state.seconds;
    tail += ", " + rateText(rate) + ", ";
    tail += done < total ? clockText(double(total - done) / rate) + " left"
                         : "in " + clockText(state.seconds);
  }
  if (!state.note.empty())
    tail += ", " + state.note;
  if (columns <= 0)
    return head + tail;
  // A line as wide as the terminal would wrap, so the last column stays free.
  auto room = columns - 1 - int(head.size() + tail.size()) - 3;
  std::string line = head;
  if (room >= 8) {
    auto width = int64_t(std::min(room, 30));
    int64_t full = done * width / total;
    line += " [" + std::string(size_t(full), '=');
    if (full < width)
      line += ">" + std::string(size_t(width - full - 1), ' ');
    line += "]";
  }
  line += tail;
  return line.substr(0, size_t(std::max(columns - 1, 0)));
}

Progress::Progress(int64_t total, std::string label, std::FILE *out)
    : label(std::move(label)), out(out), total(total),
      begin(steady_clock::now()), nextDraw(begin), onTerminal(isTerminal(out)) {
}

Progress::~Progress() { finish(); }

void Progress::note(std::string text) { noted = std::move(text); }

void Progress::advance(int64_t steps) {
  done += steps;
  if (finished)
    return;
  auto now = steady_clock::now();
  int64_t reached = total > 0 ? std::min(done, total) * 10 / total : 0;
  bool due = onTerminal ? now >= nextDraw : reached > tenths;
  if (!due)
    return;
  tenths = reached;
  nextDraw = now + std::chrono::milliseconds(100);
  draw(std::chrono::duration<double>(now - begin).count());
}

void Progress::finish() {
  if (std::exchange(finished, true))
    return;
  // Off a terminal the line of the last tenth may be out already.
  if (onTerminal || total <= 0 || tenths < 10)
    draw(std::chrono::duration<double>(steady_clock::now() - begin).count());
  if (onTerminal)
    std::fputc('\n', out);
  std::fflush(out);
}

void Progress::draw(double seconds) {
  ProgressState state{label, noted, done, total, seconds};
  if (onTerminal)
    // Return, the line, and erase what a longer one left behind it.
    std::fprintf(out, "\r%s\x1b[K",
                 progressLine(state, terminalColumns(out)).c_str());
  else
    std::fprintf(out, "%s\n", progressLine(state, 0).c_str());
  std::fflush(out);
}

} // namespace weft::io

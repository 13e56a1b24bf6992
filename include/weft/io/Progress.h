// A progress bar for long loops on a terminal; plain lines elsewhere.
#ifndef WEFT_IO_PROGRESS_H
#define WEFT_IO_PROGRESS_H

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

namespace weft::io {

/// Shows how far a loop is, its rate and the time that it still takes:
///   Progress bar(steps, "train");
///   for (...) { ...; bar.note("loss 0.21"); bar.advance(); }
/// On a terminal one line is redrawn, at most ten times a second; elsewhere a
/// line is printed for each tenth of the way. For one thread.
class Progress {
public:
  explicit Progress(int64_t total, std::string label = "",
                    std::FILE *out = stderr);
  ~Progress();
  Progress(const Progress &) = delete;
  Progress &operator=(const Progress &) = delete;

  /// What stands at the end of the line from the next drawing on.
  void note(std::string text);
  void advance(int64_t steps = 1);
  /// Draws the last state and ends the line; the destructor does so as well.
  void finish();

private:
  void draw(double seconds);

  std::string label, noted;
  std::FILE *out;
  int64_t total, done = 0, tenths = 0;
  std::chrono::steady_clock::time_point begin, nextDraw;
  bool onTerminal, finished = false;
};

/// What a Progress shows.
struct ProgressState {
  std::string label, note;
  int64_t done = 0, total = 0;
  double seconds = 0; ///< since the start
};

/// "train 45 % [=====>      ] 45/100, 1234/s, 0:12 left, loss 0.21", cut to
/// `columns`; without the bar where `columns` is 0.
std::string progressLine(const ProgressState &state, int columns);

} // namespace weft::io

#endif // WEFT_IO_PROGRESS_H

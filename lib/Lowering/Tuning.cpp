// See Tuning.h.
#include "Lowering/Tuning.h"

#include <cstdio>

namespace weft::ir {

static constexpr char form[] = "grain=%g reads=%u writes=%u level=%d";

std::string toText(const Tuning &t) {
  char text[128];
  std::snprintf(text, sizeof text, form, t.grain, t.reads, t.writes,
                t.level);
  return text;
}

std::optional<Tuning> parseTuning(const std::string &text) {
  Tuning t;
  static constexpr char scan[] =
      "grain=%lg reads=%u writes=%u level=%d";
  if (std::sscanf(text.c_str(), scan, &t.grain, &t.reads, &t.writes,
                  &t.level) != 4 ||
      toText(t) != text)
    return std::nullopt;
  return t;
}

} // namespace weft::ir

// See Report.h.
#include "Report.h"

#include <cstdio>
#include <ctime>
#include <fstream>

namespace accuracy {

static void once(std::vector<std::string> &list, const std::string &item) {
  if (std::ranges::find(list, item) == list.end())
    list.push_back(item);
}

bool Report::add(const std::string &name, const std::string &type,
                 const Worst &worst, double bound, double seconds) {
  // A bound of ½ is met by what is rounded correctly, measured in long double.
  bool good = worst.ulps <= bound + 1e-9 || bound == HUGE_VAL;
  std::printf("%-13s %-10s %9.4g ulp of at most %g, at (%.17g, %.17g): %.17g, "
              "exact %.17g; %.1f s%s\n",
              name.c_str(), type.c_str(), worst.ulps, bound, worst.x, worst.y,
              worst.got, worst.want, seconds, good ? "" : "  TOO FAR");
  std::fflush(stdout);
  once(names, name);
  once(types, type);
  cells[{name, type}] = {worst.ulps, bound};
  return good;
}

static std::string machine() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.starts_with("model name"))
      return line.substr(line.find(':') + 2);
  return "an unknown machine";
}

void Report::writeMarkdown(const std::string &path) const {
  std::ofstream out(path);
  std::time_t now = std::time(nullptr);
  char date[32];
  std::strftime(date, sizeof date, "%Y-%m-%d", std::gmtime(&now));
  out << "Measured on " << date << ", " << machine() << ".\n\n| function |";
  for (const auto &type : types)
    out << ' ' << type << " |";
  out << "\n| --- |";
  for (size_t i = 0; i < types.size(); ++i)
    out << " --- |";
  out << '\n';
  for (const auto &name : names) {
    out << "| " << name << " |";
    for (const auto &type : types) {
      auto cell = cells.find({name, type});
      if (cell == cells.end()) {
        out << " |";
        continue;
      }
      auto [ulps, bound] = cell->second;
      char text[64];
      if (bound == 0)
        std::snprintf(text, sizeof text, ulps == 0 ? " exact |" : " %.0f |",
                      ulps);
      else if (bound == HUGE_VAL)
        std::snprintf(text, sizeof text, " %.3g, no bound |", ulps);
      else
        std::snprintf(text, sizeof text, " %.3f of %g |", ulps, bound);
      out << text;
    }
    out << '\n';
  }
}

} // namespace accuracy

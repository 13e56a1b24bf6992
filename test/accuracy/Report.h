// What was found, as lines while it is found and as a table for the docs.
#ifndef WEFT_TEST_ACCURACY_REPORT_H
#define WEFT_TEST_ACCURACY_REPORT_H

#include "Measure.h"

#include <map>

namespace accuracy {

class Report {
public:
  /// A line on standard output. False where the bound is exceeded; an infinite
  /// bound never is.
  bool add(const std::string &name, const std::string &type, const Worst &worst,
           double bound, double seconds);
  /// The date, the machine, and the rows in the order they came, a column a
  /// type.
  void writeMarkdown(const std::string &path) const;

private:
  struct Cell {
    double ulps, bound;
  };
  std::vector<std::string> names, types;
  std::map<std::pair<std::string, std::string>, Cell> cells;
};

} // namespace accuracy
#endif

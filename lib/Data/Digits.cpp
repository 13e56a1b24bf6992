// Loads the digits data set.
#include "weft/data/Digits.h"

#include "weft/Error.h"
#include "weft/io/Csv.h"

#include <sstream>

namespace weft::data {

Digits loadDigits(const std::string &path, std::source_location where) {
  io::CsvData table = io::readCsv(path, {}, where);
  auto fail = [&](const std::string &rule, const std::string &received) {
    throw IoError(Message{"loadDigits", rule, received + " in '" + path + "'",
                          place(where), ""});
  };
  if (table.columns != Digits::pixels + 1)
    fail("a row is 64 pixels and a label",
         std::to_string(table.columns) + " columns");
  Digits digits;
  digits.rows = table.rows;
  for (int64_t row = 0; row < table.rows; ++row) {
    for (int64_t column = 0; column <= Digits::pixels; ++column) {
      double value = table.at(row, column);
      bool isLabel = column == Digits::pixels;
      double most = isLabel ? double(Digits::classes - 1) : 16;
      if (!(value >= 0 && value <= most) ||
          value != static_cast<double>(static_cast<int32_t>(value)))
        fail("pixels are integers from 0 to 16, and labels from 0 to 9",
             (std::ostringstream() << value).str() + " in row " +
                 std::to_string(row + 1) + ", column " +
                 std::to_string(column + 1));
      if (isLabel)
        digits.labels.push_back(static_cast<int32_t>(value));
      else
        digits.images.push_back(static_cast<float>(value));
    }
  }
  return digits;
}

} // namespace weft::data

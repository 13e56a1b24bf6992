// Tables of numbers in text files, plain or compressed by gzip.
#ifndef WEFT_IO_CSV_H
#define WEFT_IO_CSV_H

#include <cstdint>
#include <source_location>
#include <string>
#include <vector>

namespace weft::io {

struct CsvOptions {
  enum class Header {
    Auto,    ///< the first line is a header where one field is no number
    None,    ///< the first line is a row
    Present, ///< the first line is a header
  };

  Header header = Header::Auto;
  /// A blank stands for any run of blanks and tabs.
  char separator = ',';
};

struct CsvData {
  /// The fields of the header, which need not match the columns.
  std::vector<std::string> header;
  int64_t rows = 0, columns = 0;
  /// rows × columns, row-major.
  std::vector<double> values;

  double at(int64_t row, int64_t column) const {
    return values[size_t(row * columns + column)];
  }
};

/// Reads a table in which every row has as many fields as the first. Blank
/// lines are skipped; nan and inf are numbers; a field may stand in quotes.
/// Throws IoError, naming file:line:column.
CsvData readCsv(const std::string &path, const CsvOptions &options = {},
                std::source_location where = std::source_location::current());

} // namespace weft::io

#endif // WEFT_IO_CSV_H

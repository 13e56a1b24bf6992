// The reader of number tables: one pass over the text, line by line.
#include "weft/io/Csv.h"

#include "Io/Files.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace weft::io {
namespace {

struct Field {
  std::string_view text;
  size_t column; // of its first byte in the line, from 1
};

constexpr std::string_view blanks = " \t";

std::string_view trim(std::string_view text) {
  size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

void splitAtBlanks(std::string_view line, std::vector<Field> &fields) {
  size_t at = line.find_first_not_of(blanks);
  while (at < line.size()) {
    size_t end = std::min(line.find_first_of(blanks, at), line.size());
    fields.push_back({line.substr(at, end - at), at + 1});
    at = line.find_first_not_of(blanks, end);
  }
}

// Splits a line into trimmed fields. Quotes may surround a field, and then a
// separator between them is text.
void split(std::string_view line, char separator, std::vector<Field> &fields) {
  for (size_t at = 0;; ++at) {
    size_t begin = std::min(line.find_first_not_of(' ', at), line.size());
    size_t scan = begin;
    if (begin < line.size() && line[begin] == '"')
      scan = line.find('"', begin + 1);
    size_t end = std::min(line.find(separator, scan), line.size());
    std::string_view text = trim(line.substr(begin, end - begin));
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
      text = text.substr(1, text.size() - 2);
    fields.push_back({text, begin + 1});
    at = end;
    if (at == line.size())
      return;
  }
}

// The whole of the text as a finite or infinite float64 or a NaN; from_chars
// heeds no locale.
std::optional<double> number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-"))
    text.remove_prefix(1);
  double value = 0;
  auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

class Reader {
public:
  Reader(const FileCall &call, const CsvOptions &options)
      : call(call), options(options) {}

  CsvData read(std::string_view text);

private:
  void takeLine(std::string_view line);
  void takeRow();
  bool isHeader() const;
  std::string at(size_t column) const {
    return "at " + call.path + ":" + std::to_string(lineNumber) + ":" +
           std::to_string(column);
  }

  const FileCall &call;
  const CsvOptions &options;
  CsvData data;
  std::vector<Field> fields;
  size_t lineNumber = 0, lineLength = 0;
  bool first = true;
};

CsvData Reader::read(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) // a byte order mark
    text.remove_prefix(3);
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r'))
      line.remove_suffix(1);
    ++lineNumber;
    if (!trim(line).empty())
      takeLine(line);
  }
  return std::move(data);
}

bool Reader::isHeader() const {
  if (options.header != CsvOptions::Header::Auto)
    return options.header == CsvOptions::Header::Present;
  for (const Field &field : fields)
    if (!field.text.empty() && !number(field.text))
      return true;
  return false;
}

void Reader::takeLine(std::string_view line) {
  lineLength = line.size();
  fields.clear();
  if (options.separator == ' ')
    splitAtBlanks(line, fields);
  else
    split(line, options.separator, fields);
  if (std::exchange(first, false) && isHeader()) {
    for (const Field &field : fields)
      data.header.emplace_back(field.text);
    return;
  }
  takeRow();
}

void Reader::takeRow() {
  auto count = int64_t(fields.size());
  if (data.rows == 0)
    data.columns = count;
  if (count != data.columns) {
    size_t column = count > data.columns ? fields[size_t(data.columns)].column
                                         : lineLength + 1;
    call.fail("every row has as many fields as the first",
              std::to_string(count) + " instead of " +
                  std::to_string(data.columns) + " " + at(column));
  }
  for (const Field &field : fields) {
    std::optional<double> value = number(field.text);
    if (!value)
      call.fail("every field is a number",
                field.text.empty()
                    ? "an empty field " + at(field.column)
                    : "'" + std::string(field.text) + "' " + at(field.column),
                data.rows == 0 && fields.size() == 1
                    ? "CsvOptions::separator is set to '" +
                          std::string(1, options.separator) + "'"
                    : "");
    data.values.push_back(*value);
  }
  ++data.rows;
}

} // namespace

CsvData readCsv(const std::string &path, const CsvOptions &options,
                std::source_location where) {
  FileCall call{"readCsv", path, where};
  std::string text = readAll(call);
  return Reader(call, options).read(text);
}

} // namespace weft::io

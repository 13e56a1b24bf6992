// Files in and out: .npy, CSV, gzip, SVG, the progress bar, and the digits.
// Each malformed file gives a message that is compared in full.
#include "weft/Error.h"
#include "weft/Ops.h"
#include "weft/data/Digits.h"
#include "weft/io/Csv.h"
#include "weft/io/Gzip.h"
#include "weft/io/Npy.h"
#include "weft/io/Progress.h"
#include "weft/io/Svg.h"

#include "gtest/gtest.h"

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <numeric>

using namespace weft;
using namespace weft::io;

namespace {

// A directory for the files of one test.
class Io : public testing::Test {
protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "weft-io-XXXXXX";
    ASSERT_TRUE(mkdtemp(name.data()));
    directory = name;
  }
  void TearDown() override { std::filesystem::remove_all(directory); }

  std::string path(const std::string &name) const {
    return directory + "/" + name;
  }
  std::string write(const std::string &name, std::string_view bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }
  std::string directory;
};

// What a call throws, with DIR for the test's directory and HERE for where the
// call says it is.
template <class Thrown, class Call>
std::string message(const std::string &directory, Call call) {
  std::string text = "nothing was thrown";
  auto where = std::source_location::current();
  std::string here = place(where);
  try {
    call(where);
  } catch (const Thrown &error) {
    text = error.what();
  }
  for (auto [from, to] : {std::pair{directory, "DIR"}, {here, "HERE"}})
    for (size_t at; (at = text.find(from)) != text.npos;)
      text.replace(at, from.size(), to);
  return text;
}

std::string npy(const std::string &header, const std::string &data,
                char version = 1) {
  std::string out = "\x93NUMPY";
  out += {version, 0, char(header.size() & 0xff), char(header.size() >> 8)};
  if (version > 1)
    out += std::string(2, '\0');
  return out + header + data;
}

template <class T> std::string bytesOf(const std::vector<T> &values) {
  return {reinterpret_cast<const char *>(values.data()),
          values.size() * sizeof(T)};
}

template <class T> std::vector<T> valuesOf(const NpyData &data) {
  std::vector<T> values(data.bytes.size() / sizeof(T));
  std::memcpy(values.data(), data.bytes.data(), data.bytes.size());
  return values;
}

using Shape = std::vector<int64_t>;

//===----------------------------------------------------------------------===//
// Npy
//===----------------------------------------------------------------------===//

TEST_F(Io, NpyRoundTripOfAllDtypes) {
  for (size_t i = 0; i < numDtypes; ++i)
    for (const Shape &shape : {Shape{}, {5}, {2, 3}, {2, 0, 3}, {1, 1, 2, 1}}) {
      NpyData out;
      out.dtype = static_cast<Dtype>(i);
      out.shape = shape;
      out.bytes.resize(itemSize(out.dtype) *
                       size_t(std::accumulate(shape.begin(), shape.end(),
                                              int64_t(1), std::multiplies())));
      for (size_t k = 0; k < out.bytes.size(); ++k)
        out.bytes[k] = std::byte(isBool(out.dtype) ? k % 2 : k * 37 % 251);
      writeNpy(path("a.npy"), out.view());
      EXPECT_EQ(std::filesystem::file_size(path("a.npy")) % 64,
                out.bytes.size() % 64);
      NpyData in = readNpy(path("a.npy"), out.dtype);
      EXPECT_EQ(in.dtype, out.dtype);
      EXPECT_EQ(in.shape, out.shape);
      EXPECT_EQ(in.bytes, out.bytes);
    }
}

// The bytes that numpy.save writes for numpy.arange(3, dtype=numpy.float32).
TEST_F(Io, NpyBytesAreNumPys) {
  std::vector<float> values = {0, 1, 2};
  Shape shape = {3};
  writeNpy(path("a.npy"), {Dtype::F32, shape, values.data()});
  std::string header =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }";
  header += std::string(117 - header.size(), ' ') + "\n";
  EXPECT_EQ(readGzip(path("a.npy")), npy(header, bytesOf(values)));
}

TEST_F(Io, NpyReadsWhatOthersWrite) {
  auto read = [&](const std::string &header, const std::string &data,
                  std::optional<Dtype> as = {}, char version = 1) {
    return readNpy(write("a.npy", npy(header, data, version)), as);
  };
  std::vector<int16_t> six = {1, 2, 3, 4, 5, 6};
  NpyData fortran =
      read("{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }\n",
           bytesOf(six));
  EXPECT_EQ(fortran.shape, (Shape{2, 3}));
  EXPECT_EQ(valuesOf<int16_t>(fortran),
            (std::vector<int16_t>{1, 3, 5, 2, 4, 6}));

  NpyData big = read("{'descr':'>u4','fortran_order':False,'shape':(2,)}",
                     std::string("\0\0\0\x01\x01\0\0\0", 8));
  EXPECT_EQ(valuesOf<uint32_t>(big), (std::vector<uint32_t>{1, 1 << 24}));
  NpyData bigComplex = read("{'descr':'>c8','fortran_order':False,'shape':()}",
                            std::string("\x3f\x80\0\0\x40\0\0\0", 8));
  EXPECT_EQ(valuesOf<std::complex<float>>(bigComplex)[0],
            std::complex<float>(1, 2));

  // Another order of the keys, a long of Python 2, versions 2 and 3.
  for (char version : {2, 3}) {
    NpyData other =
        read("{\"shape\": (3L, 1L), \"fortran_order\": False, \"descr\": "
             "\"|u1\"}  \n",
             "abc", {}, version);
    EXPECT_EQ(other.shape, (Shape{3, 1}));
    EXPECT_EQ(other.dtype, Dtype::U8);
  }

  auto scalar = [&](const std::string &descr, const std::string &data,
                    std::optional<Dtype> as = {}) {
    return read("{'descr': '" + descr +
                    "', 'fortran_order': False, 'shape': (), }",
                data, as)
        .dtype;
  };
  EXPECT_EQ(scalar("<V2", "ab"), Dtype::BF16);
  EXPECT_EQ(scalar("<u2", "ab"), Dtype::U16);
  EXPECT_EQ(scalar("<u2", "ab", Dtype::BF16), Dtype::BF16);
  EXPECT_EQ(scalar("|V1", "a", Dtype::F8E5M2), Dtype::F8E5M2);
  EXPECT_EQ(scalar("|V1", "a", Dtype::I4), Dtype::I4);
  EXPECT_EQ(scalar("|i1", "a", Dtype::U4), Dtype::U4);
  EXPECT_EQ(scalar("|b1", "\x05"), Dtype::Bool);
  EXPECT_EQ(readNpy(path("a.npy")).bytes[0], std::byte(1));
}

TEST_F(Io, NpyRefusesMalformedFiles) {
  auto refuse = [&](std::string_view bytes, std::optional<Dtype> as = {}) {
    std::string name = write("a.npy", bytes);
    return message<IoError>(directory,
                            [&](auto where) { readNpy(name, as, where); });
  };
  std::string good =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n";
  auto with = [&](const std::string &from, const std::string &to) {
    std::string header = good;
    header.replace(header.find(from), from.size(), to);
    return refuse(npy(header, std::string(8, 'x')));
  };

  EXPECT_EQ(refuse(""), "[readNpy] a .npy file begins with \\x93NUMPY and a "
                        "version. Received 'DIR/a.npy' of 0 bytes. (HERE)");
  EXPECT_EQ(refuse("PK\x03\x04 something else"),
            "[readNpy] a .npy file begins with \\x93NUMPY and a version. "
            "Received 'DIR/a.npy' of 19 bytes. (HERE)");
  EXPECT_EQ(refuse(npy(good, std::string(8, 'x'), 4)),
            "[readNpy] the version of a .npy file is 1, 2 or 3. Received "
            "'DIR/a.npy' of version 4. (HERE)");
  EXPECT_EQ(refuse(npy(good, "").substr(0, 30)),
            "[readNpy] a .npy file holds the header that its length "
            "announces. Received 'DIR/a.npy' of 30 bytes. (HERE)");
  EXPECT_EQ(refuse(npy(good, "").substr(0, 9)),
            "[readNpy] a .npy file holds the header that its length "
            "announces. Received 'DIR/a.npy' of 9 bytes. (HERE)");
  EXPECT_EQ(with("'shape'", "'size'"),
            "[readNpy] the header of a .npy file is a dictionary of descr (of "
            "a plain type), fortran_order and shape. Received {'descr': "
            "'<f4', 'fortran_order': False, 'size': (2,), } in 'DIR/a.npy'. "
            "(HERE)");
  EXPECT_EQ(with("'<f4'", "[('x', '<f4'), ('y', '<f4')]"),
            "[readNpy] the header of a .npy file is a dictionary of descr (of "
            "a plain type), fortran_order and shape. Received {'descr': "
            "[('x', '<f4'), ('y', '<f4')], 'fortran_order': False, 'shape': "
            "(2,), } in 'DIR/a.npy'. (HERE)");
  EXPECT_EQ(with("'<f4'", "'<U5'"),
            "[readNpy] the elements are booleans, integers, floats or complex "
            "numbers. Received descr '<U5' in 'DIR/a.npy'. (HERE) Hint: In "
            "NumPy, array.astype(numpy.float32) makes them so.");
  EXPECT_EQ(with("'<f4'", "'|V1'"),
            "[readNpy] elements of type V1 have no dtype of their own. "
            "Received descr '|V1' in 'DIR/a.npy'. (HERE) Hint: Say which they "
            "are, readNpy(path, Dtype::F8E4M3FN).");
  EXPECT_EQ(with("(2,)", "(2, -1)"),
            "[readNpy] sizes are at least 0 and their product fits in 63 "
            "bits. Received shape [2,-1] in 'DIR/a.npy'. (HERE)");
  EXPECT_EQ(with("(2,)", "(4294967296, 4294967296)"),
            "[readNpy] sizes are at least 0 and their product fits in 63 "
            "bits. Received shape [4294967296,4294967296] in 'DIR/a.npy'. "
            "(HERE)");
  EXPECT_EQ(with("(2,)", "(3,)"),
            "[readNpy] the data are as long as the header says. Received 8 "
            "bytes where float32[3] takes 12 in 'DIR/a.npy'. (HERE)");
  EXPECT_EQ(with("(2,)", "(1,)"),
            "[readNpy] the data are as long as the header says. Received 8 "
            "bytes where float32[1] takes 4 in 'DIR/a.npy'. (HERE)");
}

// No prefix and no single damaged byte of a header makes it crash.
TEST_F(Io, NpySurvivesDamage) {
  std::string whole =
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }\n",
          std::string(8, 'x'));
  int refused = 0;
  auto attempt = [&](const std::string &bytes) {
    try {
      readNpy(write("a.npy", bytes));
    } catch (const UserError &) {
      ++refused;
    }
  };
  for (size_t size = 0; size < whole.size(); ++size)
    attempt(whole.substr(0, size));
  EXPECT_EQ(refused, int(whole.size()));
  for (size_t at = 0; at < whole.size(); ++at)
    for (char damage : {'\0', '9', '(', '\'', '\xff'}) {
      std::string bytes = whole;
      bytes[at] = damage;
      attempt(bytes);
    }
}

TEST_F(Io, NpyRefusesOtherDtypeAndPlaces) {
  float value = 1;
  writeNpy(path("a.npy"), {Dtype::F32, {}, &value});
  EXPECT_EQ(message<DtypeError>(
                directory,
                [&](auto where) { readNpy(path("a.npy"), Dtype::F64, where); }),
            "[readNpy] the elements are float64, as asked for. Received descr "
            "'<f4' in 'DIR/a.npy'. (HERE)");
  EXPECT_EQ(
      message<IoError>(
          directory, [&](auto where) { readNpy(path("none.npy"), {}, where); }),
      "[readNpy] the file cannot be opened. Received 'DIR/none.npy': No "
      "such file or directory. (HERE)");
  EXPECT_EQ(message<IoError>(
                directory, [&](auto where) { readNpy(directory, {}, where); }),
            "[readNpy] the file cannot be read. Received 'DIR': Is a "
            "directory. (HERE)");
  NpyView view{Dtype::F32, {}, &value};
  EXPECT_EQ(message<IoError>(
                directory,
                [&](auto where) { writeNpy(path("no/a.npy"), view, where); }),
            "[writeNpy] the file cannot be opened for writing. Received "
            "'DIR/no/a.npy': No such file or directory. (HERE)");
  EXPECT_EQ(
      message<IoError>(directory,
                       [&](auto where) { writeNpy("/dev/full", view, where); }),
      "[writeNpy] the file cannot be written. Received '/dev/full': No "
      "space left on device. (HERE)");
}

//===----------------------------------------------------------------------===//
// Csv and gzip
//===----------------------------------------------------------------------===//

TEST_F(Io, CsvReads) {
  CsvData plain = readCsv(write("a.csv", "1,2.5,-3e2\n4,+5,nan\n"));
  EXPECT_EQ(plain.rows, 2);
  EXPECT_EQ(plain.columns, 3);
  EXPECT_TRUE(plain.header.empty());
  EXPECT_EQ(plain.at(0, 2), -300);
  EXPECT_EQ(plain.at(1, 1), 5);
  EXPECT_TRUE(std::isnan(plain.at(1, 2)));

  // A byte order mark, a header of other length, quotes, blanks, CRLF, blank
  // lines, no end of the last line.
  CsvData messy = readCsv(
      write("b.csv", "\xef\xbb\xbfname,\"a, b\"\r\n\r\n 1 ,\"2\", 3\r\n4,5,6"));
  EXPECT_EQ(messy.header, (std::vector<std::string>{"name", "a, b"}));
  EXPECT_EQ(messy.values, (std::vector<double>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(messy.rows, 2);

  CsvOptions blanks;
  blanks.separator = ' ';
  EXPECT_EQ(readCsv(write("c.csv", " 1  2\t3 \n4 5 6\n"), blanks).values,
            messy.values);
  CsvOptions tabs;
  tabs.separator = '\t';
  EXPECT_EQ(readCsv(write("d.csv", "1\t2\t3\n4\t5\t6\n"), tabs).values,
            messy.values);
  CsvOptions present;
  present.header = CsvOptions::Header::Present;
  CsvData years = readCsv(write("e.csv", "2001,2002\n1,2\n"), present);
  EXPECT_EQ(years.header, (std::vector<std::string>{"2001", "2002"}));
  EXPECT_EQ(years.values, (std::vector<double>{1, 2}));

  CsvData empty = readCsv(write("f.csv", ""));
  EXPECT_EQ(empty.rows, 0);
  EXPECT_EQ(empty.columns, 0);
}

TEST_F(Io, CsvRefusesMalformedFiles) {
  auto refuse = [&](std::string_view text, CsvOptions options = {}) {
    std::string name = write("a.csv", text);
    return message<IoError>(directory,
                            [&](auto where) { readCsv(name, options, where); });
  };
  EXPECT_EQ(refuse("x,y\n1,2\n3, 4a\n"),
            "[readCsv] every field is a number. Received '4a' at "
            "DIR/a.csv:3:4. (HERE)");
  EXPECT_EQ(refuse("1,2\n\n3,\n"),
            "[readCsv] every field is a number. Received an empty field at "
            "DIR/a.csv:3:3. (HERE)");
  EXPECT_EQ(refuse("1,\"2\n"), // one line: taken for a header
            "nothing was thrown");
  EXPECT_EQ(refuse("1,2\n3,\"4\n"),
            "[readCsv] every field is a number. Received '\"4' at "
            "DIR/a.csv:2:3. (HERE)");
  EXPECT_EQ(refuse("1,2,3\n4,5\n"),
            "[readCsv] every row has as many fields as the first. Received 2 "
            "instead of 3 at DIR/a.csv:2:4. (HERE)");
  EXPECT_EQ(refuse("1,2\n4,5,6\n"),
            "[readCsv] every row has as many fields as the first. Received 3 "
            "instead of 2 at DIR/a.csv:2:5. (HERE)");
  EXPECT_EQ(refuse("1,1e999\n"),
            "nothing was thrown"); // likewise
  EXPECT_EQ(refuse("1,2\n1,1e999\n"),
            "[readCsv] every field is a number. Received '1e999' at "
            "DIR/a.csv:2:3. (HERE)");
  CsvOptions none;
  none.header = CsvOptions::Header::None;
  EXPECT_EQ(refuse("1 2 3\n", none),
            "[readCsv] every field is a number. Received '1 2 3' at "
            "DIR/a.csv:1:1. (HERE) Hint: CsvOptions::separator is set to ','.");
  EXPECT_EQ(
      message<IoError>(
          directory, [&](auto where) { readCsv(path("none.csv"), {}, where); }),
      "[readCsv] the file cannot be opened. Received 'DIR/none.csv': No "
      "such file or directory. (HERE)");
}

TEST_F(Io, Gzip) {
  std::string text;
  for (int i = 0; i < 50000; ++i)
    text += std::to_string(i * 7919 % 10007) + "\n";
  writeGzip(path("a.gz"), text);
  EXPECT_LT(std::filesystem::file_size(path("a.gz")), text.size() / 2);
  EXPECT_EQ(readGzip(path("a.gz")), text);
  EXPECT_EQ(readGzip(write("plain", text)), text);
  writeGzip(path("empty.gz"), "");
  EXPECT_EQ(readGzip(path("empty.gz")), "");
  EXPECT_EQ(readCsv(path("a.gz")).rows, 50000);

  std::ifstream file(path("a.gz"), std::ios::binary);
  std::string packed((std::istreambuf_iterator<char>(file)), {});
  auto refuse = [&](const std::string &bytes) {
    std::string name = write("b.gz", bytes);
    return message<IoError>(directory,
                            [&](auto where) { readGzip(name, where); });
  };
  EXPECT_EQ(refuse(packed.substr(0, packed.size() / 2)),
            "[readGzip] the compressed file is whole. Received 'DIR/b.gz': "
            "unexpected end of file. (HERE)");
  std::string damaged = packed;
  damaged[packed.size() - 6] ^= 1; // of the checksum
  EXPECT_EQ(refuse(damaged), "[readGzip] the compressed file is whole. "
                             "Received 'DIR/b.gz': incorrect data check. "
                             "(HERE)");
  EXPECT_EQ(message<IoError>(
                directory,
                [&](auto where) { writeGzip(path("no/a.gz"), "", where); }),
            "[writeGzip] the file cannot be opened for writing. Received "
            "'DIR/no/a.gz': No such file or directory. (HERE)");
}

//===----------------------------------------------------------------------===//
// Svg
//===----------------------------------------------------------------------===//

// Whether tags nest and nothing stands outside of the root.
bool isWellFormed(std::string_view text) {
  std::vector<std::string> open;
  bool hadRoot = false;
  while (!text.empty()) {
    size_t tag = text.find('<');
    std::string_view between = text.substr(0, tag);
    for (size_t at = between.find('&'); at != between.npos;
         at = between.find('&', at + 1))
      if (between.find(';', at) == between.npos)
        return false;
    if (tag == text.npos)
      return hadRoot && open.empty() && between == "\n";
    size_t end = text.find('>', tag);
    if (end == text.npos)
      return false;
    std::string_view inside = text.substr(tag + 1, end - tag - 1);
    text.remove_prefix(end + 1);
    if (std::count(inside.begin(), inside.end(), '"') % 2)
      return false;
    std::string name(inside.substr(0, inside.find_first_of(" \n")));
    if (name[0] == '/') {
      if (open.empty() || "/" + open.back() != name)
        return false;
      open.pop_back();
    } else if (name[0] != '?' && inside.back() != '/') {
      if (open.empty() && hadRoot)
        return false;
      hadRoot = true;
      open.push_back(name);
    }
  }
  return false;
}

size_t occurrences(const std::string &text, const std::string &what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != text.npos;
       at = text.find(what, at + 1))
    ++count;
  return count;
}

TEST_F(Io, SvgHasWhatWasPlotted) {
  std::vector<float> x = {0, 1, 2, 3};
  std::vector<int> y = {1, 3, 5, 7};
  Plot plot;
  plot.title("A & B <c>")
      .xLabel("time / s")
      .yLabel("loss")
      .scatter(x, y, "data");
  plot.line(x, y, "fit");
  std::string svg = plot.svg();
  EXPECT_TRUE(isWellFormed(svg)) << svg;
  // Four dots and the legend's.
  EXPECT_EQ(occurrences(svg, "<circle"), 5u);
  for (const char *text : {">A &amp; B &lt;c&gt;<", ">time / s<", ">loss<",
                           ">data<", ">fit<", ">2<", ">4<", ">6<"})
    EXPECT_NE(svg.find(text), svg.npos) << text;
  EXPECT_EQ(svg.find("nan"), svg.npos);
  plot.save(path("a.svg"));
  EXPECT_EQ(readGzip(path("a.svg")), svg);
}

// Higher values lie higher, and lines begin anew behind a gap.
TEST_F(Io, SvgGeometry) {
  double nan = std::nan("");
  std::string svg = Plot().line(std::vector<double>{0, 1, nan, 3, 4}).svg();
  size_t at = svg.find("stroke-width=\"2\"");
  size_t begin = svg.rfind("d=\"", at);
  std::string path =
      svg.substr(begin + 3, svg.find('"', begin + 3) - begin - 3);
  EXPECT_EQ(std::count(path.begin(), path.end(), 'M'), 2);
  EXPECT_EQ(std::count(path.begin(), path.end(), 'L'), 2);
  double x0, y0, x1, y1;
  ASSERT_EQ(std::sscanf(path.c_str(), "M%lf %lfL%lf %lf", &x0, &y0, &x1, &y1),
            4);
  EXPECT_LT(x0, x1);
  EXPECT_GT(y0, y1);
}

TEST_F(Io, SvgOfOddData) {
  double most = std::numeric_limits<double>::max();
  using Values = std::vector<double>;
  for (bool log : {false, true})
    for (const Values &y :
         {Values{}, Values{5}, Values{0, 0}, Values{-1, -2}, Values{1e-300},
          Values{most, -most}, Values{1, 1e300}, Values{1e17, 1e17 + 64},
          Values{1e-9, 2e-9}, Values{NAN, INFINITY}}) {
      std::string svg = Plot().logY(log).line(y, "y").scatter(y, y).svg();
      EXPECT_TRUE(isWellFormed(svg)) << svg;
      EXPECT_EQ(svg.find("nan"), svg.npos) << svg;
      EXPECT_EQ(svg.find("inf"), svg.npos) << svg;
      EXPECT_LT(svg.size(), 10000u);
    }
  EXPECT_EQ(message<ShapeError>(directory,
                                [](auto) {
                                  Plot().line(Values{1, 2}, Values{1});
                                }),
            "[line] x and y have the same length. Received 2 and 1.");
  EXPECT_EQ(
      message<IoError>(
          directory, [&](auto where) { Plot().save(path("no/a.svg"), where); }),
      "[Plot::save] the file cannot be opened for writing. Received "
      "'DIR/no/a.svg': No such file or directory. (HERE)");
}

//===----------------------------------------------------------------------===//
// Progress
//===----------------------------------------------------------------------===//

TEST(Progress, Line) {
  EXPECT_EQ(progressLine({"train", "loss 0.21", 45, 100, 1.5}, 0),
            "train 45 % 45/100, 30.0/s, 0:02 left, loss 0.21");
  EXPECT_EQ(progressLine({"train", "", 45, 100, 1.5}, 50),
            "train 45 % [====>     ] 45/100, 30.0/s, 0:02 left");
  EXPECT_EQ(progressLine({"", "", 100, 100, 4000}, 60),
            "100 % [=======================] 100/100, 0.03/s, in 1:06:40");
  EXPECT_EQ(progressLine({"", "", 0, 100, 0}, 0), "0 % 0/100");
  EXPECT_EQ(progressLine({"", "", 0, 0, 0}, 0), "100 % 0/0");
  for (int columns : {1, 10, 40, 80, 200})
    EXPECT_LT(
        int(progressLine({"a long label", "a note", 7, 9, 3}, columns).size()),
        columns);
}

std::string shown(int64_t total, int64_t by) {
  std::unique_ptr<std::FILE, int (*)(std::FILE *)> file(std::tmpfile(),
                                                        std::fclose);
  {
    Progress bar(total, "train", file.get());
    for (int64_t i = 0; i < total; i += by)
      bar.advance(by);
  }
  std::string text(size_t(std::ftell(file.get())), '\0');
  std::rewind(file.get());
  EXPECT_EQ(std::fread(text.data(), 1, text.size(), file.get()), text.size());
  return text;
}

TEST(Progress, PrintsALineForEachTenthOffATerminal) {
  std::string text = shown(1000, 1);
  EXPECT_EQ(occurrences(text, "\n"), 10u) << text;
  EXPECT_EQ(text.find("train 10 % 100/1000, "), 0u) << text;
  EXPECT_NE(text.find("\ntrain 100 % 1000/1000, "), text.npos) << text;
  EXPECT_EQ(text.find('\r'), text.npos);
  EXPECT_EQ(occurrences(shown(3, 1), "\n"), 3u);
  EXPECT_EQ(occurrences(shown(100, 50), "\n"), 2u);
  EXPECT_EQ(occurrences(shown(0, 1), "\n"), 1u);
}

//===----------------------------------------------------------------------===//
// Data
//===----------------------------------------------------------------------===//

TEST_F(Io, DigitsRefusesOtherTables) {
  auto refuse = [&](const std::string &text) {
    std::string name = write("a.csv", text);
    return message<IoError>(directory,
                            [&](auto where) { data::loadDigits(name, where); });
  };
  EXPECT_EQ(refuse("1,2\n"),
            "[loadDigits] a row is 64 pixels and a label. Received 2 columns "
            "in 'DIR/a.csv'. (HERE)");
  std::string row;
  for (int i = 0; i < 64; ++i)
    row += "16,";
  EXPECT_EQ(refuse(row + "9\n" + row + "10\n"),
            "[loadDigits] pixels are integers from 0 to 16, and labels from 0 "
            "to 9. Received 10 in row 2, column 65 in 'DIR/a.csv'. "
            "(HERE)");
  EXPECT_EQ(refuse(row + "0.5\n"),
            "[loadDigits] pixels are integers from 0 to 16, and labels from 0 "
            "to 9. Received 0.5 in row 1, column 65 in 'DIR/a.csv'. "
            "(HERE)");
}

TEST(Data, Digits) {
  data::Digits digits = data::loadDigits("../data/digits.csv.gz");
  EXPECT_EQ(digits.rows, 1797);
  EXPECT_EQ(digits.images.size(), 1797u * 64);
  // The first image is a 0; the counts of the classes are the source's.
  EXPECT_EQ(digits.labels[0], 0);
  EXPECT_EQ(digits.images[2], 5);
  EXPECT_EQ(digits.images[3], 13);
  std::vector<int> counts(10);
  for (int32_t label : digits.labels)
    ++counts[size_t(label)];
  EXPECT_EQ(counts, (std::vector<int>{178, 182, 177, 183, 181, 182, 181, 179,
                                      174, 180}));
}

} // namespace

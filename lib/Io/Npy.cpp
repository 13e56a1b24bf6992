// The .npy format: a magic, a version, a header that is a Python dictionary,
// and the elements. Source: numpy.lib.format's documentation.
#include "weft/io/Npy.h"

#include "Io/Files.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <memory>

namespace weft::io {
namespace {

static_assert(std::endian::native == std::endian::little,
              "writeNpy writes what lies in memory");

constexpr std::string_view magic = "\x93NUMPY";

struct Header {
  std::string descr;
  bool fortranOrder = false;
  std::vector<int64_t> shape;
};

// Reads the dictionary; each take… leaves `rest` behind what it took, or
// answers false.
class HeaderParser {
public:
  explicit HeaderParser(std::string_view text) : rest(text) {}

  bool parse(Header &header) {
    bool hasDescr = false, hasOrder = false, hasShape = false;
    if (!take("{"))
      return false;
    while (!take("}")) {
      std::string key;
      if (!takeString(key) || !take(":"))
        return false;
      if (key == "descr")
        hasDescr = takeString(header.descr);
      else if (key == "fortran_order")
        hasOrder = takeBool(header.fortranOrder);
      else if (key == "shape")
        hasShape = takeShape(header.shape);
      else
        return false;
      if (!take(",") && !rest.starts_with("}"))
        return false;
    }
    return hasDescr && hasOrder && hasShape && rest.empty();
  }

private:
  // A token, and the blanks behind it.
  bool take(std::string_view token) {
    skipBlanks();
    if (!rest.starts_with(token))
      return false;
    rest.remove_prefix(token.size());
    skipBlanks();
    return true;
  }

  void skipBlanks() {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\n"), rest.size()));
  }

  bool takeString(std::string &out) {
    if (rest.empty() || (rest[0] != '\'' && rest[0] != '"'))
      return false;
    size_t end = rest.find(rest[0], 1);
    if (end == rest.npos)
      return false;
    out = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    skipBlanks();
    return true;
  }

  bool takeBool(bool &out) {
    out = rest.starts_with("True");
    return take("True") || take("False");
  }

  bool takeShape(std::vector<int64_t> &out) {
    out.clear();
    if (!take("("))
      return false;
    while (!take(")")) {
      int64_t size = 0;
      auto [end, error] =
          std::from_chars(rest.data(), rest.data() + rest.size(), size);
      if (error != std::errc())
        return false;
      rest.remove_prefix(size_t(end - rest.data()));
      take("L"); // a long of Python 2
      out.push_back(size);
      if (!take(",") && !rest.starts_with(")"))
        return false;
    }
    return true;
  }

  std::string_view rest;
};

struct StoredType {
  Dtype dtype;
  std::string_view code; // without the byte order
};

constexpr StoredType storedTypes[] = {
    {Dtype::Bool, "b1"}, {Dtype::I4, "i1"},       {Dtype::I8, "i1"},
    {Dtype::I16, "i2"},  {Dtype::I32, "i4"},      {Dtype::I64, "i8"},
    {Dtype::U4, "u1"},   {Dtype::U8, "u1"},       {Dtype::U16, "u2"},
    {Dtype::U32, "u4"},  {Dtype::U64, "u8"},      {Dtype::F16, "f2"},
    {Dtype::BF16, "V2"}, {Dtype::F32, "f4"},      {Dtype::F64, "f8"},
    {Dtype::C64, "c8"},  {Dtype::F8E4M3FN, "V1"}, {Dtype::F8E5M2, "V1"},
    {Dtype::C128, "c16"}};

std::string_view storedCode(Dtype dtype) {
  return std::find_if(std::begin(storedTypes), std::end(storedTypes),
                      [&](const StoredType &s) { return s.dtype == dtype; })
      ->code;
}

// Dtypes that NumPy has no name of its own for.
bool isNameless(Dtype dtype) {
  return dtype == Dtype::I4 || dtype == Dtype::U4 || dtype == Dtype::BF16 ||
         dtype == Dtype::F8E4M3FN || dtype == Dtype::F8E5M2;
}

// The dtype that a code stands for where the caller says nothing.
std::optional<Dtype> dtypeOfCode(std::string_view code) {
  if (code == "V2")
    return Dtype::BF16;
  if (code == "?")
    return Dtype::Bool;
  for (const StoredType &stored : storedTypes)
    if (stored.code == code && !isNameless(stored.dtype))
      return stored.dtype;
  return std::nullopt;
}

// Whether elements stored under `code` can be elements of `dtype` as they are.
bool mayHold(std::string_view code, Dtype dtype) {
  if (dtypeOfCode(code) == dtype)
    return true;
  bool isRaw = code.size() == 2 &&
               std::string_view("Viu").find(code[0]) != std::string_view::npos;
  return isNameless(dtype) && isRaw && code[1] == char('0' + itemSize(dtype));
}

std::string shapeText(const std::vector<int64_t> &shape) {
  std::string text;
  for (int64_t size : shape)
    text += (text.empty() ? "" : ",") + std::to_string(size);
  return "[" + text + "]";
}

class Reader {
public:
  Reader(const FileCall &call, std::optional<Dtype> as) : call(call), as(as) {}
  NpyData read();

private:
  void open();
  void readHeader();
  void chooseDtype();
  size_t dataBytes() const;
  void readData();
  void swapBytes();
  void toRowMajor();
  size_t readBytes(void *out, size_t count) {
    return std::fread(out, 1, count, file.get());
  }

  const FileCall &call;
  std::optional<Dtype> as;
  std::unique_ptr<std::FILE, int (*)(std::FILE *)> file{nullptr, std::fclose};
  uint64_t fileBytes = 0, headerEnd = 0;
  Header header;
  NpyData data;
};

void Reader::open() {
  call.refuseDirectory();
  file.reset(std::fopen(call.path.c_str(), "rb"));
  if (!file)
    call.failed("the file cannot be opened", errno);
  if (std::fseek(file.get(), 0, SEEK_END) != 0)
    call.failed("the file cannot be read", errno);
  fileBytes = uint64_t(std::ftell(file.get()));
  std::rewind(file.get());
}

void Reader::readHeader() {
  unsigned char start[8] = {}, length[4] = {};
  if (readBytes(start, 8) != 8 ||
      std::memcmp(start, magic.data(), magic.size()) != 0)
    call.fail("a .npy file begins with \\x93NUMPY and a version",
              call.quoted() + " of " + std::to_string(fileBytes) + " bytes");
  if (start[6] < 1 || start[6] > 3)
    call.fail("the version of a .npy file is 1, 2 or 3",
              call.quoted() + " of version " + std::to_string(start[6]));
  size_t lengthBytes = start[6] == 1 ? 2 : 4;
  size_t got = readBytes(length, lengthBytes);
  uint64_t count =
      length[0] | length[1] << 8 | length[2] << 16 | uint64_t(length[3]) << 24;
  headerEnd = 8 + lengthBytes + count;
  if (got != lengthBytes || headerEnd > fileBytes)
    call.fail("a .npy file holds the header that its length announces",
              call.quoted() + " of " + std::to_string(fileBytes) + " bytes");
  std::string text(count, '\0');
  if (readBytes(text.data(), count) != count)
    call.failed("the file cannot be read", errno);
  if (!HeaderParser(text).parse(header)) {
    text.resize(std::min(text.find_last_not_of(" \n") + 1, text.size()));
    if (text.size() > 100)
      text = text.substr(0, 100) + "…";
    call.fail("the header of a .npy file is a dictionary of descr (of a plain "
              "type), fortran_order and shape",
              text + " in " + call.quoted());
  }
}

void Reader::chooseDtype() {
  std::string_view code = header.descr;
  if (!code.empty() && std::string_view("<>=|").find(code[0]) != code.npos)
    code.remove_prefix(1);
  std::optional<Dtype> found = dtypeOfCode(code);
  if (!as && code == "V1")
    call.fail("elements of type V1 have no dtype of their own",
              "descr '" + header.descr + "' in " + call.quoted(),
              "Say which they are, readNpy(path, Dtype::F8E4M3FN)");
  if (!found && code != "V1")
    call.fail("the elements are booleans, integers, floats or complex numbers",
              "descr '" + header.descr + "' in " + call.quoted(),
              "In NumPy, array.astype(numpy.float32) makes them so");
  if (as && !mayHold(code, *as))
    throw DtypeError(
        Message{call.op,
                std::string("the elements are ") + name(*as) + ", as asked for",
                "descr '" + header.descr + "' in " + call.quoted(),
                place(call.where),
                {}});
  data.dtype = as ? *as : *found;
}

// How many bytes the header announces.
size_t Reader::dataBytes() const {
  bool valid = true;
  int64_t total = int64_t(itemSize(data.dtype));
  for (int64_t size : header.shape)
    valid &= size >= 0;
  bool empty = std::find(header.shape.begin(), header.shape.end(), 0) !=
               header.shape.end();
  if (empty)
    total = 0;
  else
    for (int64_t size : header.shape)
      valid = valid && !__builtin_mul_overflow(total, size, &total);
  if (!valid)
    call.fail("sizes are at least 0 and their product fits in 63 bits",
              "shape " + shapeText(header.shape) + " in " + call.quoted());
  return size_t(total);
}

void Reader::readData() {
  data.shape = header.shape;
  size_t count = dataBytes();
  if (fileBytes - headerEnd != count)
    call.fail("the data are as long as the header says",
              std::to_string(fileBytes - headerEnd) + " bytes where " +
                  name(data.dtype) + shapeText(data.shape) + " takes " +
                  std::to_string(count) + " in " + call.quoted());
  data.bytes.resize(count);
  if (readBytes(data.bytes.data(), count) != count)
    call.failed("the file cannot be read", errno);
  if (isBool(data.dtype))
    for (std::byte &value : data.bytes)
      value = std::byte(value != std::byte(0)); // the kernels rely on 0 and 1
}

void Reader::swapBytes() {
  size_t item = itemSize(data.dtype) / (isComplex(data.dtype) ? 2 : 1);
  for (size_t at = 0; at < data.bytes.size(); at += item)
    std::reverse(data.bytes.begin() + long(at),
                 data.bytes.begin() + long(at + item));
}

// Walks the result in its order, with a counter per axis to know the source.
void Reader::toRowMajor() {
  size_t rank = data.shape.size(), item = itemSize(data.dtype);
  std::vector<size_t> stride(rank), index(rank);
  for (size_t axis = 0, step = item; axis < rank; ++axis) {
    stride[axis] = step;
    step *= size_t(data.shape[axis]);
  }
  std::vector<std::byte> out(data.bytes.size());
  size_t source = 0;
  for (size_t at = 0; at < out.size(); at += item) {
    std::memcpy(&out[at], &data.bytes[source], item);
    for (size_t axis = rank; axis-- > 0;) {
      source += stride[axis];
      if (++index[axis] < size_t(data.shape[axis]))
        break;
      source -= stride[axis] * index[axis];
      index[axis] = 0;
    }
  }
  data.bytes = std::move(out);
}

NpyData Reader::read() {
  open();
  readHeader();
  chooseDtype();
  readData();
  if (header.descr[0] == '>')
    swapBytes();
  if (header.fortranOrder && data.shape.size() > 1)
    toRowMajor();
  return std::move(data);
}

} // namespace

NpyData readNpy(const std::string &path, std::optional<Dtype> as,
                std::source_location where) {
  FileCall call{"readNpy", path, where};
  return Reader(call, as).read();
}

void writeNpy(const std::string &path, const NpyView &array,
              std::source_location where) {
  std::string_view code = storedCode(array.dtype);
  std::string text = "{'descr': '";
  text += itemSize(array.dtype) == 1 ? '|' : '<';
  text += code;
  text += "', 'fortran_order': False, 'shape': (";
  size_t bytes = itemSize(array.dtype);
  for (size_t axis = 0; axis < array.shape.size(); ++axis) {
    text += (axis ? " " : "") + std::to_string(array.shape[axis]);
    if (axis + 1 < array.shape.size() || axis == 0)
      text += ',';
    bytes *= size_t(array.shape[axis]);
  }
  text += "), }";
  // The elements begin at a multiple of 64, so that the file can be mapped.
  size_t whole = (magic.size() + 4 + text.size() + 1 + 63) / 64 * 64;
  text.resize(whole - magic.size() - 4 - 1, ' ');
  text += '\n';
  std::string head(magic);
  head += {char(1), char(0), char(text.size() & 0xff), char(text.size() >> 8)};
  head += text;
  writeAll({"writeNpy", path, where}, head,
           {static_cast<const char *>(array.data), bytes});
}

} // namespace weft::io

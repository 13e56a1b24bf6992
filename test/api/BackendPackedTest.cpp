// Constants that products read are packed when they are compiled: the same
// bits as if they were arguments, and nothing is in the code twice.
#include "BackendHarness.h"

using namespace backend;

namespace {
struct Product {
  int64_t batch, m, k, n;
  bool turned; // B is [n, k]
  const char *type;
};

std::string shaped(std::initializer_list<int64_t> sizes, const std::string &type) {
  std::string text = "tensor<";
  for (int64_t size : sizes)
    text += std::to_string(size) + "x";
  return text + type + ">";
}
/// C = A B with B as an argument or as a constant, which `again` reads once
/// more.
template <class T>
std::string text(const Product &p, const std::vector<T> *constant,
                 bool again = false) {
  bool integer = p.type == std::string("i8");
  bool isHalf = p.type == std::string("bf16");
  std::string sumType = integer ? "i32" : isHalf ? "f32" : p.type;
  std::string kind = integer ? "i" : "f", widened, factors = "%x, %y";
  if (integer || isHalf) {
    for (std::string name : {"x", "y"})
      widened += "%w" + name + " = arith.ext" + (integer ? "si" : "f") + " %" +
                 name + " : " + p.type + " to " + sumType + "\n";
    factors = "%wx, %wy";
  }
  std::string a = shaped({p.batch, p.m, p.k}, p.type),
              b = p.turned ? shaped({p.batch, p.n, p.k}, p.type)
                           : shaped({p.batch, p.k, p.n}, p.type),
              c = shaped({p.batch, p.m, p.n}, sumType), value;
  if (constant) {
    auto *bytes = reinterpret_cast<const unsigned char *>(constant->data());
    value = "%b = arith.constant dense<\"0x";
    for (size_t i = 0; i < constant->size() * sizeof(T); ++i)
      for (int shift : {4, 0})
        value += "0123456789ABCDEF"[bytes[i] >> shift & 15];
    value += "\"> : " + b + "\n";
  }
  return "func.func @main(%a: " + a + (constant ? "" : ", %b: " + b) +
         ") -> (" + c + (again ? ", " + b : "") + ") {\n" + value +
         "%z = arith.constant " + (integer ? "0" : "0.0") + " : " + sumType +
         "\n%e = tensor.empty() : " + c +
         "\n%f = linalg.fill ins(%z : " + sumType + ") outs(%e : " + c +
         ") -> " + c +
         "\n%c = linalg.generic {indexing_maps = [affine_map<(g, m, n, k) -> "
         "(g, m, k)>, affine_map<(g, m, n, k) -> " +
         (p.turned ? "(g, n, k)" : "(g, k, n)") +
         ">, affine_map<(g, m, n, k) -> (g, m, n)>], iterator_types = "
         "[\"parallel\", \"parallel\", \"parallel\", \"reduction\"]} ins(%a, "
         "%b : " +
         a + ", " + b + ") outs(%f : " + c + ") {\n^bb0(%x: " + p.type +
         ", %y: " + p.type + ", %s: " + sumType + "):\n" +
         widened + "%t = arith.mul" + kind + " " + factors + " : " + sumType +
         "\n%u = arith.add" + kind + " %s, %t : " + sumType + "\n" +
         "linalg.yield %u : " + sumType + "\n} -> " + c +
         "\nreturn %c" + (again ? ", %b" : "") + " : " + c +
         (again ? ", " + b : "") + "\n}\n";
}
weft::cpu::CompileOptions keeping(std::string &contract) {
  weft::cpu::CompileOptions options;
  options.dump = [&](std::string_view stage, const std::string &text) {
    if (stage == "contract")
      contract = text;
  };
  return options;
}
template <class T, class Sum = T> void check(const Product &p) {
  // The bits of bf16 numbers between 0.01 and 2.
  bool isHalf = std::is_same_v<T, uint16_t>;
  double high = isHalf ? 16384 : std::is_integral_v<T> ? 127 : 1,
         low = isHalf ? 15400 : -high;
  auto a = numbers<T>(p.batch * p.m * p.k, low, high),
       b = numbers<T>(p.batch * p.k * p.n, low, high, 7);
  std::string stage;
  Program known(text<T>(p, &b), keeping(stage));
  // What is widened for the kernel is not packed: the code would grow.
  bool packs = !std::is_integral_v<T> ||
               stage.find(".dots") != std::string::npos ||
               stage.find(".tiles") != std::string::npos;
  EXPECT_EQ(stage.find(".packed") != std::string::npos, packs)
      << p.m << " " << p.n << " " << p.type;
  auto want = Program(text<T>(p, nullptr))(buffers(a, b))[0].template as<Sum>();
  for (int64_t pieces : {0, 3})
    EXPECT_EQ(known(buffers(a), pieces)[0].template as<Sum>(), want)
        << p.batch << " " << p.m << " " << p.k << " " << p.n << " " << p.type;
}
} // namespace

TEST(PackedConstants, SameBits) {
  for (int64_t m : {2, 3, 4, 6, 8, 17, 24, 31, 64, 130})
    for (bool turned : {false, true})
      check<float>({1, m, 300, 130, turned, "f32"});
  check<double>({1, 9, 70, 67, false, "f64"});
  check<double>({1, 40, 270, 64, true, "f64"});
  check<float>({3, 8, 65, 80, false, "f32"});
  check<float>({3, 33, 65, 80, true, "f32"});
  for (bool turned : {false, true}) {
    check<int8_t, int32_t>({1, 9, 70, 67, turned, "i8"});
    check<int8_t, int32_t>({2, 14, 1101, 100, turned, "i8"});
    check<uint16_t, float>({1, 9, 70, 67, turned, "bf16"});
    check<uint16_t, float>({2, 14, 1101, 100, turned, "bf16"});
  }
}
/// A vector's product reads the matrix line by line, and so few columns would
/// be mostly zeros.
TEST(PackedConstants, NotWhereItDoesNotPay) {
  for (Product p : {Product{1, 1, 512, 128, false, "f32"},
                    Product{1, 128, 128, 8, false, "f32"}}) {
    auto b = numbers<float>(p.k * p.n);
    std::string stage;
    Program f(text<float>(p, &b), keeping(stage));
    EXPECT_EQ(stage.find(".packed"), std::string::npos);
  }
}
/// What is read otherwise as well stays as it is.
TEST(PackedConstants, NotTwiceInTheCode) {
  Product p{1, 16, 128, 128, false, "f32"};
  auto b = numbers<float>(p.k * p.n);
  auto size = [&](bool again, std::string &stage) {
    auto module = parse(text<float>(p, &b, again));
    auto image = weft::cpu::compileImage(*module, "main", keeping(stage));
    EXPECT_TRUE(image.ok());
    return image.ok() ? image->object.size() : 0;
  };
  std::string once, twice;
  EXPECT_LT(size(false, once), 5 * b.size()); // 4 bytes each
  EXPECT_NE(once.find(".packed"), std::string::npos);
  EXPECT_LT(size(true, twice), 5 * b.size());
  EXPECT_EQ(twice.find(".packed"), std::string::npos);
}

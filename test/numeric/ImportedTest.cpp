// Operations that we did not write, turned into tests of derivatives: every
// case of reference/ops with a float operand and a float result is imported
// in double precision, its vjp and jvp are held against central differences,
// and its vmap, and that of its gradient, against a loop. All by the
// interpreter: what native code makes of the operations is tested elsewhere.
#include "Leaves.h"
#include "weft/weft.h"
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <regex>
using namespace weft;
using namespace weft::test;
namespace fs = std::filesystem;

namespace {
constexpr const char *root = "reference/ops"; // tests run in test/

/// Cases whose derivative is not compared, and why: a part of the message that
/// refuses it, or nothing where it is 0 by definition and the function is not
/// constant. Their vmap is tested. One that is listed and agrees is an error.
struct Exception {
  const char *name, *refusal;
};
constexpr Exception exceptions[] = {
    // As in JAX: the distance to the next number is no function to derive.
    {"nextafter_float32_1_20_float32_20_20_chlo", nullptr},
    // JAX writes the maximum of complex numbers as a body over pairs.
    {"reduce_max_complex64_2_3",
     "a reduction by a body has forward derivatives only"},
};

/// Operands that are moved: bounds that cross have, as in JAX, a derivative
/// that differences do not see.
struct Shift {
  const char *name;
  size_t operand;
  double by;
};
constexpr Shift shifts[] = {{"clamp_float32_2_3_float32_2_3_float32", 0, -10}};

bool isInexactName(const std::string &dtype) {
  return dtype[0] == 'f' || dtype[0] == 'b' || dtype[0] == 'c';
}
struct Case {
  std::string dir, name;
  nlohmann::json meta;

  explicit Case(const std::string &name)
      : dir(std::string(root) + "/" + name + "/"), name(name),
        meta(nlohmann::json::parse(std::ifstream(dir + "meta.json"))) {}
  bool has(const char *ports) const {
    for (auto &port : meta[ports])
      if (isInexactName(port["dtype"].get<std::string>()))
        return true;
    return false;
  }
};
std::vector<std::string> caseNames() {
  std::vector<std::string> names;
  std::error_code ec;
  for (auto &entry : fs::directory_iterator(root, ec)) {
    Case c(entry.path().filename().string());
    if (c.has("inputs") && c.has("outputs"))
      names.push_back(c.name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// The module with every float dtype as f64; infinities and NaN, which are
/// written as their bits, too. Empty where there are other bits.
std::string widened(std::string text) {
  if (text.find("dense<\"0x") != std::string::npos)
    return "";
  text = std::regex_replace(text, std::regex("\\b(x?)(bf16|f16|f32)\\b"),
                            "$1f64");
  text = std::regex_replace(text, std::regex("x(bf16|f16|f32)\\b"), "xf64");
  const std::pair<const char *, const char *> bits[] = {
      {"0x(7F800000|7F80|7C00)\\b", "0x7FF0000000000000"},
      {"0x(FF800000|FF80|FC00)\\b", "0xFFF0000000000000"},
      {"0x(7FC00000|7FC0|7E00)\\b", "0x7FF8000000000000"}};
  for (auto &[from, to] : bits)
    text = std::regex_replace(text, std::regex(from), to);
  return text;
}

bool allFinite(const Leaves &x) {
  for (const Array &a : x)
    if (isInexact(a))
      for (double v : partsOf(a))
        if (!std::isfinite(v))
          return false;
  return true;
}

class Imported : public testing::TestWithParam<std::string> {
protected:
  void read(const std::string &name);
  void draw(int attempt);
  bool settle();
  void checkDerivative();
  void checkVmap(bool derivative);
  LeavesFn gradient() const {
    return [f = f, cts = cts](const Leaves &x) {
      return withoutNull(pulledBack(f, x, cts));
    };
  }
  double slope(double h) const {
    return (dot(one->interpret(moved(x, tangents, h)), cts) -
            dot(one->interpret(moved(x, tangents, -h)), cts)) /
           (2 * h);
  }

  LeavesFn f;
  std::optional<Traced> one;
  Leaves given, x, tangents, cts;
  Random random{20261125};
  bool isWide = true;
  double step = 1e-5, tolerance = 1e-6;
};

void Imported::read(const std::string &name) {
  Case c(name);
  std::ifstream file(c.dir + name + ".mlir");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::string wide = widened(text);
  isWide = !wide.empty();
  if (!isWide) {
    step = 2e-3;
    tolerance = 2e-2;
  }
  f = imported(isWide ? wide : text, name);
  for (auto &port : c.meta["inputs"]) {
    Array a = loadNpy(c.dir + port["file"].get<std::string>());
    if (isWide && isInexact(a))
      a = retyped(a, isComplex(a.dtype()) ? Dtype::C128 : Dtype::F64);
    given.push_back(a);
  }
  for (const Shift &shift : shifts)
    if (name == shift.name) {
      Array &a = given[shift.operand];
      auto values = partsOf(a);
      for (double &v : values)
        v += shift.by;
      a = arrayOf(a.dtype(), a.shape(), values);
    }
}
/// The case's own operands, a little aside so that none is at a corner, and
/// then operands that lie where functions of bounded domains are smooth.
void Imported::draw(int attempt) {
  constexpr std::pair<double, double> ranges[] = {
      {-0.9, 0.9}, {0.1, 0.9}, {1.1, 2.9}, {0.2, 5}};
  x.clear();
  for (const Array &a : given) {
    if (!isInexact(a)) {
      x.push_back(a);
      continue;
    }
    if (attempt >= 2) {
      auto [lo, hi] = ranges[attempt % 4];
      x.push_back(randomArray(random, a.shape(), a.dtype(), lo, hi));
      continue;
    }
    auto values = partsOf(a);
    for (double &v : values) // in the same order: bounds stay bounds
      v = std::isfinite(v) ? v + random.uniform(0.05, 0.054) * (1 + std::abs(v))
                           : random.uniform(0.1, 0.9);
    x.push_back(arrayOf(a.dtype(), a.shape(), values));
  }
}
/// Operands whose results are finite and where differences of two steps agree.
bool Imported::settle() {
  for (int attempt = 0; attempt < 10; ++attempt) {
    draw(attempt);
    Leaves y = one->interpret(x);
    if (!allFinite(y))
      continue;
    tangents = directions(random, x);
    cts = directions(random, y);
    double a = slope(step), b = slope(2 * step);
    if (std::isfinite(a) && std::abs(a - b) <= tolerance * (1 + std::abs(a)))
      return true;
  }
  return false;
}
void Imported::checkDerivative() {
  double d = slope(step);
  Leaves pulled = Traced(gradient(), x).interpret(x);
  double reverse = dot(withoutNull(tangents), pulled);
  EXPECT_TRUE(near(reverse, d, 10 * tolerance))
      << "vjp " << reverse << ", differences " << d;
  Leaves changes = Traced(
      [this](const Leaves &x) { return forward(f, x, tangents).second; }, x)
                       .interpret(x);
  double along = dot(changes, cts);
  EXPECT_TRUE(near(along, d, 10 * tolerance))
      << "jvp " << along << ", differences " << d;
}
/// Two sets of operands: all mapped, then each alone.
void Imported::checkVmap(bool derivative) {
  Leaves first = x, second = x;
  for (Array &a : second)
    if (isInexact(a)) {
      auto values = partsOf(a);
      std::reverse(values.begin(), values.end());
      a = arrayOf(a.dtype(), a.shape(), values);
    }
  auto against = [&](const LeavesFn &g, const std::vector<bool> &mask,
                     const char *what) {
    Leaves in, rows[2];
    for (size_t i = 0; i < x.size(); ++i)
      in.push_back(mask[i] ? stackOf({first[i], second[i]}) : first[i]);
    Traced single(g, first);
    rows[0] = single.interpret(first);
    Leaves other;
    for (size_t i = 0; i < x.size(); ++i)
      other.push_back(mask[i] ? second[i] : first[i]);
    rows[1] = single.interpret(other);
    Leaves got =
        Traced([&](const Leaves &x) { return mapped(g, x, mask); }, in)
            .interpret(in);
    ASSERT_EQ(got.size(), rows[0].size());
    for (size_t i = 0; i < got.size(); ++i)
      EXPECT_EQ(difference(got[i], stackOf({rows[0][i], rows[1][i]}),
                           isWide ? 1e-12 : 1e-5),
                "")
          << what;
  };
  std::vector<bool> all(x.size(), true);
  against(f, all, "vmap");
  if (derivative)
    against(gradient(), all, "vmap of vjp");
  for (size_t i = 0; x.size() > 1 && i < x.size(); ++i) {
    std::vector<bool> mask(x.size());
    mask[i] = true;
    against(f, mask, "vmap of one operand");
  }
}
} // namespace

TEST(ImportedCases, AreThere) { EXPECT_GE(caseNames().size(), 130u); }

TEST_P(Imported, DerivativeAgreesWithDifferencesAndVmapWithALoop) {
  std::string name = GetParam();
  const Exception *listed = nullptr;
  for (const Exception &e : exceptions)
    if (name == e.name)
      listed = &e;
  read(name);
  one.emplace(f, given);
  ASSERT_TRUE(settle()) << "no operands where the differences agree";
  if (listed && !listed->refusal) {
    Leaves pulled = Traced(gradient(), x).interpret(x);
    EXPECT_EQ(dot(pulled, pulled), 0);
    checkVmap(/*derivative=*/true);
  } else if (listed) {
    try {
      Traced(gradient(), x);
      ADD_FAILURE() << "is listed as refused, and is not";
    } catch (const UserError &error) {
      EXPECT_NE(std::string(error.what()).find(listed->refusal),
                std::string::npos)
          << error.what();
    }
    checkVmap(/*derivative=*/false);
  } else {
    checkDerivative();
    checkVmap(/*derivative=*/true);
  }
}

INSTANTIATE_TEST_SUITE_P(Reference, Imported, testing::ValuesIn(caseNames()),
                         [](const auto &info) { return info.param; });

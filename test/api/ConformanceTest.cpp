// Operations from the StableHLO project's tests and programs from JAX, in both
// forms of the text, imported, compiled and run against the outputs that came
// with them.
#include "Api/Execute.h"
#include "Interchange/Module.h"
#include "Interchange/Stablehlo.h"
#include "weft/weft.h"
#include <cmath>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace weft;
using namespace weft::ir;
namespace fs = std::filesystem;

namespace {
constexpr const char *root = "reference"; // tests run in test/

/// "ops/abs_float32_20_20", …
std::vector<std::string> caseNames() {
  std::vector<std::string> names;
  for (std::string kind : {"ops/", "programs/"}) {
    std::error_code ec;
    for (auto &entry :
         fs::directory_iterator(root + std::string("/") + kind, ec))
      names.push_back(kind + entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool close(std::complex<double> a, std::complex<double> e, double rtol,
           double atol) {
  double limit = atol + rtol * std::abs(e);
  auto part = [&](double x, double y) {
    if (std::isnan(y) || std::isinf(y))
      return std::isnan(y) ? std::isnan(x) : x == y;
    return x == y || std::abs(x - y) <= limit;
  };
  return part(a.real(), e.real()) && part(a.imag(), e.imag());
}

std::string difference(const Array &got, const Array &want,
                       const nlohmann::json &meta) {
  if (got.shape() != want.shape() || got.dtype() != want.dtype())
    return "the type is " + got.toString();
  bool exact = meta["exact"];
  double rtol = exact ? 0 : meta["rtol"].get<double>();
  double atol = exact ? 0 : meta["atol"].get<double>();
  auto a = got.toVector<std::complex<double>>();
  auto e = want.toVector<std::complex<double>>();
  for (size_t i = 0; i < a.size(); ++i)
    if (!close(a[i], e[i], rtol, atol))
      return "element " + std::to_string(i) + " is " +
             std::to_string(a[i].real()) + " for " +
             std::to_string(e[i].real());
  return "";
}

/// A case, and which of its two texts.
class Conformance
    : public testing::TestWithParam<std::tuple<std::string, const char *>> {};
} // namespace

TEST(Conformance, HasItsCases) { EXPECT_GE(caseNames().size(), 170u); }

/// Runs a function on a case's inputs and compares with its outputs.
static void expectOutputs(ir::Function &f, const std::string &dir,
                          const nlohmann::json &meta) {
  auto program = compileBody(*f.body, {}, {}, std::source_location());
  Arrays in;
  for (auto &file : meta["inputs"])
    in.push_back(loadNpy(dir + file["file"].get<std::string>()));
  std::vector<const Array *> pointers;
  for (const Array &a : in)
    pointers.push_back(&a);
  Arrays out = ir::run(*program, pointers, {}, "test");
  ASSERT_EQ(out.size(), meta["outputs"].size());
  for (size_t i = 0; i < out.size(); ++i) {
    const auto &m = meta["outputs"][i];
    EXPECT_EQ(difference(out[i], loadNpy(dir + m["file"].get<std::string>()),
                         m),
              "");
  }
}

TEST_P(Conformance, GivesTheExpectedOutputs) {
  auto [name, suffix] = GetParam();
  std::string dir = std::string(root) + "/" + name + "/";
  name = fs::path(name).filename();
  auto meta = nlohmann::json::parse(std::ifstream(dir + "meta.json"));
  auto functions = parseModule(dir + name + suffix);
  ASSERT_TRUE(functions.ok()) << functions.status().ToString();
  expectOutputs((*functions)[0], dir, meta);
}

/// In, out as StableHLO and in again.
TEST_P(Conformance, SaysTheSameWhenItIsWrittenOut) {
  auto [name, suffix] = GetParam();
  if (std::string(suffix) != ".mlir")
    return; // both forms are one function by then
  std::string dir = std::string(root) + "/" + name + "/";
  name = fs::path(name).filename();
  auto meta = nlohmann::json::parse(std::ifstream(dir + "meta.json"));
  auto first = parseModule(dir + name + suffix);
  ASSERT_TRUE(first.ok()) << first.status().ToString();
  auto text = exportStablehlo((*first)[0]);
  ASSERT_TRUE(mlir::succeeded(text));
  auto second = parseModuleText(*text, "again.mlir");
  ASSERT_TRUE(second.ok()) << second.status().ToString() << "\n" << *text;
  expectOutputs((*second)[0], dir, meta);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, Conformance,
    testing::Combine(testing::ValuesIn(caseNames()),
                     testing::Values(".mlir", ".generic.mlir")),
    [](const auto &info) {
      bool pretty = std::string(".mlir") == std::get<1>(info.param);
      std::string name = std::get<0>(info.param);
      std::replace(name.begin(), name.end(), '/', '_');
      return name + (pretty ? "_pretty" : "_generic");
    });

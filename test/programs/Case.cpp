// The comparison of programs with what JAX gives.
#include "Case.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace weft;
using namespace weft::test;
using Json = nlohmann::json;
using Arrays = std::vector<Array>;

namespace {
/// A folder of arrays; tests run in test/.
struct Folder {
  std::string path;
  bool has(const std::string &file) const {
    return std::filesystem::exists(path + file);
  }
  Arrays load(const std::string &kind, size_t n) const {
    Arrays out;
    for (size_t i = 0; i < n; ++i)
      out.push_back(loadNpy(path + kind + std::to_string(i) + ".npy"));
    return out;
  }
};

bool isFloat(const Array &x) {
  switch (x.dtype()) {
  case Dtype::F16:
  case Dtype::BF16:
  case Dtype::F32:
  case Dtype::F64:
    return true;
  default:
    return false;
  }
}

void near(const std::string &what, const Array &got, const Array &want,
          const Json &meta) {
  ASSERT_EQ(got.shape(), want.shape()) << what;
  ASSERT_EQ(got.dtype(), want.dtype()) << what;
  bool exact = meta["exact"];
  double rtol = exact ? 0 : meta["rtol"].get<double>();
  double atol = exact ? 0 : meta["atol"].get<double>();
  auto a = got.toVector<double>(), e = want.toVector<double>();
  for (size_t i = 0; i < a.size(); ++i)
    ASSERT_TRUE(a[i] == e[i] || (std::isnan(a[i]) && std::isnan(e[i])) ||
                std::abs(a[i] - e[i]) <= atol + rtol * std::abs(e[i]))
        << what << ", element " << i << ": " << a[i] << " for " << e[i];
}
void near(const std::string &what, const Arrays &got, const Arrays &want,
          const Json &metas) {
  ASSERT_EQ(got.size(), metas.size()) << what;
  for (size_t i = 0; i < got.size(); ++i)
    near(what + " " + std::to_string(i), got[i], want[i], metas[i]);
}

/// sum(cos(1 + i) · element i) over the results that are floats.
Array total(const Arrays &results) {
  Array sum = 0.f;
  for (const Array &y : results)
    if (isFloat(y)) {
      Array weights = cos(astype(iota(y.size()), Dtype::F32) + 1);
      sum = sum + weft::sum(ravel(y) * astype(weights, y.dtype()));
    }
  return sum;
}

/// The gradient of the total in the inputs numbered `wrt`.
auto gradientIn(const Program &program, const std::vector<size_t> &wrt) {
  return [=](const Arrays &in) -> Arrays {
    auto loss = [&](const Arrays &wanted) -> Array {
      Arrays all = in;
      for (size_t i = 0; i < wrt.size(); ++i)
        all[wrt[i]] = wanted[i];
      return total(program(all));
    };
    Arrays at;
    for (size_t i : wrt)
      at.push_back(in[i]);
    return grad(loss)(at);
  };
}

/// Two lanes: the inputs, and the floats among them made smaller.
void mappedAsInALoop(const std::string &name, const Program &program,
                     const Arrays &in, const Arrays &first, const Json &metas) {
  Arrays other, both;
  for (const Array &x : in) {
    other.push_back(isFloat(x) ? x * 0.75 : x);
    both.push_back(stack({x, other.back()}));
  }
  Arrays second = program(other);
  Arrays lanes = jit([&](const Arrays &x) { return vmap(program)(x); })(both);
  ASSERT_EQ(lanes.size(), first.size()) << name;
  for (size_t i = 0; i < lanes.size(); ++i) {
    std::string what = name + ": vmap, result " + std::to_string(i);
    near(what, lanes[i][0], first[i], metas[i]);
    near(what, lanes[i][1], second[i], metas[i]);
  }
}
} // namespace

void test::matchesJax(const std::string &name, const Program &program) {
  SCOPED_TRACE(name);
  Folder mine{"programs/reference/" + name + "/"};
  Folder data = mine.has("in0.npy") ? mine
                                    : Folder{"reference/programs/" + name + "/"};
  bool own = mine.has("meta.json");
  Json meta =
      Json::parse(std::ifstream((own ? mine : data).path + "meta.json"));
  size_t inputs = own ? meta["inputs"].get<size_t>() : meta["inputs"].size();
  Arrays in = data.load("in", inputs);
  const Json &outputs = meta["outputs"];
  Arrays want = data.load("exp", outputs.size());

  Arrays eager = program(in);
  near(name + ": eager, result", eager, want, outputs);
  near(name + ": jit, result", jit(program)(in), want, outputs);
  mappedAsInALoop(name, program, in, want, outputs);
  if (!own || !meta.contains("gradients"))
    return;
  const Json &gradients = meta["gradients"];
  auto gradient = gradientIn(program, meta["wrt"].get<std::vector<size_t>>());
  near(name + ": gradient", jit(gradient)(in),
       mine.load("grad", gradients.size()), gradients);
}

Array test::logits(const Mlp &net, const Array &x) {
  Array h = tanh(matmul(x, net.first.w) + net.first.b);
  h = tanh(matmul(h, net.second.w) + net.second.b);
  return matmul(h, net.out.w) + net.out.b;
}

Array test::crossEntropy(const Array &logits, const Array &labels) {
  Array picked =
      takeAlongAxis(logSoftmax(logits), expandDims(labels, 1), /*axis=*/1);
  return -mean(picked);
}

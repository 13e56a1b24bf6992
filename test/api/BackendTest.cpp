// lib/Lowering and lib/Backend/Cpu from "linalg on tensors" on: values against
// plain loops, buffers placed where they should be, the same bits for any
// number of threads.
#include "BackendHarness.h"

#include "Lowering/Nests/Parallel.h"

#include <cmath>
#include <numeric>

using namespace backend;

/// "tensor<4x5xf32>"
static std::string tensor(std::vector<int64_t> shape, std::string element) {
  std::string text = "tensor<";
  for (int64_t size : shape)
    text += std::to_string(size) + "x";
  return text + element + ">";
}

static std::string map(std::string dims, std::string results) {
  return "affine_map<(" + dims + ") -> (" + results + ")>";
}

/// A function that is one linalg.generic: `body` uses %x0, %x1, … and %o.
struct Generic {
  std::vector<std::string> inputs, inputMaps;
  std::string output, outputMap, iterators, body, init = "";

  std::string text() const {
    std::string params, ins, types, maps, blockArgs;
    auto element = [](std::string type) {
      size_t at = 7; // past "tensor<" and every "12x"
      while (std::isdigit(type[at]))
        at = type.find('x', at) + 1;
      return type.substr(at, type.size() - at - 1);
    };
    for (size_t i = 0; i < inputs.size(); ++i) {
      std::string n = std::to_string(i), sep = i ? ", " : "";
      params += sep + "%a" + n + ": " + inputs[i];
      ins += sep + "%a" + n;
      types += sep + inputs[i];
      maps += inputMaps[i] + ", ";
      blockArgs += "%x" + n + ": " + element(inputs[i]) + ", ";
    }
    std::string e = element(output), out = "%e";
    std::string fill;
    if (!init.empty()) {
      fill = "%z = arith.constant " + init + " : " + e + "\n%f = linalg.fill " +
             "ins(%z : " + e + ") outs(%e : " + output + ") -> " + output +
             "\n";
      out = "%f";
    }
    return "func.func @main(" + params + ") -> " + output +
           " {\n%e = tensor.empty() : " + output + "\n" + fill +
           "%r = linalg.generic {indexing_maps = [" + maps + outputMap +
           "], iterator_types = [" + iterators + "]} ins(" + ins + " : " +
           types + ") outs(" + out + " : " + output + ") {\n^bb0(" + blockArgs +
           "%o: " + e + "):\n" + body + "\n} -> " + output +
           "\nreturn %r : " + output + "\n}\n";
  }
};

static const std::string par = "\"parallel\"", red = "\"reduction\"";

TEST(Elementwise, ChainIsOneLoopWithoutMemory) {
  const int64_t n = 1003;
  std::string t = tensor({n}, "f32"), id = map("i", "i");
  Generic g{{t}, {id}, t, id, par,
            "%h = arith.constant -0.5 : f32\n%1 = arith.mulf %x0, %h : f32\n"
            "%2 = math.exp %1 : f32\n%3 = arith.mulf %2, %x0 : f32\n"
            "%4 = math.tanh %3 : f32\nlinalg.yield %4 : f32"};
  Program f(g.text());
  EXPECT_EQ(f.exe->arenaBytes, 0u);
  auto x = numbers<float>(n, -4, 4);
  std::vector<float> want;
  for (float v : x)
    want.push_back(std::tanh(std::exp(-0.5 * v) * v));
  expectNear(f(buffers(x))[0].as<float>(), want, 1e-6);
}

TEST(Elementwise, BroadcastAndTranspose) {
  const int64_t m = 70, n = 131;
  Generic g{{tensor({m, n}, "f64"), tensor({n}, "f64"), tensor({n, m}, "f64")},
            {map("i, j", "i, j"), map("i, j", "j"), map("i, j", "j, i")},
            tensor({m, n}, "f64"),
            map("i, j", "i, j"),
            par + ", " + par,
            "%1 = arith.addf %x0, %x1 : f64\n%2 = arith.mulf %1, %x2 : f64\n"
            "linalg.yield %2 : f64"};
  Program f(g.text());
  auto a = numbers<double>(m * n), b = numbers<double>(n, -1, 1, 2),
       c = numbers<double>(m * n, -1, 1, 3);
  std::vector<double> want(m * n);
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = 0; j < n; ++j)
      want[i * n + j] = (a[i * n + j] + b[j]) * c[j * m + i];
  expectNear(f(buffers(a, b, c))[0].as<double>(), want, 1e-14);
}

TEST(Elementwise, ScalarsAndEmptyTensors) {
  Generic scalar{{"tensor<f32>"}, {map("", "")}, "tensor<f32>", map("", ""), "",
                 "%1 = arith.addf %x0, %x0 : f32\nlinalg.yield %1 : f32"};
  EXPECT_EQ(Program(scalar.text())(buffers(std::vector<float>{1.5f}))[0]
                .as<float>(),
            std::vector<float>{3.0f});
  std::string id = map("i, j", "i, j");
  Generic empty{{"tensor<0x3xf32>"}, {id}, "tensor<0x3xf32>", id,
                par + ", " + par, "linalg.yield %x0 : f32"};
  EXPECT_EQ(Program(empty.text())(buffers(std::vector<float>{})).size(), 1u);
  Generic sum{{"tensor<3x0xf32>"}, {id}, "tensor<3xf32>", map("i, j", "i"),
              par + ", " + red,
              "%1 = arith.addf %o, %x0 : f32\nlinalg.yield %1 : f32", "0.0"};
  EXPECT_EQ(Program(sum.text())(buffers(std::vector<float>{}))[0].as<float>(),
            std::vector<float>(3, 0.0f));
}

TEST(Elementwise, BoolAndIndex) {
  std::string t = tensor({100}, "i32"), id = map("i", "i");
  Generic less{{t}, {id}, tensor({100}, "i1"), id, par,
               "%i = linalg.index 0 : index\n"
               "%c = arith.index_cast %i : index to i32\n"
               "%1 = arith.cmpi slt, %x0, %c : i32\nlinalg.yield %1 : i1"};
  auto x = numbers<int32_t>(100, 0, 100);
  auto got = Program(less.text())(buffers(x))[0].as<uint8_t>();
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(got[i], x[i] < i ? 1 : 0);
  Generic andNot{{tensor({100}, "i1"), tensor({100}, "i1")}, {id, id},
                 tensor({100}, "i1"), id, par,
                 "%t = arith.constant true\n%1 = arith.xori %x1, %t : i1\n"
                 "%2 = arith.andi %x0, %1 : i1\nlinalg.yield %2 : i1"};
  auto p = numbers<uint8_t>(100, 0, 2), q = numbers<uint8_t>(100, 0, 2, 5);
  auto both = Program(andNot.text())(buffers(p, q))[0].as<uint8_t>();
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(both[i], p[i] && !q[i]);
}

TEST(Elementwise, ComplexAndHalf) {
  std::string t = tensor({33}, "complex<f32>"), id = map("i", "i");
  Generic g{{t, t}, {id, id}, t, id, par,
            "%1 = complex.mul %x0, %x1 : complex<f32>\n"
            "linalg.yield %1 : complex<f32>"};
  auto a = numbers<float>(66), b = numbers<float>(66, -1, 1, 2);
  auto got = Program(g.text())(buffers(a, b))[0].as<float>();
  for (int i = 0; i < 33; ++i) {
    EXPECT_NEAR(got[2 * i],
                a[2 * i] * b[2 * i] - a[2 * i + 1] * b[2 * i + 1], 1e-6);
    EXPECT_NEAR(got[2 * i + 1],
                a[2 * i] * b[2 * i + 1] + a[2 * i + 1] * b[2 * i], 1e-6);
  }
  std::string half = tensor({40}, "bf16");
  Generic h{{half}, {id}, half, id, par,
            "%1 = math.exp %x0 : bf16\n%2 = arith.addf %1, %x0 : bf16\n"
            "linalg.yield %2 : bf16"};
  std::vector<uint16_t> ones(40, 0x3F80); // 1.0
  auto sums = Program(h.text())(buffers(ones))[0].as<uint16_t>();
  EXPECT_EQ(sums, std::vector<uint16_t>(40, 0x406E)); // 3.71875
}

TEST(Reduce, RowsColumnsAll) {
  const int64_t m = 301, n = 517;
  auto x = numbers<float>(m * n);
  std::string t = tensor({m, n}, "f32"), id = map("i, j", "i, j");
  std::string add = "%1 = arith.addf %o, %x0 : f32\nlinalg.yield %1 : f32";
  std::vector<double> rows(m), columns(n);
  double all = 0;
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = 0; j < n; ++j) {
      rows[i] += x[i * n + j];
      columns[j] += x[i * n + j];
      all += x[i * n + j];
    }
  auto check = [&](std::string out, std::string outMap, std::string kinds,
                   std::vector<double> want) {
    Program f(Generic{{t}, {id}, out, outMap, kinds, add, "0.0"}.text());
    EXPECT_EQ(f.exe->arenaBytes, 0u);
    auto got = f(buffers(x))[0].as<float>();
    expectNear(std::vector<double>(got.begin(), got.end()), want, 1e-4);
  };
  check(tensor({m}, "f32"), map("i, j", "i"), par + ", " + red, rows);
  check(tensor({n}, "f32"), map("i, j", "j"), red + ", " + par, columns);
  check("tensor<f32>", map("i, j", ""), red + ", " + red, {all});
}

TEST(Reduce, MaxBoolInt) {
  const int64_t n = 1000;
  std::string id = map("i", "i"), zero = map("i", "");
  auto x = numbers<float>(n);
  Generic max{{tensor({n}, "f32")}, {id}, "tensor<f32>", zero, red,
              "%1 = arith.maximumf %o, %x0 : f32\nlinalg.yield %1 : f32",
              "0xFF800000"};
  Program f(max.text());
  EXPECT_EQ(f(buffers(x))[0].as<float>()[0],
            *std::max_element(x.begin(), x.end()));
  x[777] = NAN;
  EXPECT_TRUE(std::isnan(f(buffers(x))[0].as<float>()[0]));

  Generic any{{tensor({n}, "i1")}, {id}, "tensor<i1>", zero, red,
              "%1 = arith.ori %o, %x0 : i1\nlinalg.yield %1 : i1", "0"};
  std::string text = any.text();
  text.replace(text.find("arith.constant 0 : i1"), 21, "arith.constant false");
  std::vector<uint8_t> bits(n, 0);
  Program g(text);
  EXPECT_EQ(g(buffers(bits))[0].as<uint8_t>()[0], 0);
  bits[999] = 1;
  EXPECT_EQ(g(buffers(bits))[0].as<uint8_t>()[0], 1);

  Generic sum{{tensor({n}, "i64")}, {id}, "tensor<i64>", zero, red,
              "%1 = arith.addi %o, %x0 : i64\nlinalg.yield %1 : i64", "0"};
  auto ints = numbers<int64_t>(n, -1e6, 1e6);
  EXPECT_EQ(Program(sum.text())(buffers(ints))[0].as<int64_t>()[0],
            std::accumulate(ints.begin(), ints.end(), int64_t(0)));
}

static const char *softmax = R"(
#id = affine_map<(i, j) -> (i, j)>
#r = affine_map<(i, j) -> (i)>
func.func @main(%a: tensor<ROWSxCOLSxf32>) -> tensor<ROWSxCOLSxf32> {
  %e1 = tensor.empty() : tensor<ROWSxf32>
  %e2 = tensor.empty() : tensor<ROWSxCOLSxf32>
  %ninf = arith.constant 0xFF800000 : f32
  %z = arith.constant 0.0 : f32
  %f1 = linalg.fill ins(%ninf : f32) outs(%e1 : tensor<ROWSxf32>) -> tensor<ROWSxf32>
  %m = linalg.generic {indexing_maps = [#id, #r], iterator_types = ["parallel", "reduction"]} ins(%a : tensor<ROWSxCOLSxf32>) outs(%f1 : tensor<ROWSxf32>) {
  ^bb0(%x: f32, %c: f32):
    %y = arith.maximumf %x, %c : f32
    linalg.yield %y : f32 } -> tensor<ROWSxf32>
  %ex = linalg.generic {indexing_maps = [#id, #r, #id], iterator_types = ["parallel", "parallel"]} ins(%a, %m : tensor<ROWSxCOLSxf32>, tensor<ROWSxf32>) outs(%e2 : tensor<ROWSxCOLSxf32>) {
  ^bb0(%x: f32, %c: f32, %o: f32):
    %y = arith.subf %x, %c : f32
    %w = math.exp %y : f32
    linalg.yield %w : f32 } -> tensor<ROWSxCOLSxf32>
  %f2 = linalg.fill ins(%z : f32) outs(%e1 : tensor<ROWSxf32>) -> tensor<ROWSxf32>
  %s = linalg.generic {indexing_maps = [#id, #r], iterator_types = ["parallel", "reduction"]} ins(%ex : tensor<ROWSxCOLSxf32>) outs(%f2 : tensor<ROWSxf32>) {
  ^bb0(%x: f32, %c: f32):
    %y = arith.addf %x, %c : f32
    linalg.yield %y : f32 } -> tensor<ROWSxf32>
  %q = linalg.generic {indexing_maps = [#id, #r, #id], iterator_types = ["parallel", "parallel"]} ins(%ex, %s : tensor<ROWSxCOLSxf32>, tensor<ROWSxf32>) outs(%e2 : tensor<ROWSxCOLSxf32>) {
  ^bb0(%x: f32, %c: f32, %o: f32):
    %y = arith.divf %x, %c : f32
    linalg.yield %y : f32 } -> tensor<ROWSxCOLSxf32>
  return %q : tensor<ROWSxCOLSxf32>
})";

static std::string withSizes(std::string text,
                             std::vector<std::pair<std::string, int64_t>> s) {
  for (auto &[name, size] : s)
    for (size_t at; (at = text.find(name)) != std::string::npos;)
      text.replace(at, name.size(), std::to_string(size));
  return text;
}

TEST(Reduce, SoftmaxIsOneSweep) {
  const int64_t m = 37, n = 129;
  Program f(withSizes(softmax, {{"ROWS", m}, {"COLS", n}}));
  // The exponentials live in the result; the two vectors are small.
  EXPECT_EQ(f.exe->arenaBytes, 0u);
  auto x = numbers<float>(m * n, -5, 5);
  std::vector<float> want(m * n);
  for (int64_t i = 0; i < m; ++i) {
    double sum = 0, top = -INFINITY;
    for (int64_t j = 0; j < n; ++j)
      top = std::max<double>(top, x[i * n + j]);
    for (int64_t j = 0; j < n; ++j)
      sum += std::exp(x[i * n + j] - top);
    for (int64_t j = 0; j < n; ++j)
      want[i * n + j] = std::exp(x[i * n + j] - top) / sum;
  }
  expectNear(f(buffers(x))[0].as<float>(), want, 1e-6);
}

// In all 20 microseconds, of which a piece has 5.
TEST(Threads, GrainOfKnownCosts) {
  using weft::ir::parallelGrain;
  EXPECT_EQ(parallelGrain(1000, 19), 0);
  EXPECT_EQ(parallelGrain(1000, 21), 5000 / 21);
  EXPECT_EQ(parallelGrain(1 << 20, 1), 5000);
  EXPECT_EQ(parallelGrain(8, 4000), 1);
  EXPECT_EQ(parallelGrain(1, 1e9), 0);
  EXPECT_EQ(parallelGrain(0, 1e9), 0);
}

TEST(Threads, SameBitsForAnyNumber) {
  std::string text = withSizes(softmax, {{"ROWS", 512}, {"COLS", 777}});
  Program f(text);
  auto x = numbers<float>(512 * 777);
  auto want = f(buffers(x))[0].as<float>();
  for (int64_t pieces : {1, 2, 3, 7})
    EXPECT_EQ(f(buffers(x), pieces)[0].as<float>(), want) << pieces;

  // A sum over everything, and over few rows.
  for (std::string out : {"", "i"}) {
    Generic sum{{tensor({3, 300001}, "f32")}, {map("i, j", "i, j")},
                out.empty() ? "tensor<f32>" : "tensor<3xf32>",
                map("i, j", out), (out.empty() ? red : par) + ", " + red,
                "%1 = arith.addf %o, %x0 : f32\nlinalg.yield %1 : f32", "0.0"};
    Program g(sum.text());
    auto v = numbers<float>(900003);
    auto total = g(buffers(v))[0].as<float>();
    for (int64_t pieces : {1, 2, 3, 5})
      EXPECT_EQ(g(buffers(v), pieces)[0].as<float>(), total) << pieces;
  }
}

struct Product {
  int64_t batch, m, n, k;
  bool ta, tb;
  std::string type;
};

class Matmul : public testing::TestWithParam<Product> {};

/// All of a product but its body and what it starts from.
static Generic productOf(const Product &p, const std::string &sum) {
  std::string batch = p.batch ? "b, " : "";
  auto shape = [&](std::vector<int64_t> s, std::string type = "") {
    if (p.batch)
      s.insert(s.begin(), p.batch);
    return tensor(s, type.empty() ? p.type : type);
  };
  std::string dims = batch + "m, n, k";
  Generic g;
  g.inputs = {p.ta ? shape({p.k, p.m}) : shape({p.m, p.k}),
              p.tb ? shape({p.n, p.k}) : shape({p.k, p.n})};
  g.inputMaps = {map(dims, batch + (p.ta ? "k, m" : "m, k")),
                 map(dims, batch + (p.tb ? "n, k" : "k, n"))};
  g.output = shape({p.m, p.n}, sum);
  g.outputMap = map(dims, batch + "m, n");
  g.iterators = (p.batch ? par + ", " : "") + par + ", " + par + ", " + red;
  return g;
}

static std::string matmulText(const Product &p, bool accumulate = false) {
  Generic g = productOf(p, p.type);
  g.body = "%1 = arith.mulf %x0, %x1 : T\n%2 = arith.addf %o, %1 : T\n"
           "linalg.yield %2 : T";
  for (size_t at; (at = g.body.find(": T")) != std::string::npos;)
    g.body.replace(at, 3, ": " + p.type);
  g.init = accumulate ? "1.5" : "0.0";
  return g.text();
}

template <typename T> static void checkMatmul(const Product &p, int pieces) {
  int64_t batch = std::max<int64_t>(1, p.batch);
  auto a = numbers<T>(batch * p.m * p.k), b = numbers<T>(batch * p.k * p.n,
                                                         -1, 1, 9);
  auto got = Program(matmulText(p))(buffers(a, b), pieces)[0].template as<T>();
  std::vector<T> want(batch * p.m * p.n);
  for (int64_t q = 0; q < batch; ++q)
    for (int64_t i = 0; i < p.m; ++i)
      for (int64_t j = 0; j < p.n; ++j) {
        double sum = 0;
        for (int64_t k = 0; k < p.k; ++k)
          sum += double(a[q * p.m * p.k + (p.ta ? k * p.m + i : i * p.k + k)]) *
                 b[q * p.k * p.n + (p.tb ? j * p.k + k : k * p.n + j)];
        want[(q * p.m + i) * p.n + j] = sum;
      }
  expectNear(got, want, (sizeof(T) == 4 ? 2e-6 : 1e-14) * std::sqrt(p.k) * 4);
}

TEST_P(Matmul, AgainstLoops) {
  const Product &p = GetParam();
  for (int pieces : {0, 3})
    if (p.type == "f64")
      checkMatmul<double>(p, pieces);
    else
      checkMatmul<float>(p, pieces);
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, Matmul,
    testing::Values(Product{0, 3, 5, 7, false, false, "f32"},
                    Product{0, 1, 100, 64, false, false, "f32"},
                    Product{0, 100, 1, 64, false, false, "f32"},
                    Product{0, 64, 64, 64, false, false, "f32"},
                    Product{0, 33, 65, 129, false, false, "f32"},
                    Product{0, 33, 65, 129, true, false, "f32"},
                    Product{0, 33, 65, 129, false, true, "f32"},
                    Product{0, 33, 65, 129, true, true, "f32"},
                    Product{0, 257, 259, 513, false, false, "f32"},
                    Product{0, 257, 259, 513, true, true, "f64"},
                    Product{0, 250, 600, 300, true, true, "f32"},
                    Product{0, 64, 64, 1000, false, false, "f32"},
                    Product{0, 300, 10, 512, false, false, "f32"},
                    Product{0, 10, 300, 512, true, false, "f32"},
                    Product{0, 97, 101, 300, false, false, "f64"},
                    Product{5, 40, 50, 60, false, true, "f32"},
                    Product{5, 40, 50, 60, true, false, "f64"},
                    // Few rows: in one tile, of half a panel's columns.
                    Product{0, 7, 100, 300, false, false, "f32"},
                    Product{0, 8, 128, 300, false, false, "f32"},
                    Product{0, 9, 97, 513, false, false, "f32"},
                    Product{0, 10, 33, 64, false, false, "f32"},
                    Product{0, 11, 160, 300, true, false, "f32"},
                    Product{0, 12, 500, 256, false, false, "f32"},
                    Product{3, 12, 80, 300, false, false, "f64"},
                    Product{0, 8, 100, 70, false, true, "f64"},
                    Product{0, 40, 200, 300, false, false, "f32"},
                    Product{0, 40, 1024, 300, false, false, "f32"},
                    // Panels by the dozen, some of them of two matrices to a
                    // thread, with a part of one left.
                    Product{0, 270, 1130, 300, false, false, "f32"},
                    Product{2, 270, 330, 450, false, false, "f32"},
                    Product{2, 270, 330, 450, false, true, "f64"}));

/// Products of a narrow type with wide sums, which every kernel gives exactly:
/// all numbers are small whole ones.
static std::string narrowText(const Product &p, const std::string &sum,
                              bool accumulate) {
  Generic g = productOf(p, sum);
  bool integer = sum == "i32";
  std::string wider = integer ? "arith.extsi" : "arith.extf";
  for (int i : {0, 1})
    g.body += "%w" + std::to_string(i) + " = " + wider + " %x" +
              std::to_string(i) + " : " + p.type + " to " + sum + "\n";
  g.body += std::string("%1 = arith.mul") + (integer ? "i" : "f") +
            " %w0, %w1 : " + sum + "\n%2 = arith.add" + (integer ? "i" : "f") +
            " %o, %1 : " + sum + "\nlinalg.yield %2 : " + sum;
  g.init = integer ? (accumulate ? "3" : "0") : (accumulate ? "3.0" : "0.0");
  return g.text();
}

template <typename T, typename Sum>
static void checkNarrow(const Product &p, bool accumulate,
                        const std::function<T(int)> &narrow, int range) {
  int64_t batch = std::max<int64_t>(1, p.batch);
  std::vector<int> a(batch * p.m * p.k), b(batch * p.k * p.n);
  std::vector<T> x(a.size()), y(b.size());
  auto fill = [&](std::vector<int> &v, std::vector<T> &to, unsigned seed) {
    for (size_t i = 0; i < v.size(); ++i) {
      seed = seed * 1664525u + 1013904223u;
      v[i] = int(seed >> 24) % (2 * range) - range;
      to[i] = narrow(v[i]);
    }
  };
  fill(a, x, 1);
  fill(b, y, 2);
  std::vector<Sum> want(batch * p.m * p.n);
  for (int64_t q = 0; q < batch; ++q)
    for (int64_t i = 0; i < p.m; ++i)
      for (int64_t j = 0; j < p.n; ++j) {
        int sum = accumulate ? 3 : 0;
        for (int64_t k = 0; k < p.k; ++k)
          sum += a[q * p.m * p.k + (p.ta ? k * p.m + i : i * p.k + k)] *
                 b[q * p.k * p.n + (p.tb ? j * p.k + k : k * p.n + j)];
        want[(q * p.m + i) * p.n + j] = sum;
      }
  std::string text =
      narrowText(p, std::is_integral_v<Sum> ? "i32" : "f32", accumulate);
  for (int pieces : {0, 3}) {
    auto got = Program(text)(buffers(x, y), pieces)[0].template as<Sum>();
    EXPECT_EQ(got, want) << p.type << " " << p.m << " " << p.n << " " << p.k;
  }
}

static uint16_t bfloat(int v) {
  float f = v;
  uint32_t bits;
  std::memcpy(&bits, &f, 4);
  return bits >> 16;
}

TEST(Matmul, NarrowOperands) {
  struct Size {
    int64_t m, n, k;
    bool ta, tb;
    int64_t batch = 0;
  };
  for (Size s : {Size{64, 64, 64, false, false}, Size{33, 65, 129, false, false},
                 Size{8, 100, 70, false, false},
                 Size{26, 70, 1090, false, true, 3},
                 Size{12, 64, 2112, true, false},
                 Size{33, 65, 129, true, false}, Size{70, 37, 131, false, true},
                 Size{96, 128, 1100, true, true}, Size{5, 100, 1030, false, true},
                 Size{290, 7, 64, false, false}, Size{4, 4, 900, true, false}})
    for (bool accumulate : {false, true}) {
      checkNarrow<int8_t, int32_t>({s.batch, s.m, s.n, s.k, s.ta, s.tb, "i8"},
                                   accumulate, [](int v) { return v; }, 128);
      checkNarrow<uint16_t, float>({s.batch, s.m, s.n, s.k, s.ta, s.tb, "bf16"},
                                   accumulate, bfloat, 15);
    }
}

TEST(Matmul, ContinuesFromItsOutput) {
  Product p{0, 50, 60, 70, false, false, "f32"};
  auto a = numbers<float>(50 * 70), b = numbers<float>(70 * 60, -1, 1, 3);
  auto zero = Program(matmulText(p))(buffers(a, b))[0].as<float>();
  auto more = Program(matmulText(p, true))(buffers(a, b))[0].as<float>();
  for (size_t i = 0; i < zero.size(); ++i)
    ASSERT_NEAR(more[i], zero[i] + 1.5f, 1e-4);
}

/// However threads share a product: cut in rows, in panels, in both, one product
/// and several.
TEST(Matmul, SameBitsForAnyPieces) {
  for (const Product &p : {Product{0, 1200, 64, 256, false, false, "f32"},
                           Product{0, 12, 3000, 600, false, false, "f32"},
                           Product{0, 600, 700, 300, false, false, "f32"},
                           Product{3, 1200, 64, 256, false, false, "f32"},
                           Product{3, 12, 3000, 600, false, false, "f32"},
                           Product{3, 600, 700, 300, false, true, "f64"},
                           Product{40, 48, 64, 90, false, false, "f32"}}) {
    int64_t batch = std::max<int64_t>(1, p.batch);
    size_t bytes = p.type == "f64" ? 8 : 4;
    auto a = numbers<float>(batch * p.m * p.k * bytes / 4),
         b = numbers<float>(batch * p.k * p.n * bytes / 4, -1, 1, 9);
    Program f(matmulText(p));
    auto arguments = buffers(a, b);
    auto want = f(arguments)[0].as<uint32_t>();
    for (int64_t pieces : {1, 2, 3, 5, 7, 1000})
      EXPECT_EQ(f(arguments, pieces)[0].as<uint32_t>(), want)
          << p.batch << " " << p.m << " " << p.n << " in " << pieces;
  }
}

/// What calls the kernels is left as it is, and what computes is not.
TEST(Matmul, CallsOfKernelsAreNotOptimised) {
  auto llvmOf = [](const std::string &text) {
    std::string last;
    weft::cpu::CompileOptions options;
    options.dump = [&](std::string_view, const std::string &t) { last = t; };
    Program(text, options);
    return last;
  };
  EXPECT_NE(llvmOf(matmulText({0, 512, 512, 512, false, false, "f32"}))
                .find("optnone"),
            std::string::npos);
  EXPECT_EQ(llvmOf(matmulText({0, 5, 5, 5, false, false, "f32"}))
                .find("optnone"),
            std::string::npos);
}

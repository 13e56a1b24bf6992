// exportObject: what it writes links, and gives the bits that jit gives.
#include "weft/runtime/abi.h"
#include "weft/weft.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <pthread.h>
#include <thread>

using namespace weft;
namespace fs = std::filesystem;

struct Linear {
  Array w, b;
};
WEFT_FIELDS(Linear, w, b)

static Array loss(const Linear &p, const Array &x, const Array &y) {
  return mean(square(tanh(matmul(x, p.w) + p.b) - y));
}

class Export : public testing::Test {
protected:
  void SetUp() override {
    folder = fs::path(testing::TempDir()) /
             ("weft-export-" + std::to_string(getpid()));
    fs::create_directories(folder);
  }
  void TearDown() override { fs::remove_all(folder); }
  std::string at(const char *name) { return (folder / name).string(); }
  std::string text(const char *name) {
    std::ifstream in(at(name));
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// The function of an object, by way of a shared library.
  template <class F> F *load(const char *object, const char *name) {
    std::string library = at(object) + ".so";
    std::string command = std::string(WEFT_TEST_CC) + " -shared '" +
                          at(object) + "' -o '" + library + "' -lm";
    EXPECT_EQ(std::system(command.c_str()), 0);
    void *loaded = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    EXPECT_TRUE(loaded) << dlerror();
    return loaded ? reinterpret_cast<F *>(dlsym(loaded, name)) : nullptr;
  }
  fs::path folder;
};

static Array wave(const Shape &shape, float pace) {
  int64_t n = 1;
  for (int64_t d : shape)
    n *= d;
  std::vector<float> values;
  for (int64_t i = 0; i < n; ++i)
    values.push_back(std::sin(pace * float(i)));
  return array(values, shape);
}

TEST_F(Export, GradientGivesTheBitsOfJit) {
  auto both = valueAndGrad(loss);
  Linear p{wave({7, 3}, 1.3f), wave({3}, 0.7f)};
  Array x = wave({17, 7}, 2.1f), y = wave({17, 3}, 0.3f);
  ExportOptions options;
  options.object = at("gradient.o");
  options.cpu = "native";
  exportObject(both, std::tuple(p, x, y), options);

  auto [value, g] = jit(both)(p, x, y);
  using Fn = int(const float *, const float *, const float *, const float *,
                 float *, float *, float *, void *);
  auto *fn = load<Fn>("gradient.o", "gradient");
  ASSERT_TRUE(fn);
  float got = 0;
  std::vector<float> w(21), b(3);
  // Larger than any arena of such a function; the header says how large.
  void *arena = std::aligned_alloc(64, 1 << 20);
  ASSERT_EQ(fn(p.w.data<float>().data(), p.b.data<float>().data(),
               x.data<float>().data(), y.data<float>().data(), &got, w.data(),
               b.data(), arena),
            0);
  std::free(arena);
  EXPECT_EQ(std::memcmp(&got, value.bytes(), sizeof got), 0);
  EXPECT_EQ(std::memcmp(w.data(), g.w.bytes(), 4 * w.size()), 0);
  EXPECT_EQ(std::memcmp(b.data(), g.b.bytes(), 4 * b.size()), 0);
}

/// Factorisations are copied into the object: the linker is given no library
/// (-lm apart), and nothing of it stays open.
TEST_F(Export, LinearAlgebraNeedsNoLibrary) {
  auto f = [](const Array &a, const Array &b) {
    return std::tuple(solve(a, b), eigh(a).w, real(fft(b)));
  };
  Array a = wave({5, 5}, 1.7f) + 4 * eye(5), b = wave({5, 1}, 0.4f);
  ExportOptions options;
  options.object = at("algebra.o");
  options.cpu = "native";
  exportObject(f, std::tuple(a, b), options);
  std::string open = "nm -u '" + at("algebra.o") + "' > '" + at("open") + "'";
  ASSERT_EQ(std::system(open.c_str()), 0);
  EXPECT_EQ(text("open").find("weft_"), std::string::npos) << text("open");
  using Fn = int(const float *, const float *, float *, float *, float *,
                 void *);
  auto *fn = load<Fn>("algebra.o", "algebra");
  ASSERT_TRUE(fn);
  std::vector<float> x(5), w(5), y(5);
  void *arena = std::aligned_alloc(64, 1 << 20);
  ASSERT_EQ(fn(a.data<float>().data(), b.data<float>().data(), x.data(),
               w.data(), y.data(), arena),
            0);
  std::free(arena);
  auto [jx, jw, jy] = jit(f)(a, b);
  EXPECT_EQ(std::memcmp(x.data(), jx.bytes(), 20), 0);
  EXPECT_EQ(std::memcmp(w.data(), jw.bytes(), 20), 0);
  EXPECT_EQ(std::memcmp(y.data(), jy.bytes(), 20), 0);
}

TEST_F(Export, FormsOfMatricesNeedNoLibrary) {
  auto f = [](const Array &a) {
    return std::tuple(schur(a).t, hessenberg(a).q, pivotedQr(a).r,
                      tridiagonal(a).d);
  };
  Array a = wave({5, 5}, 1.7f);
  ExportOptions options;
  options.object = at("forms.o");
  options.cpu = "native";
  exportObject(f, std::tuple(a), options);
  std::string open = "nm -u '" + at("forms.o") + "' > '" + at("open") + "'";
  ASSERT_EQ(std::system(open.c_str()), 0);
  EXPECT_EQ(text("open"), "");
  using Fn = int(const float *, float *, float *, float *, float *, void *);
  auto *fn = load<Fn>("forms.o", "forms");
  ASSERT_TRUE(fn);
  std::vector<float> t(25), q(25), r(25), d(5);
  void *arena = std::aligned_alloc(64, 1 << 20);
  ASSERT_EQ(fn(a.data<float>().data(), t.data(), q.data(), r.data(), d.data(),
               arena),
            0);
  std::free(arena);
  auto [jt, jq, jr, jd] = jit(f)(a);
  EXPECT_EQ(std::memcmp(t.data(), jt.bytes(), 100), 0);
  EXPECT_EQ(std::memcmp(q.data(), jq.bytes(), 100), 0);
  EXPECT_EQ(std::memcmp(r.data(), jr.bytes(), 100), 0);
  EXPECT_EQ(std::memcmp(d.data(), jd.bytes(), 20), 0);
}

/// Where there is no tile unit narrow operands are widened as they are packed:
/// small whole numbers come out exactly, for either order of each operand.
TEST_F(Export, NarrowProductsWithoutTileUnit) {
  auto f = [](const Array &a, const Array &b, const Array &c, const Array &d) {
    auto product = [](const Array &x, const Array &y) {
      return matmul(astype(x, Dtype::I32), astype(y, Dtype::I32));
    };
    return std::tuple(product(a, b), product(transpose(c), b),
                      product(a, transpose(d)));
  };
  auto numbers = [](const Shape &shape, float pace) {
    return astype(round(wave(shape, pace) * 100), Dtype::I8);
  };
  Array a = numbers({19, 70}, 1.3f), b = numbers({70, 83}, 0.7f),
        c = numbers({70, 19}, 2.1f), d = numbers({83, 70}, 0.9f);
  auto [ab, cb, ad] = jit(f)(a, b, c, d);
  ExportOptions options;
  options.object = at("narrow.o");
  options.cpu = "x86-64-v3";
  if (!__builtin_cpu_supports("x86-64-v3"))
    GTEST_SKIP() << "for processors with AVX2";
  exportObject(f, std::tuple(a, b, c, d), options);
  using Fn = int(const int8_t *, const int8_t *, const int8_t *,
                 const int8_t *, int32_t *, int32_t *, int32_t *, void *);
  auto *fn = load<Fn>("narrow.o", "narrow");
  ASSERT_TRUE(fn);
  std::vector<int32_t> x(19 * 83), y(19 * 83), z(19 * 83);
  void *arena = std::aligned_alloc(64, 1 << 20);
  ASSERT_EQ(fn(a.data<int8_t>().data(), b.data<int8_t>().data(),
               c.data<int8_t>().data(), d.data<int8_t>().data(), x.data(),
               y.data(), z.data(), arena),
            0);
  std::free(arena);
  EXPECT_EQ(x, ab.toVector<int32_t>());
  EXPECT_EQ(y, cb.toVector<int32_t>());
  EXPECT_EQ(z, ad.toVector<int32_t>());
}

/// The kernels of convolutions for vectors of 256 bits: all of them, on small
/// whole numbers, which come out exactly.
TEST_F(Export, ConvolutionsOfNarrowVectors) {
  auto numbers = [](const Shape &shape, float pace) {
    return round(wave(shape, pace) * 9);
  };
  ConvOptions first, last, up;
  first.padding = last.padding = {{1, 1}, {2, 0}};
  last.dims = {"NHWC", "HWIO", "NHWC"};
  up.lhsDilation = {2, 2};
  Array x = numbers({2, 21, 9, 19}, 1.3f), w = numbers({37, 21, 3, 3}, 0.7f),
        d = numbers({21, 1, 3, 3}, 2.1f), ct = numbers({2, 37, 9, 19}, 0.9f),
        cd = numbers({2, 21, 9, 19}, 1.9f);
  auto f = [=](const Array &x, const Array &w, const Array &d, const Array &ct,
               const Array &cd) {
    std::vector<Array> out;
    auto layout = [&](bool isLast) {
      ConvOptions o = isLast ? last : first, depthwise = o;
      depthwise.featureGroups = 21;
      auto image = [&](const Array &a) {
        return isLast ? transpose(a, {0, 2, 3, 1}) : a;
      };
      auto kernel = [&](const Array &a) {
        return isLast ? transpose(a, {2, 3, 1, 0}) : a;
      };
      auto gradients = [&](const ConvOptions &o, const Array &w,
                           const Array &ct) {
        auto g = [&](const Array &w) {
          return convGeneralDilated(image(x), w, o);
        };
        out.push_back(g(kernel(w)));
        out.push_back(linearTranspose(g, zeros(kernel(w).shape()))(image(ct)));
      };
      gradients(o, w, ct);
      gradients(depthwise, d, cd);
    };
    layout(false);
    layout(true);
    out.push_back(convGeneralDilated(x, w, up));
    Array all = zeros({0});
    for (const Array &a : out)
      all = concatenate({all, reshape(a, {-1})});
    return all;
  };
  Array want = jit(f)(x, w, d, ct, cd);
  ExportOptions options;
  options.object = at("windows.o");
  options.cpu = "x86-64-v3";
  if (!__builtin_cpu_supports("x86-64-v3"))
    GTEST_SKIP() << "for processors with AVX2";
  exportObject(f, std::tuple(x, w, d, ct, cd), options);
  using Fn = int(const float *, const float *, const float *, const float *,
                 const float *, float *, void *);
  auto *fn = load<Fn>("windows.o", "windows");
  ASSERT_TRUE(fn);
  std::vector<float> got(want.size());
  void *arena = std::aligned_alloc(64, 1 << 24);
  auto in = [](const Array &a) { return a.data<float>().data(); };
  ASSERT_EQ(fn(in(x), in(w), in(d), in(ct), in(cd), got.data(), arena), 0);
  std::free(arena);
  EXPECT_EQ(got, want.toVector<float>());
}

TEST_F(Export, HeaderSaysNamesSizesAndTypes) {
  ExportOptions options;
  options.object = at("model.o");
  options.name = "affine";
  options.header = at("other.h");
  exportObject([](const Linear &p, const Array &n) {
    return std::tuple(p.w * 2, n < 3);
  }, std::tuple(Linear{spec(Dtype::F64, {2, 3}), spec(Dtype::F32, {})},
                spec(Dtype::I32, {4})), options);
  std::string header = text("other.h");
  EXPECT_NE(header.find("int affine(\n"
                        "    const double *arg0_w /* f64[2,3] */,\n"
                        "    const float *arg0_b /* f32[] */,\n"
                        "    const int32_t *arg1 /* i32[4] */,\n"
                        "    double *out0 /* f64[2,3] */,\n"
                        "    uint8_t *out1 /* bool[4] */,\n"
                        "    void *arena);\n"),
            std::string::npos)
      << header;
  EXPECT_NE(header.find("#define AFFINE_ARG0_W_SIZE 6 "), std::string::npos);
  EXPECT_NE(header.find("#define AFFINE_ARENA_BYTES "), std::string::npos);
  EXPECT_NE(header.find(" *   out1: result .1, bool[4], 0 or 1\n"),
            std::string::npos)
      << header;
  EXPECT_TRUE(fs::exists(at("model.json")));
}

TEST_F(Export, CapturedArraysArePartOfTheObject) {
  Array table = wave({50}, 0.11f); // more than a trace keeps as a constant
  auto f = [=](const Array &x) { return x + table; };
  Array x = wave({50}, 0.77f);
  ExportOptions options;
  options.object = at("table.o");
  exportObject(f, std::tuple(x), options);
  auto *fn = load<int(const float *, float *, void *)>("table.o", "table");
  ASSERT_TRUE(fn);
  std::vector<float> out(50);
  ASSERT_EQ(fn(x.data<float>().data(), out.data(), nullptr), 0);
  EXPECT_EQ(out, f(x).toVector<float>());
}

/// Two threads, and cuts that are no multiples of anything.
static void inTwo(void *pool, int64_t n, int64_t grain, weft_range_body body,
                  void *env) {
  ++*static_cast<int *>(pool);
  int64_t cut = std::min(n, std::max(grain, n / 2 + 1));
  std::thread other([&] { body(0, cut, env); });
  if (cut < n)
    body(cut, n, env);
  other.join();
}

/// The header says how much stack a call takes: a thread that has little more
/// than that runs it (the matrix kernel packs some 200 KiB there), and touches
/// no more of it.
TEST_F(Export, TheStackIsAsLargeAsTheHeaderSays) {
  auto f = [](const Array &x) { return matmul(x, x); };
  Array x = wave({512, 512}, 1.9f);
  ExportOptions options;
  options.object = at("product.o");
  options.cpu = "native";
  exportObject(f, std::tuple(x), options);
  std::string header = text("product.h"), define = "PRODUCT_STACK_BYTES ";
  size_t from = header.rfind(define);
  ASSERT_NE(from, header.npos) << header;
  size_t stack = std::stoul(header.substr(from + define.size()));
  EXPECT_GT(stack, 32u << 10);
  EXPECT_LT(stack, 4u << 20);
  using Fn = int(const float *, float *, void *);
  auto *fn = load<Fn>("product.o", "product");
  ASSERT_TRUE(fn);
  struct Call {
    Fn *fn;
    Array x, y = zeros({512, 512}) + 0.f;
    void *arena = std::aligned_alloc(64, 1 << 22);
    const char *frame = nullptr;
  } call{fn, x};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  // What a thread has before it calls anything: its own data and frames.
  size_t bytes = (stack + (64 << 10) + 4095) / 4096 * 4096;
  auto *memory = static_cast<char *>(std::aligned_alloc(4096, bytes));
  std::memset(memory, 0x5A, bytes);
  pthread_attr_setstack(&attributes, memory, bytes);
  pthread_t thread;
  ASSERT_EQ(pthread_create(
                &thread, &attributes,
                [](void *p) -> void * {
                  auto &call = *static_cast<Call *>(p);
                  call.frame =
                      static_cast<char *>(__builtin_frame_address(0));
                  call.fn(call.x.data<float>().data(),
                          const_cast<float *>(call.y.data<float>().data()),
                          call.arena);
                  return nullptr;
                },
                &call),
            0);
  pthread_join(thread, nullptr);
  const char *touched = std::find_if(memory, memory + bytes,
                                     [](char c) { return c != 0x5A; });
  size_t own = 128; // of the function above
  EXPECT_LE(size_t(call.frame - touched), stack + own);
  std::free(memory);
  std::free(call.arena);
  EXPECT_EQ(std::memcmp(call.y.bytes(), jit(f)(x).bytes(), 4 * 512 * 512), 0);
}

TEST_F(Export, TheCallersParallelForGivesTheBitsOfJit) {
  auto f = [](const Array &x, const Array &w) {
    return std::tuple(softmax(tanh(matmul(x, w)), 1), sum(exp(x)), cumsum(w));
  };
  Array x = wave({301, 257}, 1.9f), w = wave({257, 403}, 0.7f);
  ExportOptions options;
  options.object = at("shared.o");
  options.cpu = "native";
  options.parallelFor = true;
  exportObject(f, std::tuple(x, w), options);
  using Fn = int(const float *, const float *, float *, float *, float *,
                 void *, weft_parallel_for_fn, void *);
  auto *fn = load<Fn>("shared.o", "shared");
  ASSERT_TRUE(fn);
  auto [rows, total, running] = jit(f)(x, w);
  void *arena = std::aligned_alloc(64, 1 << 23);
  for (weft_parallel_for_fn parallelFor : {inTwo, weft_parallel_for_fn()}) {
    std::vector<float> r(301 * 403), t(1), c(257 * 403);
    int shared = 0;
    ASSERT_EQ(fn(x.data<float>().data(), w.data<float>().data(), r.data(),
                 t.data(), c.data(), arena, parallelFor, &shared),
              0);
    EXPECT_EQ(shared > 0, parallelFor != nullptr);
    EXPECT_EQ(std::memcmp(r.data(), rows.bytes(), 4 * r.size()), 0);
    EXPECT_EQ(std::memcmp(t.data(), total.bytes(), 4), 0);
    EXPECT_EQ(std::memcmp(c.data(), running.bytes(), 4 * c.size()), 0);
  }
  std::free(arena);
  // The header stands beside abi.h: C refuses types that differ.
  std::ofstream(at("both.c")) << "#include <weft/runtime/abi.h>\n"
                                 "#include \"shared.h\"\n"
                                 "char arena[SHARED_ARENA_BYTES < 1 << 23];\n";
  std::string compile = std::string(WEFT_TEST_CC) +
                        " -std=c11 -Wall -Werror -c -I'" WEFT_TEST_INCLUDE
                        "' -I'" + folder.string() + "' '" + at("both.c") +
                        "' -o '" + at("both.o") + "'";
  EXPECT_EQ(std::system(compile.c_str()), 0);
}

TEST_F(Export, MistakesAreNamed) {
  auto f = [](const Array &x) { return x + 1; };
  // The line of exportObject is written (here).
  std::string line = std::string(__FILE__) + ":" + std::to_string(__LINE__ + 3);
  auto message = [&](const ExportOptions &options) {
    try {
      exportObject(f, std::tuple(spec(Dtype::F32, {3})), options);
    } catch (const Error &e) {
      std::string text = e.what();
      if (size_t at = text.find(line); at != text.npos)
        text.replace(at, line.size(), "here");
      return text;
    }
    return std::string("nothing is thrown");
  };
  ExportOptions options;
  options.object = at("no/such.o");
  EXPECT_EQ(message(options), "[write] the file cannot be written. Received '" +
                                  at("no/such.o") +
                                  "': No such file or directory. (here)");
  options.object = at("f.o");
  options.name = "int";
  EXPECT_EQ(message(options),
            "[exportObject] the name must be one that C takes for a function. "
            "Received 'int'. (here) Hint: ExportOptions::name gives another.");
  options.name = "";
  options.cpu = "z80";
  EXPECT_TRUE(message(options).starts_with("[compile] unknown CPU 'z80' for "))
      << message(options);
  // A failure leaves nothing behind, and the next call works.
  EXPECT_FALSE(fs::exists(at("f.o")));
  options.cpu = "";
  EXPECT_EQ(message(options), "nothing is thrown");
  EXPECT_TRUE(fs::exists(at("f.o")));
}

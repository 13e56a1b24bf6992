// Operations that Weft composes when it imports them: against numbers that
// XLA:CPU of jaxlib 0.10.2 gave, or that can be said by heart.
#include "Api/Execute.h"
#include "Interchange/Module.h"
#include "weft/weft.h"
#include <gtest/gtest.h>

using namespace weft;
using namespace weft::ir;

namespace {
/// The results of a function "(…) -> (…) { … }".
Arrays run(const std::string &function, const Arrays &in) {
  auto functions = parseModuleText("func.func public @main" + function, "test");
  if (!functions.ok())
    throw UserError(std::string(functions.status().message()));
  auto program = compileBody(*functions->front().body, {}, {},
                             std::source_location());
  std::vector<const Array *> pointers;
  for (const Array &a : in)
    pointers.push_back(&a);
  return ir::run(*program, pointers, {}, "test");
}
void expectNear(const Array &got, const std::vector<double> &want) {
  auto values = got.toVector<double>();
  ASSERT_EQ(values.size(), want.size());
  for (size_t i = 0; i < want.size(); ++i)
    EXPECT_NEAR(values[i], want[i], 2e-6 * (1 + std::abs(want[i])))
        << "element " << i;
}
Array table(std::vector<float> values, int64_t columns) {
  int64_t rows = static_cast<int64_t>(values.size()) / columns;
  return reshape(array<float>(values), {rows, columns});
}

struct Norm {
  Array x = table({1, 2, 3, 6, 2, 0.5}, 2), scale = array<float>({2, 3}),
        offset = array<float>({1, -1}), mean = array<float>({0.5, 1}),
        variance = array<float>({4, 0.25});
};
constexpr const char *options =
    "<{epsilon = 1.0e-3 : f32, feature_index = 1 : i64}>";
} // namespace

TEST(Stablehlo, BatchNormInference) {
  Norm n;
  Arrays y = run(
      std::string("(%x: tensor<3x2xf32>, %s: tensor<2xf32>, %o: tensor<2xf32>, "
                  "%m: tensor<2xf32>, %v: tensor<2xf32>) -> tensor<3x2xf32> {\n"
                  "%0 = \"stablehlo.batch_norm_inference\"(%x, %s, %o, %m, "
                  "%v) ") +
          options +
          " : (tensor<3x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, "
          "tensor<2xf32>) -> tensor<3x2xf32>\nreturn %0 : tensor<3x2xf32>\n}",
      {n.x, n.scale, n.offset, n.mean, n.variance});
  expectNear(y[0], {1.4999375, 4.988036, 3.4996874, 28.940182, 2.4998126,
                    -3.994018});
}
TEST(Stablehlo, BatchNormTraining) {
  Norm n;
  Arrays y = run(
      std::string("(%x: tensor<3x2xf32>, %s: tensor<2xf32>, %o: tensor<2xf32>)"
                  " -> (tensor<3x2xf32>, tensor<2xf32>, tensor<2xf32>) {\n"
                  "%0:3 = \"stablehlo.batch_norm_training\"(%x, %s, %o) ") +
          options +
          " : (tensor<3x2xf32>, tensor<2xf32>, tensor<2xf32>) -> "
          "(tensor<3x2xf32>, tensor<2xf32>, tensor<2xf32>)\n"
          "return %0#0, %0#1, %0#2 : tensor<3x2xf32>, tensor<2xf32>, "
          "tensor<2xf32>\n}",
      {n.x, n.scale, n.offset});
  expectNear(y[0], {-1.4476545, -2.0768375, 3.4476545, 3.091982, 1,
                    -4.015145});
  expectNear(y[1], {2, 2.8333335});
  expectNear(y[2], {0.6666667, 5.388889});
}
TEST(Stablehlo, BatchNormGrad) {
  Norm n;
  Arrays y = run(
      std::string("(%x: tensor<3x2xf32>, %s: tensor<2xf32>, %m: tensor<2xf32>, "
                  "%v: tensor<2xf32>, %c: tensor<3x2xf32>) -> "
                  "(tensor<3x2xf32>, tensor<2xf32>, tensor<2xf32>) {\n"
                  "%0:3 = \"stablehlo.batch_norm_grad\"(%x, %s, %m, %v, %c) ") +
          options +
          " : (tensor<3x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, "
          "tensor<3x2xf32>) -> (tensor<3x2xf32>, tensor<2xf32>, "
          "tensor<2xf32>)\nreturn %0#0, %0#1, %0#2 : tensor<3x2xf32>, "
          "tensor<2xf32>, tensor<2xf32>\n}",
      {n.x, n.scale, n.mean, n.variance, table({1, -2, 0.5, 3, 0, 1}, 2)});
  expectNear(y[0], {0.427048206, -115.371086, -0.36444667, -483.042908,
                    -0.718605518, 51.6975098});
  expectNear(y[1], {0.8748906, 24.95015});
  expectNear(y[2], {1.5, 2});
}

/// A body over scalars becomes one over arrays.
TEST(Stablehlo, MapAppliesItsBodyToEachElement) {
  Arrays y = run(R"((%x: tensor<2x2xf32>, %y: tensor<2x2xf32>)
      -> tensor<2x2xf32> {
    %0 = "stablehlo.map"(%x, %y) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%a: tensor<f32>, %b: tensor<f32>):
      %two = stablehlo.constant dense<2.0> : tensor<f32>
      %1 = stablehlo.multiply %a, %b : tensor<f32>
      %2 = stablehlo.add %1, %two : tensor<f32>
      stablehlo.return %2 : tensor<f32>
    }) : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x2xf32>
    return %0 : tensor<2x2xf32>
  })",
                 {table({1, 2, 3, 4}, 2), table({5, 6, 7, 8}, 2)});
  expectNear(y[0], {7, 14, 23, 34});
}
TEST(Stablehlo, TuplesAreTakenApart) {
  Arrays y = run(R"((%x: tensor<2xf32>, %y: tensor<2xf32>) -> tensor<2xf32> {
    %0 = stablehlo.tuple %x, %y : tuple<tensor<2xf32>, tensor<2xf32>>
    %1 = stablehlo.get_tuple_element %0[1] : (tuple<tensor<2xf32>,
        tensor<2xf32>>) -> tensor<2xf32>
    return %1 : tensor<2xf32>
  })",
                 {array<float>({1, 2}), array<float>({3, 4})});
  expectNear(y[0], {3, 4});
}
/// Bools by `and`, and what subtracts: kinds of scatter that Weft has no op for.
TEST(Stablehlo, ScatterByAndAndBySubtract) {
  auto scatter = [](const std::string &element, const std::string &body) {
    std::string x = "tensor<4x" + element + ">", e = "tensor<" + element + ">";
    return "(%x: " + x + ", %i: tensor<4x1xi32>, %u: " + x + ") -> " + x +
           " {\n%0 = \"stablehlo.scatter\"(%x, %i, %u) "
           "<{scatter_dimension_numbers = #stablehlo.scatter<"
           "inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], "
           "index_vector_dim = 1>}> ({\n^bb0(%a: " + e + ", %b: " + e +
           "):\n%1 = stablehlo." + body + " %a, %b : " + e +
           "\nstablehlo.return %1 : " + e + "\n}) : (" + x +
           ", tensor<4x1xi32>, " + x + ") -> " + x + "\nreturn %0 : " + x +
           "\n}";
  };
  Array places = reshape(array<int32_t>({0, 1, 2, 3}), {4, 1});
  Array x = astype(array<int32_t>({0, 0, 1, 1}), Dtype::Bool);
  Array u = astype(array<int32_t>({0, 1, 0, 1}), Dtype::Bool);
  expectNear(run(scatter("i1", "and"), {x, places, u})[0], {0, 0, 0, 1});
  expectNear(run(scatter("i1", "or"), {x, places, u})[0], {0, 1, 1, 1});
  Array twice = reshape(array<int32_t>({0, 2, 0, 3}), {4, 1});
  expectNear(run(scatter("f32", "subtract"),
                 {array<float>({1, 2, 3, 4}), twice,
                  array<float>({10, 20, 30, -40})})[0],
             {-39, 2, -17, 44});
}
/// In the order of the real, then the imaginary parts: by the body, for there is
/// no extremum of complex numbers.
TEST(Stablehlo, ExtremaOfComplexNumbers) {
  using C = std::complex<float>;
  Array x = array(std::vector<C>{{1, 5}, {3, -2}, {3, 1}, {-4, 9}});
  auto values = [](const Array &y) { return y.toVector<std::complex<double>>(); };
  using Values = std::vector<std::complex<double>>;
  auto reduce = [&](const std::string &body) {
    return run("(%x: tensor<4xcomplex<f32>>) -> tensor<complex<f32>> {\n"
               "%c = stablehlo.constant dense<(2.0,0.0)> : "
               "tensor<complex<f32>>\n"
               "%0 = stablehlo.reduce(%x init: %c) applies stablehlo." + body +
               " across dimensions = [0] : (tensor<4xcomplex<f32>>, "
               "tensor<complex<f32>>) -> tensor<complex<f32>>\n"
               "return %0 : tensor<complex<f32>>\n}",
               {x})[0];
  };
  EXPECT_EQ(values(reduce("maximum")), (Values{{3, 1}}));
  EXPECT_EQ(values(reduce("minimum")), (Values{{-4, 9}}));
  auto window = [&](const std::string &body, const std::string &size,
                    const std::string &padding, const std::string &n) {
    std::string y = "tensor<" + n + "xcomplex<f32>>";
    return run("(%x: tensor<4xcomplex<f32>>) -> " + y + " {\n"
               "%c = stablehlo.constant dense<(2.0,0.0)> : "
               "tensor<complex<f32>>\n"
               "%0 = \"stablehlo.reduce_window\"(%x, %c) <{window_dimensions = "
               "array<i64: " + size + ">, padding = dense<[[" + padding +
               ", 0]]> : tensor<1x2xi64>}> ({\n"
               "^bb0(%a: tensor<complex<f32>>, %b: tensor<complex<f32>>):\n"
               "%1 = stablehlo." + body + " %a, %b : tensor<complex<f32>>\n"
               "stablehlo.return %1 : tensor<complex<f32>>\n}) : "
               "(tensor<4xcomplex<f32>>, tensor<complex<f32>>) -> " + y +
               "\nreturn %0 : " + y + "\n}",
               {x})[0];
  };
  EXPECT_EQ(values(window("maximum", "2", "0", "3")),
            (Values{{3, -2}, {3, 1}, {3, 1}}));
  EXPECT_EQ(values(window("minimum", "2", "0", "3")),
            (Values{{1, 5}, {2, 0}, {-4, 9}}));
  // All up to each, which of floats is cummax.
  EXPECT_EQ(values(window("maximum", "4", "3", "4")),
            (Values{{2, 0}, {3, -2}, {3, 1}, {3, 1}}));
}
/// One after another: the second update of a place sees the first; one that
/// does not lie within is left out.
TEST(Stablehlo, ScatterByAnyBody) {
  Arrays y = run(R"((%x: tensor<3xf32>, %i: tensor<4x1xi32>, %u: tensor<4xf32>)
      -> tensor<3xf32> {
    %0 = "stablehlo.scatter"(%x, %i, %u) <{scatter_dimension_numbers =
        #stablehlo.scatter<inserted_window_dims = [0],
        scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
    ^bb0(%a: tensor<f32>, %b: tensor<f32>):
      %1 = stablehlo.multiply %a, %a : tensor<f32>
      %2 = stablehlo.subtract %b, %1 : tensor<f32>
      stablehlo.return %2 : tensor<f32>
    }) : (tensor<3xf32>, tensor<4x1xi32>, tensor<4xf32>) -> tensor<3xf32>
    return %0 : tensor<3xf32>
  })",
                 {array<float>({2, 3, 4}),
                  reshape(array<int32_t>({0, 2, 0, 5}), {4, 1}),
                  array<float>({1, 10, 5, 7})});
  expectNear(y[0], {-4, 3, -6}); // 5 - (1 - 2²)², 3, 10 - 4²
}
/// Windows, several arrays and axes of a batch.
TEST(Stablehlo, ScatterByAnyBodyOfSeveralArrays) {
  Arrays y = run(R"((%x: tensor<2x3xf32>, %z: tensor<2x3xf32>,
      %i: tensor<2x1xi32>, %u: tensor<2xf32>, %v: tensor<2xf32>)
      -> (tensor<2x3xf32>, tensor<2x3xf32>) {
    %0:2 = "stablehlo.scatter"(%x, %z, %i, %u, %v) <{scatter_dimension_numbers
        = #stablehlo.scatter<inserted_window_dims = [1],
        input_batching_dims = [0], scatter_indices_batching_dims = [0],
        scatter_dims_to_operand_dims = [1], index_vector_dim = 1>}> ({
    ^bb0(%a: tensor<f32>, %b: tensor<f32>, %c: tensor<f32>, %d: tensor<f32>):
      %1 = stablehlo.subtract %a, %c : tensor<f32>
      %2 = stablehlo.divide %b, %d : tensor<f32>
      stablehlo.return %1, %2 : tensor<f32>, tensor<f32>
    }) : (tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x1xi32>, tensor<2xf32>,
          tensor<2xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>)
    return %0#0, %0#1 : tensor<2x3xf32>, tensor<2x3xf32>
  })",
                 {table({1, 2, 3, 4, 5, 6}, 3), table({1, 2, 3, 4, 5, 6}, 3),
                  reshape(array<int32_t>({2, 0}), {2, 1}),
                  array<float>({10, 20}), array<float>({3, 8})});
  expectNear(y[0], {1, 2, -7, -16, 5, 6});
  expectNear(y[1], {1, 2, 1, 0.5, 5, 6});
}
/// Sums over ragged terms and over ragged rows, by hand.
TEST(Stablehlo, RaggedDotOfContractedGroups) {
  Arrays y = run(R"((%x: tensor<1x3xf32>, %y: tensor<3x1xf32>,
      %n: tensor<2xi32>) -> tensor<2x1x1xf32> {
    %0 = "chlo.ragged_dot"(%x, %y, %n) <{ragged_dot_dimension_numbers =
        #chlo.ragged_dot<lhs_batching_dimensions = [],
        rhs_batching_dimensions = [], lhs_contracting_dimensions = [1],
        rhs_contracting_dimensions = [0], lhs_ragged_dimensions = [1],
        rhs_group_dimensions = []>}> : (tensor<1x3xf32>, tensor<3x1xf32>,
        tensor<2xi32>) -> tensor<2x1x1xf32>
    return %0 : tensor<2x1x1xf32>
  })",
                 {table({1, 2, 3}, 3), table({4, 5, 6}, 1),
                  array<int32_t>({2, 1})});
  expectNear(y[0], {14, 18});
}
TEST(Stablehlo, SizesThatAreConstants) {
  Arrays y = run(R"((%x: tensor<4xf32>) -> (tensor<2xf32>, tensor<6xf32>) {
    %a = stablehlo.constant dense<1> : tensor<1xi64>
    %b = stablehlo.constant dense<4> : tensor<1xi64>
    %c = stablehlo.constant dense<2> : tensor<1xi64>
    %z = stablehlo.constant dense<0> : tensor<1xi64>
    %p = stablehlo.constant dense<9.0> : tensor<f32>
    %0 = stablehlo.real_dynamic_slice %x, %a, %b, %c : (tensor<4xf32>,
        tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<2xf32>
    %1 = stablehlo.dynamic_pad %x, %p, %a, %a, %z : (tensor<4xf32>,
        tensor<f32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>)
        -> tensor<6xf32>
    return %0, %1 : tensor<2xf32>, tensor<6xf32>
  })",
                 {array<float>({1, 2, 3, 4})});
  expectNear(y[0], {2, 4});
  expectNear(y[1], {9, 1, 2, 3, 4, 9});
}

/// The start value counts once in each window, as in XLA: (jaxlib 0.10.2.)
TEST(Stablehlo, PaddingOfWindowsIsNoElement) {
  auto text = [](const std::string &body) {
    return "(%x: tensor<4xf32>, %i: tensor<f32>) -> tensor<3xf32> {\n"
           "%0 = \"stablehlo.reduce_window\"(%x, %i) <{window_dimensions = "
           "array<i64: 3>, window_strides = array<i64: 3>, padding = "
           "dense<[[3, 2]]> : tensor<1x2xi64>}> ({\n"
           "^bb0(%a: tensor<f32>, %b: tensor<f32>):\n" +
           body +
           "stablehlo.return %r : tensor<f32>\n}) : (tensor<4xf32>, "
           "tensor<f32>) -> tensor<3xf32>\nreturn %0 : tensor<3xf32>\n}";
  };
  Arrays in{array<float>({1, 2, 3, 4}), Array(.25f)};
  expectNear(run(text("%r = stablehlo.add %a, %b : tensor<f32>\n"), in)[0],
             {.25, 6.25, 4.25});
  expectNear(
      run(text("%r = stablehlo.multiply %a, %b : tensor<f32>\n"), in)[0],
      {.25, 1.5, 1});
  // A body that is no operation of its own: a + b + ab.
  expectNear(run(text("%m = stablehlo.multiply %a, %b : tensor<f32>\n"
                      "%s = stablehlo.add %a, %b : tensor<f32>\n"
                      "%r = stablehlo.add %m, %s : tensor<f32>\n"),
                 in)[0],
             {.25, 1.25 * 2 * 3 * 4 - 1, 1.25 * 5 - 1});
}
/// The real part decides.
TEST(Stablehlo, BoolsOfComplexNumbers) {
  Arrays y = run("(%x: tensor<3xcomplex<f32>>) -> tensor<3xi1> {\n"
                 "%0 = stablehlo.convert %x : (tensor<3xcomplex<f32>>) -> "
                 "tensor<3xi1>\nreturn %0 : tensor<3xi1>\n}",
                 {array(std::vector<std::complex<float>>{
                     {0, 0}, {0, 1}, {1, 0}})});
  expectNear(y[0], {0, 0, 1});
}
TEST(Stablehlo, TuplesOfTuples) {
  Arrays y = run(
      "(%x: tensor<2xf32>, %y: tensor<i32>) -> tensor<i32> {\n"
      "%0 = stablehlo.tuple %x, %y : tuple<tensor<2xf32>, tensor<i32>>\n"
      "%1 = stablehlo.tuple %x, %0 : tuple<tensor<2xf32>, "
      "tuple<tensor<2xf32>, tensor<i32>>>\n"
      "%2 = stablehlo.get_tuple_element %1[1] : (tuple<tensor<2xf32>, "
      "tuple<tensor<2xf32>, tensor<i32>>>) -> tuple<tensor<2xf32>, "
      "tensor<i32>>\n"
      "%3 = stablehlo.get_tuple_element %2[1] : (tuple<tensor<2xf32>, "
      "tensor<i32>>) -> tensor<i32>\nreturn %3 : tensor<i32>\n}",
      {array<float>({1, 2}), Array(7)});
  expectNear(y[0], {7});
}
TEST(Stablehlo, ContractionsOfBools) {
  Arrays y = run(
      "(%x: tensor<2x3xi1>, %y: tensor<3xi1>) -> tensor<2xi1> {\n"
      "%0 = stablehlo.dot_general %x, %y, contracting_dims = [1] x [0] : "
      "(tensor<2x3xi1>, tensor<3xi1>) -> tensor<2xi1>\n"
      "return %0 : tensor<2xi1>\n}",
      {reshape(Array({true, false, true, false, true, false}), {2, 3}),
       Array({true, false, false})});
  expectNear(y[0], {1, 0});
}

//===-- Loops whose counter wraps or jumps over its end -------------------===//
namespace {
/// Σ 0.5^(n-1-i) x[i] over the steps of a loop whose body reads x at its second
/// counter; `next` is what the counters become, `while` the condition on %i.
std::string loopReading(const std::string &type, const std::string &condition,
                        const std::string &next) {
  std::string t = "tensor<" + type + ">";
  return "(%x: tensor<300xf32>) -> (tensor<f32>, " + t + ") {\n"
         "%z = stablehlo.constant dense<0> : " + t + "\n"
         "%f = stablehlo.constant dense<0.0> : tensor<f32>\n"
         "%c0 = stablehlo.constant dense<0> : tensor<i32>\n"
         "%0:3 = stablehlo.while(%i = %c0, %j = %z, %s = %f) : tensor<i32>, " +
         t + ", tensor<f32>\ncond {\n" + condition +
         "stablehlo.return %p : tensor<i1>\n} do {\n"
         "%r = stablehlo.dynamic_slice %x, %j, sizes = [1] : "
         "(tensor<300xf32>, " + t + ") -> tensor<1xf32>\n"
         "%v = stablehlo.reshape %r : (tensor<1xf32>) -> tensor<f32>\n"
         "%h = stablehlo.constant dense<0.5> : tensor<f32>\n"
         "%m = stablehlo.multiply %s, %h : tensor<f32>\n"
         "%a = stablehlo.add %m, %v : tensor<f32>\n" + next +
         "stablehlo.return %ni, %nj, %a : tensor<i32>, " + t +
         ", tensor<f32>\n}\nreturn %0#2, %0#1 : tensor<f32>, " + t + "\n}";
}
std::string condition(const char *direction, int bound) {
  return "%b = stablehlo.constant dense<" + std::to_string(bound) +
         "> : tensor<i32>\n%p = stablehlo.compare " + direction +
         ", %i, %b, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>\n";
}
std::string byOne(const std::string &type, int step = 1) {
  std::string t = "tensor<" + type + ">";
  return "%one = stablehlo.constant dense<" + std::to_string(step) +
         "> : tensor<i32>\n%ni = stablehlo.add %i, %one : tensor<i32>\n"
         "%by = stablehlo.constant dense<1> : " + t +
         "\n%nj = stablehlo.add %j, %by : " + t + "\n";
}
/// The sum where step k reads x[at(k)].
template <class At> double summed(int steps, At at) {
  double sum = 0;
  for (int k = 0; k < steps; ++k)
    sum = 0.5 * sum + std::sin(0.1 * at(k));
  return sum;
}
Array sines() { return sin(0.1f * iota(300, Dtype::F32)); }
} // namespace

TEST(Stablehlo, CountersWrapAsTheirTypeDoes) {
  Arrays y = run(loopReading("ui8", condition("LT", 290), byOne("ui8")),
                 {sines()});
  expectNear(y[0], {summed(290, [](int k) { return k % 256; })});
  expectNear(y[1], {34});
  // XLA moves a start below 0 to 0.
  y = run(loopReading("i8", condition("LT", 200), byOne("i8")), {sines()});
  expectNear(y[0], {summed(200, [](int k) { return k < 128 ? k : 0; })});
  expectNear(y[1], {200 - 256});
}
TEST(Stablehlo, LoopsEndWhereTheirConditionSays) {
  Arrays y = run(loopReading("i32", condition("LE", 5), byOne("i32")),
                 {sines()});
  expectNear(y[0], {summed(6, [](int k) { return k; })});
  expectNear(y[1], {6});
  y = run(loopReading("i32", condition("LE", 6), byOne("i32", 4)), {sines()});
  expectNear(y[0], {summed(2, [](int k) { return k; })});
  y = run(loopReading("i32", condition("NE", 8), byOne("i32", 4)), {sines()});
  expectNear(y[1], {2});
}
TEST(Stablehlo, ALoopWhoseCounterWrapsInItsConditionGoesOn) {
  // i (u8) = 0, 7, …, 252, 3, …: it wraps before it is 253 or more.
  std::string text =
      "(%x: tensor<f32>) -> tensor<f32> {\n"
      "%z = stablehlo.constant dense<0> : tensor<ui8>\n"
      "%0:2 = stablehlo.while(%i = %z, %s = %x) : tensor<ui8>, tensor<f32>\n"
      "cond {\n%b = stablehlo.constant dense<253> : tensor<ui8>\n"
      "%p = stablehlo.compare LT, %i, %b, UNSIGNED : (tensor<ui8>, "
      "tensor<ui8>) -> tensor<i1>\nstablehlo.return %p : tensor<i1>\n} do {\n"
      "%by = stablehlo.constant dense<7> : tensor<ui8>\n"
      "%n = stablehlo.add %i, %by : tensor<ui8>\n"
      "%one = stablehlo.constant dense<1.0> : tensor<f32>\n"
      "%a = stablehlo.add %s, %one : tensor<f32>\n"
      "stablehlo.return %n, %a : tensor<ui8>, tensor<f32>\n}\n"
      "return %0#1 : tensor<f32>\n}";
  int steps = 0;
  for (unsigned char i = 0; i < 253; i += 7)
    ++steps;
  expectNear(run(text, {Array(0.f)})[0], {double(steps)});
}

//===-- Imported functions as any other -----------------------------------===//
namespace {
const char *twoFunctions = R"(
module @jit_f {
  func.func public @main(%x: tensor<3xf32>, %w: tensor<f32>) -> tensor<f32> {
    %0 = call @squares(%x) : (tensor<3xf32>) -> tensor<3xf32>
    %z = stablehlo.constant dense<0.0> : tensor<f32>
    %1 = stablehlo.reduce(%0 init: %z) applies stablehlo.add across dimensions = [0]
        : (tensor<3xf32>, tensor<f32>) -> tensor<f32>
    %2 = stablehlo.multiply %1, %w : tensor<f32>
    return %2 : tensor<f32>
  }
  func.func private @squares(%x: tensor<3xf32>) -> tensor<3xf32> {
    %0 = stablehlo.multiply %x, %x : tensor<3xf32>
    return %0 : tensor<3xf32>
  }
})";
} // namespace

TEST(ImportStablehlo, IsAFunctionLikeAnyOther) {
  ImportedFunction f = importStablehlo(twoFunctions);
  EXPECT_EQ(f.type(), "main(arg0: f32[3], arg1: f32[]) -> (out0: f32[])");
  Array x = array<float>({1, 2, 3}), w = array<float>({2}, {});
  expectNear(f({x, w})[0], {28});
  auto one = [&](Array a) -> Array { return f({a, w})[0]; };
  expectNear(grad(one)(x), {4, 8, 12});
  expectNear(jit(grad(one))(x), {4, 8, 12});
  expectNear(vmap(one)(stack({x, 2 * x})), {28, 112});
  expectNear(hessian(one)(x), {4, 0, 0, 0, 4, 0, 0, 0, 4});
  expectNear(jit(f)(std::vector<Array>{x, w})[0], {28});
  auto product = [&](Array a, Array b) -> Array { return one(a) * f({b, w})[0]; };
  expectNear(std::get<1>(grad<0, 1>(product)(x, x)), {112, 224, 336});
  expectNear(importStablehlo(makeIr(one)(x))({x})[0], {28});
}

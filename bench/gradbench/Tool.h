// A tool for the GradBench suite (gradbench/gradbench): the suite's evals send
// JSON messages, this answers them. The functions are written on Weft's public
// API. Main.cpp speaks the protocol; an eval is a Module.
#ifndef WEFT_BENCH_GRADBENCH_TOOL_H
#define WEFT_BENCH_GRADBENCH_TOOL_H

#include <weft/weft.h>

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace gradbench {

using Json = nlohmann::json;
using weft::Array;
using Numbers = std::vector<double>;

/// A function on one input, compiled: `run` is timed, `output` is not.
struct Prepared {
  std::function<void()> run;
  std::function<Json()> output;
};
/// Reads an input and compiles.
using Evaluation = std::function<Prepared(const Json &input)>;
using Module = std::map<std::string, Evaluation>;

/// f(arguments…) compiled, with what makes an output of its result. The first
/// call, which compiles, is made here.
template <class F, class ToJson, class... A>
Prepared prepare(F f, ToJson toJson, const A &...args) {
  auto compiled = weft::jit(f, {.threads = 1});
  using Result = decltype(compiled(args...));
  auto result = std::make_shared<Result>(compiled(args...));
  return {[=] {
            *result = Result(); // its memory is there for the next
            *result = compiled(args...);
          },
          [=] { return Json(toJson(*result)); }};
}

inline Json number(const Array &x) { return x.item<double>(); }
inline Json numbers(const Array &x) { return x.toVector<double>(); }
/// The rows of a matrix.
Json rows(const Array &x);
/// A list of numbers, or of rows, as an f64 array.
Array vector(const Json &list);
Array matrix(const Json &list);

Module hello();
Module det();
Module lse();
Module llsq();
Module kmeans();
Module ode();
Module gmm();
Module ba();
Module ht();
Module lstm();
Module particle();
Module saddle();

} // namespace gradbench

#endif // WEFT_BENCH_GRADBENCH_TOOL_H

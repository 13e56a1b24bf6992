// Functions compiled ahead of time: an object, a C header and a manifest that
// a program links without any part of Weft; and how a source or a shared
// library offers functions to the command line.
#ifndef WEFT_AOT_H
#define WEFT_AOT_H

#include "weft/detail/Call.h"

#include <functional>

namespace weft {

/// An argument of an exported function by its type alone: an Array that has a
/// shape and a dtype and no value.
inline Array spec(Dtype dtype, const Shape &shape) {
  return detail::shapeOnly(dtype, shape);
}

struct ExportOptions {
  /// The C function's name; empty: the object's file name without its suffix.
  std::string name = {};
  /// Where to write. Empty: beside the object, with the suffix .h or .json.
  std::string object, header = {}, manifest = {};
  /// As `llc -mtriple` and `-mcpu` take them. Empty: this machine's triple,
  /// and a CPU that every machine of that triple can be. "native" is this
  /// machine's CPU; its code gives the same bits as jit.
  std::string target = {}, cpu = {};
  /// As JitOptions::fastMath.
  bool fastMath = false;
  /// The C function takes two more parameters, a parallel-for of the caller's
  /// and its pool, and large loops run on it (the types are in the header).
  /// Without, it is serial. The bits are the same.
  bool parallelFor = false;
};

namespace detail {

/// A function over leaves that a program offers to others.
struct Exported {
  std::string name;
  Leaves like;                    // shapes and dtypes of the leaves
  std::vector<std::string> paths; // ".0.w": leaf w of argument 0
  std::function<Leaves(const Leaves &)> call;
  /// Of the results of the last call.
  std::function<std::vector<std::string>()> resultPaths;
  Where where;
};

template <class F, class Tuple>
Exported makeExported(std::string name, F f, const Tuple &specs, Where where) {
  auto in = std::apply([](const auto &...a) { return argumentTuple<F>(a...); },
                       specs);
  using In = decltype(in);
  struct Held {
    F f;
    In in;
    FlatCall<F, In> flat;
    Held(F f, In in)
        : f(std::move(f)), in(std::move(in)), flat(this->f, this->in) {}
  };
  auto held = std::make_shared<Held>(std::move(f), std::move(in));
  Exported out;
  out.name = std::move(name);
  out.like = treeLeaves(held->in);
  out.paths = leafPaths(held->in);
  out.call = [held](const Leaves &leaves) { return held->flat(leaves); };
  out.resultPaths = [held] { return leafPaths(*held->flat.result); };
  out.where = where;
  return out;
}
/// Whether f takes these trees: a function whose body does not compile, or that
/// has other parameters, is none.
template <class F, class Tuple> inline constexpr bool isCallable = false;
template <class F, class... P>
inline constexpr bool isCallable<F, std::tuple<P...>> =
    std::is_invocable_v<const F &, P &...>;

/// For WEFT_EXPORT; always true.
bool addExport(Exported exported);
void exportFlat(const Exported &exported, const ExportOptions &options);

template <class F, class... A>
bool addExport(const char *name, Where where, F f, const A &...specs) {
  using Declared = typename Parameters<std::decay_t<F>>::Types;
  constexpr bool many = [] {
    if constexpr (std::is_void_v<Declared>)
      return true;
    else
      return std::tuple_size_v<Declared> == sizeof...(A);
  }();
  static_assert(many, "weft: WEFT_EXPORT: the function takes another number of "
                      "arguments than there are specs");
  // Nothing else is instantiated for a function that cannot be called, so that
  // this is the last error.
  if constexpr (many) {
    using Tuple = ArgumentTuple<F, A...>;
    constexpr bool callable = isCallable<F, Tuple>;
    static_assert(callable,
                  "weft: WEFT_EXPORT: the function cannot be called with arrays "
                  "of these specs; where its body has an error, that is told "
                  "above");
    if constexpr (callable)
      if constexpr (!std::is_same_v<CallResult<F, Tuple>, NoResult>)
        return addExport(makeExported(name, std::move(f),
                                      std::tuple<A...>(specs...), where));
  }
  return true;
}

} // namespace detail

/// Compiles f for arguments of the structure, shapes and dtypes of `specs` (a
/// tuple of trees of arrays or `spec`s), and writes an object, a C header and
/// a manifest. The object's one function takes a plain pointer for each leaf,
/// arguments first, then results, and an arena. It needs nothing but libm, and
/// of the compiler's own library (libgcc, compiler-rt) the conversions of f16
/// where the CPU has none.
/// What f captures becomes part of the object.
/// \throws IoError where a file cannot be written, UserError where the target,
/// the CPU or the name is none.
template <class F, class... A>
void exportObject(F f, const std::tuple<A...> &specs,
                  const ExportOptions &options,
                  detail::Where where = detail::Where::current()) {
  detail::exportFlat(
      detail::makeExported(options.name, std::move(f), specs, where), options);
}

} // namespace weft

/// WEFT_EXPORT(name, function, specs...) outside functions, with or without a
/// semicolon: `weft list|dump|run|compile` find the function in the source or
/// in a library made of it. `specs` are the function's arguments, as in
/// exportObject. To a compiler all that stands in a macro's parentheses is on
/// one line: messages and `weft bench --parts` tell a line of the program where
/// the function is defined before, and has a name.
#define WEFT_EXPORT(name, ...)                                                 \
  [[maybe_unused]] static const bool weftExported_##name =                     \
      ::weft::detail::addExport(                                               \
          #name, ::std::source_location::current(), __VA_ARGS__);

#endif // WEFT_AOT_H

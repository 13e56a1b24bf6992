// Out of compiled code and back: printing, callbacks, C functions.
//
// Wherever a function runs that calls one of these — compiled, in a loop, in a
// branch — the host is called when it gets there. An exception that a callback
// throws is thrown by the call of the compiled function, once that has run to
// its end.
#ifndef WEFT_HOST_H
#define WEFT_HOST_H

#include "weft/Array.h"

#include <functional>

namespace weft {

/// What a callback is called with: arrays with values.
using HostArrays = std::vector<Array>;

/// A text with a {} for each array ({{ and }} are braces), and the line it is
/// on.
struct DebugFormat {
  std::string text;
  std::source_location where;
  DebugFormat(const char *text,
              std::source_location where = std::source_location::current())
      : text(text), where(where) {}
};
namespace detail {
void flatDebugPrint(const DebugFormat &format, const HostArrays &args);
}
/// Prints "file:line: text" on the standard output when the function runs, in
/// the order of the program; under vmap once for each lane. Derivatives print
/// what the function prints. A print in a body that is never run is not seen.
/// \throws UserError where {}s and arrays differ in number, or a brace is not
/// doubled.
template <class... A>
void debugPrint(const DebugFormat &format, const A &...args) {
  detail::flatDebugPrint(format, {Array(args)...});
}

/// Calls f when the function runs, in the order of the program; under vmap once
/// for each lane.
void hostCallback(std::function<void(const HostArrays &)> f,
                  const HostArrays &args,
                  std::source_location where = std::source_location::current());

/// What f gives of the arguments; `like` are arrays (or specs) of the shapes
/// and dtypes of its results. f has no effects: it may be called more often
/// than it stands in the program, or not at all. Under vmap it is called for
/// one lane after another. It has no derivative but that of a customJvp or
/// customVjp around it.
/// \throws ShapeError from the call of the compiled function where f gives
/// other types than `like`.
HostArrays
pureCallback(std::function<HostArrays(const HostArrays &)> f,
             const HostArrays &like, const HostArrays &args,
             std::source_location where = std::source_location::current());

/// The same by an `extern "C"` function that the linker knows:
/// `void symbol(const void *const *in, void *const *out)`, dense row-major
/// arrays. In an object file (exportObject) it is left to whoever links it; in
/// this process it must be exported: of a shared library, or of a program that
/// is linked with -rdynamic. \throws UserError where it is not.
HostArrays
externCall(const std::string &symbol, const HostArrays &like,
           const HostArrays &args,
           std::source_location where = std::source_location::current());

} // namespace weft

#endif // WEFT_HOST_H

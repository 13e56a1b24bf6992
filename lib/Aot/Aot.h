// Bodies as objects that a C program links: the object, its header and its
// manifest.
#ifndef WEFT_AOT_AOT_H
#define WEFT_AOT_AOT_H

#include "weft/Dtype.h"

#include "absl/status/statusor.h"

#include <string>
#include <vector>

namespace mlir {
class Region;
} // namespace mlir

namespace weft::aot {

/// An argument or result: where it is in the user's tree, and its type.
struct Port {
  std::string path;
  Dtype dtype;
  std::vector<int64_t> shape;

  int64_t size() const;
  size_t bytes() const { return size_t(size()) * itemSize(dtype); }
  /// "f32[64,10]".
  std::string type() const;
};

/// A C function in the making.
struct Signature {
  std::string name; // in C
  std::vector<Port> args, results;
};

struct Options {
  std::string target, cpu; // empty: this machine's triple, a generic CPU of it
  bool fastMath = false;
  bool assembly = false; // text instead of an object
  /// The C function takes the caller's parallel-for for its large loops.
  bool parallelFor = false;
};

struct Artifact {
  std::string object, header, manifest;
};

/// Weft's version, "0.1.0".
const char *version();
const char *llvmVersion();

/// Whether a C compiler takes `name` for a function's.
bool isIdentifier(const std::string &name);
/// Whether C keeps `name` for itself: functions of its library that an object
/// or a program around it calls, and names such as __x.
bool isOfLibrary(const std::string &name);
/// The names of the C function's parameters: "arg0_w", …, "out0", ….
std::vector<std::string> parameterNames(const Signature &signature);

/// Compiles `body`, which stays as it is. `ir` is its text, for the hash in
/// the manifest.
absl::StatusOr<Artifact> compile(mlir::Region &body, const std::string &ir,
                                 const Signature &signature,
                                 const Options &options);

/// A static library of one object.
absl::StatusOr<std::string> archive(const std::string &member,
                                    const std::string &object);

} // namespace weft::aot

#endif // WEFT_AOT_AOT_H

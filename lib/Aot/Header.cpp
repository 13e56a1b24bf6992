// See Header.h. Plain text: nothing here depends on how code is made.
#include "Aot/Header.h"

#include "nlohmann/json.hpp"

#include <cctype>
#include <set>
#include <string_view>

namespace weft::aot {

const char *version() { return WEFT_VERSION; }

//===-- Ports -------------------------------------------------------------===//
int64_t Port::size() const {
  int64_t n = 1;
  for (int64_t d : shape)
    n *= d;
  return n;
}
std::string Port::type() const {
  std::string out = std::string(shortName(dtype)) + "[";
  for (size_t i = 0; i < shape.size(); ++i)
    out += (i ? "," : "") + std::to_string(shape[i]);
  return out + "]";
}

/// The C type that holds an element, or its real and imaginary parts.
static const char *cType(Dtype dtype) {
  switch (dtype) {
  case Dtype::F32:
  case Dtype::C64:
    return "float";
  case Dtype::F64:
  case Dtype::C128:
    return "double";
  case Dtype::I4:
  case Dtype::I8:
    return "int8_t";
  case Dtype::I16:
    return "int16_t";
  case Dtype::I32:
    return "int32_t";
  case Dtype::I64:
    return "int64_t";
  case Dtype::U16:
  case Dtype::F16:
  case Dtype::BF16:
    return "uint16_t";
  case Dtype::U32:
    return "uint32_t";
  case Dtype::U64:
    return "uint64_t";
  case Dtype::Bool:
  case Dtype::U4:
  case Dtype::U8:
  case Dtype::F8E4M3FN:
  case Dtype::F8E5M2:
    return "uint8_t";
  }
  return "void";
}
/// What the C type does not say.
static const char *elementNote(Dtype dtype) {
  if (isBool(dtype))
    return ", 0 or 1";
  if (isComplex(dtype))
    return ", re and im in turn";
  bool bits = isFloat(dtype) && dtype != Dtype::F32 && dtype != Dtype::F64;
  return bits ? ", as bits" : "";
}

//===-- Names -------------------------------------------------------------===//
bool isIdentifier(const std::string &name) {
  // Of C and of C++, as the header is read by both.
  static const std::set<std::string_view> taken = {
      "alignas",   "alignof",  "and",       "asm",       "auto",
      "bool",      "break",    "case",      "catch",     "char",
      "class",     "const",    "constexpr", "continue",  "decltype",
      "default",   "delete",   "do",        "double",    "else",
      "enum",      "explicit", "export",    "extern",    "false",
      "float",     "for",      "friend",    "goto",      "if",
      "inline",    "int",      "long",      "main",      "mutable",
      "namespace", "new",      "noexcept",  "not",       "nullptr",
      "operator",  "or",       "private",   "protected", "public",
      "register",  "restrict", "return",    "short",     "signed",
      "sizeof",    "static",   "struct",    "switch",    "template",
      "this",      "throw",    "true",      "try",       "typedef",
      "typeid",    "typename", "typeof",    "union",     "unsigned",
      "using",     "virtual",  "void",      "volatile",  "wchar_t",
      "while",     "xor"};
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) ||
      taken.count(name))
    return false;
  for (unsigned char c : name)
    if (!std::isalnum(c) && c != '_')
      return false;
  return true;
}

bool isOfLibrary(const std::string &name) {
  // <math.h>, each with the suffixes f and l as well.
  static const std::set<std::string_view> mathematics = {
      "acos",   "acosh",     "asin",    "asinh",  "atan",      "atan2",
      "atanh",  "cbrt",      "ceil",    "copysign", "cos",     "cosh",
      "erf",    "erfc",      "exp",     "exp2",   "expm1",     "fabs",
      "fdim",   "floor",     "fma",     "fmax",   "fmin",      "fmod",
      "frexp",  "hypot",     "ilogb",   "ldexp",  "lgamma",    "llrint",
      "llround", "log",      "log10",   "log1p",  "log2",      "logb",
      "lrint",  "lround",    "modf",    "nan",    "nearbyint", "nextafter",
      "pow",    "remainder", "remquo",  "rint",   "round",     "scalbn",
      "sin",    "sinh",      "sqrt",    "tan",    "tanh",      "tgamma",
      "trunc"};
  // The rest that objects call or that nearly every C program does.
  static const std::set<std::string_view> others = {
      "abort",  "abs",     "atexit",  "atof",    "atoi",    "bcmp",
      "bsearch", "calloc", "exit",    "fclose",  "fflush",  "fgets",
      "fopen",  "fprintf", "fputs",   "fread",   "free",    "fwrite",
      "getenv", "labs",    "malloc",  "memchr",  "memcmp",  "memcpy",
      "memmove", "memset", "perror",  "printf",  "putchar", "puts",
      "qsort",  "rand",    "realloc", "remove",  "scanf",   "signal",
      "snprintf", "sprintf", "srand", "sscanf",  "strcat",  "strchr",
      "strcmp", "strcpy",  "strlen",  "strncmp", "strtod",  "strtol",
      "system", "time",    "clock",   "errno",   "stdin",   "stdout",
      "stderr"};
  std::string_view plain = name;
  if (plain.ends_with('f') || plain.ends_with('l'))
    plain.remove_suffix(1);
  bool reserved = name.starts_with("__") ||
                  (name.size() > 1 && name[0] == '_' && std::isupper(
                       static_cast<unsigned char>(name[1])));
  return reserved || mathematics.count(name) || mathematics.count(plain) ||
         others.count(name);
}

/// `prefix` and a path's words: ".0.layers[1].w" is "arg0_layers_1_w".
static std::string parameterName(const std::string &prefix,
                                 const std::string &path) {
  std::string out = prefix;
  bool gap = !path.empty() && path[0] == '.' && path.size() > 1 &&
             !std::isdigit(static_cast<unsigned char>(path[1]));
  for (size_t i = 0; i < path.size(); ++i) {
    unsigned char c = path[i];
    if (std::isalnum(c) || c == '_') {
      if (gap && out != prefix + "_")
        out += out.back() == '_' ? "" : "_";
      gap = false;
      out += char(c);
    } else {
      gap |= out != prefix;
    }
  }
  return out;
}

std::vector<std::string> parameterNames(const Signature &signature) {
  std::vector<std::string> out;
  std::set<std::string> taken{"arena", "parallel_for", "pool"};
  auto add = [&](std::string name, size_t number) {
    while (!taken.insert(name).second)
      name += "_" + std::to_string(number);
    out.push_back(std::move(name));
  };
  for (size_t i = 0; i < signature.args.size(); ++i)
    add(parameterName("arg", signature.args[i].path), i);
  for (size_t i = 0; i < signature.results.size(); ++i) {
    const std::string &path = signature.results[i].path;
    add(path.empty() ? "out" + std::to_string(i) : parameterName("out", path),
        i);
  }
  return out;
}

static std::string upper(std::string text) {
  for (char &c : text)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

//===-- The header --------------------------------------------------------===//
/// The types of include/weft/runtime/abi.h, which C and C++ let stand twice.
static const char *parallelForTypes =
    R"(/* One chunk of a parallel loop: iterations begin <= i < end. Any thread. */
typedef void (*weft_range_body)(int64_t begin, int64_t end, void *env);

/* Runs body over a partition of [0, n) into chunks of at least `grain`
 * iterations (the last may be shorter) and returns when all are done. How the
 * range is cut never changes a result. A null function means: run serially. */
typedef void (*weft_parallel_for_fn)(void *pool, int64_t n, int64_t grain,
                                     weft_range_body body, void *env);

)";

std::string cHeader(const Signature &signature, const Facts &facts) {
  std::string macro = upper(signature.name);
  std::vector<std::string> names = parameterNames(signature);
  std::string sizes, notes, parameters;
  auto add = [&](const Port &port, const std::string &name, bool result) {
    std::string size = macro + "_" + upper(name) + "_SIZE";
    sizes += "#define " + size + " " + std::to_string(port.size()) + " /* " +
             port.type() + " */\n";
    notes += " *   " + name + ": " + (result ? "result " : "argument ") +
             (port.path.empty() ? "" : port.path + ", ") + port.type() +
             elementNote(port.dtype) + "\n";
    parameters += (result ? "" : "const ") + std::string(cType(port.dtype)) +
                  " *" + name + " /* " + port.type() + " */,\n    ";
  };
  size_t at = 0;
  for (const Port &port : signature.args)
    add(port, names[at++], false);
  for (const Port &port : signature.results)
    add(port, names[at++], true);
  std::string guard = macro + "_WEFT_H", stackNote, stackSize;
  if (facts.stackBytes) {
    stackNote = " * It takes at most " + macro +
                "_STACK_BYTES of a thread's stack,\n * and what libm takes.\n";
    stackSize = "#define " + macro + "_STACK_BYTES " +
                std::to_string(facts.stackBytes) + "\n";
  }
  return "/* " + signature.name + ": made by Weft " + version() + " for " +
         facts.triple + ",\n * CPU " + facts.cpu +
         ". Link the object and libm.\n"
         " *\n"
         " * Arrays are dense, in row-major order, and aligned to their "
         "elements. Results\n"
         " * overlap neither each other nor the arguments. The arena is "
         "scratch memory of\n"
         " * " +
         macro + "_ARENA_BYTES bytes, aligned to\n * " + macro +
         "_ARENA_ALIGNMENT, for one call at a time;\n"
         " * it may be null where that is 0. Any number of threads may call, "
         "each with an\n"
         " * arena of its own. Nothing is allocated or kept. Returns 0.\n" +
         stackNote + " *\n" + notes + " */\n#ifndef " + guard + "\n#define " + guard +
         "\n\n#include <stdint.h>\n\n#define " + macro + "_ARENA_BYTES " +
         std::to_string(facts.arenaBytes) + "\n#define " + macro +
         "_ARENA_ALIGNMENT 64\n" + stackSize + "/* In elements. */\n" + sizes +
         "\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n" +
         (facts.parallelFor ? parallelForTypes : "") + "int " +
         signature.name + "(\n    " + parameters + "void *arena" +
         (facts.parallelFor
              ? ",\n    weft_parallel_for_fn parallel_for, void *pool"
              : "") +
         ");\n\n#ifdef __cplusplus\n}\n#endif\n#endif\n";
}

//===-- The manifest ------------------------------------------------------===//
std::string manifest(const Signature &signature, const Facts &facts) {
  using Json = nlohmann::ordered_json;
  std::vector<std::string> names = parameterNames(signature);
  size_t at = 0;
  auto ports = [&](const std::vector<Port> &list) {
    Json out = Json::array();
    for (const Port &port : list)
      out.push_back({{"name", names[at++]},
                     {"path", port.path},
                     {"dtype", name(port.dtype)},
                     {"shape", port.shape},
                     {"bytes", port.bytes()}});
    return out;
  };
  Json json = {{"weft", version()},
               {"function", signature.name},
               {"target", facts.triple},
               {"cpu", facts.cpu},
               {"features", facts.features}};
  json["arguments"] = ports(signature.args);
  json["results"] = ports(signature.results);
  json["parallel_for"] = facts.parallelFor;
  json["arena"] = {{"bytes", facts.arenaBytes}, {"alignment", 64}};
  if (facts.stackBytes)
    json["stack"] = {{"bytes", facts.stackBytes}};
  json["ir_sha256"] = facts.irHash;
  return json.dump(2) + "\n";
}

} // namespace weft::aot

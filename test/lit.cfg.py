"""lit's configuration: tests in text, read by FileCheck.

A test is a .mlir, a .test or a .cpp file with RUN lines. What it may say:
  weft, weft-opt          this build's programs
  FileCheck, not, split-file, count, llvm-nm, llvm-objdump, llvm-readelf
  %cc, %cxx               the compilers that built Weft, %cxx as C++20
  %weft_include, %weft_libdir, %source_dir, %data
  %ptxas                  after REQUIRES: ptxas
A test whose tool is missing is UNSUPPORTED, which tools/check counts as a skip.
"""

import os

import lit.formats

config.name = "Weft"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test", ".cpp"]
# Beside the tests: models and inputs, and any .cpp without a RUN line, which is
# a GoogleTest file or a model.
config.excludes = ["Inputs"]
for folder, _, files in os.walk(os.path.join(config.weft_source_dir, "test")):
    for name in files:
        if name.endswith(".cpp"):
            with open(os.path.join(folder, name), errors="replace") as f:
                if "RUN:" not in f.read(4096):
                    config.excludes.append(name)
config.test_source_root = os.path.join(config.weft_source_dir, "test")
config.test_exec_root = config.weft_test_binary_dir

bin_dir = os.path.join(config.weft_binary_dir, "bin")
home = os.path.join(config.weft_test_binary_dir, "home")
os.makedirs(home, exist_ok=True)

# As little of the user's environment as will do: a test must not see his cache.
kept = ("LANG", "LD_LIBRARY_PATH", "TMPDIR", "ASAN_OPTIONS", "LSAN_OPTIONS",
        "UBSAN_OPTIONS", "TSAN_OPTIONS")
config.environment = {k: os.environ[k] for k in kept if k in os.environ}
config.environment["PATH"] = os.pathsep.join(
    [bin_dir, config.llvm_tools_dir, "/usr/local/bin", "/usr/bin", "/bin"])
config.environment["HOME"] = home
config.environment["XDG_CACHE_HOME"] = os.path.join(home, ".cache")
config.environment["WEFT_CACHE_DIR"] = ""

lib_dir = os.path.join(config.weft_binary_dir, "lib")
include_dir = os.path.join(config.weft_source_dir, "include")
config.substitutions += [
    ("%cxx", config.cxx + " -std=c++20"),
    ("%cc", config.cc),
    ("%weft_include", include_dir),
    ("%weft_libdir", lib_dir),
    ("%source_dir", config.weft_source_dir),
    ("%data", os.path.join(config.weft_source_dir, "data")),
]

if config.ptxas and os.access(config.ptxas, os.X_OK):
    config.available_features.add("ptxas")
    config.substitutions.append(("%ptxas", config.ptxas))
    config.environment["WEFT_PTXAS"] = config.ptxas
if config.host_cpu in ("x86_64", "AMD64"):
    config.available_features.add("x86_64")
    with open("/proc/cpuinfo") as f:
        flags = next((l for l in f if l.startswith("flags")), "").split()
    for isa in ("avx2", "avx512f"):
        if isa in flags:
            config.available_features.add(isa)
for sanitizer in filter(None, config.sanitize.split(",")):
    config.available_features.add(
        {"address": "asan", "undefined": "ubsan", "thread": "tsan"}[sanitizer])

# A compile that hangs ends with its own test, not with ctest's limit for all.
try:
    import psutil  # noqa: F401  (lit's time limit needs it)
    lit_config.maxIndividualTestTime = 120
except ImportError:
    pass

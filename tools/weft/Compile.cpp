// weft compile: an object, a library or assembly, with a C header and a
// manifest.
#include "Commands.h"
#include "Model.h"
#include "Process.h"
#include "Transforms.h"
#include "weft/Error.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace fs = std::filesystem;
namespace weft::cli {
namespace {
struct Options {
  ModelArgument model;
  Transforms transforms;
  std::string output, header, manifest, name, target, cpu, emit = "obj";
  bool parallelFor = false;
};

const char *suffixOf(const std::string &emit) {
  return emit == "asm"      ? ".s"
         : emit == "static" ? ".a"
         : emit == "shared" ? ".so"
                            : ".o";
}

/// The function's own name if C takes it, else the file's (`main` is the
/// program's own).
std::string cName(const Options &o, const std::string &function) {
  if (!o.name.empty())
    return o.name;
  std::string stem = fs::path(o.output).stem().string();
  bool taken = !aot::isIdentifier(function) || aot::isOfLibrary(function);
  return taken && !stem.empty() ? stem : function;
}

/// Nothing is written over the model, and no output over another.
void checkOutputs(const std::string &model,
                  std::initializer_list<std::string> outputs) {
  std::vector<fs::path> taken{fs::weakly_canonical(fs::absolute(model))};
  for (const std::string &output : outputs) {
    fs::path path = fs::weakly_canonical(fs::absolute(output));
    if (path == taken[0])
      throw UserError(Message{"compile", "the model must not be written over",
                              "'" + output + "'", "", "give another by -o"});
    if (std::ranges::count(taken, path))
      throw UserError(Message{"compile", "two outputs must not have one name",
                              "'" + output + "'", "",
                              "-o, --header and --manifest give them"});
    taken.push_back(path);
  }
}

/// A shared library of one object.
std::string link(const std::string &object) {
  TemporaryFolder folder;
  std::string from = folder.path() + "/model.o", to = folder.path() + "/model";
  detail::writeText(from, object);
  const char *cc = std::getenv("CC");
  if (runProgram({cc && *cc ? cc : "cc", "-shared", from, "-o", to, "-lm"}))
    throw UserError(Message{"compile", "the object does not link", "", "",
                            "the linker's messages are above"});
  std::ifstream library(to, std::ios::binary);
  return {std::istreambuf_iterator<char>(library), {}};
}

void compileModel(const Options &given) {
  Options o = given;
  auto f = o.transforms.apply(Model(o.model.path).function(o.model.fn));
  if (o.output.empty())
    o.output = (o.name.empty() ? f.name() : o.name) + suffixOf(o.emit);
  auto beside = [&](const std::string &given, const char *suffix) {
    return given.empty() ? fs::path(o.output).replace_extension(suffix).string()
                         : given;
  };
  std::string header = beside(o.header, ".h"),
              manifest = beside(o.manifest, ".json");
  checkOutputs(o.model.path, {o.output, header, manifest});
  aot::Options options;
  options.target = o.target;
  options.cpu = o.cpu;
  options.assembly = o.emit == "asm";
  options.parallelFor = o.parallelFor;
  aot::Artifact made = f.compile(cName(o, f.name()), options);
  if (o.emit == "static") {
    auto archive = aot::archive(f.name() + ".o", made.object);
    if (!archive.ok())
      throw InternalError(std::string(archive.status().message()));
    made.object = *archive;
  }
  if (o.emit == "shared")
    made.object = link(made.object);
  detail::writeText(o.output, made.object);
  detail::writeText(header, made.header);
  detail::writeText(manifest, made.manifest);
}
} // namespace

void addCompile(CLI::App &app) {
  auto *command = app.add_subcommand(
      "compile", "an object that needs nothing but libm, and its C header");
  auto o = std::make_shared<Options>();
  o->model.add(*command, /*withFunction=*/true);
  o->transforms.add(*command);
  command->add_option("-o", o->output, "the object; default: FN.o");
  command->add_option("--header", o->header, "default: the object's name, .h");
  command->add_option("--manifest", o->manifest,
                      "default: the object's name, .json");
  command->add_option("--name", o->name, "of the C function; default: FN");
  command->add_option("--target", o->target, "triple; default: this machine's");
  command->add_option("--cpu", o->cpu,
                      "CPU; default: what every machine of the triple has; "
                      "native: this one's");
  command->add_flag("--parallel-for", o->parallelFor,
                    "the C function takes the caller's parallel-for");
  command->add_option("--emit", o->emit, "what to write")
      ->capture_default_str()
      ->check(CLI::IsMember({"obj", "static", "shared", "asm"}));
  command->callback([o] { compileModel(*o); });
}

} // namespace weft::cli

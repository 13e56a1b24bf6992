// See Model.h.
#include "Model.h"
#include "Process.h"
#include "Source.h"
#include "weft/Error.h"

#include <dlfcn.h>
#include <filesystem>

namespace fs = std::filesystem;
namespace weft::cli {

void ModelArgument::add(CLI::App &command, bool withFunction) {
  command
      .add_option("MODEL", path,
                  "a .mlir file, a shared library (.so), or a C++ source with "
                  "WEFT_EXPORT")
      ->required();
  if (withFunction)
    command.add_option("--fn", fn,
                       "the function (may be left out where there is one, or "
                       "one called main)");
}

/// The library stays: the functions' code is in it.
static void load(const std::string &library, const std::string &model) {
  std::string path = fs::absolute(library).string();
  if (!dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
    const char *said = dlerror();
    throw UserError(Message{"model", "the shared library cannot be loaded",
                            "'" + model + "': " + (said ? said : ""), "", ""});
  }
}

static void compileAndLoad(const std::string &source) {
  TemporaryFolder folder;
  load(compileSource(source, folder.path()), source);
}

Model::Model(const std::string &path) : path(path) {
  if (!fs::exists(path))
    throw IoError(
        Message{"model", "there is no such file", "'" + path + "'", "", ""});
  std::string suffix = fs::path(path).extension().string();
  if (suffix == ".mlir" || suffix == ".mlirbc") {
    read = detail::readModel(path);
    for (const detail::ModelFunction &f : read)
      functionNames.push_back(f.name());
    return;
  }
  size_t before = detail::allExported().size();
  if (suffix == ".so")
    load(path, path);
  else if (suffix == ".cpp" || suffix == ".cc" || suffix == ".cxx")
    compileAndLoad(path);
  else
    throw UserError(Message{"model",
                            "a model is a .mlir, .so, .cpp, .cc or .cxx file",
                            "'" + path + "'", "", ""});
  const auto &all = detail::allExported();
  for (size_t i = before; i < all.size(); ++i) {
    exported.push_back(&all[i]);
    functionNames.push_back(all[i].name);
  }
  if (exported.empty())
    throw UserError(Message{"model", "the model exports no function",
                            "'" + path + "'", "",
                            "say WEFT_EXPORT(name, function, specs...)"});
}

/// What a model's function throws of its own says nothing of Weft.
static detail::ModelFunction traced(detail::Exported f) {
  f.call = [call = f.call, name = f.name](const detail::Leaves &in) {
    try {
      return call(in);
    } catch (const Error &) {
      throw;
    } catch (const std::bad_alloc &) {
      throw;
    } catch (const std::exception &e) {
      throw UserError(Message{"model", "the function throws an exception",
                              "'" + std::string(e.what()) + "' from '" + name +
                                  "'",
                              "", ""});
    }
  };
  return detail::ModelFunction(f);
}

detail::ModelFunction Model::function(const std::string &name) const {
  std::string wanted = name;
  if (wanted.empty())
    wanted = functionNames.size() == 1 ? functionNames[0] : "main";
  auto at = std::find(functionNames.begin(), functionNames.end(), wanted);
  if (at == functionNames.end()) {
    std::string known;
    for (const std::string &one : functionNames)
      known += (known.empty() ? "" : ", ") + one;
    throw UserError(
        Message{"model",
                name.empty() ? "there are several functions"
                             : "there is no such function",
                name.empty() ? known : "'" + name + "'", "",
                name.empty() ? "name one by --fn" : "there are " + known});
  }
  size_t i = at - functionNames.begin();
  return read.empty() ? traced(*exported[i]) : read[i];
}

} // namespace weft::cli

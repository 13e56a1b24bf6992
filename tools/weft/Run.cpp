// weft run: a function on arrays from .npy files.
#include "Commands.h"
#include "Model.h"
#include "Transforms.h"
#include "weft/Error.h"
#include "weft/io/Npy.h"

#include <filesystem>

namespace weft::cli {
namespace {
struct Options {
  ModelArgument model;
  Transforms transforms;
  std::vector<std::string> inputs;
  std::string outdir, device = "cpu";
};

detail::Leaves readInputs(const detail::ModelFunction &f,
                          std::vector<std::string> files) {
  std::erase(files, ""); // --inputs '' of a function without arguments
  std::vector<aot::Port> ports = f.args();
  if (files.size() != ports.size())
    throw UserError(Message{
        "run", "there must be a file for each argument",
        std::to_string(files.size()) + " files for " + f.type(), "", ""});
  detail::Leaves out;
  for (size_t i = 0; i < files.size(); ++i) {
    auto wrong = [&](const io::NpyData &data) {
      return Message{"run",
                     "argument " + std::to_string(i) + " must be " +
                         ports[i].type(),
                     aot::Port{"", data.dtype, data.shape}.type() + " in '" +
                         files[i] + "'",
                     "", ""};
    };
    io::NpyData data;
    try {
      data = io::readNpy(files[i], ports[i].dtype, {});
    } catch (const DtypeError &) {
      throw DtypeError(wrong(io::readNpy(files[i])));
    }
    if (data.shape != ports[i].shape)
      throw ShapeError(wrong(data));
    out.push_back(arrayFromBytes(data.bytes.data(), data.dtype, data.shape));
  }
  return out;
}

void runModel(const Options &o) {
  auto sizeOf = [&](size_t leaf, int axis) -> int64_t {
    if (leaf >= o.inputs.size())
      throw UserError(Message{"run", "there must be a file for each argument",
                              std::to_string(o.inputs.size()) + " files", "",
                              ""});
    auto shape = io::readNpy(o.inputs[leaf], {}, {}).shape;
    if (size_t(axis) >= shape.size())
      throw ShapeError(Message{"run", "a mapped argument must have the axis",
                               "axis " + std::to_string(axis) + " of '" +
                                   o.inputs[leaf] + "'",
                               "", ""});
    return shape[axis];
  };
  auto f = o.transforms.apply(Model(o.model.path).function(o.model.fn), sizeOf);
  detail::Leaves results = f.run(readInputs(f, o.inputs), o.device);
  std::error_code error;
  std::filesystem::create_directories(o.outdir, error);
  if (error)
    throw IoError(Message{"run", "the folder cannot be made",
                          "'" + o.outdir + "': " + error.message(), "", ""});
  for (size_t i = 0; i < results.size(); ++i) {
    Shape shape = results[i].shape();
    io::writeNpy(o.outdir + "/out" + std::to_string(i) + ".npy",
                 {results[i].dtype(), shape, results[i].bytes()}, {});
  }
}
} // namespace

void addRun(CLI::App &app) {
  auto *command =
      app.add_subcommand("run", "runs a function on arrays in .npy files");
  auto o = std::make_shared<Options>();
  o->model.add(*command, /*withFunction=*/true);
  o->transforms.add(*command);
  command
      ->add_option("--inputs", o->inputs,
                   "a .npy file for each leaf of the arguments: a.npy,b.npy")
      ->delimiter(',');
  command
      ->add_option("--outdir", o->outdir,
                   "where out0.npy, out1.npy… go, one for each leaf of the "
                   "results")
      ->required();
  command->add_option("--device", o->device, "where to run")
      ->capture_default_str()
      ->check(CLI::IsMember({"cpu", "emulated-gpu"}));
  command->callback([o] { runModel(*o); });
}

} // namespace weft::cli

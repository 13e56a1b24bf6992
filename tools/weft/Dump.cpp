// weft dump: a function as text, at any stage.
#include "Commands.h"
#include "Model.h"
#include "Transforms.h"

#include <iostream>

void weft::cli::addDump(CLI::App &app) {
  struct Options {
    ModelArgument model;
    Transforms transforms;
    std::string emit = "jaxpr", target, cpu = "native", output;
  };
  auto *command = app.add_subcommand("dump", "a function as text");
  auto o = std::make_shared<Options>();
  o->model.add(*command, /*withFunction=*/true);
  o->transforms.add(*command);
  command->add_option("--emit", o->emit, "which stage")
      ->capture_default_str()
      ->check(CLI::IsMember({"jaxpr", "weft", "stablehlo", "linalg", "llvm",
                             "asm", "ptx"}));
  command->add_option("--target", o->target,
                      "triple, for llvm and asm; sm_80 or sm_90, for ptx");
  command->add_option("--cpu", o->cpu, "CPU, for llvm and asm")
      ->capture_default_str();
  command->add_option("-o", o->output, "a file instead of standard output");
  command->callback([o] {
    auto f = o->transforms.apply(Model(o->model.path).function(o->model.fn));
    std::string text = f.show(o->emit, o->target, o->cpu);
    if (o->output.empty())
      std::cout << text;
    else
      detail::writeText(o->output, text);
  });
}

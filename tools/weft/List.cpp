// weft list: the functions of a model with their types.
#include "Commands.h"
#include "Model.h"

#include <iostream>

void weft::cli::addList(CLI::App &app) {
  auto *command = app.add_subcommand("list", "exported functions with types");
  auto argument = std::make_shared<ModelArgument>();
  argument->add(*command, /*withFunction=*/false);
  command->callback([argument] {
    Model model(argument->path);
    for (const std::string &name : model.names())
      std::cout << model.function(name).type() << "\n";
  });
}

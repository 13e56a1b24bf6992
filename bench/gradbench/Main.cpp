// The protocol: a JSON message a line on standard input, an answer a line on
// standard output.
#include "Tool.h"

#include <chrono>
#include <iostream>

using namespace gradbench;

static long nanoseconds() {
  using namespace std::chrono;
  return duration_cast<std::chrono::nanoseconds>(
             steady_clock::now().time_since_epoch())
      .count();
}
static Json timing(const char *name, long from) {
  return {{"name", name}, {"nanoseconds", nanoseconds() - from}};
}

static const std::map<std::string, Module> &modules() {
  static const std::map<std::string, Module> all{
      {"hello", hello()}, {"det", det()},     {"lse", lse()},
      {"llsq", llsq()},   {"kmeans", kmeans()}, {"ode", ode()},
      {"gmm", gmm()},     {"ba", ba()},       {"ht", ht()},
      {"lstm", lstm()},   {"particle", particle()}, {"saddle", saddle()}};
  return all;
}

static void define(const Json &message, Json &answer) {
  const Json &name = message.at("module");
  answer["success"] = modules().contains(name);
  if (answer["success"])
    return;
  std::string all;
  for (const auto &[known, module] : modules())
    all += (all.empty() ? "" : ", ") + known;
  answer["error"] = "there is no module " + name.dump() + "; there are " + all;
}

static void evaluate(const Json &message, Json &answer) {
  auto module = modules().find(message.at("module"));
  if (module == modules().end())
    throw std::runtime_error("there is no such module");
  auto function = module->second.find(message.at("function"));
  if (function == module->second.end())
    throw std::runtime_error("the module has no such function");
  const Json &input = message.at("input");
  long begin = nanoseconds();
  Prepared prepared = function->second(input);
  Json timings = Json::array({timing("prepare", begin)});
  bool repeats = input.is_object();
  int runs = repeats ? input.value("min_runs", 1) : 1;
  double seconds = repeats ? input.value("min_seconds", 0.0) : 0;
  for (long from = nanoseconds();
       runs > 0 || nanoseconds() - from < seconds * 1e9; --runs) {
    long start = nanoseconds();
    prepared.run();
    timings.push_back(timing("evaluate", start));
  }
  answer["output"] = prepared.output();
  answer["timings"] = timings;
  answer["success"] = true;
}

/// To any line, as what is no message has a sender that waits as well.
static Json answerTo(const std::string &line) {
  Json answer{{"id", nullptr}};
  try {
    Json message = Json::parse(line);
    if (!message.is_object())
      throw std::runtime_error("a message is an object of JSON");
    if (!message.contains("id"))
      throw std::runtime_error("the message has no id");
    answer["id"] = message["id"];
    if (message.at("kind") == "start")
      answer["tool"] = "weft";
    else if (message.at("kind") == "define")
      define(message, answer);
    else if (message.at("kind") == "evaluate")
      evaluate(message, answer);
  } catch (const std::exception &e) {
    answer["success"] = false;
    answer["error"] = e.what();
  }
  return answer;
}

int main() {
  for (std::string line; std::getline(std::cin, line);)
    // A text that was cut off may end within a character.
    std::cout << answerTo(line).dump(-1, ' ', false,
                                     Json::error_handler_t::replace)
              << std::endl;
}

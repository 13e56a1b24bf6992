// See Transforms.h.
#include "Transforms.h"
#include "Commands.h"

#include <charconv>

namespace weft::cli {

void Transforms::add(CLI::App &to) {
  command = &to;
  gradient = to.add_flag("--grad{0}", unread,
                         "the gradient; --grad=0,2 in these arguments");
  both = to.add_flag("--value-and-grad{0}", unread,
                     "the value, then the gradient");
  tangent = to.add_flag("--jvp", unread,
                        "arguments and tangents to results and tangents");
  map = to.add_flag("--vmap{0}", unread,
                    "map over an axis; --vmap=0,none,-1 says which per "
                    "argument");
  to.add_option("--vmap-size", sizes,
                "the size of each --vmap's axis, in their order")
      ->delimiter(',');
}

static std::vector<std::string> split(const std::string &text) {
  std::vector<std::string> out;
  std::stringstream in(text);
  for (std::string word; std::getline(in, word, ',');)
    out.push_back(word);
  return out;
}
static int toInt(const std::string &word, const char *option) {
  int value = 0;
  auto [end, error] =
      std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size())
    throw UsageError(std::string(option) + ": '" + word +
                     "' is not a whole number");
  return value;
}
static std::vector<int> argnums(const std::string &text, const char *option) {
  std::vector<int> out;
  for (const std::string &word : split(text))
    out.push_back(toInt(word, option));
  return out;
}
static std::vector<std::optional<int>> axes(const std::string &text) {
  std::vector<std::optional<int>> out;
  for (const std::string &word : split(text))
    out.push_back(word == "none" ? std::nullopt
                                 : std::optional<int>(toInt(word, "--vmap")));
  return out;
}

detail::ModelFunction
Transforms::apply(detail::ModelFunction f,
                  const std::function<int64_t(size_t, int)> &sizeOf) const {
  size_t gradients = 0, boths = 0, maps = 0;
  size_t mapCount = map->count();
  if (!sizes.empty() && sizes.size() != mapCount)
    throw UsageError("--vmap-size has " + std::to_string(sizes.size()) +
                     " sizes and --vmap stands " + std::to_string(mapCount) +
                     " times");
  for (int64_t size : sizes)
    if (size <= 0)
      throw UsageError("--vmap-size must be positive, not " +
                       std::to_string(size));
  for (CLI::Option *option : command->parse_order()) {
    if (option == gradient)
      f = f.grad(argnums(gradient->results()[gradients++], "--grad"), false);
    else if (option == both)
      f = f.grad(argnums(both->results()[boths++], "--value-and-grad"), true);
    else if (option == tangent)
      f = f.jvp();
    else if (option == map) {
      auto which = axes(map->results()[maps]);
      int64_t size = 0;
      if (!sizes.empty())
        size = sizes[maps];
      else if (sizeOf && mapCount == 1) {
        auto [leaf, axis] = f.firstMapped(which);
        size = sizeOf(leaf, axis);
      } else
        throw UsageError("--vmap needs --vmap-size: shapes are static");
      ++maps;
      f = f.vmap(which, size);
    }
  }
  return f;
}

} // namespace weft::cli

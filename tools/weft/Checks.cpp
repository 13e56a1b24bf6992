// See Checks.h. Rule, received, hint, as in every message of Weft.
#include "Checks.h"
#include "weft/Error.h"

#include <charconv>
#include <cmath>

namespace weft::cli {
static std::string wrong(const std::string &rule, const std::string &received,
                         const std::string &hint) {
  return Message{"", rule, "'" + received + "'", "", hint}.str();
}
/// The whole of a word.
template <class T> static bool read(const std::string &word, T &value) {
  const char *end = word.data() + word.size();
  auto [at, error] = std::from_chars(word.data(), end, value);
  return error == std::errc() && at == end;
}

CLI::Validator threadCount() {
  return CLI::Validator(
      [](std::string &word) -> std::string {
        int n = 0;
        if (read(word, n) && n >= 0 && n <= 1024)
          return {};
        return wrong("the option takes a whole number from 0 to 1024", word,
                     "0 is as many as the machine has");
      },
      "");
}
CLI::Validator positiveSeconds() {
  return CLI::Validator(
      [](std::string &word) -> std::string {
        double seconds = 0;
        if (read(word, seconds) && seconds > 0 && seconds <= 3600)
          return {};
        return wrong("the option takes seconds above 0, up to 3600", word,
                     "0.5 is enough for most functions");
      },
      "");
}
CLI::Validator oneOf(std::vector<std::string> words, std::string hint) {
  return CLI::Validator(
      [words, hint](std::string &word) -> std::string {
        std::string all;
        for (const std::string &one : words) {
          if (one == word)
            return {};
          all += (all.empty() ? "" : one == words.back() ? " or " : ", ") + one;
        }
        return wrong("the option takes " + all, word, hint);
      },
      "");
}
} // namespace weft::cli

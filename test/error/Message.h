// What a call throws, as text.
#pragma once
#include "weft/Error.h"
#include <source_location>
#include <string>

namespace weft::test {
/// The message of the Thrown that f throws. The place, which must be a line of
/// this file by the call, is written (here).
template <class Thrown = ShapeError, class F>
std::string
message(F f, std::source_location call = std::source_location::current()) {
  try {
    f();
  } catch (const Thrown &error) {
    std::string text = error.what();
    for (unsigned line = call.line(); line < call.line() + 3; ++line) {
      std::string place =
          std::string(call.file_name()) + ":" + std::to_string(line);
      if (size_t at = text.find(place); at != text.npos)
        return text.replace(at, place.size(), "here");
    }
    return text;
  }
  return "nothing thrown";
}
} // namespace weft::test

// What tests of messages share: one function, and one message in full.
#pragma once
#include "weft/weft.h"

#include <gtest/gtest.h>

#include <string>

namespace weft::test {
/// Runs f, which must throw an E with this message and leave nothing open.
/// The place, a line of this file near the call, is written (here).
template <class E, class F>
void refused(F f, std::string message,
             std::source_location call = std::source_location::current()) {
  try {
    f();
    ADD_FAILURE() << "nothing was thrown instead of: " << message;
  } catch (const E &e) {
    std::string text = e.what();
    for (std::string *t : {&text, &message})
      for (unsigned line = call.line() - 8; line < call.line() + 8; ++line) {
        std::string place =
            std::string(call.file_name()) + ":" + std::to_string(line);
        size_t at = t->find(place + ")");
        if (at != t->npos)
          t->replace(at, place.size(), "here");
      }
    EXPECT_EQ(text, message);
  } catch (const std::exception &e) {
    ADD_FAILURE() << "another type of exception: " << e.what();
  }
  EXPECT_FALSE(detail::isTracing());
  EXPECT_EQ(grad([](Array x) { return x * x; })(3.f).item(), 6);
}
} // namespace weft::test

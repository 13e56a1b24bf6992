// The exceptions of Weft's public edge, by blame: the user, the device, or
// Weft itself. Nothing else is thrown on purpose.
#ifndef WEFT_ERROR_H
#define WEFT_ERROR_H

#include <source_location>
#include <stdexcept>
#include <string>

namespace weft {

/// "file:line" of a place in the user's code; empty where it is unknown.
inline std::string place(const std::source_location &where) {
  if (where.line() == 0)
    return {};
  return std::string(where.file_name()) + ":" + std::to_string(where.line());
}

/// The parts of a message. Each is a phrase without its final full stop; an
/// empty part is left out:
///   [op] rule. Received received. (where) Hint: hint.
struct Message {
  std::string op, rule, received, where, hint;

  std::string str() const {
    std::string text;
    if (!op.empty())
      text += "[" + op + "] ";
    text += rule + ".";
    if (!received.empty())
      text += " Received " + received + ".";
    if (!where.empty())
      text += " (" + where + ")";
    if (!hint.empty())
      text += " Hint: " + hint + ".";
    return text;
  }
};

/// What every exception of Weft is.
class Error : public std::runtime_error {
public:
  explicit Error(const std::string &text) : std::runtime_error(text) {}
  explicit Error(const Message &message) : Error(message.str()) {}
};

/// The call was wrong, and the message says how to put it right.
class UserError : public Error {
public:
  using Error::Error;
};

/// Shapes, axes or sizes do not fit.
class ShapeError : public UserError {
public:
  using UserError::UserError;
};

/// An element type does not fit.
class DtypeError : public UserError {
public:
  using UserError::UserError;
};

/// A traced Array was used where or when it has no value.
class TraceError : public UserError {
public:
  using UserError::UserError;
};

/// A file is missing, malformed or cannot be written.
class IoError : public UserError {
public:
  using UserError::UserError;
};

/// A device is missing, out of memory or failing.
class DeviceError : public Error {
public:
  using Error::Error;
};

/// A bug of Weft; the message says what to report.
class InternalError : public Error {
public:
  using Error::Error;
};

} // namespace weft

#endif // WEFT_ERROR_H

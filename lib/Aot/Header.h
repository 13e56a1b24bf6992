// What goes with an object: a C header and a manifest in JSON.
#ifndef WEFT_AOT_HEADER_H
#define WEFT_AOT_HEADER_H

#include "Aot/Aot.h"

namespace weft::aot {

/// What is known after compilation.
struct Facts {
  uint64_t arenaBytes = 0, stackBytes = 0;
  std::string triple, cpu, features;
  std::string irHash; // SHA-256 of the IR's text, in hexadecimal
  bool parallelFor = false;
};

std::string cHeader(const Signature &signature, const Facts &facts);
std::string manifest(const Signature &signature, const Facts &facts);

} // namespace weft::aot

#endif // WEFT_AOT_HEADER_H

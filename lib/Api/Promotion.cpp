// Which dtype operands of several are converted to: the least upper bound in
// JAX's lattice (docs.jax.dev, "Type promotion semantics").
#include "Api/OpsHelpers.h"

#include <array>

using namespace weft;
using namespace weft::api;

namespace {
/// Places in the lattice: the dtypes, and behind them the weak types.
enum : unsigned { WeakInt = numDtypes, WeakFloat, WeakComplex, numPlaces };
constexpr unsigned at(Dtype dtype) { return static_cast<unsigned>(dtype); }

struct Edge {
  unsigned below, above;
};
constexpr Edge edges[] = {
    {at(Dtype::Bool), WeakInt},        {WeakInt, at(Dtype::I4)},
    {WeakInt, at(Dtype::U4)},          {WeakInt, at(Dtype::I8)},
    {WeakInt, at(Dtype::U8)},          {at(Dtype::I8), at(Dtype::I16)},
    {at(Dtype::I16), at(Dtype::I32)},  {at(Dtype::I32), at(Dtype::I64)},
    {at(Dtype::U8), at(Dtype::I16)},   {at(Dtype::U8), at(Dtype::U16)},
    {at(Dtype::U16), at(Dtype::I32)},  {at(Dtype::U16), at(Dtype::U32)},
    {at(Dtype::U32), at(Dtype::I64)},  {at(Dtype::U32), at(Dtype::U64)},
    {at(Dtype::I64), WeakFloat},       {at(Dtype::U64), WeakFloat},
    {WeakFloat, at(Dtype::F8E4M3FN)},  {WeakFloat, at(Dtype::F8E5M2)},
    {WeakFloat, at(Dtype::F16)},       {WeakFloat, at(Dtype::BF16)},
    {WeakFloat, WeakComplex},          {at(Dtype::F16), at(Dtype::F32)},
    {at(Dtype::BF16), at(Dtype::F32)}, {at(Dtype::F32), at(Dtype::F64)},
    {at(Dtype::F32), at(Dtype::C64)},  {at(Dtype::F64), at(Dtype::C128)},
    {WeakComplex, at(Dtype::C64)},     {at(Dtype::C64), at(Dtype::C128)},
};

/// Per place, a bit for it and for each place above it.
constexpr auto above = [] {
  std::array<uint32_t, numPlaces> bits{};
  for (unsigned i = 0; i < numPlaces; ++i)
    bits[i] = 1u << i;
  for (bool grown = true; grown;) {
    grown = false;
    for (auto [low, high] : edges) {
      uint32_t more = bits[low] | bits[high];
      grown |= more != bits[low];
      bits[low] = more;
    }
  }
  return bits;
}();

unsigned placeOf(Typed type) {
  if (!type.weak)
    return at(type.dtype);
  return isInteger(type.dtype)   ? WeakInt
         : isFloat(type.dtype)   ? WeakFloat
         : isComplex(type.dtype) ? WeakComplex
                                 : at(type.dtype);
}
} // namespace

std::optional<Typed> api::promoted(ArrayRef<Typed> types) {
  bool alike =
      llvm::all_of(types, [&](Typed t) { return t.dtype == types[0].dtype; });
  bool weak = llvm::all_of(types, [](Typed t) { return t.weak; });
  if (alike)
    return Typed{types[0].dtype, weak};
  // Weak types alone keep their widths, and stay weak.
  uint32_t bounds = ~0u;
  for (Typed t : types)
    bounds &= above[weak ? at(t.dtype) : placeOf(t)];
  for (unsigned i = 0; i < numPlaces; ++i) {
    if (above[i] != bounds)
      continue;
    Dtype dtype = i == WeakInt       ? Dtype::I32
                  : i == WeakFloat   ? Dtype::F32
                  : i == WeakComplex ? Dtype::C64
                                     : static_cast<Dtype>(i);
    bool isWeak = weak || i >= WeakInt;
    return Typed{dtype, isWeak && !isBool(dtype)};
  }
  return std::nullopt;
}

Dtype api::inexact(Dtype dtype) {
  if (isFloat(dtype) || isComplex(dtype))
    return dtype;
  return itemSize(dtype) == 8 ? Dtype::F64 : Dtype::F32;
}

Dtype weft::promoteTypes(Dtype x, Dtype y) {
  auto type = promoted({Typed{x, false}, Typed{y, false}});
  if (!type)
    throw DtypeError(Message{"promoteTypes",
                             "no dtype holds the values of both",
                             std::string(shortName(x)) + " and " + shortName(y),
                             "", "convert one with astype"});
  return type->dtype;
}

// Types that are no trees, one per case, and what the compiler must say.
// CompileFail.cmake compiles this file once without a case and once for each
// line "// CASE name: text", with CASE_name defined.
#include "weft/Tree.h"

#include <functional>
#include <memory>
#include <unordered_map>

using namespace weft;

struct Params {
  Array w, b;
};

// CASE Base: a struct with a base class is not a tree by itself. Specialise weft::TreeTraits or use WEFT_FIELDS
#ifdef CASE_Base
struct Bad : Params {
  Array c;
};
// CASE CArray: a struct with a C array as a field is not a tree by itself. Use std::array, or specialise weft::TreeTraits
#elif defined(CASE_CArray)
struct Bad {
  Array a;
  float f[3];
};
// CASE CArrayOfOne: a struct with a C array as a field
#elif defined(CASE_CArrayOfOne)
struct Bad {
  Array a[1];
};
// CASE Reference: a struct or tuple with a reference as a field is not a tree. Hold a value, or specialise weft::TreeTraits
#elif defined(CASE_Reference)
struct Bad {
  Array &a;
};
// CASE ConstReference: a struct or tuple with a reference as a field
#elif defined(CASE_ConstReference)
struct Bad {
  const Array &a;
};
// CASE TupleReference: a struct or tuple with a reference as a field
#elif defined(CASE_TupleReference)
using Bad = std::tuple<Array &>;
// CASE TooMany: a struct with more than 32 fields is not a tree by itself. Nest structs, use WEFT_FIELDS, or specialise weft::TreeTraits
#elif defined(CASE_TooMany)
struct Bad {
  Array a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15,
      a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30,
      a31, a32;
};
// CASE Constructor: this type is neither a tree of Arrays nor a static value. A static value needs operator== and std::hash; for a class with constructors or private members that holds Arrays, specialise weft::TreeTraits
#elif defined(CASE_Constructor)
struct Bad {
  Bad(int);
  Array a;
};
// CASE Static: this type is neither a tree of Arrays nor a static value. A static value needs operator== and std::hash
#elif defined(CASE_Static)
struct Bad {
  Array a;
  std::function<Array(Array)> activation;
};
// CASE Nested: this type is neither a tree of Arrays nor a static value
#elif defined(CASE_Nested)
struct NoHash {
  explicit NoHash(int n) : n(n) {}
  bool operator==(const NoHash &) const = default;
  int n;
};
using Bad = std::vector<std::optional<std::pair<Array, NoHash>>>;
// CASE Unordered: an unordered container gives its elements no fixed order and is not a tree. Use std::map
#elif defined(CASE_Unordered)
using Bad = std::unordered_map<std::string, Array>;
// CASE Pointer: a tree owns its parts by value; a smart pointer is not a tree
#elif defined(CASE_Pointer)
using Bad = std::shared_ptr<Params>;
// CASE RawPointer: what a pointer points to would be neither traced nor differentiated; a pointer is not a tree. Hold a value, or specialise weft::TreeTraits for the type that holds it
#elif defined(CASE_RawPointer)
struct Bad {
  Array *w;
  int k = 0;
};
// CASE ConstPointer: a pointer is not a tree
#elif defined(CASE_ConstPointer)
using Bad = std::vector<const Params *>;
// CASE VoidPointer: a pointer is not a tree
#elif defined(CASE_VoidPointer)
struct Bad {
  Array a;
  void *handle;
};
// CASE BitField: a struct with a bit-field is not a tree: no reference binds to it. Make it a whole member, or specialise weft::TreeTraits
#elif defined(CASE_BitField)
struct Bad {
  Array a;
  unsigned flags : 3;
};
// CASE Text: a view or a pointer to text would outlive what it refers to and is not a tree. Use std::string or std::vector
#elif defined(CASE_Text)
struct Bad {
  Array a;
  const char *name;
};
// CASE Union: a union is not a tree. Specialise weft::TreeTraits
#elif defined(CASE_Union)
union Bad {
  int i;
  float f;
};
// CASE Key: the keys of a map are static; their type needs operator== and std::hash
#elif defined(CASE_Key)
using Bad = std::map<std::vector<int>, Array>;
// CASE Const: new Arrays cannot be put into a const field. Remove the const
#elif defined(CASE_Const)
struct Bad {
  const Params p;
};
// CASE Missing: WEFT_FIELDS does not name all fields of the struct
#elif defined(CASE_Missing)
struct Bad {
  Array w, b;
};
WEFT_FIELDS(Bad, w)
// CASE Traits: this specialisation of weft::TreeTraits has neither fields(T &) nor a pair flatten(const T &), unflatten(parts)
#elif defined(CASE_Traits)
struct Bad {
  Array w, b;
};
template <> struct weft::TreeTraits<Bad> {
  static auto flatten(const Bad &b) { return std::pair(b.w, b.b); }
};
// CASE OtherTypes: this takes trees of one type, and then a function
#elif defined(CASE_OtherTypes)
using Bad = Params;
auto mapped(const Bad &p, const std::pair<Array, Array> &q) {
  return treeMap(p, q, [](Array x, Array) { return x; });
}
#else
using Bad = Params;
#endif

#ifndef CASE_OtherTypes
std::vector<Array> leaves(const Bad &t) { return treeLeaves(t); }
#endif

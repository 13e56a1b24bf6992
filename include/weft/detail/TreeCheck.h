// The static_asserts that meet a type that is no tree. Every walk makes one, so
// that the compiler names the type itself, however deep it lies.
#ifndef WEFT_DETAIL_TREECHECK_H
#define WEFT_DETAIL_TREECHECK_H

#include "weft/detail/TreeKind.h"

namespace weft::detail {

template <class T> struct TreeCheck {
  static constexpr NoTree why = verdict<T>.why;
  static_assert(why != NoTree::Base,
                "Weft: a struct with a base class is not a tree by itself. "
                "Specialise weft::TreeTraits or use WEFT_FIELDS");
  static_assert(why != NoTree::CArray,
                "Weft: a struct with a C array as a field is not a tree by "
                "itself. Use std::array, or specialise weft::TreeTraits");
  static_assert(why != NoTree::BitField,
                "Weft: a struct with a bit-field is not a tree: no reference "
                "binds to it. Make it a whole member, or specialise "
                "weft::TreeTraits");
  static_assert(why != NoTree::Reference,
                "Weft: a struct or tuple with a reference as a field is not a "
                "tree. Hold a value, or specialise weft::TreeTraits");
  static_assert(why != NoTree::TooMany,
                "Weft: a struct with more than 32 fields is not a tree by "
                "itself. Nest structs, use WEFT_FIELDS, or specialise "
                "weft::TreeTraits");
  static_assert(why != NoTree::Undivided,
                "Weft: the fields of this struct cannot be counted. Use "
                "WEFT_FIELDS or specialise weft::TreeTraits");
  static_assert(why != NoTree::Union,
                "Weft: a union is not a tree. Specialise weft::TreeTraits");
  static_assert(why != NoTree::Unordered,
                "Weft: an unordered container gives its elements no fixed "
                "order and is not a tree. Use std::map");
  static_assert(why != NoTree::Pointer,
                "Weft: a tree owns its parts by value; a smart pointer is not "
                "a tree. Specialise weft::TreeTraits for the type that holds "
                "it");
  static_assert(why != NoTree::RawPointer,
                "Weft: what a pointer points to would be neither traced nor "
                "differentiated; a pointer is not a tree. Hold a value, or "
                "specialise weft::TreeTraits for the type that holds it");
  static_assert(why != NoTree::View,
                "Weft: a view or a pointer to text would outlive what it "
                "refers to and is not a tree. Use std::string or std::vector");
  static_assert(why != NoTree::Key,
                "Weft: the keys of a map are static; their type needs "
                "operator== and std::hash");
  static_assert(why != NoTree::Traits,
                "Weft: this specialisation of weft::TreeTraits has neither "
                "fields(T &) nor a pair flatten(const T &), unflatten(parts)");
  static_assert(why != NoTree::Missing,
                "Weft: WEFT_FIELDS does not name all fields of the struct");
  static_assert(why != NoTree::Opaque,
                "Weft: this type is neither a tree of Arrays nor a static "
                "value. A static value needs operator== and std::hash; for a "
                "class with constructors or private members that holds "
                "Arrays, specialise weft::TreeTraits");
  static_assert(!std::is_const_v<T> || !mustChange<T>(),
                "Weft: new Arrays cannot be put into a const field. Remove "
                "the const");
};

} // namespace weft::detail

#endif // WEFT_DETAIL_TREECHECK_H

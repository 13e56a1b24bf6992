// Nodes: counting, making, describing.
#include "Trace/Allocate.h"
#include "Extent.h"
#include "weft/Error.h"
using namespace weft;
using namespace weft::detail;

//===-- Memory ------------------------------------------------------------===//
namespace {
/// A few nodes that a thread has dropped, for those that it makes next. (An
/// address sanitizer is to see each of them freed.)
struct Spares {
#if defined(__SANITIZE_ADDRESS__)
  static constexpr unsigned most = 0;
#else
  static constexpr unsigned most = 64;
#endif
  void *nodes[most + 1];
  unsigned count = 0;
};
} // namespace
// Null at the start, and again once the thread is ending; so without a
// destructor, and in the static block of thread-local storage (as threadCache
// in Runtime/Buffer.cpp).
[[gnu::tls_model("initial-exec")]] static thread_local Spares *spares = nullptr;
static thread_local bool ending = false;

static Spares *attach() {
  struct Detach {
    ~Detach() {
      Spares *mine = std::exchange(spares, nullptr);
      ending = true;
      while (mine->count)
        ::operator delete(mine->nodes[--mine->count]);
      delete mine;
    }
  };
  if (ending)
    return nullptr;
  thread_local Detach detach;
  return spares = new Spares;
}
static void *nodeMemory() {
  static_assert(alignof(Node) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
  if (spares && spares->count)
    return spares->nodes[--spares->count];
  return ::operator new(sizeof(Node));
}
static void drop(Node *node) {
  node->~Node(); // which may drop its donor
  Spares *mine = spares ? spares : attach();
  if (mine && mine->count < Spares::most)
    mine->nodes[mine->count++] = node;
  else
    ::operator delete(node);
}

void detail::retain(Node *node) noexcept {
  node->references.fetch_add(1, std::memory_order_relaxed);
}
void detail::release(Node *node) noexcept {
  // Who holds the only reference needs no locked instruction: nobody else can
  // take another one.
  if (node->references.load(std::memory_order_acquire) == 1 ||
      node->references.fetch_sub(1, std::memory_order_acq_rel) == 1)
    drop(node);
}

const Node &detail::nodeOf(const Array &x, const char *op,
                           const Where *where) {
  auto at = [&] { return where ? place(*where) : ""; };
  if (x.isNull())
    throw UserError(Message{op, "needs an array", "a default-constructed Array",
                            at(), "give every Array a value before its use"});
  if (x.get()->gone)
    throw UserError(Message{op, "the array was donated and is gone",
                            describe(*x.get()), at(),
                            "use the result of the call it was donated to"});
  return *x.get();
}

Array detail::makeConcrete(Dtype dtype, const Dims &dims, bool weak) {
  return allocate("array", {}, dtype, dims, weak);
}
Array detail::allocate(const char *op, const Where &where,
                       const ArrayType &type) {
  rt::BufferRef buffer = rt::Buffer::tryAllocate(type.bytes);
  if (!buffer)
    return allocate(op, where, type.dtype, type.dims, type.weak);
  Array out = makeConcrete(type.dtype, type.dims, type.weak, std::move(buffer));
  out.get()->made = where;
  return out;
}
Array detail::allocate(const char *op, const Where &where, Dtype dtype,
                       const Dims &dims, bool weak) {
  if (!ir::isCountable(dims))
    throw ShapeError(Message{op, ir::countableRule, describe(dtype, dims),
                             place(where), ""});
  int64_t n = itemSize(dtype);
  for (int64_t d : dims)
    n *= d;
  auto buffer = rt::Buffer::allocate(n);
  if (!buffer.ok())
    throw DeviceError(Message{op, "out of memory",
                              describe(dtype, dims) + ", " + std::to_string(n) +
                                  " bytes",
                              place(where), ""});
  Array out = makeConcrete(dtype, dims, weak, *std::move(buffer));
  out.get()->made = where;
  return out;
}
Array detail::makeConcrete(Dtype dtype, const Dims &dims, bool weak,
                           rt::BufferRef buffer) {
  return Array(new (nodeMemory()) Node{.dtype = dtype,
                                       .weak = weak,
                                       .dims = dims,
                                       .buffer = std::move(buffer)});
}

std::string detail::describe(const Node &node) {
  return describe(node.dtype, node.dims);
}
std::string detail::describe(Dtype dtype, std::span<const int64_t> dims) {
  std::string s = std::string(shortName(dtype)) + "[";
  for (size_t i = 0; i < dims.size(); ++i)
    s += (i ? "," : "") + std::to_string(dims[i]);
  return s + "]";
}
std::string detail::describeShape(std::span<const int64_t> dims) {
  std::string s = "(";
  for (size_t i = 0; i < dims.size(); ++i)
    s += (i ? ", " : "") + std::to_string(dims[i]);
  return s + (dims.size() == 1 ? ",)" : ")");
}

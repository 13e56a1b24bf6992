// jit: the forms of a function that have been compiled.
#include "CallOps.h"
#include "weft/Jit.h"
#include "Api/Errors.h"
#include "Api/Execute.h"
#include "Trace/Trace.h"
#include "Transforms/Simplify.h"
#include <mutex>
using namespace weft;
using namespace weft::ir;
using weft::detail::JitCache;
using weft::detail::JitEntry;
using weft::detail::Leaves;
using weft::detail::Node;
using weft::detail::nodeOf;

/// What the cache is keyed on of a leaf.
struct LeafKey {
  Dtype dtype;
  bool weak, donated;
  weft::detail::Dims dims;
  bool operator==(const LeafKey &other) const = default;
  bool operator==(const Node &n) const {
    if (dtype != n.dtype || weak != n.weak || donated != n.donated ||
        dims.size() != n.dims.size())
      return false;
    for (size_t i = 0; i < dims.size(); ++i) // no call for a few numbers
      if (dims[i] != n.dims[i])
        return false;
    return true;
  }
};

struct weft::detail::JitEntry {
  uint64_t hash;
  std::vector<LeafKey> leaves;
  std::vector<TreeDef> structure;
  TreeDef result;
  std::unique_ptr<Region> body; // kept for calls from other traces
  Leaves captures;              // concrete
  std::vector<bool> weak;
  std::shared_ptr<const weft::detail::JitOptions> options; // the cache's
  /// Compiled at the first call that is not inside a trace.
  mutable std::once_flag once;
  mutable std::shared_ptr<const Program> program;
  mutable std::atomic<const Program *> ready{nullptr}; // then the program

  bool isOf(std::span<const Array *const> given,
            const Structure &shape) const {
    if (given.size() != leaves.size())
      return false;
    for (size_t i = 0; i < given.size(); ++i) {
      const Node *node = given[i]->get();
      if (!node || node->gone || !(leaves[i] == *node))
        return false;
    }
    return shape.matches(structure);
  }
};

/// Open addressing. Slots are filled once and never emptied, so readers need
/// no lock: a table that became too small is left as it is, for those who
/// still read it, until the cache ends.
struct Table {
  explicit Table(size_t size)
      : mask(size - 1),
        slots(new std::atomic<const weft::detail::JitEntry *>[size] {}) {}
  size_t mask;
  std::unique_ptr<std::atomic<const weft::detail::JitEntry *>[]> slots;

  void insert(const weft::detail::JitEntry *entry) {
    size_t i = entry->hash & mask;
    while (slots[i].load(std::memory_order_relaxed))
      i = (i + 1) & mask;
    slots[i].store(entry, std::memory_order_release);
  }
};

struct JitCache::State {
  std::shared_ptr<const JitOptions> options;
  std::atomic<const Table *> table;
  /// Most functions have one form, and it is compared before anything is
  /// hashed.
  std::atomic<const JitEntry *> first{nullptr};
  // Writers only:
  std::mutex mutex;
  std::vector<std::shared_ptr<const JitEntry>> entries;
  std::vector<std::unique_ptr<Table>> tables; // the last is the current one

  void keep(std::shared_ptr<const JitEntry> entry) {
    entries.push_back(std::move(entry));
    first.store(entries.front().get(), std::memory_order_release);
    if (2 * entries.size() <= tables.back()->mask) {
      tables.back()->insert(entries.back().get());
      return;
    }
    auto larger = std::make_unique<Table>(4 * entries.size());
    for (auto &e : entries)
      larger->insert(e.get());
    table.store(larger.get(), std::memory_order_release);
    tables.push_back(std::move(larger));
  }
};

JitCache::JitCache(JitOptions options) : state(new State) {
  state->options = std::make_shared<const JitOptions>(std::move(options));
  state->tables.push_back(std::make_unique<Table>(4));
  state->table = state->tables.back().get();
}
JitCache::~JitCache() = default;

size_t JitCache::size() const {
  std::lock_guard lock(state->mutex);
  return state->entries.size();
}
const TreeDef &JitCache::resultOf(const JitEntry &entry) {
  return entry.result;
}

/// Of the shapes and dtypes of leaves.
static uint64_t hashLeaves(std::span<const Array *const> leaves,
                           const weft::detail::Where &where) {
  uint64_t h = leaves.size();
  for (const Array *leaf : leaves) {
    const Node *known = leaf->get();
    const Node &n =
        known && !known->gone ? *known : nodeOf(*leaf, "jit", &where);
    h = h * 0x9E3779B97F4A7C15ull + static_cast<unsigned>(n.dtype) * 4 +
        n.donated * 2 + n.weak;
    for (int64_t d : n.dims)
      h = (h ^ (h >> 29)) * 0xBF58476D1CE4E5B9ull + d;
  }
  return h;
}

JitCache::Found JitCache::find(std::span<const Array *const> leaves,
                               const Structure &structure,
                               const Where &where) const {
  const JitEntry *first = state->first.load(std::memory_order_acquire);
  if (first && first->isOf(leaves, structure))
    return {first, first->hash};
  uint64_t hash = structure.hash() * 31 + hashLeaves(leaves, where);
  const Table &table = *state->table.load(std::memory_order_acquire);
  for (size_t at = hash & table.mask;; at = (at + 1) & table.mask) {
    const JitEntry *e = table.slots[at].load(std::memory_order_acquire);
    if (!e || (e->hash == hash && e->isOf(leaves, structure)))
      return {e, hash};
  }
}

std::shared_ptr<const JitEntry>
JitCache::add(uint64_t hash, FlatFn f, const Leaves &leaves,
              std::vector<TreeDef> structure,
              const std::function<TreeDef()> &result, Where where) {
  auto entry = std::make_shared<JitEntry>();
  entry->hash = hash;
  entry->options = state->options;
  SmallVector<Type> types;
  SmallVector<bool> weak;
  for (const Array &a : leaves) {
    const Node &n = nodeOf(a, "jit", &where);
    entry->leaves.push_back({n.dtype, n.weak, n.donated, n.dims});
    types.push_back(ir::tensorType(n));
    weak.push_back(n.weak);
  }
  TracedFunction fn = trace([&](const Arrays &in) { return f(in); }, types,
                            {Tracer::Jit, std::nullopt, weak, nullptr, &where});
  simplify(*fn.body);
  entry->structure = std::move(structure);
  entry->result = result();
  bool passing = fn.capturedTraced();
  entry->body = std::move(fn.body);
  entry->captures = std::move(fn.captures);
  entry->weak = std::move(fn.weak);
  if (passing)
    return entry;
  std::lock_guard lock(state->mutex);
  for (auto &e : state->entries) // another thread may have traced it, too
    if (e->hash == hash && e->leaves == entry->leaves &&
        e->structure == entry->structure)
      return e;
  state->keep(entry);
  return entry;
}

static void checkThreads(int threads, const weft::detail::Where &where) {
  if (threads < 0)
    throw UserError(Message{"jit", "threads must be 0 (as many as there are) or "
                                   "more",
                            std::to_string(threads), weft::place(where), ""});
}

/// The form as a call in the trace that is live.
static Leaves stageCall(const JitEntry &entry,
                        std::span<const Array *const> leaves,
                        const std::string &name,
                        const weft::detail::Where &where) {
  Leaves all;
  for (const Array *leaf : leaves)
    all.push_back(*leaf);
  all.insert(all.end(), entry.captures.begin(), entry.captures.end());
  Leaves out =
      stage("jit", where, all, [&](OpBuilder &b, Location loc, ValueRange in) {
        auto op = CallOp::create(
            b, loc, terminator(*entry.body)->getOperandTypes(), in,
            b.getStringAttr(name));
        IRMapping map;
        entry.body->cloneInto(&op.getBody(), map);
        return SmallVector<Value>(op.getResults());
      });
  for (size_t i = 0; i < out.size(); ++i)
    out[i].get()->weak = entry.weak[i];
  return out;
}

static const Program &compiled(const JitEntry &entry,
                               std::span<const Array *const> leaves,
                               const weft::detail::Where &where) {
  if (const Program *ready = entry.ready.load(std::memory_order_acquire))
    return *ready;
  std::call_once(entry.once, [&] {
    checkThreads(entry.options->threads, where);
    SmallVector<bool> weak(entry.weak.begin(), entry.weak.end());
    ProgramOptions options;
    options.fastMath = entry.options->fastMath;
    options.threads = entry.options->threads;
    options.tune = entry.options->tune;
    options.sample = [&](const Program &program) {
      run(program, leaves, entry.captures, "jit", where);
    };
    for (auto [i, leaf] : llvm::enumerate(entry.leaves))
      if (leaf.donated) {
        options.donated.resize(entry.leaves.size());
        options.donated.set(i);
      }
    Region copy;
    IRMapping map;
    entry.body->cloneInto(&copy, map);
    entry.program = compileBody(copy, weak, options, where);
    entry.ready.store(entry.program.get(), std::memory_order_release);
  });
  return *entry.program;
}

void JitCache::call(const JitEntry &entry,
                    std::span<const Array *const> leaves,
                    std::span<Array> results, int threads,
                    const Where &where) const {
  checkThreads(threads, where);
  if (currentTrace()) {
    std::ranges::move(stageCall(entry, leaves, state->options->name, where),
                      results.begin());
    return;
  }
  const Program &program = compiled(entry, leaves, where);
  run(program, leaves, entry.captures, results, "jit", where, threads);
}

JitStats weft::detail::jitStats(const JitEntry &entry,
                                std::span<const Array *const> leaves,
                                Where where) {
  if (currentTrace())
    throw TraceError(Message{"jit", "stats are of compiled code, and inside a "
                                    "trace nothing is compiled",
                             "", weft::place(where), "ask outside of it"});
  return statsOf(compiled(entry, leaves, where));
}

Array weft::donate(const Operand &x) {
  const Node &node = nodeOf(x.array, "donate", &x.where);
  if (node.isTraced())
    return x.array;
  Array out =
      weft::detail::makeConcrete(node.dtype, node.dims, node.weak, node.buffer);
  out.get()->donated = true;
  out.get()->donor = x.array;
  return out;
}

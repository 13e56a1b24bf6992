// The type-erased half of the transforms: functions over lists of leaves.
// For Weft's own headers.
#ifndef WEFT_DETAIL_FLAT_H
#define WEFT_DETAIL_FLAT_H

#include "weft/Array.h"
#include "weft/TreeDef.h"

#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <span>
#include <vector>

namespace weft {

/// What a checkpoint keeps of the values that its function computes; it
/// computes the others again.
struct CheckpointPolicy {
  enum class Kind { Nothing, Everything, Dots, Names, AllNamesBut };
  Kind kind = Kind::Nothing;
  std::vector<std::string> names = {};

  static CheckpointPolicy nothing() { return {}; }
  static CheckpointPolicy everything() { return {Kind::Everything, {}}; }
  /// The results of contractions (matmul, tensordot…), which are dear.
  static CheckpointPolicy dots() { return {Kind::Dots, {}}; }
  /// What checkpointName has given one of these names.
  static CheckpointPolicy only(std::vector<std::string> names) {
    return {Kind::Names, std::move(names)};
  }
  /// What checkpointName has given another name than these.
  static CheckpointPolicy allNamesBut(std::vector<std::string> names) {
    return {Kind::AllNamesBut, std::move(names)};
  }
};

} // namespace weft

namespace weft::detail {

using Leaves = std::vector<Array>;

/// A borrowed function over leaves.
class FlatFn {
public:
  template <class F>
  requires(!std::same_as<std::remove_cvref_t<F>, FlatFn>) FlatFn(F &&f)
      : object(const_cast<void *>(static_cast<const void *>(&f))),
        call([](void *object, const Leaves &in) -> Leaves {
          return (*static_cast<std::remove_reference_t<F> *>(object))(in);
        }) {}
  Leaves operator()(const Leaves &in) const { return call(object, in); }

private:
  void *object;
  Leaves (*call)(void *, const Leaves &);
};

/// How messages call the leaves of a tuple of arguments. The paths are looked
/// up only when a message needs one.
struct LeafNames {
  const TreeOps *ops = nullptr;
  const void *tree = nullptr;

  template <class Tuple> static LeafNames of(const Tuple &args) {
    return {&treeOps<Tuple>(), &args};
  }
  /// "argument 0.w", or "leaf 2" where no tree is known.
  std::string operator[](size_t leaf) const;
};

/// Which leaves to differentiate in, and how.
struct DiffOptions {
  const char *op;                // for messages: "grad", "vjp", …
  std::vector<bool> active = {}; // per leaf; empty: all
  bool allowInt = false;
  bool holomorphic = false;
  std::vector<std::string> paths = {}; // of the leaves, for messages
  bool aux = false;                    // whether results follow the scalar
};

/// (y, ẏ) of f at x along ẋ; null tangents are zero.
std::pair<Leaves, Leaves> flatJvp(FlatFn f, const Leaves &x, const Leaves &t,
                                  const DiffOptions &options, Where where);

/// A function's linear half at a point, kept with its residuals.
class Linear;
/// y, and the linear half of f at x.
std::pair<Leaves, std::shared_ptr<const Linear>>
flatLinearize(FlatFn f, const Leaves &x, const DiffOptions &options,
              Where where);
/// Cotangents of x (null for leaves that are not active) from those of y.
Leaves pullBack(const Linear &linear, const Leaves &cts, Where where);
/// Tangents of y from those of the active leaves of x (null: zero).
Leaves pushForward(const Linear &linear, const Leaves &tangents, Where where);
/// As flatLinearize and pullBack of ones, for a function with one scalar
/// leaf in front; `value` has all of f's results. Gradients of the active
/// leaves; the others are null.
Leaves flatValueAndGrad(FlatFn f, const Leaves &x, const DiffOptions &options,
                        Where where, Leaves &value);
/// The transpose of a linear f: cotangents of x from those of y.
std::shared_ptr<const Linear> flatLinearTranspose(FlatFn f, const Leaves &like,
                                                  Where where);

[[noreturn]] void throwAxesCount(size_t given, size_t arguments, Where where);
Leaves flatVmap(FlatFn f, const Leaves &x,
                const std::vector<std::optional<int>> &axes, const Axes &out,
                std::optional<int64_t> size, Where where,
                const std::string &axisName = "", LeafNames names = {});

/// Types of f's results, as traced arrays that are already stale: shapes and
/// dtypes can be read, values cannot.
Leaves flatEvalShape(FlatFn f, const Leaves &like);
/// f as text: "jaxpr" or "weft".
std::string flatShow(FlatFn f, const Leaves &like, const char *form);

/// Of the shape and dtype of `like`.
Array zerosOf(const Array &like);
Array onesOf(const Array &like);
/// A traced array that has no trace: its shape and dtype are all there is.
Array shapeOnly(Dtype dtype, std::span<const int64_t> dims, bool weak = false);

Leaves flatCheckpoint(FlatFn f, const Leaves &x, const CheckpointPolicy &policy,
                      Where where);

//===-- jit ---------------------------------------------------------------===//
/// What may be chosen by running a function when it is compiled: by some ten
/// compilations and 0.04 s of calls each, at its first call. The choice is kept
/// in the cache on disk, so that the next process finds it there. A function
/// that calls the host is never run for this.
enum class Tune {
  None,
  /// How loops are shared among threads: no bit of a result depends on it.
  Threads,
  /// Also how many arrays a fused loop reads and writes, and LLVM's level: sums
  /// may then be added in another order.
  Any,
};

struct JitOptions {
  /// Whether sums and products may be regrouped and fused, divisions become
  /// products with a reciprocal, and zeros lose their sign. Infinities and NaNs
  /// stay what they are.
  bool fastMath = false;
  /// At most so many threads; 0: as many as the machine has.
  int threads = 0;
  Tune tune = Tune::None;
  /// What a jaxpr calls the function where another one calls it.
  std::string name = "fn";
};

/// One traced and compiled form of a function.
struct JitEntry;
/// The structure of a call's arguments, of types that are forgotten.
class Structure {
public:
  /// treeHash of all arguments.
  virtual uint64_t hash() const = 0;
  /// Whether the arguments have these structures.
  virtual bool matches(const std::vector<TreeDef> &defs) const = 0;

protected:
  ~Structure() = default;
};
/// All forms that one jit object has compiled. Any thread may call; none waits
/// for another but to add a form or to see one compiled.
class JitCache {
public:
  explicit JitCache(JitOptions options);
  ~JitCache();
  JitCache(const JitCache &) = delete;

  /// The form for these arguments; or null, and the hash to add it by.
  struct Found {
    const JitEntry *entry;
    uint64_t hash;
  };
  Found find(std::span<const Array *const> leaves, const Structure &structure,
             const Where &where) const;
  /// Traces f. The form is kept for later calls unless f captured a traced
  /// array: then it serves the call at hand only.
  std::shared_ptr<const JitEntry> add(uint64_t hash, FlatFn f,
                                      const Leaves &leaves,
                                      std::vector<TreeDef> structure,
                                      const std::function<TreeDef()> &result,
                                      Where where);
  /// With at most so many threads; 0: as many as the options say. There must
  /// be room for as many results as resultOf has leaves.
  void call(const JitEntry &entry, std::span<const Array *const> leaves,
            std::span<Array> results, int threads, const Where &where) const;
  static const TreeDef &resultOf(const JitEntry &entry);
  size_t size() const;

private:
  struct State;
  std::unique_ptr<State> state;
};
/// True inside a transform's run of a user's function.
bool isTracing();

} // namespace weft::detail

#endif // WEFT_DETAIL_FLAT_H

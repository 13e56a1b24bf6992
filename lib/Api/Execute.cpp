// Bodies as native code: compiled once for each structure, then run.
#include "CustomOps.h"
#include "Extent.h"
#include "Api/Execute.h"
#include "Api/Errors.h"
#include "Api/HostCalls.h"
#include "Api/Model.h"
#include "Api/Tune.h"
#include "Backend/Cpu/Compiler.h"
#include "Interchange/Fingerprint.h"
#include "Interchange/Stablehlo.h"
#include "Lowering/Buffers/Bufferise.h"
#include "Lowering/Pipelines.h"
#include "Lowering/Registration.h"
#include "Runtime/DiskCache.h"
#include "Runtime/ProcessEnd.h"
#include "Runtime/ThreadPool.h"
#include "Runtime/ThreadStack.h"
#include "Transforms/Simplify.h"
#include "weft/Jit.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/OperationSupport.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"
#include <filesystem>
#include <fstream>
#include <mutex>
#include <system_error>
using namespace weft;
using namespace weft::ir;
using weft::detail::Node;

static std::atomic<uint64_t> compiled{0}, loaded{0};
uint64_t ir::compilations() { return compiled; }
uint64_t ir::loadsFromDisk() { return loaded; }

//===-- Compiling ---------------------------------------------------------===//
/// WEFT_DUMP=dir: a file for each stage of each compilation.
static std::function<void(std::string_view, const std::string &)> dumper() {
  const char *dir = std::getenv("WEFT_DUMP");
  if (!dir)
    return {};
  std::error_code error;
  std::filesystem::create_directories(dir, error);
  if (error)
    throw IoError(Message{"jit", "the folder of WEFT_DUMP cannot be made",
                          "'" + std::string(dir) + "': " + error.message(), "",
                          ""});
  static std::atomic<int> next{0};
  std::string prefix = std::string(dir) + "/" + std::to_string(next++) + ".";
  auto n = std::make_shared<int>(0); // copies of the function count on
  return [prefix, n](std::string_view stage, const std::string &text) {
    const char *suffix = stage == "llvm" ? ".ll" : ".mlir";
    std::ofstream(prefix + std::to_string((*n)++) + "." + std::string(stage) +
                  suffix)
        << text;
  };
}

/// What is left of a custom rule that only knows how to be transposed.
static void refuseForwardMode(Region &body) {
  CustomLinearOp left;
  body.walk([&](CustomLinearOp op) { left = op; });
  if (left)
    throw UserError(Message{
        "jvp",
        "forward mode through a function with a custom vjp is not defined", "",
        ir::place(left.getLoc()), "give it a custom jvp"});
}

static std::string printed(Region &body) {
  std::string text;
  llvm::raw_string_ostream os(text);
  for (Operation &op : body.front())
    os << op << "\n";
  return text;
}

static uint64_t bytesOf(Type t) {
  auto type = ir::tensorType(t);
  return type.getNumElements() *
         itemSize(ir::dtypeOf(type.getElementType()));
}

static cpu::CompileOptions backendOptions(const ProgramOptions &options) {
  cpu::CompileOptions compile;
  compile.target = cpu::TargetSpec::host();
  compile.fastMath = options.fastMath;
  compile.dump = dumper();
  return compile;
}

/// Where the code is on disk; empty where it is not to be kept there.
static std::string diskKey(Region &body, const cpu::CompileOptions &compile,
                           const ProgramOptions &options) {
  if (compile.dump || rt::disk::folder().empty())
    return ""; // whoever dumps wants to see it made
  auto print = fingerprint(body);
  if (!print)
    return "";
  llvm::SHA256 hash;
  hash.update(ArrayRef<uint8_t>(*print));
  hash.update(cpu::codeIdentity(compile));
  for (unsigned i : options.donated.set_bits())
    hash.update("|donated " + std::to_string(i));
  return llvm::toHex(hash.final(), /*LowerCase=*/true);
}

/// What the cache on disk has, linked; null where it has nothing that links.
static std::shared_ptr<const cpu::Executable>
fromDisk(const std::string &key) {
  auto bytes = key.empty() ? std::nullopt : rt::disk::load(key);
  auto image = bytes ? cpu::parseImage(*bytes) : std::nullopt;
  if (!image)
    return nullptr;
  auto executable = cpu::link(*image, context());
  return executable.ok() ? *executable : nullptr;
}

static cpu::Image generate(Region &body, const cpu::CompileOptions &compile,
                           const ProgramOptions &options,
                           const std::source_location &where) {
  Diagnostics diagnostics("jit");
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(context()));
  if (compile.dump)
    compile.dump("weft", printed(body));
  diagnostics.check(lowerToLinalg(body, *module, "main", compile.tuning),
                    where);
  auto main = module->lookupSymbol<func::FuncOp>("main");
  for (unsigned i : options.donated.set_bits())
    main.setArgAttr(i, donatedAttr, UnitAttr::get(context()));
  if (compile.dump)
    compile.dump("linalg", printed(module->getBodyRegion()));
  auto image = cpu::compileImage(*module, "main", compile);
  checkStatus(image.status(), "jit", where);
  return *std::move(image);
}

static std::shared_ptr<Program> describe(Region &body, ArrayRef<bool> weak,
                                         const ProgramOptions &options) {
  auto program = std::make_shared<Program>();
  program->closures = calledFrom(body);
  for (auto [i, v] : llvm::enumerate(terminator(body)->getOperands())) {
    auto t = typeOf(v);
    program->results.push_back({ir::dtypeOf(t.getElementType()),
                                {t.getShape().begin(), t.getShape().end()},
                                i < weak.size() && weak[i],
                                isCountable(t.getShape()) ? bytesOf(t) : ~0ul});
  }
  for (Type t : body.getArgumentTypes())
    program->argumentBytes += bytesOf(t);
  program->donated = options.donated;
  program->threads = options.threads;
  return program;
}

static std::shared_ptr<const cpu::Executable>
linked(const cpu::Image &image, const std::source_location &where) {
  auto executable = cpu::link(image, context());
  checkStatus(executable.status(), "jit", where);
  return *std::move(executable);
}

/// What the tuner chooses, or has chosen for this function, this machine and
/// these options before.
static Tuning tuned(Region &body, cpu::CompileOptions compile,
                    ProgramOptions options, const std::source_location &where) {
  if (options.tune == Tune::None || !options.sample || !fingerprint(body))
    return {};
  int threads = options.threads ? options.threads
                                : rt::ThreadPool::global().threads();
  std::string key = diskKey(body, compile, options);
  if (!key.empty()) {
    key = weft::detail::digest(
        {key, "tuning", options.tune == Tune::Any ? "any" : "threads",
         std::to_string(threads)});
    if (auto text = rt::disk::load(key))
      if (auto known = parseTuning(*text))
        return *known;
  }
  compile.dump = nullptr;
  options.donated.clear(); // the arguments are still needed
  auto build = [&](const Tuning &tuning) {
    auto program = describe(body, {}, options);
    compile.tuning = tuning;
    program->executable = linked(generate(body, compile, options, where), where);
    return program;
  };
  Tuning best = tune(options.tune, threads > 1, build, options.sample);
  if (!key.empty())
    rt::disk::store(key, toText(best));
  return best;
}

std::shared_ptr<const Program>
ir::compileBody(Region &body, ArrayRef<bool> weak,
                const ProgramOptions &options,
                const std::source_location &where) {
  rt::BeforeProcessEnds compiles; // MLIR and LLVM free their tables then
  if (!compiles)
    throw UserError(Message{"jit", "nothing compiles while the process ends",
                            "", weft::place(where),
                            "join threads before main returns"});
  simplify(body);
  refuseForwardMode(body);
  checkExternCalls(body);
  auto program = describe(body, weak, options);
  cpu::CompileOptions compile = backendOptions(options);
  if (options.tune != Tune::None) {
    compile.tuning = tuned(body, compile, options, where);
    program->tuning = toText(compile.tuning);
  }
  std::string key = diskKey(body, compile, options);
  program->executable = fromDisk(key);
  program->fromDisk = program->executable != nullptr;
  if (program->fromDisk) {
    ++loaded;
  } else {
    cpu::Image image = generate(body, compile, options, where);
    program->executable = linked(image, where);
    ++compiled;
    if (!key.empty())
      rt::disk::store(key, cpu::serialise(image));
  }
  return program;
}

//===-- Sharing -----------------------------------------------------------===//
namespace {
llvm::hash_code hashBody(Region &body) {
  llvm::DenseMap<Value, unsigned> number;
  llvm::hash_code h(0);
  for (BlockArgument a : body.getArguments()) {
    number[a] = number.size();
    h = llvm::hash_combine(h, a.getType());
  }
  for (Operation &op : body.front()) {
    h = llvm::hash_combine(h, OperationEquivalence::computeHash(
                                  &op, OperationEquivalence::ignoreHashValue,
                                  OperationEquivalence::ignoreHashValue,
                                  OperationEquivalence::IgnoreLocations));
    for (Value v : op.getOperands())
      h = llvm::hash_combine(h, number.lookup(v));
    for (Value v : op.getResults())
      number[v] = number.size();
    for (Region &inner : op.getRegions())
      if (!inner.empty())
        h = llvm::hash_combine(h, hashBody(inner));
  }
  return h;
}

struct Shared {
  std::unique_ptr<Region> body;
  SmallVector<bool> weak;
  std::shared_ptr<const Program> program;
};
struct SharedPrograms {
  std::mutex mutex;
  std::unordered_multimap<size_t, Shared> all;
  size_t most = 4096;
};
SharedPrograms &sharedPrograms() {
  static auto *s = new SharedPrograms;
  return *s;
}
} // namespace

size_t ir::eagerPrograms() {
  std::lock_guard lock(sharedPrograms().mutex);
  return sharedPrograms().all.size();
}
void ir::setMostEagerPrograms(size_t most) {
  std::lock_guard lock(sharedPrograms().mutex);
  sharedPrograms().most = most;
}

std::shared_ptr<const Program>
ir::compileShared(Region &body, ArrayRef<bool> weak,
                  const std::source_location &where) {
  simplify(body);
  // Nothing will be mapped any more: rules would only make structures differ.
  body.walk([](CustomVmapOp op) { op.setRule(ClosureRef()); });
  if (!calledFrom(body).empty())
    return compileBody(body, weak, {}, where);
  size_t hash = hashBody(body);
  auto &cache = sharedPrograms();
  auto find = [&]() -> std::shared_ptr<const Program> {
    auto [from, to] = cache.all.equal_range(hash);
    for (auto it = from; it != to; ++it)
      if (ArrayRef<bool>(it->second.weak) == weak &&
          OperationEquivalence::isRegionEquivalentTo(
              it->second.body.get(), &body,
              OperationEquivalence::IgnoreLocations))
        return it->second.program;
    return nullptr;
  };
  {
    std::lock_guard lock(cache.mutex);
    if (auto program = find())
      return program;
  }
  auto copy = std::make_unique<Region>();
  IRMapping map;
  body.cloneInto(copy.get(), map);
  auto program = compileBody(body, weak, {}, where);
  std::lock_guard lock(cache.mutex);
  if (cache.all.size() >= cache.most)
    cache.all.clear();
  cache.all.emplace(hash,
                    Shared{std::move(copy), SmallVector<bool>(weak), program});
  return program;
}

//===-- Running -----------------------------------------------------------===//
/// The node of an argument, which must have values.
static const Node &readable(const Array &a, const char *op,
                            const std::source_location &where) {
  const Node *known = a.get();
  if (!known || known->gone || known->isTraced())
    traceOf(weft::detail::nodeOf(a, op, &where), op, &where); // throws
  return *known;
}
/// The memory of a donated array, which is the caller's alone from now on.
static rt::BufferRef takeDonated(const Array &a) {
  Node &node = *a.get();
  rt::BufferRef memory = std::move(node.buffer);
  node.gone = true;
  if (Node *donor = node.donor.get()) {
    donor->buffer = rt::BufferRef();
    donor->gone = true;
  }
  if (memory->isExclusive())
    return memory;
  Array copy = weft::detail::makeConcrete(node.dtype, node.dims);
  std::memcpy(copy.get()->buffer->data(), memory->data(), memory->size());
  return copy.get()->buffer;
}

/// Before anything is taken: all arguments are there, and none of the donated
/// ones is given once more, as the call writes over its memory.
static void checkDonated(const Program &program,
                         std::span<const Array *const> args,
                         std::span<const Array> more, const char *op,
                         const std::source_location &where) {
  llvm::SmallVector<const Node *> owners;
  auto add = [&](const Array &a) {
    const Node &node = readable(a, op, where);
    owners.push_back(node.donor.get() ? node.donor.get() : &node);
  };
  for (const Array *a : args)
    add(*a);
  for (const Array &a : more)
    add(a);
  for (unsigned i : program.donated.set_bits())
    for (unsigned j = 0; j < owners.size(); ++j)
      if (j != i && owners[i] == owners[j]) {
        std::string other = j < args.size()
                                ? "as arguments " + std::to_string(std::min(i, j)) +
                                      " and " + std::to_string(std::max(i, j))
                                : "as argument " + std::to_string(i) +
                                      " and captured by the function";
        throw UserError(Message{
            op, "a donated array must not be given twice",
            weft::detail::describe(*owners[i]) + " " + other,
            weft::place(where), "donate a copy of it, or do not donate it"});
      }
}

/// The thread must have room for the code, and for what that calls. What takes
/// little fits any thread that came as far as here.
static void checkStack(uint64_t bytes, const char *op,
                       const std::source_location &where) {
  constexpr uint64_t little = 64 << 10, ofCallees = 16 << 10;
  if (bytes < little)
    return;
  std::optional<uint64_t> left = rt::stackLeft();
  if (left && *left < bytes + ofCallees)
    throw UserError(Message{
        op, "the compiled code must fit this thread's stack",
        std::to_string(bytes >> 10) + " KiB beside " +
            std::to_string(*left >> 10) + " KiB that are left",
        weft::place(where),
        "start the thread with a larger stack (pthread_attr_setstacksize)"});
}

/// Takes what is donated, per argument; `at` are the arguments' addresses.
static llvm::SmallVector<rt::BufferRef, 0>
takeAllDonated(const Program &program, std::span<const Array *const> args,
               void **at) {
  llvm::SmallVector<rt::BufferRef, 0> taken(args.size());
  for (unsigned i : program.donated.set_bits()) {
    taken[i] = takeDonated(*args[i]);
    at[i] = taken[i]->data();
  }
  return taken;
}

void ir::run(const Program &program, std::span<const Array *const> args,
             std::span<const Array> more, std::span<Array> results,
             const char *op, const std::source_location &where, int threads) {
  checkStack(program.executable->stack.caller, op, where);
  bool donated = !program.donated.empty();
  if (donated)
    checkDonated(program, args, more, op, where);
  llvm::SmallVector<void *, 32> buffers;
  buffers.resize_for_overwrite(args.size() + more.size() + results.size());
  void **next = buffers.data();
  for (const Array *a : args)
    *next++ = readable(*a, op, where).buffer->data();
  for (const Array &a : more)
    *next++ = readable(a, op, where).buffer->data();
  llvm::SmallVector<rt::BufferRef, 0> taken;
  if (donated)
    taken = takeAllDonated(program, args, buffers.data());
  for (auto [i, type] : llvm::enumerate(program.results)) {
    int alias = donated ? program.executable->resultAliasesArg[i] : -1;
    results[i] = alias < 0 ? weft::detail::allocate(op, where, type)
                           : weft::detail::makeConcrete(type.dtype, type.dims,
                                                        type.weak, taken[alias]);
    *next++ = results[i].get()->buffer->data();
  }
  weft_context call{};
  rt::ArenaLease arena;
  if (uint64_t bytes = program.executable->arenaBytes) {
    auto lease = program.arenas.lease(bytes);
    checkStatus(lease.status(), op, where);
    arena = *std::move(lease);
    call.arena = arena.data();
  }
  rt::ThreadPool::Team team;
  if (program.threads != 1 && threads != 1) {
    // Of two limits the smaller one, where 0 is none.
    int most = std::min(program.threads - 1u, threads - 1u) + 1;
    team = {&rt::ThreadPool::global(), most};
    call.parallel_for = rt::ThreadPool::parallelFor;
    call.pool = &team;
  }
  program.executable->entry(buffers.data(), &call);
  if (!program.closures.empty()) // else it calls nothing that throws
    rethrowFromHost();
}

Arrays ir::run(const Program &program, std::span<const Array *const> args,
               std::span<const Array> more, const char *op,
               const std::source_location &where, int threads) {
  Arrays results(program.results.size());
  run(program, args, more, results, op, where, threads);
  return results;
}

/// How many threads a call has where its options say `asked`.
static uint64_t mostThreads(int asked) {
  int all = asked == 1 ? 1 : rt::ThreadPool::global().threads();
  return asked > 0 ? std::min(asked, all) : all;
}

JitStats ir::statsOf(const Program &program) {
  JitStats stats;
  stats.argumentBytes = program.argumentBytes;
  stats.arenaBytes = program.executable->arenaBytes;
  for (auto [i, r] : llvm::enumerate(program.results)) {
    // What lies in a donated argument is counted there.
    if (program.donated.empty() || program.executable->resultAliasesArg[i] < 0)
      stats.resultBytes += r.bytes;
  }
  stats.stackBytes =
      program.executable->stack.bytes(mostThreads(program.threads));
  stats.peakBytes = stats.argumentBytes + stats.resultBytes +
                    stats.arenaBytes + stats.stackBytes;
  stats.fromDisk = program.fromDisk;
  stats.tuning = program.tuning;
  return stats;
}

static Arrays executeNow(Region &body, const Arrays &args,
                         ArrayRef<bool> weak) {
  auto program = compileShared(body, weak, std::source_location());
  SmallVector<const Array *> pointers;
  for (const Array &a : args)
    pointers.push_back(&a);
  return run(*program, {pointers.data(), pointers.size()}, {}, "eager");
}
/// Trace and the dialect know of execution through these only.
static const bool registered = [] {
  ir::executeBody = executeNow;
  ir::prepareContext = [](MLIRContext &context) {
    DialectRegistry registry;
    registerLoweringDialects(registry);
    context.appendDialectRegistry(registry);
    loadLoweringDialects(context);
    loadStablehlo(context);
  };
  return true;
}();

std::string weft::detail::digest(const std::vector<std::string> &parts) {
  llvm::SHA256 hash;
  for (const std::string &part : parts) {
    hash.update(std::to_string(part.size()) + ":");
    hash.update(part);
  }
  return llvm::toHex(llvm::ArrayRef(hash.final()).take_front(24),
                     /*LowerCase=*/true);
}

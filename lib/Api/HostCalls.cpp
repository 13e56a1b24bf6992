// debugPrint, hostCallback, pureCallback, externCall.
#include "Api/HostCalls.h"
#include "Api/Regions.h"
#include "HostOps.h"
#include "weft/Host.h"
#include <cstring>
#include <dlfcn.h>
#include <iostream>
#include <mutex>
#include <unordered_map>
using namespace weft;
using namespace weft::ir;
using namespace weft::api;

namespace {
using Types = std::vector<std::pair<Dtype, Shape>>;
/// A callback, and the types of its operands (of one lane) and results.
struct HostFunction : Closure {
  HostFunction(std::function<HostArrays(const HostArrays &)> f, Types in,
               Types out, const char *op, const Where &where)
      : f(std::move(f)), in(std::move(in)), out(std::move(out)), op(op),
        where(where) {}
  ~HostFunction() override;

  std::function<HostArrays(const HostArrays &)> f;
  Types in, out;
  const char *op;
  Where where;
};
/// What compiled code names by number: owned by the operations and Programs
/// that may call it, not from here.
struct HostFunctions {
  std::mutex mutex;
  std::unordered_map<int64_t, std::weak_ptr<const HostFunction>> all;
};
HostFunctions &functions() {
  static auto *f = new HostFunctions;
  return *f;
}
HostFunction::~HostFunction() { // before, and outside of, what f captures
  std::lock_guard lock(functions().mutex);
  functions().all.erase(number);
}
thread_local std::exception_ptr thrown;
} // namespace

static size_t bytesOf(const std::pair<Dtype, Shape> &type) {
  size_t n = itemSize(type.first);
  for (int64_t d : type.second)
    n *= d;
  return n;
}
/// The function's results, which must be such as it was said to give.
static HostArrays checkedCall(const HostFunction &host,
                              const HostArrays &args) {
  HostArrays results = host.f(args);
  bool fits = results.size() == host.out.size();
  for (size_t i = 0; fits && i < results.size(); ++i)
    fits = results[i].dtype() == host.out[i].first &&
           results[i].shape() == host.out[i].second;
  if (fits)
    return results;
  SmallVector<Type> want;
  for (auto &[dtype, dims] : host.out)
    want.push_back(ir::tensorType(dtype, dims));
  throw ShapeError(Message{
      host.op, "the function must give arrays like those it was said to",
      describeTypes(typesOf(results, host.op)) + " for " + describeTypes(want),
      weft::place(host.where), "convert them with astype and broadcastTo"});
}
static void callLanes(const HostFunction &host, void *const *in,
                      void *const *out, int64_t lanes) {
  for (int64_t lane = 0; lane < lanes; ++lane) {
    HostArrays args;
    for (size_t i = 0; i < host.in.size(); ++i)
      args.push_back(arrayFromBytes(
          static_cast<const char *>(in[i]) + lane * bytesOf(host.in[i]),
          host.in[i].first, host.in[i].second));
    HostArrays results = checkedCall(host, args);
    for (size_t i = 0; i < results.size(); ++i)
      std::memcpy(static_cast<char *>(out[i]) + lane * bytesOf(host.out[i]),
                  results[i].bytes(), bytesOf(host.out[i]));
  }
}
/// What compiled code calls. Nothing may be thrown through its frames.
extern "C" __attribute__((visibility("default"))) void
weft_host_call(void *const *in, void *const *out, int64_t id, int64_t lanes) {
  if (thrown)
    return;
  try {
    std::shared_ptr<const HostFunction> host;
    {
      std::lock_guard lock(functions().mutex);
      auto at = functions().all.find(id);
      host = at == functions().all.end() ? nullptr : at->second.lock();
    }
    if (!host)
      throw std::logic_error("weft: code has outlived what it calls");
    callLanes(*host, in, out, lanes);
  } catch (...) {
    thrown = std::current_exception();
  }
}
void ir::rethrowFromHost() {
  if (thrown)
    std::rethrow_exception(std::exchange(thrown, nullptr));
}
void ir::checkExternCalls(Region &body) {
  body.walk([](HostCallOp op) {
    std::string symbol = op.getSymbol().str();
    ClosureRef id = op.getId();
    if (id.number >= 0 && !id.closure)
      throw UserError(Message{
          "callback", "text cannot name a function of a process",
          "number " + std::to_string(id.number), ir::place(op.getLoc()),
          "use externCall"});
    if (id.number < 0 && !dlsym(RTLD_DEFAULT, symbol.c_str()))
      throw UserError(Message{
          "externCall", "the program has no such C function", symbol,
          ir::place(op.getLoc()),
          "put it in a shared library, or link the program with -rdynamic"});
  });
}
void ir::refuseHostCalls(Region &body) {
  body.walk([](HostCallOp op) {
    if (op.getId().number >= 0)
      throw UserError(Message{
          "export", "an object file cannot call functions of this process", "",
          ir::place(op.getLoc()),
          "leave debugPrint and callbacks out, or use externCall"});
  });
}

std::vector<std::shared_ptr<const Closure>> ir::calledFrom(Region &body) {
  std::vector<std::shared_ptr<const Closure>> out;
  body.walk([&](HostCallOp op) {
    if (auto closure = op.getId().closure)
      out.push_back(std::move(closure));
  });
  return out;
}

static Types describeAll(const HostArrays &xs, const char *op) {
  Types out;
  for (const Array &x : xs) {
    const auto &node = nodeOf(x, op);
    out.push_back({node.dtype, Shape(node.dims.begin(), node.dims.end())});
  }
  return out;
}
static HostArrays stageCall(const char *op, const std::string &symbol,
                            const ClosureRef &id, const HostArrays &like,
                            const HostArrays &args, bool ordered,
                            const Where &where) {
  SmallVector<Type> types = typesOf(like, op);
  return stage(op, where, args,
               [&](OpBuilder &b, Location loc, ValueRange in) {
                 return SmallVector<Value>(
                     HostCallOp::create(b, loc, TypeRange(types), in, symbol,
                                        id, 1, ordered)
                         .getResults());
               });
}
/// As compiled code will find it.
static ClosureRef named(std::shared_ptr<const HostFunction> f) {
  std::lock_guard lock(functions().mutex);
  functions().all[f->number] = f;
  return ClosureRef(std::move(f));
}
static void ordered(const char *op,
                    std::function<void(const HostArrays &)> f,
                    const HostArrays &args, const Where &where) {
  auto in = describeAll(args, op);
  if (!currentTrace())
    return f(args);
  auto call = [f = std::move(f)](const HostArrays &xs) {
    f(xs);
    return HostArrays();
  };
  stageCall(op, "weft_host_call",
            named(std::make_shared<const HostFunction>(call, in, Types(), op,
                                                       where)),
            {}, args, true, where);
}

void weft::hostCallback(std::function<void(const HostArrays &)> f,
                        const HostArrays &args, std::source_location where) {
  ordered("hostCallback", std::move(f), args, where);
}
HostArrays weft::pureCallback(std::function<HostArrays(const HostArrays &)> f,
                              const HostArrays &like, const HostArrays &args,
                              std::source_location where) {
  const char *op = "pureCallback";
  auto host = std::make_shared<const HostFunction>(
      std::move(f), describeAll(args, op), describeAll(like, op), op, where);
  if (!currentTrace())
    return checkedCall(*host, args);
  return stageCall(op, "weft_host_call", named(std::move(host)), like, args,
                   false, where);
}
HostArrays weft::externCall(const std::string &symbol, const HostArrays &like,
                            const HostArrays &args,
                            std::source_location where) {
  describeAll(args, "externCall");
  return stageCall("externCall", symbol, {}, like, args, false, where);
}

/// The text around the {}s; {{ and }} are braces, as for std::format.
static std::vector<std::string> pieces(const DebugFormat &format) {
  std::vector<std::string> out(1);
  StringRef text = format.text;
  while (!text.empty()) {
    bool doubled = text.starts_with("{{") || text.starts_with("}}");
    if (text.consume_front("{}")) {
      out.emplace_back();
      continue;
    }
    if (!doubled && (text.front() == '{' || text.front() == '}'))
      throw UserError(Message{"debugPrint", "a brace of the text is doubled",
                              "'" + format.text + "'", place(format.where),
                              "{} stands for an array, {{ and }} for braces"});
    out.back() += text.front();
    text = text.drop_front(doubled ? 2 : 1);
  }
  return out;
}
void weft::detail::flatDebugPrint(const DebugFormat &format,
                                  const HostArrays &args) {
  std::vector<std::string> text = pieces(format);
  if (text.size() - 1 != args.size())
    throw UserError(Message{"debugPrint", "there must be a {} for each array",
                            std::to_string(text.size() - 1) + " for " +
                                std::to_string(args.size()),
                            place(format.where), ""});
  auto print = [text, at = place(format.where)](const HostArrays &xs) {
    std::string line = at + ": " + text[0];
    for (size_t i = 0; i < xs.size(); ++i)
      line += xs[i].toString() + text[i + 1];
    std::cout << line + "\n" << std::flush;
  };
  ordered("debugPrint", print, args, format.where);
}

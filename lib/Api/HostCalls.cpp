// debugPrint, hostCallback, pureCallback, externCall.
#include "Api/HostCalls.h"
#include "Api/Regions.h"
#include "HostOps.h"
#include "weft/Host.h"
#include <cstring>
#include <dlfcn.h>
#include <iostream>
#include <mutex>
using namespace weft;
using namespace weft::ir;
using namespace weft::api;

namespace {
/// A callback, and the types of its operands (of one lane) and results.
struct HostFunction {
  std::function<HostArrays(const HostArrays &)> f;
  std::vector<std::pair<Dtype, Shape>> in, out;
  const char *op;
  Where where;
};
/// Callbacks live as long as the process: compiled code names them by number
/// (docs/decisions/callbacks.md).
struct HostFunctions {
  std::mutex mutex;
  std::vector<std::shared_ptr<const HostFunction>> all;
};
HostFunctions &functions() {
  static auto *f = new HostFunctions;
  return *f;
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
      host = functions().all.at(id);
    }
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
    if (static_cast<int64_t>(op.getId()) < 0 &&
        !dlsym(RTLD_DEFAULT, symbol.c_str()))
      throw UserError(Message{
          "externCall", "the program has no such C function", symbol,
          ir::place(op.getLoc()),
          "put it in a shared library, or link the program with -rdynamic"});
  });
}
void ir::refuseHostCalls(Region &body) {
  body.walk([](HostCallOp op) {
    if (static_cast<int64_t>(op.getId()) >= 0)
      throw UserError(Message{
          "export", "an object file cannot call functions of this process", "",
          ir::place(op.getLoc()),
          "leave debugPrint and callbacks out, or use externCall"});
  });
}

static std::vector<std::pair<Dtype, Shape>> describeAll(const HostArrays &xs,
                                                        const char *op) {
  std::vector<std::pair<Dtype, Shape>> out;
  for (const Array &x : xs) {
    const auto &node = nodeOf(x, op);
    out.push_back({node.dtype, Shape(node.dims.begin(), node.dims.end())});
  }
  return out;
}
static HostArrays stageCall(const char *op, const std::string &symbol,
                            int64_t id, const HostArrays &like,
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
static int64_t keep(HostFunction f) {
  std::lock_guard lock(functions().mutex);
  functions().all.push_back(
      std::make_shared<const HostFunction>(std::move(f)));
  return functions().all.size() - 1;
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
  stageCall(op, "weft_host_call", keep({call, in, {}, op, where}), {}, args,
            true, where);
}

void weft::hostCallback(std::function<void(const HostArrays &)> f,
                        const HostArrays &args, std::source_location where) {
  ordered("hostCallback", std::move(f), args, where);
}
HostArrays weft::pureCallback(std::function<HostArrays(const HostArrays &)> f,
                              const HostArrays &like, const HostArrays &args,
                              std::source_location where) {
  const char *op = "pureCallback";
  HostFunction host{std::move(f), describeAll(args, op),
                    describeAll(like, op), op, where};
  if (!currentTrace())
    return checkedCall(host, args);
  return stageCall(op, "weft_host_call", keep(std::move(host)), like, args,
                   false, where);
}
HostArrays weft::externCall(const std::string &symbol, const HostArrays &like,
                            const HostArrays &args,
                            std::source_location where) {
  describeAll(args, "externCall");
  return stageCall("externCall", symbol, -1, like, args, false, where);
}

void weft::detail::flatDebugPrint(const DebugFormat &format,
                                  const HostArrays &args) {
  size_t holes = 0;
  for (size_t at = format.text.find("{}"); at != std::string::npos;
       at = format.text.find("{}", at + 2))
    ++holes;
  if (holes != args.size())
    throw UserError(Message{"debugPrint", "there must be a {} for each array",
                            std::to_string(holes) + " for " +
                                std::to_string(args.size()),
                            place(format.where), ""});
  auto print = [text = format.text,
                at = place(format.where)](const HostArrays &xs) {
    std::string line = at + ": ";
    size_t from = 0;
    for (const Array &x : xs) {
      size_t hole = text.find("{}", from);
      line += text.substr(from, hole - from) + x.toString();
      from = hole + 2;
    }
    std::cout << line + text.substr(from) + "\n" << std::flush;
  };
  ordered("debugPrint", print, args, format.where);
}

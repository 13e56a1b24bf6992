// See Model.h.
#include "ExternHelpers.h"
#include "ShapeOps.h"
#include "Api/Model.h"
#include "Api/Errors.h"
#include "Api/HostCalls.h"
#include "Api/Execute.h"
#include "Backend/Cpu/Compiler.h"
#include "Backend/Gpu/Emulator.h"
#include "Interchange/Jaxpr.h"
#include "Interchange/Module.h"
#include "Interchange/Stablehlo.h"
#include "Lowering/Pipelines.h"
#include "Transforms/Derive.h"
#include "Transforms/Simplify.h"
using namespace weft;
using namespace weft::ir;
using weft::detail::Exported;
using weft::detail::Leaves;
using weft::detail::ModelFunction;
using weft::detail::Node;
using weft::detail::nodeOf;
using Axis = std::optional<int>;

//===-- Making ------------------------------------------------------------===//
ModelFunction::ModelFunction(ir::Function function)
    : held(std::make_shared<ir::Function>(std::move(function))) {}

/// Captured arrays become constants of the body: nobody else could give them.
static void bindCaptures(Region &body, unsigned explicitArgs,
                         const Arrays &captures) {
  Block &block = body.front();
  OpBuilder b(context());
  b.setInsertionPointToStart(&block);
  for (auto [i, a] : llvm::enumerate(captures))
    block.getArgument(explicitArgs + i)
        .replaceAllUsesWith(ConstantOp::create(
            b, b.getUnknownLoc(), attributeOf(nodeOf(a, "export"))));
  block.eraseArguments(explicitArgs, captures.size());
}

ModelFunction::ModelFunction(const Exported &exported) {
  SmallVector<Type> types;
  SmallVector<bool> weak;
  for (const Array &a : exported.like) {
    types.push_back(ir::tensorType(nodeOf(a, "export")));
    weak.push_back(a.isWeak());
  }
  TracedFunction fn = trace([&](const Arrays &in) { return exported.call(in); },
                            types, {Tracer::Jit, std::nullopt, weak});
  if (fn.capturedTraced())
    throw TraceError(Message{"export",
                             "an exported function must not use values that "
                             "are being traced",
                             exported.name, weft::place(exported.where), ""});
  simplify(*fn.body);
  bindCaptures(*fn.body, types.size(), fn.captures);
  held = std::make_shared<ir::Function>(
      ir::Function{exported.name, std::move(fn.body), exported.paths,
                   exported.resultPaths()});
}

//===-- Asking ------------------------------------------------------------===//
const std::string &ModelFunction::name() const { return held->name; }

static std::vector<aot::Port> portsOf(TypeRange types,
                                      const std::vector<std::string> &paths) {
  std::vector<aot::Port> out;
  for (auto [type, path] : llvm::zip_equal(types, paths)) {
    auto tensor = ir::tensorType(type);
    out.push_back(
        {path, ir::dtypeOf(tensor.getElementType()), tensor.getShape().vec()});
  }
  return out;
}
std::vector<aot::Port> ModelFunction::args() const {
  return portsOf(held->body->getArgumentTypes(), held->argPaths);
}
std::vector<aot::Port> ModelFunction::results() const {
  return portsOf(terminator(*held->body)->getOperandTypes(), held->resultPaths);
}
std::string ModelFunction::type() const {
  aot::Signature signature{name(), args(), results()};
  auto names = aot::parameterNames(signature);
  size_t at = 0;
  auto list = [&](const std::vector<aot::Port> &ports) {
    std::string out = "(";
    for (const aot::Port &port : ports)
      out += (&port == ports.data() ? "" : ", ") + names[at++] + ": " +
             port.type();
    return out + ")";
  };
  std::string in = list(signature.args);
  return name() + in + " -> " + list(signature.results);
}

/// The number of the argument that a leaf is of: the 2 of ".2.w".
static int argumentOf(const std::string &path) {
  return path.size() > 1 ? std::atoi(path.c_str() + 1) : 0;
}
static int countArguments(const std::vector<std::string> &paths) {
  int n = 0;
  for (const std::string &path : paths)
    n = std::max(n, argumentOf(path) + 1);
  return n;
}
/// ".2.w" without its number, ".w".
static std::string inArgument(const std::string &path) {
  size_t end = path.find_first_not_of("0123456789", 1);
  return end == std::string::npos ? "" : path.substr(end);
}

//===-- Transforms --------------------------------------------------------===//
ModelFunction ModelFunction::grad(const std::vector<int> &argnums,
                                  bool value) const {
  const char *op = value ? "value-and-grad" : "grad";
  const ir::Function &f = *held;
  int n = countArguments(f.argPaths);
  for (int a : argnums)
    if (a < 0 || a >= n)
      throw UserError(Message{
          op, "the function has arguments 0 to " + std::to_string(n - 1),
          std::to_string(a), "", ""});
  Mask active(f.argPaths.size());
  std::vector<std::string> paths;
  std::vector<aot::Port> ports = args();
  for (auto [i, port] : llvm::enumerate(ports)) {
    auto at = llvm::find(argnums, argumentOf(port.path));
    if (at == argnums.end())
      continue;
    if (!isFloat(port.dtype))
      throw DtypeError(
          Message{op, "the leaves to differentiate in must be floats",
                  port.type() + " at " + port.path, "",
                  "name other arguments: --" + std::string(op) + "=0,2"});
    active.set(i);
    std::string which =
        argnums.size() > 1 ? "." + std::to_string(at - argnums.begin()) : "";
    paths.push_back((value ? ".1" : "") + which + inArgument(port.path));
  }
  if (value)
    paths.insert(paths.begin(), ".0" + f.resultPaths[0]);
  ir::Function out{f.name, std::make_unique<Region>(), f.argPaths, paths};
  Diagnostics diagnostics(op);
  diagnostics.check(deriveGrad(*f.body, active, value, *out.body), {});
  return ModelFunction(std::move(out));
}

ModelFunction ModelFunction::jvp() const {
  const ir::Function &f = *held;
  ir::Function out{f.name, std::make_unique<Region>(), f.argPaths, {}};
  int n = countArguments(f.argPaths);
  Mask active(f.argPaths.size());
  std::vector<aot::Port> in = args(), results = this->results();
  for (auto [i, port] : llvm::enumerate(in))
    if (isFloat(port.dtype) || isComplex(port.dtype)) {
      active.set(i);
      out.argPaths.push_back("." + std::to_string(n + argumentOf(port.path)) +
                             inArgument(port.path));
    }
  for (const aot::Port &port : results)
    out.resultPaths.push_back(".0" + port.path);
  for (const aot::Port &port : results)
    if (isFloat(port.dtype) || isComplex(port.dtype))
      out.resultPaths.push_back(".1" + port.path);
  Diagnostics diagnostics("jvp");
  diagnostics.check(deriveJvp(*f.body, active, *out.body), {});
  return ModelFunction(std::move(out));
}

std::vector<std::optional<int64_t>>
ModelFunction::leafAxes(const std::vector<Axis> &axes) const {
  size_t n = countArguments(held->argPaths);
  if (axes.size() != 1 && axes.size() != n)
    throw ShapeError(Message{"vmap", "there must be an axis for each argument",
                             std::to_string(axes.size()) + " axes for " +
                                 std::to_string(n) + " arguments",
                             "", ""});
  std::vector<std::optional<int64_t>> out;
  for (const aot::Port &port : args()) {
    Axis axis = axes.size() == 1 ? axes[0] : axes[argumentOf(port.path)];
    int64_t rank = port.shape.size() + 1;
    if (axis && (*axis < -rank || *axis >= rank))
      throw ShapeError(Message{"vmap",
                               "an axis must be in [-" + std::to_string(rank) +
                                   ", " + std::to_string(rank) + ")",
                               "axis " + std::to_string(*axis) + " of " +
                                   port.path + ", " + port.type() +
                                   " before it is mapped",
                               "", ""});
    out.push_back(
        axis ? std::optional<int64_t>(*axis < 0 ? *axis + rank : int64_t(*axis))
             : std::nullopt);
  }
  if (llvm::none_of(out, [](auto axis) { return axis.has_value(); }))
    throw ShapeError(Message{"vmap", "at least one argument must be mapped",
                             "no axis", "", ""});
  return out;
}

std::pair<size_t, int>
ModelFunction::firstMapped(const std::vector<Axis> &axes) const {
  auto leaves = leafAxes(axes);
  for (auto [i, axis] : llvm::enumerate(leaves))
    if (axis)
      return {i, static_cast<int>(*axis)};
  return {0, 0};
}

ModelFunction ModelFunction::vmap(const std::vector<Axis> &axes,
                                  int64_t n) const {
  const ir::Function &f = *held;
  ir::Function out{f.name, std::make_unique<Region>(), f.argPaths,
                   f.resultPaths};
  Diagnostics diagnostics("vmap");
  diagnostics.check(deriveBatch(*f.body, leafAxes(axes), n, *out.body), {});
  return ModelFunction(std::move(out));
}

//===-- Looking, running, compiling ---------------------------------------===//
std::string ModelFunction::show(const std::string &form,
                                const std::string &target,
                                const std::string &cpu) const {
  const ir::Function *f = held.get();
  if (form == "jaxpr")
    return toJaxpr(*f->body) + "\n";
  if (form == "weft")
    return printModule(f);
  Diagnostics diagnostics("dump");
  if (form == "stablehlo") {
    FailureOr<std::string> text = exportStablehlo(*f);
    diagnostics.check(LogicalResult(text), {});
    return *text;
  }
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(context()));
  if (form == "ptx")
    (*module)->setAttr(nestsOnly, UnitAttr::get(context()));
  diagnostics.check(lowerToLinalg(*f->body, *module, f->name), {});
  std::string text;
  if (form == "linalg") {
    llvm::raw_string_ostream(text) << *module << "\n";
    return text;
  }
  if (form == "ptx") {
    auto ptx = gpu::toPtx(*module, f->name, target.empty() ? "sm_80" : target);
    if (ptx.ok())
      return *std::move(ptx);
    if (absl::IsUnimplemented(ptx.status()))
      diagnostics.raise({});
    checkStatus(ptx.status(), "dump", {});
  }
  cpu::CompileOptions options;
  options.target = cpu::TargetSpec{target, cpu, ""}.resolved();
  auto object = cpu::compileToObject(*module, f->name, options,
                                     form == "asm" ? cpu::ObjectForm::Assembly
                                                   : cpu::ObjectForm::LlvmIr);
  checkStatus(object.status(), "dump", {});
  return std::move(object->bytes);
}

static Leaves runEmulated(const ir::Function &f, const Leaves &args) {
  Region body;
  copySimplified(*f.body, body);
  Diagnostics diagnostics("run");
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(context()));
  (*module)->setAttr(nestsOnly, UnitAttr::get(context()));
  diagnostics.check(lowerToLinalg(body, *module, f.name), {});
  Leaves results;
  for (Value v : terminator(body)->getOperands()) {
    auto type = typeOf(v);
    results.push_back(weft::detail::makeConcrete(
        ir::dtypeOf(type.getElementType()),
        {type.getShape().begin(), type.getShape().end()}));
  }
  SmallVector<MutableArrayRef<char>> buffers;
  for (const Leaves *list : {&args, static_cast<const Leaves *>(&results)})
    for (const Array &a : *list) {
      auto &buffer = *nodeOf(a, "run").buffer;
      buffers.push_back({static_cast<char *>(buffer.data()), buffer.size()});
    }
  absl::Status status = gpu::emulate(*module, f.name, buffers);
  if (absl::IsUnimplemented(status))
    diagnostics.raise({});
  checkStatus(status, "run", {});
  return results;
}

Leaves ModelFunction::run(const Leaves &args, const std::string &device) const {
  std::vector<aot::Port> ports = this->args();
  if (args.size() != ports.size())
    throw UserError(Message{"run", "the function takes " + type(),
                            std::to_string(args.size()) + " arrays", "", ""});
  SmallVector<const Array *> pointers;
  for (auto [i, a] : llvm::enumerate(args)) {
    const Node &node = nodeOf(a, "run");
    std::string given = weft::detail::describe(node), want = ports[i].type();
    if (given != want)
      throw ShapeError(Message{"run",
                               "argument " + std::to_string(i) + " (" +
                                   ports[i].path + ") must be " + want,
                               given, "", ""});
    pointers.push_back(&a);
  }
  if (device == "emulated-gpu")
    return runEmulated(*held, args);
  Region body;
  IRMapping map;
  held->body->cloneInto(&body, map);
  auto program = compileBody(body, {}, {}, {});
  return ir::run(*program, {pointers.data(), pointers.size()}, {}, "run");
}

aot::Artifact ModelFunction::compile(const std::string &name,
                                     const aot::Options &options,
                                     const std::source_location &where) const {
  const char *rule = nullptr;
  if (!aot::isIdentifier(name))
    rule = "the name must be one that C takes for a function";
  else if (aot::isOfLibrary(name))
    rule = "the name must not be one of C's own library, which programs that "
           "link the object call";
  if (rule)
    throw UserError(
        Message{where.line() ? "exportObject" : "compile", rule,
                "'" + name + "'", weft::place(where),
                where.line() ? "ExportOptions::name gives another"
                : name == this->name()
                    ? "give another by --name, or the object's by -o"
                    : "give another by --name"});
  Region body;
  copySimplified(*held->body, body);
  refuseHostCalls(body);
  auto artifact = aot::compile(body, printModule(held.get()),
                               {name, args(), results()}, options);
  checkStatus(artifact.status(), "compile", where);
  return *std::move(artifact);
}

std::vector<ModelFunction> weft::detail::readModel(const std::string &path) {
  auto functions = parseModule(path);
  if (absl::IsNotFound(functions.status()))
    throw IoError(Message{"model", "the file cannot be read",
                          std::string(functions.status().message()), "", ""});
  if (!functions.ok())
    throw UserError(std::string(functions.status().message()));
  std::vector<ModelFunction> out;
  for (ir::Function &f : *functions)
    out.emplace_back(std::move(f));
  return out;
}

// A function as it is compiled and as its parts, to be timed by `weft bench`.
#include "Api/Errors.h"
#include "Api/Execute.h"
#include "Api/Model.h"
#include "Backend/Cpu/Compiler.h"
#include "DecomposeOps.h"
#include "Interchange/Module.h"
#include "LinalgOps.h"
#include "Lowering/Linalg/Fusion.h"
#include "Lowering/Pipelines.h"
#include "Lowering/Traffic.h"
#include "Lowering/Work.h"
#include "SchurOps.h"
#include "SolveOps.h"
#include "Transforms/Simplify.h"

#include <numeric>

using namespace weft;
using namespace weft::ir;
using weft::detail::CompiledFunction;
using weft::detail::Leaves;
using weft::detail::ModelFunction;

static Leaves run(const Program &program, const Leaves &args) {
  SmallVector<const Array *> pointers;
  for (const Array &a : args)
    pointers.push_back(&a);
  return ir::run(program, {pointers.data(), pointers.size()}, {}, "bench");
}
Leaves CompiledFunction::operator()(const Leaves &args) const {
  return ::run(*program, args);
}
JitStats CompiledFunction::stats() const { return statsOf(*program); }

CompiledFunction ModelFunction::compiled(int threads, Tune tune,
                                         const Leaves &sample) const {
  Region body;
  copySimplified(*held->body, body);
  ProgramOptions options;
  options.threads = threads;
  options.tune = tune;
  options.sample = [&](const Program &program) { ::run(program, sample); };
  return CompiledFunction(compileBody(body, {}, options, {}));
}

static rt::Arithmetic kindOf(Work::Kind kind) {
  static constexpr std::pair<Work::Kind, rt::Arithmetic> kinds[] = {
      {Work::F16, rt::F16},
      {Work::F32, rt::F32},
      {Work::F64, rt::F64},
      {Work::Bf16Products, rt::Bf16Products},
      {Work::I8Products, rt::I8Products},
      {Work::I8, rt::I8},
      {Work::I16, rt::I16},
      {Work::I32, rt::I32},
      {Work::I64, rt::I64}};
  static_assert(std::size(kinds) == Work::Kinds);
  for (auto [ours, theirs] : kinds)
    if (ours == kind)
      return theirs;
  llvm_unreachable("every kind is in the table");
}
/// `body` in linalg, as "main".
static OwningOpRef<ModuleOp> lowered(Region &body) {
  Diagnostics diagnostics("bench");
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(context()));
  diagnostics.check(lowerToLinalg(body, *module, "main"), {});
  return module;
}
std::pair<rt::Operations, bool> ModelFunction::operations() const {
  Region body;
  copySimplified(*held->body, body);
  OwningOpRef<ModuleOp> module = lowered(body);
  Work work = countWork(module->lookupSymbol<func::FuncOp>("main"));
  rt::Operations operations = {};
  for (int k = 0; k < Work::Kinds; ++k)
    operations[kindOf(Work::Kind(k))] += work.operations[k];
  return {operations, work.atLeast};
}
double ModelFunction::traffic() const {
  Region body;
  copySimplified(*held->body, body);
  OwningOpRef<ModuleOp> module = lowered(body);
  return countTraffic(module->lookupSymbol<func::FuncOp>("main"));
}
bool ModelFunction::factorises() const {
  return held->body
      ->walk([](Operation *op) {
        return isa<CholeskyOp, LuOp, TriangularSolveOp, TridiagonalSolveOp,
                   GeqrfOp, QrOp, EighOp, EigOp, SvdOp, SchurOp, HessenbergOp,
                   TridiagonalOp, LinearSolveOp>(op)
                   ? WalkResult::interrupt()
                   : WalkResult::advance();
      })
      .wasInterrupted();
}

//===-- Parts -------------------------------------------------------------===//
/// The first few of what is listed, without repetition.
static std::string fewOf(ArrayRef<std::string> all, size_t most) {
  std::vector<std::string> distinct;
  for (const std::string &one : all)
    if (!llvm::is_contained(distinct, one))
      distinct.push_back(one);
  std::string text;
  for (auto [i, one] : llvm::enumerate(distinct)) {
    if (i == most)
      return text + ", …";
    text += (i ? ", " : "") + one;
  }
  return text;
}

/// The operations as a function of what they read. `results` are given.
static ir::Function cutOut(const Plan &plan, ArrayRef<Operation *> ops,
                           ValueRange results) {
  ir::Function f{"part", std::make_unique<Region>(), {}, {}};
  llvm::SmallPtrSet<Operation *, 16> inside(ops.begin(), ops.end());
  llvm::SetVector<Value> arguments;
  llvm::SetVector<Operation *> cheap; // computed wherever they are read
  for (Operation *op : ops)
    for (Value v : op->getOperands()) {
      v = plan.resolve(v);
      Operation *def = v.getDefiningOp();
      if (def && inside.contains(def))
        continue;
      if (def && def->getNumOperands() == 0 && isPure(def) &&
          def->getNumRegions() == 0)
        cheap.insert(def);
      else
        arguments.insert(v);
    }
  SmallVector<Type> types;
  for (Value v : arguments) {
    f.argPaths.push_back("." + std::to_string(types.size()));
    types.push_back(v.getType());
  }
  OpBuilder b = openBody(*f.body, types);
  IRMapping map;
  for (auto [v, arg] : llvm::zip(arguments, f.body->getArguments()))
    map.map(v, arg);
  auto clone = [&](Operation *op) {
    for (Value v : op->getOperands())
      map.map(v, map.lookup(plan.resolve(v)));
    b.clone(*op, map);
  };
  for (Operation *op : cheap)
    clone(op);
  for (Operation *op : ops)
    clone(op);
  SmallVector<Value> out;
  for (Value v : results) {
    f.resultPaths.push_back("." + std::to_string(out.size()));
    out.push_back(map.lookup(v));
  }
  closeBody(b, UnknownLoc::get(context()), out);
  return f;
}

/// Of each unit, the number of what it is compiled with: units of a chain that
/// is done by blocks of rows have one number. A chain is found after units have
/// become memory; locations that say a unit's number lead back.
static SmallVector<unsigned> together(Region &body, const Plan &plan) {
  SmallVector<unsigned> number(plan.units.size());
  std::iota(number.begin(), number.end(), 0);
  llvm::DenseMap<Operation *, Location> places;
  body.walk([&](Operation *op) {
    places.insert({op, op->getLoc()});
    op->setLoc(UnknownLoc::get(context()));
  });
  for (auto [i, unit] : llvm::enumerate(plan.units)) {
    Operation *last = unit.op ? unit.op : unit.members.back().op;
    last->setLoc(FileLineColLoc::get(context(), "unit", i, 0));
  }
  auto options = cpu::loweringFor(cpu::CompileOptions());
  OwningOpRef<ModuleOp> module = lowered(body);
  if (options.ok())
    for (ArrayRef<Location> chain : rowChainsOf(*module, "main", *options)) {
      std::optional<unsigned> first;
      for (Location loc : chain)
        if (auto unit = dyn_cast<FileLineColLoc>(loc)) {
          first = std::min(first.value_or(unit.getLine()), unit.getLine());
          number[unit.getLine()] = *first;
        }
    }
  body.walk([&](Operation *op) { op->setLoc(places.at(op)); });
  return number;
}

/// Of what these operations compute, what others read.
static SmallVector<Value> readElsewhere(Region &body, const Plan &plan,
                                        const llvm::SetVector<Operation *> &ops,
                                        ValueRange escaping) {
  llvm::DenseSet<Value> read;
  auto reads = [&](Operation *op) {
    for (Value v : op->getOperands())
      read.insert(plan.resolve(v));
  };
  for (const Unit &unit : plan.units) {
    if (unit.op && !ops.contains(unit.op))
      reads(unit.op);
    for (const Member &m : unit.members)
      if (!ops.contains(m.op))
        reads(m.op);
  }
  reads(body.front().getTerminator());
  return llvm::filter_to_vector(escaping,
                                [&](Value v) { return read.contains(v); });
}

std::vector<ModelFunction::Part> ModelFunction::parts() const {
  Region simple;
  copySimplified(*held->body, simple);
  std::unique_ptr<Region> better = rearranged(simple);
  Region &body = better ? *better : simple;
  Plan plan = planFusion(body);
  SmallVector<unsigned> number = together(body, plan);
  std::vector<Part> out;
  for (unsigned n = 0; n < plan.units.size(); ++n) {
    llvm::SetVector<Operation *> ops; // an op may be computed in two ways
    SmallVector<Value> results;
    unsigned units = 0;
    for (auto [unit, of] : llvm::zip(plan.units, number)) {
      if (of != n)
        continue;
      ++units;
      if (unit.op && ops.insert(unit.op))
        llvm::append_range(results, unit.op->getResults());
      for (const Member &m : unit.members)
        if (ops.insert(m.op) && m.escapes)
          llvm::append_range(results, m.op->getResults());
    }
    if (units > 1)
      results = readElsewhere(body, plan, ops, results);
    if (results.empty() || (ops.size() == 1 && isNullary(ops[0])))
      continue;
    std::vector<std::string> names, places;
    for (Operation *op : ops) {
      names.push_back(op->getName().stripDialect().str());
      std::string at = ir::place(op->getLoc());
      if (!at.empty())
        places.push_back(at);
    }
    std::string what = fewOf(names, 5);
    if (units > 1)
      what += " (by blocks of rows)";
    out.push_back({what, fewOf(places, 3),
                   ModelFunction(cutOut(plan, ops.getArrayRef(), results))});
  }
  return out;
}

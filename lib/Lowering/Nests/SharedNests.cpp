// See SharedNests.h. LLVM's passes and its code generator are most of what a
// compilation costs, and they cost as much for the same nest again.
#include "Lowering/Nests/SharedNests.h"

#include "Lowering/Nests/LargeResults.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Matchers.h"
#include "llvm/Support/SaveAndRestore.h"

#include <map>

namespace weft::ir {
using namespace mlir;

/// A call costs some nanoseconds, and what it is given lies in memory, not in
/// registers: the least that a group should run for, in nanoseconds.
static constexpr double minRun = 1000;
/// Fewer of one kind are written where they stand.
static constexpr size_t minCalls = 3;

namespace {
/// Everything that the code of a group depends on, as numbers. Values are
/// numbered as they are met, so that other buffers give the same key if they
/// are the same where these are.
class Key {
public:
  Key(const Group &group, const LoweringOptions &options)
      : streamed(streamedResults(group, options)) {
    add(group.rows);
    for (const Nest &nest : group.nests)
      addNest(nest);
    if (!group.points)
      return;
    add(group.points->parallel);
    add(group.points->shared);
    for (Value inRegisters : group.points->values)
      addMemory(inRegisters);
  }
  std::vector<uint64_t> numbers;

private:
  void add(uint64_t number) { numbers.push_back(number); }
  void add(const void *unique) {
    numbers.push_back(reinterpret_cast<uintptr_t>(unique));
  }
  void addNest(const Nest &nest);
  void addOp(Operation *op);
  void addValue(Value v);
  void addMemory(Value v);

  llvm::DenseMap<Value, uint64_t> known;
  SmallVector<Value> streamed;
};
} // namespace

void Key::addMemory(Value v) {
  Value root = rootBuffer(v);
  auto [at, isNew] = known.try_emplace(root, known.size());
  add(at->second);
  add(isa<BlockArgument>(root) ||
      isa<memref::AllocOp, memref::GetGlobalOp>(root.getDefiningOp()));
  add(llvm::is_contained(streamed, root));
}

void Key::addValue(Value v) {
  auto [at, isNew] = known.try_emplace(v, known.size());
  add(at->second);
  if (!isNew)
    return;
  add(v.getType().getAsOpaquePointer());
  Attribute constant;
  if (matchPattern(v, m_Constant(&constant)))
    add(constant.getAsOpaquePointer());
  if (isa<MemRefType>(v.getType()))
    addMemory(v);
}

void Key::addOp(Operation *op) {
  add(op->getName().getAsOpaquePointer());
  add(op->getAttrDictionary().getAsOpaquePointer());
  add(op->getNumOperands());
  for (Value v : op->getOperands())
    addValue(v);
  for (Value v : op->getResults())
    addValue(v);
  for (Region &region : op->getRegions())
    for (Block &block : region) {
      add(block.getNumArguments());
      for (Value v : block.getArguments())
        addValue(v);
      for (Operation &inner : block)
        addOp(&inner);
    }
}

void Key::addNest(const Nest &nest) {
  add(nest.dims.size());
  for (const Dim &dim : nest.dims) {
    add(dim.size);
    add(dim.reduction + 2 * dim.pinned);
    add(dim.original);
  }
  addOp(nest.op);
}

SharedNests::SharedNests(const Grouping &grouping,
                         const LoweringOptions &options) {
  std::map<std::vector<uint64_t>, SmallVector<const Group *>> groups;
  for (const Group &group : grouping.groups) {
    double run = 0;
    for (const Nest &nest : group.nests)
      run += bodyCost(nest) * nest.iterations();
    if (run >= minRun)
      groups[Key(group, options).numbers].push_back(&group);
  }
  for (auto &[key, same] : groups) {
    if (same.size() < minCalls)
      continue;
    for (const Group *group : same)
      kinds[group] = functions.size();
    functions.push_back({});
  }
}

/// Which of the captures a function takes: all but constants. None, if it would
/// have to take something that is no pointer.
static std::optional<SmallVector<Value>> parameters(Emission &e,
                                                    ValueRange captures,
                                                    IRMapping &map) {
  SmallVector<Value> taken;
  for (Value old : captures) {
    if (matchPattern(old, m_Constant()))
      continue;
    if (map.lookup(old).getType() != e.ptr)
      return std::nullopt;
    taken.push_back(old);
  }
  return taken;
}

FailureOr<bool> SharedNests::call(Emission &e, const Group &group,
                                  ValueRange captures, IRMapping &map,
                                  Body body) {
  auto kind = kinds.find(&group);
  if (kind == kinds.end() || !e.context)
    return false;
  auto taken = parameters(e, captures, map);
  if (!taken)
    return false;
  OpBuilder &b = e.b;
  LLVM::LLVMFuncOp &func = functions[kind->second];
  if (!func) {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToEnd(e.module.getBody());
    SmallVector<Type> types(taken->size() + 1, e.ptr);
    // Numbered as all bodies are, so that names follow the program's order.
    func = LLVM::LLVMFuncOp::create(
        b, e.loc, e.name + ".shared" + std::to_string(e.numBodies++),
        LLVM::LLVMFunctionType::get(
            LLVM::LLVMVoidType::get(b.getContext()), types),
        LLVM::Linkage::Internal);
    func.setNoInline(true);
    Block *entry = func.addEntryBlock(b);
    llvm::SaveAndRestore savedBlock(e.entryBlock, entry);
    llvm::SaveAndRestore savedContext(e.context,
                                      Value(entry->getArguments().back()));
    llvm::SaveAndRestore savedArena(e.arena, Value());
    b.setInsertionPointToStart(entry);
    IRMapping inner;
    for (auto [old, argument] : llvm::zip(*taken, entry->getArguments()))
      inner.map(old, argument);
    for (Value old : captures)
      if (!inner.contains(old))
        inner.map(old, b.clone(*map.lookup(old).getDefiningOp())->getResult(0));
    if (failed(body(inner)))
      return failure();
    LLVM::ReturnOp::create(b, e.loc, ValueRange());
  }
  SmallVector<Value> arguments;
  for (Value old : *taken)
    arguments.push_back(map.lookup(old));
  arguments.push_back(e.context);
  LLVM::CallOp::create(b, e.loc, func, arguments);
  return true;
}

} // namespace weft::ir

// See Emission.h.
#include "Lowering/Nests/Emission.h"

#include "Lowering/Nests/LargeResults.h"
#include "Lowering/Nests/Tiny.h"
#include "Lowering/Buffers/Views.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/SmallBitVector.h"

namespace weft::ir {
using namespace mlir;

Type storageType(Type element) {
  if (auto complex = dyn_cast<ComplexType>(element))
    return complex.getElementType();
  if (element.isIndex())
    return IntegerType::get(element.getContext(), 64);
  // Bools and what is narrower or no type of LLVM's: a byte each.
  if (element.isIntOrFloat() && element.getIntOrFloatBitWidth() <= 8)
    return IntegerType::get(element.getContext(), 8);
  return element;
}

/// Arguments, results among them, do not overlap in any group, so that what is
/// read of one need not be read again in each iteration of a loop that stores
/// to another. Empty where it would not be kept in registers, and where there
/// are too many for such lists.
static SmallVector<Attribute> argumentScopes(const Group &group) {
  constexpr unsigned mostArguments = 32;
  auto func = group.nests.front().op->getParentOfType<func::FuncOp>();
  MLIRContext *ctx = func.getContext();
  if (func.getNumArguments() > mostArguments || !isTiny(group, 512))
    return {};
  auto domain = LLVM::AliasScopeDomainAttr::get(
      ctx, StringAttr::get(ctx, "arguments"), StringAttr());
  SmallVector<Attribute> scopes;
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    scopes.push_back(LLVM::AliasScopeAttr::get(
        ctx, StringAttr::get(ctx, "argument" + Twine(i)), domain,
        StringAttr()));
  return scopes;
}

AliasScopes::AliasScopes(MLIRContext *ctx, const Group &group,
                         unsigned number, ArrayRef<Value> streamed)
    : streamed(streamed) {
  SmallVector<Value> roots;
  SmallVector<SmallVector<unsigned>> met; // of each nest, into roots
  auto add = [&](Value memref) {
    Value root = rootBuffer(memref);
    bool known =
        isa<BlockArgument>(root) ||
        isa<memref::AllocOp, memref::GetGlobalOp>(root.getDefiningOp());
    if (!known)
      return;
    auto *at = llvm::find(roots, root);
    met.back().push_back(at - roots.begin());
    if (at == roots.end())
      roots.push_back(root);
  };
  for (const Nest &nest : group.nests) {
    met.emplace_back();
    for (const Access &access : nest.accesses)
      if (!access.isScalar)
        add(access.operand);
    if (Block *body = nest.body())
      body->walk([&](memref::LoadOp load) { add(load.getMemRef()); });
  }
  if (roots.size() < 2 && streamed.empty())
    return;
  // Named, not distinct: attributes live as long as the context, and names
  // are the same in every function.
  auto name = [&](const Twine &text) { return StringAttr::get(ctx, text); };
  auto domain = LLVM::AliasScopeDomainAttr::get(
      ctx, name("group" + Twine(number)), StringAttr());
  SmallVector<Value> large = largeOperands(group);
  SmallVector<Attribute> scopes;
  for (auto [i, root] : llvm::enumerate(roots)) {
    StringRef kind;
    if (llvm::is_contained(streamed, root))
      kind = streamedScope;
    else if (llvm::is_contained(large, root))
      kind = largeScope;
    scopes.push_back(LLVM::AliasScopeAttr::get(
        ctx, name("group" + Twine(number) + "." + Twine(i) + kind), domain,
        StringAttr()));
  }
  // LLVM walks these lists for each pair of accesses that it compares. Of many
  // buffers only those that a nest has side by side are told apart.
  constexpr unsigned few = 48;
  SmallVector<llvm::SmallBitVector> beside(
      roots.size(), llvm::SmallBitVector(roots.size(), roots.size() <= few));
  if (roots.size() > few)
    for (ArrayRef<unsigned> nest : met)
      for (unsigned i : nest)
        for (unsigned j : nest)
          beside[i].set(j);
  SmallVector<Attribute> arguments = argumentScopes(group);
  for (auto [i, root] : llvm::enumerate(roots)) {
    SmallVector<Attribute> own{scopes[i]}, others;
    for (unsigned j : beside[i].set_bits())
      if (i != j)
        others.push_back(scopes[j]);
    auto argument = dyn_cast<BlockArgument>(root);
    unsigned number = arguments.size();
    if (argument && isa<func::FuncOp>(argument.getOwner()->getParentOp()))
      number = argument.getArgNumber();
    if (number < arguments.size()) {
      own.push_back(arguments[number]);
      for (auto [j, scope] : llvm::enumerate(arguments))
        if (j != number)
          others.push_back(scope);
    }
    map[root] = {ArrayAttr::get(ctx, own), ArrayAttr::get(ctx, others)};
  }
}

AliasScopes::Pair AliasScopes::of(Value memref) const {
  return map.lookup(rootBuffer(memref));
}

AliasScopes::Pair AliasScopes::ofRows(Value memref, int64_t bytes) const {
  MLIRContext *ctx = memref.getContext();
  Pair pair = of(memref);
  SmallVector<Attribute> own;
  if (pair.first)
    llvm::append_range(own, pair.first);
  auto name = [&](const Twine &text) { return StringAttr::get(ctx, text); };
  own.push_back(LLVM::AliasScopeAttr::get(
      ctx, name(rowsAfterScope + Twine(bytes)),
      LLVM::AliasScopeDomainAttr::get(ctx, name("rows"), StringAttr()),
      StringAttr()));
  return {ArrayAttr::get(ctx, own), pair.second};
}

bool AliasScopes::streams(Value memref) const {
  return !streamed.empty() &&
         llvm::is_contained(streamed, rootBuffer(memref));
}

Emission::Emission(ModuleOp module, StringRef name,
                   const LoweringOptions &options)
    : b(module.getContext()), loc(module.getLoc()), module(module),
      name(name.str()), options(options),
      ptr(LLVM::LLVMPointerType::get(module.getContext())) {}

Value Emission::constant(int64_t value) {
  return arith::ConstantOp::create(b, loc, b.getI64IntegerAttr(value));
}

Value Emission::constant(Attribute value) {
  if (auto parts = dyn_cast<ArrayAttr>(value)) {
    Type element = cast<TypedAttr>(parts[0]).getType();
    return complex::ConstantOp::create(b, loc, ComplexType::get(element),
                                       parts);
  }
  return arith::ConstantOp::create(b, loc, cast<TypedAttr>(value));
}

Value Emission::toI64(Value index) {
  if (!index.getType().isIndex())
    return index;
  return arith::IndexCastOp::create(b, loc, b.getI64Type(), index);
}

Value Emission::toIndex(Value i64) {
  return arith::IndexCastOp::create(b, loc, b.getIndexType(), i64);
}

Value Emission::add(Value x, Value y) {
  return arith::AddIOp::create(b, loc, x, y, arith::IntegerOverflowFlags::nsw);
}

Value Emission::mul(Value x, int64_t factor) {
  if (factor == 1)
    return x;
  return arith::MulIOp::create(b, loc, x, constant(factor),
                               arith::IntegerOverflowFlags::nsw);
}

static LLVM::GEPOp gep(Emission &e, Value base, Type element,
                       ArrayRef<LLVM::GEPArg> index) {
  return LLVM::GEPOp::create(e.b, e.loc, e.ptr, element, base, index,
                             LLVM::GEPNoWrapFlags::inbounds);
}

Value Emission::at(Value base, Type element, Value index) {
  if (isa<ComplexType>(element))
    index = mul(index, 2);
  return gep(*this, base, storageType(element), LLVM::GEPArg(index));
}

Value Emission::at(Value base, Type element, int64_t index) {
  if (index == 0)
    return base;
  if (isa<ComplexType>(element))
    index *= 2;
  // A larger constant would lose its upper bits without a word.
  if (llvm::isInt<LLVM::kGEPConstantBitWidth>(index))
    return gep(*this, base, storageType(element), LLVM::GEPArg(int32_t(index)));
  return gep(*this, base, storageType(element), LLVM::GEPArg(constant(index)));
}

static void setScopes(Operation *op, Emission::Scopes scopes) {
  auto access = cast<LLVM::AliasAnalysisOpInterface>(op);
  if (scopes.first)
    access.setAliasScopes(scopes.first);
  if (scopes.second)
    access.setNoAliasScopes(scopes.second);
}

Value Emission::load(Type element, Value address, Scopes scopes) {
  Type stored = storageType(element);
  unsigned align = elementBytes(getElementTypeOrSelf(stored));
  auto read = [&](Value from) -> Value {
    auto op = LLVM::LoadOp::create(b, loc, stored, from, align);
    setScopes(op, scopes);
    return op;
  };
  if (isa<ComplexType>(element)) {
    Value re = read(address), im = read(at(address, stored, 1));
    return complex::CreateOp::create(b, loc, element, re, im);
  }
  Value v = read(address);
  if (isa<FloatType>(element) && stored != element)
    return arith::BitcastOp::create(b, loc, element, v);
  if (element.isInteger(1) || element.isInteger(4))
    return arith::TruncIOp::create(b, loc, element, v);
  return element.isIndex() ? toIndex(v) : v;
}

void Emission::store(Value value, Value address, Scopes scopes) {
  Type element = value.getType(), stored = storageType(element);
  unsigned align = elementBytes(getElementTypeOrSelf(stored));
  auto write = [&](Value v, Value to) {
    setScopes(LLVM::StoreOp::create(b, loc, v, to, align), scopes);
  };
  if (isa<ComplexType>(element)) {
    write(complex::ReOp::create(b, loc, value), address);
    write(complex::ImOp::create(b, loc, value), at(address, stored, 1));
    return;
  }
  if (isa<FloatType>(element) && stored != element)
    value = arith::BitcastOp::create(b, loc, stored, value);
  if (element.isInteger(1))
    value = arith::ExtUIOp::create(b, loc, stored, value);
  // An unsigned one is cut by who reads it, and by storedResult where that is
  // not us.
  if (element.isInteger(4))
    value = arith::ExtSIOp::create(b, loc, stored, value);
  write(element.isIndex() ? toI64(value) : value, address);
}

Value Emission::splat(Value scalar, int64_t lanes) {
  Value none =
      LLVM::PoisonOp::create(b, loc, VectorType::get(lanes, scalar.getType()));
  Value first =
      LLVM::InsertElementOp::create(b, loc, none, scalar, constant(0));
  return LLVM::ShuffleVectorOp::create(b, loc, first, none,
                                       SmallVector<int32_t>(lanes, 0));
}

void Emission::assumeAligned(Value pointer) {
  Value yes = arith::ConstantOp::create(b, loc, b.getBoolAttr(true));
  LLVM::AssumeOp::create(b, loc, yes, LLVM::AssumeAlignTag(), pointer,
                         constant(64));
}

Value Emission::stackBytes(int64_t bytes) {
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(entryBlock);
  Value n = LLVM::ConstantOp::create(b, loc, b.getI64Type(),
                                     b.getI64IntegerAttr(bytes));
  return LLVM::AllocaOp::create(b, loc, ptr, b.getI8Type(), n, 64);
}

Value Emission::inTurn(LLVM::AllocaOp &known, int64_t bytes) {
  if (!known)
    known = stackBytes(bytes).getDefiningOp<LLVM::AllocaOp>();
  auto size = known.getArraySize().getDefiningOp<LLVM::ConstantOp>();
  if (cast<IntegerAttr>(size.getValue()).getInt() < bytes)
    size.setValueAttr(b.getI64IntegerAttr(bytes));
  return known;
}

SmallVector<Value>
Emission::loop(Value lower, Value upper, Value step, ValueRange carried,
               function_ref<SmallVector<Value>(Value, ValueRange)> body) {
  auto op = scf::ForOp::create(b, loc, lower, upper, step, carried);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(op.getBody());
  SmallVector<Value> next = body(op.getInductionVar(), op.getRegionIterArgs());
  // Without carried values the builder has put the terminator there already.
  if (!carried.empty())
    scf::YieldOp::create(b, loc, next);
  return SmallVector<Value>(op.getResults());
}

} // namespace weft::ir

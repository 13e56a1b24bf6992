// Control.td, evaluated: cond, switch, scan, while.
#include "ControlOps.h"
#include "Interp/Values.h"
using namespace weft::ir;
using namespace weft::ir::interp;

/// Row `at` along axis 0.
static DataRef row(const Data &x, int64_t at) {
  Data out = zerosOf(x.type.clone(x.shape().drop_front()));
  std::visit(
      [&](auto &to) {
        using Elements = std::decay_t<decltype(to)>;
        auto from = std::get<Elements>(x.elements).begin() + at * to.size();
        std::copy_n(from, to.size(), to.begin());
      },
      out.elements);
  return std::make_shared<Data>(std::move(out));
}
static void setRow(Data &to, int64_t at, const Data &x) {
  std::visit(
      [&](const auto &from) {
        using Elements = std::decay_t<decltype(from)>;
        llvm::copy(from,
                   std::get<Elements>(to.elements).begin() + at * from.size());
      },
      x.elements);
}

static FailureOr<DataRefs> evaluateScan(ScanOp op, ArrayRef<DataRef> in) {
  size_t nk = op.getInits().size(), nx = op.getXs().size();
  DataRefs args(in);
  std::vector<Data> ys;
  for (Value y : op.getResults().drop_front(nk))
    ys.push_back(zerosOf(y.getType()));
  int64_t n = op.getLength();
  for (int64_t step = 0; step < n; ++step) {
    int64_t at = op.getReverse() ? n - 1 - step : step;
    for (size_t i = nk; i < nk + nx; ++i)
      args[i] = row(*in[i], at);
    auto out = evaluateBody(op.getBody(), args);
    if (failed(out))
      return failure();
    std::copy_n(out->begin(), nk, args.begin());
    for (auto [i, y] : llvm::enumerate(ys))
      setRow(y, at, *(*out)[nk + i]);
  }
  args.resize(nk);
  for (Data &y : ys)
    args.push_back(std::make_shared<Data>(std::move(y)));
  return args;
}

static FailureOr<DataRefs> evaluateWhile(WhileOp op, ArrayRef<DataRef> in) {
  size_t nk = op.getInits().size(), nc = op.getCondConsts().size();
  DataRefs carry(in.take_front(nk));
  while (true) {
    DataRefs args = carry;
    llvm::append_range(args, in.slice(nk, nc));
    auto test = evaluateBody(op.getCond(), args);
    if (failed(test))
      return failure();
    if ((*test)[0]->ints()[0] == 0)
      return carry;
    args = carry;
    llvm::append_range(args, in.drop_front(nk + nc));
    auto out = evaluateBody(op.getBody(), args);
    if (failed(out))
      return failure();
    carry = *out;
  }
}

std::optional<FailureOr<DataRefs>>
interp::evaluateControl(Operation *op, ArrayRef<DataRef> in) {
  if (auto o = dyn_cast<CondOp>(op))
    return evaluateBody(in[0]->ints()[0] ? o.getThenBody() : o.getElseBody(),
                        in.drop_front());
  if (auto o = dyn_cast<SwitchOp>(op)) {
    int64_t last = o.getBodies().size() - 1;
    int64_t i = std::clamp<int64_t>(in[0]->ints()[0], 0, last);
    return evaluateBody(o.getBodies()[i], in.drop_front());
  }
  if (auto o = dyn_cast<ScanOp>(op))
    return evaluateScan(o, in);
  if (auto o = dyn_cast<WhileOp>(op))
    return evaluateWhile(o, in);
  return std::nullopt;
}

// Rows of dialects/weft/Shape.td and Index.td: references are lists of places,
// written out by hand.
#include "Row.h"
using namespace weft;
using namespace weft::test;
using List = std::vector<int64_t>;

static void addCreation(std::vector<Row> &t) {
  Row iota{"iota", "", {{{2, 3}}}, nullptr, numbers, Values | Unmapped};
  iota.build = [](const Leaves &x) {
    return Leaves{emitOp("iota", {}, {{"dim", int64_t(1)}},
                         ResultType{{2, 3}, x[0].dtype()})};
  };
  iota.whole = [](const Elements &) {
    return std::vector<double>{0, 1, 2, 0, 1, 2};
  };
  t.push_back(iota);
  // A scalar that is captured becomes a constant of the trace.
  Row constant{"constant", "", {{{3}, 1, 2, 1, 5}}, nullptr, numbers, Second};
  constant.build = [](const Leaves &x) { return Leaves{x[0] * 3}; };
  constant.whole = [](const Elements &x) {
    return std::vector<double>{x[0][0] * 3, x[0][1] * 3, x[0][2] * 3};
  };
  t.push_back(constant);
}

static void addPlaces(std::vector<Row> &t) {
  auto add = [&](const char *op, const char *label, const Shape &shape,
                 LeavesFn build, const std::vector<int> &from) {
    Row r{op, label, {{shape}}, std::move(build), everyDtype};
    r.whole = gather(from);
    t.push_back(r);
  };
  auto broadcast = [](const List &dims, const Shape &shape) {
    return opOf("broadcast_in_dim", {{"dims", dims}}, shape);
  };
  add("broadcast_in_dim", "new_axis", {3}, broadcast({1}, {2, 3}),
      {0, 1, 2, 0, 1, 2});
  add("broadcast_in_dim", "size_one", {2, 1}, broadcast({0, 1}, {2, 3}),
      {0, 0, 0, 1, 1, 1});
  add("broadcast_in_dim", "scalar", {}, broadcast({}, {2, 2}), {0, 0, 0, 0});
  add("broadcast_in_dim", "middle", {2, 2}, broadcast({0, 2}, {2, 2, 2}),
      {0, 1, 0, 1, 2, 3, 2, 3});
  add("reshape", "flat", {2, 3}, opOf("reshape", {}, {6}), {0, 1, 2, 3, 4, 5});
  add("reshape", "regroup", {2, 3}, opOf("reshape", {}, {3, 1, 2}),
      {0, 1, 2, 3, 4, 5});
  add("reshape", "scalar", {1, 1}, opOf("reshape", {}, {}), {0});
  add("transpose", "matrix", {2, 3}, opOf("transpose", {{"perm", List{1, 0}}}),
      {0, 3, 1, 4, 2, 5});
  add("transpose", "cycle", {2, 1, 3},
      opOf("transpose", {{"perm", List{2, 0, 1}}}), {0, 3, 1, 4, 2, 5});
  add("rev", "one", {2, 3}, opOf("rev", {{"dims", List{1}}}),
      {2, 1, 0, 5, 4, 3});
  add("rev", "both", {2, 3}, opOf("rev", {{"dims", List{0, 1}}}),
      {5, 4, 3, 2, 1, 0});
  auto slice = [](const List &start, const List &limit, const List &stride) {
    return opOf("slice",
                {{"start", start}, {"limit", limit}, {"stride", stride}});
  };
  add("slice", "strided", {7}, slice({1}, {7}, {2}), {1, 3, 5});
  add("slice", "corner", {3, 4}, slice({1, 0}, {3, 3}, {1, 2}), {4, 6, 8, 10});
  add("slice", "last", {5}, slice({4}, {5}, {9}), {4});
}

static void addPads(std::vector<Row> &t) {
  struct Case {
    const char *label;
    Shape shape;
    List low, high, interior;
    std::vector<int> from; // -1: the value
  };
  const Case cases[] = {
      {"around", {3}, {1}, {2}, {0}, {-1, 0, 1, 2, -1, -1}},
      {"interior", {3}, {0}, {1}, {2}, {0, -1, -1, 1, -1, -1, 2, -1}},
      {"cut", {4}, {-1}, {-2}, {0}, {1}},
      // 0 . 1 . 2 with one cut in front and two behind
      {"cut_interior", {3}, {-1}, {-2}, {1}, {-1, 1}},
      {"cut_and_grow", {3}, {-2}, {2}, {0}, {2, -1, -1}},
      {"matrix", {2, 2}, {1, 0}, {0, -1}, {0, 1}, {-1, -1, 0, -1, 2, -1}},
      {"none_left", {2}, {-2}, {1}, {0}, {-1}},
  };
  for (const Case &c : cases) {
    Row r{"pad",
          c.label,
          {{c.shape}, {{}}},
          opOf("pad",
               {{"low", c.low}, {"high", c.high}, {"interior", c.interior}}),
          everyDtype};
    r.whole = [from = c.from](const Elements &x) {
      std::vector<double> y;
      for (int i : from)
        y.push_back(i < 0 ? x[1][0] : x[0][i]);
      return y;
    };
    t.push_back(r);
  }
}

static void addConcatenate(std::vector<Row> &t) {
  auto picked = [](const std::vector<std::pair<int, int>> &from) {
    return [=](const Elements &x) {
      std::vector<double> y;
      for (auto [operand, i] : from)
        y.push_back(x[operand][i]);
      return y;
    };
  };
  Row rows{"concatenate",
           "rows",
           {{{1, 2}}, {{2, 2}}},
           opOf("concatenate", {{"dim", int64_t(0)}}),
           everyDtype};
  rows.whole = picked({{0, 0}, {0, 1}, {1, 0}, {1, 1}, {1, 2}, {1, 3}});
  t.push_back(rows);
  Row columns{"concatenate",
              "columns",
              {{{2, 1}}, {{2, 2}}, {{2, 0}}},
              opOf("concatenate", {{"dim", int64_t(1)}}),
              everyDtype};
  columns.whole = picked({{0, 0}, {1, 0}, {1, 1}, {0, 1}, {1, 2}, {1, 3}});
  t.push_back(columns);
}

void weft::test::addShape(std::vector<Row> &t) {
  addCreation(t);
  addPlaces(t);
  addPads(t);
  addConcatenate(t);
}

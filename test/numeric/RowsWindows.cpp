// Rows of dialects/weft/DynamicSlice.td, Gather.td and Scatter.td. Where places
// are drawn at random the reference computes them; elsewhere it is a list
// written out by hand.
#include "Row.h"
#include <algorithm>
using namespace weft;
using namespace weft::test;
using List = std::vector<int64_t>;
using Attrs = std::map<std::string, Attr>;

static In indices(const Shape &shape, const std::vector<double> &values) {
  In in{shape};
  in.dtype = Dtype::I32;
  in.values = values;
  return in;
}
static In start(int lo, int hi) {
  In in{{}};
  in.dtype = Dtype::I32;
  in.intLo = lo;
  in.intHi = hi;
  return in;
}
static int moved(double start, int bound) {
  return std::min(std::max<int>(start, 0), bound);
}

//===-- One block ---------------------------------------------------------===//
static void addBlocks(std::vector<Row> &t) {
  Row slice{"dynamic_slice",
            "",
            {{{3, 4}}, start(-1, 4), start(-2, 5)},
            opOf("dynamic_slice", {{"sizes", List{2, 3}}}),
            everyDtype};
  slice.whole = [](const Elements &x) {
    int i = moved(x[1][0], 1), j = moved(x[2][0], 1);
    std::vector<double> y;
    for (int r = i; r < i + 2; ++r)
      for (int c = j; c < j + 3; ++c)
        y.push_back(x[0][r * 4 + c]);
    return y;
  };
  t.push_back(slice);
  Row update{"dynamic_update_slice",
             "",
             {{{3, 4}}, {{2, 1}}, start(-1, 4), start(-2, 6)},
             opOf("dynamic_update_slice"),
             everyDtype};
  update.whole = [](const Elements &x) {
    int i = moved(x[2][0], 1), j = moved(x[3][0], 3);
    std::vector<double> y = x[0];
    y[i * 4 + j] = x[1][0];
    y[i * 4 + 4 + j] = x[1][1];
    return y;
  };
  t.push_back(update);
}

//===-- gather ------------------------------------------------------------===//
static void addGathers(std::vector<Row> &t) {
  struct Case {
    const char *label;
    Shape x, indices;
    std::vector<double> at;
    Attrs attrs;
    std::vector<int> from;
  };
  auto dims = [](const List &offset, const List &collapsed, const List &map,
                 int64_t vector, const List &sizes) {
    return Attrs{{"offset_dims", offset},
                 {"collapsed_slice_dims", collapsed},
                 {"start_index_map", map},
                 {"index_vector_dim", vector},
                 {"slice_sizes", sizes}};
  };
  auto batching = [](Attrs attrs, const List &x, const List &indices) {
    attrs["operand_batching_dims"] = x;
    attrs["start_indices_batching_dims"] = indices;
    return attrs;
  };
  const Case cases[] = {
      {"rows", {4, 3}, {2, 1}, {2, 0}, dims({1}, {0}, {0}, 1, {1, 3}),
       {6, 7, 8, 0, 1, 2}},
      {"rows_moved", {3, 2}, {3, 1}, {-1, 9, 1},
       dims({1}, {0}, {0}, 1, {1, 2}), {0, 1, 4, 5, 2, 3}},
      {"windows", {5}, {3}, {0, 2, 4}, dims({1}, {}, {0}, 1, {2}),
       {0, 1, 2, 3, 3, 4}},
      {"two_components", {3, 4}, {2, 2}, {1, 2, 3, 0},
       dims({}, {0, 1}, {1, 0}, 1, {1, 1}), {9, 3}},
      {"vector_first", {4, 2}, {1, 3}, {3, 0, 3},
       dims({0}, {0}, {0}, 0, {1, 2}), {6, 0, 6, 7, 1, 7}},
      {"batching", {2, 3}, {2, 2, 1}, {0, 2, 1, 1},
       batching(dims({}, {1}, {1}, 2, {1, 1}), {0}, {0}), {0, 2, 4, 4}},
      // y[j, i] = x[j, at[i, j]]: the batching axis is the second of indices.
      {"batching_swapped", {2, 3}, {3, 2}, {0, 1, 2, 2, 1, 0},
       batching(dims({}, {1}, {1}, 2, {1, 1}), {0}, {1}),
       {0, 4, 2, 5, 1, 3}},
      {"everywhere", {2, 2}, {2, 0}, {}, dims({1, 2}, {}, {}, 1, {2, 2}),
       {0, 1, 2, 3, 0, 1, 2, 3}},
      {"middle_window", {3, 2, 2}, {2}, {2, 0},
       dims({0, 2}, {0}, {0}, 1, {1, 2, 2}),
       {8, 9, 0, 1, 10, 11, 2, 3}},
  };
  for (const Case &c : cases) {
    In places = indices(c.indices, c.at);
    Row r{"gather", c.label, {{c.x}, places}, opOf("gather", c.attrs),
          everyDtype};
    r.whole = gather(c.from);
    t.push_back(r);
  }
}

//===-- scatter -----------------------------------------------------------===//
namespace {
struct ScatterCase {
  const char *label;
  Shape x, indices;
  std::vector<double> at;
  Shape updates;
  Attrs attrs;
  std::vector<int> to; // for each update: its element of x, or -1
  bool unique;
};
using Combine = double (*)(double, double);

void addScatter(std::vector<Row> &t, const std::string &op,
                const ScatterCase &c, Combine combine,
                const std::vector<Dtype> &dtypes, unsigned checks) {
  Row r{op,
        c.label,
        {{c.x}, indices(c.indices, c.at), {c.updates}},
        opOf(op, c.attrs),
        dtypes,
        checks};
  r.whole = [=, to = c.to](const Elements &x) {
    std::vector<double> y = x[0];
    for (size_t i = 0; i < to.size(); ++i)
      if (to[i] >= 0)
        y[to[i]] = combine(y[to[i]], x[2][i]);
    return y;
  };
  t.push_back(r);
}
std::vector<ScatterCase> scatterCases() {
  auto dims = [](const List &window, const List &inserted, const List &map,
                 int64_t vector) {
    return Attrs{{"update_window_dims", window},
                 {"inserted_window_dims", inserted},
                 {"scatter_dims_to_operand_dims", map},
                 {"index_vector_dim", vector}};
  };
  auto unique = [](Attrs attrs) {
    attrs["unique_indices"] = Flag();
    return attrs;
  };
  auto batching = [](Attrs attrs, const List &x, const List &indices) {
    attrs["input_batching_dims"] = x;
    attrs["scatter_indices_batching_dims"] = indices;
    return attrs;
  };
  return {
      {"rows", {4, 3}, {2, 1}, {2, 0}, {2, 3},
       unique(dims({1}, {0}, {0}, 1)), {6, 7, 8, 0, 1, 2}, true},
      {"same_row", {3, 2}, {3, 1}, {1, 1, 2}, {3, 2}, dims({1}, {0}, {0}, 1),
       {2, 3, 2, 3, 4, 5}, false},
      {"dropped", {3}, {4, 1}, {-1, 3, 1, 0}, {4},
       unique(dims({}, {0}, {0}, 1)), {-1, -1, 1, 0}, true},
      // The window at 4 would end outside.
      {"windows", {5}, {3}, {1, 4, 2}, {3, 2}, dims({1}, {}, {0}, 1),
       {1, 2, -1, -1, 2, 3}, false},
      {"batching", {2, 3}, {2, 2, 1}, {0, 2, 1, 1}, {2, 2},
       batching(dims({}, {1}, {1}, 2), {0}, {0}), {0, 2, 4, 4}, false},
      {"two_components", {3, 4}, {2, 2}, {1, 2, 3, 0}, {2},
       unique(dims({}, {0, 1}, {1, 0}, 1)), {9, 3}, true},
      {"one_window", {4}, {1}, {1}, {2}, unique(dims({0}, {}, {0}, 0)),
       {1, 2}, true},
  };
}
} // namespace

static void addScatters(std::vector<Row> &t) {
  for (const ScatterCase &c : scatterCases()) {
    addScatter(
        t, "scatter", c, [](double, double u) { return u; }, everyDtype,
        Second);
    addScatter(
        t, "scatter_add", c, [](double x, double u) { return x + u; }, numbers,
        Second);
    addScatter(
        t, "scatter_mul", c, [](double x, double u) { return x * u; }, numbers,
        c.unique ? Second : Values);
    addScatter(
        t, "scatter_min", c,
        [](double x, double u) { return std::min(x, u); }, everyDtype, Second);
    addScatter(
        t, "scatter_max", c,
        [](double x, double u) { return std::max(x, u); }, everyDtype, Second);
  }
}

void weft::test::addWindows(std::vector<Row> &t) {
  addBlocks(t);
  addGathers(t);
  addScatters(t);
}

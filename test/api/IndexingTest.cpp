// NumPy's indexing: what NumPy gives for the same index of the same array, and
// derivatives, vmap and loops of it.
#include "Check.h"
#include "weft/ops/Indexing.h"
#include "weft/weft.h"
#include <chrono>
#include <gtest/gtest.h>
using namespace weft;

namespace {
using idx::all;
using idx::at;
using idx::ellipsis;
using idx::Index;
using idx::newAxis;
using idx::none;
using idx::slice;
using D = std::vector<double>;

const Array x = reshape(arange(24, 48, 1, Dtype::F32) - 24, {2, 3, 4});
const Array i{1, 0, -1}, j = reshape(Array{0, 2}, {2, 1}), k{3, -1, 0};
const Array one = scalar<int32_t>(1);
const Array mask = reshape(Array{true, false, true, false, false, true}, {2, 3});
const Array m2 = mod(x, 5) == 0;

struct Read {
  const char *numpy;
  std::function<Array()> value;
  Shape shape;
  D elements;
};
const Read reads[] = {
      {"x[1]", [] { return x[1]; }, {3, 4},
       {12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}},
      {"x[-1]", [] { return x[-1]; }, {3, 4},
       {12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}},
      {"x[0, 2, 3]", [] { return x[at(0, 2, 3)]; }, {},
       {11}},
      {"x[:, 1]", [] { return x[at(all, 1)]; }, {2, 4},
       {4, 5, 6, 7, 16, 17, 18, 19}},
      {"x[1, :, 1:3]", [] { return x[at(1, all, slice(1, 3))]; }, {3, 2},
       {13, 14, 17, 18, 21, 22}},
      {"x[..., 0]", [] { return x[at(ellipsis, 0)]; }, {2, 3},
       {0, 4, 8, 12, 16, 20}},
      {"x[0, ..., 1]", [] { return x[at(0, ellipsis, 1)]; }, {3},
       {1, 5, 9}},
      {"x[..., ::2]",
       [] { return x[at(ellipsis, slice(none, none, 2))]; }, {2, 3, 2},
       {0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22}},
      {"x[:, ::-1, 3:0:-2]",
       [] { return x[at(all, slice(none, none, -1), slice(3, 0, -2))]; },
       {2, 3, 2},
       {11, 9, 7, 5, 3, 1, 23, 21, 19, 17, 15, 13}},
      {"x[:, -2:, :-1]",
       [] { return x[at(all, slice(-2, none), slice(-1))]; }, {2, 2, 3},
       {4, 5, 6, 8, 9, 10, 16, 17, 18, 20, 21, 22}},
      {"x[:, 5:, 1]", [] { return x[at(all, slice(5, none), 1)]; }, {2, 0},
       {}},
      {"x[:, 2:1, :]", [] { return x[at(all, slice(2, 1), all)]; }, {2, 0, 4},
       {}},
      {"x[:, -9:9:2]", [] { return x[at(all, slice(-9, 9, 2))]; }, {2, 2, 4},
       {0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23}},
      {"x[:, ::-7]",
       [] { return x[at(all, slice(none, none, -7))]; }, {2, 1, 4},
       {8, 9, 10, 11, 20, 21, 22, 23}},
      {"x[N, 1, :, N]",
       [] { return x[at(newAxis, 1, all, newAxis)]; }, {1, 3, 1, 4},
       {12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}},
      {"x[1, N, ..., N, 2]",
       [] { return x[at(1, newAxis, ellipsis, newAxis, 2)]; }, {1, 3, 1},
       {14, 18, 22}},
      {"x[i]", [] { return x[i]; }, {3, 3, 4},
       {12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 0, 1, 2, 3, 4, 5, 6,
        7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}},
      {"x[:, i]", [] { return x[at(all, i)]; }, {2, 3, 4},
       {4, 5, 6, 7, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 12, 13, 14, 15,
        20, 21, 22, 23}},
      {"x[:, :, j]", [] { return x[at(all, all, j)]; }, {2, 3, 2, 1},
       {0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22}},
      {"x[:, i, k]", [] { return x[at(all, i, k)]; }, {2, 3},
       {7, 3, 8, 19, 15, 20}},
      {"x[:, j, k]", [] { return x[at(all, j, k)]; }, {2, 2, 3},
       {3, 3, 0, 11, 11, 8, 15, 15, 12, 23, 23, 20}},
      {"x[i, :, k]", [] { return x[at(i, all, k)]; }, {3, 3},
       {15, 19, 23, 3, 7, 11, 12, 16, 20}},
      {"x[0, :, k]", [] { return x[at(0, all, k)]; }, {3, 3},
       {3, 7, 11, 3, 7, 11, 0, 4, 8}},
      {"x[:, i, N, k]", [] { return x[at(all, i, newAxis, k)]; }, {3, 2, 1},
       {7, 19, 3, 15, 8, 20}},
      {"x[N, i, 1:, k]",
       [] { return x[at(newAxis, i, slice(1, none), k)]; }, {3, 1, 2},
       {19, 23, 7, 11, 16, 20}},
      {"x[1, i, ::-1]",
       [] { return x[at(1, i, slice(none, none, -1))]; }, {3, 4},
       {19, 18, 17, 16, 15, 14, 13, 12, 23, 22, 21, 20}},
      {"x[::-1, i, 1:3]",
       [] { return x[at(slice(none, none, -1), i, slice(1, 3))]; }, {2, 3, 2},
       {17, 18, 13, 14, 21, 22, 5, 6, 1, 2, 9, 10}},
      {"x[i, j, k]", [] { return x[at(i, j, k)]; }, {2, 3},
       {15, 3, 12, 23, 11, 20}},
      {"x[one]", [] { return x[one]; }, {3, 4},
       {12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}},
      {"x[one, :, one]", [] { return x[at(one, all, one)]; }, {3},
       {13, 17, 21}},
      {"x[:, one, j]", [] { return x[at(all, one, j)]; }, {2, 2, 1},
       {4, 6, 16, 18}},
      {"x[mask]", [] { return x[mask]; }, {3, 4},
       {0, 1, 2, 3, 8, 9, 10, 11, 20, 21, 22, 23}},
      {"x[mask, 1:3]", [] { return x[at(mask, slice(1, 3))]; }, {3, 2},
       {1, 2, 9, 10, 21, 22}},
      {"x[:, mask[0], 1]", [] { return x[at(all, mask[0], 1)]; }, {2, 2},
       {1, 9, 13, 21}},
      {"x[..., np.array([True,False,False,True])]",
       [] { return x[at(ellipsis, Array{true, false, false, true})]; },
       {2, 3, 2},
       {0, 3, 4, 7, 8, 11, 12, 15, 16, 19, 20, 23}},
      {"x[m2]", [] { return x[m2]; }, {5},
       {0, 5, 10, 15, 20}},
      {"x[np.zeros((0,),int)]",
       [] { return x[zeros({0}, Dtype::I32)]; }, {0, 3, 4},
       {}},
};
TEST(Indexing, ReadsAsNumpy) {
  for (const Read &r : reads) {
    Array y = r.value();
    EXPECT_EQ(y.shape(), r.shape) << r.numpy;
    EXPECT_EQ(y.toVector(), r.elements) << r.numpy;
    EXPECT_EQ(y.dtype(), Dtype::F32) << r.numpy;
  }
}

struct Update {
  const char *numpy;
  std::function<Index()> index;
  std::function<Array()> value;
  D set, add, mul, min, max;
};
const Update updates[] = {
      {"1", [] { return Index(1); }, [] { return Array(7); },
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        7},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 19, 20, 21, 22, 23, 24, 25, 26,
        27, 28, 29, 30},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 84, 91, 98, 105, 112, 119, 126,
        133, 140, 147, 154, 161},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        7},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
      {"(0, 2, 3)", [] { return Index(at(0, 2, 3)); }, [] { return Array(7); },
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 7, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 77, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 7, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
      {"(slice(None), 1)",
       [] { return Index(at(all, 1)); },
       [] { return Array(Array{1, 2, 3, 4}); },
       {0, 1, 2, 3, 1, 2, 3, 4, 8, 9, 10, 11, 12, 13, 14, 15, 1, 2, 3, 4, 20,
        21, 22, 23},
       {0, 1, 2, 3, 5, 7, 9, 11, 8, 9, 10, 11, 12, 13, 14, 15, 17, 19, 21, 23,
        20, 21, 22, 23},
       {0, 1, 2, 3, 4, 10, 18, 28, 8, 9, 10, 11, 12, 13, 14, 15, 16, 34, 54,
        76, 20, 21, 22, 23},
       {0, 1, 2, 3, 1, 2, 3, 4, 8, 9, 10, 11, 12, 13, 14, 15, 1, 2, 3, 4, 20,
        21, 22, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
      {"(1, slice(None), slice(1,3))",
       [] { return Index(at(1, all, slice(1, 3))); },
       [] { return Array(reshape(Array{1, 2, 3}, {3, 1})); },
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 1, 15, 16, 2, 2, 19, 20,
        3, 3, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 15, 16, 19, 20, 19,
        20, 24, 25, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 34, 36, 19,
        20, 63, 66, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 1, 15, 16, 2, 2, 19, 20,
        3, 3, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
      {"(Ellipsis, slice(None,None,2))",
       [] { return Index(at(ellipsis, slice(none, none, 2))); },
       [] { return Array(Array{5, 6}); },
       {5, 1, 6, 3, 5, 5, 6, 7, 5, 9, 6, 11, 5, 13, 6, 15, 5, 17, 6, 19, 5,
        21, 6, 23},
       {5, 1, 8, 3, 9, 5, 12, 7, 13, 9, 16, 11, 17, 13, 20, 15, 21, 17, 24,
        19, 25, 21, 28, 23},
       {0, 1, 12, 3, 20, 5, 36, 7, 40, 9, 60, 11, 60, 13, 84, 15, 80, 17, 108,
        19, 100, 21, 132, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 5, 9, 6, 11, 5, 13, 6, 15, 5, 17, 6, 19, 5,
        21, 6, 23},
       {5, 1, 6, 3, 5, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
      {"(slice(None), slice(None,None,-1), slice(3,0,-2))",
       [] { return Index(at(all, slice(none, none, -1), slice(3, 0, -2))); },
       [] { return Array(reshape(arange(6), {3, 2})); },
       {0, 5, 2, 4, 4, 3, 6, 2, 8, 1, 10, 0, 12, 5, 14, 4, 16, 3, 18, 2, 20,
        1, 22, 0},
       {0, 6, 2, 7, 4, 8, 6, 9, 8, 10, 10, 11, 12, 18, 14, 19, 16, 20, 18, 21,
        20, 22, 22, 23},
       {0, 5, 2, 12, 4, 15, 6, 14, 8, 9, 10, 0, 12, 65, 14, 60, 16, 51, 18,
        38, 20, 21, 22, 0},
       {0, 1, 2, 3, 4, 3, 6, 2, 8, 1, 10, 0, 12, 5, 14, 4, 16, 3, 18, 2, 20,
        1, 22, 0},
       {0, 5, 2, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
      {"(slice(None), slice(2,1))",
       [] { return Index(at(all, slice(2, 1))); }, [] { return Array(1); },
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
      {"i",
       [] { return Index(i); },
       [] { return Array(reshape(Array{10, 20, 30}, {3, 1, 1})); },
       {20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 30, 30, 30, 30, 30,
        30, 30, 30, 30, 30, 30, 30},
       {20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 52, 53, 54, 55, 56,
        57, 58, 59, 60, 61, 62, 63},
       {0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 220, 3600, 3900,
        4200, 4500, 4800, 5100, 5400, 5700, 6000, 6300, 6600, 6900},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 10, 10, 10, 10, 10, 10, 10, 10,
        10, 10, 10, 10},
       {20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 30, 30, 30, 30, 30,
        30, 30, 30, 30, 30, 30, 30}},
      {"(slice(None), i)",
       [] { return Index(at(all, i)); }, [] { return Array(arange(4)); },
       {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3},
       {0, 2, 4, 6, 4, 6, 8, 10, 8, 10, 12, 14, 12, 14, 16, 18, 16, 18, 20,
        22, 20, 22, 24, 26},
       {0, 1, 4, 9, 0, 5, 12, 21, 0, 9, 20, 33, 0, 13, 28, 45, 0, 17, 36, 57,
        0, 21, 44, 69},
       {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
      {"(slice(None), i, k)",
       [] { return Index(at(all, i, k)); },
       [] { return Array(Array{10, 20, 30}); },
       {0, 1, 2, 20, 4, 5, 6, 10, 30, 9, 10, 11, 12, 13, 14, 20, 16, 17, 18,
        10, 30, 21, 22, 23},
       {0, 1, 2, 23, 4, 5, 6, 17, 38, 9, 10, 11, 12, 13, 14, 35, 16, 17, 18,
        29, 50, 21, 22, 23},
       {0, 1, 2, 60, 4, 5, 6, 70, 240, 9, 10, 11, 12, 13, 14, 300, 16, 17, 18,
        190, 600, 21, 22, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 10,
        20, 21, 22, 23},
       {0, 1, 2, 20, 4, 5, 6, 10, 30, 9, 10, 11, 12, 13, 14, 20, 16, 17, 18,
        19, 30, 21, 22, 23}},
      {"(i, slice(None), k)",
       [] { return Index(at(i, all, k)); },
       [] { return Array(reshape(arange(9), {3, 3})); },
       {0, 1, 2, 3, 4, 5, 6, 4, 8, 9, 10, 5, 6, 13, 14, 0, 7, 17, 18, 1, 8,
        21, 22, 2},
       {0, 1, 2, 6, 4, 5, 6, 11, 8, 9, 10, 16, 18, 13, 14, 15, 23, 17, 18, 20,
        28, 21, 22, 25},
       {0, 1, 2, 9, 4, 5, 6, 28, 8, 9, 10, 55, 72, 13, 14, 0, 112, 17, 18, 19,
        160, 21, 22, 46},
       {0, 1, 2, 3, 4, 5, 6, 4, 8, 9, 10, 5, 6, 13, 14, 0, 7, 17, 18, 1, 8,
        21, 22, 2},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
      {"(slice(None), j, k)",
       [] { return Index(at(all, j, k)); },
       [] { return Array(reshape(arange(6), {2, 3})); },
       {2, 1, 2, 1, 4, 5, 6, 7, 5, 9, 10, 4, 2, 13, 14, 1, 16, 17, 18, 19, 5,
        21, 22, 4},
       {2, 1, 2, 4, 4, 5, 6, 7, 13, 9, 10, 18, 14, 13, 14, 16, 16, 17, 18, 19,
        25, 21, 22, 30},
       {0, 1, 2, 0, 4, 5, 6, 7, 40, 9, 10, 132, 24, 13, 14, 0, 16, 17, 18, 19,
        100, 21, 22, 276},
       {0, 1, 2, 0, 4, 5, 6, 7, 5, 9, 10, 3, 2, 13, 14, 0, 16, 17, 18, 19, 5,
        21, 22, 3},
       {2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
      {"(slice(None,None,-1), i, slice(1,3))",
       [] { return Index(at(slice(none, none, -1), i, slice(1, 3))); },
       [] { return Array(reshape(arange(12), {2, 3, 2})); },
       {0, 8, 9, 3, 4, 6, 7, 7, 8, 10, 11, 11, 12, 2, 3, 15, 16, 0, 1, 19, 20,
        4, 5, 23},
       {0, 9, 11, 3, 4, 11, 13, 7, 8, 19, 21, 11, 12, 15, 17, 15, 16, 17, 19,
        19, 20, 25, 27, 23},
       {0, 8, 18, 3, 4, 30, 42, 7, 8, 90, 110, 11, 12, 26, 42, 15, 16, 0, 18,
        19, 20, 84, 110, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 2, 3, 15, 16, 0, 1, 19, 20,
        4, 5, 23},
       {0, 8, 9, 3, 4, 6, 7, 7, 8, 10, 11, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
      {"(1, i, slice(None,None,2))",
       [] { return Index(at(1, i, slice(none, none, 2))); },
       [] { return Array(3); },
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 3, 13, 3, 15, 3, 17, 3, 19, 3,
        21, 3, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 13, 17, 15, 19, 17, 21, 19,
        23, 21, 25, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 36, 13, 42, 15, 48, 17, 54, 19,
        60, 21, 66, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 3, 13, 3, 15, 3, 17, 3, 19, 3,
        21, 3, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
      {"one", [] { return Index(one); }, [] { return Array(arange(4)); },
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2,
        3},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 16, 18, 20, 22,
        20, 22, 24, 26},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 13, 28, 45, 0, 17, 36, 57, 0,
        21, 44, 69},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2,
        3},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
      {"(None, one, i)",
       [] { return Index(at(newAxis, one, i)); },
       [] { return Array(reshape(arange(12), {1, 3, 4})); },
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3, 8, 9,
        10, 11},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 18, 20, 22, 16, 18, 20, 22,
        28, 30, 32, 34},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 48, 65, 84, 105, 0, 17, 36, 57,
        160, 189, 220, 253},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3, 8, 9,
        10, 11},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
      {"mask", [] { return Index(mask); }, [] { return Array(2); },
       {2, 2, 2, 2, 4, 5, 6, 7, 2, 2, 2, 2, 12, 13, 14, 15, 16, 17, 18, 19, 2,
        2, 2, 2},
       {2, 3, 4, 5, 4, 5, 6, 7, 10, 11, 12, 13, 12, 13, 14, 15, 16, 17, 18,
        19, 22, 23, 24, 25},
       {0, 2, 4, 6, 4, 5, 6, 7, 16, 18, 20, 22, 12, 13, 14, 15, 16, 17, 18,
        19, 40, 42, 44, 46},
       {0, 1, 2, 2, 4, 5, 6, 7, 2, 2, 2, 2, 12, 13, 14, 15, 16, 17, 18, 19, 2,
        2, 2, 2},
       {2, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
      {"(mask, 1)",
       [] { return Index(at(mask, 1)); }, [] { return Array(Array{1, 2, 3}); },
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 2, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 3, 22, 23},
       {0, 2, 2, 3, 4, 5, 6, 7, 8, 11, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 24, 22, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 18, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 63, 22, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 2, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 3, 22, 23},
       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23}},
};
TEST(Indexing, UpdatesAsNumpy) {
  for (const Update &u : updates) {
    auto place = x.at(u.index());
    Array v = u.value();
    EXPECT_EQ(place.set(v).toVector(), u.set) << u.numpy;
    EXPECT_EQ(place.add(v).toVector(), u.add) << u.numpy;
    EXPECT_EQ(place.mul(v).toVector(), u.mul) << u.numpy;
    EXPECT_EQ(place.min(v).toVector(), u.min) << u.numpy;
    EXPECT_EQ(place.max(v).toVector(), u.max) << u.numpy;
    EXPECT_EQ(place.set(v).shape(), x.shape()) << u.numpy;
  }
}
/// The derivative of a read is an update of zeros, and of an update a read.
TEST(Indexing, Derivatives) {
  for (const Update &u : updates) {
    Index index = u.index();
    Array w = x[index] * 0 + astype(u.value(), Dtype::F32) + 1;
    auto read = [&](Array x) -> Array { return sum(x[index] * w); };
    EXPECT_EQ(grad(read)(x).toVector(),
              zerosLike(x).at(index).add(w).toVector())
        << u.numpy;
    Array c = cos(x);
    auto add = [&](Array v) -> Array { return sum(x.at(index).add(v) * c); };
    EXPECT_EQ(grad(add)(w).toVector(), c[index].toVector()) << u.numpy;
    auto set = [&](Array x) -> Array { return sum(x.at(index).set(w) * c); };
    EXPECT_EQ(grad(set)(x).toVector(), c.at(index).set(0).toVector())
        << u.numpy;
  }
}
/// The last of several for one place is the one that counts.
TEST(Indexing, DerivativeOfARepeatedSet) {
  Array at{2, 0, 2};
  auto f = [&](Array v) -> Array {
    return sum(zeros({4}).at(at).set(v) * Array{1.f, 2.f, 3.f, 4.f});
  };
  EXPECT_EQ(grad(f)(Array{5.f, 6.f, 7.f}).toVector(), (D{0, 1, 3}));
}
TEST(Indexing, OutOfRange) {
  Array far{5, -7, 1}, y{10.f, 11.f, 12.f};
  EXPECT_EQ(y[far].toVector(), (D{12, 10, 11}));
  EXPECT_EQ(y.at(far).get(Bounds::Fill, -1).toVector(), (D{-1, -1, 11}));
  EXPECT_TRUE(std::isnan(y.at(far).get(Bounds::Fill).toVector()[0]));
  EXPECT_EQ(y.at(far).set(0).toVector(), (D{10, 0, 12}));
  EXPECT_EQ(y.at(far).set(0, {.mode = Bounds::Clip}).toVector(), (D{0, 0, 0}));
  auto f = [](Array y, Array i) -> Array { return y[i]; };
  EXPECT_EQ(jit(f)(y, scalar<int32_t>(9)).item(), 12);
  EXPECT_EQ(jit(f)(y, scalar<int32_t>(-9)).item(), 10);
}
TEST(Indexing, EveryDtypeOfIndices) {
  for (Dtype d : {Dtype::I8, Dtype::I16, Dtype::I32, Dtype::I64, Dtype::U8,
                  Dtype::U16, Dtype::U32, Dtype::U64}) {
    Array at = astype(Array{2, 0, 99}, d);
    Array y = reshape(arange(6), {3, 2});
    EXPECT_EQ(y[at].toVector(), (D{4, 5, 0, 1, 4, 5})) << name(d);
    EXPECT_EQ(y.at(at).set(7).toVector(), (D{7, 7, 2, 3, 7, 7})) << name(d);
    EXPECT_EQ(dynamicSlice(y, {at[1], 1}, {2, 1}).toVector(), (D{1, 3}))
        << name(d);
  }
  // More than the signed integers hold.
  Array huge = array<uint64_t>({~uint64_t(0), 1});
  EXPECT_EQ((Array{5, 6, 7})[huge].toVector(), (D{7, 6}));
  EXPECT_EQ((Array{5, 6, 7}).at(huge).set(0).toVector(), (D{5, 0, 7}));
}
TEST(Indexing, EveryDtypeOfElements) {
  for (Dtype d : {Dtype::Bool, Dtype::I8, Dtype::U8, Dtype::I64, Dtype::U64,
                  Dtype::F16, Dtype::BF16, Dtype::F64, Dtype::C64}) {
    Array y = astype(Array{1, 0, 1, 0}, d), at{3, 0, 0};
    EXPECT_EQ(y[at].toVector(), (D{0, 1, 1})) << name(d);
    EXPECT_EQ(y[at].dtype(), d);
    EXPECT_EQ(y.at(at).set(1).toVector(), (D{1, 0, 1, 1})) << name(d);
    if (d != Dtype::Bool) {
      EXPECT_EQ(y.at(at).add(1).toVector(), (D{3, 0, 1, 1})) << name(d);
    }
    EXPECT_EQ(dynamicUpdateSlice(y, Array{1, 1}, {9}).toVector(),
              (D{1, 0, 1, 1}));
  }
}
TEST(Indexing, Mapped) {
  Array xs = reshape(arange(12), {3, 4}), at{3, 0, 1};
  auto read = [](Array x, Array i) -> Array { return x[i]; };
  EXPECT_EQ(vmap(read)(xs, at).toVector(), (D{3, 4, 9}));
  auto set = [](Array x, Array i) -> Array { return x.at(i).add(100); };
  EXPECT_EQ(vmap(set)(xs, at).toVector(),
            (D{0, 1, 2, 103, 104, 5, 6, 7, 8, 109, 10, 11}));
  auto block = [](Array x, Array i) -> Array {
    return dynamicUpdateSlice(x, dynamicSlice(x, {i}, {2}) * 10, {i});
  };
  EXPECT_EQ(vmap(block)(xs, at).toVector(),
            (D{0, 1, 20, 30, 40, 50, 6, 7, 8, 90, 100, 11}));
}
/// A loop that writes a row of what it carries, and reads another one.
TEST(Indexing, InALoop) {
  auto f = [](Array n) -> Array {
    auto step = [](Array table, Array t) {
      Array row = table[t - 1] * 2;
      return std::pair{table.at(t).set(row), sum(row)};
    };
    Array table = zeros({6, 3}).at(0).set(n);
    return scan(step, table, arange(1, 6)).first;
  };
  EXPECT_EQ(f(Array{1.f, 2.f, 3.f})[5].toVector(), (D{32, 64, 96}));
  auto total = [&](Array n) -> Array { return sum(f(n)); };
  EXPECT_EQ(grad(total)(Array{1.f, 2.f, 3.f}).toVector(), (D{63, 63, 63}));
}
/// 16 MB are carried; to copy them at each step would take minutes.
TEST(Indexing, ALoopWritesInPlace) {
  int64_t n = 1 << 22, steps = 20000;
  auto blocks = [=](Array t, Array i) {
    Array row = dynamicSlice(t, {i}, {4});
    return std::pair{dynamicUpdateSlice(t, row + 1, {i + 2}), sum(row)};
  };
  auto places = [=](Array t, Array i) {
    Array row = t[i];
    return std::pair{t.at(i + 1).add(row + 1), row};
  };
  auto several = [=](Array t, Array i) {
    Array at = stack({i, i + 7, i});
    return std::pair{t.at(at).add(t[at]), i};
  };
  auto timed = [=](auto step) {
    auto f = jit([=](Array t) -> Array {
      return scan(step, t, iota(steps)).first;
    });
    Array t = ones({n});
    f(t);
    auto start = std::chrono::steady_clock::now();
    f(t);
    std::chrono::duration<double> s = std::chrono::steady_clock::now() - start;
    return s.count();
  };
  EXPECT_LT(timed(blocks), 2);
  EXPECT_LT(timed(places), 2);
  EXPECT_LT(timed(several), 2);
}

TEST(Indexing, AlongAnAxis) {
  Array y = reshape(arange(12), {3, 4});
  Array rows = reshape(Array{2, 0, -1, 1}, {2, 2});
  EXPECT_EQ(take(y, rows, 0).toVector(),
            (D{8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7}));
  EXPECT_EQ(take(y, rows, 0).shape(), (Shape{2, 2, 4}));
  EXPECT_EQ(take(y, Array{3, 0, -2}, 1).toVector(),
            (D{3, 0, 2, 7, 4, 6, 11, 8, 10}));
  EXPECT_EQ(take(y, reshape(Array{11, 0}, {1, 2}), std::nullopt).toVector(),
            (D{11, 0}));
  Array far{-5, 1, 9};
  EXPECT_EQ(take(y, far, 1, Bounds::Clip).toVector(),
            (D{0, 1, 3, 4, 5, 7, 8, 9, 11}));
  EXPECT_EQ(take(y, far, 1, Bounds::Wrap).toVector(),
            (D{3, 1, 1, 7, 5, 5, 11, 9, 9}));
  EXPECT_EQ(take(y, far, 1, Bounds::Fill, -3).toVector(),
            (D{-3, 1, -3, -3, 5, -3, -3, 9, -3}));
  Array places = reshape(Array{0, 3, 1, -1, 2, 2}, {3, 2});
  EXPECT_EQ(takeAlongAxis(y, places, 1).toVector(), (D{0, 3, 5, 7, 10, 10}));
  Array across = reshape(Array{0, 2, 1, -1}, {1, 4});
  EXPECT_EQ(takeAlongAxis(y, across, 0).toVector(), (D{0, 9, 6, 11}));
  EXPECT_EQ(putAlongAxis(y, places, reshape(Array{50, 60, 70}, {3, 1}), 1)
                .toVector(),
            (D{50, 1, 2, 50, 4, 60, 6, 60, 8, 9, 70, 11}));
  EXPECT_EQ(putAlongAxis(y, across, 99, 0).toVector(),
            (D{99, 1, 2, 3, 4, 5, 99, 7, 8, 99, 10, 99}));
  Array which = reshape(Array{0, 2, 1, 7}, {2, 2});
  EXPECT_EQ(choose(which, {reshape(Array{1, 2, 3, 4}, {2, 2}), Array(10),
                           Array{20, 30}})
                .toVector(),
            (D{1, 30, 10, 30}));
}
TEST(Indexing, OneBlock) {
  Array y = reshape(arange(12), {3, 4});
  auto f = [](Array y, Array i, Array j) -> Array {
    return dynamicSlice(y, {i, j}, {2, 2});
  };
  auto s = [](int v) { return scalar<int32_t>(v); };
  EXPECT_EQ(jit(f)(y, s(1), s(2)).toVector(), (D{6, 7, 10, 11}));
  EXPECT_EQ(jit(f)(y, s(9), s(-3)).toVector(), (D{5, 6, 9, 10}));
  EXPECT_EQ(dynamicSliceInDim(y, s(1), 2, 1).toVector(),
            (D{1, 2, 5, 6, 9, 10}));
  EXPECT_EQ(dynamicIndexInDim(y, s(-1), 0, false).toVector(),
            (D{8, 9, 10, 11}));
  EXPECT_EQ(dynamicIndexInDim(y, s(1)).shape(), (Shape{1, 4}));
  EXPECT_EQ(dynamicUpdateIndexInDim(y, Array{7, 8, 9}, s(3), 1).toVector(),
            (D{0, 1, 2, 7, 4, 5, 6, 8, 8, 9, 10, 9}));
  EXPECT_EQ(dynamicUpdateSliceInDim(y, zeros({2, 4}), s(2)).toVector(),
            (D{0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0}));
}
TEST(Indexing, RawWindows) {
  Array y = reshape(arange(6), {3, 2});
  Array at = reshape(Array{2, 5}, {2, 1});
  GatherDims rows{{1}, {0}, {0}};
  EXPECT_EQ(gather(y, at, rows, {1, 2}, Bounds::Clip).toVector(),
            (D{4, 5, 4, 5}));
  EXPECT_EQ(gather(y, at, rows, {1, 2}).toVector(),
            (D{4, 5, -2147483648., -2147483648.}));
  EXPECT_EQ(gather(astype(y, Dtype::U8), at, rows, {1, 2}).toVector(),
            (D{4, 5, 255, 255}));
  ScatterDims s{{1}, {0}, {0}};
  Array u = reshape(Array{10, 20, 30, 40}, {2, 2});
  EXPECT_EQ(scatterAdd(y, at, u, s).toVector(), (D{0, 1, 2, 3, 14, 25}));
  EXPECT_EQ(scatterAdd(y, at, u, s, {.mode = Bounds::Clip}).toVector(),
            (D{0, 1, 2, 3, 44, 65}));
  auto product = [&](Array u) -> Array {
    return sum(scatterMul(astype(y, Dtype::F32), at, u, s,
                          {.uniqueIndices = true}));
  };
  EXPECT_EQ(grad(product)(astype(u, Dtype::F32)).toVector(), (D{4, 5, 0, 0}));
}

// A list's derivative is compiled with the list: as a sum over what each place
// was taken for where no place has many more than another.
TEST(Indexing, ListsOfPlaces) {
  std::vector<int64_t> shuffled, twice, seldom, often, some;
  for (int64_t k = 0; k < 37; ++k)
    shuffled.push_back(k * 11 % 37);
  for (int64_t k = 0; k < 60; ++k) {
    twice.push_back(k * 7 % 30);
    seldom.push_back(k * 3 % 40 - 40); // not all, from the end
    often.push_back(k * k % 3);        // many times, one never
    some.push_back(k < 40 ? 0 : k % 5);
  }
  for (const auto &places : {shuffled, twice, seldom, often, some}) {
    int64_t n = places.size(), size = 40;
    Array w = arange(1, 2 * n + 1, 1, Dtype::F64);
    auto rows = [&](const Array &y) -> Array {
      return sum(take(y, places, 1) * reshape(w, {2, n}));
    };
    D want(2 * size);
    for (int64_t k = 0; k < 2 * n; ++k)
      want[k / n * size + (places[k % n] + size) % size] += k + 1;
    Array y = ones({2, size}, Dtype::F64);
    EXPECT_EQ(jit(grad(rows))(y).toVector(), want);
    EXPECT_EQ(grad(rows)(y).toVector(), want);
    auto column = [&](const Array &y) -> Array {
      return sum(square(take(y, places, 0) * sliceInDim(w, 0, n)));
    };
    D second(size);
    for (int64_t k = 0; k < n; ++k)
      second[(places[k] + size) % size] += 2. * (k + 1) * (k + 1);
    auto curvature = [&](const Array &y) -> Array {
      return jvp(grad(column), y, onesLike(y)).second;
    };
    EXPECT_EQ(jit(curvature)(ones({size}, Dtype::F64)).toVector(), second);
  }
}
} // namespace

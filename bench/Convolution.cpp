// Convolutions and their gradients in both operands, features first and last.
#include "Workloads.h"
using namespace weft;
using bench::Arrays;

const char *const bench::family = "convolution";

namespace {
struct Case {
  std::string name;
  int64_t batch, channels, size, filters, window;
  int64_t stride = 1, groups = 1;
  bool firstGradients = false, lastGradients = false;
  bool padded = true;
};

/// The shapes and options of a case with features first, or last.
struct Setting {
  Shape x, w;
  ConvOptions options;
};
Setting setting(const Case &c, bool last) {
  int64_t pad = c.padded ? c.window / 2 : 0, part = c.channels / c.groups;
  Setting s;
  s.x = {c.batch, c.channels, c.size, c.size};
  s.w = {c.filters, part, c.window, c.window};
  if (last) {
    s.x = {c.batch, c.size, c.size, c.channels};
    s.w = {c.window, c.window, part, c.filters};
    s.options.dims = {"NHWC", "HWIO", "NHWC"};
  }
  s.options.strides = {c.stride, c.stride};
  s.options.padding = {{pad, pad}, {pad, pad}};
  s.options.featureGroups = c.groups;
  return s;
}

void add(std::vector<bench::Workload> &all, const Case &c, bool last) {
  Setting s = setting(c, last);
  std::string name = c.name + (last ? "_nhwc" : "_nchw");
  all.push_back({name, bench::one([s](const Arrays &a) {
                   return convGeneralDilated(a[0], a[1], s.options);
                 })});
  if (!(last ? c.lastGradients : c.firstGradients))
    return;
  // Inputs: the kernel and a cotangent; the array and a cotangent.
  all.push_back({name + "_dx", bench::one([s](const Arrays &a) {
                   auto ofX = [&](const Array &x) {
                     return convGeneralDilated(x, a[0], s.options);
                   };
                   return linearTranspose(ofX, zeros(s.x))(a[1]);
                 })});
  all.push_back({name + "_dw", bench::one([s](const Arrays &a) {
                   auto ofW = [&](const Array &w) {
                     return convGeneralDilated(a[0], w, s.options);
                   };
                   return linearTranspose(ofW, zeros(s.w))(a[1]);
                 })});
}
} // namespace

std::vector<bench::Workload> bench::workloads() {
  const Case cases[] = {
      {"conv3x3_64", 8, 64, 56, 64, 3, 1, 1, true, true},
      {"conv3x3_valid_64", 8, 64, 56, 64, 3, 1, 1, false, false, false},
      {"conv1x1_64_256", 8, 64, 56, 256, 1, 1, 1, false, true},
      {"conv5x5_32", 8, 32, 28, 64, 5, 1, 1, true},
      {"conv3x3_s2_64_128", 8, 64, 56, 128, 3, 2, 1, true},
      {"conv7x7_s2_3_64", 1, 3, 224, 64, 7, 2},
      {"dwconv3x3_64", 8, 64, 56, 64, 3, 1, 64, true, true},
  };
  std::vector<Workload> all;
  for (bool last : {false, true})
    for (const Case &c : cases)
      add(all, c, last);
  return all;
}

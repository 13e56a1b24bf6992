// Hand tracking: bones in a pose move the vertices of a mesh, which are
// compared with measured points.
#include "Tool.h"

using namespace weft;
using namespace gradbench;

namespace {
/// What is measured and does not change.
struct Hand {
  std::vector<int> parents;      // static: of each bone, -1 for none
  Array relatives, inverses;     // [bones, 4, 4]
  Array positions, weights;      // [vertices, 4], [vertices, bones]
  Array corners;                 // [points, 1 or 3] vertices, one-hot below
  Array points;                  // [points, 3]
  bool mirrored = false;
};

Array matrices(const Json &list) {
  std::vector<Array> all;
  for (const Json &m : list)
    all.push_back(matrix(m));
  return stack(all);
}
Hand readHand(const Json &data, bool withTriangles) {
  const Json &model = data.at("model");
  Hand h;
  h.parents = model.at("parents").get<std::vector<int>>();
  h.relatives = matrices(model.at("base_relatives"));
  h.inverses = matrices(model.at("inverse_base_absolutes"));
  h.positions = matrix(model.at("base_positions"));
  h.weights = matrix(model.at("weights"));
  h.points = matrix(data.at("points"));
  h.mirrored = model.at("is_mirrored");
  std::vector<int32_t> corners;
  for (int i : data.at("correspondences"))
    if (withTriangles)
      for (int vertex : model.at("triangles").at(i))
        corners.push_back(vertex);
    else
      corners.push_back(i);
  h.corners = array(corners, {h.points.dim(0), withTriangles ? 3 : 1});
  return h;
}

Array element(const Array &x, int i) { return take(x, i); }
/// A matrix out of scalars.
Array square3(const std::vector<Array> &nine) {
  return reshape(stack(nine), {3, 3});
}
/// R = Rz Ry Rx for the angles (x, z, y) of each bone, [bones, 3, 3].
Array eulerRotations(const Array &angles) {
  return vmap([](const Array &xzy) {
    Array x = element(xzy, 0), z = element(xzy, 1), y = element(xzy, 2);
    Array zero = zerosLike(x), one = onesLike(x);
    Array cx = cos(x), sx = sin(x), cy = cos(y), sy = sin(y), cz = cos(z),
          sz = sin(z);
    Array rx = square3({one, zero, zero, zero, cx, -sx, zero, sx, cx});
    Array ry = square3({cy, zero, sy, zero, one, zero, -sy, zero, cy});
    Array rz = square3({cz, -sz, zero, sz, cz, zero, zero, zero, one});
    return matmul(matmul(rz, ry), rx);
  })(angles);
}
/// About the axis r by its length; none where that is next to nothing.
Array axisRotation(const Array &r) {
  Array squared = sum(square(r)), none = squared < 1e-8;
  Array norm = sqrt(where(none, 1., squared));
  Array a = r / norm, x = element(a, 0), y = element(a, 1), z = element(a, 2);
  Array s = sin(norm), c = cos(norm);
  Array turned = square3({x * x + (1 - x * x) * c, x * y * (1 - c) - z * s,
                          x * z * (1 - c) + y * s, x * y * (1 - c) + z * s,
                          y * y + (1 - y * y) * c, y * z * (1 - c) - x * s,
                          x * z * (1 - c) - y * s, z * y * (1 - c) + x * s,
                          z * z + (1 - z * z) * c});
  return where(none, eye(3, {}, 0, Dtype::F64), turned);
}
/// The angles of each bone: four bones a finger, of which three bend and the
/// first also spreads; the wrist and the forearm keep theirs.
Array boneAngles(const Array &theta, int64_t bones) {
  std::vector<int64_t> from(3 * bones, theta.dim(0)); // a zero stands after it
  int64_t next = 6;
  for (int64_t finger = 0; finger < 5; ++finger)
    for (int64_t i = 0; i < 3; ++i) {
      int64_t bone = 2 + 4 * finger + i;
      from[3 * bone] = next++;
      if (i == 0)
        from[3 * bone + 1] = next++;
    }
  Array padded = concatenate({theta, zeros({1}, Dtype::F64)});
  return reshape(take(padded, from), {bones, 3});
}
/// The vertices of the mesh in the pose theta, [vertices, 3].
Array posed(const Hand &h, const Array &theta) {
  int64_t bones = h.parents.size();
  Array turn = pad(eulerRotations(boneAngles(theta, bones)), {0, 0, 0},
                   {0, 1, 1});
  Array corner = array(Numbers{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
                       {4, 4});
  Array relatives = matmul(h.relatives, turn + corner);
  std::vector<Array> absolutes;
  for (int64_t i = 0; i < bones; ++i) {
    Array own = take(relatives, i);
    absolutes.push_back(
        h.parents[i] < 0 ? own : matmul(absolutes[h.parents[i]], own));
  }
  // A vertex is a sum over bones and coordinates of what does not move, by the
  // transforms' first three rows: one product of matrices.
  Array transforms = matmul(stack(absolutes), h.inverses); // [bones, 4, 4]
  Array still = expandDims(h.weights, 2) * expandDims(h.positions, 1);
  Array rows = swapaxes(slice(transforms, {0, 0, 0}, {bones, 3, 4}), 1, 2);
  Array skinned = matmul(reshape(still, {h.positions.dim(0), 4 * bones}),
                         reshape(rows, {4 * bones, 3}));
  if (h.mirrored)
    skinned = skinned * array(Numbers{-1, 1, 1});
  return matmul(skinned, transpose(axisRotation(slice(theta, {0}, {3})))) +
         slice(theta, {3}, {6});
}
/// The distances of the points from the mesh, [points, 3]: from a vertex each,
/// or from a place in a triangle, `us` being two of its three coordinates.
Array residuals(const Hand &h, const Array &theta, const Array &us) {
  // [points, corners, 3]
  Array at = take(posed(h, theta), h.corners, 0, Bounds::Clip);
  if (h.corners.dim(1) == 1)
    return h.points - squeeze(at, 1);
  Array u = sliceInDim(us, 0, 1, 1, 1), v = sliceInDim(us, 1, 2, 1, 1);
  Array shares = concatenate({u, v, 1 - u - v}, 1);
  return h.points - sum(expandDims(shares, 2) * at, 1);
}
} // namespace

Module gradbench::ht() {
  struct Input {
    Hand hand;
    Array theta, us;
  };
  auto read = [](const Json &in) {
    bool triangles = !in.at("us").empty();
    return Input{readHand(in.at("data"), triangles), vector(in.at("theta")),
                 triangles ? matrix(in.at("us")) : zeros({0, 2}, Dtype::F64)};
  };
  auto objective = [](const Hand &h, const Array &theta, const Array &us) {
    return ravel(residuals(h, theta, us));
  };
  // The columns of `us` touch a point each: two of them hold all.
  auto jacobian = [](const Hand &h, const Array &theta, const Array &us) {
    auto columns = jacfwd(
        [&](const Array &t) { return ravel(residuals(h, t, us)); })(theta);
    if (us.size() == 0)
      return columns;
    std::vector<Array> all;
    for (int i = 0; i < 2; ++i) {
      Array t = broadcastTo(take(eye(2, {}, 0, Dtype::F64), i), us.shape());
      Array moved =
          jvp([&](const Array &u) { return residuals(h, theta, u); }, us, t)
              .second;
      all.push_back(expandDims(ravel(moved), 1));
    }
    all.push_back(columns);
    return concatenate(all, 1);
  };
  return {{"objective",
           [=](const Json &in) {
             Input i = read(in);
             return prepare(objective, numbers, i.hand, i.theta, i.us);
           }},
          {"jacobian", [=](const Json &in) {
             Input i = read(in);
             return prepare(jacobian, rows, i.hand, i.theta, i.us);
           }}};
}

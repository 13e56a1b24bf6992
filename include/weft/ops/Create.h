// New arrays. Sizes below 0 are a ShapeError.
#ifndef WEFT_OPS_CREATE_H
#define WEFT_OPS_CREATE_H

#include "weft/Array.h"

#include <optional>

namespace weft {

Array zeros(const Shape &shape, Dtype dtype = Dtype::F32,
            std::source_location where = std::source_location::current());
Array ones(const Shape &shape, Dtype dtype = Dtype::F32,
           std::source_location where = std::source_location::current());
/// `value` (it broadcasts) everywhere; its own dtype where none is given.
/// Differentiable in value.
Array full(const Shape &shape, const Operand &value,
           std::optional<Dtype> dtype = std::nullopt);
/// Of the shape and, where none is given, the dtype of x.
Array zerosLike(const Operand &x, std::optional<Dtype> dtype = std::nullopt);
Array onesLike(const Operand &x, std::optional<Dtype> dtype = std::nullopt);
Array fullLike(const Operand &x, const Operand &value,
               std::optional<Dtype> dtype = std::nullopt);

/// Ones on diagonal k of n rows and m columns (as many as rows).
Array eye(int64_t n, std::optional<int64_t> m = std::nullopt, int64_t k = 0,
          Dtype dtype = Dtype::F32,
          std::source_location where = std::source_location::current());
/// 0, 1, 2, …: of n elements, or along an axis of a shape. Numbers.
Array iota(int64_t n, Dtype dtype = Dtype::I32,
           std::source_location where = std::source_location::current());
Array iota(const Shape &shape, int64_t axis, Dtype dtype = Dtype::I32,
           std::source_location where = std::source_location::current());
/// start, start + step, … below stop; 0 and 1 where left out. The bounds have
/// values (they are not traced); i32 of integers, f32 of floats.
Array arange(const Operand &stop);
Array arange(const Operand &start, const Operand &stop, const Operand &step = 1,
             std::optional<Dtype> dtype = std::nullopt);
/// `n` numbers from start to stop, both included (stop is not without endpoint),
/// along a new first axis; bounds broadcast. Floats are differentiable in them.
Array linspace(const Operand &start, const Operand &stop, int64_t n = 50,
               bool endpoint = true, Dtype dtype = Dtype::F32);
/// 1 at the label, 0 elsewhere, along a new last axis of size n; a row of zeros
/// where the label is out of range. Integer labels. No derivative.
Array oneHot(const Operand &labels, int64_t n, Dtype dtype = Dtype::F32);

} // namespace weft

#endif // WEFT_OPS_CREATE_H

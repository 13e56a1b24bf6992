// Fourier transforms, as numpy.fft has them.
//
// Complex numbers of f32 are c64, of f64 c128; integers count as f32 or f64 as
// in float functions. Every length takes O(n log n). All are linear, and
// differentiable. An axis without elements is transformed to one where no size
// is asked for (not by rfft). Throw ShapeError for a size below 1 that is asked
// for, and for an axis that is not there or named twice; DtypeError for half floats, and for complex numbers
// where real ones are transformed.
#ifndef WEFT_FFT_H
#define WEFT_FFT_H

#include "weft/Array.h"
#include "weft/ops/Shape.h"

#include <optional>

namespace weft {

/// Where the factor 1/n is: at the inverse, at both as 1/√n, at the transform.
enum class FftNorm { Backward, Ortho, Forward };

/// y[k] = Σ x[j] e^(-2πi jk/n) along an axis, which is first cut or filled with
/// zeros to n elements.
Array fft(const Operand &x, std::optional<int64_t> n = std::nullopt,
          int64_t axis = -1, FftNorm norm = FftNorm::Backward);
/// The inverse: y[k] = 1/n Σ x[j] e^(2πi jk/n).
Array ifft(const Operand &x, std::optional<int64_t> n = std::nullopt,
           int64_t axis = -1, FftNorm norm = FftNorm::Backward);
/// Of real numbers: the first n/2 + 1 elements of fft, which say all.
Array rfft(const Operand &x, std::optional<int64_t> n = std::nullopt,
           int64_t axis = -1, FftNorm norm = FftNorm::Backward);
/// The inverse of rfft, n real numbers: 2 (m - 1) of m elements where n is not
/// given. The imaginary parts of elements 0 and n/2 are not read.
Array irfft(const Operand &x, std::optional<int64_t> n = std::nullopt,
            int64_t axis = -1, FftNorm norm = FftNorm::Backward);
/// fft of what is Hermitian about 0, and its inverse: irfft and rfft with the
/// sign of the exponent turned.
Array hfft(const Operand &x, std::optional<int64_t> n = std::nullopt,
           int64_t axis = -1, FftNorm norm = FftNorm::Backward);
Array ihfft(const Operand &x, std::optional<int64_t> n = std::nullopt,
            int64_t axis = -1, FftNorm norm = FftNorm::Backward);

/// Along several axes (all of them, or the last ones that `sizes` is for); the
/// last one named is the one that rfftn halves.
Array fftn(const Operand &x, const Shape &sizes = {}, const AxisSet &axes = {},
           FftNorm norm = FftNorm::Backward);
Array ifftn(const Operand &x, const Shape &sizes = {}, const AxisSet &axes = {},
            FftNorm norm = FftNorm::Backward);
Array rfftn(const Operand &x, const Shape &sizes = {}, const AxisSet &axes = {},
            FftNorm norm = FftNorm::Backward);
Array irfftn(const Operand &x, const Shape &sizes = {},
             const AxisSet &axes = {}, FftNorm norm = FftNorm::Backward);
/// Along two axes.
Array fft2(const Operand &x, const Shape &sizes = {},
           const AxisSet &axes = {-2, -1}, FftNorm norm = FftNorm::Backward);
Array ifft2(const Operand &x, const Shape &sizes = {},
            const AxisSet &axes = {-2, -1}, FftNorm norm = FftNorm::Backward);
Array rfft2(const Operand &x, const Shape &sizes = {},
            const AxisSet &axes = {-2, -1}, FftNorm norm = FftNorm::Backward);
Array irfft2(const Operand &x, const Shape &sizes = {},
             const AxisSet &axes = {-2, -1}, FftNorm norm = FftNorm::Backward);

/// The frequency of each element of fft (rfft) of n samples that are `spacing`
/// apart: 0, 1, …, -1 over n · spacing.
Array fftfreq(int64_t n, double spacing = 1, Dtype dtype = Dtype::F32,
              std::source_location where = std::source_location::current());
Array rfftfreq(int64_t n, double spacing = 1, Dtype dtype = Dtype::F32,
               std::source_location where = std::source_location::current());
/// Frequency 0 in the middle of each axis, and back.
Array fftshift(const Operand &x, const AxisSet &axes = {});
Array ifftshift(const Operand &x, const AxisSet &axes = {});

} // namespace weft

#endif // WEFT_FFT_H

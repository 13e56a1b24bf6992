// Rows of Linalg, Decompose and Fft, and of the calls of LAPACK that JAX
// writes on the CPU.
#include "ShapeOps.h"
#include "Interchange/Stablehlo/Import.h"
#include "RuleHelpers.h"
using namespace weft::ir;
using namespace weft::ir::stablehlo;

namespace {
LogicalResult fft(Import &i) {
  return i.give(i.build("fft", i.type(), i.in,
                        Attrs()
                            .text("kind", i.word("fft_type").lower())
                            .list("lengths", i.ints("fft_length"))));
}

constexpr Row rows[] = {
    {"stablehlo.fft", flatWith("type=fft_type,length=fft_length"), fft},
};
} // namespace

ArrayRef<Row> stablehlo::linalgRows() { return rows; }

// The tuner: what leaves a function as it is, and how fast it runs, is chosen
// by running it.
#pragma once
#include "Api/Execute.h"
#include "Lowering/Tuning.h"

namespace weft::ir {

/// The fastest of the tunings that `what` permits, one turned after the other:
/// `build` compiles with one, `call` runs that once. A change has to gain three
/// percent. `clock` gives seconds; none: the machine's own.
Tuning tune(Tune what, bool parallel,
            function_ref<std::shared_ptr<const Program>(const Tuning &)> build,
            function_ref<void(const Program &)> call,
            function_ref<double()> clock = nullptr);

} // namespace weft::ir

// x + 1 on 8 floats, as an object.
#include <weft/weft.h>
using namespace weft;

Array add1(const Array &x) { return x + 1.f; }
WEFT_EXPORT(add1, add1, spec(Dtype::F32, {8}));

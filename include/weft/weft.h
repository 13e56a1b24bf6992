// All of Weft's public interface but files (weft/io) and data sets (weft/data).
#ifndef WEFT_WEFT_H
#define WEFT_WEFT_H

#include "weft/Aot.h"
#include "weft/Array.h"
#include "weft/Control.h"
#include "weft/Custom.h"
#include "weft/Error.h"
#include "weft/Fft.h"
#include "weft/Host.h"
#include "weft/Import.h"
#include "weft/Inspect.h"
#include "weft/Jacobian.h"
#include "weft/Jit.h"
#include "weft/Linalg.h"
#include "weft/Ops.h"
#include "weft/Random.h"
#include "weft/Reducers.h"
#include "weft/Solve.h"
#include "weft/Special.h"
#include "weft/Transforms.h"
#include "weft/Tree.h"

#endif // WEFT_WEFT_H

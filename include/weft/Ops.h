// Every operation on arrays.
#ifndef WEFT_OPS_H
#define WEFT_OPS_H

#include "weft/ops/Activations.h"
#include "weft/ops/Bits.h"
#include "weft/ops/Calculus.h"
#include "weft/ops/Collective.h"
#include "weft/ops/Complex.h"
#include "weft/ops/Contract.h"
#include "weft/ops/Convolve.h"
#include "weft/ops/Create.h"
#include "weft/ops/Cumulative.h"
#include "weft/ops/Einsum.h"
#include "weft/ops/Elementwise.h"
#include "weft/ops/Gather.h"
#include "weft/ops/Grid.h"
#include "weft/ops/Index.h"
#include "weft/ops/Indexing.h"
#include "weft/ops/Numeric.h"
#include "weft/ops/Reduce.h"
#include "weft/ops/Search.h"
#include "weft/ops/Shape.h"
#include "weft/ops/Sort.h"
#include "weft/ops/Stacking.h"
#include "weft/ops/Statistics.h"
#include "weft/ops/Window.h"

#endif // WEFT_OPS_H

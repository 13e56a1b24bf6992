// Breaks the rule of public headers, once.
#pragma once
#include "weft/Other.h"
#include <absl/status/status.h>
#include <vector>

// Trace is above dialects and beside Runtime.
#include "Runtime/Device.h"

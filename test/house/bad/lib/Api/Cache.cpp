#include "Runtime/Device.h"

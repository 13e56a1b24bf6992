// Nothing but what CMake puts before it: WeftTestHeaders.

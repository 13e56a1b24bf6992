// Functions that WEFT_EXPORT does not take, one per case, and what the compiler
// must say. CompileFail.cmake compiles this file as it does TreeErrors.cpp.
// LINES 40: so much may the compiler say of a case.
// CLANG LINES 50: it shows the line of the program that each note is of.
#include "weft/weft.h"

using namespace weft;

// CASE Misspelt: weft: WEFT_EXPORT: the function cannot be called with arrays of these specs; where its body has an error, that is told above
// CLANG Misspelt: use of undeclared identifier 'mtmul'
#ifdef CASE_Misspelt
WEFT_EXPORT(bad, [](Array x) { return mtmul(x, x); }, spec(Dtype::F32, {2, 2}))
// CASE Generic: weft: WEFT_EXPORT: the function cannot be called with arrays of these specs
#elif defined(CASE_Generic)
WEFT_EXPORT(bad, [](auto x) { return where(x, x); }, spec(Dtype::F32, {2, 2}))
// CASE TooFew: weft: WEFT_EXPORT: the function takes another number of arguments than there are specs
#elif defined(CASE_TooFew)
Array both(Array x, Array y) { return x + y; }
WEFT_EXPORT(bad, both, spec(Dtype::F32, {2, 2}))
// CASE Void: this function returns nothing
#elif defined(CASE_Void)
WEFT_EXPORT(bad, [](Array x) { x + 1; }, spec(Dtype::F32, {2, 2}))
#else
Array twice(Array x) { return x * 2; }
WEFT_EXPORT(named, twice, spec(Dtype::F32, {2, 2}))
WEFT_EXPORT(generic, [](auto x) { return x * 2; }, spec(Dtype::F32, {2, 2}));
WEFT_EXPORT(none, [] { return ones({2}); })
#endif

# Packages, flags, and the functions that a folder's CMakeLists.txt uses:
#   weft_room(Name SOURCES ... [MLIR])    a folder of lib/, part of libweft
#   weft_program(name SOURCES ... [MLIR]) an executable on libweft
#   weft_gtest(name SOURCES ... LABELS ... [MLIR])  one with GoogleTest's main
#   weft_test(name LABELS ... COMMAND ... [TARGETS ...])    any other test
# LLVM's version file accepts an equal major.minor only, so the check of the
# major is ours.
set(WEFT_LLVM_MAJOR 22)
find_package(MLIR REQUIRED CONFIG
  HINTS /usr/lib/llvm-${WEFT_LLVM_MAJOR}/lib/cmake/mlir)
if(NOT LLVM_VERSION_MAJOR EQUAL WEFT_LLVM_MAJOR)
  message(FATAL_ERROR "Weft needs LLVM and MLIR ${WEFT_LLVM_MAJOR}; found "
    "${LLVM_PACKAGE_VERSION} in ${LLVM_DIR}. Hint: tools/setup installs it.")
endif()
find_package(absl REQUIRED CONFIG)
find_package(nlohmann_json REQUIRED CONFIG)
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)
list(APPEND CMAKE_MODULE_PATH ${MLIR_CMAKE_DIR} ${LLVM_CMAKE_DIR})
include(TableGen)
include(AddLLVM)
include(AddMLIR)
# tablegen() looks in the directory's include path only; ours is per target.
list(TRANSFORM MLIR_INCLUDE_DIRS PREPEND "-I" OUTPUT_VARIABLE weft_tblgen_dirs)
list(APPEND LLVM_TABLEGEN_FLAGS ${weft_tblgen_dirs})

# -O3 makes the generated op classes slow to compile and nothing faster.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

# A program needs no new link when what changed is inside libweft.
set(CMAKE_LINK_DEPENDS_NO_SHARED ON)

# The sloppiness is what ccache asks for with precompiled headers. To hash one
# again and to preprocess cost 1.5 s a file, so the hash is kept by inode, and
# Clang's own list of headers is taken, which has those of the precompiled one.
find_program(WEFT_CCACHE ccache)
if(WEFT_CCACHE)
  foreach(lang C CXX)
    set(CMAKE_${lang}_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_INODECACHE=1)
    if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
      list(APPEND CMAKE_${lang}_COMPILER_LAUNCHER CCACHE_DEPEND=1)
    endif()
    list(APPEND CMAKE_${lang}_COMPILER_LAUNCHER ${WEFT_CCACHE})
  endforeach()
endif()

add_library(weft_flags INTERFACE)
# Clang says that what the standard library's own stable_sort calls is deprecated.
set(weft_warnings -Wall -Wextra -Werror
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
target_compile_options(weft_flags INTERFACE ${weft_warnings})
target_include_directories(weft_flags INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>)
# -B, because g++ finds ld.lld by that name only, and Debian's lld-22 puts it
# into LLVM's own bin (a plain /usr/bin/ld.lld may be an older one).
target_link_options(weft_flags INTERFACE -fuse-ld=lld
  -B${LLVM_TOOLS_BINARY_DIR})
if(WEFT_SANITIZE)
  # GCC's flow warnings are false more often than not under instrumentation (its
  # manual says so); the other builds hold -Werror.
  target_compile_options(weft_flags INTERFACE -fsanitize=${WEFT_SANITIZE}
    -Wno-error -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  target_link_options(weft_flags INTERFACE -fsanitize=${WEFT_SANITIZE})
  # What Clang puts before a function for these is not before those of LLVM's
  # libraries and of generated code.
  target_compile_options(weft_flags INTERFACE
    $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=function,vptr>)
  # LLVM's libraries are not instrumented: what they allocate once for the
  # process is no leak of ours, and their containers carry no annotations.
  set(WEFT_SANITIZER_ENVIRONMENT
    "ASAN_OPTIONS=detect_container_overflow=0:detect_stack_use_after_return=1"
    "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tools/dev/lsan.supp:print_suppressions=0"
    "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1"
    "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tools/dev/tsan.supp:history_size=4")
else()
  # A rule that an op declares and nobody wrote is a link error; not under
  # sanitizers, whose runtime is in the program and not in libweft.
  target_link_options(weft_flags INTERFACE -Wl,-z,defs)
endif()

# Our own view of the tree: rooms include each other as "Room/File.h".
add_library(weft_inside INTERFACE)
target_link_libraries(weft_inside INTERFACE weft_flags)
target_include_directories(weft_inside INTERFACE ${PROJECT_SOURCE_DIR}/lib)

# What may include mlir/ and llvm/.
add_library(weft_mlir_inside INTERFACE)
target_link_libraries(weft_mlir_inside INTERFACE weft_inside)
target_include_directories(weft_mlir_inside INTERFACE
  ${PROJECT_SOURCE_DIR}/dialects/weft)
target_include_directories(weft_mlir_inside SYSTEM INTERFACE
  ${PROJECT_BINARY_DIR}/dialects/weft ${LLVM_INCLUDE_DIRS} ${MLIR_INCLUDE_DIRS})
separate_arguments(weft_llvm_defs UNIX_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(weft_mlir_inside INTERFACE ${weft_llvm_defs})
if(NOT LLVM_ENABLE_RTTI)
  target_compile_options(weft_mlir_inside INTERFACE -fno-rtti)
endif()
# GCC 12 sees these in LLVM's own headers once they are inlined into ours.
target_compile_options(weft_mlir_inside INTERFACE
  "$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-dangling-pointer>"
  "$<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow;-Wno-restrict>")
# ccache can only hash what a precompiled header held if it was recorded, and
# finds one again that bears no time.
target_compile_options(weft_mlir_inside INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
  "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")

set_property(GLOBAL PROPERTY WEFT_ROOMS "")

function(weft_room name)
  cmake_parse_arguments(R "MLIR" "" "SOURCES" ${ARGN})
  add_library(Weft${name} OBJECT ${R_SOURCES})
  if(R_MLIR)
    target_link_libraries(Weft${name} PUBLIC weft_mlir_inside)
    if(NOT name STREQUAL "Dialect")
      add_dependencies(Weft${name} WeftDialectIncGen)
      target_precompile_headers(Weft${name} REUSE_FROM WeftDialect)
    endif()
  else()
    target_link_libraries(Weft${name} PUBLIC weft_inside)
  endif()
  target_link_libraries(Weft${name} PRIVATE absl::status absl::statusor
    absl::strings absl::str_format nlohmann_json::nlohmann_json)
  set_property(GLOBAL APPEND PROPERTY WEFT_ROOMS Weft${name})
endfunction()

function(weft_program name)
  cmake_parse_arguments(P "MLIR" "" "SOURCES" ${ARGN})
  add_executable(${name} ${P_SOURCES})
  # As libraries are compiled, for precompiled headers are shared with them.
  target_compile_options(${name} PRIVATE -fPIC)
  # libweft hides the names of the MLIR in it.
  set(weft $<IF:$<BOOL:$<TARGET_PROPERTY:WEFT_OPEN>>,weft_open,weft>)
  if(P_MLIR)
    target_link_libraries(${name} PRIVATE weft_mlir_inside ${weft} MLIR LLVM)
    set_target_properties(${name} PROPERTIES WEFT_OPEN ON)
    add_dependencies(${name} WeftDialectIncGen)
    target_precompile_headers(${name} REUSE_FROM WeftDialect)
  else()
    target_link_libraries(${name} PRIVATE weft_inside ${weft})
  endif()
endfunction()

# Label `fast` is what tools/check and CI run, `asan` what CI runs again under
# ASan and UBSan; target tests-LABEL builds what the tests of LABEL need.
function(weft_test name)
  cmake_parse_arguments(T "" "" "LABELS;COMMAND;TARGETS" ${ARGN})
  add_test(NAME ${name} COMMAND ${T_COMMAND}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}/test)
  set(timeout 600)
  if(WEFT_SANITIZE)
    set(timeout 2400)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${T_LABELS}" TIMEOUT ${timeout}
    SKIP_REGULAR_EXPRESSION "^SKIP: ")
  # Tests are of code that is made, not of what an earlier run has kept.
  set_tests_properties(${name} PROPERTIES ENVIRONMENT
    "WEFT_CACHE_DIR=;${WEFT_SANITIZER_ENVIRONMENT}")
  foreach(label ${T_LABELS})
    if(NOT TARGET tests-${label})
      add_custom_target(tests-${label})
    endif()
    if(T_TARGETS)
      add_dependencies(tests-${label} ${T_TARGETS})
    endif()
  endforeach()
endfunction()

function(weft_gtest name)
  cmake_parse_arguments(T "MLIR" "" "SOURCES;LABELS" ${ARGN})
  if(NOT TARGET GTest::gtest)
    weft_test(${name} LABELS ${T_LABELS} COMMAND ${CMAKE_COMMAND} -E echo
      "SKIP: ${name} needs the package group test (tools/setup --test)")
    return()
  endif()
  if(T_MLIR)
    weft_program(${name} SOURCES ${T_SOURCES} MLIR)
  else()
    weft_program(${name} SOURCES ${T_SOURCES})
    # A test spends its time in the library and its compiler in optimising what
    # runs once.
    target_compile_options(${name} PRIVATE -O0)
    target_precompile_headers(${name} REUSE_FROM WeftTestHeaders)
  endif()
  target_link_libraries(${name} PRIVATE GTest::gtest GTest::gtest_main
    GTest::gmock absl::status absl::statusor nlohmann_json::nlohmann_json)
  weft_test(${name} LABELS ${T_LABELS} COMMAND ${name} TARGETS ${name})
endfunction()

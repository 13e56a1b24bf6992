# cmake -DCXX=compiler -DINCLUDE=folder -DSOURCE=file -P CompileFail.cmake
# SOURCE must compile as it is, and with -DCASE_name for each of its lines
# "// CASE name: text" must be refused with `text` in the compiler's errors.
function(compile definition result errors)
  execute_process(
    COMMAND ${CXX} -std=c++20 -fsyntax-only -fmessage-length=0
      -I${INCLUDE} ${definition} ${SOURCE}
    TIMEOUT 120 RESULT_VARIABLE status OUTPUT_QUIET ERROR_VARIABLE text)
  set(${result} "${status}" PARENT_SCOPE)
  set(${errors} "${text}" PARENT_SCOPE)
endfunction()

compile("-UCASE" status text)
if(NOT status STREQUAL "0")
  message(FATAL_ERROR "${SOURCE} does not compile without a case:\n${text}")
endif()

set(failures "")
set(count 0)
file(STRINGS ${SOURCE} lines REGEX "^// CASE ")
foreach(line IN LISTS lines)
  if(NOT line MATCHES "^// CASE ([A-Za-z0-9_]+): (.+)$")
    message(FATAL_ERROR "not a case: ${line}")
  endif()
  set(name ${CMAKE_MATCH_1})
  set(expected "${CMAKE_MATCH_2}")
  math(EXPR count "${count} + 1")
  compile("-DCASE_${name}" status text)
  string(FIND "${text}" "${expected}" at)
  if(status STREQUAL "0")
    list(APPEND failures "${name}: it compiles")
  elseif(at EQUAL -1)
    list(APPEND failures "${name}: expected\n  ${expected}\ngot\n${text}")
  endif()
endforeach()
if(count EQUAL 0)
  message(FATAL_ERROR "${SOURCE} has no case")
endif()
if(failures)
  list(JOIN failures "\n" failures)
  message(FATAL_ERROR "${failures}")
endif()
message(STATUS "${count} cases refused as expected")

# Installs the build WEFT_BUILD into a fresh prefix under WORK, moves the prefix
# (a package must not know where it was installed), configures and builds
# CONSUMER against it, and runs what that made.
function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE rc)
  if(NOT rc EQUAL 0)
    string(REPLACE ";" " " line "${ARGV}")
    message(FATAL_ERROR "exit ${rc}: ${line}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK}/installed ${WORK}/prefix ${WORK}/build)
run(${CMAKE_COMMAND} --install ${WEFT_BUILD} --prefix ${WORK}/installed)
file(RENAME ${WORK}/installed ${WORK}/prefix)
run(${CMAKE_COMMAND} -G Ninja -S ${CONSUMER} -B ${WORK}/build
  -DCMAKE_PREFIX_PATH=${WORK}/prefix -DCMAKE_BUILD_TYPE=Release
  -DCMAKE_CXX_COMPILER=${CXX} -DCMAKE_C_COMPILER=${CC}
  "-DSANITIZE=${SANITIZE}")
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${CMAKE_CTEST_COMMAND} --test-dir ${WORK}/build --output-on-failure
  --no-tests=error)

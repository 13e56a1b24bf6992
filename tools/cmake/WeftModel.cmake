# weft_add_model(<target> MODEL <file> [FN <function>]
#                [TRANSFORMS <--grad|--vmap|...>...]
#                [TRIPLE <target triple>] [CPU <cpu>] [PARALLEL_FOR]
#                [DEPENDS <file>...])
#
# Compiles a function of a model (.mlir, .cpp with WEFT_EXPORT, or a shared
# library) ahead of time with `weft compile`, and makes <target>, a static
# library with the object in it and the directory of its header <target>.h in
# its interface. The function in C is what the header declares. Programs that
# link <target> need no part of Weft; the object may call libm. With
# PARALLEL_FOR the function takes the caller's, and runs large loops on it.
# In Weft's own build Weft::cli is the target of the build, in a user's the
# installed program.
function(weft_add_model target)
  cmake_parse_arguments(M "PARALLEL_FOR" "MODEL;FN;TRIPLE;CPU" "TRANSFORMS;DEPENDS" ${ARGN})
  if(NOT M_MODEL OR M_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "weft_add_model(${target}): needs MODEL <file>, and "
      "knows FN, TRANSFORMS, TRIPLE, CPU, PARALLEL_FOR and DEPENDS; received: "
      "${ARGN}")
  endif()
  get_filename_component(model "${M_MODEL}" ABSOLUTE)
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/${target}.model)
  file(MAKE_DIRECTORY ${dir})
  set(flags)
  if(M_FN)
    list(APPEND flags --fn ${M_FN})
  endif()
  list(APPEND flags ${M_TRANSFORMS})
  if(M_TRIPLE)
    list(APPEND flags --target ${M_TRIPLE})
  endif()
  if(M_CPU)
    list(APPEND flags --cpu ${M_CPU})
  endif()
  if(M_PARALLEL_FOR)
    list(APPEND flags --parallel-for)
  endif()
  add_custom_command(
    OUTPUT ${dir}/${target}.o ${dir}/${target}.h
    COMMAND Weft::cli compile ${model} ${flags}
      -o ${dir}/${target}.o --header ${dir}/${target}.h
    DEPENDS ${model} ${M_DEPENDS} Weft::cli
    COMMENT "weft compile ${M_MODEL} ${M_FN}" VERBATIM)
  set_source_files_properties(${dir}/${target}.o PROPERTIES
    EXTERNAL_OBJECT TRUE GENERATED TRUE)
  add_library(${target} STATIC ${dir}/${target}.o ${dir}/${target}.h)
  set_target_properties(${target} PROPERTIES LINKER_LANGUAGE C)
  target_include_directories(${target} INTERFACE ${dir})
  target_link_libraries(${target} INTERFACE m)
endfunction()

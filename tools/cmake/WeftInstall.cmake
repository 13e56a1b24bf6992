# cmake --install: headers, libweft, the CLI, and a package that gives
# Weft::weft, Weft::cli and weft_add_model to find_package(Weft).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(weft_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Weft)

# The target of the CLI, whatever its folder calls it; its program is `weft`.
set(weft_cli)
foreach(target weft-cli weft_cli WeftCli)
  if(TARGET ${target})
    set(weft_cli ${target})
    set_target_properties(${target} PROPERTIES EXPORT_NAME cli)
    if(NOT TARGET Weft::cli)
      add_executable(Weft::cli ALIAS ${target})
    endif()
  endif()
endforeach()
if(NOT TARGET Weft::weft)
  add_library(Weft::weft ALIAS weft)
endif()

# Programs find libweft beside them, libweft finds LLVM where it was built with.
set_target_properties(weft ${weft_cli} PROPERTIES
  INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR};${LLVM_LIBRARY_DIR}")
install(TARGETS weft ${weft_cli} EXPORT WeftTargets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/weft
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE
  DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/weft)

install(EXPORT WeftTargets NAMESPACE Weft:: DESTINATION ${weft_cmake_dir})
configure_package_config_file(
  ${CMAKE_CURRENT_LIST_DIR}/WeftConfig.cmake.in
  ${PROJECT_BINARY_DIR}/WeftConfig.cmake
  INSTALL_DESTINATION ${weft_cmake_dir})
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/WeftConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/WeftConfig.cmake
  ${PROJECT_BINARY_DIR}/WeftConfigVersion.cmake
  ${CMAKE_CURRENT_LIST_DIR}/WeftModel.cmake
  DESTINATION ${weft_cmake_dir})

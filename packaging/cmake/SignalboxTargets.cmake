# moc of Qt 6.4 cannot read <concepts> of libstdc++ 12 in C++23; its include guard keeps moc out of it.

# signalbox_library(NAME SOURCES … [DEPENDS …] [LINKS …])
#   A folder of core/ or ui/ as a static library `signalbox_NAME`. DEPENDS are other folders by name, LINKS
#   are outside targets. Includes are written from core/ (or the top level for ui/): "base/result.h".
function(signalbox_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;LINKS" ${ARGN})
  set(target signalbox_${name})
  add_library(${target} STATIC ${arg_SOURCES})
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/core)
  target_link_libraries(${target} PRIVATE project_options)
  if(arg_DEPENDS)
    list(TRANSFORM arg_DEPENDS PREPEND signalbox_)
    target_link_libraries(${target} PUBLIC ${arg_DEPENDS})
  endif()
  if(arg_LINKS)
    target_link_libraries(${target} PUBLIC ${arg_LINKS})
  endif()
  set_target_properties(${target} PROPERTIES AUTOMOC ON AUTOMOC_MOC_OPTIONS -D_GLIBCXX_CONCEPTS=1)
endfunction()

# signalbox_test(NAME [SOURCES …] [LINKS …] [LAUNCHER command …] [LABEL unit|gui|integration] [TIMEOUT seconds]
#                [EACH_TRANSPORT] [RUNS_PROGRAM])
#   A Qt Test program tst_NAME (source tst_NAME.cpp unless given), registered with CTest under LABEL. It runs in the
#   source directory, so that no absolute path is compiled in: every checkout shares one compiler cache.
#   RUNS_PROGRAM: it starts the program, which SIGNALBOX_PROGRAM names.
#   EACH_TRANSPORT registers it once a transport (NAME_direct, NAME_qt), told by SIGNALBOX_TRANSPORT.
function(signalbox_test name)
  cmake_parse_arguments(arg "EACH_TRANSPORT;RUNS_PROGRAM" "LABEL;TIMEOUT" "SOURCES;LINKS;LAUNCHER" ${ARGN})
  if(NOT arg_SOURCES)
    set(arg_SOURCES tst_${name}.cpp)
  endif()
  if(NOT arg_LABEL)
    set(arg_LABEL unit)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  set(target tst_${name})
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE project_options Qt6::Test ${arg_LINKS})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${target} PRIVATE
    SIGNALBOX_SOURCE_DIR="."
    SIGNALBOX_SHARED_DIR="../shared")
  target_compile_options(${target} PRIVATE -O0) # tests are compiled more often than they run
  set_target_properties(${target} PROPERTIES AUTOMOC ON AUTOMOC_MOC_OPTIONS -D_GLIBCXX_CONCEPTS=1 RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  # No test may write into the keychain of whoever runs it; one that needs a session's bus starts its own.
  set(bus ENVIRONMENT_MODIFICATION DBUS_SESSION_BUS_ADDRESS=set:unix:path=/nonexistent/session-bus)
  set(environment)
  if(arg_RUNS_PROGRAM)
    add_dependencies(${target} signalbox)
    set(environment "SIGNALBOX_PROGRAM=$<TARGET_FILE:signalbox>")
  endif()
  set(transports)
  if(arg_EACH_TRANSPORT)
    set(transports qt)
    if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
      list(APPEND transports direct)
    endif()
  endif()
  foreach(transport IN LISTS transports)
    add_test(NAME ${name}_${transport} COMMAND ${arg_LAUNCHER} $<TARGET_FILE:${target}>
      WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(${name}_${transport} PROPERTIES LABELS ${arg_LABEL} TIMEOUT ${arg_TIMEOUT}
      ENVIRONMENT "SIGNALBOX_TRANSPORT=${transport};${environment}" ${bus})
  endforeach()
  if(NOT transports)
    add_test(NAME ${name} COMMAND ${arg_LAUNCHER} $<TARGET_FILE:${target}> WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES LABELS ${arg_LABEL} TIMEOUT ${arg_TIMEOUT} ENVIRONMENT "${environment}" ${bus})
  endif()
endfunction()

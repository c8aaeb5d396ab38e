# One interface target carries the standard, the warnings, Qt's strictness and the sanitizers.
# Every target of the project links it privately; there are no global flags.
add_library(project_options INTERFACE)
target_compile_features(project_options INTERFACE cxx_std_23)
target_compile_options(project_options INTERFACE
  -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align
  -Wnull-dereference -Wimplicit-fallthrough -Wno-missing-field-initializers -fno-strict-aliasing)
# Designated initializers leave the rest at the member's own default on purpose: hence no -Wmissing-field-initializers.
target_compile_definitions(project_options INTERFACE
  QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_CAST_FROM_ASCII QT_NO_URL_CAST_FROM_STRING
  QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_STRICT_ITERATORS
  QT_DISABLE_DEPRECATED_BEFORE=0x060400)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports null dereferences and overlapping copies inside libstdc++'s own inlined code at -O2
  # (its bug 105651 for the latter), and strings of aggregates with default members as uninitialised.
  target_compile_options(project_options INTERFACE -Wshadow=local -Wno-null-dereference -Wno-restrict -Wno-maybe-uninitialized)
endif()

if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # Clang knows no -Wshadow=local and, with warnings as errors, would compile nothing.
  target_compile_options(project_options INTERFACE -Wno-unknown-warning-option)
endif()

if(SIGNALBOX_WERROR)
  target_compile_options(project_options INTERFACE -Werror)
endif()

if(SIGNALBOX_SANITIZE)
  target_compile_options(project_options INTERFACE -fsanitize=${SIGNALBOX_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(project_options INTERFACE -fsanitize=${SIGNALBOX_SANITIZE})
  if(SIGNALBOX_SANITIZE MATCHES "undefined")
    target_compile_options(project_options INTERFACE -fno-sanitize-recover=undefined)
  endif()
endif()

# signalbox_embed(TARGET SYMBOL FILE)
#   Makes `const std::string_view SYMBOL` (in namespace signalbox::resources) out of a text file and compiles it into
#   TARGET. Character literals, because string literals have a length limit in some compilers. Qt's resources would
#   need Qt in libraries that are otherwise free of it, and an initialiser that a static library forgets.
function(signalbox_embed target symbol file)
  get_filename_component(path ${file} ABSOLUTE)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
  file(READ ${path} bytes HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT "// Made from a file of resources/ by resources/Embed.cmake.
#include <string_view>
namespace signalbox::resources {
namespace {
constexpr char kBytes[] = {@bytes@};
}
extern const std::string_view ${symbol};
const std::string_view ${symbol}{kBytes, sizeof kBytes};
} // namespace signalbox::resources
")
  target_sources(${target} PRIVATE ${source})
endfunction()

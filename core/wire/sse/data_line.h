#pragma once

#include <string>
#include <string_view>

namespace signalbox::wire::sse {

/// A JSON text as it may stand in a `data:` line: line ends between its tokens, which some models and clients
/// write, would end the line there. The text itself where it has none, else made in `scratch`.
[[nodiscard]] std::string_view onOneLine(std::string_view json, std::string &scratch);

} // namespace signalbox::wire::sse

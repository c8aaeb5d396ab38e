#pragma once

#include <string_view>

namespace signalbox::governance {

/// Whether `text` fits `pattern`, in which `*` stands for any characters, none included. Case counts.
[[nodiscard]] bool globMatches(std::string_view pattern, std::string_view text);

} // namespace signalbox::governance

#pragma once

#include "wire/format.h"

#include <string>
#include <string_view>

namespace signalbox::wire::gemini {

/// "/models/MODEL:METHOD", or where else the target's host has its models. A name that says itself where the
/// model stands ("models/…", "publishers/…/models/…", "projects/…") keeps its slashes; every other character
/// that has a meaning in a path is percent-encoded.
[[nodiscard]] std::string modelPath(const Target &target, std::string_view method);
/// The model as bodies name it: "models/MODEL", or a name that says itself where the model stands.
[[nodiscard]] std::string modelResource(std::string_view model);

} // namespace signalbox::wire::gemini

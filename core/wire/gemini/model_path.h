#pragma once

#include <string>
#include <string_view>

namespace signalbox::wire::gemini {

/// "/models/MODEL:METHOD". A name that says itself where the model stands ("models/…",
/// "publishers/…/models/…", "projects/…") keeps its slashes; every other character that has a meaning in a
/// path is percent-encoded.
[[nodiscard]] std::string modelPath(std::string_view model, std::string_view method);
/// The model as bodies name it: "models/MODEL", or a name that says itself where the model stands.
[[nodiscard]] std::string modelResource(std::string_view model);

} // namespace signalbox::wire::gemini

#include "config/upgrade.h"

#include "config/document.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace signalbox::config {

std::span<const Migration> migrations()
{
    return {};
}

Result<std::optional<Upgrade>> upgraded(std::string_view text, std::span<const Migration> steps)
{
    auto json = nlohmann::ordered_json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("version") || !json["version"].is_number_integer())
        return std::nullopt;
    const int from = json["version"].get<int>();
    int version = from;
    for (auto step = std::ranges::find(steps, version, &Migration::from); step != steps.end();
         step = std::ranges::find(steps, version, &Migration::from)) {
        if (auto done = step->apply(json); !done)
            return std::unexpected(std::move(done.error()));
        json["version"] = ++version;
    }
    if (version == from)
        return std::nullopt;
    return Upgrade{formatted(json), from};
}

} // namespace signalbox::config

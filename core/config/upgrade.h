#pragma once

#include "base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace signalbox::config {

/// One step from a version of the document to the next. It changes what it must and leaves the rest.
struct Migration
{
    int from = 0;
    Result<void> (*apply)(nlohmann::ordered_json &document) = nullptr;
};

/// Every released step, oldest first. None yet: version 1 is the first.
[[nodiscard]] std::span<const Migration> migrations();

struct Upgrade
{
    std::string text;
    int from = 0;

    bool operator==(const Upgrade &) const = default;
};

/// The document brought to the newest version; nothing where it is that already, or is newer, or is no
/// document at all (the reader says so better). Pure: backup and writing are the caller's.
[[nodiscard]] Result<std::optional<Upgrade>> upgraded(std::string_view text,
                                                      std::span<const Migration> steps);

} // namespace signalbox::config

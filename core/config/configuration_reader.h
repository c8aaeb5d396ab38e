#pragma once

#include "config/configuration.h"
#include "config/finding.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::config {

/// What the reader has to know of a kind of provider. The catalogue has it; it is passed in because this
/// folder stands below the catalogue.
struct KnownKind
{
    std::string id;
    bool needsBaseUrl = false;          ///< it has none of its own
    std::vector<std::string> variables; ///< names that fill {…} of its URL

    bool operator==(const KnownKind &) const = default;
};

/// A document's values if it has no findings, and all findings otherwise.
struct Parsed
{
    std::optional<Configuration> configuration;
    Findings findings;
};

constexpr int kCurrentVersion = 1;

/// Reads the whole document strictly: what is unknown, repeated, of the wrong type, out of range or names
/// what does not exist is a finding, and all come at once. Without `kinds` any kind is taken. Pure.
[[nodiscard]] Parsed readConfiguration(std::string_view text, const std::vector<KnownKind> &kinds = {});

/// The JSON Schema (draft 2020-12) of the document.
[[nodiscard]] std::string_view configurationSchema();

} // namespace signalbox::config

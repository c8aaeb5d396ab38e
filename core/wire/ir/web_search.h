#pragma once

#include "wire/ir/request.h"
#include "wire/json/document.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::wire::ir {

/// The settings of a hosted search of the web, in whichever format the client wrote the tool: by the names
/// that Anthropic and Responses share ("allowed_domains", "user_location"), those of Responses' `filters`
/// among them. A writer takes what its API knows and notes the rest. Reads `tool.raw`; slices of this object.
class WebSearch final
{
public:
    explicit WebSearch(const Tool &tool);
    WebSearch(const WebSearch &) = delete;
    WebSearch &operator=(const WebSearch &) = delete;

    /// Empty where it is not set.
    [[nodiscard]] RawJson take(std::string_view name);
    /// What nobody took, as names for x-signalbox-dropped: "tools.web_search.max_uses".
    [[nodiscard]] std::vector<std::string> rest() const;

private:
    void collect(json::Value settings);

    json::Document m_document;
    std::vector<std::pair<std::string, RawJson>> m_settings;
};

} // namespace signalbox::wire::ir

#pragma once

#include "base/json_writer.h"
#include "wire/json/document.h"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire::gemini {

/// Makes `groundingMetadata` of the citations and searches that another format's answer tells of. Citations
/// count characters of their text block, the metadata bytes of UTF-8. One answer.
class GroundingCollector final
{
public:
    void beginText();
    void addText(std::string_view escaped) { m_text += escaped; }
    /// A citation in the shape of the Responses API; false for kinds without a URL.
    [[nodiscard]] bool addCitation(RawJson citation);
    void addSearch(json::Value query) { m_queries.emplace_back(query.raw()); }
    [[nodiscard]] bool isEmpty() const { return m_sources.empty() && m_queries.empty(); }
    void write(JsonWriter &json) const;

private:
    struct Source
    {
        std::string url;   // JSON strings, with their quotes
        std::string title; // may be empty
        std::int64_t begin = 0;
        std::int64_t end = 0;
    };

    std::vector<Source> m_sources;
    std::vector<std::string> m_queries;
    std::string m_text; // of the open block, escaped
    std::int64_t m_bytesBefore = 0;
};

} // namespace signalbox::wire::gemini

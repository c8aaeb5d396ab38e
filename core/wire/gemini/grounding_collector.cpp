#include "wire/gemini/grounding_collector.h"

#include <utility>

namespace signalbox::wire::gemini {

namespace {

/// Bytes that the first `characters` of a UTF-8 text take.
std::int64_t bytesOf(std::string_view text, std::int64_t characters)
{
    std::size_t at = 0;
    while (at < text.size()) {
        const bool isFirst = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80;
        if (isFirst && characters-- <= 0)
            break;
        ++at;
    }
    return static_cast<std::int64_t>(at);
}

} // namespace

void GroundingCollector::beginText()
{
    m_bytesBefore += static_cast<std::int64_t>(unescape(Text{m_text}).size());
    m_text.clear();
}

bool GroundingCollector::addCitation(RawJson citation)
{
    json::Document document;
    if (!document.parseCopy(citation.text))
        return false;
    const json::Value root = document.root();
    const json::Value source = root["url_citation"].isObject() ? root["url_citation"] : root;
    if (!source["url"].isString())
        return false;
    const std::string plain = unescape(Text{m_text});
    const auto place = [&](std::string_view name) {
        return m_bytesBefore + bytesOf(plain, source[name].integer().value_or(0));
    };
    m_sources.push_back({std::string(source["url"].raw()), std::string(source["title"].raw()),
                         place("start_index"), place("end_index")});
    return true;
}

void GroundingCollector::write(JsonWriter &json) const
{
    json.beginObject();
    if (!m_queries.empty()) {
        json.key("webSearchQueries").beginArray();
        for (const std::string &query : m_queries)
            json.raw(query);
        json.endArray();
    }
    json.key("groundingChunks").beginArray();
    for (const Source &source : m_sources) {
        json.beginObject().key("web").beginObject().key("uri").raw(source.url);
        if (source.title.starts_with('"'))
            json.key("title").raw(source.title);
        json.endObject().endObject();
    }
    json.endArray().key("groundingSupports").beginArray();
    std::int64_t index = 0;
    for (const Source &source : m_sources) {
        json.beginObject().key("segment").beginObject().key("startIndex").number(source.begin);
        json.key("endIndex").number(source.end).endObject();
        json.key("groundingChunkIndices").beginArray().number(index++).endArray().endObject();
    }
    json.endArray().endObject();
}

} // namespace signalbox::wire::gemini

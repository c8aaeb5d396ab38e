#include "wire/gemini/grounding.h"

#include "base/json_writer.h"

#include <algorithm>
#include <vector>

namespace signalbox::wire::gemini {

namespace {

/// Characters in the first `bytes` of a UTF-8 text.
std::int64_t charactersIn(std::string_view text, std::int64_t bytes)
{
    const auto end =
        static_cast<std::size_t>(std::clamp<std::int64_t>(bytes, 0, static_cast<std::int64_t>(text.size())));
    return std::ranges::count_if(text.substr(0, end),
                                 [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; });
}

void emitOne(json::Value source, std::int64_t begin, std::int64_t end, ir::EventSink &sink)
{
    const json::Value uri = source["uri"];
    if (!uri.isString())
        return;
    std::string annotation;
    JsonWriter json(annotation);
    json.beginObject().key("type").string("url_citation").key("url").raw(uri.raw());
    json.key("title").escaped(source["title"].text().escaped);
    json.key("start_index").number(begin).key("end_index").number(end).endObject();
    sink.on(ir::Citation{RawJson{annotation}});
}

} // namespace

void emitCitations(json::Value metadata, std::string_view text, ir::EventSink &sink)
{
    std::vector<json::Value> sources;
    for (const json::Value chunk : metadata["groundingChunks"])
        sources.push_back(chunk["web"].isObject() ? chunk["web"] : chunk["retrievedContext"]);
    if (sources.empty())
        return;
    const std::string plain = unescape(Text{text});
    for (const json::Value support : metadata["groundingSupports"]) {
        const json::Value segment = support["segment"];
        const std::int64_t begin = charactersIn(plain, segment["startIndex"].integer().value_or(0));
        const std::int64_t end = charactersIn(plain, segment["endIndex"].integer().value_or(0));
        for (const json::Value index : support["groundingChunkIndices"]) {
            const auto at = index.integer().value_or(-1);
            if (at >= 0 && at < static_cast<std::int64_t>(sources.size()))
                emitOne(sources[static_cast<std::size_t>(at)], begin, end, sink);
        }
    }
}

std::string searchItem(json::Value query, std::string_view id)
{
    std::string item;
    JsonWriter json(item);
    json.beginObject().key("type").string("web_search_call").key("id").string(id);
    json.key("status").string("completed").key("action").beginObject().key("type").string("search");
    json.key("query").escaped(query.text().escaped).endObject().endObject();
    return item;
}

} // namespace signalbox::wire::gemini

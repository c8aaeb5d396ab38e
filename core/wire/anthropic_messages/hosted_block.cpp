#include "wire/anthropic_messages/hosted_block.h"

#include "base/json_writer.h"

#include <algorithm>
#include <array>

namespace signalbox::wire::anthropic {

namespace {

constexpr std::array<std::string_view, 4> kTypes{"server_tool_use", "mcp_tool_use", "compaction",
                                                 "container_upload"};
constexpr std::string_view kResult = "_tool_result";
constexpr std::string_view kSearchCall = "web_search_call";
constexpr std::string_view kSearch = "web_search";

/// The block with what came in pieces in its place.
std::string filled(json::Value block, std::string_view pieces)
{
    const bool isCompaction = block["type"].is("compaction");
    const std::string_view place = isCompaction ? "content" : "input";
    const std::string plain = isCompaction ? std::string() : unescape(Text{pieces});
    json::Document input;
    if (!isCompaction && !input.parseCopy(plain))
        return std::string(block.raw());
    std::string whole;
    JsonWriter json(whole);
    json.beginObject();
    for (const json::Value member : block) {
        if (!equals(member.key(), place))
            json.key(member.key().escaped).raw(member.raw());
    }
    json.key(place);
    isCompaction ? json.escaped(pieces) : json.raw(input.root().raw());
    json.endObject();
    return whole;
}

} // namespace

bool isHostedType(std::string_view type)
{
    return std::ranges::find(kTypes, type) != kTypes.end() || type.ends_with(kResult);
}

void HostedBlock::begin(json::Value block)
{
    m_block = block.raw();
    m_pieces.clear();
}

std::string HostedBlock::end()
{
    json::Document document;
    if (!document.parseCopy(m_block))
        return std::move(m_block);
    std::string block = m_pieces.empty() ? m_block : filled(document.root(), m_pieces);
    if (!document.root()["type"].is("server_tool_use") || !document.root()["name"].is(kSearch))
        return block;
    json::Document whole;
    if (!whole.parseCopy(block))
        return block;
    std::string call;
    JsonWriter json(call);
    json.beginObject().key("type").string(kSearchCall).key("id").escaped(whole.root()["id"].text().escaped);
    json.key("status").string("completed").key("action").beginObject().key("type").string("search");
    json.key("query").escaped(whole.root()["input"]["query"].text().escaped).endObject().endObject();
    return call;
}

std::string blockOf(RawJson item)
{
    json::Document document;
    if (!document.parseCopy(item.text))
        return {};
    const json::Value root = document.root();
    if (isHostedType(root["type"].text().escaped))
        return std::string(item.text);
    const Text id = root["id"].text();
    if (!root["type"].is(kSearchCall) || !id.escaped.starts_with("srvtoolu_"))
        return {};
    std::string block;
    JsonWriter json(block);
    json.beginObject().key("type").string("server_tool_use").key("id").escaped(id.escaped);
    json.key("name").string(kSearch).key("input").beginObject().key("query");
    json.escaped(root["action"]["query"].text().escaped).endObject().endObject();
    return block;
}

std::optional<std::string> urlCitation(json::Value citation, std::int64_t begin, std::int64_t end)
{
    if (!citation["type"].is("web_search_result_location") || !citation["url"].isString())
        return std::nullopt;
    std::string made;
    JsonWriter json(made);
    json.beginObject().key("type").string("url_citation").key("start_index").number(begin);
    json.key("end_index").number(end).key("url").escaped(citation["url"].text().escaped);
    json.key("title").escaped(citation["title"].text().escaped).endObject();
    return made;
}

std::int64_t characters(std::string_view escaped)
{
    std::int64_t count = 0;
    for (std::size_t at = 0; at < escaped.size(); ++at) {
        const auto byte = static_cast<unsigned char>(escaped[at]);
        if (byte == '\\' && at + 1 < escaped.size()) {
            const bool isUnit = escaped[at + 1] == 'u' && at + 5 < escaped.size();
            // The second half of a pair is no character of its own.
            const bool isLowHalf =
                isUnit && (escaped[at + 2] == 'd' || escaped[at + 2] == 'D') &&
                std::string_view("cdefCDEF").find(escaped[at + 3]) != std::string_view::npos;
            count += isLowHalf ? 0 : 1;
            at += isUnit ? 5 : 1;
        } else if ((byte & 0xC0U) != 0x80) {
            ++count;
        }
    }
    return count;
}

} // namespace signalbox::wire::anthropic

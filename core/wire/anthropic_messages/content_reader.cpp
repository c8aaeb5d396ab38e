#include "wire/anthropic_messages/block_types.h"
#include "wire/anthropic_messages/request_reader.h"
#include "wire/json/names.h"

#include <algorithm>
#include <array>

namespace signalbox::wire::anthropic {

namespace {

/// What a block may hold, in the order of kMembers.
enum Member : std::size_t {
    Type,
    Words,
    Cache,
    Thinking,
    Signature,
    Data,
    Id,
    Name,
    Input,
    ToolUseId,
    Content,
    IsError,
    Source,
    Title,
};
constexpr json::Names kMembers{"type", "text",  "cache_control", "thinking", "signature", "data",   "id",
                               "name", "input", "tool_use_id",   "content",  "is_error",  "source", "title"};
using Members = std::array<json::Value, kMembers.size()>;

/// Members that a block of this kind has a place for. The rest of its members are its extras.
constexpr std::uint32_t bits(std::initializer_list<Member> members)
{
    std::uint32_t set = 1U << Type;
    for (const Member member : members)
        set |= 1U << member;
    return set;
}
constexpr std::array<std::uint32_t, 8> kPlaces{
    bits({Words, Cache}),
    bits({Thinking, Signature}),
    bits({Data}),
    bits({Id, Name, Input}),
    bits({ToolUseId, Content, IsError}),
    bits({Source, Cache}),
    bits({Source, Title, Cache}),
    bits({Content}),
};

std::optional<ir::MediaSource> mediaSource(json::Value source)
{
    using Kind = ir::MediaSource::Kind;
    const json::Value type = source["type"];
    if (type.is("base64"))
        return ir::MediaSource{Kind::Base64, source["media_type"].text(), source["data"].text()};
    if (type.is("url"))
        return ir::MediaSource{Kind::Url, {}, source["url"].text()};
    if (type.is("file"))
        return ir::MediaSource{Kind::FileId, {}, source["file_id"].text()};
    if (type.is("text"))
        return ir::MediaSource{Kind::PlainText, source["media_type"].text(), source["data"].text()};
    return std::nullopt;
}

/// A block that only this API knows. It goes back to it as it stands.
ir::Block foreignBlock(json::Value type, json::Value value)
{
    return {ir::HostedBlock{type.text(), RawJson{value.raw()}}, {}};
}

class BlockReader
{
public:
    BlockReader(json::Value value, const std::string &place) : m_value(value), m_place(place) {}

    Result<ir::Block> read()
    {
        if (!m_value.isObject())
            return wrongType(m_place, "an object");
        m_members = kMembers.in(m_value);
        if (!m_members[Type].isString())
            return wrongType(m_place + ".type", "a string");
        const BlockType type = blockType(m_members[Type]);
        if (type == BlockType::Other)
            return foreignBlock(m_members[Type], m_value);
        auto block = readKnown(type);
        if (block && !std::holds_alternative<ir::HostedBlock>(block->value) && block->extras.empty())
            readExtras(*block, kPlaces[static_cast<std::size_t>(type)]);
        return block;
    }

private:
    Result<ir::Block> readKnown(BlockType type)
    {
        switch (type) {
        case BlockType::Text:
            if (!m_members[Words].isString())
                return wrongType(m_place + ".text", "a string");
            return ir::Block{ir::TextBlock{m_members[Words].text(), {}, {}, cache()}, {}};
        case BlockType::Thinking:
        case BlockType::RedactedThinking:
            return thinking(type == BlockType::RedactedThinking);
        case BlockType::ToolUse:
            return call();
        case BlockType::ToolResult:
            return result();
        case BlockType::Image:
        case BlockType::Document:
            return media(type == BlockType::Image);
        case BlockType::Compaction:
            return ir::Block{ir::TextBlock{m_members[Content].text(), {}, {}, {}},
                             {{Text{kCompaction}, RawJson{m_value.raw()}}}};
        case BlockType::Other:
            break;
        }
        return foreignBlock(m_members[Type], m_value);
    }

    [[nodiscard]] ir::CacheMark cache() const
    {
        return {m_members[Cache].isObject() ? m_members[Cache].raw() : ""};
    }

    [[nodiscard]] ir::Block thinking(bool isRedacted) const
    {
        ir::ReasoningBlock block;
        block.redacted = isRedacted;
        block.token = m_members[isRedacted ? Data : Signature].text();
        if (!m_members[Thinking].text().isEmpty())
            block.content.push_back(m_members[Thinking].text());
        return {std::move(block), {}};
    }

    Result<ir::Block> call()
    {
        if (!m_members[Id].isString() || m_members[Name].text().isEmpty())
            return wrongType(m_place, "a tool_use with id and name");
        ir::CallBlock call;
        call.id = m_members[Id].text();
        call.name = m_members[Name].text();
        if (m_members[Input].isObject())
            call.object = RawJson{m_members[Input].raw()};
        else if (m_members[Input].isString())
            call.arguments = m_members[Input].text();
        return ir::Block{call, {}};
    }

    Result<ir::Block> result()
    {
        if (!m_members[ToolUseId].isString())
            return wrongType(m_place + ".tool_use_id", "a string");
        ir::ResultBlock result;
        result.callId = m_members[ToolUseId].text();
        result.isError = m_members[IsError].boolean().value_or(false);
        result.wasString = false;
        const json::Value content = m_members[Content];
        if (content.isPresent() && !content.isNull()) {
            if (auto done = readContent(content, m_place + ".content", result.content, result.wasString);
                !done)
                return std::unexpected(done.error());
        }
        if (std::ranges::any_of(result.content, isForeign))
            tellForeign(content, result);
        return ir::Block{std::move(result), {}};
    }

    static bool isForeign(const ir::Block &block)
    {
        return std::holds_alternative<ir::HostedBlock>(block.value);
    }

    /// Parts that only this API knows keep their place in it; others are told in words what there is to tell.
    static void tellForeign(json::Value content, ir::ResultBlock &result)
    {
        result.raw = RawJson{content.raw()};
        auto block = result.content.begin();
        for (const json::Value part : content) {
            if (isForeign(*block))
                block->value = ir::TextBlock{part["tool_name"].isString() ? part["tool_name"].text()
                                                                          : part["title"].text(),
                                             {},
                                             {},
                                             {}};
            ++block;
        }
        std::erase_if(result.content, [](const ir::Block &part) {
            const auto *text = std::get_if<ir::TextBlock>(&part.value);
            return text != nullptr && text->text.isEmpty();
        });
    }

    Result<ir::Block> media(bool isImage)
    {
        const std::optional<ir::MediaSource> source = mediaSource(m_members[Source]);
        if (!source)
            return foreignBlock(m_members[Type], m_value);
        if (isImage)
            return ir::Block{ir::ImageBlock{*source, {}, cache()}, {}};
        return ir::Block{ir::FileBlock{*source, m_members[Title].text(), cache()}, {}};
    }

    void readExtras(ir::Block &block, std::uint32_t places) const
    {
        for (const json::Value member : m_value) {
            const std::size_t at = kMembers.indexOf(m_value, member);
            if ((at == kMembers.size() || (places >> at & 1U) == 0) && !member.isNull())
                block.extras.emplace_back(member.key(), RawJson{member.raw()});
        }
    }

    json::Value m_value;
    const std::string &m_place;
    Members m_members;
};

} // namespace

Result<void> readContent(json::Value content, const std::string &place, std::vector<ir::Block> &blocks,
                         bool &wasString)
{
    if (content.isString()) {
        wasString = true;
        blocks.push_back({ir::TextBlock{content.text(), {}, {}, {}}, {}});
        return {};
    }
    if (!content.isArray())
        return wrongType(place, "a string or an array of blocks");
    blocks.reserve(blocks.size() + content.size());
    std::size_t index = 0;
    for (const json::Value entry : content) {
        auto block = BlockReader(entry, place + '[' + std::to_string(index++) + ']').read();
        if (!block)
            return std::unexpected(block.error());
        blocks.push_back(std::move(*block));
    }
    return {};
}

} // namespace signalbox::wire::anthropic

#pragma once

#include "wire/anthropic_messages/request_writer.h"
#include "wire/anthropic_messages/thought_writer.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace signalbox::wire::anthropic {

/// Writes the content blocks of messages, one conversation from its beginning to its end.
class BlockWriter final
{
public:
    explicit BlockWriter(WriteContext &context);

    /// `isMarked`: the provider's cache is to begin anew behind this block.
    [[nodiscard]] Result<void> write(const ir::Block &block, bool isMarked);
    /// Whether `write` gives anything: thoughts of other models do not.
    [[nodiscard]] bool isWritten(const ir::Block &block) const;

private:
    [[nodiscard]] Result<void> part(const ir::Block &block, bool isMarked);
    void text(const ir::TextBlock &text, const ir::Block &block, bool isMarked);
    [[nodiscard]] Result<void> image(const ir::ImageBlock &image, const ir::Block &block, bool isMarked);
    [[nodiscard]] Result<void> file(const ir::FileBlock &file, const ir::Block &block, bool isMarked);
    [[nodiscard]] Result<void> result(const ir::ResultBlock &result, const ir::Block &block, bool isMarked);
    [[nodiscard]] Result<void> resultContent(const ir::ResultBlock &result);
    void call(const ir::CallBlock &call, const ir::Block &block);
    void input(const ir::CallBlock &call);
    void plainText(std::string_view escaped, bool isMarked);
    void end(ir::CacheMark cache, const ir::Block &block, bool isMarked);
    [[nodiscard]] std::string_view newId(Text id);

    WriteContext &m_context;
    JsonWriter &m_json;
    ThoughtRestorer m_thoughts;
    /// What the provider sees for the ids of the client's calls: where an id was used before or holds
    /// characters that the API refuses, another, the same on each turn.
    std::unordered_map<std::string_view, std::string> m_ids;
    std::unordered_map<std::string, int> m_uses;
    std::string m_scratch;
};

} // namespace signalbox::wire::anthropic

#pragma once

#include "wire/openai_chat/request_writer.h"

#include <span>
#include <string>
#include <vector>

namespace signalbox::wire::openai_chat {

/// Writes the parts of a message's content.
class PartWriter final
{
public:
    explicit PartWriter(WriteContext &context) : m_context(context), m_json(context.json) {}

    /// A string where text is all there is, else an array of parts. `keepParts`: the client had parts, and
    /// speaks this format.
    [[nodiscard]] Result<void> content(std::span<const ir::Block *const> blocks, bool keepParts);
    /// One part of an array.
    [[nodiscard]] Result<void> part(const ir::Block &block);
    /// Texts joined by `gap` (escaped), as one string.
    static void joinTexts(std::string &out, std::span<const ir::Block *const> blocks, std::string_view gap);
    [[nodiscard]] bool needsParts(std::span<const ir::Block *const> blocks) const;

private:
    void text(const ir::TextBlock &text, const ir::Block &block);
    [[nodiscard]] Result<void> image(const ir::ImageBlock &image, const ir::Block &block);
    [[nodiscard]] Result<void> file(const ir::FileBlock &file, const ir::Block &block);
    void audio(const ir::AudioBlock &audio, const ir::Block &block);
    void plainText(std::string_view escaped);
    void dataUrl(const ir::MediaSource &source, std::string_view defaultType);
    void end(ir::CacheMark cache, const ir::Block &block);

    WriteContext &m_context;
    JsonWriter &m_json;
    std::string m_scratch;
};

} // namespace signalbox::wire::openai_chat

#pragma once

#include "wire/gemini/request_writer.h"

#include <string>
#include <string_view>

namespace signalbox::wire::gemini {

/// Writes single parts of a content.
class PartWriter final
{
public:
    explicit PartWriter(WriteContext &context) : m_context(context), m_json(context.json) {}

    /// Text, media, and what only this format knows. `token`: the part's signature, empty for none.
    [[nodiscard]] Result<void> part(const ir::Block &block, std::string_view token = {});
    /// `token` as a member of the part that is being written.
    void signature(std::string_view token);
    void text(std::string_view escaped, std::string_view token = {});
    void thought(std::string_view escaped, std::string_view token);
    /// `inlineData` or `fileData` with its key; InvalidInput where it cannot be sent.
    [[nodiscard]] Result<void> media(const ir::Block &block);

private:
    void end(const ir::Block &block, std::string_view token);
    [[nodiscard]] Result<void> source(const ir::MediaSource &source, std::string_view defaultType,
                                      const ir::Block &block);

    WriteContext &m_context;
    JsonWriter &m_json;
};

} // namespace signalbox::wire::gemini

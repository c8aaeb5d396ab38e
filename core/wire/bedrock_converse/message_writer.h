#pragma once

#include "wire/bedrock_converse/content_writer.h"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire::bedrock_converse {

/// Writes `system` and `messages`.
class MessageWriter final
{
public:
    explicit MessageWriter(WriteContext &context)
        : m_context(context), m_json(context.json), m_content(context)
    {
    }

    void system();
    [[nodiscard]] Result<void> messages();

private:
    [[nodiscard]] Result<void> user(const ir::NormalTurn &turn, bool isMarked);
    [[nodiscard]] Result<void> assistant(const ir::NormalTurn &turn, bool isLast);
    [[nodiscard]] Result<void> result(const ir::ResultBlock &result);
    [[nodiscard]] Result<void> blocks(const std::vector<const ir::Block *> &blocks);
    void beginMessage(std::string_view role);
    void endMessage(std::size_t emptyAt, bool isMarked);
    void call(const ir::CallBlock &call);
    void systemTexts();
    [[nodiscard]] std::string_view callId(Text id);

    WriteContext &m_context;
    JsonWriter &m_json;
    ContentWriter m_content;
    std::string m_scratch;
    std::string m_id;
    bool m_systemSaid = false;
};

} // namespace signalbox::wire::bedrock_converse

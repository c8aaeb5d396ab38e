#pragma once

#include "wire/format.h"
#include "wire/json/document.h"

#include <optional>
#include <string>
#include <vector>

namespace signalbox::wire::openai_chat {

/// Collects an answer's events into one `chat.completion`. One answer; the gateway thread.
class ChatWholeWriter final : public AnswerWriter
{
public:
    explicit ChatWholeWriter(AnswerContext context);

    void on(const ir::Event &event) override;
    [[nodiscard]] std::string body() override;

private:
    struct Call
    {
        std::string id;
        std::string name;
        std::string arguments;
        std::string signature;
        bool isFreeform = false;
    };

    void image(RawJson item);
    void signature(const ir::Signature &signature);

    AnswerContext m_context;
    json::Document m_document;
    std::string m_id;
    std::string m_text; // escaped, like all that follow
    std::string m_refusal;
    std::string m_thoughts;
    std::string m_details; // entries of an array
    std::string m_annotations;
    std::string m_images;
    std::string m_token; // of the answer
    std::vector<Call> m_calls;
    std::optional<record::Usage> m_usage;
    ir::StopReason m_reason = ir::StopReason::Unknown;
    std::optional<ir::Failure> m_failure;
    ir::BlockKind m_open = ir::BlockKind::Text;
    int m_detailCount = 0;
    int m_imageCount = 0;
    std::int64_t m_charactersBefore = 0; // of the text, before the open block
};

} // namespace signalbox::wire::openai_chat

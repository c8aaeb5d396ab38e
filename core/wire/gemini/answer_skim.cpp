#include "wire/gemini/answer_reader.h"
#include "wire/gemini/answer_words.h"
#include "wire/ir/stop_reason.h"
#include "wire/json/names.h"
#include "wire/json/validate.h"

namespace signalbox::wire::gemini {

namespace {

constexpr json::Names kSkimmed{"candidates",   "promptFeedback", "usageMetadata",
                               "modelVersion", "responseId",     "error"};
constexpr std::string_view kCounts = "\"usageMetadata\":";

} // namespace

/// The counts change with each message, and the last message tells them all: up to there the messages of a
/// text are alike.
void GeminiAnswerReader::learn(std::string_view data, json::Value text)
{
    const std::size_t begin = text.offset() + 1;
    const std::string_view behind = data.substr(begin + text.text().escaped.size());
    m_before.assign(data.substr(0, begin));
    const std::size_t counts = behind.find(kCounts);
    m_behind.assign(counts == std::string_view::npos ? std::string_view() : behind.substr(0, counts));
}

std::string_view GeminiAnswerReader::furtherText(std::string_view data) const
{
    if (m_behind.empty() || m_finished || m_reason || !isOpen(ir::BlockKind::Text) || m_isPartial ||
        data.size() <= m_before.size() + m_behind.size() || !data.starts_with(m_before))
        return {};
    const std::string_view rest = data.substr(m_before.size());
    const std::string_view text = json::stringInside(rest);
    return rest.substr(text.size()).starts_with(m_behind) ? text : std::string_view();
}

std::optional<std::size_t> GeminiAnswerReader::skim(std::string_view, std::string_view data)
{
    const std::string_view text = furtherText(data);
    return text.empty() ? std::nullopt : std::optional(text.size());
}

bool GeminiAnswerReader::skimWhole(std::string_view body, ir::EventSink &sink)
{
    if (m_finished || !m_document.parse(body))
        return false;
    const auto [candidates, feedback, usage, model, id, error] = kSkimmed.in(m_document.root());
    if (candidates.size() != 1 || !usage["promptTokenCount"].isPresent() || feedback.isPresent() ||
        error.isPresent())
        return false;
    const json::Value first = *candidates.begin();
    const json::Value told = first["finishReason"];
    bool hasText = false;
    bool hasCalls = false;
    for (const json::Value part : first["content"]["parts"]) {
        hasText |= !part["text"].text().isEmpty();
        hasCalls |= !part["functionCall"]["name"].text().isEmpty();
    }
    const ir::StopReason reason = stopReasonOf(told);
    if (!told.isString() || (!hasText && !hasCalls) ||
        (reason != ir::StopReason::Stop && reason != ir::StopReason::Length))
        return false;
    m_started = m_finished = true;
    sink.on(ir::Start{id.text(), model.text()});
    open(ir::BlockKind::Text, sink);
    close(sink);
    sink.on(ir::UsageUpdate{readUsage(usage)});
    ir::Finish finish;
    finish.reason = ir::effectiveReason(reason, hasCalls, false);
    sink.on(finish);
    return true;
}

} // namespace signalbox::wire::gemini

#include "wire/ollama/answer_reader.h"

#include "base/json_writer.h"
#include "wire/ir/failure_words.h"
#include "wire/ir/stop_reason.h"
#include "wire/json/names.h"

#include <utility>

namespace signalbox::wire::ollama {

namespace {

constexpr json::Names kMembers{"model", "message", "done", "error"};
constexpr json::Names kParts{"content", "thinking", "tool_calls"};

ir::Failure serverFailure(std::string message)
{
    ir::Failure failure;
    failure.message = std::move(message);
    return failure;
}

/// `status` 0: not known, as in a stream.
ir::Failure failureOf(int status, json::Value error)
{
    ir::Failure failure;
    const json::Value message = error.isObject() ? error["message"] : error;
    failure.message = message.isString() ? unescape(message.text()) : "the provider reported an error";
    failure.kind = ir::kindOfStatus(status);
    if ((status == 0 || failure.kind == ir::FailureKind::BadRequest) && ir::saysTooLong(failure.message))
        failure.kind = ir::FailureKind::ContextTooLong;
    ir::finishFailure(failure);
    return failure;
}

/// What was in its cache is not told: then there is no count of the prompt at all.
record::Usage usageOf(json::Value root)
{
    record::Usage read;
    read.inputTokens = root["prompt_eval_count"].integer().value_or(0);
    read.outputTokens = root["eval_count"].integer().value_or(0);
    return ir::sane(read);
}

} // namespace

ir::Failure readErrorBody(int status, std::string_view body)
{
    json::Document document;
    if (!document.parseCopy(body) || !document.root().isObject())
        return ir::failureOfText(status, body);
    return failureOf(status, document.root()["error"]);
}

MessageNature OllamaAnswerReader::message(std::string_view, std::string_view data, ir::EventSink &sink)
{
    MessageNature nature;
    if (m_finished)
        return nature;
    if (m_document.parse(data) && m_document.root().isObject())
        return line(m_document.root(), sink);
    fail(serverFailure("the provider sent a message that is not JSON"), sink);
    nature.terminal = true;
    return nature;
}

MessageNature OllamaAnswerReader::line(json::Value root, ir::EventSink &sink)
{
    MessageNature nature;
    const auto [model, message, done, error] = kMembers.in(root);
    if (error.isPresent() && !error.isNull()) {
        fail(failureOf(0, error), sink);
        nature.terminal = true;
        return nature;
    }
    if (!std::exchange(m_started, true))
        sink.on(ir::Start{.id = {}, .model = model.text()});
    nature.real = content(message, sink);
    if (done.boolean() == true) {
        finish(root, sink);
        nature.finishing = nature.terminal = true;
    }
    return nature;
}

bool OllamaAnswerReader::content(json::Value message, ir::EventSink &sink)
{
    const auto [words, thinking, calls] = kParts.in(message);
    bool real = text(thinking.text(), ir::BlockKind::Reasoning, sink);
    real |= text(words.text(), ir::BlockKind::Text, sink);
    for (const json::Value entry : calls)
        real |= call(entry, sink);
    return real;
}

bool OllamaAnswerReader::text(Text text, ir::BlockKind kind, ir::EventSink &sink)
{
    if (text.isEmpty())
        return false;
    m_blocks.open(kind, sink);
    if (kind == ir::BlockKind::Text)
        sink.on(ir::TextDelta{text});
    else
        sink.on(ir::ReasoningDelta{.text = text, .summary = false, .part = 0});
    return true;
}

/// They come whole, with their arguments as an object.
bool OllamaAnswerReader::call(json::Value call, ir::EventSink &sink)
{
    const json::Value function = call["function"];
    if (!function.isObject())
        return false;
    m_hasCalls = true;
    ir::BlockStart start;
    start.kind = ir::BlockKind::Call;
    start.id = call["id"].text();
    start.name = function["name"].text();
    m_blocks.begin(start, sink);
    const json::Value arguments = function["arguments"];
    m_scratch.clear();
    if (arguments.isString())
        m_scratch = arguments.text().escaped;
    else if (arguments.isPresent() && !arguments.isNull())
        appendJsonEscaped(m_scratch, arguments.raw());
    sink.on(ir::ArgumentsDelta{Text{m_scratch.empty() ? "{}" : std::string_view(m_scratch)}});
    m_blocks.close(sink);
    return true;
}

void OllamaAnswerReader::finish(json::Value root, ir::EventSink &sink)
{
    m_blocks.close(sink);
    sink.on(ir::UsageUpdate{usageOf(root)});
    const std::string word = unescape(root["done_reason"].text());
    m_finished = true;
    ir::Finish finish;
    finish.reason = ir::effectiveReason(ir::stopReasonFromChat(word).value_or(ir::StopReason::Unknown),
                                        m_hasCalls, false);
    sink.on(finish);
}

void OllamaAnswerReader::fail(ir::Failure failure, ir::EventSink &sink)
{
    m_blocks.close(sink, false);
    m_finished = true;
    sink.on(failure);
}

void OllamaAnswerReader::whole(std::string_view body, ir::EventSink &sink)
{
    if (m_finished)
        return;
    if (!m_document.parse(body) || !m_document.root().isObject()) {
        fail(ir::failureOfText(200, body), sink);
        return;
    }
    const json::Value root = m_document.root();
    if (!root["message"].isObject() && !root["error"].isPresent()) {
        fail(serverFailure("the provider's answer holds no message"), sink);
        return;
    }
    line(root, sink);
    if (!m_finished)
        finish(root, sink); // a whole answer is done, whether it says so or not
}

void OllamaAnswerReader::end(ir::EventSink &sink)
{
    if (m_finished)
        return;
    ir::Failure failure = serverFailure("upstream closed the stream early");
    failure.code = "upstream_stream_closed";
    failure.kind = ir::FailureKind::StreamClosed;
    fail(std::move(failure), sink);
}

} // namespace signalbox::wire::ollama

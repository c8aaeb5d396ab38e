#include "answer.h"

#include "wire/framing/stream_decoder.h"
#include "wire/gemini/carried_signature.h"
#include "wire/ir/carrier.h"

#include <algorithm>

namespace signalbox::conformance {

namespace {

using namespace wire;

std::string plain(Text text)
{
    return unescape(text);
}

/// A text with what readers want to be able to read behind it.
class Padded
{
public:
    explicit Padded(std::string_view text) : m_size(text.size()), m_bytes(text)
    {
        m_bytes.append(ByteBuffer::kPadding, '\0');
    }
    [[nodiscard]] std::string_view view() const { return std::string_view(m_bytes).substr(0, m_size); }

private:
    std::size_t m_size;
    std::string m_bytes;
};

/// What of a list of `reasoning_details` is opaque.
void appendDetailTokens(std::vector<std::string> &tokens, std::string_view details)
{
    const Json list = Json::parse(details, nullptr, false);
    for (const Json &detail : list.is_array() ? list : Json::array({list})) {
        for (const char *name : {"signature", "data"}) {
            if (detail.is_object() && detail.contains(name) && detail[name].is_string())
                tokens.push_back(detail[name]);
        }
    }
}

/// Of UTF-8.
std::size_t charactersIn(const std::string &text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

/// Tells every event to two.
class Both final : public ir::EventSink
{
public:
    Both(ir::EventSink &first, ir::EventSink *second) : m_first(first), m_second(second) {}
    void on(const ir::Event &event) override
    {
        m_first.on(event);
        if (m_second != nullptr)
            m_second->on(event);
    }

private:
    ir::EventSink &m_first;
    ir::EventSink *m_second;
};

} // namespace

AnswerMeaning AnswerCollector::meaning() const
{
    AnswerMeaning meaning = m_meaning;
    for (std::string *words : {&meaning.text, &meaning.refusal, &meaning.thoughts})
        *words = plain(Text{*words});
    return meaning;
}

void AnswerCollector::on(const ir::Event &event)
{
    if (m_hasEnded && !std::holds_alternative<ir::UsageUpdate>(event))
        m_meaning.problems.emplace_back("something came behind the end");
    std::visit([this](const auto &value) { add(value); }, event);
}

void AnswerCollector::line(std::string kind, std::string_view text, bool joins)
{
    if (joins && m_lastKind == kind) {
        m_meaning.events.back() += text;
        return;
    }
    m_lastKind = joins ? kind : std::string();
    m_meaning.events.push_back(std::move(kind) + " " + std::string(text));
}

void AnswerCollector::add(const ir::Start &start)
{
    line("start", start.model.escaped, false);
}

void AnswerCollector::add(const ir::BlockStart &start)
{
    if (m_isOpen)
        m_meaning.problems.emplace_back("a block began inside another");
    if (start.index != m_index)
        m_meaning.problems.emplace_back("a block's number is wrong");
    m_isOpen = true;
    m_kind = start.kind;
    m_callKind = start.callKind;
    m_token.clear();
    m_textBegin = charactersIn(plain(Text{m_meaning.text}));
    line("begin", std::to_string(int(start.kind)) + " " + plain(start.name) + " " + plain(start.id), false);
    if (start.kind == ir::BlockKind::Call)
        m_meaning.calls.push_back({plain(start.id),
                                   flatName(plain(start.nameSpace), plain(start.name)),
                                   {},
                                   start.callKind,
                                   !start.nameSpace.isEmpty()});
    if (start.kind == ir::BlockKind::Hosted) {
        const Json item = Json::parse(start.raw.text, nullptr, false);
        m_meaning.hosted.push_back(item.is_object() ? item.value("type", "?") : "?");
    }
}

void AnswerCollector::add(const ir::Vector & /*vector*/)
{
    m_meaning.problems.emplace_back("a vector came where words were asked for");
}

void AnswerCollector::add(const ir::TextDelta &delta)
{
    m_meaning.text += delta.text.escaped;
    line("text", delta.text.escaped, true);
}

void AnswerCollector::add(const ir::RefusalDelta &delta)
{
    m_meaning.refusal += delta.text.escaped;
    line("refusal", delta.text.escaped, true);
}

void AnswerCollector::add(const ir::ReasoningDelta &delta)
{
    m_meaning.thoughts += delta.text.escaped;
    line("thought", delta.text.escaped, true);
}

void AnswerCollector::add(const ir::ArgumentsDelta &delta)
{
    if (!m_meaning.calls.empty())
        m_meaning.calls.back().arguments += delta.fragment.escaped;
    line("arguments", delta.fragment.escaped, true);
}

void AnswerCollector::add(const ir::Signature &signature)
{
    m_token += signature.token.escaped;
    appendDetailTokens(m_meaning.tokens, signature.details.text);
    line("signature", signature.token.escaped, true);
    if (!m_isOpen || signature.forAnswer)
        ended();
}

/// A token is whole when its block ends: providers send long ones in pieces.
void AnswerCollector::ended()
{
    if (!m_token.empty())
        m_meaning.tokens.push_back(plain(Text{m_token}));
    m_token.clear();
}

void AnswerCollector::add(const ir::Citation &citation)
{
    const Json told = Json::parse(citation.annotation.text, nullptr, false);
    const Json &page = told.is_object() && told.contains("url_citation") ? told["url_citation"] : told;
    if (page.is_object() && page.contains("url")) {
        const std::size_t begin = m_textBegin + page.value("start_index", 0U);
        const std::size_t end = m_textBegin + page.value("end_index", 0U);
        m_meaning.citations.push_back(page["url"].dump() + " " + std::to_string(begin) + " to " +
                                      std::to_string(end));
    }
    line("citation", citation.annotation.text, false);
}

void AnswerCollector::add(const ir::BlockEnd &end)
{
    if (!m_isOpen || end.index != m_index)
        m_meaning.problems.emplace_back("a block ended that was not open");
    m_isOpen = false;
    ++m_index;
    ended();
    line("end", end.complete ? "" : "incomplete", false);
    if (m_kind != ir::BlockKind::Call || m_meaning.calls.empty())
        return;
    std::string &arguments = m_meaning.calls.back().arguments;
    const std::string words = plain(Text{arguments});
    arguments =
        m_callKind == ir::CallKind::Freeform ? canonical(Json{{"input", words}}) : canonicalText(words);
}

void AnswerCollector::add(const ir::UsageUpdate &update)
{
    m_meaning.usage = update.usage;
}

void AnswerCollector::add(const ir::Finish &finish)
{
    if (m_isOpen)
        m_meaning.problems.emplace_back("finished inside a block");
    m_hasEnded = true;
    ended();
    m_meaning.stop = finish.reason;
    if (finish.reason == ir::StopReason::Refusal && m_meaning.refusal.empty())
        m_meaning.refusal = finish.explanation.escaped;
    line("finish", std::to_string(int(finish.reason)), false);
}

void AnswerCollector::add(const ir::Failure &failure)
{
    m_hasEnded = true;
    m_meaning.failure = failure;
    line("failure", failure.message, false);
}

AnswerMeaning readAnswer(const Exchange &exchange, const Target &target, ir::EventSink *also)
{
    AnswerCollector collector;
    Both sink(collector, also);
    const auto reader = codecFor(exchange.format)->answerReader(target);
    if (exchange.isStreamed()) {
        for (const auto &[name, data] : messagesOf(exchange, target)) {
            if (reader->message(name, Padded(data).view(), sink).terminal)
                break;
        }
    } else {
        reader->whole(Padded(exchange.body).view(), sink);
    }
    reader->end(sink);
    AnswerMeaning meaning = collector.meaning();
    if (!meaning.stop && !meaning.failure)
        meaning.problems.emplace_back("it has no end");
    return meaning;
}

AnswerMeaning readStream(Format format, const Target &target, std::string_view bytes,
                         const std::vector<std::size_t> &cuts)
{
    AnswerCollector collector;
    const auto reader = codecFor(format)->answerReader(target);
    framing::StreamDecoder decoder(codecFor(format)->framing(target));
    bool isOver = false;
    const auto take = [&](const std::optional<framing::Message> &message) {
        if (message && message->hasData && !isOver)
            isOver = reader->message(message->name, Padded(message->data).view(), collector).terminal;
        return message.has_value();
    };
    std::size_t from = 0;
    for (std::size_t i = 0; i <= cuts.size(); ++i) {
        const std::size_t to = i < cuts.size() ? cuts[i] : bytes.size();
        decoder.feed(bytes.substr(from, to - from));
        while (take(decoder.next())) {
        }
        from = to;
    }
    take(decoder.last());
    reader->end(collector);
    return collector.meaning();
}

AnswerMeaning readWhole(Format format, const Target &target, std::string_view body)
{
    AnswerCollector collector;
    const auto reader = codecFor(format)->answerReader(target);
    reader->whole(Padded(body).view(), collector);
    reader->end(collector);
    return collector.meaning();
}

bool canBeAsked(const AnswerMeaning &meaning, Format client)
{
    if (client == Format::OpenAiResponses)
        return true;
    return std::ranges::none_of(meaning.calls, [&](const Call &call) {
        const bool isChats = client == Format::OpenAiChat && call.kind == ir::CallKind::Freeform;
        return call.hasNameSpace || (call.kind != ir::CallKind::Function && !isChats);
    });
}

std::vector<std::string> ownTokens(const std::vector<std::string> &tokens)
{
    std::vector<std::string> own;
    const auto open = [&](const std::string &token) {
        const auto carrier = ir::openCarrier(Text{token}, {});
        if (!carrier)
            own.push_back(token);
        for (const ir::CarriedBlock &block : carrier ? carrier->blocks : std::vector<ir::CarriedBlock>()) {
            if (!block.token.empty())
                own.push_back(plain(Text{block.token}));
            appendDetailTokens(own, block.details);
        }
    };
    for (const std::string &token : tokens) {
        const std::vector<std::string> packed = gemini::unpackCarriers(Text{token});
        std::ranges::for_each(packed.empty() ? std::vector<std::string>{token} : packed, open);
    }
    return own;
}

} // namespace signalbox::conformance

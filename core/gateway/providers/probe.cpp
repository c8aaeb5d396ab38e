#include "gateway/providers/probe.h"

#include <utility>
#include <variant>

namespace signalbox::gateway {

namespace {

/// An answer of sixteen tokens is small; whoever sends more is not answering it.
constexpr std::size_t kMostBytes = 1024 * 1024;
constexpr std::size_t kSaidBytes = 200;

bool typeIs(const http::Fields &fields, std::string_view wanted)
{
    const auto type = fields.value("content-type");
    return type && type->starts_with(wanted);
}

/// Cuts to at most `most` bytes, between characters.
void cut(std::string &text, std::size_t most)
{
    if (text.size() <= most)
        return;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80)
        --most;
    text.resize(most);
}

} // namespace

Probe::Probe(ErrandRequest request, wire::Format format, wire::Target target, Done done)
    : Errand(std::move(request)), m_codec(*wire::codecFor(format)), m_target(std::move(target)),
      m_done(std::move(done)), m_decoder(m_codec.framing(m_target))
{
}

std::chrono::microseconds Probe::sinceStart() const
{
    return std::chrono::duration_cast<std::chrono::microseconds>(now() - startedAt());
}

void Probe::noteSent()
{
    if (call() == nullptr || !call()->wasSent())
        return;
    m_outcome.sent = true;
    if (!call()->reusedConnection())
        m_outcome.connected =
            std::chrono::duration_cast<std::chrono::microseconds>(call()->sentAt() - startedAt());
}

void Probe::onHead(const http::ResponseHead &head)
{
    if (isOver())
        return;
    noteSent();
    m_outcome.status = head.status;
    if (head.status >= 300 && head.status < 400) {
        // Followed, the key would go to a host that nobody has configured.
        refuse("answers with a redirect, which is not followed");
        return;
    }
    if (head.status < 200 || head.status >= 300)
        return; // the body tells why
    const auto coding = head.fields.value("content-encoding");
    if (coding && !coding->empty() && *coding != "identity") {
        refuse("answers in a content coding that was not asked for");
        return;
    }
    m_reader = m_codec.answerReader(m_target);
    m_shape = typeIs(head.fields, wire::mediaType(m_codec.framing(m_target))) ? Shape::Stream : Shape::Whole;
}

void Probe::onBody(std::string_view bytes)
{
    if (isOver())
        return;
    m_bytes += bytes.size();
    if (m_bytes > kMostBytes) {
        if (m_shape == Shape::Error)
            onEnd(); // whatever else it has to say
        else
            refuse("sends more than was asked for");
        return;
    }
    if (m_shape == Shape::Stream) {
        m_decoder.feed(bytes);
        readMessages();
    } else {
        m_body.append(bytes);
    }
}

void Probe::readMessages()
{
    while (!isOver()) {
        const auto message = m_decoder.next();
        if (!message)
            break;
        if (message->hasData)
            readMessage(message->name, message->data);
    }
    if (!isOver() && !m_decoder.problem().empty())
        refuse(std::string(m_decoder.problem()));
}

void Probe::readMessage(std::string_view name, std::string_view data)
{
    const wire::MessageNature nature = m_reader->message(name, data, *this);
    if (m_outcome.refused) {
        tell();
    } else if (nature.terminal) {
        if (!m_finished)
            m_reader->end(*this);
        tell();
    }
}

void Probe::onEnd()
{
    if (isOver())
        return;
    if (m_shape == Shape::Error) {
        request().maskKey({m_body.data(), m_body.size()});
        m_outcome.refused = m_codec.readError(m_outcome.status, m_body.view());
        tell();
        return;
    }
    if (m_shape == Shape::Whole) {
        if (m_body.isEmpty())
            refuse("answers with nothing");
        else
            m_reader->whole(m_body.view(), *this);
    } else if (const auto message = m_decoder.last()) {
        readMessage(message->name, message->data);
    }
    if (isOver())
        return;
    if (!m_finished && !m_outcome.refused)
        m_reader->end(*this);
    tell();
}

void Probe::onFailed(const Error &error)
{
    if (isOver())
        return;
    if (!m_finished) { // else only the usage may be missing
        noteSent();
        m_outcome.broken = error;
    }
    tell();
}

void Probe::on(const wire::ir::Event &event)
{
    if (const auto *text = std::get_if<wire::ir::TextDelta>(&event)) {
        if (m_outcome.said.size() <= kSaidBytes)
            wire::appendUnescaped(m_outcome.said, text->text);
        if (!m_outcome.firstToken)
            m_outcome.firstToken = sinceStart();
    } else if (std::holds_alternative<wire::ir::ReasoningDelta>(event)) {
        if (!m_outcome.firstToken)
            m_outcome.firstToken = sinceStart();
    } else if (const auto *update = std::get_if<wire::ir::UsageUpdate>(&event)) {
        m_outcome.usage = update->usage;
    } else if (std::holds_alternative<wire::ir::Finish>(event)) {
        m_finished = true;
    } else if (const auto *failure = std::get_if<wire::ir::Failure>(&event)) {
        m_outcome.refused = *failure;
    }
}

void Probe::refuse(std::string message)
{
    wire::ir::Failure failure;
    failure.kind = wire::ir::FailureKind::Server;
    failure.message = std::move(message);
    m_outcome.refused = std::move(failure);
    tell();
}

void Probe::tell()
{
    if (isOver())
        return;
    m_outcome.total = sinceStart();
    request().maskKey(m_outcome.said);
    cut(m_outcome.said, kSaidBytes);
    std::exchange(m_done, nullptr)(std::move(m_outcome));
    finish();
}

} // namespace signalbox::gateway

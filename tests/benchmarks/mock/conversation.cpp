#include "mock/conversation.h"

#include <array>
#include <charconv>

namespace signalbox::bench {

namespace {

constexpr std::size_t kWriteBytes = 16 * 1024; ///< what a stream at full speed puts into one write

/// The value of a header, by its name in lower case with its colon. Gateways write names as they like.
std::string_view headerValue(std::string_view head, std::string_view name)
{
    for (std::size_t at = head.find("\r\n"); at != head.npos; at = head.find("\r\n", at + 2)) {
        const std::string_view line = head.substr(at + 2);
        if (line.size() < name.size())
            continue;
        std::size_t same = 0;
        while (same < name.size() && ((line[same] | 0x20) == name[same] || line[same] == name[same]))
            ++same;
        if (same == name.size()) {
            const std::string_view value = line.substr(same, line.find("\r\n") - same);
            return value.substr(std::min(value.find_first_not_of(' '), value.size()));
        }
    }
    return {};
}

std::size_t numberIn(std::string_view text, int base)
{
    std::size_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value, base);
    return value;
}

struct Body
{
    std::size_t wireBytes = 0; ///< how much of the input it took
    std::string_view bytes;
};

/// The chunked body at the start of `in`, its data in `data`; nothing while it is incomplete.
std::optional<Body> chunkedBody(std::string_view in, std::string &data)
{
    data.clear();
    std::size_t at = 0;
    for (;;) {
        const std::size_t line = in.find("\r\n", at);
        if (line == in.npos)
            return std::nullopt;
        const std::size_t size = numberIn(in.substr(at, line - at), 16);
        at = line + 2;
        if (in.size() < at + size + 2)
            return std::nullopt;
        data.append(in.substr(at, size));
        at += size + 2;
        if (size == 0)
            return Body{at, data};
    }
}

std::string_view modelIn(std::string_view body)
{
    constexpr std::string_view kKey = "\"model\":";
    const std::size_t key = body.find(kKey);
    const std::size_t begin = key == body.npos ? key : body.find('"', key + kKey.size());
    if (begin == body.npos)
        return {};
    return body.substr(begin + 1, body.find('"', begin + 1) - begin - 1);
}

bool asksForStream(std::string_view body)
{
    return body.find("\"stream\":true") != body.npos || body.find("\"stream\": true") != body.npos;
}

} // namespace

const Answers &AnswerBook::answers(Wire wire, std::string_view model)
{
    auto &found = m_answers[{wire, std::string(model)}];
    if (!found)
        found = std::make_unique<Answers>(wire, model);
    return *found;
}

Conversation::State Conversation::onReadable()
{
    // As much as a request usually has; a longer one takes more than one turn.
    static std::array<char, 256 * 1024> buffer;
    for (;;) {
        const Channel::Moved moved = m_channel.read(buffer);
        if (moved.state == Channel::State::Gone)
            return State::Ended;
        m_in.append(buffer.data(), moved.bytes);
        if (moved.state == Channel::State::Waiting)
            return work();
        // TLS hands out a record at a time: only "waiting" says that nothing is left.
        if (moved.bytes < 16 * 1024)
            return work();
    }
}

Conversation::State Conversation::onWritable()
{
    if (flush() == State::Ended)
        return State::Ended;
    return wantsToWrite() ? State::Open : work();
}

Conversation::State Conversation::onTime(std::int64_t now)
{
    if (!m_due || *m_due > now)
        return State::Open;
    goOn(now);
    return m_streamed != nullptr ? flush() : work();
}

Conversation::State Conversation::work()
{
    for (;;) {
        if (m_streamed != nullptr && !m_due && !wantsToWrite())
            goOn(nowNs());
        else if (m_streamed != nullptr || !takeRequest())
            return flush();
        if (flush() == State::Ended)
            return State::Ended;
    }
}

/// Takes one request off the input and begins its answer; false while there is none.
bool Conversation::takeRequest()
{
    const std::string_view in = m_in;
    const std::size_t end = in.find("\r\n\r\n");
    if (end == in.npos)
        return false;
    const std::string_view head = in.substr(0, end + 2);
    const std::string_view rest = in.substr(end + 4);
    std::string unchunked;
    Body body;
    if (headerValue(head, "transfer-encoding:") == "chunked") {
        const auto complete = chunkedBody(rest, unchunked);
        if (!complete)
            return false;
        body = *complete;
    } else {
        body.wireBytes = numberIn(headerValue(head, "content-length:"), 10);
        if (rest.size() < body.wireBytes)
            return false;
        body.bytes = rest.substr(0, body.wireBytes);
    }
    const std::size_t path = head.find(' ') + 1;
    answer(head.substr(path, head.find(' ', path) - path), body.bytes);
    m_in.erase(0, end + 4 + body.wireBytes);
    return true;
}

void Conversation::answer(std::string_view path, std::string_view body)
{
    const std::string_view model = modelIn(body);
    const bool chat = path.ends_with("/chat/completions");
    if (model.empty() || !(chat || path.ends_with("/responses"))) {
        m_out += "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        return;
    }
    const Answers &answers = m_book.answers(chat ? Wire::Chat : Wire::Responses, model);
    if (asksForStream(body)) {
        m_streamed = &answers;
        startStream();
        return;
    }
    m_out.append("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ")
        .append(std::to_string(answers.whole().size()))
        .append("\r\n\r\n")
        .append(answers.whole());
}

void Conversation::startStream()
{
    m_sent = 0;
    m_text.clear();
    m_out += "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
             "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n";
    appendChunk(m_streamed->opening());
    if (const auto pace = m_streamed->script().pace; pace.count() > 0)
        m_due = nowNs() + pace / std::chrono::nanoseconds(1);
}

/// Puts the next delta, or at full speed a write's worth of them, into the output; after the last one the
/// end.
void Conversation::goOn(std::int64_t now)
{
    const Script &script = m_streamed->script();
    do {
        if (m_sent < script.events) {
            m_piece.clear();
            m_streamed->appendDelta(m_sent++, now, m_piece, m_text);
            appendChunk(m_piece);
        }
        if (m_sent >= script.events) {
            appendChunk(m_streamed->closing(m_text));
            m_out += "0\r\n\r\n";
            m_streamed = nullptr;
            m_due.reset();
            return;
        }
    } while (!m_due && m_out.size() - m_written < kWriteBytes);
    // From the time it was due, not from now: a late delta does not make all that follow late.
    if (m_due)
        *m_due += script.pace / std::chrono::nanoseconds(1);
}

void Conversation::appendChunk(std::string_view data)
{
    std::array<char, 16> size;
    const auto end = std::to_chars(size.data(), size.data() + size.size(), data.size(), 16).ptr;
    m_out.append(size.data(), end).append("\r\n").append(data).append("\r\n");
}

Conversation::State Conversation::flush()
{
    while (wantsToWrite()) {
        const Channel::Moved moved = m_channel.write(std::string_view(m_out).substr(m_written));
        if (moved.state == Channel::State::Gone)
            return State::Ended;
        if (moved.state == Channel::State::Waiting)
            return State::Open;
        m_written += moved.bytes;
    }
    m_out.clear();
    m_written = 0;
    return State::Open;
}

} // namespace signalbox::bench

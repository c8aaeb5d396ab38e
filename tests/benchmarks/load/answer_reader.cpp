#include "load/answer_reader.h"

#include <algorithm>
#include <charconv>

namespace signalbox::bench {

namespace {

std::string lowered(std::string_view text)
{
    std::string lower(text);
    for (char &c : lower)
        c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return lower;
}

std::size_t numberIn(std::string_view text, int base)
{
    std::size_t value = 0;
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    std::from_chars(text.data(), text.data() + text.size(), value, base);
    return value;
}

/// The time in a delta's mark, or 0.
std::int64_t markedTime(std::string_view event)
{
    const std::size_t at = event.find(kMark);
    if (at == event.npos || event.size() < at + kMarkBytes)
        return 0;
    std::uint64_t value = 0;
    const char *begin = event.data() + at + kMark.size();
    const char *end = event.data() + at + kMarkBytes;
    return std::from_chars(begin, end, value, 16).ptr == end ? static_cast<std::int64_t>(value) : 0;
}

} // namespace

Expectation::Expectation(const LoadOptions &options) : wire(options.wire()), stream(options.stream)
{
    const Script script = Script::fromModel(options.model);
    deltas = script.events;
    text = "\"" + jsonText(script.textBytes) + "\"";
}

void AnswerReader::begin()
{
    m_place = Place::Head;
    m_line.clear();
    m_body.clear();
    m_status = 0;
    m_left = m_bodyBytes = m_scanned = m_deltas = 0;
    m_sawTerminal = m_afterTerminal = false;
}

AnswerReader::State AnswerReader::feed(std::string_view bytes, std::int64_t now, std::vector<float> &delays)
{
    if (m_place != Place::Head)
        return takeFramed(bytes, now, delays);
    const std::size_t before = m_line.size();
    m_line.append(bytes);
    const std::size_t end = m_line.find("\r\n\r\n", before < 3 ? 0 : before - 3);
    if (end == m_line.npos)
        return m_line.size() > 64 * 1024 ? State::Broken : State::More;
    m_line.resize(end + 2);
    bytes.remove_prefix(end + 4 - before);
    const State state = takeHead();
    m_line.clear();
    return state == State::More ? takeFramed(bytes, now, delays) : state;
}

AnswerReader::State AnswerReader::takeHead()
{
    const std::string head = lowered(m_line);
    if (!head.starts_with("http/1.1 "))
        return State::Broken;
    m_status = static_cast<int>(numberIn(std::string_view(head).substr(9, 3), 10));
    if (const std::size_t at = head.find("\r\ncontent-length:"); at != head.npos) {
        m_left = numberIn(std::string_view(head).substr(at + 17), 10);
        m_place = Place::Length;
        return m_left == 0 ? State::Complete : State::More;
    }
    m_place = head.find("\r\ntransfer-encoding: chunked") != head.npos ? Place::ChunkSize : Place::UntilEnd;
    return State::More;
}

/// Appends to m_line up to the line's end; true when it is complete (without its CRLF).
bool AnswerReader::takeLine(std::string_view &bytes)
{
    const std::size_t end = bytes.find('\n');
    m_line.append(bytes.substr(0, end));
    bytes.remove_prefix(end == bytes.npos ? bytes.size() : end + 1);
    if (end == bytes.npos)
        return false;
    if (m_line.ends_with('\r'))
        m_line.pop_back();
    return true;
}

AnswerReader::State AnswerReader::takeFramed(std::string_view bytes, std::int64_t now,
                                             std::vector<float> &delays)
{
    while (!bytes.empty()) {
        if (m_place == Place::UntilEnd) {
            takeBody(bytes, now, delays);
            return State::More;
        }
        if (m_place == Place::Length || m_place == Place::Chunk) {
            const std::string_view piece = bytes.substr(0, m_left);
            bytes.remove_prefix(piece.size());
            m_left -= piece.size();
            takeBody(piece, now, delays);
            if (m_left > 0)
                continue;
            if (m_place == Place::Length)
                return bytes.empty() ? State::Complete : State::Broken;
            m_place = Place::ChunkEnd;
            continue;
        }
        if (!takeLine(bytes))
            return State::More;
        if (m_place == Place::Trailer && m_line.empty())
            return bytes.empty() ? State::Complete : State::Broken;
        if (m_place == Place::ChunkEnd) {
            m_place = Place::ChunkSize;
        } else if (m_place == Place::ChunkSize) {
            m_left = numberIn(m_line, 16);
            m_place = m_left > 0 ? Place::Chunk : Place::Trailer;
        }
        m_line.clear();
    }
    return State::More;
}

void AnswerReader::takeBody(std::string_view bytes, std::int64_t now, std::vector<float> &delays)
{
    m_bodyBytes += bytes.size();
    m_body.append(bytes);
    if (!m_expected->stream || m_status != 200)
        return;
    std::size_t begin = 0;
    for (;;) {
        const std::size_t end = m_body.find("\n\n", std::max(begin, m_scanned));
        if (end == m_body.npos)
            break;
        takeEvent(std::string_view(m_body).substr(begin, end - begin), now, delays);
        begin = end + 2;
    }
    m_body.erase(0, begin);
    // An event's end may have been cut in two.
    m_scanned = m_body.empty() ? 0 : m_body.size() - 1;
}

void AnswerReader::takeEvent(std::string_view event, std::int64_t now, std::vector<float> &delays)
{
    m_afterTerminal |= m_sawTerminal;
    const std::string_view start = event.substr(0, 120);
    const bool chat = m_expected->wire == Wire::Chat;
    m_sawTerminal |=
        chat ? event == "data: [DONE]" : start.find("\"type\":\"response.completed\"") != start.npos;
    const bool delta = chat ? event.find(kMark) != event.npos
                            : start.find("\"type\":\"response.output_text.delta\"") != start.npos;
    const std::int64_t marked = delta ? markedTime(event) : 0;
    if (marked == 0)
        return;
    ++m_deltas;
    delays.push_back(static_cast<float>(now - marked) / 1000.0F);
}

AnswerReader::State AnswerReader::onEnd() const
{
    return m_place == Place::UntilEnd ? State::Complete : State::Broken;
}

std::string AnswerReader::wrong() const
{
    if (m_status != 200)
        return "status " + std::to_string(m_status) + ": " + m_body.substr(0, 200);
    if (!m_expected->stream)
        return m_body.find(m_expected->text) != m_body.npos ? "" : "another text: " + m_body.substr(0, 200);
    if (m_deltas != m_expected->deltas)
        return std::to_string(m_deltas) + " deltas instead of " + std::to_string(m_expected->deltas);
    if (!m_sawTerminal || m_afterTerminal)
        return m_sawTerminal ? "events after the terminal event" : "no terminal event";
    return {};
}

} // namespace signalbox::bench

#include "http/request_parser.h"

#include <algorithm>
#include <array>

namespace signalbox::http {

namespace {

// RFC 9112 section 2.2 asks to skip an empty line or so before a request; more than that is noise.
constexpr int kEmptyLines = 4;

constexpr std::array<std::string_view, 9> kMethods = {"GET",    "POST",    "HEAD",  "PUT",    "PATCH",
                                                      "DELETE", "OPTIONS", "TRACE", "CONNECT"};

} // namespace

RequestParser::Step RequestParser::fail(Fault fault)
{
    m_fault = std::move(fault);
    m_place = Place::Failed;
    m_keepAlive = false;
    return {Status::Fault, 0, {}};
}

RequestParser::Step RequestParser::next(std::string_view bytes)
{
    switch (m_place) {
    case Place::Head:
        return readHead(bytes);
    case Place::Length: {
        if (m_left == 0) {
            m_place = Place::End;
            return next(bytes);
        }
        if (bytes.empty())
            return {};
        const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size()));
        m_left -= taken;
        return {Status::Body, taken, bytes.substr(0, taken)};
    }
    case Place::Chunked:
        return readChunked(bytes);
    case Place::End:
        m_place = m_keepAlive ? Place::Head : Place::Closed;
        m_headBegun = false;
        m_emptyLines = 0;
        return {Status::End, 0, {}};
    case Place::Closed: // what comes behind the last request is never another one
        return {Status::NeedMore, bytes.size(), {}};
    case Place::Failed:
        return {Status::Fault, 0, {}};
    }
    return fail({500, ""});
}

RequestParser::Step RequestParser::readHead(std::string_view bytes)
{
    std::size_t skipped = 0;
    if (!m_headBegun && !bytes.empty()) {
        m_headBegun = true;
        m_head.method.clear();
        m_head.target.clear();
        m_head.fields.clear();
    }
    for (;;) {
        const std::string_view message = bytes.substr(skipped);
        switch (m_scanner.next(message)) {
        case HeadScanner::Status::NeedMore:
            return {Status::NeedMore, skipped, {}};
        case HeadScanner::Status::Fault:
            return fail(m_scanner.fault());
        case HeadScanner::Status::Line:
            break;
        }
        const std::string_view line = m_scanner.line();
        if (!m_scanner.isFirstLine()) {
            if (line.empty()) {
                Step step = finishHead(message.substr(0, m_scanner.consumed()));
                step.consumed += skipped;
                m_scanner.reset();
                return step;
            }
            if (auto fault = readFieldLine(line, m_head.fields))
                return fail(std::move(*fault));
        } else if (!line.empty()) {
            if (auto fault = readRequestLine(line, m_head))
                return fail(std::move(*fault));
            if (m_head.target.size() > m_targetBytes) // the scanner left room for a method
                return fail({414, "the request target is too long"});
        } else {
            if (++m_emptyLines > kEmptyLines)
                return fail({400, "empty lines instead of a request"});
            skipped += m_scanner.consumed();
            m_scanner.reset();
            m_headBegun = skipped < bytes.size();
        }
    }
}

RequestParser::Step RequestParser::finishHead(std::string_view head)
{
    if (auto fault = checkHost(m_head))
        return fail(std::move(*fault));
    Fault fault;
    const auto framing = readFraming(m_head.fields, m_head.version, fault);
    if (!framing)
        return fail(std::move(fault));
    if (std::ranges::find(kMethods, m_head.method) == kMethods.end())
        return fail({501, "the method is not known"});
    m_framing = *framing;
    // No tunnels here: a CONNECT is read as what it says it is, and nothing behind it.
    m_keepAlive = wantsKeepAlive(m_head.fields, m_head.version) && m_head.method != "CONNECT";
    const bool chunked = m_framing.kind == Framing::Kind::Chunked;
    if (!m_witness.agreesOnHead(head, m_framing, chunked))
        return fail({400, "the head can be read in more than one way"});
    if (chunked) {
        m_chunked.reset();
        m_place = Place::Chunked;
    } else {
        m_left = m_framing.length;
        m_place = Place::Length;
    }
    return {Status::Head, head.size(), {}};
}

RequestParser::Step RequestParser::readChunked(std::string_view bytes)
{
    std::size_t consumed = 0;
    for (;;) {
        const ChunkedReader::Step step = m_chunked.next(bytes.substr(consumed));
        if (step.status == ChunkedReader::Status::NeedMore)
            return {Status::NeedMore, consumed, {}};
        if (step.status == ChunkedReader::Status::Fault)
            return fail(m_chunked.fault());
        const bool isEnd = step.status == ChunkedReader::Status::End;
        if (!m_witness.agreesOnFrame(bytes.substr(consumed, step.consumed), step.data.size(), isEnd))
            return fail({400, "the chunks can be read in more than one way"});
        consumed += step.consumed;
        if (isEnd) {
            m_place = Place::End;
            const Step end = next({});
            return {end.status, consumed, {}};
        }
        if (!step.data.empty())
            return {Status::Body, consumed, step.data};
    }
}

} // namespace signalbox::http

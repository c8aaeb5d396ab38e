#include "http/response_parser.h"

#include <algorithm>

namespace signalbox::http {

ResponseParser::ResponseParser(std::string_view method, const HeadLimits &limits)
    : m_scanner(limits), m_isHead(method == "HEAD"), m_isConnect(method == "CONNECT")
{
}

ResponseParser::Step ResponseParser::fail(std::string reason)
{
    m_fault = {502, std::move(reason)};
    m_place = Place::Failed;
    m_keepAlive = false;
    return {Status::Fault, 0, {}};
}

ResponseParser::Step ResponseParser::next(std::string_view bytes)
{
    if (!bytes.empty())
        m_begun = true;
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
    case Place::UntilClose:
        if (bytes.empty())
            return {};
        return {Status::Body, bytes.size(), bytes};
    case Place::End:
        m_place = Place::Ended;
        return {Status::End, 0, {}};
    case Place::Ended: // nothing was asked for: whoever owns the connection has to close it
        if (!bytes.empty())
            m_keepAlive = false;
        return {};
    case Place::Failed:
        return {Status::Fault, 0, {}};
    }
    return fail({});
}

ResponseParser::Step ResponseParser::finish()
{
    m_keepAlive = false;
    switch (m_place) {
    case Place::UntilClose:
    case Place::End:
        m_place = Place::Ended;
        return {Status::End, 0, {}};
    case Place::Length:
        if (m_left == 0) {
            m_place = Place::Ended;
            return {Status::End, 0, {}};
        }
        return fail("the answer was cut off inside its body");
    case Place::Chunked:
        return fail("the answer was cut off inside its body");
    case Place::Head:
        return fail(m_begun ? "the answer was cut off inside its head"
                            : "the connection was closed without an answer");
    case Place::Ended:
        return {};
    case Place::Failed:
        return {Status::Fault, 0, {}};
    }
    return fail({});
}

ResponseParser::Step ResponseParser::readHead(std::string_view bytes)
{
    for (;;) {
        switch (m_scanner.next(bytes)) {
        case HeadScanner::Status::NeedMore:
            return {};
        case HeadScanner::Status::Fault:
            return fail(m_scanner.fault().reason);
        case HeadScanner::Status::Line:
            break;
        }
        const std::string_view line = m_scanner.line();
        std::optional<Fault> fault;
        if (m_scanner.isFirstLine()) {
            m_head.fields.clear();
            fault = readStatusLine(line, m_head);
        } else if (!line.empty()) {
            fault = readFieldLine(line, m_head.fields);
        } else {
            return finishHead(bytes.substr(0, m_scanner.consumed()));
        }
        if (fault)
            return fail(std::move(fault->reason));
    }
}

ResponseParser::Step ResponseParser::finishHead(std::string_view head)
{
    const bool isInterim = m_head.status < 200 && m_head.status != 101;
    const bool isTunnel = m_head.status == 101 || (m_isConnect && m_head.status < 300);
    const bool hasNoBody =
        m_isHead || isTunnel || m_head.status < 200 || m_head.status == 204 || m_head.status == 304;
    // Where no body can follow, what the framing fields say of one is the business of nobody here.
    Framing framing;
    Fault fault;
    if (const auto read = readFraming(m_head.fields, m_head.version, fault))
        framing = *read;
    else if (!hasNoBody)
        return fail(std::move(fault.reason));
    else
        m_keepAlive = false;
    const bool chunked = framing.kind == Framing::Kind::Chunked && !hasNoBody;
    // Its word on the chunks is not asked: we only have to know where the answer ends, and that we read
    // strictly.
    if (m_keepAlive && !m_witness.agreesOnHead(head, framing, false))
        return fail("the head can be read in more than one way");
    m_scanner.reset();
    if (isInterim) {
        if (++m_interim > kInterimAnswers)
            return fail("too many interim answers");
        return {Status::Interim, head.size(), {}};
    }
    m_keepAlive = m_keepAlive && wantsKeepAlive(m_head.fields, m_head.version) && !isTunnel;
    m_framing = hasNoBody ? Framing{} : framing;
    if (hasNoBody) {
        m_place = Place::End;
    } else if (chunked) {
        m_chunked.reset();
        m_place = Place::Chunked;
    } else if (framing.kind == Framing::Kind::Length) {
        m_left = framing.length;
        m_place = Place::Length;
    } else {
        m_framing.kind = Framing::Kind::UntilClose;
        m_keepAlive = false;
        m_place = Place::UntilClose;
    }
    return {Status::Head, head.size(), {}};
}

ResponseParser::Step ResponseParser::readChunked(std::string_view bytes)
{
    std::size_t consumed = 0;
    for (;;) {
        const ChunkedReader::Step step = m_chunked.next(bytes.substr(consumed));
        if (step.status == ChunkedReader::Status::NeedMore)
            return {Status::NeedMore, consumed, {}};
        if (step.status == ChunkedReader::Status::Fault)
            return fail(m_chunked.fault().reason);
        const bool isEnd = step.status == ChunkedReader::Status::End;
        consumed += step.consumed;
        if (isEnd) {
            m_place = Place::Ended;
            return {Status::End, consumed, {}};
        }
        if (!step.data.empty())
            return {Status::Body, consumed, step.data};
    }
}

} // namespace signalbox::http

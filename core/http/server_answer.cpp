// The answering half of ServerConnection.
#include "http/server_connection.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace signalbox::http {

namespace {

constexpr std::size_t kKeptBytes = 4 * 1024;

bool hasNoBody(int status)
{
    return status < 200 || status == 204 || status == 304;
}

} // namespace

void ServerConnection::writeHead(int status, const Fields &fields, BodyShape shape)
{
    if ((m_hasPeerEnded && m_in.isEmpty()) || m_host.isDraining() || !m_parser.keepAlive() ||
        shape.kind == BodyShape::Kind::UntilClose)
        m_isLast = true;
    const AfterAnswer after = m_isLast                            ? AfterAnswer::Close
                              : head().version == Version::Http10 ? AfterAnswer::KeepAliveSaid
                                                                  : AfterAnswer::KeepAlive;
    m_shape = shape.kind;
    m_hasBegun = true;
    m_headOut.clear();
    appendResponseHead(m_headOut, status, fields, shape, after, m_host.date());
}

/// Sends what was held of the head and the pieces as one write.
void ServerConnection::writeWithHead(std::initializer_list<std::string_view> pieces)
{
    std::array<std::string_view, 3 + kMostPieces> all;
    std::size_t count = 0;
    if (!m_headOut.empty())
        all[count++] = m_headOut;
    for (const std::string_view piece : pieces) {
        if (!piece.empty())
            all[count++] = piece;
    }
    if (count == 0)
        return;
    for (std::size_t i = 0; i < count; ++i)
        m_written += all[i].size();
    m_hasSentSinceEnd = true;
    m_connection->write(std::span<const std::string_view>(all.data(), count));
    m_headOut.clear();
}

void ServerConnection::respond(const Response &response)
{
    if (m_phase != Phase::Answering || m_hasBegun)
        return;
    BodyShape shape{BodyShape::Kind::Length, response.body.size()};
    if (hasNoBody(response.status))
        shape = {};
    writeHead(response.status, response.fields, shape);
    const bool isSent = shape.kind == BodyShape::Kind::Length && head().method != "HEAD";
    writeWithHead({isSent ? std::string_view(response.body) : std::string_view()});
    endAnswer();
}

void ServerConnection::begin(int status, const Fields &fields)
{
    if (m_phase != Phase::Answering || m_hasBegun)
        return;
    BodyShape shape{
        head().version == Version::Http10 ? BodyShape::Kind::UntilClose : BodyShape::Kind::Chunked, 0};
    if (hasNoBody(status))
        shape = {};
    writeHead(status, fields, shape);
    m_host.atEndOfTurn(*this); // it leaves with the first bytes, or alone when none follow
}

void ServerConnection::send(std::span<const std::string_view> pieces)
{
    assert(pieces.size() <= kMostPieces);
    std::array<std::string_view, kMostPieces> two;
    std::ranges::copy(pieces, two.begin());
    const std::size_t bytes = two[0].size() + two[1].size();
    if (m_phase != Phase::Answering || !m_hasBegun || bytes == 0 || m_shape == BodyShape::Kind::None ||
        head().method == "HEAD")
        return;
    if (m_shape == BodyShape::Kind::UntilClose) {
        writeWithHead({two[0], two[1]});
        return;
    }
    std::array<char, 20> memory;
    writeWithHead({chunkSizeLine(bytes, memory), two[0], two[1], "\r\n"});
}

void ServerConnection::finish()
{
    if (m_phase != Phase::Answering || !m_hasBegun)
        return;
    const bool wantsEnd = m_shape == BodyShape::Kind::Chunked && head().method != "HEAD";
    writeWithHead({wantsEnd ? std::string_view("0\r\n\r\n") : std::string_view()});
    endAnswer();
}

void ServerConnection::cut()
{
    if (m_phase != Phase::Answering)
        return;
    m_listener = nullptr;
    if (m_hasBegun && m_shape == BodyShape::Kind::Chunked) {
        writeWithHead({}); // what was sent still arrives; the missing last chunk tells the rest
        linger();
        return;
    }
    m_phase = Phase::Gone; // without chunks only a reset looks different from an end
    m_connection->abort();
    m_host.retire(*this);
}

std::size_t ServerConnection::unsentBytes() const
{
    return isGone() ? 0 : m_connection->unsentBytes();
}

void ServerConnection::endAnswer()
{
    m_listener = nullptr;
    m_decoder.reset();
    m_body.clear();
    m_body.shrink(kKeptBytes);
    if (m_isLast) {
        linger();
        return;
    }
    m_phase = Phase::Reading;
    m_progress = m_phaseSince = m_host.now();
    pauseWhereFull();
    if (!m_isTaking && !m_in.isEmpty())
        m_host.atEndOfTurn(*this); // not from within the call that ended this answer
}

void ServerConnection::linger()
{
    m_phase = Phase::Lingering;
    m_phaseSince = m_progress = m_host.now();
    m_in.clear();
    m_in.shrink(0);
    m_connection->setReadPaused(false);
    m_connection->finishWriting();
    if (m_hasPeerEnded && m_connection->unsentBytes() == 0)
        m_host.retire(*this);
    else
        m_host.atEndOfTurn(*this);
}

void ServerConnection::endTurn()
{
    if (m_phase == Phase::Answering)
        writeWithHead({});
    else if (m_phase == Phase::Reading && m_isDecoding)
        decodeOn();
    else if ((m_phase == Phase::Reading || m_phase == Phase::Dropping) && !m_in.isEmpty())
        takeRequests({});
    if (!isGone() && m_phase != Phase::Lingering)
        pauseWhereFull();
}

} // namespace signalbox::http

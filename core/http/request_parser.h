#pragma once

#include "http/chunked_reader.h"
#include "http/head_scanner.h"
#include "http/llhttp_witness.h"
#include "http/message.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace signalbox::http {

/// Reads requests from bytes, one after another, the same however they were split. It holds no bytes of its
/// own: what it has not consumed comes again in front of what followed. Pure; owned by a server connection.
class RequestParser final
{
public:
    explicit RequestParser(const HeadLimits &limits = {})
        : m_scanner(limits), m_targetBytes(limits.targetBytes)
    {
    }

    enum class Status {
        NeedMore, ///< nothing more can be told of these bytes
        Head,     ///< head() is whole
        Body,     ///< some of the body, transfer coding taken off
        End,      ///< the request is whole; the next one begins behind it
        Fault,    ///< fault() says why; no byte behind it means anything
    };
    struct Step
    {
        Status status = Status::NeedMore;
        std::size_t consumed = 0;
        std::string_view body;
    };

    [[nodiscard]] Step next(std::string_view bytes);

    /// From Status::Head on until the next head begins.
    [[nodiscard]] const RequestHead &head() const { return m_head; }
    /// To put it into the form handlers want.
    [[nodiscard]] RequestHead &editHead() { return m_head; }
    [[nodiscard]] const Framing &framing() const { return m_framing; }
    [[nodiscard]] bool keepAlive() const { return m_keepAlive; }
    [[nodiscard]] const Fault &fault() const { return m_fault; }
    /// Nothing of a request has been seen since the last one ended.
    [[nodiscard]] bool isBetweenRequests() const { return m_place == Place::Head && !m_headBegun; }

    /// A head has been read, its request not to the end.
    [[nodiscard]] bool isInBody() const { return m_place == Place::Length || m_place == Place::Chunked; }
    /// The last request was the connection's last: nothing behind it is read.
    [[nodiscard]] bool isClosed() const { return m_place == Place::Closed; }

    /// What is left of a Content-Length body, so that it can be read straight to where it is wanted; then
    /// skipBody says how much has been.
    [[nodiscard]] std::uint64_t bodyLeft() const { return m_place == Place::Length ? m_left : 0; }
    void skipBody(std::uint64_t bytes) { m_left -= bytes; }

private:
    enum class Place { Head, Length, Chunked, End, Closed, Failed };

    Step fail(Fault fault);
    Step readHead(std::string_view bytes);
    Step finishHead(std::string_view head);
    Step readChunked(std::string_view bytes);

    HeadScanner m_scanner;
    ChunkedReader m_chunked;
    LlhttpWitness m_witness{LlhttpWitness::Side::Request};
    RequestHead m_head;
    Framing m_framing;
    Fault m_fault;
    Place m_place = Place::Head;
    std::size_t m_targetBytes;
    std::uint64_t m_left = 0;
    int m_emptyLines = 0;
    bool m_headBegun = false;
    bool m_keepAlive = true;
};

} // namespace signalbox::http

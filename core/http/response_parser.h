#pragma once

#include "http/chunked_reader.h"
#include "http/head_scanner.h"
#include "http/llhttp_witness.h"
#include "http/message.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace signalbox::http {

/// Reads the answer to one request from bytes, the same however they were split: interim answers, the head,
/// the body with its transfer coding taken off. Holds no bytes of its own. Pure; owned by a client's call.
class ResponseParser final
{
public:
    static constexpr int kInterimAnswers = 8;

    /// `method` is that of the request: it decides whether a body follows.
    explicit ResponseParser(std::string_view method, const HeadLimits &limits = {});

    enum class Status { NeedMore, Interim, Head, Body, End, Fault };
    struct Step
    {
        Status status = Status::NeedMore;
        std::size_t consumed = 0;
        std::string_view body;
    };

    [[nodiscard]] Step next(std::string_view bytes);
    /// The peer has sent its end. Status::End where that ends the body truthfully, else Status::Fault.
    [[nodiscard]] Step finish();

    [[nodiscard]] const ResponseHead &head() const { return m_head; }
    [[nodiscard]] const Framing &framing() const { return m_framing; }
    /// The connection may carry another request once this answer has ended.
    [[nodiscard]] bool keepAlive() const { return m_keepAlive; }
    [[nodiscard]] const Fault &fault() const { return m_fault; }
    [[nodiscard]] bool hasBegun() const { return m_begun; }
    [[nodiscard]] bool hasEnded() const { return m_place == Place::Ended; }

private:
    enum class Place { Head, Length, Chunked, UntilClose, End, Ended, Failed };

    Step fail(std::string reason);
    Step readHead(std::string_view bytes);
    Step finishHead(std::string_view head);
    Step readChunked(std::string_view bytes);

    HeadScanner m_scanner;
    ChunkedReader m_chunked;
    LlhttpWitness m_witness{LlhttpWitness::Side::Response};
    ResponseHead m_head;
    Framing m_framing;
    Fault m_fault;
    Place m_place = Place::Head;
    std::uint64_t m_left = 0;
    int m_interim = 0;
    bool m_isHead = false;
    bool m_isConnect = false;
    bool m_begun = false;
    bool m_keepAlive = true;
};

} // namespace signalbox::http

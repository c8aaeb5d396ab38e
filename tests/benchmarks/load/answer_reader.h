#pragma once

#include "load/options.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::bench {

/// What every answer of a round has to be.
struct Expectation
{
    explicit Expectation(const LoadOptions &options);

    Wire wire;
    bool stream;
    std::size_t deltas = 0; ///< of a stream
    std::string text;       ///< a whole answer has it, between quotes
};

/// Reads one answer from the pieces that arrive: HTTP framing, then the answer itself, which it checks as a
/// client would need it: a whole answer's text, a stream's number of deltas and its terminal event. Used
/// again for the next answer of a connection; it keeps its buffers.
class AnswerReader final
{
public:
    explicit AnswerReader(const Expectation &expected) : m_expected(&expected) {}

    void begin();

    enum class State { More, Complete, Broken };

    /// `now` (ns) is when the bytes came. Appends each new delta's time on its way (µs) to `delays`.
    [[nodiscard]] State feed(std::string_view bytes, std::int64_t now, std::vector<float> &delays);

    /// The connection has ended: complete only when the answer's end is the connection's.
    [[nodiscard]] State onEnd() const;

    /// Why a complete answer is not the one expected, or empty.
    [[nodiscard]] std::string wrong() const;

    [[nodiscard]] bool hasBody() const { return m_bodyBytes > 0; }

private:
    enum class Place { Head, Length, UntilEnd, ChunkSize, Chunk, ChunkEnd, Trailer };

    [[nodiscard]] State takeHead();
    [[nodiscard]] State takeFramed(std::string_view bytes, std::int64_t now, std::vector<float> &delays);
    [[nodiscard]] bool takeLine(std::string_view &bytes);
    void takeBody(std::string_view bytes, std::int64_t now, std::vector<float> &delays);
    void takeEvent(std::string_view event, std::int64_t now, std::vector<float> &delays);

    const Expectation *m_expected;
    Place m_place = Place::Head;
    std::string m_line; ///< the head, or a line of the chunked framing, while incomplete
    int m_status = 0;
    std::size_t m_left = 0; ///< bytes to come in this body or chunk
    std::size_t m_bodyBytes = 0;
    std::string m_body;        ///< a whole answer, or a stream's event while incomplete
    std::size_t m_scanned = 0; ///< of m_body, for an event's end
    std::size_t m_deltas = 0;
    bool m_sawTerminal = false;
    bool m_afterTerminal = false; ///< something came after the terminal event
};

} // namespace signalbox::bench

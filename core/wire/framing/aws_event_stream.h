#pragma once

#include "base/byte_buffer.h"
#include "wire/framing/message.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire::framing {

/// Splits a stream of `application/vnd.amazon.eventstream` (AWS SDK, "Amazon event stream encoding") into
/// messages: each has a prelude of two lengths, headers, a payload, and both prelude and message end with
/// their CRC-32. A message is named by its `:event-type`, an exception by its `:exception-type`. An error,
/// which has code and message in its headers, is named by its code and gets them as data:
/// `{"__type":…,"message":…}`. A stream in which something does not fit is broken from there on: nothing says
/// where the next message begins. Pure; one stream, one thread.
class AwsEventStreamDecoder final
{
public:
    /// The limits of AWS' own libraries, for a message with all that belongs to it and for its headers.
    static constexpr std::size_t kMaxMessageBytes = 24 * 1024 * 1024;
    static constexpr std::size_t kMaxHeaderBytes = 128 * 1024;

    void feed(std::string_view bytes);
    /// The next whole message; nothing where more bytes are needed or the stream is broken.
    [[nodiscard]] std::optional<Message> next();
    /// A message that was cut is none.
    [[nodiscard]] std::optional<Message> last() { return std::nullopt; }
    /// What is wrong with the stream, in words that go on from "the provider"; empty where nothing is.
    [[nodiscard]] std::string_view problem() const { return m_problem; }
    /// Bytes that belong to no whole message yet.
    [[nodiscard]] std::size_t pendingBytes() const { return m_buffer.size() - m_returned; }

private:
    /// The headers that mean something here; empty where they did not come.
    struct Headers
    {
        std::string_view messageType;
        std::string_view eventType;
        std::string_view exceptionType;
        std::string_view errorCode;
        std::string_view errorMessage;
    };

    void dropReturned();
    [[nodiscard]] bool checkPrelude();
    [[nodiscard]] bool readHeaders(std::string_view block, Headers &headers);
    [[nodiscard]] Message messageOf(const Headers &headers, std::string_view payload);
    void makeErrorData(std::string_view type, std::string_view message);

    ByteBuffer m_buffer{ByteBuffer::Left::Wiped}; // an error in it may quote the key
    std::size_t m_returned = 0; // bytes at the front that the last message's slices stand in
    std::size_t m_total = 0;    // of the message whose prelude was checked; 0: none was
    std::size_t m_headerBytes = 0;
    std::string m_made; // data of an error, which has no payload
    std::string_view m_problem;
};

} // namespace signalbox::wire::framing

#include "wire/framing/aws_event_stream.h"

#include "base/json_writer.h"

#include <zlib.h>

#include <array>
#include <utility>

namespace signalbox::wire::framing {

namespace {

constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kPreludeBytes = 12; // two lengths and their checksum
constexpr std::size_t kLeastMessageBytes = kPreludeBytes + kChecksumBytes;

/// How long the value of each header type is, by the type's number; those that tell their own length by two
/// bytes before it have kTold.
constexpr std::size_t kTold = 0xFFFF;
constexpr std::array<std::size_t, 10> kValueBytes{
    0,     // true
    0,     // false
    1,     // byte
    2,     // short
    4,     // integer
    8,     // long
    kTold, // bytes
    kTold, // string
    8,     // time stamp
    16,    // UUID
};
constexpr std::size_t kStringType = 7;

/// Big-endian.
std::size_t numberAt(std::string_view bytes, std::size_t at, std::size_t size)
{
    std::size_t number = 0;
    for (const char c : bytes.substr(at, size))
        number = number << 8U | static_cast<unsigned char>(c);
    return number;
}

std::size_t checksum(std::string_view bytes)
{
    return crc32(0, reinterpret_cast<const Bytef *>(bytes.data()), static_cast<uInt>(bytes.size()));
}

} // namespace

void AwsEventStreamDecoder::dropReturned()
{
    m_buffer.consume(m_returned);
    m_returned = 0;
}

void AwsEventStreamDecoder::feed(std::string_view bytes)
{
    dropReturned();
    if (m_problem.empty())
        m_buffer.append(bytes);
}

std::optional<Message> AwsEventStreamDecoder::next()
{
    dropReturned();
    if (!m_problem.empty() || (m_total == 0 && !checkPrelude()) || m_buffer.size() < m_total)
        return std::nullopt;
    const std::string_view bytes = m_buffer.view().substr(0, std::exchange(m_total, 0));
    const std::size_t end = bytes.size() - kChecksumBytes;
    Headers headers;
    if (checksum(bytes.substr(0, end)) != numberAt(bytes, end, kChecksumBytes))
        m_problem = "sent a message whose checksum is wrong";
    if (!m_problem.empty() || !readHeaders(bytes.substr(kPreludeBytes, m_headerBytes), headers))
        return std::nullopt;
    const std::size_t payload = kPreludeBytes + m_headerBytes;
    Message message = messageOf(headers, bytes.substr(payload, end - payload));
    message.wire = bytes;
    m_returned = bytes.size();
    return message;
}

/// As soon as it is there, so that nobody waits for, or keeps, what a broken length asks for.
bool AwsEventStreamDecoder::checkPrelude()
{
    if (m_buffer.size() < kPreludeBytes)
        return false;
    const std::string_view bytes = m_buffer.view();
    constexpr std::size_t lengths = kPreludeBytes - kChecksumBytes;
    const std::size_t total = numberAt(bytes, 0, 4);
    m_headerBytes = numberAt(bytes, 4, 4);
    if (checksum(bytes.substr(0, lengths)) != numberAt(bytes, lengths, kChecksumBytes))
        m_problem = "sent a message whose prelude's checksum is wrong";
    else if (total > kMaxMessageBytes || m_headerBytes > kMaxHeaderBytes)
        m_problem = "sent an event that is too large";
    else if (total < kLeastMessageBytes || m_headerBytes > total - kLeastMessageBytes)
        m_problem = "sent a message whose lengths are wrong";
    m_total = m_problem.empty() ? total : 0;
    return m_problem.empty();
}

bool AwsEventStreamDecoder::readHeaders(std::string_view block, Headers &headers)
{
    const std::array<std::pair<std::string_view, std::string_view *>, 5> wanted{{
        {":message-type", &headers.messageType},
        {":event-type", &headers.eventType},
        {":exception-type", &headers.exceptionType},
        {":error-code", &headers.errorCode},
        {":error-message", &headers.errorMessage},
    }};
    m_problem = "sent a message whose headers are wrong"; // until they are read
    while (!block.empty()) {
        const std::size_t nameEnd = 1 + numberAt(block, 0, 1);
        if (block.size() <= nameEnd)
            return false;
        const std::string_view name = block.substr(1, nameEnd - 1);
        const std::size_t type = numberAt(block, nameEnd, 1);
        if (type >= kValueBytes.size())
            return false;
        block.remove_prefix(nameEnd + 1);
        std::size_t size = kValueBytes[type];
        if (size == kTold) {
            if (block.size() < 2)
                return false;
            size = numberAt(block, 0, 2);
            block.remove_prefix(2);
        }
        if (block.size() < size)
            return false;
        for (const auto &[known, value] : wanted) {
            if (type == kStringType && name == known)
                *value = block.substr(0, size);
        }
        block.remove_prefix(size);
    }
    m_problem = {};
    return true;
}

Message AwsEventStreamDecoder::messageOf(const Headers &headers, std::string_view payload)
{
    Message message;
    message.data = payload;
    message.name = headers.eventType;
    message.isFailure = headers.messageType == "exception" || headers.messageType == "error";
    if (headers.messageType == "exception")
        message.name = headers.exceptionType;
    else if (headers.messageType == "error")
        message.name = headers.errorCode;
    if (headers.messageType == "error" || (payload.empty() && headers.messageType == "exception")) {
        makeErrorData(message.name, headers.errorMessage);
        message.data = std::string_view(m_made).substr(0, m_made.size() - ByteBuffer::kPadding);
    }
    message.hasData = !message.data.empty();
    return message;
}

void AwsEventStreamDecoder::makeErrorData(std::string_view type, std::string_view message)
{
    m_made.clear();
    JsonWriter json(m_made);
    json.beginObject().key("__type").string(type).key("message").string(message).endObject();
    m_made.append(ByteBuffer::kPadding, '\0');
}

} // namespace signalbox::wire::framing

#pragma once

#include <QByteArray>

#include <zlib.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

/// Messages of an Amazon event stream, made by hand.
namespace signalbox::test {

inline std::string bigEndian(std::size_t number, int bytes)
{
    std::string text;
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        text += static_cast<char>(number >> static_cast<unsigned>(shift) & 0xFFU);
    return text;
}

inline std::string checksumOf(std::string_view bytes)
{
    return bigEndian(crc32(0, reinterpret_cast<const Bytef *>(bytes.data()), static_cast<uInt>(bytes.size())),
                     4);
}

/// A message around a block of headers, with lengths and checksums that fit.
inline std::string frameAround(std::string_view headers, std::string_view payload)
{
    std::string bytes = bigEndian(16 + headers.size() + payload.size(), 4) + bigEndian(headers.size(), 4);
    bytes += checksumOf(bytes);
    bytes.append(headers).append(payload);
    return bytes + checksumOf(bytes);
}

inline std::string stringHeader(std::string_view name, std::string_view value)
{
    std::string bytes = bigEndian(name.size(), 1);
    bytes.append(name).append(1, '\7').append(bigEndian(value.size(), 2)).append(value);
    return bytes;
}

using HeaderList = std::initializer_list<std::pair<std::string_view, std::string_view>>;

inline std::string frame(HeaderList headers, std::string_view payload)
{
    std::string block;
    for (const auto &[name, value] : headers)
        block += stringHeader(name, value);
    return frameAround(block, payload);
}

inline std::string eventFrame(std::string_view type, std::string_view payload)
{
    return frame({{":event-type", type}, {":content-type", "application/json"}, {":message-type", "event"}},
                 payload);
}

/// An event of Anthropic's API in a frame of Bedrock's Invoke.
inline std::string chunkFrame(std::string_view event)
{
    const QByteArray bytes(event.data(), static_cast<qsizetype>(event.size()));
    return eventFrame("chunk", "{\"bytes\":\"" + bytes.toBase64().toStdString() + "\",\"p\":\"abcd\"}");
}

inline std::string exceptionFrame(std::string_view type, std::string_view payload)
{
    return frame({{":exception-type", type}, {":message-type", "exception"}}, payload);
}

} // namespace signalbox::test

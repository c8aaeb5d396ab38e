#pragma once

#include "base/byte_buffer.h"
#include "core/wire/chat/recordings.h"
#include "wire/anthropic_messages/codec.h"
#include "wire/json/document.h"
#include "wire/sse/decoder.h"

#include <QDirIterator>

#include <string>
#include <string_view>
#include <vector>

/// What the tests of the Messages format share.
namespace anthropic_test {

using recordings::Json;
using Sorted = nlohmann::json;

/// A body and the document over it, which must stay together.
struct Parsed
{
    explicit Parsed(std::string_view body) : text(body)
    {
        text.append(signalbox::ByteBuffer::kPadding, '\0');
        ok = document.parse(view()).has_value();
    }
    [[nodiscard]] std::string_view view() const
    {
        return std::string_view(text).substr(0, text.size() - signalbox::ByteBuffer::kPadding);
    }
    std::string text;
    signalbox::wire::json::Document document;
    bool ok = false;
};

inline signalbox::wire::Target target(const signalbox::wire::ModelRules &rules = {})
{
    signalbox::wire::Target made;
    made.model = "claude-test";
    made.dialect.provider = "anthropic";
    made.dialect.family = "anthropic";
    made.rules = rules;
    return made;
}

/// Recorded exchanges whose answers have the form of this API.
inline std::vector<recordings::Recording> exchanges()
{
    std::vector<recordings::Recording> found;
    for (const char *folder : {"anthropic-messages/", "bedrock-invoke-anthropic/"}) {
        const QDir dir(recordings::folder() + QString::fromLatin1(folder));
        for (const QString &name : dir.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
            const QString file = QString::fromLatin1(folder) + name;
            found.push_back({file, recordings::read(recordings::folder() + file)});
        }
    }
    return found;
}

/// Requests of real clients: name and body.
inline std::vector<std::pair<QString, Json>> capturedRequests()
{
    std::vector<std::pair<QString, Json>> found;
    const QString folder = QStringLiteral(SIGNALBOX_SHARED_DIR "/captures/");
    QDirIterator files(folder, {QStringLiteral("*.request.json")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        const Json content = recordings::read(file);
        if (content.is_object() && content.value("path", "").find("/messages") != std::string::npos &&
            content["body"].is_object())
            found.emplace_back(file.mid(folder.size()), content["body"]);
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// The stream's bytes; of a cloud that sends events in another framing, those of its own events.
inline std::string streamOf(const Json &response)
{
    if (response.contains("sse"))
        return recordings::wire(response["sse"]);
    std::string stream;
    for (const Json &event : response.value("events", Json::array())) {
        if (!event["payload"].is_object() || !event["payload"].contains("bytes"))
            return {}; // of another API
        const std::string bytes = event["payload"]["bytes"];
        const std::string data = QByteArray::fromBase64(QByteArray::fromStdString(bytes)).toStdString();
        if (!Json::parse(data, nullptr, false).contains("type"))
            return {};
        stream += "data: " + data + "\n\n";
    }
    return stream;
}

/// Reads a stream as it came.
inline void readStream(signalbox::wire::AnswerReader &reader, std::string_view stream,
                       signalbox::wire::ir::EventSink &sink)
{
    signalbox::wire::sse::Decoder decoder;
    decoder.feed(stream);
    bool isOver = false;
    const auto take = [&](const signalbox::wire::sse::Event &event) {
        if (event.hasData && !isOver)
            isOver = reader.message(event.name, event.data, sink).terminal;
    };
    while (const auto event = decoder.next())
        take(*event);
    if (const auto event = decoder.last())
        take(*event);
    reader.end(sink);
}

} // namespace anthropic_test

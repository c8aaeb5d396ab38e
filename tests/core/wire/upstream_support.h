#pragma once

#include "ir/event_log.h"
#include "wire/format.h"
#include "wire/ir/carrier.h"
#include "wire/ir/tool_restorer.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QString>

#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the tests share of formats that only providers speak: requests of clients to write, answers to read
/// and to carry over to clients.
namespace signalbox::wire::testing {

using Json = nlohmann::ordered_json;

/// A request as a client wrote it, with all that its slices stand in.
struct ClientRequest
{
    std::string body;
    json::Document document;
    Result<ir::Request> request = fail(ErrorCode::Internal, "not read");

    ClientRequest(Format format, std::string text) : body(std::move(text))
    {
        const std::size_t size = body.size();
        body.append(ByteBuffer::kPadding, '\0');
        if (document.parse(std::string_view(body).substr(0, size)))
            request = codecFor(format)->readRequest(document);
    }
};

struct Sent
{
    Json body; ///< null where it was refused
    std::vector<std::string> dropped;
    std::string problem;
    std::string text;
};

inline Sent send(Format target, const ClientRequest &client, const Target &to)
{
    Sent sent;
    if (!client.request) {
        sent.problem = "not read: " + client.request.error().message;
        return sent;
    }
    const auto written = codecFor(target)->writeRequest(*client.request, to);
    if (!written) {
        sent.problem = written.error().message;
        return sent;
    }
    sent.text = written->body;
    sent.body = Json::parse(written->body, nullptr, false);
    sent.dropped = written->dropped;
    return sent;
}

/// A Chat request of one message and these members.
inline Sent sendChat(Format target, const std::string &members, const Target &to)
{
    std::string body = R"({"model":"m","messages":[{"role":"user","content":"hi"}])";
    return send(target,
                ClientRequest(Format::OpenAiChat, body + (members.empty() ? "" : ",") + members + "}"), to);
}

using Messages = std::vector<std::pair<std::string, std::string>>; ///< name and data

inline void readMessages(AnswerReader &reader, const Messages &messages, ir::EventSink &sink)
{
    for (const auto &[name, data] : messages) {
        std::string padded = data;
        padded.append(ByteBuffer::kPadding, '\0');
        if (reader.message(name, std::string_view(padded).substr(0, data.size()), sink).terminal)
            break;
    }
    reader.end(sink);
}

inline void readWhole(AnswerReader &reader, const std::string &body, ir::EventSink &sink)
{
    std::string padded = body;
    padded.append(ByteBuffer::kPadding, '\0');
    reader.whole(std::string_view(padded).substr(0, body.size()), sink);
    reader.end(sink);
}

/// Passes events to several sinks.
class Fork final : public ir::EventSink
{
public:
    explicit Fork(std::vector<ir::EventSink *> sinks) : m_sinks(std::move(sinks)) {}
    void on(const ir::Event &event) override
    {
        for (ir::EventSink *sink : m_sinks)
            sink->on(event);
    }

private:
    std::vector<ir::EventSink *> m_sinks;
};

/// The way of an answer to one client: what the gateway puts between reader and writer.
class Crossing final
{
public:
    Crossing(Format upstream, Format client, bool streamed)
        : m_writer(codecFor(client)->answerWriter({.answerId = "id", .model = "m"}, streamed)),
          m_sealer({.upstream = upstream, .client = client, .dialect = {}, .model = "m", .key = {}},
                   *m_writer),
          m_restorer(m_request, m_dialect, m_sealer)
    {
        m_writer->setOut(&m_out);
    }

    [[nodiscard]] ir::EventSink &sink() { return m_restorer; }
    [[nodiscard]] const std::string &streamed() const { return m_out; }
    [[nodiscard]] std::string body() { return m_writer->body(); }

private:
    ir::Request m_request;
    Dialect m_dialect;
    std::string m_out;
    std::unique_ptr<AnswerWriter> m_writer;
    ir::CarrierSealer m_sealer;
    ir::ToolRestorer m_restorer;
};

inline Json readJson(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? Json::parse(file.readAll().toStdString(), nullptr, false)
                                          : Json();
}

/// Files of a folder of the recordings beside the source tree; none where it is not there.
inline QStringList sharedFiles(const QString &folder)
{
    const QDir dir(QStringLiteral(SIGNALBOX_SHARED_DIR "/") + folder);
    QStringList files;
    for (const QString &name : dir.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name))
        files += dir.filePath(name);
    return files;
}

/// Bodies of recorded requests of clients, with the format they are in.
inline std::vector<std::pair<Format, std::string>> clientBodies()
{
    std::vector<std::pair<Format, std::string>> bodies;
    const auto add = [&](Format format, const QString &folder) {
        for (const QString &path : sharedFiles(folder)) {
            const Json file = readJson(path);
            const Json request = file.contains("request") ? file["request"] : file;
            if (request.is_object() && request.contains("body") && request["body"].is_object())
                bodies.emplace_back(format, request["body"].dump());
        }
    };
    add(Format::OpenAiResponses, QStringLiteral("recordings/openai-responses"));
    add(Format::OpenAiResponses, QStringLiteral("captures/codex"));
    add(Format::OpenAiChat, QStringLiteral("recordings/openai-chat"));
    return bodies;
}

} // namespace signalbox::wire::testing

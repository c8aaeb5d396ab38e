#pragma once

#include "base/byte_buffer.h"
#include "wire/format.h"
#include "wire/openai_responses/codec.h"
#include "wire/sse/decoder.h"

#include <QDir>
#include <QFile>
#include <QString>

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What the tests of the Responses format share: files, padded texts, and sinks that keep what they are told.
namespace signalbox::wire::testing {

using Json = nlohmann::ordered_json; // recorded texts keep their order

inline std::string readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

inline QString ownData(const char *name)
{
    return QStringLiteral(SIGNALBOX_SOURCE_DIR "/tests/data/responses/") + QString::fromLatin1(name);
}

/// JSON files of a folder beside the source tree; none where it is not there.
inline QStringList sharedFiles(const QString &folder)
{
    const QDir dir(QStringLiteral(SIGNALBOX_SHARED_DIR "/") + folder);
    QStringList files;
    for (const QString &name : dir.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name))
        files += dir.filePath(name);
    return files;
}

inline QStringList responsesRecordings()
{
    QStringList files;
    for (const char *folder : {"openai-responses", "azure-openai-responses", "deepseek-responses",
                               "xai-responses", "lmstudio-responses", "openrouter-responses"})
        files += sharedFiles(QStringLiteral("recordings/") + QString::fromLatin1(folder));
    return files;
}

class Padded final
{
public:
    explicit Padded(std::string_view text) : m_size(text.size()), m_bytes(text)
    {
        m_bytes.append(ByteBuffer::kPadding, '\0');
    }
    [[nodiscard]] std::string_view view() const { return std::string_view(m_bytes).substr(0, m_size); }

private:
    std::size_t m_size;
    std::string m_bytes;
};

/// Keeps each event as a line of text.
class EventLog final : public ir::EventSink
{
public:
    std::vector<std::string> lines;

    void on(const ir::Event &event) override
    {
        std::visit([this](const auto &e) { add(e); }, event);
    }

private:
    void line(const std::string &text) { lines.push_back(text); }
    static std::string s(Text text) { return std::string(text.escaped); }
    void add(const ir::Start &e) { line("start " + s(e.id) + " " + s(e.model)); }
    void add(const ir::BlockStart &e)
    {
        static const char *const kinds[] = {"text", "reasoning", "call", "refusal", "hosted"};
        static const char *const calls[] = {"function", "freeform", "search", "localshell", "shell", "patch"};
        std::string text = "block " + std::to_string(e.index) + " " + kinds[int(e.kind)];
        if (e.kind == ir::BlockKind::Call)
            text.append(" ").append(calls[int(e.callKind)]);
        for (const auto &[name, value] :
             {std::pair{"id", e.id}, {"ns", e.nameSpace}, {"name", e.name}, {"phase", e.phase}}) {
            if (!value.isEmpty()) {
                text += ' ';
                text += name;
                text += '=';
                text += value.escaped;
            }
        }
        line(text + std::string(e.raw.isEmpty() ? "" : " raw"));
    }
    void add(const ir::TextDelta &e) { line("text " + s(e.text)); }
    void add(const ir::RefusalDelta &e) { line("refusal " + s(e.text)); }
    void add(const ir::ReasoningDelta &e)
    {
        line(std::string(e.summary ? "summary" : "thought") + std::to_string(e.part) + " " + s(e.text));
    }
    void add(const ir::ArgumentsDelta &e) { line("arguments " + s(e.fragment)); }
    void add(const ir::Signature &e) { line("signature " + s(e.token) + (e.forAnswer ? " for answer" : "")); }
    void add(const ir::Citation &e) { line("citation " + std::string(e.annotation.text)); }
    void add(const ir::Vector &e) { line("vector " + std::string(e.numbers.text) + s(e.base64)); }
    void add(const ir::BlockEnd &e)
    {
        line("end " + std::to_string(e.index) + (e.complete ? "" : " incomplete"));
    }
    void add(const ir::UsageUpdate &e)
    {
        line("usage " + std::to_string(e.usage.inputTokens) + " " +
             std::to_string(e.usage.cachedInputTokens) + " " + std::to_string(e.usage.cacheWriteTokens) +
             " " + std::to_string(e.usage.outputTokens) + " " + std::to_string(e.usage.reasoningTokens));
    }
    void add(const ir::Finish &e)
    {
        static const char *const reasons[] = {"stop",    "sequence", "calls",     "length", "full",
                                              "refusal", "pause",    "malformed", "unknown"};
        line(std::string("finish ") + reasons[int(e.reason)]);
    }
    void add(const ir::Failure &e)
    {
        line("failure " + std::to_string(int(e.kind)) + " " + e.code + ": " + e.message);
    }
};

/// The events with neighbouring deltas of one kind joined: what they add up to.
inline std::vector<std::string> addedUp(const std::vector<std::string> &lines)
{
    std::vector<std::string> sum;
    for (const std::string &line : lines) {
        const std::string word = line.substr(0, line.find(' ') + 1);
        const bool isDelta = word == "text " || word == "refusal " || word == "arguments " ||
                             word.starts_with("summary") || word.starts_with("thought");
        if (isDelta && !sum.empty() && sum.back().starts_with(word))
            sum.back() += line.substr(word.size());
        else
            sum.push_back(line);
    }
    return sum;
}

/// The bytes of a recorded stream as they were on the wire.
inline std::string wireOf(const Json &sse)
{
    std::string bytes;
    const auto line = [&](std::string_view field, const Json &value) {
        bytes.append(field).append(value.get<std::string>()).append("\n");
    };
    for (const Json &event : sse) {
        if (event.contains("comment"))
            line(":", event.at("comment"));
        if (event.contains("event"))
            line("event: ", event.at("event"));
        if (event.contains("data"))
            line("data: ", event.at("data"));
        bytes += "\n";
    }
    return bytes;
}

/// Reads a stream that comes in the given pieces.
inline void readStream(AnswerReader &reader, const std::vector<std::string_view> &pieces, ir::EventSink &sink,
                       std::vector<MessageNature> *natures = nullptr)
{
    sse::Decoder decoder;
    const auto take = [&](const sse::Event &event) {
        if (!event.hasData)
            return;
        const MessageNature nature = reader.message(event.name, event.data, sink);
        if (natures != nullptr)
            natures->push_back(nature);
    };
    for (const std::string_view piece : pieces) {
        decoder.feed(piece);
        while (const auto event = decoder.next())
            take(*event);
    }
    if (const auto event = decoder.last())
        take(*event);
    reader.end(sink);
}

inline std::vector<std::string> eventsOf(std::string_view stream)
{
    EventLog log;
    const auto reader = openAiResponsesCodec().answerReader({});
    readStream(*reader, {stream}, log);
    return log.lines;
}

} // namespace signalbox::wire::testing

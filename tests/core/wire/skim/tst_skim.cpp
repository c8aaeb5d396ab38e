// What is passed on as it came is read for accounting alone. Skimming must come to the same as reading: the
// same moments of the stream, the same usage and end, nothing that matters overlooked.
#include "core/wire/chat/recordings.h"
#include "core/wire/ir/event_log.h"
#include "wire/format.h"
#include "wire/ir/usage_estimate.h"
#include "wire/sse/decoder.h"
#ifndef Q_MOC_RUN // moc of Qt 6.4 loses its way in raw strings with an odd number of quotes
#    include "gemini_samples.h"
#    include "samples.h"
#endif

#include <QTest>

#include <array>
#include <utility>

using namespace signalbox;
using namespace signalbox::wire;

namespace {

constexpr std::array<std::pair<std::string_view, Format>, 5> kEndpoints{{
    {"chat.completions", Format::OpenAiChat},
    {"responses", Format::OpenAiResponses},
    {"messages", Format::AnthropicMessages},
    {"generateContent", Format::Gemini},
    {"streamGenerateContent", Format::Gemini},
}};

/// What an attempt and its flow keep of an answer.
class Account final : public ir::EventSink
{
public:
    void on(const ir::Event &event) override
    {
        if (const auto *update = std::get_if<ir::UsageUpdate>(&event))
            usage = update->usage;
        else if (const auto *finish = std::get_if<ir::Finish>(&event))
            end = "finish " + std::to_string(int(finish->reason));
        else if (const auto *failure = std::get_if<ir::Failure>(&event))
            end = "failure " + failure->message;
        else if (std::holds_alternative<ir::BlockStart>(event))
            hasContent = true;
        text += ir::textBytes(event);
    }

    record::Usage usage;
    std::string end;
    bool hasContent = false;
    std::size_t text = 0;
};

struct Reading
{
    Account account;
    std::string natures; ///< a letter for each message
    bool hasReal = false;
    int skimmed = 0;
};

char letterOf(const MessageNature &nature)
{
    return char('a' + int(nature.real) + 2 * int(nature.finishing) + 4 * int(nature.terminal) +
                8 * int(nature.usageOnly));
}

Reading read(Format format, const std::string &stream, bool maySkim)
{
    Reading reading;
    Target target;
    const auto reader = codecFor(format)->answerReader(target);
    sse::Decoder decoder;
    decoder.feed(stream);
    while (const auto event = decoder.next()) {
        if (!event->hasData)
            continue;
        MessageNature nature;
        if (const auto text = maySkim ? reader->skim(event->name, event->data) : std::nullopt) {
            nature.real = true;
            reading.account.text += *text;
            ++reading.skimmed;
        } else {
            nature = reader->message(event->name, event->data, reading.account);
        }
        // Once something real was there nobody asks for more of it.
        nature.real = nature.real && !reading.hasReal;
        reading.hasReal = reading.hasReal || nature.real;
        reading.natures += letterOf(nature);
    }
    if (reading.account.end.empty())
        reader->end(reading.account);
    return reading;
}

void compareStream(Format format, const std::string &stream, int least)
{
    const Reading whole = read(format, stream, false);
    const Reading skimmed = read(format, stream, true);
    QCOMPARE(skimmed.natures, whole.natures);
    QCOMPARE(skimmed.account.usage, whole.account.usage);
    QCOMPARE(skimmed.account.end, whole.account.end);
    QCOMPARE(skimmed.account.hasContent, whole.account.hasContent);
    QVERIFY2(skimmed.skimmed >= least, std::to_string(skimmed.skimmed).c_str());
    if (!whole.account.usage.outputTokens) // else nobody asks
        QCOMPARE(skimmed.account.text, whole.account.text);
}

struct Padded
{
    explicit Padded(std::string_view text) : size(text.size()), bytes(text)
    {
        bytes.append(ByteBuffer::kPadding, '\0');
    }
    [[nodiscard]] std::string_view view() const { return std::string_view(bytes).substr(0, size); }

    std::size_t size;
    std::string bytes;
};

/// Whether it was skimmed.
bool compareWhole(Format format, std::string_view body)
{
    const Padded padded(body);
    Target target;
    Account skimmed;
    const bool did = codecFor(format)->answerReader(target)->skimWhole(padded.view(), skimmed);
    if (!did) {
        [&] { QVERIFY(skimmed.end.empty() && !skimmed.hasContent && skimmed.usage == record::Usage{}); }();
        return false;
    }
    Account whole;
    const auto reader = codecFor(format)->answerReader(target);
    reader->whole(padded.view(), whole);
    [&] {
        QCOMPARE(skimmed.usage, whole.usage);
        QCOMPARE(skimmed.end, whole.end);
        QCOMPARE(skimmed.hasContent, whole.hasContent);
    }();
    return true;
}

} // namespace

class TestSkim : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streams_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<int>("least"); // messages that must have been skimmed
        QTest::newRow("chat: text") << int(Format::OpenAiChat) << QByteArray(samples::kChatStream) << 1;
        QTest::newRow("chat: text behind a call")
            << int(Format::OpenAiChat) << QByteArray(samples::kChatCalls) << 1;
        QTest::newRow("chat: fails") << int(Format::OpenAiChat) << QByteArray(samples::kChatFails) << 1;
        QTest::newRow("gemini: text") << int(Format::Gemini) << QByteArray(samples::kGeminiStream) << 1;
        QTest::newRow("responses: text")
            << int(Format::OpenAiResponses) << QByteArray(samples::kResponsesStream) << 3;
        QTest::newRow("responses: two parts")
            << int(Format::OpenAiResponses) << QByteArray(samples::kResponsesParts) << 4;
        QTest::newRow("responses: uneven")
            << int(Format::OpenAiResponses) << QByteArray(samples::kResponsesUneven) << 5;
        QTest::newRow("anthropic: all kinds")
            << int(Format::AnthropicMessages) << QByteArray(samples::kAnthropicStream) << 3;
    }
    void streams()
    {
        QFETCH(int, format);
        QFETCH(QByteArray, stream);
        QFETCH(int, least);
        compareStream(Format(format), stream.toStdString(), least);
    }

    void whatIsNoStringIsNotTranslated_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isTold");
        QTest::newRow("plain") << QByteArray("two") << true;
        QTest::newRow("escapes") << QByteArray("\\n\\u00e9\\\\") << true;
        QTest::newRow("UTF-8") << QByteArray("\xc3\xa9") << true;
        QTest::newRow("a bare line feed") << QByteArray("a\tb") << false;
        QTest::newRow("no escape") << QByteArray("\\x") << false;
        QTest::newRow("half an escape") << QByteArray("\\u12") << false;
        QTest::newRow("broken UTF-8") << QByteArray("\xc3") << false;
    }
    /// Messages after the first are told by what stands round their text: that must be held to the rules all
    /// the same.
    void whatIsNoStringIsNotTranslated()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isTold);
        EventLog log;
        const auto reader = codecFor(Format::OpenAiChat)->answerReader({});
        reader->message({}, Padded(samples::chatMessage("one")).view(), log);
        reader->message({}, Padded(samples::chatMessage(text.toStdString())).view(), log);
        const bool isHeard = log.lines().contains("text one" + text);
        QCOMPARE(isHeard, isTold);
        QCOMPARE(log.joined().contains("failure"), !isTold);
    }

    void wholeAnswers_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("isSkimmed");
        const auto row = [](const char *name, Format format, const char *body, bool isSkimmed) {
            QTest::newRow(name) << int(format) << QByteArray(body) << isSkimmed;
        };
        row("chat: text", Format::OpenAiChat, samples::kChatAnswer, true);
        row("chat: a call", Format::OpenAiChat, samples::kChatCallAnswer, true);
        row("chat: nothing said", Format::OpenAiChat, samples::kChatEmpty, false);
        row("chat: a refusal", Format::OpenAiChat, samples::kChatRefusal, false);
        row("chat: ended by an error", Format::OpenAiChat, samples::kChatBadReason, false);
        row("chat: no usage", Format::OpenAiChat, samples::kChatNoUsage, false);
        row("chat: an error", Format::OpenAiChat, samples::kChatError, false);
        row("chat: no JSON", Format::OpenAiChat, "<html>", false);
        row("gemini: text", Format::Gemini, samples::kGeminiAnswer, true);
        row("gemini: a call", Format::Gemini, samples::kGeminiCallAnswer, true);
        row("gemini: filtered", Format::Gemini, samples::kGeminiFiltered, false);
        row("gemini: nothing said", Format::Gemini, samples::kGeminiEmpty, false);
        row("gemini: an error", Format::Gemini, samples::kGeminiError, false);
        row("responses: text", Format::OpenAiResponses, samples::kResponsesAnswer, true);
        row("responses: a call", Format::OpenAiResponses, samples::kResponsesCall, true);
        row("responses: a refusal", Format::OpenAiResponses, samples::kResponsesRefusal, false);
        row("responses: text about refusals", Format::OpenAiResponses, samples::kResponsesOfRefusals, true);
        row("responses: a refusal with escapes in its type", Format::OpenAiResponses,
            samples::kResponsesEscapedRefusal, false);
        row("responses: members twice", Format::OpenAiResponses, samples::kResponsesTwice, true);
        row("responses: usage in words of Chat", Format::OpenAiResponses, samples::kResponsesChatUsage, true);
        row("responses: cut", Format::OpenAiResponses, samples::kResponsesCut, false);
        row("responses: incomplete", Format::OpenAiResponses, samples::kResponsesIncomplete, false);
        row("responses: failed", Format::OpenAiResponses, samples::kResponsesFailed, false);
        row("responses: nothing said", Format::OpenAiResponses, samples::kResponsesEmpty, false);
        row("anthropic: text", Format::AnthropicMessages, samples::kAnthropicAnswer, true);
        row("anthropic: a call", Format::AnthropicMessages, samples::kAnthropicCall, true);
        row("anthropic: nothing said", Format::AnthropicMessages, samples::kAnthropicEmpty, false);
        row("anthropic: a refusal", Format::AnthropicMessages, samples::kAnthropicRefusal, false);
        row("anthropic: no usage", Format::AnthropicMessages, samples::kAnthropicNoUsage, false);
        row("anthropic: an error", Format::AnthropicMessages, samples::kAnthropicError, false);
        row("anthropic: no JSON", Format::AnthropicMessages, "<html>", false);
        row("responses: no JSON", Format::OpenAiResponses, "<html>", false);
    }
    void wholeAnswers()
    {
        QFETCH(int, format);
        QFETCH(QByteArray, body);
        QFETCH(bool, isSkimmed);
        QCOMPARE(compareWhole(Format(format), body.toStdString()), isSkimmed);
    }

    /// What is made in the background is fetched elsewhere: this answer is all that passes here.
    void aTicketPasses()
    {
        EventLog log;
        const std::string body = "{\"id\":\"resp_1\",\"model\":\"m\",\"status\":\"queued\",\"output\":[],"
                                 "\"usage\":null,\"background\":true}";
        QVERIFY(codecFor(Format::OpenAiResponses)->answerReader({})->skimWhole(Padded(body).view(), log));
        QCOMPARE(log.joined(), QByteArray("start resp_1 m\nbegin text\nend\nfinish stop"));
        EventLog other;
        QVERIFY(!codecFor(Format::OpenAiResponses)
                     ->answerReader({})
                     ->skimWhole(Padded("{\"status\":\"queued\",\"output\":[]}").view(), other));
    }

    void recordings_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("format");
        QFile index(recordings::folder() + QStringLiteral("index.jsonl"));
        if (!index.open(QIODevice::ReadOnly))
            QSKIP("the recordings are not at hand");
        while (!index.atEnd()) {
            const auto line = recordings::Json::parse(index.readLine().toStdString(), nullptr, false);
            if (!line.is_object())
                continue;
            const std::string endpoint = line.value("endpoint", "");
            const std::string file = line.value("file", "");
            for (const auto &[name, format] : kEndpoints) {
                if (endpoint == name)
                    QTest::newRow(file.c_str()) << QString::fromStdString(file) << int(format);
            }
        }
    }
    void recordings()
    {
        QFETCH(QString, file);
        QFETCH(int, format);
        const auto content = recordings::read(recordings::folder() + file);
        if (!content.is_object() || !content.contains("response"))
            return;
        const auto &response = content["response"];
        if (response.contains("sse"))
            compareStream(Format(format), recordings::wire(response["sse"]), 0);
        else if (response.contains("body") && response["body"].is_object() &&
                 !response["body"].value("background", false)) // a ticket is an answer to who passes it alone
            compareWhole(Format(format), response["body"].dump());
    }
};

QTEST_GUILESS_MAIN(TestSkim)
#include "tst_skim.moc"

#include "core/wire/chat/recordings.h"
#include "core/wire/ir/event_log.h"
#include "gemini_support.h"
#include "support/stream_splits.h"
#include "wire/sse/decoder.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using gemini_support::Json;
using gemini_support::Padded;
using Messages = std::vector<std::string>;
Q_DECLARE_METATYPE(Messages)

class TestGeminiAnswerReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void natures();
    void usage();
    void wholes_data();
    void wholes();
    void citationsCountCharacters();
    void skims();
    void recordedAnswers_data();
    void recordedAnswers();
};

namespace {

/// A response with these parts.
std::string chunk(std::string_view parts, std::string_view reason = {}, std::string_view more = {})
{
    std::string text = R"({"candidates":[{"content":{"parts":[)";
    text += parts;
    text += R"(],"role":"model"})";
    if (!reason.empty()) {
        text += R"(,"finishReason":")";
        text += reason;
        text += '"';
    }
    text += R"(,"index":0}],"usageMetadata":{"promptTokenCount":5})";
    text += more;
    return text + R"(,"modelVersion":"up","responseId":"a1"})";
}

QByteArray run(const Messages &messages)
{
    EventLog log;
    const auto reader = geminiCodec().answerReader({});
    for (const std::string &message : messages)
        reader->message({}, Padded(message).view(), log);
    reader->end(log);
    if (!log.problems().empty())
        return QByteArray::fromStdString(log.problems().front());
    return log.joined().replace('\n', '|');
}

QByteArray runWhole(const std::string &body)
{
    EventLog log;
    geminiCodec().answerReader({})->whole(Padded(body).view(), log);
    if (!log.problems().empty())
        return QByteArray::fromStdString(log.problems().front());
    return log.joined().replace('\n', '|');
}

} // namespace

void TestGeminiAnswerReader::reads_data()
{
    QTest::addColumn<Messages>("messages");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const Messages &messages, const char *expected) {
        QTest::newRow(name) << messages << QByteArray(expected);
    };
    const std::string done = chunk(R"({"text":""})", "STOP");
    row("text", {chunk(R"({"text":"Hi"})"), chunk(R"({"text":" \"x\""})"), done},
        R"(begin text|text Hi \"x\"|end|finish stop)");
    row("thoughts, then text", {chunk(R"({"text":"hm","thought":true})"), chunk(R"({"text":"Hi"})"), done},
        "begin reasoning|reasoning hm|end|begin text|text Hi|end|finish stop");
    row("a signature on text", {chunk(R"({"text":"Hi","thoughtSignature":"s"})"), done},
        "begin text|text Hi|signature s |end|finish stop");
    row("a signature behind text",
        {chunk(R"({"text":"Hi"})"), chunk(R"({"text":"","thoughtSignature":"s"})", "STOP")},
        "begin text|text Hi|signature s |end|finish stop");
    row("a signature behind a call",
        {chunk(R"({"functionCall":{"name":"go","args":{}}})"),
         chunk(R"({"text":"","thoughtSignature":"s"})", "STOP")},
        "begin call - - go function|arguments {}|end|signature s  answer|finish calls");
    row("a call",
        {chunk(R"({"functionCall":{"id":"c1","name":"go","args":{"a":"\"q\""}},"thoughtSignature":"s"})"),
         done},
        R"(begin call c1 - go function|signature s |arguments {\"a\":\"\\\"q\\\"\"}|end|finish calls)");
    row("a call without arguments", {chunk(R"({"functionCall":{"name":"go"}})", "STOP")},
        "begin call - - go function|arguments {}|end|finish calls");
    row("two calls in one message",
        {chunk(R"({"functionCall":{"name":"a"},"thoughtSignature":"s"},{"functionCall":{"name":"b"}})",
               "STOP")},
        "begin call - - a function|signature s |arguments {}|end|begin call - - b function|arguments "
        "{}|end|finish calls");
    row("arguments in pieces",
        {chunk(R"({"functionCall":{"name":"go","willContinue":true},"thoughtSignature":"s"})"),
         chunk(
             R"({"functionCall":{"partialArgs":[{"jsonPath":"$.a.b[0].c","stringValue":"x","willContinue":true}],"willContinue":true}})"),
         chunk(
             R"({"functionCall":{"partialArgs":[{"jsonPath":"$.a.b[0].c","stringValue":"y\n"},{"jsonPath":"$.n","numberValue":1.50},{"jsonPath":"$['o k']","boolValue":true},{"jsonPath":"$.z","nullValue":"NULL_VALUE"}],"willContinue":true}})"),
         chunk(R"({"functionCall":{}})"), done},
        R"(begin call - - go function|signature s |arguments {\"a\":{\"b\":[{\"c\":\"xy\\n\"}]},\"n\":1.50,\"o k\":true,\"z\":null}|end|finish calls)");
    row("a call in pieces that nothing closes",
        {chunk(R"({"functionCall":{"name":"a","willContinue":true}})"),
         chunk(R"({"functionCall":{"name":"b","willContinue":true}})"), done},
        "begin call - - a function|arguments {}|end|begin call - - b function|arguments {}|end|finish calls");
    row("paths that lead nowhere",
        {chunk(
             R"({"functionCall":{"name":"a","partialArgs":[{"jsonPath":"a","stringValue":"x"},{"jsonPath":"$[0]","stringValue":"x"},{"jsonPath":"$.l[7]","stringValue":"x"},{"jsonPath":"$.ok","stringValue":"y"}]}})"),
         done},
        R"(begin call - - a function|arguments {\"l\":[],\"ok\":\"y\"}|end|finish calls)");
    row("a tool of Google's own",
        {chunk(R"({"toolCall":{"id":"x"},"thoughtSignature":"s"},{"text":"Hi"})"), done},
        R"(signature s {"toolCall":{"id":"x"},"thoughtSignature":"s"} answer|begin text|text Hi|end|finish stop)");
    row("a picture", {chunk(R"({"inlineData":{"mimeType":"image/png","data":"QQ=="}})"), done},
        "begin hosted|end|finish stop");
    row("a sound", {chunk(R"({"inlineData":{"mimeType":"audio/wav","data":"QQ=="}})"), done},
        "begin hosted|end|finish stop");
    row("a search",
        {chunk(R"({"text":"Hi"})"),
         R"({"candidates":[{"content":{"parts":[]},"finishReason":"STOP","groundingMetadata":{"webSearchQueries":["q"],"groundingChunks":[{"web":{"uri":"u","title":"t"}}],"groundingSupports":[{"segment":{"endIndex":2},"groundingChunkIndices":[0,9]}]}}]})"},
        R"(begin text|text Hi|citation {"type":"url_citation","url":"u","title":"t","start_index":0,"end_index":2}|end|begin hosted|end|finish stop)");
    row("cut by the limit", {chunk(R"({"text":"Hi"})", "MAX_TOKENS")},
        "begin text|text Hi|end|finish length");
    row("filtered", {chunk(R"({"text":"Hi"})", "SAFETY")}, "begin text|text Hi|end|finish refusal");
    row("a call that cannot be read", {chunk("", "MALFORMED_FUNCTION_CALL")}, "finish malformed");
    row("the reason again", {chunk(R"({"text":"Hi"})", "STOP"), chunk(R"({"text":"!"})", "STOP")},
        "begin text|text Hi!|end|finish stop");
    row("a word for the reason that nobody knows", {chunk(R"({"text":"Hi"})", "NEW_REASON")},
        "begin text|text Hi|end|finish stop");
    row("the prompt was refused", {R"({"promptFeedback":{"blockReason":"SAFETY"}})"}, "finish refusal");
    row("only the first candidate counts",
        {R"({"candidates":[{"index":1,"content":{"parts":[{"text":"no"}]}},{"index":0,"content":{"parts":[{"text":"yes"}]},"finishReason":"STOP"}]})"},
        "begin text|text yes|end|finish stop");
    row("an error",
        {chunk(R"({"text":"Hi"})"), R"({"error":{"code":503,"message":"busy","status":"UNAVAILABLE"}})"},
        "begin text|text Hi|end incomplete|failure overloaded busy");
    row("an error in a list", {R"([{"error":{"code":429,"message":"slow","status":"RESOURCE_EXHAUSTED"}}])"},
        "failure rate slow");
    row("cut without a finish", {chunk(R"({"text":"Hi"})")},
        "begin text|text Hi|end incomplete|failure closed upstream closed the stream early");
    row("no JSON", {"<html>"}, "failure server the provider sent a message that is not JSON");
}

void TestGeminiAnswerReader::reads()
{
    QFETCH(Messages, messages);
    QFETCH(QByteArray, expected);
    QByteArray got = run(messages);
    if (got.startsWith("start "))
        got = got.mid(got.indexOf('|') + 1);
    QCOMPARE(got, expected);
}

void TestGeminiAnswerReader::natures()
{
    EventLog log;
    const auto reader = geminiCodec().answerReader({});
    const auto send = [&](const std::string &message) {
        return reader->message({}, Padded(message).view(), log);
    };
    MessageNature nature = send(chunk(R"({"text":""})"));
    QVERIFY(!nature.real && !nature.finishing && !nature.terminal);
    QCOMPARE(log.joined(), QByteArray("start a1 up"));
    nature = send(chunk(R"({"functionCall":{"name":"go"}})"));
    QVERIFY(nature.real && !nature.finishing);
    nature = send(chunk(R"({"text":""})", "STOP"));
    QVERIFY(nature.finishing && !nature.terminal);
    QCOMPARE(log.ends(), 0); // more may follow
    reader->end(log);
    QCOMPARE(log.ends(), 1);
    nature = send(R"({"error":{"message":"late"}})");
    QVERIFY(!nature.terminal);
    QCOMPARE(log.ends(), 1);
}

void TestGeminiAnswerReader::usage()
{
    EventLog log;
    const std::string body =
        R"({"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":10,"toolUsePromptTokenCount":3,"cachedContentTokenCount":4,"candidatesTokenCount":5,"thoughtsTokenCount":6,"totalTokenCount":24}})";
    geminiCodec().answerReader({})->whole(Padded(body).view(), log);
    QCOMPARE(log.usage().inputTokens, 13);
    QCOMPARE(log.usage().cachedInputTokens, 4);
    QCOMPARE(log.usage().outputTokens, 11);
    QCOMPARE(log.usage().reasoningTokens, 6);
}

void TestGeminiAnswerReader::wholes_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const std::string &body, const char *expected) {
        QTest::newRow(name) << QByteArray::fromStdString(body) << QByteArray(expected);
    };
    row("text in two parts", chunk(R"({"text":"Hi"},{"text":"!","thoughtSignature":"s"})", "STOP"),
        "start a1 up|begin text|text Hi!|signature s |end|finish stop");
    row("a list of responses", "[" + chunk(R"({"text":"Hi"})") + "," + chunk(R"({"text":"!"})", "STOP") + "]",
        "start a1 up|begin text|text Hi!|end|finish stop");
    row("a number for the reason",
        R"({"candidates":[{"content":{"parts":[{"text":"Hi"}]},"finishReason":2}]})",
        "start - -|begin text|text Hi|end|finish length");
    row("nothing at all", "{}", "failure server the provider's answer is empty");
    row("an error", R"({"error":{"code":400,"message":"no","status":"INVALID_ARGUMENT"}})",
        "failure bad-request no");
    row("no JSON", "<html>", "failure server upstream sent HTML, status 200");
}

void TestGeminiAnswerReader::wholes()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);
    QCOMPARE(runWhole(body.toStdString()), expected);
}

void TestGeminiAnswerReader::citationsCountCharacters()
{
    // Four bytes of é and ö come before the end, which are two characters.
    const std::string body = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\xc3\xa9\\u00f6 "
                             "x\"}]},\"finishReason\":\"STOP\",\"groundingMetadata\":{\"groundingChunks\":[{"
                             "\"web\":{\"uri\":\"u\"}}],\"groundingSupports\":[{\"segment\":{\"startIndex\":"
                             "2,\"endIndex\":6},\"groundingChunkIndices\":[0]}]}}]}";
    QVERIFY(runWhole(body).contains("\"start_index\":1,\"end_index\":4"));
}

void TestGeminiAnswerReader::skims()
{
    EventLog log;
    const auto reader = geminiCodec().answerReader({});
    const std::string first = chunk(R"({"text":"one"})");
    QVERIFY(!reader->skim({}, Padded(first).view()));
    reader->message({}, Padded(first).view(), log);
    QCOMPARE(reader->skim({}, Padded(chunk(R"({"text":"two\n"})")).view()), std::optional<std::size_t>(5));
    QVERIFY(!reader->skim({}, Padded(chunk(R"({"text":"end"})", "STOP")).view()));
    QVERIFY(!reader->skim({}, Padded(chunk(R"({"text":"x","thought":true})")).view()));
    QVERIFY(!reader->skim({}, Padded(chunk(R"({"functionCall":{"name":"go"}})")).view()));
}

void TestGeminiAnswerReader::recordedAnswers_data()
{
    QTest::addColumn<QString>("file");
    const QStringList files = gemini_support::sharedFiles(
        {QStringLiteral("recordings/gemini"), QStringLiteral("recordings/gemini-vertex")});
    if (files.isEmpty())
        QSKIP("the recordings are not at hand");
    for (const QString &file : files)
        QTest::newRow(file.section(QLatin1Char('/'), -2).toUtf8().constData()) << file;
}

void TestGeminiAnswerReader::recordedAnswers()
{
    QFETCH(QString, file);
    const Json response = gemini_support::readJson(file)["response"];
    QByteArray got;
    if (response.contains("sse")) {
        const std::string wire = recordings::wire(recordings::read(file)["response"]["sse"]);
        QCOMPARE(test::firstOddSplit(wire), std::size_t(0));
        Messages messages;
        sse::Decoder decoder;
        decoder.feed(wire);
        while (const auto event = decoder.next()) {
            if (event->hasData)
                messages.emplace_back(event->data);
        }
        got = run(messages);
        std::string list = "[";
        for (const std::string &message : messages)
            list += (list.size() > 1 ? "," : "") + message;
        QCOMPARE(runWhole(list + "]"), got);
    } else if (const Json body = response.value("body", Json());
               body.is_array() || body.contains("candidates") || body.contains("error")) {
        got = runWhole(body.dump());
    } else {
        return;
    }
    QVERIFY2(got.contains("finish ") || got.contains("failure "), got.constData());
    const bool mayFail = response["status"].get<int>() >= 400;
    QVERIFY2(mayFail == got.contains("failure "), got.constData());
}

QTEST_APPLESS_MAIN(TestGeminiAnswerReader)
#include "tst_gemini_answer_reader.moc"

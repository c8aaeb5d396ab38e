#include "anthropic_support.h"
#include "core/wire/ir/event_log.h"
#include "support/stream_splits.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using namespace anthropic_test;

class TestAnthropicAnswerReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void natures();
    void usage();
    void wholes_data();
    void wholes();
    void skimming();
    void recordedStreams_data();
    void recordedStreams();
    void recordedAnswers_data();
    void recordedAnswers();
};

namespace {

using Messages = std::vector<std::string>;

MessageNature send(AnswerReader &reader, std::string_view data, ir::EventSink &sink)
{
    const Parsed padded(data);
    return reader.message("", padded.view(), sink);
}

std::string start(const std::string &block, int index = 0)
{
    return R"({"type":"content_block_start","index":)" + std::to_string(index) + R"(,"content_block":)" +
           block + "}";
}
std::string delta(const std::string &inside, int index = 0)
{
    return R"({"type":"content_block_delta","index":)" + std::to_string(index) + R"(,"delta":)" + inside +
           "}";
}
std::string stop(int index = 0)
{
    return R"({"type":"content_block_stop","index":)" + std::to_string(index) + "  }";
}
std::string text(const std::string &words)
{
    return delta(R"({"type":"text_delta","text":")" + words + "\"}");
}
std::string input(const std::string &json)
{
    return delta(R"({"type":"input_json_delta","partial_json":")" + json + "\"}");
}
std::string ending(const std::string &reason)
{
    return R"({"type":"message_delta","delta":{"stop_reason":")" + reason +
           R"(","stop_sequence":null},"usage":{"output_tokens":3}})";
}

const std::string kBegin =
    R"({"type":"message_start","message":{"id":"msg_1","model":"up","usage":{"input_tokens":5,"output_tokens":1}}})";
const std::string kEnd = R"({"type":"message_stop"})";
const std::string kText = start(R"({"type":"text","text":""})");
const std::string kCall = start(R"({"type":"tool_use","id":"t","name":"go","input":{}})");

QByteArray run(const Messages &messages)
{
    EventLog log;
    const auto reader = anthropicMessagesCodec().answerReader(target());
    for (const std::string &message : messages)
        send(*reader, message, log);
    reader->end(log);
    if (!log.problems().empty())
        return QByteArray::fromStdString(log.problems().front());
    return log.joined().replace('\n', '|');
}

} // namespace

Q_DECLARE_METATYPE(Messages)

void TestAnthropicAnswerReader::reads_data()
{
    QTest::addColumn<Messages>("messages");
    QTest::addColumn<QByteArray>("expected"); // behind the start
    const auto row = [](const char *name, Messages messages, const char *expected) {
        messages.insert(messages.begin(), kBegin);
        QTest::newRow(name) << messages << QByteArray(expected);
    };
    row("text",
        {kText, R"({"type": "ping"})", text("Hi"), text(" \\\"x\\\""), stop(), ending("end_turn"), kEnd},
        R"(begin text|text Hi \"x\"|end|finish stop)");
    row("text as other servers write it",
        {kText, R"({"index":0,"delta":{"text":"Hi","type":"text_delta"},"type":"content_block_delta"})",
         stop(), ending("end_turn"), kEnd},
        "begin text|text Hi|end|finish stop");
    row("blocks of text are one",
        {kText, text("a"), stop(), start(R"({"type":"text","text":"b"})", 1), stop(1), ending("end_turn"),
         kEnd},
        "begin text|text ab|end|finish stop");
    row("empty text is none", {kText, stop(), ending("end_turn"), kEnd}, "finish stop");
    row("thoughts and their signature in pieces",
        {start(R"({"type":"thinking","thinking":"","signature":""})"),
         delta(R"({"type":"thinking_delta","thinking":"h"})"),
         delta(R"({"type":"thinking_delta","thinking":"m"})"),
         delta(R"({"type":"signature_delta","signature":"ab"})"),
         delta(R"({"type":"signature_delta","signature":"c="})"), stop(), kText, text("Hi"), stop(),
         ending("end_turn"), kEnd},
        "begin reasoning|reasoning hm|signature ab |signature c= |end|begin text|text Hi|end|finish stop");
    row("thoughts unseen",
        {start(R"({"type":"thinking","thinking":"","signature":""})"),
         delta(R"({"type":"signature_delta","signature":"ab"})"), stop(), ending("end_turn"), kEnd},
        "begin reasoning|signature ab |end|finish stop");
    row("thoughts in the dark",
        {start(R"({"type":"redacted_thinking","data":"xyz"})"), stop(), ending("end_turn"), kEnd},
        "begin reasoning|signature xyz  redacted|end|finish stop");
    row("a call", {kCall, input(""), input(R"({\"a\")"), input(":1}"), stop(), ending("tool_use"), kEnd},
        R"(begin call t - go function|arguments {\"a\":1}|end|finish calls)");
    row("a call without arguments", {kCall, input(""), stop(), ending("tool_use"), kEnd},
        "begin call t - go function|arguments {}|end|finish calls");
    row("a call with all its arguments at once",
        {start(R"({"type":"tool_use","id":"t","name":"go","input":{"a":"\"q\""}})"), stop(),
         ending("tool_use"), kEnd},
        R"(begin call t - go function|arguments {\"a\":\"\\\"q\\\"\"}|end|finish calls)");
    row("two calls",
        {kCall, stop(), start(R"({"type":"tool_use","id":"u","name":"no","input":{}})", 1), stop(1),
         ending("tool_use"), kEnd},
        "begin call t - go function|arguments {}|end|begin call u - no function|arguments {}|end|finish "
        "calls");
    row("a call that was cut", {kCall, input(R"({\"a)"), stop(), ending("max_tokens"), kEnd},
        R"(begin call t - go function|arguments {\"a|end incomplete|finish length)");
    row("a whole call at the limit", {kCall, input("{}"), stop(), ending("max_tokens"), kEnd},
        "begin call t - go function|arguments {}|end|finish length");
    row("a search and what it found",
        {start(R"({"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}})"),
         input(R"({\"query\":\"w\"})"), stop(),
         start(R"({"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[]})", 1), stop(1),
         kText, text("a"), stop(), start(R"({"type":"text","text":"","citations":[]})", 2),
         delta(
             R"({"type":"citations_delta","citation":{"type":"web_search_result_location","cited_text":"c","url":"u","title":"t","encrypted_index":"e"}})"),
         text("\\u00e9\\n"), stop(2), ending("end_turn"), kEnd},
        R"(begin hosted|end|begin hosted|end|begin text|text a\u00e9\n|citation {"type":"url_citation","start_index":1,"end_index":3,"url":"u","title":"t"}|end|finish stop)");
    row("unknown blocks and deltas",
        {start(R"({"type":"hologram","x":1})"), delta(R"({"type":"hologram_delta","x":1})"), stop(), kText,
         delta(R"({"type":"aside","x":1})"), text("Hi"), stop(), R"({"type":"novelty"})", ending("end_turn"),
         kEnd},
        "begin text|text Hi|end|finish stop");
    row("the same start again", {kText, text("a"), kBegin, text("b"), stop(), ending("end_turn"), kEnd},
        "begin text|text ab|end|finish stop");
    row("another message continues",
        {kCall, stop(), R"({"type":"message_start","message":{"id":"msg_2","model":"up"}})", kText, text("b"),
         stop(), ending("end_turn"), kEnd},
        "begin call t - go function|arguments {}|end|begin text|text b|end|finish calls");
    row("refused",
        {R"({"type":"message_delta","delta":{"stop_reason":"refusal","stop_details":{"explanation":"no"}}})",
         kEnd},
        "finish refusal");
    row("paused", {kText, text("a"), stop(), ending("pause_turn"), kEnd},
        "begin text|text a|end|finish pause");
    row("a word that is new", {kText, text("a"), stop(), ending("bored"), kEnd},
        "begin text|text a|end|finish stop");
    row("an error",
        {kText, text("a"), R"({"type":"error","error":{"type":"overloaded_error","message":"busy"}})"},
        "begin text|text a|end incomplete|failure overloaded busy");
    row("cut off", {kText, text("a")},
        "begin text|text a|end incomplete|failure closed upstream closed the stream early");
    row("cut off behind its reason", {kText, text("a"), stop(), ending("end_turn")},
        "begin text|text a|end|finish stop");
    row("nothing at all", {kEnd}, "failure server the provider's answer is empty");
    row("nothing behind the end", {kText, text("a"), stop(), ending("end_turn"), kEnd, kText, text("b")},
        "begin text|text a|end|finish stop");
    row("what is no JSON", {kText, text("a"), "<html>"},
        "begin text|text a|end incomplete|failure server the provider sent a message that is not JSON");
    row("a delta that is no JSON string", {kText, text("a"), text("b\tc")},
        "begin text|text a|end incomplete|failure server the provider sent a message that is not JSON");
}

void TestAnthropicAnswerReader::reads()
{
    QFETCH(Messages, messages);
    QFETCH(QByteArray, expected);
    QCOMPARE(run(messages), "start msg_1 up|" + expected);
}

void TestAnthropicAnswerReader::natures()
{
    EventLog log;
    const auto reader = anthropicMessagesCodec().answerReader(target());
    QVERIFY(!send(*reader, kBegin, log).real);
    QVERIFY(!send(*reader, kText, log).real);
    QVERIFY(send(*reader, text("a"), log).real);
    QVERIFY(!send(*reader, R"({"type":"ping"})", log).real);
    QVERIFY(!send(*reader, stop(), log).real);
    QVERIFY(!send(*reader, kCall, log).real);
    QVERIFY(send(*reader, stop(), log).real);
    MessageNature nature = send(*reader, ending("tool_use"), log);
    QVERIFY(nature.finishing && !nature.terminal);
    QCOMPARE(log.ends(), 0);
    nature = send(*reader, kEnd, log);
    QVERIFY(nature.finishing && nature.terminal);
    QCOMPARE(log.ends(), 1);
    reader->end(log);
    QCOMPARE(log.ends(), 1);
}

void TestAnthropicAnswerReader::usage()
{
    EventLog log;
    const auto reader = anthropicMessagesCodec().answerReader(target());
    send(
        *reader,
        R"({"type":"message_start","message":{"id":"m","usage":{"input_tokens":5,"cache_read_input_tokens":7,"cache_creation_input_tokens":11,"cache_creation":{"ephemeral_5m_input_tokens":8,"ephemeral_1h_input_tokens":3},"output_tokens":1}}})",
        log);
    QCOMPARE(log.usage().inputTokens, std::int64_t(23));
    send(
        *reader,
        R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":6,"cache_read_input_tokens":null,"output_tokens":9,"output_tokens_details":{"thinking_tokens":4}}})",
        log);
    const record::Usage &told = log.usage();
    QCOMPARE(told.inputTokens, std::int64_t(24));
    QCOMPARE(told.cachedInputTokens, std::int64_t(7));
    QCOMPARE(told.cacheWriteTokens, std::int64_t(8));
    QCOMPARE(told.cacheWrite1hTokens, std::int64_t(3));
    QCOMPARE(told.outputTokens, std::int64_t(9));
    QCOMPARE(told.reasoningTokens, std::int64_t(4));
    // A message that continues another one costs on top of it.
    send(*reader,
         R"({"type":"message_start","message":{"id":"n","usage":{"input_tokens":1,"output_tokens":2}}})",
         log);
    QCOMPARE(log.usage().inputTokens, std::int64_t(25));
    QCOMPARE(log.usage().outputTokens, std::int64_t(11));
}

void TestAnthropicAnswerReader::wholes_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *body, const char *expected) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(expected);
    };
    row("all kinds",
        R"({"id":"m","model":"up","content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"redacted_thinking","data":"d"},{"type":"text","text":"a"},{"type":"text","text":"b","citations":[{"type":"web_search_result_location","url":"u","title":null}]},{"type":"tool_use","id":"t","name":"go","input":{"a":1.0}},{"type":"tool_use","id":"u","name":"no","input":{}}],"stop_reason":"tool_use","usage":{}})",
        R"(start m up|begin reasoning|reasoning hm|signature s |end|begin reasoning|signature d  redacted|end|begin text|text ab|citation {"type":"url_citation","start_index":1,"end_index":2,"url":"u","title":""}|end|begin call t - go function|arguments {\"a\":1.0}|end|begin call u - no function|arguments {}|end|finish calls)");
    row("an error", R"({"type":"error","error":{"type":"rate_limit_error","message":"slow"}})",
        "failure rate slow");
    row("no message", R"({"x":1})", "failure server the provider's answer is no message");
    row("no JSON", "<html>", "failure server upstream sent HTML");
}

void TestAnthropicAnswerReader::wholes()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);
    EventLog log;
    const Parsed padded(body.toStdString());
    anthropicMessagesCodec().answerReader(target())->whole(padded.view(), log);
    QVERIFY(log.problems().empty());
    QCOMPARE(log.joined().replace('\n', '|'), expected);
}

/// Only a further piece of what is open may go by unread.
void TestAnthropicAnswerReader::skimming()
{
    EventLog log;
    const auto reader = anthropicMessagesCodec().answerReader(target());
    const auto skim = [&](const std::string &data) {
        const Parsed padded(data);
        return reader->skim("content_block_delta", padded.view());
    };
    QVERIFY(!skim(text("a")));
    send(*reader, kBegin, log);
    send(*reader, kText, log);
    QVERIFY(!skim(text("a"))); // the first one is told
    send(*reader, text("a"), log);
    QCOMPARE(skim(text("b\\n")), std::optional<std::size_t>(3));
    QVERIFY(!skim(input("{}")) && !skim(text("")) &&
            !skim(delta(R"({"type":"signature_delta","signature":"s"})")));
    QVERIFY(!skim(text("b") + ",")); // no event that ends as it should
    QVERIFY(!reader->skim("message_delta", text("b")));
    send(*reader, stop(), log);
    send(*reader, kCall, log);
    QCOMPARE(skim(input("{}")), std::optional<std::size_t>(2));
    send(*reader, stop(), log);
    send(*reader, ending("tool_use"), log);
    send(*reader, kEnd, log);
    QCOMPARE(log.joined().replace('\n', '|'),
             QByteArray("start msg_1 up|begin text|text a|end|begin call t - go function|end|finish calls"));
}

void TestAnthropicAnswerReader::recordedStreams_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::newRow("own") << QByteArray::fromStdString(
        "event: message_start\ndata: " + kBegin + "\n\ndata: " + kText + "\n\ndata: " + text("Hi") +
        "\n\ndata: " + stop() + "\n\ndata: " + ending("end_turn") + "\n\ndata: " + kEnd + "\n\n");
    for (const auto &recording : exchanges()) {
        if (const std::string stream = streamOf(recording.content["response"]); !stream.empty())
            QTest::newRow(qPrintable(recording.file)) << QByteArray::fromStdString(stream);
    }
}

/// Each ends once, its blocks nest, the network may cut it anywhere, and what breaks off says so.
void TestAnthropicAnswerReader::recordedStreams()
{
    QFETCH(QByteArray, stream);
    const std::string bytes = stream.toStdString();
    QCOMPARE(test::firstOddSplit(bytes), std::size_t(0));
    EventLog log;
    readStream(*anthropicMessagesCodec().answerReader(target()), bytes, log);
    QVERIFY2(log.problems().empty(), log.problems().empty() ? "" : log.problems().front().c_str());
    QCOMPARE(log.ends(), 1);
    QVERIFY2(log.joined().contains("finish "), log.joined().right(300).constData());
    QVERIFY(log.usage().outputTokens > 0);
    for (std::size_t at = bytes.find("\n\n"); at != std::string::npos; at = bytes.find("\n\n", at + 1)) {
        EventLog cut;
        readStream(*anthropicMessagesCodec().answerReader(target()), std::string_view(bytes).substr(0, at),
                   cut);
        QVERIFY(cut.problems().empty());
        QCOMPARE(cut.ends(), 1);
    }
}

void TestAnthropicAnswerReader::recordedAnswers_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("own") << QByteArray(
        R"({"id":"m","model":"up","content":[{"type":"text","text":"a"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}})");
    for (const auto &recording : exchanges()) {
        const Json &response = recording.content["response"];
        if (response.contains("body") && response["body"].is_object() && response["body"].contains("content"))
            QTest::newRow(qPrintable(recording.file)) << QByteArray::fromStdString(response["body"].dump());
    }
}

void TestAnthropicAnswerReader::recordedAnswers()
{
    QFETCH(QByteArray, body);
    const Parsed padded(body.toStdString());
    EventLog log;
    anthropicMessagesCodec().answerReader(target())->whole(padded.view(), log);
    QVERIFY2(log.problems().empty(), log.problems().empty() ? "" : log.problems().front().c_str());
    QCOMPARE(log.ends(), 1);
    QVERIFY2(log.joined().contains("finish "), log.joined().right(300).constData());
    std::string words;
    const Json answer = Json::parse(body.toStdString());
    for (const Json &block : answer["content"]) {
        if (block.value("type", "") == "text")
            words += block.value("text", "");
    }
    QCOMPARE(QByteArray::fromStdString(log.all("text")), QByteArray::fromStdString(words));
}

QTEST_APPLESS_MAIN(TestAnthropicAnswerReader)
#include "tst_anthropic_answer_reader.moc"

#include "base/byte_buffer.h"
#include "core/wire/chat/recordings.h"
#include "core/wire/ir/event_log.h"
#include "support/stream_splits.h"
#include "wire/openai_chat/codec.h"
#include "wire/sse/decoder.h"

#include <QTest>

#include <algorithm>

using namespace signalbox;
using namespace signalbox::wire;
using recordings::Json;

class TestChatAnswerReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void natures();
    void usage_data();
    void usage();
    void wholes_data();
    void wholes();
    void finishIsHeldForWhatMayFollow();
    void nothingFollowsTheEnd();
    void recordedStreams_data();
    void recordedStreams();
    void recordedAnswers_data();
    void recordedAnswers();
};

namespace {

std::string padded(std::string_view text)
{
    std::string copy(text);
    copy.append(ByteBuffer::kPadding, '\0');
    return copy;
}

MessageNature send(AnswerReader &reader, std::string_view name, std::string_view data, ir::EventSink &sink)
{
    const std::string copy = padded(data);
    return reader.message(name, std::string_view(copy).substr(0, data.size()), sink);
}

Target target(bool thinkTags = false, bool omitsReasoning = false)
{
    Target made;
    made.model = "m";
    made.dialect.thinkTags = thinkTags;
    made.dialect.usageOmitsReasoning = omitsReasoning;
    return made;
}

/// A chunk of a stream with this delta.
std::string chunk(std::string_view delta, std::string_view reason = {})
{
    std::string text =
        R"({"id":"a1","object":"chat.completion.chunk","model":"up","choices":[{"index":0,"delta":)";
    text += delta;
    text += R"(,"finish_reason":)";
    if (reason.empty()) {
        text += "null";
    } else {
        text += '"';
        text += reason;
        text += '"';
    }
    return text + "}]}";
}

QByteArray run(const std::vector<std::string> &messages, const Target &to = target())
{
    EventLog log;
    const auto reader = openAiChatCodec().answerReader(to);
    for (const std::string &message : messages)
        send(*reader, "", message, log);
    reader->end(log);
    if (!log.problems().empty())
        return QByteArray::fromStdString(log.problems().front());
    return log.joined();
}

using Messages = std::vector<std::string>;

} // namespace

Q_DECLARE_METATYPE(Messages)

void TestChatAnswerReader::reads_data()
{
    QTest::addColumn<Messages>("messages");
    QTest::addColumn<bool>("thinkTags");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const Messages &messages, const char *expected,
                        bool thinkTags = false) {
        QTest::newRow(name) << messages << thinkTags << QByteArray(expected);
    };
    const std::string done = "[DONE]";
    const auto call = [](std::string_view inside) {
        std::string list = R"({"tool_calls":[)";
        list += inside;
        list += "]}";
        return chunk(list);
    };

    row("text",
        {chunk(R"({"role":"assistant","content":""})"), chunk(R"({"content":"Hi"})"),
         chunk(R"({"content":" \"x\""})"), chunk("{}", "stop"), done},
        R"(begin text|text Hi \"x\"|end|finish stop)");
    row("thoughts, then text",
        {chunk(R"({"reasoning_content":"hm"})"), chunk(R"({"content":"Hi","reasoning_content":null})"),
         chunk("{}", "stop"), done},
        "begin reasoning|reasoning hm|end|begin text|text Hi|end|finish stop");
    row("thoughts under another name",
        {chunk(R"({"reasoning":"hm"})"), chunk(R"({"content":"Hi"})"), chunk("{}", "stop"), done},
        "begin reasoning|reasoning hm|end|begin text|text Hi|end|finish stop");
    row("thoughts and details say the same once",
        {chunk(
             R"({"reasoning":"a","reasoning_details":[{"type":"reasoning.text","text":"a","index":0,"format":"f"}]})"),
         chunk(
             R"({"reasoning":"b","reasoning_details":[{"type":"reasoning.text","text":"b","signature":"s","index":0}]})"),
         chunk(R"({"content":"Hi"})"), chunk("{}", "stop"), done},
        R"(begin reasoning|reasoning ab|signature - [{"type":"reasoning.text","text":"ab","signature":"s","format":"f","index":0}]|end|begin text|text Hi|end|finish stop)");
    row("details alone",
        {chunk(R"({"reasoning_details":[{"type":"reasoning.encrypted","data":"xyz","index":0}]})"),
         chunk(R"({"content":"Hi"})"), chunk("{}", "stop"), done},
        R"(begin reasoning|signature - [{"type":"reasoning.encrypted","data":"xyz","index":0}]|end|begin text|text Hi|end|finish stop)");
    row("details behind the text",
        {chunk(R"({"content":"Hi"})"),
         chunk(R"({"reasoning_details":[{"type":"reasoning.encrypted","data":"xyz","index":0}]})"),
         chunk("{}", "stop"), done},
        R"(begin text|text Hi|signature - [{"type":"reasoning.encrypted","data":"xyz","index":0}] answer|end|finish stop)");
    row("Mistral's parts",
        {chunk(R"({"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]}]})"),
         chunk(R"({"content":[{"type":"text","text":"Hi"}]})"), chunk("{}", "stop")},
        "begin reasoning|reasoning hm|end|begin text|text Hi|end|finish stop");
    row("a refusal", {chunk(R"({"refusal":"No"})"), chunk(R"({"refusal":"."})"), chunk("{}", "stop"), done},
        "begin refusal|refusal No.|end|finish refusal");
    row("a citation",
        {chunk(
             R"({"content":"Hi","annotations":[{"type":"url_citation","url_citation":{"url":"u","start_index":0}}]})"),
         chunk("{}", "stop"), done},
        R"(begin text|text Hi|citation {"type":"url_citation","url":"u","start_index":0}|end|finish stop)");

    row("a call in pieces",
        {call(R"({"index":0,"id":"c1","type":"function","function":{"name":"go","arguments":""}})"),
         call(R"({"index":0,"function":{"arguments":"{\"a\""}})"),
         call(R"({"index":0,"function":{"arguments":":1}"}})"), chunk("{}", "tool_calls"), done},
        R"(begin call c1 - go function|arguments {\"a\":1}|end|finish calls)");
    row("ids and names repeated or empty",
        {call(R"({"index":0,"id":"c1","function":{"name":"go","arguments":"{"}})"),
         call(R"({"index":0,"id":"","function":{"name":"","arguments":"}"}})"),
         call(R"({"index":0,"id":"c1","function":{"name":"go","arguments":""}})"), chunk("{}", "tool_calls"),
         done},
        "begin call c1 - go function|arguments {}|end|finish calls");
    row("two calls one after the other",
        {call(R"({"index":0,"id":"c1","function":{"name":"a","arguments":"{}"}})"),
         call(R"({"index":1,"id":"c2","function":{"name":"b","arguments":"{}"}})"), chunk("{}", "tool_calls"),
         done},
        "begin call c1 - a function|arguments {}|end|begin call c2 - b function|arguments {}|end|finish "
        "calls");
    row("calls interleaved",
        {call(
             R"({"index":0,"id":"c1","function":{"name":"a","arguments":"{\"x\""}},{"index":1,"id":"c2","function":{"name":"b","arguments":"{"}})"),
         call(R"({"index":1,"function":{"arguments":"}"}})"),
         call(R"({"index":0,"function":{"arguments":":1}"}})"), chunk("{}", "tool_calls"), done},
        R"(begin call c1 - a function|arguments {\"x\":1}|end|begin call c2 - b function|arguments {}|end|finish calls)");
    row("one index for all calls",
        {call(R"({"index":0,"id":"c1","function":{"name":"a","arguments":"{}"}})"),
         call(R"({"index":0,"id":"c2","function":{"name":"a","arguments":"{"}})"),
         call(R"({"index":0,"function":{"arguments":"}"}})"), chunk("{}", "tool_calls"), done},
        "begin call c1 - a function|arguments {}|end|begin call c2 - a function|arguments {}|end|finish "
        "calls");
    row("no index, by id",
        {call(
             R"({"id":"c1","function":{"name":"a","arguments":"{}"}},{"id":"c2","function":{"name":"b","arguments":"{}"}})"),
         chunk("{}", "tool_calls"), done},
        "begin call c1 - a function|arguments {}|end|begin call c2 - b function|arguments {}|end|finish "
        "calls");
    row("no index, no id, by name",
        {call(R"({"function":{"name":"a","arguments":"{"}})"), call(R"({"function":{"arguments":"}"}})"),
         call(R"({"function":{"name":"b","arguments":"{}"}})"), chunk("{}", "tool_calls"), done},
        "begin call - - a function|arguments {}|end|begin call - - b function|arguments {}|end|finish calls");
    row("no ids, one index, the same name again",
        {call(R"({"index":0,"function":{"name":"a","arguments":"{\"x\":1}"}})"),
         call(R"({"index":0,"function":{"name":"a","arguments":"{\"x\":2}"}})"), chunk("{}", "tool_calls"),
         done},
        R"(begin call - - a function|arguments {\"x\":1}|end|begin call - - a function|arguments {\"x\":2}|end|finish calls)");
    row("the name comes late",
        {call(R"({"index":0,"id":"c1","function":{"arguments":"{\"a\":"}})"),
         call(R"({"index":0,"function":{"name":"go","arguments":"1}"}})"), chunk("{}", "tool_calls"), done},
        R"(begin call c1 - go function|arguments {\"a\":1}|end|finish calls)");
    row("arguments as an object",
        {call(R"({"index":0,"id":"c1","function":{"name":"go","arguments":{"a":"\"q\""}}})"),
         chunk("{}", "tool_calls"), done},
        R"(begin call c1 - go function|arguments {\"a\":\"\\\"q\\\"\"}|end|finish calls)");
    row("no arguments at all",
        {call(R"({"index":0,"id":"c1","function":{"name":"go"}})"), chunk("{}", "tool_calls"), done},
        "begin call c1 - go function|arguments {}|end|finish calls");
    row("calls with finish_reason stop",
        {call(R"({"index":0,"id":"c1","function":{"name":"go","arguments":"{}"}})"), chunk("{}", "stop"),
         done},
        "begin call c1 - go function|arguments {}|end|finish calls");
    row("a call that was cut",
        {call(R"({"index":0,"id":"c1","function":{"name":"go","arguments":"{\"a"}})"), chunk("{}", "length"),
         done},
        R"(begin call c1 - go function|arguments {\"a|end incomplete|finish length)");
    row("text behind an open call waits",
        {call(R"({"index":0,"id":"c1","function":{"name":"go","arguments":"{"}})"),
         chunk(R"({"content":"\n"})"), call(R"({"index":0,"function":{"arguments":"}"}})"),
         chunk("{}", "tool_calls"), done},
        R"(begin call c1 - go function|arguments {}|end|begin text|text \n|end|finish calls)");
    row("and so does a citation of it",
        {call(R"({"index":0,"id":"c1","function":{"name":"go","arguments":"{}"}})"),
         chunk(R"({"content":"Hi"})"),
         chunk(R"({"annotations":[{"type":"url_citation","url_citation":{"url":"u"}}]})"),
         chunk("{}", "tool_calls"), done},
        R"(begin call c1 - go function|arguments {}|end|begin text|text Hi|citation {"type":"url_citation","url":"u"}|end|finish calls)");
    row("a freeform call",
        {call(R"({"index":0,"id":"c1","type":"custom","custom":{"name":"exec","input":""}})"),
         call(R"({"index":0,"custom":{"input":"let {"}})"), chunk("{}", "tool_calls"), done},
        "begin call c1 - exec freeform|arguments let {|end|finish calls");
    row("Gemini's signature",
        {call(
             R"({"index":0,"id":"c1","extra_content":{"google":{"thought_signature":"sig"}},"function":{"name":"go","arguments":"{}"}})"),
         chunk("{}", "tool_calls"), done},
        "begin call c1 - go function|signature sig |arguments {}|end|finish calls");
    row("the old form",
        {chunk(R"({"function_call":{"name":"go","arguments":"{"}})"),
         chunk(R"({"function_call":{"arguments":"}"}})"), chunk("{}", "function_call"), done},
        "begin call - - go function|arguments {}|end|finish calls");
    row("the old form, empty, beside text",
        {chunk(R"({"content":"Hi","function_call":{"name":"","arguments":""},"tool_calls":null})"),
         chunk("{}", "stop"), done},
        "begin text|text Hi|end|finish stop");

    row("think tags",
        {chunk(R"({"content":"<think>\nhm"})"), chunk(R"({"content":"</think>\n\nHi"})"), chunk("{}", "stop"),
         done},
        R"(begin reasoning|reasoning \nhm|end|begin text|text Hi|end|finish stop)", true);
    row("think tags, escaped and split",
        {chunk(R"({"content":"\u003cthi"})"), chunk(R"({"content":"nk\u003ehm<"})"),
         chunk(R"({"content":"/think>"})"), chunk(R"({"content":"\nHi"})"), chunk("{}", "stop"), done},
        "begin reasoning|reasoning hm|end|begin text|text Hi|end|finish stop", true);
    row("tags are text where the host's row says nothing",
        {chunk(R"({"content":"<think>x"})"), chunk("{}", "stop"), done},
        "begin text|text <think>x|end|finish stop");

    row("an error as a chunk",
        {chunk(R"({"content":"Hi"})"), R"({"error":{"message":"boom","type":"server_error"}})", done},
        "begin text|text Hi|end incomplete|failure server boom");
    row("an error with choices, behind a finish",
        {chunk(R"({"content":"Hi"})"), chunk("{}", "length"),
         R"({"error":{"code":429,"message":"slow"},"choices":[{"index":0,"delta":{"content":""}}],"usage":{"prompt_tokens":1}})",
         done},
        "begin text|text Hi|end incomplete|failure rate slow");
    row("error null is none",
        {R"({"error":null,"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]})", done},
        "begin text|text Hi|end|finish stop");
    row("cut without a finish", {chunk(R"({"content":"Hi"})")},
        "begin text|text Hi|end incomplete|failure closed upstream closed the stream early");
    row("[DONE] without a finish", {chunk(R"({"content":"Hi"})"), done},
        "begin text|text Hi|end|finish stop");
    row("nothing at all, then [DONE]", {chunk(R"({"role":"assistant","content":""})"), done},
        "failure server the provider's answer is empty");
    row("a reason that is an error", {chunk(R"({"content":"Hi"})"), chunk("{}", "error"), done},
        R"(begin text|text Hi|end incomplete|failure server the provider ended the answer with "error")");
    row("filtered", {chunk(R"({"content":"Hi"})"), chunk("{}", "content_filter"), done},
        "begin text|text Hi|end|finish refusal");
    row("only the first choice counts",
        {R"({"choices":[{"index":1,"delta":{"content":"no"}},{"index":0,"delta":{"content":"yes"}}]})",
         chunk("{}", "stop"), done},
        "begin text|text yes|end|finish stop");
    row("empty data and what is no JSON", {"", chunk(R"({"content":"Hi"})"), "<html>"},
        "begin text|text Hi|end incomplete|failure server the provider sent a message that is not JSON");
}

void TestChatAnswerReader::reads()
{
    QFETCH(Messages, messages);
    QFETCH(bool, thinkTags);
    QFETCH(QByteArray, expected);
    QByteArray got = run(messages, target(thinkTags)).replace('\n', '|');
    if (got.startsWith("start "))
        got = got.mid(got.indexOf('|') + 1);
    QCOMPARE(got, expected);
}

void TestChatAnswerReader::natures()
{
    EventLog log;
    const auto reader = openAiChatCodec().answerReader(target());
    // Azure's first chunk tells of filters only.
    MessageNature nature =
        send(*reader, "", R"({"choices":[],"id":"","model":"","prompt_filter_results":[{}]})", log);
    QVERIFY(!nature.real && !nature.usageOnly && !nature.finishing && !nature.terminal &&
            log.lines().isEmpty());
    nature = send(*reader, "", chunk(R"({"role":"assistant","content":""})"), log);
    QVERIFY(!nature.real);
    QCOMPARE(log.joined(), QByteArray("start a1 up"));
    nature =
        send(*reader, "",
             chunk(R"({"tool_calls":[{"index":0,"id":"c","function":{"name":"go","arguments":""}}]})"), log);
    QVERIFY(!nature.real);
    nature = send(*reader, "", chunk(R"({"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]})"), log);
    QVERIFY(nature.real && !nature.finishing);
    nature = send(*reader, "", chunk("{}", "tool_calls"), log);
    QVERIFY(nature.finishing && !nature.terminal && !nature.usageOnly);
    nature = send(*reader, "", R"({"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}})", log);
    QVERIFY(nature.usageOnly && !nature.terminal);
    QCOMPARE(log.ends(), 1);
    nature = send(*reader, "", "[DONE]", log);
    QVERIFY(nature.terminal && !nature.usageOnly);
}

void TestChatAnswerReader::usage_data()
{
    QTest::addColumn<QByteArray>("usage");
    QTest::addColumn<bool>("omitsReasoning");
    QTest::addColumn<QList<qint64>>("expected"); // input, cached, written, output, reasoning
    const auto row = [](const char *name, const char *usage, const QList<qint64> &expected,
                        bool omits = false) {
        QTest::newRow(name) << QByteArray(usage) << omits << expected;
    };
    row("OpenAI",
        R"({"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":2},"completion_tokens_details":{"reasoning_tokens":3}})",
        {10, 4, 2, 5, 3});
    row("DeepSeek",
        R"({"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_cache_hit_tokens":8,"prompt_cache_miss_tokens":2})",
        {10, 8, 0, 5, 0});
    row("Moonshot", R"({"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"cached_tokens":7})",
        {10, 7, 0, 5, 0});
    row("xAI leaves thoughts out",
        R"({"prompt_tokens":12,"completion_tokens":2,"total_tokens":354,"completion_tokens_details":{"reasoning_tokens":340}})",
        {12, 0, 0, 342, 340});
    row("thoughts left out and not told", R"({"prompt_tokens":12,"completion_tokens":2,"total_tokens":20})",
        {12, 0, 0, 8, 6}, true);
    row("a total that does not add up is no reasoning",
        R"({"prompt_tokens":12,"completion_tokens":2,"total_tokens":20})", {12, 0, 0, 2, 0});
    row("details null",
        R"({"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"prompt_tokens_details":null,"completion_tokens_details":null})",
        {1, 0, 0, 2, 0});
    row("nonsense is clamped",
        R"({"prompt_tokens":-5,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":9},"completion_tokens_details":{"reasoning_tokens":9}})",
        {0, 0, 0, 2, 2});
}

void TestChatAnswerReader::usage()
{
    QFETCH(QByteArray, usage);
    QFETCH(bool, omitsReasoning);
    QFETCH(QList<qint64>, expected);
    const std::string text = usage.toStdString();
    const std::vector<std::string> places{
        R"({"choices":[],"usage":)" + text + "}",
        R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":)" + text + "}",
        R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"usage":)" + text + "}}",
        R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":)" + text + "}]}",
    };
    for (const std::string &place : places) {
        EventLog log;
        const auto reader = openAiChatCodec().answerReader(target(false, omitsReasoning));
        send(*reader, "",
             R"({"choices":[{"index":0,"delta":{"content":"x"}}],"usage":{"prompt_tokens":900}})", log);
        send(*reader, "", place, log); // the last one counts
        const record::Usage &got = log.usage();
        QCOMPARE((QList<qint64>{got.inputTokens, got.cachedInputTokens, got.cacheWriteTokens,
                                got.outputTokens, got.reasoningTokens}),
                 expected);
    }
}

void TestChatAnswerReader::wholes_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("thinkTags");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *message, const char *reason, const char *expected,
                        bool tags = false) {
        QByteArray body = R"({"id":"a1","model":"up","choices":[{"index":0,"message":)";
        body += message;
        body += QByteArray(R"(,"finish_reason":")") + reason + R"("}],"usage":{"prompt_tokens":1}})";
        QTest::newRow(name) << body << tags << QByteArray(expected);
    };
    row("text", R"({"role":"assistant","content":"Hi"})", "stop",
        "start a1 up|begin text|text Hi|end|finish stop");
    row("calls, all with the same index",
        R"({"content":null,"tool_calls":[{"index":0,"id":"a","function":{"name":"x","arguments":"{}"}},{"index":0,"id":"b","function":{"name":"x","arguments":"{}"}}]})",
        "tool_calls",
        "start a1 up|begin call a - x function|arguments {}|end|begin call b - x function|arguments "
        "{}|end|finish calls");
    row("two calls without ids",
        R"({"tool_calls":[{"function":{"name":"x","arguments":"{}"}},{"function":{"name":"x","arguments":"{}"}}]})",
        "stop",
        "start a1 up|begin call - - x function|arguments {}|end|begin call - - x function|arguments "
        "{}|end|finish calls");
    row("thoughts", R"({"reasoning_content":"hm","content":"Hi"})", "stop",
        "start a1 up|begin reasoning|reasoning hm|end|begin text|text Hi|end|finish stop");
    row("think tags", R"({"content":"<think>hm</think>\n\nHi"})", "stop",
        "start a1 up|begin reasoning|reasoning hm|end|begin text|text Hi|end|finish stop", true);
    row("only the closing tag", R"({"content":"hm</think>Hi"})", "stop",
        "start a1 up|begin reasoning|reasoning hm|end|begin text|text Hi|end|finish stop", true);
    QTest::newRow("an error in a 200")
        << QByteArray(R"({"error":{"message":"boom","code":"insufficient_quota"}})") << false
        << QByteArray("failure quota boom");
    QTest::newRow("no choices") << QByteArray(R"({"id":"a1","choices":[]})") << false
                                << QByteArray("start a1 -|failure server the provider's answer is empty");
    QTest::newRow("no JSON") << QByteArray("<html><b>hello") << false
                             << QByteArray("failure server upstream sent HTML, status 200");
    QTest::newRow("cut JSON") << QByteArray(R"({"id":"a1","choi)") << false
                              << QByteArray(R"(failure server {"id":"a1","choi)");
}

void TestChatAnswerReader::wholes()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, thinkTags);
    QFETCH(QByteArray, expected);
    EventLog log;
    const std::string copy = padded(body.toStdString());
    openAiChatCodec()
        .answerReader(target(thinkTags))
        ->whole(std::string_view(copy).substr(0, static_cast<std::size_t>(body.size())), log);
    QCOMPARE(log.joined().replace('\n', '|'), expected);
    QVERIFY(log.problems().empty());
}

void TestChatAnswerReader::finishIsHeldForWhatMayFollow()
{
    EventLog log;
    const auto reader = openAiChatCodec().answerReader(target());
    send(*reader, "", chunk(R"({"content":"Hi"})"), log);
    send(*reader, "",
         R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}})", log);
    QCOMPARE(log.ends(), 0);
    send(*reader, "", R"({"choices":[],"usage":{"prompt_tokens":2}})", log);
    QCOMPARE(log.ends(), 1);
    QCOMPARE(log.usage().inputTokens, 2);
}

void TestChatAnswerReader::nothingFollowsTheEnd()
{
    EventLog log;
    const auto reader = openAiChatCodec().answerReader(target());
    send(*reader, "", chunk(R"({"content":"Hi"})", "stop"), log);
    send(*reader, "", "[DONE]", log);
    const QByteArray before = log.joined();
    send(*reader, "", chunk(R"({"content":"more"})"), log);
    send(*reader, "error", R"({"error":{"message":"late"}})", log);
    reader->end(log);
    QCOMPARE(log.joined(), before);
    QCOMPARE(log.ends(), 1);
}

namespace {

/// What a stream or answer says, added up the plain way, to compare with what the reader made of it.
struct Sum
{
    std::string text;
    std::string thoughts;
    std::string refusal;
    std::vector<std::string> names;
    std::string arguments; // of all calls in order, white space left out
    bool isError = false;
};

std::string stringOf(const Json &object, const char *key)
{
    return object.is_object() && object.contains(key) && object[key].is_string()
               ? object[key].get<std::string>()
               : std::string();
}

void addMessage(Sum &sum, const Json &message, std::vector<std::string> &arguments)
{
    if (message.contains("content") && message["content"].is_array()) {
        for (const Json &part : message["content"]) {
            sum.text += stringOf(part, "text");
            if (part.contains("thinking") && part["thinking"].is_array()) {
                for (const Json &piece : part["thinking"])
                    sum.thoughts += stringOf(piece, "text");
            }
        }
    } else {
        sum.text += stringOf(message, "content");
    }
    std::string thought = stringOf(message, "reasoning_content");
    if (thought.empty())
        thought = stringOf(message, "reasoning");
    if (thought.empty() && message.contains("reasoning_details") && message["reasoning_details"].is_array()) {
        for (const Json &entry : message["reasoning_details"])
            thought += entry.contains("summary") && entry["summary"].is_string() ? stringOf(entry, "summary")
                                                                                 : stringOf(entry, "text");
    }
    sum.thoughts += thought;
    sum.refusal += stringOf(message, "refusal");
    if (!message.contains("tool_calls") || !message["tool_calls"].is_array())
        return;
    for (const Json &call : message["tool_calls"]) {
        if (!call.contains("function"))
            continue;
        const std::string name = stringOf(call["function"], "name");
        if (!name.empty() && (arguments.empty() || call.value("id", std::string("?")) != "")) {
            sum.names.push_back(name);
            arguments.emplace_back();
        }
        if (!arguments.empty())
            arguments.back() += stringOf(call["function"], "arguments");
    }
}

void compare(const EventLog &log, const Sum &sum)
{
    QVERIFY2(log.problems().empty(), log.problems().empty() ? "" : log.problems().front().c_str());
    QCOMPARE(log.ends(), 1);
    if (sum.isError) {
        QVERIFY(log.lines().last().startsWith("failure "));
        return;
    }
    QVERIFY2(!log.lines().last().startsWith("failure "), log.lines().last().constData());
    QCOMPARE(log.all("text"), sum.text);
    QCOMPARE(log.all("reasoning"), sum.thoughts);
    QCOMPARE(log.all("refusal"), sum.refusal);
    QByteArrayList names;
    for (const QByteArray &line : log.lines()) {
        if (line.startsWith("begin call"))
            names.append(line.split(' ').value(4));
    }
    QCOMPARE(names.size(), qsizetype(sum.names.size()));
    for (qsizetype i = 0; i < names.size(); ++i)
        QCOMPARE(names[i].toStdString(), sum.names[std::size_t(i)]);
    QCOMPARE(log.all("arguments"), sum.arguments);
}

void compareUsage(const record::Usage &got, const Json &usage)
{
    if (!usage.is_object())
        return;
    QCOMPARE(got.inputTokens, usage.value("prompt_tokens", qint64(0)));
    const qint64 total = usage.value("total_tokens", qint64(0));
    const qint64 completion = usage.value("completion_tokens", qint64(0));
    QVERIFY(got.outputTokens == completion || got.outputTokens == total - got.inputTokens);
}

} // namespace

void TestChatAnswerReader::recordedStreams_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("own") << QString();
    for (const recordings::Recording &recording : recordings::chat()) {
        if (recording.content.contains("response") && recording.content["response"].contains("sse"))
            QTest::newRow(qPrintable(recording.file)) << recording.file;
    }
}

void TestChatAnswerReader::recordedStreams()
{
    QFETCH(QString, file);
    const QString path = file.isEmpty()
                             ? QString::fromUtf8(SIGNALBOX_SOURCE_DIR "/tests/data/openai_chat/stream.json")
                             : recordings::folder() + file;
    const Json sse = recordings::read(path)["response"]["sse"];
    QVERIFY(!sse.empty());
    Sum sum;
    std::vector<std::string> arguments;
    Json usage;
    for (const Json &entry : sse) {
        if (!entry.contains("data"))
            continue;
        const Json data = Json::parse(entry["data"].get<std::string>(), nullptr, false);
        if (!data.is_object())
            continue;
        sum.isError |= data.contains("error") && !data["error"].is_null();
        if (data.contains("usage") && data["usage"].is_object())
            usage = data["usage"];
        for (const Json &choice : data.value("choices", Json::array())) {
            if (choice.value("index", 0) == 0)
                addMessage(sum, choice.value("delta", Json::object()), arguments);
        }
    }
    for (const std::string &text : arguments)
        sum.arguments += text.empty() ? "{}" : text;

    EventLog whole;
    const auto reader = openAiChatCodec().answerReader(target());
    for (const Json &entry : sse) {
        if (entry.contains("data"))
            send(*reader, stringOf(entry, "event"), entry["data"].get<std::string>(), whole);
    }
    reader->end(whole);
    compare(whole, sum);
    if (QTest::currentTestFailed())
        return;
    if (!sum.isError)
        compareUsage(whole.usage(), usage);

    const std::string wire = recordings::wire(sse);
    QCOMPARE(test::firstOddSplit(wire), std::size_t(0));
    EventLog bytewise;
    sse::Decoder decoder;
    const auto again = openAiChatCodec().answerReader(target());
    for (std::size_t at = 0; at < wire.size(); ++at) {
        decoder.feed(std::string_view(wire).substr(at, 1));
        while (const auto event = decoder.next()) {
            if (event->hasData)
                again->message(event->name, event->data, bytewise);
        }
    }
    if (const auto event = decoder.last())
        again->message(event->name, event->data, bytewise);
    again->end(bytewise);
    QCOMPARE(bytewise.joined(), whole.joined());
    QCOMPARE(bytewise.usage(), whole.usage());
}

void TestChatAnswerReader::recordedAnswers_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("own") << QString();
    for (const recordings::Recording &recording : recordings::chat()) {
        if (recording.content.contains("response") && recording.content["response"].contains("body") &&
            recording.content["response"]["body"].is_object())
            QTest::newRow(qPrintable(recording.file)) << recording.file;
    }
}

void TestChatAnswerReader::recordedAnswers()
{
    QFETCH(QString, file);
    const QString path = file.isEmpty()
                             ? QString::fromUtf8(SIGNALBOX_SOURCE_DIR "/tests/data/openai_chat/answer.json")
                             : recordings::folder() + file;
    const Json response = recordings::read(path)["response"];
    const Json &body = response["body"];
    Sum sum;
    std::vector<std::string> arguments;
    sum.isError = body.contains("error") || !body.contains("choices");
    if (!sum.isError && !body["choices"].empty())
        addMessage(sum, body["choices"][0]["message"], arguments);
    for (const std::string &text : arguments)
        sum.arguments += text.empty() ? "{}" : text;
    EventLog log;
    const std::string text = body.dump();
    const std::string copy = padded(text);
    openAiChatCodec().answerReader(target())->whole(std::string_view(copy).substr(0, text.size()), log);
    compare(log, sum);
    if (QTest::currentTestFailed() || sum.isError)
        return;
    compareUsage(log.usage(), body.value("usage", Json()));
}

QTEST_APPLESS_MAIN(TestChatAnswerReader)
#include "tst_chat_answer_reader.moc"

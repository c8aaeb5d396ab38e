// The checks themselves: the exchanges written by hand come through all of them, and each finds what it is
// for when what was written is changed behind the writer's back.
#include "checks.h"
#include "difference.h"
#include "losses.h"
#include "report.h"
#include "targets.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace signalbox;
using namespace signalbox::conformance;
using wire::Format;

namespace {

constexpr const char *kFixtures = SIGNALBOX_SOURCE_DIR "/tests/conformance/fixtures";

const std::vector<Exchange> &fixtures()
{
    static const std::vector<Exchange> exchanges = readFolder(kFixtures).exchanges;
    return exchanges;
}

std::vector<Outcome> allChecks(const Exchange &exchange, const Tampering &tamper = {})
{
    std::vector<Outcome> all;
    for (const auto &outcomes :
         {checkRequest(exchange, tamper), checkAnswer(exchange, tamper), checkReplay(exchange, tamper)})
        all.insert(all.end(), outcomes.begin(), outcomes.end());
    return all;
}

/// Puts one text for another wherever it stands.
Tampering replacing(const QByteArray &from, const QByteArray &to)
{
    return [from, to](const std::string &written) {
        return QByteArray::fromStdString(written).replace(from, to).toStdString();
    };
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

class TestConformance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fixtures_data();
    void fixtures();
    void everyFormatHasFixtures();
    void findsWhatIsLost_data();
    void findsWhatIsLost();
    void readsFolders();
    void pieces_data();
    void pieces();
    void rulesAreNarrow_data();
    void rulesAreNarrow();
    void tellsWhatFails();
};

void TestConformance::fixtures_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < ::fixtures().size(); ++i)
        QTest::newRow(::fixtures()[i].file.c_str()) << int(i);
}

void TestConformance::fixtures()
{
    QFETCH(int, index);
    const std::vector<Outcome> outcomes = allChecks(::fixtures().at(static_cast<std::size_t>(index)));
    QVERIFY(!outcomes.empty());
    for (const Outcome &outcome : outcomes)
        QVERIFY2(outcome.failures.empty(), outcome.failures.empty() ? "" : outcome.failures.front().c_str());
}

void TestConformance::everyFormatHasFixtures()
{
    std::set<std::string_view> scenarios;
    for (const Format format : kUpstreams)
        QVERIFY(std::ranges::any_of(::fixtures(), [&](const Exchange &e) { return e.format == format; }));
    for (const Exchange &exchange : ::fixtures()) {
        for (const Outcome &outcome : allChecks(exchange))
            scenarios.insert(outcome.scenarios.begin(), outcome.scenarios.end());
    }
    for (const Scenario &scenario : kScenarios)
        QVERIFY2(scenarios.contains(scenario.name), std::string(scenario.name).c_str());
}

void TestConformance::findsWhatIsLost_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("check");
    QTest::addColumn<QByteArray>("found"); // what the failure is about
    const auto row = [](const char *name, const char *file, const char *from, const char *to,
                        const char *check, const char *found) {
        QTest::newRow(name) << QByteArray(file) << QByteArray(from) << QByteArray(to) << QByteArray(check)
                            << QByteArray(found);
    };
    const char *claude = "anthropic-messages/agent.json";
    const char *codex = "openai-responses/agent.json";
    const char *chat = "openai-chat/agent.json";
    const char *gemini = "gemini/agent.json";
    row("a call's id", claude, "toolu_2", "toolu_X", "request", "calls.id");
    row("a call's name", chat, "\"read_file\"", "\"write_file\"", "request", "calls.name");
    row("a changed argument", chat, "a.txt", "b.txt", "request", "calls.arguments");
    row("a freeform input", codex, "*** End Patch", "", "request", "calls.arguments");
    row("a result", codex, "one\\ntwo", "one", "request", "results.words");
    row("words of the user", chat, "What is in it?", "What?", "request", "words");
    row("the system's words", gemini, "Be careful.", "Be quick.", "request", "system");
    row("a picture", claude, "iVBORw0KGgo", "iVBORw0KGgp", "request", "media");
    row("a tool's parameter", chat, "\"word\"", "\"words\"", "request", "tools.parameters");
    row("a tool's description", chat, "Reads a file.", "", "request", "tools.description");
    row("a setting", chat, "\"top_p\":0.9", "\"top_p\":0.8", "request", "settings.top_p");
    row("what no reader knows", claude, "page.pdf", "", "request", "string.messages.content.title");
    row("a signature of the own format", claude, "EqQBearlier", "EqQBother", "request", "thoughts");
    row("an answer's words", claude, "I look", "I see", "answer", "answer.text");
    row("an answer's thoughts", claude, "Which file", "What file", "answer", "answer.thoughts");
    row("an answer's call id", claude, "toolu_A1", "toolu_A2", "answer", "answer.calls.id");
    row("an answer's argument", gemini, "a.txt", "b.txt", "answer", "answer.calls.arguments");
    row("an answer's signature", claude, "\"gw1.", "\"gw0.", "answer", "answer.signature");
    row("a native signature", gemini, "CiQBsignature", "CiQBSignature", "answer", "answer.signature");
    row("usage", chat, "\"completion_tokens\":30", "\"completion_tokens\":31", "answer",
        "answer.usage.output");
    row("a reason to stop", "openai-chat/length.json", "\"length\"", "\"stop\"", "answer", "answer.stop");
    row("a line of an event", "openai-chat/pretty-arguments.json", "\"args\":{", "\"args\":\n{", "answer",
        "answer.failure");
    row("words of an error", "openai-chat/too-long.json", "maximum context", "maximum", "error",
        "error.message");
    row("a kind of error", "openai-responses/rate.json", "rate_limit_exceeded", "insufficient_quota", "error",
        "error.kind");
    row("a replayed signature", claude, "\"gw1.", "\"gw0.", "conversation", "replay.signature");
    row("a replayed native signature", gemini, "CiQBsignature", "", "conversation", "replay.signature");
    row("a replayed id", chat, "\"id\":\"call_Rd7\"", "\"id\":\"call_Rd0\"", "conversation",
        "replay.calls.id");
    row("the id of a replayed result", chat, "\"tool_call_id\":\"call_Fn8\"", "\"tool_call_id\":\"call_Fn0\"",
        "conversation", "replay.results.id");
    row("a replayed argument", "ollama/agent.json", "a.txt", "b.txt", "conversation",
        "replay.calls.arguments");
    row("replayed words", claude, "I look", "I see", "conversation", "replay.text");
    row("thoughts that a host insists on", "openai-chat/thoughts-go-back.json", "reasoning_content", "reason",
        "conversation", "replay.thoughts");
}

void TestConformance::findsWhatIsLost()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QByteArray, check);
    QFETCH(QByteArray, found);
    const auto exchange =
        std::ranges::find(::fixtures(), file.toStdString(), [](const Exchange &e) { return e.file; });
    QVERIFY(exchange != ::fixtures().end());
    QByteArrayList failures;
    for (const Outcome &outcome : allChecks(*exchange, replacing(from, to))) {
        if (outcome.check != check.toStdString())
            continue;
        for (const std::string &failure : outcome.failures)
            failures += QByteArray::fromStdString(failure);
    }
    const bool isFound = std::ranges::any_of(
        failures, [&](const QByteArray &failure) { return failure.startsWith(found + ": "); });
    QVERIFY2(isFound, failures.join('\n').constData());
}

void TestConformance::readsFolders()
{
    QTemporaryDir folder;
    writeFile(
        folder.filePath(QStringLiteral("a.json")),
        R"({"endpoint":"chat.completions","provider":"groq","source":{"path":"p","index":2},"features":["tools"],
                  "request":{"method":"POST","path":"/x","body":{"model":"m","messages":[]}},
                  "response":{"status":200,"sse":[{"comment":" hi"},{"event":"e","data":"{}"},{"data":"[DONE]"}]}})");
    writeFile(folder.filePath(QStringLiteral("b.json")),
              R"({"endpoint":"embeddings","response":{"body":{}}})");
    writeFile(
        folder.filePath(QStringLiteral("1.request.json")),
        R"({"method":"POST","path":"/v1beta/models/a%2Fb:streamGenerateContent?alt=sse","body":{"contents":[]}})");
    writeFile(folder.filePath(QStringLiteral("1.response.sse")), "data: {}\n\n");
    writeFile(folder.filePath(QStringLiteral("1.response.meta.json")), R"({"status":429})");
    writeFile(folder.filePath(QStringLiteral("no.json")), "{");
    writeFile(folder.filePath(QStringLiteral("odd.json")),
              R"({"endpoint":"responses","features":7,"response":[]})");
    const Folder read = readFolder(folder.path().toStdString());
    QCOMPARE(read.exchanges.size(), std::size_t(2));
    const Exchange &captured = read.exchanges.front();
    QVERIFY(captured.isCaptured && captured.format == Format::Gemini && captured.status == 429);
    QCOMPARE(captured.model, std::string("a%2Fb"));
    QCOMPARE(captured.stream, std::string("data: {}\n\n"));
    const Exchange &recorded = read.exchanges.back();
    QVERIFY(recorded.provider == "groq" && recorded.model == "m" && recorded.turn == 2);
    QVERIFY(recorded.features.contains("tools") && recorded.isStreamed());
    QCOMPARE(messagesOf(recorded, {}).size(), std::size_t(2));
    QCOMPARE(messagesOf(recorded, {}).front().first, std::string("e"));
    QCOMPARE(read.leftAside.size(), std::size_t(2));
    QCOMPARE(read.leftAside.back().first, std::string("has not the shape of an exchange"));
    QCOMPARE(read.leftAside.front().first, std::string("embeddings"));
}

void TestConformance::pieces_data()
{
    QTest::addColumn<QByteArrayList>("wanted");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("missing");
    QTest::addColumn<QByteArray>("more");
    QTest::newRow("one behind the other")
        << QByteArrayList{"a b", "c"} << QByteArray("a b\n\nc") << QByteArray() << QByteArray();
    QTest::newRow("one is lost") << QByteArrayList{"a", "c"} << QByteArray("a") << QByteArray("c")
                                 << QByteArray();
    QTest::newRow("the order is lost")
        << QByteArrayList{"a", "b"} << QByteArray("ba") << QByteArray("b") << QByteArray("b");
    QTest::newRow("something came in")
        << QByteArrayList{"a", "b"} << QByteArray("a x b y") << QByteArray() << QByteArray("xy");
    QTest::newRow("nothing was said") << QByteArrayList{" "} << QByteArray() << QByteArray() << QByteArray();
}

void TestConformance::pieces()
{
    QFETCH(QByteArrayList, wanted);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, missing);
    QFETCH(QByteArray, more);
    std::vector<std::string> pieces;
    for (const QByteArray &piece : wanted)
        pieces.push_back(piece.toStdString());
    std::string found;
    QCOMPARE(QByteArray::fromStdString(missingPiece(pieces, text.toStdString(), found)), missing);
    QCOMPARE(QByteArray::fromStdString(found), more);
}

void TestConformance::rulesAreNarrow_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<QByteArray>("found");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<QByteArray>("rule"); // empty: none allows it
    const auto row = [](const char *name, const char *what, const char *wanted, const char *found,
                        Format from, Format to, const char *rule) {
        QTest::newRow(name) << QByteArray(what) << QByteArray(wanted) << QByteArray(found) << int(from)
                            << int(to) << QByteArray(rule);
    };
    const Format chat = Format::OpenAiChat;
    const Format claude = Format::AnthropicMessages;
    row("an id that is not allowed there", "calls.id", "a.b:1", "t123", chat, claude, "id-made-fit");
    row("an id that is", "calls.id", "call_1", "t123", chat, claude, "");
    row("an id that is lost", "calls.id", "a.b:1", "", chat, claude, "");
    row("state of another", "thoughts", "gAAAA", "", Format::OpenAiResponses, claude, "thoughts");
    row("one's own state", "thoughts", "EqQB", "", claude, claude, "");
    row("a result's error", "results.words", "gone", "Error: gone", claude, chat, "error-prefix");
    row("a result's words", "results.words", "gone", "Error: lost", claude, chat, "");
    row("a schema", "tools.parameters", R"({"a":1})", R"({"b":1})", chat, Format::Gemini, "schema-words");
    row("a schema elsewhere", "tools.parameters", R"({"a":1})", R"({"b":1})", chat, claude, "");
    row("a setting", "settings.temperature", "0.5", "", chat, claude, "");
}

void TestConformance::rulesAreNarrow()
{
    QFETCH(QByteArray, what);
    QFETCH(QByteArray, wanted);
    QFETCH(QByteArray, found);
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(QByteArray, rule);
    const Difference difference{what.toStdString(), wanted.toStdString(), found.toStdString()};
    const Loss *allowed = allowedLoss(difference, Format(from), Format(to));
    QCOMPARE(QByteArray::fromStdString(std::string(allowed != nullptr ? allowed->id : "")), rule);
    QVERIFY(!isNoted(difference, {}));
    QVERIFY(!isNoted({"settings.conversation", "c", ""}, {"conversation"}));
}

void TestConformance::tellsWhatFails()
{
    Report report;
    report.outcomes.push_back(
        {"request", "a.json", Format::OpenAiChat, Format::Gemini, {"text"}, {"operator"}, {}});
    report.outcomes.push_back({"request",
                               "b.json",
                               Format::OpenAiChat,
                               Format::Gemini,
                               {"text"},
                               {},
                               {inWords("words", "a", "b")}});
    QCOMPARE(report.failures(), 1);
    const QByteArray page = QByteArray::fromStdString(asMarkdown(report, "2026-01-02"));
    QVERIFY2(page.contains("**✗ 1** ≈ 1 <sup>"), page.constData());
    QVERIFY(page.contains("`words: \"a\" became \"b\"`; first in `b.json`"));
    const Json json = Json::parse(asJson(report));
    QVERIFY(json["failed"] == 1 && json["cells"][0]["differing"] == 1 &&
            json["failures"][0]["files"][0] == "b.json");
}

QTEST_APPLESS_MAIN(TestConformance)
#include "tst_conformance.moc"

#include "simulator/script.h"

#include "requests.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <array>

using namespace signalbox::simulator;
using namespace requests;
using namespace std::chrono_literals;

namespace {

Script write(const ir::Request &request, std::string_view model, const SimulationSettings &settings = {},
             std::uint64_t attempt = 0)
{
    return writeScript(request, readConversation(request, model), model, settings, attempt);
}

Sum sumOf(const Script &script)
{
    Sum sum;
    for (const Step &step : script.steps)
        add(sum, step.event);
    return sum;
}

Sum answer(const ir::Request &request, std::string_view model)
{
    return sumOf(write(request, model));
}

} // namespace

class TestScript : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysThatItIsSimulated_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("order");
        QTest::newRow("fast") << QByteArray("fast") << QByteArray("t");
        QTest::newRow("steady") << QByteArray("steady") << QByteArray("t");
        QTest::newRow("reasoner thinks first") << QByteArray("reasoner") << QByteArray("rt");
        QTest::newRow("tools without tools: text") << QByteArray("tools") << QByteArray("t");
        QTest::newRow("any other name: like steady") << QByteArray("gpt-5.4") << QByteArray("t");
    }
    void saysThatItIsSimulated()
    {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, order);
        const Sum sum = answer(asking("Where is the 7:15 to Bern?"), model.toStdString());
        QCOMPARE(sum.order, order.toStdString());
        QVERIFY(sum.text.starts_with("This is a simulated answer"));
        QVERIFY(sum.text.find("Where is the 7:15 to Bern?") != std::string::npos);
        QCOMPARE(sum.thoughts.empty(), order == "t");
        QCOMPARE(sum.usage.reasoningTokens > 0, order == "rt");
        QVERIFY(sum.usage.outputTokens > sum.usage.reasoningTokens);
        QCOMPARE(sum.reason, ir::StopReason::Stop);
        QCOMPARE(sum.finishes, 1);
        QCOMPARE(sum.openBlocks, 0);
        QVERIFY(sum.complete);
    }

    void sameRequestSameAnswer()
    {
        for (const char *model : {"fast", "steady", "reasoner", "tools"}) {
            const Sum first = answer(asking("the same"), model);
            const Sum second = answer(asking("the same"), model);
            QCOMPARE(first.text, second.text);
            QCOMPARE(first.thoughts, second.thoughts);
            QCOMPARE(first.usage, second.usage);
        }
    }

    void idsAndSpellingDoNotChangeTheAnswer()
    {
        ir::Request plain = asking("a/b");
        ir::Request other;
        ir::Turn turn;
        turn.itemId = other.arena.text("msg_77");
        turn.blocks.push_back({ir::TextBlock{Text{R"(\u0061\/b)"}, {}, {}, {}}, {}});
        other.turns.push_back(std::move(turn));
        QCOMPARE(readConversation(plain, "steady"), readConversation(other, "steady"));
    }

    void otherRequestOtherSeed()
    {
        QVERIFY(readConversation(asking("one"), "steady").seed !=
                readConversation(asking("two"), "steady").seed);
        QVERIFY(readConversation(asking("one"), "steady").seed !=
                readConversation(asking("one"), "fast").seed);
    }

    void quotesHarmlessly_data()
    {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("quoted");
        QTest::newRow("control characters become a space")
            << QStringLiteral("a\x1b[31m\r\n\tb") << QStringLiteral("a 31m b");
        QTest::newRow("markup and quotes go")
            << QStringLiteral("<b>`x`</b> \"y\"") << QStringLiteral("b x /b y");
        QTest::newRow("long: cut between characters")
            << QString(100, QChar(0xe4)) << QString(80, QChar(0xe4)) + QChar(0x2026);
        QTest::newRow("nothing left") << QStringLiteral(" <> ") << QString();
    }
    void quotesHarmlessly()
    {
        QFETCH(QString, asked);
        QFETCH(QString, quoted);
        QCOMPARE(QString::fromStdString(harmlessLine(asked.toStdString(), 80)), quoted);
    }

    void longWordsOfTheUserAreNotReadWhole()
    {
        // The cut falls into escapes of all kinds, wherever they begin.
        for (std::size_t shift = 0; shift < 16; ++shift) {
            ir::Request request;
            std::string inside(shift, 'x');
            while (inside.size() < 6000)
                inside += R"(\ud83d\ude00\\)";
            ir::Turn turn;
            turn.blocks.push_back({ir::TextBlock{Text{request.arena.keep(inside)}, {}, {}, {}}, {}});
            request.turns.push_back(std::move(turn));
            const std::string asked = readConversation(request, "steady").asked;
            QVERIFY(asked.ends_with("…"));
            QVERIFY(asked.find("\xef\xbf\xbd") == std::string::npos);
        }
    }

    void pacesItself()
    {
        const SimulationSettings settings{.tokensPerSecond = 50, .firstToken = 400ms};
        const Script script = write(asking("hello"), "steady", settings);
        const Sum sum = sumOf(script);
        QCOMPARE(script.steps.front().due, 400000us);
        QCOMPARE(script.steps.back().due, 400000us + sum.usage.outputTokens * 20000us);
        QVERIFY(std::ranges::is_sorted(script.steps, {}, &Step::due));
    }

    void fastIsAtOnce()
    {
        const Script script = write(asking("hello"), "fast");
        QVERIFY(std::ranges::all_of(script.steps, [](const Step &step) { return step.due == 0us; }));
    }

    void noPaceMeansAtOnceAfterTheFirst()
    {
        const Script script = write(asking("hello"), "steady", {.tokensPerSecond = 0, .firstToken = 10ms});
        QVERIFY(std::ranges::all_of(script.steps, [](const Step &step) { return step.due == 10ms; }));
    }

    void callsAHarmlessTool()
    {
        ir::Request request = asking("do something");
        addShell(request);
        const Sum sum = answer(request, "tools");
        QCOMPARE(sum.order, std::string("tc"));
        QCOMPARE(sum.calls.front().name, std::string("exec_command"));
        QCOMPARE(sum.calls.front().arguments, std::string(R"({"cmd":"echo signalbox-demo"})"));
        QVERIFY(sum.calls.front().id.starts_with("call_"));
        QVERIFY(sum.text.starts_with("This is a simulated answer"));
        QCOMPARE(sum.reason, ir::StopReason::ToolCalls);
    }

    void callsOnlyWhereAskedTo_data()
    {
        using Mode = ir::ToolChoice::Mode;
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<int>("mode");
        QTest::addColumn<bool>("calls");
        QTest::newRow("tools, free to choose: calls") << QByteArray("tools") << int(Mode::Auto) << true;
        QTest::newRow("tools, forbidden: text") << QByteArray("tools") << int(Mode::None) << false;
        QTest::newRow("steady, free to choose: text") << QByteArray("steady") << int(Mode::Auto) << false;
        QTest::newRow("steady, required: calls") << QByteArray("steady") << int(Mode::Required) << true;
    }
    void callsOnlyWhereAskedTo()
    {
        QFETCH(QByteArray, model);
        QFETCH(int, mode);
        QFETCH(bool, calls);
        ir::Request request = asking("do something");
        addShell(request);
        request.toolChoice.mode = static_cast<ir::ToolChoice::Mode>(mode);
        QCOMPARE(!answer(request, model.toStdString()).calls.empty(), calls);
    }

    void severalCallsOnlyWhereAllowed()
    {
        bool two = false;
        for (const std::string text : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
            ir::Request request = asking(text);
            addShell(request);
            request.parallelToolCalls = true;
            const Sum parallel = answer(request, "tools");
            two = two || parallel.calls.size() == 2;
            if (parallel.calls.size() == 2)
                QVERIFY(parallel.calls[0].id != parallel.calls[1].id);
            request.parallelToolCalls = false;
            QCOMPARE(answer(request, "tools").calls.size(), std::size_t(1));
        }
        QVERIFY(two);
    }

    void answersTextAfterATool()
    {
        ir::Request request = asking("do something");
        addShell(request);
        request.toolChoice.mode = ir::ToolChoice::Mode::Required;
        addCallAndResult(request, "Output:\nsignalbox-demo\n");
        const Sum sum = answer(request, "tools");
        QCOMPARE(sum.order, std::string("t"));
        QVERIFY(sum.text.find("The tool said: “Output: signalbox-demo”") != std::string::npos);
        QCOMPARE(sum.reason, ir::StopReason::Stop);
    }

    void mentionsWhatAShellSaid()
    {
        ir::Request request = asking("do something");
        addCallAndResult(request, "Chunk ID: 1\nWall time: 0.1 seconds\nOutput:\nsignalbox-demo\n");
        QVERIFY(answer(request, "steady").text.find("The tool said: “signalbox-demo”.") != std::string::npos);
    }

    void callsAgainForTheNextQuestion()
    {
        ir::Request request = asking("do something");
        addShell(request);
        addCallAndResult(request, "signalbox-demo");
        addText(request, ir::Role::Assistant, "Done.");
        addText(request, ir::Role::User, "Again!");
        QCOMPARE(answer(request, "tools").order, std::string("tc"));
    }

    void limitEndsTheAnswer_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<int>("limit");
        QTest::addColumn<QByteArray>("order");
        QTest::newRow("in the text") << QByteArray("steady") << 5 << QByteArray("t");
        QTest::newRow("in the thoughts") << QByteArray("reasoner") << 3 << QByteArray("r");
        QTest::newRow("before the call") << QByteArray("tools") << 8 << QByteArray("t");
        QTest::newRow("at once") << QByteArray("steady") << 0 << QByteArray("t");
    }
    void limitEndsTheAnswer()
    {
        QFETCH(QByteArray, model);
        QFETCH(int, limit);
        QFETCH(QByteArray, order);
        ir::Request request = asking("hello");
        addShell(request);
        request.maxOutputTokens = limit;
        const Sum sum = answer(request, model.toStdString());
        QCOMPARE(sum.order, order.toStdString());
        QCOMPARE(sum.reason, ir::StopReason::Length);
        QVERIFY(sum.usage.outputTokens <= limit);
        QCOMPARE(sum.openBlocks, 0);
    }

    void stopSequenceEndsTheText()
    {
        ir::Request request = asking("hello");
        request.sampling.stop = {request.arena.text("no model"), request.arena.text("simulated")};
        const Sum sum = answer(request, "steady");
        QCOMPARE(sum.text, std::string("This is a "));
        QCOMPARE(sum.reason, ir::StopReason::StopSequence);
        QCOMPARE(sum.stopSequence, std::string("simulated"));
    }

    void obeysASchema()
    {
        ir::Request request = asking("a title, please");
        request.output.kind = ir::OutputFormat::Kind::JsonSchema;
        request.output.schema = {
            R"({"type":"object","properties":{"title":{"type":"string","maxLength":36}},"required":["title"]})"};
        QCOMPARE(answer(request, "reasoner").text, std::string(R"({"title":"simulated"})"));
        request.output.kind = ir::OutputFormat::Kind::JsonObject;
        const auto object =
            QJsonDocument::fromJson(QByteArray::fromStdString(answer(request, "fast").text)).object();
        QVERIFY(object[QStringLiteral("answer")].toString().startsWith(
            QStringLiteral("This is a simulated answer")));
    }

    void aRepeatedHistoryIsCached()
    {
        ir::Request request = asking(std::string(4000, 'a'));
        const signalbox::record::Usage first = answer(request, "steady").usage;
        QCOMPARE(first.cachedInputTokens, std::int64_t(0));
        QVERIFY(first.inputTokens >= 1000);
        addText(request, ir::Role::Assistant, "yes");
        addText(request, ir::Role::User, "and now?");
        const signalbox::record::Usage second = answer(request, "steady").usage;
        QCOMPARE(second.cachedInputTokens, first.inputTokens / 128 * 128);
        QVERIFY(second.inputTokens > first.inputTokens);
    }

    void reasoningStateOnlyWhereAskedFor()
    {
        ir::Request request = asking("hello");
        const auto signatures = [&request] {
            const Script script = write(request, "reasoner");
            return std::ranges::count_if(script.steps, [](const Step &step) {
                return std::holds_alternative<ir::Signature>(step.event);
            });
        };
        QCOMPARE(signatures(), 0);
        request.includeEncryptedReasoning = true;
        QCOMPARE(signatures(), 1);
        request.reasoning.off = true;
        QCOMPARE(answer(request, "reasoner").order, std::string("t"));
    }

    void ratesDecideWhatBecomesOfFlaky_data()
    {
        QTest::addColumn<double>("fail");
        QTest::addColumn<double>("stall");
        QTest::addColumn<double>("cut");
        QTest::addColumn<QList<int>>("expected"); // of 200: answers, refuses, stalls, cuts; -1: some
        QTest::newRow("always fails") << 1.0 << 0.0 << 0.0 << QList<int>{0, 200, 0, 0};
        QTest::newRow("always stalls") << 0.0 << 1.0 << 0.0 << QList<int>{0, 0, 200, 0};
        QTest::newRow("always cuts") << 0.0 << 0.0 << 1.0 << QList<int>{0, 0, 0, 200};
        QTest::newRow("cuts half") << 0.0 << 0.0 << 0.5 << QList<int>{-1, 0, 0, -1};
        QTest::newRow("no rates: its own") << 0.0 << 0.0 << 0.0 << QList<int>{-1, -1, -1, -1};
    }
    void ratesDecideWhatBecomesOfFlaky()
    {
        QFETCH(double, fail);
        QFETCH(double, stall);
        QFETCH(double, cut);
        QFETCH(QList<int>, expected);
        const SimulationSettings settings{.failRate = fail, .stallRate = stall, .cutRate = cut};
        std::array<int, 4> seen{};
        for (std::uint64_t attempt = 0; attempt < 200; ++attempt) {
            const Script script = write(asking("hello"), "flaky", settings, attempt);
            ++seen[static_cast<std::size_t>(script.fate)];
            const Script again = write(asking("hello"), "flaky", settings, attempt);
            QCOMPARE(again.fate, script.fate);
            QCOMPARE(again.steps.size(), script.steps.size());
            QCOMPARE(again.refusal, script.refusal);
            QCOMPARE(sumOf(script).finishes, script.fate == Fate::Answers ? 1 : 0);
        }
        for (std::size_t i = 0; i < seen.size(); ++i) {
            const int wanted = expected[static_cast<qsizetype>(i)];
            QVERIFY2(wanted < 0 ? seen[i] > 0 : seen[i] == wanted, qPrintable(QString::number(seen[i])));
        }
    }

    void onlyFlakyIsUnreliable()
    {
        const SimulationSettings settings{.failRate = 1, .stallRate = 1, .cutRate = 1};
        QCOMPARE(write(asking("hello"), "steady", settings).fate, Fate::Answers);
    }
};

QTEST_APPLESS_MAIN(TestScript)
#include "tst_script.moc"

#ifndef Q_MOC_RUN
#    include "answer_samples.h"
#endif
#include "responses_support.h"
#include "support/stream_splits.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using namespace signalbox::wire::testing;

using Lines = std::vector<std::string>;
Q_DECLARE_METATYPE(Lines)

namespace {

void show(const Lines &actual, const Lines &expected)
{
    for (std::size_t at = 0; at < std::max(actual.size(), expected.size()); ++at) {
        const std::string a = at < actual.size() ? actual[at] : "-";
        const std::string e = at < expected.size() ? expected[at] : "-";
        if (a != e) {
            qInfo().noquote() << at << "is" << QString::fromStdString(a.substr(0, 300)) << "not"
                              << QString::fromStdString(e.substr(0, 300));
            return;
        }
    }
}

} // namespace

class TestResponsesAnswerReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streams_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<Lines>("expected");
        for (const Sample &sample : streamSamples())
            QTest::newRow(sample.name) << QByteArray::fromStdString(sample.bytes) << sample.events;
    }
    void streams()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(Lines, expected);
        const std::string text = bytes.toStdString();
        const Lines lines = eventsOf(text);
        show(lines, expected);
        QVERIFY(lines == expected);
        QCOMPARE(test::firstOddSplit(text), std::size_t(0));
    }

    void natures()
    {
        const std::string bytes = naturesStream();
        EventLog log;
        std::vector<MessageNature> natures;
        const auto reader = openAiResponsesCodec().answerReader({});
        readStream(*reader, {bytes}, log, &natures);
        std::string real;
        std::string finishing;
        std::string terminal;
        for (const MessageNature &nature : natures) {
            real += nature.real ? '1' : '0';
            finishing += nature.finishing ? '1' : '0';
            terminal += nature.terminal ? '1' : '0';
        }
        QCOMPARE(real, std::string("0001100"));
        QCOMPARE(finishing, std::string("0000010"));
        QCOMPARE(terminal, std::string("0000010"));
    }

    void brokenUtf8IsReplaced()
    {
        const Lines lines =
            eventsOf("data: {\"type\":\"response.output_text.delta\",\"delta\":\"a\xFFz\"}\n\n");
        QVERIFY(lines.size() > 2);
        QCOMPARE(lines[2], std::string("text a\xEF\xBF\xBDz"));
    }

    void wholeAnswers_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Lines>("expected");
        for (const Sample &sample : wholeSamples())
            QTest::newRow(sample.name) << QByteArray::fromStdString(sample.bytes) << sample.events;
    }
    void wholeAnswers()
    {
        QFETCH(QByteArray, body);
        QFETCH(Lines, expected);
        EventLog log;
        const auto reader = openAiResponsesCodec().answerReader({});
        reader->whole(Padded(body.toStdString()).view(), log);
        reader->end(log);
        show(log.lines, expected);
        QVERIFY(log.lines == expected);
    }

    /// What every recording must hold to: one end, blocks that nest, text that is all of what the finished
    /// items say.
    void recordings_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("own: text.json") << ownData("text.json");
        QTest::newRow("own: tools.json") << ownData("tools.json");
        for (const QString &path : responsesRecordings())
            QTest::newRow(qPrintable(path.section(QLatin1Char('/'), -2))) << path;
    }
    void recordings()
    {
        QFETCH(QString, path);
        const Json recording = Json::parse(readFile(path));
        const Json &response = recording.at("response");
        EventLog log;
        const auto reader = openAiResponsesCodec().answerReader({});
        if (response.contains("sse")) {
            const std::string bytes = wireOf(response.at("sse"));
            readStream(*reader, {bytes}, log);
            checkSplits(bytes, log.lines);
        } else if (response.contains("body") && response.at("body").is_object() &&
                   response.at("body").value("object", "") == "response") {
            reader->whole(Padded(response.at("body").dump()).view(), log);
        } else {
            return; // an error, or what another endpoint answered
        }
        int depth = 0;
        int ends = 0;
        for (const std::string &line : log.lines) {
            QCOMPARE(ends, 0);
            depth += line.starts_with("block ") ? 1 : line.starts_with("end ") ? -1 : 0;
            QVERIFY(depth == 0 || depth == 1);
            ends += line.starts_with("finish ") || line.starts_with("failure ") ? 1 : 0;
        }
        QCOMPARE(ends, 1);
        QCOMPARE(depth, 0);
        compareWithCompleted(path, response, log.lines);
    }

private:
    static void checkSplits(const std::string &bytes, const Lines &lines)
    {
        std::vector<std::string_view> pieces;
        for (std::size_t at = 0; at < bytes.size(); ++at)
            pieces.push_back(std::string_view(bytes).substr(at, 1));
        EventLog bytewise;
        const auto reader = openAiResponsesCodec().answerReader({});
        readStream(*reader, pieces, bytewise);
        QVERIFY(bytewise.lines == lines);
        QCOMPARE(test::firstOddSplit(bytes), std::size_t(0));
    }

    /// The stream adds up to what reading its last response whole gives.
    static void compareWithCompleted(const QString &path, const Json &response, const Lines &lines)
    {
        if (!response.contains("sse"))
            return;
        Json last;
        for (const Json &event : response.at("sse")) {
            const Json data = Json::parse(event.value("data", ""), nullptr, false);
            if (data.is_object() && data.value("type", "") == "response.completed")
                last = data.at("response");
        }
        // Their authors cut or changed the streams of these two, and not the last response.
        if (path.contains(QLatin1String("backfills-missing-results")) ||
            path.contains(QLatin1String("openai-phase-1")))
            return;
        if (!last.is_object() || !last.contains("output") || last.at("output").empty())
            return;
        EventLog whole;
        const auto reader = openAiResponsesCodec().answerReader({});
        reader->whole(Padded(last.dump()).view(), whole);
        const auto comparable = [](const Lines &events) {
            Lines rest;
            Lines citations; // in a stream they come between deltas
            for (const std::string &line : events) {
                if (line.starts_with("citation "))
                    citations.push_back(line);
                else if (!line.starts_with("signature ") &&
                         !line.starts_with("start ")) // tokens are encrypted anew
                    rest.push_back(
                        line.substr(0, line.find(" reasoning id=")) /* they change at some hosts */);
            }
            Lines result = addedUp(rest);
            result.insert(result.end(), citations.begin(), citations.end());
            return result;
        };
        show(comparable(lines), comparable(whole.lines));
        QVERIFY(comparable(lines) == comparable(whole.lines));
    }
};

QTEST_APPLESS_MAIN(TestResponsesAnswerReader)
#include "tst_responses_answer_reader.moc"

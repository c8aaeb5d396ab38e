// Requests for vectors and their answers, from each API to each other.
#include "../ir/event_log.h"
#include "base/byte_buffer.h"
#include "wire/format.h"
#include "wire/ir/float_text.h"
#include "wire/ir/usage_estimate.h"
#ifndef Q_MOC_RUN
#    include "embedding_samples.h"
#endif

#include <QTest>

#include <nlohmann/json.hpp>

#include <iterator>
#include <memory>

using namespace signalbox;
using namespace signalbox::wire;
using namespace signalbox::wire::testing;

namespace {

using Json = nlohmann::json;

const FormatCodec &codecOf(Api api)
{
    const Format format = api == Api::OpenAi   ? Format::OpenAiChat
                          : api == Api::Cohere ? Format::Cohere
                          : api == Api::Ollama ? Format::Ollama
                                               : Format::Gemini;
    return *codecFor(format, api == Api::GeminiOne || api == Api::CloudOne ? Task::Embed : Task::EmbedMany);
}

/// A text with what has to be readable behind it.
struct Padded
{
    explicit Padded(std::string_view text) : bytes(text), size(text.size())
    {
        bytes.append(ByteBuffer::kPadding, '\0');
    }
    [[nodiscard]] std::string_view view() const { return std::string_view(bytes).substr(0, size); }
    std::string bytes;
    std::size_t size;
};

/// A request as a client wrote it, with all that its slices stand in.
struct Asked
{
    Asked(Api api, const char *text) : body(text)
    {
        parsed = document.parse(body.view()).has_value();
        if (parsed)
            request = codecOf(api).readRequest(document);
    }
    Padded body;
    json::Document document;
    bool parsed = false;
    Result<ir::Request> request = fail(ErrorCode::Internal, "not read");
};

QByteArray normal(std::string_view text)
{
    return QByteArray::fromStdString(Json::parse(text, nullptr, false).dump());
}

Target targetOf(Api api)
{
    Target made;
    made.model = "m";
    made.dialect.googleCloud = api == Api::CloudOne || api == Api::CloudMany || api == Api::CloudPredicting;
    made.dialect.modelsPath = made.dialect.googleCloud ? "/publishers/google/models/" : "/models/";
    made.rules.predictsVectors = api == Api::CloudPredicting;
    return made;
}

template<class Samples>
void rows(const Samples &samples)
{
    QTest::addColumn<int>("number");
    int number = 0;
    for (const auto &sample : samples)
        QTest::newRow(sample.name) << number++;
}

} // namespace

class TestEmbeddings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requests_data() { rows(kRequests); }
    void requests()
    {
        QFETCH(const int, number);
        const CrossedRequest &sample = kRequests[number];
        const Asked asked(sample.client, sample.body);
        QVERIFY2(asked.request, asked.request ? "" : describe(asked.request.error()).c_str());
        const auto written = codecOf(sample.provider).writeRequest(*asked.request, targetOf(sample.provider));
        if (*sample.written == '\0') {
            QVERIFY(!written);
            QCOMPARE(written.error().place, std::string(sample.dropped));
            return;
        }
        QVERIFY2(written, written ? "" : describe(written.error()).c_str());
        QCOMPARE(normal(written->body), normal(sample.written));
        std::string dropped;
        for (const std::string &name : written->dropped)
            dropped += (dropped.empty() ? "" : ",") + name;
        QCOMPARE(dropped, std::string(sample.dropped));
    }

    void eachHasItsPath_data()
    {
        QTest::addColumn<int>("api");
        QTest::addColumn<QByteArray>("path");
        const auto row = [](const char *name, Api api, const char *path) {
            QTest::newRow(name) << static_cast<int>(api) << QByteArray(path);
        };
        row("OpenAI", Api::OpenAi, "/embeddings");
        row("Gemini, one", Api::GeminiOne, "/models/m:embedContent");
        row("Gemini, many", Api::GeminiMany, "/models/m:batchEmbedContents");
        row("Cohere", Api::Cohere, "/embed");
        row("Ollama", Api::Ollama, "/api/embed");
        row("Google's cloud, one", Api::CloudOne, "/publishers/google/models/m:embedContent");
        row("Google's cloud, many", Api::CloudMany, "/publishers/google/models/m:batchEmbedContents");
        row("Google's cloud, a model that predicts", Api::CloudPredicting,
            "/publishers/google/models/m:predict");
    }
    void eachHasItsPath()
    {
        QFETCH(const int, api);
        QFETCH(const QByteArray, path);
        const auto provider = static_cast<Api>(api);
        const Target target = targetOf(provider);
        QCOMPARE(codecOf(provider).path(target, false), path.toStdString());
        // The cloud has members of its own.
        QCOMPARE(codecOf(provider).passesTo(target), !target.dialect.googleCloud);
    }

    void wrongRequests_data() { rows(kWrongRequests); }
    void wrongRequests()
    {
        QFETCH(const int, number);
        const WrongRequest &sample = kWrongRequests[number];
        const Asked asked(sample.client, sample.body);
        QVERIFY(asked.parsed);
        QVERIFY(!asked.request);
        QCOMPARE(asked.request.error().place, std::string(sample.place));
    }

    void answers_data() { rows(kAnswers); }
    void answers()
    {
        QFETCH(const int, number);
        const CrossedAnswer &sample = kAnswers[number];
        const Asked asked(sample.client, sample.request);
        QVERIFY(asked.request);
        AnswerContext context;
        context.model = "asked";
        context.request = &*asked.request;
        const auto writer = codecOf(sample.client).answerWriter(std::move(context), false);
        EventLog log;
        const Padded body(sample.body);
        codecOf(sample.provider).answerReader({})->whole(body.view(), log);
        codecOf(sample.provider).answerReader({})->whole(body.view(), *writer);
        QCOMPARE(log.ends(), 1);
        QCOMPARE(normal(writer->body()), normal(sample.written));
        QCOMPARE(log.usage().inputTokens, std::max(sample.tokens, 0));
        QCOMPARE(log.usage().outputTokens, 0);
    }

    void wrongAnswers_data() { rows(kWrongAnswers); }
    void wrongAnswers()
    {
        QFETCH(const int, number);
        const WrongAnswer &sample = kWrongAnswers[number];
        EventLog log;
        const Padded body(sample.body);
        const auto reader = codecOf(sample.provider).answerReader({});
        reader->whole(body.view(), log);
        reader->end(log);
        QCOMPARE(log.joined(), QByteArray(sample.failure));
    }

    void aStreamIsNoAnswer()
    {
        EventLog log;
        const auto reader = codecOf(Api::OpenAi).answerReader({});
        QVERIFY(reader->message("", "{}", log).terminal);
        reader->end(log);
        QCOMPARE(log.ends(), 1);
        QVERIFY(log.joined().startsWith("failure server"));
    }

    void whatIsPassedOnIsSkimmed_data() { rows(kSkimmed); }
    void whatIsPassedOnIsSkimmed()
    {
        QFETCH(const int, number);
        const SkimmedAnswer &sample = kSkimmed[number];
        EventLog log;
        const Padded body(sample.body);
        const bool skimmed = codecOf(Api::OpenAi).answerReader({})->skimWhole(body.view(), log);
        QCOMPARE(skimmed, sample.tokens >= 0);
        QCOMPARE(log.ends(), skimmed ? 1 : 0);
        if (skimmed)
            QCOMPARE(log.usage().inputTokens, sample.tokens);
    }

    /// A page of text, and the same page told by its numbers.
    void usageThatNobodyTellsIsEstimated()
    {
        const std::string text(36, 'a'); // at 3.6 bytes a token
        const Asked words(Api::OpenAi, ("{\"model\":\"x\",\"input\":[\"" + text + "\"]}").c_str());
        QCOMPARE(ir::estimateInput(*words.request), 10);
        const Asked tokens(Api::OpenAi, "{\"model\":\"x\",\"input\":[[1,2,3],[4,5]]}");
        QCOMPARE(ir::estimateInput(*tokens.request), 5);
    }

    void theModelIsRenamedWhereABodyNamesIt_data()
    {
        QTest::addColumn<bool>("many");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("renamed");
        QTest::newRow("nowhere") << false << QByteArray("{\"content\":{}}") << QByteArray();
        QTest::newRow("of one") << false << QByteArray("{ \"model\" : \"models/x\", \"content\":{}}")
                                << QByteArray("{ \"model\" : \"models/m\", \"content\":{}}");
        QTest::newRow("of each") << true
                                 << QByteArray("{\"requests\":[{\"model\":\"models/x\",\"a\":1},{},"
                                               "{\"model\":\"models/x\"}]}")
                                 << QByteArray("{\"requests\":[{\"model\":\"models/m\",\"a\":1},{},"
                                               "{\"model\":\"models/m\"}]}");
    }
    void theModelIsRenamedWhereABodyNamesIt()
    {
        QFETCH(bool, many);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, renamed);
        json::Document document;
        QVERIFY(document.parseCopy(body.toStdString()));
        const auto written = codecOf(many ? Api::GeminiMany : Api::GeminiOne).renamed(document, "m");
        QCOMPARE(QByteArray::fromStdString(written.value_or("")), renamed);
    }

    void routingReadsTheModelOnce_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("model");
        QTest::newRow("named") << QByteArray("{\"input\":\"a\", \"model\": \"p\\/m\"}") << QByteArray("p/m");
        QTest::newRow("not named") << QByteArray("{\"input\":\"a\"}") << QByteArray();
        QTest::newRow("twice") << QByteArray("{\"model\":\"a\",\"model\":\"b\"}") << QByteArray();
        QTest::newRow("escaped") << QByteArray("{\"mod\\u0065l\":\"a\"}") << QByteArray();
    }
    void routingReadsTheModelOnce()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, model);
        json::Document document;
        QVERIFY(document.parseCopy(body.toStdString()));
        const auto summary = codecOf(Api::OpenAi).summarize(document);
        QCOMPARE(summary.has_value(), !model.isEmpty());
        if (summary)
            QCOMPARE(QByteArray::fromStdString(summary->model), model);
    }

    void numbersSurviveBothWays()
    {
        const std::string numbers = "[0.1,-2.5e-07,3.4028235e+38,0,1]";
        std::string base64;
        ir::appendFloats(base64, {numbers});
        std::string again;
        ir::appendNumbers(again, {base64});
        QCOMPARE(again, std::string("[0.1,-2.5e-07,3.4028235e+38,0,1]"));
        QVERIFY(!ir::isFloats({"not base64!"}));
        QVERIFY(ir::isFloats({"\\/\\/\\/\\/\\/w=="}));
    }
};

QTEST_APPLESS_MAIN(TestEmbeddings)
#include "tst_embeddings.moc"

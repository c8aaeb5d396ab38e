#ifndef Q_MOC_RUN
#    include "error_samples.h"
#endif
#include "responses_support.h"

#include "wire/openai_responses/error_body.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using namespace signalbox::wire::testing;

class TestOpenAiErrorBody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<int>("index");
        const auto samples = errorSamples();
        for (std::size_t at = 0; at < samples.size(); ++at)
            QTest::newRow(samples[at].name) << int(at);
    }
    void reads()
    {
        QFETCH(int, index);
        const ErrorSample sample = errorSamples()[std::size_t(index)];
        const ir::Failure failure = readOpenAiErrorBody(sample.status, sample.body);
        QCOMPARE(failure.message, sample.message);
        QCOMPARE(int(failure.kind), int(sample.kind));
        QCOMPARE(failure.code, sample.code);
        QCOMPARE(failure.retryAfterSeconds.has_value(), sample.wait.has_value());
        QCOMPARE(failure.retryAfterSeconds.value_or(0), sample.wait.value_or(0));
    }

    void waits_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<double>("seconds");
        QTest::newRow("seconds") << QByteArray("Please try again in 12s.") << 12.0;
        QTest::newRow("milliseconds") << QByteArray("try again in 345ms") << 0.345;
        QTest::newRow("minutes and seconds") << QByteArray("Try again in 1m30.5s. Visit") << 90.5;
        QTest::newRow("hours") << QByteArray("try again in 2h0m0s") << 7200.0;
        QTest::newRow("words") << QByteArray("try again in 20 seconds") << 20.0;
        QTest::newRow("no number") << QByteArray("try again in a while") << -1.0;
        QTest::newRow("no unit") << QByteArray("try again in 5") << -1.0;
        QTest::newRow("nothing") << QByteArray("slow down") << -1.0;
    }
    void waits()
    {
        QFETCH(QByteArray, message);
        QFETCH(double, seconds);
        QCOMPARE(retryAfterOf(message.toStdString()).value_or(-1), seconds);
    }

    void plainTextIsCut()
    {
        QCOMPARE(readOpenAiErrorBody(500, std::string(100'000, 'x')).message.size(), std::size_t(500));
    }

    void recordedErrors_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("own") << QString();
        for (const QString &path : responsesRecordings())
            QTest::newRow(qPrintable(path.section(QLatin1Char('/'), -2))) << path;
    }
    void recordedErrors()
    {
        QFETCH(QString, path);
        if (path.isEmpty())
            return;
        const Json recording = Json::parse(readFile(path));
        const Json &response = recording.at("response");
        const int status = response.at("status");
        if (status < 400 || !response.contains("body"))
            return;
        const ir::Failure failure = openAiResponsesCodec().readError(status, response.at("body").dump());
        QCOMPARE(failure.message, response.at("body").at("error").at("message").get<std::string>());
        QVERIFY(failure.kind != ir::FailureKind::Server);
    }

    void writesOpenAisShape()
    {
        ApiError error;
        error.status = 404;
        error.type = "invalid_request_error";
        error.code = "model_not_found";
        error.message = "no \"x\"";
        QCOMPARE(
            openAiResponsesCodec().writeError(error),
            std::string(
                "{\"error\":{\"message\":\"no \\\"x\\\"\",\"type\":\"invalid_request_error\",\"param\":null,"
                "\"code\":\"model_not_found\"}}"));
    }

    void codecIsFound()
    {
        QVERIFY(codecFor(Format::OpenAiResponses) == &openAiResponsesCodec());
        QVERIFY(openAiResponsesCodec().format() == Format::OpenAiResponses);
    }
};

QTEST_APPLESS_MAIN(TestOpenAiErrorBody)
#include "tst_openai_error_body.moc"

#include "wire/format.h"
#include "wire/ir/usage_estimate.h"

#include <QTest>

using namespace signalbox::wire;
using namespace signalbox::wire::ir;

class TestUsageEstimate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsWhatTheModelReads_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("tokens");
        const auto row = [](const char *name, const char *input, const char *more, int tokens) {
            QTest::newRow(name) << QByteArray("{\"model\":\"m\",\"input\":") + input + more + '}' << tokens;
        };
        row("36 bytes of words, one turn", "\"123456789012345678901234567890123456\"", "", 10 + 4);
        row("instructions count", "\"\"", ",\"instructions\":\"123456789012345678\"", 5 + 4);
        row("an image is no text",
            "[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":"
            "\"data:image/png;base64,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}]",
            "", 800 + 4);
        row("a call and its result",
            "[{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"runner\",\"arguments\":\"{\\\"a\\\":1}"
            "\"},"
            "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"1234567890\"}]",
            "", 7 + 2 * 4); // 6 + 9 + 10 bytes
        row("tools", "\"\"",
            ",\"tools\":[{\"type\":\"function\",\"name\":\"abc\",\"description\":\"123456\","
            "\"parameters\":{\"type\":\"object\"} }]",
            3 + 6 + 12 + 4); // 9 bytes; a schema of 17
    }
    void countsWhatTheModelReads()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, tokens);
        json::Document document;
        QVERIFY(document.parseCopy(std::string_view(body.constData(), std::size_t(body.size()))));
        const auto request = codecFor(Format::OpenAiResponses)->readRequest(document);
        QVERIFY(request.has_value());
        QCOMPARE(estimateInput(*request), std::int64_t(tokens));
    }

    void countsWhatTheModelSays()
    {
        QCOMPARE(textBytes(TextDelta{{"abc"}}), std::size_t(3));
        QCOMPARE(textBytes(ReasoningDelta{.text = {"abcd"}}), std::size_t(4));
        QCOMPARE(textBytes(ArgumentsDelta{{"{}"}}), std::size_t(2));
        QCOMPARE(textBytes(Finish{}), std::size_t(0));
        QCOMPARE(tokensOf(0), std::int64_t(0));
        QCOMPARE(tokensOf(1), std::int64_t(1));
        QCOMPARE(tokensOf(36), std::int64_t(10));
    }
};

QTEST_GUILESS_MAIN(TestUsageEstimate)
#include "tst_usage_estimate.moc"

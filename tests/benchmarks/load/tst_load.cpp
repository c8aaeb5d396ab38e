#include "load/agent_request.h"
#include "load/answer_reader.h"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace signalbox::bench;

namespace {

constexpr std::int64_t kSent = 1'000'000'000;
constexpr std::int64_t kCame = kSent + 7'000;

LoadOptions options(Wire wire, bool stream)
{
    LoadOptions options;
    options.model = "x-e3-b40-n90";
    options.stream = stream;
    if (wire == Wire::Chat)
        options.path = "/v1/chat/completions";
    return options;
}

std::string chunk(const std::string &data)
{
    return QByteArray::number(qulonglong(data.size()), 16).toStdString() + "\r\n" + data + "\r\n";
}

/// The mock's stream with `deltas` deltas, and its end if wanted.
std::string stream(Wire wire, std::size_t deltas, bool withEnd = true)
{
    const Answers answers(wire, "x-e3-b40-n90");
    std::string body = chunk(answers.opening());
    std::string text;
    for (std::size_t i = 0; i < deltas; ++i) {
        std::string delta;
        answers.appendDelta(i, kSent, delta, text);
        body += chunk(delta);
    }
    if (withEnd)
        body += chunk(answers.closing(text));
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body + "0\r\n\r\n";
}

std::string whole(Wire wire, const std::string &model)
{
    const Answers answers(wire, model);
    return "HTTP/1.1 200 OK\r\ncontent-length: " + std::to_string(answers.whole().size()) + "\r\n\r\n" +
           answers.whole();
}

} // namespace

/// What decides whether an answer counts, and what is sent.
class TestLoad final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answers_data()
    {
        QTest::addColumn<bool>("chat");
        QTest::addColumn<bool>("streamed");
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<std::string>("wrong");
        for (const Wire wire : {Wire::Responses, Wire::Chat}) {
            const bool chat = wire == Wire::Chat;
            const std::string name = chat ? "chat, " : "responses, ";
            const auto row = [&](const char *what, bool streamed, std::string bytes, std::string wrong) {
                QTest::newRow((name + what).c_str())
                    << chat << streamed << std::move(bytes) << std::move(wrong);
            };
            row("whole: right", false, whole(wire, "x-n90"), "");
            row("whole, other text: wrong", false, whole(wire, "x-n80"), "another text");
            row("stream: right", true, stream(wire, 3), "");
            row("stream, a delta missing: wrong", true, stream(wire, 2), "2 deltas instead of 3");
            row("stream, a delta twice: wrong", true, stream(wire, 4), "4 deltas instead of 3");
            row("stream, no end: wrong", true, stream(wire, 3, false), "no terminal event");
            row("error status: wrong", true, "HTTP/1.1 429 Slow\r\nContent-Length: 2\r\n\r\n{}",
                "status 429: {}");
        }
    }

    /// Cut in two at every byte, the same is found in it.
    void answers()
    {
        QFETCH(bool, chat);
        QFETCH(bool, streamed);
        QFETCH(std::string, bytes);
        QFETCH(std::string, wrong);
        const Expectation expected(options(chat ? Wire::Chat : Wire::Responses, streamed));
        AnswerReader reader(expected);
        for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
            reader.begin();
            std::vector<float> delays;
            const std::string_view all = bytes;
            if (cut > 0)
                QCOMPARE(reader.feed(all.substr(0, cut), kCame, delays), AnswerReader::State::More);
            QCOMPARE(reader.feed(all.substr(cut), kCame, delays), AnswerReader::State::Complete);
            const std::string found = reader.wrong();
            QVERIFY2(wrong.empty() ? found.empty() : found.starts_with(wrong), found.c_str());
            for (const float delay : delays)
                QCOMPARE(delay, 7.0F);
        }
    }

    void anEndWithoutLengthIsTheConnections()
    {
        const Expectation expected(options(Wire::Chat, false));
        AnswerReader reader(expected);
        reader.begin();
        std::vector<float> delays;
        const std::string body = Answers(Wire::Chat, "x-n90").whole();
        QCOMPARE(reader.feed("HTTP/1.1 200 OK\r\n\r\n" + body, kCame, delays), AnswerReader::State::More);
        QCOMPARE(reader.onEnd(), AnswerReader::State::Complete);
        QCOMPARE(reader.wrong(), std::string());
    }

    void agentRequests()
    {
        for (const Wire wire : {Wire::Responses, Wire::Chat}) {
            for (const std::size_t bytes : {std::size_t{58'000}, std::size_t{120'000}}) {
                const std::string request = agentRequest(wire, "m", true, bytes);
                QCOMPARE(request, agentRequest(wire, "m", true, bytes));
                QVERIFY2(request.size() > bytes * 9 / 10 && request.size() < bytes * 11 / 10,
                         std::to_string(request.size()).c_str());
                QVERIFY(nlohmann::json::accept(request));
            }
        }
    }

    void scripts()
    {
        const Script script = Script::fromModel("translate-e25-b80-p50000");
        QCOMPARE(script.events, std::size_t{25});
        QCOMPARE(script.deltaBytes, std::size_t{80});
        QCOMPARE(script.pace.count(), 50'000);
        QCOMPARE(Script::fromModel("pass-n600").textBytes, std::size_t{600});
    }
};

QTEST_APPLESS_MAIN(TestLoad)
#include "tst_load.moc"

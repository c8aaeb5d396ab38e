#include "base/random.h"
#include "http/response_parser.h"

#include <QTest>

#include <algorithm>
#include <functional>

using namespace signalbox;
using namespace signalbox::http;
using namespace Qt::StringLiterals;

namespace {

/// What was read, as one text: "(103) 200 [Name=value] {body} keep", with "…" where more is wanted, "cut"
/// where the end came too early, "fault" where it is no answer.
QByteArray read(const QByteArray &bytes, const char *method, bool closes,
                const std::function<qsizetype()> &pieceSize)
{
    QByteArray told;
    QByteArray body;
    std::string held;
    ResponseParser parser(method);
    qsizetype given = 0;
    const auto end = [&] {
        told += '{' + body + '}';
        return told + (parser.keepAlive() && held.empty() && given == bytes.size() ? " keep" : " close");
    };
    for (;;) {
        const ResponseParser::Step step = parser.next(held);
        const QByteArray piece(step.body.data(), qsizetype(step.body.size())); // dies with what held it
        held.erase(0, step.consumed);
        switch (step.status) {
        case ResponseParser::Status::Interim:
            told += '(' + QByteArray::number(parser.head().status) + ") ";
            break;
        case ResponseParser::Status::Head:
            told += QByteArray::number(parser.head().status) + ' ';
            for (const auto &[name, value] : parser.head().fields.all())
                told += '[' + QByteArray::fromStdString(std::string(name).append("=").append(value)) + "] ";
            break;
        case ResponseParser::Status::Body:
            body += piece;
            break;
        case ResponseParser::Status::End:
            return end();
        case ResponseParser::Status::Fault:
            return told + "fault";
        case ResponseParser::Status::NeedMore:
            if (given < bytes.size()) {
                const qsizetype more = std::min(pieceSize(), bytes.size() - given);
                held.append(bytes.constData() + given, std::size_t(more));
                given += more;
                break;
            }
            if (!closes)
                return told + '{' + body + "…"_ba;
            return parser.finish().status == ResponseParser::Status::End ? end() : told + '{' + body + "cut";
        }
    }
}

} // namespace

class TestResponseParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAnswers_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<QByteArray>("told");
        const auto row = [](const char *name, const char *method, const QByteArray &bytes, bool closes,
                            const char *told) {
            QTest::newRow(name) << QByteArray(method) << bytes << closes << QByteArray(told);
        };
        row("content length", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", false,
            "200 [Content-Length=2] {{}} keep");
        row("content length zero", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false,
            "200 [Content-Length=0] {} keep");
        row("chunked", "GET",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\nT: 1\r\n\r\n",
            false, "200 [Transfer-Encoding=chunked] {abc} keep");
        row("until close", "GET", "HTTP/1.1 200 OK\r\n\r\nabc", true, "200 {abc} close");
        row("until close and empty", "GET", "HTTP/1.1 200 OK\r\n\r\n", true, "200 {} close");
        row("not closed yet", "GET", "HTTP/1.1 200 OK\r\n\r\nabc", false, "200 {abc…");
        row("no reason and no space", "GET", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", false,
            "200 [Content-Length=0] {} keep");
        row("no reason", "GET", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", false,
            "200 [Content-Length=0] {} keep");
        row("a long reason", "GET", "HTTP/1.1 404 Not (really) Found: x\r\nContent-Length: 0\r\n\r\n", false,
            "404 [Content-Length=0] {} keep");
        row("interim answers", "POST",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 204 No "
            "Content\r\n\r\n",
            false, "(100) (103) 204 {} keep");
        row("an interim answer with a length has no body", "GET",
            "HTTP/1.1 102 Processing\r\nContent-Length: 5\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: "
            "1\r\n\r\nx",
            false, "(102) 200 [Content-Length=1] {x} keep");
        row("too many interim answers", "GET", "HTTP/1.1 100 Continue\r\n\r\n"_ba.repeated(9), false,
            "(100) (100) (100) (100) (100) (100) (100) (100) fault");
        row("HEAD has a length but no body", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", false,
            "200 [Content-Length=5] {} keep");
        row("HEAD of a chunked answer", "HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            false, "200 [Transfer-Encoding=chunked] {} keep");
        row("304 has a length but no body", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
            false, "304 [Content-Length=5] {} keep");
        row("204 with bytes behind it", "GET", "HTTP/1.1 204 No Content\r\n\r\nx", false, "204 {} close");
        row("an answer nobody asked for behind it", "GET",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", false,
            "200 [Content-Length=0] {} close");
        row("a changed protocol", "GET",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", false,
            "101 [Upgrade=x] [Connection=upgrade] {} close");
        row("closing", "GET", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", false,
            "200 [Connection=close] [Content-Length=0] {} close");
        row("HTTP/1.0", "GET", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false,
            "200 [Content-Length=0] {} close");
        row("HTTP/1.0 that stays", "GET",
            "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", false,
            "200 [Connection=keep-alive] [Content-Length=0] {} keep");

        row("nothing at all", "GET", {}, true, "{cut");
        row("cut in the status line", "GET", "HTTP/1.1 2", true, "{cut");
        row("cut in the head", "GET", "HTTP/1.1 200 OK\r\nX: 1\r\n", true, "{cut");
        row("cut behind an interim answer", "GET", "HTTP/1.1 100 Continue\r\n\r\n", true, "(100) {cut");
        row("cut in the body", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", true,
            "200 [Content-Length=3] {abcut");
        row("cut in a chunk", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", true,
            "200 [Transfer-Encoding=chunked] {abcut");
        row("cut in front of the last chunk", "GET",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", true,
            "200 [Transfer-Encoding=chunked] {abcut");
        row("cut in the last chunk", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
            true, "200 [Transfer-Encoding=chunked] {cut");

        row("a page", "GET", "<html>\r\n", false, "fault");
        row("HTTP/2", "GET", "HTTP/2.0 200 OK\r\n\r\n", false, "fault");
        row("a status of two digits", "GET", "HTTP/1.1 20 OK\r\n\r\n", false, "fault");
        row("a status of four digits", "GET", "HTTP/1.1 2000 OK\r\n\r\n", false, "fault");
        row("a status below 100", "GET", "HTTP/1.1 099 OK\r\n\r\n", false, "fault");
        row("bare LF", "GET", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", false, "fault");
        row("folding", "GET", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n", false, "fault");
        row("length and coding", "GET",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", false, "fault");
        row("two lengths", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", false,
            "fault");
        row("a coding that is not chunked", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
            false, "fault");
        row("chunk size that is none", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
            false, "200 [Transfer-Encoding=chunked] fault");
        row("a head without end", "GET", "HTTP/1.1 200 OK\r\n" + QByteArray("X: 1\r\n").repeated(300), false,
            "fault");
    }

    void readsAnswers()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, bytes);
        QFETCH(bool, closes);
        QFETCH(QByteArray, told);
        QCOMPARE(
            read(bytes, method.constData(), closes, [&] { return std::max<qsizetype>(bytes.size(), 1); }),
            told);
        QCOMPARE(read(bytes, method.constData(), closes, [] { return qsizetype(1); }), told);
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            SeededRandom random(seed);
            QCOMPARE(
                read(bytes, method.constData(), closes, [&] { return qsizetype(random.next() % 20 + 1); }),
                told);
        }
    }
};

QTEST_APPLESS_MAIN(TestResponseParser)
#include "tst_response_parser.moc"

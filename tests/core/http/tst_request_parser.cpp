#include "base/random.h"
#include "http/request_parser.h"

#include <QTest>

#include <algorithm>
#include <functional>

using namespace signalbox;
using namespace signalbox::http;
using namespace Qt::StringLiterals;

namespace {

/// What was read, as one text: "POST /x [Name=value] {body} keep" for each request, then "…" where more is
/// wanted or the status of the fault.
QByteArray read(const QByteArray &bytes, const std::function<qsizetype()> &pieceSize,
                const HeadLimits &limits = {})
{
    QByteArray told;
    QByteArray body;
    std::string held;
    RequestParser parser(limits);
    qsizetype given = 0;
    for (;;) {
        const RequestParser::Step step = parser.next(held);
        const QByteArray piece(step.body.data(), qsizetype(step.body.size())); // dies with what held it
        held.erase(0, step.consumed);
        switch (step.status) {
        case RequestParser::Status::Head:
            body.clear();
            break;
        case RequestParser::Status::Body:
            body += piece;
            break;
        case RequestParser::Status::End:
            told += QByteArray::fromStdString(parser.head().method + ' ' + parser.head().target);
            for (const auto &[name, value] : parser.head().fields.all())
                told += " [" + QByteArray::fromStdString(std::string(name).append("=").append(value)) + ']';
            told += " {" + body + '}' + (parser.keepAlive() ? " keep\n" : " close\n");
            break;
        case RequestParser::Status::Fault:
            return told + QByteArray::number(parser.fault().status);
        case RequestParser::Status::NeedMore:
            if (given == bytes.size())
                return parser.isBetweenRequests() || parser.isClosed() ? told : told + "…"_ba;
            const qsizetype more = std::min(pieceSize(), bytes.size() - given);
            held.append(bytes.constData() + given, std::size_t(more));
            given += more;
            break;
        }
    }
}

QByteArray head(const char *fields)
{
    return "POST / HTTP/1.1\r\nHost: a\r\n"_ba + fields + "\r\n";
}

QByteArray chunked(const char *body)
{
    return head("Transfer-Encoding: chunked\r\n") + body;
}

} // namespace

class TestRequestParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsRequests_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("told");
        const auto row = [](const char *name, const QByteArray &bytes, const QByteArray &told) {
            QTest::newRow(name) << bytes << told;
        };
        const QByteArray te = " [Host=a] [Transfer-Encoding=chunked] ";

        // Heads that are well formed.
        row("simplest", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / [Host=a] {} keep\n");
        row("no body by default", head(""), "POST / [Host=a] {} keep\n");
        row("spaces and tabs around a value are not its own", head("X: \t b c \t \r\n"),
            "POST / [Host=a] [X=b c] {} keep\n");
        row("an empty value", head("X:\r\n"), "POST / [Host=a] [X=] {} keep\n");
        row("repeated fields stay", head("X: 1\r\nx: 2\r\n"), "POST / [Host=a] [X=1] [x=2] {} keep\n");
        row("bytes above 0x7f in a value", head("X: \xc3\xa9\r\n"), "POST / [Host=a] [X=\xc3\xa9] {} keep\n");
        row("empty lines in front", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / [Host=a] {} keep\n");
        row("absolute form", "GET http://a/p HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET http://a/p [Host=a] {} keep\n");
        row("asterisk form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * [Host=a] {} keep\n");
        row("version 6 host with port", "GET / HTTP/1.1\r\nHost: [::1]:7717\r\n\r\n",
            "GET / [Host=[::1]:7717] {} keep\n");
        row("HTTP/1.0 without host closes", "GET / HTTP/1.0\r\n\r\n", "GET / {} close\n");
        row("HTTP/1.0 that asks to stay", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            "GET / [Connection=keep-alive] {} keep\n");
        row("close in a list", head("Connection: x, CLOSE\r\n"),
            "POST / [Host=a] [Connection=x, CLOSE] {} close\n");
        row("upgrade is not taken up", head("Connection: upgrade\r\nUpgrade: websocket\r\n") + "GET ",
            "POST / [Host=a] [Connection=upgrade] [Upgrade=websocket] {} keep\n…");
        row("nothing behind close is read", head("Connection: close\r\n") + head(""),
            "POST / [Host=a] [Connection=close] {} close\n");
        row("a tunnel is the last request", "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n\x16\x03",
            "CONNECT a:1 [Host=a:1] {} close\n");

        // Bodies.
        row("content length", head("Content-Length: 5\r\n") + "hello",
            "POST / [Host=a] [Content-Length=5] {hello} keep\n");
        row("content length zero", head("Content-Length: 0\r\n"),
            "POST / [Host=a] [Content-Length=0] {} keep\n");
        row("leading zeros are decimal", head("Content-Length: 010\r\n") + "0123456789",
            "POST / [Host=a] [Content-Length=010] {0123456789} keep\n");
        row("a body that looks like a request", head("Content-Length: 14\r\n") + "GET / HTTP/1.1",
            "POST / [Host=a] [Content-Length=14] {GET / HTTP/1.1} keep\n");
        row("GET with a body",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / [Host=a] [Content-Length=1] {x} keep\nGET /2 [Host=a] {} keep\n");
        row("half a body", head("Content-Length: 5\r\n") + "hel", "…");
        row("chunked", chunked("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"),
            "POST /" + te + "{hello world} keep\n");
        row("chunked and pipelined", chunked("1\r\nx\r\n0\r\n\r\n") + head(""),
            "POST /" + te + "{x} keep\nPOST / [Host=a] {} keep\n");
        row("chunk sizes in both cases", chunked("A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n"),
            "POST /" + te + "{01234567890123456789} keep\n");
        row("chunk size with leading zeros", chunked("0001\r\nx\r\n000\r\n\r\n"),
            "POST /" + te + "{x} keep\n");
        row("chunk extensions are dropped", chunked("1;a;b=\"c;d\"\r\nx\r\n0;z\r\n\r\n"),
            "POST /" + te + "{x} keep\n");
        row("chunk extensions on which llhttp is of another mind", chunked("1;a=b;c=d\r\nx\r\n0\r\n\r\n"),
            "400");
        row("trailers are never merged", chunked("0\r\nHost: evil\r\nX: 1\r\n\r\n"),
            "POST /" + te + "{} keep\n");
        row("a trailer says nothing of the connection", chunked("0\r\nConnection: close\r\n\r\n") + head(""),
            "POST /" + te + "{} keep\nPOST / [Host=a] {} keep\n");
        row("CR and LF inside of chunk data", chunked("4\r\n\r\n\r\n\r\n0\r\n\r\n"),
            "POST /" + te + "{\r\n\r\n} keep\n");
        row("coding in another case", head("transfer-encoding: Chunked\r\n") + "0\r\n\r\n",
            "POST / [Host=a] [transfer-encoding=Chunked] {} keep\n");
        row("no last chunk", chunked("1\r\nx\r\n"), "…");

        // Request lines at fault.
        row("HTTP/0.9", "GET /\r\n", "400");
        row("two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "400");
        row("a space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", "400");
        row("a tab for a space", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", "400");
        row("a space behind the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", "400");
        row("a method that is no token", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", "400");
        row("a method nobody knows", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", "501");
        row("a method in lower case", "get / HTTP/1.1\r\nHost: a\r\n\r\n", "501");
        row("a target without slash", "GET x HTTP/1.1\r\nHost: a\r\n\r\n", "400");
        row("a fragment", "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n", "400");
        row("a byte above 0x7f in the target", "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", "400");
        row("asterisk without OPTIONS", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", "400");
        row("CONNECT to a path", "CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n", "400");
        row("HTTP/2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", "505");
        row("HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", "505");
        row("lower-case protocol", "GET / http/1.1\r\nHost: a\r\n\r\n", "400");
        row("a version without minor", "GET / HTTP/1\r\nHost: a\r\n\r\n", "400");
        row("too many empty lines", "\r\n\r\n\r\n\r\n\r\nGET", "400");
        row("a TLS hello", QByteArray("\x16\x03\x01\x02\x00\x01", 6), "400");

        // Fields at fault.
        row("bare LF", "GET / HTTP/1.1\nHost: a\n\n", "400");
        row("bare LF in a field", head("X: a\nY: b\r\n"), "400");
        row("bare CR in a field", head("X: a\rb\r\n"), "400");
        row("two CR", head("X: a\r\r\n"), "400");
        row("NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: " + QByteArray("a\0b", 3) + "\r\n\r\n", "400");
        row("escape in a value", head("X: \x1b[31m\r\n"), "400");
        row("DEL in a value", head("X: \x7f\r\n"), "400");
        row("folding", head("X: a\r\n b\r\n"), "400");
        row("folding with a tab", head("X: a\r\n\tb\r\n"), "400");
        row("a space in front of the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", "400");
        row("a space in front of the colon", head("X : 1\r\n"), "400");
        row("a space in a name", head("X Y: 1\r\n"), "400");
        row("no name", head(": 1\r\n"), "400");
        row("no colon", head("X\r\n"), "400");
        row("no host", "GET / HTTP/1.1\r\n\r\n", "400");
        row("two hosts", head("Host: a\r\n"), "400");
        row("two hosts for 1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", "400");
        row("an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "400");
        row("a host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "400");
        row("a host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", "400");
        row("a host with a bad port", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", "400");
        row("a host with an open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", "400");

        // What requests are smuggled with.
        row("length and coding", head("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n",
            "400");
        row("coding and length", head("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + "0\r\n\r\n",
            "400");
        row("two lengths", head("Content-Length: 5\r\nContent-Length: 6\r\n"), "400");
        row("two equal lengths", head("Content-Length: 5\r\nContent-Length: 5\r\n") + "hello", "400");
        row("a list of lengths", head("Content-Length: 5, 5\r\n") + "hello", "400");
        row("a signed length", head("Content-Length: +5\r\n") + "hello", "400");
        row("a negative length", head("Content-Length: -1\r\n"), "400");
        row("a hexadecimal length", head("Content-Length: 0x5\r\n") + "hello", "400");
        row("a length with underscore", head("Content-Length: 1_0\r\n"), "400");
        row("no length at all", head("Content-Length:\r\n"), "400");
        row("a length of 2^63", head("Content-Length: 9223372036854775808\r\n"), "400");
        row("a length of 2^64", head("Content-Length: 18446744073709551616\r\n"), "400");
        row("two codings", head("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n",
            "400");
        row("chunked twice", head("Transfer-Encoding: chunked, chunked\r\n") + "0\r\n\r\n", "400");
        row("gzip and chunked", head("Transfer-Encoding: gzip, chunked\r\n") + "0\r\n\r\n", "400");
        row("identity", head("Transfer-Encoding: identity\r\n"), "400");
        row("an unknown coding", head("Transfer-Encoding: xchunked\r\n"), "400");
        row("a quoted coding", head("Transfer-Encoding: \"chunked\"\r\n"), "400");
        row("a coding with a vertical tab", head("Transfer-Encoding: \vchunked\r\n"), "400");
        row("a coding with NBSP",
            head("Transfer-Encoding: \xc2\xa0"
                 "chunked\r\n"),
            "400");
        row("a coding in HTTP/1.0",
            "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400");
        row("chunk size with prefix", chunked("0x1\r\nx\r\n0\r\n\r\n"), "400");
        row("chunk size with sign", chunked("+1\r\nx\r\n0\r\n\r\n"), "400");
        row("chunk size that is empty", chunked("\r\nx\r\n"), "400");
        row("chunk size of 2^64", chunked("10000000000000000\r\nx"), "400");
        row("chunk size of 2^64-1", chunked("ffffffffffffffff\r\nx"), "400");
        row("a space behind the chunk size", chunked("1 \r\nx\r\n0\r\n\r\n"), "400");
        row("bare LF behind the chunk size", chunked("1\nx\r\n0\r\n\r\n"), "400");
        row("bare LF in a chunk extension", chunked("1;a\nb\r\nx\r\n0\r\n\r\n"), "400");
        row("bare CR in a chunk extension", chunked("1;a\rb\r\nx\r\n0\r\n\r\n"), "400");
        row("an open quote in a chunk extension", chunked("1;a=\"b\r\nx\r\n0\r\n\r\n"), "400");
        row("chunk data without CRLF", chunked("1\r\nxy\r\n0\r\n\r\n"), "400");
        row("chunk data with bare LF", chunked("1\r\nx\n0\r\n\r\n"), "400");
        row("a trailer without colon", chunked("0\r\nX\r\n\r\n"), "400");
        row("a trailer with a bare LF", chunked("0\r\nX: 1\n\r\n"), "400");
        row("a fault behind a good request", head("") + "GET / HTTP/1.1\n", "POST / [Host=a] {} keep\n400");
    }

    void readsRequests()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, told);
        QCOMPARE(read(bytes, [&] { return bytes.size(); }), told);
        QCOMPARE(read(bytes, [] { return qsizetype(1); }), told);
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            SeededRandom random(seed);
            QCOMPARE(read(bytes, [&] { return qsizetype(random.next() % 20 + 1); }), told);
        }
    }

    void keepsItsLimits_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("told");
        const auto row = [](const char *name, const QByteArray &bytes, const char *told) {
            QTest::newRow(name) << bytes << QByteArray(told);
        };
        const auto longTarget = [](int size) {
            return "GET /" + QByteArray(size - 1, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n";
        };
        row("a target at the limit", longTarget(100), "GET /… ok");
        row("a target above the limit", longTarget(101), "414");
        row("a target far above the limit", longTarget(10'000), "414");
        row("a first line that never ends", QByteArray(10'000, 'x'), "414");
        row("fields at the limit",
            "GET / HTTP/1.1\r\nHost: a\r\n" + QByteArray("X: 1\r\n").repeated(9) + "\r\n", "GET /… ok");
        row("fields above the limit",
            "GET / HTTP/1.1\r\nHost: a\r\n" + QByteArray("X: 1\r\n").repeated(10) + "\r\n", "431");
        row("a head above the limit", "GET / HTTP/1.1\r\nHost: a\r\nX: " + QByteArray(500, 'x') + "\r\n\r\n",
            "431");
        row("a field that never ends", "GET / HTTP/1.1\r\nX: " + QByteArray(10'000, 'x'), "431");
        row("too many trailers", chunked("0\r\n") + QByteArray("X: 1\r\n").repeated(65) + "\r\n", "431");
        row("a trailer that never ends", chunked("0\r\nX: ") + QByteArray(10'000, 'x'), "431");
        row("a chunk size line that never ends", chunked("1;") + QByteArray(10'000, 'x'), "400");
        row("extensions that say more than the data",
            chunked("") + QByteArray("1;" + QByteArray(1000, 'x') + "\r\nx\r\n").repeated(20) + "0\r\n\r\n",
            "400");
    }

    void keepsItsLimits()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, told);
        const HeadLimits limits{100, 400, 10};
        const QByteArray whole = read(bytes, [&] { return bytes.size(); }, limits);
        if (told == "GET /… ok")
            QVERIFY2(whole.endsWith("{} keep\n"), whole.constData());
        else
            QCOMPARE(whole, told);
        QCOMPARE(read(bytes, [] { return qsizetype(1); }, limits), whole);
        QCOMPARE(read(bytes, [] { return qsizetype(7); }, limits), whole);
    }

    void aPlainBodyCanBeReadElsewhere()
    {
        RequestParser parser;
        const std::string bytes = head("Content-Length: 10\r\n").toStdString();
        QCOMPARE(parser.next(bytes).status, RequestParser::Status::Head);
        QCOMPARE(parser.bodyLeft(), std::uint64_t(10));
        QCOMPARE(parser.next("abc").consumed, std::size_t(3));
        QCOMPARE(parser.bodyLeft(), std::uint64_t(7));
        parser.skipBody(7);
        QCOMPARE(parser.next({}).status, RequestParser::Status::End);
        QVERIFY(parser.isBetweenRequests());
    }

    void absoluteFormBecomesOriginForm_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("host");
        QTest::newRow("origin form stays") << "/a?b"_ba << "/a?b"_ba << "a"_ba;
        QTest::newRow("with path and query")
            << "http://b:81/c?d=http://e/"_ba << "/c?d=http://e/"_ba << "b:81"_ba;
        QTest::newRow("without path") << "http://b"_ba << "/"_ba << "b"_ba;
        QTest::newRow("query alone") << "http://b?c"_ba << "/?c"_ba << "b"_ba;
        QTest::newRow("with a user") << "http://u:p@b/c"_ba << "/c"_ba << "b"_ba;
        QTest::newRow("a path that holds one") << "/http://b/c"_ba << "/http://b/c"_ba << "a"_ba;
    }

    void absoluteFormBecomesOriginForm()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, host);
        RequestHead request{"GET", target.toStdString(), Version::Http11, {}};
        request.fields.add("Host", "a");
        toOriginForm(request);
        QCOMPARE(QByteArray::fromStdString(request.target), path);
        QVERIFY(request.fields.value("host") == host.toStdString());
        QCOMPARE(request.fields.all().size(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TestRequestParser)
#include "tst_request_parser.moc"

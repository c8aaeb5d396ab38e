#include "upstream/request_head.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::upstream;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(signalbox::upstream::HttpRequest)

namespace {

HttpRequest request(net::Endpoint endpoint, std::string method = "POST",
                    std::vector<std::string_view> body = {"{}"})
{
    HttpRequest made;
    made.endpoint = std::move(endpoint);
    made.method = std::move(method);
    made.target = "/v1/x?y=1";
    made.body = std::move(body);
    return made;
}

HttpRequest withField(const char *name, const char *value)
{
    HttpRequest made = request({"a.test", 443, true, ""});
    made.fields.add(name, value);
    return made;
}

} // namespace

class TestRequestHead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void buildsTheHead_data()
    {
        QTest::addColumn<HttpRequest>("given");
        QTest::addColumn<QByteArray>("head");
        QTest::newRow("a provider") << request({"api.test", 443, true, ""})
                                    << "POST /v1/x?y=1 HTTP/1.1\r\nHost: api.test\r\n"
                                       "Accept-Encoding: identity\r\nContent-Length: 2\r\n\r\n"_ba;
        QTest::newRow("pieces count together")
            << request({"api.test", 443, true, ""}, "POST", {"ab", "", "cde"})
            << "POST /v1/x?y=1 HTTP/1.1\r\nHost: api.test\r\nAccept-Encoding: identity\r\nContent-Length: 5\r\n\r\n"_ba;
        QTest::newRow("a port of its own")
            << request({"127.0.0.1", 8000, false, ""}, "GET", {})
            << "GET /v1/x?y=1 HTTP/1.1\r\nHost: 127.0.0.1:8000\r\nAccept-Encoding: identity\r\n\r\n"_ba;
        QTest::newRow("version 6 in brackets")
            << request({"::1", 80, false, ""}, "GET", {})
            << "GET /v1/x?y=1 HTTP/1.1\r\nHost: [::1]\r\nAccept-Encoding: identity\r\n\r\n"_ba;
        QTest::newRow("an empty POST says so")
            << request({"a.test", 443, true, ""}, "POST", {})
            << "POST /v1/x?y=1 HTTP/1.1\r\nHost: a.test\r\nAccept-Encoding: identity\r\nContent-Length: 0\r\n\r\n"_ba;
        QTest::newRow("fields in their order, ours left out")
            <<
            [] {
                HttpRequest made = withField("X-B", "2");
                made.fields.add("Content-Length", "99");
                made.fields.add("x-a", "1");
                made.fields.add("Host", "evil");
                made.fields.add("accept-encoding", "gzip");
                return made;
            }()
            << "POST /v1/x?y=1 HTTP/1.1\r\nHost: a.test\r\nX-B: 2\r\nx-a: 1\r\naccept-encoding: gzip\r\n"
               "Content-Length: 2\r\n\r\n"_ba;
        QTest::newRow("absolute form through a proxy")
            << request({"lab.test", 8000, false, "http://user:p%40ss@proxy.test:3128"}, "GET", {})
            << "GET http://lab.test:8000/v1/x?y=1 HTTP/1.1\r\nHost: lab.test:8000\r\nAccept-Encoding: "
               "identity\r\n"
               "Proxy-Authorization: Basic dXNlcjpwQHNz\r\n\r\n"_ba;
        QTest::newRow("a tunnel hides the proxy")
            << request({"api.test", 443, true, "http://user:pass@proxy.test:3128"}, "GET", {})
            << "GET /v1/x?y=1 HTTP/1.1\r\nHost: api.test\r\nAccept-Encoding: identity\r\n\r\n"_ba;
    }

    void buildsTheHead()
    {
        QFETCH(HttpRequest, given);
        QFETCH(QByteArray, head);
        const auto built = buildRequestHead(given);
        QVERIFY(built);
        QCOMPARE(QByteArray(built->data(), qsizetype(built->size())), head);
    }

    void refusesWhatCouldBeReadInTwoWays_data()
    {
        QTest::addColumn<HttpRequest>("given");
        QTest::newRow("a key with a line end") << withField("Authorization", "Bearer x\r\nX: y");
        QTest::newRow("a lone line feed") << withField("Authorization", "Bearer x\n");
        QTest::newRow("a name that is no token") << withField("X Y", "1");
        QTest::newRow("an empty name") << withField("", "1");
        HttpRequest odd = withField("X", "1");
        odd.target = "/a b";
        QTest::newRow("a target with a space") << odd;
        odd.target = "v1/x";
        QTest::newRow("a target without slash") << odd;
        odd.target = "/";
        odd.method = "GET /evil";
        QTest::newRow("a method that is none") << odd;
        odd.method = "GET";
        odd.endpoint.host = "a.test\r\nX: y";
        QTest::newRow("a host with a line end") << odd;
    }

    void refusesWhatCouldBeReadInTwoWays()
    {
        QFETCH(HttpRequest, given);
        const auto built = buildRequestHead(given);
        QVERIFY(!built);
        QVERIFY(built.error().code == ErrorCode::InvalidInput);
        QVERIFY(built.error().message.find("Bearer") == std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestRequestHead)
#include "tst_request_head.moc"

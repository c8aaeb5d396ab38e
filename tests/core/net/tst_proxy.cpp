#include "net/proxy.h"

#include <QTest>

#include <map>

using namespace signalbox;
using namespace signalbox::net;
using namespace Qt::StringLiterals;

class TestProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choosesTheWay_data()
    {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("tls");
        QTest::addColumn<QString>("no");
        QTest::addColumn<QString>("chosen");
        const QString web = u"http://web.test:1"_s;
        const QString tls = u"http://tls.test:2"_s;
        QTest::newRow("system, TLS") << u"system"_s << u"api.test"_s << true << QString() << tls;
        QTest::newRow("system, plain") << u"system"_s << u"api.test"_s << false << QString() << web;
        QTest::newRow("unset setting is system") << QString() << u"api.test"_s << true << QString() << tls;
        QTest::newRow("none") << u"none"_s << u"api.test"_s << true << QString() << QString();
        QTest::newRow("a URL") << u"http://p:3128"_s << u"api.test"_s << true << QString()
                               << u"http://p:3128"_s;
        QTest::newRow("a URL does not ask NO_PROXY")
            << u"http://p:3128"_s << u"api.test"_s << true << u"*"_s << u"http://p:3128"_s;
        for (const char *host : {"localhost", "LocalHost", "x.localhost", "127.0.0.1", "127.9.9.9", "::1"}) {
            QTest::addRow("loopback %s, system", host)
                << u"system"_s << QString::fromLatin1(host) << false << QString() << QString();
            QTest::addRow("loopback %s, URL", host)
                << u"http://p:3128"_s << QString::fromLatin1(host) << true << QString() << QString();
        }
        const auto exempt = [&](const char *name, const char *list, const char *host, bool direct) {
            QTest::addRow("NO_PROXY: %s", name) << u"system"_s << QString::fromLatin1(host) << true
                                                << QString::fromLatin1(list) << (direct ? QString() : tls);
        };
        exempt("star", "*", "api.test", true);
        exempt("the name itself", "api.test", "api.test", true);
        exempt("in another case", "API.Test", "api.TEST", true);
        exempt("a subdomain", "test", "api.test", true);
        exempt("with a dot", ".test", "api.test", true);
        exempt("with a dot, the name itself", ".api.test", "api.test", true);
        exempt("with star and dot", "*.test", "api.test", true);
        exempt("half a label is none", "pi.test", "api.test", false);
        exempt("a longer name is none", "www.api.test", "api.test", false);
        exempt("trailing dot in the host", "api.test", "api.test.", true);
        exempt("second in a list", "other, api.test", "api.test", true);
        exempt("list without commas", "other api.test", "api.test", true);
        exempt("empty elements", ",,", "api.test", false);
        exempt("the right port", "api.test:443", "api.test", true);
        exempt("another port", "api.test:8443", "api.test", false);
        exempt("a port that is none", "api.test:x", "api.test", false);
        exempt("an address", "10.0.0.7", "10.0.0.7", true);
        exempt("another address", "10.0.0.7", "10.0.0.70", false);
        exempt("no suffix of an address", "0.0.7", "10.0.0.7", false);
        exempt("a subnet", "10.0.0.0/8", "10.200.3.4", true);
        exempt("outside of a subnet", "10.0.0.0/8", "11.0.0.1", false);
        exempt("a subnet and a name", "10.0.0.0/8", "api.test", false);
        exempt("version 6", "fd00::1", "fd00::1", true);
        exempt("version 6 written otherwise", "fd00:0:0::1", "fd00::1", true);
        exempt("version 6 with a port", "[fd00::1]:443", "fd00::1", true);
        exempt("version 6 subnet", "fd00::/8", "fd12::1", true);
    }

    void choosesTheWay()
    {
        QFETCH(QString, setting);
        QFETCH(QString, host);
        QFETCH(bool, tls);
        QFETCH(QString, no);
        QFETCH(QString, chosen);
        const ProxyEnvironment environment{"http://web.test:1", "http://tls.test:2", "http://all.test:3",
                                           no.toStdString()};
        const std::string name = host.toStdString();
        const auto proxy = chooseProxy(setting.toStdString(),
                                       {name, static_cast<std::uint16_t>(tls ? 443 : 80), tls}, environment);
        QVERIFY(proxy);
        QCOMPARE(QString::fromStdString(*proxy), chosen);
    }

    void allProxyFillsTheGaps()
    {
        const ProxyEnvironment environment{"", "", "http://all.test:3", ""};
        QCOMPARE(*chooseProxy("system", {"api.test", 443, true}, environment),
                 std::string("http://all.test:3"));
        QCOMPARE(*chooseProxy("system", {"api.test", 80, false}, environment),
                 std::string("http://all.test:3"));
        QCOMPARE(*chooseProxy("system", {"api.test", 80, false}, {}), std::string());
    }

    void refusesWhatItCannotUse()
    {
        const ProxyEnvironment environment{"", "socks5://user:secret@p:1080", "", ""};
        const auto proxy = chooseProxy("system", {"api.test", 443, true}, environment);
        QVERIFY(!proxy);
        QVERIFY(proxy.error().code == ErrorCode::InvalidInput);
        QVERIFY(proxy.error().message.find("secret") == std::string::npos);
    }

    void takesAUrlApart_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("authorization");
        QTest::newRow("plain") << u"http://p.test:3128"_s << u"p.test"_s << 3128 << QString();
        QTest::newRow("upper-case scheme, slash")
            << u"HTTP://p.test:3128/"_s << u"p.test"_s << 3128 << QString();
        QTest::newRow("no scheme") << u"p.test:3128"_s << u"p.test"_s << 3128 << QString();
        QTest::newRow("no port") << u"http://p.test"_s << u"p.test"_s << 80 << QString();
        QTest::newRow("version 6") << u"http://[::1]:3128"_s << u"::1"_s << 3128 << QString();
        QTest::newRow("user and password")
            << u"http://user:pass@p.test:1"_s << u"p.test"_s << 1 << u"Basic dXNlcjpwYXNz"_s;
        QTest::newRow("percent-encoded")
            << u"http://user:p%40ss@p.test:1"_s << u"p.test"_s << 1 << u"Basic dXNlcjpwQHNz"_s;
        QTest::newRow("https proxy") << u"https://p.test:1"_s << QString() << 0 << QString();
        QTest::newRow("socks") << u"socks5://p.test:1"_s << QString() << 0 << QString();
        QTest::newRow("port zero") << u"http://p.test:0"_s << QString() << 0 << QString();
        QTest::newRow("port out of range") << u"http://p.test:65536"_s << QString() << 0 << QString();
        QTest::newRow("no host") << u"http://:3128"_s << QString() << 0 << QString();
        QTest::newRow("open bracket") << u"http://[::1:3128"_s << QString() << 0 << QString();
        QTest::newRow("a line end in the host") << u"http://p.test\r\nX"_s << QString() << 0 << QString();
        QTest::newRow("a blank in the host") << u"http://p test:1"_s << QString() << 0 << QString();
        QTest::newRow("a query") << u"http://p.test?x"_s << QString() << 0 << QString();
        QTest::newRow("empty") << QString() << QString() << 0 << QString();
    }

    void takesAUrlApart()
    {
        QFETCH(QString, url);
        QFETCH(QString, host);
        QFETCH(int, port);
        QFETCH(QString, authorization);
        const auto parsed = parseProxyUrl(url.toStdString());
        QCOMPARE(parsed.has_value(), !host.isEmpty());
        if (!parsed)
            return;
        QCOMPARE(QString::fromStdString(parsed->host), host);
        QCOMPARE(int(parsed->port), port);
        QCOMPARE(QString::fromStdString(parsed->authorization), authorization);
    }

    void lowerCaseVariablesWin()
    {
        const std::map<std::string, std::string> variables = {
            {"HTTP_PROXY", "upper"}, {"http_proxy", "lower"}, {"HTTPS_PROXY", "tls"}, {"no_proxy", "a,b"}};
        const auto read = readProxyEnvironment([&](const char *name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        });
        QVERIFY((read == ProxyEnvironment{"lower", "tls", "", "a,b"}));
    }
};

QTEST_APPLESS_MAIN(TestProxy)
#include "tst_proxy.moc"

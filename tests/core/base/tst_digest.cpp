#include "base/digest.h"
#include "base/ids.h"

#include <QTest>

#include <array>
#include <set>

using namespace signalbox;

class TestDigest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsPublishedVectors()
    {
        // FIPS 180-2 appendix B.1, RFC 4231 test case 2
        QCOMPARE(toHex(sha256("abc")),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(toHex(hmacSha256("Jefe", "what do ya want for nothing?")),
                 std::string("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    }

    void piecesAreHashedAsTheirWhole()
    {
        const std::array<std::string_view, 4> pieces{"a", "", "b", "c"};
        QVERIFY(sha256(pieces) == sha256("abc"));
        QVERIFY(sha256(std::span<const std::string_view>()) == sha256(""));
    }

    void timedIdsStandInTheOrderOfTime()
    {
        using namespace std::chrono_literals;
        const WallTime time(1'800'000'000'123ms);
        const std::string id = timedId("req_", time);
        QCOMPARE(id.size(), std::size_t(4 + 32));
        QCOMPARE(id.substr(4, 12), std::string("01a3185c507b"));
        QVERIFY(timedId("req_", time) != id);
        QVERIFY(timedId("req_", time + 1ms) > id);
        QVERIFY(timedId("req_", time - 1ms) < id);
        QVERIFY(timeOfId("req_", id) == time);
        QVERIFY(timeOfId("req_", timedId("req_", time + 900us)) == time);
        const std::string none = "req_" + std::string(32, 'x');
        for (const std::string &other :
             {std::string(), std::string("req_bare"), id.substr(1), id + '0', none, "req_-" + id.substr(5)})
            QVERIFY(!timeOfId("req_", other));
    }

    void base64IsPadded_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("base64");
        QTest::newRow("nothing") << QByteArray("") << QByteArray("");
        QTest::newRow("one") << QByteArray("f") << QByteArray("Zg==");
        QTest::newRow("two") << QByteArray("fo") << QByteArray("Zm8=");
        QTest::newRow("three") << QByteArray("foo") << QByteArray("Zm9v");
        QTest::newRow("the last letters") << QByteArray("\xfb\xff\xbf") << QByteArray("+/+/");
    }
    void base64IsPadded()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, base64);
        QCOMPARE(QByteArray::fromStdString(toBase64(bytes.toStdString())), base64);
        std::string back;
        QVERIFY(fromBase64(base64.toStdString(), back));
        QCOMPARE(QByteArray::fromStdString(back), bytes);
        for (const char *wrong : {"Zm9v-_8=", "Z", "Zg=a", "Zm 9v", "Zm9v\n"})
            QVERIFY(!fromBase64(wrong, back));
    }

    void base64UrlRoundTrips()
    {
        const std::string all = [] {
            std::string bytes;
            for (int i = 0; i < 256; ++i)
                bytes.push_back(static_cast<char>(i));
            return bytes;
        }();
        for (std::size_t length = 0; length <= all.size(); ++length) {
            const std::string_view bytes = std::string_view(all).substr(0, length);
            std::string back;
            QVERIFY(fromBase64Url(toBase64Url(bytes), back));
            QCOMPARE(back, std::string(bytes));
        }
        std::string bytes;
        QVERIFY(!fromBase64Url("a", bytes));
        QVERIFY(!fromBase64Url("ab+/", bytes));
        QVERIFY(!fromBase64Url("ab==", bytes));
    }

    void comparesWholeLengthOnly()
    {
        QVERIFY(equalConstantTime("same", "same"));
        QVERIFY(!equalConstantTime("same", "sane"));
        QVERIFY(!equalConstantTime("same", "samex"));
        QVERIFY(equalConstantTime("", ""));
    }

    void idsAreRandomOrDerived()
    {
        std::set<std::string> ids;
        for (int i = 0; i < 1000; ++i) // longer than any stock of random bytes
            ids.insert(randomId("req_"));
        QCOMPARE(ids.size(), std::size_t(1000));
        QCOMPARE(randomId("req_").size(), std::size_t(4 + 32));
        QCOMPARE(derivedId("call_", "x"), derivedId("call_", "x"));
        QVERIFY(derivedId("call_", "x") != derivedId("call_", "y"));
    }
};

QTEST_APPLESS_MAIN(TestDigest)
#include "tst_digest.moc"

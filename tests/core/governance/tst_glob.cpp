#include "governance/glob.h"

#include <QElapsedTimer>
#include <QTest>

using signalbox::governance::globMatches;

class TestGlob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matches_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("fits");
        QTest::newRow("star takes everything") << QByteArray("*") << QByteArray("openai/gpt-5.4") << true;
        QTest::newRow("star takes nothing") << QByteArray("coder*") << QByteArray("coder") << true;
        QTest::newRow("prefix") << QByteArray("gpt-5*") << QByteArray("gpt-5.4-mini") << true;
        QTest::newRow("prefix elsewhere: no") << QByteArray("gpt-5*") << QByteArray("openai/gpt-5") << false;
        QTest::newRow("middle") << QByteArray("a*c*e") << QByteArray("abcde") << true;
        QTest::newRow("comes back after a false start") << QByteArray("*ab") << QByteArray("aab") << true;
        QTest::newRow("case counts") << QByteArray("Coder") << QByteArray("coder") << false;
        QTest::newRow("empty pattern fits the empty text only") << QByteArray("") << QByteArray("x") << false;
        QTest::newRow("question mark is itself") << QByteArray("a?") << QByteArray("ab") << false;
    }
    void matches()
    {
        QFETCH(QByteArray, pattern);
        QFETCH(QByteArray, text);
        QFETCH(bool, fits);
        QCOMPARE(globMatches(pattern.toStdString(), text.toStdString()), fits);
    }

    void staysPolynomial() // an exponential matcher would not come back from this
    {
        std::string pattern;
        for (int i = 0; i < 40; ++i)
            pattern += "a*";
        QVERIFY(!globMatches(pattern + "b", std::string(2000, 'a')));
    }
};

QTEST_APPLESS_MAIN(TestGlob)
#include "tst_glob.moc"

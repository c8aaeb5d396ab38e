#include "base/money.h"

#include <QTest>

using signalbox::Money;

class TestMoney : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("valid");
        QTest::addColumn<qint64>("nano");
        QTest::newRow("whole dollars") << QByteArray("2") << true << qint64(2'000'000'000);
        QTest::newRow("decimals") << QByteArray("2.5") << true << qint64(2'500'000'000);
        QTest::newRow("a nano-dollar") << QByteArray("0.000000001") << true << qint64(1);
        QTest::newRow("negative") << QByteArray("-1.25") << true << qint64(-1'250'000'000);
        QTest::newRow("ten decimals: rejected") << QByteArray("0.0000000001") << false << qint64(0);
        QTest::newRow("exponent: rejected") << QByteArray("1e3") << false << qint64(0);
        QTest::newRow("no digit before the point: rejected") << QByteArray(".5") << false << qint64(0);
        QTest::newRow("no digit behind the point: rejected") << QByteArray("5.") << false << qint64(0);
        QTest::newRow("empty: rejected") << QByteArray("") << false << qint64(0);
        QTest::newRow("too large: rejected") << QByteArray("99999999999999") << false << qint64(0);
    }
    void parses()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, valid);
        QFETCH(qint64, nano);
        const auto money = Money::parse(text.toStdString());
        QCOMPARE(money.has_value(), valid);
        if (valid)
            QCOMPARE(qint64(money->nano()), nano);
    }

    void writesShortestDecimal()
    {
        QCOMPARE(Money::fromNano(0).toDecimal(), std::string("0"));
        QCOMPARE(Money::fromNano(4'200'000).toDecimal(), std::string("0.0042"));
        QCOMPARE(Money::fromNano(-1'500'000'000).toDecimal(), std::string("-1.5"));
        QCOMPARE(Money::fromNano(1).toDecimal(), std::string("0.000000001"));
    }

    void sumsAreExact()
    {
        Money sum;
        for (int i = 0; i < 10; ++i)
            sum += Money::fromNano(100'000'000);
        QCOMPARE(qint64(sum.nano()), qint64(1'000'000'000));
    }
};

QTEST_APPLESS_MAIN(TestMoney)
#include "tst_money.moc"

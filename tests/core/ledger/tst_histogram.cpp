#include "ledger/histogram.h"

#include "base/random.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace signalbox;
using namespace signalbox::ledger;
using std::chrono::microseconds;

class TestHistogram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void percentilesAreNearTheTrueOnes_data()
    {
        QTest::addColumn<double>("median");
        QTest::addColumn<double>("spread");
        QTest::newRow("a few milliseconds") << 3e3 << 0.5;
        QTest::newRow("seconds, widely spread") << 4e6 << 2.0;
        QTest::newRow("minutes") << 120e6 << 0.8;
        QTest::newRow("below the exact limit") << 20.0 << 0.3;
    }
    void percentilesAreNearTheTrueOnes()
    {
        QFETCH(double, median);
        QFETCH(double, spread);
        SeededRandom random(11);
        LatencyHistogram histogram;
        std::vector<std::int64_t> values;
        for (int i = 0; i < 20'000; ++i) {
            const double normal =
                std::sqrt(-2 * std::log(1 - random.unit())) * std::cos(6.283185307 * random.unit());
            values.push_back(static_cast<std::int64_t>(median * std::exp(spread * normal)));
            histogram.add(microseconds(values.back()));
        }
        std::ranges::sort(values);
        for (const double share : {0.01, 0.5, 0.9, 0.95, 0.99, 1.0}) {
            const auto exact =
                static_cast<double>(values[static_cast<std::size_t>(percentileRank(share, 20'000))]);
            const auto found = static_cast<double>(histogram.percentile(share)->count());
            QVERIFY2(std::abs(found - exact) <= 0.016 * exact,
                     qPrintable(QStringLiteral("%1: %2 for %3").arg(share).arg(found).arg(exact)));
        }
    }

    void rank_data()
    {
        QTest::addColumn<double>("share");
        QTest::addColumn<qint64>("count");
        QTest::addColumn<qint64>("rank");
        QTest::newRow("median of one") << 0.5 << qint64(1) << qint64(0);
        QTest::newRow("median of four is the second") << 0.5 << qint64(4) << qint64(1);
        QTest::newRow("p95 of twenty is the nineteenth") << 0.95 << qint64(20) << qint64(18);
        QTest::newRow("p99 of twenty is the last") << 0.99 << qint64(20) << qint64(19);
        QTest::newRow("all is the last") << 1.0 << qint64(7) << qint64(6);
    }
    void rank()
    {
        QFETCH(double, share);
        QFETCH(qint64, count);
        QFETCH(qint64, rank);
        QCOMPARE(qint64(percentileRank(share, count)), rank);
    }

    void nothingSeenHasNoPercentile() { QVERIFY(!LatencyHistogram().percentile(0.5)); }

    void whatIsOutOfRangeIsKeptAtItsEdge()
    {
        LatencyHistogram histogram;
        histogram.add(microseconds(-5));
        QCOMPARE(histogram.percentile(1)->count(), std::int64_t(0));
        histogram.add(microseconds(std::numeric_limits<std::int64_t>::max()));
        QVERIFY(histogram.percentile(1)->count() >= std::int64_t(1) << 40);
    }

    void mergingIsAdding()
    {
        LatencyHistogram one, two, both;
        for (int i = 0; i < 500; ++i) {
            (i % 3 == 0 ? one : two).add(microseconds(i * i * 77));
            both.add(microseconds(i * i * 77));
        }
        LatencyHistogram encoded;
        QVERIFY(encoded.mergeEncoded(one.encode()) && encoded.mergeEncoded(two.encode()));
        one.merge(two);
        QVERIFY(one == both);
        QVERIFY(encoded == both);
        QCOMPARE(encoded.encode(), both.encode());
    }

    void oneLatencyTakesFewBytes()
    {
        LatencyHistogram histogram;
        histogram.add(microseconds(1'234'567));
        QCOMPARE(histogram.encode().size(), std::size_t(3));
    }

    void foreignBytesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("cut within a number") << QByteArray("\x85");
        QTest::newRow("a bucket without its count") << QByteArray("\x05");
        QTest::newRow("a bucket that does not exist") << QByteArray("\xff\x7f\x01");
        QTest::newRow("a count beyond reason") << QByteArray("\x01\xff\xff\xff\xff\xff\xff\xff\x7f");
    }
    void foreignBytesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        LatencyHistogram histogram;
        QVERIFY(!histogram.mergeEncoded(bytes.toStdString()));
    }
};

QTEST_APPLESS_MAIN(TestHistogram)
#include "tst_histogram.moc"

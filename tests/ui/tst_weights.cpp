#include "ui/models/weights.h"

#include <QTest>

#include <numeric>

using namespace signalbox::ui;
using Weights = std::vector<double>;
using Locks = std::vector<bool>;

Q_DECLARE_METATYPE(Weights)

class TestWeights : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sharesTheRest_data()
    {
        QTest::addColumn<Weights>("before");
        QTest::addColumn<QByteArray>("locks"); // 'L' for a locked target
        QTest::addColumn<int>("index");
        QTest::addColumn<double>("percent");
        QTest::addColumn<Weights>("after");
        QTest::newRow("two targets") << Weights{70, 30} << QByteArray("..") << 0 << 60.0 << Weights{60, 40};
        QTest::newRow("rest in proportion")
            << Weights{50, 30, 20} << QByteArray("...") << 0 << 0.0 << Weights{0, 60, 40};
        QTest::newRow("whole numbers stay whole and keep the sum")
            << Weights{34, 33, 33} << QByteArray("...") << 0 << 35.0 << Weights{35, 33, 32};
        QTest::newRow("locked keeps its weight")
            << Weights{50, 30, 20} << QByteArray(".L.") << 0 << 60.0 << Weights{60, 30, 10};
        QTest::newRow("a share ends where locked ones begin")
            << Weights{50, 30, 20} << QByteArray(".L.") << 0 << 100.0 << Weights{70, 30, 0};
        QTest::newRow("all others locked: the sum changes")
            << Weights{50, 50} << QByteArray(".L") << 0 << 20.0 << Weights{20, 50};
        QTest::newRow("what is out stays out")
            << Weights{60, 40, 0} << QByteArray("...") << 0 << 20.0 << Weights{20, 80, 0};
        QTest::newRow("only those that are out are left: they take it")
            << Weights{100, 0, 0} << QByteArray("...") << 0 << 40.0 << Weights{40, 30, 30};
        QTest::newRow("all out: a hundred is shared")
            << Weights{0, 0} << QByteArray("..") << 0 << 40.0 << Weights{40, 60};
        QTest::newRow("small raw weights keep their sum")
            << Weights{4, 1} << QByteArray("..") << 0 << 50.0 << Weights{2.5, 2.5};
        QTest::newRow("one target alone") << Weights{100} << QByteArray(".") << 0 << 30.0 << Weights{30};
        QTest::newRow("below zero is zero")
            << Weights{70, 30} << QByteArray("..") << 1 << -5.0 << Weights{100, 0};
    }
    void sharesTheRest()
    {
        QFETCH(Weights, before);
        QFETCH(QByteArray, locks);
        QFETCH(int, index);
        QFETCH(double, percent);
        QFETCH(Weights, after);
        Locks locked;
        for (const char lock : locks)
            locked.push_back(lock == 'L');
        QCOMPARE(withShare(before, locked, std::size_t(index), percent), after);
    }

    void everySharePreservesTheSum()
    {
        const Weights before{37, 21, 42};
        for (int percent = 0; percent <= 100; ++percent) {
            const Weights after = withShare(before, {false, false, false}, 1, percent);
            QCOMPARE(std::accumulate(after.begin(), after.end(), 0.0), 100.0);
            QCOMPARE(after[1], double(percent));
        }
    }

    void sharesOfNothingAreNothing()
    {
        QCOMPARE(shareOf({}, 0), 0.0);
        QCOMPARE(shareOf({0, 0}, 1), 0.0);
        QCOMPARE(shareOf({1, 3}, 1), 75.0);
        QVERIFY(sumsToHundred({60, 40}));
        QVERIFY(!sumsToHundred({6, 4}));
    }
};

QTEST_APPLESS_MAIN(TestWeights)
#include "tst_weights.moc"
